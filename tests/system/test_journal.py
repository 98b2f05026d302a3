"""What the journal of systemd gets."""
import pathlib
import socket
import subprocess

from mails import notice
from servers import PATIENCE
from test_watch import CODES, account, hook_sink


def test_fields_of_the_journal(vigie, dovecot, ca, hook, tmp_path):
    """A stand-in for journald, at its place in a mount namespace; standard error is what
    JOURNAL_STREAM names."""
    folder = pathlib.Path(hook.folder) / 'journal'
    folder.mkdir()
    script = '''mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/journal &&
mount --bind "$1" /run/systemd/journal || exit 1
shift; JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2); export JOURNAL_STREAM; exec "$@"'''
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    dovecot.append(notice(CODES[0]))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as journal:
        journal.bind(str(folder / 'socket'))
        journal.settimeout(PATIENCE)
        done = subprocess.run(['unshare', '-rm', 'sh', '-c', script, 'sh', str(folder),
                               *vigie.command('watch', '--once')], env=vigie.environment,
                              capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0 and not done.stderr, done.stderr
        lines = []
        while not any('a notice' in line for line in lines):
            lines.append(journal.recv(65536).decode())
    fields = dict(line.split('=', 1) for line in lines[-1].splitlines())
    assert fields['VIGIE_ACCOUNT'] == 'jean' and fields['VIGIE_PROCESS'] == 'vigie keeper'
    assert fields['PRIORITY'] == '5' and fields['SYSLOG_IDENTIFIER'] == 'vigie'
    assert fields['MESSAGE'].startswith('vigie keeper: jean: ')


def test_elsewhere_the_lines_are_as_before(vigie, hook):
    """JOURNAL_STREAM is inherited by who writes to a file."""
    vigie.configure(hook_sink(hook) + 'report = "/nonexistent/folder/report.html"\n')
    vigie.environment['JOURNAL_STREAM'] = '1:1'
    assert '<4>vigie keeper: report: ' in vigie.run('watch', '--once').stderr
