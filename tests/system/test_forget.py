"""Erasing: on request and by retention, down to the files of the state; and what stays erased."""
import pytest

from mails import notice
from test_cli import sealed_code
from test_dossier import CODE, NOON, add, close_with_proof
from test_watch import account, hook_sink


def files_with(state, needle):
    return [path.name for path in state.rglob('*') if path.is_file() and needle in path.read_bytes()]


def test_what_is_open_or_proven_needs_force(vigie, tmp_path):
    number = add(vigie)
    assert '--force' in vigie.run('forget', number, code=64, now=NOON).stderr
    close_with_proof(vigie, number, tmp_path)
    assert 'vigie dossier' in vigie.run('forget', number, code=64, now=NOON).stderr
    assert vigie.json('list', '--all', now=NOON)['entries']
    vigie.run('forget', number, '--force', now=NOON)
    assert vigie.json('list', '--all', now=NOON)['entries'] == []
    assert 'vigie list --all' in vigie.run('forget', number, code=64, now=NOON).stderr


def test_nothing_of_it_stays_on_disk(vigie, dovecot, ca, hook):
    """The code, the person, the mail, the proof; the log of the database and its free pages too."""
    vigie.configure('keep-original = true\n' + account(vigie, dovecot, ca) + hook_sink(hook))
    dovecot.append(notice(CODE))
    vigie.run('watch', '--once')
    (vigie.folder / 'proof.pdf').write_bytes(b'%PDF-1.4 registered')
    vigie.run('close', 1, '--as', 'opposed', '--proof', vigie.folder / 'proof.pdf')
    vigie.run('edit', 1, '--note', 'telephoned at noon')
    needles = [CODE.encode(), sealed_code(vigie, 1), b'registered', b'telephoned at noon',
               b'assurance-maladie@']
    for needle in needles:
        assert files_with(vigie.state, needle), needle
    vigie.run('forget', 1, '--force')
    for needle in needles:
        assert not files_with(vigie.state, needle), needle
    dovecot.append(notice(CODE))
    vigie.run('watch', '--once')
    assert vigie.json('list', '--all')['entries'] == []


def test_files_of_others_stay(vigie):
    add(vigie)
    other = vigie.state / 'proofs/letter.pdf'
    other.parent.mkdir(exist_ok=True)
    other.write_text('mine')
    vigie.run('forget', 1, '--force', now=NOON)
    assert other.read_text() == 'mine'


def test_retention(vigie, tmp_path):
    vigie.configure('retention = 30\nquiet-hours = ""\n')
    first = add(vigie)
    vigie.run('add', '--sent', '2026-03-01', now=NOON)
    close_with_proof(vigie, first, tmp_path)
    for day, left in (('2026-04-04', [1, 2]), ('2026-04-05', [2])):  # closed on 5 March at noon
        vigie.run('watch', '--once', now=f'{day}T12:00:01+02:00')
        entries = vigie.json('list', '--all', now=f'{day}T13:00:00+02:00')['entries']
        assert sorted(entry['id'] for entry in entries) == left
    assert list((vigie.state / 'proofs').iterdir()) == []


@pytest.mark.parametrize('value', ['-1', '36501'])
def test_retention_that_is_none(vigie, value):
    vigie.configure(f'retention = {value}\n')
    assert ':1: retention' in vigie.run('check', code=78).stderr
