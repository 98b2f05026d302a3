"""Cyrus and Courier, as Dovecot is in servers.py: each user has INBOX, and what a client makes."""
import imaplib
import shutil
import socket
import subprocess

from servers import PATIENCE, TOP, Rooted, free_port, wait_until


class ImapServer(Rooted):
    """`port` speaks STARTTLS, `tls_port` TLS from the first byte. Mailboxes are named as on the wire,
    below INBOX where the server has them there (`prefix`)."""

    prefix = ''

    def __init__(self, root, authority, *, idle=True):
        super().__init__(root, authority)
        self.port, self.tls_port = free_port(), free_port()
        self.folder.chmod(0o755)
        self.users = {'jean': 'secret de jean'}
        self.lay_out(idle)
        self.set_users(self.users)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(inside=self.inside, port=self.port, tls_port=self.tls_port))

    def folder_of(self, name, owner, mode=0o755):
        """A folder that belongs to a user of the chroot."""
        self.run('/bin/mkdir', '-m', f'{mode:o}', f'{self.inside}/{name}')
        self.run('/bin/chown', owner, f'{self.inside}/{name}')

    def run(self, *command, stdin=''):
        result = subprocess.run(self._inside(*command), input=stdin, capture_output=True, text=True,
                                check=False, timeout=PATIENCE)
        assert result.returncode == 0, f'{command}: {result.stderr}'
        return result.stdout

    def _answers(self):
        assert self.process.poll() is None, f'{type(self).__name__} ended'
        try:
            for port in (self.port, self.tls_port):
                socket.create_connection(('127.0.0.1', port), timeout=5).close()
            self.client().logout()
            return True
        except (OSError, imaplib.IMAP4.error):
            return False

    def restart(self):
        self.stop()
        self.start()

    def client(self):
        client = imaplib.IMAP4_SSL('127.0.0.1', self.tls_port, timeout=PATIENCE,
                                   ssl_context=self.authority.client_context())
        client.login('jean', self.users['jean'])
        return client

    def create(self, mailbox):
        client = self.client()
        client.create(self.prefix + mailbox)
        client.logout()

    def append(self, mail, mailbox='INBOX'):
        client = self.client()
        name = mailbox if mailbox == 'INBOX' else self.prefix + mailbox
        status, answer = client.append(name, None, None, mail)
        client.logout()
        assert status == 'OK', answer

    def uidvalidity(self, mailbox):
        client = self.client()
        answer = client.status(self.prefix + mailbox, '(UIDVALIDITY)')[1][0].decode()
        client.logout()
        return int(answer.split('UIDVALIDITY ')[1].rstrip(')'))

    def make_anew(self, mailbox):
        """With another UIDVALIDITY; servers take the time in seconds for it."""
        before = self.uidvalidity(mailbox)

        def differs():
            client = self.client()
            client.delete(self.prefix + mailbox)
            client.create(self.prefix + mailbox)
            client.logout()
            return self.uidvalidity(mailbox) != before
        wait_until(differs, 'another UIDVALIDITY')


class Cyrus(ImapServer):
    def lay_out(self, idle):
        for name in ('config', 'mail'):
            self.folder_of(name, 'cyrus:mail')
        self.folder_of('db', 'cyrus:mail')
        self.run('/bin/chown', 'cyrus:mail', f'{self.inside}/key.pem')
        self.write('imapd.conf', '''configdirectory: {inside}/config
defaultpartition: default
partition-default: {inside}/mail
proc_path: {inside}/config/proc
mboxname_lockpath: {inside}/config/lock
servername: imap.test
admins: cyrus
altnamespace: yes
unixhierarchysep: yes
autocreate_quota: 0
specialusealways: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {inside}/db/sasldb2
sasl_mech_list: PLAIN
allowplaintext: no
tls_server_cert: {inside}/cert.pem
tls_server_key: {inside}/key.pem
imapidlepoll: {poll}
'''.replace('{poll}', '1' if idle else '0'))  # seconds, for there is no idled; 0: no IDLE
        self.write('cyrus.conf', '''START {{
  recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -C {inside}/imapd.conf -r"
}}
SERVICES {{
  imap cmd="/usr/lib/cyrus/bin/imapd -C {inside}/imapd.conf" listen="127.0.0.1:{port}"
  imaps cmd="/usr/lib/cyrus/bin/imapd -s -C {inside}/imapd.conf" listen="127.0.0.1:{tls_port}"
}}
''')

    def set_users(self, users):
        self.users = dict(users)
        for name, password in users.items():
            self.run('/usr/sbin/saslpasswd2', '-p', '-c', '-f', f'{self.inside}/db/sasldb2', '-u',
                     'imap.test', name, stdin=password)
        self.run('/bin/chown', 'cyrus:mail', f'{self.inside}/db/sasldb2')

    def start(self):
        return self._start('/usr/lib/cyrus/bin/master', '-C', f'{self.inside}/imapd.conf', '-M',
                           f'{self.inside}/cyrus.conf', '-p', f'{self.inside}/pid')


class Courier(ImapServer):
    """Its paths are fixed: it gets an /etc/courier and a /run of its own in a mount namespace; and
    its processes leave their group: they end with their PID namespace."""

    prefix = 'INBOX.'

    def lay_out(self, idle):
        for name in ('run', 'courier'):
            (self.folder / name).mkdir()
        for name in ('imapd', 'imapd-ssl', 'authdaemonrc'):
            shutil.copy(self.root / 'etc/courier' / name, self.folder / 'courier' / name)
        with (self.folder / 'courier/authdaemonrc').open('a') as file:
            file.write('authmodulelist="authuserdb"\ndaemons=1\n')
        capability = 'IMAP4rev1 UIDPLUS CHILDREN NAMESPACE' + (' IDLE' if idle else '')
        self.write('courier/own', f'''IMAP_CAPABILITY="{capability}"
IMAP_CAPABILITY_TLS="{capability} AUTH=PLAIN"
IMAP_IDLE_TIMEOUT=1
TLS_CERTFILE={{inside}}/both.pem
TLS_TRUSTCERTS={{inside}}/cert.pem
TLS_CACHEFILE=
IMAP_TLS_REQUIRED=1
''')
        both = self.folder / 'both.pem'
        both.write_text(''.join((self.folder / name).read_text()
                                for name in ('key.pem', 'cert.pem')))
        both.chmod(0o600)
        self.run('/bin/chown', 'courier', f'{self.inside}/both.pem')
        self.folder_of('home', 'vmail:vmail')
        self.write('start', '''exec 2>{inside}/log
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mkdir -p /run/courier/authdaemon
/usr/lib/courier/courier-authlib/authdaemond &
set -a
. /etc/courier/imapd
. /etc/courier/imapd-ssl
. /etc/courier/own
serve() {{ couriertcpd -address=127.0.0.1 -maxprocs=40 -maxperip=40 -nodnslookup -noidentlookup "$@"; }}
login="/usr/lib/courier/courier/imaplogin /usr/bin/imapd Maildir"
IMAP_STARTTLS=YES serve {port} $login &
IMAP_TLS=1 serve {tls_port} $COURIERTLS -server -tcpd -user=courier $login &
wait
''')

    def _inside(self, *command):
        return [str(TOP / 'contrib/rootly'), 'unshare', '--mount', '--pid', '--fork',
                '--kill-child', 'sh', '-c', '''
root=$1 folder=$2
shift 2
mkdir -p "$root/run"
mount --bind "$folder/courier" "$root/etc/courier" && mount --bind "$folder/run" "$root/run" &&
exec setpriv --pdeathsig KILL chroot "$root" "$@"''', 'sh', str(self.root), str(self.folder), *command]

    def stop(self):
        """unshare(1) passes no TERM on."""
        if self.process is not None:
            self.process.kill()
        super().stop()

    def set_users(self, users):
        self.users = dict(users)
        lines = []
        for name, password in users.items():
            hashed = subprocess.run(['openssl', 'passwd', '-6', '-stdin'], input=password, text=True,
                                    capture_output=True, check=True).stdout.strip()
            home = f'{self.inside}/home/{name}'
            if not (self.folder / 'home' / name).exists():
                self.folder_of(f'home/{name}', 'vmail:vmail')
                self.run('/usr/bin/maildirmake.courier', home + '/Maildir')
                self.run('/bin/chown', '-R', 'vmail:vmail', home)
            lines.append(f'{name}\tuid=1000|gid=1000|home={home}|mail={home}/Maildir|imappw={hashed}\n')
        userdb = self.folder / 'courier/userdb'
        userdb.write_text(''.join(lines))
        userdb.chmod(0o600)
        self.run('/usr/sbin/makeuserdb')

    def start(self):
        return self._start('/bin/sh', f'{self.inside}/start')
