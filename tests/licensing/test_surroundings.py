"""Where in a file a sentence can set a term; which lines of a long file are read at all."""

import pytest

from tracker.licensing.spans import Span
from tracker.licensing.surroundings import Surroundings, focused, named_for_terms

FILLER = "zz yy xx ww vv\n" * 600
LINES_AROUND = 25

TELLING = (
    "the licence of it", "with permission of", "is permitted", "may redistribute", "no copying",
    "a copyright", "no warranty", "no liability", "the terms of it", "its terms and", "all rights",
    "is free software", "use it freely", "in the public domain", "it is open source",
    "it is opensource", "not commercial", "for research", "for academics", "for education",
    "for scientific ends", "for personal use", "is proprietary", "is confidential",
    "without royalty", "prohibited by", "forbidden by", "as in gnu", "as in gpl", "the mit one",
    "as in bsd", "as in apache", "as in mozilla", "as in creative", "as in cc-by", "as in cc by",
    "as in cc0", "as in artistic", "as in spdx", "no patent", "a disclaimer", "it may be used by",
    "must not be used", "you may not", "you shall do", "you agree to", "we hereby", "a third party",
    "仅供研究", "только",
)  # fmt: skip
"""Each has one word without which nothing is said of terms."""


@pytest.mark.parametrize("line", TELLING)
def test_a_line_that_may_speak_of_terms_is_read_wherever_it_stands(line: str) -> None:
    kept = focused("x.c", f"{FILLER}{line}\n{FILLER}").split("\n")
    assert kept[600] == line
    read = [number for number, text in enumerate(kept) if text]
    assert read == list(range(600 - LINES_AROUND, 600 + LINES_AROUND + 1))


def test_a_line_without_such_a_word_is_passed_over() -> None:
    assert not focused("x.c", f"{FILLER}a plain line\n{FILLER}").strip()


@pytest.mark.parametrize("name", ["LICENSE", "docs/COPYING.txt", "NOTICE"])
def test_a_file_of_terms_and_a_short_one_are_read_whole(name: str) -> None:
    assert focused(name, FILLER) == FILLER
    short = FILLER[:5_999]
    assert focused("x.c", short) == short
    assert focused("x.c", FILLER[:6_000]) != FILLER[:6_000]


def test_letters_that_become_two_move_no_line() -> None:
    text = f"{FILLER}İ\nthe licence\n"
    assert focused("x.c", text) == text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("LICENSE", True), ("LICENCES", True), ("UNLICENSE.md", True), ("COPYING", True),
        ("a/b/COPYRIGHT.txt", True), ("NOTICE", True), ("NOTICES", True), ("TERMS.md", True),
        ("legal.txt", True), ("MODEL-LICENSE", True), ("model_license.txt", True),
        ("third.party.notices", True), ("LICENSE/train.py", False), ("relicensed.py", False),
        ("licenses2", True), ("licensed.md", False), ("README.md", False), ("termsfile", False),
    ],
)  # fmt: skip
def test_names_of_files_that_hold_terms(path: str, expected: bool) -> None:
    assert named_for_terms(path) is expected


def around(
    text: str, *spans: Span, path: str = "x.txt", count: int = 500, covered: int = 0
) -> Surroundings:
    return Surroundings(path, text.split("\n"), spans, count=count, covered=covered)


CODE = (
    "int a = 1;", "} else {", "#include <a.h>", "#define A 1", "#pragma once", "import os =.x",
    "a = b", "self.x[1] += 2", "<br/>", "<td>cell</td>", "<!DOCTYPE html>", "    movl %eax, (%ebx)",
    ".SH NAME", ".br", "x: y; // why",
)  # fmt: skip
PROSE = (
    "You may use it for this and that.", "", "Redistribution and use in source",
    "for the use of any person; the author says so that it is;", "Terms and conditions",
)  # fmt: skip


@pytest.mark.parametrize("line", CODE)
def test_lines_of_code(line: str) -> None:
    prose = "a plain line\n" * 10
    code = f"{line}\n" * 5
    assert around(f"{code}{prose}").code
    assert not around(f"{line}\n" * 4 + prose).code, "four are too few"
    assert not around(code + "a plain line\n" * 90).code, "and so is a small share"
    assert around(code).is_code(1, line)


@pytest.mark.parametrize("line", PROSE)
def test_lines_of_prose_are_no_code(line: str) -> None:
    assert not around(f"{line}\n" * 9).code


@pytest.mark.parametrize(
    "mark", ["// ", "/* ", " * ", "# ", "; ", "-- ", "| ", "dnl ", "rem ", "% "]
)
def test_a_file_of_comments_is_a_source(mark: str) -> None:
    comments = f"{mark}what it does here\n"
    assert around(comments * 3 + "plain words\n" * 2).code
    assert not around(comments * 2 + "plain words\n" * 2).code


def test_whether_all_of_a_file_is_about_terms() -> None:
    assert around("words", count=400).terms_alone
    assert not around("words", count=401).terms_alone
    assert around("words", count=401, covered=201).terms_alone
    assert not around("words", count=402, covered=201).terms_alone
    assert around("a = 1;\n" * 9, path="LICENSE").terms_alone
    assert not around("a = 1;\n" * 9, count=10).terms_alone
    assert not around("a = 1;\n" * 9, count=10, covered=10).terms_alone


def test_what_stands_beside_a_notice() -> None:
    notice = Span(line=10, end=12, quote="x")
    beside = around("\n" * 40, notice)
    assert [line for line in range(1, 40) if beside.near(line)] == list(range(6, 17))
    assert not around("\n" * 40).near(10)


LONG = "plain words in a row\n" * 50
NOTICE = Span(line=10, end=12, quote="x")


@pytest.mark.parametrize(
    ("line", "sentence", "expected"),
    [
        (11, "You must set the clock.", "unclear"),
        (30, "You must set the clock.", None),
        (11, "The clock must be set.", None),
        (30, "You must keep it.", None),
        (30, "For academic research only.", "research-only"),
        (30, "The software may not be copied or sold.", "non-commercial"),
        (30, "This program may not be copied.", "prohibition"),
        (30, "You may not redistribute it.", "prohibition"),
        (11, "Written by A. Author in 2011.", None),
    ],
)
def test_in_any_other_file_a_sentence_counts_that_speaks_of_terms(
    line: int, sentence: str, expected: str | None
) -> None:
    assert around(LONG, NOTICE).sense(line, sentence) == expected


def test_in_a_file_of_terms_every_sentence_counts() -> None:
    assert around(LONG, path="LICENSE").sense(30, "You must keep it.") == "unclear"


def test_a_line_of_code_that_speaks_of_a_use_is_no_code() -> None:
    code = around("x = 1;\n" * 9 + 'say("non-commercial use");\n')
    assert code.is_code(1, "x = 1;")
    assert not code.is_code(10, 'say("non-commercial use");')
    assert not around("x = 1;\n" * 9, path="LICENSE").is_code(1, "x = 1;")
