"""What was asked for and not read whole: the law that half a look gives half an answer.

A fact has four states, and `state` says which: it was not asked for, it could not be read, it was
read in part, or it was read whole. Whatever was asked for and not read whole is listed with the
observation, from the transport up: by size, by time, by a refusal, by a list with more pages, by a
link or a submodule that is not followed.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum

from tracker.model.base import Value


class Piece(StrEnum):
    """What a look may ask for."""

    STATE = "state"
    """What only the host's own API tells: its id, whether it is archived."""
    LISTING = "list of files"
    PATHS = "paths"
    """What is kept of the list of files, and the submodules, which are not followed."""
    LICENSE = "licence file"
    """One that speaks for the whole, or a notice."""
    INNER_LICENSE = "licence file of a folder"
    DETECTOR = "host's guess of the licence"
    README = "README"
    CARD = "card"
    LINKS = "links"
    """What a README or a card leads to."""
    METADATA = "package metadata"
    REQUIREMENTS = "list of requirements"
    SCRIPT = "script"
    HISTORY = "history"
    TAGS = "tags"
    CONTENT = "content"
    """Of a page."""
    MENTIONS = "mentions"
    """Of a paper, on the Hub."""
    COPIES = "copies"
    """In an archive."""


class State(StrEnum):
    """How much of something was read."""

    NOT_ASKED = "not asked"
    NOT_READ = "could not be read"
    IN_PART = "read in part"
    WHOLE = "read whole"


class Unread(Value, frozen=True, kw_only=True):
    """Something that was asked for and not read, or not whole."""

    piece: Piece
    what: str
    """As a person knows it: a path, or "the list of files"."""
    why: str
    """What follows `what` in a sentence: ``is longer than what is read``."""
    part: bool = False
    """Whether some of it was read."""

    def __str__(self) -> str:
        """Return it as a sentence, without a full stop.

        Examples
        --------
        >>> print(Unread(piece=Piece.README, what="README.md", why="is longer than what is read"))
        README.md is longer than what is read
        """
        return f"{self.what} {self.why}"


PIECES: dict[str, tuple[Piece, ...]] = {
    "archived": (Piece.STATE,),
    "platform_id": (Piece.STATE,),
    "is_empty": (Piece.LISTING,),
    "tree": (Piece.LISTING, Piece.PATHS),
    "licenses": (
        Piece.LISTING,
        Piece.LICENSE,
        Piece.DETECTOR,
        Piece.README,
        Piece.CARD,
        Piece.METADATA,
    ),
    "credits": (Piece.LISTING, Piece.LICENSE, Piece.README, Piece.CARD),
    "environments": (Piece.LISTING, Piece.REQUIREMENTS, Piece.METADATA),
    "announced": (Piece.README, Piece.CARD),
    "training_to_come": (Piece.README, Piece.CARD),
    "training_scripts": (Piece.LISTING, Piece.README),
    "adapted": (Piece.README, Piece.CARD),
    "reading_list": (Piece.README,),
    "branches": (Piece.LISTING, Piece.README, Piece.CARD, Piece.LINKS),
    "links": (Piece.README, Piece.CARD, Piece.LINKS),
    "absent": (Piece.LISTING, Piece.README),
    "unresolved": (Piece.LISTING, Piece.SCRIPT, Piece.REQUIREMENTS, Piece.METADATA, Piece.README),
    "unpackaged": (Piece.LISTING, Piece.METADATA),
    "commands": (Piece.LISTING, Piece.METADATA),
    "read": (
        Piece.LICENSE,
        Piece.INNER_LICENSE,
        Piece.README,
        Piece.CARD,
        Piece.METADATA,
        Piece.REQUIREMENTS,
        Piece.SCRIPT,
    ),
    "first_commit": (Piece.HISTORY,),
    "pins": (Piece.HISTORY, Piece.COPIES),
    "releases": (Piece.TAGS,),
    "title": (Piece.CONTENT,),
    "mentions": (Piece.MENTIONS,),
}
"""Field of `tracker.model.evidence.Facts` → the pieces that must be read whole for it to be whole.
A fact that is not here is told by the host in one word, and is whole where it is there."""


def state(fact: str, value: object, unread: Iterable[Unread]) -> State:
    """Return how much of a fact was read.

    Parameters
    ----------
    fact
        A field of the facts.
    value
        What they say of it; None where they say nothing.
    unread
        What the look lists as not read whole.

    Examples
    --------
    >>> long = Unread(piece=Piece.LICENSE, what="LICENSE", why="is longer than what is read")
    >>> [state("licenses", value, [long]).value for value in (None, ())]
    ['could not be read', 'read in part']
    >>> [state("licenses", value, []).value for value in (None, ())]
    ['not asked', 'read whole']
    """
    missing = bool(among(unread, PIECES.get(fact, ())))
    if value is None:
        return State.NOT_READ if missing else State.NOT_ASKED
    return State.IN_PART if missing else State.WHOLE


def among(unread: Iterable[Unread], pieces: Collection[Piece]) -> tuple[Unread, ...]:
    """Return what is not read whole of some pieces, each once."""
    return tuple(dict.fromkeys(gap for gap in unread if gap.piece in pieces))


_NAMED = 3
_MANY = {"was": "were", "is": "are", "has": "have", "takes": "take"}


def unread_text(unread: Iterable[Unread]) -> str:
    """Return in words what was not read whole, the first of it.

    Examples
    --------
    >>> unread_text(Unread(piece=Piece.README, what=f"README.{n}.md", why="was not asked for")
    ...      for n in range(5))
    'README.0.md, README.1.md, README.2.md and 2 more were not asked for'
    """
    by_reason: dict[str, list[str]] = {}
    for gap in dict.fromkeys(unread):
        names = by_reason.setdefault(gap.why, [])
        if gap.what not in names:
            names.append(gap.what)
    return "; ".join(f"{_listed(names)} {_of(names, why)}" for why, names in by_reason.items())


def _of(names: list[str], why: str) -> str:
    """Return a reason in the number of what it is about."""
    verb, space, rest = why.partition(" ")
    return _MANY.get(verb, verb) + space + rest if len(names) > 1 else why


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
