"""The life of a case, mail by mail: what joins, what opens, what closes and what only asks. Each
expectation is reasoned from the contract's section Cases."""
import datetime
import email.message
import email.policy
import email.utils

import pytest

from mails import inline_forward
from test_watch import account, hook_sink

LEA, TOM = 'aA3dE5fG7hJ1', 'bB3dE5fG7hJ2'
SENT, DEADLINE = '2026-03-02', '2026-04-13'  # 42 days, two Mondays
OFFICIAL = 'Votre Assurance Maladie <assurance-maladie@info.ameli.fr>'

YOURS = '''Votre profil Mon espace santé sera créé automatiquement, sauf si vous vous y
opposez dans un délai de six semaines à compter de l’envoi de ce message.
'''
NOTICE = YOURS + '\nVotre code provisoire : {}\n'
BY_POST = YOURS + '\nVotre code provisoire vous est adressé par courrier séparé.\n'
CHILD = '''Le profil Mon espace santé de votre enfant {} va être créé. Vous êtes invité à
l’activer ou à vous opposer à sa création.
'''
OF_CHILD = '\nPour votre enfant {}, le code provisoire est : {}\n'
CHILDREN = '''Le profil Mon espace santé de chacun de vos enfants sera créé, sauf si vous vous y
opposez dans un délai de six semaines.
'''
REMINDER = '''Votre profil Mon espace santé n’est pas encore ouvert. Il vous reste quelques jours
pour l’activer ou vous opposer à sa création.
'''
THE_CODE = '\nVotre code provisoire : {}\n'
THE_DATE = '\nPar notre courriel du 2 mars 2026, nous vous informions de sa création.\n'
OPPOSED = 'Nous avons bien enregistré votre opposition à la création de Mon espace santé{}.\n'
ACTIVATED = 'Votre profil Mon espace santé est activé. Bienvenue !\n'
UNKNOWN = 'Mon espace santé est prêt. Votre sésame pour refuser : {}. Il est encore temps.\n'


def instant(day, hour=9):
    """Seconds since 1970 of an hour of a day, in UTC."""
    at = datetime.datetime.fromisoformat(f'{day}T{hour:02}:00:00+00:00')
    return at.timestamp()


def mail(text, day=SENT, *, subject='Mon espace santé', to='jean@example.fr', name=None,
         dmarc='pass'):
    """An official mail of `day`; `dmarc` is what the trusted border says, None: nothing."""
    message = email.message.EmailMessage()
    stamp = email.utils.formatdate(instant(day))
    if dmarc:
        message['Authentication-Results'] = f'mx.test; dmarc={dmarc} header.from=info.ameli.fr'
    message['Received'] = f'from sample.invalid by mx.test; {stamp}'
    message['From'], message['To'], message['Subject'] = OFFICIAL, to, subject
    message['Date'] = stamp
    message['Message-ID'] = f'<{name}@sample.invalid>' if name else email.utils.make_msgid()
    message.set_content('Bonjour,\n\n' + text)
    return message.as_bytes(policy=email.policy.SMTP)


def reminder(*more, day='2026-03-23', **options):
    return mail(REMINDER + ''.join(more), day, subject='Rappel : Mon espace santé', **options)


class Life:
    """One mailbox, or two, over the weeks: mails arrive, and are looked at on their day."""

    def __init__(self, vigie, server, hook):
        self.vigie, self.server, self.hook = vigie, server, hook
        # So that what comes next is new mail, not the first sight of a mailbox.
        self.look(SENT, hour=6)

    def look(self, day, hour=10):
        self.vigie.run('watch', '--once', now=f'{day}T{hour:02}:00:00Z')
        self.day = day

    def get(self, *mails, day=SENT, **where):
        for one in mails:
            self.server.append(one, internaldate=instant(day), **where)
        self.look(day)

    def entries(self):
        return self.vigie.entries('--all', '--now', f'{self.day}T11:00:00Z')

    def entry(self):
        entry, = self.entries()
        return entry

    def states(self):
        return sorted((entry['status'], entry['person'], entry['code']) for entry in self.entries())

    def history(self, number=1):
        return ' | '.join(step['event'] for step in self.vigie.json('show', number)['history'])

    def events(self):
        return self.hook.events()


@pytest.fixture
def life(vigie, new_dovecot, ca, hook):
    server = new_dovecot(users={'jean': 'un', 'anne': 'deux'})
    vigie.configure('heartbeat = false\n' + account(vigie, server, ca)
                    + account(vigie, server, ca, user='anne') + hook_sink(hook))
    return Life(vigie, server, hook)


# --- identity

def test_copies_everywhere_are_one_case(life):
    original = mail(NOTICE.format(LEA))
    life.get(original)
    life.get(original, mailbox='Junk', day='2026-03-03')
    life.get(original, user='anne', day='2026-03-04')
    life.get(inline_forward(original), user='anne', day='2026-03-05')
    entry = life.entry()
    assert (entry['status'], entry['code'], entry['deadline']) == ('open', LEA, DEADLINE)
    assert (entry['account'], entry['mailbox']) == ('jean', 'INBOX'), 'where it came first'
    assert life.events() == ['new']


def test_the_earliest_date_stays(life):
    life.get(mail(NOTICE.format(LEA), '2026-03-04'), day='2026-03-04')
    life.get(mail(NOTICE.format(LEA), '2026-03-02'), day='2026-03-05')
    assert life.entry()['deadline'] == DEADLINE
    life.get(mail(NOTICE.format(LEA), '2026-03-06'), day='2026-03-06')
    assert life.entry()['deadline'] == DEADLINE


@pytest.mark.parametrize('by_hand, sent', [
    ('2026-03-01', '2026-03-01'),  # earlier than the mail: it stays
    ('2026-03-04', SENT),          # later: the mail's is the earliest
])
def test_a_date_by_hand_and_a_copy(life, by_hand, sent):
    life.get(mail(NOTICE.format(LEA), '2026-03-03'), day='2026-03-04')
    life.vigie.run('edit', 1, '--sent', by_hand, '--force', now='2026-03-04T11:00:00Z')
    assert life.entry()['sent'] == by_hand
    life.get(mail(NOTICE.format(LEA), SENT), day='2026-03-05')
    assert life.entry()['sent'] == sent


def test_a_code_told_later_joins_the_same_mail(life):
    life.get(mail(BY_POST, name='one'))
    life.vigie.run('edit', 1, '--code', '-', stdin=LEA, now=f'{SENT}T11:00:00Z')
    life.get(mail(BY_POST, name='one'), mailbox='Junk')
    assert life.states() == [('open', None, LEA)]


def test_twins_in_one_mail_and_then_one_each(life):
    both = CHILDREN + OF_CHILD.format('Léa', LEA) + OF_CHILD.format('Tom', TOM)
    life.get(mail(both))
    life.get(mail(CHILDREN + OF_CHILD.format('Léa', LEA), '2026-03-04'),
             mail(CHILDREN + OF_CHILD.format('Tom', TOM), '2026-03-04'), day='2026-03-04')
    assert life.states() == [('open', 'Léa', LEA), ('open', 'Tom', TOM)]
    assert {entry['deadline'] for entry in life.entries()} == {DEADLINE}


def test_two_children_on_one_day_without_a_code_are_two(life):
    life.get(mail(CHILD.format('Léa')), mail(CHILD.format('Tom')))
    assert life.states() == [('open', 'Léa', None), ('open', 'Tom', None)]
    # The same person, recipient and day again, with another Message-ID.
    life.get(mail(CHILD.format('Léa') + '\nÀ bientôt.\n'), day='2026-03-03')
    assert len(life.entries()) == 2


# --- reminders

@pytest.mark.parametrize('more', [(), (THE_CODE.format(LEA),), (THE_DATE,),
                                  (THE_CODE.format(LEA), THE_DATE)])
def test_a_reminder_joins_its_notice(life, more):
    life.get(mail(NOTICE.format(LEA)))
    life.get(reminder(*more), day='2026-03-23')
    entry = life.entry()
    assert (entry['status'], entry['sent'], entry['code']) == ('open', SENT, LEA)


def test_a_reminder_alone_waits_for_the_notice(life):
    life.get(mail(NOTICE.format(TOM), '2026-03-03', to='anne@example.fr'), day='2026-03-03')
    life.get(reminder(), day='2026-03-23')
    undated, dated = life.entries()
    assert (undated['deadline'], undated['last_call'], undated['days_left']) == (None, None, None)
    assert dated['code'] == TOM
    before = life.events().count('reminder')
    life.look('2026-03-24')
    life.look('2026-03-25')
    assert life.events().count('reminder') == before + 2, 'daily'
    life.get(mail(NOTICE.format(LEA)), day='2026-03-26')
    first, second = life.entries()
    assert (first['id'], first['deadline'], first['code']) == (undated['id'], DEADLINE, LEA)
    assert second['id'] == dated['id']


def test_a_reminder_alone_is_dated_by_hand(life):
    life.get(reminder(THE_CODE.format(LEA)), day='2026-03-23')
    assert life.entry()['deadline'] is None
    life.vigie.run('edit', 1, '--sent', SENT, now='2026-03-23T11:00:00Z')
    assert life.entry()['deadline'] == DEADLINE


def test_a_dated_reminder_alone_has_a_deadline(life):
    life.get(reminder(THE_CODE.format(LEA), THE_DATE), day='2026-03-23')
    assert life.entry()['deadline'] == DEADLINE


def test_a_reminder_for_one_of_two_is_a_third(life):
    """It may mean either: in doubt an entry of its own."""
    life.get(mail(NOTICE.format(LEA)), mail(NOTICE.format(TOM)))
    life.get(reminder(), day='2026-03-23')
    assert [entry['deadline'] for entry in life.entries()] == [None, DEADLINE, DEADLINE]


# --- confirmations

def test_a_confirmation_closes_the_one_case(life):
    life.get(mail(NOTICE.format(LEA)))
    life.get(mail(OPPOSED.format(''), '2026-03-10', name='proof'), day='2026-03-10')
    assert life.states() == [('opposed', None, LEA)]
    assert '<proof@sample.invalid>' in life.history()
    assert '2026-03-10' in life.history()
    life.look('2026-04-13')
    assert life.events() == ['new', 'closed'], 'no reminder of what is done'


def test_a_confirmation_by_name_closes_its_case(life):
    life.get(mail(CHILD.format('Léa')), mail(CHILD.format('Tom')))
    life.get(mail(OPPOSED.format(' pour votre enfant Léa'), '2026-03-10'), day='2026-03-10')
    assert life.states() == [('open', 'Tom', None), ('opposed', 'Léa', None)]


def test_a_confirmation_of_one_of_two_asks(life):
    life.get(mail(NOTICE.format(LEA)), mail(NOTICE.format(TOM)))
    life.get(mail(OPPOSED.format(''), '2026-03-10'), day='2026-03-10')
    assert life.states() == [('open', None, LEA), ('open', None, TOM)]
    question = life.hook.items[-1]
    assert question['event'] == 'ambiguous'
    for number in (1, 2):  # each to be copied from a line of its own
        assert f'\n    vigie close {number} --as opposed\n' in question['text']
    assert question['entry'] is None
    assert sorted(entry['id'] for entry in question['entries']) == [1, 2]
    life.look('2026-03-16')
    reminded = [one for alert in life.hook.items[3:]
                for one in alert['entries'] or [alert['entry']]]
    assert sorted(entry['id'] for entry in reminded) == [1, 2], '28 days before, in one or in two'


@pytest.mark.parametrize('text, command', [(OPPOSED.format(''), 'opposed'),
                                           (ACTIVATED, 'activated')])
def test_an_unverified_confirmation_asks(life, text, command):
    life.get(mail(NOTICE.format(LEA)))
    life.get(mail(text, '2026-03-10', dmarc=None), day='2026-03-10')
    assert life.states() == [('open', None, LEA)]
    assert life.events() == ['new', 'ambiguous']
    assert f'vigie close 1 --as {command}' in life.hook.items[-1]['text']


def test_a_forged_confirmation_changes_nothing(life):
    life.get(mail(NOTICE.format(LEA)))
    before = life.history()
    life.get(mail(OPPOSED.format(''), '2026-03-10', dmarc='fail'), day='2026-03-10')
    assert life.states() == [('open', None, LEA)]
    assert life.events() == ['new']
    assert life.history() == before


def test_a_confirmation_that_comes_twice_is_noted(life):
    life.get(mail(NOTICE.format(LEA)))
    closing = mail(OPPOSED.format(''), '2026-03-10', name='proof')
    life.get(closing, day='2026-03-10')
    once = life.history()
    life.get(closing, mailbox='Junk', day='2026-03-10')
    assert life.history() == once, 'a copy of the same mail says nothing new'
    life.get(mail(OPPOSED.format(''), '2026-03-12', name='again'), day='2026-03-12')
    assert '<again@sample.invalid>' in life.history()
    assert life.states() == [('opposed', None, LEA)]
    assert life.events() == ['new', 'closed']


def test_a_confirmation_after_closing_by_hand_is_noted(life):
    life.get(mail(NOTICE.format(LEA)))
    life.vigie.run('close', 1, '--as', 'opposed', now='2026-03-09T11:00:00Z')
    life.get(mail(OPPOSED.format(''), '2026-03-10', name='late'), day='2026-03-10')
    assert '<late@sample.invalid>' in life.history()
    assert life.states() == [('opposed', None, LEA)]


def test_a_confirmation_that_contradicts_asks(life):
    life.get(mail(NOTICE.format(LEA)))
    life.get(mail(OPPOSED.format(''), '2026-03-10'), day='2026-03-10')
    life.get(mail(ACTIVATED, '2026-03-12'), day='2026-03-12')
    assert life.states() == [('opposed', None, LEA)]
    assert life.events() == ['new', 'closed', 'ambiguous']


def test_a_confirmation_past_the_deadline_closes(life):
    life.get(mail(NOTICE.format(LEA)))
    life.get(mail(OPPOSED.format(''), '2026-04-20'), day='2026-04-20')
    assert life.states() == [('opposed', None, LEA)]


# --- forgeries

def test_a_forgery_and_then_the_genuine_mail(life):
    life.get(mail(NOTICE.format(LEA), dmarc='fail'))
    assert life.states() == [('suspect', None, None)], 'its code is never shown'
    life.get(mail(NOTICE.format(LEA), '2026-03-03'), day='2026-03-03')
    entry = life.entry()
    assert (entry['status'], entry['code'], entry['authenticity']) == ('open', LEA, 'authentic')
    assert life.events() == ['forged', 'new']


def test_the_genuine_mail_and_then_a_forgery(life):
    life.get(mail(BY_POST, name='one'))
    before = life.entry()
    life.get(mail(NOTICE.format(TOM), '2026-03-01', dmarc='fail', name='one'), day='2026-03-03')
    entries = life.entries()
    kept, = [entry for entry in entries if entry['status'] == 'open']
    assert {**kept, 'days_left': 0} == {**before, 'days_left': 0}, 'no code, no date taken'
    assert [entry['code'] for entry in entries if entry['status'] == 'suspect'] == [None]


def test_a_forgery_is_told_at_once_and_three_days_before(life):
    life.get(mail(NOTICE.format(LEA), dmarc='fail'))
    life.get(mail(NOTICE.format(LEA), dmarc='fail'), mailbox='Junk')
    for day in ('2026-03-16', '2026-04-06', '2026-04-09', '2026-04-10', '2026-04-13'):
        life.look(day)
    assert life.events() == ['forged', 'forged']


# --- wording that no rule explains

def test_an_unknown_wording_and_then_the_notice(life):
    life.get(mail(UNKNOWN.format(LEA)))
    assert life.states() == [('provisional', None, LEA)]
    assert life.entry()['deadline'] == DEADLINE
    life.get(mail(NOTICE.format(LEA), '2026-03-04'), day='2026-03-04')
    assert life.states() == [('open', None, LEA)]
    assert life.entry()['deadline'] == DEADLINE
    assert life.events() == ['unrecognised']


def test_an_unknown_wording_is_told_once_a_shape(life):
    life.get(mail(UNKNOWN.format(LEA)))
    life.get(mail(UNKNOWN.format(TOM), '2026-03-03', to='anne@example.fr'), user='anne',
             day='2026-03-03')
    assert life.states() == [('provisional', None, LEA), ('provisional', None, TOM)]
    assert life.events() == ['unrecognised']
    life.look('2026-03-16')
    assert 'reminder' in life.events(), 'reminded like an open one'
