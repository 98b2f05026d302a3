"""Bad lines: two network namespaces with a cable between them where we may make such, and a relay
that stalls for where we may not."""
import contextlib
import ctypes
import os
import pathlib
import secrets
import select
import socket
import subprocess
import threading
import time

CLONE_NEWNET = 0x40000000
CLIENT, SERVER = '10.77.0.1', '10.77.0.2'


def may_make_namespaces():
    return os.getuid() == 0 and subprocess.run(
        ['unshare', '--net', '--mount', 'true'], capture_output=True, check=False).returncode == 0


HAS_NAMESPACES = may_make_namespaces()


def ip(*words):
    subprocess.run(['ip', *words], check=True, capture_output=True)


class Network:
    """A client's machine and a server's, each with its own loopback."""

    def __init__(self):
        name = f'vigie-{os.getpid()}-{secrets.token_hex(3)}'
        self.client, self.server = name + '-c', name + '-s'
        self.made = []
        try:
            for machine in (self.client, self.server):
                ip('netns', 'add', machine)
                self.made.append(machine)
            ip('-n', self.client, 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable',
               'netns', self.server)
            for machine, address in ((self.client, CLIENT), (self.server, SERVER)):
                ip('-n', machine, 'address', 'add', f'{address}/24', 'dev', 'cable')
                for link in ('lo', 'cable'):
                    ip('-n', machine, 'link', 'set', link, 'up')
        except BaseException:
            self.remove()
            raise

    @property
    def wrapper(self):
        """Before a command that is to run on the client's machine."""
        return ['ip', 'netns', 'exec', self.client]

    def listening(self, machine, address, port, kind=socket.SOCK_STREAM):
        """A socket on `machine`, made by a thread that goes there: sockets stay where they are."""
        made = []

        def make():
            libc = ctypes.CDLL(None, use_errno=True)
            with pathlib.Path(f'/run/netns/{machine}').open() as file:
                if libc.setns(file.fileno(), CLONE_NEWNET) != 0:
                    return
            made.append(socket.socket(socket.AF_INET, kind))
            made[0].bind((address, port))
            if kind == socket.SOCK_STREAM:
                made[0].listen(20)

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        assert made, f'no socket on {machine}'
        return made[0]

    def stall(self):
        """What the server sends from now on vanishes."""
        ip('-n', self.server, 'route', 'add', 'blackhole', f'{CLIENT}/32')

    def go_on(self):
        ip('-n', self.server, 'route', 'del', 'blackhole', f'{CLIENT}/32')

    def remove(self):
        for machine in self.made:
            ip('netns', 'del', machine)


class Relay:
    """Passes on, to a server on this machine, what comes: `delay` seconds later, in small pieces,
    and nothing while it stalls."""

    def __init__(self, port, delay=0.0):
        self.target, self.delay = port, delay
        self.flowing = threading.Event()
        self.flowing.set()
        self.stopped = False
        self.server = socket.create_server(('127.0.0.1', 0))
        self.port = self.server.getsockname()[1]
        self.links = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                here = self.server.accept()[0]
                there = socket.create_connection(('127.0.0.1', self.target))
                self.links += [here, there]
                threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()

    def _pass_on(self, here, there):
        other = {here: there, there: here}
        with contextlib.suppress(OSError, ValueError):
            while not self.stopped:
                for end in select.select([here, there], [], [])[0]:
                    data = end.recv(1200)
                    if not data:
                        return self._close(here, there)
                    if self.delay:
                        time.sleep(self.delay)
                    self.flowing.wait()
                    other[end].sendall(data)
        return self._close(here, there)

    @staticmethod
    def _close(*ends):
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def stall(self):
        self.flowing.clear()

    def go_on(self):
        self.flowing.set()

    def stop(self):
        self.stopped = True
        self._close(self.server, *self.links)
        self.flowing.set()
