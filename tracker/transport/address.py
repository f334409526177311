"""Which addresses may be asked, and how an address is printed without its secrets.

Links come from strangers' texts. None of them may make this machine talk to itself, to its own
network or to the metadata service of a cloud.
"""

import ipaddress
import re
import socket
import threading
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from tracker.errors import TransportFault
from tracker.model.blotting import blotted
from tracker.model.locator import fault
from tracker.transport.settings import Settings, origin

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_SECRET_NAME = re.compile(
    r"token|secret|key|sig|auth|passw|credential|policy|session|jwt|^(code|state|pwd)$|^x-amz-",
    re.IGNORECASE,
)
_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that was ever given out. What lies elsewhere stays in a network: ``64:ff9b:1::/48`` does,
where nobody else knows which of its bits are an IPv4 address."""
_GATEWAYS = tuple(map(ipaddress.IPv6Network, ("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
"""To the IPv4 address of their last 32 bits: mapped, translated, NAT64."""
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_SAFE = "%/:@!$&'()*+,;=~-._"


def check(url: str, settings: Settings) -> tuple[str, ...]:
    """Refuse an address that nothing from outside may send us to, by its text and by its name.

    Return the addresses that its name stands for, as far as they matter. Where a proxy carries the
    request, names are the proxy's to resolve: then only addresses that are plainly local are
    refused.

    Raises
    ------
    TransportFault
        ``error`` if the address is refused, ``unreachable`` if its name does not resolve.
    """
    inspect(url, settings)
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if origin(url) in settings.configured or _proxied(parts.scheme, host):
        return ()
    addresses = _resolve(host, settings.connect_timeout)
    _allowed_only(host, addresses, settings)
    return tuple(map(str, addresses))


def inspect(url: str, settings: Settings, *, listed: bool = False) -> None:
    """Refuse an address by what is written in it, without asking the name service.

    Parameters
    ----------
    listed
        As for `places`.

    Raises
    ------
    TransportFault
        ``error`` if the address is refused.
    """
    if reason := fault(url):
        raise TransportFault(f"refused: the address {reason}", reach="error")
    if origin(url) in settings.configured:
        return
    host = (urlsplit(url).hostname or "").rstrip(".")
    if listed and _beside_index(host, settings):
        return
    own = host == "localhost" or host.endswith(".localhost")
    local = own or (host.endswith(_LOCAL_NAMES) and not listed)
    if local and not settings.allowed.names(host):
        raise TransportFault(f"refused: {host} is a local name", reach="error")
    if literal := _literal(host):
        _allowed_only(host, [literal], settings, listed=listed)


def places(
    host: str, port: int, settings: Settings, timeout: float, *, listed: bool = False
) -> list[str]:
    """Return the addresses that a connection to `host` may be opened to.

    Parameters
    ----------
    listed
        Whether the connection is for a file that the package index lists: its host may then be
        private, as it may for pip. It may be this machine only where the index is, too.

    Raises
    ------
    TransportFault
        As `check`.
    """
    addresses = _resolve(host.rstrip("."), timeout)
    chosen = (host.lower(), port) in settings.chosen
    if not chosen and not (listed and _beside_index(host, settings)):
        _allowed_only(host, addresses, settings, listed=listed)
    return list(dict.fromkeys(map(str, addresses)))


def _beside_index(host: str, settings: Settings) -> bool:
    return settings.index is not None and urlsplit(settings.index).hostname == host.lower()


def _allowed_only(
    host: str, addresses: Iterable[_Address], settings: Settings, *, listed: bool = False
) -> None:
    if settings.allowed.names(host):
        return
    for address in addresses:
        plain = _plain(address)
        beside = listed and not (
            plain.is_loopback or plain.is_link_local or plain.is_multicast or plain.is_unspecified
        )
        if not (beside or _public(plain) or settings.allowed.holds(plain)):
            raise TransportFault(f"refused: {host} is the private address {address}", reach="error")


def printable(url: str, secrets: Iterable[str] = ()) -> str:
    """Return `url` in ASCII, as it may be kept: without user name, fragment and secret values.

    Examples
    --------
    >>> printable("https://me:pw@example.org/a?id=3&access_token=hf_x#top")
    'https://example.org/a?id=3&access_token=***'
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(an address that cannot be read)"
    host = f"[{host}]" if ":" in host else host
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(_SECRET_NAME.search(name) for name, _ in pairs):
        hidden = [(name, "***" if _SECRET_NAME.search(name) else value) for name, value in pairs]
        query = urlencode(hidden, safe="*")
    path, query = quote(parts.path, safe=_SAFE), quote(query, safe=_SAFE + "?")
    return without(urlunsplit((parts.scheme, host + port, path, query, "")), secrets)


def has_secret(url: str) -> bool:
    """Whether the query of `url` has a value that looks like a key to something.

    Examples
    --------
    >>> has_secret("https://example.org/file?X-Amz-Signature=1a2b")
    True
    """
    query = urlsplit(url).query
    return any(_SECRET_NAME.search(name) for name, _ in parse_qsl(query, keep_blank_values=True))


def without(text: str, secrets: Iterable[str]) -> str:
    """Return `text` with each of `secrets` blotted out, in every form in which it travels."""
    return blotted(text, secrets)


def _proxied(scheme: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)


def _literal(host: str) -> _Address | None:
    """Read an address in any spelling that a resolver takes: ``127.1`` is one, too."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _resolve(host: str, timeout: float) -> list[_Address]:
    """Ask the name service, in a thread: the question itself knows no time limit."""
    addresses: list[_Address] = []
    trouble: list[Exception] = []

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            texts = (str(entry[4][0]).partition("%")[0] for entry in entries)
            addresses.extend(map(ipaddress.ip_address, texts))
        except (OSError, UnicodeError) as error:
            trouble.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout)
    if asking.is_alive() or not addresses:
        cause = trouble[0] if trouble else None
        raise TransportFault(f"the name {host} does not resolve", reach="unreachable") from cause
    return addresses


def _plain(address: _Address) -> _Address:
    """Return the address to which one leads, by whatever gateway."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in _GATEWAYS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or address


def _public(address: _Address) -> bool:
    """Tell whether an address leads into the public network, by whatever gateway."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    if (plain := _plain(address)) is not address:
        return _public(plain)
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if int(address) >> 32 & 0xFDFFFFFF == 0x5EFE and not _public(last):  # ISATAP
        return False
    return address in _UNICAST and address.is_global
