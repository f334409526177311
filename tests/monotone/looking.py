"""Looks at a world, whole and degraded, and what is concluded from them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeAlias

import pytest

from monotone import order, worlds
from monotone.degrading import SLOW, WAYS
from servers import World
from tracker.hosts import hosts
from tracker.model import swhid
from tracker.model.evidence import Book, Observation, Sighting
from tracker.model.paper import Artifact
from tracker.model.verdict import PaperVerdicts
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings
from tracker.transport.limits import LIMITS, Limit
from tracker.verdicts import QUESTIONS, judge_all
from tracker.verdicts.question import Question


@dataclass(frozen=True)
class Look:
    """A full look at one subject of a paper, and what was asked for it."""

    artifact: Artifact
    subject: str
    given: bool
    """Whether there were tokens."""
    pins: Mapping[str, str]
    asked: tuple[tuple[str, str], ...]
    """Host and path of each request, each once."""
    seen: Mapping[str, Observation]
    """All full looks of the paper, by subject."""


@contextmanager
def inhabited(described: World) -> Iterator[World]:
    """Serve a world, and live in it."""
    with pytest.MonkeyPatch.context() as patch, described as world:
        for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN", "HF_ENDPOINT", "PIP_INDEX_URL"):
            patch.delenv(name, raising=False)
        for name, value in world.environment().items():
            patch.setenv(name, value)
        for paced in ("export.arxiv.org", "archive.softwareheritage.org", "archive.org"):
            patch.setitem(LIMITS, paced, Limit(connections=1))
        world.archives.allowance = world.huggingface.allowance = 10**9
        world.github.allowance.update(dict.fromkeys(world.github.allowance, 10**9))
        yield world


def look_at(
    world: World, subject: str, pins: Mapping[str, str], *, given: bool, slow: bool = False
) -> Observation:
    tokens = {"github_token": world.github_token, "hf_token": world.hub_token} if given else {}
    waits = (0.4, 0.4, 0.9) if slow else (20.0, 20.0, 60.0)
    limits = dict(zip(("connect_timeout", "read_timeout", "total_timeout"), waits, strict=True))
    settings = Settings(package_index=worlds.INDEX, **limits, **tokens)  # type: ignore[arg-type]
    with Door(settings) as door:
        [seen] = sweep([subject], door, hosts(), pins)
    return seen


def full(world: World, artifact: Artifact, *, given: bool) -> Iterator[Look]:
    """Take the full looks of a paper."""
    seen: dict[str, Observation] = {}
    asked: dict[str, tuple[tuple[str, str], ...]] = {}
    pins: dict[str, str] = {}
    for number, subject in enumerate(worlds.subjects(artifact)):
        begun = len(world.requests)
        look = look_at(world, subject, pins, given=given)
        assert look.reach.says_something, (subject, look.note)
        asked[subject] = tuple(
            dict.fromkeys((each.host, each.path.partition("?")[0])
                          for each in world.requests[begun:] if each.method != "CONNECT")
        )  # fmt: skip
        seen[subject] = look
        if not number and look.facts.revision:
            commit = swhid.git_id(look.facts.revision)
            pins = dict.fromkeys(worlds.subjects(artifact), commit)
            if int(commit, 16) % 2:
                world.archives.held.add(look.facts.revision)
    for subject, requests in asked.items():
        yield Look(artifact, subject, given, pins, requests, seen)


def _book(seen: Mapping[str, Observation], *, aged: str | None = None) -> Book:
    """Return a history of these looks, one of which comes after an older one."""
    return {
        subject: [*_sightings(worlds.before(look) if subject == aged else None), *_sightings(look)]
        for subject, look in seen.items()
    }


def _judged(
    artifact: Artifact, book: Book, questions: Sequence[Question] = QUESTIONS
) -> PaperVerdicts:
    [judged] = judge_all([worlds.paper(artifact)], book, questions=questions)
    return judged


Truth: TypeAlias = Mapping[bool, tuple[order.Answers, order.Answers]]
"""Whether an older look came before → what the full look tells, and what the older one alone."""


def truth_of(look: Look) -> Truth:
    """Judge what was seen whole."""
    older = {**look.seen, look.subject: worlds.before(look.seen[look.subject])}
    past = dict(order.every(_judged(look.artifact, _book(older))))
    alone, after = (
        dict(order.every(_judged(look.artifact, _book(look.seen, aged=aged))))
        for aged in (None, look.subject)
    )
    return {False: (alone, {}), True: (after, past)}


def violations(
    look: Look,
    degraded: Observation,
    questions: Sequence[Question] = QUESTIONS,
    truth: Truth | None = None,
) -> Iterator[str]:
    """Yield what is concluded from less that may not be, alone and after an older look."""
    older = worlds.before(look.seen[look.subject])
    for aged, (full, past) in (truth or truth_of(look)).items():
        book = {
            **_book(look.seen),
            look.subject: [*_sightings(older if aged else None), *_sightings(degraded)],
        }
        for key, got in order.every(_judged(look.artifact, book, questions)):
            stale = key in past and past[key].answers == got.answers
            if not (stale or order.is_no_more(key[0], got, full[key])):
                after = " after an older look" if aged else ""
                yield f"{key}{after}: {full[key].answers} became {got.answers}: {got.reason}"


def _sightings(look: Observation | None) -> list[Sighting]:
    return [Sighting(id=look.id, observation=look, observed_at=look.observed_at)] if look else []


def degraded(world: World, case: tuple[Look, tuple[str, str], str]) -> Observation:
    look, (host, path), way = case
    pattern = path.replace("[", "[[]")
    assert fnmatchcase(path, pattern)
    world.otherwise.append((host, pattern, WAYS[way]))
    try:
        slow = way in SLOW
        return look_at(world, look.subject, look.pins, given=look.given, slow=slow)
    finally:
        world.otherwise.clear()
