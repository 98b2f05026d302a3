"""The examples of vigie(1), in both languages, typed in their order by a person who has the cases that
they speak of. One that is neither typed nor named here fails."""
import datetime
import re
import subprocess

import pytest

from mails import notice
from servers import TOP

PAGES = ['doc/vigie.1', 'doc/fr/vigie.1']
CODES = ['tR5mK8pW2xQ9', 'aB3dE5fG7hJ9']
# Which wait for a person, or do not end, with the tests that do it.
ELSEWHERE = {
    'vigie init': 'test_init.py',
    "vigie init --address jean@example.fr --password-command 'pass show imap/jean'": 'test_init.py',
    'vigie watch': 'test_watch.py',
    'systemctl --user enable --now vigie-agent': 'tests/machine',
    'vigie agent --socket /run/vigie/agent.sock': 'test_agent.py',
    'vigie milter --socket inet:8894@127.0.0.1': 'test_milter.py',
}
# What a person has done before.
BEFORE = {'vigie forget 3': 'vigie close 2 --as dismissed'}
# Of a case that is no suspect: test_cases.py has one that is.
REFUSED = {'vigie trust 3': 64}
# What is not here, and what stands for it. (3 has a proof by then, which is not erased unasked.)
HERE = {'forget 3': 'forget 2', '/media/usb/vigie-2026-11': 'copy', '2026-11-30': '{tomorrow}', '2026-11-02': '{sent}'}


def examples(page):
    text = (TOP / page).read_text().replace(r"\('e", 'é').replace(r'\-', '-').replace(r'\(aq', "'")
    return re.findall(r'^\.Dl \$ (.*)$', text, re.MULTILINE)


@pytest.fixture
def typed(vigie, binary):
    """Types a line in a shell at home, where a configuration, mail and four cases are."""
    home = vigie.home
    for part in ('cur', 'new', 'tmp'):
        (home / 'Maildir' / part).mkdir(parents=True)
    for name in ('mail.eml', 'message.eml'):
        (home / name).write_bytes(notice(CODES[0]))
    (home / 'Maildir/new/1.test').write_bytes(notice(CODES[1]))
    (home / 'justificatif.pdf').write_bytes(b'%PDF-1.4\n%%EOF\n')
    (home / '.config/vigie').mkdir(parents=True)
    (home / '.config/vigie/vigie.conf').write_text(
        'account "jean" { maildir = "~/Maildir" }\nquiet-hours = ""\n'
        'alert "hook" { kind = command command = "cat >/dev/null" }\n')
    today = datetime.date.today()
    days = {'tomorrow': today + datetime.timedelta(1), 'sent': today - datetime.timedelta(20)}

    def type_in(line):
        for there, here in HERE.items():
            line = line.replace(there, here.format(**days))
        path = f'{binary.parent}:{vigie.environment["PATH"]}'
        return subprocess.run(['sh', '-euc', line], cwd=home, input='kL2mN4pQ6rS8\n', capture_output=True,
                              text=True, env={**vigie.environment, 'PATH': path}, timeout=60, check=False)
    for person in ('A', 'B', 'C', 'D'):
        done = type_in(f'vigie add --sent {days["sent"]} --person {person}')
        assert done.returncode == 0, done.stderr
    assert type_in('vigie watch --once').returncode == 0
    return type_in


@pytest.mark.parametrize('page', PAGES)
def test_the_examples_are_true(typed, page):
    lines = examples(page)
    assert len(lines) > 25, 'the examples are found'
    for line in lines:
        if line in ELSEWHERE:
            continue
        if line in BEFORE:
            typed(BEFORE[line])
        done = typed(line)
        assert done.returncode == REFUSED.get(line, 0), f'{line}: {done.returncode}\n{done.stdout}{done.stderr}'


def test_both_pages_have_the_same_examples():
    """But for names and words: each in its place, of one command with the same options."""
    both = [[re.findall(r'^vigie \w+|^\w+|--?[\w-]+', line) for line in examples(page)] for page in PAGES]
    assert both[0] == both[1]
