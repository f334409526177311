"""The only door to the network: HTTP, and git."""

import datetime as dt
from types import TracebackType
from typing import Self

from tracker.transport.git import Git
from tracker.transport.http import Http
from tracker.transport.settings import Settings

__all__ = ["Door", "Settings"]


class Door:
    """One way out, shared by all hosts and threads of a run; close it at the end.

    Examples
    --------
    >>> with Door(Settings(offline=True)) as door:
    ...     door.http.get("https://github.com")
    Traceback (most recent call last):
    tracker.errors.TransportFault: offline was asked for
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.http = Http(settings)
        self.git = Git(settings)

    def now(self) -> dt.datetime:
        """Return the time, in UTC, to the second."""
        return dt.datetime.now(dt.UTC).replace(microsecond=0)

    def close(self) -> None:
        """Close all connections."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
