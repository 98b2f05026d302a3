"""The commands without a daemon: exit codes, and messages that name the thing and the remedy."""
import re
import subprocess

import pytest

from mails import inline_forward, notice

NOON = '2026-03-03T12:00:00+01:00'
CODE = 'AbCdEf123456'


def add(vigie, *arguments):
    """The ID of an entry from a letter of 2 March 2026, whose deadline is 13 April."""
    return vigie.run('add', '--sent', '2026-03-02', *arguments, now=NOON).stdout


@pytest.mark.parametrize('arguments,code,why', [
    (['nonsense'], 64, 'no such command'),
    ([], 64, 'no command'),
    (['explain'], 64, 'explain needs a file'),
    (['--nonsense', 'list'], 64, 'no such option'),
    (['add'], 64, 'add needs a date'),
    (['add', '--sent', '2026-02-31'], 64, 'a day that does not exist'),
    (['add', '--sent', '2026-03-09'], 64, 'a day to come'),
    (['--now', 'yesterday', 'list'], 64, 'no RFC 3339 timestamp'),
    (['show', '999'], 64, 'no such entry'),
    (['show', 'one'], 64, 'an ID is a number'),
    (['close', '999', '--as', 'opposed'], 64, 'no such entry'),
])
def test_usage(vigie, arguments, code, why):
    add(vigie)
    result = vigie.run(*arguments, code=code, now=None if '--now' in arguments else NOON)
    assert result.stderr.strip(), why
    assert result.stdout == '', 'data alone goes to stdout'


def test_a_missing_file_is_named(vigie, tmp_path):
    assert 'nofile.eml' in vigie.run('explain', tmp_path / 'nofile.eml', code=66).stderr


def test_a_missing_state_is_no_empty_list(vigie):
    assert str(vigie.state) in vigie.run('list', code=66).stderr
    assert not vigie.state.exists()


@pytest.mark.parametrize('content', [b'', b'no header here\n'])
def test_unusable_input(vigie, tmp_path, content):
    (tmp_path / 'mail').write_bytes(content)
    vigie.run('explain', tmp_path / 'mail', code=65)


@pytest.mark.parametrize('text,fault', [
    ('account "j" {\n  imap = "imaps://a@b"\n  pasword = "y"\n}\n', r':3: .*pasword'),
    ('account "j" {\n  imap = "imap+insecure://a@192.0.2.1"\n  password-file = "/dev/null"\n}\n',
     r':[0-9]+: '),
    ('account "j" {\n  imap = "imaps://a@b"\n', r':[0-9]+: '),
    ('remind-before = { 7, soon }\n', r':1: '),
    ('quiet-hours = "x"\nquiet-hours = "y"\n', r':[12]: .*quiet-hours'),
    ('state = "${VIGIE_TEST_UNSET}"\n', r':1: .*VIGIE_TEST_UNSET'),
])
def test_a_fault_of_the_configuration_has_its_line(vigie, text, fault):
    vigie.configure(text)
    result = vigie.run('check', code=78)
    assert re.search('vigie.conf' + fault, result.stdout + result.stderr)


def test_a_fault_of_a_rule_has_its_line(vigie, tmp_path):
    (tmp_path / 'rules').mkdir()
    (tmp_path / 'rules/x.rule').write_text(
        'rule "x" {\n  kind = notice\n  text = { "((" }\n}\n')
    (tmp_path / 'mail').write_bytes(b'From: a@b.example\n\nx\n')
    result = vigie.run('--rules', tmp_path / 'rules', 'explain', tmp_path / 'mail', code=78)
    assert re.search(r'x\.rule:3: ', result.stderr)


def test_help_and_version(vigie):
    assert 'watch' in vigie.run('--help').stdout
    assert re.search(r'\d\.\d', vigie.run('--version').stdout)


def test_watch_without_configuration_shows_one(vigie):
    result = subprocess.run([vigie.binary, 'watch', '--once'], env=vigie.environment,
                            capture_output=True, text=True, check=False, timeout=30)
    assert result.returncode == 78
    assert 'account' in result.stdout + result.stderr


def test_add_prints_the_id_alone_and_masks_the_code(vigie):
    number = add(vigie, '--code', CODE)
    assert re.fullmatch(r'\d+\n', number)
    entry = vigie.json('show', number.strip(), now=NOON)
    assert entry['code'] == 'Ab****56'
    assert (entry['sent'], entry['deadline']) == ('2026-03-02', '2026-04-13')
    # A Monday, and no holiday: Easter Monday was on the 6th.
    assert entry['last_call'] == '2026-04-13T17:30:00+02:00'
    assert entry['days_left'] == 41
    assert CODE not in vigie.run('show', number.strip(), now=NOON).stdout
    assert CODE in vigie.run('show', number.strip(), '--reveal', now=NOON).stdout


def test_add_takes_the_code_from_stdin(vigie):
    number = vigie.run('add', '--sent', '2026-03-02', '--code', '-', stdin=CODE + '\n',
                       now=NOON).stdout.strip()
    assert vigie.json('show', number, '--reveal', now=NOON)['code'] == CODE


def test_the_state_is_private(vigie):
    add(vigie)
    assert vigie.state.stat().st_mode & 0o777 == 0o700
    assert (vigie.state / 'vigie.db').stat().st_mode & 0o777 == 0o600


def test_close_keeps_the_proof_and_reopens(vigie, tmp_path):
    number = add(vigie).strip()
    (tmp_path / 'justificatif.pdf').write_bytes(b'%PDF-1.4\n')
    vigie.run('close', number, '--as', 'opposed', '--proof', tmp_path / 'justificatif.pdf', now=NOON)
    entry = vigie.json('show', number, now=NOON)
    assert entry['status'] == 'opposed'
    # printf '%%PDF-1.4\n' | sha256sum
    assert entry['proof']['sha256'] == subprocess.run(
        ['sha256sum', tmp_path / 'justificatif.pdf'], capture_output=True, text=True,
        check=True).stdout.split()[0]
    assert vigie.json('list', now=NOON)['entries'] == []
    assert len(vigie.json('list', '--all', now=NOON)['entries']) == 1
    vigie.run('reopen', number, now=NOON)
    assert vigie.json('show', number, now=NOON)['status'] == 'open'


def test_guide_shows_the_code_and_both_ways(vigie):
    number = add(vigie, '--code', CODE).strip()
    guide = vigie.run('guide', number, now=NOON).stdout
    assert CODE in guide and '3422' in guide and 'monespacesante.fr' in guide
    assert '3422' in vigie.run('guide', now=NOON).stdout


def test_explain_tells_a_notice(vigie):
    mail = notice(CODE, sent=1772445600)  # 2026-03-02T11:00:00+01:00
    finding = vigie.json('explain', '-', stdin=mail, now=NOON)
    assert finding['kind'] == 'notice'
    assert finding['cases'] == [{'code': CODE, 'person': None}]
    assert (finding['sent'], finding['deadline']) == ('2026-03-02', '2026-04-13')
    assert finding['authenticity'] == 'unverified'
    assert not vigie.state.exists(), 'explain stores nothing'
    finding = vigie.json('explain', '--trust', 'mx.test', '-', stdin=mail, now=NOON)
    assert finding['authenticity'] == 'authentic'


def test_explain_ends_with_1_for_any_other_mail(vigie):
    assert vigie.json('explain', '-', stdin=b'From: a@b.example\n\nx\n', code=1)['kind'] == 'none'


def test_an_inline_forward_keeps_the_date_of_the_original(vigie):
    mail = inline_forward(notice(CODE, sent=1772445600))
    finding = vigie.json('explain', '--trust', 'mx.test', '-', stdin=mail, now='2026-03-20T12:00:00Z')
    assert finding['kind'] == 'notice'
    assert (finding['sent'], finding['sent_source']) == ('2026-03-02', 'original')
    assert finding['authenticity'] == 'unverified'


@pytest.mark.command('filter')
def test_filter_records_once_and_prints_nothing(vigie):
    mail = notice(CODE)
    for _ in range(2):
        assert vigie.run('filter', stdin=mail).stdout == ''
    assert [entry['code'] for entry in vigie.entries()] == [CODE]


@pytest.mark.command('filter')
def test_filter_passes_the_mail_with_one_field_on_top(vigie):
    mail = notice(CODE)
    out = subprocess.run(vigie.command('filter', '--pass'), input=mail, env=vigie.environment,
                         capture_output=True, check=True, timeout=60).stdout
    field, rest = out.split(b'\r\n', 1)
    assert field.startswith(b'X-Vigie: notice; deadline=')
    assert CODE.encode() not in field
    assert rest == mail


@pytest.mark.command('filter')
def test_filter_spools_what_a_broken_configuration_hinders(vigie):
    vigie.configure('nonsense = 1\n')
    vigie.run('filter', stdin=notice(CODE))
    assert len(list((vigie.state / 'spool').iterdir())) == 1
    vigie.config.unlink()
    vigie.run('filter', stdin=b'From: a@b.example\n\nx\n')
    assert [entry['code'] for entry in vigie.entries()] == [CODE]


@pytest.mark.command('scan')
def test_scan_finds_it_in_every_kind_of_folder(vigie, tmp_path):
    mail = notice(CODE).replace(b'\r\n', b'\n')
    for folder in ('cur', 'new', 'tmp'):
        (tmp_path / 'Maildir' / folder).mkdir(parents=True)
    (tmp_path / 'Maildir/cur/1.host:2,S').write_bytes(mail)
    (tmp_path / 'mbox').write_bytes(b'From a@b.example Mon Mar  2 11:00:00 2026\n' + mail + b'\n')
    (tmp_path / 'single.eml').write_bytes(mail)
    vigie.run('scan', '--dry-run', tmp_path / 'Maildir')
    assert vigie.entries() == []
    vigie.run('scan', tmp_path / 'Maildir', tmp_path / 'mbox', tmp_path / 'single.eml')
    entries = vigie.entries()
    assert [entry['code'] for entry in entries] == [CODE], 'one case, wherever it lies'
