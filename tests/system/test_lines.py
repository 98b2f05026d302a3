"""Lines that break without a word, are slow, or lead to no name server. What the machine's kernel
cannot do (a namespace, netem) a relay does; the test's id says which it was."""
import re
import signal
import socket
import subprocess
import time

import pytest

from hostile import Hostile
from mails import notice
from network import HAS_NAMESPACES, SERVER, Network, Relay
from servers import wait_until
from test_hostile import account, accounts, sink
from test_watch import CODES, wait_new

TIMEOUT = 2
NO_IDLE = b'AUTH=PLAIN SASL-IR'
WITH_IDLE = b'IDLE ' + NO_IDLE
HALF_OPEN = ['namespace-idling', 'namespace-polling'] if HAS_NAMESPACES else ['relay-polling']


@pytest.fixture
def network():
    network = Network()
    yield network
    network.remove()


@pytest.fixture
def keep():
    """Stops what is given to it when the test ends."""
    kept = []

    def register(thing):
        kept.append(thing)
        return thing

    yield register
    for thing in reversed(kept):
        thing.stop()


def certificate_of(ca, address):
    return ca._issue(address, f'IP:{address}', days=30)


def server_behind(request, ca, keep, way, capabilities):
    """A server, where it is reached (host and port), what makes the line stall and go on, and the
    wrapper of the program."""
    if way.startswith('relay'):
        server = keep(Hostile(ca, capabilities=capabilities))
        relay = keep(Relay(server.port))
        return server, f'localhost:{relay.port}', relay, ()
    network = request.getfixturevalue('network')
    server = keep(Hostile(ca, capabilities=capabilities, certificate=certificate_of(ca, SERVER),
                          listening=network.listening(network.server, SERVER, 993)))
    return server, f'{SERVER}:993', network, network.wrapper


def account_at(vigie, server, ca, place, **options):
    return account(vigie, server, ca, **options).replace(f'localhost:{server.port}', place)


@pytest.mark.parametrize('way', HALF_OPEN)
def test_a_peer_that_is_silently_gone(request, vigie, ca, hook, keep, way):
    """Told within four times the timeout, be it while idling or after a question; read again when
    the line is there again."""
    idling = way.endswith('idling')
    server, place, line, wrapper = server_behind(request, ca, keep, way,
                                                 WITH_IDLE if idling else NO_IDLE)
    vigie.configure(account_at(vigie, server, ca, place, name='jean', timeout=TIMEOUT) + sink(hook))
    with vigie.beside('watch', wrapper=wrapper) as watch:
        if idling:
            wait_until(lambda: server.idling, 'it idles')
        else:
            wait_until(lambda: accounts(vigie)['jean']['last_success'], 'it has looked')
        line.stall()
        begin = time.monotonic()
        server.append(notice(CODES[0]))
        if not idling:
            watch.signal(signal.SIGUSR1)
        row = wait_until(lambda: blind(vigie), 'the silence is told')
        elapsed = time.monotonic() - begin
        assert re.search(r'Connection timed out|no complete answer within \d s', row['last_error'])
        assert elapsed < 4 * TIMEOUT + 5, 'and five seconds for a loaded machine'
        line.go_on()
        watch.signal(signal.SIGUSR1)
        wait_new(hook, CODES[0])
        wait_until(lambda: not blind(vigie), 'it sees again')


def blind(vigie):
    row = accounts(vigie)['jean']
    return row if row['blind_since'] else None


def has_netem(network):
    """Slows and thins the line, if the kernel can."""
    return subprocess.run(
        ['ip', 'netns', 'exec', network.server, 'tc', 'qdisc', 'add', 'dev', 'cable', 'root',
         'netem', 'delay', '80ms', '20ms', 'loss', '10%'],
        capture_output=True, check=False).returncode == 0


def test_a_slow_line_that_loses(request, vigie, ca, hook, keep, record_property):
    way, netem = 'relay', False
    if HAS_NAMESPACES:
        netem = has_netem(request.getfixturevalue('network'))
        way = 'netem' if netem else 'relay'
    record_property('way', way)
    print(f'by {way}')
    server, place, line, wrapper = server_behind(request, ca, keep, way, WITH_IDLE)
    if way == 'relay':
        line.delay = 0.05
    vigie.configure(account_at(vigie, server, ca, place, name='jean') + sink(hook))
    with vigie.beside('watch', wrapper=wrapper):
        wait_until(lambda: server.idling, 'it idles')
        for code in CODES[:2]:
            server.append(notice(code))
            wait_new(hook, code)
        assert accounts(vigie)['jean']['last_error'] is None


def test_a_name_without_an_address(vigie, ca, hook, keep):
    """Another account is read meanwhile. The resolver says no, or nothing in time."""
    server = keep(Hostile(ca))
    lost = account(vigie, server, ca, name='jean', timeout=6).replace('localhost', 'nobody.invalid')
    vigie.configure(lost + account(vigie, server, ca, name='honest') + sink(hook))
    with vigie.watch():
        server.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        row = wait_until(lambda: blind_for(vigie, 'nobody.invalid'), 'it is told', 10)
        assert re.search(r'the name nobody\.invalid has no address|no name server told the address',
                         row['last_error'])


def blind_for(vigie, word):
    row = accounts(vigie)['jean']
    return row if word in (row['last_error'] or '') else None


@pytest.mark.skipif(not HAS_NAMESPACES, reason='only root may give it other name servers')
def test_name_servers_that_are_silent(vigie, ca, hook, keep, network, tmp_path):
    """Three of them: the resolver alone would wait for thirty seconds."""
    addresses = [SERVER, '10.77.0.3', '10.77.0.4']
    for address in addresses[1:]:
        subprocess.run(['ip', '-n', network.server, 'address', 'add', f'{address}/24', 'dev',
                        'cable'], check=True)
    silent = [network.listening(network.server, address, 53, socket.SOCK_DGRAM)
              for address in addresses]
    resolv = tmp_path / 'resolv.conf'
    resolv.write_text(''.join(f'nameserver {address}\n' for address in addresses))
    honest = keep(Hostile(ca, listening=network.listening(network.client, '127.0.0.1', 993)))
    lost = account(vigie, honest, ca, name='jean', timeout=6).replace('localhost', 'imap.example.fr')
    vigie.configure(lost + account(vigie, honest, ca, name='honest') + sink(hook))
    wrapper = [*network.wrapper, 'unshare', '--mount', 'sh', '-c',
               'mount --bind "$0" /etc/resolv.conf && exec "$@"', str(resolv)]
    begin = time.monotonic()
    with vigie.beside('watch', wrapper=wrapper):
        row = wait_until(lambda: blind_for(vigie, 'imap.example.fr'), 'it is told')
        assert 'no name server told the address of imap.example.fr within 2 s' in row['last_error']
        assert time.monotonic() - begin < 10
        honest.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        begin = time.monotonic()
    assert time.monotonic() - begin < 5, 'the end waits for no name server'
    for one in silent:
        one.close()
