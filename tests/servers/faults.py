"""What can go wrong at a host, as a table: one row per kind."""

import fnmatch
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from servers.wire import Call, Reply, as_html

Answer = Callable[[], Reply]
"""Asks the host for its true answer."""


@dataclass(kw_only=True)
class Fault:
    """Something wrong with a host, for some paths, some times."""

    host: str
    kind: str
    path: str | None
    """A pattern (``*`` and ``?``) for the path without query; None: all."""
    times: int | None
    """How often it still happens; None: always."""
    retry_after: int | None

    def meets(self, host: str, path: str | None) -> bool:
        """Return whether it concerns this request (`path` None: this new connection)."""
        if self.host != host or self.times == 0:
            return False
        if path is None:
            return self.kind == "refuse" and self.path is None
        return self.path is None or fnmatch.fnmatchcase(path, self.path)


def _status(status: int, body: str) -> Callable[[Fault, Answer], Reply]:
    def fail(fault: Fault, _: Answer) -> Reply:
        wait = {} if fault.retry_after is None else {"retry_after": str(fault.retry_after)}
        return as_html(body, status, **wait)

    return fail


KINDS: Mapping[str, Callable[[Fault, Answer], Reply]] = {
    "refuse": lambda _, __: Reply(ending="reset"),
    "hang": lambda _, __: Reply(ending="hang"),
    "500": _status(500, "<h1>Internal Server Error</h1>"),
    "502": _status(502, "<h1>Bad Gateway</h1>"),
    "503": _status(503, "<h1>Service Unavailable</h1>"),
    "504": _status(504, "<h1>Gateway Time-out</h1>"),
    "429": _status(429, "<h1>Too Many Requests</h1>"),
    "html": lambda _, __: as_html("<!doctype html><title>Log in to this network</title>"),
    "garbage": lambda _, __: Reply(
        body=b'\x00\xff{"half": \x80', headers={"content-type": "application/json"}
    ),
    "cut": lambda _, answer: replace(answer(), ending="cut"),
}
"""Kind → what is answered. ``refuse`` works on connections as well, see `Faults.connects`."""


class Faults:
    """The faults of a world, thread-safe."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Let something go wrong from now on; the newest fault wins."""
        if fault.kind not in KINDS:
            raise ValueError(f"unknown fault {fault.kind!r}: one of {', '.join(KINDS)}")
        with self._lock:
            self._faults.insert(0, fault)

    def clear(self) -> None:
        """Let all be well."""
        with self._lock:
            self._faults.clear()

    def _take(self, host: str, path: str | None) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.meets(host, path):
                    if fault.times is not None:
                        fault.times -= 1
                    return fault
        return None

    def connects(self, host: str) -> bool:
        """Return whether a new connection to `host` is accepted."""
        return self._take(host, None) is None

    def spoil(self, call: Call, answer: Answer) -> Reply:
        """Return the host's answer, or what is wrong with it."""
        fault = self._take(call.host, call.path)
        return answer() if fault is None else KINDS[fault.kind](fault, answer)
