"""Invented repositories with labels made by hand: what they hold, and what is not there.

`tests/cases/repositories.toml` tells how they were labelled.
"""

import tomllib
from pathlib import Path

import pytest

from tracker.hosts.texts import reading
from tracker.model.base import Value
from tracker.model.evidence import Observation, Reach, Sighting
from tracker.model.paper import Artifact, Relation, Role
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail

_FILE = Path(__file__).parents[1] / "cases" / "repositories.toml"
_ROWS = tomllib.loads(_FILE.read_text(encoding="utf-8"))["repository"]


class Invented(Value, frozen=True, kw_only=True):
    """One repository and its labels."""

    name: str
    texts: dict[str, str]
    paths: list[str]
    role: Role
    depth: str
    beside: set[str]
    absent: set[str]

    def look(self) -> Observation:
        """Return what a look brings, as a host reads it."""
        read = reading.read(self.paths, {path: text.encode() for path, text in self.texts.items()})
        return Observation(
            subject=f"https://github.com/lab/{self.name}",
            reach=Reach.VISIBLE,
            via="git",
            agent="test/1",
            facts=read.facts,
            unread=read.unread,
        )


REPOSITORIES = [
    Invented(
        name=row["name"],
        texts={"README.md": row["readme"].lstrip(), **row.get("files", {})},
        paths=row["tree"].split(),
        role=Role(row.get("role", "code")),
        depth=row["depth"],
        beside=set(row.get("with", ())),
        absent=set(row.get("not_there", ())),
    )
    for row in _ROWS
]


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda repository: repository.name)
def test_what_an_invented_repository_holds_is_as_labelled(repository: Invented) -> None:
    seen = repository.look()
    artifact = Artifact(
        role=repository.role, url=seen.subject, relation=Relation.OFFICIAL, seen_in="abstract"
    )
    verdict = judge_depth(artifact, trail(seen.subject, [Sighting(id=seen.id, observation=seen)]))
    assert verdict.answers[0] == repository.depth, verdict.reason
    assert repository.beside <= set(verdict.answers), verdict.reason


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda repository: repository.name)
def test_no_file_is_missed_that_a_readme_does_not_miss(repository: Invented) -> None:
    missed = {passage.about for passage in repository.look().facts.absent or ()}
    assert missed == repository.absent


def test_there_are_as_many_to_count_by_as_to_learn_from() -> None:
    halves = [row["half"] for row in _ROWS]
    assert halves.count("tuned") == halves.count("unseen") == 20
    assert len({repository.name for repository in REPOSITORIES}) == len(halves) == 54
