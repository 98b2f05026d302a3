"""Mails for the tests, made from contrib/sample-notice.eml."""
import email.message
import email.policy
import email.utils
import html
import re
import time
import uuid

from servers import TOP

AUTHSERV_ID = 'mx.test'


def notice(code='aB3dE5fG7hJ9', sent=None, message_id=None):
    """A notice as bytes with CRLF, sent at `sent` (seconds since 1970; now where None)."""
    stamp = email.utils.formatdate(time.time() if sent is None else sent)
    text = (TOP / 'contrib/sample-notice.eml').read_text()
    for name, value in (('DATE', stamp), ('CODE', code), ('ID', message_id or uuid.uuid4().hex)):
        text = text.replace(f'@{name}@', value)
    return text.replace('\n', '\r\n').encode()


def ordinary(number=0):
    """A mail that is no case, as small as mails get."""
    return (f'From: friend{number}@example.org\r\nTo: jean@example.fr\r\n'
            f'Subject: holidays {number}\r\nDate: {email.utils.formatdate()}\r\n'
            f'Message-ID: <{uuid.uuid4().hex}@example.org>\r\n\r\nSee you soon.\r\n').encode()


def _forward_of(original):
    forward = email.message.EmailMessage()
    forward['From'] = forward['To'] = 'jean@example.fr'
    forward['Subject'] = f'Fwd: {original["Subject"]}'
    forward['Date'] = email.utils.formatdate()
    forward['Message-ID'] = f'<{uuid.uuid4().hex}@example.fr>'
    return forward


def _shown_fields(original):
    return [f'{name}: {original[name]}' for name in ('From', 'Date', 'Subject', 'To')]


def inline_forward(mail):
    """`mail` as a person forwards it: its plain text below a separator, no field of it kept."""
    original = email.message_from_bytes(mail, policy=email.policy.default)
    shown = '\n'.join(_shown_fields(original))
    forward = _forward_of(original)
    forward.set_content(f'---------- Forwarded message ----------\n{shown}\n\n'
                        + original.get_body(('plain',)).get_content())
    return forward.as_bytes(policy=email.policy.SMTP)


# What stands above the original, by the program that forwards its HTML alone.
HTML_FORWARDS = {
    'gmail': '<div dir="ltr"><br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
             '---------- Forwarded message ---------<br>{fields}<br></div><br><br>{body}</div></div>',
    'outlook': '<div><p class="MsoNormal">&nbsp;</p><div style="border:none;border-top:solid #E1E1E1 '
               '1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{fields}</p></div>{body}</div>',
    'apple': '<div><br><blockquote type="cite"><div>Begin forwarded message:</div><br>'
             '<div>{fields}</div><br><div>{body}</div></blockquote></div>',
}


def html_forward(mail, program):
    """`mail` as `program` forwards it: only its HTML, without <html>, <head> and <body>."""
    original = email.message_from_bytes(mail, policy=email.policy.default)
    body = original.get_body(('html',)).get_content()
    inside = re.search(r'<body[^>]*>(.*)</body>', body, re.S).group(1)
    fields = '<br>'.join(html.escape(field) for field in _shown_fields(original))
    forward = _forward_of(original)
    forward.set_content(HTML_FORWARDS[program].format(fields=fields, body=inside), subtype='html')
    return forward.as_bytes(policy=email.policy.SMTP)


# A reply's own text, {text}, and what each program quotes below or above it. (plain, html)
REPLIES = {
    'gmail': (None, '<div dir="ltr">{text}</div><br><div class="gmail_quote"><div dir="ltr" '
                    'class="gmail_attr">Le lun. 13 avr. 2026 à 10:00, Vigie &lt;vigie@example.fr&gt; '
                    'a écrit :<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px '
                    '0.8ex;padding-left:1ex">{body}</blockquote></div>'),
    'gmail-plain': ('{text}\n\nLe lun. 13 avr. 2026 à 10:00, Vigie <vigie@example.fr> a\nécrit :\n\n'
                    '{quoted}', None),
    'outlook': (None, '<div style="font-family:Aptos">{text}</div><div id="appendonsend"></div><hr '
                      'style="width:98%"><div id="divRplyFwdMsg"><b>De :</b> Vigie &lt;vigie@example'
                      '.fr&gt;<br><b>Envoyé :</b> lundi 13 avril 2026 10:00<br><b>À :</b> jean@example'
                      '.fr<br><b>Objet :</b> x</div><div>{body}</div>'),
    'apple': (None, '{text}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Envoyé de mon '
                    'iPhone</div><div dir="ltr"><br><blockquote type="cite">Le 13 avr. 2026 à 10:00, '
                    'Vigie &lt;vigie@example.fr&gt; a écrit :<br><br></blockquote></div><blockquote '
                    'type="cite"><div dir="ltr">{body}</div></blockquote>'),
    'thunderbird': ('Le 13/04/2026 à 10:00, Vigie a écrit :\n{quoted}\n\n{text}\n', None),
}


def reply(alert, text, program='gmail', *, sender='jean@example.fr', vouched=True, pdf=None, **fields):
    """A person's reply to `alert` as `program` writes it; `fields` go into its header, "_" for
    "-"."""
    original = email.message_from_bytes(alert, policy=email.policy.default)
    quoted = ''.join(f'> {line}\n'
                     for line in original.get_body(('plain',)).get_content().splitlines())
    body = re.search(r'<body[^>]*>(.*)</body>', original.get_body(('html',)).get_content(),
                     re.S).group(1)
    answer = email.message.EmailMessage()
    if vouched:
        answer['Authentication-Results'] = (
            f'{AUTHSERV_ID}; dmarc=pass header.from={sender.rpartition("@")[2]}')
    answer['From'], answer['To'] = f'Jean <{sender}>', original['Reply-To'] or original['From']
    answer['Subject'] = 'Re: ' + original['Subject'].removeprefix('Re: ')
    answer['Date'] = email.utils.formatdate()
    answer['Message-ID'] = f'<{uuid.uuid4().hex}@example.fr>'
    answer['In-Reply-To'] = original['Message-ID']
    answer['References'] = ' '.join(filter(None, (original['References'], original['Message-ID'])))
    for name, value in fields.items():
        del answer[name.replace('_', '-')]
        answer[name.replace('_', '-')] = value
    plain, page = REPLIES[program]
    content = (plain or page).format(text=text, quoted=quoted, body=body)
    answer.set_content(content, subtype='html' if page else 'plain')
    if pdf:
        answer.add_attachment(pdf, 'application', 'pdf', filename='justificatif.pdf')
    return answer.as_bytes(policy=email.policy.SMTP)
