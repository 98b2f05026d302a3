"""Who vouches for a mail: Authentication-Results in the shapes of real servers."""
from build import CNAM, attached, mail, multipart, notice, part

TEXT = '''Votre espace santé sera ouvert dans six semaines, sauf opposition de votre part.

Code provisoire : Sd5Fg7Hj9KlM'''
CODE = 'Sd5Fg7Hj9KlM'
CERTAIN = ('mx.example.fr',)


def server(name, why, top, authenticity='authentic', trust=CERTAIN, frm=CNAM, **fields):
    return notice(name, why, TEXT, CODE, top=top, authenticity=authenticity, trust=trust, frm=frm,
                  **fields)


def results(value, authserv_id='mx.example.fr'):
    return f'Authentication-Results: {authserv_id};\n {value}\n'


HOP = 'Received: from out.info.ameli.fr (out.info.ameli.fr [192.0.2.7]) by {by} with ESMTPS; ' \
      'Thu, 03 Feb 2022 09:12:50 +0100\n'
AMELI = 'header.from=info.ameli.fr'

SHAPES = [
    server('gmail', 'stamps below its own hops', '''Received: by 2002:a05:6000:1234:b0:1e3:f5d7:1 with SMTP id x1csp123;
        Thu, 03 Feb 2022 00:12:51 -0800 (PST)
X-Received: by 2002:a5d:6b0a:: with SMTP id y10mr1;
        Thu, 03 Feb 2022 00:12:51 -0800 (PST)
ARC-Authentication-Results: i=1; mx.google.com; dmarc=pass header.from=info.ameli.fr
Received: from out.info.ameli.fr (out.info.ameli.fr. [192.0.2.7])
        by mx.google.com with ESMTPS id z1; Thu, 03 Feb 2022 00:12:50 -0800 (PST)
Authentication-Results: mx.google.com;
       dkim=pass header.i=@info.ameli.fr header.s=s1 header.b=AbCdEf12;
       spf=pass (google.com: domain of bounce@info.ameli.fr designates 192.0.2.7 as permitted sender)
        smtp.mailfrom=bounce@info.ameli.fr;
       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=info.ameli.fr
''', trust=('mx.google.com',)),
    server('gmail-fail', 'and says no', '''Received: from evil.example by mx.google.com with ESMTPS id z1;
 Thu, 03 Feb 2022 00:12:50 -0800 (PST)
Authentication-Results: mx.google.com;
       spf=softfail (google.com: domain of transitioning x@info.ameli.fr) smtp.mailfrom=x@info.ameli.fr;
       dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=info.ameli.fr
''', 'forged', ('mx.google.com',)),
    server('outlook', 'no authserv-id: nothing that could be trusted', '''Authentication-Results: spf=pass
 (sender IP is 192.0.2.7) smtp.mailfrom=info.ameli.fr; dkim=pass (signature was verified)
 header.d=info.ameli.fr;dmarc=pass action=none header.from=info.ameli.fr;compauth=pass reason=100
Received: from x (192.0.2.7) by AM6EUR05FT010.mail.protection.outlook.com; Thu, 3 Feb 2022 08:12:50 +0000
''', 'unverified', ('outlook.com', 'protection.outlook.com')),
    server('laposte', 'one field for each method, adjacent', results(
        'dkim=pass (2048-bit key) header.d=info.ameli.fr header.i=@info.ameli.fr', 'mlpnf0110.laposte.net')
           + results('spf=pass smtp.mailfrom=bounce@info.ameli.fr', 'mlpnf0110.laposte.net')
           + results('dmarc=pass (p=reject dis=none) header.from=info.ameli.fr', 'mlpnf0110.laposte.net')
           + HOP.format(by='mlpnf0110.laposte.net'), trust=('mlpnf0110.laposte.net',)),
    server('ovh', 'varies by host: another host than the pinned one', results(
        'dkim=pass header.d=info.ameli.fr; dmarc=pass header.from=info.ameli.fr', 'mx7.mail.ovh.net'),
           'unverified', ('mx1.mail.ovh.net',)),
    server('ovh-pinned', 'an aligned signature alone', results(
        'dkim=pass (2048-bit key; unprotected) header.d=info.ameli.fr header.i=@info.ameli.fr '
        'header.b="k1"; dkim-atps=neutral', 'mx1.mail.ovh.net') + HOP.format(by='mx1.mail.ovh.net'),
        trust=('mx1.mail.ovh.net',)),
    server('fastmail', 'long, with policy results and comments', '''Received: from mailmx.nyi.internal ([10.202.2.200])
  by compute1.internal (LMTPProxy); Thu, 03 Feb 2022 03:12:51 -0500
Authentication-Results: mx5.messagingengine.com;
    arc=none (no signatures found);
    bimi=skipped (DMARC Policy is not at enforcement);
    dkim=pass (2048-bit rsa key sha256) header.d=info.ameli.fr
      header.i=@info.ameli.fr header.b=xyz header.a=rsa-sha256 header.s=s1 x-bits=2048;
    dmarc=pass policy.published-domain-policy=reject
      policy.applied-disposition=none policy.evaluated-disposition=none
      (p=reject,d=none,d.eval=none) policy.policy-from=p header.from=info.ameli.fr;
    iprev=pass smtp.remote-ip=192.0.2.7 (out.info.ameli.fr);
    spf=pass smtp.mailfrom=bounce@info.ameli.fr smtp.helo=out.info.ameli.fr
''', trust=('mx5.messagingengine.com',)),
    server('rspamd', 'the reason after the method', '''Authentication-Results: mx.example.fr;
	dkim=pass header.d=info.ameli.fr header.s=s1 header.b=abc;
	dmarc=pass (policy=reject) header.from=info.ameli.fr;
	spf=pass (mx.example.fr: domain of bounce@info.ameli.fr designates 192.0.2.7 as permitted sender) smtp.mailfrom=bounce@info.ameli.fr
'''),
    server('opendmarc', 'one milter for each, each its field', '''Authentication-Results: mx.example.fr; dmarc=pass (p=reject dis=none) header.from=info.ameli.fr
Authentication-Results: mx.example.fr;
	dkim=pass (2048-bit key) header.d=info.ameli.fr header.i=@info.ameli.fr header.b="QWErt+12"
Authentication-Results: mx.example.fr; spf=pass smtp.mailfrom=info.ameli.fr
'''),
    server('version', 'with the version', 'Authentication-Results: mx.example.fr 1; dmarc=pass '
           'header.from=info.ameli.fr\n'),
    server('folded-case', 'names fold case', 'AUTHENTICATION-RESULTS: MX.Example.FR; DMARC=Pass '
           'Header.From=info.ameli.fr\n'),
    server('folded', 'a comment before the id, tabs, nested comments', 'Authentication-Results: (x (y))\n\t'
           'mx.example.fr (ok); (z) dmarc (is) = (well) pass\n\t(p=reject) header.from = info.ameli.fr\n'),
    server('quoted-id', 'an id in quotes', 'Authentication-Results: "mx.example.fr"; dmarc=pass '
           'header.from="info.ameli.fr"\n'),
    server('org-aligned', 'the organisation\'s domain signed', results('dkim=pass header.d=ameli.fr')),
    server('no-results', 'the server checked nothing', results('none'), 'unverified'),
    server('no-field', 'no field at all', '', 'unverified'),
    server('none-trusted', 'nobody is trusted', results(f'dmarc=pass {AMELI}'), 'unverified', ()),
]

REFUSED = [
    server('dmarc-fail', '', results(f'dmarc=fail {AMELI}'), 'forged'),
    server('dmarc-fail-untrusted', 'a stranger says so', results(f'dmarc=fail {AMELI}', 'mx.evil.example'),
           'unverified'),
    server('spf-only', 'SPF alone never counts', results('spf=pass smtp.mailfrom=info.ameli.fr'),
           'unverified'),
    server('dkim-foreign', 'another domain signed', results('dkim=pass header.d=mailer.example'),
           'unverified'),
    server('dkim-suffix', 'a domain that merely ends alike', results('dkim=pass header.d=notameli.fr'),
           'unverified'),
    server('dkim-fail-dmarc-pass', 'DMARC decides', results(f'dkim=fail header.d=info.ameli.fr; dmarc=pass {AMELI}')),
    server('dmarc-none', 'no policy, an aligned signature', results(
        f'dmarc=none {AMELI}; dkim=pass header.d=info.ameli.fr')),
    server('dmarc-temperror', '', results(f'dmarc=temperror {AMELI}'), 'unverified'),
    server('in-comment', 'the pass stands in a comment', results(f'dmarc=none (dmarc=pass {AMELI})'),
           'unverified'),
    server('in-quotes', 'the pass stands in a quoted string', results(
        f'spf=none reason="; dmarc=pass {AMELI}"'), 'unverified'),
    server('below-stranger', 'a field of the sender\'s own below a foreign hop',
           HOP.format(by='mx.other.example') + results(f'dmarc=pass {AMELI}'), 'unverified'),
    server('not-adjacent', 'a second field further down is the sender\'s own', results('spf=pass '
           'smtp.mailfrom=info.ameli.fr') + HOP.format(by='mx.example.fr') + results(f'dmarc=pass {AMELI}'),
           'unverified'),
    server('topmost-says-no', 'a forged pass below the fail', results(f'dmarc=fail {AMELI}')
           + HOP.format(by='mx.example.fr') + results(f'dmarc=pass {AMELI}'), 'forged'),
    server('id-alike', 'an id that contains the trusted one', results(f'dmarc=pass {AMELI}',
           'mx.example.fr.evil.example'), 'unverified'),
    server('other-from', 'DMARC of another domain', results('dmarc=pass header.from=evil.example'),
           'unverified'),
    server('two-from', 'two From fields', results(f'dmarc=pass {AMELI}'), 'unverified',
           fields='From: Votre caisse <x@info.ameli.fr>\n'),
    server('two-addresses', 'two addresses in From', results(f'dmarc=pass {AMELI}'), 'unverified',
           frm='assurance-maladie@info.ameli.fr, paul@example.org'),
    server('likely-domain', 'a name of a likely form is anyone\'s', results(
        'dmarc=pass header.from=msa-nouvelle.fr'), 'unverified', frm='MSA <x@msa-nouvelle.fr>'),
    notice('links', 'links to foreign hosts never make it forged', TEXT + '\nhttps://partenaire.example/a',
           CODE, top=results(f'dmarc=pass {AMELI}'), trust=CERTAIN, authenticity='authentic'),
    notice('attached-authenticated', 'the original\'s own fields inside a friend\'s forward', '', CODE,
           raw=mail(multipart('mixed', part('Voir.'), attached(mail(TEXT, top=results(f'dmarc=pass {AMELI}')))),
                    frm='Paul <paul@example.org>', subject='Fwd', date='Sun, 20 Feb 2022 18:30:00 +0100',
                    top=results('dmarc=pass header.from=example.org')),
           trust=CERTAIN, source='original'),
]

MAILS = SHAPES + REFUSED
