"""What a monitoring sees: metrics, and the heartbeat that stays away."""
import http.server
import json
import re
import signal
import socket
import subprocess

import pytest

from mails import notice
from servers import PATIENCE, TOP, Keeper, serve, wait_until
from test_watch import CODES, account, hook_sink, wait_new, wait_seen

NOON = '2026-03-02T12:00:00+01:00'


class Pinged(Keeper):
    """A server that keeps the paths it is asked for."""

    def __init__(self, context=None):
        super().__init__()
        self.answer = 200
        pinged = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                pinged.keep((self.path, self.headers['User-Agent']))
                self.send_response(pinged.answer)
                self.send_header('Location', '/elsewhere')
                self.send_header('Content-Length', '0')
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.port = self.server.server_port
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        serve(self.server)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def pinged():
    server = Pinged()
    yield server
    server.stop()


def url(server, scheme='http'):
    return f'heartbeat-url = "{scheme}://127.0.0.1:{server.port}/ping/s3cr3t"\n'


# --- the heartbeat

def test_a_sign_of_life_while_all_is_well(vigie, dovecot, ca, hook, pinged):
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + url(pinged))
    with vigie.watch() as watch:
        path, agent = pinged.wait(lambda _: True)[0]
        wait_until(lambda: vigie.json('status')['heartbeat_sent'], 'status shows it')
        log = watch.log()
    assert path == '/ping/s3cr3t' and agent.startswith('vigie/')
    assert len(pinged.items) == 1, 'once in fifteen minutes'
    assert 's3cr3t' not in log


def test_none_while_an_account_is_blind(vigie, hook, pinged):
    vigie.configure('account "jean" { maildir = "/nonexistent/Maildir" }\n' + hook_sink(hook)
                    + url(pinged))
    vigie.run('watch', '--once', code=None)
    assert not pinged.items


def test_none_while_no_alert_comes_through(vigie, hook, pinged):
    vigie.configure(hook_sink(hook) + url(pinged))
    hook.answer = 77
    vigie.run('add', '--sent', '2026-02-20', now=NOON)
    vigie.run('watch', '--once', now=NOON, code=69)
    pinged.items.clear()
    vigie.run('watch', '--once', now='2026-03-02T14:00:00+01:00', code=None)
    assert not pinged.items
    hook.answer = 0
    vigie.run('watch', '--once', now='2026-03-03T14:00:00+01:00')
    assert len(pinged.items) == 1


@pytest.mark.parametrize('answer', [500, 302, 404])
def test_a_server_that_does_not_take_it(vigie, hook, pinged, answer):
    """Logged and shown; nothing else is hindered."""
    pinged.answer = answer
    vigie.configure(hook_sink(hook) + url(pinged))
    done = vigie.run('watch', '--once')
    assert f'answered {answer}' in done.stderr and 's3cr3t' not in done.stderr
    assert [path for path, _ in pinged.items] == ['/ping/s3cr3t'], 'no redirect is followed'
    assert vigie.json('status')['heartbeat_failed_since']
    assert 'cannot be reached since' in vigie.run('status').stdout
    pinged.answer = 204
    assert 'answers again' in vigie.run('watch', '--once').stderr
    assert vigie.json('status')['heartbeat_failed_since'] is None


def test_a_server_that_hangs_delays_nothing(vigie, dovecot, ca, hook):
    with socket.create_server(('127.0.0.1', 0)) as silent:
        vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) +
                        f'heartbeat-url = "http://127.0.0.1:{silent.getsockname()[1]}/"\n')
        with vigie.watch():
            silent.settimeout(PATIENCE)
            peer, _ = silent.accept()
            with peer:
                dovecot.append(notice(CODES[0]))
                wait_new(hook, CODES[0], timeout=10)


def test_a_certificate_of_nobody_gets_nothing(vigie, hook, ca):
    server = Pinged(ca.server_context())
    try:
        vigie.configure(hook_sink(hook) + url(server, 'https'))
        done = vigie.run('watch', '--once')
        assert not server.items and 'heartbeat-url on 127.0.0.1' in done.stderr
    finally:
        server.stop()


def test_a_certificate_that_the_system_trusts(vigie, hook, ca, tmp_path):
    """The authority stands in for those of the system, in a mount namespace."""
    server = Pinged(ca.server_context())
    script = '''mount --bind "$1" /etc/ssl/certs/ca-certificates.crt || exit 1; shift; exec "$@"'''
    try:
        vigie.configure(hook_sink(hook) + url(server, 'https'))
        done = subprocess.run(['unshare', '-rm', 'sh', '-c', script, 'sh', str(ca.ca_file),
                               *vigie.command('watch', '--once')], env=vigie.environment,
                              capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0 and len(server.items) == 1, done.stderr
    finally:
        server.stop()


def test_check_sends_one(vigie, hook, pinged):
    vigie.configure(hook_sink(hook) + url(pinged))
    vigie.run('check')
    assert not pinged.items
    vigie.run('check', '--send')
    assert len(pinged.items) == 1
    pinged.answer = 410
    assert 'answered 410' in vigie.run('check', '--send', code=69).stderr


@pytest.mark.parametrize('line', ['heartbeat-url = "http://example.org/"', 'heartbeat-every = 0',
                                  'heartbeat-url = "ftp://127.0.0.1/"', 'heartbeat-every = 1441',
                                  'metrics = "relative"'])
def test_faults_of_the_configuration(vigie, hook, line):
    vigie.configure(hook_sink(hook) + line + '\n')
    assert f'{vigie.config}:3: ' in vigie.run('check', code=78).stderr


# --- metrics

def read_metrics(text):
    """{name: {labels: value}}, strictly: HELP and TYPE once before each family, nothing else."""
    found, family = {}, None
    for line in text.splitlines():
        if line.startswith('# HELP '):
            family = line.split()[2]
            assert family not in found, 'a family stands together'
            found[family] = {}
        elif line.startswith('# TYPE '):
            assert line == f'# TYPE {family} gauge'
        else:
            match = re.fullmatch(r'([a-z_]+)(?:\{account="((?:[^"\\\n]|\\[\\"n])*)"\})? (-?\d+)', line)
            assert match and match[1] == family, line
            assert match[2] not in found[family], line
            found[family][match[2]] = int(match[3])
    assert text.endswith('\n') and all(found.values())
    return found


def promtool(server_root_of, text):
    done = subprocess.run([server_root_of('tools') / 'usr/bin/promtool', 'check', 'metrics'],
                          input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stdout + done.stderr, done.stdout + done.stderr


def test_metrics(vigie, dovecot, ca, hook, server_root_of):
    file = vigie.folder / 'vigie.prom'
    odd = r'''account "an \"odd\" \\ name" { maildir = "/nonexistent/Maildir" }
    '''
    vigie.configure(account(vigie, dovecot, ca) + odd + hook_sink(hook) + f'metrics = "{file}"\n')
    with vigie.watch() as watch:
        wait_seen(vigie)
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        wait_until(lambda: file.exists() and
                   read_metrics(file.read_text())['vigie_cases_open'][None] == 1, 'the case')
        text = file.read_text()
        entry, = vigie.entries()
        last_call = int(subprocess.run(['date', '+%s', '-d', entry['last_call']], check=True,
                                       capture_output=True, text=True).stdout)
        last_loop = vigie.json('status', code=None)['watch']['last_loop']
        vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + f'metrics = "{file}"\n')
        watch.signal(signal.SIGHUP)
        wait_until(lambda: list(read_metrics(file.read_text())['vigie_account_seeing']) == ['jean'],
                   'an account that is watched no more is gone')
    promtool(server_root_of, text)
    found = read_metrics(text)
    assert found['vigie_account_seeing'] == {'jean': 1, r'an \"odd\" \\ name': 0}
    assert found['vigie_account_last_success_timestamp_seconds'][r'an \"odd\" \\ name'] == 0
    assert found['vigie_account_last_success_timestamp_seconds']['jean'] > 0
    assert found['vigie_up'][None] == 0 and found['vigie_watch_running'][None] == 1
    assert found['vigie_nearest_deadline_timestamp_seconds'][None] == last_call
    assert last_loop and found['vigie_watch_last_loop_timestamp_seconds'][None] > 0
    assert CODES[0] not in text and 'INBOX' not in text
    assert file.stat().st_mode & 0o777 == 0o644


def test_metrics_that_cannot_be_written(vigie, hook):
    vigie.configure(hook_sink(hook) + 'metrics = "/nonexistent/folder/vigie.prom"\n')
    done = vigie.run('watch', '--once')
    assert '/nonexistent/folder' in done.stderr
    assert 'metrics cannot be written since' in vigie.run('status', code=None).stdout
    vigie.run('watch', '--once')
    vigie.run('watch', '--once')
    assert hook.events() == ['trouble'], 'told once'
    file = vigie.folder / 'vigie.prom'
    vigie.configure(hook_sink(hook) + f'metrics = "{file}"\n')
    vigie.run('watch', '--once')
    assert read_metrics(file.read_text())['vigie_cases_open'] == {None: 0}
    assert vigie.json('status')['metrics_failed_since'] is None


# --- the alerts of contrib/prometheus

DAY = 86400
WELL = {'vigie_up': '1x10000', 'vigie_metrics_timestamp_seconds': '0+60x10000',
        'vigie_account_seeing{account="jean"}': '1x10000', 'vigie_sinks_failing': '0x10000',
        'vigie_mails_set_aside': '0x10000'}


@pytest.mark.parametrize('name,series,at,why', [
    (None, {}, '2d', 'all is well'),
    (None, {'vigie_nearest_deadline_timestamp_seconds': f'{10 * DAY}x10000'}, '2d', 'a case with time left'),
    ('VigieNotWatching', {'vigie_metrics_timestamp_seconds': '0+60x100 6000x9900'}, '1d',
     'the file stands still after 6000 s'),
    (None, {'vigie_metrics_timestamp_seconds': '0+60x100 6000x9900'}, '110m', 'but not for half an hour yet'),
    (None, {'vigie_metrics_timestamp_seconds': ' '.join(f'{n * 900}x14' for n in range(100))}, '1d',
     'a timer that writes every quarter of an hour'),
    ('VigieMetricsGone', {'vigie_metrics_timestamp_seconds': '0+60x1000', 'vigie_up': '1x1000',
                          'vigie_account_seeing{account="jean"}': '1x1000'}, '1d', 'collected no more'),
    ('VigieAccountBlind', {'vigie_account_seeing{account="jean"}': '1x100 0x9900'}, '1d', 'blind for long'),
    (None, {'vigie_account_seeing{account="jean"}': '1x100 0x9900'}, '150m', 'blind for less than an hour'),
    ('VigieAlertsNotDelivered', {'vigie_sinks_failing': '1x10000',
                                 'vigie_alerts_oldest_waiting_timestamp_seconds': '600x10000'}, '1d', 'a sink'),
    (None, {'vigie_alerts_oldest_waiting_timestamp_seconds': '600x10000'}, '1d', 'quiet hours hold them'),
    ('VigieLastCall', {'vigie_nearest_deadline_timestamp_seconds': f'{4 * DAY}x10000'}, '2d', 'two days left'),
    (None, {'vigie_nearest_deadline_timestamp_seconds': f'{DAY}x10000'}, '2d', 'it is over'),
    ('VigieMailsSetAside', {'vigie_mails_set_aside': '3x10000'}, '1d', 'three of them'),
    ('VigieNotWell', {'vigie_up': '0x10000'}, '1d', 'something is wrong'),
])
def test_when_prometheus_is_alarmed(server_root_of, tmp_path, name, series, at, why):
    """By promtool, which lives two days in a moment: the one alert that is meant, and no other."""
    rules = TOP / 'contrib/prometheus/vigie.rules.yml'
    alerts = re.findall(r'- alert: (\w+)', rules.read_text())
    assert name is None or name in alerts
    inputs = [{'series': one, 'values': values} for one, values in {**WELL, **series}.items()]
    ask = [{'expr': f'count(ALERTS{{alertname="{alert}",alertstate="firing"}}) or vector(0)', 'eval_time': at,
            'exp_samples': [{'labels': '{}', 'value': int(alert == name)}]} for alert in alerts]
    (tmp_path / 'test.yml').write_text(json.dumps({
        'rule_files': [str(rules)], 'evaluation_interval': '1m',
        'tests': [{'interval': '1m', 'input_series': inputs, 'promql_expr_test': ask}]}))
    done = subprocess.run([server_root_of('tools') / 'usr/bin/promtool', 'test', 'rules', tmp_path / 'test.yml'],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, why + done.stdout + done.stderr


def test_prometheus_knows_all_that_its_rules_name(vigie, hook):
    """Each name that they use is in a file of metrics, or left out there while nothing of it is known."""
    file = vigie.folder / 'vigie.prom'
    vigie.configure('account "jean" { maildir = "/nonexistent" }\n' + hook_sink(hook) + f'metrics = "{file}"\n')
    vigie.run('add', '--sent', '2026-02-20', now=NOON)
    hook.answer = 77
    vigie.run('watch', '--once', now=NOON, code=None)
    used = set(re.findall(r'\bvigie_\w+', (TOP / 'contrib/prometheus/vigie.rules.yml').read_text()))
    used -= {'vigie_watch_running'}  # of a comment
    assert used <= set(read_metrics(file.read_text()))
