"""One authority per process, and a certificate for each set of names."""

import ssl
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import trustme


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


def server_context(names: Iterable[str]) -> ssl.SSLContext:
    """Return a context whose one certificate is good for all `names` and addresses."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _authority().issue_cert(*sorted(names)).configure_cert(context)
    return context


def write_authority(path: Path) -> None:
    """Write the certificate that clients must trust."""
    _authority().cert_pem.write_to_path(str(path))


@cache
def untrusted_context() -> ssl.SSLContext:
    """Return a context whose certificate comes from an authority that nobody knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("*.example").configure_cert(context)
    return context
