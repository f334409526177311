"""What was known when: of looks, confirmations and reproductions, over all folders."""

import datetime as dt
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.history.made_history import HOUR, NOON, URL, confirmed, look, tried, view, write
from tracker.errors import UsageError
from tracker.history import History
from tracker.history.store import instant, ticks
from tracker.model.evidence import Reach

ZONES = st.timedeltas(-dt.timedelta(hours=23), dt.timedelta(hours=23)).map(dt.timezone)
EARLY, LATE = dt.timezone(-12 * HOUR), dt.timezone(12 * HOUR)


@given(at=st.datetimes(dt.datetime(1, 1, 3), dt.datetime(9999, 12, 29), timezones=ZONES))  # noqa: DTZ001 - hypothesis adds the zone
def test_an_instant_of_any_zone_is_kept_to_the_microsecond(at: dt.datetime) -> None:
    assert instant(ticks(at)) == at
    assert instant(ticks(at)).tzinfo is dt.UTC
    assert instant(ticks(at) + 1) - at == dt.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (dt.datetime.max.replace(tzinfo=EARLY), dt.datetime.max.replace(tzinfo=dt.UTC)),
        (dt.datetime.min.replace(tzinfo=LATE), dt.datetime.min.replace(tzinfo=dt.UTC)),
    ],
)
def test_what_lies_beyond_the_calendar_is_kept_at_its_end(
    at: dt.datetime, kept: dt.datetime
) -> None:
    assert instant(ticks(at)) == kept


# --- looks and their confirmations -------------------------------------------------------------


@pytest.mark.parametrize("order", ["abc", "cba", "bac"])
def test_the_last_confirmation_counts_in_whichever_folder_it_is(tmp_path: Path, order: str) -> None:
    seen = look()
    write(tmp_path / "a", seen, confirmed(seen, NOON + HOUR))
    write(tmp_path / "b", seen, confirmed(seen, NOON + 3 * HOUR), confirmed(seen, NOON + 2 * HOUR))
    write(tmp_path / "c", confirmed(seen, NOON + 2 * HOUR))
    history = History([tmp_path / each for each in order])
    for hours, last in ((0, 0), (1, 1), (2, 2), (3, 3), (9, 3)):
        (known,) = history.book(NOON + hours * HOUR)[URL]
        assert known.observed_at == NOON + last * HOUR
    assert history.book()[URL][0].observed_at == NOON + 3 * HOUR
    assert dict(history.book(NOON - HOUR)) == {}


def test_what_was_confirmed_before_its_look_was_written_is_known_since_then(tmp_path: Path) -> None:
    """Two machines, whose files come together later."""
    seen = look(NOON + 2 * HOUR)
    write(tmp_path, seen)
    write(tmp_path, confirmed(seen, NOON), now=NOON + HOUR)
    history = History([tmp_path])
    assert [each.observed_at for each in history.book(NOON)[URL]] == [NOON]
    assert [each.observed_at for each in history.book()[URL]] == [NOON + 2 * HOUR]


def test_a_stored_copy_without_a_date_is_the_oldest_and_not_known_at_any_instant(
    tmp_path: Path,
) -> None:
    undated, other = look(None, branch="1"), look(None, branch="2")
    dated = [look(branch=str(number)) for number in range(3, 9)]
    write(tmp_path, *dated[:3], undated, *dated[3:], other)
    history = History([tmp_path])
    book = history.book()[URL]
    assert {each.id for each in book[:2]} == {undated.id, other.id}
    assert [each.observed_at for each in book] == [None, None, *[NOON] * 6]
    assert {each.id for each in history.book(NOON)[URL]} == {each.id for each in dated}
    assert history.newest() == NOON


def test_newest_up_to_an_instant_passes_over_what_is_later_and_not_over_what_is_earlier(
    tmp_path: Path,
) -> None:
    write(tmp_path / "a", look(NOON), look(NOON + 2 * HOUR, branch="later"))
    write(tmp_path / "b", look(NOON - HOUR, branch="b"))
    history = History([tmp_path / "a", tmp_path / "b"])
    assert history.newest() == NOON + 2 * HOUR
    assert history.newest(before=NOON + 2 * HOUR) == NOON + 2 * HOUR
    assert history.newest(before=NOON + HOUR) == NOON
    assert history.newest(before=NOON - HOUR) == NOON - HOUR
    assert history.newest(before=NOON - 2 * HOUR) is None


def test_the_instant_that_is_spoken_of_is_the_last_one_known_else_the_one_asked_for(
    tmp_path: Path,
) -> None:
    assert History([tmp_path]).as_of() is None
    assert History([tmp_path]).as_of(NOON) == NOON
    write(tmp_path, look(NOON), look(NOON + 2 * HOUR, branch="later"))
    history = History([tmp_path])
    assert history.as_of() == NOON + 2 * HOUR
    assert history.as_of(NOON + HOUR) == NOON
    assert history.as_of(NOON - HOUR) == NOON - HOUR


def test_confirmations_of_what_no_file_holds_are_told_in_the_order_of_their_lines(
    tmp_path: Path,
) -> None:
    for number, (one, other) in enumerate(permutations((look(branch="1"), look(branch="2")))):
        lines = [confirmed(each, NOON) for each in (one, other, one, other)]
        path = write(tmp_path / str(number), *lines)
        history = History([tmp_path / str(number)])
        assert [(each.file, each.line) for each in history.problems] == [
            (str(path), line) for line in (2, 3, 4, 5)
        ]
        assert (dict(history.book()), history.observed_in(path.stem)) == ({}, frozenset())


def test_a_run_that_only_confirmed_has_looked_too(tmp_path: Path) -> None:
    here, other = look(), look(subject="https://example.org/b")
    write(tmp_path / "a", here, other)
    path = write(tmp_path / "b", confirmed(here, NOON), now=NOON + HOUR)
    history = History([tmp_path / "a", tmp_path / "b"])
    assert history.observed_in(path.stem) == {URL}


def test_a_run_that_continues_one_that_is_gone_tells_what_it_saw_itself(tmp_path: Path) -> None:
    path = write(tmp_path, look(), continues="20200101T000000Z-000000")
    assert History([tmp_path]).observed_in(path.stem) == {URL}


def test_no_run_is_found_by_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(UsageError, match="no run ''"):
        History([tmp_path]).find_run("")


# --- what was shown, and tried -----------------------------------------------------------------


def test_views_are_told_oldest_first_whatever_their_papers(tmp_path: Path) -> None:
    views = [view(NOON + hours * HOUR, paper=paper) for hours, paper in enumerate("cab")]
    write(tmp_path, *reversed(views))
    write(tmp_path, *views)
    history = History([tmp_path])
    assert history.views() == tuple(views)
    assert history.views("a") == (views[1],)
    assert history.views("z") == ()


def test_of_views_shown_last_at_once_the_one_of_the_later_folder_counts(tmp_path: Path) -> None:
    one, two = view(question="1"), view(question="2")
    write(tmp_path / "a", one)
    write(tmp_path / "b", two, view(NOON - HOUR), view(paper="other"))
    for order, last in (("ab", two), ("ba", one)):
        views = History([tmp_path / each for each in order]).last_views()
        assert views == {"p": last, "other": view(paper="other")}


def test_what_was_tried_is_told_by_paper_oldest_first_and_once(tmp_path: Path) -> None:
    first, last = tried(NOON - HOUR, detail="x"), tried(NOON + HOUR, detail="a")
    at_once = sorted((tried(detail=str(number)) for number in range(6)), key=lambda run: run.id)
    other = tried(paper="other")
    write(tmp_path / "a", last, *reversed(at_once), first)
    write(tmp_path / "b", first, other, last)
    for order in ("ab", "ba"):
        assert History([tmp_path / each for each in order]).reproductions() == {
            "p": (first, *at_once, last),
            "other": (other,),
        }


def test_what_was_tried_later_is_not_known_earlier(tmp_path: Path) -> None:
    early, late = tried(NOON), tried(NOON + 2 * HOUR, paper="late")
    write(tmp_path, late, early, look(NOON - HOUR, reach=Reach.ERROR))
    history = History([tmp_path])
    assert history.reproductions(NOON - HOUR) == {}
    assert history.reproductions(NOON) == {"p": (early,)}
    assert history.reproductions(NOON + 2 * HOUR) == {"p": (early,), "late": (late,)}
    assert history.newest() == NOON + 2 * HOUR
    assert history.newest(before=NOON + 2 * HOUR) == NOON + 2 * HOUR
    assert history.newest(before=NOON + HOUR) == NOON
    assert history.newest(before=NOON) == NOON
    assert history.newest(before=NOON - HOUR) == NOON - HOUR
    assert history.newest(before=NOON - 2 * HOUR) is None
