"""Reminders of a notice, and what ends a case: the opposition registered, the profile activated."""
from build import other, part

SENT = 'Mon, 07 Mar 2022 09:00:00 +0100'


def reminder(name, why, text, code=None, person=None, sent=None, subject='Mon espace santé', **fields):
    return other('reminder', name, why, text, [(code, person)] if code or person else (), sent=sent,
                 source='body' if sent else None, date=SENT, subject=subject, **fields)


def opposed(name, why, text, cases=(), subject='Mon espace santé', **fields):
    return other('opposition', name, why, text, cases, date=SENT, subject=subject, **fields)


def activated(name, why, text, cases=(), subject='Mon espace santé', **fields):
    return other('activation', name, why, text, cases, date=SENT, subject=subject, **fields)


REMINDERS = [
    reminder('reminder-subject', 'the subject says so', '''Bonjour,

Vous pouvez encore vous opposer à la création de votre espace santé.
Votre code provisoire : aB3dE5fG7hJ9''', 'aB3dE5fG7hJ9', subject='Rappel : Mon espace santé'),
    reminder('reminder-left', 'weeks that are left', '''Bonjour,

Il vous reste deux semaines pour activer votre espace santé ou vous opposer à sa création.
Code provisoire : aB3dE5fG7hJ9''', 'aB3dE5fG7hJ9'),
    reminder('reminder-only', '', '''Bonjour,

Plus que 10 jours pour faire votre choix : Mon espace santé sera créé automatiquement ensuite, sauf si
vous vous y opposez. Code : aB3dE5fG7hJ9''', 'aB3dE5fG7hJ9'),
    reminder('reminder-not-yet', 'no choice made so far', '''Bonjour,

Sauf erreur de notre part, vous n'avez pas encore exprimé votre choix pour Mon espace santé : activer ou
vous opposer. Votre code provisoire est toujours le même : aB3dE5fG7hJ9''', 'aB3dE5fG7hJ9'),
    reminder('reminder-dated', 'the notice\'s own day is stated', '''Bonjour,

Par courriel du 3 février 2022, nous vous avons informé de la création de Mon espace santé. Vous n'avez
pas encore activé votre profil. Vous pouvez vous y opposer avec le code aB3dE5fG7hJ9.''',
             'aB3dE5fG7hJ9', sent='2022-02-03'),
    reminder('reminder-dated-letter', 'a letter, dated by its weekday', '''Bonjour,

Vous n'avez pas encore répondu à notre courrier daté du jeudi 3 février 2022 sur l'ouverture de votre
espace santé. Il vous reste 10 jours pour vous opposer.''', sent='2022-02-03', subject='Relance'),
    reminder('reminder-dated-sent', 'another order of words', '''Bonjour,

Le 03/02/2022, nous vous avons adressé une information sur Mon espace santé. Il ne vous reste que quelques
jours pour vous y opposer.''', sent='2022-02-03', subject='Rappel'),
    reminder('reminder-last-day', 'a last day is no day of sending', '''Bonjour,

Dernier rappel : vous avez jusqu'au 17 mars 2022 pour vous opposer à la création de votre espace santé.
Code provisoire : aB3dE5fG7hJ9''', 'aB3dE5fG7hJ9'),
    reminder('reminder-child', 'of a child', '''Bonjour,

Rappel : le profil Mon espace santé de votre enfant Hugo n'est pas encore activé. Vous pouvez l'activer
ou vous opposer à sa création avec le code Kp8mW2xZ4qLs.''', 'Kp8mW2xZ4qLs', 'Hugo',
             subject='Rappel pour votre enfant'),
    reminder('reminder-html', '', part('''<p>Bonjour,</p><p><b>Il ne vous reste plus que 7 jours</b> pour vous
opposer &agrave; la cr&eacute;ation de Mon espace sant&eacute;.</p><p>Code&nbsp;provisoire&nbsp;:
<b>aB3dE5fG7hJ9</b></p>''', 'html'), 'aB3dE5fG7hJ9'),
]

OPPOSITIONS = [
    opposed('opposed-registered', '', '''Bonjour,

Votre opposition à la création de Mon espace santé a bien été enregistrée. Vous trouverez ci-joint le
justificatif au format PDF.'''),
    opposed('opposed-taken', '', '''Bonjour,

Nous avons bien pris en compte votre opposition. Mon espace santé ne sera pas créé.''',
            subject='Confirmation de votre choix'),
    opposed('opposed-you', '', 'Bonjour,\n\nVous vous êtes opposé à l\'ouverture de votre espace santé '
            'le 7 mars 2022. Vous pourrez changer d\'avis à tout moment.'),
    opposed('opposed-feminine', '', 'Madame,\n\nVous vous êtes opposée à la création de votre espace '
            'numérique de santé.'),
    opposed('opposed-child', 'of a child', 'Bonjour,\n\nVotre demande d\'opposition à la création de Mon '
            'espace santé pour votre enfant Hugo est enregistrée.', [(None, 'Hugo')]),
    opposed('opposed-refusal', 'called refusal', 'Bonjour,\n\nVotre refus de Mon espace santé a été pris '
            'en compte.'),
    opposed('opposed-acknowledged', '', 'Bonjour,\n\nNous accusons réception de votre demande d\'opposition '
            'à la création de Mon espace santé.'),
    opposed('opposed-follow', '', 'Bonjour,\n\nSuite à votre opposition, votre espace santé ne sera pas '
            'ouvert. Conservez ce justificatif.', subject='Justificatif d\'opposition'),
    opposed('opposed-subject', 'the subject alone says it', 'Bonjour,\n\nVotre choix concernant Mon espace '
            'santé est enregistré. Le justificatif est joint.', subject='Confirmation de votre opposition'),
    opposed('closed', 'closed later', 'Bonjour,\n\nVotre profil Mon espace santé a été clôturé à votre '
            'demande. Vos données sont conservées dix ans.', subject='Clôture de Mon espace santé'),
    opposed('closed-taken', '', 'Bonjour,\n\nVotre demande de clôture de Mon espace santé a bien été prise '
            'en compte.'),
    opposed('opposed-html', '', part('<p>Bonjour,</p><table><tr><td>Votre <b>opposition</b> &agrave; la '
            'cr&eacute;ation de <b>Mon espace sant&eacute;</b></td></tr><tr><td>a bien &eacute;t&eacute; '
            'enregistr&eacute;e.</td></tr></table>', 'html')),
]

ACTIVATIONS = [
    activated('activated', '', 'Bonjour,\n\nVotre profil Mon espace santé est désormais activé. Bienvenue !'),
    activated('activated-you', '', 'Bonjour,\n\nVous venez d\'activer Mon espace santé. Complétez votre '
              'profil médical.', subject='Bienvenue dans Mon espace santé'),
    activated('activated-account', '', 'Bonjour,\n\nVotre compte Mon espace santé a bien été activé.'),
    activated('activated-confirm', '', 'Bonjour,\n\nNous vous confirmons l\'activation de Mon espace santé.'),
    activated('activated-child', '', 'Bonjour,\n\nLe profil Mon espace santé de votre enfant Hugo est '
              'maintenant actif.', [(None, 'Hugo')]),
    activated('activated-space', '', 'Bonjour,\n\nL\'activation de votre espace santé est terminée. Vous '
              'pourrez le clôturer à tout moment.'),
]

MAILS = REMINDERS + OPPOSITIONS + ACTIVATIONS
