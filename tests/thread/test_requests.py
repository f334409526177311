"""How many requests a run over the 23 papers costs, counted by the servers."""

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest

from servers import HubRepository, Page, Repository, World
from thread.conftest import ROOT
from tracker import registry
from tracker.hosts import hosts
from tracker.hosts.github import batch
from tracker.model.evidence import Observation, Reach
from tracker.model.locator import locate
from tracker.sweep.looks import sweep, targets
from tracker.transport import Door, Settings

Inhabit: TypeAlias = Callable[..., World]

_FILES = {"README.md": "# r", "LICENSE": "some text", "src/train.py": "1", "src/LICENSE": "x"}
_CARD = "---\nlicense: mit\n---\n# m"
_TEXTS = {
    "LICENSE": "MIT",
    "NOTICE": "n",
    "setup.py": "1",
    "COPYING": "c",
    "model.safetensors": b"x",
}


@pytest.fixture
def urls() -> list[str]:
    """Return every artifact of the registry."""
    papers = registry.load(ROOT / "registry.yaml").papers
    return list(targets(papers).values())


@pytest.fixture
def whole(inhabit: Inhabit, urls: list[str]) -> World:
    """Return a world in which every artifact of the registry exists."""
    repositories, hub, pages = {}, {}, {}
    for number, place in enumerate(map(locate, urls)):
        if place.kind == "repository":
            files = {**_FILES, "n": str(number)} if number % 3 else {"README.md": f"# {number}"}
            name = place.name if place.host == "git" else f"github.com/{place.name}"
            repositories[name] = Repository(files=files)
        elif place.host == "huggingface" and place.kind != "owner":
            hub[f"{place.kind}s/{place.name}"] = HubRepository(card=_CARD, files=_TEXTS)
        elif place.host != "pypi":  # a package is at the index, which is no part of this world
            pages[place.url.partition("?")[0]] = Page(body=f"<title>{number}</title></html>")
    world = inhabit(repositories=repositories, hub=hub, pages=pages)
    world.huggingface.allowance = 10**6
    return world


def _run(urls: list[str], world: World, cache: Path, *, given: bool) -> list[Observation]:
    tokens = {"github_token": world.github_token, "hf_token": world.hub_token} if given else {}
    with Door(Settings(cache=cache, **tokens)) as door:  # type: ignore[arg-type]
        return list(sweep(urls, door, hosts()))


def _counted(world: World, start: int) -> Counter[str]:
    """Return how many requests of each kind there were since `start`."""
    found: Counter[str] = Counter()
    for request in world.requests[start:]:
        path = urlsplit(request.path).path
        if request.host == "api.github.com":
            found["graphql" if path == "/graphql" else "rest"] += 1
        elif request.host == "huggingface.co" and path.startswith("/api/"):
            found["hub api"] += 1
        elif "/resolve/" in path:
            found["hub file"] += 1
        elif path.endswith("/git-upload-pack"):
            found["git data"] += 1
        elif path.endswith("/info/refs"):
            found["git refs"] += 1
        else:
            found["page"] += 1
    return found


@pytest.mark.parametrize("given", [True, False], ids=["token", "stranger"])
def test_a_run_over_all_papers_is_sparing_and_a_second_one_more_so(
    whole: World, urls: list[str], tmp_path: Path, given: bool
) -> None:
    """Cold: a query for fifteen repositories, one call for each of the Hub's. Again: no file."""
    kinds = Counter(locate(url).host for url in urls if locate(url).kind != "owner")
    first = _run(urls, whole, tmp_path, given=given)
    ours = [each for each in first if locate(each.subject).host in ("github", "huggingface")]
    assert {each.reach for each in ours if locate(each.subject).kind != "owner"} == {Reach.VISIBLE}
    cold = _counted(whole, 0)
    start = len(whole.requests)
    second = _run(urls, whole, tmp_path, given=given)
    again = _counted(whole, start)
    seen = {each.subject: each for each in second}
    assert all(each.same_world(seen[each.subject]) for each in first)

    assert cold["graphql"] <= math.ceil(kinds["github"] / batch.SIZE) * given
    assert cold["rest"] == again["rest"] == 0
    assert cold["hub api"] == kinds["huggingface"]
    assert cold["hub file"] <= 3 * kinds["huggingface"]
    assert cold["git refs"] + cold["git data"] <= (2 if given else 4) * kinds["github"]
    assert again["graphql"] <= cold["graphql"]
    assert again["hub api"] == kinds["huggingface"]
    assert again["hub file"] == 0
    named = sum(locate(url).repository is not None for url in urls)
    to_git = named if given else kinds["github"]  # that there is no such branch, git alone tells
    assert again["git refs"] + again["git data"] == 2 * to_git
    print(f"\ntoken={given}: cold {dict(cold)}, again {dict(again)}")  # noqa: T201


def test_no_file_of_the_hub_is_asked_for_more_than_thrice(
    whole: World, urls: list[str], tmp_path: Path
) -> None:
    _run(urls, whole, tmp_path, given=True)
    files = Counter(
        request.path.partition("/resolve/")[0]
        for request in whole.requests
        if "/resolve/" in request.path
    )
    assert max(files.values()) <= 3
    assert len({request.path for request in whole.requests if "/resolve/" in request.path}) == sum(
        files.values()
    )
