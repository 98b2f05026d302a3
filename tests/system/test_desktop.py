"""The desktop alert, on a real session bus with a real notification daemon on a screen of its own."""
import json
import os
import shutil
import subprocess

import pytest

from mails import notice
from servers import wait_until
from test_watch import CODES, account

NEEDED = ('Xvfb', 'dbus-daemon', 'dunst', 'dunstctl', 'import')
pytestmark = pytest.mark.skipif(any(not shutil.which(name) for name in NEEDED),
                                reason='needs ' + ', '.join(NEEDED))


# Reads the menu of dunst and answers with the line that holds what is in the file `choice`.
MENU = """#!/bin/sh
grep -F -f '{folder}/choice' | head -n 1
"""


class Desktop:
    """`environment` is what a program of this session sees."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        self.environment = {'HOME': str(folder), 'PATH': '/usr/bin:/bin', 'LANG': 'C.UTF-8'}
        self.environment['DISPLAY'] = self._told(
            ['Xvfb', '-displayfd', '1', '-screen', '0', '800x600x24', '-nolisten', 'tcp'],
            prefix=':')
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = self._told(
            ['dbus-daemon', '--session', '--nofork', '--print-address=1',
             f'--address=unix:path={folder}/bus'])
        menu = folder / 'menu'
        menu.write_text(MENU.format(folder=folder))
        menu.chmod(0o755)
        (folder / 'dunstrc').write_text(f'[global]\ndmenu = {menu}\n')
        self._start(['dunst', '-conf', f'{folder}/dunstrc'])
        wait_until(lambda: self._ask('dunstctl', 'is-paused').returncode == 0, 'dunst answers')

    def _start(self, command):
        process = subprocess.Popen(command, env={**self.environment}, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    def _told(self, command, prefix=''):
        return prefix + self._start(command).stdout.readline().strip()

    def _ask(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              check=False)

    def shown(self):
        return int(self._ask('dunstctl', 'count', 'displayed').stdout)

    def choose(self, label):
        """Takes the action of that label, as a person does from the menu."""
        (self.folder / 'choice').write_text(f'#{label} (')
        self._ask('dunstctl', 'context')

    def photograph(self, path):
        subprocess.run(['import', '-window', 'root', str(path)], env=self.environment, check=True)

    def history(self):
        """The notifications closed so far, as dunst keeps them: {field: value}."""
        self._ask('dunstctl', 'close-all')
        wait_until(lambda: self.shown() == 0, 'all are closed')
        kept = json.loads(self._ask('dunstctl', 'history').stdout)['data'][0]
        return [{name: field['data'] for name, field in one.items()} for one in kept]

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()
            process.stdout.close()


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
        wait_history(shown, 'snoozed until ', ', by the desktop')
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
        wait_history(shown, 'closed as opposed', ', by the desktop')
        wait_until(lambda: desktop.shown() == 1, 'only the news of the closing stands')
        told = desktop.history()[0]
    assert 'opposition enregistrée' in told['summary']
    assert 'vigie reopen 1' in told['body'] and '--proof' in told['body']
    assert shown.json('show', 1)['status'] == 'opposed'
