"""Notices that a person, a list or a server sent on: the original's own day counts."""
from build import attached, mail, multipart, notice, part

BODY = '''Bonjour,

Votre espace santé va être créé. Vous avez six semaines pour vous opposer à sa création.

Code provisoire : Ws4Xe7Rc1TvY'''
CODE = 'Ws4Xe7Rc1TvY'
FRIEND = 'Paul Martin <paul.martin@example.org>'
LATER = 'Sun, 20 Feb 2022 18:30:00 +0100'
SUBJECT = 'Votre service Mon espace santé a été créé'
AMELI = 'assurance-maladie@info.ameli.fr'


def forward(name, why, text, prefix='TR', sent='2022-02-03', **fields):
    fields = {'frm': FRIEND, 'subject': f'{prefix}: {SUBJECT}', 'date': LATER, 'source': 'original',
              **fields}
    return notice(name, why, text, CODE, sent=sent, **fields)


GMAIL_FR = f'''Tu as reçu ça aussi ?

---------- Forwarded message ---------
De : Votre Assurance Maladie <{AMELI}>
Date: jeu. 3 févr. 2022 à 09:12
Subject: {SUBJECT}
To: <paul.martin@example.org>


{BODY}
'''
GMAIL_EN = f'''---------- Forwarded message ---------
From: Votre Assurance Maladie <{AMELI}>
Date: Thu, Feb 3, 2022 at 9:12 AM
Subject: {SUBJECT}
To: <paul.martin@example.org>


{BODY}
'''
OUTLOOK_FR = f'''À voir.

________________________________
De : Votre Assurance Maladie <{AMELI}>
Envoyé : jeudi 3 février 2022 09:12
À : Paul Martin <paul.martin@example.org>
Objet : {SUBJECT}

{BODY}
'''
OUTLOOK_EN = f'''-----Original Message-----
From: Votre Assurance Maladie <{AMELI}>
Sent: Thursday, February 3, 2022 9:12 AM
To: Paul Martin <paul.martin@example.org>
Subject: {SUBJECT}

{BODY}
'''
APPLE_FR = f'''Début du message réexpédié :

> De: Votre Assurance Maladie <{AMELI}>
> Objet: {SUBJECT}
> Date: 3 février 2022 à 09:12:44 UTC+1
> À: paul.martin@example.org
>
> {BODY.replace(chr(10), chr(10) + '> ')}
'''
APPLE_EN = f'''Begin forwarded message:

From: Votre Assurance Maladie <{AMELI}>
Subject: {SUBJECT}
Date: February 3, 2022 at 9:12:44 AM GMT+1
To: paul.martin@example.org

{BODY}
'''
THUNDERBIRD_FR = f'''-------- Message transféré --------
Sujet : \t{SUBJECT}
Date : \tThu, 3 Feb 2022 09:12:44 +0100
De : \tVotre Assurance Maladie <{AMELI}>
Pour : \tpaul.martin@example.org

{BODY}
'''
THUNDERBIRD_EN = f'''-------- Forwarded Message --------
Subject: \t{SUBJECT}
Date: \tThu, 3 Feb 2022 09:12:44 +0100
From: \tVotre Assurance Maladie <{AMELI}>
To: \tpaul.martin@example.org

{BODY}
'''
ROUNDCUBE_FR = f'''-------- Message d'origine --------
Objet: {SUBJECT}
Date: 2022-02-03 09:12
De: Votre Assurance Maladie <{AMELI}>
À: paul.martin@example.org

{BODY}
'''
ROUNDCUBE_EN = f'''-------- Original Message --------
Subject: {SUBJECT}
Date: 03/02/2022 09:12
From: Votre Assurance Maladie <{AMELI}>
To: paul.martin@example.org

{BODY}
'''

HTML_BODY = ('<p>Bonjour,</p><p>Votre espace santé va être créé. Vous avez six semaines pour vous opposer à '
             f'sa création.</p><p>Code provisoire&nbsp;: <b>{CODE}</b></p>')
OUTLOOK_HTML = f'''<div>À voir.</div><hr><div id="divRplyFwdMsg"><font face="Calibri"><b>De :</b> Votre
Assurance Maladie &lt;{AMELI}&gt;<br><b>Envoyé :</b> jeudi 3 février 2022 09:12<br><b>À :</b> Paul<br>
<b>Objet :</b> {SUBJECT}</font></div>{HTML_BODY}'''
GMAIL_HTML = f'''<div dir="ltr"><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">----------
Forwarded message ---------<br>De : <b class="gmail_sendername" dir="auto">Votre Assurance Maladie</b>
<span dir="auto">&lt;<a href="mailto:{AMELI}">{AMELI}</a>&gt;</span><br>Date: jeu. 3 févr. 2022 à
09:12<br>Subject: {SUBJECT}<br>To: &lt;<a href="mailto:p@example.org">p@example.org</a>&gt;<br></div><br>
{HTML_BODY}</div></div>'''
THUNDERBIRD_HTML = f'''<p><br></p><div class="moz-forward-container">-------- Message transféré --------
<table class="moz-email-headers-table"><tbody><tr><th align="RIGHT">Sujet&nbsp;: </th><td>{SUBJECT}</td></tr>
<tr><th>Date&nbsp;: </th><td>Thu, 3 Feb 2022 09:12:44 +0100</td></tr><tr><th>De&nbsp;: </th>
<td>Votre Assurance Maladie <a href="mailto:{AMELI}">&lt;{AMELI}&gt;</a></td></tr><tr><th>Pour&nbsp;: </th>
<td>p@example.org</td></tr></tbody></table><br>{HTML_BODY}</div>'''
APPLE_HTML = f'''<div>Regarde<br><blockquote type="cite"><div>Début du message réexpédié :</div><br>
<div style="margin:0"><span><b>De: </b></span><span>Votre Assurance Maladie &lt;<a
href="mailto:{AMELI}">{AMELI}</a>&gt;<br></span></div><div><span><b>Objet: </b></span><span><b>{SUBJECT}</b>
<br></span></div><div><span><b>Date: </b></span><span>3 février 2022 à 09:12:44 UTC+1<br></span></div>
<div><span><b>À: </b></span><span>p@example.org<br></span></div><br><div>{HTML_BODY}</div></blockquote></div>'''

ORIGINAL = mail(BODY)
INLINE = [
    forward('gmail-fr', '', GMAIL_FR, 'Fwd'), forward('gmail-en', '', GMAIL_EN, 'Fwd'),
    forward('outlook-fr', '', OUTLOOK_FR, 'TR'), forward('outlook-en', '', OUTLOOK_EN, 'FW'),
    forward('apple-fr', '', APPLE_FR, 'Fwd'), forward('apple-en', '', APPLE_EN, 'Fwd'),
    forward('thunderbird-fr', '', THUNDERBIRD_FR), forward('thunderbird-en', '', THUNDERBIRD_EN),
    forward('roundcube-fr', '', ROUNDCUBE_FR), forward('roundcube-en', '', ROUNDCUBE_EN),
    forward('outlook-html', '', part(OUTLOOK_HTML, 'html')),
    forward('gmail-html', '', part(GMAIL_HTML, 'html')),
    forward('thunderbird-html', '', part(THUNDERBIRD_HTML, 'html')),
    forward('apple-html', '', part(APPLE_HTML, 'html')),
    forward('quoted-forward', 'all of it behind >', '> ' + GMAIL_FR.replace('\n', '\n> ')),
    forward('forward-twice', 'sent on twice: the innermost original counts', 'Pour info.\n\n'
            '---------- Forwarded message ---------\nFrom: Ana <ana@example.org>\n'
            'Date: Sat, Feb 12, 2022 at 10:00 AM\nSubject: Fwd: x\nTo: <paul.martin@example.org>\n\n'
            + GMAIL_EN),
    forward('forward-letter-date', 'the letter\'s own date is earlier still',
            GMAIL_EN.replace('Bonjour,', 'Paris, le 31 janvier 2022\n\nBonjour,'), sent='2022-01-31',
            source='body'),
    forward('forward-comment-date', 'a date in the friend\'s own words counts for nothing',
            'Reçu le 1er février 2022, je crois.\n\n' + GMAIL_EN),
    forward('forward-months-later', 'no bound is taken from the forward', GMAIL_EN,
            date='Fri, 17 Jun 2022 10:00:00 +0200'),
    forward('forward-no-prefix', 'the subject was changed', GMAIL_FR, subject='regarde ça'),
    forward('forward-name-only', 'a mailer that keeps the name alone',
            OUTLOOK_FR.replace(f' <{AMELI}>', '')),
    forward('forward-mailto', 'Outlook of old', OUTLOOK_FR.replace(f'<{AMELI}>', f'[mailto:{AMELI}]')),
    forward('forward-night', 'half past midnight in Paris', GMAIL_EN.replace('9:12 AM', '12:30 AM')),
    forward('forward-alternative', 'both forms', multipart(
        'alternative', part(GMAIL_FR), part(GMAIL_HTML, 'html')), 'Fwd'),
    forward('forward-self', 'sent to oneself', OUTLOOK_FR, frm='Jeanne Martin <jeanne.martin@example.fr>'),
]

ATTACHED = [
    forward('attached', 'as message/rfc822', multipart('mixed', part('Voir pièce jointe.'),
                                                       attached(ORIGINAL))),
    forward('attached-alone', 'message/rfc822 is all of it', attached(ORIGINAL)),
    forward('attached-base64', 'against the RFC, and seen', multipart(
        'mixed', part('Voir.'), b'Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n'
        + __import__('base64').encodebytes(ORIGINAL))),
    forward('attached-deep', 'an attachment in an attachment', multipart('mixed', part('Voir.'), attached(
        mail(multipart('mixed', part('Pour toi'), attached(ORIGINAL), boundary='in'),
             frm='Ana <ana@example.org>', subject='Fwd', date='Sat, 12 Feb 2022 10:00:00 +0100')))),
    forward('attached-digest', 'in a digest', multipart('digest', b'\n' + ORIGINAL)),
    forward('attached-html', 'the original in HTML, base64', multipart('mixed', part('Voir.'), attached(
        mail(part(f'<html><body>{HTML_BODY}</body></html>', 'html', cte='base64'))))),
    notice('attached-two', 'the notices of two children at once', '', raw=mail(multipart(
        'mixed', part('Voir pièces jointes.'),
        attached(mail('Mon espace santé de votre enfant Léa sera créé ; vous pouvez vous opposer à sa '
                      'création sous six semaines.\nCode provisoire : Ws4Xe7Rc1TvY')),
        attached(mail('Mon espace santé de votre enfant Hugo sera créé ; vous pouvez vous opposer à sa '
                      'création sous six semaines.\nCode provisoire : Kp8mW2xZ4qLs'))),
        frm=FRIEND, subject='Fwd', date=LATER),
        cases=[(CODE, 'Léa'), ('Kp8mW2xZ4qLs', 'Hugo')], source='original'),
]

LIST = ('List-Id: Famille <famille.lists.example.org>\nList-Post: <mailto:famille@lists.example.org>\n'
        'Sender: famille-bounces@lists.example.org\nPrecedence: list\n')
WRAPPED = [
    notice('list-tag', 'a list that tags the subject and adds a footer',
           BODY + '\n\n_______________________________________________\nFamille mailing list\n', CODE,
           subject='[Famille] ' + SUBJECT, fields=LIST),
    notice('list-munged', 'a list that takes over From: an official name at a foreign address',
           BODY, CODE, frm=f'Votre Assurance Maladie via Famille <famille@lists.example.org>',
           fields=LIST + f'Reply-To: {AMELI}\n', authenticity='forged'),
    notice('redirect', 'redirected by Sieve, fields added on top', BODY, CODE,
           top='X-Sieve-Redirected-From: jeanne@old.example\nResent-From: jeanne@old.example\n'
               'Resent-Date: Mon, 07 Mar 2022 10:00:00 +0100\nResent-To: jeanne@example.fr\n'),
    notice('spam-tag', 'a filter marked the subject', BODY, CODE, subject='[SPAM] ' + SUBJECT),
    notice('spamassassin-wrapped', 'a filter attached the original to its report', '', CODE, raw=mail(
        multipart('mixed', part('Spam detection software has identified this incoming email.'),
                  b'Content-Type: message/rfc822; x-spam-type=original\nContent-Disposition: attachment\n\n'
                  + ORIGINAL), frm='Filtre <filtre@example.fr>', subject='*****SPAM***** ' + SUBJECT,
        date=LATER), source='original'),
]

MAILS = INLINE + ATTACHED + WRAPPED
