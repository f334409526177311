"""GitHub: one query for all with a token, git alone without; a rename is not a loss."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from servers import Page, Repository, World
from tracker.hosts.github.host import GitHub
from tracker.model.evidence import Observation, Place, Reach
from tracker.model.swhid import revision
from tracker.model.unread import Piece
from tracker.transport import Door, Settings

Inhabit: TypeAlias = Callable[..., World]
Sight: TypeAlias = Callable[..., Observation]

_R = "https://github.com/o/r"
_REPOSITORIES: Mapping[str, Repository] = {
    "github.com/o/r": Repository(
        files={"LICENSE": "some text", "src/train.py": "1", "README.md": "# r"},
        first_commit="2025-03-01T00:00:00+00:00",
        last_commit="2025-04-01T00:00:00+00:00",
        id=7,
        license="Apache-2.0",
    )
}


def _graphql(world: World) -> int:
    return sum(request.path == "/graphql" for request in world.requests)


def test_git_alone_tells_files_dates_and_revision(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(repositories=_REPOSITORIES)
    facts = sight(_R).facts
    assert facts.tree is not None
    assert facts.tree.files == 3
    assert facts.read is not None
    assert [file.path for file in facts.read] == ["LICENSE", "README.md", "src/train.py"]
    assert (facts.first_commit, facts.last_changed) != (None, None)
    assert facts.revision is not None
    assert facts.revision.startswith(revision(""))
    assert facts.is_empty is False
    assert (facts.archived, facts.platform_id, facts.created) == (None, None, None)


def test_a_token_adds_identity_and_state_and_takes_nothing_away(
    inhabit: Inhabit, sight: Sight
) -> None:
    world = inhabit(repositories=_REPOSITORIES)
    alone, both = sight(_R).facts, sight(_R, github_token=world.github_token).facts
    assert (both.platform_id, both.name, both.archived) == ("7", "o/r", False)
    assert both.created is not None
    assert (both.tree, both.revision, both.read) == (alone.tree, alone.revision, alone.read)
    assert alone.licenses is not None
    assert both.licenses is not None
    [detected] = set(both.licenses) - set(alone.licenses)
    assert (detected.place, detected.expression) == (Place.DETECTOR, "Apache-2.0")


def test_an_unknown_licence_of_the_detector_has_no_expression(
    inhabit: Inhabit, sight: Sight
) -> None:
    world = inhabit(
        repositories={"github.com/o/r": Repository(files={"a": "b"}, license="NOASSERTION")}
    )
    licenses = sight(_R, github_token=world.github_token).facts.licenses
    assert licenses is not None
    assert [(one.place, one.expression) for one in licenses] == [(Place.DETECTOR, None)]


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
@pytest.mark.parametrize(
    ("repository", "reach"),
    [
        (Repository(files={"a": "b"}, private=True), Reach.NOT_VISIBLE),
        (Repository(files={"a": "b"}, taken_down="dmca"), Reach.TAKEN_DOWN),
        (Repository(files={"a": "b"}, taken_down="tos"), Reach.TAKEN_DOWN),
    ],
    ids=["private", "dmca", "tos"],
)
def test_states_are_told_apart(
    inhabit: Inhabit, sight: Sight, repository: Repository, reach: Reach, given: bool
) -> None:
    world = inhabit(repositories={"github.com/o/r": repository})
    look = sight(_R, github_token=world.github_token if given else None)
    assert look.reach is reach
    assert bool(look.facts.block_reason) == (reach is Reach.TAKEN_DOWN)


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
def test_an_empty_repository_is_there_and_empty(
    inhabit: Inhabit, sight: Sight, given: bool
) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository()})
    look = sight(_R, github_token=world.github_token if given else None)
    assert look.reach is Reach.VISIBLE
    assert look.facts.is_empty is True
    assert look.facts.tree is not None
    assert look.facts.tree.files == 0


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
def test_a_rename_is_told_with_the_new_place(inhabit: Inhabit, sight: Sight, given: bool) -> None:
    world = inhabit(repositories=_REPOSITORIES, moved={"github.com/old/r": "github.com/o/r"})
    look = sight("https://github.com/old/r", github_token=world.github_token if given else None)
    assert (look.reach, look.facts.moved_to, look.facts.name) == (Reach.VISIBLE, _R, "o/r")
    assert look.subject == "https://github.com/old/r"


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
def test_another_spelling_of_the_case_is_no_move(
    inhabit: Inhabit, sight: Sight, given: bool
) -> None:
    world = inhabit(repositories=_REPOSITORIES)
    look = sight("https://github.com/O/R", github_token=world.github_token if given else None)
    assert (look.reach, look.facts.moved_to) == (Reach.VISIBLE, None)


def test_archived_is_known_with_a_token(inhabit: Inhabit, sight: Sight) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "b"}, archived=True)})
    assert sight(_R, github_token=world.github_token).facts.archived is True


def test_the_repositories_of_a_batch_are_one_query(inhabit: Inhabit) -> None:
    host = GitHub()
    with Door(Settings(github_token="any")) as door:
        size = host.batch(door)
    world = inhabit(repositories={f"github.com/o/r{n}": Repository() for n in range(size)})
    with Door(Settings(github_token=world.github_token)) as door:
        locators = [host.identify(f"https://github.com/o/r{n}") for n in range(size)]
        looks = list(host.observe([one for one in locators if one], door))
    assert len({look.facts.platform_id for look in looks}) == size > 10
    assert _graphql(world) == 1
    assert len(world.requests) == 1


def test_without_a_token_there_is_no_batch() -> None:
    with Door(Settings()) as door:
        assert GitHub().batch(door) == 1


def test_a_name_is_a_value_of_the_query_and_never_a_part_of_it(
    inhabit: Inhabit, sight: Sight
) -> None:
    world = inhabit(repositories=_REPOSITORIES)
    url = "https://github.com/o/r%22)%7Bid%7D%20x:repository(owner:%22o"
    assert sight(url, github_token=world.github_token).reach is Reach.NOT_VISIBLE


def test_a_token_that_is_refused_leaves_git_which_needs_none(
    inhabit: Inhabit, sight: Sight
) -> None:
    inhabit(repositories=_REPOSITORIES)
    look = sight(_R, github_token="ghp_wrong")
    assert look.reach is Reach.VISIBLE
    assert "our token was refused" in (look.note or "")
    assert look.facts.archived is None
    assert sight("https://github.com/o/missing", github_token="ghp_wrong").reach is (
        Reach.NOT_VISIBLE
    )
    assert "ghp_wrong" not in repr(look)


def test_a_used_up_allowance_leaves_git_which_has_none(inhabit: Inhabit, sight: Sight) -> None:
    world = inhabit(repositories=_REPOSITORIES)
    world.github.allowance["graphql"] = 0
    look = sight(_R, github_token=world.github_token)
    assert look.reach is Reach.VISIBLE
    assert "allowance" in (look.note or "")


@pytest.mark.parametrize("kind", ["refuse", "500", "garbage", "html", "cut"])
def test_without_the_api_git_is_asked_and_the_note_says_so(
    inhabit: Inhabit, sight: Sight, kind: str
) -> None:
    world = inhabit(repositories=_REPOSITORIES)
    world.fault("api.github.com", kind)
    look = sight(_R, github_token=world.github_token)
    assert look.reach is Reach.VISIBLE
    assert look.via == "git"
    assert look.facts.archived is None
    assert "git alone" in (look.note or "")


def test_without_git_the_api_alone_says_too_little(inhabit: Inhabit, sight: Sight) -> None:
    world = inhabit(repositories=_REPOSITORIES)
    world.fault("github.com", "500")
    assert not sight(_R, github_token=world.github_token).reach.says_something


_GRAPHQL = "https://api.github.com/graphql"


@pytest.mark.parametrize(
    ("answer", "reach"),
    [
        ({"data": {"r0": None}, "errors": [{"type": "NOT_FOUND", "path": ["r0"]}]},
         Reach.NOT_VISIBLE),
        ({"data": {"r0": None}, "errors": [{"type": "NOT_FOUND", "path": ["r0", "object"]}]},
         Reach.VISIBLE),
        ({"data": {"r0": None}, "errors": [{"message": "Something went wrong"}]}, Reach.VISIBLE),
        ({"data": None}, Reach.VISIBLE),
        ({"errors": [{"type": "RATE_LIMITED", "message": "exceeded"}]}, Reach.VISIBLE),
        ({"data": {"r0": {"nameWithOwner": 3}}}, Reach.VISIBLE),
        ([], Reach.VISIBLE),
    ],
    ids=["missing", "nested", "timeout", "null", "limit", "wrong type", "list"],
)  # fmt: skip
def test_only_an_error_about_the_repository_itself_says_that_it_is_missing(
    inhabit: Inhabit, sight: Sight, answer: object, reach: Reach
) -> None:
    page = Page(body=json.dumps(answer), type="application/json")
    world = inhabit(repositories=_REPOSITORIES, pages={_GRAPHQL: page})
    assert sight(_R, github_token=world.github_token).reach is reach


@pytest.mark.parametrize(
    ("field", "reach"),
    [("isPrivate", Reach.NOT_VISIBLE), ("isDisabled", Reach.DISABLED)],
)
def test_what_only_our_token_sees_is_not_public(
    inhabit: Inhabit, sight: Sight, field: str, reach: Reach
) -> None:
    said = {
        "databaseId": 7, "nameWithOwner": "o/r", "isArchived": False, "isDisabled": False,
        "isEmpty": False, "isPrivate": False, "createdAt": "2025-03-01T00:00:00Z",
        "licenseInfo": None, field: True,
    }  # fmt: skip
    page = Page(body=json.dumps({"data": {"r0": said}}), type="application/json")
    world = inhabit(repositories=_REPOSITORIES, pages={_GRAPHQL: page})
    assert sight(_R, github_token=world.github_token).reach is reach


def test_another_github_is_asked_and_the_subject_stays(
    world: Inhabit, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = world(repositories=_REPOSITORIES, moved={"github.com/old/r": "github.com/o/r"})
    for name, value in here.environment(direct=True).items():
        monkeypatch.setenv(name, value)
    host = GitHub()
    with Door(Settings.from_environment(os.environ)) as door:
        locator = host.identify("https://github.com/old/r")
        assert locator is not None
        [look] = host.observe([locator], door)
    assert look.subject == "https://github.com/old/r"
    assert look.facts.moved_to == _R
    assert look.exchanges[0].url.startswith("http://127.0.0.1:")


# Batches ------------------------------------------------------------------------------------------


def _looks(world: World, count: int, **settings: object) -> list[Observation]:
    chosen = {"github_token": world.github_token, **settings}
    host = GitHub()
    with Door(Settings(**chosen)) as door:  # type: ignore[arg-type]
        locators = [host.identify(f"https://github.com/o/r{n}") for n in range(count)]
        return list(host.observe([one for one in locators if one], door))


def _some(count: int) -> Mapping[str, Repository]:
    files = {"README.md": "# r", "LICENSE": "some text", "src/train.py": "1"}
    return {
        f"github.com/o/r{n}": Repository(files={**files, "n": str(n)}, id=n + 1)
        for n in range(count)
    }


def test_what_the_api_tells_of_a_head_is_what_git_tells(inhabit: Inhabit, sight: Sight) -> None:
    """A flat repository, one with folders, a file that is no text: the facts are the same."""
    repositories = {
        "github.com/o/flat": Repository(files={"README.md": "# r\n", "LICENSE": b"\xff\xfe"}),
        "github.com/o/deep": Repository(
            files={"README.md": "# r", "src/a.py": "1", "vendor/LICENSE": "x"},
            last_commit="2025-06-01T00:00:00+00:00",
        ),
    }
    world = inhabit(repositories=repositories)
    for name in ("flat", "deep"):
        url = f"https://github.com/o/{name}"
        alone, both = sight(url).facts, sight(url, github_token=world.github_token).facts
        for field in ("tree", "read", "revision", "branch", "first_commit", "last_changed"):
            assert getattr(alone, field) == getattr(both, field), (name, field)
        assert alone.licenses == both.licenses


def test_a_known_head_needs_no_listing_of_branches(inhabit: Inhabit, sight: Sight) -> None:
    world = inhabit(repositories=_REPOSITORIES)
    sight(_R, github_token=world.github_token)
    paths = [request.path for request in world.requests]
    assert paths == ["/graphql", *["/o/r.git/git-upload-pack"] * 2]


def test_a_query_that_is_too_slow_is_split(inhabit: Inhabit) -> None:
    world = inhabit(repositories=_some(8))
    world.fault("api.github.com", "504", times=3)  # the query, with its two further attempts
    looks = _looks(world, 8)
    assert {look.facts.archived for look in looks} == {False}
    assert _graphql(world) == 3 + 2


def test_a_query_is_split_whatever_the_words_about_its_slowness(
    inhabit: Inhabit, tmp_path: Path
) -> None:
    world = inhabit(repositories=_some(8))
    world.fault("api.github.com", "hang", times=1)
    waits = {"read_timeout": 1.0, "total_timeout": 20.0}
    first = _looks(world, 8, record=tmp_path, **waits)
    assert {look.facts.archived for look in first} == {False}
    tape = tmp_path / "exchanges.jsonl"
    lines = [json.loads(line) for line in tape.read_text().splitlines()]
    faults = [line for line in lines if "fault" in line]
    assert faults
    for line in faults:
        line["fault"] = "zu spät"
    tape.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    again = _looks(world, 8, replay=tmp_path)
    assert [look.facts for look in again] == [look.facts for look in first]


def test_an_api_that_is_always_too_slow_is_left_alone(inhabit: Inhabit) -> None:
    world = inhabit(repositories=_some(8))
    world.fault("api.github.com", "hang")
    looks = _looks(world, 8, read_timeout=2.0, total_timeout=20.0)
    assert {look.reach for look in looks} == {Reach.VISIBLE}
    assert {look.facts.archived for look in looks} == {None}
    assert _graphql(world) <= 3


@pytest.mark.parametrize("bearable", [1, 3, 7])
def test_a_query_that_is_too_much_is_halved_until_it_is_not(
    inhabit: Inhabit, bearable: int
) -> None:
    world = inhabit(repositories=_some(15))
    world.github.bearable = bearable
    looks = _looks(world, 15)
    assert {look.facts.archived for look in looks} == {False}
    assert {look.facts.platform_id for look in looks} == {str(n + 1) for n in range(15)}
    assert _graphql(world) < 2 * 15


def test_what_is_too_much_by_itself_is_seen_through_git(inhabit: Inhabit) -> None:
    world = inhabit(repositories=_some(8))
    world.github.too_heavy = {"o/r5"}
    looks = {look.subject[-1]: look for look in _looks(world, 8)}
    assert [number for number in sorted(looks) if looks[number].facts.archived is None] == ["5"]
    assert looks["5"].reach is Reach.VISIBLE
    assert looks["5"].facts.tree is not None
    assert Piece.STATE in {gap.piece for gap in looks["5"].unread}


def test_an_api_to_which_all_is_too_much_is_left_alone(inhabit: Inhabit) -> None:
    world = inhabit(repositories=_some(15))
    world.github.bearable = 0
    looks = _looks(world, 15)
    assert {look.reach for look in looks} == {Reach.VISIBLE}
    assert {look.via for look in looks} == {"git"}
    assert all("too much for the API" in (look.note or "") for look in looks)
    assert _graphql(world) < 10


def test_what_was_told_before_the_allowance_ended_stands(inhabit: Inhabit) -> None:
    world = inhabit(repositories=_some(8))
    world.github.bearable = 4
    world.github.allowance["graphql"] = 2  # the whole, and one half
    archived = [look.facts.archived for look in _looks(world, 8)]
    assert (archived.count(False), archived.count(None)) == (4, 4)


def test_a_part_of_a_repository_that_was_too_much_is_not_taken_for_absent(
    inhabit: Inhabit,
) -> None:
    said = {
        "databaseId": 1, "nameWithOwner": "o/r0", "isArchived": True, "isDisabled": False,
        "isEmpty": False, "isPrivate": False, "createdAt": "2025-03-01T00:00:00Z", "refs": None,
    }  # fmt: skip
    error = {"type": "RESOURCE_LIMITS_EXCEEDED", "path": ["r0", "refs", "nodes"]}
    page = Page(body=json.dumps({"data": {"r0": said}, "errors": [error]}), type="application/json")
    (look,) = _looks(inhabit(repositories=_some(1), pages={_GRAPHQL: page}), 1)
    assert look.facts.archived is True
    assert Piece.TAGS in {gap.piece for gap in look.unread}


def test_what_an_answer_leaves_out_is_asked_once_more(inhabit: Inhabit) -> None:
    said = {
        "databaseId": 1, "nameWithOwner": "o/r0", "isArchived": True, "isDisabled": False,
        "isEmpty": False, "isPrivate": False, "createdAt": "2025-03-01T00:00:00Z",
    }  # fmt: skip
    answer = {
        "data": {"r0": said, "r1": None, "r2": {"nameWithOwner": 3}},
        "errors": [{"message": "Something went wrong", "path": ["r1"]}],
    }
    page = Page(body=json.dumps(answer), type="application/json")
    world = inhabit(repositories=_some(3), pages={_GRAPHQL: page})
    looks = {look.subject[-1]: look for look in _looks(world, 3)}
    assert _graphql(world) == 2
    assert looks["0"].facts.archived is True
    assert looks["2"].reach is Reach.VISIBLE
