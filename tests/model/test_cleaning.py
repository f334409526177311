"""What is kept is fit to be kept: texts that every program reads, instants that can be meant."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.cleaning import EARLIEST, LATEST, LONGEST, Unfit, cleaned, text
from tracker.model.evidence import Exchange, Facts, Observation, Reach, Tree

_SECOND = dt.timedelta(seconds=1)


@given(st.text() | st.text(st.characters(max_codepoint=0x9F)) | st.text("\ud800\udfff\x00\r"))
def test_a_text_is_clean_once_and_for_all(words: str) -> None:
    kept = text(words)
    assert text(kept) == kept
    assert len(kept) == len(words)
    kept.encode()
    for before, after in zip(words, kept, strict=True):
        code = ord(before)
        if before in "\t\n" or 0x20 <= code < 0x7F or (code >= 0xA0 and before.isprintable()):
            assert after == before
        elif code < 0xA0:
            assert after == (" " if before in "\r\x0b\x0c\x1c\x1d\x1e\x1f\x85" else "\ufffd")
        elif 0xD800 <= code < 0xE000:
            assert after == "\ufffd"


def test_a_text_is_cut_where_no_honest_one_is_as_long() -> None:
    assert text("a" * LONGEST) == "a" * LONGEST
    assert text("a" * (LONGEST + 1)) == "a" * (LONGEST - 1) + "…"
    assert LONGEST == 4_096, "as long as paths may be"


def test_every_text_of_a_record_is_cleaned_and_nothing_else_is_changed() -> None:
    def told(mark: str, *, fits: bool = False) -> Observation:
        secret = "***" if fits else "secret"
        return Observation(
            subject="https://example.org/", reach=Reach.VISIBLE, via="git", agent=f"a{mark}",
            facts=Facts(
                name=f"{secret}{mark}", archived=True, is_empty=False, pins={f"p{mark}": True},
                base_models=(f"m{mark}",), tree=Tree(files=3, suffixes={f".{mark}": 3}),
            ),
            exchanges=(Exchange(url=f"u{mark}", status=200),), note=None,
            observed_at=dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC),
        )  # fmt: skip

    assert cleaned(told("\x00"), lambda words: words.replace("secret", "***")) == told(
        "\ufffd", fits=True
    )


@pytest.mark.parametrize(
    ("levels", "fit"), [(0, True), (1, True), (10, True), (16, True), (17, False), (2_000, False)]
)
def test_what_is_nested_without_end_is_not_kept(levels: int, fit: bool) -> None:
    def nested(wrap: type) -> object:
        value: object = 1
        for _ in range(levels):
            value = {"a": value} if wrap is dict else wrap([value])
        return value

    for wrap in (list, tuple, dict):
        if fit:
            assert cleaned(nested(wrap)) == nested(tuple if wrap is list else wrap)
        else:
            with pytest.raises(Unfit, match="too deeply"):
                cleaned(nested(wrap))


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object(), dt.date(2026, 1, 1), 1j])
def test_what_no_record_consists_of_is_not_kept(value: object) -> None:
    for held in (value, [value], {"a": value}):
        with pytest.raises(Unfit, match="no text, number or date"):
            cleaned(held)


@pytest.mark.parametrize("zone", [-12, -1, 0, 1, 14])
def test_an_instant_is_told_in_utc_between_the_bounds_of_belief(zone: int) -> None:
    there = dt.timezone(dt.timedelta(hours=zone))
    for moment in (EARLIEST, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), LATEST):
        kept = cleaned(moment.astimezone(there))
        assert (kept, kept.utcoffset()) == (moment, dt.timedelta(0))
    for moment in (EARLIEST - _SECOND, LATEST + _SECOND):
        with pytest.raises(Unfit, match=str(moment.year)):
            cleaned(moment.astimezone(there))
    assert [each.isoformat() for each in (EARLIEST, LATEST)] == [
        "1900-01-01T00:00:00+00:00", "2200-01-01T00:00:00+00:00",
    ]  # fmt: skip


@pytest.mark.parametrize(("year", "hours"), [(1, 14), (9999, -12)])
def test_an_instant_that_no_clock_shows_is_not_kept(year: int, hours: int) -> None:
    edge = dt.datetime(year, *((1, 1) if year == 1 else (12, 31, 23)))  # noqa: DTZ001  (meant)
    with pytest.raises(Unfit, match="without a time zone"):
        cleaned(edge)
    with pytest.raises(Unfit, match="impossible"):
        cleaned(edge.replace(tzinfo=dt.timezone(dt.timedelta(hours=hours))))
