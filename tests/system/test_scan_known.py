"""A `vigie scan` of what nothing changed in is answered by the launcher alone; whatever changed, the whole
program looks, and no mail is missed."""
import os
import shutil
import time

import pytest

from daemon import Vigie
from mails import notice, ordinary
from test_scan import lines, maildir, mbox

CODE = 'aB3dE5fG7hJ9'
REST = 2.6  # seconds: what changed less long ago may change once more without a trace


class Place:
    """Mail at rest: a Maildir with a folder, one behind a link, an mbox; scanned, and scanned once more."""

    def __init__(self, binary, folder):
        self.vigie = Vigie(binary, folder)
        self.vigie.environment['LD_DEBUG'] = 'statistics'
        self.folder = folder
        self.maildir = maildir(folder / 'M', cur=[ordinary(1), ordinary(2)])
        self.below = maildir(self.maildir / '.Archive', cur=[ordinary(3)])
        self.mbox = mbox(folder / 'old/mbox', ordinary(4) + b' ' * 9999)
        self.other = maildir(folder / 'other', new=[notice(CODE)])
        self.link = folder / 'link'
        self.link.symlink_to(maildir(folder / 'linked', cur=[ordinary(5)]))
        self.vigie.configure('quiet-hours = ""\n')
        self.words = ['scan', self.maildir, self.link, self.mbox.parent]
        self.early = None

    def settle(self):
        """A state without the mails, kept; then one that knows them."""
        self.vigie.run('add', '--sent', '2022-01-12')
        self.early = (self.vigie.state / 'vigie.db').read_bytes()
        self.vigie.run(*self.words)
        self.vigie.run(*self.words)

    def scan(self, *more):
        """What it prints, and whether the whole program did: it alone has libraries to link."""
        result = self.vigie.run(*self.words, *more)
        return result.stdout, 'runtime linker statistics' in result.stderr

    def codes(self):
        return [entry['code'] for entry in self.vigie.entries('--all')]


def in_new(place):
    (place.maildir / 'new/1.host').write_bytes(notice(CODE))


def in_cur(place):
    (place.maildir / 'cur/1.host:2,S').write_bytes(notice(CODE))


def in_a_folder_below(place):
    (place.below / 'new/1.host').write_bytes(notice(CODE))


def in_a_new_folder(place):
    maildir(place.maildir / '.New', cur=[notice(CODE)])


def in_place_of_another(place):
    (place.folder / 'x').write_bytes(notice(CODE))
    os.rename(place.folder / 'x', place.maildir / 'cur/1.host:2,S')


def with_the_time_put_back(place):
    facts = (place.maildir / 'cur').stat()
    in_cur(place)
    os.utime(place.maildir / 'cur', ns=(facts.st_atime_ns, facts.st_mtime_ns))


def behind_a_link(place):
    (place.folder / 'linked/cur/1.host:2,S').write_bytes(notice(CODE))


def behind_another_link(place):
    place.link.unlink()
    place.link.symlink_to('other')


def at_the_end_of_an_mbox(place):
    with place.mbox.open('ab') as file:
        file.write(b'From a@b.example Mon Mar  2 11:00:00 2026\n' + lines(notice(CODE)) + b'\n')


def in_an_mbox_of_the_same_size_and_time(place):
    facts = place.mbox.stat()
    mail = b'From a@b.example Mon Mar  2 11:00:00 2026\n' + lines(notice(CODE))
    with place.mbox.open('r+b') as file:
        file.write(mail.ljust(facts.st_size, b'-'))
    os.utime(place.mbox, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert place.mbox.stat().st_size == facts.st_size


MAILS = [in_new, in_cur, in_a_folder_below, in_a_new_folder, in_place_of_another, with_the_time_put_back,
         behind_a_link, behind_another_link, at_the_end_of_an_mbox, in_an_mbox_of_the_same_size_and_time]


def a_rule(place):
    rules = place.vigie.home / '.config/vigie/rules'
    rules.mkdir(parents=True)
    (rules / 'own.rule').write_text("candidate { from = { 'x' } }\n")


def the_configuration(place):
    place.vigie.configure('quiet-hours = ""\ntrust = { "mx.test" }\n')


def the_language(place):
    place.vigie.environment['LANGUAGE'] = 'fr'


def the_words(place):
    place.words.append('--thorough')


def the_state_is_gone(place):
    shutil.rmtree(place.vigie.state)


def an_earlier_state_in_its_place(place):
    """Of the same inode and time; a backup that is copied over it may have both."""
    path = place.vigie.state / 'vigie.db'
    facts = path.stat()
    with path.open('r+b') as file:
        file.write(place.early)
        file.truncate(len(place.early))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def record(place):
    return place.vigie.home / '.cache/vigie/scan.known'


def a_record_that_others_may_write(place):
    record(place).chmod(0o666)


def a_record_that_is_cut(place):
    record(place).write_bytes(record(place).read_bytes()[:-1])


def a_record_of_another_build(place):
    os.utime(record(place), (0, 0))


def no_record(place):
    record(place).unlink()


OURS = [a_rule, the_configuration, the_language, the_words, the_state_is_gone,
        an_earlier_state_in_its_place, a_record_that_others_may_write, a_record_that_is_cut,
        a_record_of_another_build, no_record]


@pytest.fixture(scope='module')
def places(binary, tmp_path_factory):
    """One for each change, which come to rest together."""
    top = tmp_path_factory.mktemp('places')
    made = {change.__name__: Place(binary, top / change.__name__) for change in [*MAILS, *OURS]}
    made['unchanged'] = Place(binary, top / 'unchanged')
    time.sleep(REST)
    return made


@pytest.fixture
def place(places, request, static_launcher):
    place = places[request.node.callspec.params['change'].__name__ if hasattr(request.node, 'callspec')
                   else 'unchanged']
    place.settle()
    assert not place.scan()[1]
    return place


def test_what_is_unchanged_is_answered_at_once_and_alike(place):
    said = place.scan()
    assert said == ('Mails: 0 seen, 0 read whole. Entries: 0 opened, 0 joined.\n'
                    '5 are known from an earlier scan.\n', False)
    record(place).unlink()
    assert place.scan() == (said[0], True), 'the whole program says the same'
    assert place.scan() == said, 'and noted it'
    assert record(place).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize('change', MAILS, ids=lambda change: change.__name__)
def test_a_mail_is_seen(place, change):
    change(place)
    assert place.scan()[1]
    assert CODE in place.codes()


@pytest.mark.parametrize('change', OURS, ids=lambda change: change.__name__)
def test_the_whole_program_looks_again(place, change):
    change(place)
    assert place.scan()[1]


def test_what_changed_just_now_is_not_noted(vigie, tmp_path):
    """A mail that comes in the same tick of the clock as the last look is seen by the next."""
    folder = maildir(tmp_path / 'M', cur=[ordinary()])
    for number in range(3):
        vigie.run('scan', folder)
        facts = (folder / 'new').stat()
        (folder / f'new/{number}.host').write_bytes(notice(f'aB3dE5fG7hJ{number}'))
        os.utime(folder / 'new', ns=(facts.st_atime_ns, facts.st_mtime_ns))
    vigie.run('scan', folder)
    assert len(vigie.entries('--all')) == 3


def test_a_folder_that_cannot_be_read_is_named_each_time(vigie, tmp_path):
    folder = maildir(tmp_path / 'M', cur=[ordinary()])
    (folder / 'cur/link:2,S').symlink_to('nowhere')
    for _ in range(2):
        vigie.run('scan', folder, code=None)
        assert not (vigie.home / '.cache/vigie/scan.known').exists()
