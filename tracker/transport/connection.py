"""The socket's side of a request: where it may connect to, and how long it may read.

A name is resolved once; the address that was checked is the address that is connected to, so that
a name cannot answer with a public address first and with a private one afterwards. Each read is
bounded by the time that the whole request has left, also while the head of an answer drips in.
"""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from tracker.errors import Fault, TransportFault
from tracker.transport import address
from tracker.transport.deadline import CURRENT
from tracker.transport.settings import Settings


class _Stream(httpcore2.NetworkStream):
    """A connection whose reads and writes end with the request's time."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        deadline = CURRENT.get()
        if deadline is None:
            return self._inner.read(max_bytes, timeout)
        if deadline.passed:
            raise _late()
        bound = deadline.remaining
        try:
            return self._inner.read(max_bytes, bound if timeout is None else min(timeout, bound))
        except httpcore2.ReadTimeout:
            if deadline.passed:
                raise _late() from None
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        deadline = CURRENT.get()
        if deadline is not None:
            bound = deadline.remaining
            timeout = bound if timeout is None else min(timeout, bound)
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Opens connections, to checked addresses only."""

    def __init__(self, settings: Settings, *, checks: bool, listed: bool) -> None:
        self._inner = httpcore2.SyncBackend()
        self._settings = settings
        self._checks = checks
        self._listed = listed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        places = [host]
        if self._checks:
            wait = self._settings.connect_timeout if timeout is None else timeout
            try:
                places = address.places(host, port, self._settings, wait, listed=self._listed)
            except TransportFault as fault:
                if fault.reach != "unreachable":
                    raise
                raise httpcore2.ConnectError(fault.message) from fault.__cause__
        for place in places[:-1]:
            try:
                return self._connect(place, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._connect(places[-1], port, timeout, local_address, socket_options)

    def _connect(
        self,
        place: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore2.NetworkStream:
        return _Stream(self._inner.connect_tcp(place, port, timeout, local_address, socket_options))


def guard(client: httpx2.Client, settings: Settings, *, listed: bool = False) -> None:
    """Let all connections of `client` go through here.

    A proxy resolves names itself and is the choice of whoever runs the tracker: its own address is
    not checked.

    Parameters
    ----------
    listed
        Whether they lead to files that the package index lists; see `address.places`.
    """
    # The client offers no way to pass a network backend on to its pools.
    for transport, checks in (
        (client._transport, True),  # noqa: SLF001
        *((mount, False) for mount in client._mounts.values()),  # noqa: SLF001
    ):
        if isinstance(transport, httpx2.HTTPTransport):
            transport._pool._network_backend = _Backend(  # noqa: SLF001
                settings, checks=checks, listed=listed
            )


def _late() -> TransportFault:
    return TransportFault("the answer took too long", reach="unreachable", kind=Fault.SLOW)
