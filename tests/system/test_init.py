"""vigie init: by options and on a terminal, against real servers."""
import os
import pty
import select
import signal
import subprocess
import time

import pytest

from servers import PATIENCE


@pytest.fixture
def home(vigie):
    home = vigie.home
    vigie.environment.update(HOME=str(home), XDG_CONFIG_HOME=str(home / 'config'),
                             XDG_DATA_HOME=str(home / 'data'), LANGUAGE='en')
    return home


def conf_of(home):
    return home / 'config/vigie/vigie.conf'


def run(vigie, *arguments, stdin=''):
    return subprocess.run([vigie.binary, *map(str, arguments)], env=vigie.environment, input=stdin.encode(),
                          capture_output=True, timeout=60)


def options(dovecot, smtp, ca):
    return ['--address', 'jean@example.fr', '--server', f'imaps://localhost:{dovecot.tls_port}',
            '--smtp', f'smtps://localhost:{smtp.port}', '--ca-file', ca.ca_file]


def nothing_written(home):
    return not [path for path in home.rglob('*') if path.is_file()]


@pytest.fixture
def servers(new_dovecot, new_smtp):
    """Both know the same login."""
    dovecot = new_dovecot(users={'jean@example.fr': 'pass word'})
    smtp = new_smtp(user='jean@example.fr', password='pass word')
    return dovecot, smtp


def test_by_options(vigie, home, servers, ca):
    dovecot, smtp = servers
    done = run(vigie, 'init', *options(dovecot, smtp, ca), '--alert', 'mail', '--language', 'fr',
               '--password', '-', stdin='pass word\n')
    assert done.returncode == 0, done.stderr
    conf = conf_of(home)
    assert conf.stat().st_mode & 0o777 == 0o600
    password = conf.parent / 'password-jean'
    assert password.read_text() == 'pass word\n' and password.stat().st_mode & 0o777 == 0o600
    assert 'pass word' not in conf.read_text()
    assert len(smtp.items) == 1, 'a test alert was sent'
    assert str(conf) in done.stdout.decode()
    checked = run(vigie, 'check')
    assert checked.returncode == 0, checked.stderr


def test_a_refused_login_writes_nothing(vigie, home, servers, ca):
    dovecot, smtp = servers
    done = run(vigie, 'init', *options(dovecot, smtp, ca), '--password', '-', '--alert',
               'command=cat >/dev/null', stdin='wrong\n')
    assert done.returncode == 77, done.stderr
    assert nothing_written(home)
    assert b'wrong' not in done.stderr + done.stdout


def test_without_a_trial(vigie, home):
    done = run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
               '--password-command', "pass show 'imap'", '--no-test')
    assert done.returncode == 0, done.stderr
    assert '''password-command = 'pass show \\'imap\\'\'''' not in conf_of(home).read_text()
    assert '''password-command = "pass show 'imap'"''' in conf_of(home).read_text()


def test_what_exists_is_kept(vigie, home):
    words = ['init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
             '--password-command', 'true', '--no-test']
    conf = conf_of(home)
    conf.parent.mkdir(parents=True)
    conf.write_text('# mine\n')
    refused = run(vigie, *words)
    assert refused.returncode == 73 and str(conf).encode() in refused.stderr
    assert conf.read_text() == '# mine\n'
    assert run(vigie, *words, '--force').returncode == 0
    assert (conf.parent / 'vigie.conf.bak').read_text() == '# mine\n'
    assert 'imap.example.fr' in conf.read_text()


def test_no_password_of_another_account_is_replaced(vigie, home):
    folder = conf_of(home).parent
    folder.mkdir(parents=True)
    others = [folder / f'password-jean{number}' for number in ['', *(f'-{i}' for i in range(2, 100))]]
    for other in others:
        other.write_text('other\n')
        other.chmod(0o600)
    done = run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
               '--password', '-', '--no-test', stdin='secret\n')
    assert done.returncode == 0, done.stderr
    assert {other.read_text() for other in others} == {'other\n'}
    assert (folder / 'password-jean-100').read_text() == 'secret\n'


def test_a_long_password_is_kept_whole(vigie, home):
    """A token may be of thousands of bytes."""
    long = 'x' * 3000
    done = run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
               '--password', '-', '--no-test', stdin=long + '\n')
    assert done.returncode == 0, done.stderr
    assert (conf_of(home).parent / 'password-jean').read_text() == long + '\n'


@pytest.mark.parametrize('make', [os.mkdir, os.mkfifo])
def test_what_is_no_file_stays(vigie, home, make):
    """A rename would take a folder, or /dev/null, away."""
    place = home / 'place'
    make(place)
    before = place.lstat()
    done = run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
               '--password-command', 'true', '--no-test', '--force', '-o', place)
    assert done.returncode == 73 and str(place).encode() in done.stderr
    assert place.lstat().st_ino == before.st_ino and not (home / 'place.bak').exists()


def test_a_fault_names_the_answers(vigie, home):
    done = run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'ftp://x',
               '--password-command', 'true', '--no-test')
    assert done.returncode == 78 and b'imap is no URL' in done.stderr
    assert b'/proc/' not in done.stderr and nothing_written(home)


def test_no_password_at_all(vigie, home):
    done = run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
               '--password', '-', '--no-test')
    assert done.returncode == 64 and b'empty' in done.stderr and nothing_written(home)


@pytest.mark.parametrize('words', [
    [], ['--address', 'jean'], ['--address', 'jean@example.fr', '--server', 'imaps://x'],
    ['--address', 'jean@example.fr', '--server', 'imaps://x', '--password', 'clear'],
    ['--address', 'jean@example.fr', '--server', 'imaps://x', '--password-command', 'a',
     '--password-file', 'b'],
    ['--address', 'jean@example.fr', '--server', 'imaps://x', '--password-command', 'a', '--alert',
     'pigeon'],
    ['--address', 'jean@example.fr', '--server', 'imaps://x', '--password-command', 'a',
     '--language', 'de'],
])
def test_usage(vigie, home, words):
    done = run(vigie, 'init', *words)
    assert done.returncode == 64, done.stderr
    assert b'--' in done.stderr and nothing_written(home)


def test_the_unit(vigie, home):
    done = run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
               '--password-command', 'true', '--no-test', '--unit')
    unit = (home / 'config/systemd/user/vigie.service').read_text()
    assert done.returncode == 0 and b'systemctl --user enable --now vigie' in done.stdout
    assert f'ExecStart={vigie.binary} --config {conf_of(home)} watch\n' in unit
    # Who tells that this one fails is there too.
    assert 'OnFailure=vigie-failure@%n.service' in unit
    for name, words in [('vigie-status.service', 'status --alert'),
                        ('vigie-failure@.service', 'status --alert --failed %i')]:
        other = (home / 'config/systemd/user' / name).read_text()
        assert f'ExecStart={vigie.binary} --config {conf_of(home)} {words}\n' in other
    assert 'WantedBy=timers.target' in (home / 'config/systemd/user/vigie-status.timer').read_text()


def test_the_unit_of_an_odd_folder(vigie, home):
    odd = home / 'a b%"$c'
    vigie.environment['XDG_CONFIG_HOME'] = str(odd)
    run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
        '--password-command', 'true', '--no-test', '--unit')
    unit = (odd / 'systemd/user/vigie.service').read_text()
    assert fr'--config "{home}/a b%%\"$$c/vigie/vigie.conf" watch' in unit


def test_what_cannot_be_written_is_named(vigie, home):
    """/proc stands for a full disk: no file can be made there, by root neither."""
    done = run(vigie, 'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
               '--password-command', 'true', '--no-test', '-o', '/proc/vigie.conf')
    assert done.returncode == 73 and b'cannot write /proc/vigie.conf (make room' in done.stderr


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, vigie, *words):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(vigie.binary, [str(vigie.binary), *words], vigie.environment)
        self.text = ''

    def expect(self, wanted):
        end = time.monotonic() + PATIENCE
        while wanted not in self.text:
            assert time.monotonic() < end, f'no {wanted!r} in {self.text!r}'
            if select.select([self.fd], [], [], 1)[0]:
                self.text += os.read(self.fd, 4096).decode()
        self.text = self.text.split(wanted, 1)[1]

    def say(self, answer):
        os.write(self.fd, answer.encode() + b'\n')

    def end(self):
        said = self.text
        try:
            while chunk := os.read(self.fd, 4096):
                said += chunk.decode()
        except OSError:
            pass
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), said


@pytest.mark.skipif(not os.path.exists('/dev/pts/ptmx'), reason='there are no terminals here')
def test_on_a_terminal(vigie, home, servers, ca, monkeypatch):
    dovecot, smtp = servers
    terminal = Terminal(vigie, 'init', '--ca-file', str(ca.ca_file))
    terminal.expect('address')
    terminal.say('jean')
    terminal.expect('no address')
    terminal.say('jean@orange.fr')
    terminal.expect('Orange')
    terminal.expect('[imaps://imap.orange.fr]')
    terminal.say(f'imaps://localhost:{dovecot.tls_port}')
    terminal.expect('[1]')
    terminal.say('')
    terminal.expect('Password: ')
    terminal.say('pass word')
    terminal.expect('desktop?')
    terminal.say('n')
    terminal.expect('mail to jean@orange.fr?')
    terminal.say('n')
    terminal.expect('ntfy')
    terminal.say('')
    terminal.expect('command')
    terminal.say('cat >/dev/null')
    # The servers know jean@example.fr, not jean@orange.fr.
    terminal.expect('Answer once more?')
    assert nothing_written(home)
    terminal.say('y')
    terminal.expect('[jean@orange.fr]')
    terminal.say('jean@example.fr')
    terminal.expect(f'[imaps://localhost:{dovecot.tls_port}]')
    terminal.say('')
    terminal.expect('[1]')
    terminal.say('1')
    terminal.expect('Password: ')
    terminal.say('pass word')
    for question, answer in (('desktop?', 'n'), ('mail to', 'n'), ('ntfy', ''),
                             ('command', 'cat >/dev/null'), ('systemd', 'n')):
        terminal.expect(question)
        terminal.say(answer)
    code, said = terminal.end()
    assert code == 0, said
    assert 'pass word' not in said
    assert (conf_of(home).parent / 'password-jean').read_text() == 'pass word\n'


@pytest.mark.skipif(not os.path.exists('/dev/pts/ptmx'), reason='there are no terminals here')
def test_another_way_to_the_password(vigie, home, servers, ca):
    dovecot, _ = servers
    terminal = Terminal(vigie, 'init', '--ca-file', str(ca.ca_file))
    alerts = (('desktop?', 'n'), ('mail to', 'n'), ('ntfy', ''), ('command', 'cat >/dev/null'))
    for question, answer in (('address', 'jean@example.fr'),
                             ('IMAP server', f'imaps://localhost:{dovecot.tls_port}'),
                             ('[1]', '1'), ('Password: ', 'wrong'), *alerts,
                             ('Answer once more?', 'y'), ('address', ''), ('IMAP server', ''),
                             ('[1]', '2'), ('Command', "echo 'pass word'"), *alerts, ('systemd', 'n')):
        terminal.expect(question)
        terminal.say(answer)
    code, said = terminal.end()
    assert code == 0, said
    assert not list(home.rglob('password-*'))


@pytest.mark.skipif(not os.path.exists('/dev/pts/ptmx'), reason='there are no terminals here')
def test_ctrl_c_leaves_nothing(vigie, home):
    terminal = Terminal(vigie, 'init')
    terminal.expect('address')
    os.kill(terminal.pid, signal.SIGINT)
    code, _ = terminal.end()
    assert code == -signal.SIGINT and nothing_written(home)


@pytest.mark.skipif(not os.path.exists('/dev/pts/ptmx'), reason='there are no terminals here')
def test_a_slip_is_asked_for_again_at_once(vigie, home, servers, ca):
    """No way to the password of that number, no password, a host alone, and "n" for no command."""
    dovecot, _ = servers
    vigie.environment.pop('DISPLAY', None)
    vigie.environment.pop('WAYLAND_DISPLAY', None)
    terminal = Terminal(vigie, 'init', '--ca-file', str(ca.ca_file))
    for question, answer in (('address', 'jean@example.fr'), ('IMAP server', f'localhost:{dovecot.tls_port}'),
                             ('[1]', '7'), ('Answer 1, 2, 3 or 4', ''), ('[1]', '1'), ('Password: ', ''),
                             ('is empty', ''), ('Password: ', 'pass word'),
                             ('desktop? [y/N]', ''), ('mail to', 'n'), ('ntfy', 'n'), ('command', 'non'),
                             ('systemd', 'n')):
        terminal.expect(question)
        if question not in ('Answer 1, 2, 3 or 4', 'is empty'):
            terminal.say(answer)
    code, said = terminal.end()
    assert code == 0, said
    text = conf_of(home).read_text()
    assert f'"imaps://localhost:{dovecot.tls_port}"' in text and 'alert "' not in text


@pytest.mark.skipif(not os.path.exists('/dev/pts/ptmx'), reason='there are no terminals here')
def test_giving_up_ends_as_the_trial_did(vigie, home, servers, ca):
    dovecot, _ = servers
    terminal = Terminal(vigie, 'init', '--ca-file', str(ca.ca_file))
    for question, answer in (('address', 'jean@example.fr'),
                             ('IMAP server', f'imaps://localhost:{dovecot.tls_port}'),
                             ('[1]', '1'), ('Password: ', 'wrong'), ('desktop?', 'n'), ('mail to', 'n'),
                             ('ntfy', ''), ('command', ''), ('Answer once more?', 'n')):
        terminal.expect(question)
        terminal.say(answer)
    code, said = terminal.end()
    assert code == 77 and 'nothing was written' in said and nothing_written(home)
