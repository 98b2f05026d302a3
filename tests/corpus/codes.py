"""Codes and persons: where a mail shows them, and what stands beside them."""
from build import mail, multipart, nfd, notice, part

# Words of a notice around whatever tells the code.
BEFORE = '''Bonjour,

Votre espace numérique de santé va être ouvert. Vous disposez de six semaines pour l'activer ou
vous opposer à son ouverture sur monespacesante.fr.

'''
AFTER = '''

À défaut d'opposition de votre part, il sera ouvert automatiquement.

Votre caisse d'assurance maladie
'''


def plain(name, why, line, code, person=None, **fields):
    return notice(name, why, BEFORE + line + AFTER, code, person, **fields)


def page(inner, style=''):
    return (f'<html><head><style>{style}</style></head><body><p>Bonjour,</p><p>Votre espace '
            'num&eacute;rique de sant&eacute; va &ecirc;tre ouvert. Vous disposez de six semaines '
            f'pour l&rsquo;activer ou vous opposer &agrave; son ouverture.</p>{inner}<p>Votre '
            'caisse d&rsquo;assurance maladie</p></body></html>')


def html(name, why, inner, code, person=None, style='', **fields):
    return notice(name, why, part(page(inner, style), 'html'), code, person, **fields)


LABELS = [
    plain('label-provisoire', 'the usual label', 'Votre code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('label-confidentiel', 'as the telephone calls it', 'Code confidentiel : Kp8mW2xZ4qLs',
          'Kp8mW2xZ4qLs'),
    plain('label-activation', '', "Votre code d'activation est le suivant : Qw7Er9Ty2UiP", 'Qw7Er9Ty2UiP'),
    plain('label-acces', '', "Code d’accès personnel — 9fGh2JkL8mNb", '9fGh2JkL8mNb'),
    plain('label-dash', 'a dash joins them', 'Code personnel - Xc5Vb8Nm3QwE', 'Xc5Vb8Nm3QwE'),
    plain('label-est', 'no colon', 'Votre code est Rt6Yu3Io9PaS.', 'Rt6Yu3Io9PaS'),
    plain('label-bracket', '', 'Votre code provisoire (Df4Gh7Jk2LzX) est valable six semaines.',
          'Df4Gh7Jk2LzX'),
    plain('label-quotes', 'in guillemets', 'votre code provisoire « Bn5Mq8We3RtY »', 'Bn5Mq8We3RtY'),
    plain('label-apart', 'label and code on lines of their own',
          'Votre code provisoire\n\n    Ui6Op9As2DfG\n', 'Ui6Op9As2DfG'),
    plain('label-far', 'a sentence between them',
          "Pour cela, un code provisoire vous est nécessaire. Le voici :\n\nHj4Kl7Zx1CvB\n",
          'Hj4Kl7Zx1CvB'),
    plain('label-before', 'the code comes first', 'Nm5Qw8Er2TyU : votre code provisoire',
          'Nm5Qw8Er2TyU'),
    plain('label-munissez', 'in a sentence',
          'Munissez-vous de votre carte Vitale et du code suivant : Io3Pa6Sd9FgH', 'Io3Pa6Sd9FgH'),
    plain('label-identifier', 'a verb between them',
          'Saisissez le code provisoire Jk8Lz4Xc7VbN puis votre numéro de sécurité sociale.',
          'Jk8Lz4Xc7VbN'),
    plain('label-stars', 'bold of a text-only mail', 'Votre code provisoire : *Mq2We5Rt8YuI*',
          'Mq2We5Rt8YuI'),
    plain('label-box', 'framed', '+----------------+\n| Code provisoire |\n|  Op4As7Df1GhJ  |\n+----------------+',
          'Op4As7Df1GhJ'),
    plain('label-upper', 'a label in capitals', 'VOTRE CODE PROVISOIRE : KL6ZX9CV2BNM',
          'KL6ZX9CV2BNM'),
    plain('label-temporaire', 'another adjective', 'Votre code temporaire : Qa1Ws2Ed3Rf4',
          'Qa1Ws2Ed3Rf4'),
    plain('label-sesame', 'an equals sign', 'code provisoire = Tg5Yh6Uj7Ik8', 'Tg5Yh6Uj7Ik8'),
]

LENGTHS = [
    plain('length-8', 'a short one of 2021', 'Votre code confidentiel : 7KQ2M9XZ', '7KQ2M9XZ'),
    plain('length-10', '', 'Votre code provisoire : aZ3eR5tY7u', 'aZ3eR5tY7u'),
    plain('length-6', 'the shortest', 'Votre code provisoire : K7P2Q9', 'K7P2Q9'),
    plain('length-16', 'the longest', 'Votre code provisoire : Ab1Cd2Ef3Gh4Ij5K', 'Ab1Cd2Ef3Gh4Ij5K'),
    plain('length-letters', 'chance gave no digit', 'Votre code provisoire : aBcDeFgHiJkL',
          'aBcDeFgHiJkL'),
    plain('groups-4', 'grouped for reading', 'Votre code provisoire : aB3d E5fG 7hJ9',
          'aB3dE5fG7hJ9'),
    plain('groups-dash', 'grouped by dashes', 'Votre code provisoire : Kp8m-W2xZ-4qLs',
          'Kp8mW2xZ4qLs'),
    plain('groups-nbsp', 'grouped by no-break spaces', 'Votre code provisoire\xa0: Qw7E\xa0r9Ty\xa02UiP',
          'Qw7Er9Ty2UiP'),
    plain('groups-3', 'by three', 'Votre code provisoire : 9fG h2J kL8 mNb', '9fGh2JkL8mNb'),
]

ENCODINGS = [
    plain('narrow-nbsp', 'U+202F before the colon', 'Votre code provisoire\u202f: aB3dE5fG7hJ9',
          'aB3dE5fG7hJ9'),
    plain('zero-width', 'zero-width characters in the code',
          'Votre code provisoire : aB3d\u200bE5fG\u200c7hJ9\ufeff', 'aB3dE5fG7hJ9'),
    plain('soft-hyphen', 'a soft hyphen', 'Votre code provisoire : aB3dE5\xadfG7hJ9', 'aB3dE5fG7hJ9'),
    notice('latin-1', '', part(BEFORE + 'Votre code provisoire : Zx9Cv8Bn7Mq6' + AFTER,
                               charset='iso-8859-1'), 'Zx9Cv8Bn7Mq6'),
    notice('windows-1252', 'curly quotes of Windows, base64',
           part(BEFORE.replace("'", '’') + 'Votre code « d’activation » : Zx9Cv8Bn7Mq6' + AFTER,
                charset='windows-1252', cte='base64'), 'Zx9Cv8Bn7Mq6'),
    notice('latin-9-8bit', '', part(BEFORE + 'Votre code provisoire : Zx9Cv8Bn7Mq6' + AFTER,
                                    charset='iso-8859-15', cte='8bit'), 'Zx9Cv8Bn7Mq6'),
    notice('nfd', 'accents as marks of their own', nfd(BEFORE + 'Votre code provisoire : Zx9Cv8Bn7Mq6'
                                                       + AFTER), 'Zx9Cv8Bn7Mq6'),
    notice('charset-lies', 'UTF-8 that is called ISO 8859-1 by no charset at all',
           b'Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n'
           + (BEFORE + 'Votre code provisoire : Zx9Cv8Bn7Mq6' + AFTER).encode(), 'Zx9Cv8Bn7Mq6'),
    notice('no-mime', 'accents left out, no MIME fields', 'Bonjour,\n', 'Zx9Cv8Bn7Mq6', raw=(
        b'From: assurance-maladie@info.ameli.fr\nTo: x@example.fr\nDate: Thu, 03 Feb 2022 09:12:44 +0100\n'
        b'Subject: Mon espace sante a ete cree\nMessage-ID: <nomime@example.invalid>\n\n'
        b'Bonjour,\n\nVotre espace sante a ete cree. Vous avez six semaines pour vous opposer.\n'
        b'Votre code provisoire : Zx9Cv8Bn7Mq6\n')),
    notice('qp-soft-break', 'the code itself broken by a soft line break',
           b'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n'
           b"Votre espace sant=C3=A9 va =C3=AAtre ouvert dans six semaines, sauf opposition d=\ne votre "
           b'part.\n\nVotre code provisoire : Zx9C=\nv8Bn7=\nMq6\n', 'Zx9Cv8Bn7Mq6'),
    notice('flowed', 'format=flowed parts label and code by a soft break',
           b'Content-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: 8bit\n\n'
           + 'Votre espace santé va être ouvert dans six semaines, \nsauf opposition. Votre code \n'
             'provisoire : \nZx9Cv8Bn7Mq6\n'.encode(), 'Zx9Cv8Bn7Mq6'),
    notice('crlf', 'CRLF, as on the wire', '', 'aB3dE5fG7hJ9',
           raw=mail(BEFORE + 'Code provisoire : aB3dE5fG7hJ9' + AFTER).replace(b'\n', b'\r\n')),
    notice('mbox-line', 'a leading From line', '', 'aB3dE5fG7hJ9',
           raw=b'From assurance-maladie@info.ameli.fr Thu Feb  3 09:12:50 2022\n'
               + mail(BEFORE + 'Code provisoire : aB3dE5fG7hJ9' + AFTER)),
]

HTML = [
    html('html-bold', '', '<p>Votre code provisoire : <b>aB3dE5fG7hJ9</b></p>', 'aB3dE5fG7hJ9'),
    html('html-spans', 'each piece in a span of its own',
         '<p>Votre <span>code</span> <span>provisoire</span>&nbsp;: <span>aB3d</span><span>E5fG</span>'
         '<span>7hJ9</span></p>', 'aB3dE5fG7hJ9'),
    html('html-letters', 'each letter in a span',
         '<p>Code provisoire :</p><p>' + ''.join(f'<span style="padding:4px">{c}</span>' for c in
                                                'aB3dE5fG7hJ9') + '</p>', 'aB3dE5fG7hJ9'),
    html('html-cells', 'label and code in two cells',
         '<table><tr><td>Code provisoire</td><td><strong>aB3dE5fG7hJ9</strong></td></tr></table>',
         'aB3dE5fG7hJ9'),
    html('html-rows', 'label and code in two rows',
         '<table><tr><td align=center>Votre code provisoire</td></tr><tr><td>aB3dE5fG7hJ9</td></tr>'
         '</table>', 'aB3dE5fG7hJ9'),
    html('html-entities', 'numeric entities and a word break',
         '<p>Votre code provisoire&#160;:&#32;a&#66;3dE5<wbr>fG7hJ9</p>', 'aB3dE5fG7hJ9'),
    html('html-nested', 'tables within tables, as newsletters are laid out',
         '<table><tr><td><table><tr><td><div><font size=2>Votre code provisoire</font></div></td>'
         '</tr><tr><td><div><font size=5><b>aB3dE5fG7hJ9</b></font></div></td></tr></table></td></tr>'
         '</table>', 'aB3dE5fG7hJ9'),
    html('html-hidden', 'another code that does not show',
         '<div style="display:none">code provisoire : xX0xX0xX0xX0</div>'
         '<p>Votre code provisoire : aB3dE5fG7hJ9</p>', 'aB3dE5fG7hJ9'),
    html('html-zero-size', '', '<span style="font-size:0">Code provisoire : xX0xX0xX0xX0</span>'
         '<p>Votre code provisoire : aB3dE5fG7hJ9</p>', 'aB3dE5fG7hJ9'),
    html('html-white', 'white on white', '<p style="color:#fff;background:#ffffff">Code provisoire : '
         'xX0xX0xX0xX0</p><p>Votre code provisoire : aB3dE5fG7hJ9</p>', 'aB3dE5fG7hJ9'),
    html('html-hidden-class', 'hidden by a style sheet',
         '<p class="pre">Code provisoire : xX0xX0xX0xX0</p><p>Votre code provisoire : aB3dE5fG7hJ9</p>',
         'aB3dE5fG7hJ9', style='.pre { display: none; }'),
    html('html-only-hidden', 'the only code is hidden: none is shown',
         '<div style="visibility:hidden">Code provisoire : xX0xX0xX0xX0</div>'
         '<p>Votre code provisoire vous parviendra par courrier.</p>', None),
    html('html-link', 'a tracking id in a link beside',
         '<p><a href="https://statsndm.info.ameli.fr/m/Tr4ck1ngId99">Activer</a></p>'
         '<p>Votre code provisoire : aB3dE5fG7hJ9</p>', 'aB3dE5fG7hJ9'),
    html('html-colour', 'a colour and a class of twelve characters',
         '<p class="aA1bB2cC3dD4" style="color:#0c419a">Votre code provisoire : aB3dE5fG7hJ9</p>',
         'aB3dE5fG7hJ9'),
    html('html-comment', 'a comment between label and code',
         '<p>Votre code provisoire : <!-- code: xX0xX0xX0xX0 -->aB3dE5fG7hJ9</p>', 'aB3dE5fG7hJ9'),
    html('html-list', '', '<ul><li>Code provisoire : aB3dE5fG7hJ9</li><li>Téléphone : 3422</li></ul>',
         'aB3dE5fG7hJ9'),
    notice('alternatives', 'plain and HTML say the same', multipart(
        'alternative', part(BEFORE + 'Code provisoire : aB3dE5fG7hJ9' + AFTER),
        part(page('<p>Code provisoire : <b>aB3dE5fG7hJ9</b></p>'), 'html')), 'aB3dE5fG7hJ9'),
    notice('alternatives-differ', 'the one that a reader sees counts', multipart(
        'alternative', part('Votre messagerie ne peut afficher ce message.'),
        part(page('<p>Code provisoire : <b>aB3dE5fG7hJ9</b></p>'), 'html')), 'aB3dE5fG7hJ9'),
    notice('alternatives-plain-only', 'an HTML of one image says nothing', multipart(
        'alternative', part(BEFORE + 'Code provisoire : aB3dE5fG7hJ9' + AFTER),
        part('<html><body><img src="https://www.ameli.fr/lettre.png"></body></html>', 'html')),
        'aB3dE5fG7hJ9'),
    notice('mixed-related', 'three deep, with an attachment', multipart(
        'mixed', multipart('related', multipart(
            'alternative', part('Voir la version HTML'),
            part(page('<p>Code provisoire : aB3dE5fG7hJ9</p>'), 'html'), boundary='c'), boundary='b'),
        b'Content-Type: application/pdf; name=notice.pdf\nContent-Disposition: attachment\n'
        b'Content-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n', boundary='a'), 'aB3dE5fG7hJ9'),
]

BESIDE = [
    plain('beside-3422', '', 'Code provisoire : aB3dE5fG7hJ9\nPar téléphone : 3422, code 3422',
          'aB3dE5fG7hJ9'),
    plain('beside-nir', 'a social security number', 'Numéro de sécurité sociale : 2 85 03 75 116 023 42'
          '\nCode provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('beside-customer', 'a customer number of the code\'s length',
          'Numéro de dossier : 123456789012\nCode provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('beside-reference', 'a reference of letters and digits',
          'Référence : REF2022A0012\n\nVotre code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('beside-postcode', '', 'CPAM de Paris, 75948 PARIS CEDEX 19\nCode postal : 75948\n'
          'Code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('beside-validity', 'a validity date', 'Votre code provisoire, valable jusqu\'au 17/03/2022 : '
          'aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('beside-url', 'a tracking id in a bare URL',
          'Votre code provisoire : aB3dE5fG7hJ9\nhttps://statsndm.info.ameli.fr/m/Zz9Yy8Xx7Ww6',
          'aB3dE5fG7hJ9'),
    plain('beside-url-parameter', 'a parameter named code',
          'https://www.monespacesante.fr/enrolement?code=Zz9Yy8Xx7Ww6\nVotre code provisoire : '
          'aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('beside-otp', 'six digits, and none of the reader\'s codes',
          'Lors de la connexion, un code à 6 chiffres vous sera envoyé (exemple : 123456).\n'
          'Votre code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('beside-year', '', 'En 2022, votre code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9'),
    plain('no-code-postcode', 'a code by post, a postcode is none',
          'Votre code provisoire vous sera adressé par courrier.\nCode postal : 38000\nTél. : 3422', None),
    plain('no-code-phone', '', 'Votre code confidentiel vous parviendra par courrier ; à défaut '
          'appelez le 3422 ou le 01 23 45 67 89.', None),
    plain('no-code-url', 'the only token is a tracking id',
          'Votre code provisoire figure sur le courrier.\n'
          'https://statsndm.info.ameli.fr/m/Zz9Yy8Xx7Ww6', None),
]

PERSONS = [
    plain('child', '', 'Le code provisoire de votre enfant Léa est : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', 'Léa'),
    plain('child-full-name', '', 'Pour votre enfant Léa MARTIN, code provisoire : aB3dE5fG7hJ9',
          'aB3dE5fG7hJ9', 'Léa MARTIN'),
    plain('child-hyphen', '', 'Pour votre fils Jean-Baptiste, code provisoire : aB3dE5fG7hJ9',
          'aB3dE5fG7hJ9', 'Jean-Baptiste'),
    plain('ward', 'a protected adult', 'Pour le majeur protégé que vous représentez, M. Paul Durand, '
          'code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', 'Paul Durand'),
    plain('ward-tutelle', 'a guardian', 'En qualité de tuteur de Mme Odette Lefèvre, vous pouvez vous '
          'opposer pour elle. Code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', 'Odette Lefèvre'),
    plain('children-lines', 'one line for each child',
          'Léa : aB3dE5fG7hJ9\nHugo : Kp8mW2xZ4qLs\nCes codes provisoires sont personnels.', '',
          cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    plain('children-sentences', '', 'Pour votre enfant Léa, code provisoire : aB3dE5fG7hJ9.\n'
          'Pour votre enfant Hugo, code provisoire : Kp8mW2xZ4qLs.', '',
          cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    plain('children-sections', 'one section for each',
          'Enfant : Léa\nCode provisoire : aB3dE5fG7hJ9\n\nEnfant : Hugo\nCode provisoire : Kp8mW2xZ4qLs',
          '', cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    plain('reader-and-child', 'one of his own, one of the child',
          'Votre code provisoire : aB3dE5fG7hJ9\nCode provisoire de votre enfant Hugo : Kp8mW2xZ4qLs', '',
          cases=[('aB3dE5fG7hJ9', None), ('Kp8mW2xZ4qLs', 'Hugo')]),
    html('children-table', 'a table of names and codes',
         '<table><tr><th>Prénom</th><th>Code provisoire</th></tr><tr><td>Léa</td><td>aB3dE5fG7hJ9</td>'
         '</tr><tr><td>Hugo</td><td>Kp8mW2xZ4qLs</td></tr><tr><td>Zoé</td><td>Qw7Er9Ty2UiP</td></tr>'
         '</table>', '', cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo'), ('Qw7Er9Ty2UiP', 'Zoé')]),
    html('children-table-turned', 'codes first, then names',
         '<table><tr><th>Code provisoire</th><th>Enfant</th></tr><tr><td>aB3dE5fG7hJ9</td><td>Léa</td></tr>'
         '<tr><td>Kp8mW2xZ4qLs</td><td>Hugo</td></tr></table>', '',
         cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    html('children-table-birth', 'a column of birth dates between',
         '<table><tr><th>Bénéficiaire</th><th>Né(e) le</th><th>Code</th></tr><tr><td>Léa Martin</td>'
         '<td>12/01/2022</td><td>aB3dE5fG7hJ9</td></tr><tr><td>Hugo Martin</td><td>13/05/2015</td>'
         '<td>Kp8mW2xZ4qLs</td></tr></table>', '',
         cases=[('aB3dE5fG7hJ9', 'Léa Martin'), ('Kp8mW2xZ4qLs', 'Hugo Martin')]),
    html('children-headings', 'a heading for each child',
         '<h3>Léa</h3><p>Code provisoire : <b>aB3dE5fG7hJ9</b></p><h3>Hugo</h3><p>Code provisoire : '
         '<b>Kp8mW2xZ4qLs</b></p>', '', cases=[('aB3dE5fG7hJ9', 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')]),
    plain('children-no-code', 'several children, codes by post',
          'Cela concerne vos enfants Léa et Hugo. Les codes provisoires vous seront adressés par courrier.',
          '', cases=[(None, 'Léa'), (None, 'Hugo')]),
    plain('child-newborn', 'a newborn, born two weeks before: no date of sending',
          'Votre enfant Manon, née le 20 janvier 2022, aura elle aussi son profil.\n'
          'Code provisoire : aB3dE5fG7hJ9', 'aB3dE5fG7hJ9', 'Manon'),
]

MAILS = LABELS + LENGTHS + ENCODINGS + HTML + BESIDE + PERSONS
