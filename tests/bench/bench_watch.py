"""The figures of `make bench`: how soon a notice is safe, what the processes hold in memory, what
the first sight of a large mailbox costs. Speed is a ratio to a named peer of the same run."""
import contextlib
import ctypes
import os
import pathlib
import re
import select
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import types

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'system'))

import mailbox  # noqa: E402
import peers  # noqa: E402
from daemon import Vigie  # noqa: E402
from mails import notice  # noqa: E402
from servers import (PATIENCE, TOP, Authority, Dovecot, Hook, group_members,  # noqa: E402
                     wait_until)

ROUNDS = 50
# Vigie looks at a mailbox at most once a second; notices do not come that close.
APART_SECONDS = 1.2
MAILS, CANDIDATES, NOTICES = 20_000, 40, 5
DAYS = 90
FIELDS = 'FROM SUBJECT LIST-ID'  # those that daemon/source/fetch.c asks for
FIRST_SIGHT_SECONDS = 120
IN_MODIFY = 2


def say(*columns):
    first, *rest = columns
    print(f'  {first:<48}' + ''.join(f'{column:>14}' for column in rest), flush=True)


# --- what is measured by

class Database:
    """What other processes can read of Vigie's state: SQLite shows them a transaction only after
    the keeper has synced it (write-ahead log, synchronous=FULL)."""

    def __init__(self, state):
        self.connection = sqlite3.connect(f'file:{state}/vigie.db?mode=ro', uri=True,
                                          isolation_level=None)
        libc = ctypes.CDLL(None, use_errno=True)
        self.inotify = libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        wal = os.fsencode(f'{state}/vigie.db-wal')
        watch = libc.inotify_add_watch(self.inotify, wal, IN_MODIFY)
        assert watch >= 0, os.strerror(ctypes.get_errno())

    def number(self, query):
        return self.connection.execute(query).fetchone()[0]

    def entries(self):
        return self.number('SELECT count(*) FROM entry')

    def success(self):
        return self.number('SELECT coalesce(max(last_success), 0) FROM cursor'
                           " WHERE mailbox = 'INBOX'")

    def forget_writes(self):
        with contextlib.suppress(BlockingIOError):
            while os.read(self.inotify, 65536):
                pass

    def wait_entries(self, count):
        """(instant, nanoseconds of a look) at which `count` entries were first seen. It sleeps
        until the log is written to, then looks without a pause: only then it takes a processor."""
        assert select.select([self.inotify], [], [], PATIENCE)[0], 'Vigie wrote nothing'
        begin, looks = time.monotonic_ns(), 0
        while True:
            enough, now, looks = self.entries() >= count, time.monotonic_ns(), looks + 1
            if enough:
                return now, (now - begin) / looks
            assert now - begin < PATIENCE * 1e9, f'no entry {count}'

    def close(self):
        self.connection.close()
        os.close(self.inotify)


def memory(pid):
    """{field: KB}; None where the kernel shows it to root alone, since it may not be dumped."""
    try:
        text = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text()
    except PermissionError:
        status = pathlib.Path(f'/proc/{pid}/status').read_text()
        return {'Rss': int(re.search(r'VmRSS:\s+(\d+)', status)[1]), 'Pss': None, 'Private': None}
    fields = {name: int(value) for name, value in re.findall(r'^(\w+):\s+(\d+) kB', text, re.M)}
    return {**fields, 'Private': fields['Private_Clean'] + fields['Private_Dirty']}


def idle_sessions(server):
    """How many clients of `server` wait in IDLE, by the titles of its processes."""
    titles = []
    for pid in group_members(server.process.pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            titles.append(pathlib.Path(f'/proc/{pid}/cmdline').read_bytes())
    return sum(b'IDLE' in title for title in titles)


def bytes_sent(server):
    """What Dovecot sent in all sessions that ended, before encryption."""
    return sum(map(int, re.findall(r'imap\(\S+: .* in=\d+ out=(\d+)', server.log())))


# --- the bench's own surroundings

class Bench:
    """Folders, servers and Vigies, all of which go with it."""

    def __init__(self, stack, binary):
        self.stack, self.binary = stack, binary
        # Beside the program and not in /tmp, where a sync may cost nothing.
        self.folder = pathlib.Path(stack.enter_context(
            tempfile.TemporaryDirectory(prefix='bench-', dir=binary.parent)))
        self.ca = Authority(self.folder / 'ca')
        self.root = pathlib.Path(os.environ.get('VIGIE_SERVERS', TOP / 'build/servers'))
        subprocess.run([TOP / 'contrib/server-root', self.root], check=True)

    def dovecot(self):
        server = Dovecot(self.root, self.ca, extra='verbose_proctitle = yes\n')
        self.stack.callback(server.remove)
        return server

    def ending(self, thing):
        self.stack.callback(thing.stop)
        return thing

    def vigie(self, name, server, port, sink=''):
        vigie = Vigie(self.binary, self.folder / name)
        secret = vigie.secret('password', server.users['jean'])
        vigie.configure(f'''account "jean" {{
            imap = "imaps://jean@localhost:{port}"
            password-file = "{secret}"
            ca-file = "{self.ca.ca_file}"
            mailboxes = {{ "INBOX" }}
            since = {DAYS}
            trust = {{ "mx.test" }}
        }}
        quiet-hours = ""
        {sink}
        ''')
        return vigie


@contextlib.contextmanager
def opened(state):
    database = Database(state)
    try:
        yield database
    finally:
        database.close()


def introduce(bench):
    filesystem = subprocess.run(['stat', '-f', '-c', '%T', bench.folder], check=True, text=True,
                                capture_output=True).stdout.strip()
    version = subprocess.run([bench.binary, '--version'], check=True, text=True,
                             capture_output=True).stdout.split('\n')[0]
    print(f'{version}; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; state on '
          f'{filesystem}; Dovecot on loopback, TLS')


# --- how soon a notice is safe

def one_round(number, client, lab):
    """(ns of the peer, ns of Vigie, ns between two looks at the database)"""
    wait_until(lambda: idle_sessions(lab.server) == 2, 'both wait in IDLE')
    time.sleep(APART_SECONDS)
    lab.database.forget_writes()
    before, begin = lab.database.entries(), time.monotonic_ns()
    status, answer = client.append('INBOX', None, None, notice(f'aB{number:04d}cDeF5g'))
    assert status == 'OK', answer
    committed, look = lab.database.wait_entries(before + 1)
    synced = lab.peer.result(PATIENCE)
    return (synced - lab.peer_relay.spoke_after(begin), committed - lab.relay.spoke_after(begin),
            look)


def show_latency(rounds):
    of_peer, of_vigie, looks = zip(*rounds)
    print(f'From EXISTS on the wire to durable, in ms ({ROUNDS} notices, {APART_SECONDS} s apart)')
    say('', 'median', 'min', 'max')
    for name, times in (('raw socket client: fetch, fdatasync', of_peer),
                        ('vigie: fetch, read, decide, commit', of_vigie)):
        say(name, *(f'{value / 1e6:.2f}' for value in
                    (statistics.median(times), min(times), max(times))))
    ratio = statistics.median(of_vigie) / statistics.median(of_peer)
    say('vigie / raw socket client', f'{ratio:.2f}')
    print(f"  Each through a relay that sees EXISTS pass; Vigie's commit is seen within "
          f'{statistics.median(looks) / 1e3:.0f} µs, by looking at its database without a pause.')


def role_of(pid, master):
    """By the name that each process gives itself; the reader keeps its parent's."""
    name = pathlib.Path(f'/proc/{pid}/comm').read_text().strip()
    return 'master' if pid == master else name.partition('-')[2] or 'reader'


def show_memory(title, watch):
    rows = [(role_of(pid, watch.process.pid), memory(pid))
            for pid in sorted(group_members(watch.process.pid))]
    print(f'{title}, in KB')
    say('', 'resident', 'proportional', 'private')
    for role, held in rows:
        say(role, *(held[name] or '-' for name in ('Rss', 'Pss', 'Private')))
    if all(held['Pss'] for _, held in rows):
        say('all together', '',
            *(sum(held[name] for _, held in rows) for name in ('Pss', 'Private')))


def all_rounds(lab, hook):
    client = lab.server.client()
    rounds = []
    for number in range(ROUNDS):
        rounds.append(one_round(number, client, lab))
        # The alert's own process would take a processor from the next round.
        hook.wait(number + 1)
    client.logout()
    return rounds


def bench_latency(bench):
    lab = types.SimpleNamespace(server=bench.dovecot().start())
    hook = bench.ending(Hook())
    lab.relay, lab.peer_relay = (bench.ending(peers.Relay(lab.server.tls_port)) for _ in range(2))
    vigie = bench.vigie('latency', lab.server, lab.relay.port,
                        f'alert "hook" {{ kind = command command = "{hook.command}" }}')
    with vigie.watch() as watch, opened(vigie.state) as lab.database:
        wait_until(lab.database.success, 'the first look')
        wait_until(lambda: idle_sessions(lab.server) == 1, 'Vigie waits in IDLE')
        show_memory('Memory at rest, after the first look at an empty mailbox', watch)
        lab.peer = bench.ending(
            peers.IdlePeer(lab.server, lab.peer_relay.port, bench.folder / 'peer'))
        rounds = all_rounds(lab, hook)
    show_latency(rounds)


# --- first sight of a large mailbox

def forget_index(server):
    """What Dovecot remembers of the mailbox: each client finds a server that never read it."""
    for path in (server.folder / 'mail/jean').glob('dovecot*'):
        path.unlink()


def measured(server, act):
    """(seconds, bytes that the server sent)"""
    before = bytes_sent(server)
    seconds = act()
    wait_until(lambda: bytes_sent(server) > before, 'Dovecot notes what it sent')
    return seconds, bytes_sent(server) - before


def first_sight(vigie, show=None):
    begin = time.monotonic()
    with vigie.watch() as watch, opened(vigie.state) as database:
        while not database.success():
            assert time.monotonic() - begin < FIRST_SIGHT_SECONDS, watch.log()
            time.sleep(0.01)
        seconds = time.monotonic() - begin
        if show:
            show(watch)
    found = len(vigie.entries())
    assert found == NOTICES, f'{found} entries, not {NOTICES}'
    return seconds


def headers_alone(server):
    begin = time.monotonic()
    count = peers.fetch_headers(server, DAYS, FIELDS)
    assert count == MAILS, count
    return time.monotonic() - begin


def show_first_sight(title, of_peer, of_vigie):
    say(title, 'seconds', 'KB received')
    for name, (seconds, received) in (('  imaplib: SEARCH, one FETCH of the same fields', of_peer),
                                      ('  vigie: first sight, candidates whole', of_vigie)):
        say(name, f'{seconds:.2f}', f'{received / 1000:.0f}')
    say('  vigie / imaplib', *(f'{ours / theirs:.2f}' for ours, theirs in zip(of_vigie, of_peer)))


def bench_first_sight(bench):
    server = bench.dovecot()
    size = mailbox.fill(server.folder / 'mail/jean', MAILS, CANDIDATES, NOTICES)
    server.start()
    print(f'First sight of {MAILS} mails ({size / 1e6:.0f} MB; {CANDIDATES} candidates, {NOTICES} '
          'notices)')
    of_vigie = measured(server, lambda: first_sight(bench.vigie('cold', server, server.tls_port)))
    forget_index(server)
    of_peer = measured(server, lambda: headers_alone(server))
    show_first_sight('a server that reads the mailbox for the first time', of_peer, of_vigie)
    of_peer = measured(server, lambda: headers_alone(server))
    of_vigie = measured(server, lambda: first_sight(
        bench.vigie('warm', server, server.tls_port),
        lambda watch: show_memory(f'Memory after the first sight of {MAILS} mails', watch)))
    show_first_sight('a server that has its index', of_peer, of_vigie)


def main():
    binary = pathlib.Path(os.environ.get('VIGIE', TOP / 'build/vigie')).resolve()
    with contextlib.ExitStack() as stack:
        bench = Bench(stack, binary)
        introduce(bench)
        bench_latency(bench)
        bench_first_sight(bench)


if __name__ == '__main__':
    main()
