"""Mail servers beside Vigie by the files of contrib/, real ones, mail coming in by SMTP: whatever is
wrong with Vigie, each mail is delivered once, as it was, and nobody outside is told a word."""
import re
import time

import pytest

from inside import Resident, installed
from mails import notice
from mtas import Exim, OpenSmtpd, PipePostfix
from servers import Smtp, wait_until
from test_watch import CODES

CODE = CODES[0]
JEAN, MARIE = 'jean@example.fr', 'marie@example.fr'
# Where a server waits for Vigie at all, the test has it wait no longer.
PATIENCE_SECONDS = 3

# How the program is: name, its text (None: none at all), its mode.
FAULTS = [
    ('75', '#!/bin/sh\ncat >/dev/null\nexit 75\n', 0o755),
    ('75 at once', '#!/bin/sh\nexit 75\n', 0o755),
    ('126', '#!/bin/sh\nexit 0\n', 0o644),
    ('127', None, 0o755),
    ('killed', '#!/bin/sh\nkill -KILL $$\n', 0o755),
    ('hangs', '#!/bin/sh\nexec sleep 600\n', 0o755),
]
faults = pytest.mark.parametrize('text,mode', [row[1:] for row in FAULTS],
                                 ids=[row[0] for row in FAULTS])


@pytest.fixture(scope='module')
def outside(ca):
    """Where all mail goes that is not for here: bounces, warnings."""
    server = Smtp(ca, tls=None, user=None)
    yield server.start()
    server.stop()


def running(server, binary):
    try:
        with installed(binary, server.root) as command:
            resident = Resident(server, command)
            resident.forget()
            yield server.start(), resident
    finally:
        server.remove()


@pytest.fixture(scope='module')
def postfix_pair(server_root, ca, outside, binary):
    yield from running(PipePostfix(server_root, ca, outside, PATIENCE_SECONDS), binary)


@pytest.fixture(scope='module')
def exim_pair(server_root_of, ca, outside, binary):
    yield from running(Exim(server_root_of('exim'), ca, outside, PATIENCE_SECONDS), binary)


@pytest.fixture(scope='module')
def opensmtpd_pair(server_root_of, ca, outside, binary):
    yield from running(OpenSmtpd(server_root_of('opensmtpd'), ca, outside, PATIENCE_SECONDS), binary)


def fresh(pair, outside):
    server, resident = pair
    server.shell(f'rm -rf {server.inside}/mail/*')
    resident.forget()
    server.begin()
    yield server, resident
    wait_until(lambda: not server.queued(), 'the queue is empty')
    assert not outside.items, 'nobody outside was told'


@pytest.fixture(params=['postfix', 'exim'])
def copying(request, outside):
    """(a server that gives Vigie a copy of its own, Vigie)."""
    yield from fresh(request.getfixturevalue(request.param + '_pair'), outside)


@pytest.fixture
def wrapped(opensmtpd_pair, outside):
    """(a server that has Vigie look before it delivers, Vigie)."""
    yield from fresh(opensmtpd_pair, outside)


@pytest.fixture(params=['postfix', 'exim', 'opensmtpd'])
def any_of(request, outside):
    yield from fresh(request.getfixturevalue(request.param + '_pair'), outside)


def lf(mail):
    return mail.replace(b'\r\n', b'\n')


def untouched(delivered, mail):
    """It is the mail below what a server puts on top as it takes in and delivers."""
    top, found, rest = delivered.partition(lf(mail).split(b'\n', 1)[0])
    assert found + rest == lf(mail)
    assert all(re.match(rb'(?:Received|Return-Path|Delivered-To|X-Original-To|\s.*)\b', line)
               for line in top.split(b'\n')[:-1]), top
    return True


def arrives(server, mail, *names):
    for name in names:
        assert untouched(server.delivered(name)[0], mail)


def test_what_a_server_sends_to_others_is_seen(any_of, outside):
    """That nothing came outside would mean nothing else."""
    server, mail = any_of[0], notice(CODE)
    server.send(mail, 'someone@elsewhere.example')
    outside.wait(1)
    outside.items.clear()


def test_a_notice_for_two_is_recorded_for_each(any_of):
    (server, vigie), mail = any_of, notice(CODE)
    server.send(mail, JEAN, MARIE)
    arrives(server, mail, 'jean', 'marie')
    wait_until(lambda: vigie.owners() == [JEAN, MARIE], 'an entry for each')
    assert {entry['code'] for entry in vigie.entries()} == {CODE}


def test_what_vigie_cannot_read_waits_in_its_spool(any_of):
    (server, vigie), mail = any_of, notice(CODE)
    vigie.be(configuration='nonsense = 1\n')
    server.send(mail, JEAN, MARIE)
    arrives(server, mail, 'jean', 'marie')
    wait_until(lambda: len(vigie.spooled()) == 2, 'a mail for each in the spool')
    assert all(untouched(kept, mail) for kept in vigie.spooled())
    vigie.be()
    assert vigie.command('watch', '--once').returncode == 0
    assert vigie.owners() == [JEAN, MARIE]


@faults
def test_the_copy_alone_waits_for_a_vigie_that_is_broken(copying, text, mode):
    (server, vigie), mail = copying, notice(CODE)
    vigie.be(text, mode=mode)
    server.send(mail, JEAN, MARIE)
    arrives(server, mail, 'jean', 'marie')
    server.wait_held(2)
    assert server.queued() and not vigie.entries()
    vigie.be()
    server.flush()
    wait_until(lambda: vigie.owners() == [JEAN, MARIE], 'the copies are read')
    wait_until(lambda: not server.queued(), 'each is read')
    arrives(server, mail, 'jean', 'marie')


def test_a_copy_that_waits_holds_no_later_mail_up(copying):
    (server, vigie), first, second = copying, notice(CODE), notice(CODES[1])
    vigie.be(None)
    server.send(first, JEAN)
    server.wait_held(1)
    server.send(second, JEAN)
    server.delivered('jean', 2)
    vigie.be()
    server.flush()
    wait_until(lambda: len(vigie.entries()) == 2, 'both copies are read')


def test_the_sender_is_not_warned_of_a_copy_that_waits(copying):
    server, vigie = copying
    vigie.be(None)
    server.send(notice(CODE), JEAN)
    server.wait_held(1)
    # Time alone makes a warning due: a second, by the configuration.
    time.sleep(1.5)
    server.begin()
    server.flush()
    server.wait_held(1)
    vigie.be()
    server.flush()
    wait_until(lambda: vigie.owners() == [JEAN], 'the copy is read')


@pytest.mark.parametrize('kind,root_of', [(PipePostfix, 'main'), (Exim, 'exim')],
                         ids=['postfix', 'exim'])
def test_nobody_is_told_of_a_copy_that_is_given_up(server_root_of, ca, outside, binary, kind, root_of):
    server = kind(server_root_of(root_of), ca, outside, persistent=False)
    for server, vigie in running(server, binary):
        mail = notice(CODE)
        vigie.be(None)
        server.send(mail, JEAN, MARIE)
        arrives(server, mail, 'jean', 'marie')
        server.wait_given_up()
        wait_until(lambda: not server.queued(), 'the queue is empty')
        assert not outside.items


def test_exim_gives_up_the_copy_where_the_shell_itself_is_killed(exim_pair, outside):
    for server, vigie in fresh(exim_pair, outside):
        mail = notice(CODE)
        vigie.be('#!/bin/sh\nkill -KILL $PPID\n')
        server.send(mail, JEAN, MARIE)
        arrives(server, mail, 'jean', 'marie')
        server.wait_given_up()
        assert not vigie.entries()


@faults
def test_a_wrapper_delivers_what_a_broken_vigie_did_not_read(wrapped, text, mode):
    (server, vigie), mail = wrapped, notice(CODE)
    vigie.be(text, mode=mode)
    server.send(mail, JEAN, MARIE)
    arrives(server, mail, 'jean', 'marie')
    assert not vigie.entries() and not vigie.spooled()


@pytest.mark.parametrize('fault', ['rm {inside}/vigie-mda', 'chmod 755 /tmp'],
                         ids=['no wrapper', 'no room for its file'])
def test_a_wrapper_that_fails_itself_delivers(wrapped, fault):
    (server, vigie), mail = wrapped, notice(CODE)
    server.shell('cp {0}/vigie-mda {0}/saved'.format(server.inside))
    server.shell(fault.format(inside=server.inside))
    try:
        server.send(mail, JEAN)
        arrives(server, mail, 'jean')
    finally:
        server.shell('mv {0}/saved {0}/vigie-mda; chmod 1777 /tmp'.format(server.inside))
    assert not vigie.entries()


def test_a_wrapper_has_a_mail_wait_where_it_is_told_to(wrapped):
    (server, vigie), mail = wrapped, notice(CODE)
    wrapper = server.folder / 'vigie-mda'
    text = wrapper.read_text()
    assert text.count('|| :\n') == 1
    wrapper.write_text(text.replace('|| :\n', '|| exit 75\n'))
    vigie.be(None)
    try:
        server.send(mail, JEAN, MARIE)
        server.wait_held(2)
        assert not (server.folder / 'mail/jean').exists()
        vigie.be()
        server.flush()
        arrives(server, mail, 'jean', 'marie')
    finally:
        wrapper.write_text(text)
    assert vigie.owners() == [JEAN, MARIE]
