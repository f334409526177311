"""What came out of the sandbox is kept as a notebook that anybody may open."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tracker.errors import NotebookError
from tracker.reproduce.executed import Executed, read

ROOT = Path("/srv/project")
ACTIVE = [
    "<p>1<script>alert(1)</script>", "<img src=x OnError=alert(1)>", "<svg/onload=alert(1)>",
    "<img title='>'onclick=alert(1)>", "<a href=' javascript:alert(1)'>1</a>",
    "<iframe srcdoc='&lt;script>'></iframe>",
]  # fmt: skip


def shown(**output: object) -> Executed:
    """Read a notebook of one cell with one output."""
    cell = new_code_cell(outputs=[new_output(**output)])
    return read(nbformat.writes(new_notebook(cells=[cell])).encode(), ROOT)


def left(of: Executed) -> nbformat.NotebookNode:
    return nbformat.reads(of.data.decode(), as_version=4).cells[0].outputs[0]


def test_half_a_character_becomes_a_question_mark() -> None:
    cell = new_code_cell("'HALF'")
    text = nbformat.writes(new_notebook(cells=[cell])).replace("HALF", "\\ud800")
    assert json.loads(text)["cells"][0]["source"] == ["'\ud800'"]
    assert b"'?'" in read(text.encode(), ROOT).data


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml"])
@pytest.mark.parametrize("active", ACTIVE)
def test_what_a_browser_would_execute_is_dropped(kind: str, active: str) -> None:
    data = {kind: active, "text/plain": "plain"}
    assert left(shown(output_type="display_data", data=data)).data == {"text/plain": "plain"}


def test_a_table_stays() -> None:
    table = {
        "text/html": "<style scoped>td {}</style><table><td>one = 1</table>",
        "text/plain": "1",
    }
    assert left(shown(output_type="display_data", data=table)).data == table


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
