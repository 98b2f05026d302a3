"""What is found and what is not: the corpus of tests/corpus, its metamorphic variants."""
import collections
import datetime
import json
import os
import subprocess
import sys

import pytest

from servers import TOP

sys.path.insert(0, str(TOP / 'tests/corpus'))

from make import corpus, expected  # noqa: E402
from variants import variants  # noqa: E402

VARIANT_STEP = 7  # every so many variants; all of them with --all
EXPLAINED_STEP = 25  # through the program itself: the others through the same code in one process


@pytest.fixture(scope='session')
def batch(binary):
    program = binary.parent / 'explain-batch'
    if not program.exists():
        pytest.skip('explain-batch is not built')

    def explain(paths, *trust):
        result = subprocess.run([program, TOP / 'rules', *trust], capture_output=True, text=True,
                                input=''.join(f'{path}\n' for path in paths), timeout=600)
        assert result.returncode == 0, result.stderr
        return [json.loads(line) for line in result.stdout.splitlines()]
    return explain


def write(mail, folder):
    path = folder / f'{mail.name}.eml'
    path.write_bytes(mail.raw)
    if mail.delivered:
        stamp = datetime.datetime.fromisoformat(mail.delivered).timestamp()
        os.utime(path, (stamp, stamp))
    return path


def explained(mails, batch, folder):
    """Each mail with its answer; one run for each list of trusted ids."""
    groups = collections.defaultdict(list)
    for mail in mails:
        groups[mail.trust].append(mail)
    for trust, group in groups.items():
        answers = batch([write(mail, folder) for mail in group], *trust)
        yield from zip(group, answers, strict=True)


def differences(mail, answer):
    wrong = {key: f'{answer[key]} instead of {value}' for key, value in expected(mail).items()
             if answer[key] != value}
    reasons = answer['authenticity_reasons']
    if not reasons or mail.reason and not any(mail.reason in reason for reason in reasons):
        wrong['authenticity_reasons'] = f'{reasons} without {mail.reason}'
    if answer['faults']:
        wrong['faults'] = answer['faults']
    return wrong


def report(pairs):
    """Prints precision and recall of each kind, and returns a line for each failure."""
    found, wanted, right = (collections.Counter() for _ in range(3))
    failures = []
    for mail, answer in pairs:
        wanted[mail.kind] += 1
        found[answer['kind']] += 1
        right[mail.kind] += mail.kind == answer['kind']
        wrong = differences(mail, answer)
        if wrong:
            failures.append(f'{mail.name} ({mail.why}): {wrong}')
    for kind in sorted(wanted | found):
        print(f'{kind}: precision {right[kind]}/{found[kind]}, recall {right[kind]}/{wanted[kind]}')
    return failures


def test_corpus(batch, tmp_path):
    mails = corpus()
    assert len(mails) >= 150
    failures = report(explained(mails, batch, tmp_path))
    assert not failures, '\n'.join(failures)


def test_variants(request, batch, tmp_path):
    step = 1 if request.config.getoption('--all') else VARIANT_STEP
    mails = list(variants())[::step]
    assert len(mails) > 10_000 / step
    failures = report(explained(mails, batch, tmp_path))
    assert not failures, f'{len(failures)}:\n' + '\n'.join(failures)


@pytest.mark.parametrize('mail', corpus()[::EXPLAINED_STEP], ids=lambda mail: mail.name)
def test_the_program_says_the_same(vigie, mail, tmp_path):
    path = write(mail, tmp_path)
    trust = [word for one in mail.trust for word in ('--trust', one)]
    result = vigie.run('explain', '--json', *trust, path, code=1 if mail.kind == 'none' else 0)
    assert not differences(mail, json.loads(result.stdout))


@pytest.mark.parametrize('mail', [mail for mail in corpus() if mail.kind == 'notice'][::10],
                         ids=lambda mail: mail.name)
def test_the_trace_counts_bytes(batch, mail, tmp_path, monkeypatch):
    monkeypatch.setenv('EXPLAIN_TRACE', '1')
    answer, = batch([write(mail, tmp_path)], *mail.trust)
    fields = {'from': answer['from'], 'subject': answer['subject']}
    rows = [row for row in answer['trace'] if row['matched']]
    assert rows
    own = answer['from'] in [row['excerpt'] for row in rows if row['field'] == 'from']
    for row in rows:
        if row['field'] == 'from' and not row['excerpt']:
            continue  # a quoted header that names no address
        assert 0 <= row['start'] < row['end'], row
        if row['field'] in fields and own and mail.source != 'original':
            matched = fields[row['field']].encode()[row['start']:row['end']].decode()
            assert matched[:100] in row['excerpt'], row
    codes = {row['end'] - row['start'] for row in rows
             if row['pattern'].startswith('code') and row['rule'] == answer['rule']}
    assert all(len(code) in codes or max(codes) > len(code) for code, _ in mail.cases if code)
