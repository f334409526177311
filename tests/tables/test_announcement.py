"""The issue's text: found again, bounded, and calling nobody."""

import datetime as dt
import re

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.tables.made_rows import HOSTILE, LOOKED, NOW, PLAIN, judged, table
from tracker.model.evidence import Evidence
from tracker.tables import announcement
from tracker.tables.changes import Change, Direction, compare

SINCE = dt.datetime(2026, 11, 15, 4, 17, tzinfo=dt.UTC)
PLACES = ("availability", "depth", "license", "promise")


def worse(number: int = 1, **fields: object) -> Change:
    change = Change(
        paper="arxiv:2503.00001", question="availability", subject=f"https://github.com/o/{number}",
        before="available", after="removed", direction=Direction.WORSE, reason="It is gone.",
        evidence=(Evidence(url="https://github.com/o/r", observed_at=LOOKED, source="looked"),),
    )  # fmt: skip
    return msgspec.structs.replace(change, **fields)


def test_the_body_says_what_was_what_is_and_how_we_know() -> None:
    (change,) = compare(table(PLAIN), table(judged(available="removed")))
    text = announcement.body([change], SINCE, NOW)
    assert "One answer is worse than on 2026-11-15, as of 2026-11-22." in text
    assert "availability of github.com/lab/code: available → **removed**. A Paper" in text
    assert "](<https://github.com/lab/code>), `swh:1:rev:abc` (looked 2026-11-20)" in text


@given(
    since=st.datetimes(timezones=st.just(dt.UTC)),
    names=st.lists(st.text(max_size=20), unique=True, max_size=5),
)
def test_the_mark_gives_back_what_was_told(since: dt.datetime, names: list[str]) -> None:
    changes = [worse(subject=name) for name in names]
    told = announcement.read_mark(announcement.body(changes, since, NOW))
    assert told == announcement.Announced(
        since=since, ids=frozenset(map(announcement.identity, changes))
    )
    assert announcement.news(changes, told) == ()


def test_only_what_was_not_told_is_news() -> None:
    old, new = worse(1), worse(2)
    told = announcement.read_mark(announcement.body([old], SINCE, NOW))
    assert told is not None
    assert announcement.news([old, new], told) == (new,)
    again = worse(1, after="taken-down")
    assert announcement.news([again], told) == (again,)


def test_text_without_our_mark_in_front_is_not_ours() -> None:
    body = announcement.body([worse()], SINCE, NOW)
    assert announcement.read_mark(f"Look at this: {body}") is None
    assert announcement.read_mark(body.replace("since=2026", "since=soon")) is None
    assert announcement.read_mark("") is None


@given(st.text())
def test_no_text_from_outside_calls_a_person_or_links_an_issue(text: str) -> None:
    """GitHub looks for @name, #1 and GH-1 in the finished page: escaping them is not enough."""
    said = f"{text} @octocat #12 o/r#12 gh-12 {HOSTILE}"
    page = announcement.body([worse(reason=said, subject=said, before=said)], SINCE, NOW)
    shown = page.partition("-->")[2]
    assert not re.search(r"@[A-Za-z0-9]|#\d|(?i:gh-\d)", shown.replace("<https", ""))
    assert "<script" not in shown
    assert "<!--" not in shown


def test_a_link_to_somebodys_issue_leaves_no_trace_there() -> None:
    piece = Evidence(url="https://github.com/o/r/issues/6", source="registry")
    text = announcement.body([worse(evidence=(piece,))], SINCE, NOW)
    assert "](<https://redirect.github.com/o/r/issues/6>)" in text
    assert "](<https://github.com/o/r/issues" not in text


def test_a_body_stays_within_what_github_takes() -> None:
    changes = [worse(number, reason="é" * 500) for number in range(5_000)]
    for text in (announcement.body(changes, SINCE, NOW), announcement.comment(changes)):
        assert len(text) <= announcement.LIMIT
        assert re.search(r"… and [\d]+ more: `tracker diff`", text)
    told = announcement.read_mark(announcement.body(changes, SINCE, NOW))
    assert told is not None
    assert announcement.news(changes, told) == ()


def test_the_end_of_it_is_said() -> None:
    text = announcement.body([], SINCE, NOW)
    assert "Nothing is worse any more than it was on 2026-11-15, as of 2026-11-22." in text
    assert announcement.read_mark(text) is not None
