"""The first look over the corpus of tests/corpus and its variants: it loses no candidate."""
import os
import pathlib
import subprocess

import pytest

from servers import TOP
from test_corpus import corpus, variants, write

VARIANT_STEP = 7  # every so many variants; all of them with --all
MOST_MAYBE = 0.15  # of real mails that are no candidates


@pytest.fixture(scope='session')
def look(binary):
    program = binary.parent / 'triage-batch'
    if not program.exists():
        pytest.skip('triage-batch is not built')

    def look(paths):
        result = subprocess.run([program, TOP / 'rules'], capture_output=True, text=True,
                                input=''.join(f'{path}\n' for path in paths), timeout=600)
        assert result.returncode == 0 and not result.stderr, result.stderr
        return [line.split(' ', 2) for line in result.stdout.splitlines()]
    return look


def test_no_mail_of_the_corpus_is_lost(request, look, tmp_path):
    step = 1 if request.config.getoption('--all') else VARIANT_STEP
    mails = corpus() + list(variants())[::step]
    rows = look([write(mail, tmp_path) for mail in mails])
    assert len(rows) == len(mails)
    assert sum(candidate == 'yes' for _, candidate, _ in rows) > len(mails) / 2
    assert not [path for first, candidate, path in rows if (first, candidate) == ('NO', 'yes')]


def test_ordinary_mail_is_left_at_once(look):
    folder = os.environ.get('VIGIE_CORPUS')
    if not folder:
        pytest.skip('VIGIE_CORPUS names no folder of real mails')
    rows = look([path for path in pathlib.Path(folder).rglob('*.eml')])
    assert not [path for first, candidate, path in rows if (first, candidate) == ('NO', 'yes')]
    others = [first for first, candidate, _ in rows if candidate == 'no']
    assert others and others.count('MAYBE') / len(others) <= MOST_MAYBE
