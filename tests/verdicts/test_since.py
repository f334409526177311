"""Since when? The most telling date there is, and which kind it is."""

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, stored
from tracker.model.evidence import Facts, Reach, Sighting
from tracker.model.paper import Paper
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import DateKind
from tracker.verdicts import judge
from tracker.verdicts.since import judge_since, predates, whole
from tracker.verdicts.trail import trail

HISTORY = Unread(piece=Piece.HISTORY, what="the history", why="could not be read")
STATE = Unread(piece=Piece.STATE, what="its id", why="was not told by the API")


def test_the_first_commit_goes_before_the_hosts_date_and_that_before_the_first_sight() -> None:
    seen = look("2026-01-01")
    created = look("2026-01-02", facts=Facts(created=at("2025-05-05")))
    commits = look("2026-01-03", facts=Facts(first_commit=at("2025-06-06")))
    told = [judge_since(CODE, trail(CODE.url, looks)) for looks in (
        [seen], [seen, created], [seen, created, commits])]  # fmt: skip
    assert [each.answer for each in told] == ["2026-01-01", "2025-05-05", "2025-06-06"]
    assert [each.dated.by for each in told if each.dated] == [
        DateKind.FIRST_SEEN, DateKind.CREATED, DateKind.FIRST_COMMIT,
    ]  # fmt: skip
    assert [str(each.dated.day) for each in told if each.dated] == [each.answer for each in told]


def test_the_earliest_sight_counts_not_the_last_confirmation() -> None:
    seen = look("2026-01-01", confirmed="2026-05-05")
    assert judge_since(CODE, trail(CODE.url, [seen])).answers == ("2026-01-01",)


def test_that_a_stored_copy_is_not_older_than_a_day_dates_nothing() -> None:
    verdict = judge_since(CODE, trail(CODE.url, [stored("2025-06-19", Facts())]))
    assert verdict.answers == ("unknown",)
    assert verdict.reason.startswith("It was seen in a stored copy")


def test_it_is_not_later_than_the_newest_commit_of_a_copy_without_its_history() -> None:
    copy = stored("2025-07-01", Facts(last_changed=at("2025-06-19")))
    missing = Unread(piece=Piece.HISTORY, what="the history", why="is not in the stored copy")
    part = msgspec.structs.replace(copy.observation, unread=(missing,))
    verdict = judge_since(CODE, trail(CODE.url, [msgspec.structs.replace(copy, observation=part)]))
    assert verdict.answers == ("not later than 2025-06-19",)
    assert verdict.reason.endswith("; it may be older: the history is not in the stored copy.")


def test_that_it_may_be_older_is_said_once() -> None:
    missing = Unread(piece=Piece.HISTORY, what="its date of creation", why="was not told")
    seen = look("2026-01-01")
    part = msgspec.structs.replace(seen.observation, unread=(missing,))
    verdict = judge_since(CODE, trail(CODE.url, [msgspec.structs.replace(seen, observation=part)]))
    assert verdict.reason == (
        "First seen on 2026-01-01; it may be older: its date of creation was not told."
    )


def test_what_was_never_seen_has_no_date() -> None:
    gone = look("2026-01-01", Reach.NOT_VISIBLE)
    verdict = judge_since(CODE, trail(CODE.url, [gone]))
    assert verdict.answers == ("unknown",)
    assert verdict.dated is None


def test_what_dates_it_is_quoted_and_named() -> None:
    first = look("2026-01-01", facts=Facts(first_commit=at("2025-06-06")))
    older = look("2026-02-01", facts=Facts(first_commit=at("2025-05-05")))
    verdict = judge_since(CODE, trail(CODE.url, [first, older]))
    assert verdict.answers == ("2025-05-05",)
    assert verdict.reason == "2025-05-05 is the first commit."
    assert [each.quote for each in verdict.evidence] == ["2025-05-05 is the first commit"]
    assert verdict.derived_from == (older.id,)
    assert verdict.as_of == at("2026-02-01")
    created = look("2026-01-01", facts=Facts(created=at("2025-05-05")))
    folder = msgspec.structs.replace(CODE, path="dapo")
    assert judge_since(folder, trail(CODE.url, [first])).reason == (
        "2025-06-06 is the first commit of the whole repository."
    )
    assert judge_since(folder, trail(CODE.url, [created])).reason == (
        "2025-05-05 is the host's creation date."
    )
    assert judge_since(CODE, trail(CODE.url, [look("2026-01-01")])).reason == (
        "First seen on 2026-01-01; it may be older."
    )


def test_without_a_look_the_registry_is_all_there_is_and_the_looks_that_saw_nothing_are_named() -> (
    None
):
    never = judge_since(CODE, trail(CODE.url, []))
    assert [each.source for each in never.evidence] == ["registry"]
    assert never.remedy
    gone = look("2026-01-01", Reach.NOT_VISIBLE)
    verdict = judge_since(CODE, trail(CODE.url, [gone]))
    assert verdict.derived_from == (gone.id,)
    assert [each.quote for each in verdict.evidence] == ["It was not seen yet"]


@pytest.mark.parametrize(("day", "older"), [("2025-02-28", True), ("2025-03-01", False)])
def test_what_is_older_than_the_month_of_the_paper_is_older_than_the_paper(
    day: str, older: bool
) -> None:
    seen = look("2026-01-01", facts=Facts(first_commit=at(day)))
    verdict = judge_since(CODE, trail(CODE.url, [seen]))
    assert predates(verdict, PAPER) is older
    assert predates(verdict, Paper(id="doi:10.1/x", titles=PAPER.titles)) is False
    assert predates(judge_since(CODE, trail(CODE.url, [])), PAPER) is False
    assert whole(verdict) == "repository"
    assert whole(msgspec.structs.replace(verdict, subject="pkg:pypi/x")) == "package"


@pytest.mark.parametrize(
    ("facts", "missing", "answer"),
    [
        (Facts(last_changed=at("2025-05-01")), HISTORY, "not later than 2025-05-01"),
        (Facts(last_changed=at("2025-05-01")), STATE, "not later than 2025-05-01"),
        (Facts(), HISTORY, "not later than 2026-01-01"),
        (Facts(created=at("2025-03-01")), HISTORY, "not later than 2026-01-01"),
        (Facts(created=at("2025-03-01")), STATE, "2025-03-01"),
        (Facts(first_commit=at("2025-02-01")), HISTORY, "2025-02-01"),
        (Facts(first_commit=at("2025-02-01")), STATE, "2025-02-01"),
    ],
)
def test_a_day_is_a_bound_where_what_could_tell_of_an_older_one_was_not_read(
    facts: Facts, missing: Unread, answer: str
) -> None:
    seen = msgspec.structs.replace(look("2026-01-01", facts=facts).observation, unread=(missing,))
    sighting = Sighting(id=seen.id, observation=seen, observed_at=seen.observed_at)
    (verdicts,) = judge(PAPER, {REPOSITORY: [sighting]}).artifacts
    bound = answer.startswith("not later than")
    assert verdicts.since.answers == (answer,)
    assert verdicts.since.unread == ((missing,) if bound else ())
    assert (f"; it may be older: {missing}." in verdicts.since.reason) is bound


def test_of_copies_of_one_day_always_the_same_one_is_named() -> None:
    day = Facts(last_changed=at("2025-06-19"))
    copies = []
    for later in ("2025-07-01", "2025-08-01", "2025-09-01"):
        copy = msgspec.structs.replace(stored(later, day).observation, unread=(HISTORY,))
        copies.append(Sighting(id=copy.id, observation=copy))
    first = min(copies, key=lambda copy: copy.id)
    for looks in (copies, copies[::-1]):
        verdict = judge_since(CODE, trail(CODE.url, looks))
        assert verdict.answers == ("not later than 2025-06-19",)
        assert verdict.evidence[0].not_before == first.observation.not_before
