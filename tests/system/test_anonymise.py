"""A sample for the project holds nothing of its people, and is still detected alike."""
import datetime
import email
import email.header
import email.utils
import html
import os
import re
import subprocess
import sys

import pytest

from servers import TOP
from test_corpus import batch  # noqa: F401 (a fixture)

sys.path.insert(0, str(TOP / 'tests/corpus'))

from make import corpus  # noqa: E402

TITLES = {'madame', 'monsieur', 'mme', 'undisclosed', 'recipients'}
TELEPHONE = re.compile(r'(?<![\w.])0[1-9]([ .-]?)\d\d(?:\1\d\d){3}(?!\w)')
STEP = 12  # every so many mails; all of them with --all
NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.timezone.utc)


def run(binary, *words, data=None):
    return subprocess.run([binary, '--now', NOW.isoformat(), *words], input=data,
                          capture_output=True, timeout=60)


def explained(batch, raws, folder):
    """What each is, come at one moment; all of them by one process."""
    paths = []
    for number, raw in enumerate(raws):
        paths.append(folder / f'{number}.eml')
        paths[-1].write_bytes(raw)
        os.utime(paths[-1], (NOW.timestamp(),) * 2)
    return batch(paths)


def decodings(raw):
    """The mail as it stands, and every field and part of it decoded."""
    yield raw.decode('latin-1')
    for part in email.message_from_bytes(raw).walk():
        for value in part.values():
            try:
                yield str(email.header.make_header(email.header.decode_header(value)))
            except (LookupError, UnicodeError, email.errors.HeaderParseError):
                pass
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        if payload:
            text = payload.decode('latin-1') + '\n' + payload.decode('utf-8', 'replace')
            yield text
            yield html.unescape(re.sub('<[^>]*>', '', text))


def written(message, *names):
    """The values of these fields, decoded."""
    for name in names:
        for value in message.get_all(name, []):
            try:
                yield str(email.header.make_header(email.header.decode_header(value)))
            except (LookupError, UnicodeError, email.errors.HeaderParseError):
                yield str(value)


def secrets(finding, raw):
    """Codes, names of people, addresses that the mail went to, its id, signatures, telephones."""
    for case in finding['cases']:
        yield case['code']
        yield from re.findall(r'\w{3,}', case['person'] or '')
    message = email.message_from_bytes(raw)
    for value in written(message, 'to', 'cc', 'delivered-to', 'x-original-to', 'message-id'):
        yield from re.findall(r'[\w.+-]+@[\w.-]+', value)
    for value in written(message, 'to', 'cc'):
        for name, _ in email.utils.getaddresses([value]):
            yield from (word for word in re.findall(r'[^\W\d_]{3,}', name)
                        if word.lower() not in TITLES)
    for value in written(message, 'dkim-signature', 'arc-seal', 'arc-message-signature'):
        yield from re.findall(r'\bbh?=([\w+/]{6,})', value)
    for text in decodings(raw):
        yield from (found[0] for found in TELEPHONE.finditer(text))


@pytest.mark.parametrize('part', [0, *(pytest.param(part, marks=pytest.mark.slow)
                                       for part in range(1, STEP))])
def test_corpus(binary, batch, tmp_path, part):  # noqa: F811
    mails = corpus()[part::STEP]
    assert mails
    samples = []
    for mail in mails:
        result = run(binary, 'anonymise', '-', data=mail.raw)
        assert result.returncode == 0, (mail.name, result.stderr)
        samples.append(result.stdout)
    findings = (explained(batch, raws, tmp_path) for raws in ([mail.raw for mail in mails], samples))
    for mail, sample, before, after in zip(mails, samples, *findings, strict=True):
        for key in ('kind', 'sent'):
            assert after[key] == before[key], mail.name
        assert len(after['cases']) == len(before['cases']), mail.name
        shown = '\n'.join(decodings(sample))
        for secret in filter(None, secrets(before, mail.raw)):
            assert not re.search(rf'(?<!\w){re.escape(secret)}(?!\w)', shown), (mail.name, secret)


@pytest.mark.parametrize('data, code', [(b'', 65), (b'no header\n', 65)])
def test_no_mail(binary, data, code):
    result = run(binary, 'anonymise', '-', data=data)
    assert result.returncode == code
    assert result.stdout == b''
