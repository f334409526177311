"""The words of a text: what carries terms is kept, and what does not is left out."""

import pytest

from tracker.licensing.words import (
    body,
    chatter,
    folded,
    halves,
    holders,
    is_copyright,
    placed_words,
    plain_word,
    strip_tags,
    telling,
    weights,
    weighty,
    words,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Copyright (c) 2025 A. Author", True), ("Copyright © 2025 A", True),
        ("Copyright 2025 A", True), ("Copyrights by A", True), ("Copyright the authors", True),
        ("Copyright <year> A", True), ("Copyright [yyyy] A", True), ("Copyright {yyyy} A", True),
        ("(c) 2025 A", True), ("© Copyright A", True), ("© Author", True),
        ("Portions Copyright 2025 A", True), ("All code copyright 2025 A", True),
        ("All rights reserved.", True), ("All rights reserved by whom it may concern", False),
        ("Copyright (c) 2025 A. For research only.", False),
        ("Copyright (c) 2025 A. Licensed under MIT.", False),
        ("Copyright notices stay", False), ("2025 A", False),
        ("Copyright (c) 2025 " + "A " * 120, False),
    ],
)  # fmt: skip
def test_a_line_that_names_a_holder_and_does_nothing_else(line: str, expected: bool) -> None:
    assert is_copyright(line) is expected


def test_a_holder_s_name_over_two_lines_is_no_term() -> None:
    assert body("Copyright (c) 2025 The long\nname of an institute\n\nTerms.") == "Terms."
    assert body("<p>Copyright 2025 A</p>\n# Copyright 2024 B\n\nTerms.") == "Terms."


def test_words_without_layout_and_numbers_of_items() -> None:
    assert words("1. You may\n  (b) COPY it; iv) GPL 2.0 and 3") == [
        "you", "may", "copy", "it", "gpl", "2", "0", "and", "3",
    ]  # fmt: skip
    assert words("non\ninfringement, sub-licensing, re distribution") == [
        "noninfringement", "sublicensing", "redistribution",
    ]  # fmt: skip
    assert halves(["non", "profit", "world", "wide", "sub", "way"]) == [2]


@pytest.mark.parametrize(
    ("word", "usual"),
    [
        ("licence", "license"), ("licences", "licenses"), ("licenced", "licensed"),
        ("sublicence", "sublicense"), ("judgement", "judgment"), ("favour", "favor"),
        ("acknowledgement", "acknowledgment"), ("acknowlegement", "acknowledgment"),
        ("acknowlegment", "acknowledgment"), ("merchantibility", "merchantability"),
        ("authorisation", "authorization"), ("organisation", "organization"),
        ("behaviour", "behavior"), ("must", "shall"), ("conditions", "condition"),
        ("restrictions", "restriction"), ("requirements", "requirement"), ("fees", "fee"),
        ("users", "user"), ("rights", "right"), ("limits", "limit"), ("http", ""), ("https", ""),
        ("www", ""), ("dnl", ""), ("rem", ""), ("a", ""), ("3", "3"), ("code", "code"),
    ],
)  # fmt: skip
def test_spellings_that_are_one(word: str, usual: str) -> None:
    assert plain_word(word) == usual


def test_words_keep_their_columns() -> None:
    assert list(placed_words("  2. The Licence")) == [("the", 5), ("license", 9)]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("neither the name of Foo Inc nor the names of its contributors",
         "neither the name of the holder nor the names of its contributors"),
        ("provided by the Regents as is", "provided by the holder as is"),
        ("as is and Foo disclaims all", "as is and the holder disclaims all"),
        ("in no event shall Foo Ltd be held liable",
         "in no event shall the holder be liable"),
    ],
)  # fmt: skip
def test_who_holds_the_rights_is_one_word(text: str, canonical: str) -> None:
    assert folded(text.split()) == folded(canonical.split())
    assert list(holders(text.split())) != list(holders(canonical.split()))


def test_words_on_which_a_licence_turns_are_counted() -> None:
    place = weighty().index("not")
    counts, foreign = weights(["not", "not", "plain"])
    assert (counts[place], sum(counts), foreign) == (2, 2, 0)
    assert weights(["not"] * 300)[0][place] == 255
    assert weights(["许可"])[1] != 0
    assert weights(["许可"])[1] != weights(["许可", "许可"])[1]
    assert weights(["café"])[1] == 0


def test_telling_words_and_foreign_ones() -> None:
    assert telling(["plain", "not", "许可", "word"]) == ["not", "许可"]


def test_tags_are_no_words() -> None:
    assert strip_tags("<p class='x'>a</p> <b>b</b> x < y") == " a   b  x < y"
    assert strip_tags("ＭＩＴ") == "MIT"
    assert strip_tags("<unknown>a</unknown>") == "<unknown>a</unknown>"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("This file was written by A. Author in 2011.", True),
        ("This file was written by A. Author for research use only.", False),
        ("You may use it.", False),
        ("Written by " + "A " * 250, False),
    ],
)
def test_who_made_a_work_is_no_term(sentence: str, expected: bool) -> None:
    assert chatter(sentence) is expected
