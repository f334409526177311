"""How long a request may still take, wherever in the stack it waits."""

import contextlib
import time
from collections.abc import Iterator
from contextvars import ContextVar


class Deadline:
    """A moment on the monotonic clock; waiting for our turn moves it.

    Examples
    --------
    >>> Deadline(60).passed
    False
    """

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left; never quite none, because a limit of zero means something else."""
        return max(0.1, self._at - time.monotonic())

    @property
    def passed(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() > self._at

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Do not count the time spent inside: it was our own wish to wait."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self._at += time.monotonic() - begun


CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)
"""That of the request which this thread is busy with."""
