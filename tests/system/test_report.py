"""`vigie report`: a page that asks for nothing, that any browser can read, and that stays true."""
import re
import shutil
import signal
import subprocess

import html5lib
import pytest

from browser import HOST, Browser, brightness
from servers import free_port, wait_until
from test_watch import hook_sink

NOON = '2026-03-20T12:00:00+01:00'
CODES = ['vC4xZ3aQ2wS1', 'AbCdEf123457', 'AbCdEf123458', 'AbCdEf123459']
LONG = 'Maximilienne-Apolline de La Rochefoucauld-Montmorency'


@pytest.fixture(scope='module')
def browser():
    if not shutil.which('chromium', path='/usr/bin'):
        pytest.skip('no Chromium')
    browser = Browser()
    yield browser
    browser.stop()


@pytest.fixture(params=['fr', 'en'])
def page(request, vigie):
    """One that runs, one that presses, one that is over, one that is closed with its proof."""
    vigie.environment['LANGUAGE'] = request.param
    vigie.configure('account "jean" { imap = "imaps://jean@imap.secret.example" '
                    'password-command = "true" }\n')
    for sent, code, person in (('2026-03-02', CODES[0], LONG), ('2026-02-09', CODES[1], 'Léa'),
                               ('2026-01-20', CODES[2], '<img src=x onerror=alert(1)>'),
                               ('2026-02-20', CODES[3], 'Jean')):
        vigie.run('add', '--sent', sent, '--code', code, '--person', person, now=NOON)
    proof = vigie.folder / 'proof.pdf'
    proof.write_bytes(b'%PDF-1.4')
    vigie.run('close', '4', '--as', 'opposed', '--proof', proof, now=NOON)
    file = vigie.folder / 'report.html'
    vigie.run('report', '-o', file, now=NOON)
    return file.read_bytes()


def test_it_is_a_file_of_ones_own(vigie):
    vigie.run('add', '--sent', '2026-03-02', '--code', CODES[0], now=NOON)
    folder = vigie.folder / 'pages'
    folder.mkdir()
    file = folder / 'report.html'
    assert vigie.run('report', '-o', file, now=NOON).stdout == ''
    assert vigie.run('report', '-o', '-', now=NOON).stdout.startswith('<!DOCTYPE')
    assert file.stat().st_mode & 0o777 == 0o600
    # Who opened it to a web server wants it so tomorrow.
    file.chmod(0o640)
    file.write_text('before')
    vigie.run('report', '-o', file, now=NOON)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in folder.iterdir()] == ['report.html'], 'nothing is left beside it'
    assert file.read_text() == vigie.run('report', now=NOON).stdout


def test_where_it_cannot_be(vigie):
    assert str(vigie.state) in vigie.run('report', code=66).stderr
    vigie.run('add', '--sent', '2026-03-02', now=NOON)
    for place in (vigie.folder, '/dev/null', vigie.folder / 'none' / 'report.html'):
        assert str(place) in vigie.run('report', '-o', place, code=73, now=NOON).stderr
    assert vigie.run('report', 'more', code=64, now=NOON).stderr


def test_nothing_secret(page):
    text = page.decode()
    for code in CODES:
        assert code not in text
        assert code[:2] + '****' not in text
    assert 'secret.example' not in text
    assert not re.search(r'<script|\son[a-z]+=|\ssrc=|@import|url\(', text)


def test_the_server_of_an_account_is_not_named(vigie):
    """Not even in the error of that account, which names it."""
    vigie.configure(f'account "jean" {{ imap = "imaps://jean@localhost:{free_port()}" '
                    'password-command = "true" }\n')
    vigie.run('watch', '--once', code=69)
    assert 'localhost' in vigie.run('status', code=None).stdout
    text = vigie.run('report').stdout
    assert '(server)' in text
    assert 'localhost' not in text


def test_valid(page, tmp_path):
    html5lib.HTMLParser(strict=True).parse(page.decode())
    file = tmp_path / 'page.html'
    file.write_bytes(page)
    said = subprocess.run(['/usr/bin/tidy', '-e', '-q', '-utf8', file], capture_output=True,
                          text=True, check=False).stderr.splitlines()
    # tidy takes the title of a picture for that of the page.
    said = [line for line in said if '<title> proprietary attribute "id"' not in line]
    assert said == []


def test_structure(page):
    tree = html5lib.parse(page.decode(), namespaceHTMLElements=False)
    levels = [int(element.tag[1]) for element in tree.iter()
              if isinstance(element.tag, str) and re.fullmatch('h[1-6]', element.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), levels
    for landmark in ('header', 'main', 'footer'):
        assert len(list(tree.iter(landmark))) == 1
    ids = [element.get('id') for element in tree.iter() if element.get('id')]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        for name in (element.get('aria-labelledby') or '').split():
            assert name in ids
    assert all(cell.get('scope') for cell in tree.iter('th'))
    pictures = [element for element in tree.iter() if str(element.tag).endswith('svg')]
    assert len(pictures) == 4
    assert all(picture.get('role') == 'img' for picture in pictures)


def test_it_asks_for_nothing(browser, page):
    browser.proxy.asked.clear()
    browser.shot(page)
    assert set(browser.proxy.asked) == {f'http://{HOST}/'}


@pytest.mark.parametrize('width', [360, 390, 1280])
def test_it_fits(browser, page, width):
    seen = browser.measure(
        page, 'innerWidth + " " + document.documentElement.scrollWidth + " " + '
        'Math.max(...[...document.querySelectorAll("main *, header *")]'
        '.map(e => Math.ceil(e.getBoundingClientRect().right)))', width=width)
    inner, scroll, right = map(int, seen.split())
    assert inner == width
    assert scroll <= width, 'no scrolling sideways'
    assert right <= width, 'nothing is cut off'


def test_letters_of_the_picture_keep_their_size(browser, page):
    for width in (360, 1280):
        seen = browser.measure(
            page, 'Math.min(...[...document.querySelectorAll("svg text")].map(e => '
            'parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a))', width=width)
        assert float(seen) >= 14


@pytest.mark.parametrize('width,height', [(390, 844), (1280, 900)])
def test_light_and_dark(browser, page, width, height):
    light, colours = brightness(browser.shot(page, width=width, height=height))
    assert light > 0.7 and colours > 50
    dark, colours = brightness(browser.shot(page, width=width, height=height, dark=True))
    assert dark < 0.35 and colours > 50


def test_print(browser, page):
    pdf = browser.pdf(page)
    assert pdf.startswith(b'%PDF') and pdf.count(b'/Type /Page\n') >= 2
    on_paper = page.replace(b'@media print', b'@media all')
    assert int(browser.measure(on_paper, 'Math.floor(document.querySelector('
                               '"details .card").getBoundingClientRect().height)', width=794)) > 100, \
        'nobody can unfold a sheet of paper'
    assert browser.measure(on_paper, 'getComputedStyle(document.querySelector("a.call")).display',
                           width=794) == 'none'
    assert browser.measure(on_paper, 'getComputedStyle(document.querySelector("path.call")).display',
                           width=794) != 'none'


def test_the_daemon_keeps_it_true(vigie):
    file = vigie.folder / 'page.html'
    vigie.configure(f'report = "{file}"\n')
    with vigie.watch() as watch:
        assert '<h1>Nothing is to be done</h1>' in file.read_text(), 'at the start'
        vigie.run('add', '--sent', '2026-03-02', '--person', 'Marguerite', '--config',
                  vigie.config)
        watch.signal(signal.SIGUSR1)
        wait_until(lambda: 'Marguerite' in file.read_text(), 'the new entry on the page')
        before = file.stat().st_ino
        watch.signal(signal.SIGUSR1)
        vigie.run('close', '1', '--as', 'dismissed')
        watch.signal(signal.SIGUSR1)
        wait_until(lambda: 'closed: dismissed' in file.read_text(), 'the closed entry on the page')
        assert file.stat().st_ino != before, 'replaced, not written over'


def test_a_page_that_cannot_be_written_is_told_once(vigie, hook):
    folder = vigie.folder / 'pages'
    vigie.configure(f'report = "{folder}/page.html"\n' + hook_sink(hook))
    with vigie.watch() as watch:
        alert = hook.wait_event('trouble')
        assert str(folder) in alert['text']
        assert vigie.json('status')['report_failed_since']
        folder.mkdir()
        watch.signal(signal.SIGUSR1)
        wait_until(lambda: (folder / 'page.html').exists(), 'the page')
        wait_until(lambda: vigie.json('status')['report_failed_since'] is None, 'the status')
    assert hook.events().count('trouble') == 1
