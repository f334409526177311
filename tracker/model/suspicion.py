"""Addresses that lead a reader somewhere else than they seem to, or nowhere at all. Pure.

Every one of them is an address (`tracker.model.locator.fault` is about those that are none); none
belongs into a registry that others read and run.
"""

import ipaddress
import re
from urllib.parse import unquote, urlsplit

from tracker.model.traits import known

_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_NUMBER = re.compile(r"0x[0-9a-f]*|\d+", re.IGNORECASE | re.ASCII)


def suspicious(url: str) -> str | None:
    """Return what is suspicious about an address, in a few words, or None.

    Examples
    --------
    >>> suspicious("http://127.0.0.1:8000/x")
    'leads to this machine or to a private network'
    >>> suspicious("https://g\u0456thub.com/a/b")
    'has letters in its host name that look like others'
    >>> suspicious("https://github.com/a/b") is None
    True
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if _local(host):
        return "leads to this machine or to a private network"
    if not unquote(url, errors="replace").isprintable():
        return "has a character in it that nobody sees"
    if not host.isascii():
        return "has letters in its host name that look like others"
    site = host.removeprefix("www.")
    plain = any(site in host_traits.sites for host_traits in known() if host_traits.ascii)
    if plain and not unquote(parts.path).isascii():
        return "has letters in its name that look like others"
    return None


def printable(url: str) -> str:
    r"""Return an address with the characters that are not ASCII, or not seen, written out.

    Examples
    --------
    >>> print(printable("https://g\u0456thub.com/"))
    https://g\u0456thub.com/
    """
    return url.encode("ascii", "backslashreplace").decode("ascii")


def _local(host: str) -> bool:
    """Whether a host is this machine or a private one, in any spelling that a resolver takes."""
    if host == "localhost" or host.endswith(_LOCAL_NAMES):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(_NUMBER.fullmatch(host.rpartition(".")[2]))
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    return not address.is_global or address.is_multicast
