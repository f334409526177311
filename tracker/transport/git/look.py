"""What a look at a git repository brings back, however git was spoken."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from tracker.model.base import Value


class GitLook(Value, frozen=True, kw_only=True):
    """What the default branch of a repository holds."""

    commit: str
    branch: str | None
    """None where HEAD names a commit and no branch."""
    committed_at: dt.datetime
    first_commit: dt.datetime | None
    """The oldest commit without a parent; None where the history could not be had in time."""
    paths: tuple[str, ...]
    """Every file; bytes that are no text are kept as surrogates. Submodules are not files."""
    texts: Mapping[str, bytes]
    """Path and content of the wanted files, links and overlong files left out."""
    unread: tuple[str, ...] = ()
    """The wanted files that are longer than what is read."""
    tags: Mapping[str, str] | None = None
    """Tags and the commits that they name; None where nobody told."""
    held: Mapping[str, bool] = msgspec.field(default_factory=dict)
    """Commits seen before that were asked about, and whether this history holds them."""
