"""Never mute: whatever part of Vigie fails, another one tells. `vigie status --alert` in a process of
its own, and the warnings of `check`."""
import os
import shutil
import signal
import sqlite3
import subprocess

import pytest

from test_watch import hook_sink

NOON = '2026-03-02T12:00:00+01:00'
LATER = '2026-03-02T14:00:00+01:00'
NEXT_DAY = '2026-03-03T12:05:00+01:00'


@pytest.fixture
def kept(vigie, hook):
    """A state without accounts, beside which a watch ran at noon."""
    vigie.configure(hook_sink(hook))
    vigie.run('watch', '--once', now=NOON)
    return vigie


def alarm(vigie, *words, now=NOON, code=69):
    return vigie.run('status', '--alert', *words, now=now, code=code)


def copy(vigie):
    """Of the configuration that was last in force."""
    return vigie.state / 'last-good.conf'


def troubles(hook):
    assert set(hook.events()) <= {'trouble'}
    return [' '.join(alert['text'].split()) for alert in hook.items]  # it is wrapped


def test_all_is_well_and_nobody_is_disturbed(kept, hook):
    done = alarm(kept, code=0)
    assert done.stdout == done.stderr == '' and not hook.items


def test_usage(kept):
    for words in (['--alert', '--json'], ['--alert', '--owner', 'anne'], ['--failed', 'x']):
        assert '--' in kept.run('status', *words, code=64).stderr


def test_a_failed_unit_is_told_once_a_day(kept, hook):
    alarm(kept, '--failed', 'vigie.service')
    alarm(kept, '--failed', 'vigie.service', now=LATER)
    assert len(troubles(hook)) == 1 and 'vigie.service failed' in troubles(hook)[0]
    assert hook.items[0]['entry'] is None and hook.items[0]['entries'] == []
    alarm(kept, '--failed', 'vigie-milter.service', now=LATER)
    assert len(troubles(hook)) == 2, 'another unit is another trouble'
    alarm(kept, '--failed', 'vigie.service', now=NEXT_DAY)
    assert len(troubles(hook)) == 3


def test_no_watch_while_a_case_is_open(kept, hook):
    kept.run('add', '--sent', '2026-02-20', now=NOON)
    kept.run('watch', '--once', now=NOON)
    hook.items.clear()
    alarm(kept, code=0)
    assert kept.json('status', now=LATER)['idle'] is True
    alarm(kept, now=LATER)
    assert len(troubles(hook)) == 1 and 'no watch has run' in troubles(hook)[0]


def test_a_blind_account_is_told_after_an_hour(vigie, hook):
    vigie.configure('account "jean" { maildir = "/nonexistent/Maildir" }\n' + hook_sink(hook))
    vigie.run('watch', '--once', now=NOON, code=None)
    hook.items.clear()
    assert vigie.run('status', now='2026-03-02T12:10:00+01:00', code=69)
    alarm(vigie, now='2026-03-02T12:10:00+01:00')
    assert not hook.items
    alarm(vigie, now=LATER)
    assert '"jean"' in troubles(hook)[-1] and '/nonexistent' in troubles(hook)[-1]


# --- the state fails

def test_a_damaged_database(kept, hook):
    database = kept.state / 'vigie.db'
    for path in kept.state.glob('vigie.db-*'):
        path.unlink()
    database.write_bytes(b'no database at all' * 1000)
    alarm(kept, code=74)
    assert len(troubles(hook)) == 1 and 'state cannot be read' in troubles(hook)[0]


@pytest.mark.skipif(os.geteuid() != 0, reason='another owner takes root')
def test_root_tells_of_a_state_that_its_owner_cannot_read(kept, hook):
    kept.state.joinpath('vigie.db').chmod(0)
    for path in [kept.state, *kept.state.iterdir()]:
        shutil.chown(path, 'nobody')
    done = alarm(kept, code=None)
    assert done.returncode in (66, 74) and 'vigie.db' in done.stderr


def test_a_locked_database(kept, hook):
    lock = sqlite3.connect(kept.state / 'vigie.db', isolation_level=None)
    lock.execute('PRAGMA locking_mode = EXCLUSIVE')
    lock.execute('BEGIN EXCLUSIVE')
    lock.execute("INSERT OR REPLACE INTO fact(name, value) VALUES('test', 1)")
    alarm(kept, code=75)
    lock.close()
    assert len(troubles(hook)) == 1 and 'state cannot be read' in troubles(hook)[0]


def test_no_state(kept, hook):
    shutil.rmtree(kept.state)
    alarm(kept, code=66)
    assert 'no state' in troubles(hook)[0]
    assert not kept.state.exists()


@pytest.mark.parametrize('kind', ['full', 'read-only'])
def test_a_disk_that_takes_nothing(kept, hook, kind):
    """It cannot be noted that it was told: so it is told each time."""
    kept.run('add', '--sent', '2026-02-20', now=NOON)
    kept.run('watch', '--once', now=NOON)
    hook.items.clear()
    disk = kept.folder / 'disk'
    disk.mkdir()
    fill = 'dd if=/dev/zero of="$1/ballast" bs=4k 2>/dev/null' if kind == 'full' else \
        'mount -o remount,ro "$1"'
    script = f'''mount -t tmpfs -o size=1m tmpfs "$1" && cp -a {kept.state}/. "$1" || exit 1
{fill}
shift; "$@"; code=$?; "$@"; exit $code'''
    command = [str(kept.binary), '--config', str(kept.config), '--state', str(disk), '--now', NOON,
               'status', '--alert']
    done = subprocess.run(['unshare', '-rm', 'sh', '-c', script, 'sh', str(disk), *command],
                          env=kept.environment, capture_output=True, text=True, timeout=60,
                          check=False)
    assert done.returncode in (66, 74), done.stderr
    assert len(troubles(hook)) == 2, done.stderr
    assert any(word in troubles(hook)[0] for word in ('cannot be written', 'cannot be read'))


# --- the configuration, the rules, the alerts fail

def test_rules_that_cannot_be_read_hinder_nothing(kept, hook, tmp_path):
    rules = tmp_path / 'rules'
    rules.mkdir()
    (rules / 'own.rule').write_text('rule "own" {')
    alarm(kept, '--rules', rules, '--failed', 'vigie.service')
    assert len(troubles(hook)) == 1


def test_an_own_right_that_cannot_be_read_hinders_nothing(kept, hook):
    """The installed one has words too."""
    own = kept.home / '.config/vigie/rules/own.right'
    own.parent.mkdir(parents=True)
    own.write_text('right "own" {')
    done = alarm(kept, '--failed', 'vigie.service')
    assert f'{own}:1: ' in done.stderr
    assert len(troubles(hook)) == 1 and 'vigie.service' in troubles(hook)[0]


def test_a_configuration_that_cannot_be_read(kept):
    copy(kept).unlink()
    kept.configure('account "jean" {')
    done = alarm(kept, code=78)
    assert f'{kept.config}:' in done.stderr and 'no alert could be delivered' in done.stderr


UNKNOWN_KEY = 'quiet-hours = ""\nmailbox = "INBOX"\n'


@pytest.mark.parametrize('text, fault', [
    (UNKNOWN_KEY, ':2: '),                              # what libconfuse would refuse
    # What no address for SMTP is shows as the alert is made of it.
    ('alert "m" { kind = mail to = "jean@santé.example" from = "v@example.fr" smtp = "smtps://localhost" }\n', ': '),
    (None, ''),                                         # --config names what is gone
])
def test_a_broken_configuration_is_told_by_the_last_good_one(kept, hook, text, fault):
    if text is None:
        command = kept.command('status', '--alert')
        kept.config.unlink()
        done = subprocess.run([*command, '--now', NOON], env=kept.environment, capture_output=True,
                              text=True, timeout=60, check=False)
        assert done.returncode == 66, done.stderr
    else:
        kept.configure(text)
        assert str(kept.config) in kept.run('watch', '--once', now=NOON, code=78).stderr
        alarm(kept, code=78)
        alarm(kept, '--failed', 'vigie.service', now=LATER, code=78)
        assert len(troubles(hook)) == 2, 'the configuration once, then the unit'
        assert 'vigie.service' in troubles(hook)[1] and str(kept.config) not in troubles(hook)[1]
        alarm(kept, now=NEXT_DAY, code=78)
        assert str(kept.config) in troubles(hook)[2]
    told = troubles(hook)[0]
    assert f'{kept.config}{fault}' in told and 'no watch can start' in told


def test_the_state_of_a_unit_has_the_last_good_one(kept, hook):
    """As systemd calls it: no --state, and no configuration where one was."""
    kept.environment['STATE_DIRECTORY'] = str(kept.state)
    usual = kept.home / '.config/vigie/vigie.conf'
    done = subprocess.run([str(kept.binary), 'status', '--alert'], env=kept.environment,
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 78 and str(usual) in done.stderr
    assert len(troubles(hook)) == 1 and str(usual) in troubles(hook)[0]
    usual.parent.mkdir(parents=True)
    usual.write_text(UNKNOWN_KEY)
    kept.state.joinpath('status-alert').unlink()
    done = subprocess.run([str(kept.binary), 'status', '--alert'], env=kept.environment,
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 78 and f'{usual}:2: ' in troubles(hook)[1]


@pytest.mark.parametrize('above', ['{}', '${{ABOVE}}'])
def test_the_state_that_a_broken_configuration_names_has_it(vigie, hook, tmp_path, above):
    vigie.environment['ABOVE'] = str(tmp_path)
    text = f'state = "{above.format(tmp_path)}/elsewhere"\n' + hook_sink(hook)
    vigie.configure(text)
    vigie.state = tmp_path / 'elsewhere'
    vigie.run('watch', '--once', now=NOON)
    vigie.configure(text + 'mailbox = "INBOX"\n')
    done = subprocess.run([str(vigie.binary), '--config', str(vigie.config), 'status', '--alert'],
                          env=vigie.environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 78, done.stderr
    assert len(troubles(hook)) == 1 and str(vigie.config) in troubles(hook)[0]


def test_nothing_is_gone_where_nothing_was(vigie, hook):
    vigie.run('add', '--sent', '2026-02-20', now=NOON)
    assert not copy(vigie).exists()
    done = alarm(vigie)  # of a watch that never ran
    assert 'onfiguration' not in done.stderr and not hook.items


def test_the_copy_needs_what_the_original_needed(vigie, hook):
    """A variable that the watch had: with it the copy tells, without it nobody does, as before."""
    vigie.environment['HOOK_COMMAND'] = hook.command
    vigie.configure('quiet-hours = ""\nalert "hook" { kind = command command = "${HOOK_COMMAND}" }\n')
    vigie.run('watch', '--once', now=NOON)
    assert copy(vigie).read_text() == vigie.config.read_text(), 'what stood there, not what it meant'
    vigie.configure(UNKNOWN_KEY)
    alarm(vigie, code=78)
    assert len(troubles(hook)) == 1
    del vigie.environment['HOOK_COMMAND']
    done = alarm(vigie, now=NEXT_DAY, code=78)
    assert 'no alert could be delivered' in done.stderr and str(copy(vigie)) in done.stderr
    assert len(troubles(hook)) == 1


def test_the_copy_is_of_what_is_in_force(vigie, hook):
    """Comments too, since what runs is the text; and a HUP that brings nothing good leaves it."""
    first = hook_sink(hook) + '# the first\n'
    vigie.configure(first)
    with vigie.watch() as watch:
        assert copy(vigie).read_text() == first
        facts = copy(vigie).stat()
        assert facts.st_mode & 0o7777 == 0o600
        vigie.configure(UNKNOWN_KEY)
        watch.signal(signal.SIGHUP)
        watch.wait_log('the former configuration stays in force')
        watch.wait_notify('READY=1')
        assert copy(vigie).read_text() == first
        alarm(vigie, now=None, code=78)
        assert str(vigie.config) in hook.items[-1]['text']
        vigie.configure(first + '# the second\n')
        watch.signal(signal.SIGHUP)
        watch.wait_notify('READY=1')
        assert copy(vigie).read_text() == first + '# the second\n'
    inode = copy(vigie).stat().st_ino
    vigie.run('watch', '--once')
    assert copy(vigie).stat().st_ino == inode, 'what does not differ is not written'


@pytest.mark.parametrize('mode', [0o602, 0o620])
def test_a_copy_that_others_may_write_is_not_run(kept, hook, mode):
    copy(kept).chmod(mode)
    kept.configure(UNKNOWN_KEY)
    done = alarm(kept, code=78)
    assert str(copy(kept)) in done.stderr and not hook.items


def test_a_state_that_takes_no_copy_hinders_no_watch(vigie, hook):
    vigie.configure(hook_sink(hook))
    vigie.state.mkdir(0o700)
    copy(vigie).mkdir()
    done = vigie.run('watch', '--once', now=NOON)
    assert str(copy(vigie)) in done.stderr
    done = alarm(vigie, code=0)
    assert done.stderr == ''


def test_root_runs_the_copy_as_the_owner_of_the_state(given_away):
    """Who could write it there decides nothing for root."""
    vigie = given_away
    vigie.configure(f'alert "who" {{ kind = command command = "id -un >{vigie.state}/who" }}\n')
    vigie.run('watch', '--once', now=NOON)
    assert copy(vigie).owner() == 'nobody'
    vigie.configure(UNKNOWN_KEY)
    alarm(vigie, code=78)
    assert (vigie.state / 'who').read_text() == 'nobody\n'


def test_one_alert_that_fails_leaves_the_other(kept, hook):
    kept.configure(hook_sink(hook) + 'alert "dead" { kind = command command = "exit 3" }\n')
    done = alarm(kept, '--failed', 'vigie.service')
    assert len(troubles(hook)) == 1 and '"dead"' in done.stderr


def test_the_only_alert_that_fails_for_good(kept, hook):
    """`status` says it, the log says it, and --alert tries it in another process, each time anew."""
    hook.answer = 77
    kept.run('add', '--sent', '2026-02-20', now=NOON)
    kept.run('watch', '--once', now=NOON, code=69)
    assert kept.run('status', now=NOON, code=0)
    status = kept.run('status', '--json', now=LATER, code=69)
    assert '"unheard": true' in status.stdout.replace(' :', ':')
    done = alarm(kept, now=LATER)
    assert 'no alert could be delivered' in done.stderr and not hook.items
    hook.answer = 0
    alarm(kept, now=LATER)
    assert any('no alert has come through' in text for text in troubles(hook))


def test_check_says_that_one_alert_is_not_enough(kept):
    assert 'one alert only' in kept.run('check').stdout


# --- the watch hangs

def test_a_watch_that_hangs_is_told(vigie, hook):
    """All of it stands still: the clock of another process shows it."""
    vigie.configure(hook_sink(hook))
    with vigie.watch() as watch:
        watch_pid = vigie.json('status')['watch']['pid']
        os.killpg(watch.process.pid, signal.SIGSTOP)
        try:
            later = subprocess.run(['date', '-Is', '-d', '+20 minutes'], capture_output=True,
                                   text=True, check=True).stdout.strip()
            assert vigie.json('status', now=later)['stuck'] is True
            done = alarm(vigie, now=later)
        finally:
            os.killpg(watch.process.pid, signal.SIGCONT)
    assert f'process {watch_pid}' in done.stderr
    assert any('The watch hangs' in text for text in troubles(hook))


# --- lingering

def linger(vigie, *, enabled, lingers, words=('check',)):
    wants = vigie.home / '.config/systemd/user/default.target.wants'
    if enabled:
        wants.mkdir(parents=True, exist_ok=True)
        (wants / 'vigie.service').symlink_to('/usr/lib/systemd/user/vigie.service')
    script = '''mount -t tmpfs tmpfs /var/lib && mkdir -p /var/lib/systemd/linger || exit 1
[ -z "$1" ] || touch "/var/lib/systemd/linger/$(id -un)"; shift; exec "$@"'''
    done = subprocess.run(['unshare', '-rm', 'sh', '-c', script, 'sh', 'yes' if lingers else '',
                           *vigie.command(*words)], env=vigie.environment, capture_output=True,
                          text=True, timeout=60, check=False)
    return done.stdout


@pytest.mark.parametrize('enabled, lingers, warns', [
    (True, False, True), (True, True, False), (False, False, False)])
def test_check_warns_where_the_unit_ends_with_the_session(kept, enabled, lingers, warns):
    assert ('enable-linger' in linger(kept, enabled=enabled, lingers=lingers)) == warns


@pytest.mark.parametrize('lingers', [True, False])
def test_init_warns_where_the_unit_ends_with_the_session(vigie, lingers):
    said = linger(vigie, enabled=False, lingers=lingers, words=[
        'init', '--address', 'jean@example.fr', '--server', 'imaps://imap.example.fr',
        '--password-command', 'true', '--no-test', '--unit'])
    assert 'vigie.service was written' in said
    assert ('warning' in said and 'when you log out' in said) != lingers
