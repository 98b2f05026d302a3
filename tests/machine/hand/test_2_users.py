"""Vigie of one person after `make install`: `vigie init` and its units, and those of contrib by hand."""
import hashlib
import json
import pathlib
import re

from machine import (as_user, readme, run, sample, show, wait_alert, wait_state, wait_until)

PASSWORD = 'a-password-of-zoe'
CODES = {'zoe': 'h7Gt2KpL9v60', 'paul': 'h7Gt2KpL9v50'}


def alerts_of(name):
    return pathlib.Path(f'/home/{name}/alerts')


def deliver(name, number):
    """Into a Maildir, by the person."""
    as_user(name, f'''cat >Maildir/tmp/{number} <<'X' && mv Maildir/tmp/{number} Maildir/new/{number}.test
{sample(number)}
X''')


def entries_of(name):
    return json.loads(as_user(name, 'vigie list --all --json'))['entries']


def close_with_proof(name):
    [entry] = entries_of(name)
    assert CODES[name] in as_user(name, f'vigie guide {entry["id"]}')
    as_user(name, f"printf '%%PDF-1.4\\n' >proof.pdf && vigie close {entry['id']} --as opposed --proof proof.pdf")
    [closed] = entries_of(name)
    assert closed['status'] == 'opposed'
    kept = pathlib.Path(f'/home/{name}/.local/share/vigie/proofs')
    assert closed['proof']['sha256'] in {hashlib.sha256(path.read_bytes()).hexdigest() for path in kept.rglob('*')
                                         if path.is_file()}


def test_a_person_asks_init_for_units():
    """The three lines at the top of the README: the first is done, the third is typed as it stands."""
    run(f'useradd -m -s /bin/bash zoe && echo zoe:{PASSWORD} | chpasswd')
    as_user('zoe', f'echo {PASSWORD} | vigie init --address zoe@localhost.example --server imaps://localhost '
                   '--ca-file /usr/local/etc/vigie/ca.pem --password - --unit --alert "command=cat >>$HOME/alerts"')
    first, second, third = readme('make -C build/try install')
    assert (first, second) == ('make -C build/try install', 'vigie init')
    as_user('zoe', f'{third} && systemctl --user is-active vigie vigie-status.timer')
    as_user('zoe', '''sed -i '$a quiet-hours = ""' .config/vigie/vigie.conf''')


def test_it_runs_on_without_a_session():
    for name in ('zoe', 'paul'):
        run(f'id {name} || useradd -m -s /bin/bash {name}')
        run(f'loginctl enable-linger {name}')
    uid = pathlib.Path('/home/zoe').stat().st_uid
    wait_state(f'user@{uid}.service', 'active')
    as_user('zoe', 'systemctl --user reload-or-restart vigie')
    wait_until(lambda: as_user('zoe', 'vigie status; echo $?').endswith('\n0\n'), 'the account is seen')
    run('doveadm save -u zoe', input=sample(60))
    wait_alert('new', path=alerts_of('zoe'))
    close_with_proof('zoe')


def test_a_person_installs_the_units_by_hand():
    as_user('paul', 'mkdir -p Maildir/new Maildir/cur Maildir/tmp .config/vigie')
    as_user('paul', '''cat >.config/vigie/vigie.conf <<'X'
account "here" { maildir = "~/Maildir" }
alert "hook" { kind = command command = "cat >>$HOME/alerts" }
quiet-hours = ""
X
vigie check''')
    lines = readme('install -D -m 644 -t ~/.config')
    assert lines[-1] == 'loginctl enable-linger'  # needs polkit, or root: above
    as_user('paul', 'cd /source && ' + ' && '.join(lines[:-1]))
    deliver('paul', 50)
    wait_alert('new', path=alerts_of('paul'))
    close_with_proof('paul')


def test_a_session_without_a_daemon():
    """As the user's vigie-once.timer says at its top."""
    text = pathlib.Path('/home/paul/.config/systemd/user/vigie-once.timer').read_text()
    line = ' '.join(re.search('`(systemctl --user enable [^`]*)`', text).group(1).replace('#', ' ').split())
    as_user('paul', 'systemctl --user disable --now vigie')
    deliver('paul', 51)
    as_user('paul', f'{line} && systemctl --user start vigie-once')
    assert len(wait_alert('new', 1, path=alerts_of('paul'))) == 2
    as_user('paul', 'systemctl --user disable --now vigie-once.timer vigie-status.timer')


def test_a_unit_for_a_user_by_root():
    run('systemctl enable --now vigie@paul')
    deliver('paul', 52)
    assert len(wait_alert('new', 2, path=alerts_of('paul'))) == 3
    assert show('vigie@paul', 'StatusText') == 'watching 1 account(s)'
    run('systemctl disable --now vigie@paul')
