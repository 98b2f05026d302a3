"""Whole letters to households: whose each code is, in the words and layouts of many hands. Written
before the rules were read, or after a generated letter had shown a fault of them."""
from build import CNAM, attached, mail, multipart, nfd, none, notice, other, part, word

A, B, C = 'k7Qm2RtX9bLd', 'wH4nT8cVz2Ke', 'Rt5yPq8sWx3m'
AB = [(A, 'Ambre'), (B, 'Basile')]
KIDS = ('Chers parents,\n\nMon espace santé sera ouvert à chacun de vos enfants dans six semaines. Rien ne vous y '
        'oblige : vous pouvez refuser sa création.\n\n')
OWN = ('Madame,\n\nNous avons programmé l’ouverture de votre Mon espace santé. Elle aura lieu d’elle-même au bout de '
       '6 semaines, hormis si vous décidez de vous y opposer.\n\n')
FOOT = ('\n\nÀ très bientôt,\nL’équipe Mon espace santé\n\nEnvoi n° 20220203-77120 - CNAM, 50 avenue du Pr André '
        'Lemierre, 75986 Paris Cedex 20\n')


def letter(name, why, text, cases, before=KIDS, **fields):
    return notice(f'home-{name}', why, before + text + FOOT, cases=cases, **fields)


def single(name, why, text, code=A, person=None, before=OWN, **fields):
    return letter(name, why, text, [(code, person)], before, **fields)


def page(inner, before, style=''):
    shown = before.strip().replace('\n\n', '</td></tr><tr><td>')
    return (f'<html><head><style>{style}</style></head><body bgcolor="#F3F6FA"><div style="display:none;max-height:0">'
            f'Votre espace de santé &#847;&zwnj;</div><table width="600" bgcolor="#FFFFFF"><tr><td>{shown}</td></tr>'
            f'<tr><td>{inner}</td></tr><tr><td style="font-size:10px">CNAM, 75986 Paris Cedex 20 <a href="https://'
            'statsndm.info.ameli.fr/u/Yt5rE3wQ1aZ9">Se désabonner</a></td></tr></table></body></html>')


def shown(name, why, inner, cases, before=KIDS, style='', charset='utf-8', cte='quoted-printable', **fields):
    return notice(f'home-{name}', why, part(page(inner, before, style), 'html', charset, cte), cases=cases, **fields)


def ward(name, why, text, person):
    return single(f'ward-{name}', why, f'Bonjour,\n\n{text}, hormis si vous décidez de vous y opposer pour cette '
                  f'personne.\n\nCode confidentiel : {A}\n\nMartine Dubois, directrice', person=person, before='')


def child(name, why, text, person):
    return single(f'child-{name}', why, f'Bonjour,\n\n{text}', person=person, before='')


FORWARD = ('Tu t’en occupes ?\n\nDébut du message transféré :\n\n> De: Votre Assurance Maladie <assurance-maladie@info.'
           'ameli.fr>\n> Date: 3 février 2022 à 10:12:00 UTC+1\n> À: claire@example.fr\n> Objet: Mon espace santé\n>\n> '
           'Mon espace santé sera ouvert à vos enfants dans six semaines. Vous pouvez refuser.\n> Ambre\n> Code '
           f'provisoire : {A}\n> Basile\n> Code provisoire : {B}\n')
SIX = 'sera ouvert dans six semaines ; vous pouvez vous y opposer.'
ONE_EACH = [mail(f'Mon espace santé de votre {kin} {who} {SIX}\nCode provisoire : {code}\n')
            for kin, who, code in (('fille', 'Ambre', A), ('fils', 'Basile', B))]

ALIKE = [
    letter('clause', 'a clause each', f"Pour l'espace santé d'Ambre, utilisez le code {A} ; pour celui de Basile, utilisez "
           f'le code {B}.', AB),
    letter('subject', 'the name is the subject', f'Ambre a pour code provisoire {A} et Basile a pour code provisoire {B}.',
           AB),
    letter('beneficiary', 'numbered, with what each is', f'Bénéficiaire n° 1 : Ambre LECLERC (fille)\nCode provisoire : {A}'
           f'\nBénéficiaire n° 2 : Basile LECLERC (fils)\nCode provisoire : {B}',
           [(A, 'Ambre LECLERC'), (B, 'Basile LECLERC')]),
    letter('arrows', '', f'Leurs codes provisoires :\nAmbre → {A}\nBasile → {B}', AB),
    letter('respectively', 'names within the label', f'Les codes provisoires de Ambre et Basile sont respectivement {A} '
           f'et {B}.', AB),
    letter('born-paren', 'the month of birth', f'Codes confidentiels\n- Ambre (05/2018) : {A}\n- Basile (10/2020) : {B}', AB),
    letter('born-nested', 'brackets in brackets', f'Ambre (né(e) le 03/05/2018) - code provisoire : {A}\nBasile (né(e) le '
           f'19/10/2020) - code provisoire : {B}', AB),
    letter('blanks', 'columns of blanks, dates between', 'NOM Prénom            Né(e) le      Code confidentiel\n'
           f'LEFEBVRE Louison      14/07/2011    {A}\nLEFEBVRE Malo         23/02/2014    {B}',
           [(A, 'LEFEBVRE Louison'), (B, 'LEFEBVRE Malo')]),
    letter('code-named', 'the code first on each line', f'{A} : code provisoire d’Ambre\n{B} : code provisoire de Basile', AB),
    letter('brackets', 'a heading in brackets', f'[ Ambre ]\nCode provisoire\n{A}\n\n[ Basile ]\nCode provisoire\n{B}', AB),
    letter('grouped-after', 'grouped, the names after them', 'Codes provisoires\nk7Qm 2RtX 9bLd (Ambre)\nwH4n T8cV z2Ke '
           '(Basile)', AB),
    letter('own-and-born', 'the reader’s own, and a line about each birth', f'Votre code provisoire : {C}\n\nAmbre (né(e) '
           f'le 03/05/2018)\nCode provisoire : {A}\nBasile (né(e) le 19/10/2020)\nCode provisoire : {B}',
           [(C, None)] + AB),
    letter('caps', 'a particle in capitals comes first', f'LE BRAS Yann : code provisoire {A}\nDA SILVA Maria : code '
           f'provisoire {B}\nEL AMRANI Samir : code provisoire {C}',
           [(A, 'LE BRAS Yann'), (B, 'DA SILVA Maria'), (C, 'EL AMRANI Samir')]),
    letter('elided', 'an elided article within a name', f"Élodie L'Hostis - code provisoire : {A}\nJean-Baptiste "
           f"d'Hérouville - code provisoire : {B}", [(A, 'Élodie L’Hostis'), (B, 'Jean-Baptiste d’Hérouville')]),
    notice('home-iphone', 'two sections in a quoted forward', FORWARD, cases=AB, frm='Claire <claire@example.fr>',
           subject='Fwd: Mon espace santé', date='Tue, 08 Feb 2022 10:00:00 +0100', source='original'),
    notice('home-attached-two', 'a notice each, attached to one mail', multipart(
        'mixed', part('Les deux mails reçus pour les petits.\n'), attached(ONE_EACH[0]), attached(ONE_EACH[1])), cases=AB,
        frm='Papa <papa@example.fr>', subject='les mails', date='Tue, 08 Feb 2022 10:00:00 +0100', source='original'),
]

TABLES = [
    shown('rowspan', 'a name beside two rows', '<table><tr><td rowspan=2>Louna DIAZ</td><td>Née le</td><td>03/05/2018</td>'
          f'</tr><tr><td>Code provisoire</td><td>{A}</td></tr><tr><td rowspan=2>Milo DIAZ</td><td>Né le</td><td>19/10/2020'
          f'</td></tr><tr><td>Code provisoire</td><td>{B}</td></tr></table>', [(A, 'Louna DIAZ'), (B, 'Milo DIAZ')]),
    shown('nested-list', 'a list in a list', f'<ol><li>Ambre<ul><li>née le 03/05/2018</li><li>code provisoire&nbsp;: {A}'
          f'</li></ul></li><li>Basile<ul><li>né le 19/10/2020</li><li>code provisoire&nbsp;: {B}</li></ul></li></ol>', AB),
    shown('pictures', 'a picture before each name', f'<p>👧 <b>Ambre</b></p><p>Code d’activation</p><p>{A}</p><p>👦 <b>Basile'
          f'</b></p><p>Code d’activation</p><p>{B}</p>', AB),
    shown('ages', 'the age in the heading', f'<h4>Ambre, 3 ans</h4><p>Code provisoire&nbsp;: {A}</p><h4>Basile, 16 mois</h4>'
          f'<p>Code provisoire&nbsp;: {B}</p>', AB),
    shown('your-code', 'a word between', f'<p>Ambre&nbsp;: votre code est <b>{A}</b></p><p>Basile&nbsp;: votre code est <b>{B}'
          '</b></p>', AB),
    shown('profiles', 'headings of three words', f'<p>Le profil d’Ambre</p><p>Pour décider, munissez-vous du code provisoire '
          f'{A}.</p><p>Le profil de Basile</p><p>Pour décider, munissez-vous du code provisoire {B}.</p>', AB),
    shown('cards', 'side by side, tables in cells', '<table><tr>' + ''.join(
        f'<td><table><tr><td>{who}</td></tr><tr><td>Code provisoire</td></tr><tr><td>{code}</td></tr></table></td>'
        for code, who in AB) + '</tr></table>', AB),
    shown('household', 'the reader among them is no name', '<table><tr><th>Membre du foyer</th><th>Code</th></tr><tr><td>'
          f'Vous-même</td><td>{C}</td></tr><tr><td>Ambre</td><td>{A}</td></tr><tr><td>Basile</td><td>{B}</td></tr></table>',
          [(C, None)] + AB),
    shown('guardians', 'titles in the cells', '<table><tr><th>Majeur protégé</th><th>Né(e) en</th><th>Code provisoire</th>'
          f'</tr><tr><td>M. Lucien ABADIE</td><td>1941</td><td>{A}</td></tr><tr><td>Mme Rose-Marie BLANC</td><td>1938</td>'
          f'<td>{B}</td></tr></table>', [(A, 'Lucien ABADIE'), (B, 'Rose-Marie BLANC')], before=OWN),
    shown('van-der', 'particles of other countries', '<table><tr><th>Enfant</th><th>Code provisoire</th></tr><tr><td>Jef VAN '
          f'DER BERG</td><td>{A}</td></tr><tr><td>D’ALMEIDA Louis</td><td>{B}</td></tr></table>',
          [(A, 'Jef VAN DER BERG'), (B, 'D’ALMEIDA Louis')]),
    shown('grouped-cut', 'no-break and narrow spaces in the code, base64', '<p>Codes provisoires</p><p>k7Qm&nbsp;2RtX&#8239;9bLd '
          '(Ambre)</p><p>wH4n&nbsp;T8cV&#8239;z2Ke (Basile)</p>', AB, cte='base64'),
    shown('clause-grouped', 'a grouped code after the bare word', '<p>Pour l’espace santé d’Ambre, saisissez le code k7Qm 2RtX '
          f'9bLd.</p><p>Pour l’espace santé de Basile, saisissez le code {B}.</p>', AB),
]

WARDS = [
    ward('mother', 'kin', 'Vous êtes la tutrice de votre mère, Mme Jeanne Roche. Mon espace santé lui sera ouvert dans 6 '
         'semaines', 'Jeanne Roche'),
    ward('husband', '', 'Mon espace santé sera ouvert dans 6 semaines à Monsieur Robert Klein, votre époux, dont vous êtes la '
         'mandataire', 'Robert Klein'),
    ward('legally', '', 'Vous représentez légalement M. Ahmed Zaoui : son Mon espace santé sera ouvert dans 6 semaines',
         'Ahmed Zaoui'),
    ward('charge', '', 'Voici ce qui attend la personne dont vous avez la charge, M. Victor Sarr. Mon espace santé lui sera '
         'ouvert dans 6 semaines', 'Victor Sarr'),
    ward('protection', '', 'Dans le cadre de la mesure de protection exercée au profit de Madame Irène Vidal, Mon espace '
         'santé sera ouvert dans 6 semaines', 'Irène Vidal'),
    ward('assisted', '', 'Mon espace santé sera ouvert dans 6 semaines à la personne que vous assistez, Monsieur Yves Morel',
         'Yves Morel'),
    child('eldest', 'which of the sons', 'Mon espace santé sera créé pour votre fils aîné, Gabin (né le 4 mai 2010). Vous '
          f'avez six semaines pour vous y opposer.\nVoici le code provisoire qui lui est attribué : {A}', 'Gabin'),
    child('little', 'said with affection', 'Votre petite Romane est rattachée à votre dossier. Mon espace santé lui sera '
          f'ouvert dans six semaines, à moins que vous ne le refusiez.\nCode à utiliser : {A}', 'Romane'),
    child('quoted', 'a name in quotes', f'Le profil Mon espace santé de « Ambre » {SIX}\nCode provisoire : {A}', 'Ambre'),
    child('in-the-name', '', 'Mon espace santé sera ouvert dans six semaines au nom de Basile Leclerc, votre fils. Vous pouvez '
          f'refuser.\nCode provisoire : {A}', 'Basile Leclerc'),
    child('nfd', 'decomposed letters', nfd(f'Pour l’espace santé d’Éloïse, que vous pouvez refuser dans les six semaines, le '
          f'code provisoire à saisir est {A}.'), 'Éloïse'),
]

BESIDE = [
    single('sending', 'numbers of the sending below', f'Votre code provisoire : {A}\n\nRéf. envoi : Xk29Lm10Qa77\nSuivi : '
           '9sKd82LmQ0pZ'),
    single('typed', 'what to type, and for what', f'Connectez-vous, puis saisissez {A} lorsque le code vous est demandé.'),
    single('spaced-label', 'a label letter by letter', f'        C O D E   P R O V I S O I R E\n\n             {A}'),
    single('dossier', 'a dossier’s number where no code is shown', 'Votre code provisoire vous parvient par un courrier '
           'distinct.\nNuméro de dossier : 7Kd82LmQ0pZx', None),
    single('by-sms', 'the code by another way', 'Code provisoire : envoyé par SMS au 06 ** ** ** 42\nRéférence client : '
           'A1B2C3D4E5F6', None),
    single('in-url', 'a code in an address alone', 'Pour utiliser votre code provisoire, cliquez : https://www.monespacesante.fr'
           '/enrolement?code=Ab7kP2xQmN4r', None),
    shown('adherent', 'another code in the row above', '<table><tr><td>Code adhérent</td><td>A1B2C3D4E5F6</td></tr><tr><td>Code '
          f'provisoire</td><td>{A}</td></tr></table>', [(A, None)], before=OWN, frm='MGEN <mes@mgen.fr>'),
    shown('two-classes', 'hidden by a rule for two classes', '<p class="x y">Code provisoire : aaaa1111BBBB</p><p class="x">Code '
          f'provisoire : {A}</p>', [(A, None)], before=OWN, style='p.x.y{display:none!important} td.x{display:none}'),
    shown('created', 'created, with a code, and not a word of opposing', f'<p>Vos codes provisoires :</p><ul><li>Ambre : {A}</li>'
          f'<li>Basile : {B}</li></ul>', AB, before='Bonjour,\n\nVotre service Mon espace santé a été créé, ainsi que celui de '
          'vos enfants.\n\n'),
    other('reminder', 'home-reminder', 'a reminder of two', KIDS.replace('Mon espace', 'Rappel : Mon espace')
          + f'Il vous reste dix jours.\n\nAmbre, 3 ans\nCode provisoire : {A}\nBasile, 16 mois\nCode provisoire : {B}', AB,
          subject='Rappel : Mon espace santé'),
    none('home-by-telephone', 'a code asked for by telephone', 'Vous nous avez demandé, par téléphone au 3422, de vous renvoyer '
         f'votre code provisoire Mon espace santé. Le voici : {A}\nVotre précédent code n’est plus valable.', frm=CNAM,
         subject='Réédition de votre code'),
    none('home-shop', 'a shop’s « espace santé »', 'Votre espace santé fidélité a été créé ! Votre code personnel : AB12CD34. '
         'Vous avez six semaines pour en profiter. Pour vous opposer à la prospection, répondez STOP.',
         frm='Pharmacie <contact@pharmacie.example>', subject=word('Votre espace santé fidélité')),
    none('home-nursery', 'a town hall with codes of children', f'Pour le dossier de crèche, vos codes provisoires :\nLéa : {A}\n'
         f'Tom : {B}\nSans réponse sous six semaines, la place sera attribuée. Vous pouvez vous opposer au traitement de vos '
         'données de santé.', frm='Mairie <enfance@mairie.example>', subject='Inscription de vos enfants'),
]

MAILS = ALIKE + TABLES + WARDS + BESIDE
