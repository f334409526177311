"""What came out of the sandbox is kept as a notebook that anybody may open."""

import html
import json
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from reproduce.payloads import MARKDOWN, PAYLOADS, PNG, Tags
from tracker.errors import NotebookError
from tracker.reproduce.executed import ExecutedNotebook, read

ROOT = Path("/srv/project")


def shown(**output: object) -> ExecutedNotebook:
    """Read a notebook of one cell with one output."""
    cell = new_code_cell(outputs=[new_output(**output)])
    return read(nbformat.writes(new_notebook(cells=[cell])).encode(), ROOT)


def cells(*made: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Return what is left of some cells."""
    text = nbformat.writes(new_notebook(cells=list(made)))
    kept: list[nbformat.NotebookNode] = nbformat.reads(
        read(text.encode(), ROOT).data.decode(), as_version=4
    ).cells
    return kept


def left(of: ExecutedNotebook) -> nbformat.NotebookNode:
    return nbformat.reads(of.data.decode(), as_version=4).cells[0].outputs[0]


def test_half_a_character_becomes_a_question_mark() -> None:
    cell = new_code_cell("'HALF'")
    text = nbformat.writes(new_notebook(cells=[cell])).replace("HALF", "\\ud800")
    assert json.loads(text)["cells"][0]["source"] == ["'\ud800'"]
    assert b"'?'" in read(text.encode(), ROOT).data


@pytest.mark.parametrize("active", PAYLOADS)
def test_what_a_browser_would_execute_or_load_is_gone(active: str) -> None:
    data = {"text/html": f"<p>before</p>{active}", "text/plain": "plain"}
    kept = left(shown(output_type="display_data", data=data)).data
    assert kept["text/plain"] == "plain"
    assert "before" in kept["text/html"]
    assert not Tags(kept["text/html"]).trouble


@pytest.mark.parametrize("active", PAYLOADS)
@pytest.mark.parametrize(
    "kind",
    ["image/svg+xml", "text/markdown", "text/latex", "application/javascript", "application/json",
     "application/vnd.jupyter.widget-view+json", "text/vnd.plotly", "application/vnd.bokehjs"],
)  # fmt: skip
def test_what_is_no_table_and_no_picture_is_shown_as_text(kind: str, active: str) -> None:
    data = {kind: active, "text/plain": "plain"}
    assert left(shown(output_type="display_data", data=data)).data == {"text/plain": "plain"}
    (alone,) = left(shown(output_type="display_data", data={kind: active})).data
    assert alone == "text/plain"


@pytest.mark.parametrize("text", [*PAYLOADS, *MARKDOWN])
@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_text_that_is_more_than_text_is_quoted(kind: str, text: str) -> None:
    make = new_markdown_cell if kind == "markdown" else new_raw_cell
    (cell,) = cells(make(text, metadata={"raw_mimetype": "text/html"}))
    assert cell.cell_type == "markdown"
    assert all(line.startswith("    ") for line in cell.source.splitlines())
    assert cell.metadata == {}


@pytest.mark.parametrize(
    "text",
    ["# A\n\nb `vector<int>` and a < b > c", "[a](https://example.org/x) *b* <https://a.example>",
     "![a](attachment:a.png)", "$x < y$", "1. `a`\n2. `b`"],
)  # fmt: skip
def test_plain_markdown_stays(text: str) -> None:
    (cell,) = cells(new_markdown_cell(text))
    assert cell.source == text


def test_only_pictures_of_points_stay() -> None:
    data = {"image/png": PNG, "image/jpeg": '"><script>', "image/gif": PNG, "text/plain": "p"}
    sizes = {"width": 1, "height": '1"', "alt": "\"><b>it's"}
    shown_ = shown(output_type="display_data", data=data, metadata={"image/png": sizes, "x": 1})
    assert left(shown_).data == {"image/png": PNG, "text/plain": "p"}
    assert left(shown_).metadata == {"image/png": {"width": 1, "alt": "bit's"}}
    tag = f'<img src="data:image/png;base64,{PNG}" alt="a">'
    kept = left(shown(output_type="display_data", data={"text/html": tag, "text/plain": ""}))
    assert kept.data["text/html"] == tag
    attached = {"a.png": {"image/png": PNG, "image/svg+xml": "<svg>"}, "b": {"text/html": "x"}}
    (cell,) = cells(new_markdown_cell("x", attachments=attached))
    assert cell.attachments == {"a.png": {"image/png": PNG}}


def test_fields_that_nobody_knows_are_dropped() -> None:
    made = new_code_cell("1", metadata={"tags": ["ok", '"><script>'], "x": "<script>"})
    made.id, made.execution_count = '"><script>', "<script>"
    made.outputs = [new_output("stream", name='"><script>', text="t")]
    about = {
        "title": "<script>",
        "widgets": {"x": 1},
        "kernelspec": {"name": "p", "display_name": "p"},
    }
    whole = new_notebook(metadata=about)
    whole.cells = [made]  # now: nbformat would refuse to make it so
    text = json.dumps(whole)
    kept = nbformat.reads(read(text.encode(), ROOT).data.decode(), as_version=4)
    assert "script" not in json.dumps(kept)
    assert kept.metadata == {"kernelspec": {"name": "p", "display_name": "p"}}
    assert kept.cells[0].metadata == {"tags": ["ok"]}


@pytest.mark.parametrize("ids", [["<b>", "<i>"], ["cell-2", "<b>"], ["cell-2", "cell-3", "<b>"]])
def test_cells_whose_names_are_no_names_get_others(ids: list[str]) -> None:
    whole = new_notebook(cells=[new_code_cell(str(number)) for number in range(len(ids))])
    for cell, name in zip(whole.cells, ids, strict=True):
        cell["id"] = name
    kept = nbformat.reads(read(json.dumps(whole).encode(), ROOT).data.decode(), as_version=4)
    nbformat.validate(kept)
    assert len({each.id for each in kept.cells}) == len(ids)


def test_a_table_stays() -> None:
    table = (
        '<table class="dataframe" border="1"><thead><tr style="text-align:right"><th>a</th></tr>'
        '</thead><tbody><tr><td colspan="2" style="color:rgb(1, 2, 3)">one = 1</td></tr></tbody>'
        "</table>"
    )
    data = {"text/html": f"<style scoped>td {{}}</style>{table}", "text/plain": "1"}
    assert left(shown(output_type="display_data", data=data)).data["text/html"] == table


@pytest.mark.parametrize("text", ["<div>" * 300_000, "&" * 900_000, "<b><p>" * 100_000])
def test_html_that_takes_long_to_read_is_dropped(text: str) -> None:
    data = {"text/html": text, "text/plain": "1"}
    assert left(shown(output_type="display_data", data=data)).data == {"text/plain": "1"}


def test_the_committed_notebooks_show_what_they_showed() -> None:
    """Pandas' own styles are dropped; no word, picture, or text about a picture is."""
    paths = sorted((Path(__file__).parents[2] / "status" / "reproductions").glob("*.ipynb"))
    assert paths
    for path in paths:
        before = nbformat.read(path, as_version=4)
        after = nbformat.reads(read(path.read_bytes(), ROOT).data.decode(), as_version=4)
        assert [each.source for each in after.cells] == [each.source for each in before.cells]
        for was, now in zip(_shown(before), _shown(after), strict=True):
            pictures = {kind for kind in was.data if kind.startswith("image/")}
            assert {kind: now.data[kind] for kind in pictures} == {
                kind: was.data[kind].strip() for kind in pictures
            }
            assert now.metadata == was.metadata
            assert _words(now.data.get("text/html", "")) == _words(was.data.get("text/html", ""))


def _shown(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    outputs = (each for cell in notebook.cells for each in cell.get("outputs", ()))
    return [each for each in outputs if "data" in each]


def _words(text: str) -> list[str]:
    """Return what a page shows of HTML, without its tags."""
    shown_ = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<style.*?</style>", " ", text))
    return html.unescape(shown_).split()


def test_an_error_names_no_folder_of_this_machine() -> None:
    lines = [
        f"\x1b[32m{ROOT}/a.py\x1b[0m:1", f"File {sys.prefix}/lib/b.py", f"{Path.home()}/c.py",
        "/tmp/ipykernel_1/2.py /tmp.", f"{ROOT}s/d.py",  # noqa: S108
    ]  # fmt: skip
    read_ = shown(output_type="error", ename="OSError", evalue=f"no {ROOT}/a.py", traceback=lines)
    assert left(read_).traceback == [
        "\x1b[32m./a.py\x1b[0m:1", "File python/lib/b.py", "~/c.py",
        "(private folder)/ipykernel_1/2.py (private folder).", f"{ROOT}s/d.py",
    ]  # fmt: skip
    assert read_.failure == "cell ?: OSError: no ./a.py"


def test_a_stream_and_a_result_name_no_folder_of_this_machine() -> None:
    assert left(shown(output_type="stream", text=f"{ROOT}/a\n")).text == "./a\n"
    result = {"text/plain": f"PosixPath('{ROOT}/a')"}
    assert left(shown(output_type="display_data", data=result)).data == {
        "text/plain": "PosixPath('./a')"
    }


@pytest.mark.parametrize(
    "data", [b"\xff", b"[]", b"{}", b'{"nbformat": 4, "cells": [1]}', b"[" * 100_000]
)
def test_what_is_no_notebook_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotebookError, match="is no notebook"):
        read(data, ROOT)
