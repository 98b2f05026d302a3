"""How a mail of the corpus is written down, and made into bytes. What is expected of it is reasoned
from the contract by who writes the row, never taken from what the program answered."""
import base64
import dataclasses
import datetime
import email.header
import email.utils
import quopri
import unicodedata

CNAM = 'Votre Assurance Maladie <assurance-maladie@info.ameli.fr>'
TO = 'Jeanne Martin <jeanne.martin@example.fr>'
WHEN = 'Thu, 03 Feb 2022 09:12:44 +0100'  # deadline 2022-03-17, as MAIL.md reckons
DAY = '2022-02-03'


@dataclasses.dataclass
class Mail:
    """One mail, and what `vigie explain --json` must say of it."""
    name: str
    why: str
    raw: bytes
    kind: str
    cases: list = dataclasses.field(default_factory=list)  # of (code, person)
    sent: str = None
    source: str = None
    authenticity: str = 'unverified'
    trust: tuple = ()
    delivered: str = None  # the file's time, RFC 3339; None: now
    reason: str = None  # words that one of authenticity_reasons holds

    @property
    def deadline(self):
        day = self.sent and datetime.date.fromisoformat(self.sent) + datetime.timedelta(days=42)
        return day and day.isoformat()


def word(text, charset='utf-8'):
    return str(email.header.Header(text, charset)) if not text.isascii() else text


def address(text):
    name, addr = email.utils.parseaddr(text)
    if not addr or '"' in text or text.isascii():
        return text
    return f'{word(name)} <{addr}>'


def encode(text, charset='utf-8', cte='quoted-printable'):
    """The body `text` in its charset and transfer encoding, without a final newline."""
    raw = text.encode(charset)
    if cte == 'base64':
        return base64.encodebytes(raw).strip()
    if cte == 'quoted-printable':
        return quopri.encodestring(raw).rstrip(b'\n')
    return raw


def part(text, kind='plain', charset='utf-8', cte='quoted-printable', more=''):
    """A MIME part: its fields and its body."""
    head = f'Content-Type: text/{kind}; charset={charset}{more}\nContent-Transfer-Encoding: {cte}\n'
    return head.encode() + b'\n' + encode(text, charset, cte) + b'\n'


def multipart(kind, *parts, boundary='=_limite'):
    inside = b''.join(b'--' + boundary.encode() + b'\n' + one for one in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'
    return head.encode() + inside + b'--' + boundary.encode() + b'--\n'


def attached(raw):
    return b'Content-Type: message/rfc822\nContent-Disposition: attachment\n\n' + raw


def mail(content, frm=CNAM, subject='Votre service Mon espace santé a été créé', date=WHEN,
         fields='', to=TO, top=''):
    """A whole mail. `content`: a text, or a part's bytes. `top` stands above the other fields."""
    body = part(content) if isinstance(content, str) else content
    head = top
    head += f'From: {address(frm)}\n' if frm else ''
    head += f'To: {to}\n' if to else ''
    head += f'Subject: {word(subject)}\n' if subject is not None else ''
    head += f'Date: {date}\n' if date else ''
    head += f'Message-ID: <corpus.{abs(hash_of(content, subject, date))}@example.invalid>\n'
    return (head + fields).encode() + b'MIME-Version: 1.0\n' + body


def hash_of(*values):
    """The same in each run, as Python's own is not."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(repr(values))) % 10 ** 9


def notice(name, why, content, code=None, person=None, cases=None, sent=DAY, source='date',
           **fields):
    """A notice; `raw` is made of `content` unless given. Fields of Mail are taken out of `fields`,
    the others go to mail()."""
    own = {key: fields.pop(key) for key in ('authenticity', 'trust', 'delivered', 'reason')
           if key in fields}
    raw = fields.pop('raw', None) or mail(content, **fields)
    return Mail(name, why, raw, 'notice', cases or [(code, person)], sent, source, **own)


def other(kind, name, why, content, cases=(), **fields):
    """Of another kind, which has no date unless given."""
    own = {key: fields.pop(key)
           for key in ('authenticity', 'trust', 'delivered', 'reason', 'sent', 'source') if key in fields}
    raw = fields.pop('raw', None) or mail(content, **fields)
    return Mail(name, why, raw, kind, list(cases), **own)


def none(name, why, content, **fields):
    return other('none', name, why, content, **fields)


def short_rows(prefix, service, code):
    """What a table of short mails is written with: notices, harmless mail, wordings that no rule knows,
    and what follows a notice. Names begin with `prefix`; `service` writes what is not the CNAM's."""
    def yes(name, text, subject='Mon espace santé', code=code, person=None, why='', **fields):
        return notice(f'{prefix}-{name}', why, text, code, person, subject=subject, **fields)

    def no(name, subject, text, frm=service, why='', **fields):
        return none(f'{prefix}-{name}', why, text, frm=frm, subject=subject, **fields)

    def drift(name, subject, text, code=None, why='', **fields):
        return other('unrecognised', f'{prefix}-{name}', why, text, [(code, None)], sent=DAY,
                     source='date', subject=subject, **fields)

    def after(kind, name, subject, text, cases=(), why=''):
        return other(kind, f'{prefix}-{name}', why, text, cases, subject=subject, frm=service)

    return yes, no, drift, after


def nfd(text):
    return unicodedata.normalize('NFD', text)
