"""What borders write of a sender, in the words of many servers; and who may stand in From."""
from authenticity import CODE, HOP, TEXT, results, server
from build import CNAM, attached, mail, multipart, none, notice, part

AMELI = 'header.from=info.ameli.fr'
PASS = f'dmarc=pass {AMELI}'
FAIL = f'dmarc=fail {AMELI}'
GMAIL_HOPS = '''Delivered-To: jeanne.martin@gmail.com
Received: by 2002:a17:906:4fd5:b0:6b6:1a2b:3c4d with SMTP id i21csp1; Thu, 03 Feb 2022 00:12:52 -0800 (PST)
X-Google-Smtp-Source: ABdhPJy
ARC-Seal: i=1; a=rsa-sha256; t=1643875972; cv=none; d=google.com; s=arc-20160816; b=x
'''
FOREIGN = HOP.format(by='mx.other.example')
OWN = HOP.format(by='mx.example.fr')


def field(value):
    return f'Authentication-Results: {value}\n'


def says(name, why, value, authenticity='authentic', **fields):
    """The pinned border's one field."""
    return server('border-' + name, why, results(value), authenticity, **fields)


def shape(name, why, top, trust, authenticity='authentic', **fields):
    return server('border-' + name, why, top, authenticity, (trust,) if isinstance(trust, str) else trust,
                  **fields)


SERVERS = [
    shape('gmail-arc', 'ARC fields are somebody else\'s word', GMAIL_HOPS + field(
        'mx.google.com;\n       dkim=pass header.i=@info.ameli.fr header.s=s header.b=Zx;\n       arc=pass (i=1 spf=pass'
        ' dkim=pass dmarc=pass fromdomain=evil.example);\n       dmarc=pass (p=NONE sp=NONE dis=NONE)'
        ' header.from=ameli.fr'), 'mx.google.com'),
    shape('gmail-dkim-neutral', 'a broken signature, DMARC by SPF', GMAIL_HOPS + field(
        'mx.google.com;\n dkim=neutral (body hash did not verify) header.i=@info.ameli.fr header.s=s;\n'
        f' {PASS}'), 'mx.google.com'),
    shape('gmail-best-guess', 'no record: a guess is no pass', GMAIL_HOPS + field(
        f'mx.google.com;\n spf=pass smtp.mailfrom=x@info.ameli.fr; dmarc=bestguesspass {AMELI}'),
        'mx.google.com', 'unverified'),
    shape('gmail-quarantine', 'failed, with its policy', GMAIL_HOPS + field(
        f'mx.google.com;\n dmarc=fail (p=QUARANTINE sp=QUARANTINE dis=QUARANTINE) {AMELI}'),
        'mx.google.com', 'forged'),
    shape('gmail-forwarded', 'an ARC field on top is not Authentication-Results',
          f'ARC-Authentication-Results: i=2; mx.google.com; {PASS}\n', 'mx.google.com', 'unverified'),
    shape('gmail-original', 'X-Original-… neither', f'X-Original-Authentication-Results: mx.google.com; {PASS}\n',
          'mx.google.com', 'unverified'),
    shape('outlook-fail', 'without an id not even a failure counts', field(
        'spf=fail (sender IP is 192.0.2.9)\n smtp.mailfrom=info.ameli.fr; dkim=none (message not signed)\n'
        f' header.d=none;dmarc=fail action=quarantine\n {AMELI};compauth=fail reason=000'),
        'outlook.com', 'unverified'),
    shape('outlook-received-spf', '', 'Received-SPF: Pass (protection.outlook.com: domain of info.ameli.fr\n'
          ' designates 192.0.2.7 as permitted sender)\n' + field(f'spf=pass smtp.mailfrom=info.ameli.fr; {PASS}'),
          ('protection.outlook.com', 'spf', 'spf=pass'), 'unverified'),
    shape('outlook-then-pinned', 'another border\'s field below', field(f'spf=pass; {PASS}') + results(PASS),
          'mx.example.fr'),
    shape('laposte-fail', 'one field for each method', results('dkim=none', 'mlpnf0114.laposte.net')
          + results('spf=softfail smtp.mailfrom=x@info.ameli.fr', 'mlpnf0114.laposte.net')
          + results(f'dmarc=fail (p=none dis=none) {AMELI}', 'mlpnf0114.laposte.net'), 'mlpnf0114.laposte.net', 'forged'),
    shape('laposte-two-hosts', 'several pinned ids', results(PASS, 'mlpnf0110.laposte.net'),
          ('mlpnf0109.laposte.net', 'mlpnf0110.laposte.net')),
    shape('laposte-hops', 'internal hops of one organisation', HOP.format(by='mlpnb0107.laposte.net')
          + HOP.format(by='mlpnf0110.laposte.net').replace('out.info.ameli.fr', 'mlpnf0110') + results(PASS, 'mlpnf0110.laposte.net'),
          'mlpnf0110.laposte.net'),
    shape('ovh-several', 'the pinned hosts of OVH', results('dkim=pass (2048-bit key; unprotected) header.d=info.ameli.fr'
          ' header.i=@info.ameli.fr\n header.b="Hj+8"; dkim-atps=neutral', 'mx12.mail.ovh.net'),
          ('mx1.mail.ovh.net', 'mx12.mail.ovh.net')),
    shape('ovh-vacation', 'a Delivered-To and a return path above', 'Return-Path: <x@info.ameli.fr>\nDelivered-To: a@b.example\n'
          'Received: from localhost (HELO queue) (127.0.0.1)\n by localhost with SMTP; 3 Feb 2022 10:12:50 +0200\n'
          + results('dkim=pass header.d=ameli.fr', 'mx1.mail.ovh.net'), 'mx1.mail.ovh.net'),
    shape('orange', 'an id that is a word', field(f'mwinf5c04; {PASS}'), 'mwinf5c04'),
    shape('orange-spf', 'SPF alone', field('opmta1mti02nd1; spf=pass smtp.mailfrom=info.ameli.fr'), 'opmta1mti02nd1', 'unverified'),
    shape('fastmail-two', 'of two fields adjacent, the second decides', results('x-csa=none', 'mx6.messagingengine.com')
          + results(PASS, 'mx6.messagingengine.com'), 'mx6.messagingengine.com'),
    shape('fastmail-internal', 'hops without a public name', 'Received: from compute5.internal (compute5.nyi.internal'
          ' [10.202.2.45])\n\tby sloti36d2t02 (Cyrus 3.5) with LMTPA;\n\tThu, 03 Feb 2022 03:12:53 -0500\n'
          + results(f'dmarc=pass policy.published-domain-policy=reject {AMELI}', 'mx1.messagingengine.com'), 'mx1.messagingengine.com'),
    shape('gmx', 'above its own Received', results('dkim=pass header.i=@info.ameli.fr', 'gmx.net')
          + 'Received: from out.info.ameli.fr ([192.0.2.7]) by mx-ha.gmx.net (mxgmx016\n [212.227.15.9]) with ESMTPS; Thu, 03 Feb 2022\n 09:12:50 +0100\n', 'gmx.net'),
    shape('gmx-below', 'or below it', 'Received: from x ([192.0.2.7]) by mx-ha.gmx.net\n with ESMTPS; Thu, 03 Feb 2022 09:12:50 +0100\n'
          + results(PASS, 'gmx.net'), 'gmx.net'),
    shape('yahoo', 'an id with many labels, one value with blanks', field(
        'atlas107.free.mail.ir2.yahoo.com;\n dkim=pass header.i=@info.ameli.fr header.s=s1;\n'
        f' spf=pass smtp.mailfrom=info.ameli.fr;\n dmarc=pass(p=REJECT) {AMELI};'),
        'atlas107.free.mail.ir2.yahoo.com'),
    shape('yahoo-unknown', 'DMARC unknown', field(
        f'atlas107.free.mail.ir2.yahoo.com;\n dkim=unknown;\n spf=none smtp.mailfrom=info.ameli.fr;\n dmarc=unknown {AMELI};'),
        'atlas107.free.mail.ir2.yahoo.com', 'unverified'),
    shape('icloud', 'a version, and one field for each', field(f'bimi.icloud.com; bimi=none')
          + field(f'dmarc.icloud.com; dmarc=pass {AMELI}') + field('dkim-verifier.icloud.com; dkim=pass header.d=info.ameli.fr'),
          ('dmarc.icloud.com', 'bimi.icloud.com')),
    shape('proton', '', 'X-Pm-Origin: external\n' + field(f'mail.protonmail.ch; dmarc=pass (p=reject dis=none)\n {AMELI}')
          + field('mail.protonmail.ch; spf=pass smtp.mailfrom=info.ameli.fr') + field('mail.protonmail.ch; arc=none smtp.remote-ip=192.0.2.7'),
          'mail.protonmail.ch'),
    shape('free', 'nothing but spf', field('mx26-g26.priv.proxad.net; spf=pass smtp.mailfrom=x@info.ameli.fr'),
          'mx26-g26.priv.proxad.net', 'unverified'),
    shape('exim', 'Exim\'s own', results(f'iprev=pass (out.info.ameli.fr) smtp.remote-ip=192.0.2.7;\n\tspf=pass'
          f' smtp.mailfrom=info.ameli.fr;\n\tdkim=pass header.d=info.ameli.fr header.s=s1 header.a=rsa-sha256;\n\tdmarc=pass {AMELI}'), 'mx.example.fr'),
    shape('postfix-hops', 'amavis between: localhost and its own name', 'Received: from localhost (localhost [127.0.0.1])\n'
          '\tby mail.example.fr (Postfix) with ESMTP id 4C1; Thu, 3 Feb 2022 09:12:52 +0100 (CET)\n'
          'Received: from mail.example.fr ([127.0.0.1])\n\tby localhost (mail.example.fr [127.0.0.1]) (amavisd-new, port 10024)\n'
          '\twith ESMTP id x; Thu, 3 Feb 2022 09:12:51 +0100 (CET)\n' + results(PASS), 'mx.example.fr'),
    shape('dovecot-lmtp', 'delivered by LMTP', 'Received: from mx.example.fr\n\tby store.example.fr with LMTP\n\tid 6Ab;'
          ' Thu, 03 Feb 2022 09:12:53 +0100\n' + results(PASS), 'mx.example.fr'),
    shape('opendkim-only', 'OpenDKIM alone', results('dkim=pass (1024-bit key; secure) header.d=ameli.fr header.i=@ameli.fr header.a=rsa-sha256'
          ' header.s=s header.b=Ab/9;\n\tdkim-atps=neutral'), 'mx.example.fr'),
    shape('opendmarc-fail', 'OpenDMARC fails, OpenDKIM of a third party passes', results(f'dmarc=fail (p=none dis=none) {AMELI}')
          + results('dkim=pass header.d=sendgrid.net header.i=@sendgrid.net'), 'mx.example.fr', 'forged'),
    shape('opendmarc-hosts', 'two milters, two ids, both pinned', results(PASS, 'opendmarc.example.fr') + results('dkim=pass header.d=x.example'),
          ('opendmarc.example.fr', 'mx.example.fr')),
    shape('rspamd-na', 'rspamd knows no DMARC record', results(
        f'dkim=none; dmarc=none; spf=pass (mx.example.fr: domain of x@info.ameli.fr designates 192.0.2.7) smtp.mailfrom=x@info.ameli.fr'),
        'mx.example.fr', 'unverified'),
    shape('rspamd-reject', 'fail with its reason', results(
        f'dmarc=fail reason="SPF not aligned (relaxed), No valid DKIM" {AMELI} (policy=reject)'), 'mx.example.fr', 'forged'),
    shape('mimecast', 'an id with a dash and digits', results(PASS, 'relay-3.mimecast.example'), 'relay-3.mimecast.example'),
    shape('barracuda', 'X-… fields are no results', f'X-Barracuda-Authentication-Results: mx.example.fr; {PASS}\n', 'mx.example.fr', 'unverified'),
]

GRAMMAR = [
    says('version-dkim', 'a version after the method', f'dkim/1=pass header.d=info.ameli.fr; spf/1=pass'),
    says('version-blank', 'blanks around it', f'dmarc / 1 = pass {AMELI}'),
    says('empty-first', 'an empty result before', f'; {PASS}'),
    says('trailing', 'a semicolon at the end', f'{PASS};'),
    says('upper', 'case of methods, results and properties', 'DKIM=PASS HEADER.D=INFO.AMELI.FR'),
    says('quoted-result', 'the value in quotes', 'dkim=pass header.d="info.ameli.fr"'),
    says('quoted-mailbox', 'a mailbox as From', 'dmarc=pass header.from=assurance-maladie@info.ameli.fr'),
    says('angle', 'a reason with a quoted semicolon', f'dkim=fail reason="bad; worse" header.d=info.ameli.fr; {PASS}'),
    says('nested', 'comments that nest and hold quotes and semicolons', f'spf=pass (a (b "c; dmarc=fail) d) smtp.mailfrom=x; {PASS}'),
    says('escaped', 'an escaped bracket in a comment', f'spf=none (\\) ; dmarc=fail {AMELI}); {PASS}'),
    says('comment-open', 'a comment that never ends takes all', f'spf=none (oops; {PASS}', 'unverified'),
    says('quote-open', 'a quoted string that never ends, too', f'spf=none reason="oops; {PASS}', 'unverified'),
    says('unknown', 'unknown methods and results beside', f'x-sender-id=pass; bimi=declined; sender-id=hardfail; {PASS}'),
    says('policy', 'policy properties', f'dmarc=pass policy.dmarc=reject policy.iprev=192.0.2.7 {AMELI}'),
    says('policy-in-dkim', 'DKIM by policy is no pass', 'dkim=policy policy.dkim-rules=unsigned-subject header.d=info.ameli.fr', 'unverified'),
    says('property-not-header', 'a property of another type', 'dkim=pass policy.d=info.ameli.fr smtp.d=info.ameli.fr', 'unverified'),
    says('dkim-bare', 'a signature of nobody', 'dkim=pass', 'unverified'),
    says('dkim-i-bare', 'an identity without a domain', 'dkim=pass header.i=assurance-maladie', 'unverified'),
    says('dkim-d-against-i', 'the signing domain decides', 'dkim=pass header.i=@info.ameli.fr header.d=evil.example', 'unverified'),
    says('dkim-strict', 'the very domain', 'dkim=pass header.d=info.ameli.fr header.i=@info.ameli.fr'),
    says('dkim-relaxed-below', 'below the From domain', 'dkim=pass header.d=mail.info.ameli.fr'),
    says('dkim-relaxed-beside', 'beside it', 'dkim=pass header.d=statsndm.ameli.fr'),
    says('dkim-two', 'a third party and an aligned one', 'dkim=pass header.d=sendgrid.net; dkim=pass header.d=ameli.fr'),
    says('dkim-two-fail', 'the third party passes, the aligned one fails', 'dkim=pass header.d=sendgrid.net; dkim=fail header.d=ameli.fr', 'unverified'),
    says('dkim-look-alike', 'a look-alike signed', 'dkim=pass header.d=arneli.fr', 'unverified'),
    says('dkim-prefix', 'the official domain below a foreign one', 'dkim=pass header.d=info.ameli.fr.evil.example', 'unverified'),
    says('dkim-tld', 'a public suffix', 'dkim=pass header.d=fr', 'unverified'),
    says('dkim-permerror', '', 'dkim=permerror header.d=info.ameli.fr', 'unverified'),
    says('dkim-temperror', '', 'dkim=temperror header.d=info.ameli.fr', 'unverified'),
    says('spf-helo', 'SPF of HELO', 'spf=pass smtp.helo=out.info.ameli.fr', 'unverified'),
    says('iprev', 'a reverse name', 'iprev=pass policy.iprev=192.0.2.7 (out.info.ameli.fr)', 'unverified'),
    says('auth', 'SMTP AUTH', 'auth=pass (plain) smtp.auth=assurance-maladie@info.ameli.fr', 'unverified'),
    says('arc-only', 'ARC alone', f'arc=pass header.oldest-pass=1 smtp.remote-ip=192.0.2.7', 'unverified'),
    says('dmarc-permerror', '', f'dmarc=permerror {AMELI}', 'unverified'),
    says('dmarc-bestguess', '', f'dmarc=bestguesspass {AMELI}', 'unverified'),
    says('dmarc-none-spf', 'no policy, SPF passes', f'dmarc=none {AMELI}; spf=pass smtp.mailfrom=info.ameli.fr', 'unverified'),
    says('dmarc-fail-dkim-pass', 'DMARC is the stricter', f'dkim=pass header.d=ameli.fr; {FAIL}', 'forged'),
    says('dmarc-fail-foreign', 'of another From', 'dmarc=fail header.from=evil.example', 'unverified'),
    says('dmarc-passing', 'a word that begins so', f'dmarc=passing {AMELI}', 'unverified'),
    says('dmarc-in-dkim', 'a method within a name', f'x-dmarc=pass {AMELI}', 'unverified'),
    says('no-equals', 'what cannot be parsed ends it', f'dkim pass; {PASS}', 'unverified'),
    server('border-id-comment', 'a comment inside the id\'s place', field(f'mx.example.fr (Rspamd 3.4); {PASS}')),
    server('border-id-tab', 'folded right after the name', f'Authentication-Results:\n\tmx.example.fr;\n\t{PASS}\n'),
    server('border-id-no-blank', 'no blank after the colon', f'Authentication-Results:mx.example.fr;{PASS}\n'),
    server('border-id-version-2', 'a later version', field(f'mx.example.fr 2; {PASS}')),
    server('border-id-dot', 'a longer id', field(f'mx.example.fr.; {PASS}'), 'unverified'),
    server('border-id-prefix', 'a shorter one', field(f'example.fr; {PASS}'), 'unverified'),
    server('border-id-none', 'results without an id', field(PASS), 'unverified'),
    server('border-id-at', 'an id that quotes the trusted one', field(f'mx.evil.example (mx.example.fr); {PASS}'), 'unverified'),
    server('border-ids', 'three pinned ids in another case', field(f'MX.EXAMPLE.FR; {PASS}'), trust=('a.example', 'b.example', 'mx.example.fr')),
]

PLACE = [
    server('border-own-hop', 'below the border\'s own Received', OWN + results(PASS)),
    server('border-above-hop', 'above it', results(PASS) + OWN),
    server('border-foreign-below', 'foreign hops below it are the way here', results(PASS) + OWN + FOREIGN),
    server('border-brought', 'the pinned id below a foreign hop', FOREIGN + results(PASS), 'unverified'),
    server('border-brought-fail', 'a failure so placed counts no more than a pass', FOREIGN + results(FAIL), 'unverified'),
    server('border-brought-deep', 'own hop, foreign hop, then the field', OWN + FOREIGN + results(PASS), 'unverified'),
    server('border-look-alike-hop', 'a hop that only ends alike', HOP.format(by='mx.notexample.fr') + results(PASS), 'unverified'),
    server('border-by-in-comment', 'the trusted host in a comment', 'Received: from x (by mx.example.fr) by mx.other.example; '
           'Thu, 03 Feb 2022 09:12:50 +0100\n' + results(PASS), 'unverified'),
    server('border-by-in-from', 'the trusted host as the sender\'s', 'Received: from mx.example.fr by mx.other.example; '
           'Thu, 03 Feb 2022 09:12:50 +0100\n' + results(PASS), 'unverified'),
    server('border-public-address', 'a public address above', HOP.format(by='[198.51.100.9]') + results(PASS), 'unverified'),
    server('border-private-address', 'a private one', HOP.format(by='[192.168.1.5]') + results(PASS)),
    server('border-stranger-between', 'a stranger\'s field parts the block', results('spf=none') + results(PASS, 'mx.evil.example')
           + results(PASS), 'unverified'),
    server('border-fail-then-pass', 'adjacent: a failure outweighs', results(FAIL) + results('dkim=pass header.d=ameli.fr'), 'forged'),
    server('border-subject-between', 'another field parts it', results('spf=none') + 'X-Spam-Status: No\n' + results(PASS), 'unverified'),
    server('border-below-from', 'below the sender\'s own fields, no hop above', '', 'authentic', fields=results(PASS)),
    notice('border-forward-attached', 'inside a forward, though pinned', '', CODE, source='original', trust=('mx.example.fr',),
           raw=mail(multipart('mixed', part('Regarde.'), attached(mail(TEXT, top=results(PASS)))), subject='Tr',
                    frm='Paul <paul@example.org>', date='Mon, 07 Mar 2022 10:00:00 +0100')),
    notice('border-forward-failed', 'a failure inside a forward says nothing either', '', CODE, source='original', trust=('mx.example.fr',),
           raw=mail(multipart('mixed', part('Regarde.'), attached(mail(TEXT, top=results(FAIL)))), subject='Tr',
                    frm='Paul <paul@example.org>', date='Mon, 07 Mar 2022 10:00:00 +0100')),
]

SENDERS = [
    server('from-sender', 'Sender is not From', results(PASS), fields='Sender: x@mailer.example\n'),
    server('from-resent', 'Resent-From neither', results(PASS), fields='Resent-From: x@mailer.example\n'),
    server('from-doubled-same', 'twice the same', results(PASS), 'unverified', fields=f'From: {CNAM}\n'),
    server('from-doubled-fail', 'two From fields: a failure may be of either', results(FAIL), 'unverified', fields='From: paul@example.org\n'),
    server('from-group', 'a group of one', results(PASS), frm='CNAM: assurance-maladie@info.ameli.fr;'),
    server('from-group-two', 'a group of two', results(PASS), 'unverified', frm='CNAM: assurance-maladie@info.ameli.fr, x@example.org;'),
    server('from-list', 'a foreign address first', results(PASS), 'unverified', frm='x@example.org, assurance-maladie@info.ameli.fr'),
    server('from-comment', 'a comment after the address', results(PASS), frm='assurance-maladie@info.ameli.fr (CNAM)'),
    server('from-folded', 'folded', results(PASS), frm='"Votre Assurance\n Maladie"\n <assurance-maladie@info.ameli.fr>'),
    server('from-upper', 'capitals', results(PASS), frm='Ameli <ASSURANCE-MALADIE@INFO.AMELI.FR>'),
    server('from-no-domain-official', 'the ministry', results('dmarc=pass header.from=sante.gouv.fr'), frm='x@sante.gouv.fr'),
    server('from-gouv-other', 'another ministry\'s result', results('dmarc=pass header.from=impots.gouv.fr'), 'unverified', frm='x@sante.gouv.fr'),
    server('from-posing-passes', 'an impostor\'s own DMARC', results('dmarc=pass header.from=amelli.fr'), 'forged', frm='x@amelli.fr'),
    server('from-posing-untrusted', 'posing needs no server\'s word', '', 'forged', trust=(), frm='x@monespacesant.fr'),
    server('from-posing-greek', '', '', 'forged', frm='ΑΜΕLΙ <x@evil.example>'),
    server('from-posing-rtl', 'a name written backwards', '', 'forged', frm='\u202eilema\u202c <x@evil.example>'),
    server('from-posing-comment', 'an official address in a comment', '', 'forged', frm='x@evil.example (assurance-maladie@info.ameli.fr)'),
    server('from-posing-base64', 'the name in base64', '', 'forged', frm='=?UTF-8?B?QXNzdXJhbmNlIE1hbGFkaWU=?= <x@evil.example>'),
    server('from-posing-latin', 'in Latin-1', '', 'forged', frm='=?iso-8859-1?Q?Mon_espace_sant=E9?= <x@evil.example>'),
    server('from-posing-split', 'one word in two encoded words', '', 'forged', frm='=?utf-8?q?Assurance_Mal?= =?utf-8?q?adie?= <x@evil.example>'),
    server('from-posing-gouv', 'a hyphen for a dot', '', 'forged', frm='x@sante-gouv.fr'),
    server('from-posing-number', 'with a department', '', 'forged', frm='x@ameli75.fr'),
    server('from-posing-login', 'a domain and more', '', 'forged', frm='x@monespacesante.fr-login.top'),
    none('from-namesake', 'a surname', 'Salut !', frm='Camille Ameli-Durand <camille.ameli-durand@example.fr>', subject='Salut'),
    none('from-better', 'a verb as domain', 'Bonjour', frm='x@ameliorer.fr', subject='Travaux'),
    none('from-hotel', 'a first name in a domain', 'Bonjour', frm='x@hotel-amelia.fr', subject='Chambre'),
    none('from-paper', 'a paper of its own name', 'Mon espace santé : ce qui change.', frm='Le Journal <lettre@journal.example>',
         subject='Mon espace santé : ce qui change'),
]

MAILS = SERVERS + GRAMMAR + PLACE + SENDERS
