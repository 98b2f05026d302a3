"""Answers from the telephone: a reply to an alert closes its case or puts its reminders off."""
import hashlib
import os

import pytest

from mails import REPLIES, reply
from test_mail import Box, parse
from test_watch import account

ADDED = '2026-03-03T11:00:00+01:00'
NEW = '2026-03-03T12:00:00+01:00'
REMINDER = '2026-03-16T08:00:00+01:00'
ANSWERED = '2026-03-04T12:00:00+01:00'
NOON = '2026-03-16T12:00:00+01:00'


def pdf(size):
    """Random, so that no packing makes it small."""
    return b'%PDF-1.7\n' + os.urandom(size) + b'\n%%EOF\n'


class Desk:
    """One case, its first alert in `alert`, and the mailbox to which the answers go."""

    def __init__(self, vigie, dovecot, ca, *, cases=1, trust=True, replies='replies = true'):
        self.vigie, self.dovecot = vigie, dovecot
        accounts = account(vigie, dovecot, ca, extra='thorough = true')
        if not trust:
            accounts = accounts.replace('trust = { "mx.test" }', '')
        self.box = Box(vigie, replies, accounts)
        for number in range(cases):
            vigie.run('add', '--sent', '2026-03-02', '--code', f'AbCdEf12345{number}', now=ADDED)
        self.alert = self.box.at(NEW)[0]

    def answer(self, *mails, now=ANSWERED):
        """What Vigie sends on having read these."""
        for mail in mails:
            self.dovecot.append(mail)
        return [parse(raw) for raw in self.box.at(now)]

    def entry(self, number=1):
        return self.vigie.json('show', number, now=NOON)

    def history(self):
        return [row['event'] for row in self.entry()['history']]


@pytest.fixture
def desk(vigie, dovecot, ca):
    return Desk(vigie, dovecot, ca)


def text_of(mail):
    return ' '.join(mail.get_body(('plain',)).get_content().split())


def test_the_alert_says_how_to_answer(desk):
    alert = parse(desk.alert)
    assert alert['Reply-To'] == 'vigie@example.fr'
    assert 'Répondez FAIT quand l’opposition est enregistrée (joignez le justificatif PDF), ACTIVÉ' \
        in text_of(alert)


def test_fait_with_the_proof_closes(desk):
    proof = pdf(40_000)
    mail = reply(desk.alert, 'FAIT', pdf=proof)
    closed, = desk.answer(mail)
    entry = desk.entry()
    assert entry['status'] == 'opposed'
    assert entry['proof']['sha256'] == hashlib.sha256(proof).hexdigest()
    with open(entry['proof']['file'], 'rb') as kept:
        assert kept.read() == proof
    assert (f'closed as opposed by a reply from jean@example.fr ({parse(mail)["Message-ID"]}), proof '
            f'SHA-256 {entry["proof"]["sha256"]}') in desk.history()
    assert closed['In-Reply-To'] == parse(desk.alert)['Message-ID']
    said = text_of(closed)
    assert 'Le justificatif (PDF) que vous avez joint est conservé.' in said
    assert 'En cas d’erreur : vigie reopen 1' in said
    assert desk.box.at('2026-04-10T12:00:00+02:00') == [], 'no reminder comes any more'


@pytest.mark.parametrize('program', REPLIES)
@pytest.mark.parametrize('word, status', [('C’est fait.', 'opposed'), ('Activé', 'activated')])
def test_each_mail_program(desk, program, word, status):
    closed, = desk.answer(reply(desk.alert, word, program))
    assert desk.entry()['status'] == status
    assert 'Vous avez répondu que' in text_of(closed)


REFUSED = {
    'another sender': {'sender': 'eve@example.fr'},
    'a forged sender': {'Authentication_Results': 'mx.test; dmarc=fail header.from=example.fr'},
    'a mark that is not ours': {'In_Reply_To': '<vigie.' + '0' * 16 + '.' + '0' * 32 + '@example.fr>',
                                'References': None},
    'no citation': {'In_Reply_To': None, 'References': None},
    'an out-of-office reply': {'Auto_Submitted': 'auto-replied'},
    'two senders': {'From': 'jean@example.fr, eve@example.fr'},
}


def test_what_counts_for_nothing(desk):
    mails = [reply(desk.alert, 'Merci'), reply(desk.alert, 'Pas encore fait'),
             reply(desk.alert, '', 'thunderbird'),
             desk.alert]
    for options in REFUSED.values():
        given = {name: value for name, value in options.items() if value is not None}
        mail = reply(desk.alert, 'FAIT', **given)
        for name, value in options.items():
            if value is None:
                mail = b'\r\n'.join(line for line in mail.split(b'\r\n') if not line.startswith(
                    name.replace('_', '-').encode() + b':'))
        mails.append(mail)
    before = desk.history()
    assert desk.answer(*mails) == []
    assert desk.entry()['status'] == 'open'
    assert desk.history() == before


def test_where_the_trusted_server_is_silent_the_person_is_asked(desk):
    ask, = desk.answer(reply(desk.alert, 'FAIT', vouched=False),
                       reply(desk.alert, 'PLUS TARD', vouched=False))
    assert 'Rien n’est clos' in text_of(ask) and 'vigie close 1 --as opposed' in text_of(ask)
    assert (desk.entry()['status'], desk.entry()['snoozed_until']) == ('open', None)


def test_without_trust_the_citation_is_enough(vigie, dovecot, ca):
    desk = Desk(vigie, dovecot, ca, trust=False)
    stranger, known = (reply(desk.alert, 'FAIT', sender=sender, vouched=False)
                       for sender in ('eve@example.fr', 'Jean@Example.FR'))
    assert desk.answer(stranger) == []
    assert desk.entry()['status'] == 'open'
    desk.answer(known)
    assert desk.entry()['status'] == 'opposed'


def test_without_replies_no_answer_is_taken(vigie, dovecot, ca):
    desk = Desk(vigie, dovecot, ca, replies='')
    assert parse(desk.alert)['Reply-To'] is None
    assert 'Répondez FAIT' not in text_of(parse(desk.alert))
    assert desk.answer(reply(desk.alert, 'FAIT')) == []
    assert desk.entry()['status'] == 'open'


def test_plus_tard_is_tomorrow(desk):
    reminder, = desk.box.at(REMINDER)
    assert desk.answer(reply(reminder, 'Plus tard'), now=NOON) == []
    assert desk.entry()['status'] == 'open'
    assert desk.entry()['snoozed_until'] == '2026-03-17T08:00:00+01:00'
    assert 'by a reply from jean@example.fr' in desk.history()[-1]
    assert desk.box.at('2026-03-17T07:59:00+01:00') == []
    assert len(desk.box.at('2026-03-17T08:00:00+01:00')) == 1


def test_fait_to_several_cases_asks_which(vigie, dovecot, ca):
    desk = Desk(vigie, dovecot, ca, cases=2)
    digest, = desk.box.at(REMINDER)
    ask, = desk.answer(reply(digest, 'FAIT'), now=NOON)
    assert [desk.entry(number)['status'] for number in (1, 2)] == ['open', 'open']
    assert all(f'vigie close {number} --as opposed' in text_of(ask) for number in (1, 2))
    # To be put off is no word about one of them.
    assert desk.answer(reply(digest, 'PLUS TARD'), now='2026-03-16T12:05:00+01:00') == []
    assert {desk.entry(number)['snoozed_until'] for number in (1, 2)} == {
        '2026-03-17T08:00:00+01:00'}


def test_the_same_answer_counts_once(desk):
    mail = reply(desk.alert, 'FAIT')
    desk.dovecot.append(mail, mailbox='Junk')
    assert len(desk.answer(mail, mail)) == 1
    assert sum('by a reply' in event for event in desk.history()) == 1
    # Nor where the person has thought better of it, and all is read anew.
    desk.vigie.run('reopen', '1', now=ANSWERED)
    desk.dovecot.change_uidvalidity()
    desk.answer(now='2026-03-04T12:10:00+01:00')
    assert desk.entry()['status'] == 'open'
    assert sum('by a reply' in event for event in desk.history()) == 1


def test_the_proof_may_follow(desk):
    first, = desk.answer(reply(desk.alert, 'Fait'))
    assert 'joignez-le à une réponse FAIT' in text_of(first)
    assert desk.answer(reply(desk.alert, 'Fait'), now='2026-03-04T12:01:00+01:00') == []
    proof = pdf(1000)
    second, = desk.answer(reply(desk.alert, 'Fait', pdf=proof), now='2026-03-04T12:02:00+01:00')
    assert 'est conservé' in text_of(second)
    assert desk.entry()['proof']['sha256'] == hashlib.sha256(proof).hexdigest()


@pytest.mark.parametrize('size, kept', [(400_000, True), (3_000_000, False)])
def test_a_large_proof(desk, size, kept):
    """Of other mails the first 256 KB are read, of an answer 2 MB."""
    closed, = desk.answer(reply(desk.alert, 'Fait', pdf=pdf(size)))
    entry = desk.entry()
    assert entry['status'] == 'opposed'
    assert (entry['proof'] is not None) == kept
    assert ('trop gros' in text_of(closed)) != kept
    assert ('vigie close 1 --as opposed --proof FICHIER' in text_of(closed)) != kept


def test_a_large_proof_in_a_local_maildir(vigie, tmp_path):
    folder = tmp_path / 'Maildir'
    for name in ('cur', 'new', 'tmp'):
        (folder / name).mkdir(parents=True)
    box = Box(vigie, 'replies = true', f'account "local" {{ maildir = "{folder}" }}')
    vigie.run('add', '--sent', '2026-03-02', now=ADDED)
    alert, = box.at(NEW)
    proof = pdf(400_000)
    mail = reply(alert, 'Fait', vouched=False, pdf=proof)
    (folder / 'new/1700000000.M1.test').write_bytes(mail.replace(b'\r\n', b'\n'))
    closed, = box.at(ANSWERED)
    assert 'est conservé' in text_of(parse(closed))
    entry = vigie.json('show', '1', now=NOON)
    assert entry['proof']['sha256'] == hashlib.sha256(proof).hexdigest()
