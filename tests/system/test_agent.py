"""The screen of another user: a watch of the system, and the agent that runs in his session."""
import getpass
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

import pytest

from daemon import Watch
from desktop import MISSING, Desktop
from mails import notice
from servers import wait_until
from test_watch import CODES, account

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f'needs {MISSING}')

# Root watches for another, as a service does; who is not root has his own screen alone.
IS_ROOT = os.geteuid() == 0
USER = 'nobody' if IS_ROOT else getpass.getuser()
WRAPPER = (['setpriv', f'--reuid={USER}', '--regid=nogroup', '--clear-groups'] if IS_ROOT else [])


@pytest.fixture
def folder():
    """Below /tmp itself: pytest's own folder is closed to others."""
    path = pathlib.Path(tempfile.mkdtemp(prefix='vigie-agent-'))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def desktop(folder):
    home = folder / 'home'
    home.mkdir()
    if IS_ROOT:
        shutil.chown(home, USER)
    desktop = Desktop(home, WRAPPER)
    yield desktop
    desktop.stop()


class Agents:
    """Starts `vigie agent` in that session."""

    def __init__(self, vigie, desktop, folder):
        self.desktop, self.socket = desktop, folder / 'agent.sock'
        # A copy that the user can reach, wherever it was built.
        self.binary = shutil.copy(vigie.binary, folder / 'vigie')
        full = vigie.binary.parent / 'full'
        if full.exists():
            shutil.copytree(full, folder / 'full', ignore=shutil.ignore_patterns('*.o', '.*'))
        self.started = []

    def start(self, wrapper=WRAPPER):
        process = subprocess.Popen(
            [*wrapper, self.binary, 'agent', '--socket', str(self.socket)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env={**self.desktop.environment, 'LANGUAGE': 'en'}, start_new_session=True)
        self.started.append(Watch(process, None))
        return self.started[-1]

    def stop(self):
        """TERM ends each with 0."""
        for agent in self.started:
            if agent.process.poll() is None:
                agent.stop()


@pytest.fixture
def agents(vigie, desktop, folder):
    agents = Agents(vigie, desktop, folder)
    yield agents
    agents.stop()


@pytest.fixture
def served(vigie, dovecot, ca, agents):
    """A configuration whose alerts come on that user's screen."""
    vigie.configure(account(vigie, dovecot, ca) + f'''quiet-hours = ""
        agent-socket = "{agents.socket}"
        alert "screen" {{ kind = desktop user = "{USER}" language = fr }}
        ''')
    return vigie


def history(vigie, entry=1):
    return ' | '.join(row['event'] for row in vigie.json('show', entry)['history'])


def test_the_screen_of_a_user_shows_and_answers(served, dovecot, desktop, agents):
    agent = agents.start()
    with served.watch():
        agent.wait_log('shows its alerts here')
        dovecot.append(notice(CODES[0]))
        wait_until(desktop.shown, 'it is shown')
        desktop.choose('Plus tard')
        wait_until(lambda: f' by the desktop of {USER}' in history(served), 'it is put off')
        assert 'snoozed until' in history(served)
        wait_until(lambda: desktop.shown() == 0, 'the notification is withdrawn')
        told, = desktop.history()
    assert 'espace santé' in told['summary']
    assert CODES[0] not in told['summary'] + told['body']


def test_a_closing_from_the_screen_is_told_there(served, dovecot, desktop, agents):
    agent = agents.start()
    with served.watch():
        agent.wait_log('shows its alerts here')
        dovecot.append(notice(CODES[0]))
        wait_until(desktop.shown, 'it is shown')
        desktop.choose('C’est fait')
        wait_until(lambda: desktop.shown() == 2, 'the question is shown beside it')
        desktop.choose('L’activation')
        wait_until(lambda: f'closed as activated by the desktop of {USER}' in history(served),
                   'it is closed')
        told = desktop.told('espace activé')
    assert 'vigie reopen 1' in told['body']


def test_what_waited_comes_with_the_agent(served, dovecot, desktop, agents):
    with served.watch() as watch:
        dovecot.append(notice(CODES[0]))
        watch.wait_log(f"nobody of {USER}'s session listens: vigie agent is not running")
        assert served.json('status', code=None)['alerts_waiting'] == 1
        agents.start()
        wait_until(desktop.shown, 'it is shown')


def test_an_agent_that_died_misses_nothing(served, dovecot, desktop, agents):
    agent = agents.start()
    with served.watch() as watch:
        agent.wait_log('shows its alerts here')
        agent.kill()
        dovecot.append(notice(CODES[0]))
        watch.wait_log('vigie agent is not running')
        agents.start()
        wait_until(desktop.shown, 'it is shown once it is back')


def test_the_agent_finds_a_watch_that_was_started_anew(served, dovecot, desktop, agents):
    agent = agents.start()
    agent.wait_log('no watch at')
    with served.watch() as watch:
        agent.wait_log('shows its alerts here')
        watch.signal(signal.SIGHUP)
        agent.wait_log('it is looked for until it is back')
        dovecot.append(notice(CODES[0]))
        wait_until(desktop.shown, 'it is shown')


def test_an_answer_waits_for_the_watch(served, dovecot, desktop, agents):
    agent = agents.start()
    with served.watch():
        agent.wait_log('shows its alerts here')
        dovecot.append(notice(CODES[0]))
        wait_until(desktop.shown, 'it is shown')
    agent.wait_log('it is looked for until it is back')
    desktop.choose('Plus tard')
    wait_until(lambda: desktop.shown() == 0, 'the notification is withdrawn')
    with served.watch():
        wait_until(lambda: 'snoozed until' in history(served), 'the answer has arrived')


def test_a_second_agent_of_a_user_takes_over(served, desktop, agents):
    first = agents.start()
    with served.watch():
        first.wait_log('shows its alerts here')
        second = agents.start()
        second.wait_log('shows its alerts here')
        first.wait_log('another agent of this user is there')
        assert first.process.wait(10) == 0
        assert 'until it is back' not in first.log(), 'it ends, and looks for nothing'


def test_a_stopped_agent_holds_nothing_up(served, dovecot, desktop, agents, hook):
    served.configure(served.config.read_text()
                     + f'alert "hook" {{ kind = command command = "{hook.command}" }}\n')
    agent = agents.start()
    with served.watch():
        agent.wait_log('shows its alerts here')
        agent.signal(signal.SIGSTOP)
        dovecot.append(notice(CODES[0]))
        hook.wait(lambda alert: alert['event'] == 'new')
        agent.signal(signal.SIGCONT)
        wait_until(desktop.shown, 'it is shown')


def test_what_is_closed_by_a_command_is_withdrawn(served, dovecot, desktop, agents):
    agent = agents.start()
    with served.watch() as watch:
        agent.wait_log('shows its alerts here')
        dovecot.append(notice(CODES[0]))
        dovecot.append(notice(CODES[1]))
        wait_until(lambda: desktop.shown() == 2, 'both are shown')
        served.run('close', '1', '--as', 'dismissed')
        watch.signal(signal.SIGUSR1)
        wait_until(lambda: desktop.shown() == 1, 'the one of the closed entry is withdrawn')
        kept = desktop.history()
    assert len(kept) == 2


def test_check_says_who_reaches_the_agent(served):
    told = served.run('check', '--send').stdout
    assert f'notification on the screen of {USER}, by vigie agent' in told
    assert 'not tried: a running vigie watch alone reaches vigie agent' in told


@pytest.mark.skipif(not IS_ROOT, reason='needs root, for two users')
def test_another_user_sees_nothing(served, dovecot, agents):
    with served.watch() as watch:
        agent = agents.start(wrapper=[])  # root's
        agent.wait_log('has no alert for this user')
        dovecot.append(notice(CODES[0]))
        watch.wait_log(f"nobody of {USER}'s session listens")
        assert served.json('status', code=None)['alerts_waiting'] == 1


@pytest.mark.skipif(not IS_ROOT, reason='needs root, for two users')
def test_a_refusal_is_told_though_the_watch_came_late(served, agents):
    agent = agents.start(wrapper=[])
    agent.wait_log('no watch at')
    with served.watch():
        agent.wait_log('has no alert for this user')
