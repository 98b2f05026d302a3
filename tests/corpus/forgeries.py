"""Those who pose as the service, and what only looks like it."""
from build import none, notice, part

TEXT = '''Votre espace santé sera ouvert dans six semaines, sauf opposition de votre part.

Code provisoire : Sd5Fg7Hj9KlM'''
CODE = 'Sd5Fg7Hj9KlM'
RESULTS = 'Authentication-Results: mx.example.fr; dmarc=pass header.from={}\n'


def forged(name, why, frm, **fields):
    fields = {'content': TEXT, 'code': CODE, 'authenticity': 'forged', **fields}
    return notice(name, why, frm=frm, **fields)


def passed(name, why, frm):
    """DMARC of the impostor's own domain passes, which proves nothing."""
    domain = frm.rsplit('@', 1)[1].rstrip('>')
    return forged(name, why, frm, top=RESULTS.format(domain), trust=('mx.example.fr',))


POSING = [
    forged('display-name', 'an official name', 'Assurance Maladie <no-reply@roofandfloor.example>'),
    forged('display-name-your', '', 'Votre Assurance Maladie <contact@mailer.example>'),
    forged('display-name-service', '', 'Mon espace santé <x@promo.example>'),
    forged('display-address', 'an official address as name',
           '"assurance-maladie@info.ameli.fr" <x@evil.example>'),
    forged('display-domain', 'an official host as name', 'monespacesante.fr <x@evil.example>'),
    forged('display-encoded', 'in an encoded word', '=?utf-8?q?L=E2=80=99Assurance_Maladie?= <x@evil.example>'),
    forged('display-accents', 'another spelling of the name', 'MON ESPACE SANTE <x@evil.example>'),
    forged('display-cyrillic', 'letters that look alike', 'Assuranсe Мaladie <x@evil.example>'),
    forged('display-zero-width', 'zero-width characters within', 'Assur\u200bance Mala\u200bdie <x@evil.example>'),
    passed('look-alike-com', 'another top-level domain', 'x@ameli.com'),
    passed('look-alike-top', '', 'x@ameli-assurance-maladie.top'),
    passed('look-alike-sub', 'an official domain before a foreign one', 'x@ameli.fr.example.com'),
    passed('look-alike-sub-mes', '', 'x@info.monespacesante.fr.verif.example'),
    passed('look-alike-hyphens', '', 'x@mon-espace-sante.net'),
    passed('look-alike-hyphen-fr', 'as people would write it', 'x@mon-espace-sante.fr'),
    passed('look-alike-digit', 'a one for an l', 'x@ame1i.fr'),
    passed('look-alike-capital', 'a capital i for an l', 'x@ameIi.fr'),
    passed('look-alike-rn', 'rn for m', 'x@arneli.fr'),
    passed('look-alike-punycode', 'a Cyrillic letter as A-label', 'x@' + 'аmeli'.encode('idna').decode() + '.fr'),
    passed('look-alike-punycode-mes', '', 'x@' + 'monеspacesante'.encode('idna').decode() + '.fr'),
    passed('look-alike-accent', 'an accent in the domain', 'x@' + 'monespacesanté'.encode('idna').decode() + '.fr'),
    forged('reply-to', 'an official name, the answer goes elsewhere',
           'Assurance Maladie <x@evil.example>', fields='Reply-To: assurance-maladie@info.ameli.fr\n'),
    forged('phishing', 'asks for a card, within 48 hours', 'Assurance Maladie <no-reply@vitale.example>',
           content=part('''<p>Votre espace santé sera ouvert dans six semaines. Pour vous y opposer, confirmez votre carte bancaire
sous 48h : <a href="https://ameli.fr.verif.example/">www.ameli.fr</a></p><p>Code provisoire : Sd5Fg7Hj9KlM</p>''',
                        'html')),
]

OTHERS = [
    none('phishing-vitale', 'nothing of the service in it', 'Votre carte Vitale 2026 est prête à être expédiée. '
         'Réglez les frais sous 24h.', subject='Votre carte Vitale', authenticity='forged',
         frm='Ameli <x@evil.example>'),
    none('namesake', 'a person whose name is none of these', 'Salut !', frm='Amélie Santé <amelie@example.org>',
         subject='Salut'),
    none('assurance', 'an insurer of cars', 'Votre contrat.', frm='Assurance Auto <x@assur.example>',
         subject='Contrat'),
    none('domain-piece', 'a word within a longer one', 'Bonjour', frm='x@camelia.example', subject='Fleurs'),
    notice('official-reply-to', 'an official From, an odd Reply-To: not forged by that alone', TEXT, CODE,
           fields='Reply-To: x@example.org\n'),
    notice('official-sub', 'below an official domain', TEXT, CODE, frm='x@courriel.cpam75.ameli.fr'),
    notice('official-bare', 'an address alone', TEXT, CODE, frm='assurance-maladie@info.ameli.fr'),
    notice('official-case', 'the domain in capitals', TEXT, CODE, frm='Assurance-Maladie@INFO.AMELI.FR'),
]

MAILS = POSING + OTHERS
