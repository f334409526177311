"""HTTP: one client for all hosts, with limits on time, size and redirects, and a record of all.

What comes back as an HTTP answer is an `Answer`, whatever its status. A `TransportFault` means that
there is none: we could not look.

Long, because one class keeps every limit on an exchange, each beside the others.
"""

import contextlib
import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar

import huggingface_hub
import msgspec
import stamina

from tracker.errors import TransportFault
from tracker.model.evidence import Exchange
from tracker.transport import address, hub, redirects
from tracker.transport.answer import Response
from tracker.transport.cache import Cache
from tracker.transport.clock import HostClocks
from tracker.transport.conditional import Conditional
from tracker.transport.deadline import Deadline
from tracker.transport.limits import LIMITS, PATIENCE, Gates, Limit
from tracker.transport.recordings import Player, Recorder
from tracker.transport.settings import Settings, origin
from tracker.transport.wire import Ask, Hop, PassingFaultError, Proof, Wire

__all__ = ["Http", "Response"]

_REDIRECTS_LIMIT = 5
_ATTEMPTS = 3

_recorder: ContextVar[list[Exchange] | None] = ContextVar("exchanges", default=None)
logging.getLogger("stamina").addHandler(logging.NullHandler())


class _BusyError(Exception):
    """The host answered that it is busy."""

    def __init__(self, hop: Hop) -> None:
        super().__init__()
        self.hop = hop


class Http:
    """The HTTP half of the door; one for all threads.

    Parameters
    ----------
    cache
        Where answers are kept that may be asked for again; none are without it.
    player
        What answers in place of the hosts.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        cache: Cache | None = None,
        player: Player | None = None,
        limits: Mapping[str, Limit] = LIMITS,
        on_wait: Callable[[str, float], None] | None = None,
    ) -> None:
        self._settings = settings
        self._gates = Gates(limits, within=settings.within, on_wait=on_wait)
        self.clocks = HostClocks()
        self._conditional = Conditional(cache or Cache(None, 0))
        self._player = player
        self._recorder = Recorder(settings.record, settings) if settings.record else None
        self._wire = Wire(settings)
        self._lent = False

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int | None = None,
        follow: bool = True,
        cut: bool = False,
        immutable: Proof | None = None,
        listed: bool = False,
    ) -> Response:
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
        immutable
            For a `url` that can never answer anything else, as a file of a named revision: whether
            headers and body are that answer. One that was proven so is not asked for again.
        listed
            Whether the package index that whoever runs the tracker chose lists `url` as one of its
            files: the host of the file was then chosen, too, and may be private.

        Raises
        ------
        TransportFault
            If there is no HTTP answer to speak of.
        """
        return self.send(
            "GET",
            url,
            headers=headers,
            limit=limit,
            follow=follow,
            cut=cut,
            immutable=immutable,
            listed=listed,
        )

    def post_json(
        self, url: str, payload: object, *, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Post a JSON document; redirects are not followed.

        Raises
        ------
        TransportFault
            If there is no HTTP answer to speak of.
        """
        return self._send_json("POST", url, payload, headers)

    def patch_json(
        self, url: str, payload: object, *, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Change a resource by a JSON document; otherwise like `post_json`."""
        return self._send_json("PATCH", url, payload, headers)

    def _send_json(
        self, method: str, url: str, payload: object, headers: Mapping[str, str] | None
    ) -> Response:
        headers = {**(headers or {}), "content-type": "application/json"}
        return self.send(method, url, headers=headers, content=msgspec.json.encode(payload))

    def hub(self) -> huggingface_hub.HfApi:
        """Return the Hub's own client, whose requests go through this object."""
        self._lent = True
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
        self._gates.leave()
        if self._lent:
            hub.forget(self.send)
        self._wire.close()
        if self._recorder is not None:
            self._recorder.close()

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
        immutable: Proof | None = None,
        listed: bool = False,
    ) -> Response:
        """Send a request; `get` says what the parameters mean."""
        if self._settings.offline:
            raise TransportFault("offline was asked for", reach="unreachable")
        way = [url]
        steadfast = 0
        exchanges: list[Exchange] = []
        ask = Ask(
            method=method,
            url=url,
            headers={name.lower(): text for name, text in (headers or {}).items()},
            content=content,
            limit=self._settings.body_limit if limit is None else limit,
            cut=cut,
            deadline=Deadline(self._settings.total_timeout),
            immutable=immutable,
            listed=listed,
        )
        while True:
            hop = self._patiently(ask, exchanges)
            target = redirects.target(hop)
            if target is None or not follow or method not in ("GET", "HEAD"):
                break
            if len(way) > _REDIRECTS_LIMIT:
                raise TransportFault(f"more than {_REDIRECTS_LIMIT} redirects", reach="error")
            steadfast += hop.status in redirects.PERMANENT and steadfast == len(way) - 1
            ask = redirects.followed(ask, target)
            way.append(ask.url)
        shown = tuple(map(self._printable, way))
        return Response(
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
        try:
            hop = self._attempts(ask, exchanges)
            while hop.status in (403, 429) and self._gates.waits(ask.url):
                hop = self._attempts(ask, exchanges)
        except TransportFault as fault:
            if self._recorder is not None:
                self._recorder.failed(ask, fault)
            raise
        if self._recorder is not None:
            self._recorder.answered(ask, hop)
        return hop

    def _attempts(self, ask: Ask, exchanges: list[Exchange]) -> Hop:
        once = self._gates.lonely
        attempts = stamina.retry_context(
            on=lambda error: False if once else _pause(error),
            attempts=_ATTEMPTS,
            timeout=ask.deadline.remaining,
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
            self._gates.failed(ask.url, passing.fault.message)
            raise passing.fault from passing.__cause__
        raise AssertionError("stamina tries at least once")

    def _once(self, ask: Ask, exchanges: list[Exchange]) -> Hop:
        try:
            hop, status = self._answer(ask)
        except (PassingFaultError, TransportFault):
            self._record(Exchange(url=self._printable(ask.url)), exchanges)
            raise
        if not hop.kept:
            etag = hop.headers.get("etag")
            exchange = Exchange(
                url=self._printable(ask.url),
                status=status,
                etag=etag and etag[:200],
                digest=None if hop.cut else "sha256:" + hashlib.sha256(hop.body).hexdigest(),
            )
            self._record(exchange, exchanges)
        if hop.pause is not False:
            raise _BusyError(hop)
        return hop

    def _answer(self, ask: Ask) -> tuple[Hop, int]:
        """Return the answer, and the status under which it came: 304 stands for what was kept."""
        if self._player is not None:
            hop = self._player.play(ask, self._settings)
            return hop, hop.status
        kept = self._conditional.find(ask)
        if kept is not None and ask.immutable is not None:
            return msgspec.structs.replace(kept, kept=True), kept.status
        hop = self._asked(self._conditional.asking(ask, kept))
        if kept is not None and hop.status == 304:
            return kept, 304
        self._conditional.keep(ask, hop)
        return hop, hop.status

    def _asked(self, ask: Ask) -> Hop:
        with self._gates.passing(ask.url, ask.deadline):
            try:
                hop = self._wire.carry(ask, hurried=self._gates.lonely)
            except TransportFault as fault:
                if fault.reach == "unreachable":
                    self._gates.failed(ask.url, fault.message)
                raise
            self._gates.heard(ask.url, hop.status, hop.headers)
            self.clocks.heard(origin(ask.url), hop.headers)
            return hop

    def _record(self, exchange: Exchange, exchanges: list[Exchange]) -> None:
        exchanges.append(exchange)
        recorder = _recorder.get()
        if recorder is not None:
            recorder.append(exchange)

    def _printable(self, url: str) -> str:
        return address.printable(url, self._settings.secrets)


def _pause(error: Exception) -> bool | float:
    if isinstance(error, _BusyError):
        return error.hop.pause
    return isinstance(error, PassingFaultError)
