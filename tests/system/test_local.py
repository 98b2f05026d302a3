"""Local Maildirs as accounts of `watch`: what a deliverer or mbsync puts there is seen at once, and
through whatever else happens in such a folder."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import stat
import threading
import time
import uuid

import pytest

from mails import notice, ordinary
from servers import wait_until
from test_faults import children
from test_watch import CODES, codes, hook_sink, wait_new, wait_seen

DAY = 86400


class Maildir:
    """A Maildir, delivered to as the rules of Maildir say."""

    def __init__(self, path):
        self.path = path
        for name in ('cur', 'new', 'tmp'):
            (path / name).mkdir(parents=True, exist_ok=True)

    def unique(self, at=None):
        return f'{int(at or time.time())}.M{uuid.uuid4().hex}P{os.getpid()}.{socket.gethostname()}'

    def deliver(self, mail, at=None):
        name = self.unique(at)
        (self.path / 'tmp' / name).write_bytes(mail)
        os.rename(self.path / 'tmp' / name, self.path / 'new' / name)
        return name

    def folder(self, name):
        return Maildir(self.path / name)

    def see(self, name, flags='S'):
        """A client looks: the mail moves to cur/."""
        os.rename(self.path / 'new' / name, self.path / 'cur' / f'{name}:2,{flags}')


@pytest.fixture
def maildir(tmp_path):
    return Maildir(tmp_path / 'Maildir')


def account(maildir, extra=''):
    return f'account "local" {{ maildir = "{maildir.path}" poll = 3600 trust = {{ "mx.test" }} {extra} }}\n'


@pytest.fixture
def watched(vigie, maildir, hook):
    """Without full looks in between: what is seen is seen by inotify."""
    vigie.configure(account(maildir) + hook_sink(hook))
    return vigie


def test_a_notice_that_is_delivered_is_recorded(watched, maildir, hook):
    with watched.watch():
        wait_seen(watched)
        maildir.deliver(notice(CODES[0]))
        wait_new(hook, CODES[0], timeout=10)
    entry, = watched.entries()
    assert (entry['account'], entry['mailbox'], entry['origin']) == ('local', 'INBOX', 'maildir')
    assert entry['authenticity'] == 'authentic' and entry['code'] == CODES[0]


def test_what_lay_there_and_what_came_while_away(watched, maildir, hook):
    maildir.deliver(notice(CODES[0]))
    maildir.see(maildir.deliver(notice(CODES[1])))
    watched.run('watch', '--once')
    maildir.deliver(notice(CODES[2]))
    watched.run('watch', '--once')
    assert codes(watched) == CODES[:3]
    assert hook.events() == ['new'] * 3


def test_first_sight_reads_candidates_of_the_last_days(watched, maildir):
    """Of 90 days by default; a notice of 100 days ago is long past, and an ordinary mail's text
    counts only once it is new."""
    hidden = ordinary().replace(b'See you soon.', notice(CODES[1]).split(b'\r\n\r\n', 1)[1])
    maildir.deliver(notice(CODES[0], sent=time.time() - 100 * DAY), at=time.time() - 100 * DAY)
    maildir.deliver(notice(CODES[2], sent=time.time() - 80 * DAY), at=time.time() - 80 * DAY)
    maildir.deliver(hidden)
    watched.run('watch', '--once')
    assert codes(watched) == [CODES[2]]


def test_thorough_reads_all_at_first_sight(vigie, maildir, hook):
    vigie.configure(account(maildir, 'thorough = true') + hook_sink(hook))
    lines = notice(CODES[0]).split(b'\r\n')
    plain = [b'Subject: hello' if line.startswith(b'Subject:') else
             b'From: jean@example.org' if line.startswith(b'From:') else line for line in lines]
    maildir.deliver(b'\r\n'.join(plain))
    vigie.run('watch', '--once')
    assert codes(vigie) == [CODES[0]]


def test_folders_by_their_names(vigie, maildir, hook):
    maildir.folder('.Junk').deliver(notice(CODES[0]))
    maildir.folder('.Archive.2024').deliver(notice(CODES[1]))
    maildir.folder('.Sant&AOk-').deliver(notice(CODES[2]))
    vigie.configure(account(maildir) + hook_sink(hook))
    vigie.run('watch', '--once')
    assert codes(vigie) == [CODES[0]], 'INBOX and the junk folder are the default'
    vigie.configure(account(maildir, 'mailboxes = { "*", "!Archive*" }') + hook_sink(hook))
    vigie.run('watch', '--once')
    assert codes(vigie) == [CODES[0], CODES[2]]
    assert {entry['mailbox'] for entry in vigie.entries()} == {'Junk', 'Santé'}
    said = vigie.run('check').stdout
    assert 'INBOX' in said and 'Santé' in said and 'Archive' not in said


def test_a_folder_that_is_added(vigie, maildir, hook):
    vigie.configure(account(maildir, 'mailboxes = { "*" }') + hook_sink(hook))
    with vigie.watch():
        wait_seen(vigie)
        folder = maildir.folder('.Family')
        folder.deliver(notice(CODES[0]))
        assert wait_new(hook, CODES[0])['entry']['mailbox'] == 'Family'
        folder.deliver(notice(CODES[1]))
        wait_new(hook, CODES[1])


@pytest.mark.parametrize('goes', [
    lambda path: path.rename(path.with_name('before')), shutil.rmtree], ids=['moved', 'deleted'])
def test_a_maildir_that_another_takes_the_place_of(watched, maildir, hook, goes):
    """The fetcher's lock granted the folder that went."""
    with watched.watch():
        wait_seen(watched)
        goes(maildir.path)
        Maildir(maildir.path).deliver(notice(CODES[0]))
        wait_new(hook, CODES[0])
        Maildir(maildir.path).deliver(notice(CODES[1]))
        wait_new(hook, CODES[1])


@pytest.mark.parametrize('goes', [
    lambda path: path.rename(path.with_name('before')), shutil.rmtree], ids=['moved', 'deleted'])
def test_a_new_folder_that_another_takes_the_place_of(watched, maildir, hook, goes):
    with watched.watch():
        wait_seen(watched)
        goes(maildir.path / 'new')
        Maildir(maildir.path).deliver(notice(CODES[0]))
        wait_new(hook, CODES[0])
        maildir.deliver(notice(CODES[1]))
        wait_new(hook, CODES[1])


def test_more_notices_than_the_kernel_keeps(vigie, maildir, hook):
    """While the fetcher sleeps, another folder fills the queue before the mail comes: the notice of that is
    lost, and all is looked at."""
    held = int(pathlib.Path('/proc/sys/fs/inotify/max_queued_events').read_text())
    if held > 100_000:
        pytest.skip('the kernel keeps too many')
    busy = maildir.folder('.Busy').path
    vigie.configure(account(maildir, 'mailboxes = { "*" }') + hook_sink(hook))
    with vigie.watch() as watch:
        wait_seen(vigie)
        fetcher = children(watch)['vigie-fetcher']
        os.kill(fetcher, signal.SIGSTOP)
        try:
            one, two = busy / 'cur/one', busy / 'cur/two'
            one.write_bytes(b'')
            # Each is a notice that the one before does not swallow.
            for _ in range(held // 2 + 100):
                os.rename(one, two)
                os.rename(two, one)
            one.unlink()
            maildir.deliver(notice(CODES[0]))
        finally:
            os.kill(fetcher, signal.SIGCONT)
        wait_new(hook, CODES[0])
        maildir.deliver(notice(CODES[1]))
        wait_new(hook, CODES[1])


def test_a_hundred_folders(vigie, maildir, hook):
    folders = [maildir.folder(f'.f{number}') for number in range(100)]
    vigie.configure(account(maildir, 'mailboxes = { "*" }') + hook_sink(hook))
    wanted = [f'aB3dE5fG{number:03}z' for number in range(100)]
    with vigie.watch():
        wait_seen(vigie)
        for folder, code in zip(folders, wanted):
            folder.deliver(notice(code))
        wait_until(lambda: codes(vigie) == wanted, 'one of each folder')


def test_a_link_that_leads_elsewhere_later(vigie, maildir, hook, tmp_path):
    """Nothing tells of it but the next look."""
    link, far = tmp_path / 'link', Maildir(tmp_path / 'far')
    link.symlink_to(maildir.path)
    vigie.configure(account(Maildir(link)) + hook_sink(hook))
    with vigie.watch() as watch:
        wait_seen(vigie)
        link.unlink()
        link.symlink_to(far.path)
        far.deliver(notice(CODES[0]))
        watch.signal(signal.SIGUSR1)
        wait_new(hook, CODES[0])
        far.deliver(notice(CODES[1]))
        wait_new(hook, CODES[1])


def test_a_folder_that_a_link_leads_to(vigie, maildir, hook, tmp_path):
    """Outside of what the configuration names: granted at the start, or by starting anew."""
    far = Maildir(tmp_path / 'far')
    (maildir.path / '.Far').symlink_to(far.path)
    vigie.configure(account(maildir, 'mailboxes = { "*" }') + hook_sink(hook))
    with vigie.watch() as watch:
        wait_seen(vigie)
        far.deliver(notice(CODES[0]))
        wait_new(hook, CODES[0])
        later = Maildir(tmp_path / 'later')
        later.deliver(notice(CODES[1]))
        (maildir.path / '.Later').symlink_to(later.path)
        watch.signal(signal.SIGUSR1)
        wait_new(hook, CODES[1])


def test_a_mail_that_is_a_link_out_of_the_maildir(watched, maildir, hook, tmp_path):
    """As deduplicating programs and filing by links leave them: at first sight, and what comes."""
    far = tmp_path / 'far'
    far.mkdir()
    for code in CODES[:2]:
        (far / code).write_bytes(notice(code))
    (maildir.path / 'cur' / f'{maildir.unique()}:2,S').symlink_to(far / CODES[0])
    with watched.watch():
        wait_new(hook, CODES[0])
        name = maildir.unique()
        (maildir.path / 'tmp' / name).symlink_to(far / CODES[1])
        os.rename(maildir.path / 'tmp' / name, maildir.path / 'new' / name)
        wait_new(hook, CODES[1])
        row, = watched.json('status')['accounts']
        assert row['blind_since'] is None and row['last_error'] is None


def test_a_link_to_what_is_no_mail_is_told(watched, maildir, hook, tmp_path):
    """A socket that somebody links to is neither opened nor passed over in silence."""
    os.mkfifo(tmp_path / 'fifo')
    name = maildir.unique()
    (maildir.path / 'new' / name).symlink_to(tmp_path / 'fifo')
    maildir.deliver(notice(CODES[0]))
    with watched.watch():
        wait_new(hook, CODES[0])
        wait_until(lambda: [row for row in watched.json('status', code=None)['accounts']
                            if name in (row['last_error'] or '')], 'it is told')


def test_flags_and_moves_read_nothing_twice(watched, maildir, hook):
    name = maildir.deliver(notice(CODES[0]))
    with watched.watch():
        wait_new(hook, CODES[0])
        maildir.see(name)
        os.rename(maildir.path / 'cur' / f'{name}:2,S', maildir.path / 'cur' / f'{name}:2,FS')
        maildir.deliver(notice(CODES[1]))
        wait_new(hook, CODES[1])
    assert codes(watched) == CODES[:2] and hook.events() == ['new'] * 2


@contextlib.contextmanager
def kept_young(file):
    """What rests for two seconds is taken to be whole, and a busy machine may rest as long."""
    ended = threading.Event()

    def touch():
        while not ended.wait(0.1):
            os.utime(file.fileno())

    touching = threading.Thread(target=touch)
    touching.start()
    try:
        yield
    finally:
        ended.set()
        touching.join()


def test_written_in_place(watched, maildir, hook):
    """Not all deliver by a rename: what is still being written is read again when it is whole."""
    mail = notice(CODES[0])
    cut = mail.index(b'\r\n\r\n') + 4
    with watched.watch():
        wait_seen(watched)
        with open(maildir.path / 'new' / maildir.unique(), 'wb') as file:
            file.write(mail[:cut])
            file.flush()
            with kept_young(file):
                watched.run('watch', '--once')  # the running one looks at the half
                wait_until(watched.entries, 'it is taken for a new wording')
                file.write(mail[cut:])
                file.flush()
        wait_until(lambda: codes(watched) == [CODES[0]], 'the code is there')
    entry, = watched.entries()
    assert entry['status'] == 'open'


def test_written_in_place_with_a_long_pause(watched, maildir, hook):
    """A copy over a line that stalls: the half looked whole, for nobody wrote to it."""
    mail = notice(CODES[0])
    cut = mail.index(b'\r\n\r\n') + 4
    name = maildir.unique()
    with watched.watch():
        wait_seen(watched)
        with open(maildir.path / 'new' / name, 'wb') as file:
            file.write(mail[:cut])
            file.flush()
            os.utime(maildir.path / 'new' / name, (time.time() - 60,) * 2)
            watched.run('watch', '--once')  # the running one looks at the half
            wait_until(watched.entries, 'it is taken for a new wording')
            file.write(mail[cut:])
        wait_until(lambda: codes(watched) == [CODES[0]], 'the code is there')
    entry, = watched.entries()
    assert entry['status'] == 'open'


def _seen(vigie):
    return sum(row['seen'] for row in vigie.json('status', code=None)['accounts'])


def test_a_thousand_at_once(watched, maildir, hook):
    """More than a queue of notices need hold, with the notice among them."""
    with watched.watch():
        wait_seen(watched)
        for number in range(1000):
            maildir.deliver(ordinary(number))
            if number == 500:
                maildir.deliver(notice(CODES[0]))
        wait_new(hook, CODES[0])
        seen = -1
        while seen < 1001:  # as long as it goes on: a machine may be slow
            before = seen
            wait_until(lambda: _seen(watched) > before, f'more than {before} are seen')
            seen = _seen(watched)


def test_without_notices_by_looks(vigie, maildir, hook):
    """The kernel watches no more for this user: that is said, and a look finds what comes."""
    vigie.configure(account(maildir).replace('poll = 3600', 'poll = 5') + hook_sink(hook))
    # -DD: what is started is the program itself, which hears USR1.
    tracer = ['strace', '-DD', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=inotify_add_watch', '-e',
              'inject=inotify_add_watch:error=ENOSPC']
    with vigie.beside('watch', wrapper=tracer) as watch:
        wait_seen(vigie)
        watch.wait_log(r'Maildir/new: the kernel does not watch it .*looked at every 5 seconds')
        maildir.deliver(notice(CODES[0]))
        watch.signal(signal.SIGUSR1)
        wait_new(hook, CODES[0])
        maildir.deliver(notice(CODES[1]))
        wait_new(hook, CODES[1])


def test_an_unreadable_mail_blinds_and_hides_no_other(watched, maildir, hook):
    bad = maildir.path / 'new' / maildir.unique()
    bad.mkdir()  # root may read any file, but nobody reads a folder as a mail
    (maildir.path / 'new' / maildir.unique()).symlink_to('/nonexistent/mail')
    secret = maildir.path / 'new' / maildir.unique()
    secret.symlink_to(secret)
    maildir.deliver(notice(CODES[0]))
    result = watched.run('watch', '--once', code=69)
    assert secret.name in result.stderr
    assert codes(watched) == [CODES[0]]
    row, = [row for row in watched.json('status', code=69)['accounts'] if row['mailbox'] == 'INBOX']
    assert row['blind_since'] and secret.name in row['last_error']
    secret.unlink()
    watched.run('watch', '--once')
    row, = watched.json('status')['accounts']
    assert not row['blind_since']


def test_no_maildir_is_told(vigie, maildir, hook):
    vigie.configure(account(Maildir(maildir.path)).replace('Maildir"', 'Mail"') + hook_sink(hook))
    assert 'Mail' in vigie.run('watch', '--once', code=69).stderr
    said = vigie.run('check', code=69).stderr
    assert 'account "local"' in said and f'{maildir.path.parent}/Mail' in said


def test_a_wanted_folder_that_is_not_there(vigie, maildir, hook):
    vigie.configure(account(maildir, 'mailboxes = { "INBOX", "Santé" }') + hook_sink(hook))
    vigie.run('watch', '--once', code=69)
    rows = {row['mailbox']: row for row in vigie.json('status', code=69)['accounts']}
    assert rows['Santé']['blind_since'] and not rows['INBOX']['blind_since']


def test_an_unreadable_folder_hides_no_other(watched, maildir, hook):
    """A tree that is deeper than any mail's: root may read all else."""
    deep = maildir.path.joinpath(*['d'] * 120)
    deep.mkdir(parents=True)
    maildir.deliver(notice(CODES[0]))
    watched.run('watch', '--once', code=69)
    assert codes(watched) == [CODES[0]]
    rows = {row['mailbox']: row for row in watched.json('status', code=69)['accounts']}
    assert rows[str(maildir.path)]['blind_since'] and not rows['INBOX']['blind_since']
    shutil.rmtree(maildir.path / 'd')
    watched.run('watch', '--once')
    assert {row['mailbox'] for row in watched.json('status')['accounts']} == {'INBOX'}


UNNAMED = [b'.\xc9t\xe9', b'.a\rb', b'Courrier\x1b[2J']


@pytest.mark.parametrize('name', UNNAMED)
def test_a_folder_whose_name_is_no_text_is_told(vigie, maildir, hook, name):
    watched = vigie
    vigie.configure(account(maildir, 'mailboxes = { "*" }') + hook_sink(hook))
    path = os.path.join(os.fsencode(maildir.path), name)
    for folder in (b'cur', b'new', b'tmp'):
        os.makedirs(os.path.join(path, folder))
    maildir.deliver(notice(CODES[0]))
    watched.run('watch', '--once', code=69)
    assert codes(watched) == [CODES[0]]
    rows = {row['mailbox']: row for row in watched.json('status', code=69)['accounts']}
    assert rows[str(maildir.path)]['blind_since'] and not rows['INBOX']['blind_since']
    said = watched.run('check', code=69).stderr
    assert 'rename the folder' in said and not set('\r\x1b') & set(said)
    shutil.rmtree(path)
    watched.run('watch', '--once')
    assert {row['mailbox'] for row in watched.json('status')['accounts']} == {'INBOX'}


@pytest.mark.parametrize('mailboxes, code', [('"INBOX"', 0), ('"INBOX", "S*"', 0), ('"*", "!A*"', 0),
                                             ('"!A*"', 0), ('"*"', 69), ('"!S*"', 0)])
def test_a_folder_whose_name_is_no_text_and_that_is_not_meant(vigie, maildir, hook, mailboxes, code):
    os.makedirs(os.path.join(os.fsencode(maildir.path), b'.A\xe9/cur'))
    os.makedirs(os.path.join(os.fsencode(maildir.path), b'.A\xe9/new'))
    vigie.configure(account(maildir, f'mailboxes = {{ {mailboxes} }}') + hook_sink(hook))
    vigie.run('watch', '--once', code=code)


@pytest.mark.parametrize('one, two', [('2026-01-12T10:15:30', '2026-01-12T10:45:00'),
                                      (b'D\xe9claration.1', b'D\xe9claration.2')])
def test_names_that_others_would_not_give(watched, maildir, one, two):
    """A colon of the name's own, bytes that are no UTF-8: two mails, each read once."""
    for name, code in ((one, CODES[0]), (two, CODES[1])):
        path = os.path.join(os.fsencode(maildir.path / 'cur'), os.fsencode(name))
        with open(path, 'wb') as file:
            file.write(notice(code))
        os.utime(path, (time.time() - 60,) * 2)
    for _ in range(2):
        watched.run('watch', '--once')
    assert codes(watched) == CODES[:2]
    assert {entry['origin'] for entry in watched.entries()} == {'maildir'}
    assert sum(row['seen'] for row in watched.json('status')['accounts']) == 2


def test_nothing_there_is_changed(watched, maildir):
    maildir.deliver(notice(CODES[0]))
    maildir.see(maildir.deliver(ordinary()))

    def picture():
        return sorted((str(path), path.lstat().st_mtime_ns, stat.S_IMODE(path.lstat().st_mode))
                      for path in maildir.path.rglob('*'))
    before = picture()
    watched.run('watch', '--once')
    assert picture() == before


def test_beside_imap(vigie, dovecot, ca, maildir, hook):
    """The same mail by two ways is one case."""
    from test_watch import account as imap_account
    mail = notice(CODES[0])
    vigie.configure(imap_account(vigie, dovecot, ca) + account(maildir) + hook_sink(hook))
    dovecot.append(mail)
    maildir.deliver(mail)
    vigie.run('watch', '--once')
    assert codes(vigie) == [CODES[0]] and hook.events() == ['new']
    assert {row['account'] for row in json.loads(vigie.run('status', '--json').stdout)['accounts']} == {
        'jean', 'local'}
