"""An address that names a branch, tag or commit is looked at there, however it is asked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any, TypeAlias

import pytest

from servers import HubRepository, Repository, World
from servers.described import Weights
from servers.wire import Call, Reply
from soak import part
from tracker.hosts import hosts
from tracker.model.evidence import Observation, Reach
from tracker.model.swhid import git_id
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings

Inhabit: TypeAlias = Callable[..., World]
Sight: TypeAlias = Callable[..., Observation]

_CODE = Repository(
    files={"README.md": "# soon"},
    branches={
        "dev": {"README.md": "# dev", "train.py": "1", "LICENSE": "MIT License\n"},
        "feature/x": {"infer.py": "1"},
        "maintenance": {"old.py": "1"},
    },
    tags=("v1.0",),
    license="Apache-2.0",
)
_R, _FORGE = "https://github.com/o/r", "https://codeberg.org/o/r"
_HUB = "https://huggingface.co/o/m"
_MODEL = HubRepository(
    card="# m",
    branches={
        "fp16": HubRepository(
            card="---\nlicense: mit\n---\n# half", files={"a.safetensors": Weights(9)}
        ),
        "refs/pr/6": HubRepository(card="# proposed", files={"b.bin": Weights(9)}),
    },
)
WAYS = ("github", "github by git", "forge", "forge by the program")


@pytest.fixture
def see(inhabit: Inhabit, sight: Sight) -> Callable[..., Observation]:
    """Return what looks at the repository in one of the ways, at what follows its name."""
    world = inhabit(
        repositories={"github.com/o/r": _CODE, "codeberg.org/o/r": _CODE},
        hub={"models/o/m": _MODEL},
    )

    def one(way: str, tail: str) -> Observation:
        if way == "forge by the program":
            _old(world)
        token = {"github_token": world.github_token} if way == "github" else {}
        return sight((_R if way.startswith("github") else _FORGE) + tail, **token)

    return one


def _old(world: World) -> None:
    """Let the forge be one that does not speak the second version of git's protocol."""

    def answer(call: Call, usual: Callable[[], Reply]) -> Reply:
        del call.headers["git-protocol"]
        return usual()

    world.otherwise.append(("codeberg.org", "*", answer))


def _paths(look: Observation) -> set[str]:
    assert look.facts.tree is not None, look.note
    return set(look.facts.tree.paths)


def _tail(way: str, revision: str, kind: str = "branch") -> str:
    return f"/tree/{revision}" if way.startswith("github") else f"/src/{kind}/{revision}"


HELD: Mapping[str, tuple[str | None, set[str]]] = {
    "dev": ("dev", {"README.md", "train.py", "LICENSE"}),
    "feature/x": ("feature/x", {"infer.py"}),
    "feature/x/some/folder": ("feature/x", {"infer.py"}),
    "v1.0": (None, {"README.md"}),
}


@pytest.mark.soak
@pytest.mark.parametrize(("revision", "way"), part(list(product(HELD, WAYS)), 3))
def test_the_branch_or_tag_that_is_named_is_looked_at(
    see: Callable[..., Observation], way: str, revision: str
) -> None:
    branch, paths = HELD[revision]
    look = see(way, _tail(way, revision))
    assert (look.reach, look.facts.named_is_there) == (Reach.VISIBLE, True)
    assert (look.facts.branch, _paths(look)) == (branch, paths)
    assert look.subject.endswith(revision)


@pytest.mark.soak
@pytest.mark.parametrize("way", part(WAYS, 2))
def test_the_default_branch_is_looked_at_where_none_is_named_or_the_usual_one(
    see: Callable[..., Observation], way: str
) -> None:
    for tail in ("", _tail(way, "main"), _tail(way, "main/folder"), _tail(way, "master")):
        look = see(way, tail)
        assert (look.facts.branch, look.facts.named_is_there) == ("main", None)
        assert _paths(look) == {"README.md"}


@pytest.mark.soak
@pytest.mark.parametrize("way", part(WAYS, 3))
def test_a_usual_name_of_a_branch_that_is_there_beside_the_default_one_means_it(
    inhabit: Inhabit, sight: Sight, way: str
) -> None:
    code = Repository(files={"a.py": "1"}, branch="develop", branches={"main": {"b.py": "1"}})
    world = inhabit(repositories={"github.com/o/r": code, "codeberg.org/o/r": code})
    if way == "forge by the program":
        _old(world)
    token = {"github_token": world.github_token} if way == "github" else {}
    url = _R if way.startswith("github") else _FORGE
    assert sight(url, **token).facts.branch == "develop"
    assert _paths(sight(url + _tail(way, "main"), **token)) == {"b.py"}


@pytest.mark.soak
@pytest.mark.parametrize(
    ("revision", "way"),
    part(list(product(["gone", "de", "dev2", "feature", "gone/with/folders"], WAYS)), 3),
)
def test_a_branch_that_is_not_there_is_no_repository_that_is_gone(
    see: Callable[..., Observation], way: str, revision: str
) -> None:
    look = see(way, _tail(way, revision))
    assert (look.reach, look.facts.named_is_there) == (Reach.VISIBLE, False)
    assert look.facts.tree is None
    assert revision in (look.note or "")


@pytest.mark.soak
@pytest.mark.parametrize("way", part(WAYS, 3))
def test_a_commit_is_looked_at_by_its_id(see: Callable[..., Observation], way: str) -> None:
    commit = git_id(see(way, _tail(way, "dev")).facts.revision or "")
    look = see(way, _tail(way, commit, "commit"))
    assert git_id(look.facts.revision or "") == commit
    assert (look.facts.branch, look.facts.named_is_there) == (None, True)
    assert "train.py" in _paths(look)
    missing = see(way, _tail(way, "e" * 40, "commit"))
    assert (missing.reach, missing.facts.named_is_there) == (Reach.VISIBLE, False)


def test_the_beginning_of_a_commits_id_is_asked_of_the_api_and_nothing_is_said_by_git(
    see: Callable[..., Observation],
) -> None:
    commit = git_id(see("github", "/tree/dev").facts.revision or "")
    assert "train.py" in _paths(see("github", f"/commit/{commit[:8]}"))
    for way in WAYS[1:]:
        look = see(way, _tail(way, commit[:8], "commit"))
        assert (look.reach, look.facts.named_is_there) == (Reach.ERROR, None)


@pytest.mark.soak
@pytest.mark.parametrize("way", part(WAYS, 2))
def test_an_empty_repository_has_no_branch(inhabit: Inhabit, sight: Sight, way: str) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(), "codeberg.org/o/r": Repository()})
    if way == "forge by the program":
        _old(world)
    token = {"github_token": world.github_token} if way == "github" else {}
    look = sight((_R if way.startswith("github") else _FORGE) + _tail(way, "dev"), **token)
    assert (look.reach, look.facts.is_empty, look.facts.named_is_there) == (
        Reach.VISIBLE, True, False,
    )  # fmt: skip


def test_what_github_takes_the_default_branchs_licence_for_is_not_said_of_another(
    see: Callable[..., Observation],
) -> None:
    places = {one.place for one in see("github", "/tree/dev").facts.licenses or ()}
    assert {place.value for place in places} == {"license file"}


def test_one_query_tells_of_two_branches_of_one_repository(inhabit: Inhabit) -> None:
    world = inhabit(repositories={"github.com/o/r": _CODE})
    urls = [_R, f"{_R}/tree/dev", f"{_R}/tree/feature/x/y"]
    with Door(Settings(github_token=world.github_token)) as door:
        looks = {look.subject: look for look in sweep(urls, door, hosts())}
    assert [looks[url].facts.branch for url in urls] == ["main", "dev", "feature/x"]
    assert sum(request.path == "/graphql" for request in world.requests) == 1


@pytest.mark.parametrize("field", ["b0", "b1"])
def test_a_branch_that_the_api_left_out_is_found_by_git(
    inhabit: Inhabit, sight: Sight, field: str
) -> None:
    world = inhabit(repositories={"github.com/o/r": _CODE})

    def without(_: Call, usual: Callable[[], Reply]) -> Reply:
        reply = usual()
        document: dict[str, Any] = json.loads(reply.body)
        document["data"]["r0"][field] = None
        return replace(reply, body=json.dumps(document).encode())

    world.otherwise.append(("api.github.com", "/graphql", without))
    look = sight(f"{_R}/tree/feature/x", github_token=world.github_token)
    assert (look.facts.branch, look.facts.platform_id is not None) == ("feature/x", True)


@pytest.mark.parametrize(
    ("tail", "suffix"),
    [("/tree/fp16", ".safetensors"), ("/blob/fp16/a.safetensors", ".safetensors"),
     ("/tree/refs%2Fpr%2F6", ".bin"), ("/tree/refs/pr/6/folder", ".bin")],
)  # fmt: skip
def test_a_branch_of_the_hub_is_looked_at(
    see: Callable[..., Observation], sight: Sight, tail: str, suffix: str
) -> None:
    del see
    look = sight(_HUB + tail)
    assert look.facts.tree is not None
    assert suffix in look.facts.tree.suffixes
    assert look.facts.named_is_there is True
    assert look.facts.revision != sight(_HUB).facts.revision
    assert [one.path for one in look.facts.read or ()] == ["README.md"]


def test_a_branch_that_the_hub_has_not_is_no_repository_that_is_gone(
    see: Callable[..., Observation], sight: Sight
) -> None:
    del see
    for tail in ("/tree/gone", "/tree/master", f"/tree/{'e' * 40}"):
        look = sight(_HUB + tail)
        assert (look.reach, look.facts.named_is_there) == (Reach.VISIBLE, False)
    gone = sight("https://huggingface.co/o/none/tree/dev")
    assert (gone.reach, gone.facts.named_is_there) == (Reach.NOT_VISIBLE, None)


@pytest.mark.parametrize("way", WAYS)
def test_a_branch_of_a_repository_that_is_gone_is_gone_with_it(
    inhabit: Inhabit, sight: Sight, way: str
) -> None:
    world = inhabit(repositories={"codeberg.org/o/other": _CODE})
    token = {"github_token": world.github_token} if way == "github" else {}
    look = sight((_R if way.startswith("github") else _FORGE) + _tail(way, "dev"), **token)
    assert (look.reach, look.facts.named_is_there) == (Reach.NOT_VISIBLE, None)
