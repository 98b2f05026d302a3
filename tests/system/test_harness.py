"""The servers of the other tests keep their promises: without this, a test could pass against a
server that never ran."""
import smtplib
import socket
import ssl
import subprocess

import pytest
from servers import group_members, wait_until

MAIL = b'From: a@b.example\r\nSubject: one\r\n\r\nbody\r\n'


def handshake(port, context):
    with socket.create_connection(('127.0.0.1', port), timeout=10) as plain:
        with context.wrap_socket(plain, server_hostname='localhost') as peer:
            return peer.recv(4)


def test_dovecot_keeps_a_mail_and_its_date(dovecot):
    dovecot.append(MAIL, internaldate=1641942000)
    client = dovecot.client()
    client.select('INBOX', readonly=True)
    answer = client.fetch('1', '(INTERNALDATE BODY.PEEK[])')[1][0]
    client.logout()
    # 2022-01-11T23:00:00Z, whatever zone the server writes it in.
    assert b'11-Jan-2022 23:00:00 +0000' in answer[0] or b'12-Jan-2022 00:00:00 +0100' in answer[0]
    assert answer[1] == MAIL


def test_dovecot_has_junk_and_idle(dovecot):
    client = dovecot.client()
    assert 'IDLE' in client.capability()[1][0].decode().split()
    folders = b'\n'.join(client.list()[1])
    client.logout()
    assert b'\\Junk' in folders


def test_dovecot_without_idle(new_dovecot):
    client = new_dovecot(idle=False).client()
    assert 'IDLE' not in client.capability()[1][0].decode().split()
    client.logout()


def test_dovecot_refuses_a_password(dovecot):
    dovecot.set_users({'jean': 'another'})
    dovecot.users['jean'] = 'wrong'
    with pytest.raises(Exception, match='AUTHENTICATIONFAILED'):
        dovecot.client()
    wait_until(lambda: 'auth failed' in dovecot.log(), 'the log names the refused login')
    assert 'user=<jean>' in dovecot.log()


@pytest.mark.parametrize('name,fault', [('wrong_name', 'Hostname mismatch'),
                                        ('expired', 'expired')])
def test_bad_certificates(new_dovecot, ca, name, fault):
    server = new_dovecot(certificate=getattr(ca, name))
    with pytest.raises(ssl.SSLCertVerificationError, match=fault):
        handshake(server.tls_port, ca.client_context())


def test_dovecot_restarts_on_its_ports_and_keeps_mail(dovecot):
    dovecot.append(MAIL)
    idle = dovecot.client()
    dovecot.restart()
    with pytest.raises((OSError, idle.abort)):
        idle.noop()
    client = dovecot.client()
    assert client.select('INBOX', readonly=True)[1] == [b'1']
    client.logout()


def test_dovecot_changes_uidvalidity(dovecot):
    dovecot.append(MAIL)
    before = dovecot.uidvalidity()
    new = dovecot.change_uidvalidity()
    assert dovecot.uidvalidity() == new != before


def test_dovecot_takes_thousands(dovecot):
    dovecot.append_many([MAIL] * 3000)
    client = dovecot.client()
    assert client.select('INBOX', readonly=True)[1] == [b'3000']
    client.logout()


def test_dovecot_leaves_no_process(new_dovecot):
    server = new_dovecot()
    group = server.process.pid
    server.client()
    assert len(group_members(group)) > 1
    server.stop()
    assert not group_members(group)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(('127.0.0.1', server.port))


def test_two_dovecots_share_nothing(new_dovecot):
    one, two = new_dovecot(), new_dovecot()
    one.append(MAIL)
    client = two.client()
    assert client.select('INBOX', readonly=True)[1] == [b'0']
    client.logout()


def test_smtp_over_tls(smtp, ca):
    with smtplib.SMTP_SSL('localhost', smtp.port, context=ca.client_context()) as client:
        client.login('jean', 'mot')
        client.sendmail('a@b.example', ['c@d.example'], MAIL)
    assert smtp.wait(1)[0] == MAIL
    assert smtp.envelopes == [('a@b.example', ['c@d.example'])]


def test_smtp_wants_starttls_then_login(new_smtp, ca):
    smtp = new_smtp(tls='starttls')
    with smtplib.SMTP('localhost', smtp.port) as client:
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail('a@b.example', ['c@d.example'], MAIL)
        client.starttls(context=ca.client_context())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login('jean', 'wrong')
        client.login('jean', 'mot')
        client.sendmail('a@b.example', ['c@d.example'], MAIL)
    assert smtp.wait(1) == [MAIL]


def test_smtp_refuses_on_demand(smtp, ca):
    smtp.answers.append('451 4.3.0 later')
    with smtplib.SMTP_SSL('localhost', smtp.port, context=ca.client_context()) as client:
        client.login('jean', 'mot')
        with pytest.raises(smtplib.SMTPDataError, match='later'):
            client.sendmail('a@b.example', ['c@d.example'], MAIL)
        client.sendmail('a@b.example', ['c@d.example'], MAIL)
    assert smtp.wait(1) == [MAIL]


def test_hook_answers_with_the_exit_code(hook):
    hook.answer = 75
    run = lambda: subprocess.run(hook.command, shell=True, input=b'{"event": "new"}', check=False)
    assert run().returncode == 75
    assert hook.items == []
    hook.answer = 0
    assert run().returncode == 0
    assert hook.wait_event('new') == {'event': 'new'}
