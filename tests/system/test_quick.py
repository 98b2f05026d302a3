"""Ordinary mail by each delivery agent, which the launcher answers itself, and a notice, for which it
becomes the whole program: both are delivered as they were, also where the whole program is broken."""
import contextlib
import functools
import re

import pytest

import test_agents as agents
import test_mtas as mtas
from inside import Quick, Resident, installed
from mails import notice, ordinary
from mtas import Exim, OpenSmtpd, PipePostfix
from servers import Smtp, wait_until
from test_watch import CODES

pytestmark = pytest.mark.usefixtures('static_launcher')
CODE, JEAN = CODES[0], 'jean@example.fr'

# What the whole program does; None: there is none at all.
FAULTS = {'75': 'cat >/dev/null; exit 75', '126': 'exit 126', '127': 'exit 127', 'killed': 'kill -KILL $$',
          'missing': None}


@contextlib.contextmanager
def quick_in(binary, root):
    """(how the whole program is called in the folder of servers, the launcher there)."""
    with installed(binary, root) as command:
        place = command.rpartition('/')[0]
        folder = root / place[1:] / 'quick'
        folder.mkdir()
        folder.chmod(0o755)
        yield command, Quick(binary, folder, f'{place}/quick', f'{place}/lib')


class Agent:
    """One that delivers at once. `field`: it is asked for X-Vigie."""

    field = False
    quick = None

    def deliver(self, mail):
        """What lies in the mailbox then, and nothing else does."""
        raise NotImplementedError

    def entries(self):
        """The codes."""
        raise NotImplementedError

    def looked_whole(self):
        return self.quick.is_whole()

    def untouched(self, delivered, mail, kind):
        """`kind`: what X-Vigie says first, None where nobody could say it."""
        if self.field and kind:
            top, delivered = re.split(rb'\r?\n', delivered, maxsplit=1)
            assert top.startswith(b'X-Vigie: ' + kind), top
        return delivered == mail

    def check_lost_nothing(self, kept):
        """Of a notice that came while the program was broken; `kept`: the launcher did so."""
        assert not self.entries()
        if kept:
            self.check_is_kept()

    def check_is_kept(self):
        """The next mail brings it in."""
        self.quick.be()
        self.broken, mail = False, ordinary(9)
        assert self.untouched(self.deliver(mail), mail, b'none')
        assert self.entries() == [CODE]


class OutsideAgent(Agent):
    def __init__(self, vigie, root, quick, field):
        self.vigie, self.root, self.quick, self.field = vigie, root, quick, field
        vigie.state = vigie.home / '.local/share/vigie'
        quick.settle(vigie.home)
        (vigie.home / '.config/vigie/vigie.conf').write_text('heartbeat = false\n')

    def deliver(self, mail):
        assert self.by(self.vigie, self.root, mail, self.quick.program, self.field) == 0
        delivered = agents.mail_of(self.vigie.home / 'Maildir')
        for file in (self.vigie.home / 'Maildir/new').iterdir():
            file.unlink()
        return delivered

    def entries(self):
        return [entry['code'] for entry in self.vigie.entries()]

    def untouched(self, delivered, mail, kind):
        return super().untouched(delivered, agents.lf(mail), kind)


class Procmail(OutsideAgent):
    by = staticmethod(agents.by_procmail)

    def deliver(self, mail):
        # It ends each mail with an empty line.
        delivered = super().deliver(agents.lf(mail) + b'\n')
        assert delivered.endswith(b'\n\n')
        return delivered[:-1]


class Maildrop(OutsideAgent):
    by = staticmethod(agents.by_maildrop)

    def deliver(self, mail):
        return super().deliver(agents.lf(mail))


class InsideAgent(Agent):
    """One whose program is `bin/vigie` of a place within the folder of servers."""

    def __init__(self, place, quick):
        self.place, self.quick = place, quick
        quick.be()
        quick.settle(place.folder / 'vigie/home')
        place.run('/bin/chown', '-R', 'vmail', f'{place.base}/vigie')
        place.write('bin/vigie', f'''#!/bin/sh
HOME={place.base}/vigie/home exec {quick.program} --state {place.base}/vigie/state \\
    --config {place.base}/vigie.conf "$@"
''')

    def deliver(self, mail):
        self.by(mail)
        delivered = self.place.delivered()
        self.place.run('/bin/sh', '-c', f'rm -f {self.place.base}/Maildir/new/*')
        return delivered

    def entries(self):
        return self.place.codes()


class Fdm(InsideAgent):
    def by(self, mail):
        agents.by_fdm(self.place, agents.lf(mail))

    def untouched(self, delivered, mail, kind):
        return delivered == agents.lf(mail)


class Getmail(InsideAgent):
    def __init__(self, place, quick, server, ca):
        super().__init__(place, quick)
        self.server, self.ca = server, ca

    def by(self, mail):
        self.server.append(mail)
        agents.by_getmail(self.place, self.server, self.ca)

    def untouched(self, delivered, mail, kind):
        return agents.unfolded(agents.without_getmail(delivered)) == agents.unfolded(agents.lf(mail))


class Sieve(InsideAgent):
    def __init__(self, server, script, real, quick):
        super().__init__(agents.Sieve(server, script, real), quick)
        self.field = 'field' in script

    def deliver(self, mail):
        self.place.deliver(mail)
        delivered = self.place.delivered()
        self.place.server.doveadm('expunge', '-u', 'jean', 'mailbox', 'INBOX', 'all')
        return delivered


class Mta(Agent):
    """A mail server that copies, or one whose wrapper (`wraps`) has Vigie look before it delivers."""

    def __init__(self, server, resident, quick, wraps):
        self.server, self.resident, self.quick, self.wraps = server, resident, quick, wraps
        resident.forget()
        quick.be()
        quick.settle(server.folder / 'vigie/home')
        server.shell(f'rm -rf {server.inside}/mail/*; chown -R vmail {resident.base}/home')
        server.begin()
        resident.be(f'''#!/bin/sh
HOME={resident.base}/home exec {quick.program} --state {resident.base}/home/state \\
    --config {resident.base}/vigie.conf "$@"
''')
        self.broken = False

    def deliver(self, mail):
        self.server.send(mail, JEAN)
        delivered = self.server.delivered('jean')[0]
        self.server.shell(f'rm -rf {self.server.inside}/mail/*')
        if not self.broken:
            self.settled()
        return delivered

    def settled(self):
        wait_until(lambda: not self.server.queued(), 'the copy is read')

    def entries(self):
        return [entry['code'] for entry in self.resident.entries()]

    def untouched(self, delivered, mail, kind):
        return mtas.untouched(delivered, mail)

    def check_lost_nothing(self, kept):
        assert not self.entries()
        if kept:
            self.settled()
            self.check_is_kept()
            return
        if self.wraps:
            return
        self.server.wait_held(1)
        self.quick.be()
        self.server.flush()
        wait_until(lambda: self.entries() == [CODE], 'the copy is read')
        self.settled()


@contextlib.contextmanager
def served(kind, root, ca, binary):
    """(a mail server, its Vigie, the launcher there, where its mail for others goes)."""
    outside = Smtp(ca, tls=None, user=None)
    outside.start()
    try:
        server = kind(root, ca, outside)
        try:
            with quick_in(binary, server.root) as (command, quick):
                yield server.start(), Resident(server, command), quick, outside
        finally:
            server.remove()
    finally:
        outside.stop()


@pytest.fixture(scope='module')
def server_of(ca, binary, server_root_of):
    """Starts the mail server of a kind, once."""
    with contextlib.ExitStack() as stack:
        yield functools.cache(lambda kind, root: stack.enter_context(
            served(kind, server_root_of(root), ca, binary)))


@pytest.fixture(scope='module')
def quick_place(binary, server_root):
    with quick_in(binary, server_root) as place:
        yield place


@pytest.fixture
def new_agent(vigie, binary, ca, server_root, server_of, quick_place, new_dovecot, tmp_path):
    with contextlib.ExitStack() as stack:
        def quick_of_mine():
            (tmp_path / 'quick').mkdir()
            return Quick(binary, tmp_path / 'quick')

        def told_nobody(server, outside):
            wait_until(lambda: not server.queued(), 'the queue is empty')
            assert not outside.items, 'nobody outside was told'

        def served_by(kind, root, wraps=False):
            server, resident, quick, outside = server_of(kind, root)
            stack.callback(told_nobody, server, outside)
            return Mta(server, resident, quick, wraps)

        def placed():
            real, quick = quick_place
            return stack.enter_context(agents.place_in(server_root, real)), quick

        makers = {
            'procmail': lambda: Procmail(vigie, server_root, quick_of_mine(), False),
            'procmail, field': lambda: Procmail(vigie, server_root, quick_of_mine(), True),
            'maildrop': lambda: Maildrop(vigie, server_root, quick_of_mine(), False),
            'maildrop, field': lambda: Maildrop(vigie, server_root, quick_of_mine(), True),
            'sieve pipe': lambda: Sieve(new_dovecot(), 'vigie.sieve', *quick_place),
            'sieve filter': lambda: Sieve(new_dovecot(), 'vigie-field.sieve', *quick_place),
            'fdm': lambda: Fdm(*placed()),
            'getmail': lambda: Getmail(*placed(), new_dovecot(), ca),
            'postfix': lambda: served_by(PipePostfix, 'main'),
            'exim': lambda: served_by(Exim, 'exim'),
            'opensmtpd': lambda: served_by(OpenSmtpd, 'opensmtpd', True),
        }
        yield lambda name: makers[name]()


NAMES = ['procmail', 'procmail, field', 'maildrop', 'maildrop, field', 'sieve pipe', 'sieve filter', 'fdm',
         'getmail', 'postfix', 'exim', 'opensmtpd']


def begin(new_agent, name):
    """The first mail has the whole program find the configuration good, and make the table."""
    agent, first = new_agent(name), ordinary()
    assert agent.untouched(agent.deliver(first), first, b'none')
    assert agent.looked_whole()
    return agent


def passes_at_once(agent, number):
    mail = ordinary(number)
    assert agent.untouched(agent.deliver(mail), mail, b'none')
    assert not agent.looked_whole(), 'the launcher answered'


@pytest.mark.parametrize('name', NAMES)
def test_the_launcher_answers_and_becomes_the_program_for_a_notice(new_agent, name):
    agent, mail = begin(new_agent, name), notice(CODE)
    passes_at_once(agent, 1)
    assert agent.untouched(agent.deliver(mail), mail, b'notice; deadline=')
    assert agent.looked_whole() and agent.entries() == [CODE]
    passes_at_once(agent, 2)


@pytest.mark.parametrize('fault', FAULTS)
@pytest.mark.parametrize('name', NAMES)
def test_a_broken_program_behind_the_launcher_loses_nothing(new_agent, name, fault):
    agent, mail = begin(new_agent, name), notice(CODE)
    agent.quick.be(FAULTS[fault])
    if FAULTS[fault]:
        passes_at_once(agent, 1)
    agent.broken = True
    assert agent.untouched(agent.deliver(mail), mail, None if fault == '75' else b'unread')
    agent.check_lost_nothing(kept=fault != '75')
