"""Forwarded by many mailers, in French and in English, quoted, in HTML, twice and three times."""
from build import multipart, other, part
from unseen import BRIEF, COURIER, JEAN, LATER, NOTICE, PAULETTE, SHORT, SYLVIE, WHEN, campaign, html, quoted

MAILS = [
    other('notice', 'unseen-forward-gmail-fr', 'Gmail web, French, comment on top',
          multipart('alternative',
              part('C\'est quoi ça ? Tu peux regarder maman ?\n\n'
                   '---------- Forwarded message ---------\nDe : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
                   'Date: mar. 3 nov. 2015 à 09:12\nSubject: Votre service Mon espace santé a été créé\nTo: <jean.duval@gmail.example>\n\n\n' +
                   NOTICE),
              part('<div dir="ltr"><div dir="ltr">C\'est quoi ça ? Tu peux regarder maman ?</div><br><div class="gmail_quote"><div '
                   'dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>De : <strong class="gmail_sendername" '
                   'dir="auto">Votre Assurance Maladie</strong> <span dir="auto">&lt;<a '
                   'href="mailto:assurance-maladie@info.ameli.fr">assurance-maladie@info.ameli.fr</a>&gt;</span><br>Date: mar. 3 '
                   'nov. 2015 à 09:12<br>Subject: Votre service Mon espace santé a été créé<br>To:  &lt;<a '
                   'href="mailto:jean.duval@gmail.example">jean.duval@gmail.example</a>&gt;<br></div><br><br>' +
                   html(NOTICE) +
                   '</div></div>', 'html')),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=JEAN,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-gmail-en-html', 'Gmail English, narrow space in the hour, HTML only',
          part('<div dir="ltr"><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">---------- '
               'Forwarded message ---------<br>From: <strong class="gmail_sendername" dir="auto">Votre Assurance '
               'Maladie</strong> <span dir="auto">&lt;<a '
               'href="mailto:assurance-maladie@info.ameli.fr">assurance-maladie@info.ameli.fr</a>&gt;</span><br>Date: Tue, Nov '
               '3, 2015 at 9:12&#8239;AM<br>Subject: Votre service Mon espace santé a été créé<br>To:  &lt;<a '
               'href="mailto:jean.duval@gmail.example">jean.duval@gmail.example</a>&gt;<br></div><br><br>' +
               html(NOTICE) +
               '</div></div>', 'html'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=JEAN,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-outlook-classic-fr', 'Outlook classic, French, WordSection1',
          part('<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head><meta '
               'http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><style><!-- p.MsoNormal '
               '{margin:0cm;font-size:11.0pt;font-family:"Calibri",sans-serif;} --></style></head><body lang="FR"><div '
               'class="WordSection1"><p class="MsoNormal">Pour info.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p '
               'class="MsoNormal">Sylvie LAMBERT<br>Service état civil &#8211; Tél. 02 40 11 22 33<o:p></o:p></p>\n'
               '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p '
               'class="MsoNormal"><b>De&nbsp;:</b> Votre Assurance Maladie &lt;assurance-maladie@info.ameli.fr&gt; '
               '<br><b>Envoyé&nbsp;:</b> mardi 3 novembre 2015 09:12<br><b>À&nbsp;:</b> LAMBERT Sylvie '
               '&lt;s.lambert@mairie.example&gt;<br><b>Objet&nbsp;:</b> Votre service Mon espace santé a été '
               'créé<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p>' +
               html(NOTICE) +
               '</p></div></body></html>', 'html', 'iso-8859-1'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=SYLVIE,
          subject='TR: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-owa-fr', 'Outlook web, divRplyFwdMsg, French',
          part('<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} '
               '</style></head><body dir="ltr"><div class="elementToProof" style="font-family: Aptos, Calibri; font-size: '
               '12pt;">Regarde ça<br></div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" '
               'tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" '
               'color="#000000"><b>De :</b> Votre Assurance Maladie &lt;assurance-maladie@info.ameli.fr&gt;<br><b>Envoyé :</b> '
               'mardi 3 novembre 2015 09:12<br><b>À :</b> Sylvie LAMBERT &lt;s.lambert@mairie.example&gt;<br><b>Objet :</b> '
               'Votre service Mon espace santé a été créé</font><div>&nbsp;</div></div><div>' +
               html(NOTICE) +
               '</div></body></html>', 'html'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=SYLVIE,
          subject='Tr : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-outlook-ios-en', 'Outlook for iOS, English, underscores',
          '\n\n'
          'Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n'
          'From: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\nSent: Tuesday, November 3, 2015 9:12:44 AM\n'
          'To: Sylvie LAMBERT <s.lambert@mairie.example>\nSubject: Votre service Mon espace santé a été créé\n\n' +
          NOTICE,
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=SYLVIE,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-apple-fr', 'Apple Mail macOS French, type=cite',
          multipart('alternative',
              part('\n\n'
                   '> Début du message transféré :\n> \n> De: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
                   '> Objet: Votre service Mon espace santé a été créé\n> Date: 3 novembre 2015 à 09:12:44 UTC+1\n'
                   '> À: paulette.odin@orange.example\n> Répondre à: ne-pas-repondre@info.ameli.fr\n> \n' +
                   quoted(NOTICE), 'plain', more='; format=flowed'),
              part('<html><body style="overflow-wrap: break-word;"><br id="lineBreakAtBeginningOfMessage"><div><br><blockquote '
                   'type="cite"><div>Début du message transféré :</div><br class="Apple-interchange-newline"><div '
                   'style="margin:0"><span style="font-family: -webkit-system-font"><b>De: </b></span><span>Votre Assurance Maladie '
                   '&lt;<a href="mailto:assurance-maladie@info.ameli.fr">assurance-maladie@info.ameli.fr</a>&gt;<br></span></div><di'
                   'v><span><b>Objet: </b></span><span><b>Votre service Mon espace santé a été '
                   'créé</b><br></span></div><div><span><b>Date: </b></span><span>3 novembre 2015 à 09:12:44 '
                   'UTC+1<br></span></div><div><span><b>À: </b></span><span>paulette.odin@orange.example<br></span></div><br><div>' +
                   html(NOTICE) +
                   '</div></blockquote></div></body></html>', 'html')),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Tr : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-ios-en', 'iOS English, header and body in two blockquotes',
          part('<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body '
               'dir="auto"><br><br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br>Begin forwarded '
               'message:<br><br></div><blockquote type="cite"><div dir="ltr"><b>From:</b> Votre Assurance Maladie '
               '&lt;assurance-maladie@info.ameli.fr&gt;<br><b>Date:</b> November 3, 2015 at 09:12:44 GMT+1<br><b>To:</b> '
               'paulette.odin@orange.example<br><b>Subject:</b> <b>Votre service Mon espace santé a été '
               'créé</b><br><br></div></blockquote><blockquote type="cite"><div dir="ltr">' +
               html(NOTICE) +
               '</div></blockquote></body></html>', 'html'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-ios-fr-plain', 'iOS French, « Début du transfert »',
          '\n\n'
          'Envoyé de mon iPhone\n\n'
          'Début du transfert :\n\n'
          '> De: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n> Date: 3 novembre 2015 à 09:12:44 UTC+1\n'
          '> À: paulette.odin@orange.example\n> Objet: Votre service Mon espace santé a été créé\n> \n' +
          quoted(NOTICE),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Tr: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-thunderbird-en-html', 'Thunderbird English, moz-email-headers-table',
          part('<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; '
               'charset=UTF-8"></head><body><p>Bonsoir ma fille, je n\'y comprends rien, à toi de voir.<br></p><div '
               'class="moz-signature">-- <br>Paulette</div><div class="moz-forward-container"><br><br>-------- Forwarded '
               'Message --------<table class="moz-email-headers-table" cellspacing="0" cellpadding="0" '
               'border="0"><tbody><tr><th valign="BASELINE" nowrap align="RIGHT">Subject: </th><td>Votre service Mon espace '
               'santé a été créé</td></tr><tr><th nowrap>Date: </th><td>Tue, 3 Nov 2015 09:12:44 +0100</td></tr><tr><th>From: '
               '</th><td>Votre Assurance Maladie <a class="moz-txt-link-rfc2396E" '
               'href="mailto:assurance-maladie@info.ameli.fr">&lt;assurance-maladie@info.ameli.fr&gt;</a></td></tr><tr><th>To: '
               '</th><td>paulette.odin@orange.example</td></tr></tbody></table><br><br>' +
               html(NOTICE) +
               '</div></body></html>', 'html'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-roundcube-fr', 'Roundcube French, dd-mm-yyyy',
          '\n\n\n'
          '-------- Message original --------\nObjet: \tVotre service Mon espace santé a été créé\nDate: \t03-11-2015 09:12\n'
          'De: \tVotre Assurance Maladie <assurance-maladie@info.ameli.fr>\nÀ: \ts.lambert@mairie.example\n\n' +
          NOTICE,
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=SYLVIE,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-yahoo-fr', 'Yahoo French',
          part('<html><body><div class="ydp1 yahoo-style-wrap" style="font-family:Helvetica Neue"><div '
               'dir="ltr">Bises</div><div><br></div></div><div id="yahoo_quoted_6013" class="yahoo_quoted"><div '
               'style="font-family:\'Helvetica Neue\'"><div>----- Message transféré -----</div><div><b>De :</b> Votre Assurance '
               'Maladie &lt;assurance-maladie@info.ameli.fr&gt;</div><div><b>À :</b> odin.p@yahoo.example '
               '&lt;odin.p@yahoo.example&gt;</div><div><b>Envoyé :</b> mardi 3 novembre 2015 à 09:12:44 UTC+1</div><div><b>Objet '
               ':</b> Votre service Mon espace santé a été créé</div><div><br></div><div>' +
               html(NOTICE) +
               '</div></div></div></body></html>', 'html'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm='odin paulette <odin.p@yahoo.example>',
          subject='Tr : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-orange', 'Orange webmail « Message du »',
          part('\n\n\n\n'
               '> Message du 03/11/15 09:12\n> De : "Votre Assurance Maladie" <assurance-maladie@info.ameli.fr>\n'
               '> A : paulette.odin@orange.example\n> Copie à : \n> Objet : Votre service Mon espace santé a été créé\n> \n>\n' +
               quoted(NOTICE), 'plain', 'iso-8859-15'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='TR: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-laposte-zimbra', 'Zimbra (La Poste), no separator line in plain',
          multipart('alternative',
              part('\n\n\n'
                   'De: "Votre Assurance Maladie" <assurance-maladie@info.ameli.fr>\nÀ: "paulette odin" <paulette.odin@laposte.example>\n'
                   'Envoyé: Mardi 3 Novembre 2015 09:12:44\nObjet: Votre service Mon espace santé a été créé\n\n' +
                   NOTICE),
              part('<html><body><div style="font-family: arial"><div></div><hr id="zwchr" data-marker="__DIVIDER__"><div '
                   'data-marker="__HEADERS__"><b>De: </b>"Votre Assurance Maladie" &lt;assurance-maladie@info.ameli.fr&gt;<br><b>À: '
                   '</b>"paulette odin" &lt;paulette.odin@laposte.example&gt;<br><b>Envoyé: </b>Mardi 3 Novembre 2015 '
                   '09:12:44<br><b>Objet: </b>Votre service Mon espace santé a été créé<br></div><br><div data-marker="__QUOTED_TEXT__">' +
                   html(NOTICE) +
                   '</div></div></body></html>', 'html')),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm='Paulette <paulette.odin@laposte.example>',
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-sfr', 'SFR webmail order of fields',
          '---------- Message transféré ----------\nEnvoyé : 03-11-2015 09:12\n'
          'De : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\nÀ : p.odin@sfr.example\n'
          'Objet : Votre service Mon espace santé a été créé\n\n' +
          NOTICE,
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm='P. Odin <p.odin@sfr.example>',
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-double', 'forward of a forward: the innermost date',
          'Claire, ça vient de mamie.\n\n'
          '---------- Forwarded message ---------\nDe : Paulette Odin <paulette.odin@orange.example>\n'
          'Date: mer. 11 nov. 2015 à 18:03\nSubject: Tr : Votre service Mon espace santé a été créé\n'
          'To: Jean Duval <jean.duval@gmail.example>\n\n\n'
          'Jean, tu comprends quelque chose ?\n\n'
          '> Début du message transféré :\n>\n> De: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          '> Objet: Votre service Mon espace santé a été créé\n> Date: 3 novembre 2015 à 09:12:44 UTC+1\n'
          '> À: paulette.odin@orange.example\n>\n' +
          quoted(NOTICE),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=JEAN,
          subject='Fwd: Tr : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-old-original', 'original four months before the forward: no bound from the forward',
          '---------- Forwarded message ---------\nFrom: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: Wed, 22 Jul 2015 at 09:12\nSubject: Mon espace santé\nTo: <jean.duval@gmail.example>\n\n' +
          NOTICE,
          [('hT7zQm4KxW9b', None)], sent='2015-07-22', source='original', frm=JEAN, subject='Fwd: Mon espace santé',
          date=LATER),
    other('notice', 'unseen-forward-noseparator-gt', 'Outlook block quoted with > and [mailto:]',
          part('Vois ci-dessous.\n\n'
               'Paulette\n06 39 98 12 34\n\n'
               '>De : Votre Assurance Maladie [mailto:assurance-maladie@info.ameli.fr]\n>Envoyé : mardi 3 novembre 2015 09:12\n'
               '>À : paulette.odin@orange.example\n>Objet : Votre service Mon espace santé a été créé\n>\n>Bonjour Madame Odin,\n>\n'
               '>L\'Assurance Maladie vous informe que votre profil Mon espace santé sera créé\n'
               '>dans six semaines. Si vous n\'en voulez pas, opposez-vous sur\n>monespacesante.fr ou au 3422.\n>\n'
               '>Votre code provisoire : hT7zQm4KxW9b\n>\n>L\'Assurance Maladie', 'plain', 'windows-1252'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Tr: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-outlook-en-table', 'windows-1252 qp, table of two, Outlook English',
          part(campaign('<p>Bjr, voir ci-dessous</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p '
                        'class="MsoNormal"><b>From:</b> Votre Assurance Maladie &lt;assurance-maladie@info.ameli.fr&gt; <br><b>Sent:</b> '
                        'Monday, November 2, 2015 6:30 PM<br><b>To:</b> LAMBERT Sylvie<br><b>Subject:</b> Profils Mon espace santé de '
                        'vos enfants</p></div></div>\n'
                        '<p>Bonjour,</p><p>Un profil Mon espace santé va être créé pour chacun de vos enfants. Vous disposez de six '
                        'semaines pour vous y opposer.</p><table><tr><td>Prénom</td><td>Code '
                        'provisoire</td></tr><tr><td>Jules</td><td>aK8mTq3ZwX5b</td></tr><tr><td>Zoé</td><td>Nw7RzL2xGt9Q</td></tr></table>', 'Mairie'), 'html', 'windows-1252'),
          [('aK8mTq3ZwX5b', 'Jules'), ('Nw7RzL2xGt9Q', 'Zoé')], sent='2015-11-02', source='original', frm=SYLVIE,
          subject='FW: Profils de vos enfants', date=LATER),
    other('notice', 'unseen-forward-samsung', 'Samsung mail « Message d\'origine »',
          part('<html><body dir="auto"><div dir="auto">Voilà</div><div><br></div><div id="composer_signature" dir="auto"><div '
               'style="font-size:12px;color:#575757">Envoyé depuis mon appareil Galaxy</div></div><div><br></div><div '
               'style="font-size:100%;color:#000000"><!-- originalMessage --><div>-------- Message d\'origine '
               '--------</div><div>De : Votre Assurance Maladie &lt;assurance-maladie@info.ameli.fr&gt; </div><div>Date : '
               '03/11/2015  09:12  (GMT+01:00) </div><div>À : paulette.odin@orange.example </div><div>Objet : Votre service Mon '
               'espace santé a été créé </div><div><br></div></div>' +
               html(NOTICE) +
               '</body></html>', 'html'),
          [('hT7zQm4KxW9b', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('reminder', 'unseen-forward-reminder-fwd', 'a forwarded reminder stays a reminder without date',
          '---------- Forwarded message ---------\nDe : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: lun. 16 nov. 2015 à 09:12\nSubject: Rappel Mon espace santé\nTo: <jean.duval@gmail.example>\n\n'
          'Bonjour,\n\n'
          'Rappel : vous n\'avez pas encore activé votre profil Mon espace santé. Le délai pour vous opposer à sa création '
          'arrive bientôt à échéance.\nVotre code provisoire : hT7zQm4KxW9b',
          [('hT7zQm4KxW9b', None)], frm=JEAN, subject='Fwd: Rappel Mon espace santé', date=LATER),
    other('opposition', 'unseen-forward-opp-fwd', 'a forwarded confirmation is one, unverified',
          '---------- Forwarded message ---------\nDe : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: lun. 16 nov. 2015 à 09:12\nSubject: Opposition\nTo: <jean.duval@gmail.example>\n\n'
          'Bonjour,\n\n'
          'Votre opposition à la création de votre profil Mon espace santé a bien été prise en compte.',
          frm=JEAN, subject='Fwd: Opposition', date=LATER),
    other('notice', 'unseen-forward-mutt', 'mutt',
          '----- Forwarded message from Votre Assurance Maladie <assurance-maladie@info.ameli.fr> -----\n\n'
          'Date: Tue, 3 Nov 2015 09:12:44 +0100\nFrom: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'To: jean.duval@gmail.example\nSubject: Votre service Mon espace santé a été créé\nX-Mailer: Neolane\n\n' +
          COURIER +
          '\n\n'
          '----- End forwarded message -----\n\n'
          '-- \nJD',
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=JEAN,
          subject='[assurance-maladie@info.ameli.fr: Votre service Mon espace santé a été créé]', date=LATER),
    other('notice', 'unseen-forward-evolution', 'Evolution',
          '-------- Message transféré --------\nDe: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Répondre à: noreply@info.ameli.fr\nÀ: jean.duval@gmail.example\nObjet: Votre service Mon espace santé a été créé\n'
          'Date: Tue, 03 Nov 2015 09:12:44 +0100\n\n' +
          COURIER,
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=JEAN,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-kmail', 'KMail « Message transmis »',
          '\n----------  Message transmis  ----------\n\n'
          'Sujet : Votre service Mon espace santé a été créé\nDate : mardi 3 novembre 2015, 09:12:44 CET\n'
          'De : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\nÀ : jean.duval@gmail.example\n\n' +
          COURIER +
          '\n-----------------------------------------',
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=JEAN,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-proton', 'Proton Mail',
          multipart('alternative',
              part('Envoyé avec la messagerie sécurisée Proton Mail.\n\n'
                   '------- Message transféré -------\nDe : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
                   'Date : Le mardi 3 novembre 2015 à 09:12\nObjet : Votre service Mon espace santé a été créé\n'
                   'À : ahmed.benali@proton.example <ahmed.benali@proton.example>\n\n\n' +
                   quoted(COURIER)),
              part('<div style="font-family: Arial"><br></div><div class="protonmail_signature_block">Envoyé avec la messagerie '
                   'sécurisée <a href="https://proton.me/">Proton Mail</a>.</div><div class="protonmail_quote">------- Message '
                   'transféré -------<br>De : Votre Assurance Maladie &lt;assurance-maladie@info.ameli.fr&gt;<br>Date : Le mardi 3 '
                   'novembre 2015 à 09:12<br>Objet : Votre service Mon espace santé a été créé<br>À : ahmed.benali@proton.example '
                   '&lt;ahmed.benali@proton.example&gt;<br><br><blockquote class="protonmail_quote" type="cite">' +
                   html(COURIER) +
                   '</blockquote></div>', 'html')),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm='Ahmed <ahmed.benali@proton.example>',
          subject='TR: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-emclient', 'eM Client: labels without a colon',
          '\n\n'
          '------ Message transféré ------\nDe "Votre Assurance Maladie" <assurance-maladie@info.ameli.fr>\n'
          'À paulette.odin@orange.example\nDate 03/11/2015 09:12:44\nObjet Votre service Mon espace santé a été créé\n\n' +
          COURIER,
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Fw: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-notes', 'Lotus Notes, with the forward\'s own date in the separator',
          part('A lire.\n\n'
               '----- Transféré par Sylvie LAMBERT/MAIRIE le 19/11/2015 20:14 -----\n\n'
               'De :\tVotre Assurance Maladie <assurance-maladie@info.ameli.fr>\nA :\ts.lambert@mairie.example\n'
               'Date :\t03/11/2015 09:12\nObjet :\tVotre service Mon espace santé a été créé\n\n\n\n' +
               COURIER, 'plain', 'iso-8859-1'),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=SYLVIE,
          subject='Tr : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-hotmail-old', 'old Hotmail: hr and bare fields, Date first',
          part('<html><head><style><!-- .hmmessage P { margin:0px } --></style></head><body class=\'hmmessage\'><div '
               'dir=\'ltr\'>coucou<br><br><div><hr id="stopSpelling">Date: Tue, 3 Nov 2015 09:12:44 +0100<br>From: '
               'assurance-maladie@info.ameli.fr<br>To: paulette.odin@hotmail.example<br>Subject: Votre service Mon espace santé a '
               'été créé<br><br>' +
               html(COURIER) +
               '</div></div></body></html>', 'html', 'windows-1252'),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='FW: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-icloud', 'older iPad « réexpédié », HNEC',
          'Envoyé depuis mon iPad\n\n'
          'Début du message réexpédié :\n\n'
          '> De: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n> Date: 3 novembre 2015 à 09:12:44 HNEC\n'
          '> À: paulette.odin@orange.example\n> Objet: Votre service Mon espace santé a été créé\n'
          '> Répondre à: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n> \n> \n' +
          quoted(COURIER),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Tr : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-outlook-android', 'Outlook mobile, French words in English order',
          '\nEnvoyé à partir de Outlook pour Android<https://aka.ms/AAb9ysg>\n________________________________\n'
          'De : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\nEnvoyé : mardi, novembre 3, 2015 9:12:44 AM\n'
          'À : Sylvie LAMBERT <s.lambert@mairie.example>\nObjet : Votre service Mon espace santé a été créé\n\n' +
          COURIER,
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=SYLVIE,
          subject='Fw: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-outlook-uk', 'Outlook UK English',
          part('<html><body><div class=WordSection1><p>See below</p><div style=\'border-top:solid #B5C4DF 1.0pt\'><p '
               'class=MsoNormal><b><span lang=EN-GB>From:</span></b><span lang=EN-GB> Votre Assurance Maladie '
               '[mailto:assurance-maladie@info.ameli.fr] <br><b>Sent:</b> 03 November 2015 09:12<br><b>To:</b> LAMBERT '
               'Sylvie<br><b>Subject:</b> Votre service Mon espace santé a été créé<o:p></o:p></span></p></div><p>' +
               html(COURIER) +
               '</p></div></body></html>', 'html'),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=SYLVIE,
          subject='FW: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-reply-style', 'a forward with the attribution line of a reply',
          'Regarde.\n\n'
          'Le 3 nov. 2015 à 09:12, Votre Assurance Maladie <assurance-maladie@info.ameli.fr> a écrit :\n\n' +
          quoted(COURIER),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Tr: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-bluemind', '« mar. 3/11/2015 » ',
          part('<div><br></div><div>------- Message d\'origine -------</div><div>De : "Votre Assurance Maladie" '
               '&lt;assurance-maladie@info.ameli.fr&gt;</div><div>Date : mar. 3/11/2015 09:12</div><div>À : '
               's.lambert@mairie.example</div><div>Objet : Votre service Mon espace santé a été créé</div><blockquote>' +
               html(COURIER) +
               '</blockquote>', 'html'),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=SYLVIE,
          subject='Tr : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-no-date-in-block', 'a block without a date',
          '----- Mail transféré -----\nDe : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Objet : Votre service Mon espace santé a été créé\n\n' +
          COURIER,
          [('v8RkTz3QmW6x', None)], sent='2015-11-19', source='received', frm='P. Odin <p.odin@sfr.example>',
          subject='Tr : Votre service Mon espace santé a été créé', date=LATER,
          top='Received: from smtp.sfr.example (smtp.sfr.example [193.108.167.22])\n\tby mx1.free.example (Postfix) with ESMTPS id 4C8A1B20\n'
              '\tfor <c.duval@free.example>; Thu, 19 Nov 2015 20:15:00 +0100\n'),
    other('notice', 'unseen-forward-own-date-comment', 'dates of the comment are not the original\'s',
          'Nantes, le 5 novembre 2015\n\n'
          'Salut, à voir avant le 15 décembre 2015. On s\'est vu le 1er novembre 2015 ?\n\n'
          '---------- Forwarded message ---------\nFrom: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: Sat, Nov 7, 2015 at 9:12 AM\nSubject: Votre service Mon espace santé a été créé\nTo: <x@y.example>\n\n' +
          COURIER,
          [('v8RkTz3QmW6x', None)], sent='2015-11-07', source='original', frm=SYLVIE,
          subject='TR : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-triple', 'three forwards of three clients',
          '---------- Forwarded message ---------\nDe : Sylvie LAMBERT <s.lambert@mairie.example>\n'
          'Date: lun. 16 nov. 2015 à 08:00\nSubject: TR: Tr : Votre service Mon espace santé a été créé\n'
          'To: jean.duval@gmail.example <jean.duval@gmail.example>\n\n'
          'Bonjour Jean, ci-dessous.\n\n'
          'De : Paulette Odin <paulette.odin@orange.example>\nEnvoyé : jeudi 12 novembre 2015 18:03\n'
          'À : LAMBERT Sylvie <s.lambert@mairie.example>\nObjet : Tr : Votre service Mon espace santé a été créé\n\n'
          '> Message du 03/11/15 09:12\n> De : "Votre Assurance Maladie" <assurance-maladie@info.ameli.fr>\n'
          '> A : paulette.odin@orange.example\n> Objet : Votre service Mon espace santé a été créé\n>\n' +
          quoted(COURIER),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=JEAN,
          subject='Fwd: TR: Tr : Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-double-quote', 'quoted twice, « Envoyé le »',
          '> > De : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n> > Envoyé le : mardi 3 novembre 2015 09:12\n'
          '> > À : p@orange.example\n> > Objet : Votre service Mon espace santé a été créé\n> >\n> > Madame, Monsieur,\n> >\n'
          '> > Nous vous informons que votre Mon espace santé sera prochainement créé.\n'
          '> > Vous avez la possibilité de vous opposer à cette création, pendant un délai\n'
          '> > de six semaines suivant l\'envoi de ce courriel.\n> >\n> > Code provisoire : v8RkTz3QmW6x\n> >\n'
          '> > Votre Assurance Maladie',
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Tr: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-flowed', 'flowed soft breaks through the label',
          part('\n\n'
               '-------- Message original --------\nSujet: Votre service Mon espace santé a été créé\n'
               'Date: mardi 03 novembre 2015 09:12 CET\nDe: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
               'Pour: paulette.odin@orange.example\n\n'
               'Nous vous informons que votre Mon espace santé sera prochainement \n'
               'créé. Vous pouvez vous opposer à cette création pendant six \nsemaines. Votre code \nprovisoire : \nv8RkTz3QmW6x', 'plain', more='; format=flowed'),
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=PAULETTE,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('notice', 'unseen-forward-fwd-original-midnight', 'an offset in the block: next day in Paris',
          '---------- Forwarded message ---------\nFrom: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: Tue, 3 Nov 2015 23:40:00 +0000\nSubject: Votre service Mon espace santé a été créé\nTo: x\n\n' +
          COURIER,
          [('v8RkTz3QmW6x', None)], sent='2015-11-04', source='original', frm=JEAN,
          subject='Fwd: Votre service Mon espace santé a été créé', date=LATER),
    other('activation', 'unseen-forward-activation-fwd', 'a forwarded activation',
          '-----Message d\'origine-----\nDe : Mon espace santé [mailto:ne-pas-repondre@monespacesante.fr]\n'
          'Envoyé : mardi 3 novembre 2015 09:12\nÀ : p@orange.example\nObjet : Bienvenue dans Mon espace santé\n\n'
          'Bonjour,\n\n'
          'Vous venez d\'activer votre profil Mon espace santé.',
          frm=PAULETTE, subject='Tr: Bienvenue', date=LATER),
    other('none', 'unseen-forward-newsletter-fwd', 'a forwarded newsletter',
          '-----Message d\'origine-----\nDe : 60 Millions <newsletter@60m.example>\nEnvoyé : mardi 3 novembre 2015 09:12\n'
          'À : p@orange.example\nObjet : Mon espace santé, comment dire non\n\n'
          'Vous avez six semaines pour vous opposer à la création de votre espace, avec le code provisoire reçu par '
          'courriel. Lire la suite sur notre site.',
          frm=PAULETTE, subject='Tr: Lettre d\'info', date=LATER),
    other('none', 'unseen-forward-payment-fwd', 'a forwarded payment',
          'De : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\nEnvoyé : mardi 3 novembre 2015 09:12\n'
          'À : p@orange.example\nObjet : Information de paiement\n\n'
          'Bonjour,\n'
          'Nous avons effectué un paiement de 12,50 euros le 02/11/2015. Retrouvez Mon espace santé sur monespacesante.fr.',
          frm=PAULETTE, subject='Tr: Information de paiement', date=LATER),
    other('none', 'unseen-forward-reply-to-notice', 'the reader\'s own answer to the notice, quoting it',
          'Bonjour,\n\n'
          'Comment faire si je n\'ai plus ma carte Vitale ?\n\n'
          'Claire Duval\n\n'
          'Le 03/11/2015 à 09:12, Votre Assurance Maladie a écrit :\n' +
          quoted(COURIER),
          frm='Claire Duval <c.duval@free.example>', subject='Re: Votre service Mon espace santé a été créé', date=LATER,
          fields='In-Reply-To: <n77@info.ameli.fr>\nReferences: <n77@info.ameli.fr>\n'),
    other('notice', 'unseen-forward-two-forwards', 'two originals; the second is harmless',
          '---------- Forwarded message ---------\nFrom: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: Tue, 3 Nov 2015 at 09:12\nSubject: Votre service Mon espace santé a été créé\nTo: x\n\n' +
          COURIER +
          '\n\n'
          '---------- Forwarded message ---------\nFrom: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: Mon, 9 Nov 2015 at 10:00\nSubject: Information de paiement\nTo: x\n\n'
          'Un paiement de 30 euros vous a été adressé.',
          [('v8RkTz3QmW6x', None)], sent='2015-11-03', source='original', frm=JEAN,
          subject='Fwd: les deux mails de la sécu', date=LATER),
    other('notice', 'unseen-forward-f01', 'Gmail mobile, comment, birth, signature',
          'Bonsoir,\n\n'
          'A traiter avant le 15/12/2015, merci. Né le 14/02/1955 (pour le formulaire).\n\n'
          '-- \nPaulette Odin\n06 39 98 12 34 – 44000 Nantes\n\n'
          '---------- Forwarded message ---------\nDe : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: mar. 3 nov. 2015, 09:12\nSubject: Votre espace santé\nTo: Paulette Odin <paulette.odin@orange.example>\n\n\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original', frm=PAULETTE, subject='Fwd: Votre espace santé',
          date=LATER),
    other('notice', 'unseen-forward-f02', 'nothing but the block',
          'De : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\nDate : 3 novembre 2015 à 09:12:44 UTC+1\n'
          'À : paulette.odin@orange.example\nObjet : Votre espace santé\n\n' +
          SHORT +
          '\n\n\n'
          'Envoyé de mon iPad',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original', frm=PAULETTE, subject='Tr : Votre espace santé',
          date=LATER),
    other('notice', 'unseen-forward-f04', 'Yahoo for iPhone: marker and attribution',
          '\n\n'
          'Sent from Yahoo Mail for iPhone\n\n\n'
          'Begin forwarded message:\n\n'
          'On Tuesday, November 3, 2015, 9:12 AM, Votre Assurance Maladie <assurance-maladie@info.ameli.fr> wrote:\n\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original', frm=PAULETTE, subject='Fw: Votre espace santé',
          date=LATER),
    other('notice', 'unseen-forward-f05', 'Cc, importance, attachments',
          'Message transféré par l\'accueil.\n\n'
          '-----Message d\'origine-----\nDe : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Envoyé : mardi 3 novembre 2015 09:12\nÀ : accueil@mairie.example\n'
          'Cc : rh@mairie.example; direction@mairie.example\nObjet : Votre espace santé\nImportance : Haute\n'
          'Pièces jointes : notice.pdf\n\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original', frm=PAULETTE, subject='TR: Votre espace santé',
          date=LATER),
    other('notice', 'unseen-forward-f06', 'a gateway\'s banner on top, direct',
          '[Message externe – ne cliquez pas sur les liens]\n\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='date', subject='Votre espace santé',
          date='Tue, 03 Nov 2015 09:12:44 +0100'),
    other('notice', 'unseen-forward-f07', 'double Gmail, the letter\'s own date',
          '---------- Forwarded message ---------\nFrom: Jean <jean@gmail.example>\nDate: Wed, Nov 18, 2015 at 7:00 PM\n'
          'Subject: Fwd: Votre espace santé\nTo: P\n\n'
          'voir dessous\n\n'
          '---------- Forwarded message ---------\nFrom: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date: Tue, Nov 3, 2015 at 9:12 AM\nSubject: Votre espace santé\nTo: Jean\n\n'
          'Nantes, le 2 novembre 2015\n\n' +
          SHORT,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-02', source='body', frm=PAULETTE, subject='Fwd: Fwd: Votre espace santé',
          date=LATER),
    other('none', 'unseen-forward-f08', 'a reply to a forward, without it',
          'Non je ne veux pas m\'en occuper.\n\n'
          'On 18 Nov 2015, at 20:00, Jean <jean@exemple.example> wrote:\n\n'
          '> Regarde le mail de la sécu sur mon espace santé, il faut dire non dans les six semaines',
          frm=PAULETTE, subject='Re: Fwd: Votre espace santé', date=WHEN, fields='In-Reply-To: <a@b.example>\n'),
    other('notice', 'unseen-forward-f01-too', 'an English attribution alone',
          'On Tue, 3 Nov 2015 at 09:12, Votre Assurance Maladie <assurance-maladie@info.ameli.fr> wrote:\n\n'
          '> Bonjour,\n> \n> Votre Mon espace santé sera créé dans six semaines. Vous pouvez vous y opposer.\n'
          '> Code provisoire : n5TqWz8Kx2Bm\n> ',
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original',
          frm='Paulette Odin <paulette.odin@orange.example>', subject='Fwd: Votre espace', date=LATER),
    other('notice', 'unseen-forward-f03', 'a short date with « 9 h 12 »',
          '---------- Message transféré ---------\nDe : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Date : 3/11/15 à 9 h 12\nObjet : Votre espace\nÀ : p\n\n' +
          BRIEF,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original',
          frm='Paulette Odin <paulette.odin@orange.example>', subject='Fwd: Votre espace', date=LATER),
    other('notice', 'unseen-forward-f04-too', 'Orange\'s application',
          'Envoyé depuis l\'application Mail Orange\n\n'
          '----------------------------------------\nDe : "Votre Assurance Maladie" <assurance-maladie@info.ameli.fr>\n'
          'Date : 3 nov. 2015 09:12\nÀ : <p@orange.example>\nObjet : Votre espace\n\n' +
          BRIEF,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original',
          frm='Paulette Odin <paulette.odin@orange.example>', subject='Fwd: Votre espace', date=LATER),
    other('notice', 'unseen-forward-f05-too', 'double stars',
          '**De:** Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n**Date:** mardi 3 novembre 2015 à 09 h 12\n'
          '**À:** p@orange.example\n**Objet:** Votre espace\n\n' +
          BRIEF,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original',
          frm='Paulette Odin <paulette.odin@orange.example>', subject='Fwd: Votre espace', date=LATER),
    other('notice', 'unseen-forward-f06-too', 'pasted with its source\'s header, no forward\'s subject',
          'Bonjour Claire\n\n'
          'Le courrier de Mamie :\n\n'
          'Date: Tue, 03 Nov 2015 09:12:44 +0100\nFrom: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n'
          'Reply-To: x@info.ameli.fr\nTo: mamie@orange.example\nSubject: Votre espace\nMIME-Version: 1.0\n'
          'Content-Type: text/plain; charset=utf-8\n\n' +
          BRIEF,
          [('n5TqWz8Kx2Bm', None)], sent='2015-11-03', source='original',
          frm='Paulette Odin <paulette.odin@orange.example>', subject='Votre espace', date=LATER),
]
