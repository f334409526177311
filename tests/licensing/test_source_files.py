"""Files that are no licence files: the notice is found, what stands around it sets no term."""

import re

import pytest

from tests.licensing.shipped_texts import MIT, shipped
from tracker.licensing.known import commercial
from tracker.licensing.reading import Reading, read
from tracker.licensing.surroundings import focused
from tracker.licensing.words import chatter
from tracker.model.verdict import NOASSERTION, NONE

BSD = shipped("msgspec")
CODE = """
int total(int *values, int count) {
    int sum = 0;
    for (int at = 0; at < count; at++) {
        /* must not be negative, and only even numbers may be used here */
        sum += values[at];
    }
    return sum;  // users should free the array only once
}
"""


def source(head: str, path: str = "total.c") -> Reading:
    return read(path, f"{head}\n{CODE * 12}".encode(), "text")


def commented(text: str, sign: str) -> str:
    return "\n".join(f"{sign} {line}".rstrip() for line in text.splitlines())


@pytest.mark.parametrize("sign", ["//", "#", " *", ";;", "--", "dnl", "rem", '.\\"'])
def test_a_text_in_comments_over_code_is_that_licence(sign: str) -> None:
    assert source(commented(BSD, sign)).license == "BSD-3-Clause"


@pytest.mark.parametrize(
    ("line", "license_id"),
    [
        ("// SPDX-License-Identifier: MIT", "MIT"),
        ("# spdx-license-identifier: AGPL-3.0", "AGPL-3.0-only"),
        ("/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */",
         "GPL-2.0-only WITH Linux-syscall-note"),
        ("; SPDX-License-Identifier: BSD-3-Clause-No-Nuclear-License",
         "BSD-3-Clause-No-Nuclear-License"),
        ("-- SPDX-License-Identifier: Apache-2.0 OR MIT", "Apache-2.0 OR MIT"),
        ("SPDX-License-Identifier: GFDL-1.2-only", "GFDL-1.2-only"),
        ("SPDX-License-Identifier: Nunit", "zlib-acknowledgement"),
    ],
)  # fmt: skip
def test_a_tag_alone_says_what_a_file_is_under(line: str, license_id: str) -> None:
    assert read("file.txt", line.encode(), "text").license == license_id
    assert source(line).license == license_id


def test_a_tag_that_nobody_knows_is_no_licence_and_not_none() -> None:
    assert source("// SPDX-License-Identifier: LicenseOfTheMoon-7").license == NOASSERTION


@pytest.mark.parametrize(
    ("line", "license_id"),
    [
        (" * License: zlib", "Zlib"),
        ("## License: GPL 3 or later", "GPL-3.0-or-later"),
        (" * @license GPL-2.0+", "GPL-2.0-or-later"),
        (":license: Apache2, see LICENSE for more details.", "Apache-2.0"),
        ("license = 'MIT'", "MIT"),
        ("// Licence: LGPL-2.1-only", "LGPL-2.1-only"),
    ],
)
def test_a_label_in_the_head_of_a_source_names_the_licence(line: str, license_id: str) -> None:
    assert source(f"/*\n{line}\n */").license == license_id


@pytest.mark.parametrize(
    "line", ["License: see LICENSE", "License: none of your business", "license = get_license()"]
)
def test_a_label_that_points_elsewhere_names_none(line: str) -> None:
    assert source(f"/*\n * {line}\n */").license in (NONE, NOASSERTION)


@pytest.mark.parametrize(
    ("sentence", "license_id"),
    [
        ("Use of this source code is governed by a MIT-license.", "MIT"),
        ("This document is licensed under the SGI Free Software B License Version 2.0.",
         "SGI-B-2.0"),
        ("This file was written by A. Author and is licensed under the Apache 2.0 license.",
         "Apache-2.0"),
        ("This library is distributed under the terms of the Zlib license.", "Zlib"),
        ("This script is released under the ISC License.", "ISC"),
    ],
)  # fmt: skip
def test_a_sentence_in_the_head_of_a_source_names_the_licence(
    sentence: str, license_id: str
) -> None:
    assert source(f"// {sentence}").license == license_id


@pytest.mark.parametrize(
    "sentence",
    [
        "For non-commercial use only.",
        "You may not redistribute this file.",
        "This code is for academic research only.",
        "Commercial use requires a licence of ours.",
        "仅供学术研究使用。",
    ],
)
@pytest.mark.parametrize("place", ["in the head", "far below"])
def test_a_restriction_in_a_source_is_heard_wherever_it_stands(sentence: str, place: str) -> None:
    head = commented(MIT, "//")
    text = (
        f"// {sentence}\n{head}\n{CODE * 12}"
        if place == "in the head"
        else f"{head}\n{CODE * 12}\n// {sentence}\n"
    )
    answer = read("total.c", text.encode(), "text")
    assert (answer.license, answer.commercial) != ("MIT", "yes")


@pytest.mark.parametrize(
    "remark",
    [
        "This header is for ANSI C only.",
        "The tables must be sorted before they can be used by the loader.",
        "Applications should only use total.h.",
        "There is no guarantee that the order will remain unchanged.",
        "Do not edit the table below by hand.",
    ],
)
def test_what_a_comment_far_from_the_notice_says_of_the_code_is_no_term(remark: str) -> None:
    text = f"{commented(MIT, '//')}\n{CODE * 12}\n/* {remark} */\n{CODE}"
    assert read("total.c", text.encode(), "text").license == "MIT"


def test_the_same_remark_in_a_licence_file_is_a_term() -> None:
    text = f"{MIT}\n\nYou must not use it for the loader.\n"
    assert read("LICENSE", text.encode(), "text").license == NOASSERTION


@pytest.mark.parametrize(
    "sentence",
    [
        "This file was written by A. Author in 2011, and",
        "This software has been written for the Example Consortium by A. Author",
        "Please report bugs to bugs@example.org.",
        "This module implements the example protocol.",
        "It was downloaded from https://example.org/archive.",
    ],
)
def test_who_made_a_work_and_where_it_is_kept_is_no_term(sentence: str) -> None:
    assert chatter(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "This file was written by A. Author for research use only.",
        "It was developed for students and must not be sold.",
        "This module contains code that may not be redistributed.",
        "It was published for teaching.",
        "此文件由作者编写，仅供研究。 published by",
    ],
)
def test_a_term_beside_who_made_a_work_is_one(sentence: str) -> None:
    assert not chatter(sentence)


def test_lines_far_from_any_word_about_terms_are_empty_and_keep_their_places() -> None:
    lines = ["int x = 1;"] * 2000
    lines[1000] = "// released under the MIT license"
    text = focused("x.c", "\n".join(lines))
    kept = text.split("\n")
    assert len(kept) == 2000
    assert kept[1000] == lines[1000]
    assert not kept[0]
    assert not kept[-1]
    assert focused("LICENSE", "\n".join(lines)) == "\n".join(lines)


GPL = (
    "This program is free software; you can redistribute it and/or modify it under the terms of "
    "the GNU General Public License version 2 as published by the Free Software Foundation."
)


@pytest.mark.parametrize(
    "words",
    [
        "ALTERNATIVELY, this product may be distributed under the terms of the GNU GPL version 2.",
        "At your option, you may instead use it under the GNU General Public License version 2.",
        "You have your choice of the licence above or the GNU General Public License version 2.",
    ],
)
def test_a_choice_beside_a_text_is_said_as_one(words: str) -> None:
    answer = source(commented(f"{BSD}\n\n{words}", " *"))
    assert set(re.split(r" (?:OR|AND) ", answer.license)) <= {
        "BSD-3-Clause", "GPL-2.0-only", NOASSERTION,
    }  # fmt: skip
    assert " AND " not in answer.license
    assert answer.commercial != "no"


def test_two_notices_without_a_choice_both_hold() -> None:
    answer = source(commented(f"{BSD}\n\n{GPL}\n", " *"))
    assert " OR " not in answer.license


@pytest.mark.parametrize(
    "title",
    [
        "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International",
        "CC BY-NC 4.0",
        "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International",
        "CC-BY-NC-SA-3.0",
        "CC BY-NC-ND 4.0",
    ],
)
def test_a_title_that_is_stricter_than_the_text_below_is_not_passed_over(title: str) -> None:
    answer = read("LICENSE", f"{title}\n\n{MIT}\n".encode(), "text")
    assert answer.commercial in ("no", "unknown")
    assert commercial(answer.license) != "yes"
