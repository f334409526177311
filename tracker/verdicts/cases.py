"""A case: one paper with all the evidence that it is judged by, and nothing else.

Whoever judges it comes to the same as whoever judges the paper by the whole history, without having
that history: a notebook on another machine, for example.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tracker.model.base import Value
from tracker.model.evidence import Book, Sighting
from tracker.model.paper import Paper
from tracker.model.reproduction import Run
from tracker.model.run import Basis
from tracker.model.verdict import PaperVerdicts
from tracker.verdicts import corrections, judge_by, until
from tracker.verdicts.trail import newest

_DIGITS = 16
"""Of a digest that tells changes apart, against nobody's will."""


class Case(Value, frozen=True, kw_only=True):
    """One paper and its evidence."""

    paper: Paper
    sightings: tuple[Sighting, ...]
    """The sightings of every subject that some question asks about."""
    runs: tuple[Run, ...] = ()
    """What was tried of it."""
    asked: dt.datetime | None = None
    """The instant that was asked about; None = everything known."""
    judged_at: dt.datetime | None = None
    """The instant asked about, or else the newest of the whole history."""
    verdicts: PaperVerdicts | None = None
    """What was concluded from it, so that nobody judges it twice; None: nobody has judged it."""

    @property
    def concluded(self) -> PaperVerdicts:
        """What follows from it: as it was handed over, or else judged now."""
        return self.verdicts or self.judge()

    def judge(self) -> PaperVerdicts:
        """Answer every question, as `judge_all` does by the whole history."""
        book: dict[str, list[Sighting]] = {}
        for sighting in self.sightings:
            book.setdefault(sighting.observation.subject, []).append(sighting)
        return judge_by(self.paper, book, self.judged_at, self.runs)

    def basis(self, notebook: bytes) -> Basis:
        """Return what the answers of this notebook about the paper depend on."""
        ids = (*(sighting.id for sighting in self.sightings), *(run.id for run in self.runs))
        return Basis(
            entry=_digest(msgspec.json.encode(self.paper, order="deterministic")),
            notebook=_digest(notebook),
            evidence=_digest("\n".join(sorted(ids)).encode()),
        )


class JudgedCase(NamedTuple):
    """A case, and what was concluded."""

    case: Case
    verdicts: PaperVerdicts


class _KeptJudgement(NamedTuple):
    """A judgement, and all that it was made by."""

    judged: JudgedCase
    marks: Mapping[str, tuple[object, ...]]
    """Subject that was asked about → the marks of its sightings."""


class Judgements:
    """What was concluded so far: a paper is judged once for the same evidence and instant."""

    def __init__(self) -> None:
        self._kept: dict[str, _KeptJudgement] = {}

    def of(
        self,
        papers: Sequence[Paper],
        book: Book,
        as_of: dt.datetime | None,
        runs: Mapping[str, Sequence[Run]],
    ) -> Iterator[JudgedCase]:
        """Judge papers as `judge_all` does, and yield with each what it was judged by."""
        instant = as_of or newest(sighting for sightings in book.values() for sighting in sightings)
        for entry in papers:
            paper = corrections.until(entry, as_of)
            known = until(runs.get(paper.id, ()), as_of)
            kept = self._kept.get(paper.id)
            if kept is None or not _same(kept, paper, book, instant, known):
                kept = _judge(paper, book, instant, known)
                self._kept[paper.id] = kept
            case = msgspec.structs.replace(kept.judged.case, asked=as_of)
            yield JudgedCase(case, kept.judged.verdicts)


def _judge(
    paper: Paper, book: Book, instant: dt.datetime | None, runs: tuple[Run, ...]
) -> _KeptJudgement:
    asked = _NotingBook(book)
    verdicts = judge_by(paper, asked, instant, runs)
    by_subject = {subject: book.get(subject, ()) for subject in sorted(asked.subjects)}
    case = Case(
        paper=paper,
        sightings=tuple(sighting for sightings in by_subject.values() for sighting in sightings),
        runs=runs,
        judged_at=instant,
        verdicts=verdicts,
    )
    return _KeptJudgement(
        JudgedCase(case, verdicts), {name: _marks(looks) for name, looks in by_subject.items()}
    )


def _same(
    kept: _KeptJudgement,
    paper: Paper,
    book: Book,
    instant: dt.datetime | None,
    runs: tuple[Run, ...],
) -> bool:
    """Whether judging again would go the same way: nothing that was asked about has changed."""
    case = kept.judged.case
    return (case.paper, case.judged_at, case.runs) == (paper, instant, runs) and all(
        _marks(book.get(subject, ())) == marks for subject, marks in kept.marks.items()
    )


def _marks(sightings: Sequence[Sighting]) -> tuple[object, ...]:
    """Return what tells sightings from others: what was seen, and when for the last time."""
    return tuple((sighting.id, sighting.observed_at) for sighting in sightings)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


class _NotingBook(Mapping[str, Sequence[Sighting]]):
    """A book that remembers what it was asked about."""

    def __init__(self, book: Book) -> None:
        self.subjects: set[str] = set()
        self._book = book

    def __getitem__(self, subject: str) -> Sequence[Sighting]:
        self.subjects.add(subject)
        return self._book[subject]

    def __iter__(self) -> Iterator[str]:
        self.subjects.update(self._book)
        return iter(self._book)

    def __len__(self) -> int:
        return len(self._book)
