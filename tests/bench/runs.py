"""Programs side by side: in turns, so that a busy machine slows all alike; medians, and the median of
the ratios of each turn."""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading

BUILD = pathlib.Path(os.environ['VIGIE']).resolve().parent
BENCH_PACKAGES = {'mhdr': 'mblaze', 'mlist': 'mblaze', 'mpick': 'mblaze', 'mu': 'maildir-utils', 'notmuch': 'notmuch'}
# They deliver mail, and a machine may have its own: unpacked, never installed.
DELIVERERS = ('procmail', 'maildrop')


def servers():
    """The folder of contrib/server-root."""
    return pathlib.Path(os.environ.get('VIGIE_SERVERS', BUILD / 'servers'))


def find(name):
    """Where the peer is; None without it."""
    unpacked = servers() / 'usr/bin' / name
    if name in DELIVERERS and unpacked.exists():
        return str(unpacked)
    return shutil.which(name)


def require(names):
    """Ends with what to do where a peer is missing: a table with gaps compares nothing."""
    missing = [name for name in names if not find(name)]
    packages = sorted({BENCH_PACKAGES[name] for name in missing if name in BENCH_PACKAGES})
    if packages:
        print(f'Missing to be measured beside; as root: apt-get install --no-install-recommends '
              f'{" ".join(packages)}', file=sys.stderr)
    if unpacked := [name for name in missing if name in DELIVERERS]:
        print(f'{", ".join(unpacked)}: unpack them by contrib/server-root {servers()}', file=sys.stderr)
    if missing:
        sys.exit(69)


def runnable(name, folder):
    """A deliverer as a command of spawn-bench. Of an unpacked one that wants libraries which the machine has
    not, a copy in `folder` with links to them: it may be setgid, and would not look for them then."""
    path = find(name)
    while wanted := [line.split()[0] for line in subprocess.run(
            ['ldd', path], capture_output=True, text=True,
            env={**os.environ, 'LD_LIBRARY_PATH': str(folder)}).stdout.splitlines() if 'not found' in line]:
        folder.mkdir(exist_ok=True)
        path = folder / name
        shutil.copyfile(find(name), path)
        path.chmod(0o755)
        for library in wanted:
            (folder / library).symlink_to(next(servers().glob(f'usr/lib/**/{library}')))
    return f'LD_LIBRARY_PATH={folder} {path}' if folder.exists() else str(path)


class Run:
    """One run, by spawn-bench: wall and CPU in seconds, the size of its largest process in KB. (What Python
    starts has Python's own size at first.)"""

    def __init__(self, words, cores=None, environment=None, stdin=os.devnull):
        own = os.sched_getaffinity(0)
        os.sched_setaffinity(0, cores or own)  # those that are started have ours
        try:
            said = subprocess.run([BUILD / 'spawn-bench', '1', stdin, '\t'.join(map(str, words))],
                                  env=environment, capture_output=True, text=True)
        finally:
            os.sched_setaffinity(0, own)
        assert said.returncode == 0, (words, said.stderr)
        wall, cpu, size = map(float, said.stdout.split())
        self.wall, self.cpu, self.size = wall / 1e6, cpu / 1e6, size


def take_turns(rows, rounds):
    """`rows`: name to a function that makes a Run. The runs of each."""
    runs = {name: [] for name in rows}
    for _ in range(rounds):
        for name, run in rows.items():
            runs[name].append(run())
    return runs


def median(runs, what='wall'):
    return statistics.median(getattr(run, what) for run in runs)


def ratio(runs, others, what='wall'):
    """How many times as long as `runs` the `others` take: above 1, `runs` are faster."""
    return statistics.median(getattr(other, what) / getattr(run, what)
                             for run, other in zip(runs, others, strict=True))


def _sum_of_sizes(leader):
    """Proportional sizes of all processes of a session, in KB."""
    total = 0
    for folder in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            if os.getsid(int(folder.name)) == leader:
                total += int((folder / 'smaps_rollup').read_text().split('Pss:')[1].split()[0])
        except (OSError, IndexError):
            continue  # it ended
    return total


def size_of_all(words, environment=None):
    """The most that all processes of a program hold at a time, shared pages counted once, in KB: seen
    every few milliseconds."""
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, env=environment, start_new_session=True)
    most, ended = 0, threading.Event()
    waiter = threading.Thread(target=lambda: (process.wait(), ended.set()))
    waiter.start()
    while not ended.wait(0.005):
        most = max(most, _sum_of_sizes(process.pid))
    waiter.join()
    assert process.returncode == 0, words
    return most


def load():
    """What else the machine does, for the head of a table."""
    return f'{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}'
