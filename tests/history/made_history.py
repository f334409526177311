"""Records and files of history, as tests need them."""

import datetime as dt
from pathlib import Path

from tracker.history import start
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.reproduction import Interval, Machine, Measurement, Outcome, Run
from tracker.model.run import Confirmed, Record, RunEnded, View

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
URL = "https://example.org/a"
BETWEEN = Interval(low=0.0, high=2.0, method="bootstrap over seeds")


def look(
    at: dt.datetime | None = NOON,
    *,
    branch: str | None = None,
    subject: str = URL,
    reach: Reach = Reach.VISIBLE,
    not_before: dt.datetime | None = None,
) -> Observation:
    """Return an observation."""
    return Observation(
        subject=subject, reach=reach, via="git", agent="t", observed_at=at,
        not_before=not_before, facts=Facts(branch=branch),
    )  # fmt: skip


def confirmed(seen: Observation, at: dt.datetime) -> Confirmed:
    """Return what says that something was seen again."""
    return Confirmed(of=seen.id, subject=seen.subject, started_at=at, observed_at=at)


def view(at: dt.datetime = NOON, *, paper: str = "p", question: str = "q") -> View:
    """Return what a notebook showed."""
    return View(paper=paper, question=question, answers=("a",), reason="r", rule="r/1", shown_at=at)


def tried(ended: dt.datetime = NOON, *, paper: str = "p", detail: str | None = None) -> Run:
    """Return a run of a reproduction."""
    return Run(
        paper=paper, notebook="n.ipynb", notebook_digest="sha256:0", code="sha256:1",
        measured=(Measurement(name="m", value=1.0, interval=BETWEEN),),
        outcome=Outcome.COMPLETED, detail=detail, sandbox="none: trusted", agent="t",
        machine=Machine(python="3.11", platform="linux", cores=2, lock="sha256:2"),
        started_at=ended - HOUR, ended_at=ended,
    )  # fmt: skip


def write(
    folder: Path,
    *records: Record,
    now: dt.datetime = NOON,
    mark: str | None = None,
    continues: str | None = None,
    ended: bool = False,
) -> Path:
    """Write a run, and return its file."""
    with start(folder, purpose="p", agent="t", now=now, mark=mark, continues=continues) as writer:
        for record in records:
            writer.append(record)
        if ended:
            writer.append(RunEnded(run=writer.run, ended_at=now, looked=1, unreached=0))
    return writer.path
