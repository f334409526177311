"""What a look at a git repository brings back, however git was spoken."""

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from tracker.model.base import Value

A_LINK = "was not read: links are not followed"
TOO_LONG = "is longer than what is read"
TOO_MANY = "is beyond the number of files that are read"
_SUBMODULE = "160000"


def parted(modes: Mapping[str, tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files of a listing, and its submodules, by the modes of its paths."""
    submodules = tuple(path for path, (mode, _) in modes.items() if mode == _SUBMODULE)
    return tuple(path for path in modes if path not in set(submodules)), submodules


def unread(
    wanted: Iterable[str], readable: Iterable[str], asked: Iterable[str], long: Iterable[str]
) -> dict[str, str]:
    """Return why files were not read: links, those beyond the number that is read, the long ones.

    Parameters
    ----------
    asked
        Those whose content was asked for.
    """
    links = set(wanted) - set(readable)
    return {
        **dict.fromkeys(links, A_LINK),
        **dict.fromkeys(set(wanted) - links - set(asked), TOO_MANY),
        **dict.fromkeys(long, TOO_LONG),
    }


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
    unread: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Files of which a content was, or would be, wanted and that was not read, and why."""
    submodules: tuple[str, ...] = ()
    """Folders that are other repositories, which are not followed."""
    tags: Mapping[str, str] | None = None
    """Tags and the commits that they name; None where nobody told."""
    pins: Mapping[str, bool] = msgspec.field(default_factory=dict)
    """Commits seen before that were asked about, and whether this history holds them."""
