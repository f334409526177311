"""What was made harmless does nothing in a real browser, as HTML and as the page of a notebook."""

import html
from pathlib import Path

import nbformat
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from browser.conftest import Open
from reproduce.payloads import MARK, MARKDOWN, PAYLOADS
from tracker.notebooks import slim_pages
from tracker.notebooks.exporting import export
from tracker.notebooks.harmless_html import harmless_html
from tracker.reproduce.executed import read

_POKE = """() => { for (const each of document.querySelectorAll('body *')) {
    for (const kind of ['click', 'mouseover', 'focus']) {
        const how = {bubbles: true, cancelable: true, view: window};
        each.dispatchEvent(new MouseEvent(kind, how)); } } }"""
_KINDS = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "application/javascript")


def test_no_payload_runs_or_loads_anything(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "empty.html").write_text("<!doctype html><title>t</title>")
    seen = opened(tmp_path / "empty.html")
    for payload in PAYLOADS:
        page = f"<!doctype html><meta charset=utf-8><body>{harmless_html(payload)}"
        (tmp_path / "page.html").write_text(page, encoding="utf-8")
        seen.page.goto((tmp_path / "page.html").as_uri())
        seen.page.evaluate("document.addEventListener('click', (e) => e.preventDefault())")
        seen.page.evaluate(_POKE)
        assert seen.page.evaluate("window.pwned") is None, payload
        assert not [each for each in seen.foreign if "evil" in each], payload
        assert not seen.trouble, payload


def test_the_page_of_a_hostile_notebook_runs_and_loads_nothing(
    tmp_path: Path, opened: Open
) -> None:
    payloads = [*PAYLOADS, *MARKDOWN, f'"><img src=x onerror={MARK}>', html.escape(PAYLOADS[0])]
    cells = [
        made
        for text in payloads
        for made in (
            new_markdown_cell(text),
            new_raw_cell(text, metadata={"raw_mimetype": "text/html"}),
            new_code_cell(
                text,
                outputs=[
                    *(new_output("display_data", data={kind: text}) for kind in _KINDS),
                    new_output("stream", text=text),
                    new_output("error", ename=text, evalue=text, traceback=[text]),
                ],
            ),
        )
    ]
    made = new_notebook(cells=cells, metadata={"title": PAYLOADS[0], "widgets": {"x": PAYLOADS[0]}})
    (tmp_path / "a.ipynb").write_bytes(read(nbformat.writes(made).encode(), tmp_path).data)
    (tmp_path / "slim").mkdir()
    export([tmp_path / "a.ipynb"])
    slim_pages.write([tmp_path / "a.ipynb"], tmp_path / "slim")
    for page in (tmp_path / "a.html", tmp_path / "slim" / "a.html"):
        seen = opened(page)
        seen.page.evaluate("document.addEventListener('click', (e) => e.preventDefault())")
        seen.page.evaluate(_POKE)
        seen.page.wait_for_timeout(300)
        assert seen.page.evaluate("window.pwned") is None
        assert not [each for each in seen.foreign if "evil" in each]
        assert seen.page.title() == "a"
