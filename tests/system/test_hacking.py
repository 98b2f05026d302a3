"""The worked example of HACKING.md that needs no compiler, typed: what its `sh` blocks write, and what
its `console` blocks say that each command prints."""
import re
import shlex
import shutil
import subprocess

import pytest

from servers import TOP
from test_launch import ORDINARY, Launched

SECTION = '### A rule, worked'


def blocks():
    """Of the section: the language of each fenced block, and its text."""
    text = (TOP / 'HACKING.md').read_text().split(SECTION + '\n', 1)[1]
    return re.findall(r'^```(\w*)\n(.*?)^```$', re.split(r'^##+ ', text, flags=re.MULTILINE)[0],
                      re.MULTILINE | re.DOTALL)


def dialogue(text):
    """Of a `console` block: each command, and the lines that follow it."""
    for part in re.split(r'^\$ ', text, flags=re.MULTILINE)[1:]:
        command, _, said = part.partition('\n')
        yield command, said.splitlines()


def holds(said, line):
    """Whether `said` is `line`, in which … stands for any text."""
    return re.fullmatch('.*'.join(map(re.escape, line.split('…'))), said) is not None


def assert_said(output, expected):
    """The expected lines in their order, one behind the other but for the lines that are …"""
    lines, place, gap = output.splitlines(), 0, False
    for line in expected:
        if line == '…':
            gap = True
            continue
        at = next((i for i in range(place, len(lines)) if holds(lines[i], line)), None)
        assert at is not None and (gap or at == place), f'not said where it stands: {line}\n{output}'
        place, gap = at + 1, False
    assert gap or place == len(lines), f'HACKING.md leaves this out: {lines[place:]}'


@pytest.fixture
def typed(vigie, binary):
    """Types one command, or a block, in a shell whose folder is that of the rules."""
    rules = vigie.home / '.config/vigie/rules'

    def type_in(text):
        before = f'PATH={shlex.quote(str(binary.parent))}:$PATH; ' + (
            f'cd {shlex.quote(str(rules))}; ' if rules.exists() else '')
        return subprocess.run(['sh', '-euc', before + text], cwd=vigie.home, capture_output=True,
                              text=True, env=vigie.environment, timeout=60, check=False)
    return type_in


def test_a_rule(typed, vigie, binary, tmp_path):
    commands = []
    for language, text in blocks():
        if language == 'sh':
            done = typed(text)
            assert done.returncode == 0, done.stderr
            continue
        for command, said in dialogue(text):
            done = typed(command)
            # 1: `explain` of what is no case.
            assert done.returncode == ('/no/' in command), (command, done.stderr)
            assert_said(done.stdout, said)
            commands.append(command)
    assert [' '.join(command.split()[:2]) for command in commands] == [
        'vigie rules', 'vigie explain', 'vigie explain', 'vigie filter', 'vigie list']
    assert list((vigie.home / '.cache/vigie').glob('*.table')), 'made by the first filter'
    launched(vigie, binary, tmp_path)


def launched(vigie, binary, tmp_path):
    """The launcher with the table of these rules: answers ordinary mail, and hands on the one meant."""
    rules = vigie.home / '.config/vigie/rules'
    launcher = Launched(binary, b'', tmp_path / 'launched')
    shutil.copytree(rules, launcher.rules, dirs_exist_ok=True)
    told = launcher.told('filter', mail=ORDINARY)
    assert told['argv'][0] == 'filter', 'without such a table the mail is handed on'
    made = subprocess.run([binary, '--rules', launcher.rules, 'rules', 'triage'], capture_output=True, check=True)
    launcher.table.write_bytes(made.stdout)
    assert launcher.run('filter', mail=ORDINARY).returncode == 0
    told = launcher.told('filter', mail=(rules / 'my-scheme-notice/yes/letter.eml').read_bytes())
    assert told['head'].startswith('From: My scheme'), 'the rule is seen by the launcher'
