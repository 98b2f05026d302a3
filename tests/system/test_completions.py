"""What each shell offers for a word of a command line, asked of the shell itself."""
import os
import pathlib
import re
import shutil
import subprocess

import pytest

BASH = '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _vigie; printf "%s\\n" "${COMPREPLY[@]}"'
# A terminal of its own, for completion needs the line editor: what compadd finds is printed.
ZSH = r'''
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1= PS2= RPS1=; unsetopt zle_bracketed_paste; fpath=(${(q)1:h} \$fpath)"
zpty -w z 'autoload -U compinit; compinit -u -D'
zpty -w z 'compadd() { builtin compadd -A found -D shown "$@"; print -rl -- "offer:"$^found; builtin compadd "$@" }'
zpty -w z 'zle -C offer complete-word _offer; bindkey "^X" offer
_offer() { _main_complete; print -r -- END; compstate[insert]=; compstate[list]= }'
zpty -w z "print RE''ADY"
zpty -r -m z _ '*READY*'
zpty -w -n z "$2"$'\C-x'
zpty -r -m z answer '*END*'
print -r -- $answer
zpty -d z
'''
FISH = 'source $argv[1]; complete -C $argv[2]'


class Bash:
    file = 'vigie.bash'

    def offers(self, shell, line):
        words = re.split(r'(?<!\\) +|(=)', line)
        words = [word for word in words[:-1] if word] + words[-1:]
        run = shell(['bash', '--norc', '-c', BASH, 'bash', self.path, *words])
        return [word.rstrip('/') for word in run.split('\n') if word]


class Fish:
    file = 'vigie.fish'

    def offers(self, shell, line):
        run = shell(['fish', '--no-config', '-c', FISH, self.path, line])
        return [word.split('\t')[0].rstrip('/') for word in run.split('\n') if word]


class Zsh:
    file = '_vigie'

    def offers(self, shell, line):
        run = shell(['zsh', '-f', '-c', ZSH, 'zsh', self.path, line])
        return re.findall(r'offer:(\S+)', run)


@pytest.fixture(params=[Bash, Zsh, Fish], ids=['bash', 'zsh', 'fish'])
def offers(request, binary, tmp_path):
    """Asks a shell, in a home that holds a file, a folder and a state with two entries."""
    shell = request.param()
    made = pathlib.Path(binary).parent / 'contrib/completions' / shell.file
    if shutil.which(request.param.__name__.lower()) is None:
        pytest.skip('this shell is not installed (contrib/debian.sh)')
    shell.path = str(made)
    (tmp_path / 'bin').mkdir()
    (tmp_path / 'bin/vigie').symlink_to(binary)
    (tmp_path / 'letter.pdf').touch()
    (tmp_path / 'folder').mkdir()
    (tmp_path / 'my state').mkdir()
    environment = {'PATH': f'{tmp_path}/bin:{os.environ["PATH"]}', 'HOME': str(tmp_path),
                   'LC_ALL': 'C.UTF-8', 'TERM': 'dumb'}

    def run(command):
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout

    for _ in range(2):
        run(['vigie', 'add', '--sent', '2026-03-02'])
    run(['vigie', '--state', 'folder', 'add', '--sent', '2026-03-02', '--owner', 'zoé'])
    for _ in range(3):
        run(['vigie', '--state', 'my state', 'add', '--sent', '2026-03-02'])
    return lambda line: shell.offers(run, line)


@pytest.mark.parametrize('line,wanted,unwanted,why', [
    ('vigie ', ['init', 'watch', 'list', 'help'], ['letter.pdf', '3'], 'the commands'),
    ('vigie sn', ['snooze'], ['status'], 'those that begin so'),
    ('vigie --state folder cl', ['close'], ['letter.pdf'], 'an option and its value come before'),
    ('vigie help an', ['anonymise'], [], 'help takes a command'),
    ('vigie list --', ['--all', '--json', '--reveal', '--state'], ['--send'], 'its options alone'),
    ('vigie show ', ['1', '2'], ['letter.pdf'], 'the entries there are'),
    ('vigie merge 1 ', ['1', '2'], ['letter.pdf'], 'the second as well'),
    ('vigie close 1 --as ', ['opposed', 'activated', 'dismissed'], ['letter.pdf', '1'], 'one of three'),
    ('vigie close 1 --as opposed --proof ', ['letter.pdf', 'folder'], ['opposed'], 'a file'),
    ('vigie backup ', ['folder'], ['letter.pdf'], 'a folder and no file'),
    ('vigie rules ', ['list', 'test'], ['letter.pdf'], 'one of two words'),
    ('vigie explain --json ', ['letter.pdf', 'folder'], ['1'], 'a flag has no value'),
    ('vigie --state folder show ', ['1'], ['2'], 'the entries of the state that the line names'),
    ('vigie --state=folder show ', ['1'], ['2'], 'likewise'),
    (r'vigie --state my\ state show ', ['1', '2', '3'], [], 'whose name may be odd'),
    ('vigie --state ~/folder show ', ['1'], ['2'], 'or begin at home'),
    ('bin/vigie show ', ['1', '2'], ['letter.pdf'], 'by the vigie that the line names'),
    ('vigie --state folder list --owner ', ['zoé'], ['1', 'letter.pdf'], 'whose entries there are'),
    ('vigie list --owner ', [], ['zoé', '1', 'letter.pdf'], 'none, here'),
    ('vigie init --alert ', ['desktop', 'mail', 'ntfy=', 'command='], ['letter.pdf'], 'the kinds of alerts'),
    ('vigie status --alert --', ['--failed'], ['desktop'], 'where it has no value'),
    ('vigie init --password-file ', ['letter.pdf'], ['--unit'], 'an option of init has a file'),
    ('vigie add --person ', [], ['letter.pdf', '1', 'init'], 'what nobody can know'),
])
def test_the_shell_offers_what_may_follow(offers, line, wanted, unwanted, why):
    given = offers(line)

    assert set(wanted) <= set(given), why
    assert not set(unwanted) & set(given), why


def test_every_command_is_offered_with_all_its_options(offers, binary):
    """Those of `vigie --help`, each against its own line of usage."""
    def tell(*words):
        return subprocess.run([binary, *words], check=True, capture_output=True, text=True,
                              env={'LC_ALL': 'C'}).stdout

    commands = [line.split()[0] for line in tell('--help').split('\n')
                if line.startswith('  ') and line[2].isalpha()]

    assert len(commands) > 20
    assert set(offers('vigie ')) == {*commands, 'help'}
    for command in ('init', 'edit', 'calendar'):
        usage = tell('help', command).split('\n')[0]
        options = {word.strip('[]…') for word in usage.split() if word.strip('[').startswith('--')}
        assert options <= set(offers(f'vigie {command} --')), command


READLINE = r'''
PS1='RE''ADY'
bind 'set enable-bracketed-paste off'
bind '"\ex": insert-completions'
bind -x '"\C-xp": printf "<%s>\n" "$READLINE_LINE"'
. "$MADE"
'''
TERMINAL = r'''
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp('bash', ['bash', '--rcfile', 'rc', '-i'])
def until(mark):
    text = b''
    while mark not in text:
        text += os.read(terminal, 4096)
    return text
until(b'READY')
os.write(terminal, sys.argv[1].encode() + b'\x1bx\x18p')
print(until(b'>').decode().split('<')[-1].split('>')[0].rstrip())
'''


@pytest.mark.parametrize('typed,wanted', [
    ('vigie explain it', r"vigie explain it\'s\ \$HOME.pdf"),
    (r'vigie explain my\ ', r'vigie explain my\ letter.pdf'),
    ('vigie explain "my', 'vigie explain "my letter.pdf"'),
    ('vigie explain ~/my', r'vigie explain ~/my\ letter.pdf'),
    ('vigie --state=a', r'vigie --state=a\ folder'),
])
def test_bash_quotes_odd_names(binary, tmp_path, typed, wanted):
    """In a terminal, for it is readline that quotes."""
    for name in ("it's $HOME.pdf", 'my letter.pdf'):
        (tmp_path / name).touch()
    (tmp_path / 'a folder').mkdir()
    (tmp_path / 'rc').write_text(READLINE)
    made = pathlib.Path(binary).parent / 'contrib/completions/vigie.bash'

    line = subprocess.run(['/usr/bin/python3', '-c', TERMINAL, typed], cwd=tmp_path, text=True, check=True,
                          capture_output=True, timeout=60, stdin=subprocess.DEVNULL,
                          env={'PATH': os.environ['PATH'], 'HOME': str(tmp_path), 'LC_ALL': 'C.UTF-8',
                               'TERM': 'dumb', 'MADE': str(made)}).stdout

    assert line == wanted + '\n'


def test_it_changes_nothing(offers, tmp_path):
    """Neither a state that is not there nor one that is."""
    def tree():
        return {path: path.stat().st_mtime_ns for path in tmp_path.rglob('*') if path.is_file()}
    before = tree()

    assert '1' not in offers('vigie --state none show ') and '1' in offers('vigie --state folder show ')
    new = {path for path, at in tree().items() if before.get(path) != at}
    assert not {path for path in new if 'vigie' in str(path.relative_to(tmp_path))}, new
    assert not (tmp_path / 'none').exists()


def test_bash_loads_it_where_it_is_installed(binary, tmp_path):
    """By the package bash-completion, under the name that `make install` gives it."""
    loader = pathlib.Path('/usr/share/bash-completion/bash_completion')
    if not loader.exists():
        pytest.skip('bash-completion is not installed (contrib/debian.sh)')
    (tmp_path / 'completions').mkdir()
    shutil.copy(pathlib.Path(binary).parent / 'contrib/completions/vigie.bash', tmp_path / 'completions')

    told = subprocess.run(
        ['bash', '--norc', '-c', f'. {loader}; _completion_loader vigie; complete -p vigie'],
        env={'PATH': os.environ['PATH'], 'BASH_COMPLETION_USER_DIR': str(tmp_path)}, text=True,
        check=True, capture_output=True, timeout=60).stdout

    assert told == 'complete -F _vigie vigie\n'
