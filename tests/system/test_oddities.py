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


@pytest.mark.parametrize('uidnext', [4294967295, 1000, 1, 0, None])
def test_a_uidnext_that_is_false(watched, new_server, hook, uidnext):
    """Or none. What comes is read, while it is false and when it is true again, once each."""
    def lie(session, tag):
        code = b'* OK [UIDNEXT %d] .\r\n' % uidnext if uidnext is not None else b''
        session.exists = len(session.owner.mails)
        yield (b'* %d EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n' % session.exists + code +
               tag + b' OK [READ-ONLY] done\r\n')
        yield from go_on(session)

    server = new_server(stage='examine', fault=lie)
    server.add(notice(CODES[0]))
    server.add(ordinary(1))
    vigie = watched(server)
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:1]
    with vigie.watch():
        wait_until(lambda: server.idling, 'it idles')
        server.append(notice(CODES[1]))
        wait_new(hook, CODES[1])
        server.fault = None
        server.append(notice(CODES[2]))
        wait_new(hook, CODES[2])
        assert accounts(vigie)['jean']['last_error'] is None
    server.add(notice(CODES[3]))
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:4]
    assert hook.events() == ['new'] * 4


@pytest.mark.parametrize('change', [-10, -1, 1, 1000])
def test_exists_that_is_false(watched, new_server, hook, change):
    """Fewer mails are said to be there than are, or more."""
    def lie(session, tag):
        owner = session.owner
        session.exists = len(owner.mails)
        yield (b'* %d EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT %d] .\r\n%s OK [READ-ONLY] done\r\n'
               % (max(session.exists + change, 0), owner.uidnext, tag))
        yield from go_on(session)

    server = new_server()
    server.add(notice(CODES[0]))
    vigie = watched(server)
    vigie.run('watch', '--once')
    server.stage, server.fault = 'examine', lie
    server.add(notice(CODES[1]))
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:2]
    server.fault = None
    server.add(notice(CODES[2]))
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:3]
    assert hook.events() == ['new'] * 3


def test_a_uid_below_those_that_were_read(watched, new_server, hook):
    """Which no server may give without another UIDVALIDITY; and its UIDNEXT does not tell of it."""
    server = new_server()
    server.add(ordinary(1), uid=1000)
    server.add(ordinary(2), uid=1001)
    vigie = watched(server)
    with vigie.watch():
        for number, uid in enumerate((5, 1002, 7)):
            wait_until(lambda: server.idling, 'it idles')
            server.add(notice(CODES[number]), uid=uid)
            server.tell_idling(b'* %d EXISTS\r\n' % len(server.mails))
            wait_new(hook, CODES[number])
    assert codes(vigie) == sorted(CODES[:3], key=CODES.index)
    assert hook.events() == ['new'] * 3


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


# --- what it says is not so

HEAD = b'From: a@b.example\r\nSubject: of another mail\r\n\r\n'

def body(uid, mail, number=1, section=b'BODY[]<0>', more=b''):
    """A FETCH answer of one mail."""
    return b'* %d FETCH (UID %d %s%s {%d}\r\n%s)\r\n' % (number, uid, more, section, len(mail), mail)


def asked_for(session):
    """UID and mail of each."""
    return [(uid, session.owner.mails[uid]) for uid in session.wanted(session.rest)]


def other_mails_as_well(session, tag):
    yield body(999, notice(CODES[3]))
    yield b'* 1 FETCH (FLAGS (\\Seen))\r\n* 7 FETCH (UID 7 FLAGS ())\r\n'
    yield SANE


def each_mail_twice(session, tag):
    yield from (body(uid, mail) for uid, mail in asked_for(session))
    yield SANE


def a_number_of_no_mail(session, tag):
    yield b'* 4294967295 EXISTS\r\n* 4294967295 FETCH (FLAGS ())\r\n'
    yield SANE


def a_size_that_is_none(session, tag):
    for uid, mail in asked_for(session):
        yield body(uid, mail, more=b'RFC822.SIZE 4294967295 ')
    yield tag + b' OK done\r\n'
    yield from go_on(session)


def the_date_of_the_year_one(session, tag):
    for uid, mail in asked_for(session):
        yield body(uid, mail, more=b'INTERNALDATE "31-Feb-0001 00:00:00 +0000" ')
    yield tag + b' OK done\r\n'
    yield from go_on(session)


def no_header(session, tag):
    """Whether it has one says the mail itself."""
    yield tag + b' OK done\r\n'
    yield from go_on(session)


def uids_twice_and_of_no_mail(session, tag):
    yield b'* SEARCH 4 2 2 1 4 3\r\n* SEARCH 1\r\n' + tag + b' OK done\r\n'
    yield from go_on(session)


def a_uid_of_zero(session, tag):
    yield b'* SEARCH 0 1 2\r\n' + tag + b' OK done\r\n'
    yield from go_on(session)


def a_uid_beyond_32_bits(session, tag):
    yield b'* SEARCH 1 2 99999999999999999999 4294967297\r\n' + tag + b' OK done\r\n'
    yield from go_on(session)


def mailboxes_of_every_kind(session, tag):
    yield (b'* LIST (\\Noselect) "/" ""\r\n* LIST () NIL {5}\r\nINBOX\r\n* LIST () "\\\\" "a\\\\b"\r\n'
           b'* LIST (\\Marked \\X-Y) "/" {7}\r\na"b\\c d\r\n* LIST () "/" "&ABs-[2J&AAo-forged: line"\r\n'
           b'* LIST () "/" "&broken"\r\n* LIST (\\Junk \\Junk) "/" INBOX\r\n'
           + b'* LIST () "/" INBOX\r\n' * 3000 + tag + b' OK done\r\n')
    yield from go_on(session)


def a_zoo_of_capabilities(session, tag):
    yield (b'* CAPABILITY IMAP4rev1 IMAP4rev2 COMPRESS=DEFLATE UTF8=ACCEPT UTF8=ONLY BINARY UNAUTHENTICATE'
           b' LITERAL- QRESYNC CONDSTORE NAMESPACE LOGINDISABLED AUTH=PLAIN ID ENABLE'
           + b' X-%s' % (b'A' * 60000) + b'\r\n' + tag + b' OK [ALERT] done\r\n')
    yield from go_on(session)


def vanished(session, tag):
    """CONDSTORE and QRESYNC, for which nobody asked (RFC 7162)."""
    yield b'* VANISHED 41,43:116\r\n* VANISHED (EARLIER) 300:310\r\n* 1 FETCH (UID 1 FLAGS () MODSEQ (65402))\r\n'
    yield SANE


def modseq(session, tag):
    found = b' '.join(b'%d' % uid for uid in sorted(session.owner.mails))
    yield b'* SEARCH ' + found + b' (MODSEQ 917162500)\r\n' + tag + b' OK done\r\n'
    yield from go_on(session)


def found_in_the_new_form(session, tag):
    """As a server that speaks IMAP4rev2 alone (RFC 9051) answers SEARCH."""
    found = b','.join(b'%d' % uid for uid in sorted(session.owner.mails, reverse=True))
    yield b'* ESEARCH (TAG "' + tag + b'") UID MIN 1 COUNT 3 ALL ' + found + b'\r\n' + tag + b' OK done\r\n'
    yield from go_on(session)


def ranges_in_the_new_form(session, tag):
    yield b'* ESEARCH (TAG "%s") UID ALL 1:%d\r\n%s OK done\r\n' % (tag, len(session.owner.mails), tag)
    yield from go_on(session)


def opened_in_the_new_form(session, tag):
    """No RECENT, a LIST, and CLOSED."""
    session.exists = len(session.owner.mails)
    yield (b'* OK [CLOSED] .\r\n* %d EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT %d] .\r\n'
           b'* OK [HIGHESTMODSEQ 715194045007] .\r\n* OK [PERMANENTFLAGS ()] .\r\n* OK [MAILBOXID (F2212ea87-6097)] .\r\n'
           b'* LIST () "/" INBOX\r\n%s OK [READ-ONLY] done\r\n'
           % (session.exists, session.owner.uidnext, tag))
    yield from go_on(session)


def opened_by_another_name(session, tag):
    yield b'* LIST () "/" INBOX ("OLDNAME" ("inbox"))\r\n'
    yield SANE


def only_the_new_version(session, tag):
    yield b'* CAPABILITY IMAP4rev2 AUTH=PLAIN LITERAL+\r\n' + tag + b' OK done\r\n'
    yield from go_on(session)


def header_nil(session, tag):
    for uid, _ in asked_for(session):
        yield b'* %d FETCH (UID %d BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)] NIL)\r\n' % (uid, uid)
    yield tag + b' OK done\r\n'
    yield from go_on(session)


def another_uidvalidity_meanwhile(session, tag):
    yield b'* OK [UIDVALIDITY 8] .\r\n'
    yield SANE


def go_on(session):
    """As a sane server would, but still with the fault where that is met."""
    while True:
        session.command(*session.parse(session.line()))
        yield b''


LIES = [('mail', other_mails_as_well), ('mail', each_mail_twice), ('mail', a_number_of_no_mail),
        ('mail', a_size_that_is_none), ('mail', the_date_of_the_year_one), ('fetch', no_header),
        ('fetch', each_mail_twice), ('search', uids_twice_and_of_no_mail),
        ('search', a_uid_of_zero), ('search', a_uid_beyond_32_bits),
        ('list', mailboxes_of_every_kind), ('capability', a_zoo_of_capabilities), ('search', vanished),
        ('fetch', vanished), ('mail', vanished), ('examine', vanished),
        ('examine', opened_in_the_new_form), ('capability', only_the_new_version), ('fetch', header_nil),
        ('fetch', another_uidvalidity_meanwhile), ('mail', another_uidvalidity_meanwhile)]


@pytest.mark.parametrize('stage,lie', LIES, ids=[f'{stage}-{lie.__name__}' for stage, lie in LIES])
def test_a_server_that_lies_hides_nothing(watched, new_server, stage, lie):
    """Both at first sight, and a third that comes later, once each."""
    server = new_server(stage=stage, fault=lie)
    for code in CODES[:2]:
        server.add(notice(code))
    vigie = watched(server)
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:2]
    server.add(notice(CODES[2]))
    server.fault = None
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:3]


NOT_READ = [('search', modseq), ('search', found_in_the_new_form), ('search', ranges_in_the_new_form),
            ('examine', opened_by_another_name)]


@pytest.mark.parametrize('stage,form', NOT_READ, ids=[form.__name__ for _, form in NOT_READ])
def test_an_answer_that_is_not_read_is_told(watched, new_server, stage, form):
    """What only a server sends that was asked for it, or that speaks IMAP4rev2 alone: the account is blind,
    and nothing is passed over."""
    server = new_server(stage=stage, fault=form)
    for code in CODES[:2]:
        server.add(notice(code))
    vigie = watched(server)
    vigie.run('watch', '--once', code=69)
    row = accounts(vigie)['jean']
    assert row['blind_since'] and 'did not answer as IMAP asks' in row['last_error']
    server.fault = None
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:2]


@pytest.mark.parametrize('answer', ['silent', 'in the answer to SEARCH'])
def test_a_mail_that_comes_between_search_and_idle(watched, new_server, hook, answer):
    def one_more(session, tag):
        owner = session.owner
        if len(owner.mails) == 1:
            yield b'* SEARCH 1\r\n'
            owner.add(notice(CODES[1]))
            if answer != 'silent':
                session.exists = 2
                yield b'* 2 EXISTS\r\n'
            yield tag + b' OK done\r\n'
            yield from go_on(session)
        yield SANE

    server = new_server(stage='search', fault=one_more)
    server.add(notice(CODES[0]))
    vigie = watched(server)
    with vigie.watch():
        wait_new(hook, CODES[0])
        wait_new(hook, CODES[1])
        assert accounts(vigie)['jean']['last_error'] is None
    assert hook.events() == ['new'] * 2


def test_a_mail_that_only_search_tells_of_is_no_mail_numbered_anew(watched, new_server, hook):
    """It came after EXAMINE, and no EXISTS told of it. It was read; nothing is looked at again for it."""
    def one_more(session, tag):
        if len(session.owner.mails) == 2:
            session.owner.add(notice(CODES[1]))
        yield SANE

    server = new_server(stage='search', fault=one_more)
    server.add(ordinary(1))
    vigie = watched(server)
    with vigie.watch() as watch:
        for code in (CODES[0], CODES[2]):
            wait_until(lambda: server.idling, 'it idles')
            server.append(notice(code))
            wait_new(hook, code)
        wait_new(hook, CODES[1])
        wait_until(lambda: server.idling, 'the last look came to its end')
        assert 'anew' not in watch.log()
    assert hook.events() == ['new'] * 3


def test_a_batch_that_ends_in_the_middle(watched, new_server, hook):
    """Of its headers one is given, and then the connection ends: nothing of the rest is passed over."""
    def half(session, tag):
        session.owner.fault = None
        yield body(1, HEAD, section=b'BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)]')

    server = new_server(stage='fetch', fault=half)
    server.add(ordinary(1))
    for code in CODES[:2]:
        server.add(notice(code))
    vigie = watched(server)
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:2]
    assert hook.events() == ['new'] * 2


def test_a_mail_whole_where_its_beginning_was_asked_for(watched, new_server, hook):
    """A server without partial FETCH: a mail that is too long so is set aside, and shown; the others are
    read."""
    server = new_server()
    server.add(ordinary(1))
    vigie = watched(server)
    vigie.run('watch', '--once')
    server.add(notice(CODES[0]) + b'x' * 1000000)
    server.add(notice(CODES[1]))
    with vigie.watch() as watch:
        for _ in range(3):
            wait_until(lambda: 'longer than' in (accounts(vigie)['jean']['last_error'] or ''), 'it is told')
            watch.signal(signal.SIGUSR1)
        wait_new(hook, CODES[1])
    assert codes(vigie) == CODES[1:2]
    assert vigie.json('status', code=None)['set_aside'] == 1


def test_the_last_uid_that_there_is(watched, new_server):
    """After it only a new UIDVALIDITY can follow."""
    server = new_server()
    server.add(notice(CODES[0]), uid=4294967295)
    server.uidnext = 4294967295
    vigie = watched(server)
    vigie.run('watch', '--once')
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:1]
    server.mails, server.uidvalidity, server.uidnext = {1: notice(CODES[1])}, 8, 2
    vigie.run('watch', '--once')
    assert codes(vigie) == CODES[:2]


def test_names_that_a_terminal_obeys_are_shown_nowhere(watched, new_server):
    server = new_server(stage='list', fault=mailboxes_of_every_kind)
    vigie = watched(server)
    said = vigie.run('watch', '--once').stderr + vigie.run('status').stdout
    assert '\x1b' not in said and not [line for line in said.splitlines() if line.startswith('forged')]
    assert 'mailboxes not watched, for their names cannot be read or shown: 1' in said


def test_more_mails_than_there_are_is_no_busy_loop(watched, new_server, hook):
    """At each IDLE it says that one more has come."""
    looks = []

    def one_more(session, tag):
        looks.append(time.monotonic())
        yield b'+ idling\r\n* %d EXISTS\r\n' % (len(session.owner.mails) + 1)
        while session.line().upper() != b'DONE':
            pass
        yield tag + b' OK done\r\n'
        yield from go_on(session)

    server = new_server(stage='idle', fault=one_more)
    vigie = watched(server)
    with vigie.watch():
        wait_until(lambda: len(looks) > 14, 'it looks again and again')
        assert looks[14] - looks[0] > 2, 'ten times at once, then each second'
        server.add(notice(CODES[0]))
        wait_new(hook, CODES[0])
