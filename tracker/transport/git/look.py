"""What a look at a git repository brings back, however git was spoken."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from tracker.errors import TransportFault
from tracker.model.base import Value
from tracker.model.revisions import Named

BRANCHES, TAGS = "refs/heads/", "refs/tags/"
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


class NotHeldError(TransportFault):
    """The repository is there; the branch, tag or commit that was asked for is not in it."""

    def __init__(self, named: Named) -> None:
        name = named.candidates[-1] if named.candidates else "of that name"
        words = f"the repository has no branch, tag or commit {name}"
        super().__init__(words, reach="error")


class Found(NamedTuple):
    """The commit that is named."""

    commit: str
    name: str | None = None
    """Of the branch or tag that it is; None: it was named by its own id."""
    branch: str | None = None
    """The name, where it is a branch."""


def chosen(named: Named, branches: Mapping[str, str], tags: Mapping[str, str]) -> Found | None:
    """Return what is named among branches and tags; None where there is none of these names.

    git holds no two branches of which one's name begins the other's, and sites take the branch
    where a tag has the same name.

    Examples
    --------
    >>> chosen(Named(("dev", "dev/x")), {"dev/x": "1" * 40}, {}).branch
    'dev/x'
    """
    if name := next((name for name in named.candidates if name in branches), None):
        return Found(branches[name], name, name)
    if name := next((name for name in named.candidates if name in tags), None):
        return Found(tags[name], name)
    return Found(named.commit) if named.commit else None


def not_held(named: Named) -> TransportFault:
    """Return what is raised where neither a branch nor a tag has the name.

    What may be the beginning of a commit's id is none that git finds: then nobody has looked.
    """
    if named.shortened:
        words = f"{named.shortened} may be a commit, and git finds none by the beginning of its id"
        return TransportFault(words, reach="error")
    return NotHeldError(named)


class GitLook(Value, frozen=True, kw_only=True):
    """What a branch of a repository holds: the default one, unless another was asked for."""

    commit: str
    branch: str | None
    """None where HEAD names a commit and no branch, or a tag or a commit was asked for."""
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
