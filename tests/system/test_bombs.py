"""Mails that are made to exhaust who reads them, each in bounded time and memory; the notice in one
is found where the limits let it be, and the notice beside it always."""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

import bombs
from mails import AUTHSERV_ID, notice
from servers import group_members
from test_local import Maildir, account as local_account
from test_watch import account as imap_account, hook_sink, wait_new, wait_seen

HONEST = 'zZ9yX8wV7uT6'
NOON = '2026-03-03T12:00:00+01:00'
SENT = 1772445600  # 2026-03-02T11:00:00+01:00

# Of the processor and of memory, for whatever mail, in each process: sanitizers multiply both.
SANITIZED = any(name.endswith('SAN_OPTIONS') for name in os.environ)
SECONDS = 10 * (4 if SANITIZED else 1)
MEGABYTES = 256 * (8 if SANITIZED else 1)

# A small process of its own between: what a child inherits of our own size counts as its peak.
MEASURE = '''
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], check=False).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss, file=open("measured", "w"))
'''


def measured(vigie, *arguments, mail=os.devnull, mails=1):
    """Runs a command within the limits for as many mails, `mail` on stdin."""
    with open(mail, 'rb') as stdin:
        result = subprocess.run([sys.executable, '-c', MEASURE, *vigie.command(*arguments)],
                                stdin=stdin, capture_output=True, env=vigie.environment,
                                cwd=vigie.folder, timeout=170, check=False)
    code, seconds, kilobytes = (vigie.folder / 'measured').read_text().split()
    assert float(seconds) < SECONDS * mails
    assert int(kilobytes) < MEGABYTES * 1024
    result.returncode = int(code)
    result.stdout, result.stderr = result.stdout.decode(), result.stderr.decode()
    return result


def code_of(name):
    """One for each bomb, that two never join."""
    number = sorted([*bombs.FOUND, *bombs.FOUND_SLOWLY, *bombs.UNRECOGNISED, *bombs.UNSEEN]).index(name)
    return f'bB3dE5fG{number:04}'


def write(path, name, bomb):
    path.write_bytes(bomb(*bombs.split(notice(code_of(name), SENT))))
    os.utime(path, (SENT + 60,) * 2)
    return path


def slow(names):
    return [pytest.param(name, marks=pytest.mark.slow) for name in names]


@pytest.fixture
def trusting(vigie):
    vigie.configure(f'trust = {{ "{AUTHSERV_ID}" }}\n')
    vigie.global_options = ['--now', NOON]
    return vigie


def explained(vigie, tmp_path, name, bomb):
    mail = write(tmp_path / 'mail', name, bomb)
    try:
        result = measured(vigie, 'explain', '--json', mail)
    finally:
        mail.unlink()
    assert result.returncode in (0, 1), result.stderr
    found = json.loads(result.stdout)
    return found['kind'], [case['code'] for case in found['cases']], found['truncated']


@pytest.mark.parametrize('name', [*bombs.FOUND, *slow(bombs.FOUND_SLOWLY)])
def test_the_notice_in_a_bomb_is_explained(trusting, tmp_path, name):
    bomb = {**bombs.FOUND, **bombs.FOUND_SLOWLY}[name]
    kind, codes, _ = explained(trusting, tmp_path, name, bomb)
    assert (kind, codes) == ('notice', [code_of(name)])


@pytest.mark.parametrize('name', bombs.UNRECOGNISED)
def test_a_header_without_end_is_told(trusting, tmp_path, name):
    assert explained(trusting, tmp_path, name, bombs.UNRECOGNISED[name]) == ('unrecognised', [None], True)


@pytest.mark.parametrize('name', bombs.UNSEEN)
def test_what_is_behind_the_limits_is_not_read(trusting, tmp_path, name):
    assert explained(trusting, tmp_path, name, bombs.UNSEEN[name]) == ('none', [], True)


@pytest.mark.parametrize('name', [*bombs.FOUND, *slow(['boundary_of_dashes', 'utf_16']),
                                  *slow(bombs.UNRECOGNISED)])
def test_a_filter_keeps_a_bomb_and_the_next_mail(trusting, tmp_path, name):
    """It is waited for, and has seconds alone: what takes longer lies in the spool, or is set aside."""
    bomb = {**bombs.FOUND, **bombs.FOUND_SLOWLY, **bombs.UNRECOGNISED}[name]
    mail = write(tmp_path / 'mail', name, bomb)
    assert measured(trusting, 'filter', mail=mail).returncode == 0
    mail.write_bytes(notice(HONEST, SENT))
    assert measured(trusting, 'filter', mail=mail, mails=2).returncode == 0
    status = trusting.json('status', code=None)
    found = [entry['code'] for entry in trusting.entries()]
    assert HONEST in found
    assert len(found) + status['set_aside'] + status['spooled'] == 2


def everything():
    return {**bombs.FOUND, **bombs.FOUND_SLOWLY, **bombs.UNRECOGNISED, **bombs.UNSEEN}


def folder_of(path, names):
    """A Maildir of bombs, with an honest notice behind them."""
    Maildir(path)
    for number, name in enumerate(names):
        write(path / 'cur' / f'{SENT + number}.M{number}P1.host:2,S', name, everything()[name])
    honest = path / 'cur' / f'{SENT + 1000}.M1000P1.host:2,S'
    honest.write_bytes(notice(HONEST, SENT))
    os.utime(honest, (SENT + 60,) * 2)


def assert_all_found(vigie, names, aside=0):
    assert ({entry['code'] for entry in vigie.entries()} - {None} ==
            {HONEST, *map(code_of, names)})
    assert vigie.json('status', code=None)['set_aside'] == aside


@pytest.mark.parametrize('slowly', [False, pytest.param(True, marks=pytest.mark.slow)])
def test_scan_reads_through_bombs(trusting, tmp_path, slowly):
    read = [*bombs.FOUND, *(bombs.FOUND_SLOWLY if slowly else ())]
    rest = [*bombs.UNRECOGNISED, *bombs.UNSEEN]
    folder_of(tmp_path / 'Maildir', [*read, *rest])
    result = measured(trusting, 'scan', '--thorough', tmp_path / 'Maildir', mails=len(read))
    shutil.rmtree(tmp_path / 'Maildir')
    assert result.returncode == 0, result.stderr
    assert_all_found(trusting, read)


# --- watch

def peaks(watch):
    """Megabytes that each process of a watch ever had, by its name."""
    sizes = {}
    for pid in group_members(watch.process.pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a command that has ended
            status = pathlib.Path(f'/proc/{pid}/status').read_text()
            fields = dict(line.split(':\t', 1) for line in status.splitlines() if ':\t' in line)
            if 'VmHWM' in fields:  # one that has just ended has no memory any more
                sizes[fields['Name']] = int(fields['VmHWM'].split()[0]) / 1024
    return sizes


def assert_small(watch):
    sizes = peaks(watch)
    assert {'vigie-keeper', 'vigie-reader', 'vigie-fetcher'} <= sizes.keys()
    assert max(sizes.values()) < MEGABYTES, sizes


def mail_of(name):
    return everything()[name](*bombs.split(notice(code_of(name))))


def found_by_watch():
    """Those whose text begins in the 256 KB that a watch fetches."""
    return {name: mail for name in bombs.FOUND
            if (mail := mail_of(name)).index(b'\r\n\r\n') < 200_000}


def wait_all(vigie, watch, hook, codes):
    for code in codes:
        wait_new(hook, code, timeout=120)
    assert_small(watch)
    assert set(codes) == {entry['code'] for entry in vigie.entries()} - {None}
    assert vigie.json('status', code=None)['set_aside'] == 0


def test_watch_reads_through_bombs(vigie, hook, tmp_path):
    maildir = Maildir(tmp_path / 'Maildir')
    vigie.configure(local_account(maildir) + hook_sink(hook))
    found = found_by_watch()
    with vigie.watch() as watch:
        wait_seen(vigie)
        for mail in (*found.values(), *map(mail_of, bombs.UNRECOGNISED), *map(mail_of, bombs.UNSEEN),
                     notice(HONEST)):
            maildir.deliver(mail)
        wait_all(vigie, watch, hook, (HONEST, *map(code_of, found)))


def test_watch_reads_through_bombs_by_imap(vigie, dovecot, ca, hook):
    vigie.configure(imap_account(vigie, dovecot, ca) + hook_sink(hook))
    found = found_by_watch()
    del found['nuls']  # which no APPEND carries
    with vigie.watch() as watch:
        wait_seen(vigie)
        dovecot.append_many([*found.values(), notice(HONEST)])
        wait_all(vigie, watch, hook, (HONEST, *map(code_of, found)))


# --- patterns

RULE = """rule "own" {
    kind     = none
    priority = 99
    text     = { 'x', '%s' }
}
"""
TEXT = b'\r\n' + b'a' * 20_000 + b' x x=x aaaab!\r\n'


@pytest.mark.parametrize('pattern', ['(a+)+$', '(a|aa)+$', '(a*)*b$', '(?:(?:a+)+)+!!',
                                     r'(\w+\s*)+[¤§]'])
def test_a_pattern_without_end_is_a_fault_of_its_rule(trusting, tmp_path, pattern):
    """Named with its place; and that it did not match is not what is said."""
    shipped = pathlib.Path(__file__).parents[2] / 'rules'
    rules = tmp_path / 'rules'
    shutil.copytree(shipped, rules)
    (rules / 'own.rule').write_text(RULE % pattern)
    trusting.global_options += ['--rules', str(rules)]
    mail = tmp_path / 'mail'
    head, text = bombs.split(notice(HONEST, SENT))
    mail.write_bytes(bombs.plain(head, text + TEXT))
    os.utime(mail, (SENT + 60,) * 2)
    said = measured(trusting, 'explain', mail)
    assert 'own.rule:4: rule "own": text 2 ran into its limit (250 ms)' in said.stdout
    assert measured(trusting, 'filter', mail=mail).returncode == 0
    assert [entry['code'] for entry in trusting.entries()] == [HONEST], 'the other rules still work'
    said = measured(trusting, 'scan', mail)
    assert said.returncode == 0 and 'own.rule:4: ' in said.stderr
