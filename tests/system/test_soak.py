"""A long life: mail, reconnects, reloads and faults for SOAK_MINUTES (2 where unset). Nothing is lost,
nothing is told twice, and what the processes hold stays flat."""
import itertools
import os
import sqlite3
import time

import pytest

import soak
from servers import PATIENCE, wait_until
from test_local import Maildir
from test_local import account as local_account
from test_watch import account, hook_sink, mail_sink, wait_seen

SECONDS = float(os.environ.get('SOAK_MINUTES', '2')) * 60


@pytest.fixture
def life(vigie, new_dovecot, ca, hook, smtp, tmp_path):
    dovecot = new_dovecot(users={'jean': 'secret de jean', 'marie': 'secret de marie'},
                          extra='mail_max_userip_connections = 50\n')
    maildir = Maildir(tmp_path / 'Maildir')
    agenda = tmp_path / 'agenda.ics'

    def configuration(poll):
        return (account(vigie, dovecot, ca, extra=f'poll = {poll}')
                + account(vigie, dovecot, ca, user='marie', extra=f'poll = {poll}')
                + local_account(maildir).replace('3600', str(poll))
                + hook_sink(hook) + mail_sink(vigie, smtp, ca)
                + f'alert "agenda" {{ kind = calendar file = "{agenda}" }}\n'
                + f'report = "{tmp_path}/report.html"\n')

    vigie.configure(configuration(60))
    with vigie.watch() as watch:
        wait_seen(vigie)
        traffic = soak.Traffic(vigie, watch, dovecot, maildir)
        traffic.configurations = map(configuration, itertools.cycle((30, 45, 60)))
        yield traffic
        assert agenda.exists()


def run_until(traffic, begin, end, events, samples):
    """Lives second by second, and notes each two seconds in `samples` what is held."""
    for second in itertools.count(int((time.monotonic() - begin) / soak.PACE)):
        now = time.monotonic() - begin
        if now >= end:
            return
        time.sleep(max(0, second * soak.PACE - now))  # a pace, not an event: mail trickles in
        traffic.live(second, events)
        if second % 2 == 0:
            samples.append((now, soak.processes(traffic.watch.process.pid)))


def show(samples, *checkpoints):
    for role in checkpoints[0]:
        rate = soak.slope(samples, role)
        print(f'{role:8}', *(f'{held[role].memory} KB {held[role].threads} threads '
                             f'{held[role].descriptors} descriptors;' for held in checkpoints),
              f'{rate:+.0f} KB/h while it was steady' if rate is not None else '')


def faults_of(entries, alerts, traffic):
    """What is not there exactly once."""
    for code in traffic.given:
        found = [entry for entry in entries if entry['code'] == code]
        if len(found) != 1:
            yield f'{len(found)} entries of {code}'
            continue
        told = [alert for alert in alerts if alert['event'] == 'new'
                and found[0]['id'] in [entry['id'] for entry in alert['entries']]]
        if len(told) != 1:
            yield f'{len(told)} alerts of {code}'


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 20 * PATIENCE)
def test_a_long_life(life, hook, smtp):
    begin, measured = time.monotonic(), []
    run_until(life, begin, SECONDS / 4, life.HARSH, [])
    life.rest()
    # Each process that the last reload started meets everything once.
    run_until(life, begin, SECONDS / 2, life.STEADY, [])
    first, first_at = life.rest(), time.monotonic() - begin
    run_until(life, begin, SECONDS * 5 / 6, life.STEADY, measured)
    second, second_at = life.rest(), time.monotonic() - begin
    run_until(life, begin, SECONDS, life.HARSH, [])
    third, third_at = life.rest(), time.monotonic() - begin

    print(f'\n{life.mails} mails, {len(life.given)} notices, {life.reconnects} restarts of the server, '
          f'{life.reloads} reloads, {life.readers_killed} readers killed, {life.commands} commands, '
          f'{len(hook.items)} alerts in {third_at:.0f} s')
    show(measured, first, second, third)

    assert {role: held.pid for role, held in first.items()} == \
        {role: held.pid for role, held in second.items()}, 'a process was replaced unasked'
    log = life.watch.log()
    assert 'started again' not in log and 'it is killed' not in log, log
    faults = [fault for role in first
              for fault in soak.compare(role, first[role], second[role], second_at - first_at)]
    faults += soak.compare('master', first['master'], third['master'], third_at - first_at)
    assert soak.UNDER == 'valgrind' or not faults, faults
    told = [alert['alert'] for alert in hook.items]
    assert len(told) == len(set(told)), 'an alert came twice'
    wait_until(lambda: len(smtp.items) == len(told), 'each sink got each alert')
    assert not list(faults_of(life.vigie.entries('--all'), hook.items, life))
    with sqlite3.connect(f'file:{life.vigie.state}/vigie.db?mode=ro', uri=True) as database:
        assert database.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
