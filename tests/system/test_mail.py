"""The mails that carry alerts, as Python's email reads them and as a person passes them on."""
import email
import email.policy
import html
import html.parser
import re

import pytest

from mails import HTML_FORWARDS, html_forward, inline_forward
from test_watch import account

CODE = 'AbCdEf123456'


class Box:
    """A sendmail of ours that keeps each mail."""

    def __init__(self, vigie, extra='', accounts=''):
        self.vigie = vigie
        self.folder = vigie.folder / 'box'
        self.folder.mkdir()
        program = vigie.folder / 'sendmail'
        program.write_text(f'#!/bin/sh\nset -- "{self.folder}"/*\ncat > "{self.folder}/$#.eml"\n')
        program.chmod(0o755)
        (self.folder / '0').touch()
        vigie.configure(f'''quiet-hours = ""
        heartbeat = false
        alert "box" {{ kind = mail language = fr sendmail = "{program}"
                       to = "jean@example.fr" from = "vigie@example.fr" {extra} }}
        {accounts}
        ''')

    def at(self, now):
        """What is sent at that time: raw, oldest first."""
        before = set(self.folder.glob('*.eml'))
        self.vigie.run('watch', '--once', now=now)
        new = set(self.folder.glob('*.eml')) - before
        return [path.read_bytes().replace(b'\n', b'\r\n')
                for path in sorted(new, key=lambda path: int(path.stem))]


@pytest.fixture
def box(vigie):
    box = Box(vigie)
    vigie.run('add', '--sent', '2026-03-02', '--code', CODE, '--person', 'Léa <b>',
              now='2026-03-03T11:00:00+01:00')
    return box


def parse(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def weeks(box):
    """The mails of the six weeks of one case."""
    return [mail for now in ('2026-03-03T12:00:00+01:00', '2026-03-16T08:00:00+01:00',
                             '2026-04-10T08:00:00+02:00', '2026-04-13T08:30:00+02:00',
                             '2026-04-14T08:00:00+02:00') for mail in box.at(now)]


class Page(html.parser.HTMLParser):
    """What a browser would load, and whether every element is closed."""
    VOID = {'meta', 'br'}

    def __init__(self, text):
        super().__init__()
        self.open, self.loads, self.languages = [], [], set()
        self.feed(text)
        self.close()
        assert not self.open, f'never closed: {self.open}'

    def handle_starttag(self, tag, attrs):
        assert tag not in ('script', 'link', 'img', 'iframe', 'form', 'object'), tag
        for name, value in attrs:
            assert not name.startswith('on'), name
            if name in ('src', 'href', 'background', 'action'):
                self.loads.append(value)
            if name == 'lang':
                self.languages.add(value)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f'</{tag}> closes nothing'


def test_every_mail_of_the_six_weeks_is_sound(box):
    for raw in weeks(box):
        assert raw.isascii()
        assert b'\n' not in raw.replace(b'\r\n', b'')
        mail = parse(raw)
        parts = list(mail.walk())
        assert not any(part.defects for part in parts), [part.defects for part in parts]
        assert [field for field in mail if mail.get_all(field)[1:]] == []
        assert mail['Auto-Submitted'] == 'auto-generated'
        assert max(map(len, raw.split(b'\r\n\r\n', 1)[1].split(b'\r\n'))) <= 76
        page = Page(mail.get_body(('html',)).get_content())
        assert set(page.loads) <= {'tel:3422'} and page.languages == {'fr'}
        assert CODE not in raw.decode() + ''.join(
            part.get_content() for part in parts if not part.is_multipart())


def test_both_texts_say_the_same(box):
    """But for the title above the HTML, which is the subject where the text does not begin so."""
    for raw in weeks(box):
        mail = parse(raw)
        plain, page = (mail.get_body((kind,)).get_content() for kind in ('plain', 'html'))
        shown = html.unescape(re.sub(r'<[^>]*>', '', re.sub(r'(?s)<head>.*</head>', '', page)))
        said = re.sub(r'(?m)^(-|\d+\.) ', '', plain)
        assert ' '.join(said.split()) in ' '.join(shown.split())


def test_a_case_is_one_conversation(box):
    mails = [parse(raw) for raw in weeks(box)]
    assert len(mails) == 5
    first, *others = mails
    assert first['In-Reply-To'] is None and first['References'] is None
    for mail in others:
        assert mail['In-Reply-To'] == mail['References'] == first['Message-ID']
    # Gmail asks for the subject as well; the last call and the end stand by themselves.
    assert [mail['Subject'] == f'Re: {first["Subject"]}' for mail in others] == [
        True, True, False, False]


def test_the_dates_go_into_a_calendar(box):
    new, *_, last_call, expired = [parse(raw) for raw in weeks(box)]
    for mail in (new, last_call):
        attachment, = mail.iter_attachments()
        assert attachment.get_filename() == 'vigie-1.ics'
        assert attachment.get_content_type() == 'text/calendar'
        assert attachment.get_param('method') == 'PUBLISH'
        text = attachment.get_content().replace('\r\n ', '')
        assert 'METHOD:PUBLISH\r\n' in text
        assert 'DTSTART;VALUE=DATE:20260413\r\n' in text
        assert CODE not in text
    assert not list(expired.iter_attachments())


def forwards(raw):
    """As a person passes it on: its text alone, its HTML alone. From an official sender, where an
    alert that was not known as one would open a case."""
    for mail in [inline_forward(raw), *(html_forward(raw, name) for name in HTML_FORWARDS)]:
        assert mail.count(b'From: jean@example.fr\r\n') == 1
        yield mail.replace(b'From: jean@example.fr', b'From: assurance-maladie@info.ameli.fr')


def test_alerts_passed_on_are_no_case(box, dovecot, ca):
    mails = [forward for raw in weeks(box) for forward in forwards(raw)]
    dovecot.append_many(mails)
    # What shows that the mark alone keeps them out: it breaks where it is wrapped, too.
    unknown = re.sub(rb'(?s)vigie\.[0-9a-f]', b'vigie.x', mails[0])
    dovecot.append(unknown)
    box.vigie.configure(account(box.vigie, dovecot, ca, extra='thorough = true'))
    box.vigie.run('watch', '--once', now='2026-04-14T10:00:00+02:00')
    known, drifted = box.vigie.entries('--all')
    assert (known['id'], drifted['id']) == (1, 2)
    assert drifted['message_id'] == parse(unknown)['Message-ID']
