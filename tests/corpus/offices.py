"""The same kinds once more, in other offices' words: shorter, plainer, and less like each other."""
from build import CNAM, part, short_rows

SERVICE = 'Mon espace santé <contact@monespacesante.fr>'
MSA = 'MSA <msa@sudchampagne.msa.fr>'
CODE = 'Xw7Qe2Rt9YuP'
yes, no, drift, after = short_rows('office', SERVICE, CODE)

NOTICES = [
    yes('n1', 'Madame, Monsieur,\n\nUn espace numérique de santé vous est attribué. Il deviendra actif dans six semaines. '
        'Pour ne pas en bénéficier, signalez-le sur monespacesante.fr (code confidentiel Xw7Qe2Rt9YuP).'),
    yes('n2', 'Bonjour,\n\nVous avez reçu un code pour Mon espace santé : Xw7Qe2Rt9YuP. Vous avez le droit de dire non '
        'jusqu\'au 17 mars 2022.'),
    yes('n3', 'Chère Madame,\n\nMon espace santé s\'ouvre à vous. Vous pouvez l\'activer tout de suite ou vous y opposer. '
        'Saisissez Xw7Qe2Rt9YuP, votre code provisoire.'),
    yes('n4', 'Votre enfant Inès a maintenant son profil Mon espace santé. Activez-le ou opposez-vous : code d\'activation '
        'Xw7Qe2Rt9YuP.', person='Inès'),
    yes('n5', 'Bonjour,\n\nVous êtes invité à activer le profil Mon espace santé de votre enfant, ou à vous opposer à son '
        'activation, au moyen du code provisoire reçu par la poste.', code=None),
    yes('n6', 'Bonjour,\n\nLe profil Mon espace santé de la personne dont vous êtes le représentant légal sera créé dans six '
        'semaines, sauf opposition de votre part. Code provisoire : Xw7Qe2Rt9YuP'),
    yes('n7', 'Madame, Monsieur,\n\nConformément à la réglementation, nous vous informons que votre espace numérique de santé '
        'sera ouvert sauf opposition de votre part dans le délai réglementaire. Un courrier distinct vous communiquera votre '
        'code confidentiel.', code=None, frm=MSA),
    yes('n8', 'Ouverture de votre Mon espace santé le 17/03/2022. Refus possible avant. Code : Xw7Qe2Rt9YuP'),
    yes('n9', part('<div>Mon espace sant&eacute;</div><div>Votre code '
        'provisoire</div><div><span>Xw7Qe2</span><span>Rt9YuP</span></div><div>Utilisez-le pour activer votre espace, ou pour '
        'vous y opposer.</div>', 'html')),
    yes('n10', 'Bonjour,\n\nVotre régime vous informe : dans six semaines, votre espace santé sera créé automatiquement. Vous '
        'préférez ne pas en avoir ? C\'est possible, avec le code personnel Xw7Qe2Rt9YuP.', frm='Camieg <info@camieg.fr>'),
    yes('n11', 'Bonjour,\n\nVotre service Mon espace santé a été créé.\n\nPour l\'activer ou vous y opposer, rendez-vous sur '
        'le site avec le code envoyé par courrier postal.', code=None, subject='Votre service Mon espace santé a été créé'),
    yes('n12', 'Bonjour,\n\nVous venez d\'avoir un enfant, félicitations ! Son profil Mon espace santé est créé. Activer le '
        'profil ou s\'opposer à sa création : à vous de choisir, avec ce code provisoire : Xw7Qe2Rt9YuP'),
    yes('n13', 'Bonjour,\n\nSans démarche de votre part, Mon espace santé sera activé au terme des 6 semaines suivant cet '
        'envoi. Votre code temporaire est Xw7Qe2Rt9YuP.'),
]

HARMLESS = [
    no('h1', 'Message', 'Le secrétariat du Dr Roux vous répond dans Mon espace santé.'),
    no('h2', 'Votre carnet de santé', 'Les résultats de votre prise de sang viennent d\'être déposés. Rendez-vous dans Mon '
        'espace santé.'),
    no('h3', 'Doctolib', 'Doctolib est désormais relié à Mon espace santé. Vous pouvez couper ce lien quand vous voulez.'),
    no('h4', 'Vos accès', 'Récapitulatif trimestriel des services ayant accès à Mon espace santé : Doctolib (depuis le '
        '12/01/2022).'),
    no('h5', 'Code', 'Votre code à usage unique est le 771 204. Il sert à confirmer votre nouvelle adresse. Mon espace santé'),
    no('h6', 'Vérification', 'Saisissez 771204 dans Mon espace santé pour terminer votre changement d\'adresse e-mail. Ne '
        'partagez ce code avec personne.'),
    no('h7', 'Export', 'Votre demande d\'export a été traitée : le fichier ZIP vous attend dans Mon espace santé, protégé par '
        'un code.'),
    no('h8', 'Effacement', 'Votre demande d\'effacement des documents est terminée. Mon espace santé'),
    no('h9', 'Consultation de votre dossier', 'Mme Petit, infirmière, a accédé à 3 documents de Mon espace santé hier à 14h. '
        'Ce n\'est pas normal ? Signalez-le.'),
    no('h10', 'Dépistage', 'Le dépistage organisé vous concerne dès 50 ans. Mon espace santé vous aide à y penser : activez '
        'les rappels.'),
    no('h11', 'Rappel : dépistage', 'Rappel : votre test de dépistage colorectal n\'a pas encore été réalisé. Commandez-le '
        'depuis Mon espace santé.'),
    no('h12', 'Votre avis nous intéresse', 'Comment s\'est passée l\'activation de votre espace santé ? Donnez une note.'),
    no('h13', 'Information de paiement', 'Bonjour,\n\nUn paiement vous a été adressé. Mon espace santé est ouvert : consultez '
        'vos documents !', CNAM),
    no('h14', 'Information de paiement', 'Bonjour,\n\nPaiement du 02/02/2022 : 12,00 €.\n\nMon espace santé, votre nouveau '
        'service, est créé automatiquement en 2022. En savoir plus sur ameli.fr.', CNAM),
    no('h15', 'Mon espace santé : où en est-on ?', 'Trois questions à la directrice du projet. « Les usagers ont six semaines '
        'pour s\'opposer, avec un code provisoire », rappelle-t-elle.', CNAM),
    no('h16', 'Actu santé', 'Dossier : faut-il ouvrir Mon espace santé ? Le point de vue des associations de patients, les '
        'droits des usagers, le délai de six semaines pour s\'opposer.', MSA),
    no('h17', 'La MSA et vous - mars', 'Au programme de ce numéro : Mon espace santé se déploie, les aides à l\'embauche, la '
        'retraite.', MSA),
    no('h18', 'Code provisoire', 'Vous venez de demander un nouveau code. Le voici : Xw7Qe2Rt9YuP. Mon espace santé'),
    no('h19', 'Code provisoire', 'Un nouveau code provisoire vient d\'être généré depuis Mon espace santé, à votre '
        'demande.\n\nCode : Xw7Qe2Rt9YuP'),
    no('h20', 'Votre code provisoire', 'Nous avons bien reçu votre demande. Votre code provisoire Mon espace santé : '
        'Xw7Qe2Rt9YuP'),
    no('h21', 'Inscription à l\'atelier', 'Votre inscription à l\'atelier « Découvrir Mon espace santé » du 10 mars est '
        'confirmée.', CNAM),
    no('h22', 'Changement de CPAM', 'Votre dossier a été transféré. Mon espace santé reste inchangé.', CNAM),
    no('h23', 'Vos droits à la complémentaire', 'Votre complémentaire santé solidaire est renouvelée. L\'attestation est dans '
        'Mon espace santé.', CNAM),
    no('h24', 'Nouvelle carte Vitale', 'Pour commander votre carte Vitale, munissez-vous du code 4451. Pensez à Mon espace '
        'santé.', CNAM),
    no('h25', 'Mot de passe oublié', 'Cliquez sur ce lien pour choisir un nouveau mot de passe Mon espace santé. Si vous '
        'n\'avez rien demandé, ignorez ce message.'),
    no('h26', 'Suivi de grossesse', 'Félicitations pour votre grossesse ! Retrouvez dans Mon espace santé vos examens. Un '
        'profil sera à créer pour votre enfant.', CNAM),
    no('h27', 'Compte bloqué', 'Votre compte Mon espace santé a été bloqué après trois codes erronés. Réessayez dans une heure.'),
]

DRIFT = [
    drift('d1', 'Votre accord', 'Mon espace santé : pour nous donner ou non votre accord, utilisez votre numéro d\'accès, '
        'joint par courrier.'),
    drift('d2', 'Mon espace santé', 'Bonjour,\n\nMon espace santé vous concerne. Préférez-vous en rester là ? Votre jeton est '
        'Xw7Qe2Rt9YuP.', CODE),
    drift('d3', 'Mon espace santé', 'Bonjour,\n\nDéploiement de Mon espace santé : le vôtre est programmé. Manifestez-vous si '
        'vous n\'y tenez pas.'),
    drift('d4', 'Information', 'Bonjour,\n\nMon espace santé : nous attendons votre décision concernant l\'accès à vos '
        'documents par défaut.'),
]

ENDINGS = [
    after('opposition', 'o1', 'Mon espace santé', 'Bonjour,\n\nC\'est noté : vous avez refusé la création de Mon espace santé.'),
    after('opposition', 'o2', 'Prise en compte', 'Bonjour,\n\nVotre demande de non-création de Mon espace santé a bien été '
        'enregistrée.'),
    after('opposition', 'o3', 'Justificatif', 'Bonjour,\n\nVous trouverez ci-joint le justificatif de votre opposition à Mon '
        'espace santé.'),
    after('opposition', 'o4', 'Opposition', 'Bonjour,\n\nVotre opposition à l\'ouverture de l\'espace santé de votre enfant '
        'Inès est validée.', [(None,'Inès')]),
    after('opposition', 'o5', 'Clôture', 'Bonjour,\n\nLa clôture de Mon espace santé que vous avez demandée est confirmée.'),
    after('activation', 'a1', 'Activation', 'Bonjour,\n\nVotre Mon espace santé est activé.'),
    after('activation', 'a2', 'Confirmation d\'activation', 'Bonjour,\n\nVous avez bien activé votre espace santé le 3 février '
        '2022.'),
    after('activation', 'a4', 'Activation du profil', 'Bonjour,\n\nLe profil Mon espace santé de votre enfant Inès est '
        'activé.', [(None,'Inès')]),
]

MAILS = NOTICES + HARMLESS + DRIFT + ENDINGS
