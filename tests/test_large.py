"""A registry ten times as large takes ten times as long, not a hundred times."""

import datetime as dt
import gc
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from soak import amount
from tools import large
from tracker import registry
from tracker.history import History
from tracker.model.evidence import Book, Facts, Observation, Reach, Sighting
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.tables import csvtable, jsontable, markdown
from tracker.tables.changes import compare
from tracker.tables.rows import Row, rows
from tracker.verdicts import judge_all

SMALL, LARGE = amount(50, 100), amount(400, 800)
DAY = dt.timedelta(days=1)
PATIENCE = 3
"""A machine that does other things meanwhile is forgiven this much; squares would cost 8."""


def seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of two calls.

    Without the search for cycles, which costs what all other tests have left in memory.
    """
    times = []
    gc.disable()
    try:
        for _ in range(2):
            begin = time.process_time()
            work()
            times.append(time.process_time() - begin)
    finally:
        gc.enable()
    return min(times)


def table(folder: Path) -> tuple[Row, ...]:
    papers = registry.load(folder / "registry.yaml").papers
    return rows(judge_all(papers, History([folder / "history"]).book()))


def faulty(folder: Path) -> Path:
    """Return a registry with two mistakes in every paper."""
    path = folder / "faulty.yaml"
    text = (folder / "registry.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("seen_in: README", "seen_inn: README"), encoding="utf-8")
    return path


class Sized(NamedTuple):
    """A project folder, and what was made of it."""

    folder: Path
    faulty: Path
    table: tuple[Row, ...]


WORK: dict[str, Callable[[Sized], object]] = {
    "load": lambda made: registry.load(made.folder / "registry.yaml"),
    "lint with complaints": lambda made: registry.lint(made.faulty),
    "history": lambda made: History([made.folder / "history"]).book(),
    "judge": lambda made: judge_all([row.verdicts.paper for row in made.table], _book(made)),
    "compare": lambda made: compare(made.table, made.table),
    "markdown": lambda made: markdown.render(made.table, None),
    "json": lambda made: jsontable.render(made.table, None),
    "csv": lambda made: csvtable.render(made.table, None),
}


def _book(made: Sized) -> Book:
    return History([made.folder / "history"]).book()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sized, Sized]:
    made = []
    for papers in (SMALL, LARGE):
        folder = tmp_path_factory.mktemp(f"papers-{papers}")
        large.make(folder, papers)
        made.append(Sized(folder, faulty(folder), table(folder)))
    return made[0], made[1]


def test_the_made_up_registry_is_without_fault_and_seen(both: tuple[Sized, Sized]) -> None:
    small, _ = both
    assert registry.lint(small.folder / "registry.yaml") == ()
    assert len(small.table) == SMALL
    assert {row.license.text for row in small.table} == {"Apache-2.0", "NONE"}
    assert all("not looked at" not in row.code.text for row in small.table)


@pytest.mark.soak
@pytest.mark.parametrize("work", WORK)
def test_time_grows_with_the_number_of_papers_and_no_faster(
    both: tuple[Sized, Sized], work: str
) -> None:
    small, many = (seconds(partial(WORK[work], made)) for made in both)
    assert many <= max(small, 0.005) * LARGE / SMALL * PATIENCE


def test_every_complaint_of_a_large_file_has_its_line(both: tuple[Sized, Sized]) -> None:
    complaints = registry.lint(both[1].faulty)
    assert len(complaints) == 4 * LARGE  # an unknown field and a missing one, in two artifacts
    assert len({complaint.line for complaint in complaints}) == 4 * LARGE
    assert any("Did you mean `seen_in`?" in complaint.remedy for complaint in complaints)


def test_a_long_history_of_one_artifact_costs_in_proportion() -> None:
    """A repository that changes every day, for three years and for twenty."""
    artifact = Artifact(
        role=Role.CODE, url="https://github.com/o/r", relation=Relation.OFFICIAL, seen_in="abstract"
    )
    paper = Paper(id="arxiv:2503.00001", titles=Titles(en="A paper"), artifacts=(artifact,))

    def judged(days: int) -> float:
        begin = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
        seen = [
            Observation(
                subject=artifact.url, reach=Reach.VISIBLE, via="made up", agent="test",
                facts=Facts(is_empty=False, first_commit=begin), observed_at=begin + each * DAY,
            )
            for each in range(days)
        ]  # fmt: skip
        trail = [
            Sighting(id=f"obs:{number:05}", observation=each, observed_at=each.observed_at)
            for number, each in enumerate(seen)
        ]
        return seconds(lambda: judge_all([paper], {seen[0].subject: trail}))

    assert judged(8_000) <= judged(1_000) * 8 * PATIENCE
