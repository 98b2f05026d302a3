"""Calendars: what the command prints, read by a second parser; a file, a folder and a real CalDAV
server that follow the entries."""
import contextlib
import datetime
import http.server
import sqlite3
import stat
import subprocess

import pytest
import vobject

from servers import Rooted, serve, wait_until

NOW = '2026-03-05T12:00:00+01:00'
CODE = 'vC4xZ3aQ2wS1'


@pytest.fixture
def case(vigie):
    """A state with one open entry, sent on 2 March: its deadline is 13 April."""
    vigie.run('add', '--sent', '2026-03-02', '--code', CODE, now=NOW)
    return vigie


def components(text, name='VEVENT'):
    return [one for one in vobject.readOne(text).components() if one.name == name]


def sink(text, more=''):
    return f'quiet-hours = ""\nalert "agenda" {{ kind = calendar {text} language = "en" {more} }}\n'


def caldav_sink(vigie, radicale, ca, password=None):
    secret = vigie.secret('password-agenda', password or radicale.password)
    return sink(f'caldav = "{radicale.url}" user = "jean" password-file = "{secret}"'
                f' ca-file = "{ca.ca_file}"')


def once(vigie, code=0, now=NOW):
    return vigie.run('watch', '--once', code=code, now=now)


def test_command(case):
    text = case.run('calendar', '--todo', now=NOW).stdout
    deadline, call = components(text)
    assert deadline.dtstart.value == datetime.date(2026, 4, 13)
    assert call.dtstart.value == datetime.datetime(2026, 4, 13, 15, 30, tzinfo=vobject.icalendar.utc)
    assert components(text, 'VTODO')[0].due.value == datetime.date(2026, 4, 13)
    assert CODE not in text
    assert 'last day to oppose' in deadline.summary.value


def test_output_file(case, tmp_path):
    out = tmp_path / 'vigie.ics'
    case.run('calendar', '-o', out, now=NOW)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert len(components(out.read_bytes().decode())) == 2
    out.chmod(0o644)
    case.run('calendar', '-o', out, now=NOW)
    assert stat.S_IMODE(out.stat().st_mode) == 0o644
    assert 'vigie.ics' in case.run('calendar', '-o', tmp_path / 'no/vigie.ics', code=73,
                                   now=NOW).stderr


def test_sequence_rises(case):
    before = components(case.run('calendar', now=NOW).stdout)[0]
    case.run('edit', 1, '--note', 'called', now=NOW)
    case.run('close', 1, '--as', 'dismissed', now=NOW)
    after = components(case.run('calendar', now=NOW).stdout)[0]
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) == int(before.sequence.value) + 2
    assert after.status.value == 'CANCELLED'
    assert not hasattr(after, 'valarm')


def test_file_follows(case, tmp_path):
    """An edit raises no alert, and reaches the calendar all the same."""
    out = tmp_path / 'agenda.ics'
    case.configure(sink(f'file = "{out}"'))
    once(case)
    assert len(components(out.read_bytes().decode())) == 2
    assert case.json('status', now=NOW, code=None)['alerts_waiting'] == 0
    case.run('edit', 1, '--sent', '2026-03-01', now=NOW)
    once(case)
    assert components(out.read_bytes().decode())[0].dtstart.value == datetime.date(2026, 4, 12)


@pytest.mark.slow
def test_watch_follows(case, tmp_path):
    """A running watch sees what a command changes at its next tick, in half a minute."""
    folder = tmp_path / 'vdir'
    case.configure(sink(f'vdir = "{folder}"'))
    case.global_options = ['--now', NOW]
    with case.watch():
        wait_until(lambda: len(list(folder.glob('*.ics'))) == 2, 'both items are there')
        case.run('close', 1, '--as', 'opposed')
        item = next(folder.glob('*-deadline.ics'))
        wait_until(lambda: 'opposition registered' in item.read_text(), 'it says so', timeout=60)


def test_vdir(case, tmp_path):
    folder = tmp_path / 'vdir'
    case.configure(sink(f'vdir = "{folder}"'))
    once(case)
    deadline = next(folder.glob('*-deadline.ics'))
    call = next(folder.glob('*-call.ics'))
    deadline.unlink()
    case.run('edit', 1, '--note', 'x', now=NOW)
    once(case)
    assert not deadline.exists()
    assert components(call.read_bytes().decode())[0].sequence.value == '1'
    case.run('edit', 1, '--sent', '2026-03-01', now=NOW)
    once(case)
    assert deadline.exists()


def test_caldav_create_update(case, radicale, ca):
    case.configure(caldav_sink(case, radicale, ca))
    once(case)
    names = radicale.items()
    assert [name.rpartition('-')[2] for name in names] == ['call.ics', 'deadline.ics']
    case.run('edit', 1, '--sent', '2026-03-01', now=NOW)
    once(case)
    assert radicale.items() == names
    event = components(radicale.request('GET', names[1]))[0]
    assert event.dtstart.value == datetime.date(2026, 4, 12)
    assert event.sequence.value == '1'
    assert CODE not in radicale.request('GET', names[1])


def test_caldav_changed_elsewhere(case, radicale, ca):
    """The user's program wrote it too: the new deadline still gets there."""
    case.configure(caldav_sink(case, radicale, ca))
    once(case)
    name = radicale.items()[1]
    moved = radicale.request('GET', name).replace('20260413', '20260501')
    radicale.request('PUT', name, moved)
    case.run('edit', 1, '--sent', '2026-03-01', now=NOW)
    once(case)
    event = components(radicale.request('GET', name))[0]
    assert event.dtstart.value == datetime.date(2026, 4, 12)


def test_caldav_deletion_respected(case, radicale, ca):
    case.configure(caldav_sink(case, radicale, ca))
    once(case)
    call, deadline = radicale.items()
    radicale.request('DELETE', deadline)
    case.run('edit', 1, '--note', 'x', now=NOW)
    once(case)
    assert radicale.items() == [call]
    case.run('edit', 1, '--sent', '2026-03-01', now=NOW)
    once(case)
    assert radicale.items() == [call, deadline]


def test_caldav_merge_removes(case, radicale, ca):
    case.run('add', '--sent', '2026-03-03', now=NOW)
    case.configure(caldav_sink(case, radicale, ca))
    once(case)
    assert len(radicale.items()) == 4
    case.run('merge', 1, 2, now=NOW)
    once(case)
    assert len(radicale.items()) == 2


def test_caldav_state_restored(case, radicale, ca):
    """The memory of what was put there is lost, or a crash came before it was written."""
    case.configure(caldav_sink(case, radicale, ca))
    once(case)
    names = radicale.items()
    case.configure(caldav_sink(case, radicale, ca).replace('/agenda/', '/agenda'))
    case.run('edit', 1, '--sent', '2026-03-01', now=NOW)
    once(case)
    assert radicale.items() == names
    event = components(radicale.request('GET', names[1]))[0]
    assert event.dtstart.value == datetime.date(2026, 4, 12)


def test_caldav_down_and_back(case, radicale, ca):
    case.configure(caldav_sink(case, radicale, ca))
    radicale.stop()
    once(case, code=69)
    assert case.json('status', now=NOW, code=None)['alerts_waiting'] == 1
    radicale.start()
    once(case, now='2026-03-06T12:00:00+01:00')
    assert len(radicale.items()) == 2
    assert case.json('status', now=NOW, code=None)['alerts_waiting'] == 0


def test_caldav_wrong_password(case, radicale, ca):
    case.configure(caldav_sink(case, radicale, ca, password='mot-errone'))
    result = once(case, code=77)
    assert 'alert "agenda"' in result.stderr and '401' in result.stderr
    assert 'mot-errone' not in result.stderr
    assert '401' in case.run('check', '--send', code=77).stderr
    assert radicale.items() == []


def test_caldav_calendar_vanished(case, radicale, ca):
    """A calendar that is not there is no deletion of its items by the user."""
    case.configure(caldav_sink(case, radicale, ca))
    once(case)
    radicale.request('DELETE')
    case.run('edit', 1, '--note', 'x', now=NOW)
    once(case, code=69)
    radicale.make_calendar()
    case.run('edit', 1, '--sent', '2026-03-01', now=NOW)
    once(case)
    assert len(radicale.items()) == 2


KHAL = """[calendars]
[[vigie]]
path = {inside}/agenda
[sqlite]
path = {inside}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Paris
default_timezone = Europe/Paris
"""


class Khal(Rooted):
    """khal as it comes from Debian, on the folder `agenda`."""

    def list(self, *words):
        (self.folder / 'khal').write_text(KHAL.format(inside=self.inside))
        done = subprocess.run(
            self._inside('/usr/bin/env', f'HOME={self.inside}', 'LC_ALL=C', 'PYTHONUTF8=1', 'khal',
                         '-c', f'{self.inside}/khal', 'list', *words),
            capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().splitlines()


@pytest.fixture
def khal(server_root, ca):
    khal = Khal(server_root, ca)
    (khal.folder / 'agenda').mkdir()
    yield khal
    khal.remove()


def test_khal_reads_the_folder(case, khal):
    case.configure(sink(f'vdir = "{khal.folder}/agenda"'))
    once(case)
    lines = khal.list('2026-03-05', '60d')
    day = next(number for number, line in enumerate(lines) if '2026-04-13' in line)
    assert any('last day to oppose' in line for line in lines[day:]), lines
    assert any(line.startswith('17:30') for line in lines[day:]), lines


VDIRSYNCER = """[general]
status_path = "{inside}/status"
[pair agenda]
a = "vigie"
b = "phone"
collections = null
conflict_resolution = "a wins"
[storage vigie]
type = "filesystem"
path = "{inside}/agenda"
fileext = ".ics"
[storage phone]
type = "filesystem"
path = "{inside}/phone"
fileext = ".ics"
"""


class Vdirsyncer(Rooted):
    """vdirsyncer as it comes from Debian, between the folder `agenda` and the folder `phone`."""

    def call(self, command):
        (self.folder / 'vdirsyncer').write_text(VDIRSYNCER.format(inside=self.inside))
        done = subprocess.run(
            self._inside('/usr/bin/env', f'HOME={self.inside}', 'LC_ALL=C.UTF-8', 'vdirsyncer',
                         '-c', f'{self.inside}/vdirsyncer', command),
            input=b'y\n' * 4, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, (done.stdout, done.stderr)

    def phone(self):
        return sorted((self.folder / 'phone').glob('*.ics'))


@pytest.fixture
def vdirsyncer(server_root, ca):
    vdirsyncer = Vdirsyncer(server_root, ca)
    for name in ('agenda', 'phone'):
        (vdirsyncer.folder / name).mkdir()
    yield vdirsyncer
    vdirsyncer.remove()


def test_vdirsyncer_carries_the_folder(case, vdirsyncer):
    """What it takes to another calendar follows the case, and its own copy back is no change."""
    case.configure(sink(f'vdir = "{vdirsyncer.folder}/agenda"'))
    once(case)
    vdirsyncer.call('discover')
    vdirsyncer.call('sync')
    deadline, = [item for item in vdirsyncer.phone() if item.name.endswith('-deadline.ics')]
    assert components(deadline.read_bytes().decode())[0].dtstart.value == datetime.date(2026, 4, 13)
    case.run('close', 1, '--as', 'opposed', now=NOW)
    once(case)
    vdirsyncer.call('sync')
    assert len(vdirsyncer.phone()) == 2
    assert 'opposition registered' in components(deadline.read_bytes().decode())[0].summary.value


class Web:
    """Answers each request with the next of `answers`, (status, {field: value})."""

    def __init__(self, *answers):
        self.answers, self.requests = list(answers), []
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                self.rfile.read(int(self.headers.get('Content-Length', 0)))
                web.requests.append((self.command, self.headers))
                status, fields = web.answers.pop(0)
                self.send_response(status)
                for name, value in {'Content-Length': '0', **fields}.items():
                    self.send_header(name, value)
                self.end_headers()

            do_PUT = do_GET = do_PROPFIND = answer

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        serve(self.server)

    @property
    def url(self):
        return f'http://127.0.0.1:{self.server.server_port}/agenda/'

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()


def test_caldav_redirect_is_not_followed(case):
    with Web() as other, Web((302, {})) as web:
        web.answers[0][1]['Location'] = other.url
        case.configure(sink(f'caldav = "{web.url}"'))
        assert '302' in once(case, code=69).stderr
        assert len(web.requests) == 1
        assert other.requests == []


def test_caldav_without_etag(case):
    """A server need not name what it was given: it is asked before that is replaced."""
    created, named = (201, {}), (200, {'ETag': '"a1"'})
    with Web(created, created, named, (204, {'ETag': '"a2"'}), named, (204, {})) as web:
        case.configure(sink(f'caldav = "{web.url}"'))
        once(case)
        case.run('edit', 1, '--note', 'x', now=NOW)
        once(case)
    asked = [(method, fields['If-Match'], fields['If-None-Match'])
             for method, fields in web.requests]
    assert asked == [('PUT', None, '*'), ('PUT', None, '*'), ('GET', None, None),
                     ('PUT', '"a1"', None), ('GET', None, None), ('PUT', '"a1"', None)]


@pytest.mark.parametrize('kept', [None, ''], ids=['now', 'as it was kept once'])
def test_caldav_with_an_empty_etag(case, kept):
    """By an empty If-Match libcurl would send none, and what a person wrote be overwritten unseen."""
    created, named = (201, {'ETag': ''}), (200, {'ETag': '"a1"'})
    with Web(created, created, named, (204, {}), named, (204, {})) as web:
        case.configure(sink(f'caldav = "{web.url}"'))
        once(case)
        if kept is not None:
            with contextlib.closing(sqlite3.connect(case.state / 'vigie.db')) as store, store:
                store.execute('UPDATE item SET etag = ?', (kept,))
        case.run('edit', 1, '--note', 'x', now=NOW)
        once(case)
    asked = [(method, fields['If-Match']) for method, fields in web.requests]
    assert asked == [('PUT', None)] * 2 + [('GET', None), ('PUT', '"a1"')] * 2


def test_caldav_trouble_passes(case):
    with Web((503, {}), (201, {}), (201, {})) as web:
        case.configure(sink(f'caldav = "{web.url}"'))
        assert '503' in once(case, code=69).stderr
        once(case, now='2026-03-06T12:00:00+01:00')
        assert len(web.requests) == 3


def test_caldav_deletion_between(case):
    """412, and a look that finds nothing: deleted, where the calendar itself is there."""
    tag = {'ETag': '"a1"'}
    with Web((201, tag), (201, tag), (412, {}), (404, {}), (207, {}), (204, tag)) as web:
        case.configure(sink(f'caldav = "{web.url}"'))
        once(case)
        case.run('edit', 1, '--note', 'x', now=NOW)
        once(case)
        assert [method for method, _ in web.requests] == ['PUT', 'PUT', 'PUT', 'GET', 'PROPFIND',
                                                          'PUT']


def test_check_send(case, radicale, ca, tmp_path):
    case.configure(caldav_sink(case, radicale, ca))
    assert 'a test alert was accepted' in case.run('check', '--send').stdout
    assert radicale.items() == []
    case.configure(sink(f'vdir = "{tmp_path}/v"'))
    case.run('check', '--send')
    assert list((tmp_path / 'v').iterdir()) == []
    case.configure(sink(f'file = "{tmp_path}/no/x.ics"'))
    assert 'x.ics' in case.run('check', '--send', code=69).stderr


def test_a_calendar_left_behind_is_shown(case, tmp_path):
    """What is edited raises no alert: a calendar that cannot follow is seen in `status`."""
    folder = tmp_path / 'agenda'
    folder.mkdir()
    case.configure(sink(f'file = "{folder}/vigie.ics"'))
    once(case)
    folder.rename(tmp_path / 'moved')
    case.run('edit', 1, '--sent', '2026-03-01', now=NOW)
    once(case, code=69)
    failing, = case.json('status', now=NOW, code=None)['failing_sinks']
    assert failing['sink'] == 'agenda' and 'agenda/vigie.ics' in failing['last_error']
    assert 'alert "agenda": FAILING since' in case.run('status', now=NOW, code=None).stdout
    (tmp_path / 'moved').rename(folder)
    once(case)
    assert case.json('status', now=NOW, code=None)['failing_sinks'] == []
    assert '20260412' in (folder / 'vigie.ics').read_text()
