"""What is broken at every step: each scenario says how the state is before, what is run, how a person
or a delivery agent goes on afterwards, and what must be true then."""
import contextlib
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import time
import zipfile
from datetime import datetime

from breaks import DEAD, FAILED, Ran
from mails import notice, ordinary
from servers import TOP, children_of

# A Tuesday; the mails were sent the Monday before, and 42 days later is Monday 13 April.
NOW, LATER = '2026-03-03T10:00:00+01:00', '2026-03-03T14:00:00+01:00'
SENT, DEADLINE = '2026-03-02', '2026-04-13'
SENT_AT = datetime.fromisoformat('2026-03-02T11:00:00+01:00').timestamp()
CODES = ['aA3dE5fG7hJ1', 'bB3dE5fG7hJ2', 'cC3dE5fG7hJ3']
PDF = b'%PDF-1.4\n' + bytes(range(256)) * 64
# What a fault may raise besides.
BESIDES = {'trouble', 'sink-failed', 'blind', 'seeing'}

HOOK = '''quiet-hours = ""
alert "hook" { kind = command command = "cat >>${PLACE}/alerts" }
'''
SENDMAIL = '#!/bin/sh\ncat >>"$PLACE/mails"\n'
SINKS = HOOK + '''report = "${PLACE}/page.html"
keep-original = true
alert "file" { kind = calendar file = "${PLACE}/file.ics" }
alert "vdir" { kind = calendar vdir = "${PLACE}/vdir" }
alert "mail" { kind = mail to = "jean@example.fr" from = "vigie@example.fr" replies = false
               sendmail = "${PLACE}/sendmail" }
'''
MAILDIR = 'account "local" { maildir = "${PLACE}/Maildir" poll = 3600 since = 3650 }\n'


def steps():
    """The schema's own steps, as SQL."""
    text = (TOP / 'daemon/store/schema.c').read_text()
    table = re.search(r'steps\[\] = \{(.*?)\n\};', text, re.S).group(1)
    table = re.sub(r'/\*.*?\*/', '', table, flags=re.S)
    found = [''.join(re.findall(r'"([^"]*)"', step)) for step in re.split(r',\n', table)]
    return [step for step in found if step]


VERSION = len(steps())


def write(path, data, seconds=SENT_AT, mode=0o600):
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(data)
    path.chmod(mode)
    os.utime(path, (seconds, seconds))


def entry(code, status='open'):
    return (code, SENT, DEADLINE, status)


def whole(place, *names):
    """Each file that is there is so to its end."""
    for name in names:
        for path in [place.folder / name] if '*' not in name else place.folder.glob(name):
            if path.exists():
                text = path.read_bytes()
                assert text.endswith((b'END:VCALENDAR\r\n', b'</html>\n')), f'{path.name} is cut'


def stray(folder):
    """What is left beside the files that we write."""
    return [str(path.relative_to(folder)) for path in folder.rglob('*')
            if re.search(r'\.[A-Z0-9]{6}$|\.new|~$', path.name)]


def alerts(place):
    """(event, code) of each that the hook took."""
    if not place.alerts.exists():
        return []
    text, found = place.alerts.read_text().lstrip(), []
    while text:
        alert, end = json.JSONDecoder().raw_decode(text)
        found.append((alert['event'], (alert['entry'] or {}).get('code')))
        text = text[end:].lstrip()
    return found


class Scenario:
    """One that runs `words` and, where that died or failed, runs them again."""

    words, configuration = (), HOOK
    stdin = None
    threads = ()  # whose calls must be among those that are broken

    @property
    def name(self):
        return type(self).__name__

    def always(self, site, call, target, way):
        """What broke it once is broken in each run."""
        return False

    @contextlib.contextmanager
    def beside(self, place, servers):
        """The servers that it talks to, while it is prepared, broken or checked."""
        yield

    def prepare(self, place):
        place.config.write_text(self.configuration)
        place.config.chmod(0o600)
        write(place.folder / 'notice', notice(CODES[0], SENT_AT, 'one'))

    def input(self, place):
        return place.folder / self.stdin if self.stdin else None

    def run(self, place, site, way):
        return place.traced(NOW, *self.arguments(place), stdin=self.input(place), at=site, way=way)

    def arguments(self, place):
        return [str(word).replace('PLACE', str(place.folder)) for word in self.words]

    def recover(self, place, ran):
        assert ran.code in FAILED | {0, DEAD}, f'{ran.code}: {ran.said}'
        if ran.code != 0:
            place.run(LATER, *self.arguments(place), stdin=self.input(place))

    def check(self, place, ran):
        raise NotImplementedError

    def deliver(self, place):
        """What is due goes out; a state that was never made has nothing due."""
        place.run(LATER, 'watch', '--once')

    def told(self, place, *wanted):
        got = alerts(place)
        for event, code in wanted:
            masked = f'{code[:2]}****{code[-2:]}' if code else None
            count = got.count((event, masked))
            assert 1 <= count <= 2, f'{event} {code}: {count} times'
            got = [alert for alert in got if alert != (event, masked)]
        assert {event for event, _ in got} <= BESIDES, got


# --- filter

class FilterFirst(Scenario):
    """The first mail ever: the state is made."""

    words, stdin = ('filter',), 'notice'

    def recover(self, place, ran):
        # A delivery agent gives a mail again of which it was not told that it is taken.
        assert ran.code in {0, 75, DEAD}, f'{ran.code}: {ran.said}'
        if ran.code != 0:
            place.run(LATER, *self.words, stdin=self.input(place))
        self.deliver(place)

    def check(self, place, ran):
        assert place.entries() == [entry(CODES[0])]
        self.told(place, ('new', CODES[0]))
        place.check_state(VERSION)
        assert not list((place.state / 'spool').glob('*.eml'))


class FilterMore(FilterFirst):
    """With an entry there already."""

    def prepare(self, place):
        super().prepare(place)
        write(place.folder / 'before', notice(CODES[1], SENT_AT, 'before'))
        place.run(NOW, 'filter', stdin=place.folder / 'before')

    def check(self, place, ran):
        assert place.entries() == [entry(CODES[0]), entry(CODES[1])]
        self.told(place, ('new', CODES[0]), ('new', CODES[1]))
        place.check_state(VERSION)


class FilterPass(FilterFirst):
    """What the agent is given back is the whole mail."""

    words = ('filter', '--pass')

    def recover(self, place, ran):
        if ran.code == 0:
            self.passed(place)
        super().recover(place, ran)

    def passed(self, place):
        out, mail = place.out.read_bytes(), self.input(place).read_bytes()
        first, rest = out.split(b'\r\n', 1)
        assert rest == mail and first.startswith((b'X-Vigie: notice; deadline=2026-04-13',
                                                  b'X-Vigie: unread')), first


class LaunchPass(FilterPass):
    """An ordinary mail, which the launcher answers by itself: nothing is recorded."""

    def prepare(self, place):
        super().prepare(place)
        write(place.folder / 'notice', ordinary())
        # The launcher trusts a configuration that the program has found good.
        place.run(NOW, *self.words, stdin=place.folder / 'notice')

    def recover(self, place, ran):
        assert ran.code in {0, 75, DEAD}
        if ran.code == 0:
            out, mail = place.out.read_bytes(), self.input(place).read_bytes()
            assert out == b'X-Vigie: none\r\n' + mail

    def check(self, place, ran):
        assert not place.state.exists()


class FilterKeeps(FilterFirst):
    """With a fault in the configuration: into the spool, and out of it once that is mended."""

    configuration = HOOK + 'nonsense = 1\n'
    words = ('filter', '--pass')

    def recover(self, place, ran):
        assert ran.code in {0, 75, DEAD}, f'{ran.code}: {ran.said}'
        if ran.code == 0:
            assert place.out.read_bytes() == b'X-Vigie: unread\r\n' + self.input(place).read_bytes()
        else:
            place.run(LATER, *self.words, stdin=self.input(place))
        place.config.write_text(HOOK)
        self.deliver(place)


class FilterTakesIn(FilterMore):
    """One mail waits in the spool, and is taken in with the next."""

    def prepare(self, place):
        FilterFirst.prepare(self, place)
        write(place.state / 'spool/1772442000000000-1-00000000.eml',
              notice(CODES[1], SENT_AT, 'before'))


# --- watch --once

class WatchFirst(Scenario):
    """The first look at a Maildir, with every kind of sink that needs no server."""

    words, configuration = ('watch', '--once'), SINKS + MAILDIR
    files = ('page.html', 'file.ics', 'vdir/*.ics')

    def always(self, site, call, target, way):
        """The keeper that never got the fetcher's channel, the one whose answer the fetcher never got,
        and the one that died unheard."""
        return type(self) is WatchFirst and (
            (site.startswith(('vigie:', 'vigie-keeper:')) and (call, way) == ('send', 'ENOBUFS'))
            or (site, way) == ('vigie-keeper:1', 'kill'))

    def prepare(self, place):
        super().prepare(place)
        write(place.folder / 'sendmail', SENDMAIL.encode(), mode=0o700)
        (place.folder / 'vdir').mkdir()
        for name in ('cur', 'tmp'):
            (place.folder / 'Maildir' / name).mkdir(parents=True)
        for number, mail in enumerate((notice(CODES[0], SENT_AT, 'one'), ordinary(),
                                       notice(CODES[1], SENT_AT, 'two'))):
            write(place.folder / f'Maildir/new/1772442000.M{number}P1.host', mail)

    def recover(self, place, ran):
        self.ended_well(ran)
        whole(place, *self.files)
        self.deliver(place)

    @staticmethod
    def ended_well(ran):
        """With 70 where one of its processes was killed: a fault, which it says."""
        assert ran.code in FAILED | {0, 70, DEAD}, f'{ran.code}: {ran.said}'
        assert ran.code != 70 or 'ended' in ran.said, 'it says nothing'

    def check(self, place, ran):
        self.all_is_there(place, CODES[0], CODES[1])

    def all_is_there(self, place, *codes):
        assert place.entries() == [entry(code) for code in codes]
        self.told(place, *(('new', code) for code in codes))
        place.check_state(VERSION)
        whole(place, *self.files)
        assert len(list((place.state / 'originals').iterdir())) == len(codes)
        assert (place.folder / 'page.html').read_text().count('aria-labelledby="case-') == len(codes)
        mails = (place.folder / 'mails').read_text()
        assert len(re.findall('^From: ', mails, re.M)) >= len(codes)
        # A day of the deadline and one of the last call for each.
        calendar = (place.folder / 'file.ics').read_text()
        assert calendar.count('BEGIN:VEVENT') == 2 * len(codes)
        assert len(list((place.folder / 'vdir').glob('*.ics'))) == 2 * len(codes)
        assert not stray(place.folder), stray(place.folder)


class WatchSpool(WatchFirst):
    """One entry is known and told of; a mail more has come, and one waits in the spool."""

    def prepare(self, place):
        super().prepare(place)
        late = place.folder / 'Maildir/new/1772442000.M2P1.host'
        late.rename(place.folder / 'late')
        place.run(NOW, 'watch', '--once')
        (place.folder / 'late').rename(late)
        write(place.state / 'spool/1772442000000000-1-00000000.eml',
              notice(CODES[2], SENT_AT, 'three'))

    def check(self, place, ran):
        self.all_is_there(place, *CODES)


class WatchReminds(WatchFirst):
    """28 days before the deadline."""

    day = '2026-03-16T09:00:00+01:00'

    def prepare(self, place):
        super().prepare(place)
        place.run(NOW, 'watch', '--once')

    def run(self, place, site, way):
        return place.traced(self.day, *self.words, at=site, way=way)

    def deliver(self, place):
        place.run('2026-03-16T16:00:00+01:00', 'watch', '--once')

    def check(self, place, ran):
        # Both are due: one alert speaks of them.
        assert place.entries() == [entry(CODES[0]), entry(CODES[1])]
        self.told(place, ('new', CODES[0]), ('new', CODES[1]), ('digest', None))
        place.check_state(VERSION)
        assert not stray(place.folder), stray(place.folder)


def is_heard(pid, number):
    """Whether the process has made itself ready for the signal, which would end it otherwise."""
    status = pathlib.Path(f'/proc/{pid}/status').read_text()
    masks = re.findall(r'^Sig(?:Blk|Ign|Cgt):\t(\w+)$', status, re.M)
    return any(int(mask, 16) >> (number - 1) & 1 for mask in masks)


class Served(Scenario):
    """One that serves until TERM; `live` is what happens meanwhile."""

    def run(self, place, site, way):
        with place.serving(NOW, *self.arguments(place), at=site, way=way) as process:
            self.live(place, process)
            self.signal(process, signal.SIGTERM)
            process.wait(60)
        return Ran(place.folder / 'report', place.out.read_text(errors='replace'))

    def live(self, place, process):
        raise NotImplementedError

    @classmethod
    def signal(cls, process, number):
        """To the first process that the tracer started, as soon as it is heard there, if ever."""
        with contextlib.suppress(OSError, IndexError):
            pid = children_of(process.pid)[0]
            cls.until(process, lambda: is_heard(pid, number), seconds=50)
            os.kill(pid, number)

    @staticmethod
    def until(process, condition, seconds=4):
        """Not long: a fault may have it wait for its next try."""
        end = time.monotonic() + seconds
        while process.poll() is None and not condition() and time.monotonic() < end:
            time.sleep(0.02)


class Hup(Served, WatchFirst):
    """A daemon that reads its configuration anew between two mails."""

    words = ('watch',)
    configuration = HOOK + MAILDIR

    def prepare(self, place):
        super().prepare(place)
        (place.folder / 'Maildir/new/1772442000.M2P1.host').rename(place.folder / 'late')

    def live(self, place, process):
        self.until(process, lambda: alerts(place))
        self.signal(process, signal.SIGHUP)
        (place.folder / 'late').rename(place.folder / 'Maildir/new/1772442000.M2P1.host')
        self.until(process, lambda: len(alerts(place)) > 1)

    def all_is_there(self, place, *codes):
        assert place.entries() == [entry(code) for code in codes]
        self.told(place, *(('new', code) for code in codes))
        place.check_state(VERSION)

    def recover(self, place, ran):
        self.ended_well(ran)
        place.run(LATER, 'watch', '--once')


# --- commands

class Add(Scenario):
    words = ('add', '--sent', SENT, '--code', CODES[0])

    def recover(self, place, ran):
        assert ran.code in FAILED | {0, DEAD}, f'{ran.code}: {ran.said}'
        there = place.entries()
        if ran.code == 0:
            assert place.out.read_text() == '1\n'
        assert there == [entry(CODES[0])] if ran.code == 0 else len(there) <= 1
        if not there:
            place.run(LATER, *self.words)
        self.deliver(place)

    def check(self, place, ran):
        assert place.entries() == [entry(CODES[0])]
        self.told(place, ('new', CODES[0]))
        place.check_state(VERSION)


class OneEntry(Scenario):
    """A command that changes the entry 1."""

    def prepare(self, place):
        super().prepare(place)
        place.config.write_text(HOOK + 'keep-original = true\n')
        place.run(NOW, 'filter', stdin=place.folder / 'notice')
        write(place.folder / 'proof.pdf', PDF)
        (self.sealed,), = place.rows('SELECT code_box FROM entry')

    def recover(self, place, ran):
        super().recover(place, ran)
        self.deliver(place)


class CloseWithProof(OneEntry):
    words = ('close', '1', '--as', 'opposed', '--proof', 'PLACE/proof.pdf')

    def recover(self, place, ran):
        (status, name), = place.rows('SELECT status, proof_file FROM entry')
        assert (status == 'opposed') >= (ran.code == 0)
        assert (status == 'opposed') == (name is not None)
        if name:
            assert (place.state / 'proofs' / name).read_bytes() == PDF
        super().recover(place, ran)

    def check(self, place, ran):
        assert place.entries() == [entry(CODES[0], 'opposed')]
        assert [path.read_bytes() for path in (place.state / 'proofs').iterdir()] == [PDF]
        place.check_state(VERSION)


class Edit(OneEntry):
    words = ('edit', '1', '--person', 'Léa', '--note', 'called')

    def check(self, place, ran):
        assert place.rows('SELECT person, note FROM entry') == [('Léa', 'called')]
        place.check_state(VERSION)


class Forget(OneEntry):
    words = ('forget', '1', '--force')

    def always(self, site, call, target, way):
        return 'originals' in target and (call, way) == ('unlink', 'kill')

    def recover(self, place, ran):
        assert ran.code in FAILED | {0, DEAD}, f'{ran.code}: {ran.said}'
        # Gone, though it was told that something failed: there is nothing to forget then.
        if ran.code != 0:
            place.run(LATER, *self.words, code=0 if place.entries() else 64)
        self.deliver(place)

    def check(self, place, ran):
        assert place.entries() == []
        place.check_state(VERSION)
        for path in place.state.rglob('*'):
            assert path.is_dir() or not any(
                code in path.read_bytes() for code in (CODES[0].encode(), self.sealed)), path.name
        assert not list((place.state / 'originals').iterdir())
        # The same mail opens it not again.
        place.run(LATER, 'filter', stdin=place.folder / 'notice')
        assert place.entries() == []


class Scan(Scenario):
    words = ('scan', 'PLACE/Maildir', 'PLACE/mbox')

    def prepare(self, place):
        super().prepare(place)
        for number in range(2):
            write(place.folder / f'Maildir/cur/{number}.host:2,S',
                  notice(CODES[number], SENT_AT, f'{number}'))
        for name in ('new', 'tmp'):
            (place.folder / 'Maildir' / name).mkdir()
        lines = notice(CODES[2], SENT_AT, 'three').replace(b'\r\n', b'\n')
        write(place.folder / 'mbox', b'From a@b Mon Mar  2 11:00:00 2026\n' + lines + b'\n')

    def recover(self, place, ran):
        super().recover(place, ran)
        self.deliver(place)

    def check(self, place, ran):
        assert place.entries() == [entry(code) for code in CODES]
        self.told(place, *(('new', code) for code in CODES))
        place.check_state(VERSION)


class Backup(OneEntry):
    words = ('backup', 'PLACE/copy')

    def always(self, site, call, target, way):
        return (call, way) == ('rename', 'kill')

    def prepare(self, place):
        super().prepare(place)
        place.run(NOW, 'close', '1', '--as', 'opposed', '--proof', place.folder / 'proof.pdf')

    def recover(self, place, ran):
        there = (place.folder / 'copy').exists()
        assert there >= (ran.code == 0)
        if there:  # it is whole
            self.is_whole(place)
            shutil.rmtree(place.folder / 'copy')
        assert ran.code in FAILED | {0, DEAD}, f'{ran.code}: {ran.said}'
        place.run(LATER, *self.arguments(place))

    @staticmethod
    def is_whole(place):
        with contextlib.closing(sqlite3.connect(place.folder / 'copy/vigie.db')) as copy:
            assert copy.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
            assert copy.execute('SELECT status FROM entry').fetchall() == [('opposed',)]
        proof, = (place.folder / 'copy/proofs').iterdir()
        assert proof.read_bytes() == PDF

    def check(self, place, ran):
        self.is_whole(place)
        place.check_state(VERSION)
        assert not [path.name for path in place.folder.iterdir() if path.name.startswith('.copy')]


class WritesFile(OneEntry):
    """A file that stands there already is the old one or the new one."""

    def always(self, site, call, target, way):
        return (call, way) == ('rename', 'kill')

    def prepare(self, place):
        super().prepare(place)
        place.run(NOW, *self.arguments(place))
        place.run(NOW, 'add', '--sent', SENT, '--code', CODES[1])

    def recover(self, place, ran):
        whole(place, self.file)
        super().recover(place, ran)

    def check(self, place, ran):
        whole(place, self.file)
        assert (place.folder / self.file).exists()
        assert not stray(place.folder), stray(place.folder)
        place.check_state(VERSION)


class Calendar(WritesFile):
    words, file = ('calendar', '-o', 'PLACE/file.ics'), 'file.ics'


class Report(WritesFile):
    words, file = ('report', '-o', 'PLACE/page.html'), 'page.html'


class Dossier(OneEntry):
    """A folder, which is there whole or not at all; what is in the way stays."""

    words, out = ('dossier', '1', '-o', 'PLACE/dossier'), 'dossier'

    def always(self, site, call, target, way):
        return (call, way) == ('rename', 'kill')

    def prepare(self, place):
        super().prepare(place)
        place.run(NOW, 'close', '1', '--as', 'opposed', '--proof', place.folder / 'proof.pdf')

    def recover(self, place, ran):
        out = place.folder / self.out
        assert out.exists() >= (ran.code == 0)
        assert ran.code in FAILED | {0, DEAD}, f'{ran.code}: {ran.said}'
        if out.exists():
            self.is_whole(place, out)
        else:
            place.run(LATER, *self.arguments(place))

    def is_whole(self, place, out):
        self.assert_sums({path.name: path.read_bytes() for path in out.iterdir()})

    @staticmethod
    def assert_sums(files):
        sums = dict(line.split('  ')[::-1] for line in files.pop('SHA256SUMS').decode().splitlines())
        assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        assert {'README.txt', 'mail-1.eml', 'justificatif.pdf'} == files.keys()

    def check(self, place, ran):
        self.is_whole(place, place.folder / self.out)
        place.check_state(VERSION)
        assert not stray(place.folder), stray(place.folder)


class DossierZip(Dossier):
    words, out = ('dossier', '1', '-o', 'PLACE/dossier.zip'), 'dossier.zip'

    def is_whole(self, place, out):
        with zipfile.ZipFile(out) as kept:
            self.assert_sums({name: kept.read(name) for name in kept.namelist()})


class Init(Scenario):
    """Over a configuration that stands there: the old one or the new one, and never a loss of both."""

    words = ('init', '--force', '--no-test', '--address', 'jean@example.fr', '--server',
             'imaps://imap.example.fr', '--password', '-', '--alert', 'desktop', '-o', 'PLACE/new.conf')
    stdin, old = 'secret', 'quiet-hours = ""\n'

    def prepare(self, place):
        super().prepare(place)
        write(place.folder / 'secret', b'mot de jean\n')
        write(place.folder / 'new.conf', self.old.encode())

    def recover(self, place, ran):
        there = (place.folder / 'new.conf').read_text()
        assert there == self.old or (self.is_new(there) and self.kept(place))
        assert self.is_new(there) >= (ran.code == 0)
        assert ran.code in FAILED | {0, DEAD}, f'{ran.code}: {ran.said}'
        if not self.is_new(there):
            place.run(LATER, *self.arguments(place), stdin=self.input(place))

    @staticmethod
    def is_new(text):
        return 'imaps://' in text and text.endswith('\n') and text.count('{') == text.count('}')

    def kept(self, place):
        return (place.folder / 'new.conf.bak').read_text() == self.old

    def check(self, place, ran):
        assert self.is_new((place.folder / 'new.conf').read_text()) and self.kept(place)
        passwords = [path for path in place.folder.glob('password*') if path.is_file()]
        assert [path.read_text() for path in passwords] == ['mot de jean\n']
        assert not stray(place.folder), stray(place.folder)


class Merge(OneEntry):
    """Two entries of one case: both, or the first with what either knows."""

    words = ('merge', '1', '2')

    def prepare(self, place):
        super().prepare(place)
        place.run(NOW, 'add', '--sent', SENT, '--person', 'Léa')

    def recover(self, place, ran):
        people = [person for person, in place.rows('SELECT person FROM entry ORDER BY id')]
        assert people == ['Léa'] or (people == [None, 'Léa'] and ran.code != 0), people
        assert ran.code in FAILED | {0, DEAD}, f'{ran.code}: {ran.said}'
        if len(people) > 1:
            place.run(LATER, *self.words)
        self.deliver(place)

    def check(self, place, ran):
        assert place.rows('SELECT id, person FROM entry') == [(1, 'Léa')]
        place.check_state(VERSION)


class Snooze(OneEntry):
    words = ('snooze', '1', '--until', '2026-03-20')

    def check(self, place, ran):
        (until,), = place.rows('SELECT snoozed_until FROM entry')
        assert until is not None
        place.check_state(VERSION)


class Migrate(Scenario):
    """From the first schema: untouched, or the newest, with all that it held."""

    words = ('list', '--json', '--reveal')
    first = 1

    def prepare(self, place):
        super().prepare(place)
        place.state.mkdir(mode=0o700)
        with contextlib.closing(sqlite3.connect(place.state / 'vigie.db')) as database:
            database.execute('PRAGMA journal_mode = WAL')
            for step in steps()[:self.first]:
                database.executescript(step)
            database.execute(f'PRAGMA user_version = {self.first}')
            database.execute(
                'INSERT INTO entry(status, code, sent, sent_source, deadline, last_call,'
                ' authenticity, origin, created_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)',
                ('open', CODES[0], SENT, 'date', DEADLINE, 1776094200, 'authentic', 'filter',
                 int(SENT_AT)))
            database.commit()
        (place.state / 'vigie.db').chmod(0o600)

    def recover(self, place, ran):
        (version,), = place.rows('PRAGMA user_version')
        assert version in {self.first, VERSION}
        if ran.code == 0:
            assert json.loads(place.out.read_text())['entries'][0]['code'] == CODES[0]
        super().recover(place, ran)

    def check(self, place, ran):
        assert place.entries() == [entry(CODES[0])]
        place.check_state(VERSION)


ALL = [FilterFirst, FilterMore, FilterPass, LaunchPass, FilterKeeps, FilterTakesIn, WatchFirst,
       WatchSpool, WatchReminds, Hup, Add, CloseWithProof, Edit, Forget, Scan, Backup, Calendar,
       Report, Dossier, DossierZip, Init, Merge, Snooze, Migrate]
