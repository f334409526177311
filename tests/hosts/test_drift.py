"""What becomes of a pinned artifact: seen through real git, GitHub's API and the Hub's client."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest

from servers import HubRepository, Repository, World
from tracker.hosts import hosts
from tracker.model.evidence import Book, with_looks
from tracker.model.paper import Artifact, Relation, Role
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings
from tracker.verdicts.identity import judge_identity, pins
from tracker.verdicts.trail import trail

Inhabit: TypeAlias = Callable[..., World]

R = "https://github.com/o/r"
M = "https://huggingface.co/o/m"
FIRST = Repository(files={"README.md": "# r"}, id=7)
GREW = Repository(
    files={"README.md": "# r", "train.py": "1"}, last_commit="2025-05-01T00:00:00+00:00", id=7
)
TAGGED = dataclasses.replace(GREW, tags=("v0.9", "v0.10"))
REBUILT = Repository(files={"train.py": "2"}, first_commit="2025-06-01T00:00:00+00:00", id=7)
TAKEN = Repository(files={"spam.md": ""}, first_commit="2025-06-01T00:00:00+00:00", id=8)


def look(book: Book, *urls: str, token: str | None = None) -> Book:
    with Door(Settings(total_timeout=20.0, github_token=token)) as door:
        return with_looks(book, list(sweep(urls, door, hosts(), pins(book))))


def aged(book: Book) -> Book:
    """Return the book as if its looks had been a day earlier: times are kept to the second."""
    day = dt.timedelta(days=1)
    return {
        url: [msgspec.structs.replace(each, observed_at=each.observed_at - day) for each in seen]
        for url, seen in book.items()
    }


def answers(book: Book, url: str) -> Sequence[str]:
    artifact = Artifact(role=Role.CODE, url=url, relation=Relation.OFFICIAL, seen_in="here")
    return judge_identity(artifact, trail(url, book[url])).answers


@pytest.mark.parametrize(
    ("now", "stranger", "holder"),
    [
        (FIRST, ("same",), ("same",)),
        (GREW, ("new revision",), ("new revision",)),
        (TAGGED, ("new release", "new revision"), ("new release", "new revision")),
        (REBUILT, ("re-created", "new revision"), ("history rewritten", "new revision")),
        (TAKEN, ("re-created", "new revision"), ("re-registered", "new revision")),
    ],
    ids=["unchanged", "grew", "tagged", "rebuilt", "taken"],
)
def test_a_repository_is_followed_with_a_token_and_without(
    inhabit: Inhabit, now: Repository, stranger: Sequence[str], holder: Sequence[str]
) -> None:
    for given, expected in ((False, stranger), (True, holder)):
        world = inhabit(repositories={"github.com/o/r": FIRST})
        token = world.github_token if given else None
        book = aged(look({}, R, token=token))
        world.repositories["github.com/o/r"] = now
        again = look(book, R, token=token)
        assert set(answers(again, R)) == set(expected)
        seen = again[R][-1].observation.facts
        assert (seen.pins is None) == (now is FIRST)


def test_a_pinned_commit_is_known_to_be_held_from_the_history_that_was_fetched_anyway(
    inhabit: Inhabit,
) -> None:
    world = inhabit(repositories={"github.com/o/r": FIRST})
    book = aged(look({}, R))
    world.repositories["github.com/o/r"] = GREW
    before = len(world.requests)
    facts = look(book, R)[R][-1].observation.facts
    assert facts.pins == {book[R][0].observation.facts.revision: True}
    without_pin = len(world.requests) - before
    look({}, R)
    assert len(world.requests) - before - without_pin == without_pin


def test_a_tag_is_told_with_its_commit_by_git_and_by_the_api_alike_and_costs_no_request(
    inhabit: Inhabit,
) -> None:
    world = inhabit(repositories={"github.com/o/r": GREW})
    look({}, R)
    usual = len(world.requests)
    world.repositories["github.com/o/r"] = TAGGED
    told = []
    for token in (None, world.github_token):
        before = len(world.requests)
        facts = look({}, R, token=token)[R][-1].observation.facts
        assert facts.releases is not None
        told.append([(each.name, each.revision) for each in facts.releases])
        assert told[-1] == [("v0.10", facts.revision), ("v0.9", facts.revision)]
        assert len(world.requests) - before <= usual
    assert told[0] == told[1]


def test_a_tag_on_a_commit_that_is_kept_is_seen(inhabit: Inhabit, tmp_path: Path) -> None:
    world = inhabit(repositories={"github.com/o/r": GREW})
    found = []
    for now in (GREW, TAGGED):
        world.repositories["github.com/o/r"] = now
        with Door(Settings(total_timeout=20.0, cache=tmp_path)) as door:
            (seen,) = sweep([R], door, hosts(), {})
        found.append(seen.facts.releases)
    assert found[0] == ()
    assert [each.name for each in found[1] or ()] == ["v0.10", "v0.9"]


def test_a_model_that_was_registered_again_is_an_alarm_and_a_squashed_one_too(
    inhabit: Inhabit,
) -> None:
    model = HubRepository(card="---\nlicense: mit\n---\n", id="a" * 24)
    world = inhabit(hub={"models/o/m": model})
    book = aged(look({}, M))
    squashed = HubRepository(card="---\nlicense: apache-2.0\n---\n", id="a" * 24)
    world.hub["models/o/m"] = squashed
    assert answers(look(book, M), M) == (
        "history rewritten",
        "licence changed",
        "card changed",
        "new revision",
    )
    world.hub["models/o/m"] = HubRepository(card="# other", id="b" * 24)
    assert answers(look(book, M), M)[0] == "re-registered"


def test_what_did_not_change_is_confirmed_not_written_again(inhabit: Inhabit) -> None:
    inhabit(repositories={"github.com/o/r": GREW}, hub={"models/o/m": HubRepository(card="# m")})
    book = aged(look({}, R, M))
    for url, sightings in look(book, R, M).items():
        first, second = (each.observation for each in sightings)
        assert first.same_world(second), url
        assert msgspec.structs.replace(first.facts, pins=None) == second.facts


def test_a_look_that_is_kept_is_not_used_for_a_pin_that_it_was_not_asked_about(
    inhabit: Inhabit, tmp_path: Path
) -> None:
    world = inhabit(repositories={"github.com/o/r": FIRST})
    book = aged(look({}, R))
    (pinned,) = pins(book).values()
    for now, held in ((GREW, True), (REBUILT, False)):
        world.repositories["github.com/o/r"] = now
        told = []
        for asked in ({}, pins(book), pins(book)):
            with Door(Settings(total_timeout=20.0, cache=tmp_path)) as door:
                (seen,) = sweep([R], door, hosts(), asked)
            told.append(seen.facts.pins)
        assert told == [None, *[{f"swh:1:rev:{pinned}": held}] * 2]
