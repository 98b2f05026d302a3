"""A Postfix that takes mail in by a milter and delivers it into Maildirs."""
import concurrent.futures
import smtplib
import socket
import socketserver
import struct
import subprocess

from servers import PATIENCE, TOP, Rooted, free_port, serve, wait_until

SENDER = 'sender@example.org'
MAILBOXES = ('jean', 'marie', *(f'many{i}' for i in range(60)))

# The directories that Postfix expects in its queue, as its package makes them.
QUEUES = ('active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming',
          'private', 'saved', 'trace', 'data')

MASTER = '''127.0.0.1:{port} inet n - n - {processes} smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
'''


class Stamper:
    """A milter that puts a field on top of each mail, as OpenDMARC does."""

    # Neither envelope nor mail, of what the protocol could send (libmilter/mfdef.h: SMFIP_NO…).
    NOTHING = 0x37f

    def __init__(self, name, value):
        field = f'{name}\0{value}\0'.encode()

        class Handler(socketserver.StreamRequestHandler):
            def packet(self):
                length = self.rfile.read(4)
                return self.rfile.read(struct.unpack('>I', length)[0]) if length else b'Q'

            def say(self, command, data=b''):
                self.wfile.write(struct.pack('>I', 1 + len(data)) + command + data)

            def handle(self):
                while (packet := self.packet())[:1] != b'Q':
                    if packet[:1] == b'O':
                        self.say(b'O', struct.pack('>III', 6, 1, Stamper.NOTHING))
                    elif packet[:1] == b'E':
                        self.say(b'i', struct.pack('>I', 0) + field)
                    if packet[:1] not in b'ODAK':
                        self.say(b'c')

        socketserver.ThreadingTCPServer.daemon_threads = True
        self.server = socketserver.ThreadingTCPServer(('127.0.0.1', free_port()), Handler)
        self.port = self.server.server_address[1]
        serve(self.server)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class MailServer(Rooted):
    """One that takes mail in on `port`, and writes what it does into `log` in its folder."""

    def shell(self, text):
        subprocess.run(self._inside('/bin/sh', '-c', text), check=True)

    def _answers(self):
        assert self.process.poll() is None, f'{self.process.args} ended: {self.log()}'
        try:
            with socket.create_connection(('127.0.0.1', self.port), timeout=PATIENCE) as peer:
                return peer.recv(4) == b'220 '
        except ConnectionRefusedError:
            return False

    def log(self):
        log = self.folder / 'log'
        return log.read_text(errors='replace') if log.exists() else ''

    def client(self):
        return smtplib.SMTP('127.0.0.1', self.port, local_hostname='client.test', timeout=PATIENCE)


class Postfix(MailServer):
    """Takes mail for MAILBOXES at example.fr, and asks the milter at `milter_port` by the lines of
    contrib/postfix/main.cf; `before` are the ports of milters that are asked before it. `lines` and
    `services` are what main.cf has instead, and master.cf beside."""

    def __init__(self, root, authority, processes=320, before=(), lines=None, services=''):
        super().__init__(root, authority)
        self.port, self.milter_port = free_port(), free_port()
        self.milter = f'inet:{self.milter_port}@127.0.0.1'
        if lines is None:
            lines = self.milter_lines(before)
        (self.folder / 'main.cf').write_text(f'''compatibility_level = 3.6
queue_directory = {self.inside}/queue
data_directory = {self.inside}/queue/data
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {self.inside}/log
maillog_file_prefixes = /srv
myhostname = mx.test
mydestination =
default_privs = vmail
inet_protocols = ipv4
smtputf8_enable = no
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.fr
virtual_mailbox_base = {self.inside}/mail
virtual_mailbox_maps = texthash:{self.inside}/mailboxes
virtual_uid_maps = static:1000
virtual_gid_maps = static:1000
virtual_minimum_uid = 1000
message_size_limit = 40000000
default_process_limit = {processes}
smtpd_client_connection_count_limit = 0
smtpd_recipient_restrictions = reject_unauth_destination
''' + lines)
        (self.folder / 'master.cf').write_text(
            MASTER.format(port=self.port, processes=processes) + services)
        (self.folder / 'mailboxes').write_text(
            ''.join(f'{name}@example.fr {name}/\n' for name in MAILBOXES))
        queues = ' '.join(f'queue/{name}' for name in QUEUES)
        self.shell(f'''umask 022; cd {self.inside}; chmod 755 .; mkdir -p queue/pid queue/public \\
            queue/maildrop {queues} mail; chown postfix {queues} queue/public queue/maildrop; \\
            chmod 700 {queues}; chmod 730 queue/maildrop; chmod 710 queue/public; \\
            chgrp postdrop queue/public queue/maildrop; chown root:root *.cf; chmod 777 mail''')

    def milter_lines(self, before):
        lines = (TOP / 'contrib/postfix/main.cf').read_text()
        assert 'inet:127.0.0.1:8894' in lines
        return lines.replace('inet:127.0.0.1:8894', ', '.join(
            f'inet:127.0.0.1:{port}' for port in (*before, self.milter_port)))

    def start(self):
        return self._start('/usr/lib/postfix/sbin/master', '-c', self.inside, '-d')

    def send(self, mail, *recipients):
        with self.client() as client:
            client.sendmail(SENDER, recipients, mail)

    def send_at_once(self, mails, *recipients):
        """Each in a session of its own, all of them open before the first goes on."""
        with concurrent.futures.ThreadPoolExecutor(len(mails)) as pool:
            clients = list(pool.map(lambda _: self.client(), mails))
            list(pool.map(lambda pair: pair[0].sendmail(SENDER, recipients, pair[1]),
                          zip(clients, mails)))
            list(pool.map(lambda client: client.quit(), clients))

    def delivered(self, name, count=1):
        """The mails of a mailbox, as bytes with LF, once there are so many."""
        folder = self.folder / 'mail' / name / 'new'

        def look():
            files = sorted(folder.iterdir()) if folder.is_dir() else []
            return files if len(files) >= count else None

        files = wait_until(look, f'{count} mails for {name}')
        assert len(files) == count, 'each is delivered once'
        return [file.read_bytes() for file in files]
