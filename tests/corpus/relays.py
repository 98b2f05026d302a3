"""Notices sent on by people, lists, filters and servers, in the forms of more mailers; and what these do
to articles and to mail that never arrived."""
import base64

from build import CNAM, attached, mail, multipart, none, notice, other, part

TEXT = '''Madame,

Votre profil Mon espace santé sera ouvert automatiquement. Vous pouvez l'activer ou vous opposer à sa création
pendant six semaines.

Code provisoire : Qd6Fp3Rm8Ts1'''
CODE = 'Qd6Fp3Rm8Ts1'
FRIEND = 'Luc Morel <luc.morel@example.org>'
LATER = 'Wed, 16 Feb 2022 21:05:00 +0100'
SUBJECT = 'Votre service Mon espace santé a été créé'
FROM = 'assurance-maladie@info.ameli.fr'
HTML = ('<p>Madame,</p><p>Votre profil Mon espace sant&eacute; sera ouvert automatiquement. Vous pouvez l\'activer ou vous '
        'opposer &agrave; sa cr&eacute;ation pendant six semaines.</p><p>Code provisoire&nbsp;: <strong>Qd6Fp3Rm8Ts1</strong></p>')
ARTICLE = '''Au sommaire de ce numéro : Mon espace santé. Chaque assuré a six semaines pour s'opposer à la création.
Lire la suite sur ameli.fr'''


def relay(name, text, why='', sent='2022-02-03', subject=f'Fwd: {SUBJECT}', **fields):
    fields = {'frm': FRIEND, 'date': LATER, 'source': 'original', **fields}
    return notice(f'relay-{name}', why, text, CODE, sent=sent, subject=subject, **fields)


HEADS = {
    'gmail-fr-2': f'''---------- Message transféré ---------
De : Votre Assurance Maladie <{FROM}>
Date : jeu. 3 févr. 2022 à 09:12
Objet : {SUBJECT}
À : <luc.morel@example.org>
''',
    'gmail-app': f'''---------- Forwarded message ---------
De : Votre Assurance Maladie <{FROM}>
Date: jeu. 3 févr. 2022, 09:12
Subject: {SUBJECT}
To: Luc MOREL <luc.morel@example.org>
''',
    'gmail-british': f'''---------- Forwarded message ---------
From: Votre Assurance Maladie <{FROM}>
Date: Thu, 3 Feb 2022 at 09:12
Subject: {SUBJECT}
To: <luc.morel@example.org>
''',
    'outlook-desktop': f'''De : Votre Assurance Maladie <{FROM}>
Envoyé : jeudi 3 février 2022 09:12
À : luc.morel@example.org
Objet : {SUBJECT}
Importance : Haute
''',
    'outlook-web': f'''________________________________
De : Votre Assurance Maladie <{FROM}>
Envoyé : jeudi 3 février 2022 09:12:44
À : luc.morel@example.org <luc.morel@example.org>
Objet : {SUBJECT}
''',
    'outlook-mobile': f'''Obtenir Outlook pour Android
________________________________
From: Votre Assurance Maladie <{FROM}>
Sent: Thursday, February 3, 2022 9:12:44 AM
To: luc.morel@example.org <luc.morel@example.org>
Subject: {SUBJECT}
''',
    'outlook-2003': f'''-----Message d'origine-----
De : Votre Assurance Maladie [mailto:{FROM}]
Envoyé : jeudi 3 février 2022 09:12
À : luc.morel@example.org
Objet : {SUBJECT}
''',
    'apple-ios-fr': f'''Envoyé de mon iPad

Début du message réexpédié :

De: Votre Assurance Maladie <{FROM}>
Date: 3 février 2022 à 09:12:44 UTC+1
À: luc.morel@example.org
Objet: {SUBJECT}
Répondre à: ne-pas-repondre@info.ameli.fr
''',
    'apple-mail-en': f'''Begin forwarded message:

> From: Votre Assurance Maladie <{FROM}>
> Date: 3 February 2022 at 09:12:44 CET
> To: luc.morel@example.org
> Subject: {SUBJECT}
> Reply-To: ne-pas-repondre@info.ameli.fr
''',
    'thunderbird-fr-2': f'''-------- Message transféré --------
Sujet :  {SUBJECT}
Date :  jeudi 3 février 2022 09:12:44 +0100
De :  Votre Assurance Maladie <{FROM}>
Répondre à :  ne-pas-repondre@info.ameli.fr
Pour :  luc.morel@example.org
''',
    'roundcube-2': f'''-------- Message original --------
Objet:   {SUBJECT}
Date:   03.02.2022 09:12
De:   Votre Assurance Maladie <{FROM}>
À:   luc.morel@example.org
''',
    'zimbra-fr': f'''----- Mail transféré -----
De: "Votre Assurance Maladie" <{FROM}>
À: "luc morel" <luc.morel@example.org>
Envoyé: Jeudi 3 Février 2022 09:12:44
Objet: {SUBJECT}
''',
    'zimbra-en': f'''----- Forwarded Message -----
From: "Votre Assurance Maladie" <{FROM}>
To: "luc morel" <luc.morel@example.org>
Sent: Thursday, February 3, 2022 9:12:44 AM
Subject: {SUBJECT}
''',
    'orange-2': f'''> Message du 03/02/22 09:12
> De : "Votre Assurance Maladie"
> A : luc.morel@example.org
> Copie à :
> Objet : {SUBJECT}
''',
    'orange-new': f'''envoyé : 3 février 2022 à 09:12
de : Votre Assurance Maladie <{FROM}>
à : luc.morel@example.org
objet : {SUBJECT}
''',
    'free-zimbra': f'''De: "Votre Assurance Maladie" <{FROM}>
À: "luc morel" <luc.morel@free.example>
Envoyé: Jeudi 3 Février 2022 09:12:44
Objet: {SUBJECT}
''',
    'laposte': f'''---- Message d'origine ----
De : Votre Assurance Maladie <{FROM}>
Envoyé le : 03/02/2022 09:12
À : luc.morel@laposte.example
Sujet : {SUBJECT}
''',
    'laposte-2': f'''> Message du 03/02/22 à 09h12
> De : "Votre Assurance Maladie" <{FROM}>
> A : luc.morel@laposte.example
> Objet : {SUBJECT}
''',
    'sfr': f'''========================================
Message du : 03/02/2022 09:12
De : "Votre Assurance Maladie " <{FROM}>
À : luc.morel@sfr.example
Copie à :
Sujet : {SUBJECT}
''',
    'yahoo-fr': f'''----- Message transféré -----
De : Votre Assurance Maladie <{FROM}>
À : luc.morel@yahoo.example <luc.morel@yahoo.example>
Envoyé : jeudi 3 février 2022 à 09:12:44 UTC+1
Objet : {SUBJECT}
''',
    'yahoo-en': f'''----- Forwarded Message -----
From: Votre Assurance Maladie <{FROM}>
To: luc.morel@yahoo.example
Sent: Thursday, February 3, 2022, 09:12:44 AM GMT+1
Subject: {SUBJECT}
''',
    'aol': f'''-----Original Message-----
From: Votre Assurance Maladie <{FROM}>
To: luc.morel@aol.example
Sent: Thu, Feb 3, 2022 9:12 am
Subject: {SUBJECT}
''',
    'gmx': f'''Envoyé: jeudi 3 février 2022 à 09:12
De: "Votre Assurance Maladie" <{FROM}>
À: luc.morel@gmx.example
Objet: {SUBJECT}
''',
    'hotmail-old': f'''Date: Thu, 3 Feb 2022 09:12:44 +0100
From: {FROM}
To: luc.morel@hotmail.example
Subject: {SUBJECT}
''',
    'samsung-fr': f'''-------- Message d'origine --------
De : Votre Assurance Maladie <{FROM}>
Date : 03/02/2022  09:12  (GMT+01:00)
À : luc.morel@example.org
Objet : {SUBJECT}
''',
    'bluemail': f'''-------- Message d'origine --------
De : Votre Assurance Maladie <{FROM}>
Envoyé : 3 février 2022 09:12:44 GMT+01:00
À : luc.morel@example.org
Objet : {SUBJECT}
''',
    'lotus': f'''----- Réacheminé par Luc Morel/Paris le 16/02/2022 21:00 -----

De :\tVotre Assurance Maladie <{FROM}>
A :\tluc.morel@example.org
Date :\t03/02/2022 09:12
Objet :\t{SUBJECT}
''',
    'evolution': f'''-------- Message transféré --------
De : Votre Assurance Maladie <{FROM}>
À : luc.morel@example.org
Sujet : {SUBJECT}
Date : Thu, 03 Feb 2022 09:12:44 +0100
''',
    'mail-ru-like-bullets': f'''*De:* Votre Assurance Maladie <{FROM}>
*Date:* 3 février 2022 à 09:12:44 UTC+1
*À:* luc.morel@example.org
*Objet:* *{SUBJECT}*
''',
    'whole-header': f'''-------- Message transféré --------
Return-Path: <bounce@info.ameli.fr>
Received: from mta1.info.ameli.fr by mx.example.org; Thu, 3 Feb 2022 09:13:00 +0100
From: Votre Assurance Maladie <{FROM}>
To: luc.morel@example.org
Subject: {SUBJECT}
Date: Thu, 3 Feb 2022 09:12:44 +0100
MIME-Version: 1.0
Message-ID: <1@info.ameli.fr>
''',
}
INLINE = [relay(name, f'{head}\n{TEXT}\n') for name, head in HEADS.items()]
INLINE += [relay(f'{name}-comment', f'Coucou, c\'est arrivé hier (le 15 février 2022), à faire avant Pâques !\n\nBises, Luc\n\n'
                 f'{HEADS[name]}\n{TEXT}\n', 'a comment with a date') for name in ('gmail-fr-2', 'outlook-desktop', 'zimbra-fr', 'sfr')]


def behind(text):
    return '> ' + text.replace('\n', '\n> ')


GMAIL = f'{HEADS["gmail-british"]}\n{TEXT}\n'
OUTLOOK = f'{HEADS["outlook-web"]}\n{TEXT}\n'
OUTLOOK_HTML = (f'<div dir="ltr">Regarde</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%">'
                f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" color="#000000" style="font-size:11pt">'
                f'<b>De&nbsp;:</b> Votre Assurance Maladie &lt;{FROM}&gt;<br><b>Envoy&eacute;&nbsp;:</b> jeudi 3 f&eacute;vrier 2022 09:12'
                f'<br><b>&Agrave;&nbsp;:</b> Luc Morel &lt;luc.morel@example.org&gt;<br><b>Objet&nbsp;:</b> {SUBJECT}</font><div>&nbsp;</div>'
                f'</div>{HTML}')
WORD_HTML = (f'<div class="WordSection1"><p class="MsoNormal">FYI</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p '
             f'class="MsoNormal"><b>De&nbsp;:</b> Votre Assurance Maladie [<a href="mailto:{FROM}">mailto:{FROM}</a>] <br><b>Envoy&eacute;'
             f'&nbsp;:</b> jeudi 3 f&eacute;vrier 2022 09:12<br><b>&Agrave;&nbsp;:</b> Luc<br><b>Objet&nbsp;:</b> {SUBJECT}<o:p></o:p></p>'
             f'</div>{HTML}</div>')
YAHOO_HTML = (f'<div><br></div><div id="yahoo_quoted"><div>----- Message transf&eacute;r&eacute; -----</div><div><b>De :</b> Votre Assurance '
              f'Maladie &lt;{FROM}&gt;</div><div><b>&Agrave; :</b> luc &lt;l@yahoo.example&gt;</div><div><b>Envoy&eacute; :</b> jeudi 3 '
              f'f&eacute;vrier 2022 &agrave; 09:12:44 UTC+1</div><div><b>Objet :</b> {SUBJECT}</div><div><br></div>{HTML}</div>')
ROUNDCUBE_HTML = ('<p>-------- Message original --------</p><table border="0" cellspacing="0" cellpadding="0"><tbody>'
                  + ''.join(f'<tr><th align="right" nowrap="nowrap" valign="baseline">{label}:</th><td>{value}</td></tr>'
                            for label, value in [('Objet', SUBJECT), ('Date', '03-02-2022 09:12'),
                                                 ('De', f'Votre Assurance Maladie &lt;{FROM}&gt;'), ('&Agrave;', 'l@example.org')])
                  + f'</tbody></table><div id="forwardbody1">{HTML}</div>')
ORANGE_HTML = (f'<blockquote style="border-left:2px solid #ff6600"><p>&gt; Message du 03/02/22 09:12<br>&gt; De : "Votre Assurance Maladie" '
               f'&lt;{FROM}&gt;<br>&gt; A : l@orange.example<br>&gt; Copie &agrave; :<br>&gt; Objet : {SUBJECT}<br>&gt;</p>{HTML}</blockquote>')
IOS_HTML = (f'<html><body dir="auto"><br><br><div dir="ltr">Envoy&eacute; de mon iPhone</div><div dir="ltr"><br>D&eacute;but du message '
            f'transf&eacute;r&eacute;&nbsp;:<br><br></div><blockquote type="cite"><div dir="ltr"><b>De:</b> Votre Assurance Maladie &lt;{FROM}'
            f'&gt;<br><b>Date:</b> 3 f&eacute;vrier 2022 &agrave; 09:12:44 UTC+1<br><b>&Agrave;:</b> l@example.org<br><b>Objet:</b> <b>{SUBJECT}'
            f'</b><br><br></div></blockquote><blockquote type="cite"><div dir="ltr">{HTML}</div></blockquote></body></html>')
ZIMBRA_HTML = (f'<div><hr></div><div style="color:#000"><b>De: </b>"Votre Assurance Maladie" &lt;{FROM}&gt;<br><b>&Agrave;: </b>"luc" &lt;'
               f'l@free.example&gt;<br><b>Envoy&eacute;: </b>Jeudi 3 F&eacute;vrier 2022 09:12:44<br><b>Objet: </b>{SUBJECT}<br></div><br>{HTML}')

PAGES = [relay(f'html-{name}', part(f'<html><body>{page}</body></html>' if '<html' not in page else page, 'html'), subject='TR: à lire')
         for name, page in [('outlook', OUTLOOK_HTML), ('word', WORD_HTML), ('yahoo', YAHOO_HTML), ('roundcube', ROUNDCUBE_HTML),
                            ('orange', ORANGE_HTML), ('ios', IOS_HTML), ('zimbra', ZIMBRA_HTML)]]

NESTED = [
    relay('twice-outlook-gmail', f'Pour info\n\nDe : Ana <ana@example.org>\nEnvoyé : samedi 12 février 2022 10:00\nÀ : Luc\nObjet : Fwd: x\n\n'
          f'Tu as vu ?\n\n{GMAIL}', 'sent on twice by two mailers'),
    relay('twice-quoted', f'---------- Forwarded message ---------\nFrom: Ana <ana@example.org>\nDate: Sat, Feb 12, 2022 at 10:00 AM\nSubject: Fwd\n'
          f'To: <l@example.org>\n\n{behind(GMAIL)}', 'the inner one behind >'),
    relay('twice-attached', multipart('mixed', part('voir'), attached(mail(OUTLOOK, frm='Ana <ana@example.org>', subject='TR',
                                                                          date='Sat, 12 Feb 2022 10:00:00 +0100'))),
          'attached, and inline in the attachment'),
    relay('reply-subject-attached', multipart('mixed', part('La voilà.'), attached(mail(TEXT))), 'an answer that brings it',
          subject='Re: tu me l\'envoies ?'),
    relay('octet-stream', multipart('mixed', part('ci-joint'), b'Content-Type: application/octet-stream; name="notice.eml"\n'
          b'Content-Disposition: attachment; filename="notice.eml"\nContent-Transfer-Encoding: base64\n\n'
          + base64.encodebytes(mail(TEXT))), '.eml as any bytes'),
    relay('octet-stream-8bit', multipart('mixed', part('ci-joint'), b'Content-Type: application/octet-stream\n'
          b'Content-Disposition: attachment; filename="Votre service.EML"\nContent-Transfer-Encoding: quoted-printable\n\n'
          + __import__('quopri').encodestring(mail(TEXT))), 'the same, quoted-printable'),
    relay('text-plain-eml', multipart('mixed', part('ci-joint'), b'Content-Type: text/plain; name="notice.eml"\n'
          b'Content-Disposition: attachment; filename="notice.eml"\nContent-Transfer-Encoding: base64\n\n'
          + base64.encodebytes(mail(TEXT))), '.eml as text'),
    relay('attached-crlf', multipart('mixed', part('voir'), attached(mail(TEXT).replace(b'\n', b'\r\n'))), 'line ends of its own'),
    relay('attached-inline-disposition', multipart('mixed', part('voir'), b'Content-Type: message/rfc822\nContent-Disposition: inline\n\n'
          + mail(part(HTML, 'html'))), 'shown inline'),
    relay('letter-date', GMAIL.replace('Madame,', 'Lyon, le 1er février 2022\n\nMadame,'), 'the letter is dated', sent='2022-02-01',
          source='body'),
    relay('letter-date-old', GMAIL.replace('Madame,', 'Lyon, le 2 janvier 2022\n\nMadame,'), '32 days before the original: not credible'),
    relay('letter-date-edge', GMAIL.replace('Madame,', 'Lyon, le 4 janvier 2022\n\nMadame,'), '30 days before the original', sent='2022-01-04',
          source='body'),
    relay('between', OUTLOOK.replace('Madame,', 'Lyon, le 10 février 2022\n\nMadame,'), 'a day after the original\'s own, before the forward'),
    relay('night', GMAIL.replace('09:12', '00:10'), 'ten past midnight: Paris time'),
    relay('utc-night', OUTLOOK.replace('jeudi 3 février 2022 09:12:44', 'mercredi 2 février 2022 à 23:30:00 UTC'), 'UTC, the next day in Paris'),
    relay('american', GMAIL.replace('Thu, 3 Feb 2022 at 09:12', '2/3/2022 9:12 AM'), 'month before day, told by AM'),
    relay('two-digit-year', OUTLOOK.replace('jeudi 3 février 2022 09:12:44', '03/02/22 09:12'), ''),
    relay('no-date', OUTLOOK.replace('Envoyé : jeudi 3 février 2022 09:12:44\n', ''), 'without a date: when the forward arrived', sent='2022-02-16',
          source='delivery', delivered='2022-02-16T22:00:00+01:00'),
    relay('future', OUTLOOK.replace('3 février 2022', '3 février 2023'), 'a date after the forward arrived counts for nothing', sent='2022-02-16',
          source='received', fields='Received: from a.example by mx.example.fr; Wed, 16 Feb 2022 21:06:00 +0100\n'),
]

RECEIVED = 'Received: from x.example by mx.example.fr; Wed, 16 Feb 2022 21:06:00 +0100\n'
DSN = (b'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; luc.morel@example.org\n'
       b'Action: failed\nStatus: 5.2.2\n')
DAEMON = 'Mail Delivery System <mailer-daemon@example.org>'
LIST = ('List-Id: Voisins <voisins.listes.example>\nList-Post: <mailto:voisins@listes.example>\nPrecedence: list\n'
        'X-Mailman-Version: 2.1.39\nErrors-To: voisins-bounces@listes.example\n')
FOOTER = ('\n_______________________________________________\nVoisins mailing list\nvoisins@listes.example\n'
          'https://listes.example/mailman/listinfo/voisins\n')
WRAPPED = [
    relay('bounce', multipart('report; report-type=delivery-status', part('The message could not be delivered: mailbox full.'), DSN,
                              attached(mail(TEXT))), 'a notice that came back', frm=DAEMON, subject='Undelivered Mail Returned to Sender'),
    relay('digest', multipart('mixed', part('Voisins, lot 12'), multipart('digest', b'\n' + mail('Vide-grenier dimanche !', frm=FRIEND,
          subject='Vide-grenier'), b'\n' + mail(TEXT), boundary='in'), part('Fin du lot')), 'the second of a digest',
          frm='Voisins <voisins-request@listes.example>', subject='Lot Voisins, Vol 3, Parution 12', fields=LIST),
    notice('relay-mailman', 'a list with a tag and a footer', TEXT + FOOTER, CODE, subject=f'[Voisins] {SUBJECT}', fields=LIST),
    notice('relay-mailman-part', 'the footer is a part of its own', multipart('mixed', part(TEXT), part(FOOTER)), CODE,
           subject=f'[Voisins] {SUBJECT}', fields=LIST),
    relay('mailman-wrapped', multipart('mixed', attached(mail(TEXT))), 'the list wraps the original whole (DMARC)',
          frm='Voisins <voisins@listes.example>', fields=LIST),
    notice('relay-resent', 'redirected by its reader, days later', TEXT, CODE, top='Resent-From: luc.morel@example.org\nResent-To: '
           'jeanne.martin@example.fr\nResent-Date: Wed, 16 Feb 2022 21:05:00 +0100\nResent-Message-ID: <r1@example.org>\n' + RECEIVED),
    notice('relay-srs', 'redirected by a server (SRS)', TEXT, CODE, top='Return-Path: <SRS0=aB3d=YZ=info.ameli.fr=bounce@example.org>\n'
           'Delivered-To: jeanne.martin@example.fr\n' + RECEIVED + 'Delivered-To: jeanne@old.example\nX-Forwarded-To: jeanne.martin@example.fr\n'),
    notice('relay-arc', 'with an ARC chain', TEXT, CODE, top=RECEIVED + 'ARC-Seal: i=1; a=rsa-sha256; t=1643875970; cv=none; d=relay.example; '
           's=arc; b=AAAA\nARC-Authentication-Results: i=1; relay.example; dmarc=pass header.from=info.ameli.fr\n'),
    relay('spamassassin', multipart('mixed', part('Spam detection software, running on the system "mx.example.fr", has identified this incoming '
          'email as possible spam.\n\nContent preview: Votre profil Mon espace santé sera ouvert automatiquement. [...]\n\nContent analysis details: '
          '(6.2 points, 5.0 required)'), b'Content-Type: message/rfc822; x-spam-type=original\nContent-Description: original message before '
          b'SpamAssassin\nContent-Disposition: inline\n\n' + mail(TEXT)), 'a report, the original attached', frm=CNAM,
          subject=f'*****SPAM***** {SUBJECT}', date='Thu, 03 Feb 2022 09:12:44 +0100'),
    relay('spamassassin-text', multipart('mixed', part('Spam detection software has identified this incoming email.'), b'Content-Type: text/plain; '
          b'x-spam-type=original\nContent-Disposition: attachment; filename="original.txt"\n\n' + mail(TEXT)),
          'report_safe 2: the original as text', frm=CNAM, subject=f'*****SPAM***** {SUBJECT}', date='Thu, 03 Feb 2022 09:12:44 +0100'),
    notice('relay-google-group', 'a group rewrites nothing but adds fields', TEXT + '\n\n-- \nYou received this message because you are subscribed '
           'to the Google Groups "Famille" group.', CODE, fields='List-Id: <famille.googlegroups.example>\nX-Google-Group-Id: 1\n'),
]

OTHERS = [
    none('relay-article', 'an article sent on', f'À lire.\n\n{HEADS["gmail-fr-2"]}\n{ARTICLE}\n', frm=FRIEND, subject='Fwd: magazine', date=LATER),
    none('relay-article-attached', 'an article attached', multipart('mixed', part('lis ça'), attached(mail(ARTICLE, subject='Le magazine'))),
         frm=FRIEND, subject='TR: magazine', date=LATER),
    none('relay-bounce-friend', 'a friend\'s words that came back', multipart('report', part('User unknown'), DSN, attached(mail(
         'J\'ai six semaines pour m\'opposer à mon espace santé, code provisoire Qd6Fp3Rm8Ts1', frm=FRIEND, subject='mon espace santé'))),
         frm=DAEMON, subject='Undelivered Mail'),
    none('relay-otp', 'a one-time code sent on', f'{HEADS["outlook-web"]}\nVotre code de vérification Mon espace santé : 482 913. Valable 10 '
         'minutes.\n', frm=FRIEND, subject='TR: code', date=LATER),
    none('relay-digest-articles', 'a digest without a notice', multipart('digest', b'\n' + mail(ARTICLE, frm=FRIEND, subject='vu dans la presse'),
         b'\n' + mail('Qui a un code pour la laverie ?', frm=FRIEND, subject='laverie')), frm='Voisins <v@listes.example>', subject='Lot'),
    other('opposition', 'relay-opposed', 'a confirmation sent on', f'{HEADS["laposte"]}\nVotre opposition à la création de Mon espace santé a bien été '
          'prise en compte.\n', frm=FRIEND, subject='TR: ouf', date=LATER),
    other('reminder', 'relay-reminder', 'a reminder attached', multipart('mixed', part('voir'), attached(mail(
        'Il vous reste deux semaines pour activer votre espace santé ou vous opposer à sa création.\n\nCode provisoire : Qd6Fp3Rm8Ts1',
        subject='Rappel'))), [(CODE, None)], frm=FRIEND, subject='TR', date=LATER),
    other('unrecognised', 'relay-drift', 'drift that a friend sends on', f'{HEADS["gmail-fr-2"]}\nMon espace santé : merci de nous indiquer votre choix avant '
          'la mise en service. Votre clé : Qd6Fp3Rm8Ts1\n', [(CODE, None)], sent='2022-02-03', source='original', frm=FRIEND, subject='Fwd',
          date=LATER),
]

MAILS = INLINE + PAGES + NESTED + WRAPPED + OTHERS
