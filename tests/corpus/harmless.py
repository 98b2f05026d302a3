"""What is no case: the same senders' other mails, articles, threads, and people who talk about it."""
import pathlib

from build import attached, mail, multipart, none, part

SERVICE = 'Mon espace santé <ne-pas-repondre@monespacesante.fr>'
FRIEND = 'Paul Martin <paul.martin@example.org>'
APPEAL = (pathlib.Path(__file__).parent / 'appeal.txt').read_text()


def service(name, why, text, subject, **fields):
    return none(name, why, text, frm=SERVICE, subject=subject, **fields)


def friend(name, why, text, subject, frm=FRIEND, **fields):
    return none(name, why, text, frm=frm, subject=subject, **fields)


INSIDE = [
    service('new-message', '', 'Bonjour,\n\nVous avez reçu un nouveau message dans Mon espace santé. '
            'Connectez-vous pour le lire.', 'Nouveau message dans Mon espace santé'),
    service('new-document', '', 'Bonjour,\n\nUn nouveau document a été ajouté à Mon espace santé par le '
            'laboratoire des Lilas.', 'Un document vous attend'),
    service('document-oppose', 'one may oppose that a document is sent', 'Bonjour,\n\nLe docteur Durand a '
            'ajouté un compte rendu dans Mon espace santé. Vous pouvez vous opposer à l\'envoi de vos '
            'documents par ce professionnel.', 'Nouveau document'),
    service('appointment', '', 'Bonjour,\n\nRappel : votre rendez-vous du 15 mars 2022 à 10h00 figure dans '
            'l\'agenda de Mon espace santé.', 'Rappel de rendez-vous'),
    service('appointment-code', 'with a code of the building', 'Bonjour,\n\nRappel de votre rendez-vous du '
            '15 mars 2022, agenda de Mon espace santé. Code de la porte : 45B12', 'Rendez-vous médical'),
    service('synchronised', 'every 90 days', 'Bonjour,\n\nVoici la liste des services synchronisés avec Mon '
            'espace santé : Doctolib, Qare. Vous pouvez mettre fin à cette synchronisation.',
            'Vos services synchronisés'),
    service('screening', '', 'Bonjour,\n\nVous êtes invitée à réaliser un dépistage du cancer du sein. '
            'Retrouvez l\'invitation dans Mon espace santé.', 'Votre invitation au dépistage'),
    service('vaccination', '', 'Bonjour,\n\nVotre enfant Léa a bientôt 11 mois : pensez à la vaccination. '
            'Son carnet est dans Mon espace santé.', 'Vaccination de votre enfant'),
    service('data-deleted', '', 'Bonjour,\n\nLa suppression de vos données de Mon espace santé est terminée.',
            'Suppression de vos données'),
    service('export', '', 'Bonjour,\n\nL\'export de vos données Mon espace santé est prêt : il est disponible '
            'pendant 7 jours.', 'Votre export est prêt'),
    service('access', '', 'Bonjour,\n\nLe docteur Durand a consulté un document dans Mon espace santé le 3 '
            'mars 2022. Si vous ne le souhaitez pas, vous pouvez bloquer son accès.',
            'Un professionnel a consulté votre espace'),
    service('access-emergency', '', 'Bonjour,\n\nUn professionnel de santé a accédé à votre profil Mon espace '
            'santé dans le cadre de l\'urgence.', 'Accès à Mon espace santé'),
    service('otp', 'six digits', 'Bonjour,\n\nVotre code de vérification Mon espace santé est : 482913. Il est '
            'valable 10 minutes.', 'Votre code de vérification'),
    service('otp-contact', 'six digits for a change of address', 'Bonjour,\n\nVous avez demandé à modifier '
            'votre adresse e-mail. Code à usage unique : 482 913', 'Mon espace santé : code à usage unique'),
    service('contact-changed', '', 'Bonjour,\n\nVotre numéro de téléphone a été modifié dans Mon espace '
            'santé.', 'Modification de vos coordonnées'),
    service('code-asked', 'a code that the user asked for', 'Bonjour,\n\nSuite à votre demande, voici votre '
            'nouveau code provisoire : aB3dE5fG7hJ9. Il vous permet d\'activer Mon espace santé ou de vous '
            'opposer à sa création.', 'Votre nouveau code provisoire'),
    service('code-asked-you', '', 'Bonjour,\n\nVous avez demandé un code provisoire pour accéder à Mon espace '
            'santé : Kp8mW2xZ4qLs. Ce code est valable 30 jours.', 'Votre code provisoire'),
    service('code-asked-generated', 'the site\'s own button', 'Bonjour,\n\nVous venez de générer un nouveau '
            'code provisoire sur monespacesante.fr.\n\nKp8mW2xZ4qLs\n\nSi vous n\'êtes pas à l\'origine de cette '
            'demande, appelez le 3422.', 'Mon espace santé'),
    service('code-expired', '', 'Bonjour,\n\nVotre code provisoire a expiré. Vous pouvez en générer un autre '
            'sur Mon espace santé.', 'Votre code provisoire a expiré'),
    service('password', '', 'Bonjour,\n\nVotre mot de passe Mon espace santé a été modifié.',
            'Changement de mot de passe'),
    service('login', '', 'Bonjour,\n\nUne nouvelle connexion à Mon espace santé a eu lieu depuis un nouvel '
            'appareil.', 'Nouvelle connexion'),
]

SENDER = [
    none('payment', '', 'Bonjour,\n\nNous avons effectué le 2 février 2022 un paiement de 25,00 euros. '
         'Détail sur votre compte ameli.', subject='Information de paiement'),
    none('payment-mes', 'with a banner for the service', 'Bonjour,\n\nNous avons effectué un remboursement '
         'de 16,50 euros.\n\nDécouvrez Mon espace santé, votre carnet de santé numérique : activez-le !',
         subject='Information de paiement'),
    none('ameli-account', '', 'Bonjour,\n\nUn nouveau message est disponible sur votre compte ameli.',
         subject='Nouveau message de votre caisse'),
    none('vitale', '', 'Bonjour,\n\nVotre carte Vitale doit être mise à jour en pharmacie.',
         subject='Mettez à jour votre carte Vitale'),
    none('flu', '', 'Bonjour,\n\nVous êtes invité à vous faire vacciner contre la grippe.',
         subject='Votre invitation à la vaccination'),
    none('newsletter', 'an article on the service and the delay', part('''<h1>La lettre d'information de
l'Assurance Maladie</h1><h2>Au sommaire</h2><p>Mon espace santé : chaque assuré dispose de six semaines pour
s'opposer à la création de son espace.</p><p><a href="https://www.ameli.fr/x">Lire l'article</a></p>
<p>Se désabonner</p>''', 'html'), subject='La lettre d\'information de février'),
    none('press', 'a press release', '''Communiqué de presse

Mon espace santé : 65 millions de profils d'ici fin mars. Les assurés qui le souhaitent peuvent s'opposer à
la création de leur espace dans un délai de six semaines, avec le code reçu par courrier.''',
         subject='Communiqué de presse : Mon espace santé', frm='Presse <presse@assurance-maladie.fr>'),
    none('ministry-news', '', '''Bonjour,

À la une cette semaine : Mon espace santé. Les usagers peuvent s'opposer à l'ouverture pendant six
semaines. Lire la suite.''', frm='Ministère <newsletter@sante.gouv.fr>', subject='Newsletter du ministère'),
    none('faq', 'how it works, for everybody', '''Bonjour,

Foire aux questions : Comment s'opposer à Mon espace santé ? L'assuré dispose de six semaines. Il lui suffit
de saisir le code provisoire reçu.''', subject='Vos questions sur Mon espace santé'),
    none('survey', '', 'Bonjour,\n\nDonnez votre avis sur nos services : répondez à notre enquête.',
         subject='Votre avis nous intéresse'),
    none('webinar', '', 'Bonjour,\n\nParticipez à notre webinaire sur Mon espace santé le 10 mars 2022. Comment '
         'l\'activer, comment s\'y opposer : nos experts répondent.', subject='Webinaire Mon espace santé'),
]

PEOPLE = [
    friend('appeal', 'the appeal, from a friend', APPEAL, 'À faire circuler'),
    friend('appeal-html', '', part('<html><body>' + ''.join(
        f'<p>{p}</p>' for p in APPEAL.split('\n\n')) + '</body></html>', 'html'), 'Dites non'),
    friend('appeal-forwarded', 'forwarded as a newsletter', 'À lire !\n\n---------- Forwarded message '
           '---------\nFrom: Pièces et main d\'œuvre <contact@piecesetmaindoeuvre.example>\nDate: Wed, Jan 12, '
           '2022 at 10:00 AM\nSubject: Dites Non\nTo: <liste@example.org>\n\n' + APPEAL, 'Fwd: Dites Non'),
    friend('appeal-quoted', 'quoted in an answer', 'Merci, je les appelle demain.\n\nLe 12 janv. 2022 à 10:00, '
           'Ana a écrit :\n> ' + APPEAL.replace('\n', '\n> '), 'Re: Dites non'),
    friend('appeal-attached', '', multipart('mixed', part('À lire'), attached(
        mail(APPEAL, frm='Ana <ana@example.org>', subject='Dites non'))), 'Fwd'),
    friend('appeal-list', 'by a mailing list', APPEAL, '[debat] Appel', fields='List-Id: <debat.example.org>\n'),
    friend('appeal-latin1', '', part(APPEAL.replace('œ', 'oe').replace('’', "'").encode(
        'latin-1', 'replace').decode('latin-1'), charset='iso-8859-1'), 'Appel'),
    friend('talk', 'asks a friend', 'Salut,\n\nTu as reçu le courrier de Mon espace santé ? J\'ai six semaines '
           'pour m\'opposer mais je ne trouve pas le code provisoire.', 'Mon espace santé'),
    friend('talk-code', 'tells that he has one', 'Salut,\n\nJ\'ai utilisé mon code provisoire aB3dE5fG7hJ9 et '
           'je me suis opposé à mon espace santé, ça marche.', 'Mon espace santé'),
    friend('reply', 'an answer that quotes the notice', 'C\'est fait, je me suis opposé.\n\nLe 3 févr. 2022 à '
           '09:12, Votre Assurance Maladie a écrit :\n> Votre espace santé va être créé. Vous avez six semaines '
           'pour vous opposer.\n> Code provisoire : aB3dE5fG7hJ9', 'Re: Votre service Mon espace santé'),
    friend('reply-outlook', 'an answer with the whole header quoted', '''Je m'en occupe.

De : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>
Envoyé : jeudi 3 février 2022 09:12
À : Paul Martin
Objet : Votre service Mon espace santé a été créé

Votre espace santé va être créé. Vous avez six semaines pour vous opposer.
Code provisoire : aB3dE5fG7hJ9''', 'RE: Votre service Mon espace santé a été créé'),
    friend('doctor', 'a doctor\'s office', 'Bonjour,\n\nVos résultats sont dans Mon espace santé. Votre code '
           'patient : 7KQ2M9XZ', 'Vos résultats', frm='Cabinet Durand <secretariat@cabinet-durand.example>'),
    friend('press-article', '', 'Mon espace santé : comment s\'y opposer ? Vous avez six semaines à compter du '
           'courrier, muni de votre code provisoire à 12 caractères.', 'Le Monde : votre santé',
           frm='Le Monde <newsletter@lemonde.example>'),
    friend('association', 'an association\'s advice', '''Bonjour à tous,

L'Assurance maladie va vous envoyer un courrier. Votre espace santé sera créé au bout de six semaines, sauf
si vous vous y opposez. Munissez-vous du code provisoire qui figure sur le courrier.''',
           'S\'opposer à Mon espace santé', frm='LDH <contact@ldh.example>'),
    friend('mutuelle', 'a private insurer\'s own account', 'Bonjour,\n\nVotre espace santé Harmonia est ouvert. '
           'Votre code d\'activation : Kp8mW2xZ4qLs', 'Votre espace adhérent',
           frm='Harmonia <contact@harmonia.example>'),
    friend('bank', '', 'Votre code confidentiel : 482913', 'Votre code', frm='Banque <info@banque.example>'),
    friend('parcel', '', 'Votre colis arrive. Code de retrait : A7K2M9XZ4Q1B', 'Votre colis',
           frm='Transport <info@colis.example>'),
    friend('empty', 'nothing in it', '', 'Fwd:'),
    friend('family', '', 'On arrive le 3 février 2022, il reste six semaines de vacances.', 'Vacances'),
]

MAILS = INSIDE + SENDER + PEOPLE
