"""The parts of the soak: the mail that comes, what else happens beside it, and what each process of
the watch holds meanwhile."""
import contextlib
import itertools
import os
import pathlib
import re
import select
import signal
import statistics

from mails import inline_forward, notice, ordinary
from servers import PATIENCE, children_of, wait_until
from test_cases import ACTIVATED, mail

KEPT_FILES = 50  # of the Maildir: its owner deletes, so that what grows is ours alone
# How much memory of its own a process may win from one checkpoint to a later one, in KB. What the making
# of a calendar and a report takes stays with malloc: of the 20 MB in the arenas of a keeper 2.5 are in use
# at rest. These grow by 1 MB an hour, at 600 notices an hour; half of it is SQLite's page cache, which ends
# at 2 MB. In a long run the rate counts.
GROWTH_KB, GROWTH_KB_PER_HOUR = 2048, 8192
DESCRIPTORS_APART = 2
# Under valgrind (tests/memcheck/under) a process is some thirty times slower, and holds what valgrind
# knows of its memory as well: a second of this life takes so many, and what is held is not compared.
UNDER = os.environ.get('SOAK_UNDER', '')
PACE = 3 if UNDER == 'valgrind' else 1


def code_of(number):
    return f'aB{number:06d}cDe7'


# --- what is held

class Held:
    """What one process holds. `memory` is what it alone has written to, in KB; `descriptors` is None
    where the kernel shows them to root alone, since the process may not be dumped."""

    def __init__(self, pid):
        folder = pathlib.Path(f'/proc/{pid}')
        status = (folder / 'status').read_text()
        self.pid = pid
        self.memory = int(re.search(r'RssAnon:\s+(\d+)', status)[1])
        self.threads = int(re.search(r'Threads:\s+(\d+)', status)[1])
        try:
            self.descriptors = len(os.listdir(folder / 'fd'))
        except PermissionError:
            self.descriptors = None


def processes(master):
    """{role: Held}: the master and those of its children that last."""
    held = {'master': Held(master)}
    for pid in children_of(master):
        with contextlib.suppress(OSError, TypeError):  # one that has just ended
            name = pathlib.Path(f'/proc/{pid}/comm').read_text().strip()
            if name in ('vigie-keeper', 'vigie-fetcher', 'vigie-reader'):
                held[name.removeprefix('vigie-')] = Held(pid)
    return held


def slope(samples, role):
    """KB an hour, by least squares over (seconds, {role: Held}); None where there are too few."""
    points = [(at, held[role].memory) for at, held in samples if role in held]
    if len(points) < 3:
        return None
    return statistics.linear_regression(*zip(*points)).slope * 3600


def compare(role, before, after, seconds):
    """The faults of what `role` holds more than `seconds` ago."""
    allowed = max(GROWTH_KB, GROWTH_KB_PER_HOUR * seconds / 3600)
    if after.memory - before.memory > allowed:
        yield f'{role}: memory went from {before.memory} to {after.memory} KB in {seconds:.0f} s'
    if after.threads != before.threads:
        yield f'{role}: {before.threads} threads, then {after.threads}'
    if None not in (before.descriptors, after.descriptors) and \
            abs(after.descriptors - before.descriptors) > DESCRIPTORS_APART:
        yield f'{role}: {before.descriptors} descriptors, then {after.descriptors}'


# --- what comes

def nested(levels=400):
    """Multiparts in multiparts, none of which ends."""
    head = 'From: a@example.org\r\nSubject: nest\r\nMIME-Version: 1.0\r\n'
    return (head + ''.join(f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'
                           for level in range(levels))).encode()


BROKEN = (
    nested(),
    b'From: a@example.org\r\nSubject: ' + b'=?UTF-8?B?4oKs?= ' * 20_000 + b'\r\n\r\nlong\r\n',
    b'From: a@example.org\r\nSubject: Mon espace sant\xff\xfe\r\nContent-Type: text/html\r\n\r\n'
    + b'<div><table><tr><td>' * 10_000,
    b'From: assurance-maladie@info.ameli.fr\r\nSubject: Mon espace sante\r\nContent-Type: text/plain; '
    b'charset=x-none\r\nContent-Transfer-Encoding: base64\r\n\r\n' + b'%%%%' * 50_000 + b'\r\n',
)


class Traffic:
    """One second of life after the other."""

    def __init__(self, vigie, watch, dovecot, maildir):
        self.vigie, self.watch, self.dovecot, self.maildir = vigie, watch, dovecot, maildir
        self.given, self.forged = [], 0
        self.mails = self.reloads = self.reconnects = self.readers_killed = self.commands = 0
        self.numbers = itertools.count(1)
        self.files = []
        self.configurations = None  # an endless iterator of texts, set by the test

    def deliver(self, mail_bytes):
        self.files.append(self.maildir.deliver(mail_bytes))
        self.mails += 1
        while len(self.files) > KEPT_FILES:
            (self.maildir.path / 'new' / self.files.pop(0)).unlink()

    def append(self, mails, user):
        self.dovecot.append_many(mails, user=user)
        self.mails += len(mails)

    def run(self, *words, **options):
        self.commands += 1
        return self.vigie.run(*words, code=None, **options)

    # Each of these is one event, done every so many seconds.

    def ordinary(self, second):
        self.append([ordinary(second * 5 + n) for n in range(4)], ('jean', 'marie')[second % 2])
        self.deliver(ordinary(second))

    def notice(self, second):
        """By each way in turn; the last two are the same notice twice."""
        code = code_of(next(self.numbers))
        sample = notice(code)
        way = len(self.given) % 5
        if way in (0, 3):
            self.append([sample], 'jean')
        if way in (1, 4):
            self.deliver(sample)
        if way == 2:
            self.mails += 1
            done = self.run('filter', stdin=sample)
            assert done.returncode == 0, done.stderr
        if way == 3:
            self.append([sample], 'marie')
        if way == 4:
            self.append([inline_forward(sample)], 'marie')
        self.given.append(code)

    def forgery(self, second):
        text = f'Votre profil sera créé, sauf opposition. Code : {code_of(900000 + second)}\n'
        self.append([mail(text, dmarc='fail')], 'marie')

    def confirmation(self, second):
        self.append([mail(ACTIVATED, dmarc=None)], 'jean')

    def broken(self, second):
        sample = BROKEN[second % len(BROKEN)]
        self.append([sample], 'jean')
        self.deliver(sample)

    def command(self, second):
        words = (('list',), ('status', '--json'), ('report',), ('calendar',), ('list', '--all'))
        done = self.run(*words[self.commands % len(words)])
        assert done.returncode in (0, 69), done.stderr  # blind while the server starts anew

    def close(self, second):
        """The oldest but a few: a person deals with what comes."""
        entries = [entry for entry in self.vigie.entries() if entry['code'] in self.given]
        for entry in sorted(entries, key=lambda entry: entry['id'])[:-5]:
            done = self.run('close', str(entry['id']), '--as', 'dismissed')
            assert done.returncode == 0, done.stderr

    def check(self, second):
        self.watch.signal(signal.SIGUSR1)

    def reconnect(self, second):
        self.dovecot.restart()
        self.reconnects += 1

    def reload(self, second):
        self.vigie.configure(next(self.configurations))
        self.watch.signal(signal.SIGHUP)
        self.watch.wait_notify('RELOADING=1')
        self.watch.wait_notify('READY=1')
        self.reloads += 1

    def kill_reader(self, second):
        reader = processes(self.watch.process.pid).get('reader')
        if reader:
            os.kill(reader.pid, signal.SIGKILL)
            self.readers_killed += 1

    STEADY = ((1, 'ordinary'), (6, 'notice'), (7, 'command'), (9, 'check'), (11, 'broken'),
              (17, 'forgery'), (19, 'close'), (23, 'confirmation'), (29, 'reconnect'))
    HARSH = STEADY + ((8, 'reload'), (13, 'kill_reader'))

    def live(self, second, events):
        """What the second `second` of the run brings."""
        for every, name in events:
            if second % every == every - 1:
                getattr(self, name)(second)
        self.hear()

    def hear(self):
        """Empties the notify socket."""
        while select.select([self.watch.notify.socket], [], [], 0)[0]:
            self.watch.notify.socket.recv(65536)

    # --- rest

    def is_quiet(self):
        """Everything was looked at and sent; all is connected."""
        self.hear()
        status = self.vigie.json('status', code=None)
        blind = [row for row in status['accounts'] if row['blind_since']]
        given = set(self.given) - {entry['code'] for entry in self.vigie.entries('--all')}
        return not (blind or given or status['alerts_waiting'] or status['spooled'])

    def rest(self):
        """Waits for quiet and returns what each process holds then; of a few looks the least, for a
        process may be about to close what it opened."""
        self.watch.signal(signal.SIGUSR1)
        wait_until(self.is_quiet, 'everything is read and sent', timeout=4 * PATIENCE)
        wait_until(lambda: len(processes(self.watch.process.pid)) == 4, 'four processes')
        held = processes(self.watch.process.pid)
        for _ in range(5):
            self.is_quiet()
            for role, again in processes(self.watch.process.pid).items():
                if again.pid == held[role].pid:
                    for name in ('memory', 'threads', 'descriptors'):
                        values = [getattr(held[role], name), getattr(again, name)]
                        if None not in values:
                            setattr(held[role], name, min(values))
        return held
