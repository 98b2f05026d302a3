"""The worked examples of HACKING.md. That of a rule is typed: what its `sh` blocks write, and what its
`console` blocks say that each command prints. Of those of a sink and a source the code is compiled."""
import re
import shlex
import shutil
import subprocess

import pytest

from servers import TOP
from test_launch import ORDINARY, Launched

A_RULE, A_SINK, A_SOURCE = '### A rule, worked', '### A sink, worked', '### A source, worked'
# What the examples leave to their readers.
AROUND_A_SINK = '''
#include <glib/gi18n.h>
#include "alert/sink.h"
'''
AROUND_A_SOURCE = '''
#include "source/source.h"
struct mh_settings { char *mh; };
struct mh_account { struct mh_settings *settings; struct intake *intake; };
GPtrArray *names_in(const char *path, GError **error);
bool hand_over(struct mh_account *account, GBytes *name, GError **error);
'''


def section(title):
    text = (TOP / 'HACKING.md').read_text().split(title + '\n', 1)[1]
    return re.split(r'^##+ ', text, flags=re.MULTILINE)[0]


def blocks(title=A_RULE):
    """Of the section: the language of each fenced block, and its text."""
    return re.findall(r'^ *```(\w*)\n(.*?)^ *```$', section(title), re.MULTILINE | re.DOTALL)


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


def assert_compiles(source, code):
    source.write_text(code)
    flags = subprocess.run(['pkg-config', '--cflags', 'gio-2.0', 'json-glib-1.0'],
                           capture_output=True, text=True, check=True).stdout
    done = subprocess.run(['cc', '-fsyntax-only', '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-D_GNU_SOURCE',
                           '-I', TOP / 'daemon', *flags.split(), source],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_sink_compiles(tmp_path):
    [code] = [text for language, text in blocks(A_SINK) if language == 'c' and 'file_send' in text]
    assert_compiles(tmp_path / 'sink_file.c',
                    AROUND_A_SINK + code + 'const struct sink_ops file_ops = { .kind = "file", .send = file_send };\n')


def test_a_source_compiles(tmp_path):
    [code] = [text for language, text in blocks(A_SOURCE) if language == 'c']
    assert_compiles(tmp_path / 'mh.c',
                    AROUND_A_SOURCE + code + 'bool look_at(struct mh_account *a) { return look(a, NULL); }\n')


def test_what_the_way_to_a_source_names_is_there():
    """The files, but for those of the example; and each of these functions where it is said to be."""
    text = section(A_SOURCE)
    files = set(re.findall(r'`((?:base|source|run|cmd)/\w+\.[ch])`', text)) - {'source/mh.c', 'source/mh.h'}
    assert {'run/fetcher.c', 'run/locks.c', 'cmd/check.c', 'source/local_look.c'} <= files
    for name in files:
        assert (TOP / 'daemon' / name).exists(), name
    for name, file in (('locks_fetcher', 'run/locks.c'), ('job_take_place', 'run/job.c'),
                       ('read_account', 'base/settings.c'), ('account_options', 'base/settings.c'),
                       ('trouble_set', 'source/trouble.h'), ('sandbox_plan_path', 'base/sandbox.h')):
        assert name in text and re.search(rf'\b{name}\b', (TOP / 'daemon' / file).read_text()), name
    told = re.search(r'struct intake_ops \{(.*?)\n\};', (TOP / 'daemon/source/source.h').read_text(), re.DOTALL)
    calls = set(re.findall(r'\(\*(\w+)\)', told.group(1))) - {'free'}
    assert calls == {call for call in calls if re.search(rf'(ops->|`){call}\b', text)}, 'each call is shown'
