"""vigie explain in plain text: a colleague's answer, and nothing that a terminal would obey."""
import os
import pty
import subprocess

import pytest

RULES = """define "made" { pattern = 'a été créé' }
rule "letter" {
    kind   = notice
    from   = { '@scheme\\.example$' }
    text   = { '(?#that it was made)${made}', 'opposer' }
    unless = { '(?#a newsletter)(?i)lettre d’information' }
    code   = { '(?#beside its label)code : (?<code>\\w+)' }
}
"""
HEAD = b'Date: Sat, 15 Jan 2022 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n'
NOTICE = (b'From: a@scheme.example\nSubject: Votre espace\n' + HEAD +
          '\nVotre espace a été créé.\nPour vous y opposer, code : AB12CD34\n'.encode())


@pytest.fixture
def explain(vigie, tmp_path):
    rules = tmp_path / 'rules'
    rules.mkdir()
    (rules / 'own.rule').write_text(RULES)
    right = vigie.run('rules').stdout.split()[3].rsplit('/', 1)[0]
    for name in os.listdir(right):
        if name.endswith('.right'):
            (rules / name).write_bytes(open(f'{right}/{name}', 'rb').read())
    mail = tmp_path / 'mail.eml'

    def run(raw, code=0, *words, terminal=False, **environment):
        mail.write_bytes(raw)
        os.utime(mail, (1642237200, 1642237200))  # the moment of HEAD's Date
        command = vigie.command('--rules', rules, 'explain', *words, mail)
        if terminal:
            return on_terminal(command, {**vigie.environment, **environment})
        return vigie.run('--rules', rules, 'explain', *words, mail, code=code).stdout
    return run


def on_terminal(command, environment):
    master, slave = pty.openpty()
    process = subprocess.Popen(command, env={'TERM': 'xterm', **environment}, stdout=slave,
                               stdin=subprocess.DEVNULL)
    os.close(slave)
    said = b''
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # EIO: the other side is closed
            break
        if not piece:
            break
        said += piece
    os.close(master)
    process.wait(timeout=30)
    return said.decode().replace('\r\n', '\n')


# 15 January 2022 is a Saturday; 42 days later it is Saturday 26 February, and the Friday before is open.
EXPECTED = """\
A notice for its recipient: the right to oppose lapses at the end of Saturday 26 February 2022.
From a@scheme.example, subject « Votre espace ».
Code AB12CD34, for the recipient (nobody is named)

What decided: rule letter
  + from in from: a‹@scheme.example›
  + that it was made in text: Votre espace ‹a été créé›.
  + text 2 in text: Pour vous y ‹opposer›, code : AB12CD34
  + and nothing that would speak against it (1 pattern)
  + beside its label in text: Pour vous y opposer, code : ‹AB12CD34›

Dates considered
  + Saturday 15 January 2022, the Date field: lies within the bounds; taken, the earliest that counts
  + Saturday 15 January 2022, when it was delivered: when the mail arrived

The deadline
  sent on Saturday 15 January 2022: the Date field
  + 42 days = Saturday 26 February 2022, to the end of that day
  last call to 3422: Friday 25 February 2022 at 17:30 (Paris time), since nobody answers on \
Saturday 26 February 2022 (never open that weekday)
"""


def test_a_notice(explain):
    said = explain(NOTICE)
    assert said.startswith(EXPECTED)
    assert 'Who speaks: unverified' in said and '- a@scheme.example is not an official sender' in said
    assert '+ letter: found from, that it was made, text 2\n' in said


@pytest.mark.parametrize('sent,last,why', [
    ('Thu, 14 Apr 2022', 'Wednesday 25 May 2022 at 17:30 (Paris time), since nobody answers on '
     'Thursday 26 May 2022 (a public holiday)', 'Ascension'),
    ('Wed, 12 Jan 2022', 'the same day, Wednesday 23 February 2022 at 17:30 (Paris time)', 'open'),
    ('Mon, 24 Jan 2022', 'the same day, Monday 7 March 2022 at 17:30 (Paris time)', 'open'),
    ('Sun, 06 Mar 2022', 'Friday 15 April 2022 at 17:30 (Paris time), since nobody answers on '
     'Saturday 16 April 2022 (never open that weekday), Sunday 17 April 2022 (never open that '
     'weekday)', 'Easter Sunday'),
])
def test_the_last_call(explain, sent, last, why):
    raw = NOTICE.replace(b'Sat, 15 Jan 2022', sent.encode()).replace(
        b'From:', f'Received: from x by y; {sent} 12:00:00 +0100\nFrom:'.encode(), 1)
    assert f'  last call to 3422: {last}\n' in explain(raw), why


def test_what_came_near(explain):
    said = explain(NOTICE.replace(b'opposer', b'activer'), 1)
    assert said.startswith('No case: no rule recognises it.\n')
    assert """
Near: rule letter (notice), of whose conditions 2 held and 1 failed
  + from in from: a‹@scheme.example›
  + that it was made in text: Votre espace ‹a été créé›.
  - text 2: not found
""" in said
    said = explain(NOTICE.replace(b'Votre espace\n', 'Lettre d’information\n'.encode(), 1), 1)
    assert '  - a newsletter, which speaks against it, in subject: ‹Lettre d’information›\n' in said


def test_dates_that_do_not_count(explain):
    said = explain(NOTICE + 'Le code est valable jusqu’au 26 février 2022. Écrit le 12 janvier 2022, '
                   'd’une loi du 26 janvier 2016.\n'.encode())
    assert '  - Saturday 26 February 2022, a date in the text « 26 février 2022 »: ' in said
    assert ('  + Wednesday 12 January 2022, a date in the text « 12 janvier 2022 »: lies within the '
            'bounds; taken, the earliest that counts\n') in said
    assert '  - Tuesday 26 January 2016, a date in the text « 26 janvier 2016 »: ' in said


def test_a_terminal_gets_colour_unless_refused(explain):
    said = explain(NOTICE, terminal=True)
    assert said.startswith('\x1b[1mA notice for its recipient: ')
    assert 'Votre espace \x1b[1;33ma été créé\x1b[0m.\n' in said and '‹' not in said
    for refused in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}):
        assert '\x1b' not in explain(NOTICE, terminal=True, **refused)
    assert '\x1b' in explain(NOTICE, terminal=True, NO_COLOR=''), 'empty is unset'


def test_nothing_of_the_mail_is_obeyed(explain):
    hostile = '\x1b[2J\u202e\u2066\x07\u009b31m'
    raw = ('From: =?utf-8?q?=1B[31m?= <a@scheme.example>\n'
           'Subject: =?utf-8?q?Votre=1B]0;x=07=E2=80=AEespace?=\n').encode() + HEAD + (
               f'\n{hostile} a été créé {hostile} pour opposer\ncode : AB12\n').encode()
    for terminal in (False, True):
        said = explain(raw, terminal=terminal)
        for escape in ('\x1b[1;33m', '\x1b[1m', '\x1b[0m', '\x1b[32m', '\x1b[31m'):
            said = said.replace(escape, '')
        assert 'A notice' in said
        assert all(c == '\n' or c.isprintable() for c in said), ascii(said)
