"""What opens no case, in words of many kinds: the offices' everyday mail, their articles, and people who
talk, quote, ask and answer."""
from build import attached, mail, multipart, none, part

SERVICE = 'Mon espace santé <notification@monespacesante.fr>'
AMELI = 'Votre Assurance Maladie <assurance-maladie@info.ameli.fr>'
ACCOUNT = 'Compte ameli <ne-pas-repondre@info.ameli.fr>'
MSA = 'MSA <noreply@msa.fr>'
MGEN = 'MGEN <noreply@info.mgen.fr>'
MINISTRY = 'Ministère de la Santé <contact@sante.gouv.fr>'
FRIEND = 'Sophie Bernard <sophie.bernard@example.org>'


def official(name, subject, text, frm=SERVICE, why='', **fields):
    return none(f'bul-{name}', why, text, frm=frm, subject=subject, **fields)


def person(name, subject, text, frm=FRIEND, why='', **fields):
    return none(f'tell-{name}', why, text, frm=frm, subject=subject, **fields)


INSIDE = [
    official('message', 'Dr Lefèvre vous a écrit', 'Bonjour,\n\nUn message du Dr Lefèvre vous attend dans la messagerie de Mon '
             'espace santé.'),
    official('messages', 'Messagerie', 'Vous avez 2 messages non lus dans votre messagerie Mon espace santé. Pour les lire, '
             'ouvrez l\'application.', why='« ouvrez »'),
    official('document', 'Un document a été ajouté', 'Bonjour,\n\nLe laboratoire Bioclair a ajouté un résultat d\'analyse à votre '
             'profil. Ouvrez Mon espace santé pour le découvrir.'),
    official('document-password', 'Nouvelle ordonnance', 'Bonjour,\n\nUne ordonnance a été versée dans Mon espace santé. Vous seul '
             'et les professionnels que vous choisissez y ont accès.', why='« choisissez »'),
    official('document-code', 'Nouveau document', 'Bonjour,\n\nUn nouveau document est arrivé dans Mon espace santé. Pour le '
             'consulter, connectez-vous avec votre identifiant et votre mot de passe. Vous recevrez un code par SMS.'),
    official('appointment', 'Rendez-vous confirmé', 'Bonjour,\n\nVotre consultation du 9 mars 2022 avec le Dr Lefèvre a été '
             'ajoutée à l\'agenda Mon espace santé. Code d\'accès de l\'immeuble : 3B47'),
    official('appointment-cancelled', 'Rendez-vous annulé', 'Bonjour,\n\nVotre rendez-vous du 9 mars 2022 a été annulé. Prenez-en '
             'un autre depuis Mon espace santé.'),
    official('otp', 'Votre code', 'Bonjour,\n\n617204\n\nest votre code pour valider votre nouvelle adresse électronique dans Mon '
             'espace santé. Il expire dans dix minutes.'),
    official('otp-activate', 'Code d\'activation de votre numéro', 'Bonjour,\n\nPour activer votre numéro de téléphone dans Mon '
             'espace santé, saisissez le code 617204.', why='activates a number, not the space'),
    official('otp-refuse', 'Code de sécurité', 'Bonjour,\n\nVotre code de sécurité Mon espace santé : 617204. Nous ne vous '
             'demanderons jamais ce code : refusez de le communiquer.', why='« refusez »'),
    official('otp-html', 'Votre code à usage unique', part('<p>Mon espace sant&eacute;</p><table><tr><td>Code &agrave; usage '
             'unique</td></tr><tr><td><b>617&nbsp;204</b></td></tr></table>', 'html')),
    official('asked', 'Le code que vous avez demandé', 'Bonjour,\n\nVoici le code que vous avez demandé : tG7kW2mQ9xLb\n\nIl vous '
             'permet de vous identifier sur Mon espace santé, pour l\'activer ou vous opposer à sa création.'),
    official('asked-phone', 'Mon espace santé', 'Bonjour,\n\nSuite à votre appel au 3422, nous vous adressons votre nouveau code '
             'provisoire : tG7kW2mQ9xLb', AMELI),
    official('asked-regenerated', 'Votre code provisoire a été généré', 'Bonjour,\n\nVotre demande a bien été prise en compte. Votre '
             'nouveau code provisoire Mon espace santé est : tG7kW2mQ9xLb. L\'ancien n\'est plus valable.'),
    official('asked-lost', 'Code provisoire perdu', 'Bonjour,\n\nVous nous avez signalé la perte de votre code provisoire. En voici '
             'un autre pour Mon espace santé : tG7kW2mQ9xLb'),
    official('asked-html', 'Génération de code', part('<p>Vous avez cliqu&eacute; sur &laquo;&nbsp;G&eacute;n&eacute;rer un nouveau code '
             'provisoire&nbsp;&raquo;.</p><p>Votre nouveau code provisoire&nbsp;:</p><p><b>tG7kW2mQ9xLb</b></p><p>Mon espace '
             'sant&eacute;</p>', 'html')),
    official('sync', 'Vos services connectés', 'Bonjour,\n\nComme tous les trois mois, voici les applications qui échangent des données '
             'avec Mon espace santé : Doctolib, Withings. Vous pouvez à tout moment refuser ces échanges.'),
    official('sync-renew', 'Renouvelez votre autorisation', 'Bonjour,\n\nL\'autorisation donnée à Withings de se synchroniser avec Mon '
             'espace santé expire dans 10 jours. Sans action de votre part elle sera désactivée automatiquement.'),
    official('deleted', 'Suppression terminée', 'Bonjour,\n\nLes documents que vous aviez placés dans la corbeille de Mon espace santé '
             'ont été effacés définitivement.'),
    official('export', 'Votre archive', 'Bonjour,\n\nL\'archive de vos données de Mon espace santé peut être téléchargée pendant sept '
             'jours. Un mot de passe vous sera demandé pour l\'ouvrir.', why='« ouvrir »'),
    official('access', 'Accès à vos documents', 'Bonjour,\n\nUn soignant de l\'hôpital Saint-Louis a ouvert votre dossier Mon espace santé '
             'le 2 février 2022.', why='« a ouvert »'),
    official('access-refuse', 'Nouvel accès', 'Bonjour,\n\nLe Dr Lefèvre peut désormais consulter vos documents Mon espace santé. Vous '
             'pouvez refuser cet accès ou le bloquer.'),
    official('access-oppose', 'Historique', 'Bonjour,\n\nUn professionnel a consulté votre profil Mon espace santé en urgence. Si vous '
             'souhaitez vous opposer à l\'accès en cas d\'urgence, modifiez vos paramètres.'),
    official('caregiver', 'Un proche vous invite', 'Bonjour,\n\nPaul Martin vous invite à devenir son aidant dans Mon espace santé. Vous '
             'pouvez accepter ou refuser cette invitation.', why='an invitation of another kind'),
    official('screening', 'Dépistage : c\'est le moment', 'Bonjour,\n\nRappel : vous n\'avez pas encore réalisé votre dépistage du cancer '
             'du côlon. Votre invitation est dans Mon espace santé.', why='a reminder of another kind'),
    official('vaccine', 'Vaccination HPV', 'Bonjour,\n\nVotre enfant est en 5e ? La vaccination contre les papillomavirus est proposée au '
             'collège. Retrouvez l\'autorisation parentale, à signer avant le 15 mars 2022, dans Mon espace santé.'),
    official('survey', 'Deux minutes pour nous aider ?', 'Bonjour,\n\nVous avez récemment ouvert votre espace santé. Êtes-vous satisfait '
             'de la création de votre profil ? Répondez à notre questionnaire de satisfaction.'),
    official('survey-2', 'Votre avis sur Mon espace santé', 'Bonjour Jeanne,\n\nSur une échelle de 0 à 10, recommanderiez-vous Mon espace '
             'santé à un proche ? Pourquoi l\'avez-vous activé ? Enquête ouverte jusqu\'au 15 mars 2022.', AMELI),
    official('maintenance', 'Interruption de service', 'Bonjour,\n\nEn raison d\'une mise à jour, Mon espace santé ne sera pas accessible '
             'le 12 mars 2022. L\'activation des comptes reprendra ensuite.'),
    official('phishing-warning', 'Attention aux faux messages', 'Bonjour,\n\nDes courriels frauduleux imitent Mon espace santé et demandent '
             'un code ou un mot de passe. Nous ne vous demandons jamais votre code provisoire par mail.', AMELI),
    official('app', 'L\'application évolue', 'Bonjour,\n\nLa nouvelle version de l\'application Mon espace santé est disponible : mode '
             'hors connexion, ouverture par empreinte.'),
    official('login', 'Connexion depuis un nouvel appareil', 'Bonjour,\n\nVotre espace santé a été ouvert depuis un iPhone à Lyon. Si ce '
             'n\'est pas vous, changez vite de mot de passe.', why='« a été ouvert »'),
    official('dormant', 'Vous nous manquez', 'Bonjour,\n\nVous ne vous êtes pas connecté à Mon espace santé depuis six mois. Redécouvrez '
             'votre carnet de santé.'),
]

PAYMENTS = [
    official('payment', 'Un remboursement vous a été versé', 'Bonjour,\n\nNous venons de vous rembourser 23,50 euros.\n\nPensez à Mon '
             'espace santé : activez-le avec votre code provisoire.', ACCOUNT),
    official('payment-2', 'Information de paiement', 'Bonjour,\n\nUn paiement a été effectué sur votre compte le 01/02/2022, référence '
             '2203K17Q44Z9.\n\nSaviez-vous que Mon espace santé est créé automatiquement ? Plus d\'infos sur ameli.fr', AMELI),
    official('payment-banner', 'Vos remboursements', part('<p>Vos remboursements du mois sont en ligne sur votre compte ameli.</p><table>'
             '<tr><td>Mon espace sant&eacute; : votre nouveau carnet de sant&eacute; num&eacute;rique s\'ouvre &agrave; tous ! '
             '<a href="https://www.ameli.fr/x">En savoir plus</a></td></tr></table>', 'html'), AMELI),
    official('daily', 'Indemnités journalières', 'Bonjour,\n\nVos indemnités ont été calculées. Votre employeur les percevra. '
             'Retrouvez l\'avis dans Mon espace santé.', ACCOUNT),
    official('certificate', 'Attestation', 'Bonjour,\n\nVotre attestation est prête. Elle est aussi disponible dans Mon espace santé si '
             'vous l\'avez activé.', ACCOUNT),
    official('msa-bill', 'Votre appel de cotisations', 'Bonjour,\n\nVotre appel fractionné est disponible. À régler avant le 15 mars '
             '2022. Au passage, avez-vous pensé à activer Mon espace santé ?', MSA),
    official('mgen-refund', 'Votre relevé de prestations', 'Bonjour,\n\nVotre relevé de prestations MGEN de janvier est disponible. '
             'Et pour vos documents médicaux, ouvrez Mon espace santé.', MGEN),
]

ARTICLES = [
    official('article-faq', 'Mon espace santé : vos questions', 'Bonjour,\n\nMon espace santé en questions\n\nPuis-je refuser la création ? '
             'Oui : toute personne peut s\'y opposer dans les six semaines qui suivent l\'envoi du courrier, à l\'aide du code '
             'provisoire qu\'il contient.\n\nRetrouvez toutes les réponses sur ameli.fr.', AMELI),
    official('article-magazine', 'Votre magazine de mars', part('<h1>Le Mag de votre caisse</h1><h2>Au sommaire de ce num&eacute;ro</h2><ul>'
             '<li>Mon espace sant&eacute; : comment l\'activer ou s\'y opposer</li><li>Bien dormir</li></ul><p>Se d&eacute;sinscrire</p>',
             'html'), AMELI),
    official('article-partners', 'Aux professionnels de santé', 'Docteur,\n\nVos patients reçoivent en ce moment un courriel les informant de '
             'la création de leur espace santé. Ils disposent de six semaines pour s\'y opposer avec leur code provisoire. Le 3422 '
             'répond à leurs questions.', AMELI, why='speaks of patients'),
    official('article-employers', 'Employeurs : informez vos salariés', 'Bonjour,\n\nVos salariés vont recevoir une information sur Mon espace '
             'santé. Affichez le kit : création automatique, opposition sous six semaines, 3422.', MSA),
    official('article-figures', 'Mon espace santé : premier bilan', 'Bonjour,\n\nDepuis le lancement, 65 millions de profils ont été créés et '
             'moins de 2 % des assurés se sont opposés à la création. Le ministre salue ce succès.', MINISTRY),
    official('article-law', 'Publication du décret', 'Bonjour,\n\nLe décret relatif à l\'espace numérique de santé est publié. Il fixe à six '
             'semaines le délai dans lequel les titulaires peuvent s\'opposer à l\'ouverture.', MINISTRY),
    official('article-teaser', 'Bientôt chez vous', 'Bonjour,\n\nMon espace santé arrive dans votre département en mars. Un courriel ou un '
             'courrier vous sera envoyé avec un code provisoire. Vous aurez alors six semaines pour vous opposer à la création.', AMELI,
             why='announces the notice'),
    official('article-mgen', 'La lettre MGEN', 'Au sommaire : le 100 % santé ; Mon espace santé, faut-il s\'y opposer ? ; nos séjours. Lire '
             'la suite', MGEN),
    official('article-workshop', 'Atelier numérique', 'Bonjour,\n\nVotre CPAM vous propose un atelier gratuit le 10 mars 2022 : « Activer Mon '
             'espace santé pas à pas ». Venez avec votre carte Vitale et votre code provisoire.', AMELI),
    official('article-association', 'Relais associatifs', 'Bonjour,\n\nVous accompagnez des personnes éloignées du numérique ? Expliquez-leur '
             'comment activer Mon espace santé ou comment s\'opposer à sa création. Kit à télécharger.', AMELI),
]

NOTICE = '''Votre espace santé va être créé. Vous avez six semaines pour l'activer ou vous opposer à sa création.

Code provisoire : tG7kW2mQ9xLb'''


def quoted(text):
    return '> ' + text.replace('\n', '\n> ')


PEOPLE = [
    person('thread', 'Re: Mon espace santé', f'Non, moi je laisse courir.\n\nLe jeu. 3 févr. 2022 à 10:04, Paul Martin '
           f'<paul.martin@example.org> a écrit :\n\n{quoted("Tu fais quoi ?")}\n>> {NOTICE[:60]}', why='a part of it, twice quoted'),
    person('thread-partial', 'RE: Votre service Mon espace santé a été créé', f'Merci, c\'est noté.\n\n{quoted(NOTICE.split(chr(10))[0])}'),
    person('thread-bottom', 'Re : votre message', f'{quoted(NOTICE)}\n\nJ\'ai opposé mon refus hier, tout va bien.', why='answered below'),
    person('thread-english', 'Re: health space', 'Done, thanks!\n\nOn Thu, Feb 3, 2022 at 9:12 AM Votre Assurance Maladie '
           f'<assurance-maladie@info.ameli.fr> wrote:\n{quoted(NOTICE)}'),
    person('thread-html', 'Re: Mon espace santé', part('<div>Je l\'ai fait ce matin.</div><br><div class="gmail_quote"><div>Le jeu. 3 '
           'févr. 2022 à 09:12, Votre Assurance Maladie &lt;assurance-maladie@info.ameli.fr&gt; a écrit :</div><blockquote>'
           + NOTICE.replace('\n\n', '<br><br>') + '</blockquote></div>', 'html')),
    person('thread-no-prefix', 'Mon espace santé', f'Je me suis opposée, et toi ?\n\nLe 3 février 2022 à 09:12, Votre Assurance Maladie a '
           f'écrit :\n{quoted(NOTICE)}', fields='In-Reply-To: <corpus.1@example.invalid>\n', why='an answer by its fields'),
    person('office-thread', 'Re: demande d\'aide', f'Madame,\n\nPour votre mère, il suffit d\'appeler le 3422 avec le code provisoire.\n\n'
           f'Le 3 févr. 2022, Sophie Bernard a écrit :\n{quoted("Bonjour, ma mère a reçu ceci, que faire ?")}',
           frm='Point conseil <conseil@mairie.example>'),
    person('appeal', 'Faites passer !', 'Chers amis,\n\nD\'ici quelques semaines chacun recevra un mail intitulé « Votre service Mon espace '
           'santé a été créé ». Vous avez six semaines pour vous y opposer. Prenez le code provisoire du courrier, votre carte '
           'Vitale, allez sur monespacesante.fr ou appelez le 3422. Refusons ce fichage !'),
    person('appeal-steps', 'Comment refuser Mon espace santé', 'Étape 1 : ouvrez le mail de l\'Assurance Maladie.\nÉtape 2 : repérez le code '
           'provisoire (par exemple : aB3dE5fG7hJ9).\nÉtape 3 : saisissez-le, puis choisissez « m\'opposer ».\nAttention, votre espace '
           'sera créé au bout de six semaines !', why='with a made-up code'),
    person('union', '[syndicat] Mon espace santé', 'Camarades,\n\nNotre tract : l\'État ouvre un dossier médical en ligne pour tous. Opposez-vous '
           'avant six semaines. Votre code provisoire figure dans le courrier.', fields='List-Id: <syndicat.lists.example>\n'),
    person('doctor', 'Info du cabinet', 'Chers patients,\n\nVous avez reçu un courrier pour votre espace santé. Le cabinet vous conseille de '
           'l\'activer. En cas de refus, appelez le 3422 dans les six semaines.', frm='Cabinet <secretariat@cabinet.example>'),
    person('grandmother', 'ton papa', 'Mon chéri, j\'ai reçu un papier de la sécu pour mon espace santé, ils demandent un code provisoire, '
           'c\'est tG7kW2mQ9xLb je crois. Tu peux m\'aider à m\'opposer ? Il reste six semaines.'),
    person('press-digest', 'L\'essentiel de l\'actualité', 'Santé. Mon espace santé : votre compte sera créé automatiquement, sauf opposition '
           'dans les six semaines.\nPolitique. La réforme avance.\nSport. Victoire à Lyon.', frm='Le Quotidien <alertes@quotidien.example>'),
    person('press-digest-code', 'La revue de presse', 'Notre enquête : « Votre code provisoire : XXXXXXXXXXXX », dit le courrier. Vous pouvez vous '
           'opposer à l\'ouverture de votre espace santé dans un délai de six semaines.', frm='Revue <presse@revue.example>'),
    person('forum', '[forum] nouvelle réponse', 'lulu38 a répondu : « j\'ai reçu le mail mon espace santé avec le code, je me suis opposé en 5 '
           'minutes ».', frm='Forum <noreply@forum.example>'),
    person('petition', 'Signez !', 'Plus de 12000 personnes demandent que votre espace santé ne soit pas ouvert sans votre accord. Vous avez '
           'six semaines. Code de partage : P4RT4G3Z', frm='Pétition <info@petition.example>'),
    person('bank', 'Votre espace client a été créé', 'Votre espace client est ouvert. Code provisoire : tG7kW2mQ9xLb. Vous disposez de six '
           'semaines pour refuser les nouvelles conditions.', frm='Banque <info@banque.example>', why='another service'),
    person('mutual', 'Votre espace santé Axéo', 'Votre espace santé Axéo vient d\'être créé ! Votre code provisoire : Ax3oP9zQ', why='an insurer',
           frm='Axéo <adherents@axeo.example>'),
    person('gym', 'Espace santé', 'Votre séance à l\'Espace Santé Gym est confirmée. Code de la porte : 4471A', frm='Gym <gym@example.org>'),
    person('travel', 'Six semaines', 'On part six semaines ! Le code de la maison : 8842. Bises'),
    person('attached-article', 'à lire', multipart('mixed', part('Lis ça.'), attached(mail('Au sommaire : Mon espace santé. Chaque assuré peut '
           's\'opposer dans les six semaines. Lire la suite', subject='Newsletter de mars')))),
    person('forward-payment', 'Fwd: Information de paiement', '---------- Forwarded message ---------\nDe : Votre Assurance Maladie '
           '<assurance-maladie@info.ameli.fr>\nDate: jeu. 3 févr. 2022 à 09:12\nSubject: Information de paiement\nTo: <s@example.org>\n\n'
           'Nous avons effectué un virement de 40 euros. Découvrez Mon espace santé.'),
    person('forward-document', 'TR: Nouveau document', 'De : Mon espace santé <notification@monespacesante.fr>\nEnvoyé : jeudi 3 février 2022 '
           '09:12\nÀ : Sophie\nObjet : Nouveau document\n\nUn nouveau document est disponible dans Mon espace santé.'),
    person('forward-code', 'TR: code', 'De : Mon espace santé <notification@monespacesante.fr>\nEnvoyé : jeudi 3 février 2022 09:12\nÀ : '
           'Sophie\nObjet : Votre nouveau code\n\nÀ votre demande, un nouveau code provisoire vous a été attribué : tG7kW2mQ9xLb'),
]

ALERT = '''Mon espace santé (Maël) : il reste 7 jours pour vous opposer.

Date limite : jeudi 17 mars 2022, jusqu’à minuit
Code : tG****Lb

Deux moyens de vous opposer : sur monespacesante.fr, ou par téléphone au 3422.

Réf. vigie.1b7e0d4f92ac5568.9c2d4e6f8a0b1c3d5e7f9a1b3c5d7e9f
'''
ALERTS = [
    person('alert', 'Mon espace santé (Maël) : il reste 7 jours', ALERT, frm='Vigie <jean@example.fr>'),
    person('alert-re', 'RE : Mon espace santé (Maël) : il reste 7 jours', 'On l\'a fait ?\n\n-----Message d\'origine-----\nDe : Vigie\nEnvoyé : '
           f'jeudi 10 mars 2022 08:00\nÀ : Jean\nObjet : Mon espace santé (Maël) : il reste 7 jours\n\n{ALERT}'),
    person('alert-fwd', 'Fwd: Mon espace santé (Maël) : il reste 7 jours', f'Début du message transféré :\n\nDe: Vigie <jean@example.fr>\nObjet: Mon '
           f'espace santé (Maël) : il reste 7 jours\nDate: 10 mars 2022 à 08:00:00 UTC+1\nÀ: jean@example.fr\n\n{ALERT}'),
]

MAILS = INSIDE + PAYMENTS + ARTICLES + PEOPLE + ALERTS
