"""What changed, and whether it got worse; losing sight of something is not worse."""

import pytest

from tests.tables.made_rows import PLAIN, judged, table
from tracker.model.verdict import PaperVerdicts
from tracker.tables.changes import Change, compare


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
