"""A file of anybody's becomes text: encodings, lines, limits, and what is no text."""

import pytest

from tracker.licensing.matching import MATCHER
from tracker.licensing.source import (
    BYTES_LIMIT,
    LINE_LIMIT,
    Source,
    clip,
    decode,
    is_text,
    without_pictures,
)
from tracker.model import swhid
from tracker.model.evidence import SPAN_LIMIT, Declaration, Place


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfMIT", "MIT"),
        ("Ärger".encode("utf-16"), "Ärger"),
        ("Ärger".encode("utf-16-be").join([b"\xfe\xff", b""]), "Ärger"),
        ("许可".encode(), "许可"),
        (b"Andr\xe9", "André"),
        (b"a\r\nb\rc\nd", "a\nb\nc\nd"),
        (b"a\tb\x00\x1b\x7f\x0cc", "a\tbc"),
        ("a\u200bb\u2028c\ufeffd".encode(), "abcd"),
        (b"", ""),
    ],
)
def test_whatever_the_encoding_the_text_is_read(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_no_more_is_read_than_asked_for_and_no_letter_is_torn() -> None:
    assert decode("ab许可".encode(), limit=4) == "ab"
    assert decode("ab许可".encode(), limit=5) == "ab许"
    assert decode(b"x" * (LINE_LIMIT + 5) + b"\nshort") == "x" * LINE_LIMIT + "\nshort"


def test_pictures_inside_a_text_take_no_room() -> None:
    picture = b"![logo](data:image/png;base64," + b"iVBOR+/0=" * 9 + b") MIT"
    assert b"base64" not in without_pictures(picture)
    assert without_pictures(picture).endswith(b") MIT")
    assert without_pictures(b"data: none") == b"data: none"
    long = b"![x](data:image/png;base64," + b"A" * BYTES_LIMIT + b")\nMIT"
    assert Source.read("README.md", long).whole


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", True),
        (b"plain\n\f\x0b\x08\x1b[0m", True),
        (b"x" * 96 + b"\0" * 4, True),
        (b"x" * 95 + b"\0" * 5, False),
        (b"x" * 95 + b"\x7f" * 5, False),
        (b"%PDF-1.7 text", False),
        (b"see %PDF-", True),
        ("许可".encode("utf-16"), True),
        (b"\xff\xfe" + "\0".encode("utf-16-le") * 50, False),
        (b"\xff\xfe\x00\xd8\x41\x00", False),
    ],
)
def test_a_few_stray_signs_make_no_text_binary(data: bytes, expected: bool) -> None:
    assert is_text(data) is expected


def test_only_the_beginning_tells_whether_it_is_a_text() -> None:
    assert is_text(b"x" * BYTES_LIMIT + b"\0" * BYTES_LIMIT)


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (b"x" * 20, True),
        (b"x" * 21, False),
    ],
)
def test_what_was_cut_is_said_to_be(data: bytes, whole: bool) -> None:
    source = Source.read("a/LICENSE", data, limit=20)
    assert (source.whole, source.readable, source.path) == (whole, True, "a/LICENSE")
    assert source.swhid == swhid.content(data)


def test_a_line_that_is_too_long_was_not_read_whole() -> None:
    assert Source.read("a", b"x" * (LINE_LIMIT - 1)).whole
    assert not Source.read("a", b"x" * LINE_LIMIT).whole


def test_what_is_no_text_says_nothing() -> None:
    data = b"\x7fELF\0\0\0"
    source = Source.read("LICENSE", data)
    assert (source.text, source.whole, source.readable) == ("", False, False)
    assert source.swhid == swhid.content(data)


def test_lines_are_counted_from_one() -> None:
    source = Source(path="a", text="one\ntwo\ntwo")
    assert list(source.lines()) == [(1, "one"), (2, "two"), (3, "two")]
    assert (source.find("two"), source.find("three")) == (2, None)


def test_a_declaration_quotes_its_line_and_says_who_read_it() -> None:
    source = Source(path="LICENSE", text="a\n  MIT  \n", swhid="swh:1:cnt:x")
    assert source.declare(Place.FILE, 2, "MIT", holder="A") == Declaration(
        place=Place.FILE, path="LICENSE", line=2, quote="MIT", expression="MIT", how="name",
        matcher=MATCHER, swhid="swh:1:cnt:x", holder="A",
    )  # fmt: skip
    assert source.declare(Place.FILE, None, None).quote == ""
    assert source.declare(Place.FILE, 2, None).how is None
    near = source.declare(Place.FILE, 2, None, how="near", score=0.9)
    assert (near.how, near.score) == ("near", 0.9)
    assert source.declare(Place.FILE, 1, "MIT", quote="b").quote == "b"


def test_what_was_read_in_part_is_declared_without_a_quote() -> None:
    part = Source(path="LICENSE", text="a", swhid="swh:1:cnt:x").in_part(Place.FILE)
    assert part == Declaration(
        place=Place.FILE, path="LICENSE", quote="", how="part", matcher=MATCHER, swhid="swh:1:cnt:x"
    )


def test_a_quote_is_no_longer_than_history_keeps() -> None:
    assert clip("  a b  ") == "a b"
    assert clip("x" * (SPAN_LIMIT + 9)) == "x" * SPAN_LIMIT
    assert clip("x" * (SPAN_LIMIT - 1) + " y") == "x" * (SPAN_LIMIT - 1)
