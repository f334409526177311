"""Reasons, remedies, notes and quotes are for people: whatever they say, nothing else changes."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import pytest

from tests.tables.made_rows import NOW
from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look
from tests.verdicts.made_runs import check, claim, result
from tracker.history import History
from tracker.model.base import Value
from tracker.model.check import Tier
from tracker.model.evidence import Book, Declaration, Evidence, Facts, Observation, Place, Sighting
from tracker.model.paper import Depth, Needs, Paper, Promise, Role, Source
from tracker.model.reproduction import Run
from tracker.model.verdict import PaperVerdicts, Verdict
from tracker.notebooks.recording import views
from tracker.project import Project
from tracker.registry import load
from tracker.tables import badges, colours
from tracker.tables.changes import compare
from tracker.tables.page import facets, view
from tracker.tables.rows import Row, rows
from tracker.tables.words import words
from tracker.verdicts import QUESTIONS, Question, judge_all

ZH = words("zh")
EARLY = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
_T = TypeVar("_T")


def other(text: str) -> str:
    """Return another text, the same for the same one."""
    return f"Q{hashlib.sha256(text.encode()).hexdigest()[:12]}."


def reworded(value: _T) -> _T:
    """Return a value with every sentence in it replaced, however deep it lies."""
    if isinstance(value, tuple):
        return tuple(map(reworded, value))  # type: ignore[return-value]
    if not isinstance(value, Value) or isinstance(value, Paper):
        return value
    prose = ("quote",) if isinstance(value, Evidence) else ("reason", "remedy")
    changes: dict[str, Any] = {}
    for name in value.__struct_fields__:
        field = getattr(value, name)
        if name in prose and isinstance(field, str):
            changes[name] = other(field)
        elif name not in ("artifact", "promise", "claim", "check") or isinstance(field, Verdict):
            changes[name] = reworded(field)
    return msgspec.structs.replace(value, **changes)


def in_other_words(question: Question) -> Question:
    """Return a question whose verdicts are reworded before any other question rests on them."""

    def after(judge: Callable[[Any], Verdict] | None) -> Callable[[Any], Verdict] | None:
        return judge and (lambda asked: reworded(judge(asked)))

    return msgspec.structs.replace(
        question,
        meaning=other(question.meaning),
        motive=other(question.motive),
        remedy=other(question.remedy),
        of_artifact=after(question.of_artifact),
        of_paper=after(question.of_paper),
        answers=tuple(
            msgspec.structs.replace(each, means=other(each.means)) for each in question.answers
        ),
    )


def told(book: Book) -> Book:
    """Return a book in which every look has other things to say of itself."""

    def again(sighting: Sighting) -> Sighting:
        seen = sighting.observation
        note = seen.note and other(seen.note)
        changed: Observation = msgspec.structs.replace(seen, note=note)
        return msgspec.structs.replace(sighting, observation=changed)

    return {subject: tuple(map(again, looks)) for subject, looks in book.items()}


def deciding(table: Sequence[Row]) -> object:
    """Return all of a table that is no prose: words, colours, orders, filters, translations."""
    shown = []
    for row in table:
        cells = view.answers(row, 3)
        judged = row.verdicts
        shown.append((
            [(each.text, each.tone, each.main, each.more, each.order, each.rules, each.marked)
             for each in cells],
            [ZH.say(each.text) for each in cells],
            facets.values(row),
            badges.released(row), tuple(badges.of_questions(row)),
            [colours.of_artifact(each) for each in judged.artifacts],
            [colours.of_claim(each) for each in judged.claims],
            [(question.name, verdict.answers, question.tone(verdict), question.rank(verdict))
             for each in judged.artifacts for question, verdict in view.lines(each)],
            [(question.name, verdict.answers, question.tone(verdict))
             for question, verdict in view.whole(judged)],
            [(each.question, each.answers, each.rule, each.derived_from)
             for each in views(judged, NOW)],
            [(each.dated, each.needs, each.unshipped, each.as_of) for each in judged.verdicts],
        ))  # fmt: skip
    held = [facets.values(row) for row in table]
    return shown, facets.facets(table, held), view.figures(table)


def directions(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[str, ...]]:
    return [
        (each.paper, each.question, each.subject, each.before, each.after, each.direction)
        for each in compare(before, after)
    ]


def assert_prose_decides_nothing(
    papers: Sequence[Paper], book: Book, runs: Mapping[str, Sequence[Run]]
) -> None:
    tables: list[tuple[Row, ...]] = []
    others: list[tuple[Row, ...]] = []
    questions = tuple(map(in_other_words, QUESTIONS))
    for as_of in (EARLY, None):
        judged = judge_all(papers, book, as_of, runs)
        again: tuple[PaperVerdicts, ...] = reworded(
            judge_all(papers, told(book), as_of, runs, questions)
        )
        reasons = [each.summary.reason for each in (*judged, *again)]
        assert not set(reasons[: len(judged)]) & set(reasons[len(judged) :])
        tables.append(rows(judged))
        others.append(rows(again))
        assert deciding(tables[-1]) == deciding(others[-1])
    assert directions(*tables) == directions(*others)
    assert directions(*tables)


def test_of_the_projects_own_papers(pytestconfig: pytest.Config) -> None:
    project = Project(root=pytestconfig.rootpath)
    history = History([project.history])
    papers = load(project.registry).papers
    assert_prose_decides_nothing(papers, history.book(), history.reproductions())


def test_of_a_paper_with_something_of_every_kind() -> None:
    idea, sums = check("idea"), check("sums", Tier.AUDIT)
    paper = msgspec.structs.replace(
        PAPER,
        artifacts=(CODE, msgspec.structs.replace(CODE, url="https://github.com/lab/gone")),
        promises=(
            Promise(
                quote="Soon.", role=Role.CODE, depth=Depth.COMPLETE, source=Source(where="README"),
                made_on=dt.date(2025, 3, 1),
            ),
        ),
        claims=(
            claim(idea, headline=True),
            msgspec.structs.replace(claim(sums, name="c2"), needs=Needs(gpus="8 × H800")),
        ),
    )  # fmt: skip
    named = Declaration(place=Place.PACKAGE, path="setup.py", quote="MIT", expression="MIT")
    first = Facts(first_commit=at("2021-01-01"), licenses=(named,), is_empty=False)
    seen = (
        look("2025-05-01", facts=first, note="asked git"),
        look("2026-01-01", facts=Facts(moved_to="https://github.com/lab/new"), note="redirected"),
    )
    assert_prose_decides_nothing(
        [paper], {REPOSITORY: seen}, {paper.id: (result(idea), result(sums, 0.1))}
    )
