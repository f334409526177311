"""Everybody who can execute a notebook, behind one call."""

# ruff: noqa: PLC0415  what is not measured is not imported

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

Runner = Callable[[Path, Path, Mapping[str, Any]], None]


def runner_of(name: str, inner: list[float], packages: Sequence[str] = ()) -> Runner:
    """Return what executes a notebook.

    Parameters
    ----------
    inner
        Gets the cells' own seconds, where known.
    packages
        What the notebook imports, for kernels that are forked with it.
    """
    if name == "limit":
        importlib.import_module("tracker.notebooks.preload")  # what a kernel is forked with
        return lambda source, _, parameters: inner.append(bare(source, parameters))
    if name == "client":
        import nbclient  # noqa: F401  not counted

        return _by_nbclient
    if name in {"command", "lab"}:
        return _by_command
    import papermill
    from papermill.engines import papermill_engines

    from tracker.engine import WarmEngine

    papermill_engines.register("warm", WarmEngine)

    def run(source: Path, target: Path, parameters: Mapping[str, Any]) -> None:
        preload = ("tracker.notebooks.preload", *packages)
        extra = {"preload": preload} if name == "warm" else {}
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters=dict(parameters) or None,
            kernel_name="python3",
            engine_name=name,
            progress_bar=False,
            resources={"metadata": {"path": str(ROOT)}},
            **extra,
        )

    return run


def _by_nbclient(source: Path, target: Path, parameters: Mapping[str, Any]) -> None:
    import nbclient
    import nbformat

    notebook = nbformat.read(source, as_version=4)
    if parameters:
        notebook.cells.insert(2, nbformat.v4.new_code_cell(_assignments(parameters)))
    resources = {"metadata": {"path": str(ROOT)}}
    nbclient.NotebookClient(notebook, kernel_name="python3", resources=resources).execute()
    nbformat.write(notebook, target)


def _by_command(source: Path, target: Path, parameters: Mapping[str, Any]) -> None:
    told = [word for name, value in parameters.items() for word in ("-p", name, str(value))]
    subprocess.run(
        [sys.executable, "-m", "papermill", str(source), str(target), "--cwd", str(ROOT),
         "--no-progress-bar", *told],
        check=True, capture_output=True,
    )  # fmt: skip


def _assignments(parameters: Mapping[str, Any]) -> str:
    return "\n".join(f"{name} = {value!r}" for name, value in parameters.items())


def bare(source: Path, parameters: Mapping[str, Any]) -> float:
    """Fork and execute the cells, with nothing shown or kept: no kernel can be faster."""
    cells = [
        "".join(each["source"])
        for each in json.loads(source.read_text())["cells"]
        if each["cell_type"] == "code"
    ]
    if cells:
        cells.insert(1, _assignments(parameters))
    hear, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.chdir(ROOT)
        began = time.perf_counter()
        names: dict[str, Any] = {}
        for cell in cells:
            exec(compile(cell, "cell", "exec"), names)  # noqa: S102  our own notebook
        os.write(tell, str(time.perf_counter() - began).encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(hear) as said:
        seconds = float(said.read())
    os.waitpid(pid, 0)
    return seconds
