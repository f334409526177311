"""The text of a licence file → the licence, by fingerprints.

The index holds digests and hashed pairs of words, never a text; `tools/build_license_index.py`
builds it. A near text is taken only where every word on which a licence turns occurs as often as in
the licence itself: MIT with one sentence about commercial use is not MIT.
"""

import re
from functools import lru_cache
from typing import Literal

from tracker.licensing.catalog import Form, catalog, digest, pairs
from tracker.licensing.grammar import RESTRICTS, sense
from tracker.licensing.spelling import normalise
from tracker.licensing.words import body, folded, holders, weights, words
from tracker.model.base import Value

MATCHER = "tracker-licensing/3"
"""Name and version; goes into every declaration, so that a better matcher can be told apart."""

NEAR = 0.94
"""The least similarity of a near text."""
_CANDIDATE = 0.6
"""The least similarity worth telling of a text that is not taken."""
_ALIKE = 0.4
"""The least part of a sketch that makes a candidate."""
_MOST = 24
"""Candidates that are compared, the likeliest first."""
_MOST_WORDS = 60_000
_TITLE_LINES = 6
"""How far down a title may stand, empty lines counted, copyright lines not."""


class Match(Value, frozen=True, kw_only=True):
    """What a text was found to be."""

    expression: str | None
    """SPDX id; None where it is none of the licences of the index, or only resembles one."""
    how: Literal["exact", "normalised", "near", "none"]
    """``near`` with no expression: it resembles a licence and is not it."""
    score: float
    """1.0 for exact and normalised; else the Dice similarity with the nearest licence."""
    nearest: str | None = None
    """The licence that it is or resembles."""
    place: int | None = None
    """Of a near text: which form of that licence, in the catalog."""


def form(license_id: str, text: str) -> Form:
    """Return a licence's text as the catalog keeps it."""
    plain = words(_parted(text)[1])
    coarse = folded(plain)
    weight, foreign = weights(plain)
    return Form(
        license=license_id,
        words=len(coarse),
        exact=digest(plain),
        normalised=digest(coarse),
        weights=weight,
        foreign=foreign,
        pairs=tuple(sorted(set(pairs(coarse)))),
    )


def match(text: str) -> Match:
    """Return which licence a text is.

    Layout, case, mark-up, copyright lines, list numbers and a title do not matter; a title that
    names another licence than the text does.

    Examples
    --------
    >>> match("All rights reserved.").how
    'none'
    """
    titled, terms = _parted(text)
    plain = words(terms)
    if not plain or len(plain) > _MOST_WORDS:
        return Match(expression=None, how="none", score=0.0)
    coarse, weight = folded(plain), weights(plain)
    found = _exact(plain, coarse, weight) or _nearest(coarse, weight)
    if found.expression and (
        any(family(name) != family(found.expression) for name in titled)
        or (found.how != "exact" and any(sense(one) in RESTRICTS for one in holders(plain)))
    ):
        return Match(expression=None, how="near", score=found.score, nearest=found.nearest)
    return found


def titles(text: str) -> frozenset[str]:
    """Return the licences that the first lines of a text name by themselves."""
    return _parted(text)[0]


@lru_cache(2)
def _parted(text: str) -> tuple[frozenset[str], str]:
    """Return the licences that the first lines name by themselves, and the text without them."""
    lines = body(text).splitlines()
    named = {}
    for place, line in enumerate(lines[:_TITLE_LINES]):
        if name := normalise(line.strip(" \t#*:=_-")):
            named[place] = name
    kept = (line for place, line in enumerate(lines) if place not in named)
    return frozenset(named.values()), "\n".join(kept)


def _exact(plain: list[str], coarse: list[str], weight: tuple[bytes, int]) -> Match | None:
    known = catalog()
    if (place := known.exact(digest(plain))) is not None:
        name = known.license(place)
        return Match(expression=name, how="exact", score=1.0, nearest=name)
    for place in known.normalised(digest(coarse)):
        if known.weights(place) == weight:
            name = known.license(place)
            return Match(expression=name, how="normalised", score=1.0, nearest=name)
    return None


def _nearest(coarse: list[str], weight: tuple[bytes, int]) -> Match:
    own = set(pairs(coarse))
    known = catalog()
    best = Match(expression=None, how="none", score=0.0)
    for place in known.candidates(own, _ALIKE)[:_MOST]:
        shorter, longer = sorted((known.words(place), len(coarse)))
        if 2 * shorter / (shorter + longer) < max(best.score, _CANDIDATE):
            continue
        hits, size = known.shared(place, own)
        total = len(own) + size
        score = round(2 * hits / total, 4) if total else 0.0
        name = known.license(place)
        plainer = score == best.score and _plainness(name) < _plainness(best.nearest or "")
        if score > max(best.score, _CANDIDATE) or plainer:
            taken = score >= NEAR and weight == known.weights(place)
            best = Match(
                expression=name if taken else None, how="near", score=score, nearest=name,
                place=place,
            )  # fmt: skip
    return best


def _plainness(name: str) -> tuple[bool, int, str]:
    """Return what makes one of two names of the same words the usual one."""
    return name.startswith("LicenseRef-"), len(name), name


def family(expression: str) -> str:
    """Return an SPDX id without ``-only`` and ``-or-later``: what a licence's text can tell.

    Examples
    --------
    >>> family("GPL-3.0-or-later")
    'GPL-3.0'
    """
    return re.sub(r"-(?:only|or-later)$", "", expression)
