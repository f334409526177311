"""What changed, and whether it got worse; losing sight of something is not worse."""

import msgspec
import pytest

from tests.tables.made_reproductions import row
from tests.tables.made_rows import PLAIN, judged, table
from tests.verdicts.made_runs import check, claim, result
from tracker.model.check import Check, Tier
from tracker.model.verdict import PaperVerdicts
from tracker.tables.changes import Change, apart, compare, first_look
from tracker.tables.rows import Row

MECHANISM = check("idea")
PROXY = check("smaller", Tier.PROXY)


def changed(before: PaperVerdicts, after: PaperVerdicts) -> list[Change]:
    return list(compare(table(before), table(after)))


def test_equal_tables_have_no_changes() -> None:
    assert compare(table(PLAIN), table(PLAIN)) == ()


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (judged(), judged(available="removed"), "worse"),
        (judged(available="removed"), judged(), "better"),
        (judged(), judged(available="archived"), "worse"),
        (judged(), judged(available="moved"), "other"),
        (judged(), judged(available="unknown"), "other"),
        (judged(available="unknown"), judged(available="not-visible"), "other"),
        (judged(), judged(depth=("inference",)), "worse"),
        (judged(depth=("placeholder", "web page")), judged(), "better"),
        (judged(), judged(depth=("unknown",)), "other"),
        (judged(), judged(license_=("NONE",)), "worse"),
        (judged(license_=("NONE",)), judged(), "better"),
        (judged(), judged(license_=("Apache-2.0",)), "other"),
        (judged(license_=("NONE",)), judged(license_=("NOASSERTION",)), "other"),
        (judged(), judged(promise="not kept"), "worse"),
        (judged(promise="open"), judged(promise="not kept"), "worse"),
        (judged(promise="cannot tell"), judged(promise="not kept"), "other"),
        (judged(), judged(identity=("re-registered",)), "worse"),
        (judged(), judged(identity=("history rewritten", "new revision")), "worse"),
        (judged(), judged(identity=("new revision",)), "other"),
        (judged(identity=("unknown",)), judged(), "other"),
    ],
)
def test_a_change_goes_this_way(
    before: PaperVerdicts, after: PaperVerdicts, direction: str
) -> None:
    (change,) = changed(before, after)
    assert change.direction == direction
    assert change.before != change.after


def test_a_paper_that_came_or_went_is_neither_better_nor_worse() -> None:
    came, went = compare((), table(PLAIN)), compare(table(PLAIN), ())
    assert {each.direction for each in (*came, *went)} == {"other"}
    assert {each.before for each in came} == {each.after for each in went} == {"not asked"}


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ([], [(MECHANISM, 0.98)], "other"),
        ([(MECHANISM, 0.98)], [(MECHANISM, 0.1)], "worse"),
        ([(MECHANISM, 0.1)], [(MECHANISM, 0.98)], "better"),
        ([(PROXY, 0.98)], [(PROXY, 0.98), (MECHANISM, 0.98)], "other"),
        ([(PROXY, 0.98)], [(PROXY, 0.98), (MECHANISM, 0.1)], "worse"),
        ([(MECHANISM, 0.98)], [(MECHANISM, float("nan"))], "other"),
    ],
)
def test_what_became_of_a_claim_can_get_worse(
    before: list[tuple[Check, float]], after: list[tuple[Check, float]], direction: str
) -> None:
    claims = (claim(MECHANISM, PROXY),)

    def of(tried: list[tuple[Check, float]]) -> Row:
        return row(*claims, runs=tuple(result(one, value) for one, value in tried))

    (change,) = compare([of(before)], [of(after)])
    assert (change.question, change.direction) == ("reproduction", direction)


def unseen() -> PaperVerdicts:
    """Return what is concluded of a paper that nobody has looked at."""
    known = judged(available="unknown", depth=("unknown",), promise="cannot tell")
    bare = msgspec.structs.replace
    [code] = known.artifacts
    parts = ("availability", "depth", "license", "since", "identity", "archived")
    code = bare(code, **{name: bare(getattr(code, name), as_of=None) for name in parts})
    [given] = known.promises
    given = bare(given, verdict=bare(given.verdict, as_of=None))
    return bare(known, artifacts=(code,), promises=(given,))


def test_a_first_look_is_no_news_and_places_are_counted_once() -> None:
    changes = changed(unseen(), judged(available="removed", promise="kept"))
    assert {change.question for change in changes} >= {"availability", "promise"}
    assert all(change.first for change in changes)
    assert apart(changes) == ((), 1)
    assert first_look(1) == "First look at 1 place."
    assert first_look(205) == "First look at 205 places."


def test_what_is_known_and_changes_is_news() -> None:
    changes = changed(judged(), judged(available="removed"))
    assert not any(change.first for change in changes)
    assert apart(changes) == (tuple(changes), 0)
    lost = changed(judged(), unseen())
    assert apart(lost) == (tuple(lost), 0), "what we lost sight of is told, too"
