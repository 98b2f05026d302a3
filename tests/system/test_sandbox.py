"""The locks of a running watch, seen from outside; and sendmail where nothing setgid can work."""
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

from mails import notice
from servers import children_of, wait_until
from test_watch import CODES, account, hook_sink, wait_new, wait_seen

CHILDREN = ('keeper', 'fetcher', 'reader')
SETUID = '/usr/bin/su'


def facts_of(number):
    """What the kernel says of a process; {}: it has ended."""
    try:
        lines = pathlib.Path(f'/proc/{number}/status').read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {name: value.strip() for name, _, value in (line.partition(':') for line in lines)}


def children(master):
    """The processes of a watch, by name."""
    found = [facts_of(number) for number in children_of(master)]
    return {facts['Name'].removeprefix('vigie-'): facts for facts in found if facts}


def test_every_process_is_locked_in_and_says_so(vigie, dovecot, ca, hook):
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    with vigie.watch() as watch:
        wait_until(lambda: vigie.json('status', code=None)['sandbox']['fetcher'],
                   'the fetcher to say that it is locked in')
        shown = vigie.json('status', code=None)['sandbox']
        real = children(watch.process.pid)
        assert set(real) >= set(CHILDREN)
        for name in CHILDREN:
            assert real[name]['NoNewPrivs'] == '1', name
            assert shown[name]['no_new_privileges'] is True
            assert shown[name]['seccomp'] is (real[name]['Seccomp'] == '2')
            assert (shown[name]['landlock'] > 0) is (shown['landlock_abi'] > 0)
        own = facts_of(watch.process.pid)
        assert shown['master']['no_new_privileges'] is (own['NoNewPrivs'] == '1')
        assert re.search(r'^locked in: keeper \(.*\) fetcher \(.*\) reader \(.*\)$',
                         vigie.run('status', code=None).stdout, re.M)
    assert vigie.json('status', code=None)['sandbox']['keeper'] is None


def test_a_password_that_is_replaced_by_a_rename_is_read(vigie, dovecot, ca, hook):
    """The fetcher may not open it: the master does, at each login."""
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    secret = pathlib.Path(re.search(r'password-file = "(.*)"', vigie.config.read_text())[1])
    with vigie.watch():
        wait_seen(vigie)
        fresh = secret.with_name('fresh')
        fresh.write_text(secret.read_text())
        fresh.chmod(0o600)
        fresh.rename(secret)
        dovecot.restart()
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])


@pytest.fixture
def confined(vigie, tmp_path):
    """Runs the program as in a unit with NoNewPrivileges, and as somebody who is not root."""
    wrapper = ['setpriv', '--no-new-privs']
    if os.geteuid() == 0:
        wrapper += ['--reuid=65534', '--regid=65534', '--clear-groups']
        for folder in (tmp_path, *tmp_path.rglob('*')):
            shutil.chown(folder, 65534, 65534)
        for folder in tmp_path.parents:
            if folder.stat().st_uid == 0 and folder != pathlib.Path('/'):
                folder.chmod(folder.stat().st_mode | 0o011)
    return wrapper


def sendmail_sink(program):
    return (f'alert "post" {{ kind = mail to = "a@example.fr" from = "b@example.fr"\n'
            f'  sendmail = "{program}" }}\n')


def test_check_refuses_a_setgid_sendmail_and_says_what_to_write(vigie, confined):
    vigie.configure(sendmail_sink(SETUID))
    vigie.config.chmod(0o644)
    result = subprocess.run([*confined, *vigie.command('check')], env=vigie.environment,
                            capture_output=True, text=True, check=False, timeout=30)
    assert result.returncode == 78, result.stderr
    assert f'{vigie.config}:2: ' in result.stderr and SETUID in result.stderr
    assert 'smtp = "smtp+insecure://localhost"' in result.stderr


@pytest.mark.parametrize('program', ['/bin/true', SETUID])
def test_check_takes_a_sendmail_that_works(vigie, confined, program):
    """One that needs no privileges, or where they can be gained."""
    vigie.configure(sendmail_sink(program))
    vigie.config.chmod(0o644)
    wrapper = confined if program == '/bin/true' else [
        option for option in confined if option != '--no-new-privs'] if len(confined) > 2 else []
    result = subprocess.run([*wrapper, *vigie.command('check')], env=vigie.environment,
                            capture_output=True, text=True, check=False, timeout=30)
    assert result.returncode == 0, result.stderr


def test_a_confined_watch_starts_and_has_that_sink_fail(vigie, confined, hook):
    vigie.configure(sendmail_sink(SETUID) + hook_sink(hook))
    vigie.config.chmod(0o644)
    for folder in (vigie.folder, *vigie.folder.rglob('*')):
        if os.geteuid() == 0:
            shutil.chown(folder, 65534, 65534)
    os.chmod(hook.folder, 0o755)
    os.chmod(hook.path, 0o666)
    subprocess.run([*confined, *vigie.command('add', '--sent', '2026-03-02')], env=vigie.environment,
                   check=True, capture_output=True, timeout=30)
    with vigie.beside('watch', wrapper=confined, ready=False):  # its socket of readiness is root's

        def status():
            result = subprocess.run([*confined, *vigie.command('status', '--json')],
                                    env=vigie.environment, check=False, capture_output=True,
                                    text=True, timeout=30)
            return json.loads(result.stdout) if result.stdout else {'failing_sinks': None}

        hook.wait_event('new')
        sink, = wait_until(lambda: status()['failing_sinks'], 'the sink to count as failing')
        assert sink['sink'] == 'post' and 'smtp+insecure://localhost' in sink['last_error']
        assert status()['sandbox']['master']['no_new_privileges'] is True


@pytest.mark.skipif(os.geteuid() != 0, reason='only root may give it an /etc of its own')
@pytest.mark.parametrize('name, text', [
    ('resolv.conf', None),  # a link out of all that is granted
    ('nsswitch.conf', 'hosts: files resolve [!UNAVAIL=return] dns\n'),  # by a socket, from now on
])
def test_another_way_to_find_names(vigie, dovecot, ca, hook, tmp_path, name, text):
    """The network manager changes it under a running watch, which follows, and loses nothing."""
    etc, far = tmp_path / 'etc', tmp_path / 'far'
    shutil.copytree('/etc', etc, symlinks=True)
    (etc / 'resolv.conf').unlink(missing_ok=True)
    (etc / 'resolv.conf').write_text('nameserver 127.0.0.1\n')
    (etc / 'nsswitch.conf').write_text('hosts: files dns\n')
    far.mkdir()
    (far / 'resolv.conf').write_text('nameserver 127.0.0.1\n')
    vigie.environment['WATCHDOG_USEC'] = '6000000'  # the keeper speaks every two seconds or so
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    wrapper = ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /etc && exec "$@"', str(etc)]
    with vigie.beside('watch', wrapper=wrapper) as watch:
        wait_seen(vigie)
        (etc / 'resolv.conf').write_text('nameserver 127.0.0.2\n')  # nothing that it must follow
        before = children(watch.process.pid)['fetcher']['Pid']
        (etc / 'resolv.conf').unlink()  # nor is this, for a moment
        for _ in range(2):
            watch.wait_notify('WATCHDOG=1')
        (etc / 'resolv.conf').write_text('nameserver 127.0.0.2\n')
        assert children(watch.process.pid)['fetcher']['Pid'] == before
        if text:
            (etc / name).write_text(text)
        else:
            (etc / name).unlink()
            (etc / name).symlink_to(far / name)
        watch.wait_log('names are found in another way')
        wait_until(lambda: children(watch.process.pid).get('fetcher', {}).get('Pid', before) != before,
                   'a new fetcher')
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        assert watch.log().count('names are found in another way') == 1
