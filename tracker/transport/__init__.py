"""The only door to the network: HTTP, and git."""

import datetime as dt
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tracker.transport.cache import Cache
from tracker.transport.git.program import GitProgram
from tracker.transport.git.protocol import Repositories
from tracker.transport.http import Http
from tracker.transport.recordings import Player
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

    def __init__(
        self, settings: Settings, on_wait: Callable[[str, float], None] | None = None
    ) -> None:
        player = Player(settings.replay) if settings.replay else None
        taped = player is not None or settings.record is not None
        self.settings = player.settings(settings) if player else settings
        self._cache = Cache(None if taped else settings.cache, settings.cache_limit)
        self._then = player.about.started_at if player else None
        self.http = Http(self.settings, cache=self._cache, player=player, on_wait=on_wait)
        self.git = Repositories(self.http, GitProgram(self.settings), self._cache)

    def now(self) -> dt.datetime:
        """Return the time, in UTC, to the second; in a replay, the time of the recording."""
        return self._then or dt.datetime.now(dt.UTC).replace(microsecond=0)

    def close(self) -> None:
        """Close all connections."""
        self.http.close()
        self._cache.prune()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
