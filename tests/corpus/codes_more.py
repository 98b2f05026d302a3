"""More codes in plain text: whom they are for, what form they have, what stands beside them."""
from codes import html, plain

LEA, HUGO, ZOE, OWN = 'aB3dE5fG7hJ9', 'Kp8mW2xZ4qLs', 'Qw7Er9Ty2UiP', 'Rt6Yu3Io9PaS'
BOTH = [(LEA, 'Léa'), (HUGO, 'Hugo')]
MARTINS = [(LEA, 'Léa MARTIN'), (HUGO, 'Hugo MARTIN')]


def several(name, why, line, cases, **fields):
    return plain(f'more-{name}', why, line, None, cases=cases, **fields)


def one(name, why, line, code=LEA, person=None, **fields):
    return plain(f'more-{name}', why, line, code, person, **fields)


def table(name, why, rows, cases, tag='td'):
    shown = ''.join('<tr>' + ''.join(f'<{tag}>{cell}</{tag}>' for cell in row) + '</tr>' for row in rows)
    return html(f'more-{name}', why, f'<table border="1">{shown}</table>', None, cases=cases)


CHILDREN = [
    one('for-child', 'label, person and code on two lines',
        f'Voici le code provisoire pour votre enfant Léa :\n\n    {LEA}', person='Léa'),
    one('child-born', 'a birth date between', f'Le code provisoire de votre fils Hugo (né le 13/05/2015) est : {HUGO}',
        HUGO, 'Hugo'),
    one('child-upper', 'a name in capitals', f"Code d'accès de l'enfant LÉA MARTIN : {LEA}", person='LÉA MARTIN'),
    one('child-surname-first', '', f'Enfant : MARTIN Léa\nCode provisoire : {LEA}', person='MARTIN Léa'),
    one('child-apostrophe', '', f"Pour votre fille Maëlle O'Brien, code provisoire : {LEA}", person='Maëlle O’Brien'),
    one('child-hyphens', '', f'Pour votre fille Anne-Sophie LE GOFF, code provisoire : {LEA}',
        person='Anne-Sophie LE GOFF'),
    one('child-forms', 'two fields of a form', f'Prénom : Léa\nNom : MARTIN\nCode provisoire : {LEA}', person='Léa'),
    several('of-each', '', f'Code de Léa : {LEA}\nCode de Hugo : {HUGO}', BOTH),
    several('of-each-sentence', 'in one line', f'Code provisoire de Léa MARTIN : {LEA} ; code provisoire de Hugo '
            f'MARTIN : {HUGO}.', MARTINS),
    several('of-each-below', 'each code on the line below', f'Code provisoire de Léa :\n{LEA}\n\nCode provisoire de '
            f'Hugo :\n{HUGO}', BOTH),
    several('bracket-label', '', f'Code provisoire (Léa) : {LEA}\nCode provisoire (Hugo) : {HUGO}', BOTH),
    several('dash-label', '', f'Code provisoire – Léa : {LEA}\nCode provisoire – Hugo : {HUGO}', BOTH),
    several('dash-lines', '', f'Codes provisoires :\nLéa – {LEA}\nHugo – {HUGO}', BOTH),
    several('numbered', 'a numbered list', f'Codes provisoires :\n1. Léa : {LEA}\n2. Hugo : {HUGO}', BOTH),
    several('semicolon', 'one line', f'Codes provisoires : Léa : {LEA} ; Hugo : {HUGO}.', BOTH),
    several('comma', 'one line', f'Vos codes provisoires : Léa {LEA}, Hugo {HUGO}.', BOTH),
    several('celui-de', '', f'Le code {LEA} est celui de Léa, le code {HUGO} celui de Hugo.', BOTH),
    several('pour-behind', '', f'Codes provisoires : {LEA} pour Léa et {HUGO} pour Hugo.', BOTH),
    several('respectively', 'in the order of the names',
            f'Les codes provisoires de vos enfants Léa et Hugo sont respectivement {LEA} et {HUGO}.', BOTH),
    several('numbered-children', '', f'Enfant 1 : Léa\nCode provisoire : {LEA}\n\nEnfant 2 : Hugo\nCode provisoire : '
            f'{HUGO}', BOTH),
    several('sections-born', 'sections with a birth date', f'Votre enfant : Léa MARTIN, née le 12/01/2022\nCode '
            f'provisoire :\n{LEA}\n\nVotre enfant : Hugo MARTIN, né le 13/05/2015\nCode provisoire :\n{HUGO}', MARTINS),
    several('sections-stars', 'headings of a text-only mail', f'*** Léa ***\nCode provisoire : {LEA}\n\n*** Hugo ***\n'
            f'Code provisoire : {HUGO}', BOTH),
    several('sections-rule', 'underlined headings', f'Léa MARTIN\n----------\nCode provisoire : {LEA}\n\nHugo MARTIN\n'
            f'-----------\nCode provisoire : {HUGO}', MARTINS),
    several('dotted', 'leaders of dots', f'Codes provisoires\nLéa ........ {LEA}\nHugo ....... {HUGO}', BOTH),
    several('pipes', 'a table drawn in text', f'| Enfant | Code provisoire |\n|--------|-----------------|\n| Léa    | '
            f'{LEA}    |\n| Hugo   | {HUGO}    |', BOTH),
    several('columns', 'columns of blanks', f'Enfant        Code provisoire\nLéa           {LEA}\nHugo          {HUGO}',
            BOTH),
    several('tabs', '', f'Enfant\tCode provisoire\nLéa\t{LEA}\nHugo\t{HUGO}', BOTH),
    several('twins', '', f'Vos jumeaux Tom et Léo : codes provisoires {LEA} (Tom) et {HUGO} (Léo).',
            [(LEA, 'Tom'), (HUGO, 'Léo')]),
    several('three-named', 'names first, then one line each', f'Cela concerne vos enfants Léa, Hugo et Zoé.\n\nCode de Léa '
            f': {LEA}\nCode de Hugo : {HUGO}\nCode de Zoé : {ZOE}', BOTH + [(ZOE, 'Zoé')]),
    several('unnamed', 'a list without names', f'Codes provisoires de vos deux enfants :\n{LEA}\n{HUGO}\n',
            [(LEA, None), (HUGO, None)]),
    several('grouped-each', 'grouped codes', 'Code de Léa : aB3d E5fG 7hJ9\nCode de Hugo : Kp8m-W2xZ-4qLs', BOTH),
    several('short-each', 'codes of eight', 'Code provisoire de Léa : 7KQ2M9XZ\nCode provisoire de Hugo : 4TB8N3WD',
            [('7KQ2M9XZ', 'Léa'), ('4TB8N3WD', 'Hugo')]),
]

FAMILY = [
    several('own-first', 'the reader and a child that the introduction names', 'Cela concerne aussi votre enfant Léa.\n\n'
            f'Votre code provisoire : {OWN}\nCode provisoire de Léa : {LEA}', [(OWN, None), (LEA, 'Léa')]),
    several('own-last', '', f'Code provisoire de votre enfant Léa : {LEA}\nVotre propre code provisoire : {OWN}',
            [(LEA, 'Léa'), (OWN, None)]),
    several('own-and-two', '', f'Votre code provisoire est {OWN}. Pour vos enfants : {LEA} (Léa), {HUGO} (Hugo).',
            [(OWN, None)] + BOTH),
    several('own-personally', '', f'Pour vous-même, code provisoire : {OWN}\nPour votre enfant Hugo, code provisoire : '
            f'{HUGO}', [(OWN, None), (HUGO, 'Hugo')]),
    one('adult-title', 'a title alone', f'Code provisoire de Mme Martin, que vous représentez : {LEA}', person='Martin'),
    one('adult-que', '', f'Pour Mme Martin que vous représentez, le code provisoire est : {LEA}', person='Martin'),
    one('adult-monsieur', '', f'Pour Monsieur Paul DURAND, que vous représentez légalement, code confidentiel : {LEA}',
        person='Paul DURAND'),
    one('adult-curatelle', '', f'M. Jean Petit, placé sous votre curatelle, dispose du code provisoire {LEA}.',
        person='Jean Petit'),
    one('adult-person', '', f'Personne représentée : Mme Odette Lefèvre\nCode provisoire : {LEA}', person='Odette Lefèvre'),
    several('own-and-adult', '', f'Votre code provisoire : {OWN}\nCode provisoire de M. Paul Durand, que vous représentez : '
            f'{LEA}', [(OWN, None), (LEA, 'Paul Durand')]),
    several('adult-and-child', '', f'Pour votre fille Léa, code provisoire : {LEA}\nPour Mme Odette Lefèvre que vous '
            f'représentez, code provisoire : {HUGO}', [(LEA, 'Léa'), (HUGO, 'Odette Lefèvre')]),
    one('reader-named', 'the reader by name: nobody else', f'Bonjour Jeanne MARTIN,\n\nVotre code provisoire : {LEA}'),
    one('reader-madame', '', f'Madame Jeanne MARTIN\n12 rue des Lilas\n38000 GRENOBLE\n\nVotre code provisoire : {LEA}'),
]

TABLES = [
    table('across', 'a column for each child', [['Enfant', 'Léa', 'Hugo'], ['Code provisoire', LEA, HUGO]], BOTH),
    table('across-three', '', [['Prénom', 'Léa', 'Hugo', 'Zoé'], ['Code provisoire', LEA, HUGO, ZOE]],
          BOTH + [(ZOE, 'Zoé')]),
    table('across-born', 'a row of birth dates between', [['Enfant', 'Léa MARTIN', 'Hugo MARTIN'],
          ['Né(e) le', '12/01/2022', '13/05/2015'], ['Code provisoire', LEA, HUGO]], MARTINS),
    table('across-corner', 'an empty corner', [['', 'Léa', 'Hugo'], ['Code provisoire', LEA, HUGO]], BOTH),
    table('across-bold', 'markup in the cells', [['Prénom', '<b>Léa</b>', '<b>Hugo</b>'],
          ['Code provisoire', f'<p><b>{LEA}</b></p>', f'<p><b>{HUGO}</b></p>']], BOTH),
    table('names-split', 'family and given name in two columns', [['Nom', 'Prénom', 'Code provisoire'],
          ['MARTIN', 'Léa', LEA], ['MARTIN', 'Hugo', HUGO]], [(LEA, 'MARTIN Léa'), (HUGO, 'MARTIN Hugo')]),
    table('names-split-given', '', [['Prénom', 'Nom', 'Code provisoire'], ['Léa', 'MARTIN', LEA],
          ['Hugo', 'MARTIN', HUGO]], MARTINS),
    table('names-split-born', '', [['Nom', 'Prénom', 'Né(e) le', 'Code provisoire'], ['MARTIN', 'Léa', '12/01/2022', LEA],
          ['MARTIN', 'Hugo', '13/05/2015', HUGO]], [(LEA, 'MARTIN Léa'), (HUGO, 'MARTIN Hugo')]),
    table('same-surname', '', [['Bénéficiaire', 'Code provisoire'], ['Léa MARTIN', LEA], ['Hugo MARTIN', HUGO]], MARTINS),
    table('header-th', 'headings that say more', [['Prénom et nom', 'Votre code provisoire'], ['Léa MARTIN', LEA],
          ['Hugo MARTIN', HUGO]], MARTINS, 'th'),
    table('kin', 'a column of kinship', [['Personne', 'Lien', 'Code provisoire'], ['Léa', 'Enfant', LEA],
          ['Hugo', 'Enfant', HUGO]], BOTH),
    table('with-reader', 'the reader has a row', [['Bénéficiaire', 'Code provisoire'], ['Vous-même', OWN], ['Léa', LEA]],
          [(OWN, None), (LEA, 'Léa')]),
    table('adults', 'titles', [['Personne', 'Code provisoire'], ['Mme Odette Lefèvre', LEA], ['M. Paul Durand', HUGO]],
          [(LEA, 'Odette Lefèvre'), (HUGO, 'Paul Durand')]),
    table('validity-first', 'the last day before the code', [['Enfant', 'Valable jusqu’au', 'Code provisoire'],
          ['Léa', '17/03/2022', LEA], ['Hugo', '17/03/2022', HUGO]], BOTH),
    table('turned-wide', 'code, name, birth', [['Code provisoire', 'Enfant', 'Né(e) le'], [LEA, 'Léa', '12/01/2022'],
          [HUGO, 'Hugo', '13/05/2015']], BOTH),
    table('row-numbers', 'a number in front', [['N°', 'Enfant', 'Code provisoire'], ['1', 'Léa', LEA], ['2', 'Hugo', HUGO]],
          BOTH),
    table('grouped', 'grouped codes', [['Enfant', 'Code provisoire'], ['Léa', 'aB3d E5fG 7hJ9'],
          ['Hugo', 'Kp8m W2xZ 4qLs']], BOTH),
    table('reference', 'a reference beside', [['Enfant', 'Dossier', 'Code provisoire'], ['Léa', '2022123456', LEA],
          ['Hugo', '2022123457', HUGO]], BOTH),
    table('cards', 'side by side, each in a cell', [[f'<b>Léa</b><br>Code provisoire :<br>{LEA}',
          f'<b>Hugo</b><br>Code provisoire :<br>{HUGO}']], BOTH),
]

FORMS = [
    one('form-8', 'eight, beside another number', 'Numéro client : 4815162342\nCode confidentiel : 7KQ2M9XZ', '7KQ2M9XZ'),
    one('form-10-digits', 'ten digits', 'Code provisoire : 4829137560', '4829137560'),
    one('form-12-digits', 'twelve digits', 'Code provisoire : 482913756042', '482913756042'),
    one('form-16', '', 'Code confidentiel : 9fGh2JkL8mNb4pQr', '9fGh2JkL8mNb4pQr'),
    one('form-capitals', 'capitals alone', 'Votre code provisoire : KXWZBNRTVQPL', 'KXWZBNRTVQPL'),
    one('form-capitals-8', '', "Code d'activation : KXWZBNRT", 'KXWZBNRT'),
    one('form-small', 'small letters alone', 'Votre code provisoire : kxwzbnrtvqpl', 'kxwzbnrtvqpl'),
    one('form-small-digits', '', 'Votre code provisoire est : k4wz8nr2vqpl', 'k4wz8nr2vqpl'),
    one('form-groups-upper', '', 'Votre code provisoire : ABCD 1234 EFGH', 'ABCD1234EFGH'),
    one('form-groups-dash', 'no-break hyphens', 'Votre code provisoire : ABCD‑1234‑EFGH', 'ABCD1234EFGH'),
    one('form-groups-en-dash', '', 'Votre code provisoire : ABCD–1234–EFGH', 'ABCD1234EFGH'),
    one('form-groups-narrow', 'narrow spaces', 'Votre code provisoire : ABCD\u202f1234\u202fEFGH', 'ABCD1234EFGH'),
    one('form-groups-6', 'two of six', 'Votre code provisoire : aB3dE5 fG7hJ9', LEA),
    one('form-groups-2', 'pairs', 'Votre code provisoire : aB 3d E5 fG 7h J9', LEA),
    one('form-groups-16', 'four of four', 'Code confidentiel : 9fGh 2JkL 8mNb 4pQr', '9fGh2JkL8mNb4pQr'),
    one('form-groups-letters', 'a group looks like a word', 'Code provisoire : Pour 12aB cD34', 'Pour12aBcD34'),
    one('form-spaced', 'each character apart', 'Votre code provisoire : a B 3 d E 5 f G 7 h J 9', LEA),
    one('form-est-votre', 'the code begins the sentence', f'{LEA} est votre code provisoire.'),
    one('form-behind', 'the label below', f'\n{LEA}\n(votre code provisoire)'),
    one('form-usage', '', f'Code à usage unique : {LEA}'),
    one('form-identification', '', f"Votre code d’identification personnel : {LEA}"),
    one('form-ci-dessous', 'below', f'Votre code provisoire figure ci-dessous.\n\n{LEA}\n\nIl est confidentiel.'),
    one('form-strictly', '', f'Votre code provisoire, strictement personnel et confidentiel, est le suivant :\n{LEA}'),
    one('form-suivant', '', f'Voici votre code : {LEA}. Conservez-le.'),
    one('form-colon-below', 'the colon begins the next line', f'Votre code provisoire\n: {LEA}'),
    one('form-arrows', '', f'>> Votre code provisoire >> {LEA} <<'),
    one('form-curly', '', f'Votre code provisoire : “{LEA}”'),
    one('form-title', 'a title between rules', f'=====================\nCODE PROVISOIRE\n=====================\n{LEA}\n'
        '====================='),
]

BESIDE = [
    one('beside-validity', '', f'Code provisoire (valable jusqu’au 17 mars 2022 à 23h59) : {LEA}'),
    one('beside-weeks', '', f'Votre code provisoire valable 6 semaines : {LEA}'),
    one('beside-length', '', f'Votre code provisoire à 12 caractères est : {LEA}'),
    one('beside-year', '', f'Campagne 2022 – code provisoire 2022 : {LEA}'),
    one('beside-reference-in', 'a reference between label and code',
        f'Votre code provisoire (dossier 2022AB345678) : {LEA}'),
    one('beside-reference-behind', '', f'Votre code provisoire : {LEA} (référence 2022AB345678)'),
    one('beside-reference-below', 'a token alone on a line', f'Votre code provisoire : {LEA}\n\nRéférence à rappeler :\n'
        'AB12CD34EF56'),
    one('beside-footer', 'a message id in the footer', f'Votre code provisoire : {LEA}\n\n--\nMessage 5f3aB7c9D1e2'),
    one('beside-footer-alone', '', f'Votre code provisoire : {LEA}\n\n--\n5f3aB7c9D1e2'),
    one('beside-iban', '', f'IBAN : FR76 3000 6000 0112 3456 7890 189\nVotre code provisoire : {LEA}'),
    one('beside-iban-behind', '', f'Votre code provisoire : {LEA}\nIBAN : FR76 3000 6000 0112 3456 7890 189'),
    one('beside-nir', '', f'N° de sécurité sociale : 1 85 03 75 116 023 42\nVotre code provisoire : {LEA}'),
    one('beside-siret', '', f'SIRET 180 035 024 00019 – code APE 8430A\nCode provisoire : {LEA}'),
    one('beside-phone', '', f'Code provisoire : {LEA} – Tél. : 01 23 45 67 89 ou +33 1 23 45 67 89'),
    one('beside-address', 'an e-mail address like a code', f'Compte : lea2015abc12@example.fr\nCode provisoire : {LEA}'),
    one('beside-once', 'a one-time code', f'Votre code de sécurité à usage unique : 482913\nVotre code provisoire : {LEA}'),
    one('beside-once-behind', '', f'Votre code provisoire : {LEA}\nUn code de vérification à six chiffres (482 913) suivra.'),
    one('beside-law', 'articles', f'Code de la santé publique, article R1111-28, et code de la sécurité sociale, article '
        f'L161-36-1A. Votre code provisoire : {LEA}'),
    one('beside-post', '', f'Code postal : 38000 Grenoble. Code INSEE : 38185. Code provisoire : {LEA}'),
    one('beside-words', 'words of twelve letters', f'Informations confidentielles, CONFIDENTIEL. Votre code provisoire : '
        f'{LEA}. Ameli, FranceConnect, AmeliConnect.'),
    one('beside-links', 'ids in links', 'https://statsndm.info.ameli.fr/m/Tr4ck1ngId99?code=Zz9Yy8Xx7Ww6&c=aA1bB2cC3dD4\n'
        f'Votre code provisoire : {LEA}'),
    one('beside-link-first', 'a link between label and code',
        f'Votre code provisoire, à saisir sur https://www.monespacesante.fr/a/Zz9Yy8Xx7Ww6 : {LEA}'),
    one('beside-vitale', '', f'Carte Vitale n° 80250000012345678901. Code provisoire : {LEA}'),
    one('beside-customer', '', f'Votre numéro client : 48291375\nVotre code provisoire : {LEA}'),
    one('beside-customer-short', 'a short code', 'Votre numéro client : 48291375\nVotre code provisoire : 7KQ2M9XZ',
        '7KQ2M9XZ'),
    one('none-reference', 'a reference of the form, the code by post',
        'Votre code provisoire vous sera adressé par courrier.\nVotre référence : AB12CD34EF56', None),
    one('none-reference-line', 'without a full stop', 'Votre code provisoire vous sera adressé par courrier\n\n'
        'Référence du dossier : AB12CD34EF56', None),
    one('none-customer', '', 'Votre code provisoire vous sera envoyé par la poste. Numéro client : 48291375', None),
    one('none-dossier', '', 'Votre code provisoire vous sera envoyé par la poste, dossier 2022123456.', None),
    one('none-iban', '', 'Votre code provisoire vous parviendra par courrier.\nIBAN : FR76 3000 6000 0112 3456 7890 189', None),
    one('none-phone', '', "Pour obtenir votre code d'activation : 01 23 45 67 89 ou 3422.", None),
    one('none-phone-joined', 'digits in one', 'Pour obtenir votre code provisoire : 0123456789.', None),
    one('none-year', '', 'Votre code provisoire 2022 vous attend par courrier.', None),
    one('none-date', 'a date', 'Votre code provisoire : disponible le 03022022 par courrier.', None),
    one('none-words', 'words of twelve letters', 'Votre code provisoire : confidentiel\nIl vient par courrier.', None),
    one('none-word-capitals', '', 'VOTRE CODE PROVISOIRE : INDISPONIBLE', None),
    one('none-article', '', 'Le code de la santé publique (article R1111-28) fonde ce droit. Votre code provisoire suit par '
        'courrier.', None),
    one('none-nir', '', 'Votre code provisoire sera demandé avec votre numéro de sécurité sociale : 2 85 03 75 116 023 42.',
        None),
    one('none-mail', '', 'Votre code provisoire a été envoyé à jeanne2015ab@example.fr par courrier séparé.', None),
    one('none-vitale', '', 'Votre code provisoire et le numéro de série de votre carte Vitale (80250000012345678901) vous '
        'seront demandés.', None),
    one('none-once', '', 'Votre code provisoire vient par courrier. À la connexion, code de vérification : 482913.', None),
]

AGAIN = [
    several('use-each', 'a verb for each', f'Pour Léa, utilisez le code {LEA} ; pour Hugo, le code {HUGO}.', BOTH),
    several('of-and-of', '', f'Le code provisoire de Léa ({LEA}) et celui de Hugo ({HUGO}) sont personnels.', BOTH),
    several('is-the-code-of', '', f'{LEA} est le code provisoire de Léa. {HUGO} est celui de Hugo.', BOTH),
    several('code-first', 'a list of codes, then names', f'Codes provisoires :\n{LEA} – Léa\n{HUGO} – Hugo', BOTH),
    several('code-first-colon', '', f'Codes provisoires :\n{LEA} : Léa MARTIN\n{HUGO} : Hugo MARTIN', MARTINS),
    several('bullets', '', f'Codes provisoires :\n• Léa — {LEA}\n• Hugo — {HUGO}', BOTH),
    several('born-bracket', '', f'Codes provisoires :\nLéa MARTIN (née le 12/01/2022) : {LEA}\nHugo MARTIN (né le '
            f'13/05/2015) : {HUGO}', MARTINS),
    several('profile-each', 'one paragraph each', f'Le profil de Léa sera créé. Son code provisoire : {LEA}\n\nLe profil de '
            f'Hugo sera créé. Son code provisoire : {HUGO}', BOTH),
    several('listed-then-coded', 'names in a list of their own', f'Cela concerne vos enfants :\n- Léa\n- Hugo\n\nCode '
            f'provisoire de Léa : {LEA}\nCode provisoire de Hugo : {HUGO}', BOTH),
    several('rule-between', '', f'Enfant : Léa\nVotre code provisoire : {LEA}\n__________\nEnfant : Hugo\nVotre code '
            f'provisoire : {HUGO}', BOTH),
    several('adult-and-own-sentence', '', f'Votre code provisoire est {OWN} et celui de Mme Odette Lefèvre, que vous '
            f'représentez, est {LEA}.', [(OWN, None), (LEA, 'Odette Lefèvre')]),
    one('mother', '', f'En tant que mère de Léa MARTIN, vous pouvez agir pour elle. Code provisoire : {LEA}',
        person='Léa MARTIN'),
    one('legal', '', f'Vous êtes le représentant légal de Léa MARTIN. Code provisoire : {LEA}', person='Léa MARTIN'),
    one('daughter-commas', '', f'Le code provisoire de votre fille, Léa, est : {LEA}', person='Léa'),
    one('concerning', '', f'Concernant votre enfant Hugo\n\nCode confidentiel : {HUGO}', HUGO, 'Hugo'),
    one('newborn', 'a congratulation', f'Félicitations pour la naissance de Manon !\nCode provisoire : {LEA}', person='Manon'),
    table('one-row', 'label and value, four cells', [['Prénom', 'Léa', 'Code provisoire', LEA],
          ['Prénom', 'Hugo', 'Code provisoire', HUGO]], BOTH),
    table('form', 'a form for each child', [['Nom', 'MARTIN'], ['Prénom', 'Léa'], ['Code provisoire', LEA],
          ['Nom', 'MARTIN'], ['Prénom', 'Hugo'], ['Code provisoire', HUGO]], BOTH),
    table('limit', 'a last day behind', [['Nom de l’enfant', 'Code provisoire', 'Date limite'],
          ['Léa MARTIN', LEA, '17 mars 2022'], ['Hugo MARTIN', HUGO, '17 mars 2022']], MARTINS),
    table('one-child', 'a table of one', [['Enfant', 'Code provisoire'], ['Léa', LEA]], [(LEA, 'Léa')]),
    table('reader-alone', 'the reader alone, labels only', [['Code provisoire', LEA], ['Téléphone', '3422'],
          ['Date limite', '17/03/2022']], [(LEA, None)]),
    table('across-reader', 'the reader has a column', [['', 'Vous', 'Léa'], ['Code provisoire', OWN, LEA]],
          [(OWN, None), (LEA, 'Léa')]),
    table('across-grouped', '', [['Enfant', 'Léa', 'Hugo'], ['Code provisoire', 'aB3d E5fG 7hJ9', 'Kp8m W2xZ 4qLs']], BOTH),
    table('across-short', 'short codes', [['Enfant', 'Léa', 'Hugo'], ['Code provisoire', '7KQ2M9XZ', '4TB8N3WD']],
          [('7KQ2M9XZ', 'Léa'), ('4TB8N3WD', 'Hugo')]),
    one('sentences-between', 'three sentences between', f'Votre code provisoire est indiqué ci-dessous. Il est valable six '
        f'semaines. Il est à usage unique.\n\n{LEA}'),
    one('angle', '', f'Votre code provisoire : <{LEA}>'),
    one('dots', 'grouped by dots', 'Votre code provisoire : aB3d.E5fG.7hJ9'),
    one('bare-label-8', 'a label of one word', 'Code : 7KQ2M9XZ', '7KQ2M9XZ'),
    one('service-8', 'the service between', 'Votre code d’accès à Mon espace santé : 7KQ2M9XZ', '7KQ2M9XZ'),
    one('comma-behind', '', f'Munissez-vous du code provisoire {LEA}, de votre carte Vitale et du 3422.'),
    one('ellipsis', 'leaders of dots', f'Code provisoire ........ {LEA}'),
    one('semicolon-alone', '', f'Code provisoire : {LEA} ; téléphone : 3422 ; année : 2022'),
    one('none-crosses', 'a place holder', 'Votre code provisoire : XXXXXXXXXXXX', None),
    one('none-stars', '', 'Votre code provisoire : ************', None),
    one('none-version', 'a version', 'Votre code provisoire vient par courrier.\n\nv2022b15\nMES-2022-B12', None),
    one('none-unsubscribe', 'a token at the foot', 'Votre code provisoire vous parviendra par courrier.\n\n'
        'Se désabonner : https://info.ameli.fr/u/aB1cD2eF3gH4', None),
    one('none-rna', 'a number of the firm', 'Votre code provisoire vous parviendra par courrier.\nCPAM 38, '
        'RCS 180035024, TVA FR12180035024.', None),
    one('none-hex', 'a colour', 'Votre code provisoire vous parviendra par courrier. Suivez le bandeau bleu #0C419AFF00A1.', None),
]

WRAPPED = [
    several('wrapped-of', 'a line ends within the sentence', f'Le code provisoire de Léa ({LEA}) et celui de Hugo\n({HUGO}) '
            'sont personnels.', BOTH),
    several('wrapped-celui', '', f'Le code {LEA} est celui de Léa, le code {HUGO}\ncelui de Hugo.', BOTH),
    several('wrapped-pour', '', f'Codes provisoires : {LEA}\npour Léa et {HUGO}\npour Hugo.', BOTH),
    several('wrapped-use', '', f'Pour Léa, utilisez le code {LEA} ; pour Hugo,\nle code {HUGO}.', BOTH),
    several('wrapped-inline', '', f'Codes provisoires : Léa : {LEA} ; Hugo :\n{HUGO}.', BOTH),
    one('wrapped-adult', '', f'Code provisoire de M. Paul Durand, que vous\nreprésentez : {LEA}', person='Paul Durand'),
    one('wrapped-dossier', '', 'Votre code provisoire vous sera envoyé par la poste, dossier\n2022123456.', None),
]

MAILS = CHILDREN + FAMILY + TABLES + FORMS + BESIDE + AGAIN + WRAPPED
