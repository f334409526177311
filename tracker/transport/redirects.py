"""Where a redirect leads, and what goes there with the request."""

from urllib.parse import urljoin

import msgspec

from tracker.errors import TransportFault
from tracker.transport.settings import origin
from tracker.transport.wire import Ask, Hop

PERMANENT = frozenset((301, 308))
_REDIRECTS = PERMANENT | {302, 303, 307}
_CREDENTIALS = frozenset(("authorization", "cookie", "proxy-authorization"))


def target(hop: Hop) -> str | None:
    """Return the address that an answer sends us to, as it is written there, or None."""
    return hop.headers.get("location") if hop.status in _REDIRECTS else None


def _origin(url: str) -> str:
    try:
        return origin(url)
    except ValueError:
        return ""


def followed(ask: Ask, target: str) -> Ask:
    """Ask somewhere else; credentials stay with the origin that they were meant for."""
    try:
        url = urljoin(ask.url, target)
    except ValueError as error:
        raise TransportFault("redirected to no address", reach="error") from error
    if _origin(url) == _origin(ask.url):
        return msgspec.structs.replace(ask, url=url)
    headers = {name: text for name, text in ask.headers.items() if name not in _CREDENTIALS}
    return msgspec.structs.replace(ask, url=url, headers=headers, listed=False)
