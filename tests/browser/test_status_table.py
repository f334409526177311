"""The table of the status notebook fits the page that a reader has."""

from pathlib import Path

import pytest

from browser.conftest import ROOT, Open
from tracker.notebooks.overview import overview

WIDTH = 900
"""Pixels that JupyterLab leaves a notebook in a window of 1,280."""


def test_the_table_of_our_papers_fits_and_breaks_no_short_word(
    tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    table = overview().papers_table()
    text = f"<!doctype html><meta charset=utf-8><body>{table._repr_html_()}"
    (tmp_path / "table.html").write_text(text, encoding="utf-8")
    seen = opened(tmp_path / "table.html", viewport={"width": WIDTH, "height": 800})
    seen.page.wait_for_selector("table.dataTable.papers tbody td")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    wide = seen.page.evaluate(
        "[...document.querySelectorAll('table.papers td, table.papers th')]"
        ".filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"
    )
    assert wide == []
    assert not seen.foreign
    assert not seen.trouble
