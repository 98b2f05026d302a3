"""Commands, units, mail and alerts of the machine."""
import datetime
import email.utils
import json
import pathlib
import re
import subprocess
import time

SAMPLES = next(path for path in map(pathlib.Path, ('/usr/local/share/vigie/rules/samples',
                                                   '/usr/share/vigie/rules/samples'))
               if path.exists() or path.is_relative_to('/usr/share'))
ALERTS = pathlib.Path('/var/lib/vigie/alerts')
CONF = pathlib.Path('/etc/vigie/vigie.conf')
PATIENCE = 40
CODE = 'h7Gt2KpL9vXe'  # of the sample


def run(command, good=(0,), **options):
    """What a command says, by the shell, as root."""
    done = subprocess.run(['/bin/sh', '-c', command], capture_output=True, text=True, check=False, **options)
    assert done.returncode in good, f'{command}: {done.returncode}\n{done.stdout}{done.stderr}'
    return done.stdout


def readme(start):
    """The commands of the one block of README.md that begins so."""
    text = pathlib.Path('/source/README.md').read_text()
    [block] = [block for block in re.findall(r'(?:^    .*\n)+', text, re.MULTILINE)[1:]
               if block.strip().startswith(start) and block.count('\n') > 1]
    return [re.sub(r'\s+#.*', '', line).strip() for line in block.splitlines()]


def as_user(name, command, good=(0,)):
    """The same in a login session of a user, which ends with it."""
    done = subprocess.run(['su', '-', name, '-c', command], capture_output=True, text=True, check=False)
    assert done.returncode in good, f'{name}: {command}: {done.returncode}\n{done.stdout}{done.stderr}'
    return done.stdout


def wait_until(what, why, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = what()
        if got:
            return got
        time.sleep(0.1)
    raise AssertionError(f'not within {seconds} s: {why}')


def show(unit, name):
    """A property of a unit."""
    return run(f"systemctl show -P {name} '{unit}'").strip()


def wait_state(unit, state):
    wait_until(lambda: show(unit, 'ActiveState') == state, f'{unit} is {state}')


def journal(unit):
    """The entries of a unit, as what the journal keeps of each."""
    lines = run(f"journalctl -o json --no-pager -u '{unit}'").splitlines()
    return [json.loads(line) for line in lines]


def drop_in(unit, text, name='test'):
    folder = pathlib.Path(f'/etc/systemd/system/{unit}.d')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f'{name}.conf').write_text(text)
    run('systemctl daemon-reload')
    run(f"systemctl reset-failed '{unit}'", good=(0, 1))  # what was started so far counts no more


def no_drop_in(unit, name='test'):
    pathlib.Path(f'/etc/systemd/system/{unit}.d/{name}.conf').unlink()
    run('systemctl daemon-reload')


def sample(number, name='notice/yes/newborn.eml'):
    """A sample of today; each number is another mail, and another case."""
    text = (SAMPLES / name).read_text()
    today = email.utils.format_datetime(datetime.datetime.now().astimezone())
    text = re.sub(r'(?m)^Date: .*', f'Date: {today}', text)
    text = re.sub(r'(?mi)^Message-ID: <', f'Message-ID: <{number}.', text)
    if number:
        text = text.replace(CODE, f'h7Gt2KpL9v{number:02}')
    return text


def deliver_imap(text, user='jean'):
    run(f'doveadm save -u {user}', input=text)


def alerts(path=ALERTS):
    """What came so far, in order."""
    found, text, decoder = [], path.read_text() if path.exists() else '', json.JSONDecoder()
    while text.strip():
        one, end = decoder.raw_decode(text.lstrip())
        found.append(one)
        text = text.lstrip()[end:]
    return found


def wait_alert(event, more_than=0, path=ALERTS):
    """All alerts of one event, once there are more than so many."""
    def enough():
        found = [alert for alert in alerts(path) if alert['event'] == event]
        return found if len(found) > more_than else None
    return wait_until(enough, f'another {event} after {more_than}')


def entries(command='vigie list --all --json'):
    return json.loads(run(command))['entries']
