"""`look`: the one call with which a check notebook gets its evidence."""

import datetime as dt
import os

from tracker.errors import UsageError
from tracker.history import History
from tracker.model.evidence import Book, Observation, with_looks
from tracker.model.instant import read_past
from tracker.model.paper import Paper
from tracker.notebooks.handover import handed
from tracker.notebooks.page import PaperPage
from tracker.notebooks.parameters import check_parameters
from tracker.project import Project
from tracker.registry import load
from tracker.verdicts import judge_all

RUN_VARIABLE = "TRACKER_RUN"
"""Set for the kernels of a run: its sweep has looked, so that the notebook need not."""


def look(paper_id: str, *, as_of: str | None = None, offline: bool = False) -> PaperPage:
    """Judge one paper on the best evidence there is, looking where nobody has looked yet.

    Inside `tracker run` the sweep has just looked, and the run hands its evidence over. Opened by
    hand, this looks itself, unless `offline` or an `as_of` in the past asks for the known state.
    What is seen by hand is shown, not stored: the history is written by runs.

    Parameters
    ----------
    paper_id
        Id in the registry, with or without ``arxiv:``.
    as_of
        ISO date or time; evidence after it is left out. None or "" = everything known.
    offline
        Ask no host.

    Raises
    ------
    UsageError
        If the registry has no such paper, `as_of` is no date of the past, or a parameter came as a
        number.
    """
    check_parameters(paper_id=paper_id, as_of=as_of, offline=offline)
    if case := handed(paper_id, as_of):
        return PaperPage(verdicts=case.concluded, unreached=())
    project = Project.find()
    paper = load(project.registry).paper(paper_id)
    if paper is None:
        raise UsageError(
            f"no paper {paper_id!r} in {project.registry.name}",
            advice=f"Write an entry for it with `tracker add {paper_id}`.",
        )
    instant = read_past(as_of, dt.datetime.now(dt.UTC))
    history = History(project.history_folders(), project.history_index)
    book: Book = history.book(as_of=instant)
    unreached: tuple[Observation, ...] = ()
    if not (offline or instant or os.environ.get(RUN_VARIABLE)):
        observations = _look_now(paper)
        unreached = tuple(
            observation for observation in observations if not observation.reach.says_something
        )
        book = with_looks(book, observations)
    judged = judge_all([paper], book, instant, history.reproductions(as_of=instant))
    return PaperPage(verdicts=judged[0], unreached=unreached)


def _look_now(paper: Paper) -> tuple[Observation, ...]:
    """Ask the hosts; their clients are imported by those who need them only."""
    from tracker.sweep.looks import look_now  # noqa: PLC0415
    from tracker.transport.settings import Settings  # noqa: PLC0415

    return look_now(paper, Settings.from_environment(os.environ))
