"""Metamorphic variants: one notice in every dress that a mail can wear, with the same finding."""
import base64
import html
import itertools
import textwrap

from build import CNAM, Mail, attached, encode, mail, multipart, nfd

AMELI = CNAM.split('<')[1].rstrip('>')
FRIEND = 'Paul Martin <paul.martin@example.org>'
LATER = 'Sun, 20 Feb 2022 18:30:00 +0100'
SUBJECT = 'Votre espace santé'

# (name, text, cases): paragraphs parted by empty lines.
NOTICES = [
    ('classic', '''Bonjour,

Votre espace numérique de santé va être ouvert. Vous disposez de six semaines pour l'activer ou vous opposer à son ouverture sur monespacesante.fr.

Votre code provisoire : aB3dE5fG7hJ9

Par téléphone : 3422, du lundi au vendredi.

Votre caisse d'assurance maladie''', [('aB3dE5fG7hJ9', None)]),
    ('child', '''Madame, Monsieur,

Vous êtes invité à activer le profil Mon espace santé de votre enfant Léa, ou à vous opposer à sa création dans un délai de 6 semaines.

Code provisoire de Léa : Kp8mW2xZ4qLs

L'Assurance Maladie''', [('Kp8mW2xZ4qLs', 'Léa')]),
    ('children', '''Bonjour,

Les profils Mon espace santé de vos enfants seront créés dans six semaines, sauf si vous vous y opposez.

Pour votre enfant Léa, code provisoire : aB3dE5fG7hJ9

Pour votre enfant Hugo, code provisoire : Kp8mW2xZ4qLs

Cordialement''', [('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    ('no-code', '''Bonjour,

Sans opposition de votre part dans un délai de six semaines, votre espace santé sera automatiquement créé. Le code nécessaire vous parviendra par courrier.

Votre Assurance Maladie''', [(None, None)]),
]

# Python's name of the charset, and the mail's.
CHARSETS = [('utf-8', 'utf-8'), ('latin-1', 'iso-8859-1'), ('iso8859-15', 'ISO-8859-15'),
            ('cp1252', 'Windows-1252'), ('mac-roman', 'macintosh'), ('utf-16', 'utf-16'),
            ('utf-7', 'utf-7')]
ENCODINGS = ['quoted-printable', 'base64', '8bit']


def whole(text):
    return text


def wrapped(text):
    return '\n'.join(textwrap.fill(line, 60) for line in text.split('\n'))


def curly(text):
    return text.replace("'", '’').replace(' :', '\xa0:')


def spaced(text):
    return text.replace(' :', '\xa0:').replace('six semaines', 'six\xa0semaines')


TEXTS = [whole, wrapped, curly, spaced]
UNICODE_TEXTS = [nfd, lambda text: text.replace('code', 'co\u200bde').replace('santé', 'san\xadté')]


def blocks(text):
    """Paragraphs, each with its line breaks."""
    return [html.escape(block).replace('\n', '<br>\n') for block in text.split('\n\n')]


def page_plain(text):
    return ''.join(f'<p>{block}</p>' for block in blocks(text))


def page_breaks(text):
    return '<div>' + html.escape(text).replace('\n', '<br>\n') + '</div>'


def page_table(text):
    rows = ''.join(f'<tr><td style="padding:8px">{block}</td></tr>' for block in blocks(text))
    return f'<center><table width="100%"><tbody>{rows}</tbody></table></center>'


def page_bold(text):
    shown = '<br/><br/>'.join(blocks(text))
    for code in ('aB3dE5fG7hJ9', 'Kp8mW2xZ4qLs'):
        shown = shown.replace(code, f'<b><span style="font-size:18px">{code[:5]}</span>{code[5:]}</b>')
    return shown.replace('santé', '<i>sant&eacute;</i>')


PAGES = [page_plain, page_breaks, page_table, page_bold]


def body(text, kind, charset, cte):
    python, label = charset
    if python == 'utf-16' and cte != 'base64':
        cte = 'base64'
    head = f'Content-Type: text/{kind}; charset="{label}"\nContent-Transfer-Encoding: {cte}\n\n'
    return head.encode() + encode(text, python, cte) + b'\n'


def structures(text, charset, cte):
    yield 'plain', body(text, 'plain', charset, cte)
    for page in PAGES:
        inner = body(f'<html><head><title>x</title></head><body>{page(text)}</body></html>', 'html',
                     charset, cte)
        yield page.__name__, inner
    alternative = multipart('alternative', body(text, 'plain', charset, cte), inner)
    yield 'alternative', alternative
    yield 'nested', multipart('mixed', multipart('related', alternative, boundary='r'),
                              boundary='m')


def dressed():
    """Each text in each charset, encoding and structure: name, text, cases, content."""
    for (name, text, cases), charset, cte in itertools.product(NOTICES, CHARSETS, ENCODINGS):
        forms = TEXTS + (UNICODE_TEXTS if charset[0].startswith('utf') else [])
        for number, form in enumerate(forms):
            if charset[0] == 'iso8859-15' and form is curly or \
                    charset[0] == 'latin-1' and form is curly:
                continue  # these have no curly apostrophe
            for structure, content in structures(form(text), charset, cte):
                yield f'{name}-{charset[0]}-{cte}-{number}-{structure}', text, cases, content


FORWARDS = {
    'gmail': f'Pour toi.\n\n---------- Forwarded message ---------\nDe : Votre Assurance Maladie <{AMELI}>\n'
             'Date: jeu. 3 févr. 2022 à 09:12\nSubject: {subject}\nTo: <p@example.org>\n\n\n{text}\n',
    'outlook': f'________________________________\nDe : Votre Assurance Maladie <{AMELI}>\nEnvoyé : jeudi 3 '
               'février 2022 09:12\nÀ : Paul Martin\nObjet : {subject}\n\n{text}\n',
    'apple': f'Begin forwarded message:\n\nFrom: Votre Assurance Maladie <{AMELI}>\nSubject: {{subject}}\n'
             'Date: 3 February 2022 at 09:12:44 CET\nTo: p@example.org\n\n{text}\n',
    'thunderbird': '-------- Message transféré --------\nSujet : {subject}\nDate : Thu, 3 Feb 2022 09:12:44 '
                   f'+0100\nDe : Votre Assurance Maladie <{AMELI}>\nPour : p@example.org\n\n{{text}}\n',
    'roundcube': '-------- Message original --------\nObjet: {subject}\nDate: 2022-02-03 09:12\nDe: Votre '
                 f'Assurance Maladie <{AMELI}>\nÀ: p@example.org\n\n{{text}}\n',
}
LIST = 'List-Id: <l.example.org>\nList-Post: <mailto:l@l.example.org>\nPrecedence: list\n'


def reordered(raw):
    """The header's fields from the last to the first; a folded one stays whole."""
    head, rest = raw.split(b'\n\n', 1)
    fields = head.replace(b'\n ', b'\0 ').replace(b'\n\t', b'\0\t').split(b'\n')
    return b'\n'.join(reversed(fields)).replace(b'\0', b'\n') + b'\n\n' + rest


def wrapped_ways(content):
    raw = mail(content, subject=SUBJECT)
    yield 'direct', raw, 'date'
    yield 'reordered', reordered(raw), 'date'
    yield 'crlf', raw.replace(b'\n', b'\r\n'), 'date'
    yield 'list', mail(content, subject=f'[liste] {SUBJECT}', fields=LIST), 'date'
    yield 'attached', mail(multipart('mixed', b'\nVoir.\n', attached(raw), boundary='w'), frm=FRIEND,
                           subject='TR', date=LATER), 'original'
    yield 'attached-base64', mail(
        multipart('mixed', b'\nVoir.\n', b'Content-Type: message/rfc822\nContent-Transfer-Encoding: '
                  b'base64\n\n' + base64.encodebytes(raw), boundary='w'), frm=FRIEND,
        subject='Fwd', date=LATER), 'original'


def variants():
    for name, _, cases, content in dressed():
        for way, raw, source in wrapped_ways(content):
            yield Mail(f'{name}-{way}', 'a variant', raw, 'notice', cases, '2022-02-03', source)
    for (name, text, cases), (client, form), charset, cte in itertools.product(
            NOTICES, FORWARDS.items(), CHARSETS[:4], ENCODINGS):
        forward = form.replace('{subject}', SUBJECT).replace('{text}', text)
        for structure, content in structures(forward, charset, cte):
            yield Mail(f'{name}-{client}-{charset[0]}-{cte}-{structure}', 'a forward',
                       mail(content, frm=FRIEND, subject=f'TR: {SUBJECT}', date=LATER), 'notice',
                       cases, '2022-02-03', 'original')
