"""Thousands of artifacts, one request in five of which goes wrong by chance: no answer is wrong.

What is told of each artifact is what is told of it without faults, or nothing, with a reason. A
part in `make test`, 5,000 artifacts in `make soak`.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

import pytest
import stamina

from servers import HubRepository, Page, Repository, World
from servers.faults import KINDS, Fault
from servers.wire import Call, Reply
from soak import amount
from tracker.hosts import hosts
from tracker.model.evidence import Observation
from tracker.model.unread import State
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3_000),
    # A client that gives up within a handshake leaves the server's side of it to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ARTIFACTS = amount(60, 5_000)
SHARE = 0.2
"""Of the requests go wrong."""
_FILES = {"README.md": "# r\nMIT licensed.", "LICENSE": "MIT License", "src/train.py": "import os"}
_CARD = "---\nlicense: mit\n---\n# m"
_MODEL = HubRepository(card=_CARD, files={"LICENSE": "MIT", "model.safetensors": b"x"})
_CODE = {
    "whole": Repository(files=_FILES, last_commit="2025-04-01T00:00:00+00:00", license="MIT"),
    "flat": Repository(files={"README.md": "# soon"}),
    "archived": Repository(files=_FILES, archived=True),
    "empty": Repository(),
    "private": Repository(files=_FILES, private=True),
    "blocked": Repository(files=_FILES, taken_down="dmca"),
}
_HUB = {
    "whole": _MODEL,
    "gated": HubRepository(card=_CARD, gated="auto"),
    "empty": HubRepository(),
    "disabled": HubRepository(card=_CARD, disabled=True),
}
_PAGES = {"whole": Page(body="<title>A page</title>" * 9), "gone": Page(status=410, body="gone")}
_FAULTS = sorted(set(KINDS) - {"dns", "bad-tls"})
"""Those that lie on a request and not on a connection."""
_QUICK = {"connect_timeout": 5.0, "read_timeout": 0.3, "total_timeout": 1.5, "body_limit": 500_000}
_CALM = {"connect_timeout": 10.0, "read_timeout": 10.0, "total_timeout": 20.0}
_COMPARED = (
    "moved_to", "archived", "is_empty", "branch", "first_commit", "last_changed", "tree", "read",
    "environments", "unresolved", "unpackaged", "absent", "gate", "base_models", "releases",
)  # fmt: skip
"""Facts that all artifacts of a kind have in common."""
ARTIFACT_KINDS = (
    *(f"https://github.com/{name}/r{{}}" for name in (*_CODE, "missing")),
    *(f"https://gitlab.com/{name}/r{{}}" for name in ("whole", "empty", "missing")),
    *(f"https://huggingface.co/{name}/m{{}}" for name in (*_HUB, "missing")),
    *(f"https://huggingface.co/datasets/{name}/m{{}}" for name in ("whole", "missing")),
    *(f"https://a.example.org/{name}/{{}}" for name in (*_PAGES, "missing")),
)
FIRST: Mapping[str, str] = {
    ARTIFACT_KINDS[n % len(ARTIFACT_KINDS)].format(n // len(ARTIFACT_KINDS)):
        ARTIFACT_KINDS[n % len(ARTIFACT_KINDS)].format(0)
    for n in range(ARTIFACTS)
}  # fmt: skip
"""Address of each artifact → that of the first of its kind, which holds the same."""


class Chance:
    """Lets one request in five be answered by a fault of any kind."""

    def __init__(self) -> None:
        self._random = random.Random(20)  # noqa: S311  a mixture, no secret
        self._lock = threading.Lock()
        self.share = 0.0
        self.answered: Counter[str] = Counter()

    def __call__(self, call: Call, answer: Callable[[], Reply]) -> Reply:
        """Answer, or let something go wrong."""
        with self._lock:
            spoiled = self._random.random() < self.share
            kind = self._random.choice(_FAULTS) if spoiled else "well"
            self.answered[kind] += 1
        if kind == "well":
            return answer()
        fault = Fault(host=call.host, kind=kind, path=None, times=None, retry_after=0)
        return KINDS[kind](fault, answer, call)


@pytest.fixture(scope="module")
def chance() -> Chance:
    """Return what decides which request goes wrong; none yet."""
    return Chance()


@pytest.fixture(scope="module")
def lively(chance: Chance) -> Iterator[World]:
    """Serve all the artifacts, of which those of a kind share what they hold."""
    places = {address.removeprefix("https://"): address for address in FIRST}
    code = {
        place: _CODE[name]
        for place in places
        for host, name in [place.split("/")[:2]]
        if host in ("github.com", "gitlab.com") and name in _CODE
    }
    hub = {
        path if path.startswith("datasets/") else f"models/{path}": _HUB[name]
        for place in places
        for host, _, path in [place.partition("/")]
        for name in [path.split("/")[-2]]
        if host == "huggingface.co" and name in _HUB
    }
    pages = {
        address: _PAGES[name]
        for address in FIRST
        for name in [address.split("/")[3]]
        if address.startswith("https://a.example.org/") and name in _PAGES
    }
    described = World(repositories=code, hub=hub, pages=pages)
    with pytest.MonkeyPatch.context() as patch, described as world:
        for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN", "HF_ENDPOINT"):
            patch.delenv(name, raising=False)
        for name, value in world.environment().items():
            patch.setenv(name, value)
        # A host that was silent thrice is asked again at once: else most would never be asked.
        patch.setattr("tracker.transport.limits._COOLING", 0.01)
        for place in code:
            host, owner, _ = place.split("/")
            if (first := world.github.forge.find(host, f"{owner}/r0")) is not None:
                world.github.forge.share(first, place)
        world.huggingface.allowance = 10**9
        world.github.allowance.update(dict.fromkeys(world.github.allowance, 10**9))
        for host in ("github.com", "api.github.com", "gitlab.com", "huggingface.co",
                     "a.example.org"):  # fmt: skip
            world.otherwise.append((host, "*", chance))
        yield world


def _looks(
    world: World, addresses: Iterable[str], *, given: bool, **limits: float
) -> dict[str, Observation]:
    tokens = {"github_token": world.github_token, "hf_token": world.hub_token} if given else {}
    with Door(Settings(**limits, **tokens)) as door:  # type: ignore[arg-type]
        return {look.subject: look for look in sweep(list(addresses), door, hosts())}


def _wrong(look: Observation, truth: Observation) -> str | None:
    """Return what is wrong in a look; silence is not, if it says why."""
    if not look.reach.says_something:
        return None if look.note else "silent without a word"
    if look.reach is not truth.reach:
        return f"{look.reach} for {truth.reach}: {look.note}"
    for field in _COMPARED:
        value, true = getattr(look.facts, field), getattr(truth.facts, field)
        if look.state(field) is State.WHOLE and value != true:
            return f"{field}: {value!r} for {true!r}"
    quoted = {declared for declared in look.facts.licenses or () if declared.quote}
    extra = quoted - set(truth.facts.licenses or ())
    return f"licences {extra}" if extra else None


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
def test_with_every_fifth_request_gone_wrong_no_answer_is_wrong(
    lively: World, chance: Chance, given: bool
) -> None:
    stamina.set_testing(True, attempts=2)
    chance.share = 0.0
    truths = _looks(lively, dict.fromkeys(FIRST.values()), given=given, **_CALM)
    assert all(truth.reach.says_something for truth in truths.values())
    chance.share = SHARE
    chance.answered.clear()
    looks = _looks(lively, FIRST, given=given, **_QUICK)
    assert looks.keys() == FIRST.keys()
    wrong = {
        subject: problem
        for subject, look in looks.items()
        if (problem := _wrong(look, truths[FIRST[subject]]))
    }
    assert not wrong, "\n".join(f"{subject}: {problem}" for subject, problem in wrong.items())
    reached = sum(look.reach.says_something for look in looks.values())
    assert ARTIFACTS / 4 < reached < ARTIFACTS, chance.answered
