"""How often a host may be asked: the published limits as a table, and what its answers tell.

One gate for each origin. It lets through no more requests at once than the table allows, keeps
their distance, does not ask again where the host wants us to wait for long, and fails fast where a
host has not answered several times in a row. All of this lasts for one run.
"""

import contextlib
import datetime as dt
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from tracker.errors import TransportFault
from tracker.model.base import Value
from tracker.transport.deadline import Deadline
from tracker.transport.settings import origin

PATIENCE = 5.0
"""The longest wait that a host may ask for and get, in seconds; a run may have time for more."""
CONNECTIONS = 32
"""Requests under way at once, to all hosts together."""


class Limit(Value, frozen=True, kw_only=True):
    """What one host allows."""

    connections: int = 10
    spacing: float = 0.0
    """Seconds from the end of one request to the next; one connection then."""


LIMITS: Mapping[str, Limit] = {
    # https://info.arxiv.org/help/api/tou.html: one request every three seconds, one connection
    "export.arxiv.org": Limit(connections=1, spacing=3.0),
    # GitHub asks for requests one after the other: secondary limits
    "api.github.com": Limit(connections=2),
    # 120 an hour: its headers tell what is left
    "archive.softwareheritage.org": Limit(connections=2),
    # the Internet Archive publishes none: gently
    "web.archive.org": Limit(connections=2),
    "archive.org": Limit(connections=2),
}
_USUAL = Limit()

_LANES = (
    (re.compile(r"/graphql$"), "graphql"),
    (re.compile(r"^/search/"), "search"),
    (re.compile(r"^/api/"), "api"),
    (re.compile(r"/(?:resolve|raw)/"), "files"),
)
"""Kinds of requests for which hosts keep separate accounts."""
_TRIES = 3
"""Requests in a row without an answer after which a host counts as silent."""
_COOLING = 30.0
"""Seconds after which one request finds out whether a silent host speaks again."""
_UNNAMED_WAIT = 60.0
"""Where a host says "too many requests" without a time: what GitHub asks for then."""
_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining")
_RESET = ("x-ratelimit-reset", "ratelimit-reset", "x-ratelimit-reset-after")
_STRUCTURED = re.compile(r"(?:^|;)\s*(?P<name>[rt])\s*=\s*(?P<value>\d+)")
_AN_EPOCH = 1_000_000_000
"""A reset above this is a moment, one below is a number of seconds."""


def wanted_wait(status: int, headers: Mapping[str, str]) -> float | None:
    """Return how many seconds the host would have us wait before the next request, if any.

    Examples
    --------
    >>> wanted_wait(429, {"retry-after": "7"})
    7.0
    >>> wanted_wait(200, {"ratelimit": '"api";r=0;t=55'})
    55.0
    >>> wanted_wait(200, {"x-ratelimit-remaining": "12", "x-ratelimit-reset": "55"}) is None
    True
    """
    if status != 200 and (asked := _retry_after(headers.get("retry-after", ""))) is not None:
        return asked
    if _remaining(headers) == 0:
        return _reset(headers)
    if status == 429:
        return _UNNAMED_WAIT
    return None


def _retry_after(value: str) -> float | None:
    """Read ``Retry-After``: seconds, or a date."""
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _remaining(headers: Mapping[str, str]) -> int | None:
    remaining = _structured(headers).get("r")
    for value in (remaining, *(headers.get(name) for name in _REMAINING)):
        if value is not None and value.isascii() and value.isdecimal():
            return int(value[:9])
    return None


def _reset(headers: Mapping[str, str]) -> float:
    reset = _structured(headers).get("t")
    for value in (reset, *(headers.get(name) for name in _RESET)):
        if value is not None and value.isascii() and value.isdecimal():
            seconds = float(value[:12])
            return max(0.0, seconds - time.time()) if seconds > _AN_EPOCH else seconds
    return _UNNAMED_WAIT


def _structured(headers: Mapping[str, str]) -> dict[str, str]:
    """Read ``RateLimit: "api";r=489;t=225``; of several accounts the first."""
    first = headers.get("ratelimit", "").partition(",")[0]
    return {item["name"]: item["value"] for item in _STRUCTURED.finditer(first)}


class _Gate:
    """What one origin lets us do."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.slots = threading.BoundedSemaphore(limit.connections)
        self.free_at = 0.0
        self.closed: dict[str, float] = {}
        """Lane → until when the host would have us wait, on the monotonic clock."""
        self.waited_for: set[float] = set()
        """Ends of long waits that were told."""
        self.failures = 0
        self.silent_until = 0.0
        self.trouble = ""


class Gates:
    """The gates of one run, for all threads.

    Parameters
    ----------
    within
        Seconds from now until which waits that are longer than `PATIENCE` may end.
    on_wait
        Told of each such wait: the host, and for how many seconds.
    """

    def __init__(
        self,
        limits: Mapping[str, Limit] = LIMITS,
        *,
        within: float = 0.0,
        on_wait: Callable[[str, float], None] | None = None,
    ) -> None:
        self._until = time.monotonic() + within
        self._on_wait = on_wait
        self._leaving = threading.Event()
        self._limits = limits
        self._gates: dict[str, _Gate] = {}
        self._lock = threading.Lock()
        self._all = threading.BoundedSemaphore(CONNECTIONS)
        self._answered = False

    @contextlib.contextmanager
    def passing(self, url: str, deadline: Deadline) -> Iterator[None]:
        """Wait for a turn, and keep it while a request to `url` is under way.

        Raises
        ------
        TransportFault
            If it is no use to ask: the host wants a longer wait, or has been silent.
        """
        gate = self._gate(url)
        with contextlib.ExitStack() as stack:
            with deadline.stopped():
                stack.enter_context(gate.slots)
                self._admit(gate, url)
                stack.enter_context(self._all)
            try:
                yield
            finally:
                gate.free_at = time.monotonic() + gate.limit.spacing

    def heard(self, url: str, status: int, headers: Mapping[str, str]) -> None:
        """Note that the host answered, and what it says of its allowance."""
        gate = self._gate(url)
        wait = wanted_wait(status, headers)
        with self._lock:
            self._answered = True
            gate.failures = 0
            gate.silent_until = 0.0
            if wait is not None:
                until = time.monotonic() + wait
                gate.closed[_lane(url)] = max(until, gate.closed.get(_lane(url), 0.0))

    def failed(self, url: str, trouble: str) -> None:
        """Note that no answer came."""
        gate = self._gate(url)
        with self._lock:
            gate.failures += 1
            gate.trouble = trouble
            if gate.failures >= _TRIES:
                gate.silent_until = time.monotonic() + _COOLING

    def waits(self, url: str) -> bool:
        """Whether the next request to `url` waits long for its turn, and the run has the time."""
        with self._lock:
            closed = self._gates[origin(url)].closed.get(_lane(url), 0.0)
        return time.monotonic() + PATIENCE < closed <= self._until

    def leave(self) -> None:
        """End all waits: whoever waits is refused."""
        self._leaving.set()

    @property
    def lonely(self) -> bool:
        """Whether nobody has answered yet and several hosts were asked: no network, it seems."""
        with self._lock:
            failing = sum(gate.failures > 0 for gate in self._gates.values())
            return not self._answered and failing >= _TRIES

    def _gate(self, url: str) -> _Gate:
        place = origin(url)
        with self._lock:
            if place not in self._gates:
                limit = self._limits.get(urlsplit(url).hostname or "", _USUAL)
                self._gates[place] = _Gate(limit)
            return self._gates[place]

    def _admit(self, gate: _Gate, url: str) -> None:
        """Wait where that is short, and refuse where it is not."""
        now = time.monotonic()
        with self._lock:
            if gate.silent_until > now:
                raise TransportFault(
                    f"{gate.trouble} ({gate.failures} times in a row: not asked again for now)",
                    reach="unreachable",
                )
            if gate.failures >= _TRIES:  # one finds out, the others wait for what it finds
                gate.silent_until = now + _COOLING
            closed = gate.closed.get(_lane(url), 0.0)
            wait = closed - now
            news = wait > PATIENCE and closed <= self._until and closed not in gate.waited_for
            gate.waited_for |= {closed} if news else set()
        if news and self._on_wait is not None:
            self._on_wait(urlsplit(url).hostname or "", wait)
        if wait > PATIENCE and closed > self._until:
            raise TransportFault(
                f"too many requests for now: {urlsplit(url).hostname} asks for a pause of "
                f"{wait:.0f} s, so it was not asked",
                reach="rate-limited",
            )
        pause = max(wait, gate.free_at - now)
        if pause > 0 and self._leaving.wait(pause):  # waiting for no time gives our turn away
            raise TransportFault("the run ended while it waited", reach="unreachable")


def _lane(url: str) -> str:
    path = urlsplit(url).path
    return next((lane for pattern, lane in _LANES if pattern.search(path)), "")
