"""Mails for the tests, made from contrib/sample-notice.eml."""
import email.message
import email.policy
import email.utils
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


def inline_forward(mail):
    """`mail` as a person forwards it: its plain text below a separator, no field of it kept."""
    original = email.message_from_bytes(mail, policy=email.policy.default)
    shown = ''.join(f'{name}: {original[name]}\n' for name in ('From', 'Date', 'Subject', 'To'))
    forward = email.message.EmailMessage()
    forward['From'] = forward['To'] = 'jean@example.fr'
    forward['Subject'] = f'Fwd: {original["Subject"]}'
    forward['Date'] = email.utils.formatdate()
    forward['Message-ID'] = f'<{uuid.uuid4().hex}@example.fr>'
    forward.set_content(f'---------- Forwarded message ----------\n{shown}\n'
                        + original.get_body(('plain',)).get_content())
    return forward.as_bytes(policy=email.policy.SMTP)
