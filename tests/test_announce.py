"""One issue about what got worse, against the REST API on loopback."""

import datetime as dt
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from servers import Repository, World
from tracker.errors import ConfigurationError, TransportFault
from tracker.history import start
from tracker.jobs.announce import Deed, Notice, announce
from tracker.model.evidence import Facts, Observation, Reach, Tree
from tracker.model.paper import Artifact, Paper, Registry, Relation, Role, Titles
from tracker.project import Project
from tracker.tables import announcement
from tracker.transport import Settings

PROJECT = "lab/tracker"
DAY = dt.timedelta(days=1)
BEGIN = dt.datetime(2026, 11, 1, 4, 17, tzinfo=dt.UTC)
GOOD, GONE = Reach.VISIBLE, Reach.TAKEN_DOWN
FACTS = Facts(
    is_empty=False,
    archived=False,
    tree=Tree(files=2, suffixes={".py": 2}, paths=("src/train.py", "src/model.py")),
    licenses=(),
)


def subject(number: int) -> str:
    return f"https://github.com/o/r{number}"


class Place:
    """A project with a repository for each of three papers, in a world with GitHub."""

    def __init__(self, root: Path, world: World) -> None:
        self.project = Project(root=root)
        self.world = world
        self.papers = Registry(papers=tuple(map(_paper, range(3))))
        self.days = 0

    def see(self, *reaches: Reach) -> None:
        """Commit a run of the next day that saw the repositories so."""
        now = BEGIN + self.days * DAY
        self.days += 1
        with start(self.project.history, purpose="look", agent="test", now=now) as writer:
            for number, reach in enumerate(reaches):
                writer.append(
                    Observation(
                        subject=subject(number), reach=reach, via="git", agent="test",
                        facts=FACTS if reach is GOOD else Facts(),
                        started_at=now, observed_at=now, note=None if reach is GOOD else "Gone.",
                    )
                )  # fmt: skip

    def announce(self, **settings: object) -> Notice:
        given = {"github_token": self.world.github_token, **settings}
        return announce(
            self.project,
            self.papers,
            msgspec.structs.replace(Settings.from_environment(os.environ), **given),
            PROJECT,
        )

    @property
    def issues(self) -> list[dict[str, object]]:
        return self.world.github.issues.of.get(PROJECT, [])

    @property
    def comments(self) -> list[tuple[int, str]]:
        return self.world.github.issues.comments.get(PROJECT, [])

    def writes(self) -> int:
        return sum(request.method in {"POST", "PATCH"} for request in self.world.requests)


def _paper(number: int) -> Paper:
    artifact = Artifact(
        role=Role.CODE, url=subject(number), relation=Relation.OFFICIAL, seen_in="abstract"
    )
    name = f"arxiv:2503.0000{number}"
    return Paper(id=name, titles=Titles(en=f"Paper {number}"), artifacts=(artifact,))


@pytest.fixture
def place(tmp_path: Path, inhabit: Callable[..., World]) -> Place:
    return Place(tmp_path, inhabit(repositories={f"github.com/{PROJECT}": Repository()}))


def texts(said: Sequence[tuple[int, str]]) -> str:
    return "\n".join(text for _, text in said)


def test_an_issue_is_opened_with_what_got_worse(place: Place) -> None:
    place.see(GOOD, GOOD, GOOD)
    place.see(GOOD, GONE, GOOD)
    notice = place.announce()
    assert notice.deed is Deed.OPENED
    (issue,) = place.issues
    assert notice.url == issue["html_url"]
    assert issue["title"] == announcement.TITLE
    assert "github.com/o/r1: available → **taken-down**" in str(issue["body"])
    assert "github.com/o/r0" not in str(issue["body"])


def test_announcing_again_writes_nothing(place: Place) -> None:
    place.see(GOOD)
    place.see(GONE)
    place.announce()
    writes = place.writes()
    assert place.announce().deed is Deed.UNCHANGED
    assert place.writes() == writes


def test_nothing_worse_opens_nothing(place: Place) -> None:
    assert place.announce().deed is Deed.NOTHING
    place.see(GONE)
    place.see(GOOD)
    assert place.announce().deed is Deed.NOTHING
    assert place.writes() == 0


def test_a_look_that_failed_is_not_worse(place: Place) -> None:
    place.see(GOOD)
    place.see(Reach.UNREACHABLE)
    assert place.announce().deed is Deed.NOTHING


def test_a_comment_tells_only_what_is_new(place: Place) -> None:
    place.see(GOOD, GOOD, GOOD)
    place.see(GONE, GOOD, GOOD)
    place.announce()
    place.see(GONE, GONE, GOOD)
    assert place.announce().deed is Deed.UPDATED
    (issue,) = place.issues
    assert "o/r0: " in str(issue["body"])
    assert "o/r1: " in str(issue["body"])
    assert "o/r1: " in texts(place.comments)
    assert "o/r0: " not in texts(place.comments)


def test_a_newer_look_at_the_same_state_renews_the_body_without_a_comment(place: Place) -> None:
    place.see(GOOD)
    place.see(GONE)
    place.announce()
    place.see(GONE)
    assert place.announce().deed is Deed.UPDATED
    assert "as of 2026-11-03" in str(place.issues[0]["body"])
    assert place.comments == []


def test_what_was_better_in_between_is_told_as_well(place: Place) -> None:
    """While the issue is open, any run since counts: a release that came and went is a loss."""
    place.see(GOOD, Reach.NOT_VISIBLE)
    place.see(GONE, Reach.NOT_VISIBLE)
    place.announce()
    place.see(GONE, GOOD)
    place.see(GONE, GONE)
    place.announce()
    assert "o/r1: available → **taken-down**" in str(place.issues[0]["body"])


def test_the_issue_is_closed_when_nothing_is_worse_any_more(place: Place) -> None:
    place.see(GOOD)
    place.see(GONE)
    place.announce()
    place.see(GOOD)
    assert place.announce().deed is Deed.CLOSED
    (issue,) = place.issues
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert "Nothing is worse any more" in str(issue["body"])
    assert place.announce().deed is Deed.NOTHING


def test_closed_by_hand_the_new_state_is_accepted(place: Place) -> None:
    place.see(GOOD, GOOD)
    place.see(GONE, GOOD)
    place.announce()
    place.issues[0]["state"] = "closed"
    place.see(GONE, GOOD)
    assert place.announce().deed is Deed.NOTHING
    place.see(GONE, GONE)
    assert place.announce().deed is Deed.OPENED
    assert "o/r0" not in str(place.issues[1]["body"])


def test_our_issue_is_found_on_a_later_page(place: Place) -> None:
    others = [_others(number) for number in range(1, 251)]
    place.world.github.issues.of[PROJECT] = others
    place.see(GOOD)
    place.see(GONE)
    assert place.announce().deed is Deed.OPENED
    assert place.announce().deed is Deed.UNCHANGED
    assert len(place.issues) == 251
    pages = {r.path for r in place.world.requests if r.method == "GET" and "/issues?" in r.path}
    assert len(pages) == 3


def _others(number: int, **fields: object) -> dict[str, object]:
    return {
        "number": number, "html_url": f"https://github.com/{PROJECT}/issues/{number}",
        "state": "open", "labels": [], "body": "Something else.", "closed_at": None, **fields,
    }  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        {"user": {"type": "User"}, "author_association": "NONE"},
        {"user": {"type": "Bot"}, "pull_request": {"url": "x"}},
    ],
)
def test_a_mark_in_a_strangers_text_or_a_pull_request_is_not_ours(
    place: Place, fields: dict[str, object]
) -> None:
    """Whoever can open an issue could otherwise choose what the tracker compares with."""
    far = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    place.world.github.issues.of[PROJECT] = [
        _others(1, body=announcement.body([], far, None), **fields)
    ]
    place.see(GOOD)
    place.see(GONE)
    assert place.announce().deed is Deed.OPENED
    assert place.issues[0]["state"] == "open"


def test_a_double_is_closed(place: Place) -> None:
    place.see(GOOD)
    place.see(GONE)
    place.announce()
    place.issues.append({**place.issues[0], "number": 2})
    place.announce()
    assert [issue["state"] for issue in place.issues] == ["open", "closed"]


def test_without_a_token_nothing_is_written(place: Place) -> None:
    place.see(GOOD)
    place.see(GONE)
    notice = place.announce(github_token=None)
    assert notice.deed is Deed.SHOWN
    assert "o/r0: available → **taken-down**" in notice.body
    assert place.world.requests == []


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("disabled", "switched off"),
        ("read-only", "may not write"),
        ("bad token", "refused the token"),
        ("no repository", "shows no repository"),
    ],
)
def test_what_a_person_must_mend_is_named(place: Place, trouble: str, words: str) -> None:
    place.see(GOOD)
    place.see(GONE)
    settings = {}
    match trouble:
        case "disabled":
            place.world.github.issues.disabled.add(PROJECT)
        case "read-only":
            place.world.github.issues.read_only = True
        case "bad token":
            settings["github_token"] = "ghp_wrong"
        case "no repository":
            del place.world.repositories[f"github.com/{PROJECT}"]
    with pytest.raises(ConfigurationError, match=words) as caught:
        place.announce(**settings)
    assert "ghp_" not in f"{caught.value.message} {caught.value.advice}"


def test_a_spent_allowance_is_worth_another_try_later(place: Place) -> None:
    place.see(GOOD)
    place.see(GONE)
    place.world.github.allowance["core"] = 0
    with pytest.raises(TransportFault, match="too many requests") as caught:
        place.announce()
    assert caught.value.reach == "rate-limited"


@pytest.mark.parametrize("kind", ["refuse", "503", "garbage", "cut"])
def test_a_github_in_trouble_is_a_fault_and_writes_nothing(place: Place, kind: str) -> None:
    place.see(GOOD)
    place.see(GONE)
    place.world.fault("api.github.com", kind)
    with pytest.raises(TransportFault):
        place.announce()
    assert place.issues == []


def test_the_token_goes_to_its_own_origin_only(place: Place) -> None:
    """A next page somewhere else is refused."""
    place.see(GOOD)
    place.see(GONE)
    place.announce()
    told = [r for r in place.world.requests if "authorization" in r.headers]
    assert {request.host for request in told} == {"api.github.com"}
    assert all(re.fullmatch(r"Bearer \S+", r.headers["authorization"]) for r in told)


@pytest.mark.parametrize("name", ["tracker", "a/b/c", "a/b?x=y", "../x"])
def test_a_name_that_is_no_repository_is_refused(place: Place, name: str) -> None:
    place.see(GOOD)
    settings = Settings(github_token=place.world.github_token)
    with pytest.raises(ConfigurationError, match="is no repository"):
        announce(place.project, place.papers, settings, name)
