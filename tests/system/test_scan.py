"""vigie scan: old mail wherever it lies, and nothing missed while others work there."""
import contextlib
import fcntl
import gzip
import json
import os
import pathlib
import pty
import re
import signal
import struct
import subprocess
import termios
import threading

import pytest

from mails import notice, ordinary
from servers import children_of
from test_cases import LEA, NOTICE, OPPOSED, mail

CODE = 'aB3dE5fG7hJ9'
NOON = '2026-03-03T12:00:00+01:00'
SENT = 1772445600  # 2026-03-02T11:00:00+01:00
DEADLINE = '2026-04-13'  # 42 days after 2 March


@pytest.fixture(params=['cores', 'core'])
def cores(request):
    """Those that are started run on all cores, where threads read, or on one, where a single one does all."""
    ours = os.sched_getaffinity(0)
    if request.param == 'core':
        os.sched_setaffinity(0, {min(ours)})
    yield
    os.sched_setaffinity(0, ours)


def lines(mail):
    return mail.replace(b'\r\n', b'\n')


def maildir(path, cur=(), new=()):
    for folder in ('cur', 'new', 'tmp'):
        (path / folder).mkdir(parents=True, exist_ok=True)
    for folder, mails in (('cur', cur), ('new', new)):
        for number, mail in enumerate(mails):
            name = f'{SENT + number}.M{number}P1{folder}.host' + (':2,S' if folder == 'cur' else '')
            (path / folder / name).write_bytes(mail)
    return path


def mbox(path, *mails, line=b'From a@b.example Mon Mar  2 11:00:00 2026\n'):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b''.join(line + lines(mail) + b'\n' for mail in mails))
    return path


def among(count=5):
    """A notice among ordinary mails."""
    mails = [ordinary(number) for number in range(count)]
    return [*mails, notice(CODE, SENT), *mails]


def make_cur(top):
    return maildir(top / 'M', cur=among())


def make_new(top):
    return maildir(top / 'M', new=among())


def make_subfolder(top):
    maildir(top / 'M', cur=[ordinary()])
    maildir(top / 'M/.Archive.2026', cur=among())
    return top / 'M'


def make_layout_of_folders(top):
    maildir(top / 'M', cur=[ordinary()])
    maildir(top / 'M/Archive/2026', cur=among())
    return top / 'M'


def make_compressed_mail(top):
    maildir(top / 'M', cur=[gzip.compress(mail) for mail in among()])
    return top / 'M'


def make_mbox(top):
    return mbox(top / 'mbox', *among())


def make_mbox_below(top):
    mbox(top / 'Mail/Inbox.sbd/Old', *among())
    (top / 'Mail/Inbox.msf').write_text('// <!-- <mdb:mork:z v="1.4"/> -->')
    return top / 'Mail'


def make_mbox_gz(top):
    (top / 'mbox.gz').write_bytes(gzip.compress(mbox(top / 'x', *among()).read_bytes()))
    return top / 'mbox.gz'


def make_mh(top):
    for number, mail in enumerate(among(), 1):
        (top / 'mh/inbox').mkdir(parents=True, exist_ok=True)
        (top / f'mh/inbox/{number}').write_bytes(lines(mail))
    (top / 'mh/inbox/.mh_sequences').write_text('cur: 1\n')
    return top / 'mh'


def make_file(top):
    (top / 'notice.eml').write_bytes(notice(CODE, SENT))
    return top / 'notice.eml'


def make_linked(top):
    maildir(top / 'elsewhere', cur=among())
    maildir(top / 'M')
    (top / 'M/.Linked').symlink_to('../elsewhere')
    (top / 'M/.Loop').symlink_to('.')
    (top / 'link').symlink_to('M')
    return top / 'link'


@pytest.mark.parametrize('make,origin', [
    (make_cur, 'maildir'), (make_new, 'maildir'), (make_subfolder, 'maildir'),
    (make_layout_of_folders, 'maildir'), (make_compressed_mail, 'maildir'),
    (make_linked, 'maildir'),
    (make_mbox, 'mbox'), (make_mbox_below, 'mbox'), (make_mbox_gz, 'mbox'),
    (make_mh, 'file'), (make_file, 'file'),
])
@pytest.mark.usefixtures('cores')
def test_a_notice_among_others_opens_its_entry(vigie, tmp_path, make, origin):
    result = vigie.run('scan', make(tmp_path), now=NOON)
    entry, = vigie.entries('--all')
    assert (entry['code'], entry['origin'], entry['deadline']) == (CODE, origin, DEADLINE)
    assert DEADLINE in result.stdout and 'Entries: 1 opened, 0 joined.' in result.stdout


def test_all_places_together_are_one_case(vigie, tmp_path):
    places = [make_cur(tmp_path / '1'), make_mbox(tmp_path), make_file(tmp_path)]
    result = vigie.run('scan', *places, now=NOON)
    assert len(vigie.entries('--all')) == 1
    assert 'Entries: 1 opened, 2 joined.' in result.stdout


def test_the_text_of_an_mbox_is_unquoted(vigie, tmp_path):
    quoted = lines(notice(CODE, SENT)) + b'>From Paris, your insurance.\n'
    vigie.run('scan', mbox(tmp_path / 'mbox', quoted), now=NOON)
    vigie.run('scan', mbox(tmp_path / 'again', quoted.replace(b'>From', b'From')), now=NOON)
    assert len(vigie.entries('--all')) == 1


@pytest.mark.parametrize('line,received,why', [
    (b'From a@b.example Mon Mar  2 23:30:00 2026\n', '2026-03-02', 'no zone: Paris'),
    (b'From a@b.example Mon Mar  2 23:30:00 +0000 2026\n', '2026-03-03', 'half past midnight'),
    (b'From - Thu Jan  1 00:00:00 1970\n', '2026-03-05', 'not credible: the mail has no better'),
])
def test_the_from_line_says_when_it_came(vigie, tmp_path, line, received, why):
    # Without Date and Received fields nothing else tells.
    mail = b'\n'.join(row for row in lines(notice(CODE, SENT)).split(b'\n')
                      if not row.startswith((b'Date:', b'Received:')))
    result = vigie.run('scan', '--json', mbox(tmp_path / 'mbox', mail, line=line),
                       now='2026-03-05T12:00:00+01:00')
    assert json.loads(result.stdout)['sent'] == received, why


def test_a_maildir_says_when_it_came_by_the_name(vigie, tmp_path):
    mail = b'\n'.join(row for row in lines(notice(CODE, SENT)).split(b'\n')
                      if not row.startswith((b'Date:', b'Received:')))
    result = vigie.run('scan', '--json', maildir(tmp_path / 'M', cur=[mail]), now=NOON)
    found = json.loads(result.stdout)
    assert (found['sent'], found['sent_source']) == ('2026-03-02', 'delivery')


def test_json_is_a_finding_a_line(vigie, tmp_path):
    folder = maildir(tmp_path / 'M', cur=among())
    path = mbox(tmp_path / 'mbox', ordinary(), notice('zY8xW6vU4tS2', SENT))
    result = vigie.run('scan', '--json', folder, path, now=NOON)
    found = {item['cases'][0]['code']: item for item in map(json.loads, result.stdout.splitlines())}
    assert set(found) == {CODE, 'zY8xW6vU4tS2'}
    assert all(item['vigie'] == 1 and item['kind'] == 'notice' and item['trace'] and
               item['deadline'] == DEADLINE for item in found.values())
    assert CODE.encode() in pathlib.Path(found[CODE]['path']).read_bytes()
    assert 'offset' not in found[CODE]
    assert found['zY8xW6vU4tS2']['path'] == str(path)
    at = found['zY8xW6vU4tS2']['offset']
    assert path.read_bytes()[at:].startswith(b'From a@b.example') and at > 0
    assert len(vigie.entries('--all')) == 2, 'recorded as well'


def test_the_code_of_a_forged_mail_is_not_shown(vigie, tmp_path):
    vigie.configure('trust = { "mx.test" }\n')
    mail = (b'Authentication-Results: mx.test; dmarc=fail header.from=info.ameli.fr\r\n'
            + notice(CODE, SENT))
    for words in (['--json'], []):
        folder = maildir(tmp_path / f'M{len(words)}', cur=[mail])
        result = vigie.run('scan', *words, folder, now=NOON)
        assert 'forged' in result.stdout
        assert CODE not in result.stdout
    assert [entry['status'] for entry in vigie.entries('--all')] == ['suspect']


def test_a_dry_run_leaves_nothing(vigie, tmp_path):
    folder = maildir(tmp_path / 'M', cur=among())
    result = vigie.run('scan', '--dry-run', folder, now=NOON)
    assert DEADLINE in result.stdout and str(folder) in result.stdout
    assert not vigie.state.exists()


def test_expired_ones_come_as_one_digest(vigie, tmp_path, hook):
    vigie.configure(f'alert "screen" {{ kind = command command = "{hook.command}" }}\n')
    codes = ['aB3dE5fG7hJ9', 'zY8xW6vU4tS2', 'qR1sT3uV5wX7']
    vigie.run('scan', maildir(tmp_path / 'M', cur=[notice(code, SENT) for code in codes]),
              now='2026-06-01T12:00:00+02:00')
    vigie.run('watch', '--once', now='2026-06-01T12:01:00+02:00')
    alerts = [alert for alert in hook.items if alert['event'] != 'heartbeat']
    assert [alert['event'] for alert in alerts] == ['digest']
    assert len(alerts[0]['entries']) == 3


@pytest.mark.parametrize('words,seen', [([], False), (['--thorough'], True)])
def test_thorough_reads_what_no_header_suggests(vigie, tmp_path, words, seen):
    inner = lines(notice(CODE, SENT))
    mail = (b'From: friend@example.org\nTo: jean@example.fr\nSubject: holidays\n'
            b'Date: Tue, 3 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\n'
            b'Content-Type: message/rfc822\n\n' + inner)
    vigie.run('scan', *words, maildir(tmp_path / 'M', cur=[mail]), now=NOON)
    assert [entry['code'] for entry in vigie.entries('--all')] == ([CODE] if seen else [])


def test_what_is_no_mail_is_passed_over(vigie, tmp_path):
    folder = tmp_path / 'mail'
    mbox(folder / 'inbox', *among())
    (folder / 'notes.txt').write_text('Dear diary,\n\nnothing came.\n')
    (folder / 'todo').write_text('- milk\n')
    (folder / 'photo.jpg').write_bytes(b'\xff\xd8\xff\xe0\x00\x10JFIF')
    (folder / 'dovecot.index.cache').write_bytes(b'\x01\x02\x03')
    os.mkfifo(folder / 'fifo')
    result = vigie.run('scan', folder, now=NOON)
    assert '2 files hold no mail' in result.stdout
    assert 'cannot' not in result.stderr
    assert len(vigie.entries('--all')) == 1


@pytest.mark.parametrize('name,make,code', [
    ('absent', lambda path: None, 66),
    ('fifo', os.mkfifo, 66),
    ('notes', lambda path: path.write_text('Dear diary,\n'), 65),
    ('empty', lambda path: path.write_text(''), 0),
    ('folder', lambda path: path.mkdir(), 0),
    ('broken.gz', lambda path: path.write_bytes(gzip.compress(ordinary() * 99)[:60]), 74),
])
def test_what_was_given_and_holds_no_mail(vigie, tmp_path, name, make, code):
    make(tmp_path / name)
    result = vigie.run('scan', tmp_path / name, code=code, now=NOON)
    assert (name in result.stderr) == (code != 0)
    assert vigie.state.exists() == (code != 66), 'nothing to read makes no state'


def test_one_path_that_is_not_there_does_not_stop_the_others(vigie, tmp_path):
    vigie.run('scan', tmp_path / 'absent', make_cur(tmp_path), code=66, now=NOON)
    assert len(vigie.entries('--all')) == 1


@pytest.fixture
def as_nobody(vigie, tmp_path):
    """Root reads everything; without its capabilities it does not."""
    prefix = ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] if os.geteuid() == 0 else []

    def run(*arguments, code):
        result = subprocess.run([*prefix, *vigie.command('--now', NOON, *arguments)],
                                env=vigie.environment, capture_output=True, text=True, timeout=60,
                                check=False)
        assert result.returncode == code, result.stderr
        return result
    return run


@pytest.mark.usefixtures('cores')
def test_what_cannot_be_read_is_named_and_the_rest_is_read(vigie, tmp_path, as_nobody):
    folder = maildir(tmp_path / 'M', cur=among(20))
    closed = sorted((folder / 'cur').iterdir())[:2]
    for path in closed:
        path.chmod(0)
    sub = maildir(tmp_path / 'M/.Closed', cur=among())
    (sub / 'cur').chmod(0)
    result = as_nobody('scan', folder, code=74)
    (sub / 'cur').chmod(0o700)
    for path in [*closed, sub / 'cur']:
        assert result.stderr.count(str(path)) == 1
    assert '3 files or folders could not be read' in result.stderr
    assert len(vigie.entries('--all')) == 1


def test_a_link_to_nothing_is_called_that(vigie, tmp_path):
    folder = maildir(tmp_path / 'M', cur=among())
    link = folder / f'cur/{SENT}.M99P9.host:2,S'
    link.symlink_to('gone')
    result = vigie.run('scan', folder, code=74, now=NOON)
    assert f'{link} is a link to nothing' in result.stderr and 'renamed' not in result.stderr
    assert len(vigie.entries('--all')) == 1


def test_of_many_that_cannot_be_read_twenty_are_named(tmp_path, as_nobody):
    folder = maildir(tmp_path / 'M', cur=[ordinary()] * 50)
    for path in (folder / 'cur').iterdir():
        path.chmod(0)
    result = as_nobody('scan', folder, code=74)
    assert result.stderr.count('cannot open') == 20
    assert '50 files or folders could not be read' in result.stderr


def test_a_folder_given_that_cannot_be_opened(tmp_path, as_nobody):
    folder = maildir(tmp_path / 'M')
    folder.chmod(0)
    result = as_nobody('scan', folder, code=66)
    folder.chmod(0o700)
    assert str(folder) in result.stderr


def test_a_fault_of_the_configuration_comes_first(vigie, tmp_path):
    vigie.configure('nonsense = 1\n')
    vigie.run('scan', tmp_path / 'absent', code=78)


def test_without_a_watch_it_warns(vigie, tmp_path):
    assert 'no `vigie watch`' in vigie.run('scan', make_cur(tmp_path), now=NOON).stderr


class Renamer(threading.Thread):
    """Does to a Maildir what a mail client does, without a pause."""

    def __init__(self, folder):
        super().__init__()
        self.folder, self.ended, self.renamed = folder, threading.Event(), 0

    def run(self):
        flags = ['', 'S', 'RS', 'FS', 'FRS']
        while not self.ended.is_set():
            flag = flags[self.renamed % len(flags)]
            for folder in ('cur', 'new'):
                for name in os.listdir(self.folder / folder):
                    unique = name.split(':')[0]
                    os.rename(self.folder / folder / name,
                              self.folder / 'cur' / f'{unique}:2,{flag}')
                    self.renamed += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join()


@pytest.mark.usefixtures('cores')
def test_no_mail_is_missed_while_all_are_renamed(vigie, tmp_path):
    codes = {f'aB3dE5fG{number:04d}' for number in range(300)}
    mails = [notice(code, SENT) for code in sorted(codes)]
    folder = maildir(tmp_path / 'M', cur=mails[:150], new=mails[150:])
    with Renamer(folder) as renamer:
        vigie.run('scan', folder, now=NOON)
    assert renamer.renamed > 300, 'they were renamed while it ran'
    assert {entry['code'] for entry in vigie.entries('--all')} == codes


class Killer(threading.Thread):
    """Kills each reader of a scan that it sees."""

    def __init__(self, process):
        super().__init__()
        self.process, self.killed = process, 0

    def run(self):
        while self.process.poll() is None:
            for nursery in children_of(self.process.pid):
                for reader in children_of(nursery):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(reader, signal.SIGKILL)
                        self.killed += 1


@pytest.mark.usefixtures('cores')
def test_a_mail_that_kills_the_reader_is_set_aside_and_none_is_lost(vigie, tmp_path):
    codes = [f'aB3dE5fG{number:04d}' for number in range(300)]
    folder = maildir(tmp_path / 'M', cur=[notice(code, SENT) for code in codes])
    process = subprocess.Popen(vigie.command('--now', NOON, 'scan', folder), env=vigie.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    killer = Killer(process)
    killer.start()
    stderr = process.communicate(timeout=120)[1]
    killer.join()
    aside = vigie.json('status', code=None)['set_aside']
    assert killer.killed > 0
    assert stderr.count('is set aside') == aside
    assert process.returncode == (74 if aside else 0)
    assert len(vigie.entries('--all')) + aside == len(codes)


# --- what was read before

def age(*paths):
    """As if nothing had changed there for long: the memory trusts no time of the last seconds."""
    for top in paths:
        for path in [top, *top.rglob('*')]:
            os.utime(path, (SENT, SENT), follow_symlinks=False)


@pytest.fixture
def opened(vigie, tmp_path):
    """Scans, and says which files of mail below tmp_path were opened."""
    def run(*arguments, code=0):
        log = tmp_path / 'strace.log'
        command = ['strace', '-f', '-qq', '-y', '-e', 'trace=openat', '-e', 'signal=none', '-o', log,
                   *vigie.command('--now', NOON, 'scan', *arguments)]
        result = subprocess.run(command, env=vigie.traced, capture_output=True, text=True,
                                timeout=120, check=False)
        assert result.returncode == code, result.stderr
        opens = re.findall(r'openat\([^<]*<([^>]*)>, "([^"]+)", O_RDONLY\|O_NOCTTY', log.read_text())
        names = {os.path.join(folder, name) for folder, name in opens}
        return {name for name in names if name.startswith(str(tmp_path))
                and not name.startswith((str(vigie.home), str(vigie.state)))}, result.stdout
    return run


def test_an_unchanged_maildir_is_not_read_again(tmp_path, opened):
    folder = maildir(tmp_path / 'M', cur=[ordinary(number) for number in range(500)], new=among())
    age(folder)
    assert len(opened(folder)[0]) == 511
    files, said = opened(folder)
    assert files == set()
    assert '511 are known from an earlier scan.' in said


def test_of_a_changed_maildir_the_new_ones_are_read(vigie, tmp_path, opened):
    folder = maildir(tmp_path / 'M', cur=[ordinary(number) for number in range(50)], new=[ordinary()])
    age(folder)
    opened(folder)
    late = folder / 'new/1772445700.M1P2.late'
    late.write_bytes(notice(CODE, SENT))
    for path in (folder / 'cur').iterdir():
        path.rename(str(path) + 'T')
    assert opened(folder)[0] == {str(late)}
    assert len(vigie.entries('--all')) == 1
    assert opened(folder)[0] == set(), 'though it changed a moment ago, its names are known'


def test_a_mail_that_moves_from_new_to_cur_is_known(tmp_path, opened):
    folder = maildir(tmp_path / 'M', new=[ordinary()])
    age(folder)
    opened(folder)
    path, = (folder / 'new').iterdir()
    path.rename(folder / 'cur' / (path.name + ':2,S'))
    assert opened(folder)[0] == set()


@pytest.mark.parametrize('how', ['--thorough', 'rules', 'trust'])
def test_asked_otherwise_all_is_read_again(vigie, tmp_path, opened, how):
    folder = maildir(tmp_path / 'M', cur=[ordinary(number) for number in range(5)])
    age(folder)
    opened(folder)
    if how == 'rules':
        own = vigie.home / '.config/vigie/rules'
        own.mkdir(parents=True)
        (own / 'own.rule').write_text("candidate { subject = { '^holidays' } }\n")
    if how == 'trust':
        vigie.configure('trust = { "mx.test" }\n')
    assert len(opened(*(['--thorough'] if how == '--thorough' else []), folder)[0]) == 5


def test_a_dry_run_has_no_memory(tmp_path, opened):
    folder = maildir(tmp_path / 'M', cur=[ordinary()])
    age(folder)
    opened('--dry-run', folder)
    assert len(opened(folder)[0]) == 1
    assert len(opened('--dry-run', folder)[0]) == 1


def test_files_are_known_until_they_change(vigie, tmp_path, opened):
    folder = make_mh(tmp_path)
    (folder / 'notes').write_text('Dear diary,\n')
    age(folder)
    assert len(opened(folder)[0]) == 12
    assert opened(folder)[0] == set()
    (folder / 'inbox/3').write_bytes(lines(notice('zY8xW6vU4tS2', SENT)))
    assert opened(folder)[0] == {str(folder / 'inbox/3')}
    assert len(vigie.entries('--all')) == 2


def test_of_an_mbox_what_was_added_is_read(vigie, tmp_path, opened):
    path = mbox(tmp_path / 'mbox', *among(3))
    age(path)
    opened(path)
    assert opened(path)[0] == set()
    with path.open('ab') as file:
        file.write(mbox(tmp_path / 'more', notice('zY8xW6vU4tS2', SENT)).read_bytes())
    said = opened(path)[1]
    assert 'Mails: 1 seen' in said
    assert len(vigie.entries('--all')) == 2


def test_an_mbox_that_was_rewritten_is_read_anew(vigie, tmp_path, opened):
    path = mbox(tmp_path / 'mbox', *[ordinary(number) for number in range(7)])
    size = path.stat().st_size
    age(path)
    opened(path)
    mbox(path, ordinary(), notice(CODE, SENT), ordinary(1))
    assert path.stat().st_size != size
    assert 'Mails: 3 seen' in opened(path)[1]
    assert len(vigie.entries('--all')) == 1


def test_the_last_mail_of_an_mbox_may_come_in_two_halves(vigie, tmp_path, opened):
    whole = mbox(tmp_path / 'mbox', ordinary(), notice(CODE, SENT))
    bytes_, half = whole.read_bytes(), tmp_path / 'half'
    cut = bytes_.index(b'Votre code provisoire')
    half.write_bytes(bytes_[:cut])
    opened(half)
    with half.open('ab') as file:
        file.write(bytes_[cut:])
    opened(half)
    assert [entry['code'] for entry in vigie.entries('--all')] == [CODE]


def test_what_could_not_be_read_is_tried_again(vigie, tmp_path, as_nobody):
    folder = maildir(tmp_path / 'M', cur=among())
    closed = [path for path in (folder / 'cur').iterdir() if CODE.encode() in path.read_bytes()][0]
    closed.chmod(0)
    age(folder)
    as_nobody('scan', folder, code=74)
    closed.chmod(0o600)
    assert 'Mails: 1 seen' in as_nobody('scan', folder, code=0).stdout
    assert len(vigie.entries('--all')) == 1


# --- at a terminal

class Terminal:
    """A scan whose standard error is a terminal."""

    def __init__(self, vigie, *arguments):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 25, 80, 0, 0))
        self.process = subprocess.Popen(
            vigie.command('--now', NOON, *arguments), stdout=subprocess.PIPE, stderr=slave,
            text=True, env={**vigie.environment, 'TERM': 'xterm'})
        os.close(slave)
        self.said = ''

    def read(self):
        """FALSE at the end."""
        try:
            self.said += os.read(self.master, 65536).decode()
        except OSError:  # EIO: the other side is closed
            return False
        return True

    def wait_for(self, pattern):
        while not re.search(pattern, self.said):
            assert self.read(), self.said

    def end(self):
        while self.read():
            pass
        stdout = self.process.communicate(timeout=60)[0]
        os.close(self.master)
        return stdout


@pytest.mark.usefixtures('cores')
@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_scan_goes_on_where_it_was(vigie, tmp_path, number):
    count = 4000
    folder = maildir(tmp_path / 'M', cur=[notice(CODE, SENT)] * 10)
    for index in range(count):
        (folder / f'new/{SENT}.M{index}P1.host').write_bytes(ordinary(index))
    terminal = Terminal(vigie, 'scan', '--thorough', folder)
    terminal.wait_for(r'[1-9]\d* mails')
    terminal.process.send_signal(number)
    first = terminal.end()
    assert terminal.process.returncode == 75
    assert 'interrupted after' in terminal.said and 'goes on' in terminal.said
    seen = int(re.search(r'Mails: (\d+) seen', first)[1])
    assert 0 < seen < count + 10
    second = vigie.run('scan', '--thorough', folder, now=NOON).stdout
    assert seen + int(re.search(r'Mails: (\d+) seen', second)[1]) == count + 10
    assert len(vigie.entries('--all')) == 1


def follows_in_maildirs(top, before, between):
    yield maildir(top / 'A', cur=before)
    yield maildir(top / 'B', cur=between)
    yield maildir(top / 'C', cur=[mail(NOTICE.format(LEA))])


def follows_in_mbox(top, before, between):
    yield mbox(top / 'mbox', *before, *between, mail(NOTICE.format(LEA)))


@pytest.mark.usefixtures('cores')
@pytest.mark.parametrize('make', [follows_in_maildirs, follows_in_mbox])
def test_interrupted_a_confirmation_waits_for_its_notice_till_the_next(vigie, tmp_path, make):
    """It was read before the notice: it is not taken for one of nothing, and is read again. Of an mbox, so is
    what follows it."""
    vigie.configure('heartbeat = false\ntrust = { "mx.test" }\n')
    before = [*(ordinary(number) for number in range(200)), mail(OPPOSED.format(''), '2026-03-03')]
    between = [ordinary(number) for number in range(4000)]
    paths = list(make(tmp_path, before, between))
    age(tmp_path)
    terminal = Terminal(vigie, 'scan', '--thorough', *paths)
    terminal.wait_for(r'[1-9]\d{3} mails')
    terminal.process.send_signal(signal.SIGINT)
    seen = int(re.search(r'Mails: (\d+) seen', terminal.end())[1])
    assert terminal.process.returncode == 75
    assert 201 < seen < 4202 and vigie.entries('--all') == []
    second = vigie.run('scan', '--thorough', *paths, now=NOON).stdout
    rest = int(re.search(r'Mails: (\d+) seen', second)[1])
    assert rest == (4202 - 200 if make == follows_in_mbox else 4202 - seen + 1)
    assert [entry['status'] for entry in vigie.entries('--all')] == ['opposed']


def test_the_bar_fits_the_terminal_and_is_cleared(vigie, tmp_path):
    folder = maildir(tmp_path / 'M', cur=[ordinary(number) for number in range(2000)])
    terminal = Terminal(vigie, 'scan', '--thorough', folder)
    terminal.end()
    drawn = [line.replace('\x1b[K', '') for line in terminal.said.split('\r')]
    bars = [line for line in drawn if line.startswith('[')]
    assert bars and all(len(line) < 80 for line in bars)
    assert re.fullmatch(r'\[#*\.*\] \d+ %  \d+ mails, \d+/s(, \d+:\d\d left)?', bars[-1])
    behind = re.split(r'\r\[[#.]+\][^\r]*', terminal.said)[-1]
    assert behind.startswith('\r\x1b[K'), 'the last of them is cleared'


def test_quiet_or_without_a_terminal_there_is_no_bar(vigie, tmp_path):
    folder = maildir(tmp_path / 'M', cur=among())
    terminal = Terminal(vigie, '--quiet', 'scan', folder)
    terminal.end()
    assert '[' not in terminal.said
    assert '[' not in vigie.run('scan', '--thorough', folder, now=NOON).stderr


def test_a_time_that_is_put_back_hides_nothing(vigie, tmp_path):
    """As a copy does that keeps the times of folders."""
    folder = maildir(tmp_path / 'M', cur=[ordinary()])
    age(folder)
    vigie.run('scan', folder, now=NOON)
    facts = (folder / 'cur').stat()
    (folder / 'cur/1.host:2,S').write_bytes(notice(CODE, SENT))
    os.utime(folder / 'cur', ns=(facts.st_atime_ns, facts.st_mtime_ns))
    vigie.run('scan', folder, now=NOON)
    assert [entry['code'] for entry in vigie.entries('--all')] == [CODE]


@pytest.mark.parametrize('filler', [4000, 6000, 8100, 9000, 70000])
def test_a_long_header_hides_no_candidate(vigie, tmp_path, filler):
    """What makes it one stands behind what is read first."""
    fields = b''.join(b'X-Filler: %066d\r\n' % number for number in range(filler // 78))
    vigie.run('scan', maildir(tmp_path / 'M', cur=[ordinary(), fields + notice(CODE, SENT)]), now=NOON)
    assert [entry['code'] for entry in vigie.entries('--all')] == [CODE]


@pytest.mark.usefixtures('cores')
def test_of_many_candidates_each_is_read(vigie, tmp_path):
    """The rules become faster on the way, and the reader another one."""
    codes = [f'bE{number:02d}cH4rK5mN' for number in range(40)]
    mails = [mail for number, code in enumerate(codes) for mail in (ordinary(number), notice(code, SENT))]
    folder = maildir(tmp_path / 'M', cur=mails)
    said = vigie.run('scan', folder, now=NOON).stdout
    assert f'Mails: {len(mails)} seen, {len(codes)} read whole. Entries: {len(codes)} opened' in said
    assert {entry['code'] for entry in vigie.entries('--all', '--reveal')} == set(codes)
    (folder / f'new/{SENT}.M99P1.host').write_bytes(ordinary())
    said = vigie.run('scan', folder, now=NOON).stdout
    assert 'Mails: 1 seen, 0 read whole.' in said
    assert f'{len(mails)} are known from an earlier scan.' in said


def test_no_table_for_the_rules_loses_nothing(vigie, tmp_path):
    """And a fault of a rule comes before all else, though rules are loaded where a mail needs them."""
    own = vigie.home / '.config/vigie/rules/own.rule'
    own.parent.mkdir(parents=True)
    own.write_text("candidate { subject = { '^holidays' } }\n")
    vigie.run('scan', make_cur(tmp_path), now=NOON)
    assert [entry['code'] for entry in vigie.entries('--all')] == [CODE]
    own.write_text('candidate {\n')
    assert 'own.rule:' in vigie.run('scan', make_cur(tmp_path), code=78, now=NOON).stderr
