"""Notices, reminders and confirmations in wordings of their own."""
from build import multipart, other, part
from unseen import ENDED, SERVICE, WHEN, campaign, letterhead

MAILS = [
    other('reminder', 'unseen-kind-rem-dated', 'the reminder states the notice\'s own date',
          part(letterhead('<p>Bonjour Madame Duval,</p><p>Nous vous avons adressé le 2 novembre 2015 un courriel vous informant de la '
                          'création de votre espace Mon espace santé. Sans action de votre part, il sera créé automatiquement à la fin du '
                          'délai de six semaines.</p><p>Il vous reste quelques jours pour l\'activer ou vous y opposer avec votre code '
                          'provisoire <b>Lk9TzW4mQ7vB</b>.</p>'), 'html'),
          [('Lk9TzW4mQ7vB', None)], sent='2015-11-02', source='body', subject='Rappel : Mon espace santé',
          date='Mon, 23 Nov 2015 09:00:00 +0100'),
    other('reminder', 'unseen-kind-rem-undated', 'a reminder without the notice\'s date has none',
          'Bonjour,\n\n'
          'Il y a quelques semaines, nous vous avons informé que votre profil Mon espace santé allait être créé. Sauf '
          'erreur de notre part, vous ne l\'avez ni activé ni refusé.\n\n'
          'Le délai de six semaines pour vous y opposer touche à sa fin.\n\n'
          'Pour rappel, votre code provisoire est : Gw5XtB8qM2zK\n\n'
          'L\'Assurance Maladie',
          [('Gw5XtB8qM2zK', None)], subject='Mon espace santé : plus que quelques jours pour faire votre choix',
          date='Mon, 23 Nov 2015 09:00:00 +0100'),
    other('reminder', 'unseen-kind-rem-relance', '« Notre précédent courriel du »',
          part(campaign('<p>Bonjour,</p><p>Notre précédent courriel du 19/10/2015 est resté sans réponse&nbsp;: vous n\'avez pas encore '
                        'activé votre profil Mon espace santé, et vous ne vous y êtes pas opposé. À défaut, il sera ouvert à l\'issue des '
                        'six semaines.</p><p>Votre code provisoire reste inchangé&nbsp;: <b>5tVmQ8xZk3Lw</b></p>', 'MSA'), 'html'),
          [('5tVmQ8xZk3Lw', None)], sent='2015-10-19', source='body',
          frm='MSA Dordogne, Lot et Garonne <ne-pas-repondre@dlg.msa.fr>', subject='Relance - Mon espace santé',
          date='Mon, 16 Nov 2015 09:00:00 +0100'),
    other('reminder', 'unseen-kind-rem-dernier', 'last reminder, no code, no date',
          'Bonjour,\n\n'
          'Votre profil Mon espace santé n\'a pas encore été activé. Dans quelques jours, il sera ouvert automatiquement, à '
          'moins que vous ne fassiez opposition.\n\n'
          'L\'Assurance Maladie',
          subject='Dernier rappel avant l\'ouverture de votre espace santé', date='Tue, 10 Nov 2015 09:00:00 +0100'),
    other('opposition', 'unseen-kind-opp1', 'plain confirmation, authentic',
          part(letterhead('<p>Bonjour,</p><p>Nous vous confirmons que votre opposition à la création de Mon espace santé a bien été '
                          'enregistrée le 18 novembre 2015 à 15h19.</p><p>Votre justificatif est joint à ce message au format PDF. '
                          'Conservez-le.</p>'), 'html'),
          authenticity='authentic', trust=('mx1.free.example',), subject='Confirmation de votre opposition', date=ENDED,
          top='Authentication-Results: mx1.free.example;\n'
              '\tdkim=pass (2048-bit key) header.d=info.ameli.fr header.i=@info.ameli.fr header.b="Jd8Hs0aZ";\n'
              '\tspf=pass smtp.mailfrom=bounce@info.ameli.fr;\n\tdmarc=pass (policy=reject) header.from=info.ameli.fr\n'
              'Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Wed, 18 Nov 2015 15:20:03 +0100\n'),
    other('opposition', 'unseen-kind-opp2', '« votre refus … pris en compte »',
          part('Bonjour,\n\n'
               'Vous avez choisi de ne pas disposer de Mon espace santé. Votre refus a bien été pris en compte : aucun espace '
               'ne sera créé à votre nom.\n\n'
               'Vous pourrez changer d\'avis à tout moment en appelant le 3422.', 'plain', 'iso-8859-15'),
          subject='Mon espace santé - votre choix a bien été pris en compte', date=ENDED),
    other('opposition', 'unseen-kind-opp3-child', 'by phone, for the child',
          part(letterhead('<p>Bonjour,</p><p>Suite à votre appel au 3422, le profil Mon espace santé de votre enfant <b>Noé</b> ne sera '
                          'pas créé&nbsp;: votre demande d\'opposition est enregistrée sous le numéro 20151118-448812.</p>'), 'html'),
          [(None, 'Noé')], subject='Opposition à la création du profil de votre enfant', date=ENDED),
    other('opposition', 'unseen-kind-opp4', '« exercice de votre droit d\'opposition … effectif »',
          'Monsieur,\n\n'
          'Nous accusons réception de l\'exercice de votre droit d\'opposition à l\'ouverture de votre espace numérique de '
          'santé (Mon espace santé). Celui-ci est effectif à compter de ce jour.\n\n'
          'La MSA',
          frm='MSA Dordogne, Lot et Garonne <ne-pas-repondre@dlg.msa.fr>', subject='Accusé d\'enregistrement', date=ENDED),
    other('activation', 'unseen-kind-act1', '« Vous venez d\'activer votre profil »',
          part(letterhead('<h1>Bienvenue&nbsp;!</h1><p>Vous venez d\'activer votre profil Mon espace santé. Vous pouvez désormais y déposer '
                          'vos documents, compléter votre profil médical et échanger avec vos professionnels de santé.</p>'), 'html'),
          subject='Bienvenue dans Mon espace santé', date=ENDED),
    other('activation', 'unseen-kind-act2', '« l\'activation … est terminée »',
          'Bonjour Claire,\n\n'
          'C\'est fait : l\'activation de votre profil Mon espace santé est terminée. À bientôt sur monespacesante.fr',
          subject='Votre profil Mon espace santé est activé', date=ENDED),
    other('activation', 'unseen-kind-act3-auto', 'automatic activation at the end of the delay',
          'Bonjour,\n\n'
          'Le délai d\'opposition de six semaines étant écoulé, votre profil Mon espace santé a été automatiquement activé. '
          'Vous pouvez le clôturer à tout moment.',
          subject='Votre espace santé est ouvert', date=ENDED),
    other('notice', 'unseen-kind-no-code', 'no code: null',
          part(letterhead('<p>Bonjour,</p><p>Sauf avis contraire de votre part, un profil Mon espace santé vous sera attribué d\'ici six '
                          'semaines.</p><p>Pour l\'activer ou le refuser, rendez-vous sur monespacesante.fr, muni de votre carte Vitale. '
                          'Votre code provisoire vous parviendra par courrier séparé.</p>'), 'html'),
          [(None, None)], sent='2015-11-12', source='date', subject='Mon espace santé : votre profil sera bientôt ouvert',
          date=WHEN),
    other('notice', 'unseen-kind-two-children', 'table of two children',
          multipart('alternative',
              part('Bonjour,\n\n'
                   'Les profils Mon espace santé de vos enfants vont être créés. Vous avez 6 semaines pour vous y opposer.\n\n'
                   'Léa Duval : Qm4TzX8wK2bV\nTom Duval : 7LpRn3ZtG9xC'),
              part(letterhead('<p>Bonjour,</p><p>Les profils Mon espace santé de vos enfants vont être créés. Vous avez 6 semaines pour vous y '
                              'opposer.</p>\n'
                              '<table border="1"><tr><th>Enfant</th><th>Code provisoire</th></tr><tr><td>Léa '
                              'Duval</td><td>Qm4TzX8wK2bV</td></tr><tr><td>Tom Duval</td><td>7LpRn3ZtG9xC</td></tr></table>'), 'html')),
          [('Qm4TzX8wK2bV', 'Léa Duval'), ('7LpRn3ZtG9xC', 'Tom Duval')], sent='2015-11-12', source='date',
          subject='Profils Mon espace santé de vos enfants', date=WHEN),
    other('notice', 'unseen-kind-represented', 'represented adult',
          'Madame,\n\n'
          'En votre qualité de tutrice de Monsieur Robert LEGRAND, vous êtes informée de la création prochaine de son '
          'profil Mon espace santé.\nVous pouvez, en son nom, vous opposer à cette création dans les six semaines.\n'
          'Code provisoire du majeur que vous représentez : nB6xQ9tZw3Lk',
          [('nB6xQ9tZw3Lk', 'Robert LEGRAND')], sent='2015-11-12', source='date',
          subject='Mon espace santé de la personne que vous représentez', date=WHEN),
    other('notice', 'unseen-kind-cnmss', 'CNMSS; code printed in three groups',
          part('<div dir="auto">Bonjour,<br><br>La CNMSS crée pour chacun de ses assurés un espace numérique de santé, '
               'accessible sur monespacesante.fr.<br>Si vous désirez que le vôtre ne soit pas créé, opposez-vous-y avant '
               'l\'expiration d\'un délai de 6 semaines suivant la date d\'envoi de ce mail.<br><br>Code à saisir :<br><div '
               'style="font-size:22px;letter-spacing:4px">D7kQ z2Wt X9mB</div></div>', 'html', 'iso-8859-1'),
          [('D7kQz2WtX9mB', None)], sent='2015-11-12', source='date',
          frm='Caisse nationale militaire <nepasrepondre@cnmss.fr>', subject='Votre espace numérique de santé', date=WHEN),
    other('notice', 'unseen-kind-sympa', 'Sympa list, subject prefix',
          'Bonjour,\n\n'
          'Vous avez six semaines pour vous opposer à la création de Mon espace santé.\nVotre code provisoire : 4VtKm8QxZ2rB\n\n'
          '---\nListe foyer@listes.example - Sympa - Se désabonner : https://listes.example/sympa/sigrequest/foyer',
          [('4VtKm8QxZ2rB', None)], sent='2015-11-12', source='date',
          subject='[foyer] Votre service Mon espace santé a été créé', date=WHEN,
          fields='List-Id: <foyer.listes.example>\nX-Loop: foyer@listes.example\nX-Sequence: 42\nPrecedence: list\n'
                 'List-Post: <mailto:foyer@listes.example>\n'),
    other('notice', 'unseen-kind-resent', 'redirected later: the original\'s Date',
          part(letterhead('<p>Votre profil Mon espace santé sera créé dans six semaines si vous ne vous y opposez pas. Code '
                          'provisoire&nbsp;: 4VtKm8QxZ2rB</p>'), 'html'),
          [('4VtKm8QxZ2rB', None)], sent='2015-11-12', source='date', subject='Votre service Mon espace santé a été créé',
          date=WHEN,
          top='Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Tue, 24 Nov 2015 08:00:00 +0100\n'
              'Resent-From: Jean Duval <jean@duval.example>\nResent-To: claire@duval.example\n'
              'Resent-Date: Tue, 24 Nov 2015 07:59:58 +0100\nResent-Message-ID: <r1@duval.example>\n'
              'Received: from smtp4.info.ameli.fr (smtp4.info.ameli.fr [193.108.167.22])\n'
              '\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n\tfor <c.duval@free.example>; Thu, 12 Nov 2015 10:00:11 +0100\n'),
    other('unrecognised', 'unseen-kind-relative', 'no « six semaines », « clé » is no known word for a code, a future date only',
          part(letterhead('<p>Chère assurée, cher assuré,</p><p>La mise à disposition de votre carnet de santé en ligne, Mon espace santé, '
                          'interviendra automatiquement le 24 décembre 2015. Pour exercer votre droit d\'opposition avant cette date, '
                          'utilisez la clé à usage unique ci-dessous&nbsp;:</p><div style="border:2px solid '
                          '#0C419A;text-align:center;font-size:24px">Y4wZ8nKt2QbX</div>'), 'html'),
          [('Y4wZ8nKt2QbX', None)], sent='2015-11-12', source='date', subject='L\'Assurance Maladie vous informe',
          date=WHEN),
    other('notice', 'unseen-kind-newsy-notice', 'a notice in the dress of a newsletter',
          part(letterhead('<h1>11 millions de Français l\'utilisent déjà</h1><p>Bonjour Claire,</p><p>Et si vous aviez, vous aussi, toutes '
                          'vos données de santé au même endroit&nbsp;?</p><h2>Ce qui change pour vous</h2><p>Votre profil Mon espace santé '
                          'sera créé le 24 décembre 2015.</p><table><tr><td><b>1</b></td><td>Munissez-vous de votre carte '
                          'Vitale</td></tr><tr><td><b>2</b></td><td>Rendez-vous sur '
                          'monespacesante.fr</td></tr><tr><td><b>3</b></td><td>Saisissez votre code '
                          'provisoire<br><b>b4Hq7ZtLw2Xk</b></td></tr></table><h2>Questions / réponses</h2><p><b>Puis-je '
                          'refuser&nbsp;?</b> Oui, il est possible de s\'opposer à la création jusqu\'à cette date.</p><p><a '
                          'href="https://statsndm.info.ameli.fr/m/Qw82kLzPx19a">Lire la suite</a></p>'), 'html'),
          [('b4Hq7ZtLw2Xk', None)], sent='2015-11-12', source='date', subject='Votre carnet de santé numérique arrive !',
          date=WHEN),
    other('notice', 'unseen-kind-newsy-nocode', '« Le vôtre est en cours de création », no code',
          part(letterhead('<p>Bonjour,</p><p>Chaque assuré dispose désormais d\'un carnet de santé numérique. Le vôtre est en cours de '
                          'création. Vous n\'en voulez pas&nbsp;? C\'est votre droit&nbsp;: faites-le nous savoir dans les six semaines au '
                          '3422 ou sur monespacesante.fr.</p><p>Votre code vous parvient séparément par voie postale.</p>'), 'html'),
          [(None, None)], sent='2015-11-12', source='date', subject='Mon espace santé, c\'est bientôt pour vous',
          date=WHEN),
    other('notice', 'unseen-kind-enim-caps', 'capitals without accents, ASCII',
          part('L\'ETABLISSEMENT NATIONAL DES INVALIDES DE LA MARINE VOUS INFORME\n\n'
               'VOTRE PROFIL MON ESPACE SANTE VA ETRE OUVERT. VOUS DISPOSEZ DE 6 SEMAINES\nPOUR VOUS Y OPPOSER.\n\n'
               'CODE PROVISOIRE : q7NtZ4xWb9Km', 'plain', 'us-ascii', '7bit'),
          [('q7NtZ4xWb9Km', None)], sent='2015-11-12', source='date', frm='ENIM <ne-pas-repondre@enim.eu>',
          subject='MON ESPACE SANTE', date=WHEN),
    other('notice', 'unseen-kind-crpcen', 'legal style, code with no-break hyphens in threes',
          part(campaign('<p>Cher Maître,</p><p>Conformément à l\'article R. 1111-28 du code de la santé publique, la CRPCEN est tenue de '
                        'vous aviser que votre espace numérique de santé sera ouvert à l\'expiration d\'un délai de six semaines, sauf à '
                        'ce que vous manifestiez votre opposition.</p><p>À cet effet, un code confidentiel vous est attribué : <span '
                        'style="white-space:nowrap">Rz5&#8209;Kq8&#8209;Wt2&#8209;Nb7</span></p>', 'CRPCEN'), 'html', 'windows-1252'),
          [('Rz5Kq8Wt2Nb7', None)], sent='2015-11-12', source='date', frm='CRPCEN <contact@crpcen.fr>',
          subject='Information : espace numérique de santé', date=WHEN),
    other('notice', 'unseen-kind-camieg', 'three choices as bullets',
          part('Bonjour,\n\n'
               'Electriciens et gaziers, votre caisse vous informe.\n\n'
               'Mon espace sante : vous avez le choix !\n * soit vous l\'activez maintenant,\n'
               ' * soit vous attendez six semaines et il s\'active tout seul,\n'
               ' * soit vous n\'en voulez pas et vous le dites (en ligne ou au 3422).\n\n'
               'Dans tous les cas, gardez ce code provisoire : t6WqXz3Kn8Lb\n\n'
               'La Camieg', 'plain', 'iso-8859-15', '8bit'),
          [('t6WqXz3Kn8Lb', None)], sent='2015-11-12', source='date', frm='Camieg <info@camieg.fr>',
          subject='Votre service Mon espace santé', date=WHEN),
    other('notice', 'unseen-kind-majority', 'coming of age',
          part(letterhead('<p>Bonjour Théo,</p><p>Vous fêtez vos 18 ans le 14/11/2015&nbsp;: le profil ouvert par vos parents va vous être '
                          'transmis. À défaut de refus exprimé dans les 6 semaines, vous disposerez de votre propre Mon espace '
                          'santé.</p><p>Pour l\'activer ou le refuser, voici votre code d\'accès&nbsp;: <b>z2KmQ7xT9wRb</b></p>'), 'html'),
          [('z2KmQ7xT9wRb', None)], sent='2015-11-12', source='date', subject='18 ans : votre profil Mon espace santé',
          date=WHEN),
    other('notice', 'unseen-kind-bilingual', 'bilingual; label in two languages',
          '(English version below)\n\n'
          'Madame, Monsieur,\n'
          'Votre compte Mon espace santé sera prochainement créé. Vous pouvez vous y opposer pendant six semaines.\n'
          'Code provisoire / Temporary code: K9xQ3wZtB6mN\n\n'
          '---\nDear Sir or Madam,\nYour "Mon espace santé" account will soon be created. You may object within six weeks.',
          [('K9xQ3wZtB6mN', None)], sent='2015-11-12', source='date', frm='CFE <no-reply@cfe.fr>',
          subject='Mon espace santé / Your health space', date=WHEN),
    other('notice', 'unseen-kind-word-html', 'Word HTML; « préférez ne pas en disposer »; town and date',
          part('<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- @font-face {font-family:Calibri;} '
               'p.MsoNormal {margin:0cm} --></style></head><body lang=FR><div class=WordSection1><p class=MsoNormal '
               'align=right>Troyes, le 9 novembre 2015<o:p></o:p></p><p class=MsoNormal><b>Objet&nbsp;: Mon espace '
               'sant&eacute;<o:p></o:p></b></p><p class=MsoNormal>Cher adh&eacute;rent, nous avons le plaisir de vous annoncer '
               'l&rsquo;ouverture de votre Mon espace sant&eacute;. Si, malgr&eacute; tous ses avantages, vous '
               'pr&eacute;f&eacute;rez ne pas en disposer, il vous suffit de l&rsquo;indiquer avant le 21 d&eacute;cembre '
               '2015.<o:p></o:p></p><p class=MsoNormal>Votre code provisoire&nbsp;: <span '
               'style=\'color:#1F497D\'>M<span>8k</span>TzQ2xW<i>7</i>bN4</span><o:p></o:p></p></div></body></html>', 'html', 'iso-8859-1'),
          [('M8kTzQ2xW7bN4', None)], sent='2015-11-09', source='body',
          frm='MSA Sud Champagne <communication@msa-sudchampagne.fr>', subject='Courrier MSA', date=WHEN),
    other('notice', 'unseen-kind-ul-children', 'a list of three children, births beside (one in bounds)',
          part(letterhead('<p>Bonjour,</p><p>Vos trois enfants auront bientôt leur profil Mon espace santé&nbsp;; vous pouvez refuser sa '
                          'création pour un ou plusieurs d\'entre eux dans les six semaines.</p><ul><li>Adèle, née le 03/04/2015&nbsp;: '
                          '<b>Wk7TzQ4xB2mL</b></li><li>Rémi, né le 11/09/2018&nbsp;: <b>9qXtZ5rKw3Nb</b></li><li>Lou-Anne, née le '
                          '28/10/2015&nbsp;: <b>Gm2WzT8kQ6xV</b></li></ul><p>Ces codes provisoires sont personnels.</p>'), 'html'),
          [('Wk7TzQ4xB2mL', 'Adèle'), ('9qXtZ5rKw3Nb', 'Rémi'), ('Gm2WzT8kQ6xV', 'Lou-Anne')], sent='2015-11-12',
          source='date', subject='Mon espace santé de vos enfants', date=WHEN),
    other('notice', 'unseen-kind-posing', 'a look-alike sends the words of a notice: forged notice',
          'Bonjour,\nVotre profil Mon espace santé sera créé. Vous avez six semaines pour vous opposer.\n'
          'Code provisoire : n5TqWz8Kx2Bm',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-12', source='date', authenticity='forged',
          frm='Mon espace santé <contact@mon-espace-sante-ouverture.example>',
          subject='Votre service Mon espace santé a été créé', date=WHEN),
    other('reminder', 'unseen-kind-r01', '« vous avez été destinataire »',
          part(letterhead('<p>Bonjour,</p><p>Le 2 novembre 2015, vous avez été destinataire d\'un courriel annonçant la création de votre '
                          'profil Mon espace santé. À ce jour, nous n\'avons pas reçu votre réponse.</p><p>Vous avez encore la possibilité '
                          'de vous y opposer jusqu\'au 14 décembre 2015.</p><p>Votre code provisoire&nbsp;: <b>n5TqWz8Kx2Bm</b></p>'), 'html'),
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-02', source='body',
          subject='Mon espace santé : avez-vous fait votre choix ?', date='Mon, 07 Dec 2015 09:00:00 +0100'),
    other('reminder', 'unseen-kind-r02', 'J-10; the notice\'s date in a sentence',
          'Bonjour,\n\n'
          'Encore 10 jours pour activer votre Mon espace santé ou vous y opposer !\n\n'
          'Vous n\'avez plus votre code provisoire ? Il figure dans notre courriel envoyé le lundi 2 novembre 2015.',
          sent='2015-11-02', source='body', subject='J-10 avant l\'ouverture de Mon espace santé',
          date='Mon, 07 Dec 2015 09:00:00 +0100'),
    other('reminder', 'unseen-kind-r03', '« premier message », a week is left',
          'Bonjour,\n\n'
          'Sauf erreur, vous n\'avez pas donné suite à notre premier message. Votre profil Mon espace santé sera donc '
          'ouvert dans une semaine. Si tel n\'est pas votre souhait, opposez-vous dès maintenant au 3422.',
          frm='MSA Sud Champagne <communication@msa-sudchampagne.fr>',
          subject='Deuxième message concernant Mon espace santé', date='Mon, 07 Dec 2015 09:00:00 +0100'),
    other('reminder', 'unseen-kind-r04', '« se termine dans 7 jours »',
          part(letterhead('<p>Bonjour,</p><p>Le compte à rebours a commencé&nbsp;: la période pendant laquelle vous pouvez refuser la '
                          'création de votre profil Mon espace santé se termine dans 7 jours.</p><p>Code provisoire&nbsp;: '
                          '<b>n5TqWz8Kx2Bm</b></p>'), 'html'),
          [('n5TqWz8Kx2Bm', None)], subject='N\'oubliez pas : Mon espace santé', date='Mon, 07 Dec 2015 09:00:00 +0100'),
    other('opposition', 'unseen-kind-o01', '« bien noté que vous ne souhaitez pas »',
          part(letterhead('<p>Bonjour,</p><p>Nous avons bien noté que vous ne souhaitez pas bénéficier de Mon espace santé. Aucun profil '
                          'ne sera créé à votre nom.</p>'), 'html'),
          subject='Mon espace santé : nous avons bien noté votre choix', date=ENDED),
    other('opposition', 'unseen-kind-o02', 'colloquial',
          'Bonjour,\n\n'
          'C\'est enregistré : vous n\'aurez pas de Mon espace santé. Votre attestation d\'opposition est téléchargeable '
          'pendant 30 jours.',
          subject='C\'est enregistré', date=ENDED),
    other('opposition', 'unseen-kind-o03', 'the justificatif attached',
          part(letterhead('<p>Bonjour,</p><p>Veuillez trouver ci-joint le justificatif de votre opposition à la création de Mon espace '
                          'santé, exercée le 18/11/2015 auprès de notre conseiller téléphonique.</p>'), 'html'),
          subject='Votre justificatif d\'opposition', date=ENDED),
    other('opposition', 'unseen-kind-o04', '« Vous avez fait opposition »',
          'Bonjour,\n\n'
          'Vous avez fait opposition à l\'ouverture de Mon espace santé pour votre enfant Hugo. Cette opposition est '
          'effective dès aujourd\'hui.',
          [(None, 'Hugo')], subject='Prise en compte de votre opposition pour Hugo', date=ENDED),
    other('opposition', 'unseen-kind-o05', '« Comme vous nous l\'avez demandé … nous ne créerons pas »',
          'Madame,\n\n'
          'Comme vous nous l\'avez demandé par téléphone, nous ne créerons pas votre Mon espace santé. Ce message vaut '
          'accusé de réception de votre opposition.',
          frm='MSA Sud Champagne <communication@msa-sudchampagne.fr>', subject='Mon espace santé', date=ENDED),
    other('opposition', 'unseen-kind-o06', 'for the represented adult',
          part(letterhead('<p>Madame, Monsieur,</p><p>Nous faisons suite à votre demande et vous informons que l\'opposition à la création '
                          'de l\'espace numérique de santé de Madame Odette LEGRAND, dont vous êtes tutrice, a été dûment enregistrée.</p>'), 'html'),
          [(None, 'Odette LEGRAND')], subject='Votre demande du 18/11/2015', date=ENDED),
    other('activation', 'unseen-kind-v01', '« est désormais actif »',
          part(letterhead('<p>Bonjour Claire,</p><p>Votre compte Mon espace santé est désormais actif. Découvrez vos premiers pas : '
                          'compléter votre profil médical, ajouter un document.</p>'), 'html'),
          subject='Félicitations Claire !', date=ENDED),
    other('activation', 'unseen-kind-v02', 'for a child',
          'Bonjour,\n\n'
          'Vous avez bien activé Mon espace santé pour votre fils Hugo. Vous pouvez basculer d\'un profil à l\'autre depuis '
          'l\'application.',
          [(None, 'Hugo')], subject='Profil de Hugo activé', date=ENDED),
    other('activation', 'unseen-kind-v03', '« confirmons la création … effectuée ce jour »',
          'Bonjour,\n\n'
          'Nous vous confirmons la création de votre compte Mon espace santé effectuée ce jour depuis l\'application '
          'mobile. Votre identifiant est celui que vous avez choisi.',
          frm=SERVICE, subject='Création de votre compte confirmée', date=ENDED),
    other('activation', 'unseen-kind-v04', '« inscription … finalisée »',
          part(letterhead('<p>Bonjour,</p><p>Votre inscription à Mon espace santé est finalisée. Vous pouvez dès à présent vous connecter '
                          'avec FranceConnect.</p>'), 'html'),
          frm=SERVICE, subject='Votre profil est prêt', date=ENDED),
    other('notice', 'unseen-kind-n01', 'three options as dashes',
          part(letterhead('<p>Bonjour Monsieur Keller,</p><br><p>Mon espace santé, c\'est votre dossier de santé en ligne, gratuit et '
                          'sécurisé.</p><br><p>Trois possibilités s\'offrent à vous :<br>– l\'activer sans attendre ;<br>– laisser faire : '
                          'il sera ouvert d\'office dans six semaines ;<br>– y renoncer.</p><br><p>Pour la première et la dernière, votre '
                          'code provisoire vous sera demandé : 4nWq8TzKx2Lb</p>'), 'html'),
          [('4nWq8TzKx2Lb', None)], sent='2015-11-12', source='date', subject='Mon espace santé : vos options', date=WHEN),
    other('notice', 'unseen-kind-n02', '« constitué », « hormis le cas où », code in brackets',
          'Madame,\n\n'
          'Vos documents médicaux pourront bientôt être conservés dans Mon espace santé. Cet espace sera constitué à votre '
          'nom au terme des six semaines suivant cet envoi, hormis le cas où vous auriez fait savoir que vous vous y opposez.\n\n'
          'Identification :\n- numéro de sécurité sociale\n- n° de série de la carte Vitale\n- code provisoire (T7xLq4WzM9Kb)',
          [('T7xLq4WzM9Kb', None)], sent='2015-11-12', source='date',
          subject='Information importante concernant vos données de santé', date=WHEN),
    other('notice', 'unseen-kind-n03', 'newborn, playful wording, code on the next line',
          part(letterhead('<p>Bonjour,</p><br><p>Suite au rattachement de Lina à votre dossier, son carnet de santé numérique va naître à '
                          'son tour.</p><br><p>Vous êtes ses parents : à vous de dire si vous acceptez Mon espace santé pour elle. Sans '
                          'nouvelles de vous sous six semaines, il sera ouvert.</p><br><p>Code provisoire de Lina<br>b8ZqT4xWm6Kn</p>'), 'html'),
          [('b8ZqT4xWm6Kn', 'Lina')], sent='2015-11-12', source='date',
          subject='Votre enfant a maintenant son numéro : et son espace santé ?', date=WHEN),
    other('notice', 'unseen-kind-n04', 'legal wording, to everybody and to the reader',
          'Bonjour,\n\n'
          'En vertu de l\'article L. 1111-13-1 du code de la santé publique, un espace numérique de santé est ouvert '
          'automatiquement pour toute personne, sauf opposition de la personne ou de son représentant légal. Le vôtre sera '
          'ouvert le 24 décembre 2015.\n\n'
          'Code confidentiel pour s\'opposer ou activer : 9xTbW4qKz7Lm',
          [('9xTbW4qKz7Lm', None)], sent='2015-11-12', source='date',
          frm='MSA Alpes du Nord <webmaster@alpesdunord.msa.fr>', subject='Ouverture d\'un espace numérique de santé',
          date=WHEN),
    other('notice', 'unseen-kind-n05', '« lettre d\'information » that is no newsletter',
          part(letterhead('<p>LETTRE D\'INFORMATION INDIVIDUELLE</p><br><p>Madame Yvonne PETIT,</p><br><p>Cette lettre vous informe, '
                          'conformément à la loi, de la création prochaine de votre Mon espace santé. Elle ouvre une période de six '
                          'semaines durant laquelle vous pouvez exercer votre droit d\'opposition.</p><br><p>Votre code provisoire : '
                          'k2WzX8tQm5Rb</p>'), 'html'),
          [('k2WzX8tQm5Rb', None)], sent='2015-11-12', source='date',
          subject='Mon espace santé - lettre d\'information individuelle', date=WHEN),
    other('notice', 'unseen-kind-n06', 'the same without code',
          'Madame Yvonne PETIT,\n\n'
          'Cette lettre d\'information vous est adressée conformément à la loi. Votre Mon espace santé sera créé dans six '
          'semaines, sauf si vous vous y opposez sur monespacesante.fr ou au 3422.\n\n'
          'Votre code vous parviendra par La Poste.',
          [(None, None)], sent='2015-11-12', source='date', subject='Mon espace santé - lettre d\'information', date=WHEN),
    other('notice', 'unseen-kind-n07', 'no accents at all',
          part('Bonjour,\n\n'
               'L\'assurance maladie vous informe que votre profil Mon espace sante sera cree dans 6 semaines. Pour vous y '
               'opposer, utilisez le code ci-apres.\n\n'
               'Code provisoire: Zx4Qn8WtK6bM\n\n'
               'Ne repondez pas a ce message.', 'plain', 'us-ascii', '7bit'),
          [('Zx4Qn8WtK6bM', None)], sent='2015-11-12', source='date',
          subject='Mon espace sante - creation de votre profil', date=WHEN),
    other('notice', 'unseen-kind-n08', 'the old DMP is turned into it',
          'Bonjour,\n\n'
          'Votre ancien dossier médical partagé (DMP) devient Mon espace santé. Le transfert aura lieu dans six semaines. '
          'Vous ne souhaitez pas ce transfert ? Opposez-vous avec votre code provisoire q8LtZ4WxN2kB.',
          [('q8LtZ4WxN2kB', None)], sent='2015-11-12', source='date', subject='Votre profil Mon espace santé', date=WHEN),
    other('notice', 'unseen-kind-n09', '« dès que votre opposition aura été enregistrée » is no confirmation',
          'Bonjour,\n\n'
          'Dès que votre opposition aura été enregistrée, vous recevrez un justificatif. Sans démarche de votre part, '
          'votre profil Mon espace santé sera créé le 24/12/2015.\n\n'
          'Votre code provisoire : Wm6KzT9xQ4nL\n\n'
          'Une fois votre profil activé, vous pourrez y déposer des documents.',
          [('Wm6KzT9xQ4nL', None)], sent='2015-11-12', source='date', subject='Votre droit d\'opposition', date=WHEN),
    other('notice', 'unseen-kind-n11', '42 days, code in threes on its own line',
          'Cher(e) adhérent(e),\n\n'
          'votre Mon espace santé sera créé dans 42 jours. Si vous êtes d\'accord, vous n\'avez rien à faire. Si vous n\'êtes '
          'pas d\'accord, connectez-vous à monespacesante.fr ou appelez le 3422 avec le code provisoire qui suit.\n\n'
          '  Rb7 Zt4 Kq9 Wx2',
          [('Rb7Zt4Kq9Wx2', None)], sent='2015-11-12', source='date', frm='MGEN <ne-pas-repondre@info.mgen.fr>',
          subject='MGEN vous informe', date=WHEN),
    other('notice', 'unseen-kind-n12', 'invitation to accept or refuse',
          part(letterhead('<p>Bonjour,</p><br><p>Bienvenue à Sacha !</p><br><p>Vous pouvez dès maintenant accepter ou refuser cette '
                          'invitation à activer Mon espace santé pour votre enfant. Passé un délai de six semaines, il sera '
                          'activé.</p><br><p>Code d\'invitation : N6zKwT4xQ8bL</p>'), 'html'),
          [('N6zKwT4xQ8bL', 'Sacha')], sent='2015-11-12', source='date',
          subject='Invitation à activer Mon espace santé pour Sacha', date=WHEN),
    other('notice', 'unseen-kind-n15', 'informal, « dire non »',
          part(letterhead('<p>Bonjour,</p><br><p>Passé le 24 décembre 2015, votre Mon espace santé existera, que vous le vouliez ou non... '
                          'sauf si vous dites non avant ! Votre code : Kz4TwQ8xN6mB</p>'), 'html'),
          [('Kz4TwQ8xN6mB', None)], sent='2015-11-12', source='date', subject='Mon espace santé', date=WHEN),
    other('reminder', 'unseen-kind-r01-too', '« Il est encore temps », the notice\'s date',
          part(letterhead('<p>Bonjour,</p><br><p>Il est encore temps de donner votre avis sur la création de Mon espace santé : vous '
                          'pouvez l\'activer ou la refuser jusqu\'à vendredi.</p><br><p>Nous vous avions écrit à ce sujet le 5 octobre '
                          '2015.</p><br><p>Code provisoire : Kz4TwQ8xN6mB</p>'), 'html'),
          [('Kz4TwQ8xN6mB', None)], sent='2015-10-05', source='body', subject='Il est encore temps !', date=WHEN),
    other('reminder', 'unseen-kind-r02-too', 'last week',
          'Bonjour,\n\n'
          'Dernière semaine pour vous prononcer ! Votre Mon espace santé sera créé le 19 novembre 2015. Le code provisoire '
          'reçu dans notre premier message reste valable.',
          subject='Mon espace santé : dernière semaine', date=WHEN),
    other('reminder', 'unseen-kind-r03-too', '« premier envoi en date du »',
          'Monsieur,\n\n'
          'Par un premier envoi en date du 12/10/2015, nous vous informions de la création de votre Mon espace santé. Vous '
          'n\'y avez pas répondu à ce jour. Ceci est notre second et dernier envoi avant la création automatique.\n\n'
          'Code provisoire : Kz4TwQ8xN6mB',
          [('Kz4TwQ8xN6mB', None)], sent='2015-10-12', source='body',
          frm='MSA Alpes du Nord <webmaster@alpesdunord.msa.fr>', subject='Second envoi', date=WHEN),
    other('reminder', 'unseen-kind-r04-too', 'petit rappel',
          part(letterhead('<p>Bonjour,</p><br><p>Petit rappel : vous n\'avez toujours pas indiqué si vous acceptiez la création de votre '
                          'Mon espace santé. Le délai d\'opposition s\'achève le 23 novembre 2015.</p>'), 'html'),
          subject='Petit rappel concernant Mon espace santé', date=WHEN),
    other('reminder', 'unseen-kind-r05', '« par courriel du »',
          'Bonjour,\n\n'
          'Nous vous avons informé par courriel du 7 octobre 2015 que votre Mon espace santé serait créé. La date approche '
          ': il ne vous reste que 6 jours pour vous y opposer.',
          sent='2015-10-07', source='body', subject='Mon espace santé', date=WHEN),
    other('opposition', 'unseen-kind-o01-too', 'plain',
          'Bonjour,\n\n'
          'Votre opposition nous est bien parvenue et a été enregistrée. Mon espace santé ne sera pas créé.',
          subject='Votre opposition', date=WHEN),
    other('opposition', 'unseen-kind-o02-too', 'as a form',
          part(letterhead('<p>Bonjour,</p><br><p>Opposition confirmée</p><br><p>Mon espace santé ne sera pas ouvert pour : Claire '
                          'DUVAL<br>Date d\'enregistrement : 12/11/2015 09:58</p>'), 'html'),
          subject='Mon espace santé : opposition confirmée', date=WHEN),
    other('opposition', 'unseen-kind-o03-too', '« a procédé à cet enregistrement »',
          'Madame,\n\n'
          'Lors de votre appel de ce jour au 3422, vous avez demandé à vous opposer à la création de Mon espace santé. '
          'Notre conseillère a procédé à cet enregistrement. Vous trouverez votre justificatif en pièce jointe.',
          subject='Suite à votre appel', date=WHEN),
    other('opposition', 'unseen-kind-o04-too', '« la création … a été annulée »',
          part(letterhead('<p>Bonjour,</p><br><p>Conformément à votre souhait, la création de votre Mon espace santé a été annulée.</p>'), 'html'),
          subject='Désactivation', date=WHEN),
    other('opposition', 'unseen-kind-o05-too', '« atteste que vous avez exercé, en date du »',
          'Madame, Monsieur,\n\n'
          'Le présent courriel atteste que vous avez exercé, en date du 12/11/2015, votre droit d\'opposition à la création '
          'de votre Mon espace santé.',
          frm='MSA Alpes du Nord <webmaster@alpesdunord.msa.fr>', subject='Justificatif', date=WHEN),
    other('opposition', 'unseen-kind-o06-too', 'for a child, « votre décision … prise en compte »',
          part(letterhead('<p>Bonjour,</p><br><p>En tant que représentant légal de Lina DUVAL, vous avez refusé la création de son profil '
                          'Mon espace santé. Votre décision a été prise en compte.</p>'), 'html'),
          [(None, 'Lina DUVAL')], subject='Profil de votre enfant', date=WHEN),
    other('activation', 'unseen-kind-a01', '« Votre espace est ouvert : bienvenue »',
          'Bonjour Claire,\n\n'
          'Votre espace est ouvert : bienvenue dans Mon espace santé ! Vous pouvez y ajouter vos premiers documents.',
          frm=SERVICE, subject='Mon espace santé : c\'est parti !', date=WHEN),
    other('activation', 'unseen-kind-a02', 'for a child',
          part(letterhead('<p>Bonjour,</p><br><p>L\'activation de Mon espace santé pour votre fille Lina a bien été effectuée le 12/11/2015.</p>'), 'html'),
          [(None, 'Lina')], frm=SERVICE, subject='Confirmation d\'activation', date=WHEN),
    other('activation', 'unseen-kind-a03', 'created at the end of the weeks, no opposition',
          'Bonjour,\n\n'
          'Les six semaines sont passées et vous ne vous êtes pas opposé : votre Mon espace santé a été créé aujourd\'hui. '
          'Vous pouvez le fermer quand vous voulez.',
          subject='Mon espace santé', date=WHEN),
    other('activation', 'unseen-kind-a04', '« Vous avez créé votre profil »',
          'Bonjour,\n\n'
          'Vous avez créé votre profil Mon espace santé. Merci de votre confiance.',
          frm=SERVICE, subject='Profil créé', date=WHEN),
    other('notice', 'unseen-kind-t01', 'quotes the confirmations to come',
          part(letterhead('<p>Bonjour,</p><br><p>Votre profil Mon espace santé sera créé dans six semaines.</p><br><p>Si vous vous y '
                          'opposez, vous recevrez un message vous confirmant que votre opposition a bien été enregistrée. Si vous '
                          'l\'activez, vous verrez s\'afficher « Votre profil Mon espace santé est activé ».</p>'), 'html'),
          [(None, None)], sent='2015-11-12', source='date', subject='Création de votre espace santé', date=WHEN),
    other('notice', 'unseen-kind-t02', 'questions and answers in the first person',
          'Bonjour,\n\n'
          'Vous n\'avez pas encore de Mon espace santé. Il sera ouvert dans six semaines, sauf opposition.\n\n'
          'Comment savoir que mon opposition est prise en compte ? Un justificatif vous est remis.\n'
          'Mon opposition est-elle définitive ? Non, votre espace pourra être activé plus tard.',
          [(None, None)], sent='2015-11-12', source='date', subject='Votre choix concernant Mon espace santé', date=WHEN),
    other('notice', 'unseen-kind-t03', 'an earlier opposition to the DMP',
          'Bonjour,\n\n'
          'Vous vous êtes opposé en 2013 à l\'ouverture d\'un dossier médical partagé. Mon espace santé le remplace : il '
          'sera créé dans six semaines si vous ne vous y opposez pas à nouveau.\n\n'
          'Code provisoire : 8TzKq4WxN6bL',
          [('8TzKq4WxN6bL', None)], sent='2015-11-12', source='date', subject='Mon espace santé', date=WHEN),
    other('notice', 'unseen-kind-t04', 'the parent\'s own is active already',
          part(letterhead('<p>Bonjour,</p><br><p>Vous avez activé votre profil Mon espace santé. Celui de votre fils Noam va maintenant '
                          'être créé : vous avez six semaines pour vous y opposer.</p><br><p>Code provisoire de Noam : R6nTzK4xQ8bW</p>'), 'html'),
          [('R6nTzK4xQ8bW', 'Noam')], sent='2015-11-12', source='date', subject='Mon espace santé de votre enfant',
          date=WHEN),
    other('notice', 'unseen-kind-t05', '« Dans le cas contraire », no code',
          'Bonjour,\n\n'
          'Comme pour tous les assurés, un espace numérique de santé va vous être ouvert. Aucune démarche n\'est nécessaire '
          'si vous souhaitez en bénéficier. Dans le cas contraire, signalez votre opposition au 3422 avant le 24 décembre 2015.',
          [(None, None)], sent='2015-11-12', source='date', subject='Votre espace santé', date=WHEN),
    other('notice', 'unseen-kind-t06', 'documents and messages named beside',
          part(campaign('<p>Bonjour,</p><br><p>Documents, messages, rendez-vous : retrouvez tout dans Mon espace santé ! Votre espace '
                        'sera automatiquement mis en service dans 6 semaines. Pour le refuser ou l\'activer tout de suite, '
                        'identifiez-vous avec le code H4zTq8KxW6nB.</p>', 'MSA'), 'html'),
          [('H4zTq8KxW6nB', None)], sent='2015-11-12', source='date',
          frm='MSA Bourgogne <ne_pas_repondre@bourgogne.msa.fr>', subject='Un nouveau service pour vous', date=WHEN),
    other('notice', 'unseen-kind-t07', 'a notice inside a payment\'s mail',
          'Bonjour,\n\n'
          'Un paiement de 25 € vous a été adressé.\n\n'
          'Par ailleurs, votre Mon espace santé sera créé dans six semaines, sauf si vous vous y opposez avec votre code '
          'provisoire : Y8bTz4QkW6xN',
          [('Y8bTz4QkW6xN', None)], sent='2015-11-12', source='date',
          subject='Information de paiement et Mon espace santé', date=WHEN),
    other('notice', 'unseen-kind-t08', '« rappel de vos droits » is no reminder',
          'Bonjour,\n\n'
          'Nous vous rappelons vos droits : la création de votre Mon espace santé intervient six semaines après le présent '
          'courriel ; vous pouvez vous y opposer pendant ce délai.\n\n'
          'Code provisoire : U6xTz8KqW4nB',
          [('U6xTz8KqW4nB', None)], sent='2015-11-12', source='date', subject='Rappel de vos droits : Mon espace santé',
          date=WHEN),
    other('notice', 'unseen-kind-t09', '« identifiant provisoire »',
          'Bonjour,\n\n'
          'Voici l\'identifiant provisoire qui vous permettra d\'activer ou de refuser l\'espace santé que nous ouvrons pour '
          'vous dans six semaines : 5KzTq8WxN4bR',
          [('5KzTq8WxN4bR', None)], sent='2015-11-12', source='date', subject='Votre mot de passe pour Mon espace santé',
          date=WHEN),
    other('notice', 'unseen-kind-t10', 'four by four after a blank line',
          'Chère Madame,\n\n'
          'À la naissance de votre enfant, son Mon espace santé a été préparé. Vous avez jusqu\'au 24 décembre 2015 pour '
          'l\'activer ou vous y opposer, à l\'aide du code provisoire figurant ci-dessous.\n\n'
          'Code provisoire\n\n'
          '     W8kT zQ4x N6bL\n\n'
          'Félicitations !',
          [('W8kTzQ4xN6bL', None)], sent='2015-11-12', source='date', subject='Lettre aux futurs parents', date=WHEN),
    other('notice', 'unseen-kind-t11', 'as short as an SMS',
          'Bonjour Mme Durand,\n'
          'votre MON ESPACE SANTÉ sera actif au 24/12. Opposition possible d\'ici là : code provisoire 7WxTq4KzN8bL / 3422.\n'
          'CPAM 21',
          [('7WxTq4KzN8bL', None)], sent='2015-11-12', source='date', subject='Votre espace', date=WHEN),
    other('reminder', 'unseen-kind-r01-too-too', '« nous attendons toujours votre réponse »',
          'Bonjour,\n\n'
          'Nous attendons toujours votre réponse à notre courriel du 15 octobre 2015 au sujet de Mon espace santé. Sans '
          'réponse avant le 26 novembre, il sera créé.',
          sent='2015-10-15', source='body', subject='Mon espace santé : votre réponse est attendue', date=WHEN),
    other('reminder', 'unseen-kind-r02-too-too', 'hours',
          part(letterhead('<p>Bonjour,</p><br><p>Dans 48 heures, il ne sera plus possible de vous opposer à la création de votre Mon '
                          'espace santé.</p>'), 'html'),
          subject='Plus que 48 heures', date=WHEN),
    other('reminder', 'unseen-kind-r03-too-too', '« déjà communiqué le »',
          'Bonjour,\n\n'
          'Sauf erreur de notre part, vous n\'avez pas encore choisi. Code provisoire déjà communiqué le 05/10/2015 : 7WxTq4KzN8bL',
          [('7WxTq4KzN8bL', None)], sent='2015-10-05', source='body', subject='Relance : votre Mon espace santé',
          date=WHEN),
    other('reminder', 'unseen-kind-r04-too-too', 'half way',
          'Bonjour,\n\n'
          'À mi-parcours : trois semaines se sont écoulées depuis notre courrier. Vous pouvez toujours accepter ou refuser '
          'la création de votre Mon espace santé.',
          frm='MSA Bourgogne <ne_pas_repondre@bourgogne.msa.fr>', subject='Mon espace santé', date=WHEN),
    other('opposition', 'unseen-kind-o01-too-too', 'short',
          'Bonjour,\n\n'
          'Votre refus de Mon espace santé est enregistré sous la référence 4471-2215.',
          subject='Refus enregistré', date=WHEN),
    other('opposition', 'unseen-kind-o02-too-too', '« n\'a pas été créé »',
          part(letterhead('<p>Bonjour,</p><br><p>À la suite de votre opposition du 10/11/2015, votre Mon espace santé n\'a pas été créé. '
                          'Vous pouvez changer d\'avis en contactant le 3422.</p>'), 'html'),
          subject='Mon espace santé n\'a pas été créé', date=WHEN),
    other('opposition', 'unseen-kind-o03-too-too', 'a counsellor in the first person',
          'Madame,\n\n'
          'J\'ai bien enregistré votre opposition à l\'ouverture de votre espace numérique de santé.\n\n'
          'Votre conseillère MSA',
          frm='MSA Bourgogne <ne_pas_repondre@bourgogne.msa.fr>', subject='Accusé de réception', date=WHEN),
    other('opposition', 'unseen-kind-o04-too-too', 'closing at one\'s wish',
          'Bonjour,\n\n'
          'Votre demande de fermeture de Mon espace santé a bien été traitée. Votre profil est clôturé depuis le 12 '
          'novembre 2015.',
          subject='Fermeture', date=WHEN),
    other('activation', 'unseen-kind-a01-too', '« vient d\'être activé »',
          part(letterhead('<p>Bonjour,</p><br><p>Bonne nouvelle : votre Mon espace santé vient d\'être activé. Complétez votre profil '
                          'médical dès maintenant.</p>'), 'html'),
          frm=SERVICE, subject='Votre profil est actif', date=WHEN),
    other('activation', 'unseen-kind-a02-too', '« l\'activation est réussie »',
          'Bonjour,\n\n'
          'Félicitations, l\'activation est réussie ! Vous voilà détenteur de Mon espace santé.',
          frm=SERVICE, subject='Activation réussie', date=WHEN),
    other('activation', 'unseen-kind-a03-too', 'a child\'s',
          'Bonjour,\n\n'
          'Le profil Mon espace santé de Noam est maintenant actif et rattaché au vôtre.',
          [(None, 'Noam')], frm=SERVICE, subject='Mon espace santé de Noam', date=WHEN),
    other('notice', 'unseen-kind-t01-too', 'code at the foot of the page',
          'Madame, Monsieur,\n\n'
          'Vous faites partie des assurés pour lesquels Mon espace santé n\'a pas encore été ouvert. Il le sera au bout de '
          'six semaines, à moins d\'un refus que vous pouvez nous signifier en ligne.\n\n'
          'Votre code confidentiel figure au bas de cette page.\n\n\n'
          'Z6kTq8WxN4bR',
          [('Z6kTq8WxN4bR', None)], sent='2015-11-12', source='date', subject='Le service Mon espace santé', date=WHEN),
    other('notice', 'unseen-kind-t02-too', 'an opposition to something else was registered',
          part(letterhead('<p>Bonjour,</p><br><p>Votre changement d\'adresse a été enregistré. Votre opposition au démarchage '
                          'aussi.</p><br><p>Nous en profitons pour vous informer que votre Mon espace santé sera créé dans six semaines ; '
                          'vous avez le droit de vous y opposer. Code provisoire : T4xWz8KqN6bL</p>'), 'html'),
          [('T4xWz8KqN6bL', None)], sent='2015-11-12', source='date', subject='Votre dossier CPAM', date=WHEN),
    other('notice', 'unseen-kind-t03-too', 'the ameli account was activated',
          'Bonjour,\n\n'
          'Vous avez récemment activé votre compte ameli. Un Mon espace santé va être créé en complément. Si vous n\'en '
          'souhaitez pas, opposez-vous sous six semaines.',
          [(None, None)], sent='2015-11-12', source='date', subject='Mon espace santé', date=WHEN),
    other('notice', 'unseen-kind-t04-too', 'two children in one sentence',
          part(letterhead('<p>Bonjour,</p><br><p>Pour Élise, née en 2012, le code provisoire est R4kTz8WqN6xB ; pour Martin, né en 2015, '
                          'c\'est Y6wTz4KqX8bN. Sans opposition de votre part dans les six semaines, leurs Mon espace santé seront créés.</p>'), 'html'),
          [('R4kTz8WqN6xB', 'Élise'), ('Y6wTz4KqX8bN', 'Martin')], sent='2015-11-12', source='date',
          subject='Mon espace santé : deux enfants, deux codes', date=WHEN),
    other('notice', 'unseen-kind-t05-too', '« votre opposition est possible »',
          'Chère adhérente,\n\n'
          'Votre consentement n\'est pas requis, mais votre opposition est possible : Mon espace santé sera ouvert à votre '
          'nom le 24 décembre 2015. Pour vous y opposer, composez le 3422.',
          [(None, None)], sent='2015-11-12', source='date', frm='MGEN <ne-pas-repondre@info.mgen.fr>', subject='Important',
          date=WHEN),
    other('notice', 'unseen-kind-t07-too', 'the bare word code',
          part(letterhead('<p>Bonjour,</p><br><p>L\'ouverture de votre Mon espace santé est prévue le 24 décembre 2015. D\'ici là :<br>1. '
                          'vous l\'activez ;<br>2. vous vous y opposez ;<br>3. vous ne faites rien.</p><br><p>Code : W6kTz8QxN4bR</p>'), 'html'),
          [('W6kTz8QxN4bR', None)], sent='2015-11-12', source='date',
          subject='Mon espace santé : ouverture prévue le 24 décembre', date=WHEN),
    other('reminder', 'unseen-kind-r01-too-too-too', '« notre message du … vous informait »',
          'Bonjour,\n\n'
          'Notre message du 8 octobre 2015 vous informait de la création de votre Mon espace santé. Il ne vous reste que '
          'trois jours pour faire part de votre opposition.',
          sent='2015-10-08', source='body', subject='Derniers jours pour Mon espace santé', date=WHEN),
    other('reminder', 'unseen-kind-r02-too-too-too', '« pas encore manifesté », the deadline is near',
          part(letterhead('<p>Bonjour,</p><br><p>Vous ne vous êtes pas encore manifesté au sujet de votre Mon espace santé. L\'échéance '
                          'approche : il sera créé le 19 novembre 2015 si vous ne vous y opposez pas.</p>'), 'html'),
          subject='Mon espace santé, on vous le redit', date=WHEN),
    other('reminder', 'unseen-kind-r03-too-too-too', 'second reminder',
          'Bonjour,\n\n'
          'Deuxième rappel : votre Mon espace santé sera ouvert dans 8 jours, sauf opposition.',
          subject='2e rappel', date=WHEN),
    other('opposition', 'unseen-kind-o01-too-too-too', '« décliné »',
          'Bonjour,\n\n'
          'Vous avez décliné la création de Mon espace santé : nous en prenons acte.',
          subject='Votre choix', date=WHEN),
    other('opposition', 'unseen-kind-o02-too-too-too', 'the subject says it',
          'Bonjour,\n\n'
          'Veuillez trouver votre justificatif en pièce jointe.\n\n'
          'L\'équipe Mon espace santé',
          frm=SERVICE, subject='Justificatif d\'opposition à Mon espace santé', date=WHEN),
    other('opposition', 'unseen-kind-o03-too-too-too', 'a child, colloquial',
          part(letterhead('<p>Bonjour,</p><br><p>C\'est noté : Martin n\'aura pas de Mon espace santé. Votre opposition est effective.</p>'), 'html'),
          [(None, 'Martin')], subject='Opposition à la création du profil de Martin', date=WHEN),
    other('activation', 'unseen-kind-a02-too-too', 'opened as nobody opposed',
          'Bonjour,\n\n'
          'Votre Mon espace santé est ouvert depuis aujourd\'hui. Vous ne vous y êtes pas opposé dans le délai imparti.',
          subject='Ouverture de votre Mon espace santé', date=WHEN),
]
