"""Every host, every fault, every true state: no conclusion is wrong, none takes for ever.

Each fault is laid over a small internet in which something of every state exists. What is then said
of an artifact must be what is said without the fault, or nothing at all. The whole matrix, which
`make soak` runs, takes minutes.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import pytest
import stamina

from servers import KINDS, ArxivEntry, HubRepository, Page, Repository, World
from soak import WHOLE
from tracker.hosts import hosts
from tracker.model.evidence import Observation, Reach
from tracker.model.traits import traits
from tracker.model.unread import State
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings
from tracker.transport.limits import LIMITS, Limit

ORIGIN_PAGE = traits("software-heritage").copies
PAGE_COPY = traits("internet-archive").copies

Truths: TypeAlias = Mapping[bool, Mapping[str, Observation]]

_FILES = {"README.md": "# r", "LICENSE": "Permission is hereby granted", "src/train.py": "1"}
_THERE = Repository(files=_FILES, last_commit="2025-04-01T00:00:00+00:00")
_CARD = "---\nlicense: mit\n---\n# m"
_MODEL = HubRepository(card=_CARD, files={"LICENSE": "MIT", "model.safetensors": b"x"})

# A client that gives up within a handshake leaves the server's side of it to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

STATES: Mapping[str, Reach] = {
    "https://github.com/o/there": Reach.VISIBLE,
    "https://github.com/o/flat": Reach.VISIBLE,
    "https://github.com/o/archived": Reach.VISIBLE,
    "https://github.com/o/empty": Reach.VISIBLE,
    "https://github.com/o/old": Reach.VISIBLE,
    "https://github.com/o/missing": Reach.NOT_VISIBLE,
    "https://github.com/o/private": Reach.NOT_VISIBLE,
    "https://github.com/o/dmca": Reach.TAKEN_DOWN,
    "https://github.com/o/tos": Reach.TAKEN_DOWN,
    "https://gitlab.com/g/there": Reach.VISIBLE,
    "https://gitlab.com/g/empty": Reach.VISIBLE,
    "https://gitlab.com/g/old": Reach.VISIBLE,
    "https://gitlab.com/g/missing": Reach.NOT_VISIBLE,
    "https://huggingface.co/o/there": Reach.VISIBLE,
    "https://huggingface.co/o/old": Reach.VISIBLE,
    "https://huggingface.co/o/empty": Reach.VISIBLE,
    "https://huggingface.co/o/gated": Reach.GATED,
    "https://huggingface.co/o/manual": Reach.GATED,
    "https://huggingface.co/o/disabled": Reach.DISABLED,
    "https://huggingface.co/o/closed": Reach.DISABLED,
    "https://huggingface.co/o/missing": Reach.NOT_VISIBLE,
    "https://huggingface.co/o/private": Reach.NOT_VISIBLE,
    "https://huggingface.co/datasets/o/there": Reach.VISIBLE,
    "https://huggingface.co/datasets/o/missing": Reach.NOT_VISIBLE,
    "https://huggingface.co/spaces/o/there": Reach.VISIBLE,
    "https://arxiv.org/abs/2503.14476": Reach.VISIBLE,
    "https://arxiv.org/abs/2503.99999": Reach.NOT_VISIBLE,
    "https://a.example.org/there": Reach.VISIBLE,
    "https://a.example.org/moved": Reach.VISIBLE,
    "https://a.example.org/missing": Reach.NOT_VISIBLE,
    "https://a.example.org/gone": Reach.NOT_VISIBLE,
    "https://drive.google.com/file/d/1": Reach.GATED,
    f"{ORIGIN_PAGE}https://github.com/o/there": Reach.VISIBLE,
    f"{ORIGIN_PAGE}https://github.com/o/flat": Reach.VISIBLE,
    f"{ORIGIN_PAGE}https://github.com/o/empty": Reach.NOT_VISIBLE,
    f"{ORIGIN_PAGE}https://huggingface.co/o/there": Reach.VISIBLE,
    f"{ORIGIN_PAGE}https://huggingface.co/o/empty": Reach.NOT_VISIBLE,
    f"{PAGE_COPY}https://a.example.org/there": Reach.VISIBLE,
    f"{PAGE_COPY}https://a.example.org/gone": Reach.NOT_VISIBLE,
}
"""Address → what a look says of it when all is well."""

SERVERS = ("github.com", "api.github.com", "gitlab.com", "huggingface.co", "arxiv.org",
           "export.arxiv.org", "a.example.org", "drive.google.com",
           "archive.softwareheritage.org", "archive.org")  # fmt: skip
PLACES: Mapping[str, Sequence[tuple[str, str | None]]] = {
    "everywhere": [(server, None) for server in SERVERS],
    "first questions": [
        ("api.github.com", None), ("github.com", "*/info/refs"), ("gitlab.com", "*/info/refs"),
        ("huggingface.co", "/api/*"), ("export.arxiv.org", None),
        ("archive.softwareheritage.org", "*/known/"), ("archive.org", None),
    ],
    "second questions": [
        ("github.com", "*/git-upload-pack"), ("gitlab.com", "*/git-upload-pack"),
        ("huggingface.co", "*/resolve/*"), ("arxiv.org", None),
        ("archive.softwareheritage.org", "*/visit/*"),
    ],
    "now and then": [(server, None) for server in SERVERS],
}  # fmt: skip
"""Where a fault lies: server and pattern of paths."""
_TIMES = {"now and then": 4}
_QUICK = {"connect_timeout": 0.4, "read_timeout": 0.3, "total_timeout": 0.9, "body_limit": 500_000}
_CALM = {"connect_timeout": 10.0, "read_timeout": 10.0, "total_timeout": 20.0}
_LONGEST = 60.0
"""Seconds for one sweep: no host takes for ever, however many artifacts it has."""
_HELD, _LOST = "a" * 40, "b" * 40
_PINS = {
    f"{ORIGIN_PAGE}https://github.com/o/there": _HELD,
    f"{ORIGIN_PAGE}https://github.com/o/flat": _LOST,
    f"{ORIGIN_PAGE}https://github.com/o/empty": _LOST,
    f"{ORIGIN_PAGE}https://huggingface.co/o/there": _HELD,
    f"{ORIGIN_PAGE}https://huggingface.co/o/empty": _LOST,
}
"""Page of an archive → commit of which it is asked whether it is held."""
_ASSERTED = ("platform_id", "name", "moved_to", "archived", "is_empty", "revision", "branch",
             "created", "first_commit", "last_changed", "tree", "read", "gate",
             "base_models", "pins", "releases", "unresolved", "links")  # fmt: skip


@pytest.fixture(scope="module")
def lively() -> Iterator[World]:
    """Return a world with something of every state, and live in it."""
    described = World(
        repositories={
            "github.com/o/there": _THERE,
            "github.com/o/flat": Repository(files={"README.md": "# soon"}),
            "github.com/o/archived": Repository(files=_FILES, archived=True),
            "github.com/o/empty": Repository(),
            "github.com/o/new": Repository(files=_FILES, branch="trunk"),
            "github.com/o/private": Repository(files=_FILES, private=True),
            "github.com/o/dmca": Repository(files=_FILES, taken_down="dmca"),
            "github.com/o/tos": Repository(files=_FILES, taken_down="tos"),
            "gitlab.com/g/there": _THERE,
            "gitlab.com/g/empty": Repository(),
            "gitlab.com/g/new": _THERE,
        },
        hub={
            "models/o/there": _MODEL,
            "models/o/new": _MODEL,
            "models/o/empty": HubRepository(),
            "models/o/gated": HubRepository(card=_CARD, gated="auto"),
            "models/o/manual": HubRepository(card=_CARD, gated="manual"),
            "models/o/disabled": HubRepository(card=_CARD, disabled=True),
            "models/o/closed": HubRepository(card=_CARD, disabled="closed"),
            "models/o/private": HubRepository(card=_CARD, private=True),
            "datasets/o/there": _MODEL,
            "spaces/o/there": HubRepository(card=_CARD, files={"app.py": "1"}),
        },
        papers={"2503.14476": ArxivEntry(title="A paper")},
        pages={
            "https://a.example.org/there": Page(body="<title>A page</title>" * 99),
            "https://a.example.org/new": Page(body="<title>A page</title>"),
            "https://a.example.org/moved": Page(status=301, location="/new"),
            "https://a.example.org/gone": Page(status=410, body="gone"),
            "https://drive.google.com/file/d/1": Page(body="<p>You need access</p>"),
        },
        moved={
            "github.com/o/old": "github.com/o/new",
            "gitlab.com/g/old": "gitlab.com/g/new",
            "models/o/old": "models/o/new",
        },
    )
    with pytest.MonkeyPatch.context() as patch, described as world:
        for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN", "HF_ENDPOINT"):
            patch.delenv(name, raising=False)
        for name, value in world.environment().items():
            patch.setenv(name, value)
        for paced in ("export.arxiv.org", "archive.softwareheritage.org", "archive.org"):
            patch.setitem(LIMITS, paced, Limit(connections=1))  # type: ignore[misc]
        world.archives.allowance = 10**6
        world.archives.held.add(f"swh:1:rev:{_HELD}")
        for name in ("there", "flat"):
            world.archives.visits[f"https://github.com/o/{name}"] = "2026-01-02T00:00:00+00:00"
        world.archives.copies["https://a.example.org/there"] = "20260103000000"
        world.huggingface.allowance = world.github.allowance["graphql"] = 10**6
        yield world


@pytest.fixture(scope="module")
def truths(lively: World) -> Truths:
    """Return what is said without faults, by whether there are tokens."""
    return {given: _looks(lively, given=given, **_CALM) for given in (False, True)}


@pytest.fixture(autouse=True)
def _hurried(lively: World) -> Iterator[None]:
    """Let retries happen without waits, and all be well afterwards."""
    stamina.set_testing(True, attempts=3)
    yield
    lively.clear_faults()


def _looks(world: World, *, given: bool, **limits: float) -> dict[str, Observation]:
    tokens = {"github_token": world.github_token, "hf_token": world.hub_token} if given else {}
    with Door(Settings(**{**_QUICK, **limits}, **tokens)) as door:  # type: ignore[arg-type]
        return {each.subject: each for each in sweep(list(STATES), door, hosts(), _PINS)}


def _is_part(seen: Observation, field: str, true: object) -> bool:
    """Whether a look says that it read a part, and tells a part of the truth."""
    told = getattr(seen.facts, field)
    listed = isinstance(told, tuple) and isinstance(true, tuple)
    return listed and seen.state(field) is State.IN_PART and set(told) <= set(true)


def _wrong(seen: Observation, truth: Observation) -> str | None:
    """Return what is wrong in `seen`; silence is not, if it says why."""
    if not seen.reach.says_something:
        return None if seen.note else "silent without a word"
    if seen.reach is not truth.reach:
        return f"{seen.reach} for {truth.reach}"
    for field in _ASSERTED:
        told, true = getattr(seen.facts, field), getattr(truth.facts, field)
        if told is None or true is None or told == true or _is_part(seen, field, true):
            continue
        return f"{field}: {told!r} for {true!r}"
    quoted = {each for each in seen.facts.licenses or () if each.quote}  # else it was not read
    if extra := quoted - set(truth.facts.licenses or ()):
        return f"licences {extra}"
    return None


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
def test_without_faults_every_state_is_told_as_it_is(truths: Truths, given: bool) -> None:
    assert {subject: each.reach for subject, each in truths[given].items()} == dict(STATES)


def test_every_fault_is_in_the_matrix() -> None:
    """The kinds that the issue names, and a few more."""
    assert set(KINDS) >= {
        "refuse", "hang", "drip", "cut", "too-long", "too-short", "garbage", "html", "500", "502",
        "503", "429", "secondary", "200-error", "loop", "elsewhere", "huge", "bad-tls", "dns",
    }  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_fault_makes_no_conclusion_wrong(lively: World, truths: Truths, kind: str) -> None:
    wrong = {}
    for given, truth in truths.items():
        for place in PLACES if WHOLE else ["everywhere"]:
            for wait in (None, 60) if kind in ("429", "503") and WHOLE else (None,):
                for server, path in PLACES[place]:
                    lively.fault(server, kind, path, _TIMES.get(place), retry_after=wait)
                begun = time.monotonic()
                seen = _looks(lively, given=given)
                took = time.monotonic() - begun
                lively.clear_faults()
                assert seen.keys() == truth.keys()
                assert took < _LONGEST, (place, given)
                assert lively.github_token not in repr(seen)
                wrong |= {
                    (place, given, wait, subject): problem
                    for subject, each in seen.items()
                    if (problem := _wrong(each, truth[subject]))
                }
    assert not wrong
