"""The table in a terminal: literal text, nothing that moves the cursor."""

import io
import unicodedata

from rich.console import Console

from tests.tables.made_rows import EVIL, NOW, PLAIN, table
from tracker.model.verdict import PaperVerdicts
from tracker.tables import terminal


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
