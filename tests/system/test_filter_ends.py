"""`vigie filter` ends with 0 or 75, whatever becomes of the whole program behind the launcher: a library
that is missing, a limit of memory, a crash, a kill. With 0 the mail is recorded or in the spool."""
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import time

import pytest

from mails import notice, ordinary
from servers import PATIENCE, wait_until
from test_filter import CODE, CODES, codes, filtered, spooled
from test_launch import CANDIDATE, ORDINARY, launched, table  # noqa: F401  (fixtures)

READS = 'cat <&3 >/dev/null; cat >/dev/null; '  # what --head-fd names, then standard input
NAME = re.compile(r'\d{16}-\d+-[0-9a-f]{8}(@[A-Za-z0-9._~%-]+)?\.eml')
LARGE = CANDIDATE + b'0123456789abcde\n' * (192 * 1024)
UNREAD = b'X-Vigie: unread\n'


def be(launched, script):
    launched.full.write_text(f'#!/bin/sh\n{script}\n')


def kept(launched, state='.local/share/vigie'):
    folder = launched.folder / state / 'spool'
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    assert all(NAME.fullmatch(path.name) for path in files), files
    return [path.read_bytes() for path in files]


ENDS = ['exit 1', 'exit 64', 'exit 70', 'exit 74', 'exit 126', 'exit 127', 'exit 134', 'kill -KILL $$', 'kill -SEGV $$',
        'kill -ABRT $$', 'kill -XCPU $$', 'kill -TRAP $$', 'kill -PIPE $$; kill -KILL $$']


@pytest.mark.parametrize('passes', [False, True])
@pytest.mark.parametrize('reads', ['', READS], ids=['at once', 'after reading'])
@pytest.mark.parametrize('end', ENDS)
def test_any_other_end_keeps_the_mail(launched, end, reads, passes):
    be(launched, reads + end)
    result = launched.run('filter', *['--pass'] * passes, mail=CANDIDATE)
    assert kept(launched) == [CANDIDATE] and b'spool' in result.stderr
    # What it had read it may have passed on in part: who delivers does not take that for the mail.
    assert result.returncode == (75 if passes and reads else 0)
    assert result.stdout == (UNREAD + CANDIDATE if passes and not reads else b'')


@pytest.mark.parametrize('code', [0, 75])
def test_its_own_codes_are_passed_on(launched, code):
    be(launched, f'{READS} exit {code}')
    result = launched.run('filter', mail=CANDIDATE)
    assert (result.returncode, result.stderr, kept(launched)) == (code, b'', [])


@pytest.mark.parametrize('passes', [False, True])
def test_a_mail_that_is_longer_than_what_is_held(launched, passes):
    """Where the program had read of it, the rest is gone into that."""
    be(launched, 'exit 127')
    result = launched.run('filter', *['--pass'] * passes, mail=LARGE)
    assert (result.returncode, kept(launched)) == (0, [LARGE])
    assert result.stdout == (UNREAD + LARGE if passes else b'')
    shutil.rmtree(launched.folder / '.local')
    be(launched, 'head -c 99 <&3 >/dev/null; exit 127')
    result = launched.run('filter', *['--pass'] * passes, mail=LARGE)  # it is read to its end: no EPIPE
    assert (result.returncode, result.stdout, kept(launched)) == (75, b'', [])


@pytest.mark.parametrize('words, code', [
    ([], 0), (['--owner', 'Jean@Example.fr'], 0), (['--owner=a b'], 75), (['--owner', 'é'], 75),
    (['--owner', 'x' * 65], 75), (['--now', '2026-03-02T12:00:00Z', '--state', '/nonexistent/x'], 75),
    (['--thorough'], 0), (['--unknown'], 75)], ids=lambda given: ' '.join(given) if isinstance(given, list) else '')
def test_what_it_cannot_do_as_the_whole_program_would_is_tried_again(launched, words, code):
    be(launched, 'exit 127')
    assert launched.run('filter', *words, mail=CANDIDATE).returncode == code
    assert kept(launched) == [CANDIDATE] * (code == 0)
    if '--owner' in words and code == 0:
        name = next((launched.folder / '.local/share/vigie/spool').iterdir()).name
        assert name.endswith('@jean%40example.fr.eml')


def test_a_state_of_its_own(launched):
    be(launched, 'exit 127')
    for words in (['--state', launched.folder / 'a/b'], ['--state', 'c']):
        result = launched.run('filter', *words, mail=CANDIDATE, cwd=launched.folder)
        assert result.returncode == 0, result.stderr
    assert kept(launched, 'a/b') == kept(launched, 'c') == [CANDIDATE]
    spool = launched.folder / 'a/b/spool'
    assert [path.stat().st_mode & 0o7777 for path in (spool.parent, spool, next(spool.iterdir()))] == [
        0o700, 0o700, 0o600]


def test_an_ordinary_mail_behind_one_that_is_kept(launched):
    """The next filter has to read the spool: of a broken program it joins it there."""
    be(launched, 'exit 127')
    assert launched.run('filter', mail=CANDIDATE).returncode == 0
    assert launched.run('filter', mail=ORDINARY).returncode == 0
    assert sorted(kept(launched)) == sorted([CANDIDATE, ORDINARY])


def test_75_where_the_state_is_not_known_or_takes_nothing(launched):
    be(launched, 'exit 127')
    (launched.folder / 'file').write_text('')
    result = launched.run('filter', '--state', launched.folder / 'file/x', mail=CANDIDATE)
    assert result.returncode == 75 and b'file/x' in result.stderr
    (launched.folder / 'config/vigie/vigie.conf').write_text('state = "/nonexistent/x"\n')
    assert launched.run('filter', mail=CANDIDATE).returncode == 75, 'nobody has found that one good'
    assert not kept(launched)


@pytest.mark.skipif(os.geteuid() != 0, reason='takes the uid of another')
def test_root_keeps_it_as_the_owner_of_the_state(launched):
    state = launched.folder / 'state'
    state.mkdir(0o700)
    os.chown(state, 54321, 54321)
    for folder in [launched.folder, *launched.folder.parents][:4]:
        folder.chmod(folder.stat().st_mode | 0o011)
    be(launched, 'exit 127')
    assert launched.run('filter', '--state', state, mail=CANDIDATE).returncode == 0
    assert {path.stat().st_uid for path in [state / 'spool', *(state / 'spool').iterdir()]} == {54321}


def test_a_full_disk_is_tried_again(launched):
    """Half a mail is none: the file may be no longer than the mail's head."""
    be(launched, 'exit 127')
    limit = 100_000
    result = launched.run('filter', mail=LARGE, preexec_fn=lambda: resource.setrlimit(
        resource.RLIMIT_FSIZE, (limit, limit)))
    assert (result.returncode, kept(launched)) == (75, [])


def test_nothing_held_is_no_empty_mail(launched):
    """Where no file may have a byte, the program has all of the mail from standard input."""
    launched.table.unlink()
    be(launched, READS + 'exit 127')
    limit = {'preexec_fn': lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))}
    assert launched.run('filter', mail=CANDIDATE, **limit).returncode == 75
    assert launched.run('filter', mail=b'').returncode == 0


def test_an_end_of_children_that_nobody_is_told_of(launched):
    """A caller that ignores SIGCHLD hands that on."""
    for script, code in (('exit 75', 75), ('exit 0', 0), ('exit 127', 0)):
        be(launched, script)
        result = launched.run('filter', mail=CANDIDATE,
                              preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
        assert result.returncode == code, result.stderr
    assert kept(launched) == [CANDIDATE]


@pytest.mark.skipif(os.geteuid() != 0, reason='takes the uid of another')
def test_where_no_process_can_be_made_it_becomes_the_program(launched):
    for folder in [launched.folder, *launched.folder.parents][:4]:
        folder.chmod(folder.stat().st_mode | 0o055)

    def alone():
        os.setgid(54321)
        os.setuid(54321)
        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))

    with subprocess.Popen([launched.program, 'filter'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          env=launched.environment, preexec_fn=alone) as process:
        said = process.communicate(CANDIDATE)[0]
    assert process.returncode == 0 and f'"pid": {process.pid},'.encode() in said


class Running:
    """A filter whose program is there, and waits for what follows of a large mail."""

    def __init__(self, command, environment, mail=LARGE):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, env=environment)
        self.process.stdin.write(mail)
        self.process.stdin.flush()
        wait_until(self.children, 'it has a child')
        self.child = self.children()[0]

    def children(self):
        try:
            return pathlib.Path(f'/proc/{self.process.pid}/task/{self.process.pid}/children').read_text().split()
        except FileNotFoundError:
            return []

    def is_gone(self):
        try:
            return ') Z ' in pathlib.Path(f'/proc/{self.child}/stat').read_text()
        except (FileNotFoundError, ProcessLookupError):
            return True

    def end(self):
        code = self.process.wait(PATIENCE)
        self.process.stdin.close()
        return code


@pytest.mark.parametrize('mail', [notice(CODE)[:20], notice(CODE)[:-20]], ids=['in the header', 'in the body'])
def test_a_socket_that_breaks_off_is_no_end(vigie, mail):
    """It says so once; who reads again is told of an end."""
    vigie.environment['HOME'] = str(vigie.home)
    writer, reader = socket.socketpair()
    with reader, writer:
        process = subprocess.Popen(vigie.command('filter'), stdin=reader, stderr=subprocess.PIPE, env=vigie.environment)
        writer.sendall(mail)
        reader.send(b'never read')
    said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 75 and b'not read to its end' in said
    assert not codes(vigie) and not spooled(vigie)


TO_END = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2]


@pytest.mark.parametrize('number', TO_END, ids=lambda number: number.name)
def test_a_signal_ends_both(vigie, number):
    vigie.environment['HOME'] = str(vigie.home)
    running = Running(vigie.command('filter'), vigie.environment, notice(CODE) + LARGE)
    running.process.send_signal(number)
    assert running.end() == 75
    wait_until(running.is_gone, 'nobody delivers after that')
    assert not spooled(vigie)


def test_a_kill_ends_both(vigie):
    running = Running(vigie.command('filter'), vigie.environment, notice(CODE) + LARGE)
    running.process.kill()
    assert running.end() == -signal.SIGKILL
    wait_until(running.is_gone, 'nobody delivers after that')


@pytest.mark.skipif(os.geteuid() != 0, reason='takes the uid of another')
def test_a_kill_ends_also_a_child_that_became_another(vigie):
    """The kernel forgets whose death it was to follow."""
    vigie.state.mkdir(0o700)
    os.chown(vigie.state, 54321, 54321)
    for folder in [vigie.folder, *vigie.folder.parents][:4]:
        folder.chmod(folder.stat().st_mode | 0o011)
    running = Running(vigie.command('filter'), vigie.environment, notice(CODE) + LARGE)
    wait_until(lambda: os.stat(f'/proc/{running.child}/fd').st_uid == 54321 or
               '54321' in pathlib.Path(f'/proc/{running.child}/status').read_text(), 'it became the owner')
    time.sleep(0.2)  # no event tells that it has said it again
    running.process.kill()
    running.end()
    wait_until(running.is_gone, 'nobody delivers after that')


# --- the real program, really broken --------------------------------------------------------------

@pytest.fixture
def breakable(vigie, binary, static_launcher):
    """Called at its best once: what it finds in the user's cache is as it always is."""
    if b'__asan_init' in (binary.parent / 'full/vigie-read').read_bytes():
        pytest.skip('sanitizers take all the memory that there is')
    vigie.environment['HOME'] = str(vigie.home)
    vigie.configure('heartbeat = false\n')
    filtered(vigie, ordinary())
    return vigie


def settled(vigie, expected):
    """What was kept is taken in by the next filter."""
    for number in range(20):
        if spooled(vigie):
            filtered(vigie, ordinary(number))
    assert sorted(codes(vigie)) == sorted(expected) and not spooled(vigie)


def empty_library(folder):
    (folder / 'libgmime-3.0.so.0').write_bytes(b'')


def wrong_library(folder):
    if not shutil.which('cc'):
        pytest.skip('needs a compiler')
    subprocess.run(['cc', '-shared', '-fPIC', '-x', 'c', '/dev/null', '-Wl,-soname,libgmime-3.0.so.0', '-o',
                    folder / 'libgmime-3.0.so.0'], check=True)


@pytest.mark.parametrize('passes', [False, True])
@pytest.mark.parametrize('library', [empty_library, wrong_library])
def test_a_library_that_is_not_the_one(breakable, tmp_path, library, passes):
    folder = tmp_path / 'libraries'
    folder.mkdir()
    library(folder)
    mail = notice(CODE)
    out, said = filtered(breakable, mail, '--owner', 'jean', *['--pass'] * passes,
                         environment={'LD_LIBRARY_PATH': str(folder)})
    assert 'ended with 127' in said
    assert out == (b'X-Vigie: unread\r\n' + mail if passes else b'')
    assert spooled(breakable) == [mail]
    settled(breakable, [CODE])
    assert breakable.entries()[0]['owner'] == 'jean'


MEGABYTES = [1.5, 2, 3, 5, 8, 12, 16, 24, 32, 40, 48, 52, 53, 54, 55, 56, 57, 58, 60, 64, 72, 80]


@pytest.mark.parametrize('megabytes', MEGABYTES)
def test_a_limit_of_memory(breakable, megabytes):
    limit = int(megabytes * 1024 * 1024)
    result = subprocess.run(breakable.command('filter'), input=notice(CODE), env=breakable.environment,
                            capture_output=True, timeout=PATIENCE, preexec_fn=lambda: resource.setrlimit(
                                resource.RLIMIT_AS, (limit, limit)))
    assert result.returncode in (0, 75), result
    if result.returncode == 0:
        settled(breakable, [CODE])


@pytest.mark.parametrize('text', ['heartbeat = false # a state of\nstate = "{}"\n', 'heartbeat = false state = "{}"\n',
                                  'heartbeat = false state="{}"\n', 'heartbeat = false\nstate\n= "{}"\n',
                                  'heartbeat = false\nstate // it is\n= "{}"\n', 'heartbeat = false\nstate =\n"{}"\n'])
def test_a_state_that_the_configuration_sets_in_any_way(breakable, tmp_path, text):
    """What is kept is kept there, where somebody looks."""
    state = tmp_path / 'another state'
    breakable.configure(text.format(state))
    command = [breakable.binary, '--config', breakable.config, 'filter']
    libraries = tmp_path / 'libraries'
    libraries.mkdir()
    empty_library(libraries)
    for environment in ({}, {}, {'LD_LIBRARY_PATH': str(libraries)}):
        result = subprocess.run(command, input=notice(CODE) if environment else ordinary(), timeout=PATIENCE,
                                env={**breakable.environment, **environment}, capture_output=True)
    files = list(breakable.folder.rglob('*.eml'))
    assert result.returncode == (0 if files else 75), result
    assert {file.parent for file in files} <= {state / 'spool'}
    assert files or '\nstate = "' not in text, 'what is plain is read'


@pytest.mark.parametrize('number', [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGXCPU],
                         ids=lambda number: number.name)
def test_a_crash_at_any_moment(breakable, number):
    """What was answered by 0 is recorded or kept; with 75, who delivers has it still."""
    mail, usual = notice(CODES[3]), time.monotonic()
    filtered(breakable, mail)
    usual = time.monotonic() - usual
    promised, crashed = {CODES[3]}, 0
    for turn in range(25):
        code = f'kK{turn:02}xY5fG7hJ'
        process = subprocess.Popen(breakable.command('filter'), stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=breakable.environment)
        process.stdin.write(notice(code))
        process.stdin.close()
        children = pathlib.Path(f'/proc/{process.pid}/task/{process.pid}/children')
        time.sleep(random.uniform(0, usual))
        try:
            for child in children.read_text().split():
                os.kill(int(child), number)
        except (FileNotFoundError, ProcessLookupError):
            pass
        said = process.stderr.read()
        process.stderr.close()
        assert process.wait(PATIENCE) in (0, 75), said
        crashed += b'by signal' in said
        if process.returncode == 0:
            promised.add(code)
    assert crashed, 'some were hit'
    for turn in range(20):
        filtered(breakable, ordinary(turn))
    assert promised <= set(codes(breakable)) and not spooled(breakable)
