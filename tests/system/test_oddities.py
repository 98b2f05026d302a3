"""What an IMAP server may do, or does though it must not, and no mail is lost by it."""
import signal
import time

import pytest

from hostile import SANE, Hostile
from mails import notice, ordinary
from servers import Authority, wait_until
from test_hostile import account, accounts, sink
from test_watch import CODES, codes, wait_new


@pytest.fixture
def new_server(ca):
    started = []

    def start(**options):
        started.append(Hostile(ca, **options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def watched(vigie, ca, hook):
    """Configures the only account."""
    def configure(server):
        vigie.configure(account(vigie, server, ca, name='jean') + sink(hook))
        return vigie
    return configure


def test_uids_that_go_backwards(watched, new_server, hook):
    """The server was put back from a backup, and kept its UIDVALIDITY."""
    server = new_server()
    for number in range(5):
        server.add(ordinary(number))
    vigie = watched(server)
    vigie.run('watch', '--once')
    server.mails, server.uidnext = {1: ordinary(0), 2: notice(CODES[0])}, 3
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:1]
    # From here on as before, below the UID that was once the last.
    server.add(notice(CODES[1]))
    with vigie.watch():
        wait_new(hook, CODES[1])
        server.append(notice(CODES[2]))
        wait_new(hook, CODES[2])
    assert codes(vigie) == CODES[:3]
    assert hook.events() == ['new', 'new', 'new']


def test_uidvalidity_that_changes_each_time(watched, new_server, hook):
    looks = []

    def change(session, tag):
        looks.append(time.monotonic())
        session.owner.uidvalidity += 1
        yield SANE

    server = new_server(stage='examine', fault=change)
    server.add(notice(CODES[0]))
    vigie = watched(server)
    with vigie.watch():
        wait_new(hook, CODES[0])
        for code in CODES[1:3]:
            server.append(notice(code))
            wait_new(hook, code)
        assert accounts(vigie)['jean']['last_error'] is None
    assert codes(vigie) == CODES[:3]
    assert hook.events() == ['new', 'new', 'new']
    # One at first sight, and at most two for each mail: no busy looking back.
    assert len(looks) <= 5


def test_untagged_data_before_each_plus(watched, new_server, hook):
    def chatter(session, tag):
        yield b'* OK one moment\r\n* CAPABILITY IMAP4rev1\r\n'
        yield SANE

    for stage in ('continue', 'idle'):
        server = new_server(stage=stage, fault=chatter, capabilities=b'IDLE AUTH=PLAIN')
        vigie = watched(server)
        with vigie.watch():
            wait_until(lambda: server.idling, 'it idles')
            code = CODES[0] if stage == 'continue' else CODES[1]
            server.append(notice(code))
            wait_new(hook, code)
    assert codes(vigie) == CODES[:2]


def test_an_empty_mail_by_a_negative_length(watched, new_server, hook):
    """As a provider sends it; the mail is read as the empty one that it is said to be."""
    def negative(session, tag):
        yield b'* 1 FETCH (UID 1 BODY[]<0> {-5}\r\n)\r\n' + tag + b' OK done\r\n'
        session.owner.fault = None
        while True:
            session.command(*session.parse(session.line()))

    server = new_server(stage='mail', fault=negative)
    server.add(notice(CODES[0]))
    vigie = watched(server)
    with vigie.watch():
        wait_until(lambda: server.idling, 'it goes on')
        server.append(notice(CODES[1]))
        wait_new(hook, CODES[1])
        assert accounts(vigie)['jean']['last_error'] is None


def test_a_mail_with_nul_bytes(watched, new_server, hook):
    server = new_server()
    vigie = watched(server)
    with vigie.watch():
        wait_until(lambda: server.idling, 'it idles')
        server.append(notice(CODES[0]).replace(b'\r\n\r\n', b'\r\nX-Nul: a\0b\r\n\r\n\0', 1))
        wait_new(hook, CODES[0])


def test_a_storm_of_expunges_that_ends(watched, new_server, hook):
    """Half of a large mailbox is deleted elsewhere."""
    server = new_server()
    vigie = watched(server)
    with vigie.watch():
        wait_until(lambda: server.idling, 'it idles')
        server.tell_idling(b'* 1 EXPUNGE\r\n' * 30000)
        server.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        assert accounts(vigie)['jean']['last_error'] is None


def test_a_certificate_that_is_swapped(watched, new_server, hook, ca, tmp_path):
    """Somebody steps in between: told at once, and given no password."""
    server = new_server()
    vigie = watched(server)
    with vigie.watch() as watch:
        wait_until(lambda: server.idling, 'it idles')
        logins = len(server.logins)
        good, server.context = server.context, Authority(tmp_path / 'other').server_context()
        server.cut()
        alert = hook.wait_event('blind')
        assert 'issuer is unknown' in alert['text']
        row = accounts(vigie)['jean']
        assert 'issuer is unknown' in row['last_error'] and row['blind_since']
        assert len(server.logins) == logins
        server.context = good
        watch.signal(signal.SIGUSR1)
        hook.wait_event('seeing')
        server.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
