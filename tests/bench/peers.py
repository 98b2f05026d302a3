"""The clients that Vigie is measured beside, as short as such clients get, and the relay that sees
when a server speaks."""
import datetime
import imaplib
import multiprocessing
import os
import re
import select
import socket
import ssl
import time


class RawClient:
    """Commands and lines over one TLS connection."""

    def __init__(self, port, ca_file):
        context = ssl.create_default_context(cafile=ca_file)
        plain = socket.create_connection(('127.0.0.1', port))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = context.wrap_socket(plain, server_hostname='localhost')
        self.stream = self.socket.makefile('rb')
        self.count = 0
        self.stream.readline()

    def send(self, command):
        self.count += 1
        self.socket.sendall(b'p%d %s\r\n' % (self.count, command))

    def finish(self):
        """Reads to the end of the command; its untagged lines, literals joined to them."""
        lines = []
        while True:
            line = self.stream.readline()
            while literal := re.search(rb'\{(\d+)\}\r\n$', line):
                line += self.stream.read(int(literal[1])) + self.stream.readline()
            if line.startswith(b'p%d ' % self.count):
                assert b' OK' in line, line
                return lines
            assert line, 'the server hung up'
            lines.append(line)

    def ask(self, command):
        self.send(command)
        return self.finish()

    def wait_line(self, pattern):
        while not re.match(pattern, line := self.stream.readline()):
            assert line, 'the server hung up'


def pass_on(source, sink):
    """Some bytes; False at the end."""
    data = source.recv(65536)
    if data:
        sink.sendall(data)
    return bool(data)


def relay_forever(listener, port, pipe):
    """In a process of its own: sends the instant, in ns, of each piece that the server said."""
    other, servers = {}, set()
    while True:
        for ready in select.select([listener, *other], [], [])[0]:
            if ready is listener:
                pair = listener.accept()[0], socket.create_connection(('127.0.0.1', port))
                for one in pair:
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                other.update(zip(pair, reversed(pair)))
                servers.add(pair[1])
            elif ready in other:
                now = time.monotonic_ns()
                if not pass_on(ready, other[ready]):
                    for one in (ready, other[ready]):
                        del other[one]
                        one.close()
                elif ready in servers:
                    pipe.send(now)


class Relay:
    """Stands before the server and sees, without reading it, when the server speaks."""

    def __init__(self, port):
        listener = socket.create_server(('127.0.0.1', 0))
        self.port = listener.getsockname()[1]
        self.pipe, far = multiprocessing.Pipe(duplex=False)
        self.process = multiprocessing.Process(target=relay_forever, daemon=True,
                                               args=(listener, port, far))
        self.process.start()
        far.close()
        listener.close()

    def spoke_after(self, instant):
        """When the server first spoke after `instant`. To a client in IDLE this is EXISTS."""
        first = None
        while self.pipe.poll():
            spoke = self.pipe.recv()
            if not first and spoke > instant:
                first = spoke
        assert first, 'the server said nothing'
        return first

    def stop(self):
        self.process.kill()
        self.process.join()


def fetch_and_sync(client, uid, fd):
    mail = b''.join(client.ask(b'UID FETCH %d:* (UID BODY.PEEK[])' % uid))
    os.write(fd, mail)
    os.fdatasync(fd)
    return int(re.search(rb'UID (\d+)', mail)[1]) + 1


def idle_forever(pipe, port, ca_file, user, password, path):
    """In a process of its own: sends the instant, in ns, at which each new mail was synced."""
    client = RawClient(port, ca_file)
    client.ask(f'LOGIN "{user}" "{password}"'.encode())
    uid = int(re.search(rb'UIDNEXT (\d+)', b''.join(client.ask(b'EXAMINE INBOX')))[1])
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    while True:
        client.send(b'IDLE')
        client.wait_line(rb'\+')
        client.wait_line(rb'\* \d+ EXISTS')
        client.socket.sendall(b'DONE\r\n')
        client.finish()
        uid = fetch_and_sync(client, uid, fd)
        pipe.send(time.monotonic_ns())


class IdlePeer:
    """A raw socket client: waits in IDLE, fetches each new mail whole and syncs it to a file."""

    def __init__(self, server, port, path, user='jean'):
        self.pipe, far = multiprocessing.Pipe(duplex=False)
        self.process = multiprocessing.Process(
            target=idle_forever, daemon=True,
            args=(far, port, server.authority.ca_file, user, server.users[user], path))
        self.process.start()
        far.close()

    def result(self, timeout):
        assert self.pipe.poll(timeout), 'the peer saw no mail'
        return self.pipe.recv()

    def stop(self):
        self.process.kill()
        self.process.join()


def fetch_headers(server, days, fields, user='jean'):
    """One SEARCH and one FETCH by imaplib; the number of headers."""
    day = (datetime.date.today() - datetime.timedelta(days)).strftime('%d-%b-%Y')
    client = imaplib.IMAP4_SSL('127.0.0.1', server.tls_port,
                               ssl_context=server.authority.client_context())
    client.login(user, server.users[user])
    client.select('INBOX', readonly=True)
    uids = client.uid('SEARCH', 'SINCE', day)[1][0].split()
    answer = client.uid('FETCH', f'{uids[0].decode()}:{uids[-1].decode()}',
                        f'(UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({fields})])')[1]
    client.logout()
    return sum(isinstance(item, tuple) for item in answer)
