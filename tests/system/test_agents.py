"""Delivery agents that hand each mail to `vigie filter`, by the files of contrib/: the mail is read,
and delivered as it was, and delivered all the same where the program is missing or broken."""
import pathlib
import subprocess

import pytest

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


@pytest.mark.parametrize('field', [False, True])
def test_procmail(vigie, server_root, state, field):
    program, outcome = state
    # procmail adds the empty line of an mbox where a filtered mail has none at its end.
    mail, maildir = lf(notice(CODE)) + b'\n', vigie.home / 'Maildir'
    rc = vigie.folder / 'procmailrc'
    # Its environment is of its own making.
    rc.write_text(f'''HOME={vigie.home}
DEFAULT={maildir}/
LOGFILE={vigie.folder}/log
VIGIE={program}
VIGIE_FIELD={"yes" if field else ""}
INCLUDERC={TOP}/contrib/procmail/vigie.rc
''')
    subprocess.run([*unpacked(server_root, 'procmail'), rc], input=mail, env=vigie.environment,
                   check=True, timeout=PATIENCE)
    check(vigie, maildir, mail, outcome, field)
    log = (vigie.folder / 'log').read_text()
    assert (outcome == UNREAD) == ('procmail: ' in log), log


@pytest.mark.parametrize('field', [False, True])
def test_maildrop(vigie, server_root, state, field):
    program, outcome = state
    mail, maildir = lf(notice(CODE)), vigie.home / 'Maildir'
    for name in ('cur', 'new', 'tmp'):
        (maildir / name).mkdir(parents=True)
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
    check(vigie, maildir, mail, outcome, field)
