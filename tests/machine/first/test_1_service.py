"""vigie.service from the installation of the package to a case that is closed with its proof."""
import glob
import gzip
import hashlib
import pathlib
import re
import time

from machine import (ALERTS, CODE, CONF, alerts, deliver_imap, drop_in, entries, journal, no_drop_in, run,
                     sample, show, wait_alert, wait_state, wait_until)

PASSWORD = 'a-password-of-jean'
OTHER_PASSWORD = 'a-password-of-marie'
SINK = f'\nalert "hook" {{ kind = command command = "cat >>{ALERTS}" }}\nquiet-hours = ""\n'
EXPOSURE_MOST = 1.5  # as tests/system/test_units.py asks of the file


def account(name, way):
    return (f'account "{name}" {{ imap = "imaps://{name}@localhost" ca-file = "/etc/vigie/ca.pem" {way} }}\n')


def told_to_type(start):
    """What README.Debian has in one block, which begins so."""
    [path] = glob.glob('/usr/share/doc/vigie/README.Debian*')
    text = gzip.open(path, 'rt').read() if path.endswith('.gz') else pathlib.Path(path).read_text()
    [block] = [block for block in re.findall(r'(?m)(?:^    \S.*\n(?:^     .*\n|^    \S.*\n)*)', text)
               if block.strip().startswith(start)]
    return re.sub('(?m)^    ', '', block)


def test_the_installation_starts_nothing():
    run('dpkg -i /tests/vigie_*.deb /tests/vigie-milter_*.deb')
    for unit in ('vigie.service', 'vigie-milter.service', 'vigie-status.timer', 'vigie-once.timer'):
        assert show(unit, 'ActiveState') == 'inactive', unit
        assert show(unit, 'UnitFileState') in ('disabled', 'static'), unit
    assert run('stat -c %a:%U /var/lib/vigie').strip() == '700:vigie'


def test_a_watch_of_nothing_runs_and_says_so():
    """Nobody is forbidden to start it first; it must neither fail nor pass for one that sees."""
    run('systemctl start vigie')
    assert show('vigie', 'StatusText') == 'watching 0 account(s)'
    run('systemctl stop vigie')
    assert show('vigie', 'Result') == 'success'


def test_the_configuration_is_tried():
    for name, password in (('jean', PASSWORD), ('marie', OTHER_PASSWORD)):
        run(f'useradd -m {name} && echo {name}:{password} | chpasswd')
    run('openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost '
        '-addext subjectAltName=DNS:localhost -keyout /etc/dovecot/private/dovecot.key '
        '-out /etc/dovecot/private/dovecot.pem')
    run('cp /etc/dovecot/private/dovecot.pem /etc/vigie/ca.pem')
    run(r"sed -i 's|^mail_location.*|mail_location = maildir:~/Maildir|' /etc/dovecot/conf.d/10-mail.conf")
    run('systemctl restart dovecot')
    run(told_to_type('install').replace('editor', f'echo {PASSWORD} >'))
    jean = re.match(r'(?s)account .*?^}', told_to_type('account'), re.M).group(0)
    with CONF.open('a') as conf:
        conf.write(jean.replace('imap.example.fr', 'localhost').replace('}', 'ca-file = "/etc/vigie/ca.pem" }')
                   + SINK)
    run(told_to_type('vigie check').splitlines()[0])
    assert alerts(), 'the alert of the trial came'
    ALERTS.unlink()


def test_enabled_it_watches():
    run(told_to_type('vigie check').splitlines()[1])
    # `systemctl start` of a unit of Type=notify ends when it said that it is ready.
    assert show('vigie', 'ActiveState') == 'active'
    assert show('vigie', 'UnitFileState') == 'enabled'
    assert show('vigie', 'StatusText') == 'watching 1 account(s)'
    assert show('vigie', 'WatchdogUSec') == '5min'
    assert run('ps -o user= -p "$(systemctl show -P MainPID vigie)"').strip() == 'vigie'
    wait_until(lambda: run('vigie status', good=(0, 69)) and run('vigie status; echo $?').endswith('\n0\n'),
               'the account is seen')


def test_a_notice_is_told_and_kept():
    deliver_imap(sample(0))
    told = wait_alert('new')
    for line in told_to_type('vigie status').splitlines():
        run(line)
    assert CODE not in str(told)
    [entry] = entries('vigie list --json')
    assert entry['status'] == 'open' and entry['authenticity'] in ('genuine', 'unverified'), entry
    assert CODE in run('vigie guide 1')
    assert run('stat -c %a:%U /var/lib/vigie/vigie.db').strip() == '600:vigie'


def test_the_journal_has_fields_and_no_secret():
    lines = journal('vigie.service')
    own = [line for line in lines if line.get('SYSLOG_IDENTIFIER') == 'vigie']
    assert {line['VIGIE_PROCESS'] for line in own} >= {'vigie', 'vigie keeper'}
    assert 'jean' in {line.get('VIGIE_ACCOUNT') for line in own}
    assert {line['PRIORITY'] for line in own} <= {'3', '4', '5', '6'}
    for secret in (CODE, PASSWORD, 'Léa'):
        assert secret not in str(lines)


def test_it_is_locked_up_as_it_runs():
    text = run('systemd-analyze --no-pager security vigie.service')
    exposure = float(re.search(r'Overall exposure level for vigie.service: ([0-9.]+)', text).group(1))
    assert exposure <= EXPOSURE_MOST
    pid = show('vigie', 'MainPID')
    status = pathlib.Path(f'/proc/{pid}/status').read_text()
    assert 'NoNewPrivs:\t1' in status and 'Seccomp:\t2' in status
    assert 'CapEff:\t0000000000000000' in status


def test_a_reload_takes_another_account():
    """With a password that root put where only root reads: systemd hands it over."""
    pathlib.Path('/etc/vigie/marie').write_text(OTHER_PASSWORD)
    pathlib.Path('/etc/vigie/marie').chmod(0o600)
    drop_in('vigie.service', '[Service]\nLoadCredential=imap-marie:/etc/vigie/marie\n', 'credential')
    run('systemctl restart vigie')  # credentials are those of the start
    pid = show('vigie', 'MainPID')
    with CONF.open('a') as conf:
        conf.write(account('marie', 'credential = "imap-marie"'))
    run('systemctl reload vigie')
    wait_until(lambda: show('vigie', 'StatusText') == 'watching 2 account(s)', 'the new account')
    assert show('vigie', 'MainPID') == pid
    told = len(wait_alert('new'))
    deliver_imap(sample(1), 'marie')
    wait_alert('new', told)


def test_a_configuration_that_is_wrong_changes_nothing_by_reload():
    before = CONF.read_text()
    CONF.write_text(before + 'account "broken" {\n')
    try:
        run('systemctl reload vigie')
        wait_until(lambda: any('vigie.conf' in str(line.get('MESSAGE')) for line in journal('vigie.service')),
                   'the fault is in the journal')
        assert show('vigie', 'ActiveState') == 'active'
        assert show('vigie', 'StatusText') == 'watching 2 account(s)'
    finally:
        CONF.write_text(before)
        run('systemctl reload vigie')


def test_what_is_killed_comes_again():
    told = len(wait_alert('new'))
    drop_in('vigie.service', '[Service]\nRestartSec=1\n')  # the unit's own would only be waited for
    pid = show('vigie', 'MainPID')
    run(f'kill -9 {pid}')
    wait_until(lambda: show('vigie', 'MainPID') not in (pid, '0'), 'another master')
    wait_state('vigie', 'active')
    assert show('vigie', 'NRestarts') == '1'
    deliver_imap(sample(2))
    assert len(wait_alert('new', told)) == told + 1


def test_what_hangs_is_ended_by_the_watchdog():
    drop_in('vigie.service', '[Service]\nRestartSec=1\nWatchdogSec=4\nTimeoutAbortSec=2\n')
    run('systemctl restart vigie')
    pid = show('vigie', 'MainPID')
    time.sleep(10)  # twice what it has: it must say that it lives
    assert show('vigie', 'MainPID') == pid
    run(f'kill -STOP {pid}')
    wait_until(lambda: show('vigie', 'MainPID') not in (pid, '0'), 'another master')
    wait_state('vigie', 'active')
    assert any('atchdog' in str(line.get('MESSAGE')) for line in journal('vigie.service'))
    no_drop_in('vigie.service')
    run('systemctl restart vigie')


def test_what_gives_up_is_told():
    """By OnFailure=, in a process of its own."""
    drop_in('vigie.service', '[Service]\nExecStart=\nExecStart=/bin/sh -c "exit 78"\n')
    try:
        told = len([alert for alert in alerts() if alert['event'] == 'trouble'])
        run('systemctl restart vigie', good=(1,))
        assert show('vigie', 'ExecMainStatus') == '78' and show('vigie', 'ActiveState') == 'failed'
        [*_, last] = wait_alert('trouble', told)
        assert 'vigie.service' in last['text']
        wait_state('vigie-failure@vigie.service.service', 'inactive')
        assert show('vigie-failure@vigie.service.service', 'Result') == 'success'
    finally:
        no_drop_in('vigie.service')
    run('systemctl start vigie')


def test_what_crashes_at_each_start_is_told():
    """With the unit's own number of starts, but without what it waits between them."""
    pathlib.Path('/var/lib/vigie/status-alert').unlink()  # or it was told once today
    drop_in('vigie.service', '[Service]\nRestartSec=100ms\nExecStart=\nExecStart=/bin/sh -c "kill -9 $$$$"\n')
    try:
        told = len([alert for alert in alerts() if alert['event'] == 'trouble'])
        run('systemctl restart vigie', good=(0, 1))
        wait_alert('trouble', told)
        assert show('vigie', 'NRestarts') == show('vigie', 'StartLimitBurst')
    finally:
        no_drop_in('vigie.service')
    # The cause is gone: the next look of the timer brings it back.
    assert show('vigie', 'ActiveState') == 'failed'
    run('systemctl start vigie-status', good=(0, 1))
    wait_state('vigie', 'active')


def test_the_timers_start_what_they_name():
    assert show('vigie-status.timer', 'ActiveState') == 'active'
    for name in ('vigie-status', 'vigie-once'):
        drop_in(f'{name}.timer', '[Timer]\nOnBootSec=\nOnUnitInactiveSec=\nOnActiveSec=1\n'
                                 'RandomizedDelaySec=0\nAccuracySec=1ms\n')
        run(f'systemctl restart {name}.timer')
        wait_until(lambda unit=name: show(f'{unit}.service', 'ExecMainExitTimestampMonotonic') != '0',
                   f'{name} ran')
        wait_state(f'{name}.service', 'inactive')
        assert show(f'{name}.service', 'Result') == 'success'
        run(f'systemctl stop {name}.timer')
        no_drop_in(f'{name}.timer')
    run('systemctl start vigie-status.timer')


def test_a_case_is_closed_with_its_proof():
    proof = pathlib.Path('/root/proof.pdf')
    proof.write_bytes(b'%PDF-1.4\n%%EOF\n')
    run(f'vigie close 1 --as opposed --proof {proof}')
    [closed] = [entry for entry in entries() if entry['id'] == 1]
    assert closed['status'] == 'opposed'
    assert hashlib.sha256(proof.read_bytes()).hexdigest() in run('vigie show 1 --json')
    run('vigie status')


def test_the_key_of_the_codes_as_a_credential():
    """Of those that are encrypted, as the unit proposes."""
    run('openssl rand -hex 32 | systemd-creds encrypt --name=vigie-key - /etc/vigie/key.cred')
    drop_in('vigie.service', '[Service]\nLoadCredentialEncrypted=vigie-key:/etc/vigie/key.cred\n', 'key')
    run('systemctl restart vigie')
    told = len(wait_alert('new'))
    deliver_imap(sample(4))
    wait_alert('new', told)
    newest = max(entry['id'] for entry in entries())
    # Root's own `vigie guide` is handed no credential; vigie.conf(5) has what is.
    assert 'h7Gt2KpL9v04' not in run(f'vigie guide {newest}')
    for number, code in ((newest, 'h7Gt2KpL9v04'), (newest - 1, 'h7Gt2KpL9v02')):
        assert code in run('systemd-run --quiet --pipe -p User=vigie '
                           f'-p LoadCredentialEncrypted=vigie-key:/etc/vigie/key.cred vigie guide {number}')
