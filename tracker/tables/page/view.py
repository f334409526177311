"""What the template of the page shows of a row: each answer with its rules, remedies and order."""

from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import quote, urlsplit

from tracker.licensing.uses import Allowed, Use
from tracker.model.base import Value
from tracker.model.evidence import Evidence
from tracker.model.paper import Depth, Role
from tracker.model.verdict import (
    NOASSERTION,
    NONE,
    ArtifactVerdicts,
    PaperVerdicts,
    Verdict,
)
from tracker.tables.behind import Against, behind, beside, official_code
from tracker.tables.cells import Cell
from tracker.tables.rows import Row, TableColumn, first_release, unsaid
from tracker.tables.text import clean
from tracker.verdicts import (
    Question,
    Tone,
    answered,
    license,  # noqa: A004  (SPDX's word)
    promise,
)
from tracker.verdicts.reproduction import SETTLED, outcome

_SAFE = "/:?#[]@!$&'()*+,;=-._~%"
_ADDRESS = 2000


class ShownAnswer(Value, frozen=True, kw_only=True):
    """One cell of the table, with what stands behind it."""

    key: str
    label: str
    text: str
    tone: Tone
    marked: bool
    """Whether its tone is shown: a date has none."""
    main: str
    """What is read first."""
    more: tuple[str, ...]
    """What is read next, smaller."""
    reason: str
    remedies: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    left_out: int
    """Pieces of evidence that are shown in the paper's own section only."""
    rules: tuple[str, ...]
    against: tuple[Against, ...]
    """What people say against it."""
    order: str
    """Sorts as text, best or earliest first."""


class Figure(Value, frozen=True, kw_only=True):
    """A number at the top of the page."""

    number: int
    label: str


def answers(row: Row, pieces: int) -> tuple[ShownAnswer, ...]:
    """Return the cells of a row, each with at most this many pieces of evidence."""
    corrections = beside(row)
    return tuple(
        _answer(column, cell, behind(column.key, row), order=_order(column.key, row, cell),
                pieces=pieces, against=corrections.get(column.key, ()))
        for column, cell in row.cells
    )  # fmt: skip


def _answer(
    column: TableColumn,
    cell: Cell,
    grounds: Sequence[Verdict],
    *,
    order: str,
    pieces: int,
    against: tuple[Against, ...],
) -> ShownAnswer:
    main, *more = cell.read
    return ShownAnswer(
        key=column.key,
        label=column.heading,
        text=cell.text,
        tone=cell.tone,
        marked=column.marked,
        main=main,
        more=tuple(more),
        reason=cell.reason,
        remedies=tuple(dict.fromkeys(ground.remedy for ground in grounds if ground.remedy))[:3],
        evidence=cell.evidence[:pieces],
        left_out=max(0, len(cell.evidence) - pieces),
        rules=tuple(dict.fromkeys(ground.rule for ground in grounds)),
        against=against,
        order=order,
    )


_TONES = list(Tone)
_PROMISES = sorted(
    promise.QUESTION.answers,
    key=lambda answer: -1 if answer.rank is None else answer.rank,
    reverse=True,
)
"""The best first, those that are neither better nor worse last."""


def _order(key: str, row: Row, cell: Cell) -> str:
    tone = _TONES.index(cell.tone)
    match key:
        case "code":
            best = _best(row)
            return f"{tone}{len(Depth) - best.rank if best else '~'}"
        case "promise":
            first_word = row.verdicts.promise.answers[0]
            return str([answer.word for answer in _PROMISES].index(first_word))
        case "since":
            first = first_release(row.verdicts)
            return first.since.answer if first else "~"
        case "looked":
            known = row.verdicts.summary.as_of
            live = f"0{row.looked_at.isoformat()}" if row.looked_at else None
            return live or (f"1{known.isoformat()}" if known else "~")
    return f"{tone}{clean(cell.text, 40).casefold()}"


def lines(judged: ArtifactVerdicts) -> tuple[tuple[Question, Verdict], ...]:
    """Return the answers that an artifact's own section shows; its licence stands beside others."""
    return tuple(
        (question, verdict)
        for question, verdict in answered(judged)
        if question is not license.QUESTION and question.tells(verdict)
    )


def whole(judged: PaperVerdicts) -> tuple[tuple[Question, Verdict], ...]:
    """Return the answers about a paper as a whole that stand in no other section."""
    own = ((question, one) for question, one in answered(judged) if not question.sums)
    return (*unsaid(judged), *own)


def figures(rows: Sequence[Row]) -> tuple[Figure, ...]:
    """Return the counts at the top of the page."""
    # A list that is complete is no code to train.
    code = [_best(row) if _of_code(row) else None for row in rows]
    promised = [row for row in rows if row.verdicts.promises]
    return (
        Figure(number=len(rows), label="papers"),
        Figure(
            number=sum(best is not None and best.reaches(Depth.TRAINING) for best in code),
            label="with training code",
        ),
        Figure(
            number=sum(best is Depth.INFERENCE for best in code), label="with inference code only"
        ),
        Figure(
            number=sum(_clear(row.verdicts.license) for row in rows),
            label="under one clear licence",
        ),
        Figure(number=sum(map(_in_a_product, rows)), label="may go into a product"),
        Figure(
            number=sum(row.promise.tone is Tone.GOOD for row in promised),
            label="kept all they promised",
        ),
        Figure(
            number=sum(not _settled(row, headline=False).isdisjoint(SETTLED) for row in rows),
            label="with a claim checked here",
        ),
        Figure(
            number=sum("reproduced (exact)" in _settled(row, headline=True) for row in rows),
            label="headline reproduced here",
        ),
    )


def _in_a_product(row: Row) -> bool:
    """Whether all that was released may go into a product, on conditions or without."""
    return any(
        one.use == Use.PRODUCT and one.total.text in (Allowed.YES, Allowed.IF) for one in row.uses
    )


def _clear(licensed: Verdict) -> bool:
    """Whether one licence is named, and nothing speaks against it."""
    return len(licensed.answers) == 1 and licensed.answers[0] not in (NONE, NOASSERTION)


def _settled(row: Row, *, headline: bool) -> set[str]:
    """Return the words about a paper's claims, or about its headline alone."""
    return {
        word
        for claim in row.verdicts.claims
        if claim.claim.headline or not headline
        for word in outcome(claim.checks)
    }


def _of_code(row: Row) -> bool:
    return any(verdicts.artifact.role is Role.CODE for verdicts in official_code(row))


def _best(row: Row) -> Depth | None:
    return next((verdicts.reached for verdicts in official_code(row)), None)


def web(url: str | None) -> str | None:
    """Return an address fit for a link, or None where it is no plain web address.

    Examples
    --------
    >>> web("https://example.org/a b")
    'https://example.org/a%20b'
    >>> web("javascript:alert(1)"), web("https://"), web("https://[")
    (None, None, None)
    """
    if not url or not url.startswith(("https://", "http://")):
        return None
    address = quote(clean(url, _ADDRESS), safe=_SAFE)
    try:
        return address if urlsplit(address).hostname else None
    except ValueError:
        return None


def name(url: str) -> str:
    """Return an address as a person reads it.

    Examples
    --------
    >>> name("https://github.com/lab/code/blob/0de66fc6c2781e02ea37fef67b77c52486dc4409/a.py#L3")
    'github.com/lab/code › a.py#L3'
    """
    bare = url.removeprefix("https://").removeprefix("http://").rstrip("/")
    for mark in ("/-/blob/", "/-/tree/", "/blob/", "/tree/"):
        before, separator, after = bare.partition(mark)
        if separator:
            path = after.partition("/")[2]
            return f"{before} › {path}" if path else before
    return bare


def find(row: Row) -> str:
    """Return what a search finds a paper by, beside what is on show."""
    paper = row.verdicts.paper
    names = (name(artifact.subject) for artifact in row.verdicts.artifacts)
    return clean(" ".join((paper.authors or "", *islice(names, 40))), 3000)


def artifact_name(verdicts: ArtifactVerdicts) -> str:
    """Return the address of an artifact and, where only a folder is meant, that folder."""
    return (
        f"{name(verdicts.subject)} › {verdicts.artifact.path}"
        if verdicts.artifact.path
        else name(verdicts.subject)
    )


def once(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return each piece of evidence once."""
    return tuple(dict.fromkeys(pieces))
