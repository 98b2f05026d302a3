"""The program within a folder that contrib/server-root made, for servers there that run it."""
import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

from servers import PATIENCE, TOP


@contextlib.contextmanager
def installed(binary, root):
    """The program with the libraries that `root` lacks, within it: how it is called there. Its
    state is that of who calls it."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=root / 'srv', prefix='vigie-'))
    folder.chmod(0o755)
    (folder / 'lib').mkdir()
    shutil.copytree(TOP / 'rules', folder / 'rules')
    (folder / 'full').mkdir()
    for name in {binary.name, 'full/vigie', 'full/vigie-read'}:
        if (binary.parent / name).exists():
            shutil.copy(binary.parent / name, folder / name)
            listed = subprocess.run(['ldd', binary.parent / name], capture_output=True, text=True,
                                    check=False).stdout
            for library in map(pathlib.Path, re.findall(r' => (/\S+)', listed)):
                if not any((root / place).exists() for place in (
                        str(library)[1:], 'usr' + str(library))):
                    shutil.copy(library, folder / 'lib')
    place = '/srv/' + folder.name
    command = folder / 'run'
    command.write_text(f'''#!/bin/sh
LD_LIBRARY_PATH={place}/lib exec {place}/{binary.name} --rules {place}/rules "$@"
''')
    command.chmod(0o755)
    try:
        yield f'{place}/run'
    finally:
        shutil.rmtree(folder)


class Quick:
    """The launcher with the whole program beside it, which notes each time that it is called, as installed:
    its rules are those of a home. `place` is `folder` as it is seen by who runs it, `libraries` where
    the whole program finds some."""

    def __init__(self, binary, folder, place=None, libraries=''):
        self.folder, self.place = folder, place or str(folder)
        for name in ('full', 'real'):
            (folder / name).mkdir()
        shutil.copy(binary, folder / 'vigie')
        shutil.copy(binary.parent / 'full/vigie', folder / 'real')
        self.libraries = libraries
        self.notes = folder / 'notes'
        self.be()

    @property
    def program(self):
        return f'{self.place}/vigie'

    def be(self, text=''):
        """What the whole program does: '' is itself, None that there is none at all. It stays the file that
        it is, or the table that was made by it would not serve any more."""
        full, fault = self.folder / 'full/vigie', self.folder / 'fault'
        fault.write_text(text or '')
        if text is None:
            full.unlink()
        elif not full.exists():
            full.write_text(f'''#!/bin/sh
echo >>{self.place}/notes
. {self.place}/fault
LD_LIBRARY_PATH={self.libraries} exec {self.place}/real/vigie "$@"
''')
            full.chmod(0o755)
        self.notes.write_text('')
        self.notes.chmod(0o666)

    def is_whole(self):
        """Whether the whole program was called since the last look."""
        called = bool(self.notes.read_text())
        self.notes.write_text('')
        return called

    def settle(self, home):
        """`home` is that of whoever calls it."""
        rules = home / '.config/vigie/rules'
        rules.mkdir(parents=True)
        for file in (TOP / 'rules').glob('*.r*'):
            shutil.copy(file, rules)


class Resident:
    """The program beside a server, which calls it at `path`: as each test says that it is. Its
    state belongs to vmail."""

    def __init__(self, server, real):
        self.server, self.real = server, real
        self.base = f'{server.inside}/vigie'
        self.path = f'{self.base}/program'

    def _run(self, *command, **options):
        return subprocess.run(self.server._inside(*command), capture_output=True, check=False,
                              timeout=PATIENCE, **options)

    def shell(self, text):
        result = self._run('/bin/sh', '-c', text)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def forget(self):
        """A new state, and the program as it should be."""
        self.shell(f'rm -rf {self.base}; mkdir -m 755 {self.base}; mkdir -m 777 {self.base}/home')
        self.be()

    def be(self, text='', configuration='', mode=0o755):
        """`text`: '' is the program itself, None is none at all."""
        folder = self.server.folder / 'vigie'
        if text == '':
            text = f'''#!/bin/sh
exec {self.real} --state {self.base}/home/state --config {self.base}/vigie.conf "$@"
'''
        (folder / 'vigie.conf').write_text(configuration)
        # Never one that is written while it is run.
        new = folder / 'new'
        new.write_text(text or '')
        new.chmod(mode)
        if text is None:
            (folder / 'program').unlink(missing_ok=True)
        else:
            new.rename(folder / 'program')

    def command(self, *arguments):
        return self._run(self.real, '--state', f'{self.base}/home/state', '--config',
                         f'{self.base}/vigie.conf', *arguments)

    def entries(self):
        listed = self.command('list', '--json', '--reveal')
        assert listed.returncode in (0, 66), listed.stderr
        return json.loads(listed.stdout or '{"entries": []}')['entries']

    def owners(self):
        return sorted(str(entry['owner']) for entry in self.entries())

    def spooled(self):
        """The mails in the spool."""
        spool = f'{self.base}/home/state/spool'
        names = self._run('/bin/ls', spool).stdout.decode().split()
        return [self._run('/bin/cat', f'{spool}/{name}').stdout for name in names]
