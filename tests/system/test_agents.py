"""Delivery agents that hand each mail to `vigie filter`, by the files of contrib/: the mail is
read, and delivered as it was, and delivered all the same where the program is missing or broken."""
import configparser
import contextlib
import json
import pathlib
import re
import subprocess
import tempfile

import pytest

from inside import installed
from mails import notice
from servers import PATIENCE, TOP
from test_watch import CODES

CODE = CODES[0]

# How the program is when the mail comes: name, what it is, what becomes of the mail there.
WELL, KEPT, UNREAD = 'recorded', 'in the spool', 'nowhere'
STATES = [
    ('well', '', WELL),
    ('a broken configuration', '', KEPT),
    ('75', '#!/bin/sh\ncat >/dev/null\nexit 75\n', UNREAD),
    ('75 at once', '#!/bin/sh\nexit 75\n', UNREAD),
    ('126', 'not executable', UNREAD),
    ('127', None, UNREAD),
]


@pytest.fixture(params=STATES, ids=[name for name, _, _ in STATES])
def state(request, vigie, tmp_path):
    """(the program to run, what becomes of the mail there). It has the places of a user."""
    name, text, outcome = request.param
    vigie.state = vigie.home / '.local/share/vigie'
    if name == 'a broken configuration':
        (vigie.home / '.config/vigie').mkdir(parents=True)
        (vigie.home / '.config/vigie/vigie.conf').write_text('nonsense = 1\n')
    program = tmp_path / 'program'
    if text == '':
        return vigie.binary, outcome
    if text is not None:
        program.write_text(text)
        program.chmod(0o644 if name == '126' else 0o755)
    return program, outcome


def unpacked(root, name):
    """A program of the folder that contrib/server-root made, run outside it. Its loader's option
    leaves the environment of what it starts alone."""
    loader = next(path for pattern in ('lib64/ld-linux-*', 'lib/ld-linux-*')
                  for path in pathlib.Path('/').glob(pattern))
    folders = [root / 'usr/lib', *(root / 'usr/lib').glob('*-linux-gnu*'),
               *(root / 'lib').glob('*-linux-gnu*')]
    return [loader, '--library-path', ':'.join(map(str, folders)), root / 'usr/bin' / name]


@pytest.fixture(scope='session')
def inside(binary, server_root):
    with installed(binary, server_root) as command:
        yield command


def mail_of(maildir):
    mails = [path.read_bytes() for path in (maildir / 'new').iterdir()]
    assert len(mails) == 1, 'delivered once'
    return mails[0]


def check(vigie, maildir, mail, outcome, field=False):
    """The mailbox holds the mail as it was, with a field on top where it is asked for, and the
    state what is promised."""
    delivered = mail_of(maildir)
    if field and outcome != UNREAD:
        top, delivered = delivered.split(b'\n', 1)
        assert top.startswith(b'X-Vigie: notice; deadline=' if outcome == WELL
                              else b'X-Vigie: unread')
    assert delivered == mail
    assert [entry['code'] for entry in vigie.entries()] == ([CODE] if outcome == WELL else [])
    spool = vigie.state / 'spool'
    assert len(list(spool.iterdir()) if spool.is_dir() else []) == (outcome == KEPT)


def lf(mail):
    return mail.replace(b'\r\n', b'\n')


def by_procmail(vigie, server_root, mail, program, field, hold=False):
    """Its exit code."""
    rc = vigie.folder / 'procmailrc'
    # Its environment is of its own making.
    rc.write_text(f'''HOME={vigie.home}
DEFAULT={vigie.home}/Maildir/
LOGFILE={vigie.folder}/log
VIGIE={program}
VIGIE_FIELD={"yes" if field else ""}
VIGIE_HOLD={"yes" if hold else ""}
INCLUDERC={TOP}/contrib/procmail/vigie.rc
''')
    return subprocess.run([*unpacked(server_root, 'procmail'), rc], input=mail,
                          env=vigie.environment, check=False, timeout=PATIENCE).returncode


@pytest.mark.parametrize('field', [False, True])
def test_procmail_has_a_mail_wait_where_it_is_told_to(vigie, server_root, state, field):
    program, outcome = state
    mail, maildir = lf(notice(CODE)) + b'\n', vigie.home / 'Maildir'
    code = by_procmail(vigie, server_root, mail, program, field, hold=True)
    if outcome == UNREAD:
        assert code == 75 and not (maildir / 'new').exists()
    else:
        assert code == 0
        check(vigie, maildir, mail, outcome, field)


@pytest.mark.parametrize('field', [False, True])
def test_procmail(vigie, server_root, state, field):
    program, outcome = state
    # procmail adds the empty line of an mbox where a filtered mail has none at its end.
    mail, maildir = lf(notice(CODE)) + b'\n', vigie.home / 'Maildir'
    assert by_procmail(vigie, server_root, mail, program, field) == 0
    check(vigie, maildir, mail, outcome, field)
    log = (vigie.folder / 'log').read_text()
    assert (outcome == UNREAD) == ('procmail: ' in log), log


def by_maildrop(vigie, server_root, mail, program, field):
    maildir = vigie.home / 'Maildir'
    for name in ('cur', 'new', 'tmp'):
        (maildir / name).mkdir(parents=True, exist_ok=True)
    rules = vigie.folder / 'mailfilter'
    # Of a user that may not log in.
    rules.write_text(f'''HOME="{vigie.home}"
SHELL="/usr/sbin/nologin"
VIGIE="{program}"
VIGIE_FIELD="{"yes" if field else ""}"
include "{TOP}/contrib/maildrop/vigie.mailfilter"
to "{maildir}"
''')
    rules.chmod(0o600)
    result = subprocess.run([*unpacked(server_root, 'maildrop'), rules], input=mail,
                            env=vigie.environment, check=False, timeout=PATIENCE,
                            capture_output=True)
    assert result.returncode == 0, result.stderr
    return result.returncode


@pytest.mark.parametrize('field', [False, True])
def test_maildrop(vigie, server_root, state, field):
    program, outcome = state
    mail = lf(notice(CODE))
    by_maildrop(vigie, server_root, mail, program, field)
    check(vigie, vigie.home / 'Maildir', mail, outcome, field)


class Inside:
    """A place in the folder of contrib/server-root with a program that has a state there.
    `program`: its text, "" for `real`, None for none at all."""

    def __init__(self, root, folder, real, configuration='', program=''):
        self.root, self.folder, self.base = root, folder, '/srv/' + folder.name
        self.real = real
        (folder / 'vigie').mkdir()
        (folder / 'vigie').chmod(0o777)
        self.write('vigie.conf', configuration)
        (folder / 'bin').mkdir()
        self.program = self.write('bin/vigie', program if program != '' else f'''#!/bin/sh
exec {real} --state {self.base}/vigie/state --config {self.base}/vigie.conf "$@"
''')

    def write(self, name, text):
        """Its path within."""
        path = self.folder / name
        if text is not None:
            path.write_text(text)
            path.chmod(0o755 if text.startswith('#!') else 0o644)
        return f'{self.base}/{name}'

    def run(self, *command, **options):
        return subprocess.run([TOP / 'contrib/in-root', self.root, *command], capture_output=True,
                              check=False, timeout=PATIENCE, **options)

    def delivered(self):
        new = f'{self.base}/Maildir/new'
        names = self.run('/bin/ls', new).stdout.decode().split()
        assert len(names) == 1, 'delivered once'
        return self.run('/bin/cat', f'{new}/{names[0]}').stdout

    def codes(self):
        """Those of the entries."""
        listed = self.run(self.real, '--state', f'{self.base}/vigie/state', 'list', '--json',
                          '--reveal')
        assert listed.returncode in (0, 66), listed.stderr
        entries = json.loads(listed.stdout or '{"entries": []}')['entries']
        return [entry['code'] for entry in entries]

    def check(self, outcome):
        """The state holds what is promised."""
        assert self.codes() == ([CODE] if outcome == WELL else [])
        spooled = self.run('/bin/ls', f'{self.base}/vigie/state/spool').stdout.split()
        assert len(spooled) == (outcome == KEPT)


class Sieve(Inside):
    """A Dovecot that delivers by the files of contrib/sieve, their places replaced."""

    def __init__(self, server, script, *program, **options):
        super().__init__(server.root, server.folder, *program, **options)
        self.server = server
        places = {'/etc/dovecot/sieve/vigie.sieve': f'{self.base}/{script}',
                  '/etc/dovecot/sieve-bin': f'{self.base}/bin', '/usr/bin/vigie': self.program}
        for name, target in (('90-vigie.conf', 'sieve.conf'), (script, script),
                             ('vigie-filter', 'bin/vigie-filter')):
            text = (TOP / 'contrib/sieve' / name).read_text()
            for old, new in places.items():
                text = text.replace(old, new)
            self.write(target, text)
        self.write('lda.conf', f'''!include {self.base}/dovecot.conf
!include {self.base}/sieve.conf
protocol lda {{
  mail_plugins = sieve
}}
''')

    def deliver(self, mail):
        result = self.run('/usr/lib/dovecot/dovecot-lda', '-c', f'{self.base}/lda.conf', '-d',
                          'jean', '-e', input=mail)
        assert result.returncode == 0, result.stderr.decode() + self.server.log()

    def delivered(self):
        client = self.server.client()
        try:
            assert client.select('INBOX', readonly=True)[1] == [b'1'], 'delivered once'
            return client.fetch('1', '(BODY.PEEK[])')[1][0][1]
        finally:
            client.logout()


@pytest.mark.parametrize('text,outcome', [row[1:] for row in STATES],
                         ids=[row[0] for row in STATES])
@pytest.mark.parametrize('script', ['vigie.sieve', 'vigie-field.sieve'])
def test_sieve(new_dovecot, inside, text, outcome, script):
    sieve = Sieve(new_dovecot(), script, inside, 'nonsense = 1\n' if outcome == KEPT else '', text)
    mail = notice(CODE)
    sieve.deliver(mail)
    delivered = sieve.delivered()
    if script == 'vigie-field.sieve' and outcome != UNREAD:
        top, delivered = delivered.split(b'\r\n', 1)
        assert top.startswith(b'X-Vigie: notice; deadline=' if outcome == WELL
                              else b'X-Vigie: unread')
    assert delivered == mail
    sieve.check(outcome)


@pytest.mark.slow
@pytest.mark.parametrize('script', ['vigie.sieve', 'vigie-field.sieve'])
def test_sieve_delivers_what_a_hanging_program_holds_up(new_dovecot, inside, script):
    sieve = Sieve(new_dovecot(), script, inside, program='#!/bin/sh\nexec sleep 600\n')
    mail = notice(CODE)
    sieve.deliver(mail)
    assert sieve.delivered() == mail


def test_sieve_of_a_user_starts_nothing(new_dovecot, inside):
    sieve = Sieve(new_dovecot(), 'vigie.sieve', inside)
    sieve.write('mail/own.sieve', 'require ["vnd.dovecot.pipe"]; pipe "vigie-filter";\n')
    conf = sieve.server.folder / 'lda.conf'
    conf.write_text(conf.read_text() + f'plugin {{\n  sieve = {sieve.base}/mail/own.sieve\n}}\n')
    mail = notice(CODE)
    sieve.deliver(mail)
    assert sieve.delivered() == mail
    log = sieve.run('/bin/cat', f'{sieve.base}/mail/own.sieve.log').stdout.decode()
    assert 'vnd.dovecot.pipe' in log + sieve.server.log(), 'the log says why'


@contextlib.contextmanager
def place_in(server_root, *program):
    """An Inside with a Maildir."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=server_root / 'srv'))
    folder.chmod(0o777)
    place = Inside(server_root, folder, *program)
    assert place.run('/bin/mkdir', '-p', *(f'{place.base}/{name}' for name in (
        'getmail', 'Maildir/cur', 'Maildir/new', 'Maildir/tmp'))).returncode == 0
    assert place.run('/bin/chown', '-R', 'vmail', f'{place.base}/getmail',
                     f'{place.base}/Maildir').returncode == 0
    try:
        yield place
    finally:
        place.run('/bin/rm', '-rf', place.base)


@pytest.fixture(params=STATES, ids=[row[0] for row in STATES])
def place(request, server_root, inside):
    """(an Inside with a Maildir, what becomes of the mail there)."""
    _, program, outcome = request.param
    with place_in(server_root, inside, 'nonsense = 1\n' if outcome == KEPT else '', program) as made:
        yield made, outcome


def by_fdm(place, mail):
    place.write('rules.conf', (TOP / 'contrib/fdm/vigie.conf').read_text())
    place.write('fdm.conf', f'''set lock-file "{place.base}/lock"
set no-received
set default-user "vmail"
account "mta" stdin
action "mailbox" maildir "{place.base}/Maildir"
include "{place.base}/rules.conf"
match all action "mailbox"
''')
    result = place.run('/usr/bin/env', f'PATH={place.base}/bin:/usr/bin:/bin', '/usr/bin/fdm', '-f',
                       f'{place.base}/fdm.conf', '-a', 'mta', 'fetch', input=mail)
    assert result.returncode == 0, result.stderr


def test_fdm(place):
    (place, outcome), mail = place, lf(notice(CODE))
    by_fdm(place, mail)
    assert place.delivered() == mail
    place.check(outcome)


def without_getmail(mail):
    """getmail itself adds two fields and folds long ones anew."""
    return re.sub(rb'(?m)^(?:Return-Path|X-getmail-[\w-]+): .*\n', b'', mail)


def unfolded(mail):
    return re.sub(rb'[ \t]*\n[ \t]+', b' ', mail)


def by_getmail(place, server, ca):
    """What came to the server since the last time."""
    place.write('ca.pem', ca.ca_file.read_text())
    rc = configparser.RawConfigParser()
    rc.read(TOP / 'contrib/getmail/getmailrc')
    del rc['retriever']['password_command']
    rc['retriever'].update({'server': '127.0.0.1', 'port': str(server.tls_port),
                            'password': server.users['jean'], 'ca_certs': f'{place.base}/ca.pem'})
    rc['options'].update({'delivered_to': 'false', 'received': 'false'})
    with open(place.folder / 'getmailrc', 'w', encoding='utf-8') as file:
        rc.write(file)
    # It refuses to deliver as root.
    result = place.run('/usr/bin/env', f'PATH={place.base}/bin:/usr/bin:/bin', f'HOME={place.base}',
                       '/usr/sbin/chroot', '--userspec=vmail:vmail', '/', '/usr/bin/getmail',
                       '--getmaildir', f'{place.base}/getmail', '--rcfile',
                       f'{place.base}/getmailrc')
    assert result.returncode == 0, result.stdout + result.stderr


def test_getmail(place, new_dovecot, ca):
    (place, outcome), server, mail = place, new_dovecot(), notice(CODE)
    server.append(mail)
    by_getmail(place, server, ca)
    assert unfolded(without_getmail(place.delivered())) == unfolded(lf(mail))
    place.check(outcome)
