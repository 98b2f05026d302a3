"""Who sends, and who vouches: fields as servers write them and as forgers would, names and domains
that are close, wordings that no rule knows beside calm ones from the same sender."""
import base64

from build import CNAM, DAY, none, notice, other, part

CODE = 'Qm4Zt7Bx2Kd9'
TRUST = ('mail.example.fr',)
HOP = 'Received: from {} ({} [192.0.2.9])\n\tby {} with ESMTPS id 6F1A2; Thu, 03 Feb 2022 09:12:50 +0100\n'
INFO = 'header.from=info.ameli.fr'

LETTER = '''Madame, Monsieur,

Nous vous écrivons au sujet de Mon espace santé, le carnet de santé numérique proposé par les pouvoirs
publics. Il sera mis à votre disposition d’ici six semaines. Si vous ne le souhaitez pas, signalez-le
avant cette échéance au 34 22 ou sur www.monespacesante.fr.

Code provisoire à saisir : Qm4Zt7Bx2Kd9

La direction de votre caisse'''

PAGE = '''<html><body bgcolor="#F4F6FA"><div style="display:none;max-height:0">Vos droits&nbsp;&zwnj;</div>
<table width="600"><tr><td><p>Bonjour,</p><p>votre profil Mon espace santé sera créé dans six semaines, sauf
opposition de votre part.</p><p>Code provisoire&nbsp;: <font color="#0C419A">Qm4Zt7</font><font
color="#0C419A">Bx2Kd9</font></p><p style="font-size:11px">Ce message vous est adressé automatiquement.
<a href="https://statsndm.info.ameli.fr/m/unsub?u=8fK2mQ0zXp41">Se désabonner</a></p></td></tr></table>
</body></html>'''


def word(text, charset='utf-8'):
    return f'=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?='


def border(value, host='mail.example.fr', field='Authentication-Results', below=''):
    """The field of the border above its own Received."""
    return f'{field}: {value}\n' + HOP.format('mta3.info.ameli.fr', 'unknown', host) + below


def sent(name, why, top, authenticity, trust=TRUST, frm=CNAM, **fields):
    content = LETTER if len(name) % 2 else part(PAGE, 'html')
    return notice(f'sender-{name}', why, content, CODE, top=top, authenticity=authenticity,
                  trust=trust, frm=frm, **fields)


# What the border says, in its words. (name, the field's value, verdict, why)
SAID = [
    ('amavis', 'mail.example.fr (amavisd-new); dkim=pass (2048-bit key)\n header.d=info.ameli.fr',
     'authentic', 'a comment behind the id'),
    ('zoho', f'mail.example.fr;\n\tdkim=pass;\n\tdmarc=pass(p=quarantine dis=none)  {INFO}', 'authentic',
     'a signature without a property, a comment without a blank'),
    ('zoho-bare', 'mail.example.fr;\n\tdkim=pass;\n\tspf=pass  smtp.mailfrom=x@sender.example;',
     'unverified', 'a signature of nobody'),
    ('version', f'mail.example.fr 1; dkim=none; dmarc=pass {INFO}', 'authentic', 'the version'),
    ('method-version', 'mail.example.fr; dkim/1 = fail header.d=x.example; dmarc / 1 = pass header . from '
     '= info.ameli.fr', 'authentic', 'versions of methods, blanks wherever they may stand'),
    ('quoted', '"mail.example.fr"; dmarc=pass header.from="info.ameli.fr"', 'authentic', 'quoted'),
    ('comment', f'mail.example.fr; spf=none (said (dmarc=pass) \\) ; dmarc=pass {INFO} ) '
     'smtp.mailfrom=a@b.example', 'unverified', 'all that passes stands in a comment'),
    ('quoted-local', f'mail.example.fr; spf=pass smtp.mailfrom="x\\";dmarc=pass {INFO};\\""@evil.example',
     'unverified', 'it passes in a local part'),
    ('reason', f'mail.example.fr; dkim=fail reason="; dmarc=pass {INFO}" header.d=info.ameli.fr; '
     f'dmarc=fail {INFO}', 'forged', 'it passes in a reason, and fails'),
    ('unclosed', f'mail.example.fr; spf=none (oops ; dmarc=pass {INFO}', 'unverified',
     'an open comment takes the rest'),
    ('quote-in-comment', f'mail.example.fr (the\n "border";\n dmarc=fail) ; dmarc=pass\n (really) {INFO}',
     'authentic', 'quotation marks in a comment mean nothing'),
    ('escaped-quote', f'mail.example.fr; dkim=fail reason="a \\" ; dmarc=pass {INFO} ; x=\\"" '
     'header.d=info.ameli.fr', 'unverified', 'an escaped quotation mark ends nothing'),
    ('none', 'mail.example.fr; none', 'unverified', 'nothing was looked at'),
    ('bestguess', f'mail.example.fr; dmarc=bestguesspass {INFO}', 'unverified', 'a guess is no pass'),
    ('temperror', f'mail.example.fr; dkim=temperror header.d=info.ameli.fr; dmarc=temperror {INFO}',
     'unverified', 'the DNS did not answer'),
    ('no-policy', f'mail.example.fr; dkim=fail header.d=info.ameli.fr; dmarc=none {INFO}', 'unverified',
     'DMARC said nothing'),
    ('mailbox', 'mail.example.fr; dmarc=pass header.from="assurance-maladie@info.ameli.fr"', 'authentic',
     'the whole address'),
    ('private-methods', 'mail.example.fr; x-tls.subject="/CN=mta3"; x-ptr=pass smtp.helo=mta3.info.ameli.fr '
     f'policy.ptr=mta3; dmarc=pass policy.from=x {INFO}; x-google-dkim=none', 'authentic',
     'methods that nobody registered'),
    ('no-blank', f'mail.example.fr;dkim=pass header.d=info.ameli.fr;dmarc=pass {INFO}', 'authentic', 'none'),
    ('both', f'mail.example.fr; dkim=pass header.d=info.ameli.fr; dmarc=fail (p=reject) {INFO}', 'forged',
     'a failure of DMARC outweighs a signature'),
    ('sibling', 'mail.example.fr; dkim=pass header.d=mail.ameli.fr', 'authentic', 'the same organisation'),
    ('provider', 'mail.example.fr; dkim=pass header.d=sendinblue.com; spf=pass smtp.mailfrom=x@sendinblue.com',
     'unverified', 'signed by whoever sent it out'),
    ('provider-and-own', 'mail.example.fr; dkim=pass header.d=sendinblue.com; dkim=pass header.d=ameli.fr',
     'authentic', 'and by the sender'),
    ('tail', 'mail.example.fr; dkim=pass header.d=notameli.fr', 'unverified', 'it only ends alike'),
    ('identity', 'mail.example.fr; dkim=pass header.i=info.ameli.fr@evil.example', 'unverified',
     'what stands before the @ is no domain'),
    ('other-from', 'mail.example.fr; dmarc=pass header.from=newsletter.example', 'unverified',
     'of another From'),
    ('lookalike-id', f'mai1.example.fr; dmarc=pass {INFO}', 'unverified', 'another id'),
    ('id-prefix', f'mail.example.fr.evil.example; dmarc=pass {INFO}', 'unverified', 'it only begins alike'),
]

PASS = border(f'mail.example.fr; dmarc=pass {INFO}')
TRACE = [
    sent('yahoo', 'a semicolon at the end', border(
        f'atlas.omega.yahoo.com;\n dkim=pass header.i=@info.ameli.fr;\n dmarc=pass(p=QUARANTINE) {INFO};',
        'atlas.omega.yahoo.com'), 'authentic', ('atlas.omega.yahoo.com',)),
    sent('icloud', 'an id for each method, the pinned one third', ''.join(
        f'Authentication-Results: {one}\n' for one in (
            'bimi.icloud.com; bimi=skipped reason="insufficient dmarc"', 'arc.icloud.com; arc=none',
            f'dmarc.icloud.com; dmarc=pass {INFO}', 'spf.icloud.com; spf=pass smtp.mailfrom=x@y.example'))
         + HOP.format('mta3.info.ameli.fr', 'unknown', 'p00-vip-14.icloud.com'), 'authentic',
         ('dmarc.icloud.com',)),
    sent('proton-fail', 'of three fields the last fails', ''.join(
        f'Authentication-Results: mail.protonmail.ch; {one}\n' for one in (
            'dkim=none', 'spf=softfail smtp.mailfrom=info.ameli.fr', f'dmarc=fail (p=quarantine) {INFO}'))
         + HOP.format('x.example', 'x.example', 'mailin037.protonmail.ch'), 'forged',
         ('mail.protonmail.ch',)),
    sent('imported', 'fetched by another provider, whose hop stands above', 'Received: from mlp.laposte.net '
         'by mx.google.com with ESMTPS id q1; Thu, 03 Feb 2022 10:00:00 +0100\n'
         + border(f'laposte.net; dmarc=pass {INFO}', 'mlp.laposte.net'), 'unverified', ('laposte.net',)),
    sent('two-pinned', 'two pinned servers in one block', 'Authentication-Results: filter.example.fr; spf=none\n'
         + PASS, 'authentic', TRUST + ('filter.example.fr',)),
    sent('original-field', 'fields of other names', ''.join(
        border(f'mail.example.fr; dmarc=pass {INFO}', field=field) for field in (
            'Authentication-Results-Original', 'X-Authentication-Results', 'ARC-Authentication-Results')),
         'unverified'),
    sent('forged-below', 'the border failed it, the sender wrote that it passed', border(
        f'mail.example.fr; dkim=none; dmarc=fail {INFO}',
        below=f'Authentication-Results: mail.example.fr; dmarc=pass {INFO}\n'), 'forged'),
    sent('mimecast', 'a hop of the same organisation above', 'Received: from eu-1.mimecast.com ([10.1.2.3]) by '
         'eu-2.mimecast.com with ESMTP; Thu, 03 Feb 2022 10:00:00 +0100\n'
         + border(f'relay.mimecast.com; dmarc=pass (policy=none) {INFO}', 'eu-1.mimecast.com'), 'authentic',
         ('relay.mimecast.com',)),
    sent('gouv-neighbour', 'gouv.fr is no organisation', border(
        'mail.example.fr; dkim=pass header.d=impots.gouv.fr'), 'unverified',
         frm='Mon espace santé <noreply@esante.gouv.fr>'),
    sent('gouv-own', 'below the sender’s own', border(
        'mail.example.fr; dkim=pass header.d=mail.esante.gouv.fr'), 'authentic',
         frm='Mon espace santé <noreply@esante.gouv.fr>'),
    sent('comment-name', 'a name in a comment, of old', PASS, 'authentic',
         frm='assurance-maladie@info.ameli.fr (Votre Assurance Maladie)'),
    sent('local-trap', 'the official address is a local part', border(
        'mail.example.fr; dkim=pass header.d=evil.example'), 'forged',
         frm='"assurance-maladie@info.ameli.fr"@evil.example'),
    sent('list', 'a list broke the signature: the contract says forged', border(
        'mail.example.fr; dkim=fail (body hash did not verify) header.d=info.ameli.fr; '
        f'dmarc=fail (p=quarantine dis=none) {INFO}'), 'forged',
         fields='List-Id: <famille.listes.example.net>\n'),
]

# Who poses. (name, From, why)
POSING = [
    ('split-word', '=?utf-8?Q?Votre_Assu?= =?utf-8?Q?rance_Mala?= =?utf-8?Q?die?= <service@sante.example>',
     'over three encoded words'),
    ('zero-width', word('Mon espace\u200b san\u200dté') + ' <contact@qw.example>', 'invisible letters'),
    ('cyrillic', word('Аssurance Mаladie') + ' <contact@qw.example>', 'Cyrillic letters'),
    ('bold', word('𝐀𝐬𝐬𝐮𝐫𝐚𝐧𝐜𝐞 𝐌𝐚𝐥𝐚𝐝𝐢𝐞') + ' <contact@qw.example>', 'mathematical letters'),
    ('word-address', word('assurance-maladie@info.ameli.fr') + ' <news@qw.example>', 'an address as name'),
    ('override', word('\u202erf.ilema.ofni@eidalam-ecnarussa') + ' <x@qw.example>', 'turned around'),
    ('underscore', '"Assurance_Maladie" <x@qw.example>', 'an underscore'),
    ('refunds', '"Mes remboursements Ameli" <x@qw.example>', 'the name at the end'),
    ('office', word('Caisse primaire d’assurance maladie de Paris') + ' <cpam75@qw.example>', 'an office'),
    ('sign', word('✅ Assurance Maladie') + ' <x@qw.example>', 'a sign before it'),
    ('zero-width-domain', 'Service <x@info.am\u200beli.fr>', 'an invisible letter in the domain'),
    ('soft-hyphen', 'Service <x@info.ame\u00adli.fr>', 'a soft hyphen there'),
    ('full-width', 'Service <x@info.ａｍｅｌｉ.fr>', 'full-width letters there'),
    ('capital-i', 'Service <x@ameIi.fr>', 'I for l'),
    ('run-on', 'Service <x@monespacesante.fr-activation.info>', 'the official name runs on'),
    ('deep', 'Service <x@monespacesante.gouv.fr.verif.example>', 'below a foreign domain'),
    ('greek', 'Service <x@' + 'αmeli'.encode('idna').decode() + '.fr>', 'punycode of a Greek alpha'),
    ('accent', 'Service <x@' + 'monespacesanté'.encode('idna').decode() + '.com>', 'and of an accent'),
    ('plural', 'Service <x@assurance-maladies.fr>', 'an s more'),
    ('scheme', 'MSA <contact@msa-mon-espace-sante.com>', 'the service’s name in a foreign domain'),
]

# Of the official sender, by other words. (name, subject, text, code)
NEW = [
    ('refuse', 'Votre choix', 'Vous pouvez refuser Mon espace santé. Il vous suffit de nous le signaler.', None),
    ('token', 'Mon espace santé et vous', 'Voici de quoi vous identifier sur Mon espace santé :\n\nw3Tn8KxP5rLd',
     'w3Tn8KxP5rLd'),
    ('generated', 'Mon espace santé', 'La génération automatique des profils Mon espace santé aura lieu le mois '
     'prochain, sauf refus exprimé.', None),
    ('disagree', 'Un service', 'Sans désaccord de votre part, Mon espace santé sera là dans un mois et demi.', None),
    ('attached', 'Courrier', 'Veuillez trouver ci-joint le courrier relatif à l’ouverture de Mon espace santé.',
     None),
    ('resumed', 'Reprise', 'La création de Mon espace santé, suspendue, reprend dans votre département.', None),
    ('presumed', 'Votre accord', 'Sans réponse, votre accord à Mon espace santé sera réputé acquis au bout de '
     '42 jours.', None),
]

# (name, subject, text)
CALM = [
    ('access', 'Accès à votre profil', 'Le Dr Leroy a accédé à votre profil Mon espace santé le 2 février 2022. Si '
     'vous ne connaissez pas ce professionnel, vous pouvez bloquer son accès.'),
    ('read', 'Mon espace santé', 'Le document « Compte rendu.pdf » a été ouvert par le Dr Petit dans Mon espace '
     'santé.'),
    ('new-code', 'Votre nouveau code provisoire', 'Vous avez demandé un nouveau code provisoire pour Mon espace '
     'santé. Le voici : Lq5Wz8Nc2RtX. Si vous n’êtes pas à l’origine de cette demande, ignorez ce message.'),
    ('password', 'Mot de passe modifié', 'Le mot de passe de votre compte Mon espace santé a été modifié.'),
    ('device', 'Nouvelle connexion', 'Une connexion à Mon espace santé depuis un nouvel appareil a été détectée.'),
    ('deleted', 'Suppression', 'La suppression de vos données de Mon espace santé, que vous avez demandée, est '
     'terminée.'),
    ('maintenance', 'Maintenance', 'Mon espace santé sera indisponible dimanche de 6h à 10h pour maintenance.'),
    ('helper', 'Accès aidant', 'Paul Martin vous a ajouté comme aidant sur Mon espace santé.'),
]

OPPOSED = '''Madame,

Votre opposition à la création de Mon espace santé a bien été enregistrée le 2 février 2022.

Rappel du code provisoire utilisé : Zt5Kp8Lm2Qx7'''

MAILS = [
    *(sent(name, why, border(value), verdict) for name, value, verdict, why in SAID),
    *TRACE,
    *(sent(f'poses-{name}', why, '', 'forged', (), frm) for name, frm, why in POSING),
    *(other('unrecognised', f'sender-new-{name}', 'no rule knows it', text, [(code, None)], sent=DAY,
            source='date', subject=subject, top=PASS, trust=TRUST, authenticity='authentic')
      for name, subject, text, code in NEW),
    *(none(f'sender-calm-{name}', 'MAIL.md names it', text, subject=subject, top=PASS, trust=TRUST,
           authenticity='authentic') for name, subject, text in CALM),
    other('opposition', 'sender-opposed-code', 'a confirmation that prints the code', OPPOSED,
          [('Zt5Kp8Lm2Qx7', None)], subject='Votre opposition', top=PASS, trust=TRUST,
          authenticity='authentic'),
    other('opposition', 'sender-opposed-posing', 'by somebody who poses', OPPOSED.split('\n\nRappel')[0],
          subject='Votre opposition', frm='Mon espace santé <info@monespacesante.info>', trust=TRUST,
          authenticity='forged'),
]
