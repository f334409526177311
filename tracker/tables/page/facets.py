"""What the page can be filtered by: the words of four questions, and how many papers have each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tracker.model.base import Value
from tracker.model.paper import Depth, Relation, Role
from tracker.model.verdict import ArtifactVerdicts
from tracker.tables.rows import GONE, Cell, Row, Tone
from tracker.tables.text import clean

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


_STATES = frozenset(("moved", "archived", "gated"))
_LADDER = tuple(depth.value for depth in reversed(Depth))
_QUESTIONS: Mapping[str, tuple[str, Callable[[Row], tuple[str, ...]], Callable[[Row], Cell]]] = {
    "code": ("Code", code, lambda row: row.code),
    "license": ("Licence", lambda row: row.verdicts.license.answers, lambda row: row.license),
    "promise": ("Promises", lambda row: row.verdicts.promise.answers, lambda row: row.promise),
    "reproduction": (
        "Reproduction",
        lambda row: tuple(
            word for word in row.verdicts.reproduction.answers if not word.startswith("needs ")
        ),
        lambda row: row.reproduction,
    ),
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
    tones = Counter(cell.tone for _, cell in said)
    telling: dict[str, tuple[int, Tone]] = {}
    for words, cell in said:  # a word reads as the cells do in which it stands alone, else first
        for place, word in enumerate(words):
            rank = 0 if len(words) == 1 else 1 + (place > 0)
            if word not in telling or rank < telling[word][0]:
                telling[word] = (rank, cell.tone)
    chosen = [word for word, _ in counts.most_common(SHOWN)]
    if name == "code":
        chosen.sort(key=lambda word: _LADDER.index(word) if word in _LADDER else len(_LADDER))
    return Facet(
        name=name,
        title=title,
        choices=tuple(
            Choice(word=word, papers=counts[word], tone=telling[word][1]) for word in chosen
        ),
        tones=tuple((tone, tones[tone]) for tone in Tone if tones[tone]),
    )
