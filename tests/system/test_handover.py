"""A filter that runs as each recipient hands its mail to the watch that holds the state: whose it is
the kernel tells, and nobody can say otherwise."""
import datetime
import os
import pwd
import subprocess
import time
import zoneinfo

import pytest

from mails import notice, ordinary
from servers import wait_until

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason='needs two users, hence root')

CODE = 'aA3dE5fG7hJ1'
WHO = 'nobody'


@pytest.fixture
def house(vigie):
    """The state of one user, a program and a configuration that all may read, a home of another."""
    vigie.socket = vigie.folder / 'filter.sock'
    vigie.configure(f'quiet-hours = ""\nfilter-socket = "{vigie.socket}"\n'
                    f'state = "{vigie.state}"\n')
    vigie.config.chmod(0o644)
    for folder in (vigie.folder, *vigie.folder.parents):
        if str(folder) != '/':
            folder.chmod(folder.stat().st_mode | 0o055)
    vigie.run('add', '--sent', '2026-03-02')
    vigie.theirs = vigie.folder / 'theirs'
    vigie.theirs.mkdir()
    os.chown(vigie.theirs, pwd.getpwnam(WHO).pw_uid, -1)
    return vigie


def deliver(vigie, mail, *words, code=0, stdout=subprocess.PIPE):
    done = subprocess.run(
        ['setpriv', f'--reuid={WHO}', '--regid=nogroup', '--clear-groups', vigie.binary,
         '--config', vigie.config, 'filter', *words],
        input=mail, stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=30,
        env={'HOME': str(vigie.theirs), 'PATH': '/usr/bin:/bin', 'LANG': 'C.UTF-8'})
    assert done.returncode == code, done.stderr
    return done


def owners(vigie):
    return [(entry['code'], entry['owner']) for entry in vigie.entries() if entry['code']]


def spooled(vigie):
    return list(vigie.theirs.glob('.local/share/vigie/spool/*'))


def test_whose_it_is_the_kernel_tells(house):
    with house.watch():
        done = deliver(house, notice(CODE), '--pass', '--owner', 'root')
        wait_until(lambda: owners(house) == [(CODE, WHO)], 'it is recorded')
    assert done.stdout.startswith(b'X-Vigie: unread\r\n') and done.stdout.endswith(notice(CODE)[-200:])
    assert not spooled(house)


def test_without_a_watch_the_callers_own_spool_keeps_it(house):
    done = deliver(house, notice(CODE))
    assert str(house.socket) in done.stderr.decode()
    assert len(spooled(house)) == 1 and spooled(house)[0].stat().st_uid == pwd.getpwnam(WHO).pw_uid
    with house.watch():
        deliver(house, notice('bB3dE5fG7hJ2'))
        wait_until(lambda: sorted(owners(house)) == [(CODE, WHO), ('bB3dE5fG7hJ2', WHO)],
                   'the next one brings it along')
    assert not spooled(house)


def test_what_waited_keeps_its_day_and_needs_no_second_notice(house):
    """A mail without any date of its own, kept for ten days: dated by its delivery, not by the day on
    which it is handed over; an ordinary mail is enough to bring it along."""
    lines = notice(CODE).split(b'\r\n')
    undated = b'\r\n'.join(line for line in lines if not line.startswith((b'Date:', b'Received:')))
    deliver(house, undated)
    kept, = spooled(house)
    ten_days_ago = time.time() - 10 * 86400
    os.utime(kept, (ten_days_ago,) * 2)
    with house.watch():
        deliver(house, ordinary())
        wait_until(lambda: owners(house) == [(CODE, WHO)], 'it is recorded')
    entry, = [entry for entry in house.entries() if entry['code'] == CODE]
    paris = datetime.datetime.fromtimestamp(ten_days_ago, zoneinfo.ZoneInfo('Europe/Paris'))
    assert entry['sent'] == paris.date().isoformat()


def test_under_a_broken_configuration_too(house):
    """The watch runs on with the one it knows; its socket is looked for where it usually is, and then
    the own spool keeps the mail."""
    house.configure(f'state = "{house.state}"\npigeons = 3\n')
    house.config.chmod(0o644)
    deliver(house, notice(CODE))
    assert len(spooled(house)) == 1


def test_what_is_no_candidate_is_not_handed_over(house):
    with house.watch():
        deliver(house, ordinary())
    assert house.json('status', code=None)['spooled'] == 0 and not spooled(house)


def test_what_cannot_be_passed_on_is_tried_again(house):
    """The watch has it, and its agent has it not."""
    with house.watch(), open('/dev/full', 'wb') as full:
        done = deliver(house, notice(CODE), '--pass', code=75, stdout=full)
        assert b'standard output' in done.stderr
        wait_until(lambda: owners(house) == [(CODE, WHO)], 'it is recorded')
    assert not spooled(house)


def test_where_nothing_can_be_kept(house):
    os.chown(house.theirs, 0, 0)
    house.theirs.chmod(0o500)
    deliver(house, notice(CODE), code=75)


def test_a_peer_that_says_nothing_or_nonsense(house):
    """It is hung up on, and holds up nobody."""
    import socket
    with house.watch():
        mute, mad = (socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(2))
        mute.connect(str(house.socket))
        mad.connect(str(house.socket))
        mad.send(b'\xff' * 4096)
        deliver(house, notice(CODE))
        wait_until(lambda: owners(house) == [(CODE, WHO)], 'it is recorded')
        mad.settimeout(30)
        assert mad.recv(4096) == b''
        mute.close()
        mad.close()
