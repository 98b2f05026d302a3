"""The six weeks of two letters on a clock of ours: what comes on which morning, and once."""
import json
import os

import pytest

from servers import wait_until


class Weeks:
    """`at` runs the watch at a time and tells what was alerted: [(event, [ids])]."""

    def __init__(self, vigie):
        self.vigie = vigie
        self.alerts = vigie.state.parent / 'alerts'
        self.seen = set()
        vigie.configure(f'alert "hook" {{ kind = command\n command = "cat >> {self.alerts}; '
                        f'echo >> {self.alerts}" }}\n')

    def at(self, now):
        self.alerts.write_text('')
        self.vigie.run('watch', '--once', now=now)
        alerts = [json.loads(line) for line in self.alerts.read_text().splitlines() if line]
        alerts = [alert for alert in alerts if alert['event'] != 'heartbeat']
        for alert in alerts:
            assert alert['alert'] not in self.seen
            self.seen.add(alert['alert'])
            ids = [entry['id'] for entry in alert['entries']]
            assert (alert['entry'] or {}).get('id') == (ids[0] if len(ids) == 1 else None)
        return [(alert['event'], [entry['id'] for entry in alert['entries']]) for alert in alerts]


@pytest.fixture
def weeks(vigie):
    weeks = Weeks(vigie)
    for code in ('AbCdEf123456', 'GhIjKl123456'):
        vigie.run('add', '--sent', '2026-03-02', '--code', code, now='2026-03-03T11:00:00+01:00')
    assert weeks.at('2026-03-03T12:00:00+01:00') == [('new', [1]), ('new', [2])]
    return weeks


def test_six_weeks(vigie, weeks):
    assert weeks.at('2026-03-16T07:59:00+01:00') == []
    assert weeks.at('2026-03-16T08:00:00+01:00') == [('digest', [1, 2])]
    assert weeks.at('2026-03-16T08:05:00+01:00') == []
    vigie.run('snooze', '1', now='2026-03-16T09:00:00+01:00')
    assert weeks.at('2026-03-17T07:59:00+01:00') == []
    assert weeks.at('2026-03-17T08:00:00+01:00') == [('reminder', [1])]
    assert weeks.at('2026-04-02T23:00:00+02:00') == [], 'off on 30 March, on again at night'
    assert weeks.at('2026-04-03T07:30:00+02:00') == [('digest', [1, 2])]
    vigie.run('close', '2', '--as', 'opposed', now='2026-04-03T09:00:00+02:00')
    assert weeks.at('2026-04-06T08:00:00+02:00') == [('reminder', [1])]
    assert weeks.at('2026-03-30T12:00:00+02:00') == [], 'the clock is set back: nothing again'
    vigie.run('snooze', '1', '--until', '2026-04-20', now='2026-04-09T12:00:00+02:00')
    assert weeks.at('2026-04-12T12:00:00+02:00') == []
    assert weeks.at('2026-04-13T08:29:00+02:00') == []
    assert weeks.at('2026-04-13T08:30:00+02:00') == [('last-call', [1])]
    assert weeks.at('2026-04-14T08:00:00+02:00') == [('expired', [1])]
    assert weeks.at('2026-04-15T12:00:00+02:00') == []


def test_a_clock_that_was_ahead_takes_no_reminder(weeks):
    """Five weeks, until the network told the time; from then on each comes on its day, and once."""
    assert weeks.at('2026-04-13T12:00:00+02:00') == [('last-call', [1]), ('last-call', [2])]
    assert weeks.at('2026-03-05T12:00:00+01:00') == []
    assert weeks.at('2026-03-05T12:15:00+01:00') == []
    assert weeks.at('2026-03-16T08:00:00+01:00') == [('digest', [1, 2])]
    assert weeks.at('2026-03-16T08:15:00+01:00') == []
    assert weeks.at('2026-03-30T08:00:00+02:00') == [('digest', [1, 2])]
    assert weeks.at('2026-04-13T08:30:00+02:00') == [('last-call', [1]), ('last-call', [2])]
    assert weeks.at('2026-04-13T08:45:00+02:00') == []


def test_a_clock_that_is_behind_for_a_while_repeats_nothing(weeks):
    """As of a machine whose clock stands still while it is off, at each start."""
    assert weeks.at('2026-03-16T08:00:00+01:00') == [('digest', [1, 2])]
    assert weeks.at('2026-03-04T12:00:00+01:00') == []
    assert weeks.at('2026-03-04T12:05:00+01:00') == []
    assert weeks.at('2026-03-16T09:00:00+01:00') == []
    assert weeks.at('2026-03-04T12:30:00+01:00') == []
    assert weeks.at('2026-03-16T10:00:00+01:00') == []


def test_the_last_calls_of_two_are_two(weeks):
    """Off for the six weeks: each last call stands for what its entry missed."""
    assert weeks.at('2026-04-13T10:00:00+02:00') == [('last-call', [1]), ('last-call', [2])]
    assert weeks.at('2026-04-14T08:00:00+02:00') == [('expired', [1]), ('expired', [2])]


def test_what_expired_says_what_remains(vigie, weeks):
    weeks.at('2026-04-14T08:00:00+02:00')
    texts = [json.loads(line)['text'] for line in weeks.alerts.read_text().splitlines() if line]
    assert sum('you can close it at any time' in ' '.join(text.split()) for text in texts) == 2, texts


def test_what_is_opened_again_is_told_again(vigie, weeks):
    """What waited to remind of it was dropped when it was closed, by a word from a telephone perhaps."""
    vigie.run('close', '1', '--as', 'opposed', now='2026-03-04T09:00:00+01:00')
    vigie.run('reopen', '1', now='2026-03-04T09:01:00+01:00')
    assert weeks.at('2026-03-04T12:00:00+01:00') == [('new', [1])]


def test_a_dead_sink_is_shown_and_delays_no_other(vigie):
    """One sink hangs, one fails: the third has its alert meanwhile; status tells of the second."""
    seen, gate = vigie.folder / 'seen', vigie.folder / 'gate'
    os.mkfifo(gate)
    vigie.configure('quiet-hours = ""\n'
                    'alert "dead" { kind = command command = "echo no paper >&2; exit 1" }\n'
                    f'alert "slow" {{ kind = command command = "read go < {gate}" }}\n'
                    f'alert "good" {{ kind = command command = "cat >> {seen}" }}\n')
    vigie.run('add', '--sent', '2026-03-02', now='2026-03-03T11:00:00+01:00')
    with vigie.watch('--now', '2026-03-03T12:00:00+01:00'):
        wait_until(lambda: seen.exists() and '"new"' in seen.read_text(), 'the good sink has it')
        wait_until(lambda: vigie.json('status', code=None)['failing_sinks'], 'status tells')
        gate.write_text('on\n')
    one, = vigie.json('status', code=None)['failing_sinks']
    assert one['sink'] == 'dead' and one['waiting'] == 1 and one['given_up'] == 0
    assert one['since'].startswith('2026-03-03T12:00') and 'no paper' in one['last_error']
    assert 'alert "dead": FAILING since' in vigie.run('status', code=None).stdout


@pytest.mark.parametrize('command', ['/nonexistent/program', '/etc/passwd'])
def test_a_command_that_cannot_run_is_told_at_once(vigie, command):
    """127 and 126: no try later mends it, so the other sink has the news in the same pass."""
    seen = vigie.folder / 'seen'
    vigie.configure('quiet-hours = ""\n'
                    f'alert "dead" {{ kind = command command = "{command}" }}\n'
                    f'alert "good" {{ kind = command command = "cat >> {seen}; echo >> {seen}" }}\n')
    vigie.run('add', '--sent', '2026-03-02', now='2026-03-03T11:00:00+01:00')
    vigie.run('watch', '--once', code=69, now='2026-03-03T12:00:00+01:00')
    told = [json.loads(line) for line in seen.read_text().splitlines() if line]
    assert [alert['event'] for alert in told] == ['new', 'sink-failed']
    assert 'dead' in told[1]['text'] and command in told[1]['text']
