"""What the tests of a machine share. They are its only users: what one leaves, the next one finds."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))


def pytest_configure(config):
    if not pathlib.Path('/run/systemd/system').is_dir() or not pathlib.Path('/tests/run').exists():
        pytest.exit('these change the machine that runs them: contrib/machine starts them in one of its own', 64)
