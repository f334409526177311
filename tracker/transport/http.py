"""HTTP: one client for all hosts, with limits on time, size and redirects, and a record of all.

What comes back as an HTTP answer is an `Answer`, whatever its status. A `TransportFault` means that
there is none: we could not look.
"""

import contextlib
import hashlib
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from urllib.parse import urljoin

import huggingface_hub
import msgspec
import stamina

from tracker.errors import TransportFault
from tracker.model.evidence import Exchange
from tracker.transport import address, hub
from tracker.transport.answer import Answer
from tracker.transport.settings import Settings, origin
from tracker.transport.wire import PATIENCE, Ask, Hop, PassingFaultError, Wire

__all__ = ["Answer", "Http"]

SPACING = {"https://export.arxiv.org:443": 3.0}
"""Seconds between two requests to an origin that asks for it, one connection at a time."""

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_REDIRECTS_LIMIT = 5
_ATTEMPTS = 3
_CREDENTIALS = frozenset(("authorization", "cookie", "proxy-authorization"))

_recorder: ContextVar[list[Exchange] | None] = ContextVar("exchanges", default=None)
logging.getLogger("stamina").addHandler(logging.NullHandler())


class _BusyError(Exception):
    """The host answered that it is busy."""

    def __init__(self, hop: Hop) -> None:
        super().__init__()
        self.hop = hop


class _Turnstile:
    """Lets one request pass at a time, with a gap between two."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._lock = threading.Lock()
        self._free_at = 0.0

    def __enter__(self) -> None:
        self._lock.acquire()
        time.sleep(max(0.0, self._free_at - time.monotonic()))

    def __exit__(self, *_: object) -> None:
        self._free_at = time.monotonic() + self._gap
        self._lock.release()


class Http:
    """The HTTP half of the door; one for all threads."""

    def __init__(self, settings: Settings, *, spacing: Mapping[str, float] = SPACING) -> None:
        self._settings = settings
        self._turnstiles = {place: _Turnstile(gap) for place, gap in spacing.items()}
        self._wire = Wire(settings)

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int | None = None,
        follow: bool = True,
        cut: bool = False,
    ) -> Answer:
        """Ask for a page.

        Parameters
        ----------
        headers
            An ``authorization`` among them is not sent to any other origin than that of `url`.
        limit
            Bytes of the body, unpacked, that are read at most.
        follow
            Whether redirects are followed, up to five.
        cut
            Whether a longer body is cut at `limit` instead of being a fault.

        Raises
        ------
        TransportFault
            If there is no HTTP answer to speak of.
        """
        return self.send("GET", url, headers=headers, limit=limit, follow=follow, cut=cut)

    def post_json(
        self, url: str, payload: object, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Post a JSON document; redirects are not followed.

        Raises
        ------
        TransportFault
            If there is no HTTP answer to speak of.
        """
        return self._send_json("POST", url, payload, headers)

    def patch_json(
        self, url: str, payload: object, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Change a resource by a JSON document; otherwise like `post_json`."""
        return self._send_json("PATCH", url, payload, headers)

    def _send_json(
        self, method: str, url: str, payload: object, headers: Mapping[str, str] | None
    ) -> Answer:
        headers = {**(headers or {}), "content-type": "application/json"}
        return self.send(method, url, headers=headers, content=msgspec.json.encode(payload))

    def hub(self) -> huggingface_hub.HfApi:
        """Return the Hub's own client, whose requests go through this object."""
        return hub.client(self.send, self._settings)

    @contextlib.contextmanager
    def recording(self) -> Iterator[list[Exchange]]:
        """Collect the exchanges of this thread, also those that ended in a fault."""
        exchanges: list[Exchange] = []
        token = _recorder.set(exchanges)
        try:
            yield exchanges
        finally:
            _recorder.reset(token)

    def close(self) -> None:
        """Close all connections."""
        self._wire.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        limit: int | None = None,
        follow: bool = True,
        cut: bool = False,
    ) -> Answer:
        """Send a request; `get` says what the parameters mean."""
        if self._settings.offline:
            raise TransportFault("offline was asked for", reach="unreachable")
        way = [url]
        steadfast = 0
        exchanges: list[Exchange] = []
        with self._turnstiles.get(_origin(url)) or contextlib.nullcontext():
            ask = Ask(
                method=method,
                url=url,
                headers={name.lower(): text for name, text in (headers or {}).items()},
                content=content,
                limit=self._settings.body_limit if limit is None else limit,
                cut=cut,
                deadline=time.monotonic() + self._settings.total_timeout,
            )
            while True:
                hop = self._patiently(ask, exchanges)
                target = hop.headers.get("location") if hop.status in _REDIRECTS else None
                if target is None or not follow or method not in ("GET", "HEAD"):
                    break
                if len(way) > _REDIRECTS_LIMIT:
                    raise TransportFault(f"more than {_REDIRECTS_LIMIT} redirects", reach="error")
                steadfast += hop.status in _PERMANENT and steadfast == len(way) - 1
                ask = _redirected(ask, target)
                way.append(ask.url)
        shown = tuple(map(self._printable, way))
        return Answer(
            url=shown[0],
            final_url=shown[-1],
            permanent_url=shown[steadfast],
            status=hop.status,
            headers=hop.headers,
            body=hop.body,
            exchanges=tuple(exchanges),
            redirects=shown[1:],
            cut=hop.cut,
        )

    def _patiently(self, ask: Ask, exchanges: list[Exchange]) -> Hop:
        """Send, and send again where the fault may pass."""
        attempts = stamina.retry_context(
            on=_pause,
            attempts=_ATTEMPTS,
            timeout=ask.remaining,
            wait_initial=0.2,
            wait_max=PATIENCE,
            wait_jitter=0.3,
        )
        try:
            for attempt in attempts:
                with attempt:
                    return self._once(ask, exchanges)
        except _BusyError as busy:
            return busy.hop
        except PassingFaultError as passing:
            raise passing.fault from passing.__cause__
        raise AssertionError("stamina tries at least once")

    def _once(self, ask: Ask, exchanges: list[Exchange]) -> Hop:
        try:
            hop = self._wire.carry(ask)
        except (PassingFaultError, TransportFault):
            self._record(Exchange(url=self._printable(ask.url)), exchanges)
            raise
        etag = hop.headers.get("etag")
        exchange = Exchange(
            url=self._printable(ask.url),
            status=hop.status,
            etag=etag and etag[:200],
            digest=None if hop.cut else "sha256:" + hashlib.sha256(hop.body).hexdigest(),
        )
        self._record(exchange, exchanges)
        if hop.pause is not False:
            raise _BusyError(hop)
        return hop

    def _record(self, exchange: Exchange, exchanges: list[Exchange]) -> None:
        exchanges.append(exchange)
        recorder = _recorder.get()
        if recorder is not None:
            recorder.append(exchange)

    def _printable(self, url: str) -> str:
        return address.printable(url, self._settings.secrets)


def _origin(url: str) -> str:
    try:
        return origin(url)
    except ValueError:
        return ""


def _redirected(ask: Ask, target: str) -> Ask:
    """Ask somewhere else; credentials stay with the origin that they were meant for."""
    try:
        url = urljoin(ask.url, target)
    except ValueError as error:
        raise TransportFault("redirected to no address", reach="error") from error
    headers = ask.headers
    if _origin(url) != _origin(ask.url):
        headers = {name: text for name, text in headers.items() if name not in _CREDENTIALS}
    return msgspec.structs.replace(ask, url=url, headers=headers)


def _pause(error: Exception) -> bool | float:
    if isinstance(error, _BusyError):
        return error.hop.pause
    return isinstance(error, PassingFaultError)
