"""The day of sending beside all that is none: births, laws, campaigns, the office's own file; clocks and
fields of many kinds."""
from build import other, part
from unseen import BRIEF, SHORT, WHEN, campaign, letterhead

MAILS = [
    other('notice', 'unseen-day-paris-le', '« Paris, le » two days before Date; birth, validity, decree and footer beside it',
          part(letterhead('<p style="text-align:right">Paris, le 3&nbsp;novembre 2015</p><p>Madame Claire DUVAL,</p>\n'
                          '<p>Née le 14/02/1988, vous êtes rattachée à la CPAM de la Somme. Votre profil <b>Mon espace santé</b> vient '
                          'd\'être préparé. Si vous ne souhaitez pas en disposer, vous avez six semaines, à compter de l\'envoi de ce '
                          'courriel, pour faire valoir votre droit d\'opposition.</p>\n'
                          '<p>Votre code provisoire&nbsp;: <strong>k7Rm2QxV9tLb</strong><br><em>Ce code est valable jusqu\'au 15 décembre '
                          '2015.</em></p>\n'
                          '<p>Ce service a été instauré par le décret n° 2021-1048 du 4 août 2021.</p><p style="text-align:center" '
                          'class="btn"><a href="https://statsndm.info.ameli.fr/m/Kd82jQPz71">J\'active ou je m\'oppose</a></p>'), 'html'),
          [('k7Rm2QxV9tLb', None)], sent='2015-11-03', source='body', subject='Votre service Mon espace santé a été créé',
          date='Thu, 05 Nov 2015 09:12:44 +0100'),
    other('notice', 'unseen-day-msa-slash', 'MSA sub-domain, « Le 02/11/2015 » letter head',
          part(campaign('<p>Le 02/11/2015</p><p>N/Réf. : 24/2015/883120</p><p>Bonjour Monsieur Lacombe,</p><p>Votre MSA vous informe que '
                        'le service Mon espace santé sera automatiquement ouvert à votre nom dans 6 semaines, sauf si vous vous y '
                        'opposez d\'ici là sur monespacesante.fr ou en appelant le 3422.</p><p>Pour cela munissez-vous de votre carte '
                        'Vitale et de ce code&nbsp;:</p><table width="100%"><tr><td style="background:#eee">Code '
                        'd\'activation</td><td><b>Hq4Zt8PnW2sE</b></td></tr></table>', 'MSA'), 'html', 'windows-1252'),
          [('Hq4Zt8PnW2sE', None)], sent='2015-11-02', source='body',
          frm='MSA Dordogne, Lot et Garonne <ne-pas-repondre@dlg.msa.fr>',
          subject='Ouverture de votre profil Mon espace santé', date='Wed, 04 Nov 2015 18:40:02 +0100'),
    other('notice', 'unseen-day-nfd-1er', 'NFD « 1er février »',
          part('Bonjour,\n\n'
               'Le 1er février 2022\n\n'
               'L’Assurance Maladie crée pour vous Mon espace santé, votre carnet de santé numérique. Vous avez la '
               'possibilité de vous y opposer pendant 6 semaines.\nCode confidentiel : 8sDq1MzpX4uA\nVotre Assurance Maladie', 'plain', 'utf-8', 'base64'),
          [('8sDq1MzpX4uA', None)], sent='2022-02-01', source='body', subject='Mon espace santé arrive',
          date='Thu, 03 Feb 2022 10:00:00 +0100'),
    other('notice', 'unseen-day-sup-er', '1<sup>er</sup> in HTML; code over two spans',
          part(letterhead('<p>Amiens, le&nbsp;1<sup>er</sup>&nbsp;mars&nbsp;2022</p><p>Bonjour,</p><p>Nous allons créer votre espace '
                          'santé. Pour vous opposer à sa création, connectez-vous à <a '
                          'href="https://www.monespacesante.fr">monespacesante.fr</a> sous 6 semaines avec votre code provisoire <span '
                          'style="font-weight:bold">Bz7</span><span style="font-weight:bold">Kp4TmQ9xR</span></p>'), 'html'),
          [('Bz7Kp4TmQ9xR', None)], sent='2022-03-01', source='body', subject='Votre Mon espace santé va être créé',
          date='Wed, 02 Mar 2022 11:30:00 +0100'),
    other('notice', 'unseen-day-upper-weekday', 'capitals with weekday',
          part(campaign('<p>LE MARDI 20 OCTOBRE 2015</p><p>Chère adhérente, cher adhérent,</p><p>En tant qu\'organisme gérant votre '
                        'régime obligatoire, MGEN vous informe de la création prochaine de votre compte « Mon espace santé ». Vous '
                        'pouvez l\'activer dès à présent ou bien vous y opposer pendant un délai de six semaines à partir de l\'envoi de '
                        'ce courriel.</p><p>Votre code personnel pour activer ou refuser&nbsp;:</p><h2>pQ6vN1cJ8hTy</h2>', 'MGEN'), 'html'),
          [('pQ6vN1cJ8hTy', None)], sent='2015-10-20', source='body',
          frm='MGEN - Votre centre de gestion <information@mgen.fr>',
          subject='Information réglementaire : Mon espace santé', date='Thu, 22 Oct 2015 14:00:00 +0200'),
    other('notice', 'unseen-day-abbr', '« déc. » abbreviated; newborn\'s invitation',
          part(letterhead('<p>Envoyé le 7 déc. 2014</p><p>Félicitations pour la naissance de votre enfant Malo&nbsp;!</p><p>Son profil Mon '
                          'espace santé sera créé automatiquement. Vous êtes invité à l\'activer ou à vous opposer à sa création dans un '
                          'délai de six semaines.</p><p>Code provisoire de Malo&nbsp;: <b>x3LfW8qZr5Nd</b></p>'), 'html'),
          [('x3LfW8qZr5Nd', 'Malo')], sent='2014-12-07', source='body', subject='Mon espace santé de votre enfant',
          date='Tue, 09 Dec 2014 08:30:00 +0100'),
    other('notice', 'unseen-day-birth-in-bounds', 'birth date 21 days before Date is no sending date',
          part(letterhead('<p>Bonjour,</p><p>Votre enfant <b>Inès</b>, née le 12 octobre 2015, va disposer de son propre profil Mon espace '
                          'santé.</p><p>En tant que représentant légal, vous pouvez l\'activer tout de suite ou vous opposer à sa création '
                          'jusqu\'à six semaines après l\'envoi de cette invitation.</p><p>Le code provisoire pour Inès est le&nbsp;: '
                          '<b>R4nVb9KxT1sQ</b></p>'), 'html'),
          [('R4nVb9KxT1sQ', 'Inès')], sent='2015-11-02', source='date', subject='Mon espace santé de votre bébé',
          date='Mon, 02 Nov 2015 08:00:00 +0100'),
    other('notice', 'unseen-day-depuis', '« depuis le 1er janvier 2022 » in bounds is no sending date',
          part(letterhead('<p>Bonjour,</p><p>Depuis le 1er janvier 2022, chaque assuré dispose d\'un espace numérique de santé. Le vôtre '
                          's\'ouvrira dans 6 semaines si vous ne vous y opposez pas.</p><table><tr><th>Votre code '
                          'provisoire</th></tr><tr><td align="center"><font size="5" face="Courier">mN7kQ2zW5xJc</font></td></tr></table>'), 'html'),
          [('mN7kQ2zW5xJc', None)], sent='2022-01-20', source='date', subject='Votre service Mon espace santé a été créé',
          date='Thu, 20 Jan 2022 12:00:00 +0100'),
    other('notice', 'unseen-day-law-in-bounds', 'a decree\'s date inside the bounds',
          'Bonjour,\n\n'
          'En application du décret n° 2015-1021 du 9 octobre 2015 relatif à l\'espace numérique de santé, nous vous '
          'informons de l\'ouverture de Mon espace santé à votre nom, dans six semaines, sauf opposition de votre part.\n\n'
          'Votre code provisoire : 9KwQx4ZbT7mP\n\n'
          'L\'Assurance Maladie',
          [('9KwQx4ZbT7mP', None)], sent='2015-10-25', source='date', subject='Évolution de Mon espace santé',
          date='Sun, 25 Oct 2015 09:00:00 +0100'),
    other('notice', 'unseen-day-appointment', 'an appointment\'s date',
          'Madame, Monsieur,\n\n'
          'Lors de votre rendez-vous du 12 octobre 2015 dans notre agence de Nantes, vous avez déclaré un changement de '
          'situation. Votre profil Mon espace santé va donc être créé. Vous pouvez vous y opposer sous six semaines avec '
          'votre code provisoire : vB3pL8tQz6Xk\nNotre accueil est fermé le 2 novembre 2015.',
          [('vB3pL8tQz6Xk', None)], sent='2015-10-26', source='date', subject='Mon espace santé : suite à votre venue',
          date='Mon, 26 Oct 2015 16:00:00 +0100'),
    other('notice', 'unseen-day-impossible', '31 June does not exist',
          'Lyon, le 31 juin 2015\n\n'
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-07-02', source='date', subject='Création de Mon espace santé',
          date='Thu, 02 Jul 2015 10:00:00 +0200'),
    other('notice', 'unseen-day-30days', 'exactly 30 days before Date counts',
          'Lyon, le 1er octobre 2015\n\n'
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-10-01', source='body', subject='Création de Mon espace santé',
          date='Sat, 31 Oct 2015 10:00:00 +0100'),
    other('notice', 'unseen-day-31days', '31 days before Date does not count',
          'Lyon, le 30 septembre 2015\n\n'
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-10-31', source='date', subject='Création de Mon espace santé',
          date='Sat, 31 Oct 2015 10:00:00 +0100'),
    other('notice', 'unseen-day-midnight-summer', '17:59:59 -0400 is 23:59:59 in Paris, the same day',
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-07-14', source='date', subject='Création de Mon espace santé',
          date='Tue, 14 Jul 2015 17:59:59 -0400'),
    other('notice', 'unseen-day-future-date', 'a Date after reception does not count',
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-11-05', source='received', subject='Création de Mon espace santé',
          date='Fri, 05 Nov 2016 10:00:00 +0100',
          top='Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Thu, 5 Nov 2015 10:03:11 +0100 (CET)\n'),
    other('notice', 'unseen-day-no-date', 'no Date: the topmost Received without trust',
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-11-06', source='received', subject='Création de Mon espace santé',
          date=None,
          top='Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Fri, 6 Nov 2015 00:20:00 +0100 (CET)\n'
              'Received: from app7.cnam.local (app7.cnam.local [193.108.167.22])\n'
              '\tby relay3.info.ameli.fr (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Thu, 5 Nov 2015 22:03:11 +0000\n'),
    other('notice', 'unseen-day-nothing', 'neither Date nor Received: the file\'s time, in Paris',
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-09-19', source='delivery', delivered='2015-09-18T23:30:00+00:00',
          subject='Création de Mon espace santé', date=None),
    other('notice', 'unseen-day-garbage', 'an unreadable Date is none',
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-11-05', source='received', subject='Création de Mon espace santé',
          date='hier matin vers 9h',
          top='Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Thu, 5 Nov 2015 10:03:11 +0100 (CET)\n'),
    other('notice', 'unseen-day-obsolete', 'RFC 5322 obsolete year and zone',
          'Bonjour, votre profil Mon espace santé va être créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : 2xQbT9mKw7Rz',
          [('2xQbT9mKw7Rz', None)], sent='2015-11-05', source='date', subject='Création de Mon espace santé',
          date='5 Nov 15 10:12 GMT',
          top='Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Sat, 7 Nov 2015 10:03:11 +0100 (CET)\n'),
    other('notice', 'unseen-day-no-year-quoted-reply', '« Fait à Rennes, le »; file dates beside it are not the sending',
          part('<html><body><p>Fait à Rennes, le lundi 19 octobre 2015</p><p>Bonjour M. Nguyen,</p><p>Votre espace numérique de '
               'santé «&#160;Mon espace santé&#160;» sera ouvert au terme d\'un délai de six semaines. Si vous y êtes opposé, '
               'signalez-le avant la fin de ce délai.</p>\n'
               '<p>Votre code confidentiel&#8239;:&#8239;<b>W2kZ&#8203;7qTn&#8203;B5xM</b> (à conserver jusqu\'au 30 novembre '
               '2015)</p><p>Dossier créé le 05/10/2015 - Dernière mise à jour de nos fichiers le 12/10/2015</p></body></html>', 'html'),
          [('W2kZ7qTnB5xM', None)], sent='2015-10-19', source='body', subject='Mon espace santé : votre code',
          date='Wed, 21 Oct 2015 09:00:00 +0200'),
    other('notice', 'unseen-day-footer-date', 'dates of a footer are no sending date',
          part(letterhead('<p>Bonjour,</p><p>Mon espace santé s\'ouvre bientôt pour vous&nbsp;: sans opposition de votre part dans les six '
                          'semaines, il sera créé.</p><p>Code provisoire : <b>Tq8ZmW3xK6bN</b></p><hr><p style="font-size:10px">Mentions '
                          'légales mises à jour le 28/09/2015 - Tarifs au 1er octobre 2015 - Modèle CNAM v3 du 25/09/2015</p>'), 'html'),
          [('Tq8ZmW3xK6bN', None)], sent='2015-10-21', source='date', subject='Mon espace santé',
          date='Wed, 21 Oct 2015 09:00:00 +0200'),
    other('notice', 'unseen-day-letter-dash', 'single-digit dashes; NIR beside; « code confidentiel à communiquer »',
          'CPAM de Loire-Atlantique - 9 rue Gaëtan Rondeau - 44958 Nantes Cedex 9\nNantes, le 2-11-2015\n'
          'Vos références : 2 88 02 44 109 118 27\n\n'
          'Madame,\n\n'
          'La création de votre espace numérique de santé est programmée. Vous êtes libre de vous y opposer : le délai est '
          'de six semaines et court à compter de la date du présent courrier.\n'
          'Code confidentiel à communiquer au conseiller du 3422 : 6LxWq9ZtKb3M',
          [('6LxWq9ZtKb3M', None)], sent='2015-11-02', source='body', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-edited-at', '« édité le lundi … à »',
          'Document édité le lundi 2 novembre 2015 à 08h15\n\n'
          'Bonjour, sans réponse de votre part sous six semaines, votre profil Mon espace santé sera créé.\n'
          'Code provisoire > n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-02', source='body', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-1970', '« however long before »: a Date of 1970 counts',
          'Bonjour, sans opposition de votre part sous six semaines, votre profil Mon espace santé sera créé.\n'
          'Code provisoire : n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='1970-01-01', source='date', subject='Votre espace santé',
          date='Thu, 01 Jan 1970 00:00:00 +0000',
          top='Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Thu, 12 Nov 2015 10:00:00 +0100\n'),
    other('notice', 'unseen-day-30-no-date', 'no Date: the 30 days count before the reception',
          'Le 13 octobre 2015\n\n'
          'Bonjour, sans opposition de votre part sous six semaines, votre profil Mon espace santé sera créé.\n'
          'Code provisoire : n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='2015-10-13', source='body', subject='Votre espace santé', date=None,
          top='Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Thu, 12 Nov 2015 10:00:00 +0100\n'),
    other('notice', 'unseen-day-31-no-date', 'no Date: 31 days before the reception are too many',
          'Le 12 octobre 2015\n\n'
          'Bonjour, sans opposition de votre part sous six semaines, votre profil Mon espace santé sera créé.\n'
          'Code provisoire : n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='received', subject='Votre espace santé', date=None,
          top='Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Thu, 12 Nov 2015 10:00:00 +0100\n'),
    other('notice', 'unseen-day-dst', 'summer time still: 00:30 of the 25th',
          'Bonjour, sans opposition de votre part sous six semaines, votre profil Mon espace santé sera créé.\n'
          'Code provisoire : n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='2015-10-25', source='date', subject='Votre espace santé',
          date='Sat, 24 Oct 2015 22:30:00 -0000'),
    other('notice', 'unseen-day-dst2', 'winter time already: 23:59:59 of the 25th',
          'Bonjour, sans opposition de votre part sous six semaines, votre profil Mon espace santé sera créé.\n'
          'Code provisoire : n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='2015-10-25', source='date', subject='Votre espace santé',
          date='Sun, 25 Oct 2015 22:59:59 UT'),
    other('notice', 'unseen-day-tomorrow-body', 'a letter\'s date after reception does not count',
          'Paris, le 13 novembre 2015\n\n'
          'Bonjour, sans opposition de votre part sous six semaines, votre profil Mon espace santé sera créé.\n'
          'Code provisoire : n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-distractors', 'laws, certification, campaigns in bounds',
          part(letterhead('<p>Bonjour,</p><p>Votre profil Mon espace santé sera créé le 24/12/2015. Vous avez jusqu\'au 23/12/2015 minuit '
                          'pour vous y opposer.</p><p>Code provisoire : n5TqWz8Kx2Bm (à usage unique, il expire le 23/12/2015)</p>\n'
                          '<p style="font-size:9px">Arrêté du 26 octobre 2015 publié au JO du 28 octobre 2015. Données hébergées en France '
                          '(certification HDS renouvelée le 20 octobre 2015). Le saviez-vous ? Le Mois sans tabac a commencé le 1er '
                          'novembre 2015. Prochaine permanence le 5 novembre 2015. Accord CNIL du 15/10/2015.</p>'), 'html'),
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-week-of', 'terms applicable at a date; a birth told as « naissance de … le »',
          'Bonjour,\n\n'
          'Conformément aux conditions générales d\'utilisation applicables au 1er novembre 2015, sans opposition de votre '
          'part sous six semaines, votre profil Mon espace santé sera créé.\n'
          'Suite à la naissance de votre fille le 25 octobre 2015, votre dossier a changé.\nCode provisoire : n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-cell-date', 'date in a cell under its heading',
          part(letterhead('<table width="100%"><tr><td>Émetteur<br>CPAM 44</td><td align="right">Date<br>10/11/2015</td></tr><tr><td>Date '
                          'de naissance</td><td>01/11/1988</td></tr><tr><td>Fin de '
                          'validité</td><td>21/12/2015</td></tr></table><p>Bonjour, si vous ne vous manifestez pas d\'ici six semaines, '
                          'nous ouvrirons votre Mon espace santé. Le refuser reste possible pendant tout ce temps.</p><p>CODE '
                          'PROVISOIRE<br>n5TqWz8Kx2Bm</p>'), 'html'),
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-10', source='body', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-old-2022', 'the ministry, ten characters as of 2022, « Dites-le avant »',
          part('Chère Madame,\n\n'
               'Le ministère des Solidarités et de la Santé et l\'Assurance Maladie ouvrent un Mon espace santé à tous les '
               'assurés. Le vôtre a été préparé.\nVous n\'êtes pas favorable à son ouverture ? Dites-le avant le 12 avril 2022.\n\n'
               'Votre code confidentiel : 7ZkQm2xWt5', 'plain', 'windows-1252'),
          [('7ZkQm2xWt5', None)], sent='2022-03-01', source='date',
          frm='Ministère des Solidarités et de la Santé <ne-pas-repondre@sante.gouv.fr>',
          subject='Mon espace santé est créé pour vous', date='Tue, 01 Mar 2022 06:15:00 +0100'),
    other('notice', 'unseen-day-n10', 'welcome to a new insured; the card\'s date',
          part(campaign('<p>Bonjour,</p><br><p>Vous êtes désormais affilié à la MSA. Votre carte Vitale a été mise à jour le 2 novembre '
                        '2015. Votre Mon espace santé sera ouvert dans un délai de six semaines ; vous pouvez refuser cette '
                        'ouverture.</p><br><p>Code provisoire : X5tNz8QwK3bR</p>', 'MSA'), 'html'),
          [('X5tNz8QwK3bR', None)], sent='2015-11-12', source='date',
          frm='MSA Alpes du Nord <webmaster@alpesdunord.msa.fr>', subject='Bienvenue au régime agricole', date=WHEN),
    other('notice', 'unseen-day-n13', 'a letter that came back, sent again by mail: the earlier date counts',
          'Bonjour,\n\n'
          'Nous n\'avons pas pu vous remettre notre courrier du 28 octobre 2015 (pli non distribué). Nous vous l\'adressons '
          'donc par voie électronique.\n\n'
          'Votre Mon espace santé sera créé au terme du délai légal de six semaines. Vous pouvez vous y opposer. Code '
          'provisoire : 3kTzQ8xWn6Lb',
          [('3kTzQ8xWn6Lb', None)], sent='2015-10-28', source='body', subject='Votre compte numérique', date=WHEN),
    other('notice', 'unseen-day-n14', 'the date of a judgment',
          'Madame,\n\n'
          'Le juge des tutelles vous a désignée, par jugement du 20 octobre 2015, pour représenter Monsieur Albert Roux. '
          'Son Mon espace santé va être créé ; vous disposez de six semaines pour vous y opposer en son nom.\n\n'
          'Code provisoire : Lw8QzK4tX6nB',
          [('Lw8QzK4tX6nB', 'Albert Roux')], sent='2015-11-12', source='date',
          subject='Mon espace santé de Monsieur Albert Roux', date=WHEN),
    other('notice', 'unseen-day-d01', 'head, reference, birth',
          'Strasbourg, le 5 nov. 2015\nN/Réf : 67/2015\nDate de naissance : 01/11/1975\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-05', source='body', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d02', 'moving of an office',
          SHORT +
          '\n\n'
          'PS : notre agence de Brest déménage le 2 novembre 2015. Nouvel horaire depuis le 19 octobre 2015.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d03', 'renewed rights',
          SHORT +
          '\nVos droits ont été renouvelés le 1er novembre 2015 et courent jusqu\'au 31 octobre 2016.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d05', 'two labels',
          'Date du courrier : 10/11/2015\nDate limite d\'opposition : 22/12/2015\n\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-10', source='body', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d06', 'said in a sentence',
          SHORT +
          '\nCe courrier a été expédié le 9 novembre 2015.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-09', source='body', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d07', '« soit le »',
          SHORT +
          '\nLe délai de six semaines court depuis l\'envoi, soit le 9 novembre 2015.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-09', source='body', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d08', 'a refund\'s date',
          'Votre dernier remboursement date du 3 novembre 2015.\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d09', 'wrapped before the year',
          'CPAM du Rhône                         Lyon, le lundi 9 novembre\n2015\n\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-09', source='body', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d10', 'law votes',
          SHORT +
          '\n'
          'Le Journal officiel du 30 octobre 2015 a publié l\'arrêté. La loi de financement votée le 26 octobre 2015 l\'a confirmé.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d11', 'CNIL',
          SHORT +
          '\nConformément à la délibération de la CNIL n° 2015-088 du 22 octobre 2015.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-day-d12', 'the night of summer time',
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-03-29', source='date', subject='Votre espace santé',
          date='Sun, 29 Mar 2015 02:30:00 +0100'),
    other('notice', 'unseen-day-d13', 'new year\'s night, -12:00 noted as 11:59:59 of the 31st',
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2014-12-31', source='date', subject='Votre espace santé',
          date='Wed, 31 Dec 2014 22:59:59 GMT'),
    other('notice', 'unseen-day-d14', 'one second later it is the new year in Paris',
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-01-01', source='date', subject='Votre espace santé',
          date='Wed, 31 Dec 2014 23:00:00 GMT'),
    other('notice', 'unseen-day-d01-too', 'a full stop',
          'Dijon, le jeudi 5 novembre 2015.\n\n' +
          BRIEF,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-05', source='body', subject='Votre espace', date=WHEN),
    other('notice', 'unseen-day-d02-too', 'two dates in one sentence',
          'Le présent courrier, daté du 4 novembre 2015, vaut information au sens du décret du 20 octobre 2015.\n' +
          BRIEF,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-04', source='body', subject='Votre espace', date=WHEN),
    other('notice', 'unseen-day-d03-too', 'generated the day before',
          BRIEF +
          '\nCe message a été généré automatiquement le 11/11/2015 à 23:59.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-11', source='body', subject='Votre espace', date=WHEN),
    other('notice', 'unseen-day-d04', 'account dates with labels',
          BRIEF +
          '\nProchain prélèvement : 20/10/2015. Dernière connexion : 30/10/2015.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace', date=WHEN),
    other('notice', 'unseen-day-d05-too', 'a card\'s date, a pharmacy',
          BRIEF +
          '\nCarte Vitale émise le 01/11/2015, pharmacie de garde le 31/10/2015.',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', subject='Votre espace', date=WHEN),
    other('notice', 'unseen-day-d06-too', 'a reference that begins as a date',
          'Imprimé le 10/11/2015 - Réf. 15/10/2015-A\n' +
          BRIEF,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-10', source='body', subject='Votre espace', date=WHEN),
]
