"""The table in a terminal: whole words, a sign for each colour, nothing that moves the cursor."""

import io
import re
import unicodedata

import pytest
from rich.console import Console

from tests.tables.made_rows import EVIL, NOW, PLAIN, judged, table
from tracker.model.verdict import PaperVerdicts
from tracker.tables import terminal
from tracker.tables.rows import COLUMNS
from tracker.verdicts import Tone

LONG = "LicenseRef-Stability-AI-Community"


def shown(*given: PaperVerdicts, width: int = 140, colour: bool = False) -> str:
    out = io.StringIO()
    system = "standard" if colour else None
    console = Console(
        file=out, width=width, color_system=system, force_terminal=colour, legacy_windows=False
    )
    console.print(terminal.render(table(*given), NOW))
    return out.getvalue()


def test_it_says_what_you_get_and_how_fresh_it_is() -> None:
    text = shown(PLAIN)
    for part in ("A Paper; since 2025-03-17", "MIT", "1 kept", "2026-11-20", "As of 2026-11-22."):
        assert part in text


def test_hostile_text_is_shown_and_does_nothing() -> None:
    text = shown(EVIL)
    assert "[x]" in text
    odd = {each for each in text if unicodedata.category(each) in ("Cc", "Cf")}
    assert odd == {"\n"}


def test_the_columns_are_those_that_have_a_share_in_their_order() -> None:
    heads = shown(PLAIN).splitlines()[0]
    assert re.split(r"\s{2,}", heads.strip()) == [one.heading for one in COLUMNS if one.terminal]
    for heading in ("Licence", "Use", "Promises", "Reproduction"):
        assert heading in heads


@pytest.mark.parametrize(
    ("answers", "sign", "colour"),
    [
        (("MIT",), "✓ MIT", "32"),
        (("MIT", "conflict"), "~ MIT, conflict", "33"),
        (("NONE",), "✗ NONE", "31"),
        (("NOASSERTION",), "? NOASSERTION", "2"),
    ],
)
def test_a_sign_says_what_a_colour_says(answers: tuple[str, ...], sign: str, colour: str) -> None:
    assert sign in shown(judged(license_=answers))
    assert f"\x1b[{colour}m{sign}" in shown(judged(license_=answers), colour=True)


def test_each_tone_has_a_sign_of_its_own_which_is_explained() -> None:
    assert set(terminal.SIGNS) == set(terminal.STYLES) == set(Tone)
    assert len(set(terminal.SIGNS.values())) == len(Tone)
    below = shown(PLAIN)[-300:]
    assert all(f"{sign} " in below for sign in terminal.SIGNS.values())


@pytest.mark.parametrize("width", [80, 100, 120, 140, 200])
def test_no_id_and_no_word_is_broken(width: int) -> None:
    unread = judged(
        license_=("CC-BY-NC-SA-4.0",), promise="promises not read yet",
        text="An Unquestionably Characteristic Counterrevolutionary Misunderstanding",
    )  # fmt: skip
    lines = shown(unread, width=width).splitlines()
    assert all(len(line) <= width for line in lines)
    words = {word for line in lines for word in line.split()}
    assert {
        "arxiv:2503.00001", "CC-BY-NC-SA-4.0", "promises", "2026-11-20", "Reproduction",
        "Counterrevolutionary", "Misunderstanding", "attempted",
    } <= words  # fmt: skip


def test_a_name_that_is_wider_than_its_column_is_broken_at_its_joints() -> None:
    lines = shown(judged(license_=(LONG,)), width=80).splitlines()
    start = next(number for number, line in enumerate(lines) if "LicenseRef-" in line)
    pieces = [line[: lines[0].index("Use")].strip(" ?~✓✗") for line in lines[start : start + 3]]
    assert "".join(pieces) == LONG
    assert all(piece.endswith("-") for piece in pieces if piece and not LONG.endswith(piece))


@pytest.mark.parametrize("width", [20, 30, 45])
def test_what_has_no_room_is_left_out_and_named(width: int) -> None:
    text = shown(PLAIN, width=width)
    assert all(len(line) <= width for line in text.splitlines())
    told = " ".join(text.split())
    left = told.partition("No room for ")[2].partition(": make the window wider.")[0]
    heads = [one.heading for one in COLUMNS if one.terminal]
    missing = left.split(", ")
    assert missing == heads[len(heads) - len(missing) :], "the last columns"
    assert all(head in text.splitlines()[0] for head in heads[: len(heads) - len(missing)])


def test_an_empty_list_has_its_table_too() -> None:
    assert "Licence" in shown()
    assert "No paper is registered." in shown()
    assert "✓ there" not in shown()
