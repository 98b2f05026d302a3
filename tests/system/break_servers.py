"""The scenarios of breaks that talk to servers: an IMAP server that the test plays, SMTP, a webhook,
a real CalDAV server, and a mail server that asks the milter."""
import contextlib
import email
import email.policy
import functools
import http.server
import json
import socket
import struct
import threading

from break_scenarios import (CODES, HOOK, LATER, MAILDIR, SENT_AT, VERSION, Scenario, Served,
                             WatchFirst, alerts, entry, write)
from breaks import DEAD, FAILED
from hostile import Hostile
from mails import notice, ordinary
from servers import Keeper, Radicale, Smtp, serve, wait_until

ACCOUNT = '''account "jean" {
    imap = "imaps://jean@localhost:${IMAP_PORT}" password-file = "${PLACE}/password"
    ca-file = "${CA_FILE}" mailboxes = { "INBOX" } since = 3650 timeout = 10
}
'''
NETWORK_SINKS = '''quiet-hours = ""
alert "web" { kind = webhook url = "http://127.0.0.1:${WEB_PORT}/${NAME}" format = json }
alert "mail" { kind = mail to = "jean@example.fr" from = "${NAME}@example.org" replies = false
               smtp = "smtps://jean@localhost:${SMTP_PORT}" password-file = "${PLACE}/password-smtp"
               ca-file = "${CA_FILE}" }
alert "agenda" { kind = calendar caldav = "https://localhost:${DAV_PORT}/jean/${NAME}/" user = "jean"
                 password-file = "${PLACE}/password-dav" ca-file = "${CA_FILE}" }
'''


class Web(Keeper):
    """Keeps (path, body) of each POST."""

    def __init__(self):
        super().__init__()
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers['Content-Length'])
                body = self.rfile.read(length)
                if len(body) == length:
                    web.keep((self.path, body))
                    self.send_response(200)
                    self.end_headers()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                """A client that dies in a request is what is tried."""

        self.server = Server(('127.0.0.1', 0), Handler)
        self.port = self.server.server_port
        serve(self.server)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Servers:
    """Those that all places share, each of which has its own path, sender and calendar there. They
    start where they are first asked for."""

    def __init__(self, authority, root):
        self.authority, self.root = authority, root
        self.stack = contextlib.ExitStack()
        self.starting = threading.Lock()

    def _shared(self, server, end):
        self.stack.callback(end, server)
        return server

    @functools.cached_property
    def web(self):
        return self._shared(Web(), Web.stop)

    @functools.cached_property
    def smtp(self):
        return self._shared(Smtp(self.authority).start(), Smtp.stop)

    @functools.cached_property
    def dav(self):
        return self._shared(Radicale(self.root, self.authority), Radicale.remove).start()

    def stop(self):
        self.stack.close()


# --- IMAP

class ImapFirst(Scenario):
    """The first look at a mailbox of a server; a mail that comes afterwards is not missed."""

    words, configuration = ('watch', '--once'), HOOK + ACCOUNT
    threads = ('vigie-fetcher/imap',)

    def mails(self):
        return [notice(CODES[0], SENT_AT, 'one'), ordinary(), notice(CODES[1], SENT_AT, 'two')]

    @contextlib.contextmanager
    def beside(self, place, servers):
        with socket.socket() as listening:
            listening.bind(('127.0.0.1', 0))
            listening.listen(20)
            server = Hostile(servers.authority, listening=listening)
            server.internaldate = b' 2-Mar-2026 11:00:00 +0100'
            for mail in self.mails():
                server.add(mail)
            place.server = server
            place.environment |= {'IMAP_PORT': str(server.port),
                                  'CA_FILE': str(servers.authority.ca_file)}
            try:
                yield
            finally:
                server.stop()

    def prepare(self, place):
        super().prepare(place)
        write(place.folder / 'password', b'secret de jean\n')

    def recover(self, place, ran):
        WatchFirst.ended_well(ran)
        self.deliver(place)

    def check(self, place, ran):
        self.all_is_there(place, CODES[0], CODES[1])
        place.server.add(notice(CODES[2], SENT_AT, 'three'))
        self.deliver(place)
        self.all_is_there(place, *CODES)

    def all_is_there(self, place, *codes):
        assert place.entries() == [entry(code) for code in codes]
        self.told(place, *(('new', code) for code in codes))
        place.check_state(VERSION)


class ImapIdle(Served, ImapFirst):
    """A daemon that idles, and is told of a mail."""

    words = ('watch',)

    def mails(self):
        return [notice(CODES[0], SENT_AT, 'one')]

    def live(self, place, process):
        self.until(process, lambda: alerts(place) and place.server.idling)
        place.server.append(notice(CODES[1], SENT_AT, 'two'))
        self.until(process, lambda: len(alerts(place)) > 1)

    def deliver(self, place):
        place.run(LATER, 'watch', '--once')


# --- sinks

class NetworkSinks(Scenario):
    """Of one notice, each sink that is a server gets its word."""

    words, configuration = ('watch', '--once'), NETWORK_SINKS + MAILDIR
    threads = ('vigie-fetcher/maildir', 'vigie-keeper/pool-watch')

    @contextlib.contextmanager
    def beside(self, place, servers):
        with servers.starting:
            place.servers = servers
            place.environment |= {
                'CA_FILE': str(servers.authority.ca_file), 'WEB_PORT': str(servers.web.port),
                'SMTP_PORT': str(servers.smtp.port), 'DAV_PORT': str(servers.dav.port)}
        servers.dav.request('MKCALENDAR', calendar=place.folder.name)
        yield
        servers.dav.request('DELETE', calendar=place.folder.name)

    def prepare(self, place):
        super().prepare(place)
        for name in ('cur', 'tmp'):
            (place.folder / 'Maildir' / name).mkdir(parents=True)
        write(place.folder / 'Maildir/new/1772442000.M0P1.host', notice(CODES[0], SENT_AT, 'one'))
        write(place.folder / 'password-smtp', place.servers.smtp.password.encode() + b'\n')
        write(place.folder / 'password-dav', place.servers.dav.password.encode() + b'\n')

    def recover(self, place, ran):
        WatchFirst.ended_well(ran)
        self.deliver(place)

    def check(self, place, ran):
        assert place.entries() == [entry(CODES[0])]
        place.check_state(VERSION)
        self.assert_posted(place)
        self.assert_mailed(place)
        self.assert_in_calendar(place)

    @staticmethod
    def assert_posted(place):
        name = place.folder.name
        posted = [json.loads(body) for path, body in place.servers.web.items if path == '/' + name]
        news = [alert['alert'] for alert in posted if alert['event'] == 'new']
        # Twice where it died between the answer and its record; the same name tells who receives it.
        assert 1 <= len(news) <= 2 and len(set(news)) == 1, posted

    @staticmethod
    def assert_mailed(place):
        smtp, sender = place.servers.smtp, f'{place.folder.name}@example.org'
        mails = [email.message_from_bytes(mail, policy=email.policy.default)
                 for (given, _), mail in list(zip(smtp.envelopes, smtp.items)) if given == sender]
        texts = [mail.get_body(('plain',)).get_content() for mail in mails]
        assert any('aA****J1' in text for text in texts) and not any(mail.defects for mail in mails)

    @staticmethod
    def assert_in_calendar(place):
        """A day of the deadline and one of the last call, whole."""
        dav, name = place.servers.dav, place.folder.name
        items = dav.items(name)
        assert len(items) == 2, items
        for item in items:
            text = dav.request('GET', item, calendar=name)
            assert text.count('BEGIN:VEVENT') == 1 and text.rstrip().endswith('END:VCALENDAR')


# --- milter

class MilterPeer:
    """What a mail server says to a milter of one mail (libmilter/mfdef.h)."""

    NO_REPLY = {b'L': 0x80, b'C': 0x1000, b'H': 0x2000, b'M': 0x4000, b'R': 0x8000, b'T': 0x10000,
                b'N': 0x40000, b'B': 0x80000}
    NOT_WANTED = {b'C': 0x1, b'H': 0x2, b'M': 0x4, b'R': 0x8, b'B': 0x10, b'L': 0x20, b'N': 0x40,
                  b'T': 0x200}
    FINAL = b'catrdy'

    def __init__(self, path):
        self.peer = socket.socket(socket.AF_UNIX)
        self.peer.settimeout(20)
        self.peer.connect(str(path))
        self.stream = self.peer.makefile('rwb')
        self.changes = []  # (command, data) that it asks for at the end
        self._write(b'O', struct.pack('>III', 6, 0x1ff, 0x1fffff))
        _, answer = self._read()
        self.protocol = struct.unpack('>III', answer)[2]

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        with contextlib.suppress(OSError):
            self.stream.close()
        self.peer.close()

    def _write(self, command, data=b''):
        self.stream.write(struct.pack('>I', 1 + len(data)) + command + data)
        self.stream.flush()

    def _read(self):
        length = struct.unpack('>I', self._exactly(4))[0]
        packet = self._exactly(length)
        return packet[:1], packet[1:]

    def _exactly(self, count):
        data = self.stream.read(count)
        if len(data) < count:
            raise ConnectionResetError('the milter is gone')
        return data

    def say(self, command, data=b''):
        """Its verdict so far, b'c' where none is asked for."""
        if self.protocol & self.NOT_WANTED.get(command, 0):
            return b'c'
        self._write(command, data)
        if self.protocol & self.NO_REPLY.get(command, 0):
            return b'c'
        while True:
            answer, more = self._read()
            if answer in self.FINAL:
                return answer
            self.changes.append((answer, more))

    def give(self, mail, sender, recipient):
        """Its verdict on the mail, by which the server goes on."""
        head, _, body = mail.partition(b'\r\n\r\n')
        fields = head.replace(b'\r\n ', b'\n ').replace(b'\r\n\t', b'\n\t').split(b'\r\n')
        said = [self.say(b'C', b'client.test\x004\0\x19127.0.0.1\0'), self.say(b'H', b'client.test\0'),
                self.say(b'M', sender + b'\0'), self.say(b'R', recipient + b'\0'), self.say(b'T')]
        for field in fields:
            name, _, value = field.partition(b':')
            said.append(self.say(b'L', name + b'\0' + value.lstrip(b' ') + b'\0'))
        said += [self.say(b'N'), self.say(b'B', body), self.say(b'E')]
        self._write(b'Q')
        assert set(said) <= {b'c', b'a'}, 'a mail is never refused or put off'
        return said[-1]


class Milter(Served):
    """A mail server gives one mail; where it got no answer, it gives it again to the next milter, as a
    server does that puts such mail off."""

    words = ('milter', '--socket', 'PLACE/socket')
    threads = ('vigie-milter/libmilter',)
    configuration = HOOK.replace('kind = command', 'owner = "*" kind = command')

    @staticmethod
    def socket_of(place):
        return place.folder / 'socket'

    def give(self, place):
        mail = (place.folder / 'notice').read_bytes()
        with MilterPeer(self.socket_of(place)) as peer:
            peer.give(mail, b'<sender@example.org>', b'<jean@example.fr>')
            return peer.changes

    def listens(self, place):
        """It is bound before it listens."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as peer:
            peer.connect(str(self.socket_of(place)))
            return True
        return False

    def live(self, place, process):
        place.answered = False
        self.until(process, lambda: self.listens(place))
        with contextlib.suppress(OSError):
            self.give(place)
            place.answered = True

    def recover(self, place, ran):
        assert ran.code in FAILED | {0, 70, DEAD}, f'{ran.code}: {ran.said}'
        if place.answered:
            kept = len(place.entries()) + len(list((place.state / 'spool').glob('*.eml')))
            assert kept == 1 or 'a mail passes that nobody has read' in ran.said
            place.answered = kept == 1
        if not place.answered:
            self.give_again(place)
        self.deliver(place)

    def give_again(self, place):
        with contextlib.suppress(FileNotFoundError):
            self.socket_of(place).unlink()
        with place.untraced(LATER, *self.arguments(place)) as process:
            wait_until(lambda: self.listens(place) or process.poll() is not None,
                       'the milter listens')
            self.give(place)
            process.terminate()
            assert process.wait(30) == 0

    def check(self, place, ran):
        assert place.entries() == [entry(CODES[0])]
        self.told(place, ('new', CODES[0]))
        place.check_state(VERSION)
        assert not list((place.state / 'spool').glob('*.eml'))


ALL = [ImapFirst, ImapIdle, NetworkSinks, Milter]
