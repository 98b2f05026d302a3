"""IMAP servers that nobody should meet, all in one watch beside an honest one: each is told by name
within its time, keeps nobody else from being read, and is read again when it comes to its senses."""
import collections
import contextlib
import pathlib
import re
import signal
import time

import pytest

from daemon import Vigie
from hostile import HOLD, SANE, Hostile
from mails import notice
from servers import Dovecot, Hook, wait_until
from test_faults import children

PATIENCE = 60  # of all of them together on a loaded machine; alone each takes a second, or its timeout
MEMORY = 32 * 1024  # kB by which a server may make the fetcher grow

UNCHECKED = 'not checked yet'

Case = collections.namedtuple('Case', 'stage fault says options')
FAULTS = {}


def fault(stage, says, **options):
    """Registers a case: what is told must match `says`. Options are those of Hostile, and `scheme`
    and `timeout` of the account."""
    def register(generator):
        FAULTS[generator.__name__] = Case(stage, generator, says, options)
        return generator
    return register


def bye_at(stage):
    def bye(session, tag):
        yield b'* BYE going down\r\n'
    FAULTS[f'bye_at_{stage}'] = Case(stage, bye, 'ended the connection: going down', {})


for name in ('greeting', 'capability', 'authenticate', 'list', 'examine', 'search', 'fetch', 'mail',
             'idle'):
    bye_at(name)

SLOW = {'tls': None, 'timeout': 2}
MORE = 'far more than was asked for'


@fault('greeting', MORE)
def endless_line(session, tag):
    while True:
        yield b'x' * 65536


@fault('list', 'more than|longer than', storm=True)
def endless_line_in_a_list(session, tag):
    yield b'* LIST () "/" "'
    while True:
        yield b'x' * 65536


@fault('greeting', 'no complete answer within 2 s', **SLOW)
def a_byte_from_time_to_time(session, tag):
    yield b'* OK '
    while True:
        time.sleep(0.2)
        yield b'x'


@fault('mail', 'no complete answer within 6 s', **SLOW)
def a_mail_byte_by_byte(session, tag):
    yield b'* 1 FETCH (UID 1 BODY[]<0> {100000}\r\n'
    while True:
        time.sleep(0.2)
        yield b'x'


@fault('examine', 'no complete answer within 2 s', **SLOW)
def silence(session, tag):
    yield HOLD


@fault('greeting', 'no complete answer within 1 s', tls=None, scheme='imaps', timeout=2)
def silence_instead_of_tls(session, tag):
    yield HOLD


@fault('greeting', 'TLS', tls=None, scheme='imaps')
def clear_text_instead_of_tls(session, tag):
    yield SANE


@fault('mail', 'literal longer than what was asked for')
def four_gigabytes_then_the_end(session, tag):
    yield b'* 1 FETCH (UID 1 BODY[]<0> {4294967295}\r\nabc'


@fault('mail', 'closed the connection')
def a_mail_cut_short(session, tag):
    yield b'* 1 FETCH (UID 1 BODY[]<0> {100000}\r\nabc'


@fault('mail', 'literal longer than any mail')
def a_length_beyond_64_bits(session, tag):
    yield b'* 1 FETCH (UID 1 BODY[]<0> {99999999999999999999}\r\nabc'


@fault('mail', 'malformed literal')
def a_length_of_letters(session, tag):
    yield b'* 1 FETCH (UID 1 BODY[]<0> {abc}\r\nabc'


@fault('greeting', 'IMAP')
def nul_for_a_greeting(session, tag):
    yield b'\0' * 100 + b'\r\n'
    yield HOLD


@fault('list', 'IMAP')
def nul_in_the_name_of_a_mailbox(session, tag):
    yield b'* LIST () "/" a\0b\r\n' + tag + b' OK done\r\n'
    yield HOLD


@fault('authenticate', r'refused \(AAAA')
def a_page_of_refusal(session, tag):
    yield tag + b' NO [AUTHENTICATIONFAILED] ' + b'A' * 100000 + b'\r\n'
    yield HOLD


@fault('list', MORE, storm=True)
def a_storm_of_mailboxes(session, tag):
    number = 0
    while True:
        yield b''.join(b'* LIST (\\Junk) "/" %d\r\n' % n for n in range(number, number + 1000))
        number += 1000


@fault('search', MORE, storm=True)
def a_storm_of_uids(session, tag):
    yield b'* SEARCH'
    while True:
        yield b' 1' * 32768


@fault('search', MORE, storm=True)
def a_storm_of_expunges(session, tag):
    while True:
        yield b'* 1 EXPUNGE\r\n' * 4096


@fault('fetch', MORE, storm=True)
def a_storm_of_flags(session, tag):
    yield b'* 1 FETCH (UID 1 FLAGS ('
    while True:
        yield b'a ' * 32768


@fault('fetch', MORE, storm=True)
def a_storm_of_mails(session, tag):
    while True:
        yield b'* 1 FETCH (UID 1 BODY[HEADER] {1}\r\na)\r\n' * 2048


@fault('idle', MORE, storm=True)
def a_storm_while_idling(session, tag):
    yield b'+ idling\r\n'
    count = 10
    while True:
        yield b''.join(b'* %d EXISTS\r\n' % n for n in range(count, count + 1000))
        count += 1000


@fault('greeting', 'PREAUTH', tls='starttls')
def preauth_before_tls(session, tag):
    yield b'* PREAUTH welcome\r\n'
    yield HOLD


@fault('capability', 'offers no STARTTLS', tls='starttls')
def starttls_stripped(session, tag):
    yield b'* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n' + tag + b' OK done\r\n'
    yield HOLD


@fault('starttls', 'refuses STARTTLS', tls='starttls')
def starttls_refused(session, tag):
    yield tag + b' NO not today\r\n'
    yield HOLD


@fault('starttls', 'slipped in', tls='starttls')
def starttls_with_an_answer_slipped_in(session, tag):
    yield tag + b' OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n'
    yield HOLD


@fault('starttls', 'TLS', tls='starttls')
def starttls_and_then_clear_text(session, tag):
    yield tag + b' OK go\r\n'
    session.receive()  # the ClientHello
    yield b'* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n'
    yield HOLD


@fault('starttls', 'no complete answer within 2 s', tls='starttls', timeout=2)
def starttls_and_then_silence(session, tag):
    yield tag + b' OK go\r\n'
    yield HOLD


@fault('capability', MORE, storm=True)
def a_storm_of_capabilities(session, tag):
    yield b'* CAPABILITY IMAP4rev1'
    while True:
        yield b' X-A' * 16384


@fault('capability', 'takes no password here', no_login=True)
def no_way_to_log_in(session, tag):
    session.owner.fault = None
    yield b'* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI COMPRESS=DEFLATE\r\n' + tag + b' OK done\r\n'
    yield HOLD


@fault('authenticate', 'no complete answer within 2 s|far more', timeout=2)
def one_question_after_the_other(session, tag):
    while True:
        yield b'+ Zm9v\r\n'


@fault('authenticate', r'refused \(go \[2J \]0;owned +away�\)', timeout=2)
def a_refusal_that_paints_the_screen(session, tag):
    yield tag + b' NO [AUTHENTICATIONFAILED] go\x1b[2J\x1b]0;owned\x07\x08 away\xff\xe2\x80\xae\r\n'
    yield HOLD


@fault('list', 'IMAP')
def bad_for_an_answer(session, tag):
    yield tag + b' BAD what?\r\n'
    yield HOLD


@fault('search', 'IMAP', timeout=2)
def the_answer_to_another_command(session, tag):
    yield b'A999 OK done\r\n'
    yield HOLD


@fault('examine', 'gives no UIDVALIDITY')
def a_mailbox_without_uidvalidity(session, tag):
    yield b'* 1 EXISTS\r\n* OK [UIDNEXT 2] .\r\n' + tag + b' OK done\r\n'
    yield HOLD


@fault('examine', 'INBOX cannot be opened .*not for you')
def a_mailbox_that_does_not_open(session, tag):
    yield tag + b' NO [NOPERM] not for you\r\n'
    yield HOLD


@fault('search', 'refuses to search: too much')
def a_search_that_is_refused(session, tag):
    yield tag + b' NO too much\r\n'
    yield HOLD


@fault('examine', MORE, storm=True)
def a_storm_of_uids_of_four_thousand_million_mails(session, tag):
    """How much may come follows from how many mails there are said to be."""
    yield (b'* 4294967295 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 4294967295] .\r\n'
           + tag + b' OK done\r\n')
    session.line()
    yield b'* SEARCH'
    while True:
        yield b' 4000000000' * 8192


@fault('mail', 'IMAP')
def the_date_of_no_day(session, tag):
    yield b'* 1 FETCH (UID 1 INTERNALDATE "99-Foo-20260 99:99:99" BODY[]<0> {1}\r\na)\r\n'
    yield tag + b' OK done\r\n'
    yield HOLD


@fault('mail', 'IMAP|malformed')
def a_mail_as_a_binary_literal(session, tag):
    yield b'* 1 FETCH (UID 1 BODY[]<0> ~{3}\r\na\0b)\r\n' + tag + b' OK done\r\n'
    yield HOLD


@fault('mail', 'cannot give the mail with UID 1')
def a_mail_that_is_refused(session, tag):
    yield tag + b' NO [SERVERBUG] it is damaged\r\n'
    yield HOLD


@fault('mail', 'TLS|closed the connection')
def the_end_of_tls_in_a_mail(session, tag):
    """And then in clear what would be the rest."""
    yield b'* 1 FETCH (UID 1 BODY[]<0> {9}\r\nabc'
    session.request.settimeout(2)
    with contextlib.suppress(OSError):
        session.request = session.request.unwrap()
    yield b'defghi)\r\n' + tag + b' OK done\r\n'


@fault('idle', 'ended IDLE by itself')
def idle_that_ends_by_itself(session, tag):
    yield b'+ idling\r\n' + tag + b' OK done\r\n'
    yield HOLD


@fault('idle', 'no complete answer within 2 s', timeout=2)
def idle_without_a_beginning(session, tag):
    yield b'* OK wait\r\n'
    yield HOLD


BEFORE_LOGIN = [name for name, case in FAULTS.items()
                if case.stage in ('greeting', 'capability', 'starttls')]
STORMS = [name for name, case in FAULTS.items() if case.options.get('storm')]


def hostile(ca, name):
    case = FAULTS[name]
    options = {key: value for key, value in case.options.items()
               if key in ('tls', 'capabilities')}
    return Hostile(ca, stage=case.stage, fault=case.fault, **options)


def account(vigie, server, ca, *, name, timeout=60, scheme=None):
    secret = vigie.secret('password', 'secret de jean')
    scheme = scheme or {'tls': 'imaps', 'starttls': 'imap', None: 'imap+insecure'}[server.tls]
    return f'''account "{name}" {{
        imap = "{scheme}://jean@localhost:{server.port}"
        password-file = "{secret}"
        ca-file = "{ca.ca_file}"
        mailboxes = {{ "*" }}
        timeout = {timeout}
    }}
    '''


def account_of(vigie, server, ca, name):
    options = FAULTS[name].options
    return account(vigie, server, ca, name=name, timeout=options.get('timeout', 60),
                   scheme=options.get('scheme'))


def sink(hook):
    return f'quiet-hours = ""\nalert "hook" {{ kind = command command = "{hook.command}" }}\n'


def code_of(number):
    return f'{chr(97 + number % 26)}{chr(65 + number // 26)}3dE5fG7hJ{number % 10}'


def accounts(vigie):
    """The row of each account's only mailbox."""
    return {row['account']: row for row in vigie.json('status', code=None)['accounts']}


class Told:
    """What a watch of all faults came to."""

    def __init__(self, vigie, ca, hook, honest):
        self.vigie, self.honest = vigie, honest
        self.servers = {name: hostile(ca, name) for name in FAULTS}
        for number, server in enumerate(self.servers.values()):
            server.add(notice(code_of(number)))
        vigie.configure(
            ''.join(account_of(vigie, server, ca, name) for name, server in self.servers.items())
            + account(vigie, honest_server(honest), ca, name='honest') + sink(hook))
        self.errors, self.seconds = {}, {}
        self.before_login = {}
        self.sane = {}

    def run(self, hook):
        begin = time.monotonic()
        with self.vigie.watch() as watch:
            self.honest.append(notice('zZ3dE5fG7hJ9'))
            self.alert = hook.wait(is_new('zZ****J9'))[0]
            wait_until(lambda: self.look(begin), 'each is told or its time is over', PATIENCE + 10)
            self.before_login = {name: list(server.logins) for name, server in self.servers.items()}
            for name, server in self.servers.items():
                server.become_sane('tls' if FAULTS[name].options.get('scheme') else server.tls)
            watch.signal(signal.SIGUSR1)
            wait_until(self.look_for_sense, 'the looks that follow', PATIENCE)
            self.log = watch.log()
        self.codes = {entry['account']: entry['code'] for entry in self.vigie.entries('--all')}

    def look(self, begin):
        elapsed = time.monotonic() - begin
        for name, row in accounts(self.vigie).items():
            if row['last_error'] not in (None, UNCHECKED) and row['blind_since'] \
                    and name not in self.errors:
                self.errors[name], self.seconds[name] = row['last_error'], elapsed
        return self.errors.keys() >= FAULTS.keys() or elapsed > PATIENCE

    def look_for_sense(self):
        self.sane = {name: row['last_error'] for name, row in accounts(self.vigie).items()
                     if row['blind_since'] is None and row['last_success']}
        return self.sane.keys() >= FAULTS.keys()

    def stop(self):
        for server in self.servers.values():
            server.stop()


def honest_server(dovecot):
    """A Dovecot as `account` wants it."""
    return collections.namedtuple('Server', 'tls port')('tls', dovecot.tls_port)


def is_new(masked):
    return lambda alert: (alert['event'] == 'new' and alert['entry']
                          and alert['entry']['code'] == masked)


@pytest.fixture(scope='module')
def told(tmp_path_factory, binary, server_root, ca):
    vigie = Vigie(binary, tmp_path_factory.mktemp('hostile'))
    dovecot, hook = Dovecot(server_root, ca), Hook()
    told = None
    try:
        dovecot.start()
        told = Told(vigie, ca, hook, dovecot)
        told.run(hook)
        yield told
    finally:
        hook.stop()
        dovecot.remove()
        if told:
            told.stop()


@pytest.mark.parametrize('name', FAULTS)
def test_it_is_told_what_is_wrong(told, name):
    assert re.search(FAULTS[name].says, told.errors[name])
    assert 'secret de jean' not in told.errors[name]


@pytest.mark.parametrize('name', BEFORE_LOGIN)
def test_no_password_goes_there(told, name):
    assert told.before_login[name] == []


@pytest.mark.parametrize('name', FAULTS)
def test_it_is_read_when_it_is_sane_again(told, name):
    assert told.sane[name] is None
    assert told.codes[name] == code_of(list(FAULTS).index(name))


def test_the_honest_one_is_read(told):
    assert told.alert['entry']['account'] == 'honest'
    assert told.sane['honest'] is None


# --- memory

def peak(pid):
    return int(re.search(r'VmHWM:\s+(\d+) kB', pathlib.Path(f'/proc/{pid}/status').read_text())[1])


@pytest.mark.parametrize('name', STORMS)
def test_a_storm_takes_no_memory(vigie, ca, hook, name):
    server = hostile(ca, name)
    server.add(notice())
    storm, server.fault = server.fault, None
    try:
        vigie.configure(account_of(vigie, server, ca, name) + sink(hook))
        with vigie.watch() as watch:
            hook.wait_event('new')
            fetcher = children(watch)['vigie-fetcher']
            before = peak(fetcher)
            server.uidvalidity += 1  # so that all of it is looked at again
            server.fault = storm
            server.cut()
            watch.signal(signal.SIGUSR1)  # mailboxes are listed once an hour, and when asked for
            row = wait_until(lambda: storm_is_told(vigie, name, server), 'the storm is told')
            grown = peak(fetcher) - before
        assert re.search(FAULTS[name].says, row['last_error'])
        # A sanitizer keeps what is freed.
        sanitized = any(variable.endswith('SAN_OPTIONS') for variable in vigie.environment)
        assert grown < MEMORY or sanitized, f'it grew by {grown} kB'
    finally:
        server.stop()


def storm_is_told(vigie, name, server):
    """The cut that came before it is told too."""
    row = accounts(vigie)[name]
    return row if re.search(FAULTS[name].says, row['last_error'] or '') else None
