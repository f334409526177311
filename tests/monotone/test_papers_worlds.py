"""The same over the stored copies of the repositories of the first registry, where they are."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from monotone import worlds
from monotone.degrading import SLOW, WAYS
from monotone.looking import Look, degraded, full, inhabited, violations
from servers import Repository, World, stored
from soak import amount
from tracker.model.paper import Role

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3_000),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LARGEST = amount(60, 20_000)
"""Files of a repository that is served."""


@pytest.fixture
def repositories(shared: Path) -> dict[str, Repository]:
    """Return the smallest of the repositories."""
    small = {key: each for key, each in stored(shared).items() if len(each.files) <= LARGEST}
    ranked = sorted(small, key=lambda key: (len(small[key].files), key))
    return {key: small[key] for key in ranked[: amount(2, 40)]}


@pytest.fixture
def lively(repositories: dict[str, Repository]) -> Iterator[World]:
    """Live in a world of them."""
    stamina.set_testing(True, attempts=2)
    with inhabited(World(repositories=repositories)) as world:
        yield world


def test_less_of_a_look_at_the_papers_repositories_never_says_more(
    lively: World, repositories: dict[str, Repository]
) -> None:
    chance = random.Random(23)  # noqa: S311  a mixture, no secret
    ways = [way for way in WAYS if way not in SLOW]
    wrong: list[str] = []
    for key in repositories:
        looks: list[Look] = []
        for given in (False, True):
            artifact = worlds.artifact(Role.CODE, f"https://{key}")
            looks += full(lively, artifact, given=given)
        own = [each for each in looks if each.subject.startswith("https://github.com/")]
        for _ in range(amount(4, 120)):
            look = chance.choice(own)
            case = look, chance.choice(look.asked), chance.choice(ways)
            less = degraded(lively, case)
            wrong += [f"{key} {case[1:]}: {each}" for each in violations(look, less)]
    assert not wrong, "\n".join(wrong)
