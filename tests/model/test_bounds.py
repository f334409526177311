"""Where a bound lies: of expectations with their tolerance, of known times, of the calendar."""

import datetime as dt

import pytest

from tracker.model.check import Comparison, Expectation
from tracker.model.evidence import Observation, Reach, Sighting
from tracker.model.paper import Paper, Titles


@pytest.mark.parametrize(
    ("relation", "holding", "failing"),
    [
        (Comparison.BELOW, (0.5, 1.2), (1.25, 1.5)),
        (Comparison.AT_MOST, (0.5, 1.25), (1.3,)),
        (Comparison.EQUAL, (0.75, 1.25), (0.7, 1.3)),
        (Comparison.AT_LEAST, (0.75, 1.5), (0.7,)),
        (Comparison.ABOVE, (0.8, 1.0, 1.5), (0.75, 0.5)),
    ],
)
def test_a_tolerance_widens_a_bound_and_leaves_it_open_or_closed(
    relation: Comparison, holding: tuple[float, ...], failing: tuple[float, ...]
) -> None:
    expected = Expectation(relation=relation, value=1.0, tolerance=0.25)
    assert [expected.holds(each) for each in holding] == [True] * len(holding)
    assert [expected.holds(each) for each in failing] == [False] * len(failing)
    assert not expected.holds(float("nan"))


def test_what_was_looked_at_is_known_since_the_look_and_not_since_its_newest_commit() -> None:
    early, late = (dt.datetime(2025, month, 1, tzinfo=dt.UTC) for month in (1, 6))
    seen = Observation(
        subject="s", reach=Reach.VISIBLE, via="git", agent="t", not_before=early, observed_at=late
    )
    assert Sighting(id="o", observation=seen, observed_at=late).known_at == late
    assert Sighting(id="o", observation=seen).known_at == early


@pytest.mark.parametrize(
    ("name", "month"),
    [("hep-th/9108001", (1991, 8)), ("0704.0001", (2007, 4)), ("9013.0001", None)],
)
def test_the_first_identifiers_of_arxiv_are_of_1991(
    name: str, month: tuple[int, int] | None
) -> None:
    paper = Paper(id=f"arxiv:{name}", titles=Titles(en="P"))
    assert paper.month == (dt.date(*month, 1) if month else None)
