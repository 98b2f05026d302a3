"""Once more all kinds, by senders that the other tables do not know: what is short, odd, or late."""
from build import CNAM, multipart, part, short_rows

SERVICE = 'Mon espace santé <nepasrepondre@monespacesante.fr>'
MGEN = 'MGEN <contact@mgen.fr>'
FRIEND = 'Nadia Roy <nadia.roy@example.org>'
CODE = 'Vb6Mx3Kt8WqS'
yes, no, drift, after = short_rows('mixed', SERVICE, CODE)

NOTICES = [
    yes('n1', 'Bonjour Nadia,\n\nVotre Mon espace santé est prêt à être activé. Code provisoire : Vb6Mx3Kt8WqS. Pas '
        'intéressée ? Vous pouvez refuser en un clic, jusqu\'à six semaines après ce message.'),
    yes('n2', 'INFORMATION AUX ASSURÉS\n\nMadame, Monsieur,\n\nVotre espace numérique de santé sera créé d\'office, à moins '
        'que vous ne vous y opposiez. Identifiez-vous avec le code confidentiel mentionné ci-après.\n\nCODE '
        'CONFIDENTIEL\nVb6Mx3Kt8WqS'),
    yes('n3', 'Bonjour,\n\nMon espace santé : votre enfant Zoé y a droit. Son profil s\'ouvrira tout seul dans six semaines. '
        'Vous êtes contre ? Opposez-vous avec le code provisoire Vb6Mx3Kt8WqS.', person='Zoé'),
    yes('n4', 'Bonjour,\n\nNous avons le plaisir de vous annoncer l\'ouverture prochaine de votre espace santé. Si vous '
        'préférez qu\'il ne soit pas créé, vous avez jusqu\'au 17 mars 2022 pour le faire savoir.\n\nVotre code : Vb6Mx3Kt8WqS'),
    yes('n5', 'Bonjour,\n\nvotre espace santé sera créé. délai pour vous opposer : 6 semaines. code provisoire vb6mx3kt8wqs',
        code='vb6mx3kt8wqs'),
    yes('n6', 'Bonjour,\n\nIl y a du nouveau : Mon espace santé. Vous n\'avez rien à faire, il sera activé pour vous dans six '
        'semaines ; ou bien choisissez de ne pas l\'activer. Code d\'identification : Vb6Mx3Kt8WqS', frm=MGEN),
    yes('n7', 'Madame,\n\nEn tant que curatrice de Mme Jeanne Vidal, vous pouvez activer son profil Mon espace santé ou vous '
        'opposer à sa création. Code provisoire : Vb6Mx3Kt8WqS', person='Jeanne Vidal'),
    yes('n8', 'Bonjour,\n\nÀ l\'occasion de votre première affiliation, nous ouvrons pour vous Mon espace santé. Vous '
        'disposez d\'un droit d\'opposition pendant six semaines. Votre code provisoire vous a été envoyé par courrier.',
        code=None),
    yes('n9', 'Bonjour,\n\nMon espace santé est désormais disponible pour votre enfant. En l\'absence d\'opposition de votre '
        'part sous 6 semaines, son profil sera activé. Le code provisoire figure dans le courrier joint.', code=None),
    yes('n10', multipart('alternative', part('Votre messagerie n\'affiche pas ce message.'), part('<p>Votre espace sant&eacute; '
        'a &eacute;t&eacute; cr&eacute;&eacute;.</p><p>Pour l\'activer ou vous y '
        'opposer&nbsp;:</p><p>code&nbsp;provisoire</p><p>Vb6Mx3Kt8WqS</p>', 'html'))),
    yes('n11', multipart('alternative', part('Votre espace santé a été créé. Pour l\'activer ou vous y opposer : code '
        'provisoire Vb6Mx3Kt8WqS'), part('<img src="https://info.ameli.fr/x.png">', 'html'))),
    yes('n12', 'Bonjour,\n\nVous n\'avez pas encore de profil Mon espace santé : il sera créé automatiquement dans six '
        'semaines, sauf opposition. Code provisoire : Vb6Mx3Kt8WqS'),
    yes('n13', 'Bonjour,\n\nCeci est un message important. Votre profil Mon espace santé va être créé le 17 mars 2022. Pour '
        'vous opposer : 3422 ou monespacesante.fr, code provisoire Vb6Mx3Kt8WqS. Un rappel vous sera envoyé.'),
]

HARMLESS = [
    no('h1', 'Mon espace santé', 'Votre enfant Zoé a un nouveau vaccin enregistré.'),
    no('h2', 'Nouveau dans votre espace', 'L\'hôpital Cochin vient d\'alimenter Mon espace santé.'),
    no('h3', 'Mon espace santé', 'Vous avez 1 notification.'),
    no('h4', 'Mon espace santé : confirmation', 'Votre adresse e-mail a été mise à jour.'),
    no('h5', 'Partage', 'Vous avez partagé un document Mon espace santé avec le Dr Roux.'),
    no('h6', 'Mesures', 'Votre tensiomètre a envoyé 3 mesures à Mon espace santé.'),
    no('h7', 'Catalogue', 'Découvrez les applications référencées dans le catalogue de services de Mon espace santé.'),
    no('h8', 'Directives anticipées', 'Vos directives anticipées ont été enregistrées dans Mon espace santé.'),
    no('h10', 'Vos paramètres', 'Vous avez modifié vos choix de confidentialité dans Mon espace santé.'),
    no('h11', 'Information de paiement', 'Nous avons remboursé 18 € le 1er février 2022 à Nadia Roy.', CNAM),
    no('h12', 'Avis de paiement', 'Pension d\'invalidité versée. Pensez-y : dans Mon espace santé, tout est rangé.', CNAM),
    no('h13', 'Communiqué', 'Communiqué : le Conseil d\'État valide Mon espace santé, son ouverture automatique et le délai '
        'd\'opposition de six semaines.', CNAM),
    no('h14', 'Mon espace santé fait peau neuve', 'Bonjour,\n\nNouvel accueil, nouvelles rubriques : découvrez Mon espace '
        'santé version 2.'),
    no('h15', 'Foire aux questions', 'Que faire si j\'ai perdu mon code provisoire ? Comment m\'opposer à la création de Mon '
        'espace santé ? Toutes les réponses en ligne.', CNAM),
    no('h16', 'Votre carte européenne', 'La carte européenne d\'assurance maladie est en route. Avec Mon espace santé, '
        'emportez aussi vos documents.', CNAM),
    no('h18', 'Suppression de compte', 'Votre demande de suppression de vos données est en cours. Mon espace santé'),
    no('h19', 'Code', 'Voici votre code à usage unique pour signer dans Mon espace santé : 55 12 03'),
    no('h20', 'Nouveau code', 'Un nouveau code vous a été délivré par le 3422 à votre demande : Vb6Mx3Kt8WqS (Mon espace '
        'santé).'),
]

PEOPLE = [
    no('p1', 'Mon espace santé', 'Coucou,\n\nT\'as vu ? Votre espace santé sera créé qu\'ils disent ! Moi j\'ai dit non avec '
        'mon code Vb6Mx3Kt8WqS, 6 semaines pour s\'opposer.', FRIEND),
    no('p2', 'Re: Fwd: Mon espace santé', '> Votre espace santé sera créé dans six semaines. Vous pouvez vous y opposer.\n> '
        'Code provisoire : Vb6Mx3Kt8WqS\n\nok merci', FRIEND),
    no('p3', 'Tr : article', 'Votre espace santé sera créé dans six semaines, sauf si vous vous y opposez avec le code '
        'provisoire de 12 caractères reçu par courrier. (Le Monde)', FRIEND),
    no('p4', 'Info mairie', 'Habitants,\n\nVotre espace santé est créé automatiquement. Le CCAS vous aide à l\'activer ou à '
        'vous y opposer, sur rendez-vous, muni du code provisoire.', "Mairie <contact@mairie.example>"),
    no('p5', 'Votre mutuelle et vous', 'Bonjour,\n\nVous avez reçu un code provisoire de l\'Assurance Maladie pour Mon espace '
        'santé ? Votre espace adhérent, lui, a un code : MUT4X9K2. Vous avez six semaines pour vous opposer à Mon espace '
        'santé.', "Mutuelle <infos@mutuelle.example>"),
]

DRIFT = [
    drift('d1', 'À propos de Mon espace santé', 'Un espace vous est réservé dans Mon espace santé. Il vous appartient de '
        'l\'accepter ou de l\'écarter, à l\'aide du sésame ci-joint.'),
    drift('d2', 'Mon espace santé', 'Mon espace santé : la mise en place est programmée. Dites-nous stop avec le mot-clé '
        'Vb6Mx3Kt8WqS.', CODE),
]

ENDINGS = [
    after('reminder', 'm1', 'Deuxième message : Mon espace santé', 'Bonjour,\n\nVous avez jusqu\'au 17 mars 2022. Il ne reste '
        'que 5 jours pour vous opposer à la création de Mon espace santé. Code provisoire : Vb6Mx3Kt8WqS', [(CODE, None)]),
    after('reminder', 'm2', 'Mon espace santé : dernier rappel', 'Bonjour,\n\nNous n\'avons pas reçu votre choix. Votre espace '
        'santé sera créé dans 7 jours sauf opposition. Code provisoire : Vb6Mx3Kt8WqS', [(CODE, None)]),
    after('reminder', 'm3', 'Votre délai se termine', 'Bonjour,\n\nVotre délai pour vous opposer à la création de Mon espace '
        'santé se termine bientôt. Code provisoire : Vb6Mx3Kt8WqS', [(CODE, None)]),
    after('opposition', 'o1', 'Mon espace santé', 'Nous prenons acte de votre opposition à la création de Mon espace santé.'),
    after('opposition', 'o2', 'Votre opposition', 'Opposition enregistrée le 7 février 2022.\nService : Mon espace '
        'santé\nJustificatif joint.'),
    after('opposition', 'o3', 'Clôture', 'Vous avez clôturé Mon espace santé.'),
    after('activation', 'a1', 'Votre compte est actif', 'Votre compte Mon espace santé est désormais actif, bienvenue.'),
    after('activation', 'a2', 'Activation', 'Activation réussie : Mon espace santé est à vous.'),
]

MAILS = NOTICES + HARMLESS + PEOPLE + DRIFT + ENDINGS
