"""An IMAP server of the tests' own: a sane one of one mailbox, until a fault takes its place at one
stage of the session. A fault is a generator of what is sent instead of the answer, and gets the tag
of the client's line, whose arguments are `session.rest`; HOLD waits in silence until the client leaves. Where it ends, so does the
connection, but after SANE: then the sane answer follows."""
import base64
import contextlib
import re
import socket
import socketserver
import threading
import time

from servers import free_port, serve

HOLD, SANE = object(), object()
HEADERS = (b'from:', b'subject:', b'list-id:')


class Gone(Exception):
    """The client left, or the server stops."""


class Session(socketserver.BaseRequestHandler):
    """One connection. `self.server.owner` is the Hostile."""

    @property
    def owner(self):
        return self.server.owner

    def setup(self):
        self.buffer = b''
        self.secure = False
        self.exists = 0  # as the client was last told
        self.rest = b''
        self.sending = threading.Lock()
        with self.owner.lock:
            self.owner.sessions.add(self)
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def finish(self):
        with self.owner.lock:
            self.owner.sessions.discard(self)
        with contextlib.suppress(OSError):
            self.request.close()

    # --- the wire

    def send(self, data):
        try:
            with self.sending:
                self.request.sendall(data)
        except OSError as error:
            raise Gone from error

    def receive(self):
        try:
            data = self.request.recv(65536)
        except OSError as error:
            raise Gone from error
        if not data:
            raise Gone
        return data

    def line(self):
        while b'\n' not in self.buffer:
            self.buffer += self.receive()
        line, _, self.buffer = self.buffer.partition(b'\n')
        return line.rstrip(b'\r')

    def secure_now(self):
        self.request = self.owner.context.wrap_socket(self.request, server_side=True)
        self.secure = True

    # --- the course

    def handle(self):
        with contextlib.suppress(Gone, OSError):
            if self.owner.tls == 'tls':
                self.secure_now()
            self.answer('greeting', b'', b'')
            while True:
                self.command(*self.parse(self.line()))

    @staticmethod
    def parse(line):
        tag, _, rest = line.partition(b' ')
        assert rest == rest.rstrip(), f'a blank at the end of {line}'
        verb, _, rest = rest.partition(b' ')
        if verb.upper() == b'UID':
            verb, _, rest = rest.partition(b' ')
        return tag, verb.upper().decode(), rest

    def command(self, tag, verb, rest):
        if verb in ('AUTHENTICATE', 'LOGIN'):
            self.owner.logins.append(self.secure)
        if verb == 'FETCH' and b'BODY.PEEK[]' in rest:
            verb = 'MAIL'
        self.answer(verb.lower(), tag, rest)
        if verb == 'LOGOUT':
            raise Gone

    def answer(self, stage, tag, rest):
        self.rest = rest
        fault = self.owner.fault_at(stage)
        if fault:
            for step in fault(self, tag):
                if step is SANE:
                    break
                if step is HOLD:
                    while True:
                        self.receive()
                self.send(step)
            else:
                raise Gone
        getattr(self, 'do_' + stage)(tag, rest)

    # --- sane answers

    def ok(self, tag, untagged=b'', code=b''):
        self.send(untagged + tag + b' OK ' + code + b'done\r\n')

    def do_greeting(self, tag, rest):
        self.send(b'* OK ready\r\n')

    def do_capability(self, tag, rest):
        more = self.owner.capabilities
        if self.owner.tls == 'starttls' and not self.secure:
            more = b'STARTTLS LOGINDISABLED'
        self.ok(tag, b'* CAPABILITY IMAP4rev1 ' + more + b'\r\n')

    def do_starttls(self, tag, rest):
        self.ok(tag)
        self.secure_now()

    def do_authenticate(self, tag, rest):
        mechanism, _, initial = rest.partition(b' ')
        assert mechanism == b'PLAIN', rest
        if not initial:
            self.answer('continue', b'', b'')
            initial = self.line()
        self.log_in(tag, base64.b64decode(initial).split(b'\0')[1:])

    def do_continue(self, tag, rest):
        self.send(b'+ \r\n')

    def do_login(self, tag, rest):
        self.log_in(tag, rest.replace(b'"', b'').split(b' ', 1))

    def log_in(self, tag, given):
        if [word.decode() for word in given] == ['jean', self.owner.users['jean']]:
            self.ok(tag)
        else:
            self.send(tag + b' NO [AUTHENTICATIONFAILED] wrong\r\n')

    def do_list(self, tag, rest):
        self.ok(tag, b'* LIST () "/" INBOX\r\n')

    def do_examine(self, tag, rest):
        owner = self.owner
        self.exists = len(owner.mails)
        self.ok(tag, b'* FLAGS ()\r\n* %d EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY %d] .\r\n'
                b'* OK [UIDNEXT %d] .\r\n' % (self.exists, owner.uidvalidity, owner.uidnext),
                b'[READ-ONLY] ')

    def do_search(self, tag, rest):
        uids = sorted(self.owner.mails)
        wanted = re.search(rb'UID (?:(\d+):)?(\d+|\*)', rest)
        if wanted:
            most = int(wanted[2]) if wanted[2] != b'*' else max(uids, default=0)
            least = int(wanted[1] or most)
            uids = [uid for uid in uids if min(least, most) <= uid <= max(least, most)]
        self.ok(tag, b'* SEARCH' + b''.join(b' %d' % uid for uid in uids) + b'\r\n')

    def wanted(self, rest):
        for part in rest.split(b' ')[0].split(b','):
            low, _, high = part.partition(b':')
            yield from (uid for uid in sorted(self.owner.mails)
                        if int(low) <= uid <= int(high or low))

    def fetched(self, rest, section, content):
        uids = sorted(self.owner.mails)
        for uid in self.wanted(rest):
            mail = self.owner.mails[uid]
            part = content(mail)
            self.send(b'* %d FETCH (UID %d INTERNALDATE "%s" RFC822.SIZE %d %s {%d}\r\n%s)\r\n'
                      % (uids.index(uid) + 1, uid, self.owner.internaldate, len(mail), section,
                         len(part), part))

    def do_fetch(self, tag, rest):
        def fields(mail):
            lines = mail.partition(b'\r\n\r\n')[0].split(b'\r\n')
            return b''.join(line + b'\r\n' for line in lines
                            if line.lower().startswith(HEADERS)) + b'\r\n'
        self.fetched(rest, b'BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)]', fields)
        self.ok(tag)

    def do_mail(self, tag, rest):
        self.fetched(rest, b'BODY[]<0>', lambda mail: mail)
        self.ok(tag)

    def do_idle(self, tag, rest):
        self.send(b'+ idling\r\n')
        with self.owner.lock:
            self.owner.idling.add(self)
            count = len(self.owner.mails)
        if count != self.exists:
            self.send(b'* %d EXISTS\r\n' % count)
        try:
            while self.line().upper() != b'DONE':
                pass
        finally:
            with self.owner.lock:
                self.owner.idling.discard(self)
        self.ok(tag)

    def do_noop(self, tag, rest):
        self.ok(tag)

    do_logout = do_noop


class Hostile:
    """`fault` takes the place of the answer at `stage` ('greeting', a command in lower case, 'mail'
    for the FETCH of a whole mail, 'continue' for the "+" of AUTHENTICATE). tls: 'tls' from the first
    byte, 'starttls' or None. `logins` has, for each login that was tried, whether TLS was there."""

    def __init__(self, authority, *, tls='tls', certificate=None, stage=None, fault=None,
                 capabilities=b'IDLE AUTH=PLAIN SASL-IR', listening=None):
        self.tls = tls
        self.context = authority.server_context(certificate)
        self.stage, self.fault = stage, fault
        self.capabilities = capabilities
        self.users = {'jean': 'secret de jean'}
        self.lock = threading.Lock()
        self.sessions, self.idling = set(), set()
        self.logins = []
        self.met = threading.Event()     # the fault was reached
        self.mails = {}
        self.uidvalidity, self.uidnext = 7, 1
        self.internaldate = time.strftime('%d-%b-%Y %H:%M:%S +0000', time.gmtime()).encode()
        self.server = self._listen(listening)
        self.server.owner = self
        self.port = self.tls_port = self.server.server_address[1]
        serve(self.server)

    @staticmethod
    def _listen(listening):
        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 20

            def handle_error(self, request, client_address):
                """A client that leaves in a handshake is no fault of the test."""

        if listening is None:
            return Server(('127.0.0.1', free_port()), Session)
        server = Server(listening.getsockname(), Session, bind_and_activate=False)
        server.socket.close()
        server.socket = listening
        return server

    def fault_at(self, stage):
        if self.fault is None or stage != self.stage:
            return None
        self.met.set()
        return self.fault

    def add(self, mail, uid=None):
        """Without a word to who idles."""
        with self.lock:
            uid = uid or self.uidnext
            self.mails[uid] = mail
            self.uidnext = max(self.uidnext, uid + 1)

    def append(self, mail):
        self.add(mail)
        self.tell_idling(b'* %d EXISTS\r\n' % len(self.mails))

    def tell_idling(self, data):
        with self.lock:
            idling = list(self.idling)
        for session in idling:
            with contextlib.suppress(Gone):
                session.send(data)

    def become_sane(self, tls):
        self.fault = None
        self.tls = tls
        self.cut()

    def cut(self):
        with self.lock:
            sessions = list(self.sessions)
        for session in sessions:
            with contextlib.suppress(OSError):
                session.request.shutdown(socket.SHUT_RDWR)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.cut()
