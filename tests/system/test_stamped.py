"""`vigie milter` behind OpenDKIM and OpenDMARC, and behind rspamd: what these say of a sender counts, and
what the sender says of himself does not."""
import re

import pytest

from mails import AUTHSERV_ID, notice
from servers import TOP
from stampers import CLIENT, Key, NameServer, OpenDkim, OpenDmarc, Rspamd, VerifyingPostfix, may_answer

pytestmark = pytest.mark.skipif(
    not may_answer(), reason='a name server needs port 53: root, or net.ipv4.ip_unprivileged_port_start')

DOMAIN, JEAN = 'info.ameli.fr', 'jean@example.fr'
CHAINS = {'opendmarc': (OpenDkim, OpenDmarc), 'rspamd': (Rspamd,)}
REJECT, NOTHING = 'v=DMARC1; p=reject', None
CLAIM = f'Authentication-Results: {AUTHSERV_ID}; %s=pass header.%s={DOMAIN}\r\n'.encode()


@pytest.fixture(scope='module')
def names():
    server = NameServer()
    yield server
    server.stop()


@pytest.fixture(scope='module')
def key(tmp_path_factory):
    return Key(tmp_path_factory.mktemp('dkim'))


def behind(kinds, root_of, ca, names, lines=''):
    """A Postfix that has asked these before it asks Vigie."""
    servers = []
    try:
        for kind in kinds:
            servers.append(kind(root_of('dmarc'), ca, names))
            servers[-1].start()
        servers.append(VerifyingPostfix(root_of('main'), ca, [server.port for server in servers],
                                        lines))
        yield servers[-1].start()
    finally:
        for server in servers:
            server.remove()


@pytest.fixture(scope='module', params=CHAINS.values(), ids=CHAINS)
def verifying(request, server_root_of, ca, names):
    yield from behind(request.param, server_root_of, ca, names)


def plain():
    """A notice as it leaves its sender: nobody has said a word of it."""
    return b'\r\n'.join(line for line in notice().split(b'\r\n') if not line.startswith(
        (b'Authentication-Results', b' dmarc', b'Received')))


def changed(mail):
    assert mail.count(b'espace') > 1
    head, tail = mail.rsplit(b'espace', 1)
    return head + b'ESPACE' + tail


# What the domain publishes of DMARC (None: nothing; False: its name server is out of order), what
# signs (None: nothing), what is done to the mail then, its envelope, and the verdict.
ORGANISATION = 'bounce@ameli.fr'
ROWS = [
    ('signed', REJECT, DOMAIN, None, None, 'authentic'),
    ('signed by the organisation', REJECT, 'ameli.fr', None, None, 'authentic'),
    ('signed, and DMARC is not published', NOTHING, DOMAIN, None, None, 'authentic'),
    ('of a server that SPF permits', REJECT, None, None, ORGANISATION, 'authentic'),
    ('not signed', REJECT, None, None, None, 'forged'),
    ('not signed, and reports alone are asked for', 'v=DMARC1; p=none', None, None, None, 'forged'),
    ('changed on its way', REJECT, DOMAIN, changed, None, 'forged'),
    ('signed by another', REJECT, 'example.org', None, None, 'forged'),
    ('not signed, and DMARC is not published', NOTHING, None, None, None, 'unverified'),
    ('not signed, and nobody can tell', False, None, None, None, 'unverified'),
    ('claims that DMARC passed', REJECT, None, lambda mail: CLAIM % (b'dmarc', b'from') + mail, None,
     'forged'),
    ('claims it where DMARC is not published', NOTHING, None,
     lambda mail: CLAIM % (b'dmarc', b'from') + mail, None, 'unverified'),
    ('claims it where nobody can tell', False, None,
     lambda mail: CLAIM % (b'dmarc', b'from') + mail, None, 'unverified'),
    ('claims that a signature passed', NOTHING, None,
     lambda mail: CLAIM % (b'dkim', b'd') + mail, None, 'unverified'),
]


def publish(names, key, policy):
    names.texts = {f's._domainkey.{domain}': key.record
                   for domain in (DOMAIN, 'ameli.fr', 'example.org')}
    names.texts |= {'ameli.fr': f'v=spf1 ip4:{CLIENT} -all', DOMAIN: ''}
    if policy is False:
        names.texts |= {f'_dmarc.{domain}': None for domain in (DOMAIN, 'ameli.fr')}
    elif policy:
        names.texts['_dmarc.' + DOMAIN] = policy


@pytest.mark.parametrize('policy,signer,change,sender,wanted', [row[1:] for row in ROWS],
                         ids=[row[0] for row in ROWS])
def test_what_was_found_before_us_counts(vigie, verifying, names, key, policy, signer, change, sender,
                                         wanted):
    publish(names, key, policy)
    mail = key.sign(plain(), signer) if signer else plain()
    verifying.shell(f'rm -rf {verifying.inside}/mail/*')
    vigie.configure(f'trust = {{ "{AUTHSERV_ID}" }}\n')
    with vigie.beside('milter', '--socket', verifying.milter):
        verifying.send(change(mail) if change else mail, JEAN, *([sender] if sender else []))
        delivered = verifying.delivered('jean')[0]
    assert f'; authenticity={wanted}\n'.encode() in delivered, delivered.decode()
    assert [entry['authenticity'] for entry in vigie.entries()] == [wanted]
    # As delivered it is what a watch would read, with the server's own Received.
    path = vigie.folder / 'delivered'
    path.write_bytes(delivered)
    assert vigie.json('explain', path)['authenticity'] == wanted


def test_whom_one_does_not_trust_does_not_count(vigie, verifying, names, key):
    publish(names, key, REJECT)
    verifying.shell(f'rm -rf {verifying.inside}/mail/*')
    vigie.configure('trust = { "elsewhere.example" }\n')
    with vigie.beside('milter', '--socket', verifying.milter):
        verifying.send(key.sign(plain(), DOMAIN), JEAN)
        assert b'; authenticity=unverified\n' in verifying.delivered('jean')[0]


@pytest.mark.parametrize('method,of', [('dmarc', 'from'), ('dkim', 'd')])
def test_a_server_strips_what_a_sender_claims_by_our_line(vigie, server_root_of, ca, names, key, method,
                                                          of):
    """Also while nobody verifies at all."""
    lines = re.findall(r'(?m)^#     (header_checks = .*\n)',
                       (TOP / 'contrib/postfix/main.cf').read_text())
    assert len(lines) == 1
    publish(names, key, NOTHING)
    vigie.configure(f'trust = {{ "{AUTHSERV_ID}" }}\n')
    for server in behind([], server_root_of, ca, names, lines[0]):
        with vigie.beside('milter', '--socket', server.milter):
            server.send(CLAIM % (method.encode(), of.encode()) + plain(), JEAN)
            delivered = server.delivered('jean')[0]
    assert b'; authenticity=unverified\n' in delivered and b'Authentication-Results' not in delivered
