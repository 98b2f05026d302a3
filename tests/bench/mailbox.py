"""A Maildir like those that people have: thousands of mails of mixed size, few of which matter."""
import base64
import email.header
import email.utils
import os
import random
import time

from mails import notice

SPREAD_DAYS = 80  # within the 90 that Vigie looks back at first sight
SMALLEST, LARGEST = 2_000, 40_000
# The same mails in every run.
SEED = 20220203
# What people sign up for; no word of it makes a candidate.
SUBJECTS = ['Votre commande est en route', 'Réunion de jeudi', 'Photos du week-end', 'Re: devis',
            'La lettre de la médiathèque', 'Facture du mois', 'Soldes : derniers jours',
            'Conseil de classe', 'Your build failed', 'Rendez-vous confirmé']
LINE = 'Lorsque nous avons choisi le projet, il fallait encore trouver un lieu et des gens. '


def _headers(dice, number, stamp):
    when = email.utils.formatdate(stamp)
    domain = f'shop{dice.randrange(400)}.example'
    subject = f'{dice.choice(SUBJECTS)} {number}'
    signature = base64.b64encode(dice.randbytes(256)).decode()
    lines = [f'Return-Path: <bounce-{number}@{domain}>',
             f'Received: from mx.{domain} (mx.{domain} [192.0.2.{number % 250}])\r\n'
             f'\tby mx.test with ESMTPS id {number:08x}; {when}',
             f'Authentication-Results: mx.test; dkim=pass header.d={domain}',
             f'DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=k1; h=from:to:subject;\r\n'
             f'\tb={signature}',
             f'From: Maison {dice.randrange(400)} <news@{domain}>',
             'To: jean@example.fr',
             f'Subject: {email.header.Header(subject, "utf-8").encode()}',
             f'Date: {when}',
             f'Message-ID: <{number}.{stamp}@{domain}>',
             'MIME-Version: 1.0',
             'Content-Type: text/plain; charset=UTF-8']
    if dice.random() < 0.4:
        lines.append(f'List-Id: <news.{domain}>')
    return '\r\n'.join(lines) + '\r\n\r\n'


def _ordinary(dice, number, stamp):
    size = int(SMALLEST * (LARGEST / SMALLEST) ** dice.random())
    head = _headers(dice, number, stamp)
    lines = max(1, (size - len(head)) // (len(LINE) + 2))
    return (head + (LINE + '\r\n') * lines).encode()


def _candidate(dice, number, stamp):
    """Of the same sender as a notice, about something else."""
    return (_ordinary(dice, number, stamp)
            .replace(b'\r\nFrom: Maison', b'\r\nFrom: Votre Assurance Maladie '
                     b'<assurance-maladie@info.ameli.fr>\r\nX-Former: Maison'))


def fill(folder, count, candidates, notices):
    """Writes `count` mails, `candidates` of which must be read whole, `notices` of which are real;
    returns the bytes written."""
    dice = random.Random(SEED)
    chosen = dice.sample(range(count), candidates)
    real = {number: f'bE{place:02d}cH4rK5mN' for place, number in enumerate(chosen[:notices])}
    for name in ('cur', 'new', 'tmp'):
        (folder / name).mkdir(parents=True)
        (folder / name).chmod(0o777)
    folder.chmod(0o777)
    start, total = int(time.time()) - SPREAD_DAYS * 86400, 0
    for number in range(count):
        stamp = start + number * SPREAD_DAYS * 86400 // count
        if number in real:
            mail = notice(real[number], stamp)
        else:
            mail = (_candidate if number in chosen else _ordinary)(dice, number, stamp)
        # S= and W=: the sizes, as Dovecot's own delivery notes them.
        path = folder / 'cur' / f'{stamp}.M{number}.bench,S={len(mail)},W={len(mail)}:2,S'
        path.write_bytes(mail)
        path.chmod(0o644)
        os.utime(path, (stamp, stamp))
        total += len(mail)
    return total
