"""What README.md says to be rid of it. contrib/machine types its last line, and looks for what is left."""
import pathlib
import re

from machine import as_user, readme, run, show


def test_nothing_runs_and_no_unit_is_left():
    run('systemctl disable --now vigie vigie-status.timer && systemctl stop vigie-milter')
    as_user('zoe', 'systemctl --user disable --now vigie vigie-status.timer')
    *lines, last = readme('rm -f')
    assert last == 'make -C build uninstall'
    for line in lines:
        run(line)
    for name in ('zoe', 'paul'):
        as_user(name, f'{lines[-1]} && systemctl --user daemon-reload')
    run('systemctl daemon-reload')
    assert 'vigie' not in run('systemctl list-unit-files --no-legend --no-pager')
    assert 'vigie' not in run('systemctl --failed --no-legend --no-pager')
    assert run("pgrep -f '[/]vigie'", good=(1,)) == ''
    for name in ('zoe', 'paul'):
        assert not list(pathlib.Path(f'/home/{name}/.config/systemd').rglob('vigie*'))


def test_what_was_kept_is_still_there():
    assert show('vigie', 'LoadState') == 'not-found'
    for state in ('/var/lib/vigie', '/home/zoe/.local/share/vigie', '/home/paul/.local/share/vigie'):
        assert re.search('[1-9]', run(f'find {state} -name vigie.db | wc -l')), state
    assert run('vigie list --all --json').count('"opposed"') == 1
