"""The table in a terminal: literal text, nothing that moves the cursor."""

import io
import unicodedata

from rich.console import Console
from rich.table import Table

from tests.tables.made_rows import EVIL, NOW, PLAIN, judged, table
from tracker.model.verdict import PaperVerdicts
from tracker.tables import terminal
from tracker.tables.rows import COLUMNS


def shown(*given: PaperVerdicts, width: int = 140) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False)
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


def drawn(*given: PaperVerdicts) -> Table:
    console = Console(width=140)
    made = terminal.render(table(*given), NOW)
    [found] = made.__rich_console__(console, console.options)
    assert isinstance(found, Table)
    return found


def test_the_columns_are_those_that_have_room_and_colours_say_how_they_read() -> None:
    made = drawn(PLAIN, judged(license_=("NONE",)))
    assert [str(each.header) for each in made.columns] == [
        "Paper", *(each.heading for each in COLUMNS if each.terminal),
    ]  # fmt: skip
    assert {each.overflow for each in made.columns} == {"fold"}
    [licences] = [each for each in made.columns if each.header == "Licence"]
    assert [cell.style for cell in licences.cells] == ["green", "red"]
    both = drawn(judged(license_=("MIT", "conflict")), judged(license_=("NOASSERTION",)))
    [licences] = [each for each in both.columns if each.header == "Licence"]
    assert [cell.style for cell in licences.cells] == ["yellow", "dim"]


def test_at_eighty_columns_no_word_of_an_answer_is_broken() -> None:
    unread = judged(license_=("NOASSERTION",), promise="promises not read yet")
    lines = shown(unread, width=80).splitlines()
    assert all(len(line) <= 80 for line in lines)
    words = {word for line in lines for word in line.replace("┃", "│").split("│")}
    found = {each for word in words for each in word.split()}
    assert {"arxiv:2503.00001", "NOASSERTION", "promises", "2026-11-20", "Promises"} <= found


def test_a_narrow_terminal_and_an_empty_list_have_their_table_too() -> None:
    assert all(len(line) <= 30 for line in shown(PLAIN, width=30).splitlines())
    assert "Licence" in shown()
    assert "No paper is registered." in shown()
