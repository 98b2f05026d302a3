"""An upgrade beside a running watch, removal, purge."""
import glob
import pathlib
import socket

from machine import (CONF, alerts, deliver_imap, entries, journal, run, sample, show, wait_alert,
                     wait_state)


def newer(package):
    """A package like the one that is installed, but newer."""
    [path] = [path for path in glob.glob(f'/tests/{package}_*.deb') if 'newer' not in path]
    run(f'''dpkg-deb -R {path} /tmp/newer
        sed -i 's/^Version: .*/&+newer/; s/vigie (>= \\([^)]*\\))/vigie (>= \\1)/' /tmp/newer/DEBIAN/control
        dpkg-deb --root-owner-group -b /tmp/newer /tests/{package}_newer.deb; rm -rf /tmp/newer''')
    return f'/tests/{package}_newer.deb'


def starts(unit):
    return len([line for line in journal(unit) if line.get('JOB_TYPE') == 'start'
                and line.get('JOB_RESULT') == 'done'])


def answers():
    with socket.create_connection(('127.0.0.1', 8894), timeout=5):
        return True


def test_the_milter_listens():
    run('systemctl enable --now vigie-milter')
    assert answers()


def test_an_upgrade_restarts_the_watch_once_and_loses_nothing():
    before, pid, milter = entries(), show('vigie', 'MainPID'), show('vigie-milter', 'MainPID')
    count, configuration = starts('vigie.service'), CONF.read_text()
    told = len([alert for alert in alerts() if alert['event'] == 'new'])
    packages = newer('vigie'), newer('vigie-milter')
    deliver_imap(sample(20))  # it may be seen before, while or after it is restarted
    run(f'dpkg -i {packages[0]} {packages[1]}')
    deliver_imap(sample(21))
    wait_state('vigie', 'active')
    wait_alert('new', told + 1)
    assert show('vigie', 'MainPID') not in (pid, '0') and show('vigie', 'NRestarts') == '0'
    assert starts('vigie.service') == count + 1
    assert show('vigie-milter', 'MainPID') not in (milter, '0') and answers()
    assert show('vigie-status.timer', 'ActiveState') == 'active'
    assert CONF.read_text() == configuration
    after = entries()
    assert len(after) == len(before) + 2
    assert [entry for entry in after if entry['id'] in {one['id'] for one in before}] == before


def test_an_upgrade_starts_nothing_that_was_stopped():
    run('systemctl stop vigie vigie-milter && dpkg -i /tests/vigie_newer.deb /tests/vigie-milter_newer.deb')
    assert show('vigie', 'ActiveState') == show('vigie-milter', 'ActiveState') == 'inactive'
    assert show('vigie', 'UnitFileState') == 'enabled'
    run('systemctl start vigie vigie-milter')


def test_a_removal_stops_all_and_keeps_the_entries():
    run('dpkg --remove vigie-milter vigie')
    for unit in ('vigie.service', 'vigie-milter.service', 'vigie-status.timer'):
        assert show(unit, 'ActiveState') == 'inactive', unit
    assert run('pgrep -u vigie', good=(1,)) == ''
    assert pathlib.Path('/var/lib/vigie/vigie.db').exists()
    assert 'vigie' not in run('systemctl --failed --no-legend')


def test_installed_again_it_goes_on():
    run('dpkg -i /tests/vigie_newer.deb')
    assert len(entries()) > 2
    run('systemctl start vigie')
    assert show('vigie', 'StatusText') == 'watching 2 account(s)'


def test_a_purge_takes_the_entries_only_by_an_answer():
    run('DEBIAN_FRONTEND=noninteractive dpkg --purge vigie-milter vigie')
    assert pathlib.Path('/var/lib/vigie/vigie.db').exists()
    assert not glob.glob('/etc/systemd/system/*.wants/vigie*')
    run('dpkg -i /tests/vigie_newer.deb && echo vigie vigie/purge-state boolean true | debconf-set-selections')
    run('DEBIAN_FRONTEND=noninteractive dpkg --purge vigie')
    assert not pathlib.Path('/var/lib/vigie').exists()
