"""The desktop alert, on a real session bus with a real notification daemon on a screen of its own."""
import json
import os
import shutil
import signal

import pytest

from desktop import MISSING, Desktop
from mails import notice
from servers import wait_until
from test_watch import CODES, account

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f'needs {MISSING}')


@pytest.fixture
def desktop(tmp_path):
    folder = tmp_path / 'desktop'
    folder.mkdir()
    desktop = Desktop(folder)
    yield desktop
    desktop.stop()


@pytest.fixture
def shown(vigie, dovecot, ca, desktop):
    """A configuration whose alerts come on that screen."""
    vigie.environment.update({name: desktop.environment[name]
                              for name in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS')})
    vigie.configure(account(vigie, dovecot, ca)
                    + 'quiet-hours = ""\nalert "screen" { kind = desktop language = fr }\n')
    return vigie


def history(vigie, entry=1):
    return [row['event'] for row in vigie.json('show', entry)['history']]


def wait_history(vigie, beginning, end):
    """The line of history that an answer writes."""
    def written():
        return any(event.startswith(beginning) and event.endswith(end)
                   for event in history(vigie))
    wait_until(written, f'history tells {beginning} … {end}')


def test_a_notice_is_shown_on_the_screen(shown, dovecot, desktop, tmp_path):
    with shown.watch():
        dovecot.append(notice(CODES[0]))
        wait_until(desktop.shown, 'it is shown')
        photograph = tmp_path / 'screen.png'
        desktop.photograph(photograph)
        assert photograph.stat().st_size > 1000
        one, = desktop.history()
    assert one['appname'] == 'Vigie'
    assert 'espace santé' in one['summary'] + one['body']
    assert CODES[0] not in json.dumps(one)
    if 'PHOTOGRAPHS' in os.environ:
        shutil.copy(photograph, os.environ['PHOTOGRAPHS'])


def test_later_puts_the_reminders_off(shown, dovecot, desktop):
    with shown.watch():
        dovecot.append(notice(CODES[0]))
        wait_until(desktop.shown, 'it is shown')
        desktop.choose('Plus tard')
        wait_history(shown, 'snoozed until ', ' by the desktop')
        wait_until(lambda: desktop.shown() == 0, 'the notification is withdrawn')
    assert shown.json('show', 1)['status'] == 'open'


def test_done_asks_closes_and_says_how_to_undo(shown, dovecot, desktop):
    with shown.watch():
        dovecot.append(notice(CODES[0]))
        wait_until(desktop.shown, 'it is shown')
        desktop.choose('C’est fait')
        wait_until(lambda: desktop.shown() == 2, 'the question is shown beside it')
        assert shown.json('show', 1)['status'] == 'open'
        desktop.choose('Pas encore')
        wait_until(lambda: desktop.shown() == 1, 'the question is withdrawn')
        assert shown.json('show', 1)['status'] == 'open'
        desktop.choose('C’est fait')
        wait_until(lambda: desktop.shown() == 2, 'it asks again')
        desktop.choose('Mon opposition')
        wait_history(shown, 'closed as opposed', ' by the desktop')
        told = desktop.told('opposition enregistrée')
    assert 'vigie reopen 1' in told['body'] and '--proof' in told['body']
    assert shown.json('show', 1)['status'] == 'opposed'


def test_what_is_closed_by_a_command_is_withdrawn(shown, dovecot, desktop):
    with shown.watch() as watch:
        dovecot.append(notice(CODES[0]))
        wait_until(desktop.shown, 'it is shown')
        shown.run('close', '1', '--as', 'opposed')
        watch.signal(signal.SIGUSR1)
        wait_until(lambda: desktop.shown() == 0, 'it is withdrawn')
