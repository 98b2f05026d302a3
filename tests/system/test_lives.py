"""More of the life of a case, as a mail server's filter feeds it: who joins whom, who never does,
and what a late word changes. Each expectation is reasoned from the contract's section Cases."""
import os

import pytest

from mails import inline_forward, ordinary
from test_cases import (ACTIVATED, BY_POST, CHILD, CHILDREN, DEADLINE, LEA, NOTICE, OF_CHILD, OPPOSED,
                        REMINDER, SENT, THE_CODE, THE_DATE, TOM, UNKNOWN, instant, mail, reminder)
from test_watch import account, hook_sink


class Life:
    """Mails as they come, each on its day."""

    def __init__(self, vigie, hook):
        self.vigie, self.hook, self.day = vigie, hook, SENT

    def run(self, *words, hour=11, **options):
        return self.vigie.run(*words, now=f'{self.day}T{hour:02}:00:00Z', **options)

    def get(self, *mails, day=None):
        """They arrive, and what is due is sent."""
        self.day = day or self.day
        for one in mails:
            self.run('filter', stdin=one)
        self.run('watch', '--once', hour=12)

    def entries(self):
        return self.vigie.entries('--all', '--now', f'{self.day}T13:00:00Z')

    def entry(self):
        entry, = self.entries()
        return entry

    def states(self):
        return sorted(((entry['status'], entry['person'], entry['code'])
                       for entry in self.entries()), key=str)

    def history(self, number=1):
        return [step['event'] for step in self.vigie.json('show', number)['history']]

    def events(self):
        return self.hook.events()


@pytest.fixture
def life(vigie, hook):
    vigie.configure('heartbeat = false\ntrust = { "mx.test" }\n' + hook_sink(hook))
    return Life(vigie, hook)


# --- identity

def test_the_case_of_a_code_counts(life):
    life.get(mail(NOTICE.format(LEA)), mail(NOTICE.format(LEA.swapcase())))
    assert life.states() == sorted([
        ('open', None, LEA), ('open', None, LEA.swapcase())])


def test_one_text_to_two_people_is_two(life):
    """A household's mailbox: the text is the same, the people are not."""
    life.get(mail(BY_POST, to='jean@example.fr'), mail(BY_POST, to='anne@example.fr'))
    assert len(life.entries()) == 2


def test_one_text_to_one_person_is_one(life):
    life.get(mail(BY_POST), mail(BY_POST))
    assert life.entry()['deadline'] == DEADLINE
    assert life.events() == ['new']


def test_another_day_and_another_text_is_two(life):
    life.get(mail(CHILD.format('Léa')))
    life.get(mail('Bonjour. ' + CHILD.format('Léa'), '2026-03-05'), day='2026-03-05')
    assert [entry['sent'] for entry in life.entries()] == [SENT, '2026-03-05']


def test_the_parent_and_the_child_are_two(life):
    life.get(mail(BY_POST), mail(CHILD.format('Léa')))
    assert life.states() == [('open', 'Léa', None), ('open', None, None)]


def test_a_code_joins_what_a_person_told_of_it(life):
    """Entered from the letter, then the mail comes."""
    life.run('add', '--sent', SENT, '--code', '-', stdin=LEA)
    life.get(mail(NOTICE.format(LEA)))
    assert life.states() == [('open', None, LEA)]


def test_a_code_mended_by_hand_is_the_identity(life):
    life.get(mail(NOTICE.format(LEA)))
    life.run('edit', 1, '--code', '-', stdin=TOM)
    life.get(mail(NOTICE.format(TOM), '2026-03-03'), day='2026-03-03')
    assert life.states() == [('open', None, TOM)]


def test_merged_ones_stay_one(life):
    first, second = mail(NOTICE.format(LEA), name='a'), mail(BY_POST, '2026-03-03', name='b')
    life.get(first)
    life.get(second, day='2026-03-03')
    assert len(life.entries()) == 2
    life.run('merge', 1, 2)
    life.get(first, second, day='2026-03-04')
    assert [(entry['status'], entry['sent']) for entry in life.entries()] == [('open', SENT)]


def test_scan_after_filter(life, tmp_path):
    one = mail(NOTICE.format(LEA))
    life.get(one)
    (tmp_path / 'old.mbox').write_bytes(b'From x Mon Mar  2 09:00:00 2026\n' + one.replace(b'\r\n', b'\n')
                                        + b'\nFrom x Mon Mar  2 09:00:00 2026\n'
                                        + mail(NOTICE.format(TOM)).replace(b'\r\n', b'\n'))
    life.run('scan', tmp_path / 'old.mbox')
    assert life.states() == [('open', None, LEA), ('open', None, TOM)]


@pytest.mark.parametrize('first', [0, 1])
def test_scan_takes_a_confirmation_after_its_notice(life, tmp_path, first):
    """Wherever they lie among other mails, whichever of several readers was quicker."""
    pair = [mail(NOTICE.format(LEA)), mail(OPPOSED.format(''), '2026-03-10')]
    mails = [pair[first], *(ordinary(number) for number in range(60)), pair[1 - first]]
    for folder in ('cur', 'new', 'tmp'):
        (tmp_path / 'Maildir' / folder).mkdir(parents=True)
    for number, one in enumerate(mails):
        (tmp_path / 'Maildir/cur' / f'{1772442000 + number}.{number}.h:2,S').write_bytes(one)
    life.day = '2026-03-12'
    life.run('scan', tmp_path / 'Maildir')
    assert life.states() == [('opposed', None, LEA)]


def test_scan_of_an_mbox_that_was_sorted_by_the_latest(life, tmp_path):
    mails = [mail(OPPOSED.format(''), '2026-03-10'), reminder(day='2026-03-08'), mail(NOTICE.format(LEA))]
    (tmp_path / 'old.mbox').write_bytes(b''.join(
        b'From x Mon Mar  2 09:00:00 2026\n' + one.replace(b'\r\n', b'\n') + b'\n' for one in mails))
    life.day = '2026-03-12'
    life.run('scan', tmp_path / 'old.mbox')
    assert life.states() == [('opposed', None, LEA)]


def test_old_mail_comes_as_one_digest(life, tmp_path):
    for number in range(3):
        (tmp_path / f'{number}.eml').write_bytes(
            mail(NOTICE.format(f'cC3dE5fG7hJ{number}'), f'2025-1{number}-03'))
    life.run('scan', *tmp_path.glob('*.eml'))
    life.get()
    assert {entry['status'] for entry in life.entries()} == {'expired'}
    assert life.events() == ['digest']
    assert len(life.hook.items[0]['entries']) == 3


def test_a_forward_of_a_text_without_code_is_its_copy(life):
    one = mail(BY_POST)
    life.get(one)
    life.get(inline_forward(one), day='2026-03-03')
    assert life.entry()['sent'] == SENT


@pytest.mark.parametrize('change', [
    lambda raw: b'Delivered-To: anne@example.fr\r\nResent-From: jean@example.fr\r\n' + raw,
    lambda raw: raw + b'\r\n-- \r\nListe famille\r\n',
], ids=['redirected', 'with the footer of a list'])
def test_the_same_message_is_one_however_it_came(life, change):
    one = mail(BY_POST, name='one')
    life.get(one, change(one))
    assert len(life.entries()) == 1


def test_a_code_that_was_asked_for_opens_nothing(life):
    life.get(mail(NOTICE.format(LEA)))
    life.get(mail('Vous avez demandé un nouveau code provisoire pour Mon espace santé.\n'
                  + THE_CODE.format(TOM), '2026-03-05'), day='2026-03-05')
    assert life.states() == [('open', None, LEA)]


def test_reopened_too_late_it_is_expired(life):
    life.get(mail(NOTICE.format(LEA)))
    life.run('close', 1, '--as', 'opposed')
    life.day = '2026-05-01'
    life.run('reopen', 1)
    assert life.entry()['status'] == 'expired'


# --- first sight, on the day that --now says

def test_first_sight_of_a_local_maildir_looks_back_from_now(life, tmp_path):
    for folder in ('cur', 'new', 'tmp'):
        (tmp_path / 'Maildir' / folder).mkdir(parents=True)
    life.vigie.configure(f'account "a" {{ maildir = "{tmp_path}/Maildir" trust = {{ "mx.test" }} }}\n'
                         + 'heartbeat = false\n' + hook_sink(life.hook))
    for number, day in enumerate([SENT, '2025-11-03']):
        path = tmp_path / 'Maildir/cur' / f'{number}.h:2,S'
        path.write_bytes(mail(NOTICE.format((LEA, TOM)[number]), day))
        os.utime(path, (instant(day),) * 2)
    life.get(day='2026-03-20')
    assert life.states() == [('open', None, LEA)], 'the other is older than 90 days'


def test_first_sight_of_an_imap_mailbox_looks_back_from_now(life, dovecot, ca):
    life.vigie.configure(account(life.vigie, dovecot, ca) + 'heartbeat = false\n' + hook_sink(life.hook))
    for code, day in ((LEA, SENT), (TOM, '2025-11-03')):
        dovecot.append(mail(NOTICE.format(code), day), internaldate=instant(day))
    life.get(day='2026-03-20')
    assert life.states() == [('open', None, LEA)]


# --- reminders

def test_a_reminder_of_another_code_is_another_case(life):
    life.get(mail(NOTICE.format(LEA)))
    life.get(reminder(THE_CODE.format(TOM)), day='2026-03-23')
    assert [(entry['code'], entry['deadline']) for entry in life.entries()] == [
        (TOM, None), (LEA, DEADLINE)]


def test_a_reminder_of_another_person_is_another_case(life):
    life.get(mail(CHILD.format('Léa')))
    life.get(mail(REMINDER + OF_CHILD.format('Tom', TOM), '2026-03-23', subject='Rappel'),
             day='2026-03-23')
    assert [(entry['person'], entry['deadline']) for entry in life.entries()] == [
        ('Tom', None), ('Léa', DEADLINE)]


def test_a_reminder_tells_an_earlier_date(life):
    life.get(mail(NOTICE.format(LEA), '2026-03-04'), day='2026-03-04')
    life.get(reminder(THE_CODE.format(LEA), THE_DATE), day='2026-03-23')
    assert (life.entry()['sent'], life.entry()['deadline']) == (SENT, DEADLINE)


def test_a_reminder_that_tells_a_later_date_moves_nothing(life):
    life.get(mail(NOTICE.format(LEA), '2026-02-27'), day='2026-02-27')
    life.get(reminder(THE_CODE.format(LEA), THE_DATE), day='2026-03-23')
    assert life.entry()['sent'] == '2026-02-27'


def test_a_date_by_hand_stays_when_a_reminder_tells_a_later_one(life):
    life.get(mail(NOTICE.format(LEA)))
    life.run('edit', 1, '--sent', '2026-02-25')
    life.get(reminder(THE_CODE.format(LEA), THE_DATE), day='2026-03-23')
    assert life.entry()['sent'] == '2026-02-25'


def test_a_reminder_by_name_joins_its_own_of_two(life):
    life.get(mail(CHILD.format('Léa')), mail(CHILD.format('Tom')))
    life.get(mail(REMINDER + '\nPour votre enfant Tom.\n', '2026-03-23', subject='Rappel'),
             day='2026-03-23')
    assert life.states() == [('open', 'Léa', None), ('open', 'Tom', None)]


def test_a_forged_reminder_joins_nothing(life):
    life.get(mail(NOTICE.format(LEA), '2026-03-04'), day='2026-03-04')
    before = life.history()
    life.get(reminder(THE_CODE.format(LEA), THE_DATE, dmarc='fail'), day='2026-03-23')
    assert life.history() == before
    kept, = [entry for entry in life.entries() if entry['status'] == 'open']
    assert kept['sent'] == '2026-03-04'


def test_a_reminder_past_the_deadline_joins(life):
    life.get(mail(NOTICE.format(LEA)))
    life.get(reminder(THE_CODE.format(LEA), day='2026-04-20'), day='2026-04-20')
    assert life.states() == [('expired', None, LEA)]


def test_an_undated_one_is_given_its_date_by_its_own_notice_alone(life):
    life.get(mail(REMINDER + OF_CHILD.format('Léa', LEA), '2026-03-23', subject='Rappel'),
             day='2026-03-23')
    life.get(mail(CHILD.format('Tom') + OF_CHILD.format('Tom', TOM), '2026-03-24'),
             day='2026-03-24')
    assert [(entry['person'], entry['deadline']) for entry in life.entries()] == [
        ('Léa', None), ('Tom', '2026-05-05')]
    life.get(mail(CHILD.format('Léa') + OF_CHILD.format('Léa', LEA)), day='2026-03-25')
    assert [(entry['person'], entry['deadline']) for entry in life.entries()] == [
        ('Léa', DEADLINE), ('Tom', '2026-05-05')]


# --- confirmations

@pytest.mark.parametrize('text', [OPPOSED.format(''), ACTIVATED])
def test_a_confirmation_of_nothing_opens_nothing(life, text):
    life.get(mail(text))
    assert life.entries() == []


def test_a_confirmation_of_another_person_closes_nothing(life):
    life.get(mail(CHILD.format('Léa')))
    life.get(mail(OPPOSED.format(' pour votre enfant Tom'), '2026-03-10'), day='2026-03-10')
    assert life.states() == [('open', 'Léa', None)]


def test_a_confirmation_by_code_closes_its_case(life):
    life.get(mail(NOTICE.format(LEA)), mail(NOTICE.format(TOM)))
    life.get(mail(OPPOSED.format('') + THE_CODE.format(TOM), '2026-03-10'), day='2026-03-10')
    assert life.states() == [('open', None, LEA), ('opposed', None, TOM)]


def test_one_of_two_children_of_one_mail_is_closed(life):
    life.get(mail(CHILDREN + OF_CHILD.format('Léa', LEA) + OF_CHILD.format('Tom', TOM)))
    life.get(mail(OPPOSED.format(' pour votre enfant Tom'), '2026-03-10'), day='2026-03-10')
    assert life.states() == [('open', 'Léa', LEA), ('opposed', 'Tom', TOM)]
    life.get(mail(OPPOSED.format(' pour votre enfant Léa'), '2026-03-11'), day='2026-03-11')
    assert life.states() == [('opposed', 'Léa', LEA), ('opposed', 'Tom', TOM)]


def test_an_unverified_confirmation_and_then_its_authentic_copy(life):
    life.get(mail(NOTICE.format(LEA)))
    life.get(mail(OPPOSED.format(''), '2026-03-10', name='proof', dmarc=None), day='2026-03-10')
    assert life.states() == [('open', None, LEA)]
    life.get(mail(OPPOSED.format(''), '2026-03-10', name='proof'), day='2026-03-11')
    assert life.states() == [('opposed', None, LEA)]
    assert life.events() == ['new', 'ambiguous', 'closed']


def test_a_forged_confirmation_does_not_stand_before_the_genuine_one(life):
    life.get(mail(NOTICE.format(LEA)))
    life.get(mail(OPPOSED.format(''), '2026-03-10', name='proof', dmarc='fail'), day='2026-03-10')
    life.get(mail(OPPOSED.format(''), '2026-03-10', name='proof'), day='2026-03-11')
    assert life.states() == [('opposed', None, LEA)]


def test_a_forwarded_confirmation_asks(life):
    """A private person brought it: nothing trusted speaks for it."""
    life.get(mail(NOTICE.format(LEA)))
    life.get(inline_forward(mail(OPPOSED.format(''), '2026-03-10')), day='2026-03-11')
    assert life.states() == [('open', None, LEA)]
    assert life.events() == ['new', 'ambiguous']


def test_a_provisional_one_is_closed_by_its_confirmation(life):
    life.get(mail(UNKNOWN.format(LEA)))
    life.get(mail(OPPOSED.format(''), '2026-03-10'), day='2026-03-10')
    assert life.states() == [('opposed', None, LEA)]


def test_a_suspect_one_is_not_closed_by_a_confirmation(life):
    """What was confirmed is another case: a forgery has none."""
    life.get(mail(NOTICE.format(LEA), dmarc='fail'))
    life.get(mail(OPPOSED.format(''), '2026-03-10'), day='2026-03-10')
    assert life.states() == [('suspect', None, None)]


def test_a_confirmation_older_than_the_notice_closes_nothing(life):
    """That of a former case cannot speak of one that did not exist."""
    life.get(mail(NOTICE.format(LEA)))
    life.get(mail(OPPOSED.format(''), '2026-02-10'))
    assert life.states() == [('open', None, LEA)]


def test_reopened_by_hand_the_same_confirmation_does_not_close(life):
    """The person's word is later than the mail's."""
    closing = mail(OPPOSED.format(''), '2026-03-10', name='proof')
    life.get(mail(NOTICE.format(LEA)))
    life.get(closing, day='2026-03-10')
    life.run('reopen', 1)
    life.get(closing, day='2026-03-11')
    assert life.states() == [('open', None, LEA)]
    life.get(mail(OPPOSED.format(''), '2026-03-12', name='another'), day='2026-03-12')
    assert life.states() == [('opposed', None, LEA)]


def test_a_confirmation_reaches_no_dismissed_one(life):
    life.get(mail(NOTICE.format(LEA)))
    life.run('close', 1, '--as', 'dismissed')
    life.get(mail(OPPOSED.format(''), '2026-03-10'), day='2026-03-10')
    assert life.states() == [('dismissed', None, LEA)]


# --- closed, forgotten

@pytest.mark.parametrize('verdict', ['opposed', 'activated', 'dismissed'])
def test_a_closed_one_stays_closed_when_its_notice_comes_again(life, verdict):
    life.get(mail(NOTICE.format(LEA), name='one'))
    life.run('close', 1, '--as', verdict)
    life.get(mail(NOTICE.format(LEA), name='one'), mail(NOTICE.format(LEA), '2026-03-03'),
             day='2026-03-03')
    assert life.states() == [(verdict, None, LEA)]
    assert life.events().count('new') == 1


@pytest.mark.parametrize('text', [NOTICE.format(LEA), BY_POST, UNKNOWN.format(LEA)])
def test_a_forgotten_mail_stays_forgotten(life, text):
    one = mail(text, name='one')
    life.get(one)
    life.run('forget', 1, '--force')
    life.get(one, day='2026-03-03')
    assert life.entries() == []


def test_a_forgotten_one_hides_no_other(life):
    life.get(mail(NOTICE.format(LEA)))
    life.run('forget', 1, '--force')
    life.get(mail(NOTICE.format(TOM)), day='2026-03-03')
    assert life.states() == [('open', None, TOM)]


def test_a_forgotten_text_to_another_person_opens(life):
    life.get(mail(BY_POST, to='jean@example.fr'))
    life.run('forget', 1, '--force')
    life.get(mail(BY_POST, to='jean@example.fr'), day='2026-03-03')
    assert life.entries() == []
    life.get(mail(BY_POST, to='anne@example.fr'), day='2026-03-03')
    assert len(life.entries()) == 1


# --- forgeries

def test_an_unverified_copy_opens_a_suspect_one(life):
    life.get(mail(NOTICE.format(LEA), dmarc='fail'))
    life.get(mail(NOTICE.format(LEA), dmarc=None), day='2026-03-03')
    assert life.states() == [('open', None, LEA)]
    assert life.entry()['authenticity'] == 'unverified'
    assert life.events() == ['forged', 'new']


def test_a_forged_copy_moves_no_date(life):
    life.get(mail(NOTICE.format(LEA), '2026-03-04'), day='2026-03-04')
    life.get(mail(NOTICE.format(LEA), SENT, dmarc='fail'), day='2026-03-05')
    kept, = [entry for entry in life.entries() if entry['status'] == 'open']
    assert (kept['sent'], kept['authenticity']) == ('2026-03-04', 'authentic')


def test_trusted_by_hand(life):
    life.get(mail(NOTICE.format(LEA), dmarc='fail'))
    life.run('trust', 1)
    assert life.states() == [('open', None, LEA)]
    life.get(mail(NOTICE.format(LEA)), day='2026-03-03')
    assert life.states() == [('open', None, LEA)]
    assert life.events() == ['forged', 'new']


def test_a_reminder_does_not_join_a_suspect_one(life):
    """Without its code it is of a case that is nowhere here."""
    life.get(mail(NOTICE.format(LEA), dmarc='fail'))
    life.get(reminder(), day='2026-03-23')
    assert sorted((entry['status'], entry['deadline']) for entry in life.entries()) == [
        ('open', None), ('suspect', DEADLINE)]


# --- drift

def test_two_shapes_are_told_twice(life):
    life.get(mail(UNKNOWN.format(LEA)))
    life.get(mail('Refuser Mon espace santé est possible : dites-le sur le site.\n', '2026-03-03'),
             day='2026-03-03')
    assert life.events() == ['unrecognised', 'unrecognised']


def test_status_counts_what_no_rule_knows(life):
    life.get(mail(UNKNOWN.format(LEA)), mail(UNKNOWN.format(TOM)))
    status = life.vigie.json('status', now=f'{SENT}T13:00:00Z', code=None)
    assert status['unrecognised'] == 2


def test_an_unknown_wording_that_failed_is_suspect(life):
    life.get(mail(UNKNOWN.format(LEA), dmarc='fail'))
    assert life.states() == [('suspect', None, None)]
    assert life.events() == ['forged']


def test_edited_it_is_provisional_no_longer(life):
    life.get(mail(UNKNOWN.format(LEA), '2026-03-04'), day='2026-03-04')
    life.run('edit', 1, '--sent', SENT)
    assert (life.entry()['status'], life.entry()['deadline']) == ('open', DEADLINE)


def test_a_provisional_one_expires(life):
    life.get(mail(UNKNOWN.format(LEA)))
    life.get(day='2026-04-14')
    assert life.entry()['status'] == 'expired'
