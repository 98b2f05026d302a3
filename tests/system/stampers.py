"""What says in a mail, before Vigie sees it, whether its sender is real: OpenDKIM, OpenDMARC and rspamd
as milters before that of Postfix, and the name server that they ask."""
import base64
import contextlib
import hashlib
import random
import re
import socket
import subprocess
import threading

from mtas import Alone
from postfix import SENDER, Postfix

# Kinds of records and of answers (RFC 1035).
TXT, SERVFAIL, NXDOMAIN = 16, 2, 3


# Whence the mails come, by their words: what comes from this machine itself is not verified.
CLIENT = '192.0.2.7'


def may_answer():
    """OpenDMARC knows no other port than that of all name servers."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(('127.53.0.1', 53))
        return True
    except OSError:
        return False


class NameServer:
    """Answers with `texts` (a text for each name; None: it is out of order there), and that there is
    nothing else, on an address of its own of this machine. `asked` are the names."""

    def __init__(self):
        self.texts, self.asked = {}, set()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        while True:
            self.address = '127.53.{}.{}'.format(*random.choices(range(1, 255), k=2))
            with contextlib.suppress(OSError):
                self.socket.bind((self.address, 53))
                break
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                query, peer = self.socket.recvfrom(4096)
                if not query:
                    return
                self.socket.sendto(self._answer(query), peer)

    def _answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode().lower())
            at += 1 + query[at]
        question, name = query[12:at + 5], '.'.join(labels)
        self.asked.add(name)
        text = self.texts.get(name, '')
        count = int(bool(text) and int.from_bytes(question[-4:-2], 'big') == TXT)
        code = (SERVFAIL if text is None else 0 if any(
            f'.{known}'.endswith(f'.{name}') for known in self.texts) else NXDOMAIN)
        answer = query[:2] + bytes([0x85, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0]) + question
        if count:
            pieces = [text[i:i + 255].encode() for i in range(0, len(text), 255)]
            data = b''.join(bytes([len(piece)]) + piece for piece in pieces)
            # A name as in the question, TXT, IN, kept for no time.
            answer += b'\xc0\x0c\0\x10\0\x01\0\0\0\0' + len(data).to_bytes(2, 'big') + data
        return answer

    def stop(self):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Key:
    """A key with which a domain signs its mail (RFC 6376)."""

    def __init__(self, folder):
        self.file = folder / 'dkim.pem'
        subprocess.run(['openssl', 'genrsa', '-out', self.file, '2048'], check=True,
                       capture_output=True)
        public = subprocess.run(['openssl', 'rsa', '-in', self.file, '-pubout', '-outform', 'DER'],
                                check=True, capture_output=True).stdout
        self.record = f'v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}'

    def sign(self, mail, domain):
        """`mail`, which has CRLF, with a signature on top; nothing of it may be changed then."""
        header, _, body = mail.partition(b'\r\n\r\n')
        names = ['From', 'To', 'Subject', 'Date', 'Message-ID']
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        field = (f'DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d={domain}; s=s;\r\n'
                 f'\th={":".join(names)};\r\n\tbh={digest};\r\n\tb=').encode()
        fields = [re.search(rb'(?ims)^%b:.*?(?=\r\n[^ \t]|\Z)' % name.encode(), header).group()
                  for name in names]
        signed = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', self.file],
                                input=b'\r\n'.join([*fields, field]), check=True,
                                capture_output=True).stdout
        return field + base64.b64encode(signed) + b'\r\n' + mail


class Stamper(Alone):
    """A milter at `port` that asks `names`."""

    COMMAND, CONFIGURATION = (), ''

    def __init__(self, root, authority, names):
        super().__init__(root, authority, None)
        (self.root / 'etc/resolv.conf').unlink(missing_ok=True)
        (self.root / 'etc/resolv.conf').write_text(f'nameserver {names.address}\n')
        (self.root / 'etc/hosts').write_text('127.0.0.1 localhost\n')
        (self.folder / 'unbound').write_text(f'''server:
    do-not-query-localhost: no
forward-zone:
    name: "."
    forward-addr: {names.address}
''')
        (self.folder / 'conf').write_text(
            self.CONFIGURATION.replace('@BASE@', self.inside).replace('@PORT@', str(self.port)))

    def start(self):
        return self._start(*self.COMMAND, f'{self.inside}/conf')

    def _answers(self):
        assert self.process.poll() is None, f'{self.process.args} ended: {self.log()}'
        try:
            socket.create_connection(('127.0.0.1', self.port), timeout=5).close()
            return True
        except ConnectionRefusedError:
            return False


class OpenDkim(Stamper):
    COMMAND = '/usr/sbin/opendkim', '-f', '-x'
    CONFIGURATION = '''Socket inet:@PORT@@127.0.0.1
Mode v
ResolverConfiguration @BASE@/unbound
AlwaysAddARHeader yes
'''


class OpenDmarc(Stamper):
    COMMAND = '/usr/sbin/opendmarc', '-f', '-c'
    CONFIGURATION = '''Socket inet:@PORT@@127.0.0.1
PublicSuffixList /usr/share/publicsuffix/public_suffix_list.dat
SPFSelfValidate true
'''


class Rspamd(Stamper):
    """As its package has it, but that it is one process, and stamps its verdict."""

    COMMAND = '/usr/bin/rspamd', '-f', '-i', '-c'
    CONFIGURATION = '.include "/etc/rspamd/rspamd.conf"\n'
    LOCAL = {
        # To compile the list of all top domains takes it half a minute on a busy machine.
        'options.inc': 'url_tld = "{base}/tops";\ndisable_hyperscan = true;\n'
                       'dns {{ nameserver = ["{names}:53"]; }}',
        'logging.inc': 'filename = "{base}/log";',
        'worker-normal.inc': 'enabled = false;',
        'worker-controller.inc': 'enabled = false;',
        'worker-proxy.inc': 'bind_socket = "127.0.0.1:{port}"; upstream "local" {{ self_scan = yes; }}',
        'milter_headers.conf': 'use = ["authentication-results"];',
        'fuzzy_check.conf': 'enabled = false;',
    }

    def __init__(self, root, authority, names):
        super().__init__(root, authority, names)
        for name, text in self.LOCAL.items():
            (self.root / 'etc/rspamd/local.d' / name).write_text(
                text.format(names=names.address, base=self.inside, port=self.port) + '\n')
        (self.folder / 'tops').write_text('com\nexample\nfr\norg\n')
        self.shell('mkdir -p /run/rspamd /var/lib/rspamd')


class VerifyingPostfix(Postfix):
    """One that believes the test whence a mail comes; `lines` are what main.cf has beside."""

    def __init__(self, root, authority, before, lines=''):
        self.more = lines
        super().__init__(root, authority, processes=20, before=before)

    def milter_lines(self, before):
        return (super().milter_lines(before) + 'smtpd_authorized_xclient_hosts = 127.0.0.1\n'
                + self.more)

    def send(self, mail, recipient, sender=SENDER):
        with self.client() as client:
            client.ehlo()
            assert client.docmd('XCLIENT', f'ADDR={CLIENT} NAME=mail.example.org')[0] == 220
            client.ehlo_resp = client.helo_resp = None
            client.sendmail(sender, [recipient], mail)
