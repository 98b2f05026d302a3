"""What a case leaves behind: originals, proof, and the dossier that shows them."""
import os
import shutil
import subprocess
import zipfile

import pytest

from mails import inline_forward, notice
from test_watch import CODES, account, hook_sink

NOON = '2026-03-05T12:00:00+01:00'
CODE = CODES[0]
PDF = b'%PDF-1.4\n%justificatif\n'


def add(vigie, *arguments):
    return vigie.run('add', '--sent', '2026-03-02', '--code', CODE, *arguments, now=NOON).stdout.strip()


def close_with_proof(vigie, number, tmp_path):
    (tmp_path / 'proof.PDF').write_bytes(PDF)
    vigie.run('close', number, '--as', 'opposed', '--proof', tmp_path / 'proof.PDF', now=NOON)


def check_sums(folder):
    names = sorted(path.name for path in folder.iterdir())
    listed = [line.split('  ')[1] for line in (folder / 'SHA256SUMS').read_text().splitlines()]
    assert sorted(listed + ['SHA256SUMS']) == names
    subprocess.run(['sha256sum', '-c', '--strict', 'SHA256SUMS'], cwd=folder, check=True,
                   capture_output=True)


def test_a_case_by_hand_with_its_proof(vigie, tmp_path):
    number = add(vigie, '--person', 'Léa')
    close_with_proof(vigie, number, tmp_path)
    out = tmp_path / 'dossier'
    vigie.run('dossier', number, '-o', out, now=NOON)
    check_sums(out)
    assert sorted(path.name for path in out.iterdir()) == ['README.txt', 'SHA256SUMS',
                                                           'justificatif.PDF']
    assert (out / 'justificatif.PDF').read_bytes() == PDF
    page = (out / 'README.txt').read_text()
    # 2 March 2026 is a Monday; 42 days later is Monday 13 April.
    assert 'Monday 2 March 2026' in page and 'Monday 13 April 2026' in page and 'Léa' in page
    assert 'closed by hand as opposed' in page
    assert CODE not in page
    assert out.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}


def test_a_folder_written_with_a_slash(vigie, tmp_path):
    number = add(vigie)
    (tmp_path / 'empty').mkdir()
    for name in ('new', 'empty'):
        vigie.run('dossier', number, '-o', f'{tmp_path / name}/', now=NOON)
        check_sums(tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name[0] == '.') == []


def test_originals_are_kept_where_wanted(vigie, dovecot, ca, hook, tmp_path):
    first = notice(CODE)
    copy = inline_forward(notice(CODE))
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook) + 'keep-original = true\n')
    for mail in (first, copy):
        dovecot.append(mail)
        vigie.run('watch', '--once')
    entry, = vigie.entries()
    archive = tmp_path / 'dossier.zip'
    vigie.run('dossier', entry['id'], '-o', archive)
    assert archive.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(archive) as kept:
        assert kept.testzip() is None
        assert kept.namelist() == ['README.txt', 'mail-1.eml', 'mail-2.eml', 'SHA256SUMS']
        assert CODE.encode() not in kept.read('README.txt')
        assert kept.read('mail-1.eml').replace(b'\r\n', b'\n') == first.replace(b'\r\n', b'\n')
        kept.extractall(tmp_path / 'out')
    check_sums(tmp_path / 'out')
    assert {path.stat().st_mode & 0o777 for path in (vigie.state / 'originals').iterdir()} == {0o600}


def test_originals_are_not_kept_by_default(vigie, dovecot, ca, hook):
    vigie.configure(account(vigie, dovecot, ca) + hook_sink(hook))
    dovecot.append(notice(CODE))
    vigie.run('watch', '--once')
    assert vigie.entries() and not (vigie.state / 'originals').exists()


@pytest.mark.parametrize('name', ['dossier', 'dossier.zip'])
def test_what_is_there_is_never_overwritten(vigie, tmp_path, name):
    number = add(vigie)
    folder = tmp_path / 'out'
    folder.mkdir()
    taken = folder / name
    if name.endswith('.zip'):
        taken.write_text('mine')
    else:
        taken.mkdir()
        (taken / 'mine').touch()
    said = vigie.run('dossier', number, '-o', taken, now=NOON, code=73).stderr
    assert str(taken) in said
    assert [path.name for path in folder.iterdir()] == [name], 'nothing is left beside it'


def test_an_empty_folder_is_taken(vigie, tmp_path):
    number = add(vigie)
    (tmp_path / 'empty').mkdir()
    vigie.run('dossier', number, '-o', tmp_path / 'empty', now=NOON)
    check_sums(tmp_path / 'empty')


def test_usage(vigie, tmp_path):
    number = add(vigie)
    assert '-o' in vigie.run('dossier', number, code=64, now=NOON).stderr
    vigie.run('dossier', '7', '-o', tmp_path / 'x', code=64, now=NOON)
    vigie.run('dossier', '-o', tmp_path / 'x', code=64, now=NOON)
    assert not (tmp_path / 'x').exists()


def test_a_proof_that_was_changed_or_lost_is_named(vigie, tmp_path):
    number = add(vigie)
    close_with_proof(vigie, number, tmp_path)
    proof, = (vigie.state / 'proofs').iterdir()
    proof.write_bytes(b'%PDF-1.4\n%another\n')
    said = vigie.run('dossier', number, '-o', tmp_path / 'x', code=74, now=NOON).stderr
    assert str(proof) in said
    proof.unlink()
    said = vigie.run('dossier', number, '-o', tmp_path / 'x', code=74, now=NOON).stderr
    assert str(proof) in said and not (tmp_path / 'x').exists()


def test_a_state_that_was_moved_finds_its_proof(vigie, tmp_path):
    number = add(vigie)
    close_with_proof(vigie, number, tmp_path)
    moved = tmp_path / 'moved'
    shutil.move(vigie.state, moved)
    vigie.state = moved
    proof = vigie.json('show', number, now=NOON)['proof']
    assert proof['file'].startswith(f'{moved}{os.sep}')
    vigie.run('dossier', number, '-o', tmp_path / 'out', now=NOON)
    check_sums(tmp_path / 'out')
