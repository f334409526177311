"""What the page can be filtered by: what the code holds, and each question with a column."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tracker.licensing.uses import Allowed, Use
from tracker.model.base import Value
from tracker.model.paper import Depth, Role
from tracker.tables.behind import official_code
from tracker.tables.cells import NONE_ENTERED, NONE_OFFICIAL, answers_to, third_party
from tracker.tables.rows import COLUMNS, Row
from tracker.tables.text import clean
from tracker.tables.uses import Wording
from tracker.verdicts import QUESTIONS, Question, Tone, use
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
    """A question as a filter, or one of the filters of a question that is many."""

    name: str
    """As in the address of a filtered page."""
    title: str
    choices: tuple[FacetOption, ...]
    tones: tuple[tuple[Tone, int], ...]
    """How many papers are well, fairly, poorly served, and how many nobody knows of."""


class FacetGroup(Value, frozen=True, kw_only=True):
    """What stands under one heading: one filter, or one for each use."""

    title: str
    facets: tuple[Facet, ...]


def code(row: Row) -> tuple[str, ...]:
    """Return what the official code holds, the best first, and what else holds of it."""
    own = official_code(row)
    words = []
    for verdicts in own:
        there = verdicts.availability.answers
        if there == ("unknown",):
            words.append("not looked at")
        elif gone := next((word for word in there if word in GONE), None):
            words.append(gone)
        else:
            listed = verdicts.artifact.role is Role.LIST and verdicts.reached is Depth.COMPLETE
            words.append("curated list" if listed else verdicts.depth.answers[0])
    state = [word for verdicts in own for word in verdicts.availability.answers if word in _STATES]
    other = NONE_OFFICIAL if third_party(row.verdicts, Role.CODE) else "none named"
    other = other if row.verdicts.paper.begun else NONE_ENTERED
    return tuple(dict.fromkeys((*words, *state))) or (other,)


_TONES = list(Tone)
_STATES = frozenset(("moved", "archived", "gated"))
_DEPTHS = tuple(depth.value for depth in reversed(Depth))
_ASKED: Mapping[str, Question] = {
    question.name: question
    for question in QUESTIONS
    if question.column and question is not use.QUESTION
}


_USES = sorted(Use, key=lambda wanted: wanted is not Use.PRODUCT)
_ALLOWED = [allowed.value for allowed in Allowed]


def _named(wanted: Use) -> str:
    return f"{use.QUESTION.name}-{wanted.value}"


def _total(row: Row, wanted: Use) -> Wording:
    """Return the answer of a paper for a use; that nobody can say, where none was judged."""
    totals = (of_paper.total for of_paper in row.uses if of_paper.use == wanted)
    return next(totals, Wording(text=Allowed.UNKNOWN.value, tone=Tone.UNKNOWN))


def values(row: Row) -> dict[str, tuple[str, ...]]:
    """Return the words of a row by the name of the facet."""
    words = {"code": code(row)} | {name: _words(row, question) for name, question in _ASKED.items()}
    words |= {_named(wanted): (_total(row, wanted).text,) for wanted in Use}
    return {
        name: tuple(clean(word, 80).replace(BETWEEN, "/") for word in shown)
        for name, shown in words.items()
    }


def _words(row: Row, question: Question) -> tuple[str, ...]:
    if question.column and question.column.words:
        return question.column.words(row.verdicts)
    answers = answers_to(question, row.verdicts)
    words = tuple(dict.fromkeys(word for answer in answers for word in answer.answers))
    return words or ("none named",)


def facets(
    rows: Sequence[Row], words_of_rows: Sequence[Mapping[str, tuple[str, ...]]]
) -> tuple[FacetGroup, ...]:
    """Return the filters; `words_of_rows` are the `values` of each of `rows`."""
    cells = [{column.key: cell for column, cell in row.cells} for row in rows]
    groups = []
    for column in COLUMNS:
        if column.key == use.QUESTION.name:
            own = tuple(_of_use(wanted, rows) for wanted in _USES)
        elif column.key == "code" or column.key in _ASKED:
            pairs = [
                (words[column.key], cell[column.key].tone)
                for words, cell in zip(words_of_rows, cells, strict=True)
            ]
            own = (_facet(column.key, column.heading, pairs, _ASKED.get(column.key)),)
        else:
            continue
        groups.append(FacetGroup(title=column.heading, facets=own))
    return tuple(groups)


_WordsAndTones: TypeAlias = Sequence[tuple[tuple[str, ...], Tone]]
"""The words of each paper, and how its cell reads."""


def _of_use(wanted: Use, rows: Sequence[Row]) -> Facet:
    totals = [_total(row, wanted) for row in rows]
    pairs = [((total.text,), total.tone) for total in totals]
    return _facet(_named(wanted), wanted.value, pairs, use.QUESTION, _ALLOWED)


def _facet(
    name: str, title: str, papers: _WordsAndTones, asked: Question | None, order: Sequence[str] = ()
) -> Facet:
    counts = Counter(word for words, _ in papers for word in words)
    served = Counter(tone for _, tone in papers)
    telling: dict[str, tuple[int, int]] = {}
    for words, tone in papers:  # a word reads as the cells do in which it stands alone, else first
        for place, word in enumerate(words):
            rank = 0 if len(words) == 1 else 1 + (place > 0)
            reads = (rank, _TONES.index(tone))
            telling[word] = min(telling.get(word, reads), reads)
    chosen = [word for word, _ in counts.most_common()]
    if order := order or _order(asked):  # the words are few, and a rare one may weigh most
        chosen.sort(key=lambda word: order.index(word) if word in order else len(order))
    else:
        chosen = chosen[:SHOWN]
    return Facet(
        name=name,
        title=title,
        choices=tuple(
            FacetOption(word=word, papers=counts[word], tone=_tone(asked, word, telling))
            for word in chosen
        ),
        tones=tuple((tone, served[tone]) for tone in Tone if served[tone]),
    )


def _order(asked: Question | None) -> Sequence[str]:
    """Return words that are shown in this order, before any others."""
    if asked is None:
        return _DEPTHS
    if asked.column is None or asked.column.words is None:
        return ()
    own = (answer.word for answer in asked.answers if not answer.beside)
    return (*(answer.word for answer in asked.column.of_whole), *own)


def _tone(asked: Question | None, word: str, telling: Mapping[str, tuple[int, int]]) -> Tone:
    """Return how a word reads: as its question says, or else as the cells do that hold it."""
    whole = asked.column.known(word) if asked and asked.column else None
    known = whole or (asked.known(word) if asked else None)
    if known is None or (known.beside and known.tone):
        return _TONES[telling[word][1]]
    return known.tone or Tone.UNKNOWN
