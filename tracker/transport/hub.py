"""The Hub's own client, going through our door.

``huggingface_hub`` keeps one HTTP client for the process. Ours has a transport that hands every
request to `tracker.transport.http.Http`, so that time limits, redirects, the rules for addresses
and the record of exchanges are the same for the Hub's client as for our own calls. (Left to itself,
the client has no time limit.)
"""

import threading
from typing import Protocol

import httpx2
import huggingface_hub
from huggingface_hub import constants
from huggingface_hub.utils._http import default_client_factory

from tracker.errors import TransportFault
from tracker.model.foreign import nested
from tracker.transport.answer import Response
from tracker.transport.settings import Settings

_PASSED_ON = ("authorization", "accept", "range")
_ABOUT_THE_WIRE = frozenset(("content-encoding", "content-length", "transfer-encoding"))

_LONGER = 4
"""Times the usual bound, for answers that list every file of a repository."""

_EXCHANGE = threading.Lock()
"""Held while the process's client is exchanged: that closes the one in use."""


class Send(Protocol):
    """`tracker.transport.http.Http.send`."""

    def __call__(
        self, method: str, url: str, *, headers: dict[str, str], content: bytes | None, limit: int
    ) -> Response:
        """Send one request."""
        ...


class _Transport(httpx2.BaseTransport):
    def __init__(self, send: Send, limit: int) -> None:
        self._send = send
        self._limit = limit

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        content = request.read() or None
        answer = self._send(
            request.method, str(request.url), headers=headers, content=content, limit=self._limit
        )
        if nested(answer.body):
            raise TransportFault("the Hub's answer cannot be read", reach="error")
        kept = {
            name: value for name, value in answer.headers.items() if name not in _ABOUT_THE_WIRE
        }
        return httpx2.Response(answer.status, headers=kept, content=answer.body, request=request)


class _Client(httpx2.Client):
    def __init__(self, send: Send, limit: int) -> None:
        super().__init__(transport=_Transport(send, limit), trust_env=False, follow_redirects=False)
        self.send_through = send


def client(send: Send, settings: Settings) -> huggingface_hub.HfApi:
    """Return the Hub's client, and make sure that it sends through `send`.

    Without a token in `settings` none is sent: a login stored on this machine is not ours to use.
    Nothing is told of this machine either: left to itself, the client asks the Hub for a list of
    programs and names the one that runs it.
    """
    constants.HF_HUB_DISABLE_TELEMETRY = True
    with _EXCHANGE:
        session = huggingface_hub.get_session()
        if not (isinstance(session, _Client) and session.send_through == send):
            limit = _LONGER * settings.body_limit
            huggingface_hub.set_client_factory(lambda: _Client(send, limit))
    return huggingface_hub.HfApi(endpoint=settings.hf_endpoint, token=settings.hf_token or False)


def forget(send: Send) -> None:
    """Give the process's client back if it sends through `send`, which is about to close."""
    with _EXCHANGE:
        session = huggingface_hub.get_session()
        if isinstance(session, _Client) and session.send_through == send:
            huggingface_hub.set_client_factory(default_client_factory)
