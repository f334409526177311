"""One HTTP request and its answer, within its limits: no redirects, no second attempt."""

import contextlib
import os
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeAlias
from urllib.parse import urlsplit

import httpx2
import msgspec

from tracker import __version__
from tracker.errors import ConfigurationError, Fault, TransportFault
from tracker.transport import address, connection
from tracker.transport.deadline import CURRENT, Deadline
from tracker.transport.limits import PATIENCE, wanted_wait
from tracker.transport.settings import Settings

_BUSY = frozenset((502, 503, 504))
_PASSING = _BUSY | {403, 429}
_BROKEN = re.compile(r"closed connection|disconnected without")
"""What h11 says of an answer that was cut off; its class is that of nonsense."""
_HURRY = 2.0
"""Seconds that a connection may take where it seems that there is no network."""


Proof: TypeAlias = Callable[[Mapping[str, str], bytes], bool]
"""Whether headers and body are those of the one answer that an address can have."""


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
    deadline: Deadline
    immutable: Proof | None = None
    """What makes sure that an answer is the one that this address can have; None: it may change."""
    listed: bool = False
    """Whether the package index that was chosen says that its file is there."""


class Hop(msgspec.Struct, frozen=True):
    """One answer, before redirects are followed."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut: bool
    kept: bool = False
    """Whether nobody was asked: the answer is one that was kept, and cannot have changed."""

    @property
    def pause(self) -> float | bool:
        """Whether the host would have us try again, and after how many seconds if it says so."""
        if self.status not in _PASSING:
            return False
        wait = wanted_wait(self.status, self.headers)
        if wait is not None:
            return wait if wait <= PATIENCE else False
        return self.status in _BUSY


class PassingFaultError(Exception):
    """A fault that may be gone at the next attempt."""

    def __init__(self, fault: TransportFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Wire:
    """The connections of one door.

    Proxies and certificates come from the environment, as for the hosts' own tools:
    ``HTTPS_PROXY``, ``NO_PROXY``, ``SSL_CERT_FILE``.

    Raises
    ------
    ConfigurationError
        If what these name cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = _client(settings)
        self._files: httpx2.Client | None = None
        self._making = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()
        if self._files is not None:
            self._files.close()

    def _client_for(self, ask: Ask) -> httpx2.Client:
        """Return the client whose connections may lead where `ask` does.

        Those to the files of the package index are kept apart: a link in a stranger's text must not
        go through one that was opened to a private address for the index.
        """
        if not ask.listed:
            return self._client
        with self._making:
            if self._files is None:
                self._files = _client(self._settings, listed=True)
            return self._files

    def carry(self, ask: Ask, *, hurried: bool = False) -> Hop:
        """Send a request and read its answer.

        Parameters
        ----------
        hurried
            Whether to wait for the connection for a moment only.

        Raises
        ------
        PassingFaultError
            If no connection came about.
        TransportFault
            If there is no usable answer for another reason.
        """
        address.inspect(ask.url, self._settings, listed=ask.listed)
        token = CURRENT.set(ask.deadline)
        try:
            response = self._client_for(ask).send(self._request(ask, hurried=hurried), stream=True)
            with contextlib.closing(response):
                return _read(response, ask)
        except httpx2.ConnectTimeout as error:
            raise self._unconnected(ask.url, error) from error
        except (httpx2.ConnectError, httpx2.ProxyError) as error:
            raise PassingFaultError(self._unconnected(ask.url, error)) from error
        except httpx2.TimeoutException as error:
            raise self._fault("no answer in time", error, Fault.SLOW) from error
        except httpx2.NetworkError as error:
            raise self._fault("the connection broke", error) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            if _BROKEN.search(str(error)):
                raise self._fault("the connection broke", error) from error
            fault = self._fault("not an HTTP answer", error)
            fault.reach = "error"
            raise fault from error
        finally:
            CURRENT.reset(token)

    def _request(self, ask: Ask, *, hurried: bool) -> httpx2.Request:
        left = ask.deadline.remaining
        read = min(self._settings.read_timeout, left)
        connect = min(self._settings.connect_timeout, left)
        timeout = httpx2.Timeout(
            connect=min(connect, _HURRY) if hurried else connect, read=read, write=read, pool=left
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

    def _fault(self, words: str, error: Exception, kind: Fault = Fault.OTHER) -> TransportFault:
        message = address.without(str(error), self._settings.secrets)[:200]
        return TransportFault(
            f"{words}: {message}" if message else words, reach="unreachable", kind=kind
        )


def _client(settings: Settings, *, listed: bool = False) -> httpx2.Client:
    certificates = _certificates()
    try:
        client = httpx2.Client(
            verify=certificates,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            limits=httpx2.Limits(max_connections=64, max_keepalive_connections=32),
        )
    except (ValueError, ImportError) as error:  # of another kind than HTTP
        raise ConfigurationError(
            "The proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names cannot be used.",
            advice="Name one such as http://proxy.example.org:3128, or unset the variable.",
        ) from error
    connection.guard(client, settings, listed=listed)
    return client


def _certificates() -> ssl.SSLContext:
    """Return what a host's certificate is checked against."""
    try:
        return httpx2.create_ssl_context()
    except OSError as error:  # a file that is not there, or none of certificates
        named = os.environ.get("SSL_CERT_FILE")
        if not named:
            raise
        raise ConfigurationError(
            f"SSL_CERT_FILE names {named}, where no certificates can be read.",
            advice="Let it name a file of certificates in PEM form, or unset it.",
        ) from error


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
            words = f"the answer is longer than {ask.limit} bytes"
            raise TransportFault(words, reach="error", kind=Fault.LONG)
        if ask.deadline.passed:
            raise TransportFault("the answer took too long", reach="unreachable", kind=Fault.SLOW)
    cut = len(body) > ask.limit
    return Hop(response.status_code, dict(response.headers), bytes(body[: ask.limit]), cut)
