"""Breaks the program at each of its system calls that makes, writes, syncs, renames, removes or
sends (tests/faults/break-run.c), runs it once more unbroken, and looks whether all is as promised.

A scenario is run once as it is, which counts its calls; then once for each call and each way in
which such a call may fail or its process may die, in a folder of its own. The folders lie in memory
where there is some, so that a sync costs nothing."""
import concurrent.futures
import contextlib
import itertools
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile

CANNOT_TRACE = 77
# What a command may end with whose files cannot be written; 70 would be a fault of its own.
FAILED = {69, 71, 73, 74, 75}
DEAD = 128 + 9

# What may lie in a state; else a file was left behind.
SENT_SOON = '2026-03-02T12:00:00+01:00'  # of no importance: no code depends on it
KNOWN = re.compile(r'''vigie\.db(-wal|-shm|-journal)? | watch\.lock | control | key | last-good\.conf
    | spool | spool/aside | proofs | originals
    | spool/[0-9]+-[0-9]+-[0-9a-f]{8}\.eml | spool/aside/[0-9a-f]{32}\.eml
    | proofs/[0-9]+-[0-9a-f]{16}\.[a-z]+ | originals/[0-9a-f]{64}\.eml''', re.X)

DIES = ['kill', 'cut']
WAYS = {
    'write': [*DIES, 'EIO', 'ENOSPC', 'EINTR', 'short', 'full', 'broken'],
    'sync': [*DIES, 'EIO', 'EINTR', 'broken'],
    'make': [*DIES, 'EIO', 'ENOSPC', 'full'],
    'name': [*DIES, 'killed', 'cutted', 'EIO', 'ENOSPC'],
    'send': [*DIES, 'killed', 'EINTR', 'ENOBUFS'],
}
KIND_OF = {'write': 'write', 'writev': 'write', 'pwrite': 'write', 'pwritev': 'write',
           'fsync': 'sync', 'fdatasync': 'sync', 'utimens': 'sync', 'ftruncate': 'make',
           'fallocate': 'make', 'open': 'make', 'mkdir': 'make', 'link': 'name', 'symlink': 'name',
           'rename': 'name', 'unlink': 'name', 'rmdir': 'name', 'send': 'send'}


class Ran:
    """What came of one run: its exit code, the calls that it made, as (site, call, target)."""

    def __init__(self, report, output):
        lines = report.read_text(errors='replace').splitlines()
        assert lines and lines[-1].startswith('end '), 'the tracer said nothing'
        self.calls = [tuple(line.split(' ', 2)) for line in lines[:-1]]
        assert lines[-1] != 'end hung 0', 'it hangs'
        self.code, left = map(int, lines[-1].split()[1:])
        assert not left, 'a process of it stays behind'
        self.said = output


class Place:
    """A folder with a state and a configuration; the program is told of no other."""

    def __init__(self, program, tracer, folder):
        self.program, self.tracer, self.folder = program, tracer, folder
        self.state, self.config = folder / 'state', folder / 'vigie.conf'
        self.out = folder / 'out'
        self.alerts = folder / 'alerts'
        self.environment = {
            'HOME': str(folder), 'PATH': '/usr/bin:/bin', 'LANG': 'C.UTF-8', 'LANGUAGE': 'en',
            'PLACE': str(folder), 'NAME': folder.name}

    def copy(self, folder):
        shutil.copytree(self.folder, folder, symlinks=True)
        return Place(self.program, self.tracer, folder)

    def command(self, now, *words):
        options = ['--state', self.state, '--now', now]
        if self.config.exists():
            options += ['--config', self.config]
        return [self.program, *map(str, [*options, *words])]

    def run(self, now, *words, stdin=None, code=0):
        """Unbroken, and untraced; standard output as bytes."""
        with contextlib.ExitStack() as stack:
            source = stack.enter_context(open(stdin, 'rb')) if stdin else subprocess.DEVNULL
            done = subprocess.run(self.command(now, *words), stdin=source, capture_output=True,
                                  env=self.environment, timeout=60, check=False)
        said = done.stderr.decode(errors='replace')
        assert code is None or done.returncode == code, f'{words}: {done.returncode}: {said}'
        return done

    def traced(self, now, *words, stdin=None, at=None, way=None):
        with contextlib.ExitStack() as stack:
            source = stack.enter_context(open(stdin, 'rb')) if stdin else subprocess.DEVNULL
            out = stack.enter_context(open(self.out, 'wb'))
            done = subprocess.run(self._traced(now, words, at, way), stdin=source, stdout=out,
                                  stderr=subprocess.PIPE, env=self.environment, timeout=120,
                                  check=False)
        return Ran(self.folder / 'report', done.stderr.decode(errors='replace'))

    def _traced(self, now, words, at, way):
        begin = [self.tracer, '--report', self.folder / 'report', '--seconds', '60']
        return [*begin, *(['--at', at, way] if at else []), *self.command(now, *words)]

    @contextlib.contextmanager
    def serving(self, now, *words, at=None, way=None):
        """The tracer's process, beside the body; what it says goes to `out`."""
        with self._beside(self._traced(now, words, at, way)) as process:
            yield process

    def untraced(self, now, *words):
        """The same of the program itself."""
        return self._beside(self.command(now, *words))

    @contextlib.contextmanager
    def _beside(self, command):
        with open(self.out, 'wb') as out:
            process = subprocess.Popen(command, stderr=out, stdin=subprocess.DEVNULL,
                                       env=self.environment)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self.state / 'vigie.db')) as database:
            return database.execute(sql).fetchall()

    def entries(self):
        """(code, sent, deadline, status) of each."""
        if not (self.state / 'vigie.db').exists():
            return []
        listed = json.loads(self.run(SENT_SOON, 'list', '--all', '--json', '--reveal').stdout)['entries']
        codes = {entry['id']: entry['code'] for entry in listed}  # the database has them sealed
        return sorted((codes[number], *row) for number, *row in
                      self.rows('SELECT id, sent, deadline, status FROM entry'))

    def check_state(self, version):
        """Sound, of the newest version, and nothing left behind."""
        assert self.rows('PRAGMA integrity_check') == [('ok',)]
        assert self.rows('PRAGMA foreign_key_check') == []
        assert self.rows('PRAGMA user_version') == [(version,)]
        names = [str(path.relative_to(self.state)) for path in self.state.rglob('*')]
        assert not [name for name in names if not KNOWN.fullmatch(name)], names
        modes = {path.stat().st_mode & 0o077 for path in self.state.rglob('*')}
        assert modes <= {0}, 'others may read it'


def temporary_folder():
    memory = pathlib.Path('/dev/shm')
    inside = memory if os.access(memory, os.W_OK) else None
    return pathlib.Path(tempfile.mkdtemp(prefix='vigie-breaks-', dir=inside))


def ways_of(call, target):
    ways = WAYS[KIND_OF[call]]
    if target.startswith(('/memfd:', 'pipe:')):
        ways = [way for way in ways if way not in ('full', 'broken')]
    return ways


def plan_of(calls, share, always):
    """What to break: all of it, or every `share`th of it (a prime, so that every way has its turn)
    and what is `always`, for it went wrong once. To kill all processes is to kill it, where there
    is one only."""
    alone = len({re.split('[:/]', site)[0] for site, _, _ in calls}) == 1
    plan = [(site, call, target, way) for site, call, target in calls
            for way in ways_of(call, target) if not (alone and way.startswith('cut'))]
    return [one for number, one in enumerate(plan) if number % share == 0 or always(*one)]


class Bench:
    """Runs the scenarios, and keeps count."""

    def __init__(self, program, tracer, servers):
        self.program, self.tracer, self.servers = program, tracer, servers
        self.folder = temporary_folder()
        self.numbers = itertools.count()

    def place(self):
        folder = self.folder / f'{next(self.numbers)}'
        folder.mkdir()
        return Place(self.program, self.tracer, folder)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def look(self, scenario, place, site=None, way=None):
        """What was run, after which all is as promised."""
        with scenario.beside(place, self.servers):
            ran = scenario.run(place, site, way)
            assert site or ran.code == 0, ran.said
            scenario.recover(place, ran)
            scenario.check(place, ran)
        return ran

    def break_one(self, scenario, template, one):
        """None where all is well."""
        site, call, target, way = one
        place = template.copy(self.folder / f'{next(self.numbers)}')
        try:
            self.look(scenario, place, site, way)
        except (AssertionError, sqlite3.Error, OSError, ValueError,
                subprocess.SubprocessError) as error:
            return f'{scenario.name}: {way} at {site}, {call} {target}: {error!r}'
        finally:
            shutil.rmtree(place.folder, ignore_errors=True)
        return None

    def run(self, scenario, share, workers):
        """(faults, runs, calls): a line for each run after which something was not as promised."""
        template = self.place()
        with scenario.beside(template, self.servers):
            scenario.prepare(template)
        ran = self.look(scenario, template.copy(self.folder / f'{next(self.numbers)}'))
        assert {*scenario.threads} <= {site.partition(':')[0] for site, _, _ in ran.calls}
        plan = plan_of(ran.calls, share, scenario.always)
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            said = list(pool.map(lambda one: self.break_one(scenario, template, one), plan))
        return [fault for fault in said if fault], len(plan), len(ran.calls)
