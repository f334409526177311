"""Since when? The most telling date there is, and which kind it is."""

from tests.verdicts.made import CODE, at, look, stored
from tracker.model.evidence import Facts, Reach
from tracker.model.verdict import DateKind
from tracker.verdicts.since import judge_since
from tracker.verdicts.trail import trail


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


def test_a_stored_copy_dates_from_its_newest_commit() -> None:
    verdict = judge_since(CODE, trail(CODE.url, [stored("2025-06-19", Facts())]))
    assert verdict.answers == ("2025-06-19",)
    assert "stored copy" in verdict.reason


def test_what_was_never_seen_has_no_date() -> None:
    gone = look("2026-01-01", Reach.NOT_VISIBLE)
    verdict = judge_since(CODE, trail(CODE.url, [gone]))
    assert verdict.answers == ("unknown",)
    assert verdict.dated is None
