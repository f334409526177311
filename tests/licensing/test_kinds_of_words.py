"""What a sentence does to a use, by kinds of words; each row of the grammar's decisions once."""

import pytest

from tracker.licensing.grammar import asserts, sense, sentences


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("For non-commercial use.", "non-commercial"),
        ("Commercial use is not allowed.", "non-commercial"),
        ("It is only for commercial users.", "unclear"),
        ("Commercial use requires a licence from us.", "by-permission"),
        ("For academic research only.", "research-only"),
        ("For research purposes.", "research-only"),
        ("Researchers may use it.", "research-only"),
        ("You may not redistribute it.", "prohibition"),
        ("It is only to be copied by us.", "prohibition"),
        ("Only for friends.", "unclear"),
        ("Do not panic.", "unclear"),
        ("The names of the authors may not be used to promote products.", "naming"),
        ("Free for both research and commercial use.", "grant"),
        ("IN NO EVENT SHALL THE AUTHORS BE LIABLE FOR DAMAGES.", None),
        ("Thanks to everybody.", None),
        ("Terms and Conditions", None),
        ("Kontakt und Fragen bitte an die Adresse der Gruppe", "unclear"),
        ("", None),
    ],
)
def test_senses(sentence: str, expected: str | None) -> None:
    assert sense(sentence) == expected


def test_case_quotes_and_line_breaks_change_nothing() -> None:
    assert sense("NOT FOR\n COMMERCIAL   USE") == sense("not for commercial use")
    assert sense("You don’t get commercial use.") == sense("You don't get commercial use.")


def test_a_sentence_that_nobody_writes_is_unclear() -> None:
    assert sense("a" * 6_000) is None
    assert sense("a" * 6_001) == "unclear"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("it is kept", True), ("it ends.", True), ("not for them", True), ("only them", True),
        ("permission of them", True), ("John Smith", False), ("die Nutzung und der Handel", True),
    ],
)  # fmt: skip
def test_what_says_something_and_what_is_a_name(words: str, expected: bool) -> None:
    assert asserts(words) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two", [(0, "One."), (0, "Two")]),
        ("One; two: three", [(0, "One;"), (0, "two:"), (0, "three")]),
        ("一。二！三", [(0, "一。"), (0, "二！"), (0, "三")]),
        ("a\nb\n\nc", [(0, "a\nb"), (3, "c")]),
        ("a\n- b\n- c\n2) d\n(b) e", [(0, "a"), (1, "- b"), (2, "- c"), (3, "2) d"), (4, "(b) e")]),
        ("\n\n  a", [(2, "a")]),
        ("v1.2 is out", [(0, "v1.2 is out")]),
        ("", []),
    ],
)
def test_sentences_with_the_lines_on_which_they_begin(
    text: str, expected: list[tuple[int, str]]
) -> None:
    assert list(sentences(text)) == expected
