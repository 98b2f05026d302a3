"""The day of sending: dates in every form, what is none of them, and where the mail is silent."""
from build import notice, nfd

TEXT = '''{top}

Votre espace santé va être créé. Vous avez six semaines pour vous opposer à sa création.

Code provisoire : Hg5Fd8Sa2PoI
{end}'''
CODE = 'Hg5Fd8Sa2PoI'
LATER = 'Thu, 10 Feb 2022 08:00:00 +0100'  # a week after the day in the text


def dated(name, why, top='', end='', sent='2022-02-03', source='body', date=LATER, **fields):
    return notice(name, why, TEXT.format(top=top, end=end), CODE, sent=sent, source=source, date=date,
                  **fields)


FORMS = [
    dated(f'form-{name}', why, top) for name, why, top in [
        ('long', '', 'Paris, le 3 février 2022'),
        ('weekday', '', 'Le jeudi 3 février 2022'),
        ('padded', '', 'Rennes, le 03 février 2022'),
        ('short-month', '', 'Le 3 févr. 2022'),
        ('short-fev', 'another abbreviation', 'Le 3 fév. 2022'),
        ('no-accent', '', 'le 3 fevrier 2022'),
        ('capitals', '', 'PARIS, LE 3 FÉVRIER 2022'),
        ('nfd', 'decomposed', nfd('Paris, le 3 février 2022')),
        ('slashes', '', 'Date : 03/02/2022'),
        ('slashes-short', 'two digits of the year', 'Date : 03/02/22'),
        ('dots', '', 'Le 03.02.2022'),
        ('iso', '', 'Date d\'envoi : 2022-02-03'),
        ('nbsp', 'no-break spaces', 'Le 3\xa0février\xa02022'),
        ('narrow', 'narrow no-break spaces', 'Le 3\u202ffévrier\u202f2022'),
        ('send-label', '', 'Envoyé le : 3 février 2022'),
        ('without-le', '', 'Nantes, 3 février 2022'),
    ]
] + [
    dated('form-premier', '', 'Paris, le 1er février 2022', sent='2022-02-01'),
    dated('form-premier-superscript', '', 'Paris, le 1ᵉʳ février 2022', sent='2022-02-01'),
    dated('form-aout', 'the circumflex left out', 'Le 4 aout 2022', sent='2022-08-04',
          date='Mon, 08 Aug 2022 08:00:00 +0200'),
    dated('form-decembre', 'over the turn of the year', 'Le 28 DECEMBRE 2021', sent='2021-12-28',
          date='Tue, 04 Jan 2022 08:00:00 +0100'),
    dated('form-sept', '', 'Le 5 sept. 2022', sent='2022-09-05', date='Wed, 07 Sep 2022 08:00:00 +0200'),
    dated('form-end', 'at the end of the letter', end='Fait à Lyon, le 3 février 2022'),
]

TRAPS = [
    dated(f'trap-{name}', why, top, end, sent='2022-02-10', source='date')
    for name, why, top, end in [
        ('birth', 'a birth date within 30 days', 'Votre enfant, né le 20 janvier 2022', ''),
        ('birth-feminine', '', '', 'Enfant née le 20/01/2022'),
        ('birth-label', '', 'Date de naissance : 20/01/2022', ''),
        ('decree', 'a decree', '', 'En application du décret n° 2022-99 du 1er février 2022.'),
        ('law', 'a law, longer ago', '', 'Loi n° 2019-774 du 24 juillet 2019'),
        ('footer', 'the version of a footer', '', 'Mentions légales mises à jour le 25 janvier 2022'),
        ('since', 'the roll-out, more than 30 days before', 'Depuis le 1er janvier 2022', ''),
        ('impossible', 'a day that does not exist', 'Le 31 février 2022', ''),
        ('telephone', 'a number like a date', 'Tél. 01.02.20.22.00', ''),
        ('after', 'a day to come', 'Une réunion a lieu le 15 février 2022.', ''),
    ]
] + [
    dated('trap-validity', 'valid until a day to come', '', 'Code valable jusqu\'au 17 mars 2022.',
          sent='2022-02-10', source='date'),
    dated('trap-deadline', 'a last day that has passed when the mail is a month late',
          'Opposition possible au plus tard le 3 février 2022', sent='2022-02-10', source='date'),
    dated('edge-30', '30 days before the Date field: it counts', 'Paris, le 11 janvier 2022',
          sent='2022-01-11'),
    dated('edge-31', '31 days before: it does not', 'Paris, le 10 janvier 2022', sent='2022-02-10',
          source='date'),
    dated('same-day', 'a text of the Date field\'s own day', 'Paris, le 10 février 2022',
          sent='2022-02-10', source='body'),
    dated('two-dates', 'the earlier counts', 'Le 3 février 2022', 'Modifié le 5 février 2022'),
]

RECEIVED = ('Received: from smtp.ameli.fr by {by} with ESMTPS; {when}\n')
NO_DATE = dict(date=None)
ARRIVED = 'Fri, 11 Feb 2022 10:00:00 +0100'

FIELDS = [
    dated('no-date', 'no Date: the Received field', sent='2022-02-11', source='received',
          top='Bonjour,', date=None, fields=RECEIVED.format(by='mx.example.fr', when=ARRIVED)),
    dated('no-date-text', 'no Date, a text within 30 days of reception', 'Le 3 février 2022',
          date=None, fields=RECEIVED.format(by='mx.example.fr', when=ARRIVED)),
    dated('nothing', 'neither Date nor Received: the file\'s time', sent='2022-02-14',
          source='delivery', date=None, delivered='2022-02-14T12:00:00+01:00'),
    dated('bad-date', 'a Date that is none', sent='2022-02-11', source='received', date='hier soir',
          fields=RECEIVED.format(by='mx.example.fr', when=ARRIVED)),
    dated('date-after-reception', 'the sender\'s clock runs ahead', sent='2022-02-11',
          source='received', date='Fri, 25 Feb 2022 10:00:00 +0100',
          fields=RECEIVED.format(by='mx.example.fr', when=ARRIVED)),
    dated('date-to-come', 'a Date years ahead', sent='2022-02-14', source='delivery',
          date='Fri, 25 Feb 2039 10:00:00 +0100', delivered='2022-02-14T12:00:00+01:00'),
    dated('date-long-before', 'a Date months before reception counts', sent='2021-11-02',
          source='date', date='Tue, 02 Nov 2021 10:00:00 +0100',
          fields=RECEIVED.format(by='mx.example.fr', when=ARRIVED)),
    dated('border', 'the oldest Received of the trusted border, not the topmost', sent='2022-02-09',
          source='received', date=None, trust=('mx.example.fr',),
          fields=RECEIVED.format(by='store.example.fr', when=ARRIVED)
          + RECEIVED.format(by='mx.example.fr', when='Wed, 09 Feb 2022 10:00:00 +0100')
          + RECEIVED.format(by='smtp.info.ameli.fr', when='Mon, 07 Feb 2022 10:00:00 +0100')),
    dated('topmost', 'without trust the topmost', sent='2022-02-11', source='received', date=None,
          fields=RECEIVED.format(by='store.example.fr', when=ARRIVED)
          + RECEIVED.format(by='mx.example.fr', when='Wed, 09 Feb 2022 10:00:00 +0100')),
    dated('paris-midnight', 'half past eleven at night in UTC is the next day in Paris',
          sent='2022-02-04', source='date', date='Thu, 03 Feb 2022 23:30:00 +0000'),
    dated('paris-west', 'from west of the Atlantic', sent='2022-07-15', source='date',
          date='Thu, 14 Jul 2022 20:00:00 -0400'),
    dated('old-text-old-date', 'a text 30 days before an old Date, found in an archive now',
          'Paris, le 3 février 2022', sent='2022-02-03', source='body'),
]

MAILS = FORMS + TRAPS + FIELDS
