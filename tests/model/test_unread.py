"""What was not read whole, and how much of a fact that leaves."""

import pytest

from tracker.model.evidence import Facts
from tracker.model.unread import PIECES, Piece, State, Unread, among, state, unread_text


def unread(piece: Piece, what: str = "it", why: str = "was not read") -> Unread:
    return Unread(piece=piece, what=what, why=why)


@pytest.mark.parametrize("fact", PIECES)
def test_a_fact_is_whole_only_where_each_of_its_pieces_is(fact: str) -> None:
    for piece in Piece:
        missing = piece in PIECES[fact]
        assert state(fact, (), [unread(piece)]) is (State.IN_PART if missing else State.WHOLE)
        assert state(fact, None, [unread(piece)]) is (
            State.NOT_READ if missing else State.NOT_ASKED
        )


def test_what_the_host_tells_in_a_word_is_whole_where_it_is_told() -> None:
    every = [unread(piece) for piece in Piece]
    assert state("gate", "auto", every) is State.WHOLE
    assert state("gate", None, every) is State.NOT_ASKED


def test_each_fact_with_pieces_is_one_that_a_look_tells() -> None:
    assert set(PIECES) <= set(Facts.__struct_fields__)


@pytest.mark.parametrize(
    ("fact", "pieces"),
    [
        ("tree", "LISTING PATHS"),
        ("is_empty", "LISTING"),
        ("licenses", "LISTING LICENSE DETECTOR README CARD METADATA"),
        ("environments", "LISTING REQUIREMENTS METADATA"),
        ("announced", "README CARD"),
        ("links", "README CARD LINKS"),
        ("absent", "LISTING README"),
        ("unresolved", "LISTING SCRIPT REQUIREMENTS METADATA README"),
        ("unpackaged", "LISTING METADATA"),
        ("first_commit", "HISTORY"),
        ("pins", "HISTORY COPIES"),
        ("read", "LICENSE INNER_LICENSE README CARD METADATA REQUIREMENTS SCRIPT"),
        ("mentions", "MENTIONS"),
        ("platform_id", "STATE"),
        ("archived", "STATE"),
    ],
)
def test_a_fact_rests_on_the_pieces_that_could_tell_otherwise(fact: str, pieces: str) -> None:
    assert {piece.name for piece in PIECES[fact]} == set(pieces.split())


def test_what_is_missing_among_some_pieces_is_named_once_in_its_order() -> None:
    readme, card, tags = map(unread, (Piece.README, Piece.CARD, Piece.TAGS))
    assert among([tags, card, readme, card], (Piece.README, Piece.CARD)) == (card, readme)
    assert among([tags], ()) == ()


def test_what_was_not_read_is_told_by_reason_in_the_right_number() -> None:
    def text(*pairs: tuple[str, str]) -> str:
        return unread_text(unread(Piece.README, what, why) for what, why in pairs)

    assert text() == ""
    assert text(("a", "was not read")) == "a was not read"
    for one, many in (("was", "were"), ("is", "are"), ("has", "have"), ("takes", "take")):
        assert text(("a", f"{one} cut"), ("b", f"{one} cut")) == f"a, b {many} cut"
        assert text(("a", f"{one} cut")) == f"a {one} cut"
    assert text(("a", "cannot be had"), ("b", "cannot be had")) == "a, b cannot be had"
    assert text(("a", "is long"), ("b", "is long")) == "a, b are long"
    longer = "is longer than what is read"
    assert text(("a", longer), ("b", longer)) == "a, b are longer than what is read"
    assert text(("a", "was cut"), ("b", "is long"), ("c", "was cut")) == "a, c were cut; b is long"
    assert text(*[(name, "is long") for name in "abc"]) == "a, b, c are long"
    assert text(*[(name, "is long") for name in "abcd"]) == "a, b, c and 1 more are long"
    assert text(*[(name, "is long") for name in "abcdef"]) == "a, b, c and 3 more are long"


def test_what_is_not_read_for_two_pieces_is_told_once() -> None:
    pair = [unread(Piece.README, "a"), unread(Piece.CARD, "a"), unread(Piece.README, "a")]
    assert unread_text(pair) == "a was not read"
