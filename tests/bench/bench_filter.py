"""`vigie filter` of one ordinary message beside a static program that does nothing, procmail and
maildrop; and the first look at a big Maildir on one core beside mblaze."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / 'tests/system'))

import mailbox  # noqa: E402
import runs  # noqa: E402

BUILD = runs.BUILD
ROUNDS = 300
LOOKS = 5
MAILS, CANDIDATES = 20_000, 200
ORDINARY = b'From: Maison 7 <news@shop7.example>\nSubject: Votre commande est en route\n'


def commands(folder):
    """What one message is handed to, and what it is called."""
    source = folder / 'nothing.c'
    source.write_text('int main(void) { return 0; }\n')
    subprocess.run(['cc', '-O2', '-static', source, '-o', folder / 'nothing'], check=True)
    yield 'a static program that does nothing', str(folder / 'nothing')
    yield 'procmail, to /dev/null', f'{runs.runnable("procmail", folder / "procmail")} DEFAULT=/dev/null /dev/null'
    (folder / 'filter').write_text('to "/dev/null"\n')
    (folder / 'filter').chmod(0o600)
    yield 'maildrop, to /dev/null', f'{runs.runnable("maildrop", folder / "maildrop")} {folder}/filter'
    yield 'vigie filter', f'{BUILD}/vigie filter'
    yield 'vigie filter --pass', f'{BUILD}/vigie filter --pass'
    yield 'the whole program, which only starts', f'{BUILD}/full/vigie --version'


def bench_filter(folder):
    message = folder / 'message'
    message.write_bytes(ORDINARY + b'Received: from a.example by b.example; Mon, 1 Jan 2024 10:00:00 +0100\n' * 20 +
                        b'\n' + b'Words of a letter.\n' * 500)
    environment = {**os.environ, 'HOME': str(folder), 'XDG_CONFIG_HOME': '', 'XDG_DATA_HOME': ''}
    rows = dict(commands(folder))
    said = subprocess.run([BUILD / 'spawn-bench', str(ROUNDS), message, *rows.values()],
                          check=True, capture_output=True, text=True, env=environment).stdout
    times = {}
    print(f'One ordinary message, median of {ROUNDS}; {runs.load()}')
    print(f'  {"":44}{"wall µs":>9}{"CPU µs":>9}{"KB":>9}')
    for name, line in zip(rows, said.splitlines(), strict=True):
        wall, cpu, size = map(float, line.split())
        times[name] = wall
        print(f'  {name:44}{wall:9.0f}{cpu:9.0f}{size:9.0f}')
    for other in ('procmail, to /dev/null', 'maildrop, to /dev/null'):
        print(f'  ratio to {other.split(",")[0]} {times["vigie filter"] / times[other]:.2f}')


def best(run):
    times = []
    for _ in range(LOOKS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def bench_look(folder):
    mailbox.fill(folder / 'Maildir', MAILS, CANDIDATES, 0)
    said = subprocess.run([BUILD / 'triage-bench', BUILD / 'triage.table', folder / 'Maildir/cur', str(LOOKS)],
                          check=True, capture_output=True, text=True).stdout.split()
    own, looking = float(said[0]), float(said[1])
    print(f'\nThe first look at {MAILS} mails, one core, best of {LOOKS}')
    print(f'  {"vigie: open, read, look":44}{1e6 / own:9.0f} mails/s')
    print(f'  {"  of which looking":44}{1e6 / looking:9.0f} mails/s; {said[2]} may be candidates')
    names = '\n'.join(str(path) for path in (folder / 'Maildir/cur').iterdir()).encode()
    mhdr = ['taskset', '-c', '0', runs.find('mhdr'), '-h', 'From:Subject']
    other = best(lambda: subprocess.run(mhdr, check=True, input=names,
                                        stdout=subprocess.DEVNULL)) * 1e6 / MAILS
    print(f'  {"mblaze: mhdr -h From:Subject":44}{1e6 / other:9.0f} mails/s')
    print(f'  ratio {other / own:.2f}')


def main():
    runs.require(['procmail', 'maildrop', 'mhdr'])
    with tempfile.TemporaryDirectory() as folder:
        bench_filter(pathlib.Path(folder))
        bench_look(pathlib.Path(folder))


if __name__ == '__main__':
    main()
