"""One HTTP request and its answer, within its limits: no redirects, no second attempt."""

import contextlib
import socket
import ssl
import time
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx2
import msgspec

from tracker import __version__
from tracker.errors import TransportFault
from tracker.transport import address
from tracker.transport.settings import Settings

PATIENCE = 5.0
"""The longest Retry-After that is waited for, in seconds."""
_BUSY = frozenset((502, 503, 504))


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One request, and the limits of its answer."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    limit: int
    """Bytes of the unpacked body."""
    cut: bool
    """Whether a longer body is cut there instead of being a fault."""
    deadline: float
    """On the monotonic clock."""

    @property
    def remaining(self) -> float:
        """Seconds left; never quite none, because a limit of zero means something else."""
        return max(0.1, self.deadline - time.monotonic())


class Hop(msgspec.Struct, frozen=True):
    """One answer, before redirects are followed."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut: bool

    @property
    def pause(self) -> float | bool:
        """Whether the host would have us try again, and after how many seconds if it says so."""
        value = self.headers.get("retry-after", "").strip()
        wait = float(value) if value.isascii() and value.isdecimal() else None
        if wait is not None and wait <= PATIENCE:
            return wait if self.status in _BUSY or self.status == 429 else False
        return self.status in _BUSY and not value


class PassingFaultError(Exception):
    """A fault that may be gone at the next attempt."""

    def __init__(self, fault: TransportFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Wire:
    """The connections of one door.

    Proxies and certificates come from the environment, as for the hosts' own tools:
    ``HTTPS_PROXY``, ``NO_PROXY``, ``SSL_CERT_FILE``.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = httpx2.Client(
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            limits=httpx2.Limits(max_connections=64, max_keepalive_connections=32),
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def carry(self, ask: Ask) -> Hop:
        """Send a request and read its answer.

        Raises
        ------
        PassingFaultError
            If no connection came about.
        TransportFault
            If there is no usable answer for another reason.
        """
        self._check(ask.url)
        try:
            response = self._client.send(self._request(ask), stream=True)
            with contextlib.closing(response):
                return _read(response, ask)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            raise PassingFaultError(self._unconnected(ask.url, error)) from error
        except httpx2.TimeoutException as error:
            raise self._fault("no answer in time", error) from error
        except httpx2.NetworkError as error:
            raise self._fault("the connection broke", error) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            fault = self._fault("not an HTTP answer", error)
            fault.reach = "error"
            raise fault from error

    def _check(self, url: str) -> None:
        try:
            address.check(url, self._settings)
        except TransportFault as fault:
            if fault.reach == "unreachable":
                raise PassingFaultError(fault) from fault
            raise

    def _request(self, ask: Ask) -> httpx2.Request:
        read = min(self._settings.read_timeout, ask.remaining)
        timeout = httpx2.Timeout(
            connect=min(self._settings.connect_timeout, ask.remaining),
            read=read,
            write=read,
            pool=ask.remaining,
        )
        return httpx2.Request(
            ask.method,
            ask.url,
            headers={
                "user-agent": f"tracker/{__version__}",
                "accept-encoding": "gzip",
                **ask.headers,
            },
            content=ask.content,
            extensions={"timeout": timeout.as_dict()},
        )

    def _unconnected(self, url: str, error: Exception) -> TransportFault:
        if _caused_by(error, socket.gaierror):
            name = urlsplit(url).hostname
            return TransportFault(f"the name {name} does not resolve", reach="unreachable")
        trusted = not _caused_by(error, ssl.SSLError)
        return self._fault("no connection" if trusted else "no trusted connection", error)

    def _fault(self, words: str, error: Exception) -> TransportFault:
        told = address.without(str(error), self._settings.secrets)[:200]
        return TransportFault(f"{words}: {told}" if told else words, reach="unreachable")


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error is not None


def _read(response: httpx2.Response, ask: Ask) -> Hop:
    """Read a body up to the limits on its size and time."""
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > ask.limit:
            if ask.cut:
                break
            raise TransportFault(f"the answer is longer than {ask.limit} bytes", reach="error")
        if time.monotonic() > ask.deadline:
            raise TransportFault("the answer took too long", reach="unreachable")
    cut = len(body) > ask.limit
    return Hop(response.status_code, dict(response.headers), bytes(body[: ask.limit]), cut)
