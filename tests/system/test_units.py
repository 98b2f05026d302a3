"""The units for systemd, and the scripts for OpenRC and runit: whether they are sound, and whether
Vigie works under them."""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import pytest

from confine import settings
from mails import notice
from servers import PATIENCE, TOP, wait_until
from test_watch import CODES, account, hook_sink, mail_sink, wait_new, wait_seen

UNITS = TOP / 'contrib/systemd'
SERVICES = sorted(path.name for path in UNITS.glob('*.service'))
ALL = sorted(str(path.relative_to(UNITS)) for path in UNITS.rglob('vigie*.[st][ei]*')
             if path.suffix in ('.service', '.timer'))
# systemd.exec(5): each of these implies NoNewPrivileges= where the unit has a User=.
IMPLY_NO_NEW_PRIVILEGES = '''SystemCallFilter SystemCallArchitectures RestrictAddressFamilies
    RestrictNamespaces PrivateDevices ProtectKernelTunables ProtectKernelModules ProtectKernelLogs
    ProtectClock MemoryDenyWriteExecute RestrictRealtime RestrictSUIDSGID DynamicUser
    LockPersonality ProtectHostname'''.split()
EXPOSURE_MOST = 1.5


def instance(name):
    return name.replace('@.', '@jean.')


def analyze(*arguments):
    with tempfile.TemporaryDirectory() as runtime:  # units of a user are looked for there
        done = subprocess.run(['systemd-analyze', '--no-pager', *map(str, arguments)],
                              env={**os.environ, 'XDG_RUNTIME_DIR': runtime},
                              capture_output=True, text=True, check=False)
    # Where no systemd runs, it cannot ask the kernel for its calls.
    complaints = [line for line in done.stderr.splitlines() if 'unlisted system calls' not in line]
    return done, complaints


@pytest.fixture
def folder(binary, tmp_path):
    """The units, with the program where it was built: systemd looks for it."""
    copy = tmp_path / 'units'
    shutil.copytree(UNITS, copy)
    for path in copy.rglob('*.service'):
        path.write_text(path.read_text().replace('/usr/bin/vigie', str(binary)))
    return copy


@pytest.mark.parametrize('name', ALL)
def test_a_unit_is_sound(folder, name):
    scope = ['--user'] if name.startswith('user/') else []
    path = folder / name
    done, complaints = analyze('verify', '--man=no', *scope, path.with_name(instance(path.name)))
    assert done.returncode == 0 and not complaints, done.stderr


@pytest.mark.parametrize('name', SERVICES)
def test_a_unit_of_the_system_is_locked_up(folder, name):
    done, _ = analyze('security', '--offline=true', folder / instance(name))
    exposure = float(re.search(r'Overall exposure level for \S+: ([0-9.]+)', done.stdout).group(1))
    assert exposure <= EXPOSURE_MOST, done.stdout
    unit = settings(folder / name)
    assert unit['NoNewPrivileges'] == ['yes'] and unit['User'] in (['vigie'], ['%i'])


def seconds(span):
    number, unit = re.fullmatch(r'(\d+)(s|min|h|)', span).groups()
    return int(number) * {'': 1, 's': 1, 'min': 60, 'h': 3600}[unit]


@pytest.mark.parametrize('name', [name for name in ALL if name.endswith('.service')])
def test_what_dies_at_each_start_is_given_up_and_told(name):
    """systemd.unit(5): OnFailure= waits for the limit of starts, and its own is ten seconds, within
    which no unit with RestartSec=30 reaches five."""
    unit = settings(UNITS / name)
    if 'Restart' not in unit or 'OnFailure' not in unit:
        pytest.skip('it is started once, or nobody is told')
    [pause], [burst] = unit['RestartSec'], unit['StartLimitBurst']
    [interval] = unit['StartLimitIntervalSec']
    assert seconds(pause) * int(burst) <= seconds(interval) / 2  # the starts take some time as well


@pytest.mark.parametrize('name, unit', [('vigie-status.service', 'vigie.service'),
                                        ('vigie-status.service', 'vigie-milter.service'),
                                        ('vigie-status@.service', 'vigie@jean.service'),
                                        ('user/vigie-status.service', 'vigie.service')])
@pytest.mark.parametrize('failed, enabled', [(True, True), (True, False), (False, True)])
def test_what_gave_up_is_tried_again(tmp_path, name, unit, failed, enabled):
    """By the hourly look, and nothing else is: not what a person stopped or disabled."""
    [line] = settings(UNITS / name)['ExecStopPost']
    command = re.fullmatch(r"\+?-/bin/sh -c '(.*)'", line)[1].replace('%i', 'jean').replace('$$', '$')
    done = tmp_path / 'done'
    (tmp_path / 'systemctl').write_text(f'''#!/bin/sh
case "$*" in
    *"is-failed {unit}") exit {int(not failed)} ;;
    *"is-enabled {unit}") exit {int(not enabled)} ;;
    *is-*) exit 1 ;;
    *) echo "$*" >>{done} ;;
esac
''')
    (tmp_path / 'systemctl').chmod(0o755)
    subprocess.run(['/bin/sh', '-c', command], env={'PATH': str(tmp_path)}, check=False)
    said = done.read_text().splitlines() if done.exists() else []
    user = '--user ' if name.startswith('user/') else ''
    assert said == ([f'{user}reset-failed {unit}', f'{user}--no-block start {unit}']
                    if failed and enabled else [])
    assert line.startswith('+') != bool(user)  # by root, where the look itself is not


def test_the_user_of_the_units_is_made():
    """For who installs by hand, as for the package."""
    text = (UNITS / 'vigie.sysusers').read_text()
    assert re.fullmatch(r'u vigie - "[^"]+" /var/lib/vigie\n', text)
    assert (TOP / 'debian/vigie.sysusers').read_text() == text


@pytest.mark.parametrize('name', ALL)
def test_what_a_unit_starts_is_there(name):
    """A unit that is named, and a command that the program has."""
    unit = settings(UNITS / name)
    for started in unit.get('OnFailure', []):
        template = re.sub(r'@.*\.service', '@.service', started)
        assert (UNITS / name).with_name(template).exists(), started
    if name.endswith('.timer'):
        assert (UNITS / name).with_suffix('.service').exists()
        assert unit['WantedBy'] == ['timers.target']


def test_each_drop_in_is_sound(folder):
    drop_ins = sorted((UNITS / 'drop-in').glob('*.conf'))
    assert len(drop_ins) > 1
    for drop_in in drop_ins:
        place = folder / 'vigie.service.d'
        place.mkdir()
        shutil.copy(drop_in, place)
        done, complaints = analyze('verify', '--man=no', folder / 'vigie.service')
        assert done.returncode == 0 and not complaints, done.stderr
        shutil.rmtree(place)


def test_the_drop_in_for_sendmail_lets_it_be_setgid():
    drop_in, unit = settings(UNITS / 'drop-in/sendmail.conf'), settings(UNITS / 'vigie.service')
    assert drop_in['NoNewPrivileges'] == ['no']
    for key in IMPLY_NO_NEW_PRIVILEGES:
        if key in unit:
            assert drop_in[key] in (['no'], []), key


@pytest.mark.parametrize('name', ['vigie.service', 'vigie@.service'])
def test_the_watch_works_under_its_unit(vigie, dovecot, ca, hook, smtp, name):
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + mail_sink(vigie, smtp, ca)
                    + f'report = "{vigie.folder}/report.html"\nmetrics = "{vigie.folder}/m.prom"\n')
    wrapper = [sys.executable, str(TOP / 'tests/system/confine.py'), str(UNITS / name)]
    with vigie.beside('watch', wrapper=wrapper) as watch:
        wait_seen(vigie)
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        smtp.wait(1)
        wait_until((vigie.folder / 'report.html').exists, 'the report')
        wait_until((vigie.folder / 'm.prom').exists, 'the metrics')
        log = watch.log()
    assert 'not permitted' not in log and 'reader' not in log, log


def test_what_a_unit_forbids_is_forbidden(tmp_path):
    """Else the test above would show nothing."""
    for code in ('import os; os.chroot("/")', 'import socket; socket.socket(socket.AF_PACKET)',
                 'import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)'):
        done = subprocess.run([sys.executable, TOP / 'tests/system/confine.py',
                               UNITS / 'vigie.service', sys.executable, '-c', code],
                              capture_output=True, text=True, check=False)
        assert 'PermissionError' in done.stderr, (code, done.stderr)


# --- runit

@pytest.fixture(scope='session')
def tools(server_root_of):
    return server_root_of('tools')


@contextlib.contextmanager
def supervised(tools, service):
    """runsv over the folder `service`; it ends with its service at TERM."""
    environment = {'PATH': f'{tools}/usr/bin:/usr/bin:/bin', 'HOME': str(service),
                   'LANG': 'C.UTF-8'}
    process = subprocess.Popen([tools / 'usr/bin/runsv', service], env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield lambda *words: subprocess.run([tools / 'usr/bin/sv', *words, service], check=True,
                                            capture_output=True, env=environment, timeout=PATIENCE)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()


def runit_service(vigie, user):
    service = vigie.folder / 'runit'
    shutil.copytree(TOP / 'contrib/runit', service)
    (service / 'log/run').write_text(f'#!/bin/sh\nexec cat >>{vigie.folder}/log\n')
    (service / 'conf').write_text(f'''VIGIE={vigie.binary}
VIGIE_USER={user}
VIGIE_ARGS="--config {vigie.config} --state {vigie.state}"
VIGIE_STATE={vigie.state}
VIGIE_RUN={vigie.folder}/run
VIGIE_PAUSE=0
''')
    return service


def test_runit(vigie, tools, dovecot, ca, hook):
    user = pathlib.Path(vigie.folder).owner()
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    with supervised(tools, runit_service(vigie, user)) as sv:
        wait_until(lambda: (vigie.state / 'vigie.db').exists(), 'it is started')
        wait_seen(vigie)
        dovecot.append(notice(CODES[0]))
        wait_new(hook, CODES[0])
        watch = vigie.json('status')['watch']
        # A crash: the failure is told, and it is started again.
        os.kill(watch['pid'], 9)
        alert = hook.wait_event('trouble')
        assert 'vigie failed' in alert['text']
        wait_until(lambda: vigie.json('status', code=None)['watch']['pid'] not in
                   (None, watch['pid']), 'it is started again')
        sv('down')
        wait_until(lambda: not vigie.json('status', code=None)['watch']['running'], 'it is down')
    assert hook.events() == ['new', 'trouble']
    assert 'unbound' not in (vigie.folder / 'log').read_text()


# --- OpenRC

@pytest.mark.skipif(os.geteuid() != 0, reason='OpenRC starts services as root alone')
def test_openrc(tools, tmp_path):
    """In a root of its own, made of the folder where OpenRC was unpacked; a stand-in for the program
    writes down as whom and how it is run."""
    private = tmp_path / 'private'
    private.mkdir()
    (tmp_path / 'root').mkdir()
    script = f'''set -e
mount -t tmpfs tmpfs {tmp_path}/root && cd {tmp_path}/root
mkdir dev mnt proc run tmp
cp -a {tools}/etc . && mkdir -p etc/conf.d etc/pam.d && cp {private}/conf etc/conf.d/vigie
cp {private}/vigie etc/init.d/
for kind in auth account session; do echo $kind required pam_permit.so; done >etc/pam.d/other
for folder in bin lib lib64 sbin usr; do
    mkdir $folder && mount --bind {tools}/$folder $folder
done
mount --rbind /dev dev && mount -t proc proc proc && mount --bind {private} mnt
exec chroot . /bin/sh -c '
set -e
cd /run && mkdir -p openrc/exclusive openrc/daemons openrc/options openrc/started \
    openrc/starting openrc/stopping openrc/inactive openrc/failed && echo default >/run/openrc/softlevel
/etc/init.d/vigie start
i=0; while [ ! -s /mnt/said ] && [ $i -lt 300 ]; do sleep 0.1; i=$((i + 1)); done
/etc/init.d/vigie reload
i=0; while ! grep -q heard /mnt/said && [ $i -lt 300 ]; do sleep 0.1; i=$((i + 1)); done
/etc/init.d/vigie stop
' '''
    shutil.copy(TOP / 'contrib/openrc/vigie', private)
    (private / 'conf').write_text('''VIGIE=/mnt/program
VIGIE_USER=vmail:vmail
VIGIE_STATE=/run/state
VIGIE_ARGS=--verbose
''')
    stand_in = private / 'program'
    stand_in.write_text('''#!/bin/sh
trap 'echo heard HUP >>/mnt/said' HUP
trap 'echo heard TERM >>/mnt/said; exit 0' TERM
echo "$(id -u) $(umask) $STATE_DIRECTORY $*" >>/mnt/said
grep NoNewPrivs /proc/self/status >>/mnt/said
while :; do sleep 0.1; done
''')
    stand_in.chmod(0o755)
    private.chmod(0o777)
    done = subprocess.run(['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script],
                          env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin'}, capture_output=True,
                          text=True, timeout=100, check=False)
    said = (private / 'said').read_text().splitlines() if (private / 'said').exists() else []
    assert done.returncode == 0, done.stdout + done.stderr
    assert said[0] == '1000 0077 /run/state watch --verbose'
    assert said[1].split() == ['NoNewPrivs:', '1']
    assert said[2:] == ['heard HUP', 'heard TERM']
