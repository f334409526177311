"""What places declare, in words: who agrees, and what is said beside a licence."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from tracker.licensing.grammar import Sense, sense
from tracker.model.evidence import Declaration, Place

CARRYING = (Place.FILE, Place.CARD, Place.PACKAGE, Place.README, Place.HEADER, Place.ARTICLE)
"""Places that can carry a conclusion, the strongest first; a badge, a host's guess and a sentence
of the paper cannot."""
PARTS: Mapping[str, str] = MappingProxyType(
    {"whole": "as a whole", "docs": "documentation", "others": "work of others"}
)
"""What a person calls a scope, where that is not its own name."""
_QUOTED = 80
LIMITS: Mapping[Sense | None, str] = MappingProxyType(
    {
        "non-commercial": "not for commercial use",
        "research-only": "only for research",
        "by-permission": "commercial use only by permission",
    }
)
"""What words that withhold a use say, in few words."""


def where(one: Declaration) -> str:
    """Return what a person calls the place of a declaration.

    Examples
    --------
    >>> where(Declaration(place=Place.BADGE, path="README.md", quote="MIT-blue"))
    'a badge in README.md'
    """
    match one.place:
        case Place.HEADER:
            return f"the header of {one.path}"
        case Place.BADGE:
            return f"a badge in {one.path or 'the README'}"
        case Place.DETECTOR:
            return "the host's detector"
        case Place.PAPER:
            return "the paper"
        case Place.CARD:
            return "the card"
    return one.path or one.place.value


def at(one: Declaration) -> str:
    """Return the place of a declaration with its line."""
    return where(one) if one.line is None else f"{where(one)}, line {one.line}"


def strongest_first(declarations: Iterable[Declaration]) -> list[Declaration]:
    """Return declarations in the order in which their places count."""
    order = {place: number for number, place in enumerate(CARRYING)}
    return sorted(declarations, key=lambda one: order.get(one.place, len(order)))


def listed(names: Iterable[str]) -> str:
    """Return names as a person lists them.

    Examples
    --------
    >>> listed(["LICENSE"]), listed(["LICENSE", "README.md", "setup.py"])
    ('LICENSE', 'LICENSE, README.md and setup.py')
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def together(
    declarations: Sequence[Declaration],
    read: Collection[str | None] = (),
    place: Callable[[Declaration], str] = where,
    line: Callable[[Declaration], str] = at,
) -> str:
    """Say what places declare of one thing, those that agree in one breath.

    Parameters
    ----------
    read
        Files of which something else is told, such as the metadata of a card.
    place, line
        How a place is called; with its line, where a person should look it up.

    Examples
    --------
    >>> file = Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT")
    >>> readme = Declaration(place=Place.README, path="README.md", line=4, quote="MIT",
    ...                      expression="MIT")
    >>> limit = Declaration(place=Place.README, path="README.md", line=40, quote="Research only.")
    >>> together([file, readme])
    'LICENSE and README.md agree: MIT'
    >>> together([file, limit])
    'MIT (LICENSE), and only for research (README.md, line 40)'
    """
    by_name: dict[str, list[Declaration]] = {}
    for one in declarations:
        if one.expression:
            by_name.setdefault(one.expression, []).append(one)
    limits = [one for one in declarations if one.expression is None and _limit(one)]
    rest = [one for one in declarations if one.expression is None and not _limit(one)]
    if limits and len(by_name) == 1:
        name, group = next(iter(by_name.items()))
        places = listed(dict.fromkeys(map(place, group)))
        parts = [f"{name} ({places}), and {_limited(limits, line)}"]
    elif limits and not by_name:
        parts = [_limited(limits, line)]
    else:
        parts = [_named(name, group, place, alone=len(by_name) == 1)
                 for name, group in by_name.items()]  # fmt: skip
        parts += [saying(one, read, place) for one in limits]
    return "; ".join(dict.fromkeys([*parts, *(saying(one, read, place) for one in rest)]))


def _limit(one: Declaration) -> str | None:
    return LIMITS.get(sense(one.quote)) if one.how != "near" else None


def _limited(limits: Iterable[Declaration], line: Callable[[Declaration], str]) -> str:
    """Say what is withheld and where, each limit once with all of its places."""
    by_limit: dict[str, list[str]] = {}
    for one in limits:
        by_limit.setdefault(_limit(one) or "", []).append(line(one))
    return " and ".join(
        f"{limit} ({listed(dict.fromkeys(places))})" for limit, places in by_limit.items()
    )


def _named(
    name: str, group: Sequence[Declaration], place: Callable[[Declaration], str], *, alone: bool
) -> str:
    """Say which places name a licence."""
    files = {one.path for one in group if one.place is not Place.HEADER}
    group = [one for one in group if one.place is not Place.HEADER or one.path not in files]
    places = list(dict.fromkeys(map(place, group)))
    if len(places) == 1:
        return saying(group[0], (), place)
    return f"{listed(places)} agree: {name}" if alone else f"{listed(places)} say {name}"


def saying(
    one: Declaration,
    read: Collection[str | None] = (),
    place: Callable[[Declaration], str] = where,
) -> str:
    """Say in words what one place declares."""
    name = place(one)
    quote = re.sub(r"\s+", " ", one.quote)
    quote = quote if len(quote) <= _QUOTED else quote[:_QUOTED].rstrip() + "…"
    if one.place is Place.ARTICLE:
        return f"the paper's text is under {one.expression or quote}, which covers nothing else"
    if one.expression:
        verb = "names" if one.place is Place.FILE and one.how == "name" else "says"
        return f"{name} {verb} {one.expression}"
    if not one.quote and one.path in read:
        return f"what else {name} says was not read{' whole' * (one.how == 'part')}"
    if not one.quote:
        return f"{name} is there and was not read{' whole' * (one.how == 'part')}"
    if one.place is Place.FILE and one.how == "near":
        return f"{name} resembles a known licence and is not it: “{quote}”"
    if one.place is Place.FILE:
        return f"{name} is not a licence text we know: “{quote}”"
    return f"{name} says “{quote}”"
