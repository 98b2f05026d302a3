"""Secrets stay where they belong: marked ones go in, and everything that the program writes, shows or
passes on is searched for them. And nothing leaves the machine but to what is configured."""
import base64
import contextlib
import email
import email.policy
import http.server
import json
import os
import pathlib
import re
import resource
import signal
import socket
import socketserver
import subprocess
import threading

import pytest

from hostile import SANE, Hostile
from mails import notice
from servers import PATIENCE, Keeper, Radicale, group_members, serve, wait_until
from test_watch import account, hook_sink, masked, wait_seen

MAILBOX, TOKEN, SMTP, AGENDA = 'Briefkasten-7731', 'Wertmarke-5520', 'Ausgang-9914', Radicale.PASSWORD
HEADER, WRONG = 'Kopfzeile-6647', 'Falsch-1182'
CODE, BODY, RECIPIENT = 'zQ7uV8wX9yK1', 'Textstelle-4410', 'jean.marque@example.fr'
SECRETS = {'password of the mailbox': MAILBOX, 'access token': TOKEN, 'password of SMTP': SMTP,
           'password of the calendar': AGENDA, 'token of the webhook': HEADER,
           'wrong password': WRONG, 'code': CODE, 'text of the mail': BODY, 'address': RECIPIENT}

# Where each may be found; nowhere else. All else is searched: the log at its most talkative, command
# lines, environments, temporary files, core files, the state with its -wal, the page, the calendar,
# what each sink was told, and the fields of the request to the webhook.
ALLOWED = {
    'token of the webhook': {'webhook fields'},  # what it is for
    'address': {'state'},                        # the recipient is part of the identity of a case
}


def marked(code=CODE):
    text = notice(code).replace(b'To: jean@example.fr', f'To: {RECIPIENT}'.encode())
    return text.replace('Votre Assurance Maladie\r\n'.encode(),
                        f'Votre Assurance Maladie\r\n{BODY}\r\n'.encode(), 1)


class Webhook(Keeper):
    """Keeps (fields, body) of each request; with `status` 500 it answers with what it was sent."""

    def __init__(self, status=200):
        super().__init__()
        webhook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length']))
                self.send_response(status, self.headers['Authorization'])
                self.end_headers()
                self.wfile.write(bytes(self.headers) + body if status != 200 else b'')
                webhook.keep((bytes(self.headers), body))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.port = self.server.server_port
        serve(self.server)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@contextlib.contextmanager
def webhook_of(status=200):
    webhook = Webhook(status)
    yield webhook
    webhook.stop()


@pytest.fixture
def place(vigie, tmp_path, monkeypatch):
    """The working and the temporary directory of the program: whatever appears there is searched."""
    folder = tmp_path / 'here'
    folder.mkdir()
    vigie.environment['TMPDIR'] = str(folder)
    monkeypatch.chdir(folder)
    return folder


def smtp_sink(vigie, server, ca, password=None):
    secret = vigie.secret('password-smtp', password or server.password)
    return f'''alert "mail" {{ kind = mail to = "jean@example.fr" from = "vigie@example.fr"
        smtp = "smtps://jean@localhost:{server.port}" password-file = "{secret}" ca-file = "{ca.ca_file}" }}
    '''


def webhook_sink(vigie, webhook):
    fields = vigie.secret('webhook-fields', f'Authorization: Bearer {HEADER}')
    return (f'alert "web" {{ kind = webhook url = "http://127.0.0.1:{webhook.port}/x" format = json'
            f' header-file = "{fields}" }}\n')


def agenda_sink(vigie, server, ca, password=None):
    secret = vigie.secret('password-agenda', password or server.password)
    return (f'alert "agenda" {{ kind = calendar caldav = "{server.url}" user = "jean"'
            f' password-file = "{secret}" ca-file = "{ca.ca_file}" }}\n')


def files_of(vigie):
    return (f'report = "{vigie.folder}/page.html"\n'
            f'alert "dates" {{ kind = calendar file = "{vigie.folder}/dates.ics" }}\n')


def processes(group):
    """Command lines and environments of a watch and what it runs."""
    text = b''
    for pid in group_members(group):
        for name in ('cmdline', 'environ', 'comm'):
            with contextlib.suppress(OSError):
                text += pathlib.Path(f'/proc/{pid}/{name}').read_bytes() + b'\n'
    assert b'vigie-keeper' in text and b'NOTIFY_SOCKET=' in text, 'they were read'
    return text


def tree(folder):
    return b'\n'.join(str(path).encode() + b'\n' + path.read_bytes()
                      for path in folder.rglob('*') if path.is_file())


def state_beside_copy(vigie):
    """All of the state but the copy of the configuration, which holds what that holds and no more, and
    is read by nobody else."""
    copy = vigie.state / 'last-good.conf'
    assert copy.read_bytes() == vigie.config.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600 and vigie.state.stat().st_mode & 0o777 == 0o700
    return b'\n'.join(str(path).encode() + b'\n' + path.read_bytes()
                      for path in vigie.state.rglob('*') if path.is_file() and path != copy)


def alerts_of(hook, smtp=None):
    mails = [email.message_from_bytes(mail, policy=email.policy.default) for mail in smtp.items] if smtp else []
    parts = [part.get_content() for mail in mails for part in mail.walk()
             if part.get_content_maintype() == 'text']
    return json.dumps(hook.items, ensure_ascii=False) + ''.join(parts) + ''.join(map(str, mails))


def search(places):
    """Fails where a secret stands in a place that ALLOWED does not name for it."""
    found = [f'the {secret} stands in: {name}' for name, text in places.items()
             for secret, mark in SECRETS.items()
             if mark.encode() in (text if isinstance(text, bytes) else text.encode())
             and name not in ALLOWED.get(secret, ())]
    assert not found, '\n'.join(found)


def commands(vigie, *more):
    """What the commands say, at their most talkative."""
    calls = [('list', '--all'), ('list', '--json'), ('status',), ('status', '--json'), ('report',),
             ('calendar',), *more]
    done = [vigie.run('--verbose', *call, code=None) for call in calls]
    return ''.join(result.stdout + result.stderr for result in done)


def test_a_good_run(vigie, new_dovecot, ca, hook, new_smtp, radicale, place):
    dovecot, smtp = new_dovecot(users={'jean': MAILBOX}), new_smtp(password=SMTP)
    with webhook_of() as webhook:
        vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + smtp_sink(vigie, smtp, ca) +
                        webhook_sink(vigie, webhook) + agenda_sink(vigie, radicale, ca) + files_of(vigie))
        with vigie.watch('--verbose') as watch:
            wait_seen(vigie)
            dovecot.append(marked())
            assert hook.wait_event('new')['entry']['code'] == masked(CODE)
            smtp.wait(1)
            webhook.wait(1)
            wait_until(radicale.items, 'the deadline stands in the calendar')
            wait_until((vigie.folder / 'dates.ics').exists, 'the file of dates')
            running = processes(watch.process.pid)
            living = tree(vigie.state)
        said = commands(vigie, ('show', '1'), ('show', '1', '--json'), ('check', '--send'))
        agenda = ''.join(radicale.request('GET', name) for name in radicale.items())
        search({'log': watch.log(), 'output': said, 'processes': running, 'state': living + tree(vigie.state),
                'temporary files': tree(place), 'page': (vigie.folder / 'page.html').read_bytes(),
                'calendar': agenda + (vigie.folder / 'dates.ics').read_text(),
                'alerts': alerts_of(hook, smtp),
                'webhook': b''.join(body for _, body in webhook.items),
                'webhook fields': b''.join(fields for fields, _ in webhook.items)})
        assert HEADER.encode() in webhook.items[0][0], 'the mark did come in'
    assert RECIPIENT.encode() in living and vigie.entries()[0]['code'] == CODE, 'and these too'


def test_refusals(vigie, new_dovecot, ca, hook, new_smtp, radicale, place):
    """Every login is refused, the webhook answers 500 with what it was sent, the command prints its
    input and fails, and is the one sink that may see the code."""
    dovecot, smtp = new_dovecot(users={'jean': MAILBOX}), new_smtp(password=SMTP)
    with webhook_of(500) as webhook:
        text = (account(vigie, dovecot, ca) + 'quiet-hours = ""\n' + smtp_sink(vigie, smtp, ca, WRONG) +
                webhook_sink(vigie, webhook) + agenda_sink(vigie, radicale, ca, WRONG) +
                """alert "loud" { kind = command reveal = true
                    command = 'grep -o "code.:.[A-Za-z0-9]*" >&2; exit 1' }\n""" +
                hook_sink(hook).replace('quiet-hours = ""', ''))
        vigie.configure(text)
        vigie.secret('password-jean', WRONG)
        vigie.run('filter', stdin=marked())
        said = vigie.run('--verbose', 'watch', '--once', code=None).stderr
        assert 'loud' in said and 'web' in said and 'agenda' in said and 'mail' in said, said
        assert masked(CODE) in said, 'what the command printed is told, its code masked'
        said += commands(vigie, ('check',), ('check', '--send'))
        said += vigie.run('--verbose', 'watch', '--once', code=None).stderr
        hook.wait_event('sink-failed')
        search({'output': said, 'state': tree(vigie.state), 'temporary files': tree(place),
                'alerts': alerts_of(hook),
                'webhook fields': b''.join(fields for fields, _ in webhook.items)})


# --- servers that say what they were told

class Echo(socketserver.BaseRequestHandler):
    """SMTP over TLS of the tests' own: takes the login, or refuses it, and at `stage` says it again, as
    it was sent and in clear."""

    stage = None

    def handle(self):
        with contextlib.suppress(OSError), self.server.context.wrap_socket(self.request, server_side=True) as line:
            self.talk(line.makefile('rwb'))

    @staticmethod
    def ask(stream):
        stream.write(b'334 \r\n')
        stream.flush()
        return [stream.readline().decode().strip()]

    def talk(self, stream):
        said = '220 ready'
        login = ''
        while True:
            stream.write(said.encode() + b'\r\n')
            stream.flush()
            command = stream.readline().decode().strip()
            verb = command.split(' ')[0].upper()
            if not command or verb == 'QUIT':
                return
            said = {'EHLO': '250-here\r\n250 AUTH PLAIN', 'AUTH': '235 in', 'DATA': '354 go'}.get(verb, '250 OK')
            if verb == 'AUTH':
                sent = command.split(' ')[2:] or self.ask(stream)
                login = f'{sent[0]} or {base64.b64decode(sent[0]).decode().split(chr(0))[2]}'
            if verb == self.server.stage:
                said = f'{self.server.code} 5.7.0 you came with {login}'


@contextlib.contextmanager
def echo_of(ca, stage, code):
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
    server.context, server.stage, server.code = ca.server_context(None), stage, code
    server.port, server.password, server.daemon_threads = server.server_address[1], SMTP, True
    serve(server)
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize('stage, code', [('AUTH', 535), ('AUTH', 454), ('MAIL', 530), ('MAIL', 550),
                                         ('RCPT', 550), ('DATA', 451)])
def test_an_smtp_server_that_repeats_the_login(vigie, ca, hook, place, stage, code):
    with echo_of(ca, stage, code) as server:
        vigie.configure(hook_sink(hook) + smtp_sink(vigie, server, ca))
        vigie.run('filter', stdin=marked())
        said = vigie.run('--verbose', 'watch', '--once', code=None).stderr
        assert f'localhost:{server.port}' in said, said
        if stage in ('MAIL', 'RCPT'):  # its words are told there, as far as they may be
            assert f'the server answered {code} ****' in said, said
        said += commands(vigie, ('check',), ('check', '--send'))
        sent = base64.b64encode(f'\0jean\0{SMTP}'.encode())
        for place_of_it, text in (('output', said.encode()), ('state', tree(vigie.state)),
                                  ('alerts', alerts_of(hook).encode())):
            assert sent not in text, place_of_it
        search({'output': said, 'state': tree(vigie.state), 'temporary files': tree(place),
                'alerts': alerts_of(hook)})


@pytest.mark.parametrize('stage, answer', [
    ('authenticate', b'%s NO [AUTHENTICATIONFAILED] not with %s\r\n'),
    ('authenticate', b'* BYE %.0swho says %s?\r\n'), ('authenticate', b'%s BAD what is %s?\r\n'),
    ('authenticate', b'* OK %.0sI heard %s\r\n* BYE\r\n')])
@pytest.mark.parametrize('form', ['plain', 'as sent'])
def test_an_imap_server_that_repeats_the_login(vigie, ca, hook, place, stage, answer, form):
    server = Hostile(ca)
    server.users = {'jean': MAILBOX}
    sent = base64.b64encode(f'\0jean\0{MAILBOX}'.encode())
    said_by_it = MAILBOX.encode() if form == 'plain' else sent
    server.stage, server.fault = stage, lambda session, tag: iter([answer % (tag, said_by_it)])
    try:
        vigie.configure(account(vigie, server, ca) + hook_sink(hook))
        said = vigie.run('--verbose', 'watch', '--once', code=None).stderr
        said += commands(vigie, ('check',))
        state = tree(vigie.state)
        for text in (said.encode(), state, alerts_of(hook).encode()):
            assert sent not in text
        search({'output': said, 'state': state, 'temporary files': tree(place),
                'alerts': alerts_of(hook)})
        assert 'localhost' in said
    finally:
        server.stop()


# What a server says of a login that it took before, in the forms that it got it in or keeps it in.
FORMS = {'plain': MAILBOX.encode(), 'as sent': base64.b64encode(f'\0jean\0{MAILBOX}'.encode()),
         'in percents': ''.join(f'%{byte:02x}' for byte in MAILBOX.encode()).encode(),
         'quoted': '"{}"'.format('\\'.join(MAILBOX)).encode()}
LATER = {'no': lambda tag, form: tag + b' NO [ALERT] remember ' + form + b'?\r\n',
         'bad': lambda tag, form: tag + b' BAD what is ' + form + b'?\r\n',
         'bye': lambda tag, form: b'* BYE was it ' + form + b'?\r\n',
         'alert': lambda tag, form: b'* OK [ALERT] ' + form + b'\r\n* BYE ' + form + b'\r\n',
         'code': lambda tag, form: tag + b' NO [X-' + form + b'] ' + form + b'\r\n'}


def told(vigie, hook, place):
    """All that a watch and the commands after it say; the forms of the secret must not be in it."""
    said = vigie.run('--verbose', 'watch', '--once', code=None).stderr + commands(vigie, ('check',))
    places = {'output': said.encode(), 'state': tree(vigie.state), 'alerts': alerts_of(hook).encode()}
    for name, form in FORMS.items():
        assert not [where for where, text in places.items() if form in text], name
    search({**places, 'temporary files': tree(place)})
    return said


@pytest.mark.parametrize('stage', ['list', 'examine', 'search', 'fetch', 'mail'])
@pytest.mark.parametrize('answer', LATER)
def test_an_imap_server_that_repeats_the_login_later(vigie, ca, hook, place, stage, answer):
    server = Hostile(ca)
    server.users = {'jean': MAILBOX}
    server.add(marked())
    try:
        vigie.configure(account(vigie, server, ca) + hook_sink(hook))
        server.stage = stage
        for form in FORMS.values():
            server.fault = lambda session, tag, form=form: iter([LATER[answer](tag, form)])
            assert 'localhost' in told(vigie, hook, place)
    finally:
        server.stop()


def test_an_imap_server_that_repeats_the_login_to_the_next_connection(vigie, ca, hook, place):
    """Of the same process, and of another that logs in with a file, or with a command that it has not
    run yet."""
    server = Hostile(ca)
    server.users = {'jean': MAILBOX}

    def remember(session, tag):
        yield b'* BYE ' + MAILBOX.encode() + b'\r\n'

    by_file = account(vigie, server, ca) + hook_sink(hook)
    try:
        vigie.configure(by_file)
        with vigie.watch('--verbose') as watch:
            wait_seen(vigie)
            server.stage, server.fault = 'greeting', remember
            server.cut()
            wait_until(lambda: 'not shown' in watch.log(), 'the connection is refused')
            log = watch.log()
        search({'log': log, 'state': tree(vigie.state)})
        assert 'ended the connection: its words are not shown' in told(vigie, hook, place)
        vigie.configure(re.sub(r'password-file = "(.*)"', r'password-command = "cat \1"', by_file, count=1))
        assert 'ended the connection: its words are not shown' in told(vigie, hook, place)
    finally:
        server.stop()


def test_a_password_that_can_be_read_once(vigie, ca, hook, place):
    """From a pipe: to know it beforehand, so that nobody repeats it, must not take it from the login."""
    server = Hostile(ca)
    server.users = {'jean': MAILBOX}
    server.add(marked())
    try:
        text = account(vigie, server, ca) + hook_sink(hook)
        pipe = vigie.folder / 'password-jean'
        pipe.unlink()
        os.mkfifo(pipe, 0o600)
        vigie.configure(text)
        writer = threading.Thread(target=pipe.write_text, args=(MAILBOX + '\n',), daemon=True)
        writer.start()
        vigie.run('watch', '--once')
        assert [entry['code'] for entry in vigie.entries('--all')] == [CODE]
    finally:
        server.stop()


def test_a_mailbox_named_like_the_password(vigie, ca, hook, place):
    """It is watched all the same, under another name."""
    server = Hostile(ca)
    server.users = {'jean': MAILBOX}
    server.add(marked())

    def name(session, tag):
        yield b'* LIST () "/" "%s"\r\n' % MAILBOX.encode()
        yield SANE

    server.stage, server.fault = 'list', name
    try:
        vigie.configure(account(vigie, server, ca, extra='mailboxes = { "*" }') + hook_sink(hook))
        told(vigie, hook, place)
        rows = vigie.json('status', code=None)['accounts']
        assert [row['mailbox'] for row in rows] == ['**** 1', 'INBOX']
        assert all(row['last_success'] for row in rows)
    finally:
        server.stop()


@pytest.mark.parametrize('wanted,hidden', [
    ('', '**** 1'), ('mailboxes = { "INBOX.Arch%" }', '**** 2'),
    ('mailboxes = { "INBOX.*", "!*.Spam" }', '**** 2')], ids=['default', 'pattern', 'exclusion'])
def test_mailboxes_are_chosen_by_names_that_hold_the_password(vigie, ca, hook, place, wanted, hidden):
    server = Hostile(ca)
    server.users = {'jean': 'inbox'}

    def names(session, tag):
        yield b'* LIST () "." INBOX.Spam\r\n* LIST () "." "INBOX.Archives 2026"\r\n'
        yield SANE

    server.stage, server.fault = 'list', names
    try:
        vigie.configure(account(vigie, server, ca, extra=wanted) + hook_sink(hook))
        vigie.run('watch', '--once')
        rows = vigie.json('status', code=None)['accounts']
        assert [row['mailbox'] for row in rows if row['mailbox'] != 'INBOX'] == [hidden]
    finally:
        server.stop()


# --- addresses that are secrets themselves

def test_addresses_with_a_token(vigie, new_dovecot, ca, hook, place):
    """`heartbeat-url` and a webhook of which the path is all that guards them: with a server that
    refuses, with none, with one that speaks no TLS. Metrics, and the alarm of `status --alert`."""
    dovecot = new_dovecot(users={'jean': MAILBOX})
    with webhook_of(500) as webhook, socket.create_server(('127.0.0.1', 0)) as closed:
        gone = closed.getsockname()[1]
        closed.close()
        for port, scheme in ((webhook.port, 'http'), (gone, 'http'), (webhook.port, 'https')):
            url = f'{scheme}://127.0.0.1:{port}/{TOKEN}?key={TOKEN}'
            vigie.configure(f'heartbeat-url = "{url}"\nmetrics = "{vigie.folder}/vigie.prom"\n' +
                            account(vigie, dovecot, ca) + hook_sink(hook) +
                            f'alert "web" {{ kind = webhook url = "{url}" format = json }}\n')
            dovecot.append(marked())
            said = vigie.run('--verbose', 'watch', '--once', code=None).stderr
            alarm = vigie.run('--verbose', 'status', '--alert', '--failed', 'vigie.service', code=None)
            said += alarm.stderr + commands(vigie, ('check',), ('check', '--send'))
            assert '127.0.0.1' in said
            state = state_beside_copy(vigie)
            good = vigie.config.read_text()
            vigie.configure(good + 'mailbox = "INBOX"\n')  # told by the copy
            alarm = vigie.run('--verbose', 'status', '--alert', code=78)
            assert any('vigie.conf:' in alert['text'] for alert in hook.items)
            said += alarm.stderr
            vigie.configure(good)
            search({'output': said, 'state': state + state_beside_copy(vigie), 'temporary files': tree(place),
                    'metrics': (vigie.folder / 'vigie.prom').read_bytes(), 'alerts': alerts_of(hook)})
        with vigie.watch('--verbose') as watch:
            running = processes(watch.process.pid)
        search({'log': watch.log(), 'processes': running, 'state': state_beside_copy(vigie)})


def test_certificates_and_tokens(vigie, new_dovecot, ca, hook, new_smtp, place):
    """Servers that nobody vouches for are given nothing; a token that is refused is not told."""
    stranger = new_dovecot(users={'jean': MAILBOX}, certificate=ca.wrong_name)
    smtp = new_smtp(password=SMTP, certificate=ca.expired)
    script = vigie.folder / 'token'
    script.write_text(f'#!/bin/sh\necho {TOKEN}\n')
    script.chmod(0o700)
    plain = account(vigie, stranger, ca)
    token = re.sub(r'password-file = ".*"', f'oauth2-command = "{script}"', plain)
    other = new_dovecot(users={'jean': MAILBOX})
    token = token.replace(f':{stranger.tls_port}', f':{other.tls_port}').replace(
        'account "jean"', 'account "token"')
    vigie.configure(plain + token + hook_sink(hook) + smtp_sink(vigie, smtp, ca))
    said = vigie.run('--verbose', 'watch', '--once', code=None).stderr
    said += commands(vigie, ('check',))
    assert 'certificate' in said and 'token' in said
    search({'output': said, 'state': tree(vigie.state), 'temporary files': tree(place),
            'alerts': alerts_of(hook), 'servers': stranger.log() + other.log()})


def wait_children(watch):
    """Keeper, fetcher and reader; the alert command is none of them, and ends."""
    def children():
        members = set(group_members(watch.process.pid)) - {watch.process.pid}
        return members if len(members) == 3 else None
    return wait_until(children, 'keeper, fetcher and reader alone')


def test_no_core_file(vigie, new_dovecot, ca, hook, place):
    """Whichever process dies, while the machine would keep its memory."""
    dovecot = new_dovecot(users={'jean': MAILBOX})
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
        with vigie.watch('--verbose') as watch:
            wait_seen(vigie)
            dovecot.append(marked())
            hook.wait_event('new')
            children = wait_children(watch)
            limits = [pathlib.Path(f'/proc/{pid}/limits').read_text() for pid in children]
            assert all(re.search(r'Max core file size +0 ', limit) for limit in limits)
            for pid in children:
                os.kill(pid, signal.SIGABRT)
            wait_until(lambda: not set(children) & set(group_members(watch.process.pid)), 'they died')
            wait_children(watch)
        search({'log': watch.log(), 'here': tree(place), 'state': tree(vigie.state)})
        assert not [path for path in place.rglob('*') if path.name.startswith('core')]
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


@pytest.mark.parametrize('who', ['the launcher', 'the whole program'])
def test_no_core_file_of_filter(vigie, place, who):
    """While one still looks at the header, or the other reads a candidate."""
    mail = marked()
    begin = b'From: a@b.example\r\n' if who == 'the launcher' else mail[:mail.index(b'\r\n\r\n') + 200]
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        vigie.run('filter', stdin=marked())  # the state is there: nothing is made anew
        with subprocess.Popen(vigie.command('filter'), stdin=subprocess.PIPE, env=vigie.environment) as process:
            process.stdin.write(begin + BODY.encode())
            process.stdin.flush()
            limits = pathlib.Path(f'/proc/{process.pid}/limits')
            wait_until(lambda: re.search(r'Max core file size +0 ', limits.read_text()), 'the limit')
            stat = pathlib.Path(f'/proc/{process.pid}/stat')
            wait_until(lambda: stat.read_text().rpartition(')')[2].split()[0] == 'S', 'it waits for more')
            process.send_signal(signal.SIGABRT)
            assert process.wait() == -signal.SIGABRT
        assert not [path for path in place.rglob('*') if path.name.startswith('core')]
        search({'here': tree(place)})
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


def test_init(vigie, new_dovecot, new_smtp, ca, place):
    """A password that was typed stands in its file of mode 0600 alone."""
    home = vigie.home
    vigie.environment.update(XDG_DATA_HOME=str(home / 'data'), XDG_CONFIG_HOME=str(home / 'config'))
    dovecot = new_dovecot(users={'jean@example.fr': MAILBOX})
    smtp = new_smtp(user='jean@example.fr', password=MAILBOX)
    arguments = ['init', '--address', 'jean@example.fr', '--server',
                 f'imaps://localhost:{dovecot.tls_port}', '--smtp', f'smtps://localhost:{smtp.port}',
                 '--ca-file', ca.ca_file, '--alert', 'mail', '--password', '-', '--verbose']
    vigie.command = lambda *words: [str(vigie.binary), *map(str, words)]
    done = vigie.run(*arguments, stdin=MAILBOX + '\n')
    search({'output': done.stdout + done.stderr, 'temporary files': tree(place)})
    holders = [path for path in home.rglob('*') if path.is_file() and MAILBOX.encode() in path.read_bytes()]
    assert [path.name for path in holders] == ['password-jean']
    assert holders[0].stat().st_mode & 0o777 == 0o600
    vigie.secret(str(holders[0]), WRONG)
    refused = vigie.run('check', '--verbose', code=77)
    search({'output': refused.stdout + refused.stderr})


# --- what leaves the machine

BAIT = ('<html><head><link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">'
        '<base href="http://127.0.0.1:{port}/"></head><body background="http://127.0.0.1:{port}/b.png">'
        '<img src="http://127.0.0.1:{port}/c.png"><iframe src="http://127.0.0.1:{port}/d"></iframe>'
        '<object data="http://127.0.0.1:{port}/e"></object><a href="http://127.0.0.1:{port}/f">ici</a>'
        '<style>@import url(http://127.0.0.1:{port}/g.css);</style>')


def baited(port):
    return marked().replace(b'<html><body>', BAIT.format(port=port).encode(), 1)


def nameservers():
    with contextlib.suppress(OSError):
        return set(re.findall(r'^nameserver\s+(\S+)', pathlib.Path('/etc/resolv.conf').read_text(), re.M))
    return set()


def calls_to_elsewhere(trace, ports, sockets):
    """The calls of a trace of strace(1) that reach neither these ports of this machine, nor these
    sockets, nor a resolver."""
    elsewhere = []
    for line in trace.splitlines():
        unix = re.search(r'sun_path=@?"([^"]*)"', line)
        address = re.search(r'sin6?_port=htons\((\d+)\).*?"([^"]+)"', line)
        if unix:
            known = any(unix[1].startswith(str(path)) for path in sockets)
        elif address:
            here = address[2] in ('127.0.0.1', '::1')
            known = (here and int(address[1]) in ports) or (
                address[1] == '53' and address[2] in nameservers())
        else:  # on what is connected already, or to the kernel (netlink)
            known = 'AF_INET' not in line and 'AF_UNIX' not in line or 'AF_UNSPEC' in line
        if not known:
            elsewhere.append(line)
    return elsewhere


def test_a_call_to_elsewhere_would_be_seen():
    trace = '''1 connect(3, {sa_family=AF_INET, sin_port=htons(993), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
2 connect(3, {sa_family=AF_INET, sin_port=htons(993), sin_addr=inet_addr("192.0.2.1")}, 16) = 0
3 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
4 connect(3, {sa_family=AF_INET6, sin6_port=htons(993), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
5 sendto(4, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(993), sin_addr=inet_addr("192.0.2.1")}, 16) = 1
6 connect(5, {sa_family=AF_UNIX, sun_path="/run/elsewhere"}, 110) = 0
7 connect(5, {sa_family=AF_UNIX, sun_path="/known/s"}, 110) = 0
8 sendto(6, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20'''
    seen = calls_to_elsewhere(trace, {993}, ['/known'])
    assert [line[0] for line in seen] == ['2', '3', '4', '5', '6']


def test_nothing_is_called_but_what_is_configured(vigie, new_dovecot, ca, hook, new_smtp, radicale,
                                                  place, tmp_path):
    """All sinks, and a mail full of what a mail program would fetch."""
    dovecot, smtp = new_dovecot(users={'jean': MAILBOX}), new_smtp(password=SMTP)
    trace = tmp_path / 'trace'
    os.mkfifo(trace)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(trace.open()), daemon=True)
    reader.start()
    with socket.create_server(('127.0.0.1', 0)) as bait, webhook_of() as webhook:
        bait.setblocking(False)
        vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + smtp_sink(vigie, smtp, ca) +
                        webhook_sink(vigie, webhook) + agenda_sink(vigie, radicale, ca) + files_of(vigie))
        # -DD: what is started is the program itself, which hears TERM.
        tracer = ['strace', '-DD', '-f', '-qq', '-s', '200', '-e', 'trace=connect,sendto,sendmsg', '-o', str(trace)]
        with vigie.beside('watch', '--verbose', wrapper=tracer) as watch:
            wait_seen(vigie)
            dovecot.append(baited(bait.getsockname()[1]))
            hook.wait_event('new')
            smtp.wait(1)
            webhook.wait(1)
            wait_until(radicale.items, 'the deadline stands in the calendar')
            notified = watch.notify.path
        assert vigie.entries()[0]['code'] == CODE
        with pytest.raises(BlockingIOError):
            bait.accept()
    ports = {dovecot.tls_port, smtp.port, webhook.port, radicale.port}
    # Its own, those of systemd and of the name service of the C library, and the command's.
    sockets = [vigie.state, notified, hook.folder, '/var/run/nscd/', '/run/systemd/']
    reader.join(PATIENCE)
    text = ''.join(lines)
    assert all(f'htons({port})' in text for port in ports), 'the trace saw the calls that are meant'
    assert calls_to_elsewhere(text, ports, sockets) == []
