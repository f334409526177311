"""The texts of one look, read within bounds: facts, and in words what was not read of them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from tracker import budget
from tracker.budget import OverBudget
from tracker.hosts.texts import listing, readme
from tracker.model.base import Value
from tracker.model.evidence import Facts
from tracker.model.unread import Piece, Unread
from tracker.verdicts.looked import cut

_PER_PATH = 0.0002
"""Seconds of processor time that each file of a listing may take besides."""
_NAMED = 8
"""Files that a note names."""


class ReadTexts(Value, frozen=True, kw_only=True):
    """What listing and texts tell."""

    facts: Facts
    note: str | None = None
    """What was not read, and why."""
    unread: tuple[Unread, ...] = ()
    """The same, as typed pieces, and what was left out of the listing."""


def read(
    paths: Sequence[str],
    texts: Mapping[str, bytes],
    unread: Mapping[str, str] | None = None,
    *,
    code: bool = True,
    seconds: float = budget.SECONDS,
) -> ReadTexts:
    """Return what `listing.describe` does, within the processor time that texts may take.

    All of them together seldom take as much as one may. Where they do, each is tried alone; those
    that take too much are not read, and the others count.

    Parameters
    ----------
    unread
        Files that were asked for and did not come, and why.
    code
        Whether scripts are read, too.
    seconds
        Of processor time, for one text.
    """
    left: dict[str, str] = dict(unread or {})
    room = seconds + len(paths) * _PER_PATH
    try:
        facts = budget.within(room, partial(listing.describe, paths, texts, left))
    except OverBudget as over:
        slow = [path for path in texts if not _affordable(path, texts[path], seconds)]
        left |= (
            dict.fromkeys(slow, str(OverBudget(seconds)))
            if slow
            else dict.fromkeys(texts, str(over))
        )
        texts = {path: data for path, data in texts.items() if path not in left}
        room += seconds * len(texts)
        try:
            facts = budget.within(room, partial(listing.describe, paths, texts, left))
        except OverBudget as again:
            left |= dict.fromkeys(texts, str(again))
            texts = {}
            facts = listing.describe(paths, texts, left)
    return ReadTexts(
        facts=facts,
        note=_note(left, facts, texts),
        unread=(*_missing(left, facts, texts), *_unlisted(paths, facts, room, code=code)),
    )


def _missing(left: Mapping[str, str], facts: Facts, texts: Mapping[str, bytes]) -> Iterator[Unread]:
    """Yield the files that were asked for and not read, and those not read whole."""
    for path, why in sorted(left.items()):
        if piece := listing.piece(path):
            yield Unread(piece=piece, what=path, why=why)
    for path in listing.in_part(facts, texts):
        if piece := listing.piece(path):
            yield Unread(piece=piece, what=path, why="was not read whole", part=True)
    if len(facts.links or ()) >= readme.LINKS:
        why = f"has more links than the {readme.LINKS} that are kept"
        yield Unread(piece=Piece.LINKS, what=(facts.links or ())[0].path, why=why, part=True)


def _unlisted(paths: Sequence[str], facts: Facts, room: float, *, code: bool) -> Iterator[Unread]:
    """Yield what was left out of the listing, and what was not asked for in it."""
    if facts.tree is not None:
        yield from cut(facts.tree)
    try:
        yield from budget.within(room, lambda: tuple(listing.passed_over(paths, code=code)))
    except OverBudget as over:
        yield Unread(piece=Piece.LISTING, what="the list of files", why=str(over), part=True)


def _affordable(path: str, data: bytes, seconds: float) -> bool:
    try:
        budget.within(seconds, partial(listing.describe, [path], {path: data}))
    except OverBudget:
        return False
    return True


def _note(left: Mapping[str, str], facts: Facts, texts: Mapping[str, bytes]) -> str | None:
    parts = [f"{_names(paths)} {why}" for why, paths in _by_reason(left).items()]
    if cut := listing.in_part(facts, texts):
        parts.append(f"{_names(cut)} was not read whole")
    if len(facts.links or ()) >= readme.LINKS:
        parts.append(f"of the links of its README the first {readme.LINKS} were kept")
    return "; ".join(parts) or None


def _by_reason(left: Mapping[str, str]) -> dict[str, list[str]]:
    by_reason: dict[str, list[str]] = {}
    for path in sorted(left):
        by_reason.setdefault(left[path], []).append(path)
    return by_reason


def _names(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(paths[:_NAMED]) + more
