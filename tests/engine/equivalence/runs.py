"""Run a notebook made of a few cells under an engine, and compare what it came to."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import papermill
from nbformat import NotebookNode

_CHANGING = {"start_time", "end_time", "duration", "input_path", "output_path"}
_PROCESS = re.compile(r"ipykernel_\d+|pid=\d+")
"""Names of processes: in tracebacks, and in what Python warns of, such as a fork beside threads."""


class Ran(NamedTuple):
    notebook: NotebookNode
    """As saved."""
    raised: str
    """Name and first line of what papermill raised; "" for nothing."""


def notebook(cells: Sequence[Any], tags: Mapping[int, str] | None = None) -> NotebookNode:
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(each[0])
            if isinstance(each, tuple)
            else nbformat.v4.new_code_cell(each)
            for each in cells
        ]
    )
    for number, tag in (tags or {}).items():
        made.cells[number].metadata.tags = [tag]
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def run(made: NotebookNode, folder: Path, engine: str, **options: Any) -> Ran:
    """Run it in `folder`, which is also where the kernel works."""
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, folder / "in.ipynb")
    raised = ""
    try:
        papermill.execute_notebook(
            str(folder / "in.ipynb"),
            str(folder / "out.ipynb"),
            engine_name=engine,
            progress_bar=False,
            resources={"metadata": {"path": str(folder)}},
            **options,
        )
    except Exception as error:  # noqa: BLE001  whatever it is, both engines must raise it
        raised = f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"
    return Ran(nbformat.read(folder / "out.ipynb", as_version=4), raised)


def essence(ran: Ran) -> Any:
    """Return what must be equal: all but times, ids, paths, and where a stream was cut."""
    return {
        "raised": ran.raised,
        "metadata": _still(ran.notebook.metadata),
        "cells": [
            {
                "type": cell.cell_type,
                "source": cell.source,
                "count": cell.get("execution_count"),
                "metadata": _still(cell.metadata),
                "outputs": _whole(cell.get("outputs", ())),
            }
            for cell in ran.notebook.cells
        ],
    }


def statuses(ran: Ran) -> list[str]:
    return [
        cell.metadata.papermill.status
        for cell in ran.notebook.cells
        if "papermill" in cell.metadata and cell.metadata.papermill
    ]


def without_statuses(plain: Any) -> Any:
    for cell in plain["cells"]:
        for name in ("status", "exception"):
            cell["metadata"].get("papermill", {}).pop(name, None)
    plain["metadata"]["papermill"].pop("exception", None)
    return plain


def _still(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _still(value) if isinstance(value, dict) else value
        for name, value in metadata.items()
        if name not in _CHANGING and not name.startswith(("iopub.", "shell."))
    }


def _whole(outputs: Sequence[Any]) -> list[Any]:
    """Join what was written to one stream, and name no process."""
    whole: list[Any] = []
    texts: dict[str, dict[str, Any]] = {}
    for each in outputs:
        output = dict(each)
        if output["output_type"] == "stream" and output["name"] in texts:
            texts[output["name"]]["text"] += output["text"]
            continue
        if output["output_type"] == "stream":
            texts[output["name"]] = output
        if output["output_type"] == "error":
            output["traceback"] = [_PROCESS.sub("process", line) for line in output["traceback"]]
        whole.append(output)
    for stream in texts.values():
        stream["text"] = _PROCESS.sub("process", stream["text"])
    streams = sorted(texts.values(), key=lambda each: str(each["name"]))
    return [each for each in whole if each["output_type"] != "stream"] + streams
