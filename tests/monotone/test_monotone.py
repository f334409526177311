"""Less of a look never says more: every host, every question, every way of telling less.

A full look at a world is degraded within that look: an answer that loopback servers send tells less
than it did. What is then concluded stays as it was, or becomes less definite; it never becomes
another definite answer, or a more permissive one. A part in `make test`, all of it in `make soak`.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeAlias

import msgspec
import pytest
import stamina

from monotone import order, worlds
from monotone.degrading import SLOW, WAYS
from servers import World, packages
from soak import WHOLE, amount
from tracker.hosts import hosts
from tracker.licensing import conclude
from tracker.model import swhid
from tracker.model.evidence import Book, Observation, Sighting
from tracker.model.paper import Artifact
from tracker.model.verdict import PaperVerdicts
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings
from tracker.transport.limits import LIMITS, Limit
from tracker.verdicts import QUESTIONS, judge_all, promise, use
from tracker.verdicts.question import Question

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3_000),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FEW = ("github.com/lab/whole", "/lab/archived", "github.com/lab/empty", "codeberg.org/lab/copied",
       "github.com/lab/leading", "/lab/made0", "huggingface.co/lab/whole", "/lab/stated",
       "huggingface.co/lab/leading", "/lab/gated", "/lab/data", "/project", "phi-decoding",
       "2503.00001")  # fmt: skip
"""Ends of the addresses that `make test` looks at."""
CODE = {**worlds.CODE, **worlds.generated(15, amount(4, 60))}


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


@pytest.fixture(scope="module")
def lively() -> Iterator[World]:
    """Return the world, and live in it."""
    with pytest.MonkeyPatch.context() as patch, worlds.world(CODE) as world:
        for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN", "HF_ENDPOINT", "PIP_INDEX_URL"):
            patch.delenv(name, raising=False)
        for name, value in world.environment().items():
            patch.setenv(name, value)
        for paced in ("export.arxiv.org", "archive.softwareheritage.org", "archive.org"):
            patch.setitem(LIMITS, paced, Limit(connections=1))
        world.archives.allowance = world.huggingface.allowance = 10**9
        world.github.allowance.update(dict.fromkeys(world.github.allowance, 10**9))
        yield world


@pytest.fixture(autouse=True)
def _hurried() -> None:
    stamina.set_testing(True, attempts=2)


def _sweep(
    world: World, subject: str, pins: Mapping[str, str], *, given: bool, slow: bool = False
) -> Observation:
    tokens = {"github_token": world.github_token, "hf_token": world.hub_token} if given else {}
    waits = (0.4, 0.4, 0.9) if slow else (20.0, 20.0, 60.0)
    limits = dict(zip(("connect_timeout", "read_timeout", "total_timeout"), waits, strict=True))
    settings = Settings(package_index=worlds.INDEX, **limits, **tokens)  # type: ignore[arg-type]
    with Door(settings) as door:
        [seen] = sweep([subject], door, hosts(), pins)
    return seen


def _full(world: World, artifact: Artifact, *, given: bool) -> Iterator[Look]:
    """Take the full looks of a paper."""
    seen: dict[str, Observation] = {}
    asked: dict[str, tuple[tuple[str, str], ...]] = {}
    pins: dict[str, str] = {}
    for number, subject in enumerate(worlds.subjects(artifact)):
        begun = len(world.requests)
        look = _sweep(world, subject, pins, given=given)
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


@pytest.fixture(scope="module")
def looks(lively: World) -> Sequence[Look]:
    """Return all full looks; that of the Hub's page of the paper once."""
    stamina.set_testing(True, attempts=2)
    found: dict[tuple[str, str, bool], Look] = {}
    for artifact in worlds.artifacts(CODE):
        if not (WHOLE or artifact.url.endswith(FEW)):
            continue
        for given in (False, True):
            for look in _full(lively, artifact, given=given):
                role = artifact.role if look.subject == worlds.PAGE else ""
                found.setdefault((look.subject, role, given), look)
    return tuple(found.values())


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


def _truth(look: Look) -> Truth:
    """Judge what was seen whole."""
    older = {**look.seen, look.subject: worlds.before(look.seen[look.subject])}
    past = dict(order.every(_judged(look.artifact, _book(older))))
    alone, after = (
        dict(order.every(_judged(look.artifact, _book(look.seen, aged=aged))))
        for aged in (None, look.subject)
    )
    return {False: (alone, {}), True: (after, past)}


def _violations(
    look: Look,
    degraded: Observation,
    questions: Sequence[Question] = QUESTIONS,
    truth: Truth | None = None,
) -> Iterator[str]:
    """Yield what is concluded from less that may not be, alone and after an older look."""
    older = worlds.before(look.seen[look.subject])
    for aged, (full, past) in (truth or _truth(look)).items():
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


def _cases(looks: Sequence[Look]) -> list[tuple[Look, tuple[str, str], str]]:
    """Return every look with every request of it and every way, in an order that mixes them."""
    cases = [(look, request, way) for look in looks for request in look.asked for way in WAYS]
    random.Random(15).shuffle(cases)  # noqa: S311  a mixture, no secret
    return cases


def _degraded(world: World, case: tuple[Look, tuple[str, str], str]) -> Observation:
    look, (host, path), way = case
    pattern = path.replace("[", "[[]")
    assert fnmatchcase(path, pattern)
    world.otherwise.append((host, pattern, WAYS[way]))
    try:
        slow = way in SLOW
        return _sweep(world, look.subject, look.pins, given=look.given, slow=slow)
    finally:
        world.otherwise.clear()


def test_less_of_a_look_never_says_more(
    lively: World, looks: Sequence[Look], record_property: Callable[[str, object], None]
) -> None:
    cases = [case for case in _cases(looks) if WHOLE or case[2] not in SLOW]
    tried = cases[: amount(60, 6_000)]
    wrong = {
        (case[0].subject, case[0].given, *case[1], case[2]): found
        for case in tried
        if (found := list(_violations(case[0], _degraded(lively, case))))
    }
    record_property("degraded looks", len(tried))
    assert not wrong, "\n".join(f"{case}: {each}" for case in wrong for each in wrong[case])


NARROW: Mapping[str, int] = {
    "tracker.transport.git.protocol.TEXT_LIMIT": 40,
    "tracker.transport.git.protocol.PACK_LIMIT": 300,
    "tracker.transport.git.protocol.TEXTS_LIMIT": 1,
    "tracker.transport.git.pack.ENTRIES_LIMIT": 3,
    "tracker.hosts.huggingface.host._TEXT_LIMIT": 20,
    "tracker.hosts.huggingface.host.FILES_LIMIT": 1,
    "tracker.hosts.huggingface.paper_pages._LISTED": 1,
    "tracker.hosts.packages.host.WHEEL_LIMIT": 100,
    "tracker.hosts.packages.wheel._TEXTS": 0,
    "tracker.hosts.texts.listing.TEXTS_LIMIT": 1,
    "tracker.hosts.texts.listing.READMES_LIMIT": 0,
    "tracker.hosts.texts.listing.ENVIRONMENTS_LIMIT": 0,
    "tracker.hosts.texts.listing.PATHS_LIMIT": 2,
    "tracker.hosts.texts.listing.PATH_LIMIT": 8,
    "tracker.hosts.texts.listing.SUFFIXES_LIMIT": 1,
    "tracker.hosts.texts.listing.ASSET_FOLDERS_LIMIT": 0,
    "tracker.hosts.texts.readme.LINKS": 1,
    "tracker.hosts.texts.readme.README_LIMIT": 10,
    "tracker.hosts.texts.readme.LINE_LIMIT": 10,
    "tracker.hosts.texts.scripts._SIZE_LIMIT": 5,
    "tracker.hosts.texts.environments._SIZE_LIMIT": 5,
    "tracker.hosts.texts.packaging._SIZE_LIMIT": 5,
    "tracker.licensing.declared.README_LIMIT": 10,
    "tracker.licensing.declared.BYTES_LIMIT": 30,
}
"""Limit → how low it is set: what is read under it is less of the same look."""


@pytest.mark.parametrize("limit", NARROW)
def test_less_room_for_a_look_never_says_more(
    lively: World, looks: Sequence[Look], limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = random.Random(limit).sample(list(looks), amount(4, len(looks)))  # noqa: S311
    monkeypatch.setattr(limit, NARROW[limit])
    wrong = []
    for look in chosen:
        less = _sweep(lively, look.subject, look.pins, given=look.given)
        wrong += [f"{look.subject} {look.given}: {each}" for each in _violations(look, less)]
    assert not wrong, "\n".join(wrong)


# One violation planted in the code of each question ----------------------------------------------


def _free(question: Question) -> Question:
    """Return a question whose answers need nothing to be read."""
    return msgspec.structs.replace(
        question, answers=tuple(msgspec.structs.replace(x, needs=()) for x in question.answers)
    )


def _ungated(*names: str) -> Callable[[pytest.MonkeyPatch], Sequence[Question]]:
    """Plant judges whose answers pass no gate."""

    def plant(patch: pytest.MonkeyPatch) -> Sequence[Question]:
        for module in (promise, use):
            if module.QUESTION.name in names:
                patch.setattr(module, "QUESTION", _free(module.QUESTION))
        return [_free(each) if each.name in names else each for each in QUESTIONS]

    return plant


def _instead(
    place: str, value: object, *names: str
) -> Callable[[pytest.MonkeyPatch], Sequence[Question]]:
    """Plant a judge that goes on as if all had been read, and whose answers pass no gate."""

    def plant(patch: pytest.MonkeyPatch) -> Sequence[Question]:
        patch.setattr(place, value)
        return _ungated(*names)(patch)

    return plant


def _unheeding(*names: str) -> Callable[[pytest.MonkeyPatch], Sequence[Question]]:
    """Plant judges that pass over what is there and was not read."""

    def plant(patch: pytest.MonkeyPatch) -> Sequence[Question]:
        place = "tracker.verdicts.license.conclude"
        patch.setattr(place, lambda told: conclude([each for each in told if each.quote]))
        return _ungated(*names)(patch)

    return plant


_HUB = "https://huggingface.co/lab"
PLANTED: Mapping[str, tuple[Callable[[pytest.MonkeyPatch], Sequence[Question]], str, str, str]] = {
    "availability": (_ungated("availability"), "https://github.com/lab/archived", "/graphql",
                     "broken"),
    "depth": (_instead("tracker.verdicts.depth._unlisted",
                       lambda *_: (("complete",), "It is there")),
              f"pkg:pypi/{packages.NAME}", ".whl", "dropped"),
    "since": (_instead("tracker.verdicts.since._lacking", lambda _: ()),
              "https://github.com/lab/empty", "/graphql", "broken"),
    "identity": (_ungated("identity"), "https://github.com/lab/whole", "/graphql", "no tags"),
    "archived": (_ungated("archived"), "browse/origin", "/known/", "one less"),
    "license": (_unheeding("license"), f"{_HUB}/stated", "README.md", "too long"),
    "use": (_unheeding("license", "use"), f"{_HUB}/stated", "README.md", "too long"),
    "promise": (
        _instead("tracker.verdicts.promise.CANNOT_TELL", "not kept", "promise"),
        f"pkg:pypi/{packages.NAME}",
        ".whl",
        "dropped",
    ),
    "elsewhere": (_ungated("elsewhere"), f"{_HUB}/leading", "README.md", "too long"),
    "summary": (_instead("tracker.verdicts.summary.wording", lambda *_: "no licence file"),
                f"{_HUB}/whole", "README.md", "too long"),
}  # fmt: skip
"""Question → what is planted, and the look, the request and the way by which it is found.

What was tried of claims, and what came of it, rests on runs and not on looks.
"""


def test_each_question_that_rests_on_looks_has_one_planted() -> None:
    assert {each.name for each in QUESTIONS} - PLANTED.keys() == {"check", "reproduction"}


@pytest.mark.parametrize("question", PLANTED)
def test_a_violation_planted_in_a_question_is_found(
    lively: World, looks: Sequence[Look], question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, subject, path, way = PLANTED[question]
    found = [
        (look, request, way)
        for look in looks
        for request in look.asked
        if look.given and subject in look.subject and request[1].endswith(path)
    ]
    assert found, f"{subject} is asked for {path}"
    less = [(case[0], _degraded(lively, case), _truth(case[0])) for case in found]
    assert not [each for look, seen, _ in less for each in _violations(look, seen)]
    questions = plant(monkeypatch)
    told = [
        each for look, seen, truth in less for each in _violations(look, seen, questions, truth)
    ]
    assert any(each.startswith(f"('{question}'") for each in told), told
