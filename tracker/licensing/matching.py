"""The text of a licence file → the licence, by fingerprints.

The index holds digests and hashed pairs of words, never a text; `tools/build_license_index.py`
builds it. A near text is taken only where every word on which a licence turns occurs as often as in
the licence itself: MIT with one sentence about commercial use is not MIT.
"""

import base64
import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal
from zlib import crc32

from tracker.licensing.spelling import normalise
from tracker.licensing.words import body, folded, weights, words
from tracker.model.base import Value
from tracker.model.decoding import decoded

MATCHER = "tracker-licensing/2"
"""Name and version; goes into every declaration, so that a better matcher can be told apart."""

NEAR = 0.94
"""The least similarity of a near text."""
_CANDIDATE = 0.6
"""The least similarity worth telling of a text that is not taken."""
_SKETCH = 24
"""How many pairs stand for a whole licence where candidates are looked for."""
_ALIKE = 0.4
"""The least part of a sketch that makes a candidate."""
_MOST_WORDS = 60_000
_TITLE_LINES = 6
"""How far down a title may stand, empty lines counted, copyright lines not."""
_MASK = 0xFFFFFFFF


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


class Fingerprint(Value, frozen=True, kw_only=True):
    """A licence text, or a usual form of it (without its appendix, say), without its words."""

    license: str
    words: int
    """How many folded words it has."""
    exact: str
    normalised: str
    """Digests of the words and of the folded words."""
    weights: Mapping[str, int]
    """How often it has each word on which a licence turns."""
    sketch: tuple[int, ...]
    """The smallest of its hashed pairs: a sample that any copy of the text has as well."""
    pairs: str
    """All hashed pairs of neighbouring words, sorted: base64 of little-endian 32-bit numbers."""


class Index(Value, frozen=True, kw_only=True):
    """All fingerprints, and where they come from."""

    source: str
    """Packages and versions the texts were read from."""
    rules: int
    """`tracker.licensing.words.rules` the weights were counted by."""
    fingerprints: tuple[Fingerprint, ...]


def digest(sequence: Iterable[str]) -> str:
    """Return a short digest of a sequence of words."""
    return hashlib.sha256(" ".join(sequence).encode()).hexdigest()[:20]


def pairs(sequence: Sequence[str]) -> Iterator[int]:
    """Yield the hashed pairs of neighbouring words."""
    known = {word: crc32(word.encode()) for word in set(sequence)}
    for left, right in pairwise(sequence):
        yield (known[left] * 0x9E3779B1 + known[right]) & _MASK


def fingerprint(license_id: str, text: str) -> Fingerprint:
    """Return the fingerprint of a licence's text."""
    plain = words(_parted(text)[1])
    coarse = folded(plain)
    numbers = array("I", sorted(pairs(coarse)))
    return Fingerprint(
        license=license_id,
        words=len(coarse),
        exact=digest(plain),
        normalised=digest(coarse),
        weights=weights(plain),
        sketch=tuple(sorted(set(numbers))[:_SKETCH]),
        pairs=base64.b64encode(numbers.tobytes()).decode(),
    )


@cache
def index() -> Index:
    """Return the index that comes with the package."""
    raw = files("tracker.licensing").joinpath("data", "fingerprints.json").read_bytes()
    return decoded(raw, Index)


@cache
def _sketches() -> Mapping[int, tuple[int, ...]]:
    """Return which fingerprints have a pair in their sketch."""
    found: dict[int, tuple[int, ...]] = {}
    for place, known in enumerate(index().fingerprints):
        for number in known.sketch:
            found[number] = (*found.get(number, ()), place)
    return found


@cache
def known_pairs(place: int) -> Counter[int]:
    """Return the pairs of the fingerprint at this place of the index."""
    numbers = array("I")
    numbers.frombytes(base64.b64decode(index().fingerprints[place].pairs))
    return Counter(numbers)


def candidates(found: Iterable[int], least: float = _ALIKE) -> list[int]:
    """Return the fingerprints of which at least this part stands in a text, the best first."""
    sketches = _sketches()
    votes = Counter(place for number in found for place in sketches.get(number, ()))
    known = index().fingerprints
    return [
        place for place, count in votes.most_common() if count >= least * len(known[place].sketch)
    ]


def match(text: str) -> Match:
    """Return which licence a text is.

    Layout, case, mark-up, copyright lines, list numbers and a title do not matter; a title that
    names another licence than the text does.

    Examples
    --------
    >>> match("All rights reserved.").how
    'none'
    """
    titles, terms = _parted(text)
    plain = words(terms)
    if not plain or len(plain) > _MOST_WORDS:
        return Match(expression=None, how="none", score=0.0)
    found = _exact(plain) or _nearest(plain)
    if found.expression and any(family(name) != family(found.expression) for name in titles):
        return Match(expression=None, how="near", score=found.score, nearest=found.nearest)
    return found


def _parted(text: str) -> tuple[frozenset[str], str]:
    """Return the licences that the first lines name by themselves, and the text without them."""
    lines = body(text).splitlines()
    titles = {}
    for place, line in enumerate(lines[:_TITLE_LINES]):
        if name := normalise(line.strip(" \t#*:=_-")):
            titles[place] = name
    kept = (line for place, line in enumerate(lines) if place not in titles)
    return frozenset(titles.values()), "\n".join(kept)


@cache
def _digests() -> tuple[Mapping[str, Fingerprint], Mapping[str, tuple[Fingerprint, ...]]]:
    exact: dict[str, Fingerprint] = {}
    normalised: dict[str, tuple[Fingerprint, ...]] = {}
    for known in index().fingerprints:
        exact.setdefault(known.exact, known)
        normalised[known.normalised] = (*normalised.get(known.normalised, ()), known)
    return exact, normalised


def _exact(plain: list[str]) -> Match | None:
    exact, normalised = _digests()
    if known := exact.get(digest(plain)):
        return Match(expression=known.license, how="exact", score=1.0, nearest=known.license)
    if same := normalised.get(digest(folded(plain))):
        weight = weights(plain)
        for known in same:
            if known.weights == weight:
                return Match(
                    expression=known.license, how="normalised", score=1.0, nearest=known.license
                )
    return None


def _nearest(plain: list[str]) -> Match:
    coarse = folded(plain)
    weight = weights(plain)
    own = Counter(pairs(coarse))
    best = Match(expression=None, how="none", score=0.0)
    for place in candidates(own):
        known = index().fingerprints[place]
        shorter, longer = sorted((known.words, len(coarse)))
        if 2 * shorter / (shorter + longer) < max(best.score, _CANDIDATE):
            continue
        total = own.total() + known.words - 1
        score = round(2 * (own & known_pairs(place)).total() / total, 4) if total else 0.0
        if score > max(best.score, _CANDIDATE):
            taken = score >= NEAR and weight == known.weights
            best = Match(
                expression=known.license if taken else None,
                how="near",
                score=score,
                nearest=known.license,
            )
    return best


def family(expression: str) -> str:
    """Return an SPDX id without ``-only`` and ``-or-later``: what a licence's text can tell.

    Examples
    --------
    >>> family("GPL-3.0-or-later")
    'GPL-3.0'
    """
    return re.sub(r"-(?:only|or-later)$", "", expression)
