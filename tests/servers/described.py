"""The words a world is described in. Values only; what serves them lives in the other modules."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias


@dataclass(frozen=True)
class Special:
    """A tree entry that is not a plain file."""

    mode: Literal["100755", "120000", "160000"]
    content: bytes
    """Text of an executable, target of a link, or commit id of a submodule."""


@dataclass(frozen=True)
class Weights:
    """A large file of a Hub repository: kept elsewhere, present by name and size only."""

    size: int


File: TypeAlias = str | bytes | Special


def link(target: str) -> Special:
    """Return a symbolic link."""
    return Special("120000", target.encode())


def submodule(commit: str) -> Special:
    """Return a submodule standing at `commit`."""
    return Special("160000", commit.encode())


def content(file: File) -> bytes:
    """Return the bytes of a file, or what stands in their place."""
    if isinstance(file, Special):
        return file.content
    return file.encode() if isinstance(file, str) else file


def number(name: str) -> int:
    """Return a numeric id made from `name`; it fits GraphQL's Int."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> 1


def utc(moment: str) -> str:
    """Return an ISO 8601 moment as hosts print it: UTC, to the second, with ``Z``."""
    return f"{dt.datetime.fromisoformat(moment).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, kw_only=True)
class Repository:
    """A git repository with two commits: the first with one file, the last with all of them."""

    files: Mapping[str, File] = field(default_factory=dict)
    """No files: an empty repository, without a commit."""
    first_commit: str = "2025-03-01T00:00:00+00:00"
    last_commit: str | None = None
    """None: the first commit is the only one and has all files."""
    branch: str = "main"
    branches: Mapping[str, Mapping[str, File]] = field(default_factory=dict)
    """Other branches and their files, each one commit after the last of the first commit."""
    id: int | None = None
    """GitHub's numeric id; None: one made from the name."""
    created: str | None = None
    """Where it differs from `first_commit`."""
    tags: tuple[str, ...] = ()
    """At the last commit, annotated."""
    archived: bool = False
    private: bool = False
    fork: bool = False
    taken_down: Literal["dmca", "tos"] | None = None
    license: str | None = None
    """What GitHub's own detector says: an SPDX id, ``NOASSERTION``, or None."""

    @property
    def changed(self) -> str:
        """Moment of the last commit."""
        return self.last_commit or self.first_commit


@dataclass(frozen=True, kw_only=True)
class HubRepository:
    """A model, dataset or Space; the card is its README.md."""

    card: str | None = None
    files: Mapping[str, str | bytes | Weights] = field(default_factory=dict)
    branches: Mapping[str, "HubRepository"] = field(default_factory=dict)
    """Other branches: what they hold, and when they were changed."""
    gated: Literal[False, "auto", "manual"] = False
    disabled: bool | Literal["closed"] = False
    """``closed``: the metadata is refused as well, not only the files."""
    private: bool = False
    created: str = "2025-03-01T00:00:00+00:00"
    changed: str | None = None
    id: str | None = None
    """The ``_id``, 24 hexadecimal digits; None: one made from the name."""
    stage: str = "RUNNING"
    """Of a Space."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """An ordinary web page at one address."""

    status: int = 200
    body: str | bytes = ""
    type: str = "text/html; charset=utf-8"
    location: str | None = None
    """Where a redirect leads."""
    ranges: bool = False
    """Whether pieces of it are handed out."""


@dataclass(frozen=True, kw_only=True)
class ArxivEntry:
    """A paper, as arXiv and the Hub's paper pages know it."""

    title: str
    version: str = "v1"
    """Newest version; all earlier ones exist as well."""
    published: str = "2025-03-01T00:00:00+00:00"
    updated: str | None = None
    authors: Sequence[str] = ("A. Author",)
    summary: str = ""
    comment: str | None = None
    rights: str | None = None
    """Address of the licence of its text."""
    github_repo: str | None = None
    project_page: str | None = None
    """The last two are shown by the Hub only."""
