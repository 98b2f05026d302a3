"""The program is broken at its system calls, one at a time: a sample of them here, more with `--all`,
each of them by `make faults`."""
import os
import subprocess

import pytest

import break_scenarios
import break_servers
from breaks import CANNOT_TRACE, Bench

# One run of how many, of all that there is to break.
EVERY = int(os.environ.get('BREAKS_EVERY', 0))
SAMPLE, LARGE_SAMPLE = 307, 29
# Most of a run is waiting: for the program's next try, and for its processes to end.
WORKERS = 2 + os.cpu_count()


@pytest.fixture(scope='module')
def bench(binary, tmp_path_factory, ca, server_root):
    tracer = binary.parent / 'break-run'
    report = tmp_path_factory.mktemp('probe') / 'report'
    if b'__asan_init' in (binary.parent / 'full/vigie').read_bytes():
        pytest.skip('a program with sanitizers cannot be traced')
    if subprocess.run([tracer, '--report', report, '/bin/true'], check=False,
                      capture_output=True).returncode == CANNOT_TRACE:
        pytest.skip('this machine does not let a process trace another')
    servers = break_servers.Servers(ca, server_root)
    bench = Bench(binary, tracer, servers)
    yield bench
    bench.remove()
    servers.stop()


@pytest.mark.parametrize('scenario', [*break_scenarios.ALL, *break_servers.ALL],
                         ids=lambda scenario: scenario.__name__)
def test_all_is_as_promised_after_each_break(bench, request, scenario):
    share = EVERY or (LARGE_SAMPLE if request.config.getoption('--all') else SAMPLE)
    faults, runs, calls = bench.run(scenario(), share, WORKERS)
    print(f'{runs} runs over {calls} calls')
    assert runs and not faults, '\n'.join([f'{len(faults)} of {runs} runs:', *faults[:20]])
