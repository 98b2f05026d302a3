"""`vigie filter`: whatever is wrong with us, no mail is lost, bounced or changed, nobody waits."""
import concurrent.futures
import fcntl
import os
import pathlib
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time

import pytest

from mails import notice
from servers import PATIENCE, wait_until
from test_watch import CODES, mail_sink

CODE = CODES[0]
PLAIN = b'From: a@b.example\n\nx\n'

# What kills or stops the readers of a program, with LD_PRELOAD: a reader gives itself a name.
SHIM = r'''
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int left = -1; /* requests that this reader answers; -1: all */

static int is(const char *how)
{
    return !strcmp(getenv("SHIM"), how);
}

/* SHIM=second: the first reader dies of its second message, and each that follows of its first. */
static void begin_reader(void)
{
    if (is("die"))
        abort();
    while (is("hang"))
        pause();
    left = access(getenv("SHIM_MARK"), F_OK) ? 1 : 0;
    close(open(getenv("SHIM_MARK"), O_CREAT | O_WRONLY, 0600));
}

int prctl(int option, ...)
{
    unsigned long word[4];
    va_list args;

    va_start(args, option);
    for (int i = 0; i < 4; i++)
        word[i] = va_arg(args, unsigned long);
    va_end(args);
    if (option == PR_SET_NAME && !strcmp((char *)word[0], "vigie-reader"))
        begin_reader();
    return ((int (*)(int, ...))dlsym(RTLD_NEXT, "prctl"))(option, word[0], word[1], word[2],
                                                          word[3]);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    if (left >= 0 && left-- == 0)
        abort();
    return ((ssize_t(*)(int, struct msghdr *, int))dlsym(RTLD_NEXT, "recvmsg"))(fd, message, flags);
}
'''


@pytest.fixture(scope='session')
def shim(tmp_path_factory, binary):
    folder = tmp_path_factory.mktemp('shim')
    (folder / 'shim.c').write_text(SHIM)
    if not shutil.which('cc') or b'__asan_init' in binary.read_bytes():
        pytest.skip('needs a compiler, and a program without sanitizers')
    subprocess.run(['cc', '-shared', '-fPIC', '-o', 'shim.so', 'shim.c', '-ldl'], cwd=folder,
                   check=True)
    return folder / 'shim.so'


def spooled(vigie, state=None):
    """What a reader of the spool sees: names without a dot, as bytes."""
    folder = (state or vigie.state) / 'spool'
    return [path.read_bytes() for path in sorted(folder.iterdir())
            if path.is_file() and not path.name.startswith('.')] if folder.is_dir() else []


def filtered(vigie, mail, *arguments, code=0, **options):
    """Its standard output, as bytes, and what it says."""
    environment = {**vigie.environment, **options.pop('environment', {})}
    result = subprocess.run(vigie.command('filter', *arguments), input=mail, env=environment,
                            capture_output=True, timeout=PATIENCE, check=False, **options)
    said = result.stderr.decode()
    assert result.returncode == code, said
    assert 'aB3dE5' not in said and CODE not in said
    return result.stdout, said


def codes(vigie):
    return [entry['code'] for entry in vigie.entries()]


# --- what is good

def test_the_entry_names_its_origin_and_owner(vigie):
    filtered(vigie, notice(CODE), '--owner', 'jean')
    entry = vigie.entries()[0]
    assert (entry['origin'], entry['owner'], entry['account']) == ('filter', 'jean', None)
    filtered(vigie, notice(CODES[1]))
    assert vigie.entries()[1]['owner'] is None


def test_without_a_date_the_moment_of_delivery_counts(vigie):
    lines = [line for line in notice(CODE).split(b'\r\n')
             if not line.startswith((b'Date:', b'Received:'))]
    out, _ = filtered(vigie, b'\r\n'.join(lines), '--pass', '--now', '2026-03-02T12:00:00+01:00')
    assert out.startswith(b'X-Vigie: notice; deadline=2026-04-13; authenticity=unverified\r\n')
    assert vigie.entries()[0]['sent_source'] == 'delivery'


@pytest.mark.parametrize('configuration,said', [
    ('', b'unverified'), ('trust = { "mx.test" }\n', b'authentic')])
def test_the_trust_of_the_top_level_counts(vigie, configuration, said):
    vigie.configure(configuration)
    out, _ = filtered(vigie, notice(CODE), '--pass')
    assert out.split(b'\r\n')[0].endswith(b'; authenticity=' + said)


def test_a_forged_one_says_so(vigie):
    mail = notice(CODE).replace(b'@info.ameli.fr>', b'@ameli-info.example>')
    out, _ = filtered(vigie, mail, '--pass')
    assert b'; authenticity=forged\r\n' in out
    assert [entry['status'] for entry in vigie.entries()] == ['suspect']


def test_what_is_no_candidate_is_not_read_whole(vigie):
    """Its text is a notice's, its header a stranger's."""
    body = notice(CODE).split(b'\r\n\r\n', 1)[1]
    mail = (b'From: friend@example.org\r\nSubject: hello\r\nMIME-Version: 1.0\r\n'
            b'Content-Type: multipart/alternative; boundary="=_sample"\r\n\r\n' + body)
    out, said = filtered(vigie, mail, '--pass')
    assert out == b'X-Vigie: none\r\n' + mail and not said
    assert not vigie.state.exists(), 'nothing to record: no state'
    out, _ = filtered(vigie, mail, '--pass', '--thorough')
    assert not out.startswith(b'X-Vigie: none')
    assert codes(vigie) == [CODE]


def test_an_alert_of_ours_is_no_case(vigie, new_smtp, ca):
    smtp = new_smtp()
    vigie.configure('quiet-hours = ""\n' + mail_sink(vigie, smtp, ca))
    filtered(vigie, notice(CODE))
    vigie.run('watch', '--once')
    alert = smtp.wait(1)[0]
    mail = alert if isinstance(alert, bytes) else alert.as_bytes()
    out, _ = filtered(vigie, mail, '--pass', '--thorough')
    assert out.startswith(b'X-Vigie: none')
    assert codes(vigie) == [CODE]


def test_a_bare_environment_is_enough(vigie, tmp_path):
    subprocess.run([vigie.binary, '--state', vigie.state, 'filter'], input=notice(CODE), env={},
                   check=True, timeout=PATIENCE)
    assert codes(vigie) == [CODE]


@pytest.mark.skipif(os.geteuid() != 0, reason='takes the uid of another')
def test_a_user_whom_the_password_file_does_not_know(vigie):
    """Whose home nobody can tell: what is said is what there is to say."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        vigie.state = pathlib.Path(folder) / 'state'
        result = subprocess.run(vigie.command('filter'), input=notice(CODE), env={'LANG': 'C'},
                                user=54321, group=54321, extra_groups=[], capture_output=True,
                                check=True, timeout=PATIENCE)
        assert result.stderr.startswith(b'vigie: no `vigie watch` has run'), result.stderr
        assert result.stderr.count(b'\n') == 1
        assert codes(vigie) == [CODE]


@pytest.mark.parametrize('mail', [b'', b'no header at all\n', b'\n', b'\n\n\n'])
def test_what_is_no_mail_is_nothing_to_record(vigie, mail):
    out, said = filtered(vigie, mail, '--pass')
    assert out == (b'X-Vigie: none\n' + mail if mail else b'')
    assert said and not spooled(vigie)


def test_it_warns_where_nobody_watches(vigie):
    _, said = filtered(vigie, notice(CODE))
    assert 'vigie watch' in said
    _, said = filtered(vigie, notice(CODE))
    assert not said, 'no entry was made'
    vigie.configure('heartbeat = false\n')
    with vigie.watch():
        _, said = filtered(vigie, notice(CODES[1]))
        assert not said


def test_what_was_read_before_comes_first(vigie):
    """`--head-fd`: a sealed memfd, written to its end."""
    mail = notice(CODE)
    memory = os.memfd_create('head', os.MFD_ALLOW_SEALING)
    os.write(memory, mail[:100])
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, 0xf)
    out, _ = filtered(vigie, mail[100:], '--pass', '--head-fd', str(memory), pass_fds=[memory])
    assert out.split(b'\r\n', 1)[1] == mail
    assert codes(vigie) == [CODE]
    vigie.configure('nonsense = 1\n')
    filtered(vigie, mail[100:], f'--head-fd={memory}', '--nonsense', pass_fds=[memory])
    assert spooled(vigie) == [mail]


# --- what is not

def broken_configuration(vigie):
    vigie.configure('nonsense = 1\n')


def missing_configuration(vigie):
    vigie.global_options = ['--config', str(vigie.folder / 'missing.conf')]


def broken_rules(vigie):
    rules = vigie.folder / 'rules'
    rules.mkdir()
    (rules / 'x.rule').write_text('rule "x" { kind = notice text = { "((" } }\n')
    vigie.global_options = ['--rules', str(rules)]


def no_rules(vigie):
    rules = vigie.folder / 'rules'
    rules.mkdir()
    vigie.global_options = ['--rules', str(rules)]


def damaged_database(vigie):
    for path in vigie.state.glob('vigie.db-*'):
        path.unlink()
    (vigie.state / 'vigie.db').write_bytes(b'SQLite format 3\0' + bytes(range(256)) * 40)


def newer_database(vigie):
    with sqlite3.connect(vigie.state / 'vigie.db') as database:
        database.execute('PRAGMA user_version = 9999')
    database.close()


def no_database(vigie):
    for path in vigie.state.glob('vigie.db*'):
        path.unlink()
    (vigie.state / 'vigie.db').mkdir()


FAULTS = [broken_configuration, missing_configuration, broken_rules, no_rules, damaged_database,
          newer_database, no_database]


@pytest.mark.parametrize('passes', [False, True])
@pytest.mark.parametrize('fault', FAULTS)
def test_a_fault_of_ours_spools_the_mail(vigie, fault, passes):
    filtered(vigie, notice(CODES[3]))
    fault(vigie)
    mail = notice(CODE)
    out, said = filtered(vigie, mail, *['--pass'] * passes)
    assert out == (b'X-Vigie: unread\r\n' + mail if passes else b'')
    assert spooled(vigie) == [mail]
    assert 'spool' in said
    path = next((vigie.state / 'spool').iterdir())
    assert path.stat().st_mode & 0o7777 == 0o600
    assert path.parent.stat().st_mode & 0o7777 == 0o700


@pytest.mark.parametrize('options,why', [
    (['filter', '--nonsense'], 'no such option'),
    (['filter', 'word'], 'a word'),
    (['--nonsense', 'filter'], 'no such option before the command'),
    (['--now', 'yesterday', 'filter'], 'a wrong value'),
    (['filter', '--now', 'yesterday'], 'a wrong value behind it'),
    (['filter', '--owner', 'x' * 65], 'too long'),
    (['filter', '--owner'], 'a value is missing'),
    (['filter', '--rules'], 'a value of a global option is missing'),
    (['filter', '--head-fd', '99'], 'no such file'),
])
def test_a_usage_error_spools_the_mail(vigie, options, why):
    mail = notice(CODE)
    result = subprocess.run([vigie.binary, '--state', vigie.state, *options, '--pass'][:-1]
                            if options[-1] in ('--owner', '--rules') else
                            [vigie.binary, '--state', vigie.state, *options, '--pass'],
                            input=mail, capture_output=True, env=vigie.environment, check=True,
                            timeout=PATIENCE)
    assert spooled(vigie) == [mail], why
    assert result.stdout in (b'', b'X-Vigie: unread\r\n' + mail)
    assert (result.stdout == b'') == (options[-1] in ('--owner', '--rules'))
    filtered(vigie, PLAIN)
    assert codes(vigie) == [CODE] and not spooled(vigie)


def test_an_owner_before_the_command(vigie):
    """As global options may stand: what the launcher takes, the program takes as well."""
    for mail in (PLAIN, notice(CODE)):
        vigie.run('--owner', 'jean', 'filter', stdin=mail)
    assert [entry['owner'] for entry in vigie.entries()] == ['jean'] and not spooled(vigie)


def test_an_owner_without_a_name_is_a_fault(vigie):
    """An unset variable of a script must not make all mails nobody's."""
    vigie.run('filter', '--owner', '', stdin=notice(CODE))
    assert len(spooled(vigie)) == 1 and not (vigie.state / 'vigie.db').exists()


def test_root_with_a_closed_home_takes_the_owners_uid(given_away):
    """A delivery agent of root, a state of the service: root's home is no place of its rules."""
    given_away.home.chmod(0o700)
    output, said = filtered(given_away, notice(CODE), '--pass')
    assert output.startswith(b'X-Vigie: notice'), said
    assert spooled(given_away) == []


def test_a_clock_of_its_own_needs_a_state_of_its_own(vigie):
    subprocess.run([vigie.binary, 'filter', '--now', '2026-03-02T12:00:00Z'], input=notice(CODE),
                   env=vigie.environment, check=True, timeout=PATIENCE)
    assert len(spooled(vigie, vigie.home / '.local/share/vigie')) == 1


@pytest.mark.parametrize('line', [
    '  state = "~/else where" # here', "state='~/else where'", 'state = "${ELSE}/else where"',
    'state = "${NOT_SET:-/}${ELSE}/else ${NOT_SET:-where}"',
    'heartbeat = false state = "~/else where"', "key-file = '/x state = \\'/y\\''state\n= '~/else where'",
    '# state = "/x"\n/* state = "/x" */ // state = "/x"\nkey-file = "/x state = "  state = "~/else where"'])
def test_a_broken_configuration_still_says_where_the_state_is(vigie, line):
    state = vigie.home / 'else where'
    vigie.environment['ELSE'] = str(vigie.home)
    command = [vigie.binary, '--config', vigie.config, 'filter']
    vigie.configure(f'nonsense = 1\n{line}\n')
    subprocess.run(command, input=notice(CODE), env=vigie.environment, check=True, timeout=PATIENCE)
    assert len(spooled(vigie, state)) == 1
    vigie.configure(f'state = "{state}"\n')
    subprocess.run(command, input=PLAIN, env=vigie.environment, check=True, timeout=PATIENCE)
    vigie.state = state
    assert codes(vigie) == [CODE] and not spooled(vigie, state)


@pytest.mark.parametrize('how', ['die', 'hang'])
def test_a_reader_that_fails_spools_the_mail(vigie, shim, how):
    mail = notice(CODE)
    begin = time.monotonic()
    out, _ = filtered(vigie, mail, '--pass', environment={'LD_PRELOAD': str(shim), 'SHIM': how})
    assert time.monotonic() - begin < 10, 'Dovecot kills it then'
    assert out == b'X-Vigie: unread\r\n' + mail
    assert spooled(vigie) == [mail]
    filtered(vigie, PLAIN)
    assert codes(vigie) == [CODE] and not spooled(vigie)


@pytest.fixture
def left_by_a_reader(vigie, shim):
    """A mail in the spool, which a second filter's reader has died of; `received` so long ago."""
    def left(mail, received):
        broken_configuration(vigie)
        filtered(vigie, mail)
        vigie.config.unlink()
        at = time.time() - received
        for path in (vigie.state / 'spool').glob('*.eml'):
            os.utime(path, (at, at))
        out, _ = filtered(vigie, PLAIN, '--pass',
                          environment={'LD_PRELOAD': str(shim), 'SHIM': 'second',
                                       'SHIM_MARK': str(vigie.folder / 'mark')})
        assert out == b'X-Vigie: none\n' + PLAIN
        status = vigie.json('status', code=None)
        return status['spooled'], status['set_aside']
    return left


def test_a_spooled_mail_that_kills_the_reader_is_set_aside(left_by_a_reader):
    assert left_by_a_reader(notice(CODE), 3700) == (0, 1)


def test_a_spooled_mail_of_this_hour_is_tried_again(vigie, left_by_a_reader):
    """Without a watch nobody looks again at what is set aside; a machine may just be busy."""
    assert left_by_a_reader(notice(CODE), 3500) == (1, 0)
    filtered(vigie, PLAIN)
    assert codes(vigie) == [CODE] and not spooled(vigie)


def test_a_spooled_mail_is_left_to_a_watch_that_has_more_time(vigie, shim):
    """The lock of a watch is held here, so that none reads it first."""
    mail = notice(CODE)
    vigie.configure('')
    vigie.run('watch', '--once')
    broken_configuration(vigie)
    filtered(vigie, mail)
    vigie.configure('')
    with open(vigie.state / 'watch.lock', 'r+b') as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        filtered(vigie, PLAIN, environment={'LD_PRELOAD': str(shim), 'SHIM': 'second',
                                            'SHIM_MARK': str(vigie.folder / 'mark')})
    assert spooled(vigie) == [mail]
    vigie.run('watch', '--once')
    assert codes(vigie) == [CODE] and vigie.json('status', code=None)['set_aside'] == 0


def test_a_locked_database_is_not_waited_for_long(vigie):
    filtered(vigie, notice(CODES[3]))
    database = sqlite3.connect(vigie.state / 'vigie.db', isolation_level=None)
    database.execute('BEGIN IMMEDIATE')
    mail = notice(CODE)
    begin = time.monotonic()
    out, said = filtered(vigie, mail, '--pass')
    assert time.monotonic() - begin < 8, 'Dovecot kills it after 10 s'
    assert out == b'X-Vigie: unread\r\n' + mail and 'in use' in said
    assert spooled(vigie) == [mail]
    database.execute('ROLLBACK')
    database.close()
    filtered(vigie, PLAIN)
    assert sorted(codes(vigie)) == [CODE, CODES[3]]


def test_a_limit_on_files_is_no_signal(vigie):
    """As Postfix's local(8) sets one: the database is larger, the mail is not."""
    filtered(vigie, notice(CODES[3]))
    mail = notice(CODE)
    limit = 8192
    assert len(mail) < limit < (vigie.state / 'vigie.db').stat().st_size
    filtered(vigie, mail, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                                                (limit, limit)))
    assert spooled(vigie) == [mail]
    large = notice(CODE) + b'x' * limit
    out, _ = filtered(vigie, large, '--pass', code=75, preexec_fn=lambda: resource.setrlimit(
        resource.RLIMIT_FSIZE, (limit, limit)))
    assert out == b'X-Vigie: unread\r\n' + large, 'its output is a pipe'
    assert spooled(vigie) == [mail], 'half a mail is none'


def test_75_where_nothing_can_be_kept(vigie):
    vigie.state = vigie.folder / 'file/state'
    (vigie.folder / 'file').write_text('')
    mail = notice(CODE)
    out, said = filtered(vigie, mail, '--pass', code=75)
    assert out == b'X-Vigie: unread\r\n' + mail
    assert 'file/state' in said


def test_75_where_the_spool_is_no_folder(vigie):
    vigie.state.mkdir()
    (vigie.state / 'spool').write_text('')
    broken_configuration(vigie)
    filtered(vigie, notice(CODE), code=75)


def test_a_spooled_mail_keeps_its_owner_and_its_day(vigie):
    lines = [line for line in notice(CODE).split(b'\r\n')
             if not line.startswith((b'Date:', b'Received:'))]
    broken_configuration(vigie)
    filtered(vigie, b'\r\n'.join(lines), '--owner', 'jean@example.fr', '--now',
             '2026-03-02T12:00:00+01:00')
    vigie.config.unlink()
    filtered(vigie, PLAIN, '--now', '2026-03-05T12:00:00+01:00')
    entry = vigie.entries()[0]
    assert (entry['owner'], entry['sent'], entry['origin']) == (
        'jean@example.fr', '2026-03-02', 'filter')


def test_watch_takes_the_spool_in_as_well(vigie):
    broken_configuration(vigie)
    filtered(vigie, notice(CODE), '--owner', 'jean')
    vigie.config.unlink()
    vigie.configure('heartbeat = false\n')
    vigie.run('watch', '--once')
    assert [entry['owner'] for entry in vigie.entries()] == ['jean'] and not spooled(vigie)


# --- what is around it

@pytest.mark.parametrize('closed,code', [([2], 0), ([1], 75), ([1, 2], 75), ([0], 75),
                                         ([0, 1, 2], 75)])
def test_closed_descriptors(vigie, closed, code):
    mail = notice(CODE)

    def close():
        for fd in closed:
            os.close(fd)

    result = subprocess.run(vigie.command('filter', '--pass'), input=mail, stdout=subprocess.PIPE,
                            env=vigie.environment, preexec_fn=close, check=False, timeout=PATIENCE)
    assert result.returncode == code
    assert codes(vigie) == ([] if 0 in closed else [CODE]), 'recorded before it is passed'
    if code == 0:
        assert result.stdout.split(b'\r\n', 1)[1] == mail


def hears(pid, name):
    """Whether this program has begun, and hears TERM in its own way."""
    try:
        if os.readlink(f'/proc/{pid}/exe') != str(name):
            return False
        status = pathlib.Path(f'/proc/{pid}/status').read_text()
    except (FileNotFoundError, PermissionError):
        return False
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith('SigCgt'))
    return bool(int(caught, 16) & 1 << (signal.SIGTERM - 1))


def whole_hears(vigie, process):
    """The same of the program that a launcher runs."""
    program = vigie.binary.parent / 'full/vigie-read'
    if not program.exists():
        return hears(process.pid, vigie.binary.resolve())
    try:
        children = pathlib.Path(f'/proc/{process.pid}/task/{process.pid}/children').read_text().split()
    except FileNotFoundError:
        return False
    return any(hears(child, program.resolve()) for child in children)


def begun(vigie, part, *words):
    """Of a mail that has not ended."""
    vigie.environment['HOME'] = str(vigie.home)
    process = subprocess.Popen(vigie.command('filter', *words), stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env=vigie.environment)
    process.stdin.write(part)
    process.stdin.flush()
    return process


def ends_by(process, number):
    process.send_signal(number)
    code = process.wait(PATIENCE)
    process.stdin.close()
    process.stdout.close()
    return code


ENDS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2]


@pytest.mark.parametrize('number', ENDS, ids=lambda number: number.name)
@pytest.mark.parametrize('length', [20, -20], ids=['in the header', 'in the body'])
def test_a_signal_to_end_is_no_other_code(vigie, number, length):
    mail = notice(CODE)
    process = begun(vigie, mail[:length], '--pass')
    wait_until(lambda: hears(process.pid, vigie.binary.resolve()), 'it waits for the rest')
    assert ends_by(process, number) == 75
    assert not codes(vigie) and not spooled(vigie)
    filtered(vigie, mail)
    assert codes(vigie) == [CODE]


LARGE = b'0123456789abcde\n' * (192 * 1024)


@pytest.mark.parametrize('number', ENDS, ids=lambda number: number.name)
def test_a_signal_in_the_body_of_a_large_mail_is_no_other_code(vigie, number):
    """The whole program reads that on, once it has the first 2 MB."""
    process = begun(vigie, notice(CODE) + LARGE)
    wait_until(lambda: whole_hears(vigie, process), 'it waits for the rest')
    assert ends_by(process, number) == 75
    assert not spooled(vigie)


@pytest.mark.parametrize('milliseconds', range(0, 24, 2))
def test_a_signal_while_one_program_starts_the_other_is_no_other_code(vigie, milliseconds):
    """The launcher has what it hands over of a large mail, and starts the program: there is no moment
    between."""
    process = begun(vigie, notice(CODE)[:20])
    wait_until(lambda: hears(process.pid, vigie.binary.resolve()), 'it waits for the rest')
    process.stdin.write(notice(CODE)[20:] + LARGE)
    process.stdin.flush()
    time.sleep(milliseconds / 1000)  # no event: any moment will do
    assert ends_by(process, signal.SIGTERM) == 75, 'its mail has not ended'


def test_a_signal_that_is_ignored_stays_so(vigie):
    mail = notice(CODE)
    process = subprocess.Popen(
        vigie.command('filter'), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=vigie.environment,
        preexec_fn=lambda: [signal.signal(number, signal.SIG_IGN) for number in ENDS])
    process.stdin.write(mail[:20])
    process.stdin.flush()
    for number in ENDS:
        process.send_signal(number)
    process.stdin.write(mail[20:])
    process.stdin.close()
    assert process.wait(PATIENCE) == 0
    assert codes(vigie) == [CODE]


def test_who_reads_it_may_end_first(vigie):
    mail = notice(CODE) + b'x' * 1_000_000
    process = subprocess.Popen(vigie.command('filter', '--pass'), stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env=vigie.environment)
    process.stdout.close()
    process.stdin.write(mail)
    process.stdin.close()
    assert process.wait(PATIENCE) == 75
    assert codes(vigie) == [CODE]


def test_a_full_disk_for_its_output(vigie):
    with open('/dev/full', 'wb') as full:
        result = subprocess.run(vigie.command('filter', '--pass'), input=notice(CODE), stdout=full,
                                env=vigie.environment, stderr=subprocess.PIPE, check=False,
                                timeout=PATIENCE)
    assert result.returncode == 75 and b'standard output' in result.stderr
    assert codes(vigie) == [CODE]


@pytest.mark.parametrize('fault', [None, broken_configuration, no_database])
@pytest.mark.parametrize('is_case', [False, True])
def test_it_reads_all_of_a_large_mail(vigie, fault, is_case):
    """Who writes it never gets EPIPE."""
    mail = notice(CODE) if is_case else PLAIN
    vigie.state.mkdir()
    if fault:
        fault(vigie)
    process = subprocess.Popen(vigie.command('filter'), stdin=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=vigie.environment)
    whole = mail + b'0123456789abcde\n' * (512 * 1024)
    process.stdin.write(whole)
    process.stdin.close()
    assert process.wait(PATIENCE) == 0
    hindered = fault is broken_configuration or (fault is no_database and is_case)
    assert spooled(vigie) == ([whole] if hindered else [])


def peak(vigie, mail, pieces):
    """Kilobytes in memory at most, while `mail` and so many megabytes more are passed."""
    megabyte = b'0123456789abcde\n' * (64 * 1024)
    process = subprocess.Popen(vigie.command('filter', '--pass'), stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env=vigie.environment)

    def feed():
        with process.stdin as pipe:
            pipe.write(mail)
            for _ in range(pieces):
                pipe.write(megabyte)

    feeder = threading.Thread(target=feed)
    feeder.start()
    got = 0
    while piece := process.stdout.read(1 << 20):
        got += len(piece)
    feeder.join(PATIENCE)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    assert process.returncode == 0
    field = got - len(mail) - pieces * len(megabyte)
    assert 0 < field < 80, 'all of it, and one field'
    return usage.ru_maxrss


@pytest.mark.parametrize('fault', [None, broken_configuration])
def test_memory_has_a_bound(vigie, fault):
    if fault:
        fault(vigie)
    small = peak(vigie, notice(CODE), 0)
    assert peak(vigie, notice(CODE), 200) < small + 24 * 1024


def test_fifty_at_once_are_one_entry(vigie):
    mail = notice(CODE)
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        for out, _ in pool.map(lambda _: filtered(vigie, mail), range(50)):
            assert out == b''
    filtered(vigie, PLAIN)
    assert codes(vigie) == [CODE] and not spooled(vigie)


def test_many_at_once_take_the_spool_in(vigie):
    broken_configuration(vigie)
    for code in CODES:
        filtered(vigie, notice(code))
    vigie.config.unlink()
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: filtered(vigie, PLAIN), range(20)))
    filtered(vigie, PLAIN)
    assert sorted(codes(vigie)) == sorted(CODES) and not spooled(vigie)


@pytest.mark.parametrize('fault', [None, broken_configuration])
def test_what_was_answered_by_0_survives_any_kill(vigie, fault):
    if fault:
        fault(vigie)
    filtered(vigie, notice(CODES[3]))
    begin = time.monotonic()
    filtered(vigie, notice(CODES[2]))
    usual = time.monotonic() - begin
    promised, given = set(), {}
    for number in range(60):
        code = f'kK{number:02}xY5fG7hJ'
        mail = given[code] = notice(code)
        process = subprocess.Popen(vigie.command('filter'), stdin=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, env=vigie.environment)
        process.stdin.write(mail)
        process.stdin.close()
        try:
            process.wait(random.uniform(0, 2 * usual))
        except subprocess.TimeoutExpired:
            process.kill()
        if process.wait() == 0:
            promised.add(code)
    for mail in spooled(vigie):
        assert mail in given.values() or any(code.encode() in mail for code in CODES[2:]), (
            'whole, or not there')
    if fault:
        vigie.config.unlink()
    for _ in range(20):
        filtered(vigie, PLAIN)
    assert not list((vigie.state / 'spool').glob('.*')), 'nothing half written stays'
    assert promised <= set(codes(vigie))
    assert promised and len(promised) < 60, 'some were killed, and some were not'
