"""Everything at once on one state: a watch, many filters, scans and commands. Nothing is lost, nothing
is there twice, and nobody is told that a database is locked."""
import random
import string
import subprocess
import threading
import time

import pytest

from mails import notice, ordinary
from servers import wait_until
from test_local import Maildir, account
from test_watch import hook_sink


def code_of(worker, number):
    dice = random.Random(worker * 100003 + number)
    body = ''.join(dice.choices(string.ascii_letters + string.digits, k=6))
    return f'a{worker:02d}B{number:02d}{body}'


class Crowd:
    """Workers that each do one kind of thing again and again until the time is over."""

    def __init__(self, vigie, seconds):
        self.vigie, self.end = vigie, time.monotonic() + seconds
        self.given, self.faults = [], []
        self.lock = threading.Lock()
        self.threads = []

    def start(self, work, count):
        for _ in range(count):
            number = len(self.threads)
            thread = threading.Thread(target=self._live, args=(work, number), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _live(self, work, worker):
        number = 0
        while time.monotonic() < self.end and number < 100:
            try:
                work(self, worker, number)
            except Exception as error:  # told by the test, not by a thread's end
                with self.lock:
                    self.faults.append(repr(error))
                return
            number += 1

    def run(self, *words, stdin=b'', good=(0,)):
        done = subprocess.run(self.vigie.command(*words), input=stdin, capture_output=True,
                              env=self.vigie.environment, timeout=120, check=False)
        assert done.returncode in good, (words, done.returncode, done.stderr)
        assert b'locked' not in done.stderr, done.stderr
        # A filter does not wait as long as a person does: it keeps the mail in the spool instead.
        assert words[0] == 'filter' or b'in use by' not in done.stderr, done.stderr
        return done

    def gave(self, code):
        with self.lock:
            self.given.append(code)

    def join(self):
        for thread in self.threads:
            thread.join(180)
            assert not thread.is_alive()
        assert not self.faults, self.faults[:3]


def by_filter(crowd, worker, number):
    code = code_of(worker, number)
    crowd.run('filter', stdin=notice(code))
    crowd.gave(code)
    crowd.run('filter', stdin=ordinary(number))


def by_maildir(crowd, worker, number):
    code = code_of(worker, number)
    crowd.maildir.deliver(notice(code))
    crowd.gave(code)
    time.sleep(0.2)  # a pace, not an event: mail trickles in


def by_scan(crowd, worker, number):
    file = crowd.vigie.folder / f'{worker}-{number}.eml'
    code = code_of(worker, number)
    file.write_bytes(notice(code))
    crowd.run('scan', file)
    crowd.gave(code)


def by_hand(crowd, worker, number):
    code = code_of(worker, number)
    entry = crowd.run('add', '--sent', '2026-11-02', '--code', code).stdout.decode().strip()
    crowd.run('edit', entry, '--note', f'note {number}')
    crowd.gave(code)


def by_reading(crowd, worker, number):
    crowd.run(('list', 'status', 'report', 'calendar')[number % 4], good=(0, 69))


@pytest.mark.parametrize('seconds', [8, pytest.param(60, marks=pytest.mark.slow)])
def test_all_at_once(vigie, tmp_path, hook, seconds):
    maildir = Maildir(tmp_path / 'Maildir')
    vigie.configure(account(maildir) + hook_sink(hook))
    crowd = Crowd(vigie, seconds)
    crowd.maildir = maildir
    with vigie.watch():
        for work, count in ((by_filter, 24), (by_maildir, 2), (by_scan, 8), (by_hand, 6),
                            (by_reading, 10)):
            crowd.start(work, count)
        crowd.join()
        wait_until(lambda: {entry['code'] for entry in vigie.entries('--all')} >= set(crowd.given),
                   'every code given is there', timeout=120)
        wait_until(lambda: vigie.json('status', code=None)['spooled'] == 0, 'the spool is taken in')
    codes = [entry['code'] for entry in vigie.entries('--all')]
    assert sorted(codes) == sorted(crowd.given), 'each once'
    assert len(codes) >= 50
