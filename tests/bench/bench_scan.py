"""`vigie scan` of a big Maildir by the rules of From and Subject, on one core and on two, beside

- the read limit: open, read, close of the same files, nothing else (read-bench): the first 4 KB of each,
  as Vigie reads them at first, the 8 KB that it reads at a glance at most, and the whole;
- mblaze: mpick with rules of the same kind (a regular expression on From, one on Subject: what it does
  with a mail is what scan does at first), and mhdr, which prints both fields as they stand and has no
  rules; mlist finds the mails for both, as scan finds them itself. And mhdr of names that are there already;
- mu and notmuch, which answer the same question once they have indexed all: their index is measured.

Then all again of those that remember, nothing having changed. The page cache is warm, and Vigie starts each
time with an empty state. It has two Maildirs: one of ordinary mail, of which all but one have the headers
alone read (the one has 3422 in its subject, by its number), and one where a hundredth are candidates,
which Vigie reads whole, and some are notices, which it records: no peer does either."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / 'tests/system'))

import mailbox  # noqa: E402
import runs  # noqa: E402

MAILS, CANDIDATES, NOTICES = int(os.environ.get('BENCH_MAILS', '20000')), 200, 5
ROUNDS = int(os.environ.get('BENCH_ROUNDS', '7'))
AGAIN = 50
HEADS = [4096, 8192]
# A Maildir that changed within the last seconds is looked at once more: its clock is coarse.
REST_SECONDS = 3
RULES = (r'from =~~ "ameli|assurance|sante|cpam|[@.]msa" || '
         r'subject =~~ "espace *sant|monespacesante|codes? +(provisoire|confidentiel|personnel|secret)|'
         r'carte +vitale|assurance.maladie|opposition|3422"')


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.mails = folder / 'Maildir'
        self.ordinary = folder / 'Ordinary'
        self.bytes = mailbox.fill(self.mails, MAILS, CANDIDATES, NOTICES)
        mailbox.fill(self.ordinary, MAILS, 0, 0)
        self.names = folder / 'names'
        self.names.write_text(''.join(f'{path}\n' for path in sorted((self.ordinary / 'cur').iterdir())))
        self.environment = {**os.environ, 'HOME': str(folder), 'XDG_CONFIG_HOME': '', 'XDG_DATA_HOME': '',
                            'XDG_CACHE_HOME': '', 'NOTMUCH_CONFIG': str(folder / 'notmuch.conf')}
        (folder / 'notmuch.conf').write_text(f'[database]\npath={self.mails}\n[new]\ntags=unread\n')
        self.states = 0

    def run(self, *words, cores=None, stdin=os.devnull):
        return runs.Run(words, cores, self.environment, stdin)

    def scan(self, mails, cores):
        """From nothing."""
        self.states += 1
        state = self.folder / f'state.{self.states}'
        made = self.run(runs.BUILD / 'vigie', '--quiet', '--state', state, 'scan', mails, cores=cores)
        shutil.rmtree(state)
        return made

    def over_names(self, *words, cores=None):
        return self.run(*words, cores=cores, stdin=self.names)

    def over_list(self, *words, cores=None):
        """A tool of mblaze over what mlist lists."""
        return self.run('/bin/sh', '-c', '"$1" "$2" | { shift 2; "$@"; }', 'sh', runs.find('mlist'), self.ordinary,
                        *words, cores=cores)

    def limit(self, size, cores):
        return self.run(runs.BUILD / 'read-bench', self.ordinary / 'cur', size, len(cores), cores=cores)

    def mu(self):
        shutil.rmtree(self.folder / 'mu', ignore_errors=True)
        home = f'--muhome={self.folder}/mu'
        self.run(runs.find('mu'), 'init', home, f'--maildir={self.mails}')
        return self.run(runs.find('mu'), 'index', home, '--quiet')

    def notmuch(self):
        shutil.rmtree(self.mails / '.notmuch', ignore_errors=True)
        return self.run(runs.find('notmuch'), 'new', '--quiet')


def print_row(name, made, ours=None):
    beside = f'{runs.ratio(ours, made):9.2f}{runs.ratio(ours, made, "cpu"):9.2f}' if ours else ''
    print(f'  {name:42}{runs.median(made) * 1e3:9.0f}{runs.median(made, "cpu") * 1e3:9.0f}'
          f'{max(run.size for run in made) / 1024:8.0f}{beside}', flush=True)


def print_head(title, beside=True):
    print(f'\n{title}; {runs.load()}')
    print(f'  {"":42}{"wall ms":>9}{"CPU ms":>9}{"MB":>8}{"   / ours   of CPU" if beside else ""}')


def first_scan(bench, cores):
    rows = {'vigie scan': lambda: bench.scan(bench.ordinary, cores),
            **{f'read limit: the first {size // 1024} KB of each': lambda size=size: bench.limit(size, cores)
               for size in HEADS},
            'read limit: the whole': lambda: bench.limit(0, cores),
            'mblaze: mlist | mpick by From and Subject':
                lambda: bench.over_list(runs.find('mpick'), '-t', RULES, cores=cores),
            'mblaze: mlist | mhdr -h From:Subject':
                lambda: bench.over_list(runs.find('mhdr'), '-h', 'From:Subject', cores=cores),
            'mblaze: mhdr -h From:Subject, names ready':
                lambda: bench.over_names(runs.find('mhdr'), '-h', 'From:Subject', cores=cores),
            f'vigie scan, {CANDIDATES} read whole': lambda: bench.scan(bench.mails, cores)}
    made = runs.take_turns(rows, ROUNDS)
    print_head(f'First scan, {len(cores)} core(s), median of {ROUNDS}')
    for name, each in made.items():
        print_row(name, each, None if name == 'vigie scan' else made['vigie scan'])


def indexes(bench):
    made = runs.take_turns({'mu index': bench.mu, 'notmuch new': bench.notmuch}, 1)
    print_head('Indexes, all cores, once', beside=False)
    for name, each in made.items():
        print_row(name, each)


def again(bench):
    """Nothing changed since the last scan and the last index."""
    time.sleep(max(0, (bench.mails / 'cur').stat().st_mtime + REST_SECONDS - time.time()))
    commands = {'vigie scan': f'{runs.BUILD}/vigie --quiet --state {bench.folder}/state scan {bench.mails}',
                'mu index': f'{runs.find("mu")} index --muhome={bench.folder}/mu --quiet',
                'notmuch new': f'{runs.find("notmuch")} new --quiet'}
    for command in commands.values():
        bench.run(*command.split())
    said = subprocess.run([runs.BUILD / 'spawn-bench', str(AGAIN), '/dev/null', *commands.values()],
                          check=True, capture_output=True, text=True, env=bench.environment).stdout
    print_head(f'Once more, unchanged, all cores, median of {AGAIN}', beside=False)
    for name, line in zip(commands, said.splitlines(), strict=True):
        wall, cpu, size = map(float, line.split())
        print(f'  {name:42}{wall / 1e3:9.2f}{cpu / 1e3:9.2f}{size / 1024:8.0f}')


def sizes(bench):
    print('\nMemory of all processes together at the first scan, shared pages counted once')
    state = bench.folder / 'state.size'
    size = runs.size_of_all([runs.BUILD / 'vigie', '--state', state, 'scan', bench.mails], bench.environment)
    print(f'  vigie scan, {os.cpu_count()} readers: {size / 1024:.0f} MB')


def main():
    runs.require(['mlist', 'mpick', 'mhdr', 'mu', 'notmuch'])
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(pathlib.Path(folder))
        print(f'{MAILS} mails, {bench.bytes / 1e6:.0f} MB; in another Maildir as many with {CANDIDATES} '
              f'candidates, {NOTICES} of them notices')
        every = sorted(os.sched_getaffinity(0))
        first_scan(bench, set(every[:1]))
        if len(every) > 1:
            first_scan(bench, set(every[:2]))
        sizes(bench)
        indexes(bench)
        again(bench)


if __name__ == '__main__':
    main()
