"""One notice of 30 KB read and judged in process, beside Python's e-mail parser and one regex over the
decoded body: what a script would do (no visible text of HTML, no dates, no verdict)."""
import email
import email.policy
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
TIMES = 500
SIZE = 30_000
PATTERN = re.compile(r'code\s+provisoire[^.;!?]{0,80}?\b([A-Za-z0-9]{12})\b', re.I)


def mail():
    """An HTML letter, quoted-printable, with the bulk of layout that such mails have."""
    words = ('<p>Votre service Mon espace sant&eacute; a &eacute;t&eacute; cr&eacute;&eacute;. Vous '
             'pouvez vous y opposer dans les six semaines.</p>'
             '<p>Code provisoire : <b>AbCd3fGh1JkL</b></p>')
    cell = ('<table role="presentation" style="border:0;padding:0 12px"><tr><td style="color:#333">'
            'Retrouvez vos documents et vos rendez-vous.</td></tr></table>\n')
    body = '<html><body>\n' + words + '\n'
    while len(body) < SIZE * 0.88:
        body += cell
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message['From'] = 'assurance-maladie@info.ameli.fr'
    message['Subject'] = 'Votre service Mon espace santé a été créé'
    message['Date'] = 'Wed, 12 Jan 2022 10:00:00 +0100'
    message['Message-ID'] = '<bench@info.ameli.fr>'
    message.set_content(body + '</body></html>\n', subtype='html', cte='quoted-printable')
    return bytes(message)


def naive(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return PATTERN.search(re.sub('<[^>]*>', '', message.get_body(('html', 'plain')).get_content()))


def peer(raw):
    assert naive(raw)
    for _ in range(TIMES):
        start = time.perf_counter()
        naive(raw)
        yield (time.perf_counter() - start) * 1e6


def row(name, times):
    times = sorted(times)
    print(f'  {name:44}{statistics.median(times) / 1e3:9.2f}{times[0] / 1e3:8.2f}'
          f'{times[-1] / 1e3:8.2f}')
    return statistics.median(times)


def main():
    raw = mail()
    program = pathlib.Path(os.environ['VIGIE']).parent / 'detect-bench'
    with tempfile.NamedTemporaryFile(suffix='.eml') as file:
        file.write(raw)
        file.flush()
        said = subprocess.run([program, TOP / 'rules', file.name, str(TIMES)], check=True,
                              capture_output=True, text=True).stdout
    title = f'One notice of {len(raw) / 1000:.0f} KB, ms ({TIMES})'
    print(f'{title:46}   median     min     max')
    other = row('Python: e-mail parser, one regex', peer(raw))
    own = row('vigie: read, all rules, dates, verdict', [float(line) for line in said.split()])
    print(f'  ratio {own / other:.2f}')


if __name__ == '__main__':
    main()
