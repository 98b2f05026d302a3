"""After a boot: what was enabled watches, with all that was kept."""
import pathlib

from machine import alerts, deliver_imap, entries, run, sample, show, wait_alert, wait_state, wait_until


def test_what_was_enabled_runs():
    wait_state('vigie', 'active')
    assert show('vigie', 'StatusText') == 'watching 2 account(s)'
    assert show('vigie-status.timer', 'ActiveState') == 'active'
    assert show('vigie-once.timer', 'ActiveState') == 'inactive'
    assert show('vigie-milter', 'ActiveState') == 'inactive'


def test_it_goes_on_with_what_was_kept():
    assert {entry['status'] for entry in entries()} == {'open', 'opposed'}
    told = len(alerts())
    deliver_imap(sample(10))
    wait_alert('new', len([alert for alert in alerts() if alert['event'] == 'new']))
    assert len(alerts()) == told + 1  # nothing of before is told again


def test_the_watch_of_one_who_lingers_runs_without_a_session():
    uid = pathlib.Path('/home/paul').stat().st_uid
    wait_state(f'user@{uid}.service', 'active')
    is_active = f'XDG_RUNTIME_DIR=/run/user/{uid} runuser -u paul -- systemctl --user is-active vigie'
    wait_until(lambda: run(is_active, good=(0, 3)).strip() == 'active', "the user's unit runs")
