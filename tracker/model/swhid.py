"""Software Hash Identifiers (SWHID, ISO/IEC 18670) of git objects."""

import hashlib

_SHA256 = 64
"""Digits of the name of a commit in a repository that was made with SHA-256."""


def revision(commit: str) -> str:
    """Return the SWHID of a git commit; one that is named by SHA-256 has none, and keeps its name.

    Examples
    --------
    >>> revision("33fe3176f0bb212588e84fc8ccf50dd554975144")
    'swh:1:rev:33fe3176f0bb212588e84fc8ccf50dd554975144'
    >>> revision("5" * 64)[:20]
    'git-sha256:555555555'
    """
    if len(commit) == _SHA256:
        return f"git-sha256:{commit}"
    return f"swh:1:rev:{commit}"


def content(data: bytes) -> str:
    """Return the SWHID of a file's bytes, which is its git blob id.

    Examples
    --------
    >>> content(b"")
    'swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    header = f"blob {len(data)}\0".encode()
    return "swh:1:cnt:" + hashlib.sha1(header + data, usedforsecurity=False).hexdigest()


def git_id(swhid: str) -> str:
    """Return the git object id inside what `revision` returns, or a SWHID."""
    return swhid.rpartition(":")[2]
