"""The day of sending, once more: letters' heads in many hands, words around a date that tell what it is, and
the fields and clocks of mail that is late, early, or silent."""
from build import nfd, notice, other, part

TEXT = '''{top}

Madame, Monsieur,

Votre espace santé va être créé. Vous avez six semaines pour vous opposer à sa création. {middle}

Votre code provisoire : Rk5Tn8Wd2YbM
{end}'''
CODE = 'Rk5Tn8Wd2YbM'
WHEN = 'Tue, 15 Mar 2022 10:00:00 +0100'
OWN = '2022-03-15'


def day(name, why='', top='Bonjour,', middle='', end='', sent=OWN, source='date', date=WHEN, **fields):
    text = TEXT.format(top=top, middle=middle, end=end)
    return notice(f'on-{name}', why, fields.pop('content', None) or text, CODE, sent=sent, source=source, date=date, **fields)


# All of these are 2022-03-07, a Monday, eight days before the mail.
FORMS = [day(f'form-{n}', why, top, sent='2022-03-07', source='body') for n, (top, why) in enumerate([
    ('Paris, le 7 mars 2022', ''),
    ('À Paris, le lundi 7 mars 2022', 'with the weekday'),
    ('Saint-Étienne-du-Rouvray, le 07 mars 2022', 'a long place, a leading zero'),
    ('Paris le 7 mars 2022', 'no comma'),
    ('LILLE, LE 7 MARS 2022', 'upper case'),
    ('Lundi 7 mars 2022', ''),
    ('Lun. 7 mars 2022', 'the weekday abbreviated'),
    ('Le 7/3/2022', 'single digits'),
    ('Le 07/03/22', 'a short year'),
    ('Paris, le 07.03.2022', 'points'),
    ('Date: 2022-03-07', 'ISO'),
    ('Date :\n07/03/2022', 'on its own line'),
    ('Le\xa07\xa0mars\xa02022', 'no-break spaces'),
    ('Le 7\u202fmars\u202f2022', 'narrow no-break spaces'),
    ('Fait le 7 mars 2022.', 'a full stop'),
    ('Courrier du 7 mars 2022', 'a word of sending'),
    ('Date d\'envoi : lundi 7 mars 2022 à 09:00', 'with its hour'),
    ('Émis le 7 mars 2022', ''),
    ('Nos réf. : AB/2022/114 – Paris, le 7 mars 2022', 'behind a reference'),
    ('Le sept mars 2022\n\nLe 7 mars 2022', 'once in words, once in digits'),
    ('Édité le : 07-03-2022', 'dashes'),
    ('Paris, ce 7 mars 2022', ''),
])] + [
    day('form-premier', '', 'Paris, le 1er mars 2022', sent='2022-03-01', source='body'),
    day('form-premier-capital', '', 'PARIS, LE 1ER MARS 2022', sent='2022-03-01', source='body'),
    day('form-premier-sup', 'superscript in HTML', content=part(
        '<p>Paris, le 1<sup>er</sup> mars 2022</p><p>Votre espace sant&eacute; va &ecirc;tre cr&eacute;&eacute;. Vous avez six semaines pour '
        'vous y opposer.</p><p>Code provisoire : Rk5Tn8Wd2YbM</p>', 'html'), sent='2022-03-01', source='body'),
    day('form-nfd', 'decomposed', nfd('Le 23 février 2022'), sent='2022-02-23', source='body'),
    day('form-fevr', 'abbreviated', 'Le 23 févr. 2022', sent='2022-02-23', source='body'),
    day('form-fevrier-capital', 'without its accent', 'LE 23 FEVRIER 2022', sent='2022-02-23', source='body'),
    day('form-html-cells', 'in a table', content=part(
        '<table><tr><td>Date</td><td>23/02/2022</td></tr><tr><td>Objet</td><td>Votre espace sant&eacute;</td></tr></table><p>Il va &ecirc;tre '
        'cr&eacute;&eacute;. Vous avez six semaines pour vous y opposer.</p><p>Code provisoire : Rk5Tn8Wd2YbM</p>', 'html'),
        sent='2022-02-23', source='body'),
    day('form-subject', 'the subject is no letter: its date may be anything', subject='Mon espace santé – courrier du 7 mars 2022'),
    day('form-aout', 'in August', 'Nice, le 3 aout 2022', sent='2022-08-03', source='body', date='Fri, 05 Aug 2022 10:00:00 +0200'),
    day('form-aout-capital', '', 'NICE, LE 3 AOUT 2022', sent='2022-08-03', source='body', date='Fri, 05 Aug 2022 10:00:00 +0200'),
    day('form-dec', 'over the turn of the year', 'Nice, le 20 déc. 2021', sent='2021-12-20', source='body',
        date='Mon, 03 Jan 2022 10:00:00 +0100'),
    day('form-juil', '', 'Nice, le 29 juil. 2022', sent='2022-07-29', source='body', date='Fri, 05 Aug 2022 10:00:00 +0200'),
    day('form-leap', 'a leap day', 'Nice, le 29 février 2024', sent='2024-02-29', source='body', date='Fri, 08 Mar 2024 10:00:00 +0100'),
]

# What is no day of sending, each within the 30 days before the mail.
OTHERS = [day(f'not-{n}', why, **where) for n, (why, where) in enumerate([
    ('a birth', dict(middle='Votre enfant est né le 1er mars 2022.')),
    ('a birth with a comma', dict(top='Concerne : votre fille, née à Lyon, le 1er mars 2022')),
    ('a birth in a label', dict(end='Date de naissance de l\'enfant : 01/03/2022')),
    ('born, in a bracket', dict(end='Assuré (né le 01/03/2022)')),
    ('declared at birth', dict(middle='Suite à la naissance de votre enfant le 1er mars 2022, ce profil sera ouvert.')),
    ('valid until', dict(middle='Ce code est valable jusqu\'au 14 mars 2022.')),
    ('valid until, short', dict(middle='Validité du code : 14/03/2022')),
    ('a last day', dict(middle='Vous devez répondre avant le 14 mars 2022.')),
    ('a last day, put otherwise', dict(middle='Date limite de réponse : 14/03/2022')),
    ('at the latest', dict(middle='Répondez au plus tard le lundi 14 mars 2022.')),
    ('up to and with', dict(middle='Vous avez jusqu\'au 14 mars 2022 inclus pour répondre.')),
    ('expires', dict(middle='Votre code expirera le 14 mars 2022.')),
    ('the decree', dict(end='Décret du 2 mars 2022 relatif à l\'espace numérique de santé')),
    ('an order', dict(end='Arrêté du 2 mars 2022 (JORF du 3 mars 2022)')),
    ('the law as amended', dict(end='Loi n° 78-17 du 6 janvier 1978, modifiée par l\'ordonnance du 2 mars 2022')),
    ('an article in force', dict(end='Article R. 1111-28, version en vigueur depuis le 2 mars 2022')),
    ('the footer\'s own version', dict(end='Notice – version du 2 mars 2022')),
    ('the privacy notice', dict(end='Politique de confidentialité mise à jour le 2 mars 2022')),
    ('a copyright', dict(end='© L\'Assurance Maladie, 2 mars 2022')),
    ('a press article quoted', dict(end='Source : article publié le 2 mars 2022')),
    ('the space opens later', dict(middle='Il sera ouvert le 26 avril 2022.')),
    ('an appointment to come', dict(middle='Permanence le 22 mars 2022 à 14h dans votre agence.')),
    ('the end of an insurance', dict(middle='Vos droits sont ouverts jusqu\'au 10 mars 2022.')),
    ('the roll-out, long ago', dict(middle='Le service existe depuis le 3 janvier 2022.')),
    ('31 days before', dict(top='Paris, le 12 février 2022')),
    ('no such day', dict(top='Paris, le 30 février 2022')),
    ('a day without its year', dict(top='Paris, le 7 mars')),
    ('a number like a date', dict(end='Tél. : 07.03.20.22.11 – Dossier 07/03/2022/114')),
    ('a date in an address of the web', dict(end='https://www.ameli.fr/actualites/2022-03-07/mon-espace-sante')),
])]
SAID = [
    day('edge-30', '30 days before: it counts', 'Paris, le 13 février 2022', sent='2022-02-13', source='body'),
    day('same', 'the Date field\'s own day', 'Paris, le 15 mars 2022', sent=OWN, source='body'),
    day('two', 'the letter and its footer', 'Paris, le 7 mars 2022', end='Mentions légales mises à jour le 1er mars 2022', sent='2022-03-07',
        source='body'),
    day('compter', 'the weeks run from a day', middle='Ce délai court à compter du 7 mars 2022.', sent='2022-03-07', source='body'),
    day('from-to', 'sent and last day in one sentence', middle='Notre courrier du 7 mars 2022 vous permet de répondre jusqu\'au 18 avril 2022.',
        sent='2022-03-07', source='body'),
    day('birth-then-letter', 'a birth, and the letter\'s own day', 'Enfant né le 20 février 2022\n\nParis, le 7 mars 2022', sent='2022-03-07',
        source='body'),
]

RECEIVED = 'Received: from {a} by {by} with ESMTPS; {when}\n'


def hop(by, when, a='a.example'):
    return RECEIVED.format(a=a, by=by, when=when)


FIELDS = [
    day('field-late-zone', 'half past eleven at night in London', date='Mon, 14 Mar 2022 23:30:00 +0000', sent='2022-03-15'),
    day('field-early-zone', 'early in the morning in Auckland', date='Tue, 15 Mar 2022 06:00:00 +1300', sent='2022-03-14'),
    day('field-no-seconds', '', date='Tue, 15 Mar 2022 10:00 +0100'),
    day('field-no-weekday', '', date='15 Mar 2022 10:00:00 +0100'),
    day('field-gmt', 'a zone by name', date='Mon, 14 Mar 2022 23:10:00 GMT', sent='2022-03-15'),
    day('field-comment', 'a comment', date='Tue, 15 Mar 2022 00:30:00 +0100 (CET)'),
    day('field-spring', 'the hour that does not exist, in UTC', date='Sun, 27 Mar 2022 01:30:00 +0000', sent='2022-03-27'),
    day('field-spring-night', 'summer time has begun: 22:30 UTC is the next day', date='Sun, 27 Mar 2022 22:30:00 +0000', sent='2022-03-28'),
    day('field-winter-night', '22:30 UTC is the same day in winter', date='Sat, 26 Mar 2022 22:30:00 +0000', sent='2022-03-26'),
    day('field-autumn', 'the night that summer time ends', date='Sun, 30 Oct 2022 22:30:00 +0000', sent='2022-10-30'),
    day('field-autumn-before', 'the evening before: summer time still', date='Sat, 29 Oct 2022 22:30:00 +0000', sent='2022-10-30'),
    day('field-absurd-future', 'a year far ahead', date='Tue, 15 Mar 2094 10:00:00 +0100', sent='2022-03-16', source='received',
        fields=hop('mx.example.fr', 'Wed, 16 Mar 2022 09:00:00 +0100')),
    day('field-text-after', 'a letter dated after it arrived', 'Paris, le 21 mars 2022', fields=hop('mx.example.fr', WHEN)),
    day('field-clock-ahead', 'the sender\'s clock runs a day ahead, and the letter tells the day', 'Paris, le 14 mars 2022',
        date='Wed, 16 Mar 2022 10:00:00 +0100', sent='2022-03-14', source='body', fields=hop('mx.example.fr', WHEN)),
    day('field-trusted', 'the border\'s oldest hop', date=None, sent='2022-03-15', source='received', trust=('mx.example.fr',),
        fields=hop('imap.example.fr', 'Fri, 18 Mar 2022 10:00:00 +0100') + hop('mx2.example.fr', WHEN)
        + hop('out.ameli.fr', 'Wed, 09 Mar 2022 10:00:00 +0100')),
    day('field-untrusted', 'nobody is trusted: the topmost', date=None, sent='2022-03-18', source='received',
        fields=hop('imap.example.fr', 'Fri, 18 Mar 2022 10:00:00 +0100') + hop('mx2.example.fr', WHEN)
        + hop('out.ameli.fr', 'Wed, 09 Mar 2022 10:00:00 +0100')),
    day('field-trusted-elsewhere', 'the trusted id is not among the hops', date=None, sent='2022-03-18', source='received',
        trust=('mx.other.example',), fields=hop('imap.example.fr', 'Fri, 18 Mar 2022 10:00:00 +0100') + hop('mx2.example.fr', WHEN)),
    day('field-internal', 'internal hops above the border', date=None, sent='2022-03-15', source='received', trust=('mx.example.fr',),
        fields=hop('localhost', 'Fri, 18 Mar 2022 10:00:00 +0100') + hop('10.0.0.4', 'Thu, 17 Mar 2022 10:00:00 +0100')
        + hop('mx.example.fr', WHEN) + hop('out.ameli.fr', 'Wed, 09 Mar 2022 10:00:00 +0100')),
    day('field-delivery', 'the file\'s time alone', date=None, sent='2022-03-20', source='delivery', delivered='2022-03-20T00:30:00+01:00'),
    day('field-delivery-text', 'a letter within 30 days of the file', 'Paris, le 7 mars 2022', date=None, sent='2022-03-07', source='body',
        delivered='2022-03-20T12:00:00+01:00'),
    day('field-delivery-old-text', 'a letter long before the file', 'Paris, le 7 janvier 2022', date=None, sent='2022-03-20',
        source='delivery', delivered='2022-03-20T12:00:00+01:00'),
    day('field-delivery-before-date', 'a file older than its mail says: the clock ran ahead', sent='2022-03-10', source='delivery',
        delivered='2022-03-10T12:00:00+01:00'),
    day('field-garbage', 'a Date of no kind', date='mardi 15 mars', sent='2022-03-16', source='received',
        fields=hop('mx.example.fr', 'Wed, 16 Mar 2022 09:00:00 +0100')),
]

REMINDERS = [
    other('reminder', f'on-reminder-{n}', why, f'Bonjour,\n\n{text}', [(CODE, None)], sent=sent, source='body' if sent else None, date=WHEN,
          subject='Rappel : Mon espace santé') for n, (text, sent, why) in enumerate([
        ('Nous vous avons adressé le 7 mars 2022 un courriel sur Mon espace santé. Vous pouvez encore vous opposer. Code provisoire : Rk5Tn8Wd2YbM',
         '2022-03-07', 'stated'),
        ('Le 1er mars 2022, vous avez reçu un courrier : votre espace santé sera créé, sauf opposition. Code provisoire : Rk5Tn8Wd2YbM',
         '2022-03-01', 'stated, a letter'),
        ('Paris, le 14 mars 2022\n\nVous pouvez encore vous opposer à la création de votre espace santé. Code provisoire : Rk5Tn8Wd2YbM', None,
         'its own day is not the notice\'s'),
        ('Vous avez jusqu\'au 18 avril 2022 pour vous opposer à la création de votre espace santé. Code provisoire : Rk5Tn8Wd2YbM', None,
         'a last day'),
        ('Par message du 7 février 2022, nous vous informions de la création de votre espace santé ; il vous reste une semaine pour vous y opposer. '
         'Code provisoire : Rk5Tn8Wd2YbM', '2022-02-07', 'stated, more than 30 days ago'),
    ])
]

# The day of something else, or a reference; then the letter's own day in more words.
MORE = [day(f'other-{n}', **where) for n, where in enumerate([
    dict(middle='Suite à votre rendez-vous du 1er mars 2022, ce profil sera ouvert.'),
    dict(end='Document généré automatiquement. Version 2 du 02/03/2022'),
    dict(end='Dernière mise à jour : 2 mars 2022'),
    dict(end='Mentions légales au 2 mars 2022'),
    dict(middle='Le code a une validité limitée : 14/03/2022.'),
    dict(middle='Délai de réponse : 14 mars 2022'),
    dict(middle='Le délai prend fin le 14 mars 2022.'),
    dict(middle='Passé le 14 mars 2022, votre espace sera ouvert.'),
    dict(middle='Au-delà du 14 mars 2022, il ne sera plus possible de refuser.'),
    dict(middle='Votre espace sera créé le 14 mars 2022.'),
    dict(middle='Date d\'expiration du code : 14/03/2022'),
    dict(middle='Code provisoire (à utiliser avant le 14 mars 2022).'),
    dict(middle='Fin de validité : 14.03.2022'),
    dict(end='En application du décret n° 2021-1048 du 4 août 2021, modifié par le décret n° 2022-300 du 1er mars 2022.'),
    dict(end='(JO du 2 mars 2022)'),
    dict(end='Délibération de la CNIL n° 2022-021 du 1er mars 2022'),
    dict(end='RGPD – politique du 1er mars 2022'),
    dict(middle='Nous avons été informés de la naissance, le 1er mars 2022, de votre enfant.'),
    dict(end='Né·e le 01/03/2022'),
    dict(end='Date de naissance\n\n01/03/2022'),
    dict(end='Votre carte Vitale expire en avril. Votre consultation du 01/03/2022 a été remboursée.'),
    dict(end='Ouverture de l\'agence : à compter du 21 mars 2022'),
    dict(middle='Vous êtes affilié depuis le 1er mars 2022.'),
    dict(middle='Vos droits sont ouverts depuis le 1er mars 2022.'),
])] + [day(f'own-{n}', sent='2022-03-07', source='body', **where) for n, where in enumerate([
    dict(top='Toulouse, le lundi 07/03/2022'),
    dict(top='Le lundi 7 mars 2022, à Toulouse'),
    dict(top='TOULOUSE LE 07/03/2022'),
    dict(top='Toulouse, le 7 Mars 2022'),
    dict(top='Date de l\'envoi : 07/03/2022'),
    dict(top='Date du courrier\t07/03/2022'),
    dict(middle='Le délai de six semaines court à partir de la date d\'envoi du présent courriel, soit le 7 mars 2022.'),
    dict(middle='Ce message vous a été envoyé le 7 mars 2022.'),
    dict(middle='Vous avez six semaines à compter du 7 mars 2022, soit jusqu\'au 18 avril 2022 inclus.'),
    dict(middle='Courriel envoyé le 07/03/2022 à 08:30:00'),
    dict(end='Fait à Toulouse, le 7 mars 2022, pour valoir ce que de droit.'),
    dict(top='7 mars 2022'),
    dict(top='Lundi 7 mars 2022 - Toulouse'),
    dict(top='Le 7  mars  2022'),
    dict(top='Toulouse,\nle 7 mars\n2022'),
    dict(top='Toulouse, le 7 MARS 2022.'),
    dict(top='Le « 7 mars 2022 »'),
    dict(top='Le 07 / 03 / 2022'),
    dict(top='Le 7-mars-2022'),
    dict(top='Valence, le 7 mars 2022'),
    dict(top='Avant-propos. Le 7 mars 2022'),
    dict(top='La Loire, le 7 mars 2022'),
    dict(top='Naissance et santé\nRennes, le 7 mars 2022'),
    dict(top='Objet : validité de vos droits\nRennes, le 7 mars 2022'),
    dict(top='Référence : article 12\n\nLe 7 mars 2022'),
    dict(top='Mme Née Martin\nLe 7 mars 2022'),
    dict(top='Paris, le 7 mars 2022', middle='Le décret du 4 août 2021 le prévoit. Un enfant est né le 1er mars 2022.'),
])]
NEXT = hop('mx.example.fr', 'Wed, 16 Mar 2022 09:00:00 +0100')
LATE = hop('mx.example.fr', 'Fri, 18 Mar 2022 10:00:00 +0100')
CLOCKS = [
    day('clock-end', 'a last day, in a mail without a Date', middle='Le délai prend fin le 14 mars 2022.', date=None, sent='2022-03-20',
        source='delivery', delivered='2022-03-20T12:00:00+01:00'),
    day('clock-will-be', 'what will be, in a mail without a Date', middle='Votre espace sera ouvert le 14 mars 2022.', date=None,
        sent='2022-03-20', source='delivery', delivered='2022-03-20T12:00:00+01:00'),
    day('clock-short-year', '', date='Tue, 15 Mar 22 10:00:00 +0100'),
    day('clock-cet', 'a zone by its name', date='Tue, 15 Mar 2022 10:00:00 CET'),
    day('clock-utc-comment', '', date='Tue, 15 Mar 2022 10:00:00 +0000 (UTC)'),
    day('clock-unknown-zone', '', date='Tue, 15 Mar 2022 10:00:00 -0000'),
    day('clock-24', 'no such hour', date='Tue, 15 Mar 2022 24:00:00 +0100', fields=NEXT, sent='2022-03-16', source='received'),
    day('clock-32', 'no such day', date='Tue, 32 Mar 2022 10:00:00 +0100', fields=NEXT, sent='2022-03-16', source='received'),
    day('clock-absurd-zone', 'no such zone', date='Tue, 15 Mar 2022 10:00:00 +9900', fields=NEXT),
    day('clock-empty', 'a Date without a value', date='', top='Date:\n', fields=NEXT, sent='2022-03-16', source='received',
        content=TEXT.format(top='Bonjour,', middle='', end='')),
    day('clock-1999', 'however long before reception', date='Mon, 15 Mar 1999 10:00:00 +0100', fields=NEXT, sent='1999-03-15'),
    day('clock-new-year', 'the next year in Paris', date='Sat, 31 Dec 2022 23:30:00 +0000', sent='2023-01-01'),
    day('clock-dst-end', 'the hour before summer time ends', date='Sun, 30 Oct 2022 00:30:00 +0200', sent='2022-10-30'),
    day('clock-bad-hop', 'a hop without a time', date=None, fields='Received: from a by b; garbage\n' + NEXT, sent='2022-03-16',
        source='received'),
    day('clock-local-hop', 'folded, with a comment', date=None, fields='Received: by mx.example.fr (Postfix, from userid 5)\n\tid ABC; '
        'Wed, 16 Mar 2022 09:00:00 +0100 (CET)\n', sent='2022-03-16', source='received'),
    day('clock-own-id-below', 'a hop below a foreign one is not the border\'s', date=None, trust=('mx.example.fr',),
        fields=LATE + hop('out.ameli.fr', 'Wed, 09 Mar 2022 10:00:00 +0100') + hop('mx.example.fr', 'Mon, 07 Mar 2022 10:00:00 +0100'),
        sent='2022-03-18', source='received'),
    day('clock-after-border', 'a Date after the border took it', date='Wed, 23 Mar 2022 10:00:00 +0100', trust=('mx.example.fr',),
        fields=LATE, sent='2022-03-18', source='received'),
]

MAILS = FORMS + OTHERS + SAID + FIELDS + REMINDERS + MORE + CLOCKS
