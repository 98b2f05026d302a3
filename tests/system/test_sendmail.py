"""`vigie milter` beside a real Sendmail by contrib/sendmail: whatever becomes of it, the mail goes
on."""
import os
import shutil
import signal
import time

import pytest

from mails import notice
from mtas import Sendmail
from postfix import SENDER
from servers import TOP, Smtp
from test_filter import spooled
from test_milter import MOST_SECONDS, broken_rules, lf, owners, parts
from test_watch import CODES

CODE = CODES[0]
JEAN, MARIE = 'jean@example.fr', 'marie@example.fr'


@pytest.fixture
def new_sendmail(server_root_of, ca):
    """Starts a Sendmail and the server behind it, which ends with the test."""
    started = []

    def start(**options):
        behind = Smtp(ca, tls=None, user=None).start()
        started.append(behind.stop)
        server = Sendmail(server_root_of('sendmail'), ca, behind, **options)
        started.append(server.remove)
        return server.start()

    yield start
    for end in reversed(started):
        end()


@pytest.fixture
def sendmail(new_sendmail):
    return new_sendmail()


def goes_on(server, mail, *recipients, count=1):
    """The mail is sent on once, whole, to all of them: the values of X-Vigie."""
    server.outside.wait(count)
    assert len(server.outside.items) == count
    assert sorted(server.outside.envelopes[-1][1]) == sorted(recipients)
    delivered, said = parts(lf(server.outside.items[-1]))
    assert delivered == lf(mail)
    return said


def test_a_notice_for_two_is_recorded_for_each(vigie, sendmail):
    mail = notice(CODE)
    with vigie.beside('milter', '--socket', sendmail.milter):
        sendmail.send(mail, JEAN, MARIE)
        said = goes_on(sendmail, mail, JEAN, MARIE)
    assert len(said) == 1 and said[0].startswith('notice; deadline=')
    assert owners(vigie) == [JEAN, MARIE]
    assert {(entry['origin'], entry['code']) for entry in vigie.entries()} == {('milter', CODE)}


def test_a_milter_that_is_killed_is_done_without(vigie, sendmail):
    first, second = notice(CODE), notice(CODES[1])
    with vigie.beside('milter', '--socket', sendmail.milter) as serving:
        serving.kill()
        serving.stop = lambda: None
        begin = time.monotonic()
        sendmail.send(first, JEAN, MARIE)
        assert goes_on(sendmail, first, JEAN, MARIE) == []
        assert time.monotonic() - begin < MOST_SECONDS
    with vigie.beside('milter', '--socket', sendmail.milter):
        sendmail.send(second, JEAN)
        assert len(goes_on(sendmail, second, JEAN, count=2)) == 1
    assert [entry['code'] for entry in vigie.entries()] == [CODES[1]]


def test_a_milter_that_is_killed_amid_a_mail_is_done_without(vigie, sendmail):
    mail = notice(CODE)
    with vigie.beside('milter', '--socket', sendmail.milter) as serving:
        with sendmail.client() as client:
            client.ehlo()
            assert client.mail(SENDER)[0] == client.rcpt(JEAN)[0] == 250
            serving.kill()
            serving.stop = lambda: None
            assert client.data(mail)[0] == 250
        assert goes_on(sendmail, mail, JEAN) == []


def test_a_milter_that_hangs_is_waited_for_no_longer_than_told(vigie, new_sendmail):
    server, mail = new_sendmail(times='T=C:1s;S:1s;R:2s;E:2s'), notice(CODE)
    with vigie.beside('milter', '--socket', server.milter) as serving:
        os.killpg(serving.process.pid, signal.SIGSTOP)
        try:
            begin = time.monotonic()
            server.send(mail, JEAN)
            assert goes_on(server, mail, JEAN) == []
            assert time.monotonic() - begin < MOST_SECONDS
        finally:
            os.killpg(serving.process.pid, signal.SIGCONT)
    assert not vigie.entries()


def test_what_vigie_cannot_read_waits_in_its_spool(vigie, sendmail, tmp_path):
    rules, mail = broken_rules(tmp_path), notice(CODE)
    vigie.global_options = ['--rules', str(rules)]
    with vigie.beside('milter', '--socket', sendmail.milter):
        sendmail.send(mail, JEAN, MARIE)
        assert goes_on(sendmail, mail, JEAN, MARIE) == []
    assert len(spooled(vigie)) == 2
    shutil.copytree(TOP / 'rules', rules, dirs_exist_ok=True)
    (rules / 'own.rule').unlink()
    vigie.configure('')
    vigie.run('watch', '--once')
    assert owners(vigie) == [JEAN, MARIE] and not spooled(vigie)
    assert {entry['origin'] for entry in vigie.entries()} == {'milter'}
