"""What the official senders write every day: none of it opens a case, none of it is drift."""
from build import CNAM, none

SERVICE = 'Mon espace santé <notification@monespacesante.fr>'
AMELI = 'Compte ameli <ne-pas-repondre@info.ameli.fr>'
MSA = 'MSA <ne-pas-repondre@msa.fr>'


def row(name, subject, text, frm=SERVICE, why=''):
    return none(name, why, text, frm=frm, subject=subject)


MAILS = [
    row('day-message', 'Vous avez un nouveau message', 'Bonjour Jeanne,\n\nVotre médecin vous a écrit. Consultez '
        'la messagerie de Mon espace santé pour lire son message.'),
    row('day-message-2', 'Messagerie de santé', 'Un professionnel de santé vous a envoyé un message dans la '
        'messagerie sécurisée de Mon espace santé. Pour le consulter, identifiez-vous.'),
    row('day-document-2', 'Nouveau document disponible', 'Votre ordonnance du 2 février 2022 est disponible dans '
        'Mon espace santé. Ce document a été ajouté par la pharmacie du Centre.'),
    row('day-document-3', 'Votre compte rendu', 'Le CHU de Lille vient de déposer un compte rendu d\'hospitalisation '
        'dans votre espace santé.'),
    row('day-document-4', 'Des documents ont été ajoutés', '2 documents ont été ajoutés à votre profil Mon espace '
        'santé cette semaine. Vous pouvez les masquer ou les supprimer à tout moment.'),
    row('day-document-child', 'Nouveau document pour Léa', 'Un nouveau document a été déposé dans le profil Mon '
        'espace santé de votre enfant Léa.'),
    row('day-certificate', 'Certificat de vaccination', 'Votre certificat de vaccination est disponible dans la '
        'rubrique Documents de Mon espace santé.'),
    row('day-appointment-2', 'Nouveau rendez-vous', 'Un rendez-vous a été ajouté à l\'agenda de Mon espace santé : '
        'Dr Durand, mardi 15 mars 2022 à 9h30.'),
    row('day-appointment-3', 'Votre rendez-vous de demain', 'Rappel : consultation avec le Dr Durand demain à 9h30. '
        'Retrouvez les détails dans Mon espace santé.'),
    row('day-sync-2', 'Vos applications connectées', 'Tous les 90 jours, nous vous rappelons les services auxquels '
        'vous avez donné accès à Mon espace santé : Doctolib. Vous pouvez vous opposer à tout moment à ces '
        'échanges depuis vos paramètres.'),
    row('day-sync-3', 'Un service a été synchronisé', 'Vous avez autorisé l\'application Tensio+ à accéder à Mon '
        'espace santé. Si vous n\'êtes pas à l\'origine de cette action, contactez le 3422.'),
    row('day-screening-2', 'Dépistage du cancer colorectal', 'Vous avez entre 50 et 74 ans : une invitation au '
        'dépistage a été déposée dans Mon espace santé.'),
    row('day-prevention', 'Mon bilan prévention', 'À 45 ans, bénéficiez d\'un bilan de prévention gratuit. Répondez '
        'au questionnaire dans Mon espace santé.'),
    row('day-teeth', 'M\'T dents', 'Votre enfant a 6 ans : un rendez-vous chez le dentiste est offert. Plus '
        'd\'informations dans Mon espace santé.'),
    row('day-deleted', 'Vos données ont été supprimées', 'Conformément à votre demande, les données de votre profil '
        'Mon espace santé ont été définitivement supprimées.'),
    row('day-export-2', 'Téléchargement de vos données', 'Le fichier contenant vos données Mon espace santé est '
        'prêt. Vous pouvez le télécharger jusqu\'au 10 mars 2022.'),
    row('day-otp-2', 'Code de sécurité', 'Voici votre code de sécurité pour vous connecter à Mon espace santé : '
        '907 114. Ne le communiquez à personne.'),
    row('day-otp-3', '114907 est votre code', 'Mon espace santé : saisissez 114907 pour confirmer votre nouvelle '
        'adresse e-mail. Ce code expire dans 15 minutes.'),
    row('day-otp-4', 'Confirmez votre numéro de mobile', 'Votre code de confirmation\n\n384920\n\nMon espace santé'),
    row('day-email-confirm', 'Confirmez votre adresse e-mail', 'Pour confirmer l\'adresse e-mail de votre profil Mon '
        'espace santé, cliquez sur le lien suivant. Il est valable 24 heures.'),
    row('day-access-2', 'Accès à votre profil médical', 'Le Dr Durand a consulté votre dossier médical dans Mon '
        'espace santé le 2 février 2022 à 10h12. Consultez l\'historique des accès.'),
    row('day-access-3', 'Accès en mode bris de glace', 'En raison d\'une urgence, un médecin du SAMU a accédé à '
        'Mon espace santé sans votre accord préalable.'),
    row('day-access-oppose', 'Autorisations d\'accès', 'Votre opposition à l\'accès du Dr Durand à Mon espace santé a '
        'bien été enregistrée.', why='an opposition, but to an access'),
    row('day-password-2', 'Réinitialisation du mot de passe', 'Vous avez demandé à réinitialiser le mot de passe de '
        'votre compte Mon espace santé. Cliquez ici pour en choisir un nouveau.'),
    row('day-login-2', 'Nouvelle connexion détectée', 'Une connexion à votre compte Mon espace santé a été '
        'effectuée depuis Firefox sur Windows. S\'il ne s\'agit pas de vous, changez votre mot de passe.'),
    row('day-delegate', 'Délégation d\'accès', 'Jeanne Martin vous a donné accès à son profil Mon espace santé en '
        'tant qu\'aidant.'),
    row('day-terms', 'Nos conditions générales évoluent', 'Les conditions générales d\'utilisation de Mon espace '
        'santé évoluent le 15 mars 2022. Vous n\'avez aucune démarche à faire.'),
    row('day-maintenance', 'Maintenance', 'Mon espace santé sera indisponible le samedi 12 mars 2022 de 22h à 6h '
        'pour maintenance. L\'activation et la connexion ne seront pas possibles.'),
    row('day-survey-2', 'Votre avis compte', 'Que pensez-vous de Mon espace santé ? Répondez à notre enquête de '
        'satisfaction en 3 minutes.'),
    row('day-feature', 'Nouveau : le carnet de santé de l\'enfant', 'Découvrez le nouveau carnet de santé de '
        'l\'enfant dans Mon espace santé : courbes de croissance, vaccins, examens.'),
    row('day-birthday', 'Mon espace santé fête ses deux ans', 'Merci ! 11 millions de Français ont activé leur '
        'profil. Découvrez les nouveautés.'),
    row('day-profile', 'Complétez votre profil médical', 'Renseignez vos allergies, vos traitements et vos '
        'antécédents dans Mon espace santé pour être mieux soigné.'),
    row('day-majority', 'Vous avez 18 ans', 'Vous êtes désormais seul à gérer votre profil Mon espace santé. '
        'Pensez à changer votre mot de passe.'),
    row('day-code-used', 'Code déjà utilisé', 'Le code provisoire que vous avez saisi a déjà été utilisé. Générez-en '
        'un nouveau sur Mon espace santé.'),
    row('day-code-wrong', 'Tentatives de connexion', 'Plusieurs codes erronés ont été saisis sur Mon espace santé. '
        'Votre accès est bloqué pendant 30 minutes.'),
    row('day-code-again', 'Votre code provisoire', 'Vous avez sollicité le 3422 afin d\'obtenir un code provisoire '
        'pour Mon espace santé. Le voici : Kp8mW2xZ4qLs', why='a code that the user asked for'),
    row('day-code-again-2', 'Nouveau code', 'À votre demande, un nouveau code provisoire a été généré pour activer '
        'Mon espace santé ou vous opposer à sa création : Kp8mW2xZ4qLs', why='a code that the user asked for'),
    row('day-code-again-3', 'Votre demande de code', 'Comme suite à votre demande du 2 février 2022, veuillez trouver '
        'ci-dessous votre code provisoire Mon espace santé.\n\nCode : Kp8mW2xZ4qLs',
        why='a code that the user asked for'),
    row('day-payment-2', 'Relevé de remboursements', 'Votre relevé mensuel de remboursements est disponible. Montant '
        'versé : 46,50 €.', AMELI),
    row('day-payment-3', 'Information de paiement', 'Un virement de 312,40 € a été émis le 1er février 2022. '
        'Référence : 2202A0198745.\nLe saviez-vous ? Mon espace santé regroupe tous vos documents.', AMELI),
    row('day-payment-4', 'Vos indemnités journalières', 'Nous avons versé vos indemnités journalières. Activez Mon '
        'espace santé pour retrouver vos arrêts de travail.', AMELI),
    row('day-attestation', 'Votre attestation de droits', 'Votre attestation de droits est disponible dans votre '
        'compte ameli. Code organisme : 01 751 0001', AMELI),
    row('day-vitale-2', 'Commande de carte Vitale', 'Votre demande de carte Vitale est en cours de traitement. '
        'Numéro de dossier : 22A03B7788K1', AMELI),
    row('day-doctor', 'Médecin traitant', 'Votre déclaration de médecin traitant est enregistrée.', AMELI),
    row('day-ameli-otp', 'Votre code de sécurité ameli', 'Code de sécurité : 551203. Il expire dans 10 minutes.', AMELI),
    row('day-ameli-created', 'Votre compte ameli a été créé', 'Votre compte ameli est désormais ouvert. Découvrez aussi '
        'Mon espace santé.', AMELI, 'another account'),
    row('day-ameli-temp', 'Votre code provisoire ameli', 'Votre code provisoire pour le compte ameli : 48213790. Il vous '
        'permettra de créer votre compte.', AMELI, 'a code of another account'),
    row('day-flu-2', 'Bon de vaccination', 'Votre bon de vaccination contre la grippe est disponible. Code : '
        'GR22AB77', AMELI),
    row('day-covid', 'Rappel vaccinal', 'Vous êtes éligible à la dose de rappel. Prenez rendez-vous.', AMELI),
    row('day-msa', 'Votre déclaration', 'Votre déclaration de revenus professionnels est attendue avant le 10 mars '
        '2022.', MSA),
    row('day-msa-2', 'La MSA vous informe', 'Nouveau : un service en ligne pour vos attestations. Votre identifiant '
        'reste inchangé.', MSA),
    row('day-newsletter-2', 'L\'Assurance Maladie vous informe n° 42', 'Au sommaire : Mon espace santé, mode d\'emploi ; '
        'comment s\'opposer à la création ; le 100 % Santé ; la grippe. Lire les articles', CNAM),
    row('day-newsletter-3', 'Actualités santé de février', 'L\'actu du mois : Mon espace santé arrive ! Tous les assurés '
        'recevront d\'ici mars un courrier avec un code provisoire et auront six semaines pour s\'opposer à la '
        'création. En savoir plus.', CNAM),
    row('day-meeting', 'Réunion d\'information', 'Votre caisse organise une réunion sur Mon espace santé le 15 mars 2022 : '
        'à quoi sert-il, comment l\'activer, comment s\'y opposer ? Inscription gratuite.', CNAM),
    row('day-decree', 'Point presse', 'Le ministre a rappelé que chaque usager pourra refuser la création de Mon espace '
        'santé dans un délai de six semaines.', 'Presse <presse@sante.gouv.fr>'),
    row('day-question', 'Réponse à votre question', 'Vous nous avez demandé comment s\'opposer à la création de Mon '
        'espace santé. L\'usager dispose de six semaines à compter de l\'envoi du courrier.', CNAM),
]
