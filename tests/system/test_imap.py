"""source/ alone against a real Dovecot: imap-driver watches with an intake in memory and prints what
it gets."""
import os
import pathlib
import re
import subprocess
import threading
import time

import pytest

from servers import PATIENCE, TOP, wait_until


def message(number, sender='news@example.fr', body='Bonjour.', when='Wed, 12 Jan 2022 10:00:00 +0100'):
    return (f'From: {sender}\r\nTo: jean@example.fr\r\nSubject: mail {number}\r\nDate: {when}\r\n'
            f'Message-ID: <{number}@example.fr>\r\n\r\n{body}\r\n').encode()


class Driver:
    def __init__(self, binary, arguments):
        self.lines = []
        self.changed = threading.Condition()
        self.process = subprocess.Popen([binary, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.readers = [threading.Thread(target=self._read, daemon=True),
                        threading.Thread(target=self._complain, daemon=True)]
        self.complaints = []
        for reader in self.readers:
            reader.start()

    def _complain(self):
        for line in self.process.stderr:
            with self.changed:
                self.complaints.append(line.rstrip('\n'))
                self.changed.notify_all()

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line.rstrip('\n'))
                self.changed.notify_all()

    def wait(self, pattern, count=1, timeout=PATIENCE):
        """The lines, of both outputs, that match; at least `count`."""
        def found():
            matches = [line for line in self.lines + self.complaints if re.search(pattern, line)]
            return matches if len(matches) >= count else None

        with self.changed:
            matches = self.changed.wait_for(found, timeout)
            assert matches, f'{count} of {pattern} not within {timeout} s: {self.lines} {self.complaints}'
            return matches

    def matching(self, pattern):
        with self.changed:
            return [line for line in self.lines if re.search(pattern, line)]

    def tell(self, word):
        self.process.stdin.write(word + '\n')
        self.process.stdin.flush()

    def stop(self, timeout=PATIENCE):
        """Ends it cleanly; the seconds that this took."""
        begin = time.monotonic()
        if not self.process.stdin.closed:
            self.process.stdin.close()
        assert self.process.wait(timeout) == 0, self.complaints
        for reader in self.readers:
            reader.join()
        return time.monotonic() - begin


@pytest.fixture
def driver(tmp_path, ca):
    started = []
    password = tmp_path / 'password'
    password.write_text('secret de jean\n')
    password.chmod(0o600)

    def start(server, *arguments, tls='tls', host='localhost', secret=password, ca_file=ca.ca_file):
        port = server.tls_port if tls == 'tls' else server.port
        binary = pathlib.Path(os.environ.get('IMAP_DRIVER', TOP / 'build/check/imap-driver'))
        options = ['--host', host, '--port', str(port), '--tls', tls, '--user', 'jean',
                   '--password-file', str(secret)]
        if ca_file:
            options += ['--ca-file', str(ca_file)]
        driver = Driver(binary, [*options, *arguments])
        started.append(driver)
        return driver

    yield start
    for driver in started:
        driver.process.kill()
        driver.process.wait()


def test_new_mail_while_idling(dovecot, driver):
    watch = driver(dovecot)
    watch.wait('success INBOX')
    watch.wait('success Junk')
    dovecot.append(message(1))
    watch.wait('mail INBOX 1 new', timeout=2)
    dovecot.append(message(2), mailbox='Junk')
    watch.wait('mail Junk 1 new')
    assert watch.stop() < 5


def test_nothing_is_changed(dovecot, driver):
    dovecot.append(message(1, sender='assurance-maladie@info.ameli.fr'))
    once = driver(dovecot, '--once')
    once.wait('mail INBOX 1 old')
    once.wait('finished')
    dovecot.append(message(2))
    client = dovecot.client()
    client.select('INBOX', readonly=True)
    flags = client.fetch('1:*', '(FLAGS)')[1]
    client.logout()
    # Nor has our EXAMINE taken \Recent away.
    assert all(b'\\Seen' not in line for line in flags), flags
    assert b'\\Recent' in flags[0], flags


@pytest.mark.parametrize('tls', ['tls', 'starttls'])
def test_each_kind_of_tls(dovecot, driver, tls):
    watch = driver(dovecot, '--once', tls=tls)
    watch.wait('success INBOX')
    watch.wait('finished')
    assert not watch.matching('failure')


def test_cleartext(new_dovecot, driver):
    watch = driver(new_dovecot(cleartext=True), '--once', tls='cleartext')
    watch.wait('success INBOX')
    assert not watch.matching('failure')


def test_no_idle(new_dovecot, driver):
    server = new_dovecot(idle=False)
    watch = driver(server, '--poll', '1')
    watch.wait('success INBOX')
    server.append(message(1))
    watch.wait('mail INBOX 1 new', timeout=5)


def test_check_now_breaks_the_pause(new_dovecot, driver):
    server = new_dovecot(idle=False)
    watch = driver(server, '--poll', '3600')
    watch.wait('success INBOX')
    watch.wait('success Junk')
    server.append(message(1))
    watch.tell('check')
    watch.wait('mail INBOX 1 new', timeout=5)


def test_check_now_finds_a_new_mailbox(dovecot, driver):
    watch = driver(dovecot, '--mailbox', '*')
    watch.wait('success INBOX')
    dovecot.append(message(1), mailbox='Nouveau')
    watch.tell('check')
    watch.wait('success Nouveau')


def test_wrong_password(dovecot, driver, tmp_path):
    wrong = tmp_path / 'wrong'
    wrong.write_text('not it')
    wrong.chmod(0o600)
    watch = driver(dovecot, secret=wrong)
    line = watch.wait('failure - login')[0]
    assert 'refused' in line and 'not it' not in line
    watch.tell('check')
    watch.wait('failure - login', count=2)
    wrong.write_text('secret de jean')
    watch.tell('check')
    watch.wait('success INBOX')


def test_probe_with_a_wrong_password(dovecot, driver, tmp_path):
    wrong = tmp_path / 'wrong'
    wrong.write_text('not it')
    wrong.chmod(0o600)
    probe = driver(dovecot, '--probe', secret=wrong)
    probe.wait('failure - login')
    assert probe.process.wait(PATIENCE) == 1


def test_password_file_open_to_others(dovecot, driver, tmp_path):
    wide = tmp_path / 'wide'
    wide.write_text('secret de jean')
    wide.chmod(0o644)
    assert 'chmod 600' in driver(dovecot, '--once', secret=wide).wait('failure - secret')[0]


def test_wrong_name(new_dovecot, driver, ca):
    watch = driver(new_dovecot(certificate=ca.wrong_name), '--once')
    assert 'the certificate is for elsewhere.example, not localhost' in \
        watch.wait('failure - certificate')[0]


def test_expired(new_dovecot, driver, ca):
    assert 'expired on' in driver(new_dovecot(certificate=ca.expired), '--once').wait(
        'failure - certificate')[0]


@pytest.mark.parametrize('tls', ['tls', 'starttls'])
def test_unknown_authority(dovecot, driver, tls):
    watch = driver(dovecot, '--once', tls=tls, ca_file=None)
    assert 'issuer is unknown' in watch.wait('failure - certificate')[0]
    watch.wait('finished')
    watch.stop()
    assert 'jean' not in dovecot.log()  # no login was tried


def test_restart_in_mid_idle(dovecot, driver):
    watch = driver(dovecot)
    watch.wait('success INBOX')
    watch.wait('success Junk')
    dovecot.stop()
    watch.wait('failure INBOX unreachable')
    before = len(watch.matching('success INBOX'))
    dovecot.start()
    dovecot.append(message(1))
    watch.wait('mail INBOX 1 new')
    watch.wait('success INBOX', count=before + 1)


def test_nobody_there(dovecot, driver):
    dovecot.stop()
    begin = time.monotonic()
    watch = driver(dovecot, '--once')
    watch.wait('failure - unreachable')
    watch.wait('finished')
    assert time.monotonic() - begin < 15


def test_a_changed_password_is_tried_once(dovecot, driver):
    """Two connections were there; what refuses one keeps the other from trying."""
    watch = driver(dovecot, '--verbose')
    watch.wait('success INBOX')
    watch.wait('success Junk')
    dovecot.stop()
    watch.wait('failure INBOX unreachable')
    watch.wait('failure Junk unreachable')
    dovecot.set_users({'jean': 'another'})
    dovecot.start()
    watch.wait('failure - login')
    watch.wait('no try for 3')  # the other, for nearly 3,600 s
    assert len(watch.matching('failure - login')) == 1
    dovecot.set_users({'jean': 'secret de jean'})
    watch.tell('check')
    watch.wait('success INBOX', count=2)
    watch.wait('success Junk', count=2)


def test_stop_in_the_middle(dovecot, driver):
    """The mail in hand is finished, and the cursor says how far it came."""
    dovecot.append_many([message(i) for i in range(1, 3001)])
    validity = dovecot.uidvalidity()
    watch = driver(dovecot, '--mailbox', 'INBOX', '--cursor', f'INBOX:{validity}:0')
    watch.wait('mail INBOX 100 new')
    assert watch.stop() < 5
    uids = [int(line.split()[2]) for line in watch.matching('^mail')]
    assert uids == list(range(1, len(uids) + 1))
    assert not watch.matching('success')
    wait_until(lambda: dovecot.connections() == 0, 'it has logged out')


def test_uidvalidity_changes(dovecot, driver):
    dovecot.append(message(1, sender='assurance-maladie@info.ameli.fr'))
    watch = driver(dovecot, '--mailbox', 'INBOX')
    watch.wait('mail INBOX 1 old')
    watch.wait('success INBOX')
    new = dovecot.change_uidvalidity()
    watch.tell('check')
    watch.wait(f'advance INBOX {new} ')
    watch.wait('mail INBOX 1 old', count=2)


def test_many_old_mails(dovecot, driver):
    """1,200 of this month, every hundredth by the service, and one that is too old."""
    dovecot.append(message(0, sender='x@ameli.fr'), internaldate=time.time() - 90 * 86400)
    dovecot.append_many([message(i, sender='x@ameli.fr' if i % 100 == 0 else 'x@example.fr')
                         for i in range(1, 1201)])
    once = driver(dovecot, '--once', '--mailbox', 'INBOX', '--since', '60')
    once.wait('finished')
    old = [int(line.split()[2]) for line in once.matching('^mail')]
    assert old == [100 * i + 1 for i in range(1, 13)]
    assert [line.split()[4] for line in once.matching('^advance')] == \
        ['seen=500', 'seen=500', 'seen=200', 'seen=0']
    assert once.matching('^advance')[-1].split()[3] == '1201'


def test_interrupted_first_sight(dovecot, driver):
    """What is beyond the cursor is new mail, and is read whole."""
    dovecot.append_many([message(i) for i in range(1, 6)])
    validity = dovecot.uidvalidity()
    once = driver(dovecot, '--once', '--mailbox', 'INBOX', '--cursor', f'INBOX:{validity}:3')
    once.wait('finished')
    assert [line.split()[2:4] for line in once.matching('^mail')] == [['4', 'new'], ['5', 'new']]


def test_nothing_new_is_nothing(dovecot, driver):
    """UID n:* names the last mail even below n."""
    dovecot.append(message(1))
    once = driver(dovecot, '--once', '--mailbox', 'INBOX', '--cursor',
                  f'INBOX:{dovecot.uidvalidity()}:1')
    once.wait('finished')
    assert not once.matching('^mail')


def test_thorough(dovecot, driver):
    dovecot.append_many([message(i) for i in range(1, 4)])
    once = driver(dovecot, '--once', '--mailbox', 'INBOX', '--thorough')
    once.wait('finished')
    assert len(once.matching('^mail INBOX . old')) == 3


def test_long_mail_is_cut(dovecot, driver):
    dovecot.append(message(1, body='x' * 70 + ('\r\n' + 'y' * 70) * 10000))
    once = driver(dovecot, '--once', '--mailbox', 'INBOX', '--thorough')
    line = once.wait('^mail')[0]
    assert 'raw=262144' in line and int(re.search(r'size=(\d+)', line)[1]) > 700000


def test_names_in_utf8(dovecot, driver):
    client = dovecot.client()
    client.create('Ind&AOk-sirables')
    client.logout()
    once = driver(dovecot, '--once', '--mailbox', 'Indésirables')
    once.wait('success Indésirables')
    once.wait('finished')
    probe = driver(dovecot, '--probe', '--mailbox', 'Ind*')
    assert probe.wait('mailbox') == ['mailbox Indésirables']


def test_a_mailbox_that_is_not_there(dovecot, driver):
    once = driver(dovecot, '--once', '--mailbox', 'Absent', '--mailbox', 'INBOX')
    assert 'correct mailboxes' in once.wait('failure Absent mailbox')[0]
    once.wait('success INBOX')


def test_more_mailboxes_than_connections(dovecot, driver):
    client = dovecot.client()
    for number in range(8):
        client.create(f'"Dossier {number}"')
    client.logout()
    watch = driver(dovecot, '--mailbox', '*', '--poll', '1')
    for number in range(8):
        watch.wait(f'success Dossier {number}')
    assert dovecot.connections() <= 5
    dovecot.append(message(1), mailbox='"Dossier 7"')
    watch.wait('mail Dossier 7 1 new', timeout=5)
    watch.stop()
    wait_until(lambda: dovecot.connections() == 0, 'all have logged out')
