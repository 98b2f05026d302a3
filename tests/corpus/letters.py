"""More notices: other forms of code, person and label, in the letters of other senders."""
from build import none, notice, other, part

MSA = 'MSA Bretagne <contact@portesdebretagne.msa.fr>'
SERVICE = 'Mon espace santé <ne-pas-repondre@monespacesante.fr>'


def letter(name, why, text, code=None, person=None, cases=None, subject='Mon espace santé', **fields):
    return notice(name, why, text, code, person, cases, subject=subject, **fields)


CODES = [
    letter('letter-cells', 'each character in a cell of its own', part(
        '<p>Votre espace santé ouvrira dans six semaines, sauf opposition.</p><p>Votre code provisoire</p><table><tr>'
        + ''.join(f'<td style="border:1px solid">{c}</td>' for c in 'aB3dE5fG7hJ9') + '</tr></table>', 'html'),
           'aB3dE5fG7hJ9'),
    letter('letter-cells-4', 'four characters a cell', part(
        '<p>Votre espace santé ouvrira dans six semaines, sauf opposition.</p><p>Votre code provisoire</p>'
        '<table><tr><td>aB3d</td><td>E5fG</td><td>7hJ9</td></tr></table>', 'html'), 'aB3dE5fG7hJ9'),
    letter('letter-underscored', 'underlined in text', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\n'
           'Code provisoire : _aB3dE5fG7hJ9_', 'aB3dE5fG7hJ9'),
    letter('letter-length', 'the label tells the length', 'Votre espace santé ouvrira dans six semaines, sauf '
           'opposition.\nVotre code provisoire (12 caractères) :\naB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    letter('letter-number', '', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\nCode provisoire n° '
           'aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    letter('letter-arrow', '', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\nVotre code provisoire → '
           'aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    letter('letter-brackets', '', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\nVotre code provisoire : '
           '[aB3dE5fG7hJ9]', 'aB3dE5fG7hJ9'),
    letter('letter-glued', 'no space after the colon', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\n'
           'Code provisoire:aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    letter('letter-validity-cell', 'a table of label, code and last day', part(
        '<p>Votre espace santé ouvrira dans six semaines, sauf opposition.</p><table><tr><th>Code provisoire</th>'
        '<th>Valable jusqu\'au</th></tr><tr><td>aB3dE5fG7hJ9</td><td>17/03/2022</td></tr></table>', 'html'),
           'aB3dE5fG7hJ9'),
    letter('letter-both-labels', 'two labels in one', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\n'
           'Code provisoire (code confidentiel pour le 3422) : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    letter('letter-twice', 'the code stands twice', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\nCode '
           'provisoire : aB3dE5fG7hJ9\nRappel de votre code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    letter('letter-case', 'lower case is kept', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\nCode '
           'provisoire : ab3de5fg7hj9', 'ab3de5fg7hj9'),
    letter('letter-digits', 'digits alone beside the label', 'Votre espace santé ouvrira dans six semaines, sauf '
           'opposition.\nCode confidentiel : 48291375', '48291375'),
    letter('letter-key', 'the key of the site', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\nPour vous '
           'identifier, tapez : aB3dE5fG7hJ9 (votre code personnel et confidentiel)', 'aB3dE5fG7hJ9'),
    letter('letter-adress', 'an address and a phone number near', 'Votre espace santé ouvrira dans six semaines, sauf '
           'opposition.\nCPAM du Rhône, 276 cours Émile Zola, 69619 Villeurbanne\nTél. 04 78 17 22 65\n'
           'Votre code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    letter('letter-vitale', 'the number of the carte Vitale', 'Votre espace santé ouvrira dans six semaines, sauf '
           'opposition.\nNuméro de série de votre carte Vitale : 80250000012345678901\nCode provisoire : '
           'aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
]

PERSONS = [
    letter('who-sentence', 'one sentence for two', 'Les espaces santé de vos enfants ouvriront dans six semaines, sauf '
           'opposition. Le code provisoire de Léa est aB3dE5fG7hJ9, celui de Hugo est Kp8mW2xZ4qLs.',
           cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    letter('who-brackets', 'the code in brackets behind each name', 'Les espaces santé de vos enfants ouvriront dans six '
           'semaines, sauf opposition.\nCodes provisoires : Léa (aB3dE5fG7hJ9) et Hugo (Kp8mW2xZ4qLs).',
           cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    letter('who-bullets', 'a list with birth dates', 'Les espaces santé de vos enfants ouvriront dans six semaines, sauf '
           'opposition.\n\nCodes provisoires :\n- Léa Martin, née le 12/01/2022 : aB3dE5fG7hJ9\n- Hugo Martin, né le '
           '13/05/2015 : Kp8mW2xZ4qLs', cases=[('aB3dE5fG7hJ9', 'Léa Martin'), ('Kp8mW2xZ4qLs', 'Hugo Martin')]),
    letter('who-pour', 'for each', 'Les espaces santé de vos enfants ouvriront dans six semaines, sauf opposition.\n\n'
           'Pour Léa : code provisoire aB3dE5fG7hJ9\nPour Hugo : code provisoire Kp8mW2xZ4qLs',
           cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    letter('who-html-list', '', part('<p>Les espaces santé de vos enfants ouvriront dans six semaines, sauf opposition.</p>'
           '<ul><li><b>Léa</b> – code provisoire : <code>aB3dE5fG7hJ9</code></li><li><b>Hugo</b> – code provisoire : '
           '<code>Kp8mW2xZ4qLs</code></li></ul>', 'html'), cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    letter('who-table-long', 'names in two columns', part('<p>Les espaces santé de vos enfants ouvriront dans six semaines, '
           'sauf opposition.</p><table><tr><th>Enfant</th><th>Code provisoire</th><th>Valable jusqu\'au</th></tr><tr>'
           '<td>Léa MARTIN</td><td>aB3dE5fG7hJ9</td><td>17/03/2022</td></tr><tr><td>Hugo MARTIN</td>'
           '<td>Kp8mW2xZ4qLs</td><td>17/03/2022</td></tr></table>', 'html'),
           cases=[('aB3dE5fG7hJ9', 'Léa MARTIN'), ('Kp8mW2xZ4qLs', 'Hugo MARTIN')]),
    letter('who-cards', 'a box for each child', part('<p>Les espaces santé de vos enfants ouvriront dans six semaines, sauf '
           'opposition.</p>' + ''.join(f'<table><tr><td>Prénom</td><td>{name}</td></tr><tr><td>Code provisoire</td><td>'
           f'{code}</td></tr></table>' for name, code in [('Léa', 'aB3dE5fG7hJ9'), ('Hugo', 'Kp8mW2xZ4qLs')]), 'html'),
           cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    letter('who-concerned', 'a line of its own', 'Enfant concerné : Léa MARTIN\n\nSon espace santé ouvrira dans six semaines, '
           'sauf opposition de votre part. Code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', 'Léa MARTIN'),
    letter('who-beneficiary', '', 'Bénéficiaire : Léa Martin\nVotre code provisoire : aB3dE5fG7hJ9\n\nL\'espace santé ouvrira '
           'dans six semaines, sauf opposition de votre part.', 'aB3dE5fG7hJ9', 'Léa Martin'),
    letter('who-daughter', '', 'L\'espace santé de votre fille Inès ouvrira dans six semaines, sauf opposition. Code '
           'provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', 'Inès'),
    letter('who-accent', 'an apostrophe and a particle', 'L\'espace santé de votre fils Loïc de la Tour ouvrira dans six '
           'semaines, sauf opposition. Code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', 'Loïc de la Tour'),
    letter('who-ward-label', 'a label', 'Majeur représenté : Odette Lefèvre\nVous exercez une mesure de tutelle. Son espace '
           'santé ouvrira dans six semaines, sauf opposition.\nCode provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9',
           'Odette Lefèvre'),
    letter('who-ward-protected', '', 'L\'espace santé de Mme Odette Lefèvre, majeure protégée dont vous êtes la tutrice, '
           'ouvrira dans six semaines, sauf opposition.\nCode provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9',
           'Odette Lefèvre'),
    letter('who-ward-under', '', 'En votre qualité de représentant légal de M. Paul Durand, vous avez six semaines pour vous '
           'opposer à l\'ouverture de son espace santé.\nCode provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', 'Paul Durand'),
    letter('who-greeting', 'the reader is greeted by name: that names no other', 'Bonjour Madame Martin,\n\nVotre espace '
           'santé ouvrira dans six semaines, sauf opposition.\nCode provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', None),
    letter('who-signature', 'the director signs', 'Votre espace santé ouvrira dans six semaines, sauf opposition.\nCode '
           'provisoire : aB3dE5fG7hJ9\n\nPierre Dupont\nDirecteur de la CPAM', 'aB3dE5fG7hJ9', None),
    letter('who-three', 'own code and two children', 'Votre espace santé ouvrira dans six semaines, sauf opposition, de même '
           'que ceux de vos enfants.\n\nVotre code provisoire : Qw7Er9Ty2UiP\nCode provisoire de Léa : aB3dE5fG7hJ9\n'
           'Code provisoire de Hugo : Kp8mW2xZ4qLs',
           cases=[('Qw7Er9Ty2UiP', None), ('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    letter('who-twins', 'a birth of two', 'Félicitations pour la naissance de Louise et de Gabriel ! Leurs profils Mon espace '
           'santé seront créés, sauf si vous vous y opposez.\nCode provisoire de Louise : aB3dE5fG7hJ9\nCode provisoire '
           'de Gabriel : Kp8mW2xZ4qLs', cases=[('aB3dE5fG7hJ9', 'Louise'), ('Kp8mW2xZ4qLs', 'Gabriel')]),
]

WORDS = [
    letter('words-msa-2', '', 'Cher adhérent,\n\nAu terme d\'un délai de 6 semaines, votre espace santé sera activé. Vous pouvez '
           'manifester votre désaccord en ligne, muni du code ci-après : Pa3Sd6Fg9HjK', 'Pa3Sd6Fg9HjK', frm=MSA),
    letter('words-say-no', '', 'Bonjour,\n\nMon espace santé vous sera ouvert dans six semaines. Vous n\'en voulez pas ? Dites-le '
           'nous avant, avec votre code personnel Pa3Sd6Fg9HjK, au 3422.', 'Pa3Sd6Fg9HjK'),
    letter('words-refuse', '', 'Bonjour,\n\nSi vous ne voulez pas de Mon espace santé, refusez-le sur le site dans les six semaines. '
           'Sinon, il sera créé. Code : Pa3Sd6Fg9HjK', 'Pa3Sd6Fg9HjK'),
    letter('words-tacit', 'silence is consent', 'Bonjour,\n\nL\'absence de réponse de votre part sous six semaines vaudra accord à la '
           'création de votre espace numérique de santé. Code d\'accès : Pa3Sd6Fg9HjK', 'Pa3Sd6Fg9HjK'),
    letter('words-law', 'cites the code of public health', 'Madame, Monsieur,\n\nEn application de l\'article R. 1111-28 du code de la '
           'santé publique, vous êtes informé de l\'ouverture de votre espace numérique de santé à l\'issue d\'un délai de six '
           'semaines, à laquelle vous pouvez vous opposer.\n\nCode confidentiel : Pa3Sd6Fg9HjK', 'Pa3Sd6Fg9HjK',
           subject='Information préalable'),
    letter('words-welcome', '', 'Bienvenue !\n\nMon espace santé, c\'est le service public pour gérer vos données de santé. Pour '
           'l\'activer : votre carte Vitale et ce code provisoire Pa3Sd6Fg9HjK. Vous ne souhaitez pas l\'activer ? '
           'Indiquez-le sur la même page.', 'Pa3Sd6Fg9HjK', subject='Bienvenue dans Mon espace santé'),
    letter('words-dmp', 'for those who had a DMP', 'Bonjour,\n\nVotre dossier médical partagé devient Mon espace santé. Votre profil sera '
           'créé dans six semaines avec les documents de votre DMP, sauf opposition.\n\nVotre code provisoire : Pa3Sd6Fg9HjK',
           'Pa3Sd6Fg9HjK', subject='Votre DMP évolue'),
    letter('words-newly', 'newly insured', 'Bonjour,\n\nVous êtes nouvellement affilié à l\'Assurance Maladie. À ce titre un profil Mon '
           'espace santé vous est destiné. Vous disposez de 6 semaines pour vous y opposer, passé ce délai il sera ouvert.\n'
           'Code : Pa3Sd6Fg9HjK', 'Pa3Sd6Fg9HjK', subject='Bienvenue à l\'Assurance Maladie'),
    letter('words-documents', 'a notice that tells what documents will be there', 'Bonjour,\n\nVotre espace santé sera créé '
           'automatiquement dans six semaines. Vos nouveaux documents (ordonnances, résultats) y seront ajoutés par vos '
           'médecins. Pour vous opposer, utilisez le code provisoire Pa3Sd6Fg9HjK.', 'Pa3Sd6Fg9HjK'),
    letter('words-no-code-documents', 'the same without a code', 'Bonjour,\n\nVotre espace santé sera créé automatiquement dans six '
           'semaines, sauf si vous vous opposez à sa création. Vos documents y seront ajoutés par vos médecins. Votre code '
           'provisoire vous sera envoyé par courrier.', None),
    letter('words-payment', 'a banner on payments below', 'Bonjour,\n\nVotre espace santé sera créé automatiquement dans six semaines, '
           'sauf si vous vous y opposez avec le code provisoire Pa3Sd6Fg9HjK.\n\nRetrouvez vos remboursements sur votre compte '
           'ameli.', 'Pa3Sd6Fg9HjK'),
    letter('words-news-footer', 'the footer of a newsletter', 'Bonjour,\n\nVotre espace santé sera créé automatiquement dans six '
           'semaines, sauf si vous vous y opposez avec le code provisoire Pa3Sd6Fg9HjK.\n\nRetrouvez nos actualités sur ameli.fr. '
           'Vous ne souhaitez plus recevoir la newsletter ? Désabonnez-vous.', 'Pa3Sd6Fg9HjK'),
    letter('words-new-code-how', 'tells how to ask for another code', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines, sauf '
           'si vous vous y opposez avec le code provisoire Pa3Sd6Fg9HjK. Si votre code a expiré, vous pouvez en demander un nouveau. '
           'À votre demande, un conseiller du 3422 vous en enverra un.', 'Pa3Sd6Fg9HjK'),
    letter('words-proof', 'tells of the proof', 'Bonjour,\n\nVous pouvez vous opposer à la création de votre espace santé dans les six '
           'semaines (code provisoire Pa3Sd6Fg9HjK). Votre opposition sera enregistrée et un justificatif vous sera remis.',
           'Pa3Sd6Fg9HjK'),
    letter('words-closing', 'tells that closing stays possible', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines, sauf si vous '
           'vous y opposez (code provisoire Pa3Sd6Fg9HjK). Après sa création, vous pourrez le clôturer à tout moment : votre '
           'profil est alors fermé.', 'Pa3Sd6Fg9HjK'),
    letter('words-english', 'a second language below', 'Bonjour,\n\nVotre espace santé sera créé dans six semaines, sauf si vous vous y '
           'opposez. Code provisoire : Pa3Sd6Fg9HjK\n\nHello, your health space will be created in six weeks unless you object.',
           'Pa3Sd6Fg9HjK'),
    letter('words-mixed-spelling', 'the name in one word', 'Bonjour,\n\nVotre profil MonEspaceSanté sera créé dans six semaines, sauf si '
           'vous vous y opposez. Code provisoire : Pa3Sd6Fg9HjK', 'Pa3Sd6Fg9HjK', subject='MonEspaceSanté'),
    letter('words-ens', 'by its abbreviation too', 'Bonjour,\n\nVotre espace numérique de santé (ENS) sera créé dans six semaines, sauf '
           'opposition. Code provisoire : Pa3Sd6Fg9HjK', 'Pa3Sd6Fg9HjK', subject='Votre ENS'),
]

DRIFT = [
    other('unrecognised', 'drift-refuse', 'a new word for the code', 'Bonjour,\n\nMon espace santé est prêt. Votre sésame pour '
          'répondre : voir le courrier joint.', [(None, None)], sent='2022-02-03', source='date', subject='Votre réponse'),
    other('unrecognised', 'drift-html', 'the code in an image', part('<p>Mon espace santé : faites connaître votre choix sous quarante-deux '
          'jours.</p><img src="https://www.ameli.fr/code.png" alt="">', 'html'), [(None, None)], sent='2022-02-03',
          source='date', subject='Votre choix'),
    other('unrecognised', 'drift-dated', 'the earliest day counts there too', 'Paris, le 1er février 2022\n\nMon espace santé : sans refus, la '
          'mise en service aura lieu.', [(None, None)], sent='2022-02-01', source='body', subject='Mise en service'),
    none('drift-none', 'an official mail of something else', 'Bonjour,\n\nVotre code de la route expire. Ouvrez votre courrier.',
         frm=SERVICE, subject='Information'),
]

MAILS = CODES + PERSONS + WORDS + DRIFT
