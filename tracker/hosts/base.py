"""The one small protocol that every host speaks."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from tracker.model.evidence import Observation
from tracker.model.locator import Locator
from tracker.transport import Door


class Host(Protocol):
    """A place where papers release things.

    A host looks and reports; it concludes nothing. `observe` yields exactly one observation for
    each locator, in any order, and never raises for a state of the world: what could not be seen
    is an observation whose reach says so.
    """

    name: str
    """As in `Locator.host`."""

    connections: int
    """How many looks may be under way at once."""

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it is this host's, else None."""
        ...

    def batch(self, door: Door) -> int:
        """Return how many locators one call of `observe` may be given at once."""
        ...

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Look at each locator and yield what was seen."""
        ...
