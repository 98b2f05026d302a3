"""Vigie of the whole machine after `make install`, by what README.md says and nothing else."""
import hashlib
import pathlib
import re

from machine import (ALERTS, CODE, as_user, deliver_imap, drop_in, entries, no_drop_in, readme, run, sample, show,
                     wait_alert, wait_state, wait_until)

CONF = pathlib.Path('/usr/local/etc/vigie/vigie.conf')
PASSWORD = 'a-password-of-jean'


def test_the_installation_is_found_and_starts_nothing():
    assert run('command -v vigie').strip() == '/usr/local/bin/vigie'
    assert 'surveiller' in run('LC_ALL=C.UTF-8 LANGUAGE=fr vigie --help')
    assert '/usr/local/etc/vigie/vigie.conf' in run('vigie watch --once 2>&1', good=(78,))
    assert not CONF.exists(), 'there is nothing to watch before somebody says so'
    assert 'vigie' not in run('systemctl list-unit-files --no-legend --no-pager')


def test_the_manual_says_where_things_are():
    """And so do the recipes, which would start nothing, and say nothing, by another path."""
    for page, places in (('man5/vigie.conf.5', ['etc/vigie/vigie.conf', 'share/doc/vigie/examples/vigie.conf.example']),
                         ('fr/man1/vigie.1', ['etc/vigie/vigie.conf', 'share/vigie/rules'])):
        text = (pathlib.Path('/usr/local/share/man') / page).read_text()
        assert not re.search(r'(?<!/usr/local)/etc/vigie|/usr/share/(doc/)?vigie', text), page
        for place in places:
            assert f'/usr/local/{place}' in text, page
    examples = pathlib.Path('/usr/local/share/doc/vigie/examples')
    assert '/usr/local/bin/vigie' in (examples / 'exim/transport').read_text()
    for path in examples.rglob('*'):
        assert path.is_dir() or not re.search(r'/usr/bin/vigie|(?<!/usr/local)/etc/vigie', path.read_text()), path
    run('useradd -m lise')
    run(f'su - lise -c {examples}/sieve/vigie-filter', input=sample(70))
    assert 'h7****70' in as_user('lise', 'vigie list')


def test_the_configuration_is_tried():
    run(f'useradd -m jean && echo jean:{PASSWORD} | chpasswd')
    run('openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost '
        '-addext subjectAltName=DNS:localhost -keyout /etc/dovecot/private/dovecot.key '
        '-out /etc/dovecot/private/dovecot.pem')
    run(r"sed -i 's|^mail_location.*|mail_location = maildir:~/Maildir|' /etc/dovecot/conf.d/10-mail.conf")
    run("sed -i 's|^#auth_username_format.*|auth_username_format = %Ln|' /etc/dovecot/conf.d/10-auth.conf")
    run('systemctl restart dovecot')
    for line in readme('install -D -m 644 contrib/systemd/vigie.sysusers')[:-1]:
        run(line, cwd='/source')
    CONF.parent.mkdir()
    CONF.write_text(f'''state = "/var/lib/vigie"
account "jean" {{ imap = "imaps://jean@localhost" ca-file = "{CONF.parent}/ca.pem"
                  password-file = "{CONF.parent}/password" }}
alert "hook" {{ kind = command command = "cat >>{ALERTS}" }}
quiet-hours = ""
''')
    run(f'cp /etc/dovecot/private/dovecot.pem {CONF.parent}/ca.pem')
    run(f'install -m 600 -o vigie /dev/null {CONF.parent}/password && echo {PASSWORD} >{CONF.parent}/password')
    run('install -d -m 700 -o vigie /var/lib/vigie')  # the unit makes it; the trial comes before
    run('vigie check --send')
    assert [alert['event'] for alert in wait_alert('heartbeat')] == ['heartbeat']
    assert ALERTS.owner() == 'vigie', "root's own command acts as the owner of the state"
    ALERTS.unlink()


def test_enabled_it_watches():
    run(readme('install -D -m 644 contrib/systemd/vigie.sysusers')[-1])
    assert show('vigie', 'StatusText') == 'watching 1 account(s)'
    assert show('vigie', 'UnitFileState') == show('vigie-status.timer', 'UnitFileState') == 'enabled'
    assert '/usr/local/bin/vigie' in show('vigie', 'ExecStart')
    wait_until(lambda: run('vigie status; echo $?', good=(0, 69)).endswith('\n0\n'), 'the account is seen')


def test_a_notice_is_told_and_closed_with_its_proof():
    deliver_imap(sample(0))
    [told] = wait_alert('new')
    assert CODE not in str(told) and CODE in run('vigie guide 1')
    proof = pathlib.Path('/root/proof.pdf')
    proof.write_bytes(b'%PDF-1.4\n%%EOF\n')
    run(f'vigie close 1 --as opposed --proof {proof}')
    [closed] = entries()
    assert closed['status'] == 'opposed'
    assert closed['proof']['sha256'] == hashlib.sha256(proof.read_bytes()).hexdigest()


def test_it_is_locked_up_as_it_runs():
    text = run('systemd-analyze --no-pager security vigie.service')
    assert float(re.search(r'exposure level for vigie.service: ([0-9.]+)', text).group(1)) <= 1.5
    said = run('vigie status --json')
    assert re.search(r'"landlock" *: *[1-9]', said), said


def test_what_gives_up_is_told():
    drop_in('vigie.service', '[Service]\nExecStart=\nExecStart=/bin/sh -c "exit 78"\n')
    run('systemctl restart vigie', good=(1,))
    assert 'vigie.service' in wait_alert('trouble')[-1]['text']
    no_drop_in('vigie.service')
    run('systemctl reset-failed vigie && systemctl start vigie')


def test_the_timer_in_place_of_the_daemon():
    """As vigie-once.timer says at its top."""
    run('systemctl disable --now vigie')
    [line] = re.findall('`(systemctl enable .*)`', pathlib.Path('/etc/systemd/system/vigie-once.timer').read_text())
    drop_in('vigie-once.timer', '[Timer]\nOnBootSec=\nOnUnitInactiveSec=\nOnActiveSec=1\n'
                                'RandomizedDelaySec=0\nAccuracySec=1ms\n')  # which waits for no boot
    told = len(wait_alert('new'))
    deliver_imap(sample(1))
    run(line)
    wait_alert('new', told)
    wait_state('vigie-once.service', 'inactive')
    assert show('vigie-once.service', 'Result') == 'success'
    assert show('vigie', 'ActiveState') == 'inactive'
    no_drop_in('vigie-once.timer')
    run('systemctl disable --now vigie-once.timer')
    run('systemctl enable --now vigie')


def test_the_milter_starts():
    run('systemctl start vigie-milter')
    assert show('vigie-milter', 'ActiveState') == 'active'
