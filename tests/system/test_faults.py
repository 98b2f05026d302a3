"""What the daemon makes of faults: processes killed, hung or starved, servers dead or changed."""
import base64
import contextlib
import ctypes
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from mails import notice, ordinary
from servers import PATIENCE, TOP, children_of, free_port, group_members, wait_until
from test_watch import CODES, account, codes, hook_sink, mail_sink, wait_new, wait_seen

SHIPPED_RULES = TOP / 'rules'
PIDFD_GETFD = 438  # its number of a system call, on every machine


@pytest.fixture
def watched(vigie, dovecot, ca, hook):
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    return vigie


def children(watch):
    """{name: pid} of the processes that the master started."""
    found = {}
    for pid in children_of(watch.process.pid):
        with contextlib.suppress(OSError):
            found[pathlib.Path(f'/proc/{pid}/comm').read_text().strip()] = pid
    return found


def descriptors(pid):
    return len(os.listdir(f'/proc/{pid}/fd'))


def mailbox_row(vigie, mailbox):
    rows = vigie.json('status', code=None)['accounts']
    return next((row for row in rows if row['mailbox'] == mailbox), None)


# --- processes

@pytest.mark.parametrize('name', ['vigie-keeper', 'vigie-fetcher', 'vigie-reader'])
def test_a_process_that_dies_is_replaced(watched, dovecot, hook, name):
    with watched.watch() as watch:
        wait_seen(watched)
        os.kill(children(watch)[name], signal.SIGKILL)
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
    assert hook.events() == ['new']


@pytest.mark.slow
@pytest.mark.parametrize('name', ['vigie-fetcher', 'vigie-keeper'])
def test_one_that_hangs_while_the_other_dies_stops_nothing(watched, dovecot, hook, name):
    """The master waits for both to be gone before it starts them anew, but not for ever."""
    other = {'vigie-fetcher': 'vigie-keeper', 'vigie-keeper': 'vigie-fetcher'}[name]
    with watched.watch() as watch:
        wait_seen(watched)
        pids = children(watch)
        os.kill(pids[name], signal.SIGSTOP)
        os.kill(pids[other], signal.SIGKILL)
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0], timeout=100)


def sockets_of(pid):
    """{inode: descriptor}"""
    found = {}
    for name in os.listdir(f'/proc/{pid}/fd'):
        with contextlib.suppress(OSError):
            target = os.readlink(f'/proc/{pid}/fd/{name}')
            if target.startswith('socket:['):
                found[int(target[len('socket:['):-1])] = int(name)
    return found


def joined(one, other):
    """Descriptors of `one` whose sockets are joined to those of `other`."""
    near, far = sockets_of(one), sockets_of(other)
    listed = subprocess.run(['ss', '-xHan'], capture_output=True, text=True, check=True).stdout
    pairs = re.findall(r'^u_seq .* \* (\d+) +\* (\d+)', listed, re.M)
    return [near[int(a)] for a, b in pairs if int(a) in near and int(b) in far]


def socket_of(pid, number):
    """The same one, here."""
    pidfd = os.pidfd_open(pid)
    taken = ctypes.CDLL(None, use_errno=True).syscall(PIDFD_GETFD, pidfd, number, 0)
    os.close(pidfd)
    if taken < 0:
        pytest.skip(f'pidfd_getfd: {os.strerror(ctypes.get_errno())}')
    return socket.socket(fileno=taken)


def end_link(fetcher, keeper, master):
    """Ends the socket between them, as a message does that either cannot make sense of. Both live. The
    master has made it; the others that join them are the fetcher's."""
    for number in joined(fetcher, keeper):
        with socket_of(fetcher, number) as link:
            maker = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            if int.from_bytes(maker[:4], sys.byteorder) == master:
                link.shutdown(socket.SHUT_RDWR)
                return
    pytest.fail('nothing joins them')


def test_a_fetcher_that_ends_well_beside_its_keeper_is_replaced(watched, dovecot, hook):
    """It ends with 0 where its link does: nobody would look at a mailbox any more."""
    with watched.watch() as watch:
        wait_seen(watched)
        fetcher = children(watch)['vigie-fetcher']
        end_link(fetcher, children(watch)['vigie-keeper'], watch.process.pid)
        wait_until(lambda: children(watch).get('vigie-fetcher', fetcher) != fetcher, 'another one')
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
    assert hook.events() == ['new']


def test_a_keeper_that_hangs_is_replaced(watched, dovecot, hook):
    watched.environment['WATCHDOG_USEC'] = '10000000'
    with watched.watch() as watch:
        wait_seen(watched)
        keeper = children(watch)['vigie-keeper']
        os.kill(keeper, signal.SIGSTOP)
        watch.wait_log('keeper has not spoken')
        wait_until(lambda: children(watch).get('vigie-keeper', keeper) != keeper, 'another one')
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


def test_the_master_dies_and_nothing_stays(vigie, dovecot, ca, hook, tmp_path):
    mark = tmp_path / 'mark'
    hanging = (account(vigie, dovecot, ca).replace('account "jean"', 'account "slow"')
               .replace('password-file = "', f'password-command = "echo $$ >{mark}; exec sleep 600'
                        ' # '))
    vigie.configure(account(vigie, dovecot, ca) + hanging + hook_sink(hook))
    watch = vigie.start_watch()
    try:
        watch.wait_notify('READY=1')
        wait_until(mark.exists, 'the password command runs')
        command = int(wait_until(mark.read_text, 'its number'))
        watch.process.kill()
        watch.process.wait()
        wait_until(lambda: not group_members(watch.process.pid), 'all of it is gone')
        wait_until(lambda: not pathlib.Path(f'/proc/{command}').exists() or
                   ') Z ' in pathlib.Path(f'/proc/{command}/stat').read_text(),
                   'the command of nobody is gone')
    finally:
        watch.kill()
        watch.notify.close()
    dovecot.append(notice(CODES[0]))
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    vigie.run('watch', '--once')
    assert codes(vigie) == [CODES[0]]


def test_a_hanging_password_command_does_not_delay_the_end(vigie, dovecot, ca, hook, tmp_path):
    mark = tmp_path / 'mark'
    text = account(vigie, dovecot, ca).replace(
        'password-file = "', f'password-command = "touch {mark}; exec sleep 600 # ')
    vigie.configure(text + hook_sink(hook))
    with vigie.watch():
        wait_until(mark.exists, 'the password command runs')
        begin = time.monotonic()
    assert time.monotonic() - begin < 15


def test_int_to_the_whole_group(watched):
    """As a terminal sends it."""
    watch = watched.start_watch()
    try:
        watch.wait_notify('READY=1')
        wait_seen(watched)
        os.killpg(watch.process.pid, signal.SIGINT)
        assert watch.process.wait(PATIENCE) == 0
        assert not group_members(watch.process.pid)
    finally:
        watch.kill()
        watch.notify.close()


def test_twenty_reloads_leave_nothing_open(watched, dovecot, hook):
    with watched.watch() as watch:
        wait_seen(watched)
        before = None
        for number in range(20):
            watch.signal(signal.SIGHUP)
            watch.wait_notify('RELOADING=1')
            watch.wait_notify('READY=1')
            if number == 2:
                before = descriptors(watch.process.pid)
        # It may be about to say READY, on a socket for that alone.
        wait_until(lambda: descriptors(watch.process.pid) <= before, 'descriptors as before')
        wait_until(lambda: len(group_members(watch.process.pid)) == 4, 'four processes')
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


def test_a_reload_during_a_reload_is_not_lost(vigie, dovecot, ca, hook):
    dovecot.set_users({'jean': 'mot', 'anne': 'autre'})
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    with vigie.watch() as watch:
        wait_seen(vigie)
        keeper = children(watch)['vigie-keeper']
        os.kill(keeper, signal.SIGSTOP)
        watch.signal(signal.SIGHUP)
        watch.wait_notify('RELOADING=1')
        vigie.configure(account(vigie, dovecot, ca, user='anne') + hook_sink(hook))
        watch.signal(signal.SIGHUP)
        watch.wait_notify('RELOADING=1')
        os.kill(keeper, signal.SIGCONT)
        watch.wait_notify('READY=1')
        dovecot.append(notice(CODES[0]), user='anne')
        assert wait_new(hook, CODES[0])['entry']['account'] == 'anne'


def test_a_reload_with_an_impossible_sink_keeps_the_old(vigie, dovecot, ca, hook):
    good = account(vigie, dovecot, ca) + hook_sink(hook)
    vigie.configure(good)
    with vigie.watch() as watch:
        wait_seen(vigie)
        vigie.configure(good + 'alert "box" { kind = mail to = "jean@[192.0.2.1]"'
                        ' from = "a@example.fr" sendmail = "/bin/true" }')
        watch.signal(signal.SIGHUP)
        watch.wait_log(r'vigie\.conf.*"box".*stays in force')
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


def test_a_reload_with_a_broken_rule_keeps_the_old(watched, dovecot, hook, tmp_path):
    rules = tmp_path / 'rules'
    shutil.copytree(SHIPPED_RULES, rules)
    watched.global_options = ['--rules', str(rules)]
    with watched.watch() as watch:
        wait_seen(watched)
        (rules / 'own.rule').write_text("rule \"own\" {\n kind = notice\n text = { '(' }\n}\n")
        watch.signal(signal.SIGHUP)
        watch.wait_log(r'own\.rule:3: ')
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


def test_closed_standard_descriptors(watched, dovecot, hook):
    dovecot.append(notice(CODES[0]))
    shell = ['sh', '-c', 'exec "$@" <&- >&- 2>&-', 'sh']
    done = subprocess.run([*shell, *watched.command('watch', '--once', '--verbose')],
                          env=watched.environment, timeout=60, check=False)
    assert done.returncode == 0
    assert codes(watched) == [CODES[0]] and hook.events() == ['new']
    assert (watched.state / 'watch.lock').read_text().count('\n') == 1
    # A list that nobody can read is a fault.
    assert subprocess.run([*shell, *watched.command('list')], env=watched.environment,
                          timeout=60, check=False).returncode == 74


# --- mails that harm

def test_a_mail_that_kills_the_reader_is_set_aside(watched, dovecot, hook):
    harmful = threading.Event()
    harmful.set()

    with watched.watch() as watch:
        wait_seen(watched)

        def kill_readers():
            while harmful.is_set():
                with contextlib.suppress(KeyError, OSError):
                    os.kill(children(watch)['vigie-reader'], signal.SIGKILL)

        killer = threading.Thread(target=kill_readers)
        killer.start()
        try:
            # A reader may be faster than its killer, and then a mail is read.
            for number in range(40):
                dovecot.append(ordinary(number))
                with contextlib.suppress(AssertionError):
                    alert = hook.wait_event('set-aside', timeout=1)
                    break
        finally:
            harmful.clear()
            killer.join()
        assert alert['account'] == 'jean'
        assert watched.json('status', code=None)['set_aside'] >= 1
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        assert set(hook.events()) == {'set-aside', 'new'}


@pytest.mark.slow
def test_a_reader_that_hangs_is_killed(watched, dovecot, hook):
    with watched.watch() as watch:
        wait_seen(watched)
        os.kill(children(watch)['vigie-reader'], signal.SIGSTOP)
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0], timeout=60)
        assert watched.json('status', code=None)['set_aside'] == 0


def test_a_catastrophic_rule_hides_no_notice(watched, dovecot, hook, tmp_path):
    rules = tmp_path / 'rules'
    shutil.copytree(SHIPPED_RULES, rules)
    (rules / 'own.rule').write_text("rule \"own\" {\n kind = none\n priority = 99\n"
                                    " text = { '(\\w+\\s*)+[¤§]' }\n}\n")
    watched.global_options = ['--rules', str(rules)]
    dovecot.append(notice(CODES[0]))
    with watched.watch() as watch:
        wait_new(hook, CODES[0], timeout=100)
        watch.wait_log(r'own\.rule:\d+: ')


# --- the state

def test_a_full_disk_skips_nothing(watched, dovecot, hook):
    """Three writes of the database in a row find no room, at whatever they are for; its tables are
    there already, for each new process begins to count anew."""
    watched.run('watch', '--once')
    dovecot.append(ordinary())
    dovecot.append(notice(CODES[0]))
    watch = watched.start_watch(wrapper=[
        'strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=pwrite64', '-e',
        'inject=pwrite64:error=ENOSPC:when=30..32'])
    try:
        wait_new(hook, CODES[0], timeout=100)
        for code in CODES[1:]:
            dovecot.append(notice(code))
            wait_new(hook, code, timeout=100)
        assert 'full' in watch.log()
    finally:
        watch.kill()
        watch.notify.close()
    assert codes(watched) == CODES
    assert hook.events() == ['new'] * len(CODES)


def test_a_large_spool_is_read_to_its_end(vigie, hook):
    vigie.configure(hook_sink(hook))
    vigie.run('watch', '--once')
    spool = vigie.state / 'spool'
    spool.mkdir(exist_ok=True)
    for number in range(120):
        (spool / f'{number:03}').write_bytes(ordinary(number) if number < 119 else notice(CODES[0]))
    assert vigie.json('status', code=None)['spooled'] == 120
    begin = time.monotonic()
    vigie.run('watch', '--once')
    assert codes(vigie) == [CODES[0]] and hook.events() == ['new']
    status = vigie.json('status')
    assert (status['spooled'], status['set_aside']) == (0, 0)
    assert time.monotonic() - begin < 15, 'no reader was killed that had a mail in hand'


# --- servers

def test_a_dead_server_delays_no_other(vigie, dovecot, ca, hook):
    with socket.create_server(('127.0.0.1', 0)) as silent:
        port = silent.getsockname()[1]
        dead = account(vigie, dovecot, ca, extra='timeout = 4').replace('account "jean"', 'account "dead"')
        dead = dead.replace(str(dovecot.tls_port), str(port))
        vigie.configure(dead + account(vigie, dovecot, ca) + hook_sink(hook))
        with vigie.watch():
            dovecot.append(notice(CODES[0]))
            wait_new(hook, CODES[0], timeout=10)
        dovecot.append(notice(CODES[1]))
        assert vigie.run('watch', '--once', code=None).returncode == 69
        assert codes(vigie) == CODES[:2]


def test_what_once_ends_with(vigie, dovecot, ca, hook):
    good = account(vigie, dovecot, ca)
    nobody = good.replace('"jean"', '"nobody"', 1).replace(str(dovecot.tls_port), str(free_port()))
    secret = vigie.secret('wrong', 'wrong')
    refused = f'''account "refused" {{ imap = "imaps://jean@localhost:{dovecot.tls_port}"
        password-file = "{secret}" ca-file = "{ca.ca_file}" }}
    '''
    no_secret = f'''account "secret" {{ imap = "imaps://jean@localhost:{dovecot.tls_port}"
        password-command = "exit 3" ca-file = "{ca.ca_file}" }}
    '''
    for text, code, why in [
            (good, 0, 'all is well'),
            (nobody, 69, 'nobody listens'),
            (refused, 77, 'the login is refused'),
            (no_secret, 77, 'the password cannot be had'),
            (good + nobody, 69, 'one of two'),
            (nobody + refused + good, 77, '77 comes before 69')]:
        vigie.configure(text + hook_sink(hook))
        assert vigie.run('watch', '--once', code=None).returncode == code, why


def test_once_waits_for_all_mailboxes_of_a_watch_that_starts(vigie, new_dovecot, ca, hook):
    server = new_dovecot(idle=False)
    names = [f'box{number}' for number in range(12)]
    for name in names:
        server.append(ordinary(), mailbox=name)
    vigie.configure(account(vigie, server, ca, extra='poll = 3600 mailboxes = { "*" }')
                    + hook_sink(hook))
    with vigie.watch(ready=False) as watch:
        watch.wait_log('one alert only')  # it has the lock, and cannot be asked yet
        vigie.run('watch', '--once')
        for name, code in zip((names[0], names[-1]), CODES):
            server.append(notice(code), mailbox=name)
        vigie.run('watch', '--once')
        assert codes(vigie) == CODES[:2]


def test_two_runs_of_once_at_a_time(watched, dovecot):
    dovecot.append_many([ordinary(number) for number in range(300)])
    results = []
    runs = [threading.Thread(target=lambda: results.append(
        watched.run('watch', '--once', code=None).returncode)) for _ in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert results == [0, 0, 0]


def test_the_end_comes_within_seconds_at_first_sight(watched, dovecot):
    dovecot.append_many([notice(f'aA3dE5f{number:05}') for number in range(3000)])
    with watched.watch() as watch:
        watch.wait_log('a notice')
        begin = time.monotonic()
    assert time.monotonic() - begin < 10


class TokenServer:
    """An IMAP server with an empty INBOX, that takes one token (XOAUTH2) and nothing else."""

    def __init__(self, ca, token):
        self.token, self.logins = token, []
        self.context = ca.server_context()
        self.server = socket.create_server(('127.0.0.1', 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=self.server.accept()[:1],
                                 daemon=True).start()

    def _serve(self, raw):
        with contextlib.suppress(OSError), self.context.wrap_socket(raw, server_side=True) as peer:
            lines = peer.makefile('rb')
            peer.sendall(b'* OK hello\r\n')
            for line in lines:
                tag, command, *rest = line.decode().split()
                answer = getattr(self, '_' + command.lower(), lambda *_: b'')(rest, peer, lines)
                said = answer if answer.startswith(b'NO') else b'OK done'
                peer.sendall((b'' if said is answer else answer)
                             + tag.encode() + b' ' + said + b'\r\n')

    def _capability(self, *_):
        return b'* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR\r\n'

    def _list(self, *_):
        return b'* LIST () "/" INBOX\r\n'

    def _examine(self, *_):
        return b'* 0 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 1] ok\r\n'

    def _authenticate(self, rest, peer, lines):
        self.logins.append(base64.b64decode(rest[1]).decode())
        if self.logins[-1] == f'user=jean\1auth=Bearer {self.token}\1\1':
            return b''
        peer.sendall(b'+ ' + base64.b64encode(b'{"status":"401"}') + b'\r\n')
        lines.readline()
        return b'NO refused'


def test_a_token_is_asked_for_at_each_login(vigie, ca, hook, tmp_path):
    server = TokenServer(ca, 'tok.en1')
    count = tmp_path / 'count'
    vigie.configure(f'''account "jean" {{
        imap = "imaps://jean@localhost:{server.port}"
        oauth2-command = "echo x >>{count}; echo tok.en$(wc -l <{count})"
        ca-file = "{ca.ca_file}"
    }}
    ''' + hook_sink(hook))
    assert vigie.run('watch', '--once', '--verbose').stderr.find('tok.en') == -1
    refused = vigie.run('watch', '--once', '--verbose', code=77)
    assert 'tok.en' not in refused.stderr + refused.stdout
    assert [login.split('Bearer ')[1].strip('\1') for login in server.logins] == ['tok.en1',
                                                                                  'tok.en2']


def test_what_systemd_hears(vigie, dovecot, ca, hook):
    vigie.environment['WATCHDOG_USEC'] = '2000000'
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    with vigie.watch() as watch:
        wait_seen(vigie)
        watch.wait_notify('WATCHDOG=1', timeout=5)
        watch.signal(signal.SIGHUP)
        watch.wait_notify('RELOADING=1')
        watch.wait_notify('READY=1')
    seen = [line.split('=')[0] for line in watch.notify.seen]
    assert {'READY', 'STATUS', 'WATCHDOG', 'RELOADING', 'MONOTONIC_USEC'} <= set(seen)
    # It took its leave from the server as well.
    wait_until(lambda: 'Logged out' in dovecot.log(), 'it logs out')


# --- mailboxes

NAMES = ['Été', 'a & b', 'say "no"', 'back\\slash', '&', '&AOk-', "l'hiver", 'un/deux']


def quoted(name):
    return '"' + name.replace('\\', '\\\\').replace('"', '\\"') + '"'


def wire(name):
    """Modified UTF-7, by the standard library's UTF-7."""
    out, run = '', ''
    for char in name + '\0':
        if ord(char) > 126:
            run += char
            continue
        if run:
            out += '&' + run.encode('utf-7').decode()[1:].rstrip('-').replace('/', ',') + '-'
            run = ''
        out += '&-' if char == '&' else char
    return out[:-1]


def test_names_of_every_kind(vigie, dovecot, ca, hook):
    listed = ', '.join(quoted(name) for name in NAMES)
    vigie.configure(account(vigie, dovecot, ca, extra=f'mailboxes = {{ {listed} }}')
                    + hook_sink(hook))
    for number, name in enumerate(NAMES):
        dovecot.append(notice(f'aA3dE5fG7h{number:02}'), mailbox=quoted(wire(name)))
    vigie.run('watch', '--once')
    assert sorted(entry['mailbox'] for entry in vigie.entries()) == sorted(NAMES)


def test_patterns_and_excludes(vigie, dovecot, ca, hook):
    for number, name in enumerate(('INBOX', 'Sent', 'Lists/a', 'Lists/b', 'Junk')):
        dovecot.append(notice(f'aA3dE5fG7h{number:02}'), mailbox=name)
    vigie.configure(account(vigie, dovecot, ca, extra='mailboxes = { "*", "!Sent", "!Lists/b" }')
                    + hook_sink(hook))
    vigie.run('watch', '--once')
    assert sorted(entry['mailbox'] for entry in vigie.entries()) == ['INBOX', 'Junk', 'Lists/a']


def test_fifty_mailboxes(vigie, new_dovecot, ca, hook):
    server = new_dovecot(idle=False)
    names = [f'box{number:02}' for number in range(50)]
    for name in names:
        server.append(ordinary(), mailbox=name)
    vigie.configure(account(vigie, server, ca, extra='poll = 5 mailboxes = { "*" }')
                    + hook_sink(hook))
    with vigie.watch():
        wait_seen(vigie, names[-1])
        server.append(notice(CODES[0]), mailbox=names[-1])
        wait_new(hook, CODES[0])
        # One connection each for the first four, and one for all others.
        assert server.connections() <= 5


def test_a_named_mailbox_that_is_deleted_is_blind(vigie, dovecot, ca, hook):
    dovecot.append(ordinary(), mailbox='Santé'.encode('utf-7').decode().replace('+', '&'))
    vigie.configure(account(vigie, dovecot, ca, extra='mailboxes = { "INBOX", "Santé" } poll = 5')
                    + hook_sink(hook))
    with vigie.watch() as watch:
        wait_seen(vigie, 'Santé')
        dovecot.doveadm('mailbox', 'delete', '-u', 'jean', 'Santé')
        watch.signal(signal.SIGUSR1)
        wait_until(lambda: mailbox_row(vigie, 'Santé')['blind_since'], 'Santé is blind')
        assert mailbox_row(vigie, 'INBOX')['blind_since'] is None
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


def test_a_mailbox_watched_no_more_is_not_blind(vigie, dovecot, ca, hook):
    dovecot.append(ordinary(), mailbox='Old')
    vigie.configure(account(vigie, dovecot, ca, extra='mailboxes = { "*" }') + hook_sink(hook))
    vigie.run('watch', '--once')
    assert mailbox_row(vigie, 'Old')
    dovecot.doveadm('mailbox', 'delete', '-u', 'jean', 'Old')
    vigie.run('watch', '--once')
    assert mailbox_row(vigie, 'Old') is None and mailbox_row(vigie, 'INBOX')


def test_check_names_what_holds_official_mail_unwatched(vigie, dovecot, ca, hook):
    dovecot.append(notice(CODES[0]), mailbox='Santé'.encode('utf-7').decode().replace('+', '&'))
    dovecot.append(ordinary(), mailbox='Friends')
    # A server that searches for mere text finds this one too.
    dovecot.append(notice(CODES[1]).replace(b'ameli.fr>', b'ameli.fr.example.com>'),
                   mailbox='Posing')
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    said = vigie.run('check').stdout
    assert 'Santé holds official mail and is not watched' in said
    assert 'Friends' not in said and 'Posing' not in said and 'could not' not in said


# --- alerts

def test_a_refused_alert_is_told_by_the_other_sink(vigie, dovecot, ca, hook, smtp):
    smtp.answers.append('550 5.7.1 no')
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + mail_sink(vigie, smtp, ca))
    dovecot.append(notice(CODES[0]))
    with vigie.watch():
        wait_new(hook, CODES[0], timeout=10)
        alert = hook.wait_event('sink-failed')
    assert 'mail' in alert['text'] and not smtp.items


def test_a_hanging_sink_delays_no_other(vigie, dovecot, ca, hook):
    slow = 'alert "slow" { kind = command command = "exec sleep 600" }\n'
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + slow)
    dovecot.append(notice(CODES[0]))
    with vigie.watch():
        wait_new(hook, CODES[0], timeout=15)
        dovecot.append(notice(CODES[1]))
        wait_new(hook, CODES[1], timeout=15)
        begin = time.monotonic()
    assert time.monotonic() - begin < 25, 'nor does it hold up the end for long'


def test_quiet_hours_hold_and_deliver(vigie, hook):
    vigie.configure(f'alert "hook" {{ kind = command command = "{hook.command}" }}\n')
    day = '2026-03-03T'
    vigie.run('add', '--sent', '2026-03-01', now=day + '23:00:00+01:00')
    for stamp, events in ((day + '23:01:00+01:00', []), ('2026-03-04T07:29:00+01:00', []),
                          ('2026-03-04T07:30:10+01:00', ['new'])):
        vigie.run('watch', '--once', now=stamp)
        assert hook.events() == events, stamp


def test_the_first_sink_ever_gets_what_waits(vigie, hook):
    vigie.configure('')
    vigie.run('add', '--sent', '2026-03-01', now='2026-03-03T10:00:00+01:00')
    vigie.run('watch', '--once', now='2026-03-03T10:01:00+01:00')
    vigie.configure(hook_sink(hook))
    vigie.run('watch', '--once', now='2026-03-03T10:02:00+01:00')
    assert hook.events() == ['new']


@pytest.mark.slow
def test_blind_after_an_hour_and_seeing(vigie, dovecot, ca, hook):
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    vigie.run('watch', '--once', now='2026-03-03T09:00:00+01:00')
    dovecot.stop()
    vigie.run('watch', '--once', now='2026-03-03T10:00:00+01:00', code=69)
    assert hook.events() == []
    with vigie.watch('--now', '2026-03-03T11:00:10+01:00') as watch:
        watch.wait_log('cannot connect to localhost')
        watch.signal(signal.SIGUSR1)  # else at the next tick, in half a minute
        assert hook.wait_event('blind', timeout=60)['account'] == 'jean'
        dovecot.start()
        watch.signal(signal.SIGUSR1)
        hook.wait_event('seeing', timeout=60)
    assert hook.events() == ['blind', 'seeing']


# --- secrets

def test_no_secret_shows_anywhere(vigie, dovecot, ca, smtp, tmp_path):
    """Not in the log, not in a command line or environment, not in a file but vigie.db."""
    secrets = [CODES[0], dovecot.users['jean'], smtp.password + '-of-smtp']
    dovecot.set_users({'jean': secrets[1]})
    smtp.password = secrets[2]
    vigie.configure(account(vigie, dovecot, ca) + 'quiet-hours = ""\n' + mail_sink(vigie, smtp, ca))
    shown = ''
    with vigie.watch('--verbose') as watch:
        dovecot.append(notice(CODES[0]))
        smtp.wait(1)
        for pid in group_members(watch.process.pid):
            for name in ('cmdline', 'environ'):
                with contextlib.suppress(OSError):
                    shown += pathlib.Path(f'/proc/{pid}/{name}').read_text(errors='replace')
    shown += watch.log()
    for path in vigie.state.rglob('*'):
        if path.is_file() and not path.name.startswith('vigie.db'):
            shown += path.read_text(errors='replace')
    for secret in secrets:
        assert secret not in shown


def test_a_password_by_credential(vigie, dovecot, ca, hook, tmp_path):
    folder = tmp_path / 'credentials'
    folder.mkdir()
    (folder / 'imap-jean').write_text(dovecot.users['jean'])
    (folder / 'imap-jean').chmod(0o400)
    vigie.environment['CREDENTIALS_DIRECTORY'] = str(folder)
    text = account(vigie, dovecot, ca)
    start = text.index('password-file')
    vigie.configure(text[:start] + 'credential = "imap-jean"' + text[text.index('\n', start):]
                    + hook_sink(hook))
    dovecot.append(notice(CODES[0]))
    vigie.run('watch', '--once')
    assert codes(vigie) == [CODES[0]]
    del vigie.environment['CREDENTIALS_DIRECTORY']
    assert 'LoadCredential' in vigie.run('watch', '--once', code=77).stderr


def test_once_looks_at_mailboxes_though_the_spool_cannot_be_read(given_away):
    """However long a server lets it wait: the spool is looked at again meanwhile."""
    vigie = given_away
    (vigie.state / 'spool').mkdir(0o700)
    with socket.create_server(('127.0.0.1', 0)) as server:
        server.settimeout(PATIENCE)
        vigie.configure(f'account "slow" {{ imap = "imap+insecure://slow@127.0.0.1:{server.getsockname()[1]}"'
                        ' password-command = "echo x" }\n')
        watch = vigie.start_watch('--once')
        connection, _ = server.accept()
        for looks in (2, 3):
            watch.signal(signal.SIGUSR1)
            wait_until(lambda count=looks: watch.log().count('/spool cannot be read') == count, 'a look')
        connection.close()
    assert watch.process.wait(PATIENCE) == 69
    watch.notify.close()
    (vigie.state / 'spool').rmdir()
    [health] = vigie.json('status', code=69)['accounts']
    assert '127.0.0.1' in health['last_error']
