"""Fixtures of the system tests. `--all` adds those marked slow."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from daemon import Vigie  # noqa: E402
from postfix import Postfix  # noqa: E402
from servers import TOP, Authority, Dovecot, Hook, Radicale, Smtp  # noqa: E402


def pytest_addoption(parser):
    parser.addoption('--all', action='store_true', help='slow tests too')


def pytest_configure(config):
    # Started by nohup, or in the background of a shell, we ignore these, and so would all that we start;
    # what is caught is not inherited.
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    config.addinivalue_line('markers', 'slow: only with --all')
    # aiosmtpd does not see that TLS is there from the first byte.
    config.addinivalue_line('filterwarnings', 'ignore:Requiring AUTH while not requiring TLS')


def pytest_collection_modifyitems(config, items):
    if config.getoption('--all'):
        return
    for item in items:
        if item.get_closest_marker('slow'):
            item.add_marker(pytest.mark.skip(reason='slow: only with --all'))


@pytest.fixture(scope='session')
def ca(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp('ca'))


def make_root(kind):
    root = pathlib.Path(os.environ.get('VIGIE_SERVERS', TOP / 'build/servers'))
    if kind != 'main':
        root = root.with_name(f'{root.name}-{kind}')
    subprocess.run([TOP / 'contrib/server-root', root, kind], check=True, capture_output=True)
    return root


@pytest.fixture(scope='session')
def server_root():
    return make_root('main')


@pytest.fixture(scope='session')
def server_root_of():
    """Makes the folder of a kind of servers that excludes those of the main one."""
    return make_root


@pytest.fixture
def new_dovecot(server_root, ca):
    """Starts a Dovecot with the given options; all end with the test."""
    started = []

    def start(**options):
        server = Dovecot(server_root, ca, **options)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.remove()


@pytest.fixture
def dovecot(new_dovecot):
    return new_dovecot()


@pytest.fixture(scope='session')
def shared_radicale(server_root, ca):
    """It takes seconds to start."""
    server = Radicale(server_root, ca)
    yield server
    server.remove()


@pytest.fixture
def radicale(shared_radicale):
    """A Radicale with an empty calendar, and the password that it was made with."""
    if shared_radicale.process is None:
        shared_radicale.start()
    shared_radicale.make_calendar()
    yield shared_radicale
    if shared_radicale.process is None:
        shared_radicale.start()
    shared_radicale.request('DELETE', expect=(200, 204, 404))


@pytest.fixture(scope='module')
def postfix(server_root, ca):
    server = Postfix(server_root, ca)
    yield server.start()
    server.remove()


@pytest.fixture
def new_smtp(ca):
    started = []

    def start(**options):
        server = Smtp(ca, **options)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def smtp(new_smtp):
    return new_smtp()


@pytest.fixture
def hook():
    hook = Hook()
    yield hook
    hook.stop()


@pytest.fixture(scope='session')
def binary():
    return pathlib.Path(os.environ.get('VIGIE', TOP / 'build/check/vigie'))


@pytest.fixture(scope='session')
def static_launcher(binary):
    """For tests that tell the whole program, which alone has libraries to link, from the launcher."""
    if '=>' in subprocess.run(['ldd', binary], capture_output=True, text=True).stdout:
        pytest.skip('the launcher has libraries as well: a build with sanitizers')


@pytest.fixture
def vigie(binary, tmp_path):
    return Vigie(binary, tmp_path)


@pytest.fixture
def given_away(vigie):
    """The program with a state of nobody's, who reaches nothing below tmp_path."""
    if os.geteuid() != 0:
        pytest.skip('root alone can give a state away')
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        vigie.state = pathlib.Path(folder) / 'state'
        vigie.state.mkdir(0o700)
        shutil.chown(vigie.state, 'nobody')
        yield vigie
