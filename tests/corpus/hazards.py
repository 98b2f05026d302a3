"""First notices with the words of other kinds, reminders with those of a first notice: to take one for the
other costs days of the delay."""
from build import CNAM, short_rows

SERVICE = 'Mon espace santé <nepasrepondre@monespacesante.fr>'
FRIEND = 'Inès Faure <ines.faure@example.org>'
CODE = 'Fh4Zk9Ln2WtD'
LAST = 'Pn5Wd8Kx3VrJ'
yes, no, drift, after = short_rows('hazard', SERVICE, CODE)

NOTICES = [
    yes('a1', 'Bonjour,\n\nSuite à votre demande d\'affiliation, votre espace santé sera créé dans six semaines, sauf '
        'opposition. Code provisoire : Fh4Zk9Ln2WtD'),
    yes('a2', 'Bonjour,\n\nSuite à votre demande de rattachement de votre enfant, son profil Mon espace santé va être créé. '
        'Vous pouvez vous y opposer sous six semaines avec le code provisoire Fh4Zk9Ln2WtD.'),
    yes('a3', 'Bonjour,\n\nNous avons bien reçu votre déclaration de naissance. Un profil Mon espace santé sera créé pour '
        'votre enfant, sauf si vous vous y opposez sous 6 semaines. Code : Fh4Zk9Ln2WtD'),
    yes('a4', 'Bonjour,\n\nVotre changement de régime a bien été pris en compte. Votre espace santé sera ouvert '
        'automatiquement dans six semaines. Pour vous y opposer : code confidentiel Fh4Zk9Ln2WtD.'),
    yes('a5', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines. Vous pouvez vous y opposer (code provisoire : '
        'Fh4Zk9Ln2WtD). Code perdu ? Un nouveau code vous sera envoyé à votre demande.'),
    yes('a6', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines. Opposition enregistrée, un justificatif vous est '
        'remis. Code provisoire : Fh4Zk9Ln2WtD'),
    yes('a7', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines, sauf opposition de votre part. Votre code '
        'provisoire arrivera par courrier. Une fois votre opposition enregistrée, vous recevrez un justificatif.', code=None),
    yes('a8', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines, sauf opposition de votre part. Votre code arrive '
        'par courrier. Ce code n\'a pas été reçu ? Demandez un nouveau code au 3422.', code=None),
    yes('a9', 'Bonjour,\n\nVotre profil Mon espace santé est activé automatiquement six semaines après ce message, sauf refus '
        'de votre part. Votre code provisoire vous parvient par courrier.', code=None),
    yes('a10', 'Bonjour,\n\nUn profil Mon espace santé est créé pour chaque enfant à la naissance. Celui de votre enfant Noé '
        'le sera dans six semaines. Vous pouvez vous y opposer avec le code provisoire Fh4Zk9Ln2WtD.', person='Noé'),
    yes('a11', 'Bonjour,\n\nVotre compte ameli a été créé.\n\nVotre espace santé le sera aussi dans six semaines, sauf si '
        'vous vous y opposez. Code provisoire : Fh4Zk9Ln2WtD'),
    yes('a12', 'Bonjour,\n\nVos remboursements sont suivis sur ameli. Votre espace santé va être créé automatiquement ; vous '
        'pouvez vous opposer à sa création dans un délai de six semaines. Votre code sera envoyé par courrier.', code=None),
    yes('a13', 'Bonjour,\n\nVous recevrez prochainement un courrier avec votre code provisoire. Votre espace santé sera en '
        'effet créé dans six semaines, sauf si vous vous y opposez.', code=None),
    yes('a14', 'Bonjour,\n\nLes assurés qui ont un enfant de moins de 18 ans sont concernés. Le profil Mon espace santé de '
        'votre enfant sera ouvert dans six semaines ; vous pouvez vous y opposer. Le code provisoire arrive par courrier.',
        code=None),
    yes('a15', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines. Il n\'est pas encore activé : activez-le ou '
        'opposez-vous. Code provisoire : Fh4Zk9Ln2WtD'),
    yes('a16', 'Bonjour,\n\nVous avez reçu ce message car votre espace santé va être créé. Vous avez six semaines pour vous '
        'opposer à sa création. Code provisoire : Fh4Zk9Ln2WtD'),
    yes('a17', 'Bonjour,\n\nPar décret du 4 août 2021, l\'État a prévu un espace numérique de santé pour tous. Le vôtre '
        'ouvrira dans six semaines, sauf opposition de votre part. Code confidentiel : Fh4Zk9Ln2WtD'),
    yes('a18', 'Bonjour,\n\nVotre espace santé : il s\'ouvrira le 17 mars 2022. Vous n\'en voulez pas ? Dites-le avant. Le '
        'code est dans le courrier.', code=None),
    yes('a19', 'Bonjour,\n\nActivez votre espace santé ou opposez-vous à sa création avant le 17 mars 2022. Identifiant '
        'provisoire et code provisoire : voir ci-dessous.\n\nCode provisoire Fh4Zk9Ln2WtD'),
    yes('a20', 'Bonjour,\n\nCe message n\'est pas une publicité. Votre espace santé sera créé le 17 mars 2022 sauf si vous '
        'refusez. Pour refuser, 3422. Code : Fh4Zk9Ln2WtD', subject='[Important] Assurance Maladie'),
    yes('a21', 'Bonjour,\n\nSuite à votre demande d\'affiliation, vous trouverez ici votre code provisoire (Fh4Zk9Ln2WtD) : '
        'votre espace santé sera créé dans six semaines, sauf opposition.'),
    yes('a22', 'Bonjour,\n\nÀ la suite de votre appel concernant la naissance de votre enfant, son profil Mon espace santé '
        'sera ouvert dans six semaines sauf opposition de votre part. Code : Fh4Zk9Ln2WtD'),
]

REMINDERS = [
    after('reminder', 'b1', 'Mon espace santé', 'Bonjour,\n\nToujours pas décidé ? Encore 10 jours pour activer votre espace santé ou '
        'vous opposer à sa création. Code provisoire : Fh4Zk9Ln2WtD', [(CODE, None)]),
    after('reminder', 'b2', 'Dernière chance : Mon espace santé', 'Bonjour,\n\nDans trois jours, votre espace santé sera créé, sauf '
        'opposition de votre part. Code provisoire : Fh4Zk9Ln2WtD', [(CODE, None)]),
    after('reminder', 'b3', 'J-7 avant l\'ouverture de votre espace santé', 'Bonjour,\n\nVous pouvez encore vous opposer. Code '
        'provisoire : Fh4Zk9Ln2WtD', [(CODE, None)]),
    after('reminder', 'b4', 'Mon espace santé', 'Bonjour,\n\nComme nous vous l\'avons annoncé, votre espace santé sera bientôt créé. '
        'Vous pouvez encore vous opposer à sa création. Code provisoire : Fh4Zk9Ln2WtD', [(CODE, None)]),
    after('reminder', 'b5', 'Mon espace santé', 'Bonjour,\n\nNous vous avons récemment informé de la création de votre espace santé. À '
        'ce jour, vous n\'avez ni activé votre profil, ni exercé votre droit d\'opposition. Code provisoire : Fh4Zk9Ln2WtD',
        [(CODE, None)]),
    after('reminder', 'b6', 'Relance - Mon espace santé de votre enfant', 'Bonjour,\n\nSauf opposition sous 15 jours, le profil Mon '
        'espace santé de votre enfant Noé sera ouvert.', [(None, 'Noé')]),
]

HARMLESS = [
    no('c1', 'Votre code', 'Bonjour,\n\nSuite à votre demande de nouveau code provisoire du 2 février 2022, le voici : '
        'Fh4Zk9Ln2WtD. Mon espace santé'),
    no('c2', 'Votre code', 'Bonjour,\n\nSuite à votre demande d\'un nouveau code, voici votre code provisoire Mon espace '
        'santé : Fh4Zk9Ln2WtD'),
]

LETTERS = [
    yes('last-n1', 'Bonjour,\n\nVotre espace santé a été créé. Activez-le ou opposez-vous !\n\nCode provisoire : '
        'Pn5Wd8Kx3VrJ\n\nDocuments, messagerie, agenda, rendez-vous, dépistages : tout est réuni. Vos données ne sont pas '
        'communiquées à des tiers. Pour exercer vos droits, écrivez au DPO. Ne communiquez jamais votre code.', code=LAST),
    yes('last-n2', 'Bonjour,\n\nLettre d\'information préalable\n\nVotre espace santé sera créé dans six semaines sauf si vous '
        'vous y opposez. Votre code arrive par courrier.', code=None),
    yes('last-n3', 'Bonjour,\n\nVotre espace santé sera créé le 17 mars 2022. Comment s\'y opposer ? Avec le code provisoire '
        'adressé par courrier, au 3422.', code=None),
]

NEWS = [
    no('last-h1', 'Nouveau message', 'Bonjour Inès,\n\nVous avez reçu un nouveau message dans la messagerie sécurisée de Mon '
        'espace santé.\n\nPour le consulter, cliquez sur le bouton ci-dessous et identifiez-vous.\n\nÀ bientôt,\nL\'équipe '
        'Mon espace santé\n\nVous recevez ce message car vous avez activé les notifications. Vous pouvez les désactiver à '
        'tout moment.'),
    no('last-h2', 'Nouveau document', 'Bonjour,\n\nUn compte rendu de consultation a été ajouté à Mon espace santé par le Dr '
        'Petit.\n\nSi vous ne souhaitez pas que ce document soit visible, vous pouvez le masquer.'),
    no('last-h3', 'Services synchronisés', 'Bonjour,\n\nConformément à la réglementation, nous vous rappelons tous les 90 jours la '
        'liste des services synchronisés avec Mon espace santé. Vous pouvez retirer votre accord à tout moment.'),
    no('last-h4', 'Rendez-vous demain', 'Bonjour,\n\nN\'oubliez pas votre rendez-vous de demain à 9h, inscrit dans Mon espace '
        'santé. Munissez-vous de votre carte Vitale.'),
    no('last-h5', 'Suppression', 'Bonjour,\n\nLa suppression de toutes vos données de Mon espace santé, demandée après la clôture, '
        'est terminée.'),
    no('last-h6', 'Export', 'Bonjour,\n\nVotre export de données est disponible. Mot de passe d\'ouverture : celui de Mon espace '
        'santé.'),
    no('last-h7', 'Accès', 'Bonjour,\n\nUn professionnel du centre de santé de Lille a consulté votre profil Mon espace santé pour '
        'la première fois. Il est soumis au secret. Vous pouvez vous opposer à de nouveaux accès.'),
    no('last-h8', 'Votre code de connexion', 'Bonjour,\n\nVotre code de connexion à Mon espace santé :\n\n 4 8 2 9 1 3\n\nValable '
        '5 minutes.'),
    no('last-h9', 'Code à usage unique', '482913 : votre code à usage unique Mon espace santé'),
    no('last-h10', 'Lettre d\'information n° 12', 'Bonjour,\n\nDans cette lettre : Mon espace santé, votre carnet numérique, '
        's\'ouvre automatiquement. Les personnes qui n\'en veulent pas ont six semaines.', CNAM),
    no('last-h11', 'Ce qui change en 2022', 'Bonjour,\n\nCe qui change au 1er janvier : le tarif des consultations, les lunettes, '
        'et Mon espace santé, créé automatiquement pour tous sauf opposition.', CNAM),
    no('last-h12', 'Mon espace santé expliqué à vos parents', 'Bonjour,\n\nAidez vos proches : montrez-leur comment activer Mon '
        'espace santé, ou comment refuser son ouverture dans les six semaines du courrier.', CNAM),
    no('last-h13', 'Vidéo', 'Bonjour,\n\nEn vidéo : Mon espace santé en deux minutes. Création, activation, opposition : tout '
        'comprendre.', CNAM),
    no('last-h14', 'Enquête', 'Bonjour,\n\nVotre opinion sur Mon espace santé nous aide à l\'améliorer. Répondre au '
        'questionnaire.', CNAM),
    no('last-h15', 'Examen de santé', 'Bonjour,\n\nVous êtes invité à un examen de prévention en santé. Le résultat sera versé '
        'dans Mon espace santé.', CNAM),
    no('last-h16', 'Information de paiement', 'Bonjour,\n\nVotre paiement du 31/01/2022.\nMontant : 25 €\n\nMon espace santé : '
        'activez-le ou opposez-vous. Plus d\'infos au 3422.', CNAM),
    no('last-p1', 'Fwd: pour info', 'Voilà ce que dit l\'asso :\n\n« Votre espace santé sera créé automatiquement. Vous pouvez '
        'vous y opposer pendant six semaines avec le code provisoire du courrier. »', FRIEND),
    no('last-p2', 'RE: TR: Mon espace santé', 'Merci !\n\n________________________________\nDe : Paul <paul@example.org>\nEnvoyé : '
        'vendredi 4 février 2022 08:00\nÀ : Inès\nObjet : TR: Mon espace santé\n\nTiens.\n\nDe : Votre Assurance Maladie '
        '<assurance-maladie@info.ameli.fr>\nEnvoyé : jeudi 3 février 2022 09:12\nÀ : Paul\nObjet : Mon espace santé\n\nVotre '
        'espace santé sera créé. Vous pouvez vous y opposer.\nCode provisoire : Pn5Wd8Kx3VrJ', FRIEND),
    no('last-p3', 'Re: Vigie', 'Salut, ton programme a trouvé : « Mon espace santé, code : Pn5Wd8Kx3VrJ, date limite 17 mars ». '
        'C\'est normal ?', FRIEND),
]

DRIFT = [
    drift('last-d1', 'Mon espace santé', 'Bonjour,\n\nMon espace santé sera bientôt à vous. Indiquez-nous si cela vous convient, '
        'muni de la clef Pn5Wd8Kx3VrJ.', LAST),
    drift('last-d2', 'Mon espace santé', 'Bonjour,\n\nVos documents de santé seront réunis dans Mon espace santé. Exprimez votre '
        'consentement ou votre rejet.'),
]

MAILS = NOTICES + REMINDERS + HARMLESS + LETTERS + NEWS + DRIFT
