"""One state for the people of a mail server: each is told of her own cases, and of nobody else's."""
import json

import pytest

from servers import wait_until

NOW = '2026-03-03T11:00:00+01:00'
NOON = '2026-03-03T12:00:00+01:00'
CODES = {'alice@example.fr': 'aA3dE5fG7hJ1', 'bob@example.fr': 'bB3dE5fG7hJ2', None: 'cC3dE5fG7hJ3'}


def add(vigie, code, owner):
    whose = ['--owner', owner] if owner else []
    vigie.run('add', '--sent', '2026-03-02', '--code', code, *whose, now=NOW)


class Folk:
    """A state with an entry of each; what every alert command wrote."""

    def __init__(self, vigie, *owners):
        self.vigie = vigie
        text = 'quiet-hours = ""\n'
        for number, owner in enumerate(owners):
            of = f'owner = "{owner}"' if owner else ''
            file = vigie.folder / f'a{number}'
            text += (f'alert "a{number}" {{ kind = command {of} reveal = true\n'
                     f'command = "cat >> {file}; echo >> {file}" }}\n')
        vigie.configure(text)
        for owner, code in CODES.items():
            add(vigie, code, owner)

    def told(self, number):
        path = self.vigie.folder / f'a{number}'
        text = path.read_text() if path.exists() else ''
        return text, [json.loads(line) for line in text.splitlines() if line]


def test_each_hears_of_her_own(vigie):
    folk = Folk(vigie, 'Alice@example.fr', 'bob@example.fr', None)
    for day in ('2026-03-03', '2026-03-16', '2026-04-13'):
        vigie.run('watch', '--once', now=f'{day}T12:00:00+01:00')
    for number, owner in enumerate(CODES):
        text, alerts = folk.told(number)
        assert [alert['event'] for alert in alerts if alert['event'] != 'heartbeat'] == [
            'new', 'reminder', 'last-call']
        assert {alert['entry']['owner'] for alert in alerts if alert['entry']} == {owner}
        assert CODES[owner] in text
        assert not any(code in text for other, code in CODES.items() if other != owner)


def test_digests_are_parted(vigie):
    """Two reminders due together are one digest of one owner; others stay out of it."""
    folk = Folk(vigie, '*', None)
    add(vigie, 'dD3dE5fG7hJ4', 'alice@example.fr')
    vigie.run('watch', '--once', now=NOON)
    vigie.run('watch', '--once', now='2026-03-16T12:00:00+01:00')
    _, alerts = folk.told(0)
    digest, = [alert for alert in alerts if alert['event'] == 'digest']
    assert {entry['owner'] for entry in digest['entries']} == {'alice@example.fr'}
    reminder, = [alert for alert in alerts if alert['event'] == 'reminder']
    assert reminder['entry']['owner'] == 'bob@example.fr'
    text, _ = folk.told(1)
    assert 'alice' not in text and 'bob' not in text


def test_whom_nobody_tells_is_told_of(vigie):
    """Alice has an alert, Bob has none: his waits, and whoever keeps the house hears so, once a day,
    and nothing of the case."""
    folk = Folk(vigie, 'alice@example.fr', None)
    vigie.run('watch', '--once', now=NOON)
    vigie.run('watch', '--once', now='2026-03-03T12:05:00+01:00')
    text, alerts = folk.told(1)
    trouble, = [alert for alert in alerts if alert['event'] == 'trouble']
    assert 'bob@example.fr' in trouble['text'] and trouble['entry'] is None
    assert CODES['bob@example.fr'] not in text
    assert vigie.json('status', now=NOON, code=None)['alerts_waiting'] >= 1
    vigie.configure(vigie.config.read_text() + f'''alert "late" {{ kind = command owner = "*"
        command = "cat >> {vigie.folder}/late; echo >> {vigie.folder}/late" }}\n''')
    vigie.run('watch', '--once', now='2026-03-03T12:10:00+01:00')
    late = [json.loads(line) for line in (vigie.folder / 'late').read_text().splitlines() if line]
    assert [alert['entry']['owner'] for alert in late] == ['bob@example.fr']


def test_alerts_of_owners_alone_tell_nobody_of_the_rest(vigie):
    """Else all would look well while nobody is told of a case without owner or a blind account."""
    Folk(vigie, '*')
    assert 'every alert has an owner' in vigie.run('check').stdout
    vigie.run('watch', '--once', now=NOON)
    assert vigie.run('status', now=NOON, code=None).returncode == 0, 'it may take its time'
    said = vigie.run('status', now='2026-03-03T13:00:00+01:00', code=69).stdout
    assert 'no alert of the configuration may carry it' in said


def test_a_sink_of_another_owner_since(vigie):
    """What waited there for the former one goes to her, and not to the next."""
    folk = Folk(vigie)
    vigie.configure('quiet-hours = ""\n'
                    'alert "phone" { kind = command owner = "alice@example.fr" command = "exit 1" }\n')
    vigie.run('watch', '--once', now=NOON, code=69)
    text = 'quiet-hours = ""\n'
    for name, owner in (('phone', 'bob@example.fr'), ('hers', 'alice@example.fr')):
        file = vigie.folder / f'a{("phone", "hers").index(name)}'
        text += (f'alert "{name}" {{ kind = command owner = "{owner}"\n'
                 f'command = "cat >> {file}; echo >> {file}" }}\n')
    vigie.configure(text)
    vigie.run('watch', '--once', now='2026-03-03T14:00:00+01:00')
    for number, owner in enumerate(('bob@example.fr', 'alice@example.fr')):
        _, alerts = folk.told(number)
        assert {alert['entry']['owner'] for alert in alerts} == {owner}


def test_a_new_wording_is_told_to_each(vigie):
    """The same unrecognised mail of two people: both are told."""
    folk = Folk(vigie, '*')
    mail = (b'From: Mon espace sante <ne-pas-repondre@monespacesante.fr>\r\nSubject: Mon espace sante\r\n'
            b'Date: Mon, 02 Mar 2026 10:00:00 +0100\r\nMessage-ID: <x@y>\r\n\r\n'
            b'Ouverture prochaine: aB3dE5fG7hJ9\r\n')
    for owner in ('dan@example.fr', 'eve@example.fr'):
        vigie.run('--now', NOON, 'filter', '--owner', owner, stdin=mail)
    vigie.run('watch', '--once', now=NOON)
    told = [alert['entry']['owner'] for alert in folk.told(0)[1] if alert['event'] == 'unrecognised']
    kinds = {entry['status'] for entry in vigie.json('list', now=NOON)['entries']
             if entry['owner'] in ('dan@example.fr', 'eve@example.fr')}
    assert kinds == {'provisional'} and sorted(told) == ['dan@example.fr', 'eve@example.fr']


def test_list_report_and_status_of_one(vigie):
    Folk(vigie, None)
    entry, = vigie.json('list', '--owner', 'ALICE@example.fr', now=NOW)['entries']
    assert entry['owner'] == 'alice@example.fr'
    assert len(vigie.json('list', now=NOW)['entries']) == 3
    page = vigie.run('report', '--owner', 'bob@example.fr', now=NOW).stdout
    whole = vigie.run('report', now=NOW).stdout
    assert whole.count('aria-labelledby="case-') == 3 and page.count('aria-labelledby="case-') == 1
    status = vigie.json('status', '--owner', 'bob@example.fr', now=NOW, code=None)
    assert status['alerts_waiting'] == 1 and status['accounts'] == []


def test_the_same_code_of_two_owners_is_two_cases(vigie):
    """A father and a mother who both got the letter for their child."""
    for owner in ('alice@example.fr', 'bob@example.fr', 'Alice@example.fr'):
        add(vigie, CODES[None], owner)
    assert len(vigie.json('list', now=NOW)['entries']) == 2


def test_mail_to_the_owner(vigie, smtp, ca):
    """`to` made of the owner: an address as it is, a name with the domain behind it."""
    secret = vigie.secret('password-smtp', smtp.password)
    Folk(vigie)
    add(vigie, 'dD3dE5fG7hJ4', 'carol')
    vigie.configure(f"""quiet-hours = ""
    alert "mail" {{ kind = mail to = "{{owner}}@home.example" owner = "*" from = "vigie@example.fr"
        smtp = "smtps://{smtp.user}@localhost:{smtp.port}" password-file = "{secret}"
        ca-file = "{ca.ca_file}" }}""")
    vigie.run('watch', '--once', now=NOON)
    assert sorted(to for _, (to,) in smtp.envelopes) == [
        'alice@example.fr', 'bob@example.fr', 'carol@home.example']
    assert 'not tried' in vigie.run('check', '--send').stdout
    vigie.configure(vigie.config.read_text().replace('owner = "*"', ''))
    assert 'owner = "*"' in vigie.run('check', code=78).stderr


@pytest.mark.parametrize('todo', [True, False])
def test_a_calendar_of_one(vigie, todo):
    Folk(vigie)
    vigie.configure(f'quiet-hours = ""\nalert "c" {{ kind = calendar file = "{vigie.folder}/bob.ics" '
                    f'owner = "bob@example.fr" reveal = true todo = {str(todo).lower()} }}\n')
    vigie.run('watch', '--once', now=NOON)
    wait_until((vigie.folder / 'bob.ics').exists, 'it is written')
    text = (vigie.folder / 'bob.ics').read_text().replace('\r\n ', '')
    assert CODES['bob@example.fr'] in text
    assert CODES['alice@example.fr'] not in text and CODES[None] not in text
