"""The program under test: its commands, and `watch` as a context that waits for readiness and ends
cleanly."""
import contextlib
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from servers import PATIENCE, group_members


class NotifySocket:
    """The receiving end of sd_notify(3)."""

    def __init__(self):
        # Not below tmp_path: a socket's path holds 107 bytes at most.
        self.folder = tempfile.mkdtemp(prefix='vigie-notify-')
        self.path = os.path.join(self.folder, 's')
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.seen = []

    def wait(self, wanted, process, timeout=PATIENCE):
        """Waits for a line that begins with `wanted`, such as "READY=1"."""
        pidfd = os.pidfd_open(process.pid)
        deadline = time.monotonic() + timeout
        try:
            while True:
                ready = select.select([self.socket, pidfd], [], [],
                                      max(0, deadline - time.monotonic()))[0]
                assert ready, f'no {wanted} within {timeout} s'
                assert self.socket in ready, f'the process ended before {wanted}'
                lines = self.socket.recv(65536).decode().splitlines()
                self.seen += lines
                if any(line.startswith(wanted) for line in lines):
                    return
        finally:
            os.close(pidfd)

    def close(self):
        self.socket.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Watch:
    """A running `vigie watch`, or another command that serves until TERM."""

    def __init__(self, process, notify):
        self.process, self.notify = process, notify
        self.lines = []
        self.changed = threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            with self.changed:
                self.lines.append(line.rstrip('\n'))
                self.changed.notify_all()

    def log(self):
        with self.changed:
            return '\n'.join(self.lines)

    def wait_log(self, pattern, timeout=PATIENCE):
        with self.changed:
            found = self.changed.wait_for(
                lambda: next((line for line in self.lines if re.search(pattern, line)), None),
                timeout)
        assert found, f'the log does not say /{pattern}/:\n{self.log()}'
        return found

    def wait_notify(self, wanted, timeout=PATIENCE):
        self.notify.wait(wanted, self.process, timeout)

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        """Every process of it, at once, as a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.reader.join(PATIENCE)

    def stop(self):
        """TERM ends it with 0 and leaves no process of its group."""
        self.process.terminate()
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            self.kill()
            raise AssertionError(f'TERM did not end it:\n{self.log()}') from error
        self.reader.join(PATIENCE)
        assert code == 0, f'it ended with {code}:\n{self.log()}'
        assert not group_members(self.process.pid), 'it left a process behind'


class Vigie:
    """The binary with a state and a configuration of its own."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = folder
        self.state = folder / 'state'
        self.config = folder / 'vigie.conf'
        self.global_options = []
        self.home = folder / 'home'
        self.home.mkdir(parents=True)
        self.environment = {
            'HOME': str(self.home), 'PATH': '/usr/bin:/bin', 'LANG': 'C.UTF-8', 'LANGUAGE': 'en',
            'XDG_CONFIG_HOME': str(self.home / '.config'),
            **{name: os.environ[name] for name in os.environ if name.endswith('SAN_OPTIONS')},
        }

    def configure(self, text):
        self.config.write_text(text)
        self.config.chmod(0o600)

    def secret(self, name, text):
        """A file for `password-file`."""
        path = self.folder / name
        path.write_text(text + '\n')
        path.chmod(0o600)
        return path

    @property
    def traced(self):
        """The environment below strace(1) or the locks of a unit, where LeakSanitizer cannot look."""
        options = self.environment.get('ASAN_OPTIONS')
        return {**self.environment, **({'ASAN_OPTIONS': f'{options}:detect_leaks=0'} if options else {})}

    def command(self, *arguments):
        options = ['--state', str(self.state), *self.global_options]
        if self.config.exists():
            options += ['--config', str(self.config)]
        return [str(self.binary), *options, *map(str, arguments)]

    def run(self, *arguments, code=0, stdin='', now=None, timeout=60):
        """Runs to the end; `code` None: whatever the exit code."""
        if now:
            arguments = ('--now', now, *arguments)
        stdin = stdin if isinstance(stdin, bytes) else stdin.encode()
        result = subprocess.run(self.command(*arguments), input=stdin, capture_output=True,
                                env=self.environment, timeout=timeout, check=False)
        result.stdout, result.stderr = result.stdout.decode(), result.stderr.decode()
        assert code is None or result.returncode == code, (
            f'{arguments} ended with {result.returncode}, not {code}: {result.stderr}')
        return result

    def json(self, *arguments, **options):
        return json.loads(self.run(*arguments, '--json', **options).stdout)

    def entries(self, *arguments):
        """None recorded where there is no state yet."""
        result = self.run('list', '--json', '--reveal', *arguments, code=None)
        if result.returncode == 66:
            return []
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)['entries']

    def start(self, *arguments, wrapper=()):
        notify = NotifySocket()
        blind = {'strace', 'confine.py'}.intersection(map(os.path.basename, wrapper))
        process = subprocess.Popen(
            [*wrapper, *self.command(*arguments)], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors='replace',
            env={**(self.traced if blind else self.environment), 'NOTIFY_SOCKET': notify.path},
            start_new_session=True)
        return Watch(process, notify)

    def start_watch(self, *arguments, wrapper=()):
        return self.start('watch', *arguments, wrapper=wrapper)

    def watch(self, *arguments, ready=True):
        return self.beside('watch', *arguments, ready=ready)

    @contextlib.contextmanager
    def beside(self, *arguments, ready=True, wrapper=()):
        """Runs the body beside a command that serves and is ready."""
        watch = self.start(*arguments, wrapper=wrapper)
        try:
            if ready:
                watch.wait_notify('READY=1')
            yield watch
            watch.stop()
        except BaseException:
            print(watch.log())
            raise
        finally:
            if watch.process.poll() is None:
                watch.kill()
            watch.notify.close()
