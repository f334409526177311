"""`look`: the one call with which a check notebook gets its evidence."""

import datetime as dt
import os
from collections import defaultdict

from tracker.errors import UsageError
from tracker.history import History
from tracker.hosts import hosts
from tracker.model.evidence import Book, Observation, Sighting
from tracker.model.paper import Paper
from tracker.notebooks.page import PaperPage
from tracker.project import Project
from tracker.registry import load
from tracker.survey import sweep, targets
from tracker.transport import Door
from tracker.transport.settings import Settings
from tracker.verdicts import judge

RUN_VARIABLE = "TRACKER_RUN"
"""Set for the kernels of a run: its sweep has looked, so that the notebook need not."""


def look(paper_id: str, *, as_of: str | None = None, offline: bool = False) -> PaperPage:
    """Judge one paper on the best evidence there is, looking where nobody has looked yet.

    Inside `tracker run` the sweep has just looked, and its evidence is used. Opened by hand, this
    looks itself, unless `offline` or an `as_of` in the past asks for the known state. What is seen by
    hand is shown, not stored: the history is written by runs.

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
        If the registry has no such paper, or `as_of` is no date.
    """
    project = Project.find()
    paper = load(project.registry).paper(paper_id)
    if paper is None:
        raise UsageError(
            f"no paper {paper_id!r} in {project.registry.name}",
            advice=f"Write an entry for it with `tracker add {paper_id}`.",
        )
    instant = parse_instant(as_of)
    book: Book = History(project.history_folders()).book(as_of=instant)
    unreached: tuple[Observation, ...] = ()
    if not (offline or instant or os.environ.get(RUN_VARIABLE)):
        seen = look_now(paper, Settings.from_environment(os.environ))
        unreached = tuple(each for each in seen if not each.reach.says_something)
        book = with_looks(book, seen)
    return PaperPage(verdicts=judge(paper, book, instant), unreached=unreached)


def look_now(paper: Paper, settings: Settings) -> tuple[Observation, ...]:
    """Ask the hosts about every artifact of one paper."""
    with Door(settings) as door:
        return tuple(sweep(list(targets([paper]).values()), door, hosts()))


def with_looks(book: Book, seen: tuple[Observation, ...]) -> Book:
    """Return `book` with these observations added as its newest sightings."""
    joined: dict[str, list[Sighting]] = defaultdict(list)
    for subject, sightings in book.items():
        joined[subject].extend(sightings)
    for each in seen:
        sighting = Sighting(id=each.id, observation=each, observed_at=each.observed_at)
        joined[each.subject].append(sighting)
    return joined


def parse_instant(text: str | None) -> dt.datetime | None:
    """Read an ISO date (its last instant, UTC) or time; "" and None give None.

    Examples
    --------
    >>> parse_instant("2025-06-30").isoformat()
    '2025-06-30T23:59:59+00:00'
    """
    if not text:
        return None
    try:
        if len(text) == len("2025-06-30"):
            day = dt.date.fromisoformat(text)
            return dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC)
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is no date", advice="Write 2025-06-30 or 2025-06-30T12:00:00Z."
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
