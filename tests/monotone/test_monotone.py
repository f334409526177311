"""Less of a look never says more: every host, every question, every way of telling less.

A full look at a world is degraded within that look: an answer that loopback servers send tells less
than it did. What is then concluded stays as it was, or becomes less definite; it never becomes
another definite answer, or a more permissive one. A part in `make test`, all of it in `make soak`.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
import pytest
import stamina

from monotone import worlds
from monotone.degrading import SLOW, WAYS
from monotone.looking import Look, degraded, full, inhabited, look_at, truth_of, violations
from servers import World, packages
from soak import WHOLE, amount
from tracker.licensing import conclude
from tracker.verdicts import QUESTIONS, promise, use
from tracker.verdicts.question import Question

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3_000),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FEW = ("github.com/lab/whole", "/lab/archived", "github.com/lab/empty", "codeberg.org/lab/copied",
       "github.com/lab/leading", "/lab/made0", "huggingface.co/lab/whole", "/lab/stated",
       "/lab/kept", "huggingface.co/lab/leading", "/lab/gated", "/lab/data", "/project",
       "phi-decoding", "2503.00001", "hub.com/lab/branched/tree/dev",
       "branched/tree/gone")  # fmt: skip
"""Ends of the addresses that `make test` looks at."""
CODE = {**worlds.CODE, **worlds.generated(15, amount(4, 60))}


@pytest.fixture(scope="module")
def lively() -> Iterator[World]:
    """Return the world, and live in it."""
    with inhabited(worlds.world(CODE)) as world:
        yield world


@pytest.fixture(autouse=True)
def _hurried() -> None:
    stamina.set_testing(True, attempts=2)


@pytest.fixture(scope="module")
def looks(lively: World) -> Sequence[Look]:
    """Return all full looks; that of the Hub's page of the paper once."""
    stamina.set_testing(True, attempts=2)
    found: dict[tuple[str, str, bool], Look] = {}
    for artifact in worlds.artifacts(CODE):
        if not (WHOLE or artifact.url.endswith(FEW)):
            continue
        for given in (False, True):
            for look in full(lively, artifact, given=given):
                role = artifact.role if look.subject == worlds.PAGE else ""
                found.setdefault((look.subject, role, given), look)
    return tuple(found.values())


def _cases(looks: Sequence[Look]) -> list[tuple[Look, tuple[str, str], str]]:
    """Return every look with every request of it and every way, in an order that mixes them."""
    cases = [(look, request, way) for look in looks for request in look.asked for way in WAYS]
    random.Random(15).shuffle(cases)  # noqa: S311  a mixture, no secret
    return cases


def test_less_of_a_look_never_says_more(lively: World, looks: Sequence[Look]) -> None:
    cases = [case for case in _cases(looks) if WHOLE or case[2] not in SLOW]
    tried = cases[: amount(60, 6_000)]
    wrong = {
        (case[0].subject, case[0].given, *case[1], case[2]): found
        for case in tried
        if (found := list(violations(case[0], degraded(lively, case))))
    }
    assert len(tried) == amount(60, 6_000)
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
    "tracker.hosts.texts.prose.README_LIMIT tracker.licensing.declared.README_LIMIT"
    " tracker.licensing.credits.README_LIMIT": 10,
    "tracker.hosts.texts.prose.LINE_LIMIT": 10,
    "tracker.hosts.texts.scripts._SIZE_LIMIT": 5,
    "tracker.hosts.texts.environments._SIZE_LIMIT": 5,
    "tracker.hosts.texts.packaging._SIZE_LIMIT": 5,
    "tracker.hosts.texts.entry_points._SIZE_LIMIT": 5,
    "tracker.licensing.declared.BYTES_LIMIT tracker.hosts.texts.listing.BYTES_LIMIT"
    " tracker.licensing.credits.BYTES_LIMIT": 30,
}
"""Limit → how low it is set: what is read under it is less of the same look."""


@pytest.mark.parametrize("limit", NARROW, ids=lambda places: places.partition(" ")[0])
def test_less_room_for_a_look_never_says_more(
    lively: World, looks: Sequence[Look], limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = random.Random(limit).sample(list(looks), amount(4, 150))  # noqa: S311
    for place in limit.split():
        monkeypatch.setattr(place, NARROW[limit])
    wrong = []
    for look in chosen:
        less = look_at(lively, look.subject, look.pins, given=look.given)
        wrong += [f"{look.subject} {look.given}: {each}" for each in violations(look, less)]
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
        place = "tracker.licensing.dossier.conclude"
        patch.setattr(place, lambda told, *of: conclude([each for each in told if each.quote], *of))
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
    "conditions": (_unheeding("license", "conditions"), f"{_HUB}/kept", "LICENSE", "too long"),
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
    less = [(case[0], degraded(lively, case), truth_of(case[0])) for case in found]
    assert not [each for look, seen, _ in less for each in violations(look, seen)]
    questions = plant(monkeypatch)
    told = [each for look, seen, truth in less for each in violations(look, seen, questions, truth)]
    assert any(each.startswith(f"('{question}'") for each in told), told
