"""What all tests share."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import stamina

hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")  # how long a test takes is the machine's business

collect_ignore_glob = ["*conftest.py"]  # loaded by their folders, and not for their doctests
pytest_plugins = ["servers.plugin"]


@pytest.fixture
def shared(request: pytest.FixtureRequest) -> Path:
    """Return the folder of stored facts beside the checkout; skip the test where there is none."""
    folder = request.config.rootpath.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared folder beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def _stamina_is_real() -> Iterator[None]:
    """Leave no test's stamina settings to the next one: test mode is off at the start."""
    stamina.set_testing(False)
    yield
    stamina.set_testing(False)
