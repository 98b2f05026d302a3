"""A copy of the state: taken beside a running watch, it is a state itself."""
import contextlib
import json
import re
import signal
import sqlite3
import subprocess

import pytest

from mails import notice
from servers import wait_until
from test_dossier import CODE, NOON, PDF, add, close_with_proof
from test_watch import account, hook_sink, wait_new


def tree(folder):
    return sorted((str(path.relative_to(folder)), path.stat().st_mode & 0o777)
                  for path in folder.rglob('*') if not path.name.startswith('vigie.db-'))


def test_what_comes_back_is_all_of_it(vigie, tmp_path):
    close_with_proof(vigie, add(vigie, '--person', 'Léa'), tmp_path)
    add(vigie, '--code', 'GhIjKl123456')
    (vigie.state / 'spool').mkdir(mode=0o700, exist_ok=True)
    (vigie.state / 'spool/one').write_bytes(b'From: a@b.example\n\n')
    copy = tmp_path / 'copy'
    vigie.configure('quiet-hours = ""\n')
    with vigie.watch():
        before = vigie.json('list', '--all', '--reveal', now=NOON)['entries']
        assert str(copy) in vigie.run('backup', copy, now=NOON).stderr
    assert {mode for _, mode in tree(copy)} == {0o600, 0o700} and copy.stat().st_mode & 0o777 == 0o700
    assert (vigie.state / 'last-good.conf').exists() and not (copy / 'last-good.conf').exists()
    vigie.state.rename(tmp_path / 'lost')
    copy.rename(vigie.state)
    (tmp_path / 'lost/key').rename(vigie.state / 'key')
    after = vigie.json('list', '--all', '--reveal', now=NOON)['entries']
    assert after == before
    proven, = [entry for entry in after if entry['proof']]
    assert open(proven['proof']['file'], 'rb').read() == PDF


def test_without_its_key_a_copy_shows_no_code(vigie, tmp_path):
    """It is not in the copy. Nothing else is missing, and the code can be given anew."""
    number = add(vigie, '--code', CODE)
    copy = tmp_path / 'copy'
    assert str(vigie.state / 'key') in vigie.run('backup', copy, now=NOON).stderr
    assert not (copy / 'key').exists()
    before, = vigie.json('list', '--reveal', now=NOON)['entries']
    vigie.state.rename(tmp_path / 'lost')
    copy.rename(vigie.state)
    after, = vigie.json('list', '--reveal', now=NOON)['entries']
    assert before['code'] == CODE and not before['code_locked']
    assert after == before | {'code': None, 'code_locked': True}
    assert 'locked' in vigie.run('list', now=NOON).stdout
    for command in ('guide', 'show'):
        assert f'edit {number if command == "guide" else "ID"} --code -' in vigie.run(
            command, number, now=NOON).stdout.replace('\n', ' ')
    assert vigie.json('status', now=NOON, code=None)['codes_locked'] == 1
    assert 'cannot be read' in vigie.run('status', now=NOON, code=None).stdout
    twin = add(vigie, '--person', 'Léa')
    assert 'cannot be read' in vigie.run('merge', number, twin, code=64, now=NOON).stderr
    vigie.run('edit', number, '--code', '-', stdin=CODE, now=NOON)
    assert vigie.json('show', number, '--reveal', now=NOON)['code'] == CODE


def restore(vigie, copy, keys, place):
    """By the words of `vigie backup`, at another path; what codes are there then."""
    copy.rename(place)
    if keys:
        (place / 'key').write_text(''.join(key.read_text() for key in keys))
        (place / 'key').chmod(0o600)
    entries = json.loads(subprocess.run(
        [vigie.binary, '--state', place, '--now', NOON, 'list', '--all', '--reveal', '--json'],
        env=vigie.environment, capture_output=True, check=True).stdout)['entries']
    return sorted(entry['code'] or 'locked' for entry in entries)


OTHER = 'GhIjKl123456'


@pytest.mark.parametrize('where, kept', [
    ('state', ['state/key']), ('key-file', ['stick/key']), ('credential', ['stick/vigie-key']),
    ('both', ['stick/key', 'state/key'])])
def test_the_key_in_force_is_named(vigie, tmp_path, where, kept):
    """It opens the copy at another path; where two keys have sealed, both are named."""
    stick, away = tmp_path / 'stick', tmp_path / 'away'
    kept = [vigie.state / 'key' if name == 'state/key' else tmp_path / name for name in kept]
    stick.mkdir()
    if where == 'credential':
        kept[0].write_text(64 * 'a')
        vigie.environment['CREDENTIALS_DIRECTORY'] = str(stick)
    elif where != 'state':
        vigie.configure(f'key-file = "{stick}/key"\n')
    add(vigie, '--code', CODE)
    if where == 'both':  # the disk of the first is not there for a while
        stick.rename(away)
        add(vigie, '--code', OTHER)
        away.rename(stick)
    said = vigie.run('backup', tmp_path / 'copy', now=NOON).stderr
    for path in (stick / 'key', stick / 'vigie-key', vigie.state / 'key'):
        assert (f'{path}' in said) == (path in kept)
    assert 'not at hand' not in said
    vigie.environment.pop('CREDENTIALS_DIRECTORY', None)
    vigie.state.rename(tmp_path / 'lost')
    keys = [tmp_path / 'lost/key' if key == vigie.state / 'key' else key for key in kept]
    found = restore(vigie, tmp_path / 'copy', keys, tmp_path / 'elsewhere')
    assert found == sorted([CODE, OTHER] if where == 'both' else [CODE])


def test_a_key_that_only_the_unit_has_is_asked_for(vigie, tmp_path):
    """By hand there is no credential: the key in the state is none that opens what the unit sealed."""
    (tmp_path / 'vigie-key').write_text(64 * 'a')
    vigie.environment['CREDENTIALS_DIRECTORY'] = str(tmp_path)
    add(vigie, '--code', CODE)
    del vigie.environment['CREDENTIALS_DIRECTORY']
    said = vigie.run('backup', tmp_path / 'copy', now=NOON).stderr
    assert '1 code in it is sealed by a key that is not at hand here' in said and 'vigie-key' in said
    assert restore(vigie, tmp_path / 'copy', [tmp_path / 'vigie-key'], tmp_path / 'there') == [CODE]


def test_a_watch_takes_a_key_that_comes_back(vigie, dovecot, ca, hook, tmp_path):
    """`key-file` lies on a disk that is put in later: nobody starts the watch anew for that."""
    stick = tmp_path / 'stick/key'
    stick.parent.mkdir()
    vigie.configure(f'key-file = "{stick}"\n' + account(vigie, dovecot, ca)
                    + hook_sink(hook))
    with vigie.watch():  # makes it, before it locks itself in
        assert stick.stat().st_mode & 0o777 == 0o600
        dovecot.append(notice(CODE))
        wait_new(hook, CODE)
    assert not (vigie.state / 'key').exists()
    stick.rename(tmp_path / 'kept')
    with vigie.watch() as watch:
        watch.wait_log(re.escape(f'{stick}, is not there'))
        assert vigie.json('list', '--reveal')['entries'][0]['code_locked']
        (tmp_path / 'kept').rename(stick)
        watch.signal(signal.SIGUSR1)
        watch.wait_log('key of the codes has changed')
        dovecot.append(notice(CODE, message_id='again'))
        wait_until(lambda: vigie.json('status', code=None)['accounts'][0]['seen'] == 2,
                   'the second mail is read')
        entry, = vigie.json('list', '--all', '--reveal')['entries']  # joined by its code
        assert entry['code'] == CODE
        stick.write_text(64 * 'b' + '\n' + stick.read_text())  # a new key
        watch.signal(signal.SIGUSR1)
        wait_until(lambda: watch.log().count('key of the codes has changed') == 2, 'it is read anew')
    stick.write_text(64 * 'b' + '\n')
    entry, = vigie.json('list', '--all', '--reveal')['entries']
    assert entry['code'] == CODE  # the watch had sealed it anew


def test_the_key_of_the_marks_comes_along(vigie, tmp_path):
    """Else Vigie would not know its own alerts again."""
    add(vigie)
    vigie.run('backup', tmp_path / 'copy', now=NOON)
    keys = []
    for state in (vigie.state, tmp_path / 'copy'):
        with contextlib.closing(sqlite3.connect(state / 'vigie.db')) as database:
            keys += database.execute("SELECT value FROM fact WHERE name = 'key'").fetchone()
    assert keys[0] == keys[1] and len(keys[0]) == 32


def test_nothing_is_overwritten(vigie, tmp_path):
    add(vigie)
    full = tmp_path / 'full'
    full.mkdir()
    (full / 'letter').write_text('mine')
    assert 'full' in vigie.run('backup', full, code=73, now=NOON).stderr
    assert [path.name for path in full.iterdir()] == ['letter']
    assert vigie.run('backup', tmp_path / 'no/where', code=73, now=NOON).stderr
    assert not [path for path in tmp_path.iterdir() if path.name.startswith('.')]


def test_what_is_damaged_is_not_copied(vigie, tmp_path):
    for _ in range(60):
        add(vigie, '--note', 'x' * 900, '--person', str(_))
    database = vigie.state / 'vigie.db'
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    size = database.stat().st_size
    with open(database, 'r+b') as file:
        file.seek(size // 2)
        file.write(b'\xff' * 4096)
    assert 'damaged' in vigie.run('backup', tmp_path / 'copy', code=74, now=NOON).stderr
    assert not (tmp_path / 'copy').exists()
