"""Notices as different senders would word them: schemes, years, lengths, with a code and without."""
from build import mail, none, notice, other, part

MSA = 'MSA Grand Sud <ne-pas-repondre@grandsud.msa.fr>'
MINISTRY = 'Ministère des Solidarités et de la Santé <information@sante.gouv.fr>'
SERVICE = 'Mon espace santé <ne-pas-repondre@monespacesante.fr>'


def child(name, why, text, code, person='Louise', subject='Mon espace santé de votre enfant', **fields):
    return notice(name, why, text, code, person, subject=subject, **fields)


WITH_CODE = [
    notice('formal', 'a letter', '''Madame, Monsieur,

Dans le cadre de la loi du 24 juillet 2019 relative à l'organisation et à la transformation du système
de santé, chaque assuré dispose désormais d'un espace numérique de santé. Votre profil sera donc
ouvert d'office, sauf si vous vous y opposez dans un délai de six semaines à compter de l'envoi du
présent courriel.

Afin d'exercer votre choix, vous devrez renseigner le code confidentiel suivant : Wq5Er8Ty2UiO

Je vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées.

Le directeur de la caisse primaire''', 'Wq5Er8Ty2UiO', subject='Information sur vos droits'),
    notice('msa', 'the agricultural scheme', '''Bonjour,

La MSA vous informe de la création prochaine de votre espace personnel de santé en ligne, Mon espace
santé. Si vous ne souhaitez pas en disposer, vous avez 6 semaines pour nous le faire savoir, sur
www.monespacesante.fr ou au 3422.

Munissez-vous pour cela de ce code : Pa3Sd6Fg9HjK

Votre MSA''', 'Pa3Sd6Fg9HjK', frm=MSA, subject='Votre espace santé arrive'),
    notice('msa-local', 'a local domain of a likely form', '''Bonjour,

Mon espace santé, votre nouveau service, s'ouvre bientôt pour vous. Pour refuser sa création,
connectez-vous avant six semaines avec le code provisoire Pa3Sd6Fg9HjK.

Votre MSA Dordogne, Lot-et-Garonne''', 'Pa3Sd6Fg9HjK', subject='Mon espace santé',
           frm='MSA <contact@msa24-47.fr>'),
    notice('mgen', 'the teachers\' scheme', '''Chère adhérente, cher adhérent,

Votre Mon espace santé sera automatiquement créé au terme d'un délai de 6 semaines. Vous êtes libre de
vous y opposer : rendez-vous sur monespacesante.fr, rubrique « Refuser », avec le code temporaire
ci-dessous.

Code temporaire : Lk9Jh6Gf3DsA

L'équipe MGEN''', 'Lk9Jh6Gf3DsA', frm='MGEN <noreply@info.mgen.fr>',
           subject='Mon espace santé : ce que vous devez savoir'),
    notice('ministry', '', '''Madame, Monsieur,

Le ministère des Solidarités et de la Santé et l'Assurance Maladie mettent à votre disposition Mon
espace santé. Il sera activé automatiquement dans six semaines. Vous pouvez vous y opposer en vous
munissant de votre code d'opposition : Mn4Bv7Cx1ZaQ.''', 'Mn4Bv7Cx1ZaQ', frm=MINISTRY,
           subject='Mon espace santé, votre carnet de santé numérique'),
    notice('short', 'three lines', 'Mon espace santé va être créé pour vous. Activez-le ou refusez-le '
           'sous 6 semaines.\nCode : Az1Er2Ty3Ui4\nwww.monespacesante.fr', 'Az1Er2Ty3Ui4',
           frm=SERVICE, subject='Mon espace santé'),
    notice('one-line', '', 'Votre espace santé ouvrira dans 42 jours sauf refus : code Az1Er2Ty3Ui4.',
           'Az1Er2Ty3Ui4', subject='Mon espace santé'),
    notice('cnmss', 'the military', '''Bonjour,

Sauf opposition de votre part exprimée dans le mois et demi qui suit ce message, la CNMSS procédera à
l'ouverture de votre espace numérique de santé. Identifiants nécessaires : votre carte Vitale et le
code secret Ty7Ui4Op1QsD.''', 'Ty7Ui4Op1QsD', frm='CNMSS <information@cnmss.fr>',
           subject='Ouverture de votre espace numérique de santé'),
    notice('year-2022-long', 'the words of the roll-out, with what the service offers', '''Bonjour,

Bienvenue dans Mon espace santé ! Vous y retrouverez bientôt vos ordonnances, vos résultats de biologie
et vos vaccinations, et une messagerie pour échanger avec vos professionnels de santé. Un agenda vous
rappellera vos rendez-vous.

Comment faire ?
1. Rendez-vous sur monespacesante.fr
2. Saisissez votre code provisoire : Gh2Jk5Lm8NpQ
3. Choisissez d'activer votre espace, ou de ne pas l'activer

Si vous n'exprimez aucun choix d'ici six semaines, il sera créé automatiquement.

Vos données sont hébergées en France. Besoin d'aide ? 3422, du lundi au vendredi de 8h30 à 17h30.''',
           'Gh2Jk5Lm8NpQ'),
    notice('confirm-words', 'a notice that says how the choice is confirmed', '''Bonjour,

Votre espace santé sera ouvert dans 6 semaines. Pour vous y opposer, saisissez votre code provisoire
Gh2Jk5Lm8NpQ sur monespacesante.fr. Une fois votre opposition enregistrée, un justificatif au format
PDF vous sera remis. Lorsque votre profil est activé, vous recevez un courriel de confirmation.''',
           'Gh2Jk5Lm8NpQ'),
    notice('reminder-words', 'a notice with « pour rappel »', '''Bonjour,

Pour rappel, la loi prévoit un espace de santé pour chacun. Le vôtre, Mon espace santé, sera créé dans
six semaines si vous ne vous y opposez pas. Nous vous rappelons que ce service est gratuit.

Code provisoire : Gh2Jk5Lm8NpQ''', 'Gh2Jk5Lm8NpQ', subject='Création de Mon espace santé'),
    notice('html-newsletter', 'laid out as a newsletter, with its footer', part('''<html><body bgcolor="#fff">
<table width=600><tr><td><a href="https://statsndm.info.ameli.fr/m/AbC123dEf456">Voir en ligne</a></td></tr>
<tr><td><img src="cid:logo" alt="Assurance Maladie - Agir ensemble, protéger chacun"></td></tr>
<tr><td><h1>Mon espace santé : votre profil est prêt à être ouvert</h1></td></tr>
<tr><td>Madame, Monsieur,<br><br>Vous avez <b>six semaines</b> pour <b>activer</b> ou <b>vous opposer</b>
à l'ouverture de votre profil.</td></tr>
<tr><td><table><tr><td>Votre<br>code<br>provisoire</td><td>&nbsp;</td><td style="font-size:22px">Vb6Nm9Qw3ErT
</td></tr></table></td></tr>
<tr><td><a href="https://www.monespacesante.fr/enrolement">J'active ou je m'oppose</a></td></tr>
<tr><td style="font-size:9px">Vous recevez ce courriel car vous êtes assuré. Gérer mes abonnements |
Se désabonner | Mentions légales. © Assurance Maladie 2021</td></tr></table></body></html>''', 'html'),
           'Vb6Nm9Qw3ErT', subject='Mon espace santé : activez votre profil'),
    notice('esante', 'the agency', '''Bonjour,

Nous allons ouvrir Mon espace santé pour vous. Votre accord n'est pas requis, mais vous pouvez dire non
à cette ouverture pendant les six semaines qui suivent cet envoi, à l'aide du code d'invitation
Re5Ty8Ui2OpM.''', 'Re5Ty8Ui2OpM', frm='Agence du numérique en santé <contact@esante.gouv.fr>',
           subject='Mon espace santé'),
    notice('decline', 'other words for opposing', '''Bonjour,

Un espace santé vous est proposé et sera mis en place automatiquement. Vous pouvez décliner cette
proposition, ou y renoncer, pendant quarante-deux jours.

Votre code d'identification : Re5Ty8Ui2OpM''', 'Re5Ty8Ui2OpM', subject='Votre espace santé'),
    notice('upper', 'all in capitals', '''BONJOUR,

VOTRE ESPACE SANTÉ SERA OUVERT DANS SIX SEMAINES. VOUS POUVEZ VOUS OPPOSER À SON OUVERTURE.

CODE PROVISOIRE : RE5TY8UI2OPM''', 'RE5TY8UI2OPM', subject='VOTRE ESPACE SANTÉ'),
    notice('no-accents', 'accents left out', '''Bonjour,

Votre Espace Sante sera ouvert dans six semaines. Vous pouvez vous opposer a sa creation.

Code provisoire : Re5Ty8Ui2OpM''', 'Re5Ty8Ui2OpM', subject='Votre espace sante'),
    notice('no-subject', 'the subject is empty', '''Votre espace santé sera ouvert dans six semaines ; vous
pouvez vous opposer à sa création avec le code provisoire Re5Ty8Ui2OpM.''', 'Re5Ty8Ui2OpM', subject=''),
    notice('no-message-id', 'no To and no Message-ID', '', 'Re5Ty8Ui2OpM', raw=mail(
        'Votre espace santé sera ouvert dans six semaines ; vous pouvez vous opposer à sa création avec '
        'le code provisoire Re5Ty8Ui2OpM.', to=None).replace(b'Message-ID', b'X-Nothing')),
]

CHILDREN = [
    child('invitation', 'today\'s invitation, no date, no six weeks', '''Madame, Monsieur,

L'Assurance Maladie vous félicite pour la naissance de Louise et vous invite à découvrir son carnet
de santé numérique. Activez Mon espace santé pour votre enfant Louise, ou opposez-vous à sa création.

Code provisoire de l'enfant : Tr4Yu7Io1PqS''', 'Tr4Yu7Io1PqS'),
    child('invitation-html', '', part('''<p>Bonjour,</p><p>Vous venez de déclarer votre enfant
<strong>Louise</strong> : son profil Mon espace santé peut être activé.</p><p>En tant que parent, vous
pouvez :</p><ul><li>activer son profil,</li><li>vous opposer à sa création.</li></ul>
<p>Son code provisoire&nbsp;:</p><p><b>Tr4Yu7Io1PqS</b></p>''', 'html'), 'Tr4Yu7Io1PqS'),
    child('invitation-no-code', 'the code comes by post', '''Bonjour,

Vous êtes invité à activer le profil Mon espace santé de votre enfant Louise, ou à vous opposer à sa
création. Un courrier contenant son code vous parviendra sous quelques jours.''', None),
    child('invitation-site', 'the site makes the code', '''Bonjour,

Le profil Mon espace santé de votre enfant Louise sera automatiquement créé. Pour l'activer ou vous y
opposer, rendez-vous sur monespacesante.fr et choisissez « Générer un code provisoire ».''', None),
    child('invitation-nameless', 'the child is not named', '''Bonjour,

Votre enfant aura bientôt son profil Mon espace santé. Vous avez six semaines pour l'activer ou refuser
sa création. Code de votre enfant : Tr4Yu7Io1PqS''', 'Tr4Yu7Io1PqS', None),
    child('invitation-tutor', 'the legal representative', '''Madame, Monsieur,

Vous êtes le représentant légal de Louise. À ce titre, il vous revient d'activer son espace numérique de
santé ou de vous opposer à son ouverture dans les six semaines.

Code confidentiel de Louise : Tr4Yu7Io1PqS''', 'Tr4Yu7Io1PqS'),
]

WITHOUT_CODE = [
    notice('no-code-2022', 'the mail says it, the letter has the code', '''Bonjour,

Votre service Mon espace santé sera créé dans six semaines. Vous pouvez vous y opposer dès maintenant,
à l'aide du code qui figure dans le courrier que vous allez recevoir, ou au 3422.''', None),
    notice('no-code-3422', 'by telephone only', '''Bonjour,

Sans opposition de votre part dans un délai de six semaines, votre espace santé sera ouvert. Pour
exercer votre droit d'opposition, appelez le 3422.''', None, subject='Ouverture de votre espace santé'),
    notice('no-code-date', 'a last day is named', '''Bonjour,

Votre espace santé sera ouvert automatiquement le 17 mars 2022. Si vous ne le souhaitez pas, faites-le
savoir avant le 17 mars 2022 sur monespacesante.fr.''', None, subject='Votre espace santé'),
]

# An official sender, words that no rule knows: the alarm.
DRIFT = [
    other('unrecognised', 'drift-words', 'nobody would have written a rule for it', '''Bonjour,

Mon espace santé se met en place dans votre département. Le jeton qui vous est attribué permet de faire
connaître votre décision.''', [(None, None)], sent='2022-02-03', source='date',
          subject='Votre décision'),
    other('unrecognised', 'drift-token', 'a token of the code\'s form, and no label',
          'Mon espace santé\n\nTr4Yu7Io1PqS\n\nÀ bientôt.', [('Tr4Yu7Io1PqS', None)],
          sent='2022-02-03', source='date', subject='Information'),
    none('foreign-words', 'the same words from nobody official',
         'Mon espace santé se met en place dans votre département.', frm='Ana <ana@example.org>',
         subject='Votre décision'),
]

MAILS = WITH_CODE + CHILDREN + WITHOUT_CODE + DRIFT
