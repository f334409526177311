"""What came before a commit, walked from parent to parent.

Every commit is known by the hash of its content, which holds the names of its parents: what is
reached from HEAD is its history. What else a server sends along is not.
"""

import datetime as dt
from collections.abc import Mapping

from tracker.errors import TransportFault
from tracker.model.base import Value
from tracker.transport.git import pack
from tracker.transport.git.pack import Packed


class Past(Value, frozen=True, kw_only=True):
    """The history of a commit, all of it."""

    commits: frozenset[str]
    """Ids, that of the commit among them."""
    first: dt.datetime
    """Date of the oldest commit without a parent."""


def walked(head: str, objects: Mapping[str, Packed]) -> Past | None:
    """Return what came before `head` among objects by their ids; None where a commit is missing.

    Raises
    ------
    TransportFault
        If a commit that nothing came before has an impossible date.
    """
    roots: list[dt.datetime] = []
    commits = {head}
    waiting = [head]
    while waiting:
        commit = objects.get(waiting.pop())
        if commit is None or commit.kind != "commit":
            return None
        parents = _parents(commit.data)
        if not parents:
            roots.append(instant(pack.header(commit.data)))
        new = [parent for parent in parents if parent not in commits]
        commits.update(new)
        waiting += new
    return Past(commits=frozenset(commits), first=min(roots)) if roots else None


def _parents(commit: bytes) -> list[str]:
    """Return the ids of a commit's parents: they stand between its tree and its author."""
    parents = []
    for line in commit.split(b"\n")[1:]:
        if not line.startswith(b"parent "):
            break
        parents.append(line[len(b"parent ") :].decode("ascii", "replace"))
    return parents


def instant(about: Mapping[str, str]) -> dt.datetime:
    """Return the committer's date, by the lines above a commit's message."""
    try:
        return dt.datetime.fromtimestamp(int(about["committer"].rsplit(" ", 2)[1]), dt.UTC)
    except (KeyError, IndexError, ValueError, OverflowError, OSError) as error:
        raise TransportFault("a commit has an impossible date", reach="error") from error
