"""The archives: all revisions in one question, and silence is never "not archived"."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest

from servers import HubRepository, Page, Repository, World
from tracker.errors import TransportFault
from tracker.hosts import hosts
from tracker.hosts.archives import software_heritage
from tracker.hosts.archives.software_heritage import SoftwareHeritage
from tracker.model.evidence import Book, Observation, Reach, with_looks
from tracker.model.locator import archive_of, locate
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.sweep.looks import archives, sweep, sweep_archives, targets
from tracker.transport import Door, Settings
from tracker.verdicts import judge

Inhabit: TypeAlias = Callable[..., World]

R = "https://github.com/o/r"
M = "https://huggingface.co/o/m"
P = "https://lab.example.org/project"


def artifact(role: Role, url: str, relation: Relation = Relation.OFFICIAL) -> Artifact:
    return Artifact(role=role, url=url, relation=relation, seen_in="abstract")


PAPER = Paper(
    id="arxiv:2503.00001",
    titles=Titles(en="A Paper"),
    artifacts=(
        artifact(Role.CODE, R),
        artifact(Role.MODEL, M),
        artifact(Role.PAGE, P),
        artifact(Role.CODE, "https://github.com/tools/framework", Relation.UPSTREAM),
    ),
)


def lively(inhabit: Inhabit) -> World:
    return inhabit(
        repositories={"github.com/o/r": Repository(files={"README.md": "# r"})},
        hub={"models/o/m": HubRepository(card="# m")},
        pages={P: Page(body="<title>P</title>")},
    )


def looked(book: Book | None = None) -> tuple[Book, Mapping[str, Observation]]:
    """Look at everything, then at the archives; return the book and what the archives told."""
    with Door(Settings(total_timeout=20.0)) as door:
        seen = list(sweep(list(targets([PAPER]).values()), door, hosts()))
        copies = list(sweep_archives([PAPER], seen, book or {}, door, hosts()))
    known = with_looks(with_looks(book or {}, seen), copies)
    return known, {each.subject: each for each in copies}


def told(book: Book) -> list[tuple[str, ...]]:
    return [each.archived.answers for each in judge(PAPER, book).artifacts]


def test_what_the_archives_hold_is_told_of_each_official_artifact(inhabit: Inhabit) -> None:
    world = lively(inhabit)
    book, _ = looked()
    assert told(book) == [("not archived",)] * 3 + [("unknown",)]
    revision = book[R][0].observation.facts.revision or ""
    world.archives.visits[R] = "2026-01-02T00:00:00+00:00"
    world.archives.copies[P] = "20260103040506"
    assert told(looked()[0])[:3] == [("another revision",), ("not archived",), ("archived",)]
    world.archives.held.add(revision)
    verdict = judge(PAPER, looked()[0]).artifacts[0].archived
    assert verdict.answers == ("archived",)
    assert verdict.as_of is not None
    assert verdict.reason == (
        "Software Heritage has the pinned revision, last copied on 2026-01-02, asked on "
        f"{verdict.as_of:%Y-%m-%d}."
    )


def test_all_revisions_are_asked_about_in_one_request(inhabit: Inhabit) -> None:
    world = lively(inhabit)
    looked()
    asked = [each.path for each in world.requests if each.host == "archive.softwareheritage.org"]
    assert [path for path in asked if path.endswith("/known/")] == ["/api/1/known/"]
    visits = [path for path in asked if "/visit/latest/" in path]
    assert len(visits) == 1, "the Hub's places are not visited, an upstream project is not ours"


def test_a_commit_named_by_sha256_has_no_identifier_there_and_is_not_called_missing(
    inhabit: Inhabit,
) -> None:
    world = inhabit()
    page = archive_of(locate(R))
    assert page is not None
    world.archives.visits[R] = "2026-01-02T00:00:00+00:00"
    with Door(Settings()) as door:
        (look,) = sweep([page], door, hosts(), {page: "5" * 64})
    assert look.reach is Reach.VISIBLE
    assert look.facts.pins is None
    assert [gap.why for gap in look.unread] == [
        "could not be asked: the archive has no identifier for such a commit"
    ]
    assert not any("known" in request.path for request in world.requests)


@pytest.mark.parametrize("kind", ["429", "500", "html", "garbage", "cut", "refuse"])
def test_a_fault_of_an_archive_is_never_taken_for_no_copy(inhabit: Inhabit, kind: str) -> None:
    world = lively(inhabit)
    for host in ("archive.softwareheritage.org", "archive.org"):
        world.fault(host, kind)
    book, copies = looked()
    assert len(copies) == 3
    assert not any(each.reach.says_something for each in copies.values())
    assert told(book) == [("unknown",)] * 4


def test_a_used_up_allowance_leaves_what_was_known(inhabit: Inhabit) -> None:
    world = lively(inhabit)
    world.archives.visits[R] = "2026-01-02T00:00:00+00:00"
    before, _ = looked()
    world.archives.allowance = 0
    after, copies = looked(before)
    page = archive_of(locate(R)) or ""
    assert copies[page].reach is Reach.RATE_LIMITED
    assert told(after)[0] == told(before)[0] == ("another revision",)


def test_where_the_sweep_reached_nobody_the_archives_are_left_alone(inhabit: Inhabit) -> None:
    world = lively(inhabit)
    silent = Observation(subject=R, reach=Reach.UNREACHABLE, via="git", agent="test/1")
    with Door(Settings()) as door:
        assert not list(sweep_archives([PAPER], [silent], {}, door, hosts()))
    assert not world.requests


def test_a_thousand_revisions_are_one_batch(inhabit: Inhabit) -> None:
    lively(inhabit)
    with Door(Settings()) as door:
        assert SoftwareHeritage().batch(door) == 1000


def test_models_are_asked_about_by_revision_only() -> None:
    assert archive_of(locate(M)) not in archives([PAPER], {})


def test_saving_is_asked_for_and_a_refusal_is_told(inhabit: Inhabit) -> None:
    world = lively(inhabit)
    world.archives.refused.add("https://github.com/o/banned")
    with Door(Settings()) as door:
        accepted = software_heritage.save(R, door)
        rejected = software_heritage.save("https://github.com/o/banned", door)
        world.archives.allowance = 0
        with pytest.raises(TransportFault) as trouble:
            software_heritage.save(R, door)
    assert (accepted.request, accepted.task) == ("accepted", "not created")
    assert (rejected.request, world.archives.saved) == ("rejected", [R])
    assert "blacklisted" in (rejected.note or "")
    assert trouble.value.reach == "rate-limited"


def test_a_look_never_asks_to_save(inhabit: Inhabit) -> None:
    world = lively(inhabit)
    looked()
    assert world.archives.saved == []
    assert not any("/save/" in each.path for each in world.requests)
