"""Notices, reminders and endings in the voices of many offices: roll-out, births, newly insured, other
schemes, represented adults; as a letter, as a leaflet, as three lines of a telephone."""
from build import notice, other, part

MSA = 'MSA Berry-Touraine <noreply@berry-touraine.msa.fr>'
MGEN = 'MGEN Assurance maladie obligatoire <information@mgen.fr>'
SERVICE = 'Mon espace santé <information@monespacesante.fr>'
CPAM = 'CPAM du Rhône <cpam-rhone@info.ameli.fr>'
CNMSS = 'CNMSS <ne-pas-repondre@cnmss.fr>'
SENT = 'Mon, 21 Feb 2022 09:00:00 +0100'
CODE = 'tG7kW2mQ9xLb'
OTHER_CODE = 'Zb4Nc8Vx1Jh6'
VOTRE = 'Votre Assurance Maladie <assurance-maladie@info.ameli.fr>'


def invitation(name, why, text, subject, code=CODE, person=None, **fields):
    return notice(f'inv-{name}', why, text, code, person, subject=subject, **fields)


def later(kind, name, why, text, subject, cases=(), sent=None, **fields):
    return other(kind, f'inv-{name}', why, text, cases, subject=subject, date=SENT, sent=sent,
                 source='body' if sent else None, **fields)


ROLL_OUT = [
    invitation('roll-out-long', 'the roll-out with the legal text below', '''Bonjour Madame, Bonjour Monsieur,

Votre service Mon espace santé a été créé : il vous suffit de l'activer !

Mon espace santé est un nouveau service public qui vous permet de stocker et de partager vos documents et
vos données de santé en toute confidentialité.

Pour activer votre espace, munissez-vous de votre carte Vitale et du code provisoire ci-dessous :

tG7kW2mQ9xLb

Ce code est valable jusqu'au 4 avril 2022.

Si vous ne souhaitez pas que Mon espace santé soit ouvert, vous pouvez vous y opposer dans les six semaines qui
suivent l'envoi de ce message, depuis le site monespacesante.fr ou en appelant le 3422.

Cordialement,
Votre Assurance Maladie

--
Conformément au règlement (UE) 2016/679 du 27 avril 2016 et à la loi n° 78-17 du 6 janvier 1978 modifiée,
vous disposez d'un droit d'accès, de rectification et d'opposition. Le traitement est mis en œuvre en
application de l'article L. 1111-13 du code de la santé publique et du décret n° 2021-1048 du 4 août 2021
relatif à la mise en œuvre de l'espace numérique de santé.''', 'Votre service Mon espace santé a été créé'),
    invitation('roll-out-friendly', 'first names and exclamation marks', '''Hello Jeanne !

Bonne nouvelle : Mon espace santé, votre carnet de santé numérique, arrive chez vous. Rien à faire, il se
créera tout seul dans 6 semaines. Envie de le découvrir dès maintenant ? Ou au contraire, pas envie du tout ?
Dans les deux cas, rendez-vous sur monespacesante.fr avec votre code perso provisoire tG7kW2mQ9xLb.

À très vite,
L'équipe de votre Assurance Maladie''', 'Jeanne, votre espace santé arrive !'),
    invitation('activate-or-oppose', 'no « six semaines », no date', '''Bonjour,

Nous vous invitons à vous rendre sur monespacesante.fr pour activer votre profil Mon espace santé ou vous
opposer à sa création.

Pour cela, votre code provisoire est le suivant : tG7kW2mQ9xLb.

L'Assurance Maladie''', 'Activez Mon espace santé ou opposez-vous à sa création'),
    invitation('very-formal', 'of another century', '''Madame, Monsieur,

J'ai l'honneur de vous faire connaître qu'en vertu des dispositions des articles L. 1111-13-1 et R. 1111-28 du
code de la santé publique, il sera procédé à l'ouverture de votre espace numérique de santé à l'expiration d'un
délai de quarante-deux jours courant à compter de l'envoi de la présente, à moins que vous n'y fassiez
opposition.

Votre opposition pourra être formée par voie dématérialisée au moyen du code confidentiel suivant :

tG7kW2mQ9xLb

Veuillez agréer, Madame, Monsieur, l'assurance de ma considération distinguée.''',
               'Ouverture de votre espace numérique de santé', frm=CNMSS),
    invitation('sms-like', 'as short as a telephone', 'Ameli : Mon espace santé ouvre dans 6 sem. Activer ou '
               'refuser : monespacesante.fr. Votre code tG7kW2mQ9xLb', 'Mon espace santé'),
    invitation('sms-like-2', 'no verb', 'Mon espace santé : à activer ou à refuser. Code provisoire tG7kW2mQ9xLb. '
               'Infos 3422.', 'Info Assurance Maladie'),
    invitation('until-date', 'the last day instead of the weeks', '''Bonjour,

Votre espace santé sera automatiquement ouvert le 17 mars 2022. Si vous n'en voulez pas, dites-le avant cette
date sur monespacesante.fr. Munissez-vous du code provisoire tG7kW2mQ9xLb.''', 'Votre espace santé'),
    invitation('questions', 'in questions and answers', '''Mon espace santé, c'est quoi ?
Votre nouveau carnet de santé numérique.

Dois-je faire quelque chose ?
Sans action de votre part, il sera créé dans six semaines.

Et si je n'en veux pas ?
Vous pouvez vous y opposer en ligne ou au 3422.

De quoi ai-je besoin ?
De votre carte Vitale et de ce code provisoire : tG7kW2mQ9xLb''', 'Mon espace santé en 4 questions'),
    invitation('no-service-subject', 'the subject names nothing', '''Bonjour,

Votre profil Mon espace santé est sur le point d'être ouvert. Vous avez la possibilité de refuser cette ouverture
pendant six semaines.

Code personnel : tG7kW2mQ9xLb''', 'Une information importante de votre caisse', frm=CPAM),
    invitation('html-button', 'a leaflet in HTML with buttons', part('''<html><head><style>.x{color:#fff}</style></head>
<body><table width="600"><tr><td><img src="https://statsndm.info.ameli.fr/m/logo.png" alt="Mon espace santé"></td></tr>
<tr><td><h1>Prenez en main votre sant&eacute;&nbsp;!</h1><p>Votre espace sant&eacute; a &eacute;t&eacute; cr&eacute;&eacute;.
Il s'ouvrira automatiquement dans six semaines.</p></td></tr><tr><td bgcolor="#eeeeee"><p>Votre code provisoire</p>
<p style="font-size:24px"><strong>tG7kW2mQ9xLb</strong></p></td></tr><tr><td><a href="https://statsndm.info.ameli.fr/m/aZ09bY18cX27">J'active</a>
&nbsp; <a href="https://statsndm.info.ameli.fr/m/dW36eV45fU54">Je m'oppose</a></td></tr></table></body></html>''', 'html'),
               'Votre service Mon espace santé a été créé'),
    invitation('html-two-paths', 'two columns', part('''<p>Mon espace sant&eacute; : &agrave; vous de choisir.</p><table><tr><th>Je
l'active</th><th>Je le refuse</th></tr><tr><td>Je me connecte avec mon code</td><td>Je le signale avant six
semaines</td></tr></table><p>Votre code provisoire&nbsp;:&nbsp;tG7kW2mQ9xLb</p>''', 'html'), 'À vous de choisir'),
    invitation('dear-member', 'a member of MGEN', '''Cher(e) adhérent(e),

En tant que gestionnaire de votre régime obligatoire, MGEN vous informe que votre espace numérique de santé va
être mis en place. À défaut d'opposition exprimée dans les 6 semaines, il deviendra effectif.

Code d'identification provisoire : tG7kW2mQ9xLb''', 'Votre espace numérique de santé', frm=MGEN),
    invitation('msa-farmer', 'MSA, without « opposer »', '''Bonjour,

Votre caisse de MSA vous informe : un profil Mon espace santé sera ouvert à votre nom d'ici six semaines. Vous
n'en souhaitez pas ? Signalez votre désaccord au 3422 ou en ligne grâce à ce code : tG7kW2mQ9xLb

La MSA Berry-Touraine''', 'MSA : votre nouvel espace santé', frm=MSA),
    invitation('newly-insured', 'someone who began to work in France', '''Bonjour Monsieur,

Bienvenue à l'Assurance Maladie ! Vous êtes désormais affilié à la CPAM du Rhône.

À ce titre, un profil Mon espace santé vous est proposé. Il sera ouvert six semaines après l'envoi de ce mail,
sauf si vous le refusez. Votre code d'accès provisoire : tG7kW2mQ9xLb''', 'Bienvenue ! Vos premiers pas', frm=CPAM),
    invitation('majority', 'a child that comes of age', '''Bonjour Hugo,

Vous avez eu 18 ans. Votre espace santé va être créé à votre nom ; vous pouvez l'activer ou vous opposer à sa
création. Le code provisoire à saisir est tG7kW2mQ9xLb.''', '18 ans : Mon espace santé'),
]

BIRTHS = [
    invitation('birth', 'an invitation after a birth', '''Chers parents,

Toutes nos félicitations pour la naissance de Maël.

Le profil Mon espace santé de votre enfant a été créé automatiquement. Nous vous invitons à l'activer, ou à vous
opposer à sa création, sur monespacesante.fr.

Code provisoire : tG7kW2mQ9xLb''', 'Invitation : le profil Mon espace santé de votre enfant', person='Maël'),
    invitation('birth-no-code', 'the code comes by post', '''Madame,

À la suite de la naissance de votre enfant, son profil Mon espace santé va être créé. Vous êtes invitée à l'activer
ou à vous y opposer. Le code provisoire nécessaire vous est adressé séparément par courrier.''',
               'Votre enfant et Mon espace santé', code=None),
    invitation('birth-born', 'with the birth date', '''Bonjour,

Votre enfant Maël, né le 12 janvier 2022, dispose d'un profil Mon espace santé qui sera activé automatiquement
dans six semaines, sauf opposition d'un de ses parents. Code provisoire de Maël : tG7kW2mQ9xLb''',
               'Le carnet de santé numérique de Maël', person='Maël'),
    invitation('represented', 'an adult under guardianship', '''Madame,

Vous représentez M. Robert Petit. Son espace santé sera ouvert à l'issue d'un délai de six semaines. En qualité de
tutrice de M. Robert Petit, vous pouvez l'activer ou vous opposer à son ouverture.

Code provisoire : tG7kW2mQ9xLb''', 'Mon espace santé de la personne que vous représentez', person='Robert Petit'),
    invitation('two-children', 'one letter for two', '''Bonjour,

Les profils Mon espace santé de vos enfants vont être créés. Activez-les ou opposez-vous à leur création :

- Maël : code provisoire tG7kW2mQ9xLb
- Jade : code provisoire Zb4Nc8Vx1Jh6''', 'Vos enfants et Mon espace santé', cases=[(CODE, 'Maël'), (OTHER_CODE, 'Jade')]),
    invitation('no-code-plain', 'no code, no weeks', '''Bonjour,

Votre espace santé va être automatiquement créé. Vous pouvez l'activer dès maintenant ou vous opposer à sa création.
Un code provisoire peut être généré sur le site avec votre carte Vitale.''', 'Mon espace santé', code=None),
    invitation('no-code-right', 'the right alone', '''Madame, Monsieur,

Nous vous informons de l'ouverture automatique de votre espace numérique de santé dans six semaines. Conformément à la
loi, vous disposez d'un droit d'opposition à cette ouverture.''', 'Information préalable à l\'ouverture', code=None,
               frm=MSA),
    invitation('mentions-documents', 'what will be in it, at length', '''Bonjour,

Votre espace santé a été créé. Vous y trouverez vos ordonnances, vos comptes rendus, vos résultats, une messagerie
sécurisée pour recevoir un message de votre médecin, un agenda pour vos rendez-vous et vos vaccinations. Vous
garderez la maîtrise des accès des professionnels.

Pour l'activer ou vous y opposer sous six semaines : code provisoire tG7kW2mQ9xLb''', 'Mon espace santé est prêt'),
    invitation('mentions-press', 'a line about the association and the law', '''Bonjour,

Comme tous les assurés, vous aurez bientôt votre espace santé. Sans refus de votre part d'ici six semaines, il sera
ouvert. Votre code confidentiel : tG7kW2mQ9xLb

Pour en savoir plus, lisez nos conseils sur ameli.fr et abonnez-vous à notre newsletter.''', 'Mon espace santé'),
    invitation('one-time-warning', 'warns of the one-time code that will come', '''Bonjour,

Votre espace santé sera créé dans six semaines. Pour l'activer ou vous y opposer, saisissez le code provisoire
tG7kW2mQ9xLb. Vous recevrez ensuite un code de sécurité à 6 chiffres par SMS.''', 'Mon espace santé'),
    invitation('consent-passive', 'refusal only as a noun', '''Bonjour,

Votre Mon espace santé sera ouvert prochainement. En cas de refus, merci de nous en informer au 3422 (code
confidentiel tG7kW2mQ9xLb) sous un délai de 6 semaines.''', 'Ouverture prochaine'),
]

REMINDERS = [
    later('reminder', 'reminder-three-weeks', '', 'Bonjour,\n\nIl y a trois semaines, nous vous avons informé de la création '
          'de votre espace santé. Il vous reste 3 semaines pour l\'activer ou vous y opposer.\n\nCode provisoire : '
          'tG7kW2mQ9xLb', 'Mon espace santé : plus que 3 semaines', [(CODE, None)]),
    later('reminder', 'reminder-dated', 'the notice\'s day in another form', 'Bonjour,\n\nRappel de notre courriel du '
          '03/02/2022 : votre espace santé sera créé, sauf opposition de votre part. Code provisoire : tG7kW2mQ9xLb',
          'Rappel : Mon espace santé', [(CODE, None)], sent='2022-02-03'),
    later('reminder', 'reminder-last-days', '', 'Bonjour,\n\nDerniers jours pour vous opposer à la création de votre espace '
          'santé ! Il sera créé automatiquement le 17 mars 2022.', 'Derniers jours'),
    later('reminder', 'reminder-relaunch', '', 'Madame, Monsieur,\n\nNous revenons vers vous car vous n\'avez pas encore fait '
          'votre choix concernant Mon espace santé. Vous pouvez encore l\'activer ou vous opposer. Code : tG7kW2mQ9xLb',
          'Avez-vous fait votre choix ?', [(CODE, None)]),
    later('reminder', 'reminder-child', '', 'Bonjour,\n\nRappel : vous n\'avez pas encore activé le profil Mon espace santé de '
          'votre enfant Maël. Vous pouvez aussi vous opposer à sa création.', 'Rappel', [(None, 'Maël')]),
]

ENDINGS = [
    later('opposition', 'opposed', '', 'Bonjour,\n\nNous vous confirmons la prise en compte de votre opposition à la création '
          'de votre profil Mon espace santé. Aucun profil ne sera créé.', 'Votre opposition'),
    later('opposition', 'opposed-wish', '', 'Madame,\n\nVotre souhait de vous opposer à la création de votre espace numérique '
          'de santé a bien été enregistré.', 'Mon espace santé'),
    later('opposition', 'opposed-child', '', 'Bonjour,\n\nVotre opposition à la création du profil Mon espace santé de votre '
          'enfant Maël est bien enregistrée. Le justificatif est joint à ce message.', 'Opposition enregistrée',
          [(None, 'Maël')]),
    later('opposition', 'opposed-feminine', '', 'Bonjour,\n\nVous vous êtes opposée à la création de Mon espace santé. Vous '
          'pourrez toujours changer d\'avis en le créant sur monespacesante.fr.', 'Confirmation'),
    later('opposition', 'closed', '', 'Bonjour,\n\nVotre espace santé a bien été clôturé. Vos données seront archivées dix '
          'ans.', 'Clôture de votre espace santé'),
    later('opposition', 'closed-request', '', 'Bonjour,\n\nNous avons bien enregistré votre demande de clôture de Mon espace '
          'santé. Elle sera effective sous 24 heures.', 'Votre demande de clôture'),
    later('activation', 'activated', '', 'Bonjour Jeanne,\n\nBravo, votre espace santé est activé ! Vous pouvez dès maintenant '
          'compléter votre profil médical.', 'Bienvenue'),
    later('activation', 'activated-child', '', 'Bonjour,\n\nVous avez activé le profil Mon espace santé de votre enfant '
          'Maël.', 'Profil activé', [(None, 'Maël')]),
    later('activation', 'activated-html', '', part('<p>F&eacute;licitations&nbsp;!</p><p>Votre profil <b>Mon espace '
          'sant&eacute;</b> a bien &eacute;t&eacute; <b>activ&eacute;</b>.</p>', 'html'), 'Mon espace santé'),
]

DRIFT = [
    other('unrecognised', f'inv-drift-{name}', why, text, [(code, None)], sent='2022-02-03', source='date', subject=subject,
          frm=frm) for name, why, text, subject, code, frm in [
        ('key', 'the code is called a key', 'Bonjour,\n\nMon espace santé évolue. Votre clé personnelle : tG7kW2mQ9xLb',
         'Votre clé', CODE, VOTRE),
        ('consent', 'consent is asked for in new words', 'Bonjour,\n\nMon espace santé : merci de nous indiquer votre choix '
         'avant la mise en service.', 'Votre choix', None, SERVICE),
        ('token', 'only a token shows', 'Bonjour,\n\nMon espace santé\n\ntG7kW2mQ9xLb\n\nL\'équipe', 'Mon espace santé', CODE,
         SERVICE),
        ('delay', 'a delay of days', 'Bonjour,\n\nMon espace santé : sans retour de votre part sous 42 jours, le service '
         'démarrera.', 'Démarrage', None, MSA)]
]

MAILS = ROLL_OUT + BIRTHS + REMINDERS + ENDINGS + DRIFT
