"""vigie check: whose word on the senders an account could trust."""
import email.utils

import pytest

from test_watch import account, hook_sink


def stamped(number, authserv_id='mx.example.fr', by='mx.example.fr'):
    """A mail as a provider's border hands it on."""
    results = f'Authentication-Results: {authserv_id}; dmarc=pass\r\n' if authserv_id else ''
    return (f'Return-Path: <a@sender{number}.example>\r\n'
            f'Received: from out by {by}\r\n with ESMTPS; {email.utils.formatdate()}\r\n{results}'
            f'From: a@sender{number}.example\r\nSubject: {number}\r\n'
            f'Date: {email.utils.formatdate()}\r\n\r\nHello\r\n').encode()


@pytest.fixture
def said(vigie, dovecot, ca, hook):
    def check(mails, trust=''):
        for mail in mails:
            dovecot.append(mail)
        text = account(vigie, dovecot, ca).replace('trust = { "mx.test" }', trust)
        vigie.configure(text + hook_sink(hook))
        return vigie.run('check').stdout
    return check


def test_proposes_what_stands_on_recent_mail(said, vigie):
    answer = said(map(stamped, range(5)))
    assert 'mx.example.fr (5 of 5)' in answer
    assert f'trust = {{ "mx.example.fr" }} in {vigie.config}:1\n' in answer
    assert 'trust =' not in vigie.config.read_text(), 'it is never adopted'


def test_proposes_nothing_that_a_stranger_brought(said):
    assert 'none can be proposed' in said(stamped(i, 'mx.evil.example') for i in range(5))


def test_says_nothing_where_trust_is_seen(said):
    assert 'Authentication-Results' not in said(map(stamped, range(5)), 'trust = { "mx.example.fr" }')


def test_says_where_trust_is_seen_no_more(said, vigie):
    answer = said(map(stamped, range(3)), 'trust = { "mx.test" }')
    assert f'none of the 3 newest mails carries results of mx.test, which is trusted ({vigie.config}:5); ' in answer
    assert 'mx.example.fr (3 of 3)' in answer


def test_looks_at_the_newest_mails_only(said):
    old = [stamped(i, 'mx.old.example', 'mx.old.example') for i in range(5)]
    answer = said(old + [stamped(i) for i in range(20)])
    assert 'mx.example.fr (20 of 20)' in answer and 'mx.old.example' not in answer


def test_leaves_the_mails_unseen(said, dovecot):
    said(map(stamped, range(3)))
    with dovecot.client() as client:
        client.select('INBOX', readonly=True)
        assert len(client.search(None, 'UNSEEN')[1][0].split()) == 3
