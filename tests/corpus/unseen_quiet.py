"""What opens no case."""
from build import other, part
from unseen import SERVICE, WHEN, campaign, letterhead

MAILS = [
    other('none', 'unseen-quiet-payment', 'payment information with an advert',
          part(letterhead('<p>Bonjour,</p><p>Un paiement de 25,40 € vous a été adressé le 10/11/2015. Retrouvez le détail sur votre compte '
                          'ameli.</p><p>Le saviez-vous ? Avec Mon espace santé, conservez vos ordonnances au même endroit.</p>'), 'html'),
          subject='Information de paiement', date=WHEN),
    other('none', 'unseen-quiet-new-doc', 'new document',
          part(campaign('<p>Bonjour Claire,</p><p>LABORATOIRE BIOGROUP a déposé un document dans votre profil Mon espace santé&nbsp;: '
                        'Compte rendu d\'examens biologiques.</p><p>Pour le consulter, connectez-vous.</p><p>Vous ne souhaitez plus '
                        'recevoir ces notifications ? Modifiez vos paramètres.</p>', 'Mon espace santé'), 'html'),
          frm=SERVICE, subject='Un nouveau document est disponible dans Mon espace santé', date=WHEN),
    other('none', 'unseen-quiet-otp', 'one-time code',
          'Bonjour,\n\n'
          'Voici votre code de sécurité à usage unique pour vous connecter à Mon espace santé : 482913\n'
          'Ce code est valable 10 minutes. Ne le communiquez à personne.',
          frm=SERVICE, subject='Votre code de sécurité', date=WHEN),
    other('none', 'unseen-quiet-asked-code', 'a code the user asked for',
          'Bonjour,\n\n'
          'Vous avez demandé la génération d\'un nouveau code provisoire pour Mon espace santé. Le voici : mX4tQz8RkW2b\n\n'
          'Il est valable 6 semaines. Si vous n\'êtes pas à l\'origine de cette demande, ignorez ce message.',
          frm=SERVICE, subject='Votre nouveau code provisoire', date=WHEN),
    other('none', 'unseen-quiet-reply-thread', 'a reply in a thread about it',
          'Moi j\'ai appelé le 3422, ça a pris 10 minutes, je me suis opposé. Fais pareil !\n\n'
          'Le mar. 10 nov. 2015 à 21:04, Claire Duval <c.duval@free.example> a écrit :\n\n'
          '> Tu as reçu ce mail toi aussi ? Ils disent qu\'on a six semaines pour\n'
          '> s\'opposer à Mon espace santé. Je ne sais pas quoi faire du code provisoire.',
          frm='Ahmed Benali <ahmed.benali@proton.example>', subject='Re: Votre service Mon espace santé a été créé', date=WHEN,
          fields='In-Reply-To: <abc@free.example>\nReferences: <abc@free.example>\n'),
    other('none', 'unseen-quiet-newsletter', 'newsletter that explains the procedure, with a subscriber code',
          part(campaign('<h1>Mon espace santé : mode d\'emploi</h1><p>Vous avez reçu un courriel de l\'Assurance maladie ? Vous avez six '
                        'semaines pour vous opposer à la création de votre espace. Munissez-vous du code provisoire indiqué dans le '
                        'courriel, de votre carte Vitale et de votre numéro de sécurité sociale.</p><p>Par téléphone, composez le 3422. '
                        'Notre code abonné : ABO7K2X9QZ41</p>', '60M'), 'html'),
          frm='60 Millions de consommateurs <newsletter@60m.example>', subject='Mon espace santé : faut-il s\'opposer ?',
          date=WHEN),
    other('none', 'unseen-quiet-press-quote', 'press release that quotes the notice',
          'COMMUNIQUÉ DE PRESSE\nParis, le 12 novembre 2015\n\n'
          'Les assurés reçoivent un courriel : « Votre profil Mon espace santé va être créé. Vous disposez de six semaines '
          'pour vous y opposer. » Ce courriel contient un code provisoire strictement personnel.\n\n'
          'Contact presse : presse.cnam@assurance-maladie.fr - 01 99 00 12 34',
          frm='Presse Assurance Maladie <presse@assurance-maladie.fr>',
          subject='Communiqué de presse – Mon espace santé : le déploiement se poursuit', date=WHEN),
    other('none', 'unseen-quiet-screening', 'screening invitation',
          part(letterhead('<p>Madame,</p><p>Vous avez entre 50 et 74 ans : vous êtes invitée à réaliser une mammographie. Le bon de prise '
                          'en charge vous a été envoyé par courrier. Le résultat sera déposé dans Mon espace santé.</p>'), 'html'),
          subject='Dépistage du cancer du sein : prenez rendez-vous', date=WHEN),
    other('none', 'unseen-quiet-mutuelle', 'insurance advert with a promo code',
          part(campaign('<p>Votre espace santé Alan vous attend ! Activez votre compte avec le code promo ALAN2015SANTE et profitez d\'un '
                        'mois offert. Vous pouvez vous opposer à la prospection à tout moment.</p>', 'Alan'), 'html'),
          frm='Alan <hello@alan.example>', subject='Changez de mutuelle avant le 31 décembre', date=WHEN),
    other('none', 'unseen-quiet-survey', 'survey',
          part(letterhead('<p>Bonjour,</p><p>Vous avez récemment utilisé Mon espace santé. Donnez-nous votre avis en 3 minutes&nbsp;: <a '
                          'href=\'https://enquete.ameli.fr/s/K2m9XqT7wZb4\'>je réponds</a>.</p>'), 'html'),
          subject='Votre avis compte : Mon espace santé', date=WHEN),
    other('none', 'unseen-quiet-job', 'job offer',
          'La CNAM recrute un chef de projet Mon espace santé (création de profils, parcours d\'opposition). Réf. '
          'MES2015PARIS75. Postulez avant le 30/11/2015.',
          frm='APEC <offres@apec.example>', subject='Offre : chef de projet Mon espace santé (H/F)', date=WHEN),
    other('none', 'unseen-quiet-doctor', 'doctor\'s mail',
          'Bonjour Mme Duval,\n\n'
          'Le docteur a déposé votre ordonnance dans Mon espace santé. Si vous vous y êtes opposée, dites-le-nous, nous '
          'l\'enverrons par courrier.\n\n'
          'Le secrétariat',
          frm='Cabinet du Dr Leroy <secretariat@cabinet-leroy.example>', subject='Ordonnance', date=WHEN),
    other('none', 'unseen-quiet-school', 'school mail with a code for something else',
          'Chers parents,\n\n'
          'Pour la campagne HPV, vous pouvez joindre le carnet de vaccination exporté de Mon espace santé de votre enfant. '
          'Code Pronote provisoire de votre enfant Lucas : pr7Kx2Qm9Lzt\n'
          'Vous avez six semaines pour vous opposer à la vaccination.',
          frm='Collège Jean Moulin <vie-scolaire@college-moulin.example>', subject='Carnet de vaccination de votre enfant',
          date=WHEN),
    other('none', 'unseen-quiet-family', 'family mail that mentions it',
          'Ma chérie, j\'ai reçu le courrier de la sécu pour mon espace santé, avec un code. Papa dit qu\'il faut refuser '
          'dans les six semaines. On en parle dimanche ? Apporte ta carte vitale. Bisous',
          frm='Maman <paulette.odin@orange.example>', subject='Re: dimanche', date=WHEN),
    other('none', 'unseen-quiet-ameli-news', 'official newsletter',
          part(letterhead('<h2>Vaccination grippe</h2><p>Pensez-y !</p><h2>Mon espace santé</h2><p>Déjà 20 millions de Français '
                          'l\'utilisent. Ajoutez vos documents de santé, votre groupe sanguin et vos allergies.</p><h2>Arnaques</h2><p>Ne '
                          'communiquez jamais vos codes.</p>'), 'html'),
          subject='Votre lettre d\'information de novembre', date=WHEN),
    other('none', 'unseen-quiet-blog', 'article quoting subject, label and delay',
          '« Votre service Mon espace santé a été créé » : c\'est l\'objet du mail que l\'Assurance maladie envoie depuis le '
          '1er février 2022. « Votre code provisoire : XXXXXXXXXXXX », y lit-on, puis : « vous avez six semaines pour vous '
          'opposer ».\n\n'
          'Lire la suite : https://next.example/a/Xk29dLqPz71m',
          frm='Next <lettre@next.example>', subject='La CNIL se penche sur Mon espace santé', date=WHEN),
    other('none', 'unseen-quiet-union', 'union mail with a template of the notice, code dotted',
          'Collègues,\n\n'
          'Modèle de ce que vous recevrez de la MGEN :\n\n'
          '  « Chère adhérente, votre profil Mon espace santé sera créé dans six semaines.\n'
          '    Votre code provisoire : ............ »\n\n'
          'Ne laissez pas passer le délai ! Voir https://snes.example/mes',
          frm='Syndicat SNES <info@snes.example>', subject='Mode d\'emploi pour refuser Mon espace santé', date=WHEN),
    other('none', 'unseen-quiet-forum', 'forum notification that tells of an opposition',
          'kiki44 a écrit :\n\n'
          'Bonjour, moi j\'ai reçu le code de ma fille le 3 novembre 2015, et je me suis opposée au 3422. Mon opposition a '
          'bien été prise en compte.',
          frm='Forum Doctissimo <notif@forum.example>',
          subject='[Forum] Nouvelle réponse à « Mon espace santé, opposition enfant »', date=WHEN),
    other('none', 'unseen-quiet-doctolib', 'document with code of verification',
          part(campaign('<p>Bonjour, le Dr Petit a partagé un document. Il est aussi envoyé dans Mon espace santé, sauf si vous vous y '
                        'êtes opposé. Votre code de vérification : 558204</p>', 'Doctolib'), 'html'),
          frm='Doctolib <no-reply@doctolib.example>', subject='Votre document a été partagé', date=WHEN),
    other('none', 'unseen-quiet-hr-mutuelle', 'company insurance: its own space, code and weeks',
          'Bonjour,\n\n'
          'Votre espace santé adhérent sera créé automatiquement le 1er janvier 2016. Votre code provisoire : M8xKq2Zt. '
          'Vous avez six semaines pour refuser l\'adhésion (dispense).\n\n'
          'Le service RH',
          frm='RH Société Exemple <rh@societe.example>', subject='Votre mutuelle d\'entreprise au 1er janvier 2016',
          date=WHEN),
    other('none', 'unseen-quiet-harmonie', 'insurer\'s own space',
          part(campaign('<p>Bienvenue chez Harmonie&nbsp;! Votre espace santé est créé. Activez-le avec votre code d\'activation : '
                        '<b>HM72kQx9ZtW4</b></p>', 'Harmonie'), 'html'),
          frm='Harmonie Mutuelle <espace@harmonie.example>', subject='Votre espace santé est créé', date=WHEN),
    other('none', 'unseen-quiet-chu', 'hospital portal with code, names Mon espace santé and opposition',
          'Bonjour,\n\n'
          'Votre espace patient a été créé suite à votre passage aux urgences. Code d\'activation : Zt7KqW2xM9bL\n'
          'Vos comptes rendus seront aussi versés dans Mon espace santé, sauf opposition de votre part.',
          frm='CHU de Nantes <portail@chu-nantes.example>', subject='Activez votre espace patient', date=WHEN),
    other('none', 'unseen-quiet-google-alert', 'alert of a search engine',
          part(campaign('<p>ACTUALITÉS</p><p><a href=\'https://g.example/url?ct=ga&cd=CAEYACoTMTY0\'>Mon espace santé : comment s\'opposer '
                        'à sa création automatique</a><br>Le Monde - Les assurés reçoivent un code provisoire et disposent de six semaines…</p>', 'Google'), 'html'),
          frm='Google Alerts <googlealerts-noreply@google.example>', subject='Alerte Google : Mon espace santé', date=WHEN),
    other('none', 'unseen-quiet-petition', 'petition',
          'Jean a lancé une pétition. « L\'ouverture de votre Mon espace santé est automatique : vous avez six semaines '
          'pour vous opposer, pas un jour de plus. » 12 482 signatures.',
          frm='Change <change@petition.example>', subject='Signez : non à Mon espace santé automatique', date=WHEN),
    other('none', 'unseen-quiet-teacher-list', 'testimony on a list that quotes the confirmation',
          'J\'ai appelé le 3422 hier. On m\'a demandé mon code confidentiel et mon numéro de sécu ; au bout de vingt minutes '
          'le conseiller m\'a confirmé que mon opposition était enregistrée. J\'ai reçu le justificatif : « Votre opposition '
          'à la création de Mon espace santé a été enregistrée le 11/11/2015. »\n\n'
          'Courage !\nPierre\n_______________________________________________\nsud mailing list',
          frm='Liste SUD <sud@listes.example>', subject='[sud] MES : témoignage', date=WHEN,
          fields='List-Id: <sud.listes.example>\n'),
    other('none', 'unseen-quiet-mairie', 'town newsletter, workshop',
          part(campaign('<h2>Atelier Mon espace santé</h2><p>Activer son espace, ou s\'y opposer&nbsp;: un conseiller numérique vous aide '
                        'mardi 17 novembre à 14h. Apportez votre carte Vitale et le code provisoire reçu.</p>', 'Rezé'), 'html'),
          frm='Mairie de Rezé <lettre@reze.example>', subject='La lettre de Rezé n° 214', date=WHEN),
    other('none', 'unseen-quiet-ameli-workshop', 'official invitation to a workshop',
          part(letterhead('<p>Bonjour,</p><p>Votre CPAM vous invite à un atelier gratuit pour découvrir Mon espace santé le 20 novembre '
                          '2015 à 10h. Inscription en ligne.</p>'), 'html'),
          subject='Atelier Mon espace santé près de chez vous', date=WHEN),
    other('none', 'unseen-quiet-share-access', 'delegation',
          'Bonjour,\n\n'
          'Paul Duval souhaite vous confier la gestion de son profil Mon espace santé en tant qu\'aidant. Acceptez ou '
          'refusez cette invitation depuis votre profil.',
          frm=SERVICE, subject='Paul Duval vous a donné accès à son profil', date=WHEN),
    other('none', 'unseen-quiet-blocked-pro', 'blocking a professional is no opposition',
          'Bonjour,\n\n'
          'Vous avez bloqué l\'accès du Dr Martin à vos documents Mon espace santé. Vous pouvez modifier ce choix à tout moment.',
          frm=SERVICE, subject='Votre choix a été enregistré', date=WHEN),
    other('none', 'unseen-quiet-research', 'right to oppose research',
          'Madame, Monsieur,\n\n'
          'Vos données de santé peuvent être réutilisées à des fins de recherche. Vous pouvez vous y opposer à tout '
          'moment, notamment depuis Mon espace santé.',
          frm='Health Data Hub <information@hdh.example>', subject='Réutilisation de vos données : droit d\'opposition',
          date=WHEN),
    other('none', 'unseen-quiet-ameli-research', 'an opposition to something else',
          'Bonjour,\n\n'
          'Votre opposition à la réutilisation de vos données du SNDS a bien été enregistrée. Elle n\'a pas d\'effet sur Mon '
          'espace santé.',
          subject='Votre opposition à la réutilisation de vos données', date=WHEN),
    other('none', 'unseen-quiet-cgu', 'new terms',
          'Bonjour,\n\n'
          'Les conditions générales d\'utilisation de Mon espace santé évoluent au 1er décembre 2015. Si vous n\'acceptez '
          'pas ces conditions, vous pouvez clôturer votre profil.',
          frm=SERVICE, subject='Évolution des conditions générales d\'utilisation', date=WHEN),
    other('none', 'unseen-quiet-sms-fwd', 'a family question about a phishing SMS',
          'J\'ai reçu ce SMS : "Ameli : votre carte vitale expire, mettez a jour sur ameli-maj.top". C\'est une arnaque non '
          '? Rien à voir avec mon espace santé ?',
          frm='Papa <robert.odin@laposte.example>', subject='sms', date=WHEN),
    other('none', 'unseen-quiet-caf', 'another office\'s code',
          'Bonjour,\n\n'
          'Votre code confidentiel provisoire pour accéder à Mon Compte est : 48213377. Modifiez-le lors de votre première '
          'connexion.',
          frm='Caf <ne-pas-repondre@caf.example>', subject='Votre code confidentiel Mon Compte', date=WHEN),
    other('none', 'unseen-quiet-pharma', 'pharmacy',
          'Bonjour Mme Duval,\n'
          'La vaccination est ouverte depuis le 13 octobre 2015. Nous notons l\'injection dans Mon espace santé sauf refus '
          'de votre part.',
          frm='Pharmacie du Port <contact@pharmacie.example>', subject='Vaccin grippe : réservez', date=WHEN),
    other('none', 'unseen-quiet-thread-tech', 'developers\' mail that quotes a sample',
          'On 12/11/2015 Ahmed wrote:\n> -    text = { \'vous\\s+opposer\' }\n> +    text = { \'(?i)vous\\s+(?:y\\s+)?opposer\' }\n'
          '> # « Votre code provisoire : aB3dE5fG7hJ9 », « Votre profil Mon espace santé sera créé »\n\n'
          'LGTM, six semaines ok.',
          frm='Dev <dev@vigie.example>', subject='Re: [PATCH] rules: notice wording', date=WHEN),
    other('none', 'unseen-quiet-lawyer', 'a lawyer\'s advice',
          'Cher Monsieur,\n\n'
          'Pour mémoire, l\'article R. 1111-28 du CSP prévoit que l\'espace numérique de santé est ouvert six semaines après '
          'l\'envoi de l\'information, sauf opposition. Vous m\'indiquez avoir reçu le courriel le 3 novembre 2015 ; je vous '
          'conseille d\'appeler le 3422 muni du code provisoire. Réf. dossier : RX2015MES114',
          frm='Maître Roux <cabinet@roux-avocats.example>', subject='Votre dossier – opposition MES', date=WHEN),
    other('none', 'unseen-quiet-payment2', 'refund with a reference of a code\'s form',
          part(campaign('<p>Bonjour, nous avons remboursé 46,50 € sur votre compte le '
                        '10/11/2015.</p><table><tr><td>Réf.</td><td>K7X2M9QZ41TB</td></tr></table>', 'MSA'), 'html'),
          frm='MSA <ne-pas-repondre@msa.fr>', subject='Vos remboursements de soins', date=WHEN),
    other('none', 'unseen-quiet-cpam-appt', 'appointment to get help with activation',
          'Bonjour,\n\n'
          'Votre rendez-vous du 20/11/2015 à 9h30 est confirmé (motif : aide à l\'activation de Mon espace santé). '
          'Munissez-vous de votre carte Vitale. Code d\'annulation : 7KQ2ZX',
          subject='Confirmation de votre rendez-vous en agence', date=WHEN),
    other('none', 'unseen-quiet-h01', 'statement',
          'Bonjour,\n\n'
          'Votre relevé de remboursements d\'octobre est en ligne sur votre compte ameli. Pensez à l\'enregistrer dans Mon '
          'espace santé.',
          subject='Votre relevé mensuel est disponible', date=WHEN),
    other('none', 'unseen-quiet-h04', 'code for an address',
          'Bonjour,\n\n'
          'Pour valider votre nouvelle adresse électronique dans Mon espace santé, saisissez le code suivant : 739 204. Il '
          'expire dans 15 minutes.',
          frm=SERVICE, subject='Votre code à usage unique', date=WHEN),
    other('none', 'unseen-quiet-h06', 'survey after a call',
          part(letterhead('<p>Bonjour,</p><br><p>Vous avez récemment contacté le support de Mon espace santé. Êtes-vous satisfait de la '
                          'réponse de notre conseiller ?</p>'), 'html'),
          frm=SERVICE, subject='Enquête de satisfaction 3422', date=WHEN),
    other('none', 'unseen-quiet-h07', 'support ticket',
          part(letterhead('<p>Bonjour,</p><br><p>Votre demande concernant Mon espace santé a été transmise à nos équipes. Nous reviendrons '
                          'vers vous sous 5 jours ouvrés.</p>'), 'html'),
          frm=SERVICE, subject='Votre demande d\'assistance n° 20151112-7781', date=WHEN),
    other('none', 'unseen-quiet-h09', 'warning against phishing',
          part(letterhead('<p>Bonjour,</p><br><p>Des escrocs se font passer pour l\'Assurance Maladie. Nous ne demandons jamais vos '
                          'coordonnées bancaires ni votre code Mon espace santé par mail.</p>'), 'html'),
          subject='Attention aux faux mails', date=WHEN),
    other('none', 'unseen-quiet-h12', 'vaccination reminder is no reminder',
          part(letterhead('<p>Bonjour,</p><br><p>Le rappel DTP de votre enfant est à faire. Retrouvez le calendrier vaccinal dans Mon '
                          'espace santé.</p>'), 'html'),
          frm=SERVICE, subject='Vos vaccinations', date=WHEN),
    other('none', 'unseen-quiet-h13', 'a code asked for by phone',
          'Bonjour,\n\n'
          'À la suite de votre appel, un nouveau code provisoire Mon espace santé vous a été attribué : Kz4TwQ8xN6mB. '
          'L\'ancien n\'est plus valable.',
          subject='Votre code provisoire a été renouvelé', date=WHEN),
    other('none', 'unseen-quiet-h14', 'another account\'s deletion',
          part(letterhead('<p>Bonjour,</p><br><p>Vous avez demandé la suppression de votre compte ameli. Mon espace santé n\'est pas '
                          'concerné par cette suppression.</p>'), 'html'),
          subject='Demande de suppression de compte', date=WHEN),
    other('none', 'unseen-quiet-h15', 'insurer\'s attestation',
          part(letterhead('<p>Bonjour,</p><br><p>Votre attestation de tiers payant 2016 est prête. Elle figure aussi dans Mon espace santé.</p>'), 'html'),
          frm='MGEN <ne-pas-repondre@info.mgen.fr>', subject='Échéance de votre contrat', date=WHEN),
    other('none', 'unseen-quiet-p01', 'social worker\'s advice',
          'Bonjour Claire, pour l\'opposition de ta mère il te faut son code provisoire, sa carte Vitale et son numéro de '
          'sécu. Tu as six semaines à partir de la date du mail. Bon courage.',
          frm='Assistante sociale <as@ccas.example>', subject='Re: mes', date=WHEN),
    other('none', 'unseen-quiet-p02', 'works council\'s minutes with a reference',
          'Point 4 : Mon espace santé. La direction rappelle que la création de l\'espace de chaque salarié est automatique '
          'sauf opposition sous six semaines. Votre code provisoire figure dans le courriel de la CPAM. Réf. du PV : '
          'CSE2015NOV12A',
          frm='CSE <cse@societe.example>', subject='Compte-rendu de réunion CSE', date=WHEN),
    other('none', 'unseen-quiet-p03', 'podcast',
          'Épisode 12 – Mon espace santé. « Votre service a été créé », dit le mail. Écoutez-nous sur '
          'https://pod.example/e/Kx82LpQz7Wm4',
          frm='Podcast <hello@pod.example>', subject='Podcast : le grand fichage ?', date=WHEN),
    other('none', 'unseen-quiet-p04', 'forwarded invitation with a voting code',
          '---------- Forwarded message ---------\nFrom: Asso <asso@exemple.example>\nDate: Tue, Nov 3, 2015 at 9:12 AM\n'
          'Subject: Convocation AG\nTo: x\n\n'
          'À l\'ordre du jour : que faire face à Mon espace santé (opposition, code provisoire, six semaines) ? Vote par '
          'internet, code votant : VOTE7KX2QM9Z',
          frm='Jean <jean@exemple.example>', subject='Fwd: Convocation AG', date=WHEN),
    other('none', 'unseen-quiet-p05', 'the writer\'s own code in a letter of his own',
          'Maman, j\'ai envoyé ça :\n\n'
          '« Madame, Monsieur, je m\'oppose à la création de mon espace santé. Mon code provisoire est Kz4TwQ8xN6mB. »\n\n'
          'On verra bien.',
          frm='Lucie <lucie@exemple.example>', subject='Ma réponse à la sécu', date=WHEN),
    other('none', 'unseen-quiet-h01-too', 'anniversary',
          part(letterhead('<p>Bonjour,</p><br><p>Vous utilisez Mon espace santé depuis un an. Avez-vous pensé à y ajouter votre contact '
                          'd\'urgence ?</p>'), 'html'),
          frm=SERVICE, subject='Mon espace santé et vous', date=WHEN),
    other('none', 'unseen-quiet-h04-too', 'password changed',
          part(letterhead('<p>Bonjour,</p><br><p>Votre mot de passe Mon espace santé a été modifié le 11/11/2015. Si vous n\'êtes pas à '
                          'l\'origine de ce changement, appelez le 3422.</p>'), 'html'),
          frm=SERVICE, subject='Nouveau mot de passe', date=WHEN),
    other('none', 'unseen-quiet-h07-too', 'prevention',
          'Bonjour,\n\n'
          'À 45 ans, faites le point. Votre bilan pourra être versé dans Mon espace santé.',
          subject='Mon bilan prévention', date=WHEN),
    other('none', 'unseen-quiet-h12-too', 'a reference of a code\'s form, nothing of the service',
          part(letterhead('<p>Bonjour,</p><br><p>Votre mutuelle est désormais reliée à la MGEN. Référence : K8T4Z2Q9W1XN.</p>'), 'html'),
          frm='MGEN <ne-pas-repondre@info.mgen.fr>', subject='Votre télétransmission', date=WHEN),
    other('none', 'unseen-quiet-h13-too', 'delegation accepted',
          part(letterhead('<p>Bonjour,</p><br><p>Votre père a accepté votre demande d\'accès en tant qu\'aidant à son Mon espace santé.</p>'), 'html'),
          frm=SERVICE, subject='Aidant : demande acceptée', date=WHEN),
    other('none', 'unseen-quiet-p01-too', 'family',
          'Tu dis à mamie que son opposition est enregistrée, j\'ai le PDF. Son code provisoire ne sert plus.',
          frm='Luc <luc@exemple.example>', subject='Re: Mon espace santé', date=WHEN),
    other('none', 'unseen-quiet-p02-too', 'help at a club',
          'Vous avez reçu un code provisoire pour Mon espace santé ? Venez le 20 novembre, on vous aide à activer ou '
          'refuser. Votre code reste confidentiel.',
          frm='Asso <contact@asso.example>', subject='[asso] Permanence numérique', date=WHEN),
    other('none', 'unseen-quiet-p03-too', 'occupational health portal: its own space and code',
          'Bonjour, votre espace santé entreprise a été créé. Votre code provisoire : ENT4K8T2ZQ9W. Vous pouvez vous '
          'opposer au traitement de vos données.',
          frm='Service de santé au travail <contact@sante-travail.example>', subject='Votre espace santé entreprise',
          date=WHEN),
    other('none', 'unseen-quiet-p04-too', 'a forwarded circular',
          '-----Message d\'origine-----\nDe : Syndicat <info@syndicat.example>\nEnvoyé : mardi 3 novembre 2015 09:12\nÀ : tous\n'
          'Objet : Mon espace santé, mode d\'emploi\n\n'
          'Vous recevrez un courriel : « Votre espace sera créé dans six semaines. Votre code provisoire : … ». Appelez le 3422 !',
          frm='Luc <luc@exemple.example>', subject='TR: à lire', date=WHEN),
    other('none', 'unseen-quiet-h01-too-too', 'questionnaire of a midwife',
          'Bonjour,\n\n'
          'Votre sage-femme vous a adressé un questionnaire dans Mon espace santé.',
          frm=SERVICE, subject='Votre professionnel vous écrit', date=WHEN),
    other('none', 'unseen-quiet-h04-too-too', 'sixteen',
          part(letterhead('<p>Bonjour,</p><br><p>Votre enfant peut désormais déclarer un médecin traitant. Son carnet reste accessible '
                          'dans Mon espace santé.</p>'), 'html'),
          subject='Votre enfant fête ses 16 ans', date=WHEN),
    other('none', 'unseen-quiet-h07-too-too', 'letter to doctors',
          part(letterhead('<p>Docteur,</p><br><p>Vos patients peuvent s\'opposer à l\'alimentation de Mon espace santé. Pensez à les '
                          'informer avant chaque dépôt.</p>'), 'html'),
          subject='Lettre aux médecins', date=WHEN),
    other('none', 'unseen-quiet-h09-too', 'deletion of a document',
          'Bonjour,\n\n'
          'Le document « Radio genou » a été supprimé de Mon espace santé à votre demande.',
          frm=SERVICE, subject='Suppression d\'un document', date=WHEN),
]
