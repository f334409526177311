"""What looks at a repository say of one of its branches. Pure.

Before addresses that name a branch were looked at there, the repository was looked at in their
place, and its looks stand in the history. They still say that the repository was there; what it
held they say only where the branch that they read is the one.
"""

from collections.abc import Iterator

import msgspec

from tracker.model.evidence import Book, Facts, Observation, Sighting
from tracker.model.locator import fault, locate
from tracker.model.revisions import Named
from tracker.model.unread import Piece, Unread
from tracker.verdicts.looked import unread
from tracker.verdicts.trail import utc

_OF_ALL = ("platform_id", "name", "moved_to", "archived", "created", "releases", "gate",
           "block_reason")  # fmt: skip
"""Facts that are the same for every branch."""


def of_repository(subject: str, book: Book) -> Iterator[Sighting]:
    """Yield what was seen of the repository before anybody looked at the branch that is meant.

    Parameters
    ----------
    subject
        Of an artifact; for what is no branch, tag or commit nothing is yielded.
    """
    place = None if fault(subject) else locate(subject)
    if place is None or place.repository is None or place.named is None:
        return
    own = [utc(one.known_at) for one in book.get(subject, ()) if one.known_at]
    for sighting in book.get(place.repository, ()):
        if not own or sighting.known_at is None or utc(sighting.known_at) < min(own):
            look = _of_branch(sighting.observation, place.named, place.revision or "")
            yield msgspec.structs.replace(sighting, observation=look)


def _of_branch(look: Observation, named: Named, revision: str) -> Observation:
    """Return what a look at a repository says of a branch."""
    if look.facts.branch in named.candidates or not look.reach.says_something:
        return look
    unread_files = Unread(
        piece=Piece.LISTING,
        what=f"the files of its branch {revision}",
        why="were not read: only the default branch is",
    )
    return msgspec.structs.replace(
        look,
        facts=Facts(**{name: getattr(look.facts, name) for name in _OF_ALL}),
        unread=tuple(dict.fromkeys((*unread(look), unread_files))),
    )
