"""The state where its disk is full or may not be written, where it is damaged or too new, and where
it was copied elsewhere: no mail is lost, nothing is overwritten, and each fault says what to do."""
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess

import pytest

from break_scenarios import PDF
from breaks import temporary_folder
from daemon import Vigie
from mails import notice, ordinary
from test_watch import CODES, codes

NOBODY = 65534
HOOK = 'quiet-hours = ""\nalert "hook" { kind = command command = "exec cat >>%s" }\n'
root_alone = pytest.mark.skipif(os.geteuid() != 0, reason='root alone may do this')


@pytest.fixture
def watched(vigie):
    vigie.configure(HOOK % (vigie.folder / 'alerts'))
    return vigie


def filtered(vigie, mail, code=0):
    return vigie.run('filter', stdin=mail, code=code).stderr


def spooled(vigie):
    return sorted((vigie.state / 'spool').glob('*.eml')) if vigie.state.exists() else []


def checkpoint(vigie):
    """All of it in one file."""
    with contextlib.closing(sqlite3.connect(vigie.state / 'vigie.db')) as database:
        assert database.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchone()[0] == 0
    return vigie.state / 'vigie.db'


def fingerprint(vigie):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in vigie.state.glob('vigie.db*') if not path.name.endswith('-shm')}


# --- full

@pytest.fixture
def small_disk(watched):
    """The state on a disk of 512 KB; a database takes 120 of them, and one notice 200 more for a
    moment."""
    watched.state.mkdir(mode=0o700)
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=512k,mode=700', 'none', watched.state],
                      check=False, capture_output=True).returncode:
        pytest.skip('this machine mounts no file system for us')
    yield watched
    subprocess.run(['umount', '-l', watched.state], check=True)


def fill(vigie, leave=0):
    """Leaves so many bytes."""
    block = b'x' * 4096
    with contextlib.suppress(OSError), open(vigie.state / 'filler', 'wb', buffering=0) as file:
        while file.write(block) == len(block):
            pass
    if leave:
        os.truncate(vigie.state / 'filler', (vigie.state / 'filler').stat().st_size - leave)


def test_a_full_disk(small_disk):
    vigie = small_disk
    filtered(vigie, notice(CODES[0]))
    fill(vigie)
    mail = notice(CODES[1])
    assert 'disk is full' in filtered(vigie, mail, code=75), 'the agent keeps it'
    assert vigie.run('add', '--sent', '2026-03-02', code=74).stderr.count('disk is full')
    told = vigie.run('list', '--json', '--reveal')
    assert 'disk is full' in told.stderr and 'read as it lies there' in told.stderr
    assert [entry['code'] for entry in json.loads(told.stdout)['entries']] == [CODES[0]]
    for command in (('show', 1), ('guide', 1), ('calendar',), ('report', '-o', vigie.folder / 'page.html')):
        assert 'disk is full' in vigie.run(*command).stderr
    assert vigie.run('close', 1, '--as', 'opposed', code=74).stderr.count('disk is full')
    (vigie.state / 'filler').unlink()
    filtered(vigie, mail)
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:2] and not spooled(vigie)


@pytest.mark.parametrize('how', ['folded', 'after a crash'])
def test_a_read_only_disk(small_disk, how):
    """A backup, a snapshot, a disk that was remounted by a fault: the deadlines can be read."""
    vigie = small_disk
    watch = vigie.start_watch()
    watch.wait_notify('READY=1')
    for code in CODES[:2]:
        filtered(vigie, notice(code))
    if how == 'folded':
        watch.stop()
    else:
        watch.kill()
        assert (vigie.state / 'vigie.db-wal').stat().st_size
        (vigie.state / 'vigie.db-shm').unlink()
    watch.notify.close()
    subprocess.run(['mount', '-o', 'remount,ro', vigie.state], check=True)
    try:
        before = fingerprint(vigie)
        told = vigie.run('list', '--json', '--reveal')
        assert sorted(entry['code'] for entry in json.loads(told.stdout)['entries']) == sorted(CODES[:2])
        assert 'read as it lies there' in told.stderr
        for command in (('show', 1), ('guide', 1), ('calendar',), ('report', '-o', vigie.folder / 'page.html')):
            vigie.run(*command)
        vigie.run('close', 1, '--as', 'opposed', code=None)
        assert vigie.json('show', 1)['status'] == 'open'
        assert fingerprint(vigie) == before
    finally:
        subprocess.run(['mount', '-o', 'remount,rw', vigie.state], check=True)


def test_a_disk_with_room_for_the_mail_alone(small_disk):
    vigie = small_disk
    filtered(vigie, notice(CODES[0]))
    checkpoint(vigie)
    fill(vigie, leave=65536)
    filtered(vigie, notice(CODES[1]))
    assert len(spooled(vigie)) == 1 and codes(vigie) == CODES[:1]
    assert vigie.run('watch', '--once', code=74).stderr.count('full')
    assert len(spooled(vigie)) == 1
    (vigie.state / 'filler').unlink()
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:2] and not spooled(vigie)


def test_a_full_disk_at_the_first_start(small_disk):
    vigie = small_disk
    fill(vigie, leave=8192)
    for command in (('add', '--sent', '2026-03-02'), ('watch', '--once')):
        assert 'full' in vigie.run(*command, code=None).stderr
    assert not (vigie.state / 'vigie.db').exists(), 'half a database is none'
    (vigie.state / 'filler').unlink()
    vigie.run('add', '--sent', '2026-03-02')
    assert len(vigie.entries()) == 1


# --- not to be written

@root_alone
def test_a_state_that_may_not_be_written(watched):
    """Root acts as its owner, who lost the right to write."""
    filtered(watched, notice(CODES[0]))
    checkpoint(watched)
    for path in [watched.state, *watched.state.rglob('*'), watched.folder, watched.home]:
        os.chown(path, NOBODY, NOBODY)
    for parent in watched.folder.parents:
        with contextlib.suppress(PermissionError):
            parent.chmod(parent.stat().st_mode | 0o011)
    watched.state.chmod(0o500)
    (watched.state / 'vigie.db').chmod(0o400)
    before = fingerprint(watched)
    for command, code in (('list', 0), ('watch', 73)):
        said = watched.run(command, *(['--once'] if command == 'watch' else []), code=code).stderr
        assert str(watched.state) in said and 'Permission denied' in said
    filtered(watched, notice(CODES[1]), code=75)
    assert fingerprint(watched) == before
    watched.state.chmod(0o700)
    (watched.state / 'vigie.db').chmod(0o600)
    filtered(watched, notice(CODES[1]))
    watched.run('watch', '--once')
    assert codes(watched) == CODES[:2]


# --- damaged

def overwrite(at, count):
    def damage(path):
        with open(path, 'r+b') as file:
            file.seek(int(at * path.stat().st_size))
            file.write(b'\xff' * count)
    return damage


def cut_to(share):
    return lambda path: os.truncate(path, int(share * path.stat().st_size))


DAMAGES = [(overwrite(0, 64), 'the header'), (overwrite(0.25, 8192), 'pages'),
           (cut_to(0.5), 'cut'), (cut_to(0), 'cut to nothing'),
           (lambda path: path.write_bytes(bytes(path.stat().st_size)), 'zeros')]


@pytest.mark.parametrize('damage,why', DAMAGES, ids=[why for _, why in DAMAGES])
def test_a_damaged_database_is_left_alone_and_restored(watched, damage, why):
    filtered(watched, notice(CODES[0]))
    backup = watched.folder / 'backup'
    watched.run('backup', backup)
    database = checkpoint(watched)
    damage(database)
    before = fingerprint(watched)
    said = watched.run('watch', '--once', code=74).stderr
    assert 'damaged' in said and 'vigie backup' in said and 'vigie.db-wal' in said
    filtered(watched, notice(CODES[1]))
    assert len(spooled(watched)) == 1 and fingerprint(watched) == before
    # As it says: aside, and the backup's in its place.
    aside = watched.folder / 'aside'
    aside.mkdir()
    for path in watched.state.glob('vigie.db*'):
        path.rename(aside / path.name)
    shutil.copy(backup / 'vigie.db', database)
    watched.run('watch', '--once')
    assert codes(watched) == CODES[:2] and not spooled(watched)


def test_a_damaged_log_costs_no_more_than_itself(watched):
    """What was folded into the database stays; a log that is cut is what a power cut leaves."""
    filtered(watched, notice(CODES[0]))
    checkpoint(watched)
    with contextlib.closing(sqlite3.connect(watched.state / 'vigie.db')) as other:
        other.execute('SELECT * FROM entry').fetchall()
        filtered(watched, notice(CODES[1]))
        log = watched.state / 'vigie.db-wal'
        whole = log.read_bytes()
    log.write_bytes(whole[:len(whole) // 2] + b'\xff' * 4096)
    assert CODES[0] in codes(watched)
    filtered(watched, notice(CODES[1]))
    watched.run('watch', '--once')
    assert codes(watched) == CODES[:2]
    watched.run('backup', watched.folder / 'copy')


def test_a_log_that_stayed_is_not_played_into_a_new_database(watched):
    """A database that was moved away without it."""
    filtered(watched, notice(CODES[0]))
    with contextlib.closing(sqlite3.connect(watched.state / 'vigie.db')) as other:
        other.execute('SELECT * FROM entry').fetchall()
        filtered(watched, notice(CODES[1]))
        log = (watched.state / 'vigie.db-wal').read_bytes()
    assert log
    (watched.state / 'vigie.db').unlink()
    (watched.state / 'vigie.db-wal').write_bytes(log)
    filtered(watched, notice(CODES[2]))
    assert codes(watched) == [CODES[2]]
    assert (watched.state / 'vigie.db-wal.stray').read_bytes() == log, 'it is kept'


# --- newer, moved

def test_a_newer_schema_is_left_alone(watched):
    filtered(watched, notice(CODES[0]))
    database = checkpoint(watched)
    with contextlib.closing(sqlite3.connect(database)) as newer:
        version, = newer.execute('PRAGMA user_version').fetchone()
        newer.execute('PRAGMA user_version = 999')
    checkpoint(watched)
    before = fingerprint(watched)
    for command in (('list',), ('watch', '--once'), ('add', '--sent', '2026-03-02')):
        said = watched.run(*command, code=74).stderr
        assert 'newer version' in said and 'schema 999' in said
    filtered(watched, notice(CODES[1]))
    after = {name: value for name, value in fingerprint(watched).items() if name in before}
    assert after == before and len(spooled(watched)) == 1
    with contextlib.closing(sqlite3.connect(database)) as older:
        older.execute(f'PRAGMA user_version = {version}')
    watched.run('watch', '--once')
    assert codes(watched) == CODES[:2]


@root_alone
def test_a_state_copied_to_another_machine(watched, binary):
    """Another path, another user: its proof is found, and what was set aside."""
    filtered(watched, notice(CODES[0]))
    proof = watched.folder / 'proof.pdf'
    proof.write_bytes(PDF)
    watched.run('close', '1', '--as', 'opposed', '--proof', proof)
    watched.run('watch', '--once')
    folder = temporary_folder()
    try:
        other = Vigie(binary, folder)
        other.configure(HOOK % (folder / 'alerts'))
        shutil.copytree(watched.state, other.state)
        shutil.rmtree(watched.state)
        for path in [folder, *folder.rglob('*')]:
            os.chown(path, NOBODY, NOBODY)
        entry, = other.entries('--all')
        assert pathlib.Path(entry['proof']['file']).parent == other.state / 'proofs'
        assert pathlib.Path(entry['proof']['file']).read_bytes() == PDF
        assert other.json('status')['watch']['running'] is False
        filtered(other, notice(CODES[1]))
        other.run('watch', '--once')
        assert codes(other) == CODES[:2]
        assert {path.stat().st_uid for path in other.state.rglob('*')} == {NOBODY}
        other.run('backup', folder / 'copy')
    finally:
        shutil.rmtree(folder)


def test_what_was_set_aside_is_known_again_elsewhere(watched):
    """A row of before held the path; it names the file once more, and once only."""
    filtered(watched, ordinary())
    watched.run('add', '--sent', '2026-03-02')
    with contextlib.closing(sqlite3.connect(watched.state / 'vigie.db')) as database, database:
        database.execute(
            'INSERT INTO set_aside(file, source, received, why, version)'
            " VALUES('/old/place/spool/aside/0123.eml', 'filter', 0, 'x', '0.0')")
    aside = watched.state / 'spool/aside'
    aside.mkdir(parents=True, mode=0o700)
    (aside / '0123.eml').write_bytes(notice(CODES[0]))
    watched.run('watch', '--once')
    assert CODES[0] in [entry['code'] for entry in watched.entries()]
    assert watched.json('status', code=None)['set_aside'] == 0 and not list(aside.iterdir())


def test_a_key_of_the_marks_that_is_not_whole(watched):
    """The database is sound, and no use without it: mail is spooled, nothing is shown as empty."""
    filtered(watched, notice(CODES[0]))
    with contextlib.closing(sqlite3.connect(checkpoint(watched))) as database:
        database.execute("UPDATE fact SET value = x'00' WHERE name = 'key'")
        database.commit()
    assert 'backup' in filtered(watched, notice(CODES[1]))
    assert len(spooled(watched)) == 1
    assert 'backup' in watched.run('list', code=74).stderr


def test_what_merely_looks_like_an_unfinished_file(watched):
    """A folder of a state may be used for more: `.backup.202611` is nobody's unfinished work."""
    filtered(watched, notice(CODES[0]))
    kept = watched.state / '.backup.202611/sub'
    kept.mkdir(parents=True)
    (kept / 'file').write_text('mine')
    watched.run('forget', 1, '--force')
    assert (kept / 'file').read_text() == 'mine'
