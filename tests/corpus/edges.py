"""Where one kind borders on another: notices that read like news, news that reads like a notice, changed
wordings among harmless words, harmless mail with the words of a notice."""
from build import CNAM, part, short_rows

SERVICE = 'Mon espace santé <ne-pas-repondre@monespacesante.fr>'
MSA = 'MSA Alpes Vaucluse <contact@alpesvaucluse.msa.fr>'
ENIM = 'Enim <information@enim.eu>'
CODE = 'Hc3Jv8Lp5XwZ'
yes, no, drift, after = short_rows('edge', SERVICE, CODE)

NOTICES = [
    yes('each-insured', 'Bonjour,\n\nComme chaque assuré, vous disposez bientôt de Mon espace santé. Il sera créé automatiquement dans six '
        'semaines, sauf si vous vous y opposez. Le code nécessaire vous parviendra par courrier.', code=None, why='begins like an article'),
    yes('millions', 'Bonjour,\n\nDéjà 10 millions de Français utilisent Mon espace santé. C\'est votre tour ! Sans opposition de votre part '
        'sous 6 semaines, votre profil sera ouvert. Code provisoire : Hc3Jv8Lp5XwZ', why='begins with figures'),
    yes('how-to-oppose', 'Bonjour,\n\nVotre espace santé s\'ouvrira dans six semaines.\n\nComment s\'y opposer ? En ligne ou au 3422, avec le code '
        'confidentiel Hc3Jv8Lp5XwZ.', why='« comment s\'y opposer »'),
    yes('newsletter-footer', 'Bonjour,\n\nVotre espace santé s\'ouvrira dans six semaines, sauf refus. Code confidentiel : Hc3Jv8Lp5XwZ\n\nRetrouvez '
        'toutes nos actualités. Gérer mes abonnements aux newsletters.', why='with the foot of a newsletter'),
    yes('like-a-document', 'Bonjour,\n\nUn nouveau document vous attend : l\'information sur la création de votre espace santé. Vous pouvez vous y '
        'opposer dans un délai de six semaines.\n\nCode provisoire : Hc3Jv8Lp5XwZ', why='comes like a document'),
    yes('sms-code', 'Mon espace santé sera créé pour vous sous 6 semaines. Pour refuser : monespacesante.fr, code Hc3Jv8Lp5XwZ, puis le code à 6 '
        'chiffres reçu par SMS.', why='two kinds of codes'),
    yes('survey-below', 'Bonjour,\n\nVotre espace santé va être créé. Activez-le ou opposez-vous à sa création dans les six semaines. Code provisoire : '
        'Hc3Jv8Lp5XwZ\n\nCe message vous a-t-il été utile ? Donnez votre avis.', why='a survey below'),
    yes('fraud-below', 'Bonjour,\n\nVotre espace santé va être créé, sauf si vous vous y opposez avant six semaines. Le code vous sera adressé par '
        'courrier.\n\nAttention aux courriels frauduleux : nous ne vous demandons jamais de mot de passe.', code=None, why='a warning below'),
    yes('payment-above', 'Bonjour,\n\nRemboursements, attestations : votre compte ameli vous suit. Et maintenant, votre espace santé va être créé. '
        'Vous avez six semaines pour vous opposer à sa création.\nCode provisoire : Hc3Jv8Lp5XwZ', why='begins with payments'),
    yes('enim', 'Bonjour,\n\nEn tant qu\'assuré de l\'Enim, un espace numérique de santé vous sera ouvert à l\'issue d\'un délai de six semaines. Si vous n\'y '
        'êtes pas favorable, exprimez-le avec le code provisoire Hc3Jv8Lp5XwZ.', frm=ENIM, why='seafarers'),
    yes('if-opposed', 'Bonjour,\n\nVotre profil Mon espace santé va être créé dans six semaines. Si vous vous êtes opposé à sa création, vous ne recevrez '
        'plus de message. Code provisoire : Hc3Jv8Lp5XwZ', why='tells of an opposition that may come'),
    yes('if-activated', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines, sauf opposition. Une fois que votre profil est activé, vous pouvez '
        'le fermer à tout moment. Code provisoire : Hc3Jv8Lp5XwZ', why='tells of an activation that may come'),
    yes('reminder-words', 'Bonjour,\n\nPour rappel, chaque naissance donne lieu à la création d\'un profil. Le profil Mon espace santé de votre enfant va être '
        'créé ; vous avez six semaines pour vous y opposer. Code provisoire : Hc3Jv8Lp5XwZ', why='« pour rappel »'),
    yes('you-will-receive', 'Bonjour,\n\nVotre espace santé sera automatiquement ouvert dans six semaines si vous ne vous y opposez pas. Vous allez recevoir un '
        'courrier contenant un code provisoire.', code=None, why='« vous allez recevoir »'),
]

HARMLESS = [
    no('doc-six-weeks', 'Votre arrêt de travail', 'Bonjour,\n\nVotre arrêt de travail de six semaines a été déposé dans Mon espace santé.', why='six weeks of '
       'something else'),
    no('message-opened', 'Message lu', 'Bonjour,\n\nLe Dr Roux a ouvert votre message dans la messagerie de Mon espace santé.'),
    no('agenda', 'Agenda', 'Bonjour,\n\nDeux rendez-vous ont été ajoutés à votre agenda Mon espace santé cette semaine.'),
    no('vaccine-2', 'Rappel DTP', 'Bonjour,\n\nD\'après Mon espace santé, votre rappel de vaccin DTP est à faire avant le 12 avril 2022.', why='a reminder of a '
       'vaccine'),
    no('screening-2', 'Invitation', 'Bonjour,\n\nVous êtes invitée au dépistage du cancer du col de l\'utérus. L\'invitation et son code-barres sont dans Mon '
       'espace santé.'),
    no('sync-stop', 'Synchronisation interrompue', 'Bonjour,\n\nLa synchronisation entre Mon espace santé et Withings a été interrompue. Activez-la de nouveau '
       'dans vos paramètres.'),
    no('export-2', 'Vos données sont prêtes', 'Bonjour,\n\nL\'export demandé le 2 février 2022 est prêt. Téléchargez-le dans Mon espace santé avant le 9 '
       'février 2022.'),
    no('delete-2', 'Suppression effectuée', 'Bonjour,\n\nLes données que vous nous avez demandé de supprimer de Mon espace santé l\'ont été.'),
    no('otp-5', 'Code de vérification', 'Bonjour,\n\nVous avez souhaité changer de numéro de téléphone dans Mon espace santé. Votre code : 204 918. Si vous '
       'n\'êtes pas à l\'origine de cette demande, ignorez ce message.'),
    no('asked-3', 'Mon espace santé', 'Bonjour,\n\nVous avez demandé l\'envoi d\'un code provisoire. Le voici :\n\nHc3Jv8Lp5XwZ\n\nIl est valable quinze jours.'),
    no('asked-4', 'Votre code provisoire', 'Bonjour,\n\nVotre demande de code a été traitée. Code provisoire Mon espace santé : Hc3Jv8Lp5XwZ'),
    no('asked-5', 'Renvoi de votre code', 'Bonjour,\n\nComme convenu par téléphone avec nos conseillers du 3422, nous vous renvoyons votre code provisoire Mon espace '
       'santé : Hc3Jv8Lp5XwZ', why='asked for by telephone'),
    no('asked-6', 'Votre code', 'Bonjour,\n\nVoici le code demandé pour accéder à Mon espace santé : Hc3Jv8Lp5XwZ'),
    no('payment-4', 'Paiement effectué', 'Bonjour,\n\nUn paiement de 54,20 € vous a été adressé. Mon espace santé : pensez à activer votre profil.', CNAM),
    no('payment-5', 'Vos prestations de février', 'Bonjour,\n\nRetrouvez le détail de vos prestations en ligne.\n\nMon espace santé : le carnet de santé numérique '
       'ouvert à tous.', MSA),
    no('news-2', 'Infos pratiques', 'Bonjour,\n\nCe mois-ci dans votre lettre d\'information :\n- la grippe ;\n- Mon espace santé, activer ou s\'opposer ?\n- vos '
       'démarches.', CNAM),
    no('news-3', 'Tout savoir sur Mon espace santé', 'Bonjour,\n\nQu\'est-ce que Mon espace santé ? Un carnet de santé numérique ouvert à tous les assurés. Qui peut '
       's\'opposer à sa création ? Tous les usagers, pendant six semaines après le courrier. Pour en savoir plus, rendez-vous sur ameli.fr.', CNAM),
    no('news-4', 'Le fil d\'actualité', part('<h2>Le fil d\'actualit&eacute;</h2><p>Mon espace sant&eacute; : les assur&eacute;s ont six semaines pour '
       's\'opposer. <a href="https://www.ameli.fr/a">Lire la suite</a></p>', 'html'), CNAM),
    no('press-2', 'Invitation presse', 'Madame, Monsieur,\n\nLe directeur vous convie à une conférence de presse sur le lancement de Mon espace santé et le droit '
       'd\'opposition des usagers.', CNAM),
    no('survey-3', 'Enquête de satisfaction', 'Bonjour,\n\nVous avez récemment activé votre espace santé. Quelques questions sur votre expérience vous attendent.', SERVICE),
    no('survey-4', 'Votre avis', 'Bonjour,\n\nVous avez appelé le 3422 au sujet de la création de votre espace santé. Êtes-vous satisfait de notre réponse ?', CNAM),
    no('secure', 'Protégez votre compte', 'Bonjour,\n\nNe communiquez jamais votre code d\'accès Mon espace santé. Un conseiller ne vous le demandera pas.', CNAM),
    no('birthday', 'Joyeux anniversaire', 'Bonjour,\n\nMon espace santé a un an ! Merci de votre confiance. Découvrez en images une année de nouveautés.'),
    no('minor-16', 'Vous avez 16 ans', 'Bonjour Léa,\n\nÀ 16 ans, tu peux déclarer ton médecin traitant. Retrouve tes vaccins dans Mon espace santé.'),
    no('carte', 'Carte Vitale', 'Bonjour,\n\nVotre carte Vitale a été activée. Pensez aussi à consulter Mon espace santé.', CNAM, why='the card was activated'),
    no('ameli-opened', 'Votre compte ameli', 'Bonjour,\n\nVotre compte ameli a été ouvert. Pour vos documents de santé, voyez Mon espace santé.', CNAM,
       why='another account was opened'),
]

DRIFT = [
    drift('drift-documents', 'Votre décision', 'Bonjour,\n\nMon espace santé se prépare. Vous y retrouverez vos documents, vos ordonnances et vos rendez-vous. '
          'Faites-nous part de votre décision.', why='a choice among harmless words'),
    drift('drift-renounce', 'Mon espace santé', 'Bonjour,\n\nVos documents et vos messages vous attendent dans Mon espace santé. Vous pouvez y renoncer avec votre '
          'identifiant provisoire.', why='« renoncer »'),
    drift('drift-silence', 'Mon espace santé', 'Bonjour,\n\nMon espace santé et sa messagerie seront mis en service sans réponse de votre part.', why='silence'),
    drift('drift-token', 'Mon espace santé', 'Bonjour,\n\nUn nouveau message vous attend.\n\nHc3Jv8Lp5XwZ\n\nMon espace santé', CODE, why='a token among harmless words'),
    drift('drift-key', 'Votre clé', 'Bonjour,\n\nVotre clé pour Mon espace santé : Hc3Jv8Lp5XwZ. Elle vous permet de consulter vos documents ou de tout arrêter.', CODE),
    drift('drift-payment', 'Mon espace santé', 'Bonjour,\n\nRemboursements, documents : tout sera dans Mon espace santé, sauf désaccord. Munissez-vous de votre '
          'sésame.', why='payments named'),
    drift('drift-english', 'Your health space', 'Hello,\n\nMon espace santé will be opened for you. You may object. Access key: Hc3Jv8Lp5XwZ', CODE, why='in English'),
    drift('drift-survey', 'Mon espace santé : votre choix', 'Bonjour,\n\nVotre avis compte : dites-nous, avant la mise en service de Mon espace santé, si vous en '
          'voulez.', why='like a survey'),
]

ENDINGS = [
    after(kind, name, subject, f'Bonjour,\n\n{text}', cases, why) for kind, name, why, subject, text, cases in [
        ('opposition', 'opposed-1', '', 'Votre demande', 'Votre demande d\'opposition à l\'ouverture de Mon espace santé a été acceptée.', ()),
        ('opposition', 'opposed-2', '', 'Mon espace santé', 'Votre opposition est enregistrée : Mon espace santé ne sera pas créé.', ()),
        ('opposition', 'opposed-3', '', 'Opposition', 'Vous avez exercé votre droit d\'opposition à la création de votre espace santé. Votre justificatif est joint.', ()),
        ('opposition', 'opposed-4', '', 'Confirmation', 'Nous avons bien enregistré votre refus de la création de Mon espace santé.', ()),
        ('opposition', 'opposed-5', 'of a ward', 'Confirmation', 'L\'opposition que vous avez formulée à la création de Mon espace santé pour M. Robert Petit, dont vous '
         'êtes le tuteur, est bien prise en compte.', [(None, 'Robert Petit')]),
        ('opposition', 'closed-1', '', 'Fermeture', 'Votre profil Mon espace santé est désormais fermé.', ()),
        ('opposition', 'closed-2', '', 'Clôture de votre compte', 'Suite à votre demande, votre compte Mon espace santé est clôturé.', ()),
        ('activation', 'activated-1', '', 'C\'est fait !', 'Votre espace santé est maintenant activé.', ()),
        ('activation', 'activated-2', '', 'Activation réussie', 'L\'activation de votre profil Mon espace santé a bien été prise en compte.', ()),
        ('activation', 'activated-3', '', 'Bienvenue', 'Merci d\'avoir activé Mon espace santé ! Commencez par votre profil médical.', ()),
        ('none', 'neither-1', 'an opposition to something else', 'Préférences', 'Votre opposition à la réutilisation de vos données de Mon espace santé est enregistrée.', ()),
        ('none', 'neither-2', 'a device was activated', 'Notifications', 'Les notifications de Mon espace santé sont activées sur votre téléphone.', ()),
    ]
]

MAILS = NOTICES + HARMLESS + DRIFT + ENDINGS
