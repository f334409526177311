"""What the tests of the engine share."""

from collections.abc import Iterator

import pytest
from papermill.engines import papermill_engines

from tracker.engine import WarmEngine
from tracker.engine.zygotes import ZYGOTES


@pytest.fixture(scope="session", autouse=True)
def _warm_engine() -> Iterator[None]:
    """Let papermill know the engine where the project is not installed, and end what it began."""
    papermill_engines.register("warm", WarmEngine)
    yield
    ZYGOTES.close()
