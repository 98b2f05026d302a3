"""`vigie milter` beside a real Postfix: whatever is wrong with us, every mail is delivered as it
was, soon, and read or kept."""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import stat
import threading
import time

import pytest

from mails import notice, ordinary
from postfix import MAILBOXES, SENDER, Postfix, Stamper
from servers import PATIENCE, TOP, children_of
from soak import BROKEN
from test_filter import shim, spooled  # noqa: F401 (a fixture)
from test_watch import CODES

CODE = CODES[0]
JEAN, MARIE = 'jean@example.fr', 'marie@example.fr'
# No mail waits longer for us.
MOST_SECONDS = 10


@pytest.fixture(autouse=True)
def empty(postfix):
    postfix.shell(f'rm -rf {postfix.inside}/mail/*')


@pytest.fixture
def milter(vigie, postfix):
    """Runs the body beside a milter that Postfix asks."""
    def run(*arguments, **options):
        return vigie.beside('milter', '--socket', postfix.milter, *arguments, **options)
    return run


def lf(mail):
    return mail.replace(b'\r\n', b'\n')


def parts(delivered):
    """The mail without what Postfix and we add to it, and the values of X-Vigie."""
    header, _, body = delivered.partition(b'\n\n')
    lines = header.split(b'\n')
    first = next(i for i, line in enumerate(lines) if line.startswith(b'Received: from client.test'))
    rest = first + 1
    while lines[rest].startswith((b'\t', b' ')):
        rest += 1
    ours = [line for line in lines if line.lower().startswith(b'x-vigie')]
    kept = [line for line in lines[rest:] if line not in ours]
    return b'\n'.join(kept) + b'\n\n' + body, [line.partition(b': ')[2].decode() for line in ours]


def arrives_unread(postfix, mail, name='jean'):
    """As it was, without a word of ours."""
    assert parts(postfix.delivered(name)[0]) == (lf(mail), [])


def owners(vigie):
    return sorted(str(entry['owner']) for entry in vigie.entries())


def send_timed(postfix, mail, *recipients):
    begin = time.monotonic()
    postfix.send(mail, *recipients)
    assert time.monotonic() - begin < MOST_SECONDS + 2, 'Postfix itself takes some of it'


# --- what is good

def test_a_notice_for_two_is_recorded_for_each(vigie, postfix, milter):
    with milter() as serving:
        postfix.send(notice(CODE), 'jean@EXAMPLE.fr', MARIE, JEAN)
        for name in ('jean', 'marie'):
            _, said = parts(postfix.delivered(name)[0])
            assert len(said) == 1 and said[0].startswith('notice; deadline=')
            assert said[0].endswith('; authenticity=unverified') and CODE not in said[0]
    assert owners(vigie) == [JEAN, MARIE]
    assert {(entry['origin'], entry['code'], entry['account'])
            for entry in vigie.entries()} == {('milter', CODE, None)}
    assert CODE not in serving.log()


def test_the_mail_itself_is_as_it_was(postfix, milter):
    mail = notice(CODE)
    with milter():
        postfix.send(mail, JEAN)
        assert parts(postfix.delivered('jean')[0])[0] == lf(mail)


def test_forged_fields_go_all_of_them(postfix, milter):
    mail = ordinary()
    forged = (b'X-Vigie: notice; deadline=2030-01-01\r\nx-vigie: reminder;\r\n folded\r\n'
              + mail.replace(b'Subject:', b'X-VIGIE: notice\r\nSubject:', 1))
    with milter():
        postfix.send(forged, JEAN)
        assert parts(postfix.delivered('jean')[0]) == (lf(mail), ['none'])


def test_forged_fields_go_where_we_cannot_read_as_well(vigie, postfix, milter, tmp_path):
    vigie.global_options = ['--rules', str(broken_rules(tmp_path))]
    mail = notice(CODE)
    with milter():
        postfix.send(b'X-Vigie: none\r\n' + mail, JEAN)
        arrives_unread(postfix, mail)


@pytest.mark.parametrize('configuration,authenticity', [
    ('', 'unverified'), ('trust = { "mx.test" }\n', 'authentic')])
def test_what_was_stamped_before_us_counts_where_it_is_trusted(vigie, postfix, milter, configuration,
                                                               authenticity):
    vigie.configure(configuration)
    with milter():
        postfix.send(notice(CODE), JEAN)
        assert parts(postfix.delivered('jean')[0])[1][0].endswith('; authenticity=' + authenticity)
    assert vigie.entries()[0]['authenticity'] == authenticity


def test_a_milter_before_us_stamps_what_we_trust(vigie, server_root, ca):
    """What the sender claims in the same name lies below, and our own server's word above."""
    plain = b'\r\n'.join(line for line in notice(CODE).split(b'\r\n')
                         if not line.startswith((b'Authentication-Results', b' dmarc', b'Received')))
    stamper = Stamper('Authentication-Results', 'mx.test; dmarc=fail header.from=info.ameli.fr')
    server = Postfix(server_root, ca, before=[stamper.port])
    vigie.configure('trust = { "mx.test" }\n')
    try:
        with vigie.beside('milter', '--socket', server.milter):
            server.start().send(b'Authentication-Results: mx.test; dmarc=pass'
                                b' header.from=info.ameli.fr\r\n' + plain, JEAN)
            assert b'; authenticity=forged\n' in server.delivered('jean')[0]
    finally:
        server.remove()
        stamper.stop()
    assert vigie.entries()[0]['status'] == 'suspect'


def test_a_mail_that_comes_again_joins(vigie, postfix, milter):
    mail = notice(CODE)
    with milter():
        for _ in range(3):
            postfix.send(mail, JEAN, MARIE)
        postfix.delivered('marie', 3)
    assert owners(vigie) == [JEAN, MARIE]


def test_two_mails_in_one_session_are_two(vigie, postfix, milter):
    with milter(), postfix.client() as client:
        client.sendmail(SENDER, [JEAN], notice(CODE))
        client.mail(SENDER)
        client.rcpt(JEAN)
        client.rset()
        client.sendmail(SENDER, [MARIE], notice(CODES[1]))
    assert [(entry['owner'], entry['code']) for entry in vigie.entries()] == [
        (JEAN, CODE), (MARIE, CODES[1])]


def test_beyond_fifty_recipients_one_entry_stands_for_the_rest(vigie, postfix, milter):
    many = [name + '@example.fr' for name in MAILBOXES if name.startswith('many')]
    with milter():
        send_timed(postfix, notice(CODE), *many)
        postfix.delivered('many59')
    assert owners(vigie) == sorted([*many[:50], 'None'])


def test_twenty_megabytes_pass_whole(vigie, postfix, milter):
    line = b'x' * 76 + b'\r\n'
    mail = notice(CODE) + line * (20_000_000 // len(line))
    with milter():
        send_timed(postfix, mail, JEAN)
        delivered, said = parts(postfix.delivered('jean')[0])
    assert delivered == lf(mail) and said[0].startswith('notice; deadline=')
    assert owners(vigie) == [JEAN]


def test_other_mail_leaves_no_trace(vigie, postfix, milter):
    with milter():
        postfix.send(ordinary(), JEAN)
        assert parts(postfix.delivered('jean')[0])[1] == ['none']
    assert not (vigie.state / 'vigie.db').exists() and not spooled(vigie)


def test_three_hundred_at_once_are_recorded_once_each(vigie, postfix, milter):
    codes = [f'aB3dE5fG{number:03}z' for number in range(300)]
    with milter() as serving:
        postfix.send_at_once([notice(code) for code in codes], JEAN)
        said = [parts(mail)[1] for mail in postfix.delivered('jean', 300)]
    assert all(len(values) == 1 and values[0].startswith('notice; ') for values in said), (
        serving.log())
    assert sorted(entry['code'] for entry in vigie.entries()) == codes
    assert not spooled(vigie)


def test_hundreds_of_all_kinds_pass_and_each_notice_is_read_or_kept(vigie, postfix, milter):
    """A few at a time: under valgrind (make memcheck-milter) more would wait longer than a mail may."""
    codes = [f'aB3dE5fG{number:03}z' for number in range(90)]
    with milter() as serving:
        for number in range(0, len(codes), 2):
            postfix.send_at_once([*map(notice, codes[number:number + 2]), ordinary(number),
                                  BROKEN[number // 2 % len(BROKEN)]], JEAN)
        delivered = postfix.delivered('jean', len(codes) * 2)
    assert [sum(code.encode() in mail for mail in delivered) for code in codes] == [1] * len(codes)
    recorded = sorted(entry['code'] for entry in vigie.entries() if entry['code'])
    kept = [code for code in codes if any(code.encode() in mail for mail in spooled(vigie))]
    assert len(recorded) == len(set(recorded)), 'an entry each'
    assert {*recorded, *kept} == set(codes), serving.log()
    assert 'ended' not in serving.log(), serving.log()


# --- what is wrong with us

def broken_rules(folder):
    rules = folder / 'rules'
    rules.mkdir()
    (rules / 'own.rule').write_text('rule "own" {\n kind = nonsense\n}\n')
    return rules


def test_broken_rules_spool_for_each_and_hup_mends(vigie, postfix, milter, tmp_path):
    rules, mail = broken_rules(tmp_path), notice(CODE)
    vigie.global_options = ['--rules', str(rules)]
    with milter() as serving:
        serving.wait_log(r'own\.rule:2: ')
        postfix.send(mail, JEAN, MARIE)
        arrives_unread(postfix, mail)
        assert spooled(vigie) == [mail, mail]
        shutil.copytree(TOP / 'rules', rules, dirs_exist_ok=True)
        (rules / 'own.rule').unlink()
        serving.signal(signal.SIGHUP)
        serving.wait_notify('READY=1')
        postfix.send(notice(CODES[1]), JEAN)
        said = [parts(delivered)[1] for delivered in postfix.delivered('jean', 2)]
        assert sorted(map(len, said)) == [0, 1]
    vigie.configure('')
    vigie.run('watch', '--once')
    assert owners(vigie) == [JEAN, JEAN, MARIE] and not spooled(vigie)
    assert {entry['origin'] for entry in vigie.entries()} == {'milter'}


def test_a_broken_configuration_spools_where_the_socket_is_given(vigie, postfix, milter):
    mail = notice(CODE)
    vigie.configure('nonsense = 1\n')
    with milter() as serving:
        serving.wait_log(r'vigie\.conf:1: ')
        postfix.send(mail, JEAN)
        arrives_unread(postfix, mail)
    assert spooled(vigie) == [mail]
    assert 'vigie.conf:1: ' in vigie.run('milter', code=78).stderr


def test_hup_with_a_fault_keeps_the_old_and_cuts_no_session(vigie, postfix, milter):
    vigie.configure('trust = { "mx.test" }\n')
    with milter() as serving, postfix.client() as client:
        client.sendmail(SENDER, [MARIE], ordinary())
        vigie.configure('nonsense = 1\n')
        serving.signal(signal.SIGHUP)
        serving.wait_log('the former configuration stays in force')
        client.sendmail(SENDER, [JEAN], notice(CODE))
        vigie.configure('')
        serving.wait_notify('READY=1')
        serving.signal(signal.SIGHUP)
        serving.wait_notify('READY=1')
        client.sendmail(SENDER, [JEAN], notice(CODES[1]))
    assert [entry['authenticity'] for entry in vigie.entries()] == ['authentic', 'unverified']


def test_a_locked_database_is_not_waited_for_long(vigie, postfix, milter):
    mail = notice(CODE)
    vigie.configure('')
    vigie.run('watch', '--once')
    with milter() as serving:
        database = sqlite3.connect(vigie.state / 'vigie.db', isolation_level=None)
        database.execute('BEGIN IMMEDIATE')
        send_timed(postfix, mail, JEAN, MARIE)
        arrives_unread(postfix, mail)
        assert spooled(vigie) == [mail, mail]
        serving.wait_log('in use by another process')
        database.execute('ROLLBACK')
        database.close()
        postfix.send(notice(CODES[1]), JEAN)
        postfix.delivered('jean', 2)
        assert owners(vigie) == [JEAN]
    vigie.run('watch', '--once')
    assert owners(vigie) == [JEAN, JEAN, MARIE]


def test_no_room_for_the_database_leaves_the_spool(vigie, postfix, milter):
    mail = notice(CODE)
    with milter(wrapper=['prlimit', '--fsize=16384']):
        send_timed(postfix, mail, JEAN)
        arrives_unread(postfix, mail)
    assert spooled(vigie) == [mail]


def test_no_room_at_all_is_said_and_the_mail_passes(vigie, postfix, milter):
    mail = notice(CODE)
    with milter() as serving:
        shutil.rmtree(vigie.state)
        vigie.state.write_text('no folder')
        send_timed(postfix, mail, JEAN)
        arrives_unread(postfix, mail)
        serving.wait_log('a mail passes that nobody has read')


@pytest.mark.parametrize('how', ['die', 'hang'])
def test_a_reader_that_fails_spools(vigie, postfix, milter, shim, how):  # noqa: F811
    mail = notice(CODE)
    vigie.environment |= {'LD_PRELOAD': str(shim), 'SHIM': how}
    with milter():
        send_timed(postfix, mail, JEAN)
        arrives_unread(postfix, mail)
    assert spooled(vigie) == [mail]


# --- ends

def test_killed_the_mail_is_delivered_all_the_same(vigie, postfix, milter):
    mail = notice(CODE)
    with milter() as serving:
        postfix.send(ordinary(), MARIE)
        serving.kill()
        send_timed(postfix, mail, JEAN)
        arrives_unread(postfix, mail)
        serving.stop = lambda: None
    with milter():
        postfix.send(mail, JEAN)
    assert owners(vigie) == [JEAN]


def test_the_worker_alone_killed_comes_back(vigie, postfix, milter):
    with milter() as serving:
        worker, = [pid for pid in children_of(serving.process.pid) if is_worker(pid)]
        os.kill(worker, signal.SIGKILL)
        serving.wait_log('the worker ended by signal 9')
        serving.wait_notify('READY=1')
        postfix.send(notice(CODE), JEAN)
    assert owners(vigie) == [JEAN]


def is_worker(pid):
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return pathlib.Path(f'/proc/{pid}/comm').read_text() == 'vigie-milter\n'
    return False


def test_term_under_load_cuts_no_mail(vigie, postfix, milter):
    """Those that are at hand when TERM comes are finished; later ones find no milter."""
    codes = [f'aB3dE5fG{number:03}z' for number in range(60)]
    sent = threading.Thread(target=postfix.send_at_once,
                            args=([notice(code) for code in codes], JEAN))
    with milter() as serving:
        sent.start()
        serving.wait_log('a notice')
        serving.stop()
        serving.stop = lambda: None
    sent.join(PATIENCE)
    marked = [mail for mail in postfix.delivered('jean', 60) if parts(mail)[1]]
    recorded = {entry['code'] for entry in vigie.entries()}
    assert len(recorded) >= len(marked) >= 1
    assert recorded >= {code for code in codes if any(code.encode() in mail for mail in marked)}
    assert not spooled(vigie)


# --- where it listens

def answers(path):
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(str(path))


def test_the_socket_is_that_of_option_configuration_unit_or_state(vigie, tmp_path):
    wanted = [vigie.state / 'milter.sock', tmp_path / 'run/milter.sock', tmp_path / 'c', tmp_path / 'o']
    (tmp_path / 'run').mkdir()
    with vigie.beside('milter'):
        answers(wanted[0])
        assert stat.S_IMODE(wanted[0].stat().st_mode) == 0o660
        assert 'another milter listens' in vigie.run('milter', code=75).stderr
        answers(wanted[0])
    vigie.environment['RUNTIME_DIRECTORY'] = f'{tmp_path}/run:/elsewhere'
    with vigie.beside('milter'):
        answers(wanted[1])
    vigie.configure(f'milter-socket = "unix:{wanted[2]}"\n')
    with vigie.beside('milter'):
        answers(wanted[2])
    with vigie.beside('milter', '--socket', f'local:{wanted[3]}'):
        answers(wanted[3])
    assert not any(path.exists() for path in wanted), 'a clean end leaves no socket'


def test_a_socket_of_a_dead_one_is_taken_over(vigie):
    with vigie.beside('milter') as serving:
        serving.kill()
        serving.stop = lambda: None
    with vigie.beside('milter'):
        answers(vigie.state / 'milter.sock')


@pytest.mark.parametrize('place,code', [
    ('nonsense', 64), ('inet:99999@127.0.0.1', 64), ('unix:/nowhere/at/all/sock', 73),
    ('/long' * 30, 78)], ids=['nonsense', 'port', 'folder', 'length'])
def test_a_socket_that_cannot_be_is_a_fault(vigie, place, code):
    assert place in vigie.run('milter', '--socket', place, code=code).stderr


def test_a_peer_that_speaks_nonsense_harms_nobody(vigie, postfix, milter):
    with milter():
        for words in (b'', b'\0\0\0\1Z', b'\xff\xff\xff\xffE' + b'x' * 100, b'GET / HTTP/1.0\r\n\r\n'):
            with socket.create_connection(('127.0.0.1', postfix.milter_port)) as peer:
                peer.sendall(words)
        postfix.send(notice(CODE), JEAN)
    assert owners(vigie) == [JEAN]
