"""What the page can be filtered by: what the code holds, and each question with a column."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tracker.model.base import Value
from tracker.model.paper import Depth, Role
from tracker.tables.behind import official_code
from tracker.tables.cells import NONE_ENTERED, NONE_OFFICIAL, Cell, answers_to, third_party
from tracker.tables.rows import COLUMNS, Row
from tracker.tables.text import clean
from tracker.verdicts import QUESTIONS, Question, Tone
from tracker.verdicts.availability import GONE

BETWEEN = "|"
"""Stands between the words of a paper in the page; no word holds it."""
SHOWN = 12
"""Words of one question that can be filtered by; of a very long list the most frequent ones."""


class FacetOption(Value, frozen=True, kw_only=True):
    """A word and the papers it is said of."""

    word: str
    papers: int
    tone: Tone


class Facet(Value, frozen=True, kw_only=True):
    """A question as a filter."""

    name: str
    """As in the address of a filtered page."""
    title: str
    choices: tuple[FacetOption, ...]
    tones: tuple[tuple[Tone, int], ...]
    """How many papers are well, fairly, poorly served, and how many nobody knows of."""


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
    other = NONE_OFFICIAL if third_party(row.verdicts, Role.CODE) else "none named"
    other = other if row.verdicts.paper.begun else NONE_ENTERED
    return tuple(dict.fromkeys((*held, *state))) or (other,)


_TONES = list(Tone)
_STATES = frozenset(("moved", "archived", "gated"))
_DEPTHS = tuple(depth.value for depth in reversed(Depth))
_ASKED: Mapping[str, Question] = {each.name: each for each in QUESTIONS if each.column}


def values(row: Row) -> dict[str, tuple[str, ...]]:
    """Return the words of a row by the name of the facet."""
    words = {"code": code(row)} | {name: _words(row, each) for name, each in _ASKED.items()}
    return {
        name: tuple(clean(word, 80).replace(BETWEEN, "/") for word in said)
        for name, said in words.items()
    }


def _words(row: Row, question: Question) -> tuple[str, ...]:
    if question.column and question.column.words:
        return question.column.words(row.verdicts)
    answers = answers_to(question, row.verdicts)
    said = tuple(dict.fromkeys(word for answer in answers for word in answer.answers))
    return said or ("none named",)


def facets(rows: Sequence[Row], held: Sequence[Mapping[str, tuple[str, ...]]]) -> tuple[Facet, ...]:
    """Return the filters; `held` are the `values` of each of `rows`."""
    cells = [{column.key: cell for column, cell in row.cells} for row in rows]
    return tuple(
        _facet(
            each.key,
            each.heading,
            [(words[each.key], cell[each.key]) for words, cell in zip(held, cells, strict=True)],
        )
        for each in COLUMNS
        if each.key == "code" or each.key in _ASKED
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
    if order := _order(name):
        chosen.sort(key=lambda word: order.index(word) if word in order else len(order))
    return Facet(
        name=name,
        title=title,
        choices=tuple(
            FacetOption(word=word, papers=counts[word], tone=_tone(name, word, telling))
            for word in chosen
        ),
        tones=tuple((tone, served[tone]) for tone in Tone if served[tone]),
    )


def _order(name: str) -> Sequence[str]:
    """Return words that are shown in this order, before any others."""
    if name == "code":
        return _DEPTHS
    asked = _ASKED[name]
    listed = asked.column is not None and asked.column.words is not None
    return tuple(answer.word for answer in asked.answers if not answer.beside) if listed else ()


def _tone(name: str, word: str, telling: Mapping[str, tuple[int, int]]) -> Tone:
    """Return how a word reads: as its question says, or else as the cells do that hold it."""
    known = _ASKED[name].known(word) if name in _ASKED else None
    if known is None or (known.beside and known.tone):
        return _TONES[telling[word][1]]
    return known.tone or Tone.UNKNOWN
