"""One look at one URL, through the first host that knows it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
import stamina

from tracker.hosts import hosts
from tracker.model.evidence import Observation
from tracker.transport import Door, Settings

Sight: TypeAlias = Callable[..., Observation]


@pytest.fixture
def sight() -> Iterator[Sight]:
    """Return a function that looks at a URL; keyword arguments are settings of the door."""
    stamina.set_testing(True, attempts=3)
    with ExitStack() as stack:

        def look(url: str, **settings: object) -> Observation:
            chosen = Settings(**{"total_timeout": 20.0, **settings})  # type: ignore[arg-type]
            door = stack.enter_context(Door(chosen))
            for host in hosts():
                if locator := host.identify(url):
                    [observation] = host.observe([locator], door)
                    return observation
            raise AssertionError(f"no host knows {url}")

        yield look
