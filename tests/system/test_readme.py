"""What both READMEs tell a reader to type, typed. A command that stands there and is not known here
fails: whoever writes it says here how it is tried."""
import os
import re
import subprocess

import pytest

from mails import notice
from servers import TOP

READMES = ['README.md', 'README.fr.md']
CODE = 'tR5mK8pW2xQ9'
NOW = '2026-03-10T12:00:00+01:00'
AS_ROOT = 'changes the machine: tests/machine/hand types it'
# Which are long or need what a test has not, with the tests that do it.
ELSEWHERE = {
    'sh contrib/check': 'this very run',
    'autoreconf -fi && mkdir -p build && cd build && ../configure && make && make install':
        'contrib/check builds so, contrib/machine installs what it built',
    'make -C build/try install': 'contrib/machine installs so',
    'vigie init': 'test_init.py',
    'systemctl --user enable --now vigie vigie-status.timer': 'tests/machine',
    'loginctl enable-linger': 'tests/machine',
    'systemctl --user enable --now vigie-agent': 'tests/machine',
    'install -m 644 contrib/systemd/vigie*.service contrib/systemd/vigie*.timer /etc/systemd/system': AS_ROOT,
    'sed -i "s|=/usr/bin/vigie |=$(command -v vigie) |" /etc/systemd/system/vigie*.service': AS_ROOT,
    'install -D -m 644 contrib/systemd/vigie.sysusers /etc/sysusers.d/vigie.conf && systemd-sysusers': AS_ROOT,
    'systemctl enable --now vigie vigie-status.timer': AS_ROOT,
    'vigie agent': 'test_agent.py',
    'rm -f /etc/systemd/system/vigie*.service /etc/systemd/system/vigie*.timer /etc/sysusers.d/vigie.conf': AS_ROOT,
    'rm -f ~/.config/systemd/user/vigie*': 'tests/machine',
    'make -C build uninstall': 'contrib/machine',
    'vigie milter': 'test_milter.py',
    'vigie watch': 'test_watch.py, and by contrib/try here',
}


def blocks(name):
    """The indented blocks, as text."""
    text = (TOP / name).read_text()
    for block in re.findall(r'(?:^    .*\n(?:\n(?=    ))?)+', text, re.MULTILINE):
        yield re.sub('(?m)^    ', '', block)


def is_configuration(block):
    return re.match(r'(account|alert) "', block) is not None


def commands(name):
    """Of the blocks, and of the table of commands."""
    for block in blocks(name):
        if not is_configuration(block):
            for line in block.splitlines():
                yield re.sub(r'\s+#.*', '', line).strip()
    for row in re.findall(r'^\| `(vigie [^`]+)`', (TOP / name).read_text(), re.MULTILINE):
        yield row


@pytest.fixture
def case(vigie):
    """A Maildir with a notice of this March, its entry, and what the commands take."""
    folder = vigie.folder / 'Maildir'
    for part in ('cur', 'new', 'tmp'):
        (folder / part).mkdir(parents=True)
    (folder / 'new/1.test').write_bytes(notice(CODE))
    (vigie.folder / 'mail.eml').write_bytes(notice(CODE))
    (vigie.folder / 'proof.pdf').write_bytes(b'%PDF-1.4\n')
    vigie.configure(f'account "jean" {{ maildir = "{folder}" }}\nquiet-hours = ""\n'
                    'alert "hook" { kind = command command = "cat >/dev/null" }\n')
    vigie.run('watch', '--once', now=NOW)
    return vigie


def fill(vigie, command):
    """The words of a command, with what its capitals stand for; an ID is that of a new entry."""
    words = []
    number = vigie.run('add', '--sent', '2026-03-02', now=NOW).stdout.strip() if ' ID' in command else ''
    if command.startswith('vigie forget'):
        vigie.run('close', number, '--as', 'dismissed', now=NOW)
    for word in command.split()[1:]:
        before = words[-1] if words else ''
        known = {'PATH…': 'Maildir', 'CHEMIN…': 'Maildir', 'ID': number, 'DATE': '2026-03-02', 'DIR': 'copy',
                 'FILE.zip': 'dossier.zip', 'FICHIER.zip': 'dossier.zip'}
        if word in ('FILE', 'FICHIER'):
            word = {'--proof': 'proof.pdf', '-o': 'out'}.get(before, 'mail.eml')
        words.append(known.get(word, word))
    return [vigie.folder / word if word in ('Maildir', 'copy', 'proof.pdf', 'out', 'mail.eml', 'dossier.zip')
            else word for word in words]


@pytest.mark.parametrize('name', READMES)
def test_every_command(case, name):
    seen = set()
    for command in commands(name):
        if command in ELSEWHERE or not command.startswith('vigie '):
            continue
        words = fill(case, command)
        case.run(*words, stdin=notice(CODE) if 'filter' in words else '', now=NOW)
        seen.add(words[0])
    assert {'check', 'scan', 'list', 'guide', 'close', 'dossier', 'report', 'backup', 'filter'} <= seen


@pytest.mark.parametrize('name', READMES)
def test_every_other_line(name, tmp_path):
    """The units that they copy run the program where it is, be it below /usr/local."""
    program = tmp_path / 'bin/vigie'
    program.parent.mkdir()
    program.write_text('#!/bin/sh\n')
    program.chmod(0o755)
    environment = {**os.environ, 'HOME': str(tmp_path), 'PATH': f'{program.parent}:{os.environ["PATH"]}'}
    for command in commands(name):
        if command in ELSEWHERE or command.startswith('vigie ') or command == 'sh contrib/try':
            continue
        assert command.startswith(('install ', 'sed -i ')), command
        subprocess.run(['sh', '-c', command], cwd=TOP, env=environment, check=True)
    units = list((tmp_path / '.config/systemd/user').glob('*.service'))
    assert len(units) >= 4
    for unit in units:
        assert f'\nExecStart={program} ' in unit.read_text(), unit


def test_both_have_the_same_commands():
    """But for the names of what they are given."""
    def said(name):
        return [re.sub(r'CHEMIN', 'PATH', re.sub('FICHIER', 'FILE', command)) for command in commands(name)]
    assert said('README.md') == said('README.fr.md')


@pytest.mark.parametrize('name', READMES)
def test_every_configuration(vigie, name):
    """It is taken, as far as a configuration is taken without its servers; the state is missing."""
    configurations = [block for block in blocks(name) if is_configuration(block)]
    assert len(configurations) >= 5
    for text in configurations:
        vigie.configure(text)
        said = vigie.run('list', code=66).stderr
        assert 'vigie.conf:' not in said


@pytest.mark.parametrize('name', READMES)
def test_every_picture_and_page(name):
    targets = re.findall(r'\]\((?!https?:)([^)#]+)\)', (TOP / name).read_text())
    assert targets
    for target in targets:
        assert (TOP / target).is_file(), target


def test_the_first_line(server_root):
    """`sh contrib/try`, with what is built already."""
    build = os.path.dirname(os.environ['VIGIE'])
    done = subprocess.run(
        ['sh', TOP / 'contrib/try'], cwd=TOP, stdin=subprocess.DEVNULL, capture_output=True, timeout=150,
        check=False, env={**os.environ, 'VIGIE_TRY_BUILD': build, 'VIGIE_SERVERS': str(server_root),
                          'LANG': 'C.UTF-8', 'LANGUAGE': 'en'})
    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert 'Xq7Rb2Lm9Tk4' in said[said.index('What to do now'):]
    assert 'Xq****k4' in said[:said.index('What to do now')]
    assert '<html' not in said and 'BEGIN:VCALENDAR' not in said, 'the mail is shown as a person reads it'
    assert 'Auto-Submitted: auto-generated' in said and re.search(r'\nR[eé]f\. vigie\.', said), 'from its header to its end'
    assert 'no server was installed' in said
