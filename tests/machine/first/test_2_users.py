"""The units of one person: vigie@.service by root, and the user's own with and without lingering."""
import pathlib
import subprocess

from machine import (PATIENCE, as_user, drop_in, run, sample, show, wait_alert, wait_state, wait_until)

HOME = pathlib.Path('/home/paul')
ALERTS = HOME / 'alerts'
STATE = HOME / '.local/share/vigie'


def deliver(text):
    path = HOME / 'Maildir/new' / f'{len(list((HOME / "Maildir/new").iterdir()))}.test'
    (HOME / 'Maildir/tmp/mail').write_text(text)
    run(f'chown paul: {HOME}/Maildir/tmp/mail && mv {HOME}/Maildir/tmp/mail {path}')


def test_a_unit_for_a_user_by_root():
    run('useradd -m -s /bin/bash paul && chmod 700 /home/paul')
    as_user('paul', 'mkdir -p Maildir/new Maildir/cur Maildir/tmp .config/vigie')
    as_user('paul', f'''cat >.config/vigie/vigie.conf <<X
account "here" {{ maildir = "~/Maildir" }}
alert "hook" {{ kind = command command = "cat >>{ALERTS}" }}
quiet-hours = ""
X''')
    as_user('paul', 'vigie check')
    run('systemctl enable --now vigie@paul vigie-status@paul.timer')
    assert show('vigie@paul', 'StatusText') == 'watching 1 account(s)'
    deliver(sample(50))
    wait_alert('new', path=ALERTS)
    assert STATE.owner() == 'paul' and (STATE / 'vigie.db').owner() == 'paul'
    assert 'h7Gt2KpL9v50' in as_user('paul', 'vigie guide 1')


def test_its_failure_is_told_to_the_user():
    drop_in('vigie@.service', '[Service]\nExecStart=\nExecStart=/bin/sh -c "exit 78"\n')
    run('systemctl restart vigie@paul', good=(0, 1))
    [told] = wait_alert('trouble', path=ALERTS)
    assert 'vigie@paul.service' in told['text']
    wait_state('vigie-failure-of@paul.service', 'inactive')
    run('systemctl start vigie-status@paul.service')
    run('systemctl disable --now vigie@paul vigie-status@paul.timer && systemctl reset-failed vigie@paul')


def test_the_unit_of_a_session_ends_with_it():
    as_user('paul', '''systemctl --user enable --now vigie vigie-status.timer &&
        systemctl --user is-active vigie vigie-status.timer''')
    uid = HOME.stat().st_uid
    wait_until(lambda: show(f'user@{uid}.service', 'ActiveState') == 'inactive',
               'the manager of the user ends after the last session', PATIENCE)
    # Somebody must have said so.
    assert 'linger' in as_user('paul', 'vigie check', good=(0, 69))


def test_lingering_it_watches_without_a_session():
    # Without polkit, as on a bare server, nobody may do it for himself: the warning says what then.
    as_user('paul', 'loginctl enable-linger', good=(1,))
    assert 'sudo loginctl enable-linger' in as_user('paul', 'vigie check')
    run('loginctl enable-linger paul')
    uid = HOME.stat().st_uid
    wait_state(f'user@{uid}.service', 'active')
    assert 'linger' not in as_user('paul', 'vigie check')
    wait_until(lambda: 'active' == as_user('paul', 'systemctl --user is-active vigie', good=(0, 3)).strip(),
               "the user's unit runs")
    told = len(wait_alert('new', path=ALERTS))
    deliver(sample(51))
    wait_alert('new', told, path=ALERTS)


def test_root_gets_no_configuration_beside_that_of_the_machine():
    """It would go before /etc/vigie/vigie.conf in all that root does, and `vigie list` show nothing."""
    done = subprocess.run(['vigie', 'init', '--address', 'x@example.fr', '--server', 'imaps://localhost',
                           '--password-command', 'true', '--no-test'],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 64 and '/etc/vigie/vigie.conf' in done.stderr
    assert not pathlib.Path('/root/.config/vigie').exists()
