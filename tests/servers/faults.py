"""What can go wrong at a host, as a table: one row per kind."""

import fnmatch
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from servers.wire import Call, Reply, as_html, as_json

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
            return self.kind in _WITHOUT_CONNECTION and self.path is None
        return self.path is None or fnmatch.fnmatchcase(path, self.path)


Effect = Callable[[Fault, Answer, Call], Reply]

PORTAL = "portal.example"
"""A host that shows a page to log in, whatever it is asked."""
HUGE = 6_000_000
"""Bytes of a body that nobody wants."""
_WITHOUT_CONNECTION = ("refuse", "dns")


def _status(status: int, body: str) -> Effect:
    def fail(fault: Fault, _: Answer, __: Call) -> Reply:
        wait = {} if fault.retry_after is None else {"retry_after": str(fault.retry_after)}
        return as_html(body, status, **wait)

    return fail


def _secondary(fault: Fault, _: Answer, __: Call) -> Reply:
    message = "You have exceeded a secondary rate limit. Please wait a few minutes."
    wait = 60 if fault.retry_after is None else fault.retry_after
    return as_json({"message": message}, 403, retry_after=str(wait))


def _spoken_error(*_: object) -> Reply:
    return as_json({"error": "Internal error", "errors": [{"message": "Something went wrong"}]})


def _with(ending: str) -> Effect:
    return lambda _, answer, __: replace(answer(), ending=ending)


def _without(ending: str) -> Effect:
    return lambda *_: Reply(ending=ending)  # type: ignore[arg-type]


def _portal(*_: object) -> Reply:
    return as_html("<!doctype html><title>Log in to this network</title>")


def _huge(_: Fault, answer: Answer, __: Call) -> Reply:
    return replace(answer(), body=bytes(HUGE))


def _length(change: int) -> Effect:
    """Tell a length that is not the body's."""

    def lie(_: Fault, answer: Answer, __: Call) -> Reply:
        reply = answer()
        length = max(0, len(reply.body) + (change or -(len(reply.body) // 2)))
        headers = {**reply.headers, "content-length": str(length), "connection": "close"}
        return replace(reply, headers=headers)

    return lie


KINDS: Mapping[str, Effect] = {
    "refuse": _without("reset"),
    "dns": _without("reset"),
    "bad-tls": _without("reset"),
    "hang": _without("hang"),
    "drip": _with("drip"),
    "drip-head": _with("drip-head"),
    "cut": _with("cut"),
    "too-long": _length(1_000),
    "too-short": _length(0),
    "500": _status(500, "<h1>Internal Server Error</h1>"),
    "502": _status(502, "<h1>Bad Gateway</h1>"),
    "503": _status(503, "<h1>Service Unavailable</h1>"),
    "504": _status(504, "<h1>Gateway Time-out</h1>"),
    "429": _status(429, "<h1>Too Many Requests</h1>"),
    "secondary": _secondary,
    "html": _portal,
    "garbage": lambda *_: Reply(
        body=b'\x00\xff{"half": \x80', headers={"content-type": "application/json"}
    ),
    "200-error": _spoken_error,
    "blank": lambda *_: Reply(),
    "loop": lambda _, __, call: as_html("", 302, location=call.base + call.target),
    "elsewhere": lambda *_: as_html("", 302, location=f"https://{PORTAL}/login"),
    "elsewhere-404": lambda *_: as_html("", 302, location=f"https://{PORTAL}/nowhere"),
    "inside": lambda *_: as_html("", 302, location="http://169.254.169.254/latest/meta-data/"),
    "huge": _huge,
}
"""Kind → what is answered. Three work on connections: ``refuse``, ``dns`` and ``bad-tls``."""


def portal(call: Call) -> Reply:
    """Answer as `PORTAL`."""
    return as_html("<title>Not found</title>", 404) if call.path == "/nowhere" else _portal()


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
        return answer() if fault is None else KINDS[fault.kind](fault, answer, call)

    def mistrusted(self, host: str) -> bool:
        """Whether the host now shows a certificate that nobody trusts."""
        with self._lock:
            return any(
                fault.host == host and fault.kind == "bad-tls" and fault.times != 0
                for fault in self._faults
            )
