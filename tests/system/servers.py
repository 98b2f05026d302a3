"""Real servers for the system tests, each on loopback ports and in a folder of its own: an
authority for certificates, Dovecot and Radicale in the folder that contrib/server-root made, an SMTP
server and an alert command that keep what they get."""
import base64
import contextlib
import http.client
import imaplib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

TOP = pathlib.Path(__file__).resolve().parents[2]
# Long enough for a loaded two-core machine; a test that waits for it in vain fails.
PATIENCE = int(os.environ.get('PATIENCE', 30))


given_ports = set()  # none twice: two ports of one server, of which neither is bound yet


def own_ports():
    """Those of this worker of pytest-xdist: another one could be given what is not bound yet. Below
    the range from which the kernel takes ports for outgoing connections."""
    worker = int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0').removeprefix('gw'))
    return range(10000 + worker, 32000, int(os.environ.get('PYTEST_XDIST_WORKER_COUNT', 1)))


def free_port():
    """A port that nobody listens on, and that nobody takes before the server does."""
    while True:
        port = random.choice(own_ports())
        if port in given_ports:
            continue
        given_ports.add(port)
        with socket.socket() as probe:
            try:
                probe.bind(('127.0.0.1', port))
                return port
            except OSError:
                continue


def serve(server):
    """Has a server of socketserver answer, in a thread, until its shutdown, which takes as long as it
    rests between two looks."""
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()


def wait_until(condition, what, timeout=PATIENCE):
    """Polls, for what raises no event, and returns the first true answer."""
    deadline = time.monotonic() + timeout
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f'{what}: not within {timeout} s')
        time.sleep(0.05)


def group_members(group):
    """The processes of a process group. Zombies do not count: an orphan waits for the machine's
    init, which need not be prompt."""
    members = []
    for stat in pathlib.Path('/proc').glob('[0-9]*/stat'):
        try:
            state, _, pgrp = stat.read_text().rpartition(')')[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(pgrp) == group and state not in 'ZX':
            members.append(int(stat.parent.name))
    return members


def children_of(pid):
    """The processes that its main thread has started."""
    try:
        return list(map(int, pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text().split()))
    except OSError:
        return []


class Authority:
    """A certificate authority of the test's own, with one certificate that is good and two that
    are not."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = folder / 'ca.pem'
        self._openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                      '-nodes', '-days', '30', '-subj', '/CN=Vigie test authority',
                      '-keyout', 'ca.key', '-out', 'ca.pem')
        self.good = self._issue('good', 'DNS:localhost,DNS:imap.test,IP:127.0.0.1', days=30)
        self.wrong_name = self._issue('wrong-name', 'DNS:elsewhere.example', days=30)
        self.expired = self._issue('expired', 'DNS:localhost,IP:127.0.0.1', days=-1)

    def _openssl(self, *arguments):
        subprocess.run(['openssl', *arguments], cwd=self.folder, check=True, capture_output=True)

    def _issue(self, name, names, days):
        """Returns (certificate file, key file)."""
        (self.folder / f'{name}.ext').write_text(f'subjectAltName = {names}\n')
        self._openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                      '-subj', f'/CN={name}', '-keyout', f'{name}.key', '-out', f'{name}.csr')
        self._openssl('x509', '-req', '-in', f'{name}.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key',
                      '-set_serial', str(random.getrandbits(63)), '-days', str(days),
                      '-extfile', f'{name}.ext', '-out', f'{name}.pem')
        return self.folder / f'{name}.pem', self.folder / f'{name}.key'

    def client_context(self):
        return ssl.create_default_context(cafile=self.ca_file)

    def server_context(self, certificate=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*(certificate or self.good))
        return context


class Rooted:
    """A server in the folder that contrib/server-root made, with a certificate and a folder of its
    own, which it sees as `inside`."""

    def __init__(self, root, authority, certificate=None):
        self.root = pathlib.Path(root)
        self.authority = authority
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=self.root / 'srv'))
        self.inside = '/srv/' + self.folder.name
        self.process = None
        self.use_certificate(certificate or authority.good)

    def use_certificate(self, certificate):
        """From the next start on."""
        for source, name in zip(certificate, ('cert.pem', 'key.pem')):
            shutil.copy(source, self.folder / name)

    def _inside(self, *command):
        return [str(TOP / 'contrib/in-root'), str(self.root), *command]

    def _start(self, *command):
        self.process = subprocess.Popen(
            self._inside(*command), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            start_new_session=True)
        wait_until(self._answers, f'{type(self).__name__} answers')
        return self

    def stop(self, number=signal.SIGTERM):
        """Cuts every connection and leaves no process."""
        if self.process is None:
            return
        group = self.process.pid
        self.process.send_signal(number)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            pass
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
        self.process.wait()
        self.process = None
        wait_until(lambda: not group_members(group), f'{type(self).__name__} leaves no process')

    def remove(self):
        self.stop()
        subprocess.run(self._inside('/bin/rm', '-rf', self.inside), check=True)


class Dovecot(Rooted):
    """`port` speaks STARTTLS, `tls_port` TLS from the first byte."""

    def __init__(self, root, authority, *, certificate=None, idle=True, cleartext=False, extra='',
                 users=None):
        super().__init__(root, authority, certificate)
        self.port, self.tls_port = free_port(), free_port()
        self.users = users or {'jean': 'secret de jean'}
        self.users_changed = 0
        self._lay_out(idle, cleartext, extra)

    def _lay_out(self, idle, cleartext, extra):
        self.folder.chmod(0o755)
        for name, mode in (('run', 0o755), ('state', 0o755), ('mail', 0o777)):
            (self.folder / name).mkdir()
            (self.folder / name).chmod(mode)
        text = (TOP / 'contrib/dovecot.conf.in').read_text()
        for name, value in (('BASE', self.inside), ('PORT', self.port),
                            ('TLS_PORT', self.tls_port)):
            text = text.replace(f'@{name}@', str(value))
        text += f'disable_plaintext_auth = {"no" if cleartext else "yes"}\n'
        # No login is answered later for those refused before it; and the disk may forget.
        text += ('service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n'
                 'mail_fsync = never\n')
        if not idle:
            text += 'imap_capability = IMAP4rev1 SASL-IR LITERAL+ SPECIAL-USE\n'
        (self.folder / 'dovecot.conf').write_text(text + extra)
        self.set_users(self.users)

    def set_users(self, users):
        """From the next login on: Dovecot reads the file anew where its size or its time, in
        seconds, has changed."""
        self.users = dict(users)
        new = self.folder / 'users.new'
        new.write_text(''.join(f'{name}:{password}\n' for name, password in users.items()))
        new.chmod(0o644)
        self.users_changed += 1
        os.utime(new, (self.users_changed, self.users_changed))
        new.rename(self.folder / 'users')
        if self.process:  # it looks at most once in a second of the clock
            second = int(time.time())
            wait_until(lambda: int(time.time()) != second, 'the next second')

    def start(self):
        return self._start('/usr/sbin/dovecot', '-F', '-c', f'{self.inside}/dovecot.conf')

    def remove(self):
        """At TERM it takes a second over its end."""
        self.stop(signal.SIGKILL)
        super().remove()

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f'Dovecot ended with {self.process.returncode}: {self.log()}')
        try:
            with socket.create_connection(('127.0.0.1', self.port), timeout=5) as peer:
                return peer.recv(4) == b'* OK'
        except ConnectionRefusedError:
            return False

    def restart(self):
        self.stop()
        self.start()

    def log(self):
        log = self.folder / 'log'
        return log.read_text(errors='replace') if log.exists() else ''

    def doveadm(self, *arguments):
        result = subprocess.run(
            self._inside('/usr/bin/doveadm', '-c', f'{self.inside}/dovecot.conf', *arguments),
            capture_output=True, text=True, check=False, timeout=PATIENCE)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def client(self, user='jean'):
        client = imaplib.IMAP4_SSL('127.0.0.1', self.tls_port,
                                   ssl_context=self.authority.client_context())
        client.login(user, self.users[user])
        return client

    def append(self, mail, user='jean', mailbox='INBOX', internaldate=None):
        """`internaldate` in seconds since 1970."""
        stamp = None if internaldate is None else imaplib.Time2Internaldate(internaldate)
        client = self.client(user)
        try:
            client.create(mailbox)
            status, answer = client.append(mailbox, None, stamp, mail)
            assert status == 'OK', answer
        finally:
            client.logout()

    def append_many(self, mails, user='jean', mailbox='INBOX'):
        """Thousands in seconds: one MULTIAPPEND with literals that need no answer."""
        client = self.client(user)
        try:
            tag = client._new_tag()
            client.send(tag + b' APPEND ' + mailbox.encode() +
                        b''.join(b' {%d+}\r\n%s' % (len(mail), mail) for mail in mails) + b'\r\n')
            status, answer = client._command_complete('APPEND', tag)
            assert status == 'OK', answer
        finally:
            client.logout()

    def uidvalidity(self, user='jean', mailbox='INBOX'):
        client = self.client(user)
        try:
            answer = client.status(mailbox, '(UIDVALIDITY)')[1][0].decode()
        finally:
            client.logout()
        return int(answer.split('UIDVALIDITY ')[1].rstrip(')'))

    def change_uidvalidity(self, user='jean', mailbox='INBOX'):
        new = self.uidvalidity(user, mailbox) + 1
        self.doveadm('mailbox', 'update', '--uid-validity', str(new), '-u', user, mailbox)
        return new

    def connections(self, user='jean'):
        """How many sessions of `user` are logged in."""
        return sum(user in line.split() for line in self.doveadm('who', '-1').splitlines()[1:])


class Radicale(Rooted):
    """A CalDAV server with one calendar of `jean`, over TLS."""

    PASSWORD = 'Kalender-3308'  # what stands nowhere else: test_secrets.py searches for it

    def __init__(self, root, authority):
        super().__init__(root, authority)
        self.port = free_port()
        self.user, self.password = 'jean', self.PASSWORD
        (self.folder / 'users').write_text(f'{self.user}:{self.password}\n')
        (self.folder / 'config').write_text(f'''[server]
hosts = 127.0.0.1:{self.port}
ssl = True
certificate = {self.inside}/cert.pem
key = {self.inside}/key.pem
[auth]
type = htpasswd
htpasswd_filename = {self.inside}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {self.inside}/collections
[logging]
level = critical
''')

    @property
    def url(self):
        return f'https://localhost:{self.port}/jean/agenda/'

    def start(self):
        return self._start('/usr/bin/python3', '-m', 'radicale', '--config', f'{self.inside}/config')

    def _answers(self):
        assert self.process.poll() is None, f'Radicale ended with {self.process.returncode}'
        try:
            socket.create_connection(('127.0.0.1', self.port), timeout=5).close()
            return True
        except ConnectionRefusedError:
            return False

    def request(self, method, name='', body=None, expect=(200, 201, 204, 207), calendar='agenda'):
        """The answer's text, of the calendar or of one of its items."""
        client = http.client.HTTPSConnection('localhost', self.port, timeout=PATIENCE,
                                             context=self.authority.client_context())
        login = base64.b64encode(f'{self.user}:{self.password}'.encode()).decode()
        try:
            client.request(method, f'/jean/{calendar}/{name}', body,
                           {'Authorization': 'Basic ' + login, 'Depth': '1'})
            answer = client.getresponse()
            text = answer.read().decode()
        finally:
            client.close()
        assert answer.status in expect, f'{method} {name}: {answer.status} {text}'
        return text

    def make_calendar(self):
        self.request('MKCALENDAR')

    def items(self, calendar='agenda'):
        """The names of what is in the calendar."""
        return sorted(re.findall(rf'/jean/{calendar}/([^<]+\.ics)<',
                                 self.request('PROPFIND', calendar=calendar)))


class Keeper:
    """Keeps what arrives, in order, and lets the test wait for it."""

    def __init__(self):
        self.items = []
        self.changed = threading.Condition()

    def keep(self, item):
        with self.changed:
            self.items.append(item)
            self.changed.notify_all()

    def wait(self, wanted=1, timeout=PATIENCE):
        """The first items that count: `wanted` is how many, or a condition on one of them."""
        def enough():
            found = self.items if isinstance(wanted, int) else list(filter(wanted, self.items))
            return found if len(found) >= (wanted if isinstance(wanted, int) else 1) else None

        with self.changed:
            found = self.changed.wait_for(enough, timeout)
            assert found, f'{wanted} did not come within {timeout} s, but: {self.items}'
            return found


class Smtp(Keeper):
    """Keeps mails as bytes. `answers` holds what to say to the next ones instead of 250, e.g.
    '451 4.3.0 later'. tls: 'tls' from the first byte, 'starttls', or None."""

    def __init__(self, authority, *, tls='tls', certificate=None, user='jean', password='mot'):
        super().__init__()
        self.port = free_port()
        self.user, self.password = user, password
        self.answers, self.envelopes = [], []
        context = authority.server_context(certificate) if tls else None
        security = {'tls': {'ssl_context': context},
                    'starttls': {'tls_context': context, 'require_starttls': True},
                    None: {}}[tls]
        self.controller = Controller(
            self, hostname='127.0.0.1', port=self.port, authenticator=self._authenticate,
            auth_required=user is not None, auth_require_tls=tls == 'starttls', **security)

    def _authenticate(self, server, session, envelope, mechanism, auth_data):
        given = (auth_data.login.decode(), auth_data.password.decode())
        return AuthResult(success=given == (self.user, self.password), handled=False)

    async def handle_DATA(self, server, session, envelope):
        if self.answers:
            return self.answers.pop(0)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.keep(envelope.original_content)
        return '250 OK'

    def start(self):
        self.controller.start()
        return self

    def stop(self):
        self.controller.stop()


class Hook(Keeper):
    """Keeps the alerts, as parsed JSON, that an alert command got. `answer` is the exit code with
    which the command ends, 0 where it is not changed."""

    def __init__(self):
        super().__init__()
        self.answer = 0
        self.folder = tempfile.mkdtemp(prefix='vigie-hook-')
        self.path = os.path.join(self.folder, 's')
        hook = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                alert = json.loads(self.rfile.read())
                self.wfile.write(bytes([hook.answer]))
                if hook.answer == 0:
                    hook.keep(alert)

        self.server = socketserver.ThreadingUnixStreamServer(self.path, Handler)
        self.server.daemon_threads = True
        serve(self.server)

    @property
    def command(self):
        return f'/usr/bin/python3 -IS {TOP}/tests/system/hook.py {self.path}'

    def events(self):
        return [alert['event'] for alert in self.items]

    def wait_event(self, event, timeout=PATIENCE):
        return self.wait(lambda alert: alert['event'] == event, timeout)[0]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)
