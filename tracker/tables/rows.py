"""Rows: what every table shows, before any format."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tracker.model.base import Value
from tracker.model.paper import Relation, Role
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, Verdict
from tracker.tables.cells import (
    Cell,
    artifacts_cell,
    official_artifacts,
    question_cell,
    verdict_cell,
)
from tracker.tables.colours import best, of_artifact
from tracker.tables.dates import dated_cell, looked_cell, undated_cell
from tracker.tables.uses import UseOfPaper, uses_of
from tracker.verdicts import QUESTIONS, Question, Tone


class TableColumn(NamedTuple):
    """A column of the table."""

    key: str
    """Field of `Row`, or the name of a question."""
    heading: str
    marked: bool = True
    """Whether its tone is shown: a date has none."""
    terminal: int = 0
    """Its share of the width of a terminal; 0: it is no column there."""


COLUMNS = (
    TableColumn("get", "What you get", marked=False),
    TableColumn("code", "Code"),
    TableColumn("models", "Models"),
    TableColumn("datasets", "Datasets"),
    *(
        TableColumn(question.name, question.column.heading, terminal=question.column.terminal)
        for question in QUESTIONS
        if question.column
    ),
    TableColumn("since", "Since", marked=False),
    TableColumn("looked", "Last looked", marked=False, terminal=3),
)
"""In the order they are shown: first what joins the answers to several questions, then each
question that has a column of its own, then the dates."""


class Row(Value, frozen=True, kw_only=True):
    """One paper."""

    paper: str
    """Id, such as ``arxiv:2503.14476``."""
    title: str
    title_zh: str | None = None
    get: Cell
    """What you get, under which licence, since when."""
    code: Cell
    models: Cell
    datasets: Cell
    license: Cell
    promise: Cell
    reproduction: Cell
    since: Cell
    looked: Cell
    """When an official artifact was last seen: the newest look, or how old a stored copy is."""
    looked_at: dt.datetime | None = None
    """The newest live look that told something; None = stored copies at best."""
    uses: tuple[UseOfPaper, ...] = ()
    """What one may do with it: with all of it, and with each part."""
    verdicts: PaperVerdicts
    more: Mapping[str, Cell] = {}
    """The cells of questions that have no field here, by their names."""

    @property
    def cells(self) -> tuple[tuple[TableColumn, Cell], ...]:
        """Each column with its cell."""
        return tuple(
            (
                column,
                self.more[column.key] if column.key in self.more else getattr(self, column.key),
            )
            for column in COLUMNS
        )


def rows(verdicts: Sequence[PaperVerdicts]) -> tuple[Row, ...]:
    """Return one row for each paper, in the order given."""
    return tuple(_row(verdict) for verdict in verdicts)


def heading(shown: Sequence[Row], as_of: dt.datetime | None) -> tuple[str, ...]:
    """Say in plain sentences for which day the table holds and how fresh it is."""
    lines = [f"As of {as_of:%Y-%m-%d}."] if as_of else []
    if not shown:
        return (*lines, "No paper is registered.")
    live = [row.looked_at for row in shown if row.looked_at]
    others = [row.verdicts for row in shown if not row.looked_at]
    copies = sum(any(verdicts.is_known for verdicts in other.artifacts) for other in others)
    bare = sum(not other.artifacts for other in others)
    unseen = len(others) - copies - bare
    if live:
        lines.append(f"Last looked at on {max(live):%Y-%m-%d}, not looked at since.")
        lines += [f"{_papers(copies)} never reached: shown from stored copies."] if copies else []
    elif copies:
        lines.append("No look has reached the hosts yet: what is shown rests on stored copies.")
    elif unseen:
        lines.append("Nobody has looked yet: what is there is not known.")
    if (live or copies) and unseen:
        lines.append(f"{_papers(unseen)} never looked at.")
    if bare:
        lines.append(f"{_papers(bare)} entered without any artifact.")
    return tuple(lines)


def _papers(number: int) -> str:
    return "1 paper was" if number == 1 else f"{number} papers were"


def _row(judged: PaperVerdicts) -> Row:
    paper = judged.paper
    code = _code(judged)
    official = [
        artifact for artifact in judged.artifacts if artifact.artifact.relation is Relation.OFFICIAL
    ]
    asked = official or judged.artifacts
    known = [verdicts for verdicts in asked if verdicts.is_known]
    first = first_release(judged)
    looks = [
        piece.observed_at
        for verdicts in known
        for piece in verdicts.availability.evidence
        if piece.observed_at is not None
    ]
    looked_at = max(looks, default=None)
    role = Role.LIST if code and code[0].artifact.role is Role.LIST else Role.CODE
    code_cell = artifacts_cell(judged, role)
    cells = {
        question.name: question_cell(question, judged) for question in QUESTIONS if question.column
    }
    return Row(
        paper=paper.id,
        title=paper.titles.en,
        title_zh=paper.titles.zh,
        get=verdict_cell(
            judged.summary, tone=code_cell.tone if code else best(map(of_artifact, official))
        ),
        code=code_cell,
        models=artifacts_cell(judged, Role.MODEL),
        datasets=artifacts_cell(judged, Role.DATASET),
        license=cells.pop("license"),
        promise=cells.pop("promise"),
        reproduction=cells.pop("reproduction"),
        since=dated_cell(first.since, paper) if first else undated_cell(judged, code or official),
        looked=looked_cell(known, looked_at, [verdicts.artifact.relation for verdicts in asked]),
        looked_at=looked_at,
        uses=uses_of(judged),
        verdicts=judged,
        more=cells,
    )


def first_release(judged: PaperVerdicts) -> ArtifactVerdicts | None:
    """Return the official artifact that is there longest, of the code where there is some."""
    official = [
        artifact for artifact in judged.artifacts if artifact.artifact.relation is Relation.OFFICIAL
    ]
    dated = [
        (verdicts.since.dated.day, verdicts)
        for verdicts in (_code(judged) or official)
        if verdicts.since.dated and of_artifact(verdicts) in (Tone.GOOD, Tone.FAIR)
    ]
    return min(dated, key=lambda pair: pair[0], default=(None, None))[1]


def _code(judged: PaperVerdicts) -> list[ArtifactVerdicts]:
    return official_artifacts(judged, Role.CODE) or official_artifacts(judged, Role.LIST)


def unsaid(judged: PaperVerdicts) -> Iterator[tuple[Question, Verdict]]:
    """Yield the questions that have nothing to tell of any artifact, each with why."""
    for question in QUESTIONS:
        own = [
            verdict
            for artifact in judged.artifacts
            for verdict in artifact.verdicts
            if verdict.question == question.name
        ]
        if own and not any(map(question.tells, own)):
            reasons = dict.fromkeys(verdict.reason for verdict in own)
            answers = dict.fromkeys(word for verdict in own for word in verdict.answers)
            yield (
                question,
                msgspec.structs.replace(
                    own[0],
                    subject=judged.paper.id,
                    answers=tuple(answers),
                    reason=" ".join(reasons),
                    evidence=(),
                ),
            )
