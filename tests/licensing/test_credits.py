"""The lines that keep a notice: whom they name, what they say, and how few of them are kept."""

import time

import pytest

from tests.licensing.shipped_texts import APACHE, MIT
from tests.licensing.test_conditions import CC_BY
from tracker.licensing.credits import MOST, credits_of
from tracker.licensing.holders import holders
from tracker.model.evidence import SPAN_LIMIT, Credit, CreditKind

GEMMA = "Gemma is provided under and subject to the Gemma Terms of Use found at {}\n"


def kinds(found: tuple[Credit, ...]) -> list[tuple[str, int, str | None]]:
    return [(one.kind.value, one.line, one.names) for one in found]


def test_each_copyright_line_of_a_file_is_told_with_its_line() -> None:
    text = (
        "License\n\nCopyright (c) 2023 A. Author\n  Copyright 2025, B. Lab.\nCopyright (c) 2024\n"
    )
    assert list(holders(text)) == [(3, "A. Author"), (4, "B. Lab")]
    assert kinds(credits_of({"LICENSE": text.encode()}, {}, {})) == [
        ("copyright", 3, "A. Author"), ("copyright", 4, "B. Lab"),
    ]  # fmt: skip


def test_a_notice_is_kept_by_its_first_lines_and_by_what_a_licence_asks_for() -> None:
    lines = [f"Line {number}\n" for number in range(30)]
    words = GEMMA.format("ai.google.dev/gemma/terms.")
    text = "".join([*lines, words])
    found = credits_of({}, {"NOTICE": text.encode()}, {})
    assert [one.line for one in found] == [*range(1, 9), 31]
    assert found[-1].quote.startswith("Gemma is provided under and subject")
    broken = "Gemma is provided under and subject to the\nGemma Terms of Use found at x\n"
    asked = "Gemma is provided under and subject to the Gemma Terms of Use found at"
    assert all(one.names is None for one in credits_of({}, {"NOTICE": broken.encode()}, {}))
    broken = broken.replace("at x", "at\nai.google.dev/gemma/terms")
    (first, *others) = credits_of({}, {"NOTICE": broken.encode()}, {})
    assert (first.line, (first.names or "")[: len(asked)]) == (1, asked), "over three lines"
    assert [one.line for one in others] == [2, 3]


def test_a_readme_shows_the_words_that_a_licence_asks_for() -> None:
    for shown in (
        "Built with Llama",
        "**built with\nLlama** 3",
        "[Built-with-Llama](x)",
        "![](https://a.org/badge/Built%20with-Llama-blue)",
    ):
        found = credits_of({}, {}, {"README.md": f"# m\n{shown}\n".encode()})
        assert kinds(found) == [("shown", 2, "Built with Llama")], shown
    assert credits_of({}, {}, {"README.md": b"# m\nBuilt with llamas.\n"}) == ()


def test_a_readme_that_holds_a_licence_is_told_apart_from_one_that_quotes_it() -> None:
    whole = credits_of({}, {}, {"README.md": MIT.encode()})
    assert ("text", "MIT") in [(one.kind.value, one.names) for one in whole]
    apache = credits_of({}, {}, {"README.md": APACHE.encode()})
    assert [one.names for one in apache if one.kind is CreditKind.TEXT] == ["Apache-2.0"]
    quoted = (
        b"You must give any other recipients of the Work or Derivative Works a copy of this License"
    )
    assert credits_of({}, {}, {"README.md": quoted}) == ()


def test_the_text_of_one_version_is_not_that_of_another() -> None:
    agreement = (
        "# m\n\nLLAMA COMMUNITY LICENSE AGREEMENT\n\nYou shall provide a copy of this Agreement"
        " with any such Llama Materials, “Built with Llama”, “Llama” at the beginning.\n"
        "Llama 3.2 is licensed under the Llama 3.2 Community License, Copyright © Meta.\n"
    )
    found = credits_of({}, {}, {"README.md": agreement.encode()})
    assert kinds(found) == [
        ("shown", 5, "Built with Llama"), ("text", 5, "LicenseRef-Llama-3.2-Community"),
    ]  # fmt: skip


def test_a_licence_that_asks_for_no_text_is_not_looked_for() -> None:
    found = credits_of({}, {}, {"README.md": CC_BY.read_bytes()})
    assert [one for one in found if one.kind is CreditKind.TEXT] == []


def test_a_notice_and_a_readme_may_name_right_holders_too() -> None:
    line = b"# Work\n\nCopyright 2025 A. Lab\n"
    assert kinds(credits_of({}, {"NOTICE": line}, {}))[-1] == ("copyright", 3, "A. Lab")
    assert kinds(credits_of({}, {}, {"README.md": line})) == [("copyright", 3, "A. Lab")]


def test_little_is_kept_of_much() -> None:
    many = "Copyright (c) 2025 " + "x" * 2_000 + "\n"
    found = credits_of({f"LICENSE-{number}": (many * 50).encode() for number in range(9)}, {}, {})
    assert len(found) == MOST == 40
    assert [one.path for one in found].count("LICENSE-0") == 8
    assert max(len(one.quote) for one in found) <= SPAN_LIMIT


@pytest.mark.parametrize("piece", ["Built with ", "Copyright (c) 2025 A\n", "this license ", "a"])
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    def taken(size: int) -> float:
        data = (piece * (size // len(piece))).encode()
        started = time.process_time()
        credits_of({"LICENSE": data}, {"NOTICE": data}, {"README.md": data})
        return time.process_time() - started

    taken(10_000)
    assert taken(200_000) < 50 * max(taken(20_000), 0.002)
