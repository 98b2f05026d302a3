"""The commands without a daemon: exit codes, and messages that name the thing and the remedy."""
import contextlib
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import termios
import time

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
    (['show', '99999999999999999999'], 64, 'an ID beyond every number'),
    (['show', '-5'], 64, 'an ID is not negative'),
    (['show', '0'], 64, 'IDs begin with 1'),
    (['show', '1', '1'], 64, 'one ID only'),
    (['list', '--config='], 64, 'an empty place is none'),
    (['list', '--rules', ''], 64, 'an empty place is none'),
    (['close', '1', '--as', 'expired'], 64, 'no way to end it'),
    (['close', '1'], 64, 'how it ended is missing'),
    (['reopen', '1'], 64, 'it is not closed'),
    (['trust', '1'], 64, 'it is not suspect'),
    (['merge', '1', '1'], 64, 'one entry already'),
    (['edit', '1'], 64, 'nothing to change'),
    (['--now', '20260303T120000Z', 'list'], 64, 'ISO 8601, but not RFC 3339'),
    (['--now', '2026-03-03T12:00:00', 'list'], 64, 'no offset'),
    (['add', '--sent', '2026-03-02', '--code', 'äbcdefgh'], 64, 'a letter that no code has'),
    (['help', 'nonsense'], 64, 'no such command'),
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


def test_rules_of_a_user_go_before_those_installed(vigie, tmp_path):
    def files(*words):
        return [line.split()[-1].rsplit(':', 1)[0] for line in
                vigie.run(*words, 'rules').stdout.splitlines()]
    installed = files()
    name = next(path for path in installed if path.endswith('/notice.rule'))
    own = vigie.home / '.config/vigie/rules'
    own.mkdir(parents=True)
    shutil.copy(name, own)
    (own / 'more.rule').write_text("rule \"more\" {\n  kind = none\n  subject = { 'x' }\n}\n")
    both = files()
    assert str(own / 'notice.rule') in both and name not in both, 'of two of one name the earlier'
    assert str(own / 'more.rule') in both and len(both) == len(installed) + 1, 'and all the others'
    shutil.copytree(own, tmp_path / 'alone')
    (tmp_path / 'alone/notice.rule').unlink()
    assert files('--rules', tmp_path / 'alone') == [str(tmp_path / 'alone/more.rule')], 'alone'


def test_rules_are_run_against_their_samples(vigie, tmp_path):
    for sample, subject in (('yes/good', 'a word'), ('yes/bad', 'other'), ('no/good', 'other'),
                            ('no/bad', 'a word')):
        (tmp_path / 'samples' / sample).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / 'samples' / sample).write_text(f'From: a@b.example\nSubject: {subject}\n\nx\n')
    (tmp_path / 'own.rule').write_text("rule \"own\" {\n  kind = none\n  subject = { 'word' }\n"
                                       '  samples = "samples"\n}\n')
    said = vigie.run('rules', 'test', tmp_path, code=78).stdout
    assert 'yes/bad: not found by the rule own, but none by no rule; subject is not found' in said
    assert 'no/bad: wrongly found' in said
    assert [line.split() for line in said.splitlines()[2:5]] == [
        ['rule', 'yes', 'no', 'precision', 'recall'],
        ['own', '2', '2', '1/2', '1/2'], ['total', '2', '2', '1/2', '1/2']]
    assert 'good' not in said and '2 samples as they should be, 2 not' in said
    for sample in ('yes/bad', 'no/bad'):
        (tmp_path / 'samples' / sample).unlink()
    vigie.run('rules', 'test', tmp_path)
    shutil.rmtree(tmp_path / 'samples')
    assert 'own.rule:1: ' in vigie.run('rules', 'test', tmp_path, code=78).stdout
    vigie.run('rules', 'test')


def test_help_and_version(vigie):
    for words in (['--help'], ['-h'], ['help']):
        assert 'watch' in vigie.run(*words).stdout
    for words in (['add', '--help'], ['help', 'add'], ['-h', 'add']):
        assert '--sent' in vigie.run(*words).stdout
    for word in ('--version', '-V'):
        assert re.search(r'\d\.\d', vigie.run(word).stdout)


def test_global_options_stand_anywhere(vigie):
    add(vigie)
    places = ['--state', vigie.state, '--now', NOON]
    for words in ([*places, 'show', '1', '--json'], ['show', *places, '1', '--json'],
                  ['show', '--json', '1', *places], [*places, '--', 'show', '1', '--json'],
                  ['show', f'--state={vigie.state}', f'--now={NOON}', '--json', '--', '1']):
        result = subprocess.run([vigie.binary, *map(str, words)], env=vigie.environment,
                                capture_output=True, check=True, timeout=30)
        assert json.loads(result.stdout)['days_left'] == 41


def test_every_fault_is_named_at_once(vigie, tmp_path):
    vigie.configure('quiet-hours = "x"\naccount "a" {\n  imap = "imaps://h"\n}\n'
                    'account "b" {\n  imap = "imaps://b@h"\n}\n')
    (tmp_path / 'rules').mkdir()
    for name, text in (('a', 'kind = notic'), ('b', 'kind = notice\n  text = { "((" }'),
                       ('c', 'kin = notice')):
        (tmp_path / f'rules/{name}.rule').write_text(f'rule "{name}" {{\n  {text}\n}}\n')
    said = vigie.run('--rules', tmp_path / 'rules', 'check', code=78).stderr
    for fault in ('vigie.conf:1: ', 'vigie.conf:2: ', 'vigie.conf:5: ', 'a.rule:2: ', 'b.rule:3: ',
                  'c.rule:2: '):
        assert re.search('^[^ ]*' + fault, said, re.M), fault


def test_standard_output_that_takes_nothing(vigie):
    add(vigie)
    for words in (['list'], ['list', '--json'], ['show', '1'], ['guide'], ['status'], ['--help'],
                  ['--version'], ['rules']):
        with open('/dev/full', 'w', encoding='ascii') as full:
            result = subprocess.run(vigie.command(*words), env=vigie.environment, stdout=full,
                                    stderr=subprocess.PIPE, check=False, timeout=30)
        assert result.returncode == 74, words
        assert b'standard output' in result.stderr


def test_closed_standard_streams_do_no_harm(vigie):
    add(vigie)
    words = ' '.join(vigie.command('--now', NOON, 'add', '--sent', '2026-03-01'))
    for closed, code in (('<&-', 0), ('2>&-', 0), ('>&-', 74), ('<&- >&- 2>&-', 74)):
        result = subprocess.run(f'{words} {closed}', shell=True, env=vigie.environment,
                                capture_output=True, check=False, timeout=30)
        assert result.returncode == code, closed
    assert len(vigie.entries('--now', NOON)) == 5, 'recorded all the same, and nothing damaged'


def test_a_missing_state_names_the_places(vigie, tmp_path):
    def said(*words, **environment):
        return subprocess.run([vigie.binary, *map(str, words), 'list'], capture_output=True,
                              env={**vigie.environment, **environment}, text=True, check=False,
                              timeout=30)
    result = said()
    assert result.returncode == 66
    for place in ('--state', '`state`', '$STATE_DIRECTORY', str(vigie.home / '.local/share/vigie')):
        assert place in result.stderr
    assert str(tmp_path / 'data/vigie') in said(XDG_DATA_HOME=str(tmp_path / 'data')).stderr
    assert str(vigie.home / '.local/share/vigie') in said(XDG_DATA_HOME='relative').stderr
    assert str(tmp_path / 'unit') in said(STATE_DIRECTORY=f'{tmp_path}/unit:/other').stderr
    vigie.configure(f'state = "{tmp_path}/set"\n')
    assert str(tmp_path / 'set') in said('--config', vigie.config, STATE_DIRECTORY='/unit').stderr


def test_the_clock_writes_with_a_state_only(vigie):
    command = [vigie.binary, '--now', NOON, 'add', '--sent', '2026-03-02']
    result = subprocess.run(command, env=vigie.environment, capture_output=True, text=True,
                            check=False, timeout=30)
    assert result.returncode == 64 and '--state' in result.stderr
    assert not (vigie.home / '.local').exists()


def test_a_broken_state_says_what_to_do(vigie):
    add(vigie)
    with contextlib.closing(sqlite3.connect(vigie.state / 'vigie.db')) as database:
        database.execute('PRAGMA user_version = 99')
    assert 'newer' in vigie.run('list', code=74).stderr
    (vigie.state / 'vigie.db').write_bytes(b'no database' * 999)
    assert 'damaged' in vigie.run('list', code=74).stderr


def test_twenty_at_once(vigie):
    command = vigie.command('--now', NOON, 'add', '--sent', '2026-03-02')
    running = [subprocess.Popen(command, env=vigie.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL) for _ in range(20)]
    ids = {int(process.communicate(timeout=60)[0]) for process in running}
    assert all(process.returncode == 0 for process in running)
    assert len(ids) == 20


def test_an_empty_directory_given_as_state_becomes_private(vigie):
    vigie.state.mkdir()
    vigie.state.chmod(0o755)
    add(vigie)
    assert vigie.state.stat().st_mode & 0o777 == 0o700


def test_one_code_is_one_entry(vigie):
    first = add(vigie, '--code', CODE)
    joined = vigie.run('add', '--sent', '2026-02-27', '--code', 'AbCd Ef-1234.56', '--person',
                       'Léa', now=NOON)
    assert joined.stdout == first
    assert first.strip() in joined.stderr
    entry = vigie.json('show', first.strip(), now=NOON)
    assert (entry['sent'], entry['person']) == ('2026-02-27', 'Léa')
    assert add(vigie, '--code', CODE.lower()) != first, 'capitals count'


def test_codes_as_people_paste_them(vigie):
    for code in ('Ab12\u00a0Cd34', 'Ab12\u202fCd34\r\n', ' Ab12–Cd34 ', 'Ab.12.Cd\t34'):
        vigie.run('add', '--sent', '2026-03-02', '--code', '-', stdin=code + '\nmore\n', now=NOON)
    assert [entry['code'] for entry in vigie.entries('--now', NOON)] == ['Ab12Cd34']


def test_short_codes_are_all_stars(vigie):
    number = add(vigie, '--code', 'Ab12Cd3').strip()
    assert vigie.json('show', number, now=NOON)['code'] == '*******'


def test_words_of_a_person(vigie):
    number = add(vigie, '--person', 'Zoë "Z"\n\x1b[31m😀', '--note', ' a\n"b" ').strip()
    entry = vigie.json('show', number, now=NOON)
    assert entry['person'] == 'Zoë "Z"  [31m😀', 'a name is one line, and no escape of a terminal'
    assert entry['note'] == 'a\n"b"'
    assert len(vigie.run('list', now=NOON).stdout.splitlines()) == 1
    vigie.run('edit', number, '--person', ' ', '--note', '', now=NOON)
    entry = vigie.json('show', number, now=NOON)
    assert entry['person'] is None and entry['note'] is None


def test_a_later_date_needs_force(vigie):
    number = add(vigie).strip()
    assert '--force' in vigie.run('edit', number, '--sent', '2026-03-03', code=64, now=NOON).stderr
    vigie.run('edit', number, '--sent', '2026-03-03', '--force', now=NOON)
    vigie.run('edit', '--sent=2026-02-20', number, now=NOON)
    entry = vigie.json('show', number, now=NOON)
    assert (entry['sent'], entry['deadline']) == ('2026-02-20', '2026-04-03')
    assert any('2026-03-03' in row['event'] for row in entry['history'])


def test_an_edit_that_waits_for_its_person_undoes_nothing(vigie):
    """Another copy brings an earlier date while the code is being typed."""
    number = add(vigie).strip()
    command = vigie.command('--now', NOON, 'edit', number, '--code', '-')
    waiting = subprocess.Popen(command, env=vigie.environment, stdin=subprocess.PIPE)
    wait_for_read(waiting)
    vigie.run('edit', number, '--sent', '2026-02-20', now=NOON)
    waiting.communicate(CODE.encode() + b'\n', timeout=30)
    assert waiting.returncode == 0
    entry = vigie.json('show', number, '--reveal', now=NOON)
    assert (entry['sent'], entry['code']) == ('2026-02-20', CODE)


def wait_for_read(process):
    """Until it blocks in read(2) of standard input: call 0 on x86-64, 63 on arm64."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        words = pathlib.Path(f'/proc/{process.pid}/syscall').read_text(encoding='ascii').split()
        if words[0] in ('0', '63') and words[1] == '0x0':
            return
        time.sleep(0.01)
    raise AssertionError('it does not read standard input')


def test_ctrl_c_at_the_code_leaves_the_echo(vigie):
    mine, terminal = pty.openpty()
    command = vigie.command('--now', NOON, 'add', '--sent', '2026-03-02', '--code', '-')
    process = subprocess.Popen(command, env=vigie.environment, stdin=terminal, stderr=terminal,
                               stdout=subprocess.PIPE, start_new_session=True)
    assert os.read(mine, 100).startswith(b'Code:')
    wait_for_read(process)
    assert not termios.tcgetattr(terminal)[3] & termios.ECHO, 'nobody reads over the shoulder'
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert termios.tcgetattr(terminal)[3] & termios.ECHO
    assert vigie.entries('--now', NOON) == []


def sealed_code(vigie, number):
    """The bytes by which the code stands in the state, and no more in the clear."""
    with contextlib.closing(sqlite3.connect(vigie.state / 'vigie.db')) as database:
        sealed, = database.execute('SELECT code_box FROM entry WHERE id = ?', (number,)).fetchone()
    assert len(sealed) > 16
    return sealed


def test_a_replaced_code_is_gone(vigie):
    number = add(vigie, '--code', 'ReplacedCode').strip()
    before = sealed_code(vigie, number)
    vigie.run('edit', number, '--code', '-', stdin=CODE, now=NOON)
    for path in vigie.state.rglob('*'):
        if path.is_file():
            assert before not in path.read_bytes() and b'ReplacedCode' not in path.read_bytes(), path
    assert sealed_code(vigie, number) != before


def test_merge_keeps_what_either_knows(vigie):
    one = add(vigie).strip()
    two = vigie.run('add', '--sent', '2026-02-25', '--code', CODE, '--person', 'Léa', now=NOON
                    ).stdout.strip()
    vigie.run('close', two, '--as', 'dismissed', now=NOON)
    assert 'reopen' in vigie.run('merge', two, one, code=64, now=NOON).stderr, (
        'an open case does not vanish in a closed one')
    vigie.run('reopen', two, now=NOON)
    vigie.run('merge', one, two, now=NOON)
    entry = vigie.json('show', one, '--reveal', now=NOON)
    assert (entry['sent'], entry['code'], entry['person']) == ('2026-02-25', CODE, 'Léa')
    vigie.run('show', two, code=64, now=NOON)


def make_suspect(vigie, number):
    """As a forged mail would have left it."""
    with contextlib.closing(sqlite3.connect(vigie.state / 'vigie.db')) as database, database:
        database.execute("UPDATE entry SET status = 'suspect', authenticity = 'forged'"
                         ' WHERE id = ?', (number,))
        database.execute('DELETE FROM alert')


def events(vigie):
    with contextlib.closing(sqlite3.connect(vigie.state / 'vigie.db')) as database:
        return [row[0] for row in database.execute('SELECT event FROM alert ORDER BY id')]


def test_a_suspect_entry_shows_its_code_to_nobody(vigie):
    number = add(vigie, '--code', CODE).strip()
    make_suspect(vigie, number)
    for words in (['list'], ['list', '--reveal'], ['list', '--json', '--reveal', '--all'],
                  ['show', number], ['show', number, '--reveal'],
                  ['show', number, '--json', '--reveal'], ['guide', number]):
        said = vigie.run(*words, now=NOON).stdout
        assert CODE not in said and 'Ab****' not in said, words
    assert vigie.json('show', number, '--reveal', now=NOON)['code'] is None
    assert len(vigie.json('list', now=NOON)['entries']) == 1, 'it waits for a word'


def test_trust_is_said_once_and_by_trust_alone(vigie):
    number = add(vigie, '--code', CODE).strip()
    make_suspect(vigie, number)
    vigie.run('close', number, '--as', 'dismissed', now=NOON)
    vigie.run('reopen', number, now=NOON)
    assert vigie.json('show', number, now=NOON)['status'] == 'suspect', 'reopening is no trust'
    assert events(vigie) == []
    vigie.run('trust', number, now=NOON)
    assert vigie.json('show', number, '--reveal', now=NOON)['code'] == CODE
    assert events(vigie) == ['new'], 'an open case of its own right'
    vigie.run('trust', number, code=64, now=NOON)
    vigie.run('close', number, '--as', 'opposed', now=NOON)
    vigie.run('reopen', number, now=NOON)
    assert vigie.json('show', number, now=NOON)['status'] == 'open', 'the word still holds'


def test_a_letter_with_the_code_of_a_suspect_opens_it(vigie):
    number = add(vigie, '--code', CODE).strip()
    make_suspect(vigie, number)
    assert add(vigie, '--code', CODE).strip() == number
    assert vigie.json('show', number, now=NOON)['status'] == 'open'
    assert events(vigie) == ['new']


KEYS = {
    'id': int, 'status': str, 'person': None, 'code': None, 'sent': str, 'sent_source': str,
    'deadline': str, 'last_call': str, 'days_left': int, 'authenticity': str, 'account': None,
    'mailbox': None, 'owner': None, 'origin': str, 'message_id': None, 'proof': None, 'note': None,
}


def test_an_entry_has_every_key(vigie):
    number = int(add(vigie))
    listed = vigie.json('list', now=NOON)
    assert listed['vigie'] == 1
    shown = vigie.json('show', number, now=NOON)
    (entry,) = listed['entries']
    for found in (entry, shown):
        for key, kind in KEYS.items():
            assert key in found
            assert found[key] is None if kind is None else type(found[key]) is kind, key
    assert entry['origin'] == entry['sent_source'] == 'manual'
    assert [set(row) for row in shown['history']] == [{'at', 'event'}]


def test_the_nearest_deadline_comes_first(vigie):
    for sent in ('2026-02-20', '2026-01-05', '2026-03-02', '2026-03-01'):
        vigie.run('add', '--sent', sent, now=NOON)
    with contextlib.closing(sqlite3.connect(vigie.state / 'vigie.db')) as database, database:
        # As a reminder alone leaves it.
        database.execute("UPDATE entry SET sent = NULL, sent_source = NULL, deadline = NULL,"
                         " last_call = 0 WHERE id = 3")
    vigie.run('close', '4', '--as', 'activated', now=NOON)
    entries = vigie.json('list', now=NOON)['entries']
    assert [entry['id'] for entry in entries] == [3, 2, 1]
    assert [entry['status'] for entry in entries] == ['open', 'expired', 'open']
    undated = entries[0]
    assert [undated[key] for key in ('sent', 'sent_source', 'deadline', 'last_call', 'days_left')
            ] == [None] * 5
    # 16 February to 3 March: 2026-01-05 + 42 days is the 16th.
    assert entries[1]['days_left'] == -15
    assert [entry['id'] for entry in vigie.entries('--all', '--now', NOON)] == [3, 2, 1, 4]
    vigie.run('edit', '3', '--sent', '2026-03-03', now=NOON)
    assert vigie.json('show', '3', now=NOON)['deadline'] == '2026-04-14', 'no --force: none before'


def test_proofs_that_are_none(vigie, tmp_path):
    number = add(vigie).strip()
    (tmp_path / 'empty').touch()
    with open(tmp_path / 'huge', 'wb') as huge:
        huge.truncate(1 << 30)
    for proof, code in (('missing', 66), ('empty', 65), ('huge', 65), ('.', 65)):
        said = vigie.run('close', number, '--as', 'opposed', '--proof', tmp_path / proof, code=code,
                         now=NOON).stderr
        assert str(tmp_path) in said
    assert vigie.json('show', number, now=NOON)['status'] == 'open'


def owners_of_files(vigie):
    return {path.owner() for path in vigie.state.rglob('*')}


def test_root_reads_a_proof_that_the_owner_cannot(given_away, tmp_path_factory):
    number = add(given_away).strip()
    proof = tmp_path_factory.mktemp('root') / 'proof.pdf'
    proof.write_bytes(b'%PDF-1.4\n')
    proof.chmod(0o600)
    given_away.run('close', number, '--as', 'opposed', '--proof', proof, now=NOON)
    assert given_away.json('show', number, now=NOON)['proof']['bytes'] == 9
    assert owners_of_files(given_away) == {'nobody'}


def test_a_watch_of_root_leaves_no_file_of_root(given_away):
    given_away.configure('quiet-hours = ""\n')
    given_away.run('watch', '--once')
    assert owners_of_files(given_away) == {'nobody'}


def test_reopened_past_its_deadline(vigie):
    number = add(vigie).strip()
    vigie.run('close', number, '--as', 'dismissed', now=NOON)
    vigie.run('reopen', number, now='2026-05-01T12:00:00+02:00')
    entry = vigie.json('show', number, now='2026-05-01T12:00:00+02:00')
    assert (entry['status'], entry['days_left']) == ('expired', -18)


def test_an_account_that_nobody_looked_at_is_blind(vigie):
    add(vigie)
    vigie.configure('account "j" {\n  imap = "imaps://j@h.invalid"\n  password-file = "/x"\n}\n')
    status = vigie.json('status', code=69)
    (account,) = status['accounts']
    assert account['account'] == 'j'
    assert account['mailbox'] is None and account['last_success'] is None
    assert account['blind_since'] and account['seen'] == 0
    assert set(status) >= {'vigie', 'accounts', 'alerts_waiting', 'set_aside', 'spooled',
                           'unrecognised', 'watch', 'sandbox'}
    assert status['watch'] == {'running': False, 'pid': None, 'since': None, 'last_loop': None}


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
    assert any('trust' in reason for reason in finding['authenticity_reasons'])
    assert not vigie.state.exists(), 'explain stores nothing'
    finding = vigie.json('explain', '--trust', 'mx.test', '-', stdin=mail, now=NOON)
    assert finding['authenticity'] == 'authentic'


def test_explain_reads_the_first_two_megabytes(vigie, tmp_path):
    mail = tmp_path / 'mail'
    mail.write_bytes(b'From someone Mon Mar  2 11:00:00 2026\n' + notice(CODE, sent=1772445600) +
                     b'x' * 9_999_999)
    finding = vigie.json('explain', mail, now=NOON)
    assert finding['kind'] == 'notice' and finding['truncated'] is True
    for path, code in ((tmp_path, 66), ('/proc/self/mem', 66)):
        assert str(path) in vigie.run('explain', path, code=code).stderr


def test_explain_ends_with_1_for_any_other_mail(vigie):
    assert vigie.json('explain', '-', stdin=b'From: a@b.example\n\nx\n', code=1)['kind'] == 'none'


def test_an_inline_forward_keeps_the_date_of_the_original(vigie):
    mail = inline_forward(notice(CODE, sent=1772445600))
    finding = vigie.json('explain', '--trust', 'mx.test', '-', stdin=mail, now='2026-03-20T12:00:00Z')
    assert finding['kind'] == 'notice'
    assert (finding['sent'], finding['sent_source']) == ('2026-03-02', 'original')
    assert finding['authenticity'] == 'unverified'


def test_filter_records_once_and_prints_nothing(vigie):
    mail = notice(CODE)
    for _ in range(2):
        assert vigie.run('filter', stdin=mail).stdout == ''
    assert [entry['code'] for entry in vigie.entries()] == [CODE]


def test_filter_passes_the_mail_with_one_field_on_top(vigie):
    mail = notice(CODE)
    out = subprocess.run(vigie.command('filter', '--pass'), input=mail, env=vigie.environment,
                         capture_output=True, check=True, timeout=60).stdout
    field, rest = out.split(b'\r\n', 1)
    assert field.startswith(b'X-Vigie: notice; deadline=')
    assert CODE.encode() not in field
    assert rest == mail


def test_filter_spools_what_a_broken_configuration_hinders(vigie):
    vigie.configure('nonsense = 1\n')
    vigie.run('filter', stdin=notice(CODE))
    assert len(list((vigie.state / 'spool').iterdir())) == 1
    vigie.config.unlink()
    vigie.run('filter', stdin=b'From: a@b.example\n\nx\n')
    assert [entry['code'] for entry in vigie.entries()] == [CODE]


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


@pytest.mark.parametrize('until,stored,said', [
    (None, '2026-03-04T08:00:00+01:00', '2026-03-04T08:00:00+01:00'),
    ('2026-03-30', '2026-03-30T08:00:00+02:00', '2026-03-30T08:00:00+02:00'),
    ('2026-04-13', '2026-04-13T08:00:00+02:00', '2026-04-13T08:00:00+02:00'),
    ('2026-04-20', '2026-04-13T08:30:00+02:00', 'cannot be put off further'),
])
def test_snooze(vigie, until, stored, said):
    add(vigie)
    result = vigie.run('snooze', '1', *(['--until', until] if until else []), now=NOON)
    assert said in result.stderr and result.stdout == ''
    shown = vigie.json('show', '1', now=NOON)
    assert shown['snoozed_until'] == stored
    assert shown['history'][-1]['event'] == f'snoozed until {stored}'
    after = vigie.json('show', '1', now='2026-04-14T12:00:00+02:00')
    assert after['snoozed_until'] is None, 'it is over'


@pytest.mark.parametrize('words,now,said', [
    (['--until', '2026-03-03'], NOON, 'not a day to come'),
    (['--until', '2026-02-30'], NOON, 'no date that exists'),
    ([], '2026-04-13T09:00:00+02:00', 'nothing can be put off'),
    ([], '2026-04-14T09:00:00+02:00', 'expired'),
])
def test_snooze_refused(vigie, words, now, said):
    add(vigie)
    assert said in vigie.run('snooze', '1', *words, code=64, now=now).stderr
    assert vigie.json('show', '1', now=now)['snoozed_until'] is None


def test_a_closed_entry_is_not_snoozed(vigie):
    add(vigie)
    vigie.run('close', '1', '--as', 'opposed', now=NOON)
    assert 'opposed' in vigie.run('snooze', '1', code=64, now=NOON).stderr


@pytest.mark.parametrize('typed, meant', [('lsit', 'vigie list'), ('statut', 'vigie status'), ('LIST', 'vigie list')])
def test_a_slip_in_a_command_is_told_what_was_meant(vigie, typed, meant):
    done = vigie.run(typed, code=64)
    assert meant in done.stderr


def test_what_resembles_no_command_is_told_none(vigie):
    assert 'may be meant' not in vigie.run('pigeonhole', code=64).stderr


def test_no_command_names_the_first_step(vigie):
    assert 'vigie init' in vigie.run(code=64).stderr


def test_an_empty_list_after_the_last_close_says_where_it_is(vigie):
    number = add(vigie).strip()
    vigie.run('close', number, '--as', 'dismissed', now=NOON)
    said = vigie.run('list', now=NOON).stdout
    assert 'list --all' in said and 'nothing came' not in said
    assert number in vigie.run('list', '--all', now=NOON).stdout
