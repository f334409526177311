"""What of a look was not read whole: as it lists it, or as an old one shows. The one place.

Looks that were written before there was a list (`Observation.unread` is None), the stored copies of
the first history among them, count as read whole where they told a fact, except for what their
facts themselves show to be missing: telling paths that were left out, suffixes beyond the limit,
submodules, and files that are said to be there without a word of them. A ``meta.json`` and a
``tree.txt`` are a whole state and a whole listing.
"""

from collections.abc import Iterator

from tracker.model.evidence import Declaration, Observation, Place, Tree
from tracker.model.unread import Piece, Unread

_SUFFIXES = 100
"""Suffixes that one listing counts, as it has always been."""
_PACKAGE = "package-index"
_DECLARED = {Place.FILE: Piece.LICENSE, Place.README: Piece.README, Place.PACKAGE: Piece.METADATA}


def unread(look: Observation) -> tuple[Unread, ...]:
    """Return what a look asked for and did not read whole."""
    return look.unread if look.unread is not None else tuple(_shown(look))


def _shown(look: Observation) -> Iterator[Unread]:
    """Yield what the facts of an old look show to be missing."""
    facts = look.facts
    if facts.tree is not None:
        yield from cut(facts.tree, _SUFFIXES)
        if ".gitmodules" in facts.tree.paths:
            yield Unread(
                piece=Piece.PATHS, what="what its submodules hold", why="was not read",
                part=True,
            )  # fmt: skip
    elif look.via == _PACKAGE and look.note:
        yield Unread(piece=Piece.LISTING, what="its list of files", why="was not read")
    for declaration in facts.licenses or ():
        if not declaration.quote and declaration.path and (piece := _piece(declaration)):
            part = declaration.how == "part"
            why = "was not read whole" if part else "was not read"
            yield Unread(piece=piece, what=declaration.path, why=why, part=part)
    for listed in facts.environments or ():
        if listed.listed is None and not listed.locked:
            yield Unread(piece=Piece.REQUIREMENTS, what=listed.path, why="was not read")


def cut(tree: Tree, least: int = 0) -> Iterator[Unread]:
    """Yield what a listing left out of itself.

    Parameters
    ----------
    least
        Suffixes from which on some may have been left out.
    """
    if tree.omitted:
        why = f"was cut: files beyond the first {len(tree.paths)} have no room in it"
        yield Unread(piece=Piece.PATHS, what="the list of files", why=why, part=True)
    if len(tree.suffixes) >= least and sum(tree.suffixes.values()) < tree.files:
        why = (
            f"was cut: there are more kinds of files than the {len(tree.suffixes)} that are counted"
        )
        yield Unread(piece=Piece.PATHS, what="the list of files", why=why, part=True)


def _piece(declared: Declaration) -> Piece | None:
    inner = declared.place is Place.FILE and (declared.path or "").rpartition("/")[0] not in (
        "",
        ".github",
    )
    return Piece.INNER_LICENSE if inner else _DECLARED.get(declared.place)
