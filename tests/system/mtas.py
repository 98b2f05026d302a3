"""Mail servers that hand a copy of each mail, or the mail itself, to `vigie filter` or to a milter by
the files of contrib/. They deliver what is for example.fr into Maildirs, and all other mail, such as
a bounce, to `outside`, an SMTP server of the test's."""
import os
import re
import subprocess

from postfix import SENDER, MailServer, Postfix
from servers import TOP, free_port, wait_until

NAMES = ('jean', 'marie')

# What Postfix needs to send mail on, and to flush its queue.
SERVICES = '''smtp unix - - n - - smtp
pickup unix n - n 60 1 pickup
flush unix n - n 1000 0 flush
'''


def contrib(name, *replacements):
    """A file of contrib/ with what stands in it for a machine's own replaced."""
    text = (TOP / 'contrib' / name).read_text()
    for old, new in replacements:
        assert old in text, f'{old} does not stand in contrib/{name}'
        text = text.replace(old, new)
    return text


class Copies:
    """What the servers have in common."""

    seen = 0

    def begin(self):
        """What the log says from now on counts."""
        self.seen = len(self.log())

    def wait_log(self, pattern, count=1):
        try:
            wait_until(lambda: len(re.findall(pattern, self.log()[self.seen:])) >= count,
                       f'{count} times /{pattern}/ in the log')
        except AssertionError as error:
            raise AssertionError(f'{error}:\n{self.log()[self.seen:]}') from None

    def output(self, text):
        return subprocess.run(self._inside('/bin/sh', '-c', text), check=True, text=True,
                              capture_output=True).stdout


class Mta(Copies, MailServer):
    """`program` is where it finds Vigie, `patience` the seconds after which it gives it up."""

    def __init__(self, root, authority, outside):
        super().__init__(root, authority)
        self.port, self.outside = free_port(), outside
        self.folder.chmod(0o755)

    @property
    def program(self):
        return f'{self.inside}/vigie/program'


    def send(self, mail, *recipients):
        with self.client() as client:
            client.sendmail(SENDER, recipients, mail)

    def delivered(self, name, count=1):
        return Postfix.delivered(self, name, count)


class Alone(Mta):
    """One that has fixed places: in a copy of the folder, by hard links but for /etc and /var."""

    def __init__(self, root, authority, outside):
        super().__init__(root, authority, outside)
        self.shared_root, self.shared_inside = self.root, self.inside
        # Who is not root is lent the machine's own /dev by contrib/in-root.
        devices = '/dev' if os.geteuid() == 0 else ''
        self.shell(f"""cd {self.inside}; mkdir root root/dev root/srv; mkdir -m 1777 root/tmp
            cp -al /bin {devices} /lib* /sbin /usr root; cp -a /etc /var root""")
        self.root = self.folder / 'root'
        self.folder = self.root / self.inside[1:]
        self.folder.mkdir(0o755)

    def remove(self):
        self.stop()
        self.root, self.inside = self.shared_root, self.shared_inside
        super().remove()


class PipePostfix(Copies, Postfix):
    def __init__(self, root, authority, outside, patience=60, persistent=True):
        # Its folder is known once it is made; the program's place is given later.
        super().__init__(root, authority, processes=20, lines=contrib(
            'postfix/pipe-main.cf') + f'''
relayhost = [127.0.0.1]:{outside.port}
maximal_queue_lifetime = {'2h' if persistent else 0}
bounce_queue_lifetime = 0
delay_warning_time = 1s
mynetworks = 127.0.0.1
smtpd_recipient_restrictions = permit_mynetworks
''', services=SERVICES + contrib(
            'postfix/pipe-master.cf', ('user=vigie', 'user=vmail'), ('/usr/bin/vigie', '@PROGRAM@'),
            ('KILL 60', f'KILL {patience}')))
        master = self.folder / 'master.cf'
        master.write_text(master.read_text().replace('@PROGRAM@', f'{self.inside}/vigie/program'))

    def wait_given_up(self):
        """Both copies of a mail, by a server that is not persistent."""
        self.wait_log(r'status=expired, returned to sender')

    def wait_held(self, count):
        """Copies that wait for their next turn."""
        self.wait_log(r'relay=vigie.*status=deferred', count)

    def flush(self):
        self.shell(f'/usr/sbin/postqueue -c {self.inside} -f')

    def queued(self):
        text = self.output(f'cd {self.inside}/queue; '
                           'for f in deferred/*/* active/* incoming/*; do echo "$f"; done')
        return [line for line in text.split() if '*' not in line]


class Exim(Alone):
    def __init__(self, root, authority, outside, patience=60, persistent=True):
        super().__init__(root, authority, outside)
        router = contrib('exim/router')
        transport = contrib('exim/transport', ('/usr/bin/vigie', self.program),
                            ('= vigie\n', '= vmail\n'), ('60s', f'{patience}s'))
        # Names of routers and transports stay.
        assert 'user = vmail\n  group = vmail' in transport
        (self.root / 'etc/exim4/exim4.conf').write_text(f'''primary_hostname = mx.test
local_interfaces = 127.0.0.1
daemon_smtp_ports = {self.port}
tls_advertise_hosts =
keep_environment =
notifier_socket =
log_file_path = {self.inside}/logs/%slog
domainlist local_domains = example.fr
acl_smtp_rcpt = accept
delay_warning = 1s
begin routers
outside:
  driver = manualroute
  domains = ! +local_domains
  route_list = * 127.0.0.1
  self = send
  transport = outside
{router}
mailboxes:
  driver = accept
  local_parts = {' : '.join(NAMES)}
  transport = mailboxes
begin transports
outside:
  driver = smtp
  port = {outside.port}
  allow_localhost
{transport}
mailboxes:
  driver = appendfile
  directory = {self.inside}/mail/$local_part_data
  create_directory
  maildir_format
  user = vmail
begin retry
{"* * F,2h,1s" if persistent else ""}
''')
        self.shell(f'''chmod 644 /etc/exim4/exim4.conf; cd {self.inside}; mkdir -m 777 logs mail
            mkdir -p /var/spool/exim4; chown Debian-exim:Debian-exim /var/spool/exim4 logs''')

    def start(self):
        return self._start('/usr/sbin/exim4', '-bdf')

    def log(self):
        log = self.folder / 'logs/mainlog'
        return log.read_text(errors='replace') if log.exists() else ''

    def wait_given_up(self):
        self.wait_log(r': error ignored', 2)

    def wait_held(self, count):
        self.wait_log(r'== \S+ R=vigie T=vigie defer', count)

    def flush(self):
        self.shell('/usr/sbin/exim4 -qff')

    def queued(self):
        return self.output('/usr/sbin/exim4 -bpr').split('\n\n')[:-1]


class OpenSmtpd(Alone):
    def __init__(self, root, authority, outside, patience=60):
        super().__init__(root, authority, outside)
        wrapper = self.folder / 'vigie-mda'
        wrapper.write_text(contrib('opensmtpd/vigie-mda', ('/usr/bin/vigie', self.program),
                                   ('KILL 60', f'KILL {patience}')))
        wrapper.chmod(0o755)
        lines = contrib('opensmtpd/smtpd.conf',
                        ('/etc/opensmtpd/vigie-mda', f'{self.inside}/vigie-mda'),
                        ('maildir wrapper', f'maildir "{self.inside}/mail/%{{rcpt.user}}"'
                         ' user vmail virtual <people> wrapper'))
        people = ', '.join(f'{name}@example.fr = vmail' for name in NAMES)
        (self.root / 'etc/smtpd.conf').write_text(f'''table people {{ {people} }}
listen on 127.0.0.1 port {self.port} hostname mx.test
{lines}
action "outside" relay host "smtp://127.0.0.1:{outside.port}"
match from any for domain "example.fr" action "local"
match from any for any action "outside"
''')
        self.shell(f'''echo mx.test >/etc/mailname; cd {self.inside}; mkdir -m 777 mail
            mkdir -p /var/lib/opensmtpd/empty /var/run /var/spool; cd /var/spool; mkdir -m 711 smtpd; cd smtpd
            mkdir -m 770 offline; mkdir -m 700 purge; chgrp opensmtpq offline
            chown opensmtpq purge
            cd /usr/sbin; cp smtpctl new; chgrp opensmtpq new; chmod 2755 new; mv new smtpctl''')

    def wait_held(self, count):
        self.wait_log(r'mda delivery .*result=TempFail', count)

    def flush(self):
        self.shell('/usr/sbin/smtpctl schedule all')

    def queued(self):
        text = self.output('cd /var/spool/smtpd/queue; for f in */*/*; do echo "$f"; done')
        return [line for line in text.split() if '*' not in line]

    def start(self):
        with open(self.folder / 'log', 'ab') as log:
            self.process = subprocess.Popen(self._inside('/usr/sbin/smtpd', '-d'), stdout=log,
                                            stdin=subprocess.DEVNULL, stderr=log,
                                            start_new_session=True)
        wait_until(self._answers, 'OpenSMTPD answers')
        return self


class Sendmail(Mta):
    """Takes all mail and sends it on to `outside`, for it delivers into no Maildir; asks the milter
    at `milter_port` by the line of contrib/sendmail/vigie.mc, and waits for it as `times` says."""

    TIMES = 'T=C:5s;S:15s;R:15s;E:30s'

    def __init__(self, root, authority, outside, times=TIMES):
        super().__init__(root, authority, outside)
        self.milter_port = free_port()
        self.milter = f'inet:{self.milter_port}@127.0.0.1'
        line = contrib('sendmail/vigie.mc', ('8894@127.0.0.1, T', f'{self.milter_port}@127.0.0.1, T'),
                       (self.TIMES, times))
        (self.folder / 'switch').write_text('hosts files\n')
        (self.folder / 'sendmail.mc').write_text(f"""divert(0)dnl
OSTYPE(`linux')dnl
define(`QUEUE_DIR', `{self.inside}/queue')dnl
define(`STATUS_FILE', `{self.inside}/status')dnl
define(`confPID_FILE', `{self.inside}/pid')dnl
define(`confDOMAIN_NAME', `mx.test')dnl
define(`confSERVICE_SWITCH_FILE', `{self.inside}/switch')dnl
define(`confTO_IDENT', `0')dnl
define(`SMART_HOST', `relay:[127.0.0.1]')dnl
define(`RELAY_MAILER_ARGS', `TCP $h {outside.port}')dnl
FEATURE(`promiscuous_relay')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`nocanonify')dnl
FEATURE(`no_default_msa')dnl
DAEMON_OPTIONS(`Port={self.port}, Addr=127.0.0.1, Name=MTA')dnl
{line}MAILER(`smtp')dnl
""")
        self.shell(f'''cd {self.inside}; mkdir -m 700 queue; cf=/usr/share/sendmail/cf/
            m4 -D_CF_DIR_=$cf $cf/m4/cf.m4 sendmail.mc >sendmail.cf; chmod 644 sendmail.cf
            chown root:root . sendmail.cf''')

    def start(self):
        return self._start('/usr/libexec/sendmail/sendmail', '-bD', '-C', f'{self.inside}/sendmail.cf',
                           '-X', f'{self.inside}/log')
