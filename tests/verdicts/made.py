"""Hand-made evidence for the questions: short to write, and nothing of it read from a disk."""

import datetime as dt

from tracker.model.evidence import Facts, Observation, Reach, Sighting, Tree
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles

REPOSITORY = "https://github.com/lab/code"


CODE = Artifact(role=Role.CODE, url=REPOSITORY, relation=Relation.OFFICIAL, seen_in="abstract")
PAPER = Paper(id="arxiv:2503.00001", titles=Titles(en="A Paper"), artifacts=(CODE,))
NO_FACTS = Facts()


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)


def tree(*paths: str, omitted: int = 0) -> Tree:
    suffixes: dict[str, int] = {}
    for path in paths:
        name = path.rpartition("/")[2]
        stem, dot, ending = name.rpartition(".")
        suffix = f".{ending}" if dot and stem else ""
        suffixes[suffix] = suffixes.get(suffix, 0) + 1
    return Tree(files=len(paths), suffixes=suffixes, paths=paths, omitted=omitted)


def look(
    day: str,
    reach: Reach = Reach.VISIBLE,
    facts: Facts = NO_FACTS,
    *,
    subject: str = REPOSITORY,
    note: str | None = None,
    confirmed: str | None = None,
) -> Sighting:
    """Return a live look of one day, perhaps confirmed on another."""
    seen = Observation(
        subject=subject, reach=reach, via="git", agent="test/1", facts=facts,
        observed_at=at(day), note=note,
    )  # fmt: skip
    return Sighting(id=seen.id, observation=seen, observed_at=at(confirmed or day))


def stored(day: str, facts: Facts, *, subject: str = REPOSITORY) -> Sighting:
    """Return a stored copy whose newest commit is of that day."""
    copy = Observation(
        subject=subject, reach=Reach.VISIBLE, via="stored-copy", agent="test/1", facts=facts,
        not_before=at(day),
    )  # fmt: skip
    return Sighting(id=copy.id, observation=copy)
