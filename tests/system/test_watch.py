"""The daemon against real servers: what it finds, what it survives, what it never does."""
import json
import signal
import subprocess

import pytest

from mails import inline_forward, notice, ordinary
from servers import PATIENCE, wait_until

# Told apart even when masked.
CODES = ['aA3dE5fG7hJ1', 'bB3dE5fG7hJ2', 'cC3dE5fG7hJ3', 'dD3dE5fG7hJ4']


def masked(code):
    return code[:2] + '****' + code[-2:]


def account(vigie, server, ca, *, scheme='imaps', user='jean', extra=''):
    """An account on `server`, as text of the configuration."""
    secret = vigie.secret(f'password-{user}', server.users[user])
    port = server.tls_port if scheme == 'imaps' else server.port
    return f'''account "{user}" {{
        imap = "{scheme}://{user}@localhost:{port}"
        password-file = "{secret}"
        ca-file = "{ca.ca_file}"
        trust = {{ "mx.test" }}
        {extra}
    }}
    '''


def hook_sink(hook):
    return f'''quiet-hours = ""
    alert "hook" {{ kind = command command = "{hook.command}" }}
    '''


def mail_sink(vigie, smtp, ca, scheme='smtps'):
    secret = vigie.secret('password-smtp', smtp.password)
    return f'''alert "mail" {{
        kind = mail
        to = "jean@example.fr"
        from = "vigie@example.fr"
        smtp = "{scheme}://{smtp.user}@localhost:{smtp.port}"
        password-file = "{secret}"
        ca-file = "{ca.ca_file}"
    }}
    '''


@pytest.fixture
def watched(vigie, dovecot, ca, hook):
    """A configuration of one account and one sink, the hook."""
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    return vigie


def wait_new(hook, code, timeout=PATIENCE):
    def is_it(alert):
        return alert['event'] == 'new' and alert['entry'] and alert['entry']['code'] == masked(code)
    return hook.wait(is_it, timeout)[0]


def wait_seen(vigie, mailbox='INBOX'):
    """Until `mailbox` was looked at to its end."""
    def seen():
        result = vigie.run('status', '--json', code=None)
        accounts = json.loads(result.stdout)['accounts'] if result.stdout else []
        return any(a['mailbox'] == mailbox and a['last_success'] for a in accounts)
    wait_until(seen, f'{mailbox} is looked at')


def codes(vigie):
    return sorted(entry['code'] for entry in vigie.entries('--all'))


# --- what it finds

def test_a_notice_that_arrives_is_recorded_and_alerted(vigie, dovecot, ca, hook, smtp):
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + mail_sink(vigie, smtp, ca))
    with vigie.watch():
        wait_seen(vigie)
        dovecot.append(notice(CODES[0]))
        alert = wait_new(hook, CODES[0], timeout=10)
        mail = smtp.wait(1, timeout=10)[0]
    entry, = vigie.entries()
    assert entry['code'] == CODES[0]
    assert (entry['account'], entry['mailbox'], entry['origin']) == ('jean', 'INBOX', 'imap')
    assert entry['authenticity'] == 'authentic'
    assert alert['entry']['id'] == entry['id']
    assert CODES[0] not in json.dumps(alert), 'no sink says reveal'
    assert b'\r\nFrom: ' in b'\r\n' + mail and CODES[0].encode() not in mail
    assert smtp.envelopes == [('vigie@example.fr', ['jean@example.fr'])]


@pytest.mark.parametrize('scheme', ['imaps', 'imap'])
@pytest.mark.parametrize('idle', [True, False])
def test_with_and_without_idle_over_tls_and_starttls(vigie, new_dovecot, ca, hook, scheme, idle):
    server = new_dovecot(idle=idle)
    vigie.configure(account(vigie, server, ca, scheme=scheme, extra='poll = 5') + hook_sink(hook))
    with vigie.watch():
        wait_seen(vigie)
        server.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


def test_junk_is_watched_too(watched, dovecot, hook):
    with watched.watch():
        wait_seen(watched, 'Junk')
        dovecot.append(notice(CODES[0]), mailbox='Junk')
        assert wait_new(hook, CODES[0])['entry']['mailbox'] == 'Junk'


def test_the_mailbox_is_left_as_it_was(watched, dovecot, hook):
    with watched.watch():
        wait_seen(watched)
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
    client = dovecot.client()
    client.select('INBOX', readonly=True)
    flags = client.fetch('1', '(FLAGS)')[1][0]
    client.logout()
    # \Recent is lost to whoever selects the mailbox for writing first.
    assert b'(\\Recent)' in flags


def test_copies_in_two_mailboxes_are_one_case(watched, dovecot, hook):
    mail = notice(CODES[0])
    dovecot.append(mail)
    dovecot.append(mail, mailbox='Junk')
    watched.run('watch', '--once')
    assert codes(watched) == [CODES[0]]
    assert hook.events() == ['new']


def test_once_and_then_nothing_new(watched, dovecot, hook):
    dovecot.append(ordinary())
    dovecot.append(notice(CODES[0]))
    for _ in range(2):
        watched.run('watch', '--once')
    assert codes(watched) == [CODES[0]]
    assert hook.events() == ['new']


def test_ten_thousand_old_mails_at_first_sight(watched, dovecot, hook):
    half = [ordinary(number) for number in range(5000)]
    dovecot.append_many(half)
    dovecot.append(notice(CODES[0]))
    dovecot.append_many(half)
    watched.run('watch', '--once', timeout=120)
    assert codes(watched) == [CODES[0]]
    inbox = [a for a in watched.json('status', code=None)['accounts'] if a['mailbox'] == 'INBOX']
    assert inbox[0]['seen'] == 10001


def test_usr1_looks_at_once(vigie, new_dovecot, ca, hook):
    server = new_dovecot(idle=False)
    vigie.configure(account(vigie, server, ca, extra='poll = 3600') + hook_sink(hook))
    with vigie.watch() as watch:
        wait_seen(vigie)
        server.append(notice(CODES[0]))
        watch.signal(signal.SIGUSR1)
        wait_new(hook, CODES[0])


# --- what it survives

def test_the_server_restarts_in_mid_idle(watched, dovecot, hook):
    with watched.watch():
        wait_seen(watched)
        dovecot.restart()
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
    # Gone for less than an hour: nothing to alarm anyone with.
    assert hook.events() == ['new']


def test_a_changed_uidvalidity_makes_no_double(watched, dovecot, hook):
    dovecot.append(notice(CODES[0]))
    with watched.watch():
        wait_new(hook, CODES[0])
        dovecot.stop()
        dovecot.start()
        dovecot.change_uidvalidity()
        dovecot.restart()
        dovecot.append(notice(CODES[1]))
        wait_new(hook, CODES[1])
    assert codes(watched) == CODES[:2]
    assert hook.events() == ['new', 'new']


def test_hup_with_a_broken_configuration_keeps_the_old(watched, dovecot, hook):
    with watched.watch() as watch:
        wait_seen(watched)
        watched.configure('account "jean" {\n  nonsense = 1\n}\n')
        watch.signal(signal.SIGHUP)
        watch.wait_log(r'vigie\.conf:2: .*nonsense')
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


def test_hup_takes_a_new_rule_and_refuses_a_broken_one(watched, dovecot, hook):
    own = watched.home / '.config/vigie/rules'
    own.mkdir(parents=True, exist_ok=True)
    rule = "rule \"own\" {\n  kind = notice\n  text = { 'Le %s est ouvert' }\n}\n"
    with watched.watch() as watch:
        wait_seen(watched)
        (own / 'own.rule').write_text(rule % 'guichet')
        watch.signal(signal.SIGHUP)
        watch.wait_notify('RELOADING=1')
        watch.wait_notify('READY=1')
        dovecot.append(ordinary(1).replace(b'See you soon.', b'Le guichet est ouvert.'))
        assert hook.wait_event('new')['entry']['code'] is None
        (own / 'own.rule').write_text(rule % 'guichet)')
        watch.signal(signal.SIGHUP)
        watch.wait_log(r'own\.rule:3: text: unmatched closing parenthesis at column 23,')
        dovecot.append(notice(CODES[1]))
        wait_new(hook, CODES[1])


def test_hup_takes_a_new_account(vigie, dovecot, ca, hook):
    dovecot.set_users({'jean': 'mot', 'anne': 'autre'})
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    with vigie.watch() as watch:
        wait_seen(vigie)
        vigie.configure(account(vigie, dovecot, ca) + account(vigie, dovecot, ca, user='anne')
                        + hook_sink(hook))
        watch.signal(signal.SIGHUP)
        watch.wait_notify('RELOADING=1')
        watch.wait_notify('READY=1')
        dovecot.append(notice(CODES[0]), user='anne')
        assert wait_new(hook, CODES[0])['entry']['account'] == 'anne'


def test_an_alert_that_is_not_taken_is_sent_again(vigie, dovecot, ca, smtp):
    smtp.answers.append('451 4.3.0 later')
    vigie.configure(account(vigie, dovecot, ca) + 'quiet-hours = ""\n' + mail_sink(vigie, smtp, ca))
    dovecot.append(notice(CODES[0]))
    with vigie.watch():
        smtp.wait(1, timeout=150)
    assert len(smtp.items) == 1


@pytest.mark.parametrize('syscall,step', [
    *(('fdatasync', step) for step in (1, 2, 3, 5, 8)),
    *(('pwrite64', step) for step in (1, 7, 15, 30, 60)),
    *(pytest.param('pwrite64', step, marks=pytest.mark.slow) for step in range(2, 60, 3)),
])
def test_killed_at_a_step_loses_and_doubles_nothing(watched, dovecot, hook, syscall, step):
    for mail in (ordinary(1), notice(CODES[0]), ordinary(2), notice(CODES[1])):
        dovecot.append(mail)
    strace = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', f'trace={syscall}', '-e',
              f'inject={syscall}:signal=SIGKILL:when={step}']
    watch = watched.start_watch(wrapper=strace)
    try:
        # The step may lie before, between or after the alerts, or never come.
        wait_until(lambda: len(hook.items) >= 2 or watch.process.poll() is not None,
                   'the alerts or the end', timeout=60)
    finally:
        watch.kill()
        watch.notify.close()
    with watched.watch():
        dovecot.append(notice(CODES[2]))
        for code in CODES[:3]:
            wait_new(hook, code)
    assert_once_each(watched, hook, CODES[:3])


@pytest.mark.parametrize('rounds', [4, pytest.param(40, marks=pytest.mark.slow)])
def test_killed_at_any_time_loses_and_doubles_nothing(watched, dovecot, hook, rounds):
    expected = [f'{chr(97 + n % 26)}{chr(65 + n // 26)}3dE5fG7hJ{n % 10}' for n in range(rounds)]
    for number, code in enumerate(expected):
        dovecot.append(ordinary(number))
        dovecot.append(notice(code))
        watch = watched.start_watch()
        # No event to wait for: the moment is meant to be any, from the first fork to the idle.
        with pytest.raises(subprocess.TimeoutExpired):
            watch.process.wait(0.01 + 1.5 * number / rounds)
        watch.kill()
        watch.notify.close()
    with watched.watch():
        for code in expected:
            wait_new(hook, code)
    assert_once_each(watched, hook, expected)


def assert_once_each(vigie, hook, expected):
    """One entry a code. An alert may come twice after a crash, but as the same one."""
    assert codes(vigie) == sorted(expected)
    for code in expected:
        alerts = {alert['alert'] for alert in hook.items if alert['event'] == 'new'
                  and alert['entry']['code'] == masked(code)}
        assert len(alerts) == 1, code


# --- what it tells when it cannot see

def test_a_wrong_password_is_told_at_once(watched, dovecot, hook):
    dovecot.set_users({'jean': 'changed'})
    with watched.watch():
        alert = hook.wait_event('blind')
        assert alert['account'] == 'jean'
        status = watched.json('status', code=69)
        assert status['accounts'][0]['blind_since']
        assert 'secret de jean' not in json.dumps(status)
    assert watched.run('watch', '--once', code=None).returncode == 77


@pytest.mark.parametrize('name', ['wrong_name', 'expired'])
def test_a_bad_certificate_is_told_and_gets_no_password(vigie, new_dovecot, ca, hook, name):
    server = new_dovecot(certificate=getattr(ca, name))
    vigie.configure(account(vigie, server, ca) + hook_sink(hook))
    with vigie.watch():
        hook.wait_event('blind')
        assert vigie.json('status', code=69)['accounts'][0]['last_error']
    assert 'user=<jean>' not in server.log()


def test_an_unknown_authority_is_refused(vigie, dovecot, ca, hook):
    text = account(vigie, dovecot, ca) + hook_sink(hook)
    vigie.configure(text.replace(f'ca-file = "{ca.ca_file}"', ''))
    assert vigie.run('watch', '--once', code=None).returncode == 69
    assert 'user=<jean>' not in dovecot.log()


def test_it_sees_again(watched, dovecot, hook):
    good = dict(dovecot.users)
    dovecot.set_users({'jean': 'changed'})
    with watched.watch() as watch:
        hook.wait_event('blind')
        dovecot.set_users(good)
        watch.signal(signal.SIGUSR1)
        hook.wait_event('seeing')
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        assert watched.json('status')['accounts'][0]['blind_since'] is None


# --- two of them, and its own mail

def test_a_second_watch_names_the_first(watched):
    with watched.watch() as watch:
        assert str(watch.process.pid) in watched.run('watch', code=75).stderr


def test_once_beside_a_running_one_asks_it(vigie, new_dovecot, ca, hook):
    server = new_dovecot(idle=False)
    vigie.configure(account(vigie, server, ca, extra='poll = 3600') + hook_sink(hook))
    with vigie.watch():
        wait_seen(vigie)
        server.append(notice(CODES[0]))
        vigie.run('watch', '--once')
        assert codes(vigie) == [CODES[0]]


def test_status_tells_whether_it_runs(watched):
    with watched.watch() as watch:
        wait_seen(watched)
        running = watched.json('status')['watch']
        assert (running['running'], running['pid']) == (True, watch.process.pid)
    assert watched.json('status', code=None)['watch']['running'] is False


def test_its_own_alert_in_the_inbox_is_no_case(vigie, dovecot, ca, hook, smtp):
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + mail_sink(vigie, smtp, ca))
    with vigie.watch():
        dovecot.append(notice(CODES[0]))
        alert = smtp.wait(1)[0]
        dovecot.append(alert)
        dovecot.append(inline_forward(alert))
        # Read after them: when this one is told, they have been judged.
        dovecot.append(notice(CODES[1]))
        wait_new(hook, CODES[1])
    assert codes(vigie) == CODES[:2]
    assert hook.events() == ['new', 'new']
    assert vigie.json('status', code=None)['unrecognised'] == 0


def test_nothing_secret_is_logged(watched, dovecot, hook):
    with watched.watch('--verbose') as watch:
        wait_seen(watched)
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
    for secret in (CODES[0], dovecot.users['jean'], 'rendez-vous sur'):
        assert secret not in watch.log()
