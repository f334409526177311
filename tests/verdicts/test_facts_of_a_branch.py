"""What a look at a repository says of a branch that it did not read: what all branches share."""

import datetime as dt

import msgspec

from tests.verdicts.made import REPOSITORY, at, look, stored, tree
from tracker.model.evidence import Facts, Reach, Release
from tracker.model.unread import Piece, Unread
from tracker.verdicts.branches import of_repository

DEV = f"{REPOSITORY}/tree/dev"
SHARED = Facts(
    platform_id="7", name="lab/code", moved_to="https://github.com/lab/new", archived=True,
    created=at("2025-01-01"), releases=(Release(name="v1"),), gate="manual",
    block_reason="A court.",
)  # fmt: skip
OWN = msgspec.structs.replace(
    SHARED, tree=tree("train.py"), revision="swh:1:rev:" + "a" * 40, licenses=(), is_empty=False,
    first_commit=at("2025-01-02"), last_changed=at("2025-01-03"), links=(), branch="main",
)  # fmt: skip


def test_of_another_branch_only_what_all_share_is_known() -> None:
    gap = Unread(piece=Piece.TAGS, what="its tags", why="were not read")
    seen = look("2026-01-01", facts=OWN)
    half = msgspec.structs.replace(
        seen, observation=msgspec.structs.replace(seen.observation, unread=(gap,))
    )
    [sighting] = of_repository(DEV, {REPOSITORY: [half]})
    assert sighting.observation.facts == SHARED
    assert [piece.piece for piece in sighting.observation.unread or ()] == [
        Piece.TAGS, Piece.LISTING,
    ]  # fmt: skip
    assert (sighting.id, sighting.observed_at) == (seen.id, seen.observed_at)
    read = look("2026-01-01", facts=msgspec.structs.replace(OWN, branch="dev"))
    [same] = of_repository(DEV, {REPOSITORY: [read]})
    assert same == read, "the branch that was read"


def test_a_look_that_saw_nothing_says_nothing_of_a_branch_either() -> None:
    for reach in Reach:
        seen = look("2026-01-01", reach, OWN, note="x")
        [sighting] = of_repository(DEV, {REPOSITORY: [seen]})
        assert (sighting == seen) is not reach.says_something


def test_the_repository_speaks_for_a_branch_until_somebody_looked_at_it() -> None:
    days = ("2026-01-01", "2026-01-02", "2026-01-03")
    looks = [look(day, facts=OWN) for day in days]
    whole = [sighting.observed_at for sighting in of_repository(DEV, {REPOSITORY: looks})]
    assert whole == [at(day) for day in days]
    for first in (look("2026-01-02", subject=DEV), look("2026-01-03", subject=DEV)):
        later = look("2026-02-01", subject=DEV)
        book = {REPOSITORY: looks, DEV: [later, first]}
        assert first.observed_at is not None
        before = [one.observed_at for one in of_repository(DEV, book)]
        assert before == [at(day) for day in days if at(day) < first.observed_at]
    undated = stored("2026-01-02", OWN, subject=DEV)
    without = msgspec.structs.replace(undated.observation, not_before=None)
    copy = msgspec.structs.replace(undated, observation=without)
    assert copy.known_at is None
    everything = of_repository(DEV, {REPOSITORY: looks, DEV: [copy]})
    assert len(list(everything)) == 3, "a copy of an unknown day was before nothing"
    same_day = msgspec.structs.replace(looks[0], observed_at=at(days[0]) + dt.timedelta(hours=1))
    book = {REPOSITORY: [same_day], DEV: [look(days[0], subject=DEV)]}
    assert list(of_repository(DEV, book)) == []


def test_what_names_no_branch_takes_nothing_from_a_repository() -> None:
    book = {REPOSITORY: [look("2026-01-01", facts=OWN)]}
    for subject in (REPOSITORY, "pkg:pypi/dapo", "https://", "https://example.org/a"):
        assert list(of_repository(subject, book)) == []
    assert list(of_repository(f"{REPOSITORY}/tree/dev", {})) == []
