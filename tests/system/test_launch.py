"""The launcher that `vigie` is: what it answers itself, and how it becomes the whole program. A script
stands for that one here, and tells how it was called."""
import json
import os
import shutil
import subprocess
import threading

import pytest

from servers import TOP

TELLS = '''#!/usr/bin/python3
import json, os, sys
told = {'program': sys.argv[0], 'argv': sys.argv[1:], 'pid': os.getpid(), 'environment': os.environ.get('MARK'),
        'head': None, 'sealed': None}
if '--head-fd' in sys.argv:
    fd = int(sys.argv[sys.argv.index('--head-fd') + 1])
    told['head'] = os.read(fd, 1 << 20).decode('latin-1')
    try:
        os.write(fd, b'x')
    except PermissionError:
        told['sealed'] = True
told['rest'] = sys.stdin.buffer.read().decode('latin-1')
print(json.dumps(told))
sys.exit(0 if 'filter' in sys.argv else 42)  # filter has no code but 0 and 75
'''
ORDINARY = b'From: a@example.org\nSubject: hello\n\nbody\n'
CANDIDATE = b'From: x@info.ameli.fr\nSubject: hello\n\nbody\n'


class Launched:
    """A copy of the launcher with a script beside it, and rules with a table of their own."""

    def __init__(self, binary, table, folder):
        self.folder = folder
        self.program = folder / 'bin/vigie'
        self.full = folder / 'bin/full/vigie'
        self.reads = folder / 'bin/full/vigie-read'  # not there, unless a test puts it there
        self.full.parent.mkdir(parents=True)
        shutil.copy(binary, self.program)
        self.full.write_text(TELLS)
        self.full.chmod(0o755)
        self.rules = folder / 'config/vigie/rules'
        self.rules.mkdir(parents=True)
        for file in (TOP / 'rules').glob('*.r*'):
            shutil.copy(file, self.rules)
        self.table = folder / 'cache/vigie/triage.table'
        self.table.parent.mkdir(parents=True)
        self.table.write_bytes(table)
        self.table.chmod(0o644)
        self.environment = {'HOME': str(folder), 'XDG_CONFIG_HOME': str(folder / 'config'),
                            'XDG_CACHE_HOME': str(folder / 'cache'), 'MARK': 'here',
                            'PATH': os.environ['PATH']}

    def run(self, *words, mail=ORDINARY, program=None, **more):
        return subprocess.run([program or self.program, *words], input=mail, capture_output=True,
                              env=self.environment, timeout=60, **more)

    def told(self, *words, **more):
        result = self.run(*words, **more)
        assert result.returncode == (0 if 'filter' in words else 42), result
        return json.loads(result.stdout)


@pytest.fixture(scope='session')
def table(binary):
    made = subprocess.run([binary, '--rules', TOP / 'rules', 'rules', 'triage'], capture_output=True)
    assert made.returncode == 0 and not made.stderr, made.stderr
    return made.stdout


@pytest.fixture
def launched(binary, table, tmp_path):
    if not (binary.parent / 'full/vigie').exists():
        pytest.skip('the launcher is tried in a build folder')
    return Launched(binary, table, tmp_path)


PASSED = [
    (b'From: a@b\nSubject: x\n\nbody', b'X-Vigie: none\nFrom: a@b\nSubject: x\n\nbody', 'the plainest'),
    (b'From: a@b\r\n\r\nX-Vigie: y\r\n', b'X-Vigie: none\r\nFrom: a@b\r\n\r\nX-Vigie: y\r\n',
     'CRLF, and the body as it is'),
    (b'From a@b Mon\nFrom: a@b\n\n', b'From a@b Mon\nX-Vigie: none\nFrom: a@b\n\n', 'below the mbox line'),
    (b'From: a@b\nx-vigie : old\n\tfolded\nTo: c\n\n', b'X-Vigie: none\nFrom: a@b\nTo: c\n\n',
     'an incoming field, folded, in another case'),
    (b'X-Vigie: old\nFrom: a@b\nX-Vigie-Not: c\n\n', b'X-Vigie: none\nFrom: a@b\nX-Vigie-Not: c\n\n',
     'as the first line; another name stays'),
    (b'From: a@b\nSubject: x', b'X-Vigie: none\nFrom: a@b\nSubject: x', 'no end of the header'),
]


@pytest.mark.parametrize('mail, passed, why', PASSED, ids=[row[2] for row in PASSED])
def test_ordinary_mail_is_answered_at_once(launched, mail, passed, why):
    assert launched.run('filter', mail=mail).returncode == 0
    result = launched.run('filter', '--pass', mail=mail)
    assert (result.returncode, result.stdout, result.stderr) == (0, passed, b'')


def test_a_long_body_is_passed_whole(launched):
    mail = ORDINARY + bytes(range(256)) * 20000
    assert launched.run('filter', '--pass', mail=mail).stdout == b'X-Vigie: none\n' + mail


def test_a_candidate_is_for_the_whole_program(launched):
    told = launched.told('--verbose', 'filter', '--pass', '--owner', 'me', mail=CANDIDATE)
    number = told['argv'][3]
    assert told['argv'] == ['--verbose', 'filter', '--head-fd', number, '--pass', '--owner', 'me']
    assert (told['head'] + told['rest']).encode() == CANDIDATE
    assert told['sealed'] and told['environment'] == 'here'


OTHERS = [['list', '--all'], ['filter', '--unknown'], ['filter', 'word'],
          ['--', 'filter'], ['filter', '--state'], ['filter', '--state='], ['--rules', '/x', 'filter'],
          ['--version'], [], ['help', 'filter'], ['filter', '--help']]


@pytest.mark.parametrize('words', OTHERS, ids=' '.join)
def test_what_is_not_known_is_handed_on_unread(launched, words):
    told = launched.told(*words)
    assert told['argv'] == words and told['rest'].encode() == ORDINARY


@pytest.mark.parametrize('words', [['list', '--owner', 'filter'], ['--state', 'filter', 'list'], ['show', 'filter']],
                         ids=' '.join)
def test_another_command_keeps_its_codes(launched, words):
    launched.full.write_text('#!/bin/sh\nexit 66\n')
    assert launched.run(*words).returncode == 66


def test_thorough_reads_all_by_the_whole_program(launched):
    told = launched.told('filter', '--thorough')
    assert told['argv'] == ['filter', '--head-fd', told['argv'][2], '--thorough']
    assert (told['head'] + told['rest']).encode() == ORDINARY


def stale(launched):
    (launched.rules / 'candidate.rule').write_text('candidate { from = { \'x\' } }\n')


def another_rule(launched):
    (launched.rules / 'own.rule').write_text('')


def no_table(launched):
    launched.table.unlink()


def writable_table(launched):
    launched.table.chmod(0o666)


def cut_table(launched):
    launched.table.write_bytes(launched.table.read_bytes()[:-1])


def no_home(launched):
    """What the password file says is the home is that of whoever runs the tests, without such rules."""
    launched.environment = {'MARK': 'here'}


def relative_home(launched):
    launched.environment = {'MARK': 'here', 'HOME': '.'}


def spooled(launched):
    folder = launched.folder / '.local/share/vigie/spool'
    folder.mkdir(parents=True)
    (folder / '1.eml').write_bytes(CANDIDATE)


def spooled_elsewhere(launched):
    folder = launched.folder / 'state/spool'
    folder.mkdir(parents=True)
    (folder / '1.eml').write_bytes(CANDIDATE)
    (launched.folder / 'config/vigie/vigie.conf').write_text(f'# state\nstate = "{folder.parent}"\n')


def odd_configuration(launched):
    (launched.folder / 'config/vigie/vigie.conf').write_text('state = "${HOME}/x"\n')


def unknown_configuration(launched):
    """One that the whole program has not found good yet: it may be broken."""
    (launched.folder / 'config/vigie/vigie.conf').write_text('heartbeat = perhaps\n')


@pytest.mark.parametrize('doubt', [stale, another_rule, no_table, writable_table, cut_table, no_home,
                                   relative_home,
                                   spooled, spooled_elsewhere, odd_configuration,
                                   unknown_configuration],
                         ids=lambda doubt: doubt.__name__)
def test_in_doubt_the_whole_program_decides(launched, doubt):
    doubt(launched)
    told = launched.told('filter')
    assert told['argv'] == ['filter', '--head-fd', told['argv'][2]]
    assert (told['head'] + told['rest']).encode() == ORDINARY


def test_a_configuration_that_was_found_good_and_then_broken(vigie):
    """An ordinary mail as well goes into the spool where the configuration is at fault."""
    spool = vigie.state / 'spool'
    vigie.environment['HOME'] = str(vigie.folder)
    for text, kept in (('quiet-hours = ""\n', 0), ('quiet-hours = ""\n', 0), ('pigeons = 3\n', 1)):
        vigie.configure(text)
        vigie.run('filter', stdin=ORDINARY)
        assert (len(list(spool.iterdir())) if spool.exists() else 0) == kept
    assert (vigie.folder / '.cache/vigie/config.good').stat().st_mode & 0o777 == 0o600


def run_with_passwd(launched, passwd, mail):
    """Without an environment, where the password file is another: its whole rights are root's there."""
    file = launched.folder / 'passwd'
    file.write_text(passwd)
    rootly = [] if os.geteuid() == 0 else ['unshare', '--user', '--map-root-user']
    script = 'mount --bind "$1" /etc/passwd && exec env -i "$2" filter'
    result = subprocess.run([*rootly, 'unshare', '--mount', 'sh', '-c', script, 'sh', file, launched.program],
                            input=mail, capture_output=True, timeout=60)
    if b'unshare' in result.stderr or b'mount' in result.stderr:
        pytest.skip('no file can be put over another here')
    return result


def test_without_an_environment_the_home_is_that_of_the_password_file(launched):
    """As Postfix calls it."""
    shutil.move(launched.folder / 'config', launched.folder / '.config')
    shutil.move(launched.folder / 'cache', launched.folder / '.cache')
    own = f'root:x:0:0::{launched.folder}:/bin/sh\n'
    result = run_with_passwd(launched, 'a:x:1:1::/:/bin/sh\n' + own, ORDINARY)
    assert (result.returncode, result.stdout, result.stderr) == (0, b'', b'')
    assert run_with_passwd(launched, own, CANDIDATE).stdout
    for other in ('', 'a:x:1:1::/:/bin/sh\n', own.replace(str(launched.folder), '.'), 'nonsense\n'):
        assert run_with_passwd(launched, other, ORDINARY).stdout, 'the whole program was called'


@pytest.mark.parametrize('mail', [b'', b'\nFrom: a@b\n\n', b'no header\n', b'X: ' + b'x' * 70000],
                         ids=['empty', 'a blank line first', 'no header', 'a long header'])
def test_what_is_no_plain_mail_is_for_the_whole_program(launched, mail):
    told = launched.told('filter', mail=mail)
    assert ((told['head'] or '') + told['rest']).encode() == mail


def test_the_process_stays_the_same(launched):
    with subprocess.Popen([launched.program, 'list'], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, env=launched.environment) as process:
        assert json.loads(process.communicate()[0])['pid'] == process.pid


@pytest.mark.parametrize('words, reads', [
    (['scan', 'M'], True), (['--verbose', 'scan', '--json', 'M'], True), (['filter'], True),
    (['filter', '--thorough'], True), (['list'], False), (['--version'], False), ([], False)],
    ids=lambda given: ' '.join(given) if isinstance(given, list) else str(given))
def test_scan_and_filter_start_as_the_program_with_fewer_libraries(launched, words, reads):
    shutil.copy(launched.full, launched.reads)
    told = launched.told(*words, mail=CANDIDATE)
    assert told['program'] == str(launched.reads if reads else launched.full)
    launched.reads.unlink()
    assert launched.told(*words, mail=CANDIDATE)['program'] == str(launched.full)


@pytest.mark.parametrize('content', [b'', b'\x7fELF\x02\x01', b'#!/nowhere/sh\n'])
@pytest.mark.parametrize('command', ['scan', 'filter'])
def test_a_damaged_program_with_fewer_libraries_gives_way_to_the_whole(launched, command, content):
    launched.reads.write_bytes(content)
    launched.reads.chmod(0o755)
    assert launched.told(command, mail=CANDIDATE)['program'] == str(launched.full)


class Reads:
    """The program with fewer libraries, called without the launcher."""

    def __init__(self, binary, vigie):
        self.program = binary.parent / 'full/vigie-read'
        self.whole = binary.parent / 'full/vigie'
        self.vigie = vigie
        if not self.program.exists():
            pytest.skip('it is tried in a build folder')

    def run(self, *words, program=None):
        return subprocess.run([program or self.program, *words], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env=self.vigie.environment, timeout=60)


@pytest.fixture
def reads(binary, vigie):
    return Reads(binary, vigie)


@pytest.mark.parametrize('words, code', [
    (['list', '--all'], 66), (['rules', 'list'], 0), (['help', 'list'], 0), (['--help'], 0),
    (['lisst'], 64), (['show'], 64)],
    ids=lambda given: ' '.join(given) if isinstance(given, list) else str(given))
def test_called_for_another_command_it_becomes_the_whole_program(reads, words, code):
    words = ['--state', str(reads.vigie.folder / 'none'), *words]
    as_whole = reads.run(*words, program=reads.whole)
    become = reads.run(*words)
    assert become.returncode == as_whole.returncode == code
    assert (become.stdout, become.stderr) == (as_whole.stdout, as_whole.stderr)


def test_alone_it_says_what_is_missing(reads, tmp_path):
    alone = shutil.copy(reads.program, tmp_path)
    result = reads.run('list', program=alone)
    assert result.returncode == 70 and 'install Vigie again' in result.stderr


def test_it_needs_no_library_of_the_network(reads):
    linked = subprocess.run(['ldd', reads.program], capture_output=True, text=True, check=True).stdout
    assert 'libgmime' in linked
    assert not [name for name in ('curl', 'etpan', 'gnutls', 'ical', 'milter') if f'lib{name}' in linked]


def test_it_is_found_by_any_path(launched):
    link = launched.folder / 'link'
    link.symlink_to(launched.program)
    assert launched.told('list', program=link)['argv'] == ['list']
    assert launched.told('list', program='./vigie', cwd=launched.program.parent)['argv'] == ['list']
    launched.environment['PATH'] = str(launched.program.parent) + ':/usr/bin:/bin'
    result = launched.run('-c', 'vigie list', program='/bin/sh')
    assert result.returncode == 42


def test_a_program_that_was_replaced_still_finds_the_other(launched):
    script = f'rm {launched.program}; read line; exit 0'
    with subprocess.Popen([launched.program, 'filter'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          env=launched.environment) as process:
        process.stdin.write(CANDIDATE[:10])
        process.stdin.flush()
        subprocess.run(['/bin/sh', '-c', script], stdin=subprocess.DEVNULL, check=True)
        told = json.loads(process.communicate(CANDIDATE[10:])[0])
    assert (told['head'] + told['rest']).encode() == CANDIDATE


def test_without_the_whole_program_nothing_is_lost(launched):
    launched.full.unlink()
    result = launched.run('filter', mail=CANDIDATE)
    assert result.returncode == 0 and b'install Vigie again' in result.stderr
    spool = launched.folder / '.local/share/vigie/spool'
    assert [path.read_bytes() for path in spool.iterdir()] == [CANDIDATE]
    assert launched.run('list').returncode == 70


def test_output_that_takes_nothing_is_tried_again(launched):
    with open('/dev/full', 'wb') as full:
        result = subprocess.run([launched.program, 'filter', '--pass'], input=ORDINARY * 9999,
                                stdout=full, stderr=subprocess.PIPE, env=launched.environment)
    assert result.returncode == 75 and b'standard output' in result.stderr


def test_closed_descriptors_are_for_the_whole_program(launched):
    result = launched.run('-c', f'exec {launched.program} filter 2>&-', program='/bin/sh')
    assert result.returncode == 0 and json.loads(result.stdout)['argv'] == ['filter']


def test_the_build_has_a_table_of_its_rules(binary, table):
    built = binary.parent / 'triage.table'
    if not built.exists():
        pytest.skip('the table is looked for in a build folder')
    assert built.read_bytes() == table
    assert built.stat().st_mode & 0o022 == 0


# --- rules of one's own: the whole program makes their table --------------------------------------

OWN_RULES = "candidate { from = { '(?i)mutuelle' } }\n"
MUTUELLE = b'From: a@mutuelle.example\nSubject: hello\n\nbody\n'
BAKER = b'From: a@boulanger.example\nSubject: hello\n\nbody\n'


class Filter:
    """`vigie filter` with rules of the user's own beside the program's."""

    def __init__(self, vigie):
        self.vigie = vigie
        self.rules = vigie.home / '.config/vigie/rules'
        self.rules.mkdir(parents=True)
        self.table = vigie.home / '.cache/vigie/triage.table'

    def is_whole(self, mail):
        """Whether the whole program, which alone has libraries to link, had a look at the mail."""
        self.vigie.environment['LD_DEBUG'] = 'statistics'
        return 'runtime linker statistics' in self.vigie.run('filter', stdin=mail).stderr


@pytest.fixture
def own(vigie, static_launcher):
    filters = Filter(vigie)
    assert not filters.is_whole(ORDINARY)
    assert not filters.table.exists(), 'the one of the build served'
    return filters


def test_rules_of_ones_own_get_a_table_by_the_first_filter(own):
    (own.rules / 'own.rule').write_text(OWN_RULES)
    assert own.is_whole(ORDINARY), 'there is no table yet'
    assert own.table.stat().st_mode & 0o777 == 0o600
    assert not own.is_whole(ORDINARY)
    assert own.is_whole(MUTUELLE), 'a candidate by the own rule'
    assert own.is_whole(CANDIDATE), 'and by the others'


def test_a_changed_rule_makes_the_table_stale(own):
    (own.rules / 'own.rule').write_text(OWN_RULES)
    own.is_whole(ORDINARY)
    (own.rules / 'own.rule').write_text(OWN_RULES.replace('mutuelle', 'boulanger'))
    assert own.is_whole(BAKER), 'the old table knows nothing of it'
    assert not own.is_whole(MUTUELLE)
    assert own.is_whole(BAKER)


def test_a_table_of_another_build_is_stale(own):
    (own.rules / 'own.rule').write_text(OWN_RULES)
    own.is_whole(ORDINARY)
    os.utime(own.table, (0, 0))
    assert own.is_whole(ORDINARY), 'the program was installed after it'
    assert own.table.stat().st_mtime > 0
    assert not own.is_whole(ORDINARY)


def test_a_faulty_rule_makes_no_table_and_keeps_the_mail(own):
    (own.rules / 'own.rule').write_text('candidate {\n')
    assert own.is_whole(ORDINARY)
    assert not own.table.exists()
    assert len(list((own.vigie.state / 'spool').glob('*'))) >= 1


def test_a_cache_that_cannot_be_made_fails_nothing(own):
    (own.rules / 'own.rule').write_text(OWN_RULES)
    own.table.parent.parent.mkdir(exist_ok=True)
    own.table.parent.write_text('no folder')
    assert own.is_whole(ORDINARY) and own.is_whole(MUTUELLE)


def test_rules_that_change_while_the_table_is_made(own):
    """Whatever the table was made of, it never says no to a candidate of the rules that it passes for."""
    rule, ended = own.rules / 'own.rule', threading.Event()
    texts = [OWN_RULES, OWN_RULES.replace('mutuelle', 'boulanger')]

    def change():
        number = 0
        while not ended.wait(0.05):
            number += 1
            (own.rules / 'new').write_text(texts[number % 2])
            os.replace(own.rules / 'new', rule)

    rule.write_text(texts[0])
    changing = threading.Thread(target=change)
    changing.start()
    own.is_whole(ORDINARY)
    ended.set()
    changing.join()
    table = own.table.read_bytes() if own.table.exists() else None
    for text, mail in zip(texts, (MUTUELLE, BAKER)):
        rule.write_text(text)
        if table:
            own.table.write_bytes(table)
            own.table.chmod(0o600)
        assert own.is_whole(mail)
