"""The table in a terminal: literal text, nothing that moves the cursor."""

import io
import unicodedata

from rich.console import Console

from tests.tables.made_rows import EVIL, NOW, PLAIN, judged, table
from tracker.model.verdict import PaperVerdicts
from tracker.tables import terminal
from tracker.tables.rows import COLUMNS


def shown(*judged: PaperVerdicts) -> str:
    out = io.StringIO()
    console = Console(file=out, width=140, color_system=None, legacy_windows=False)
    console.print(terminal.render(table(*judged), NOW))
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


def test_the_columns_are_those_that_have_room_and_colours_say_how_they_read() -> None:
    made = terminal.render(table(PLAIN, judged(license_=("NONE",))), NOW)
    assert [str(each.header) for each in made.columns] == [
        "Paper", *(each.heading for each in COLUMNS if each.terminal),
    ]  # fmt: skip
    assert {each.overflow for each in made.columns} == {"fold"}
    [licences] = [each for each in made.columns if each.header == "Licence"]
    assert [cell.style for cell in licences.cells] == ["green", "red"]
    both = terminal.render(table(judged(license_=("MIT", "conflict")),
                                 judged(license_=("NOASSERTION",))), NOW)  # fmt: skip
    [licences] = [each for each in both.columns if each.header == "Licence"]
    assert [cell.style for cell in licences.cells] == ["yellow", "dim"]
