"""The watch against Cyrus and Courier, and what is the same on all three against Dovecot too: each
has its own way with IDLE, special-use, names, UIDVALIDITY and refusals."""
import signal

import pytest

from imap_servers import Courier, Cyrus
from mails import notice, ordinary
from servers import Dovecot, wait_until
from test_hostile import accounts, sink
from test_watch import CODES, account, codes, wait_new

ACCENTED = 'Ind&AOk-sirables'  # Indésirables, which tells of junk by its name
OTHERS = ['cyrus', 'courier']
ALL = ['dovecot', *OTHERS]


class RootedDovecot(Dovecot):
    """With the few words more that the others have."""

    def __init__(self, root, authority, *, idle=True):
        super().__init__(root, authority, idle=idle)

    def create(self, mailbox):
        client = self.client()
        client.create(mailbox)
        client.logout()

    def make_anew(self, mailbox):
        before = self.uidvalidity(mailbox=mailbox)

        def differs():
            client = self.client()
            client.delete(mailbox)
            client.create(mailbox)
            client.logout()
            return self.uidvalidity(mailbox=mailbox) != before
        wait_until(differs, 'another UIDVALIDITY')

    prefix = ''


KINDS = {'dovecot': RootedDovecot, 'cyrus': Cyrus, 'courier': Courier}


@pytest.fixture
def new_server(ca, request):
    started = []

    def start(kind, **options):
        root = (request.getfixturevalue('server_root') if kind == 'dovecot'
                else request.getfixturevalue('server_root_of')(kind))
        server = KINDS[kind](root, ca, **options)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.remove()


def rows(vigie):
    return {row['mailbox']: row for row in vigie.json('status', code=None)['accounts']}


def wait_seen(vigie, mailbox):
    wait_until(lambda: (rows(vigie).get(mailbox) or {'last_success': None})['last_success'],
               f'{mailbox} is looked at')


@pytest.mark.parametrize('kind', ALL)
def test_old_and_new_mail_in_each_mailbox(vigie, new_server, ca, hook, kind):
    """INBOX and junk, which Courier knows by its name alone, a name in UTF-8, and IDLE in each."""
    server = new_server(kind)
    server.create(ACCENTED)
    server.append(ordinary())
    server.append(notice(CODES[0]))
    junk = server.prefix + 'Indésirables'
    # Dovecot has a mailbox marked as \\Junk, beside which names do not count.
    extra = f'mailboxes = {{ "INBOX", "{junk}" }}' if kind == 'dovecot' else ''
    vigie.configure(account(vigie, server, ca, extra=extra) + sink(hook))
    with vigie.watch():
        wait_new(hook, CODES[0])
        wait_seen(vigie, junk)
        server.append(notice(CODES[1]))
        wait_new(hook, CODES[1])
        server.append(notice(CODES[2]), mailbox=ACCENTED)
        assert wait_new(hook, CODES[2])['entry']['mailbox'] == junk
        assert not any(row['blind_since'] for row in rows(vigie).values())
    client = server.client()
    client.select('INBOX', readonly=True)
    flags = b''.join(client.fetch('1:*', '(FLAGS)')[1])
    client.logout()
    assert b'\\Seen' not in flags


def test_special_use_of_cyrus(vigie, new_server, ca, hook):
    """A mailbox whose name says nothing, marked as \\Junk."""
    server = new_server('cyrus')
    client = server.client()
    status, answer = client._simple_command('CREATE', 'Divers', '(USE (\\Junk))')
    client.logout()
    assert status == 'OK', answer
    vigie.configure(account(vigie, server, ca) + sink(hook))
    server.append(notice(CODES[0]), mailbox='Divers')
    vigie.run('watch', '--once')
    entry, = vigie.entries()
    assert (entry['code'], entry['mailbox']) == (CODES[0], 'Divers')


@pytest.mark.parametrize('kind', OTHERS)
def test_starttls_and_no_idle(vigie, new_server, ca, hook, kind):
    server = new_server(kind, idle=False)
    vigie.configure(account(vigie, server, ca, scheme='imap', extra='poll = 5') + sink(hook))
    with vigie.watch():
        wait_seen(vigie, 'INBOX')
        server.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


@pytest.mark.parametrize('kind', ALL)
def test_a_mailbox_that_is_made_anew(vigie, new_server, ca, hook, kind):
    """The UIDVALIDITY changes in mid-IDLE, and UIDs begin at 1 again."""
    server = new_server(kind)
    server.create('Courrier')
    mail = notice(CODES[0])
    server.append(mail, mailbox='Courrier')
    vigie.configure(account(vigie, server, ca, extra='mailboxes = { "*" }') + sink(hook))
    with vigie.watch() as watch:
        wait_new(hook, CODES[0])
        server.make_anew('Courrier')
        for again in (mail, notice(CODES[1])):
            server.append(again, mailbox='Courrier')
        watch.signal(signal.SIGUSR1)
        wait_new(hook, CODES[1])
    assert codes(vigie) == CODES[:2]
    assert hook.events() == ['new', 'new']


@pytest.mark.parametrize('kind', OTHERS)
def test_a_refused_login(vigie, new_server, ca, hook, kind):
    server = new_server(kind)
    good = dict(server.users)
    vigie.configure(account(vigie, server, ca) + sink(hook))
    server.set_users({'jean': 'changed'})
    with vigie.watch() as watch:
        assert hook.wait_event('blind')['account'] == 'jean'
        error = accounts(vigie)['jean']['last_error']
        assert 'the login of jean was refused' in error and 'secret' not in error
        server.set_users(good)
        watch.signal(signal.SIGUSR1)
        hook.wait_event('seeing')
        server.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


@pytest.mark.parametrize('kind', OTHERS)
def test_the_server_restarts(vigie, new_server, ca, hook, kind):
    server = new_server(kind)
    vigie.configure(account(vigie, server, ca) + sink(hook))
    with vigie.watch():
        wait_seen(vigie, 'INBOX')
        server.restart()
        server.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
    assert hook.events() == ['new']
