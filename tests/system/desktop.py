"""A session with a real bus, and a real notification daemon on a screen of its own."""
import json
import shutil
import subprocess

from servers import wait_until

NEEDED = ('Xvfb', 'dbus-daemon', 'dunst', 'dunstctl', 'import')
MISSING = [name for name in NEEDED if not shutil.which(name)]

# Reads the menu of dunst and answers with the line that holds what is in the file `choice`.
MENU = """#!/bin/sh
grep -F -f '{folder}/choice' | head -n 1
"""


# A bus that starts no service by itself: it would start a dunst of its own, with the machine's
# configuration and no menu, where somebody asks before ours has the name.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Desktop:
    """`environment` is what a program of this session sees, `wrapper` what makes it one of the
    session's user; `folder` is his."""

    def __init__(self, folder, wrapper=()):
        self.folder = folder
        self.wrapper = list(wrapper)
        self.processes = []
        self.environment = {'HOME': str(folder), 'PATH': '/usr/bin:/bin', 'LANG': 'C.UTF-8'}
        self.environment['DISPLAY'] = self._told(
            ['Xvfb', '-displayfd', '1', '-screen', '0', '800x600x24', '-nolisten', 'tcp'],
            prefix=':')
        (folder / 'bus.conf').write_text(BUS.format(folder=folder))
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = self._told(
            ['dbus-daemon', f'--config-file={folder}/bus.conf', '--nofork', '--print-address=1'])
        menu = folder / 'menu'
        menu.write_text(MENU.format(folder=folder))
        menu.chmod(0o755)
        (folder / 'dunstrc').write_text(f'[global]\ndmenu = {menu}\n'
                                       '[urgency_normal]\ntimeout = 0\n')
        self._start(['dunst', '-conf', f'{folder}/dunstrc'])
        wait_until(lambda: self._ask('dunstctl', 'is-paused').returncode == 0, 'dunst answers')

    def _start(self, command):
        process = subprocess.Popen([*self.wrapper, *command], env={**self.environment},
                                   text=True, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    def _told(self, command, prefix=''):
        return prefix + self._start(command).stdout.readline().strip()

    def _ask(self, *command):
        return subprocess.run([*self.wrapper, *command], env=self.environment,
                              capture_output=True, text=True, check=False)

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
        def all_are_closed():
            self._ask('dunstctl', 'close-all')
            return self.shown() == 0
        wait_until(all_are_closed, 'all are closed')
        kept = json.loads(self._ask('dunstctl', 'history').stdout)['data'][0]
        return [{name: field['data'] for name, field in one.items()} for one in kept]

    def told(self, words):
        """Waits for the notification with these words in its title."""
        return wait_until(lambda: next((one for one in self.history() if words in one['summary']),
                                       None), f'"{words}" is shown')

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()
            process.stdout.close()
