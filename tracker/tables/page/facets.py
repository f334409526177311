"""What the page can be filtered by: the words of four questions, and how many papers have each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tracker.model.base import Value
from tracker.model.paper import Depth, Relation, Role
from tracker.model.verdict import ArtifactVerdicts
from tracker.tables import tones
from tracker.tables.rows import Cell, Row
from tracker.tables.text import clean
from tracker.tables.tones import GONE, Tone
from tracker.verdicts.reproduction import (
    CHECKABLE,
    NOT_ATTEMPTED,
    OUTCOMES,
    PARTLY_CHECKABLE,
    outcome,
)

BETWEEN = "|"
"""Stands between the words of a paper in the page; no word holds it."""
SHOWN = 12
"""Words of one question that can be filtered by; of a very long list the most frequent ones."""


class Choice(Value, frozen=True, kw_only=True):
    """A word and the papers it is said of."""

    word: str
    papers: int
    tone: Tone


class Facet(Value, frozen=True, kw_only=True):
    """A question as a filter."""

    name: str
    """As in the address of a filtered page."""
    title: str
    choices: tuple[Choice, ...]
    tones: tuple[tuple[Tone, int], ...]
    """How many papers are well, fairly, poorly served, and how many nobody knows of."""


def official_code(row: Row) -> list[ArtifactVerdicts]:
    """Return the paper's own code, or its list where it is that, what holds most first."""
    official = [
        each for each in row.verdicts.artifacts if each.artifact.relation is Relation.OFFICIAL
    ]
    own = [each for each in official if each.artifact.role is Role.CODE]
    own = own or [each for each in official if each.artifact.role is Role.LIST]
    return sorted(own, key=lambda each: each.reached.rank if each.reached else -1, reverse=True)


def code(row: Row) -> tuple[str, ...]:
    """Return what the official code holds, the best first, and what else holds of it."""
    own = official_code(row)
    held = []
    for each in own:
        there = each.availability.answers
        if there == ("unknown",):
            held.append("not looked at")
        elif gone := next((word for word in there if word in GONE), None):
            held.append(gone)
        else:
            listed = each.artifact.role is Role.LIST and each.reached is Depth.COMPLETE
            held.append("curated list" if listed else each.depth.answers[0])
    state = [word for each in own for word in each.availability.answers if word in _STATES]
    return tuple(dict.fromkeys((*held, *state))) or ("none named",)


def _tried(row: Row) -> tuple[str, ...]:
    """Return what became of the paper's claims, and whether more of them can be checked."""
    said = {word for each in row.verdicts.claims for word in outcome(each.checks)}
    if len(said) > 1:  # what nobody has tried says nothing beside what somebody has
        said.discard(NOT_ATTEMPTED)
    checkable = {CHECKABLE, PARTLY_CHECKABLE}.intersection(row.verdicts.reproduction.answers)
    return (*(word for word in OUTCOMES if word in (said or {NOT_ATTEMPTED})), *checkable)


_TONES = list(Tone)
_STATES = frozenset(("moved", "archived", "gated"))
_ORDERS: Mapping[str, Sequence[str]] = {
    "code": tuple(depth.value for depth in reversed(Depth)),
    "reproduction": OUTCOMES,
}
"""Words that are shown in this order, before any others."""
_QUESTIONS: Mapping[str, tuple[str, Callable[[Row], tuple[str, ...]], Callable[[Row], Cell]]] = {
    "code": ("Code", code, lambda row: row.code),
    "license": ("Licence", lambda row: row.verdicts.license.answers, lambda row: row.license),
    "promise": ("Promises", lambda row: row.verdicts.promise.answers, lambda row: row.promise),
    "reproduction": ("Reproduction", _tried, lambda row: row.reproduction),
}


def values(row: Row) -> dict[str, tuple[str, ...]]:
    """Return the words of a row by the name of the facet."""
    return {
        name: tuple(clean(word, 80).replace(BETWEEN, "/") for word in words(row))
        for name, (_, words, _) in _QUESTIONS.items()
    }


def facets(rows: Sequence[Row], held: Sequence[Mapping[str, tuple[str, ...]]]) -> tuple[Facet, ...]:
    """Return the four filters; `held` are the `values` of each of `rows`."""
    return tuple(
        _facet(name, title, [(each[name], cell(row)) for each, row in zip(held, rows, strict=True)])
        for name, (title, _, cell) in _QUESTIONS.items()
    )


def _facet(name: str, title: str, said: Sequence[tuple[tuple[str, ...], Cell]]) -> Facet:
    counts = Counter(word for words, _ in said for word in words)
    served = Counter(cell.tone for _, cell in said)
    telling: dict[str, tuple[int, int]] = {}
    for words, cell in said:  # a word reads as the cells do in which it stands alone, else first
        for place, word in enumerate(words):
            rank = 0 if len(words) == 1 else 1 + (place > 0)
            reads = (rank, _TONES.index(cell.tone))
            telling[word] = min(telling.get(word, reads), reads)
    chosen = [word for word, _ in counts.most_common(SHOWN)]
    if order := _ORDERS.get(name):
        chosen.sort(key=lambda word: order.index(word) if word in order else len(order))
    return Facet(
        name=name,
        title=title,
        choices=tuple(
            Choice(word=word, papers=counts[word], tone=_tone(name, word, telling))
            for word in chosen
        ),
        tones=tuple((tone, served[tone]) for tone in Tone if served[tone]),
    )


def _tone(name: str, word: str, telling: Mapping[str, tuple[int, int]]) -> Tone:
    """Return how a word reads: what became of claims by itself, the others as their cells do."""
    if name == "reproduction":
        return tones.OUTCOMES.get(word, Tone.UNKNOWN)
    return _TONES[telling[word][1]]
