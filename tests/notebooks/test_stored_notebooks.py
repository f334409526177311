"""The notebooks as they are stored: thin, told in sentences, without outputs, and they run."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tracker.errors import UsageError
from tracker.notebooks import look
from tracker.notebooks.overview import overview

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPRODUCTIONS = sorted((ROOT / "notebooks" / "reproductions").glob("*/*.ipynb"))
NOWHERE = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"),
                        "http://127.0.0.1:1")  # fmt: skip
each_notebook = pytest.mark.parametrize(
    "path", [*NOTEBOOKS, *REPRODUCTIONS], ids=lambda path: f"{path.parent.name}/{path.name}"
)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@each_notebook
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@each_notebook
def test_a_sentence_stands_before_every_code_cell(path: Path) -> None:
    cells = read(path).cells
    for before, cell in zip([None, *cells], cells, strict=False):
        if cell.cell_type == "code":
            assert before is not None
            assert before.cell_type == "markdown"
            assert before.source.rstrip(' \n"”').endswith((".", "?", ":"))


@pytest.mark.parametrize("path", REPRODUCTIONS, ids=lambda path: path.name)
def test_the_file_of_a_reproduction_is_called_as_its_title_begins(path: Path) -> None:
    """JupyterLab shows names of files, and no titles, in its file browser and on its tabs."""
    title = read(path).cells[0].source.splitlines()[0].removeprefix("# ").partition(":")[0]
    name = title.replace(" ", "-").replace("φ", "phi")  # a name of a file can be typed
    assert path.name == f"{name}.ipynb", f"rename it: git mv {path}"


@each_notebook
def test_a_notebook_is_thin(path: Path) -> None:
    """A cell calls the library and shows what it gives; one cell holds the parameters.

    That of a reproduction makes all tries, so that the verdicts come before what was measured.
    """
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert sum("parameters" in cell.metadata.get("tags", ()) for cell in code) == 1
    for cell in code:
        steps = ast.parse(cell.source).body
        assert len([step for step in steps if not _tries(step)]) <= 3


def _tries(step: ast.stmt) -> bool:
    asks = isinstance(step, ast.Assign | ast.Expr)
    return asks and ast.unparse(step.value).startswith("study.")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_all_code_but_the_parameters_is_folded(path: Path) -> None:
    """A reader of answers need not scroll past it; one click unfolds it."""
    for cell in read(path).cells:
        if cell.cell_type == "code":
            folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
            assert folded is ("parameters" not in cell.metadata.get("tags", ())), cell.source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("notebooks", "history"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "registry.yaml", tmp_path)
    return tmp_path


def papermill(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a notebook by hand; once more where another process took the port of its kernel.

    Jupyter chooses the ports of a kernel before the kernel binds them.
    """
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-m", "papermill", *words, "--no-progress-bar", "-k", "python3"],
            cwd=folder,
            env={**os.environ, **NOWHERE, "PYTHONPATH": str(ROOT), "JUPYTER_PREFER_ENV_PATH": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if "Address already in use" not in done.stderr:
            break
    return done


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs_by_hand_without_network(path: Path, folder: Path) -> None:
    done = papermill(f"notebooks/{path.name}", "out.ipynb", "-p", "offline", "True", folder=folder)
    assert done.returncode == 0, done.stderr
    outputs = [out for cell in read(folder / "out.ipynb").cells for out in cell.get("outputs", ())]
    assert outputs
    assert not any(out.output_type == "error" for out in outputs)
    assert not any(out.get("name") == "stderr" for out in outputs)
    if path.name == "status.ipynb":
        pictures = [out for out in outputs if "image/png" in out.get("data", {})]
        assert len(pictures) == 5
        assert "<table" in outputs[-1].data["text/html"], "the table comes last"
        assert all(picture.metadata["image/png"]["alt"] for picture in pictures)
        pages = json.dumps([out.data.get("text/html", "") for out in outputs if "data" in out])
        assert "Being-0" in pages
        assert "cdn." not in pages.casefold().replace("cdn.datatables.net/plug-ins", "")


def test_an_id_that_papermill_made_a_number_of_is_refused_in_a_sentence(folder: Path) -> None:
    """No traceback of ours: what is wrong, and what to type. A number has lost the last digit."""
    words = ("notebooks/check_paper.ipynb", "out.ipynb", "-p", "paper_id", "2503.14470")
    done = papermill(*words, folder=folder)
    assert done.returncode != 0
    assert "-r paper_id 2503.14476" in done.stderr.splitlines()[-2]
    (error,) = (
        out
        for cell in read(folder / "out.ipynb").cells
        for out in cell.get("outputs", ())
        if out.output_type == "error"
    )
    assert error.traceback == [f"UsageError: {error.evalue}", error.traceback[-1]]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"paper_id": 2503.14476}, "-r paper_id 2503.14476"),
        ({"paper_id": 2503}, "-r paper_id 2503.14476"),
        ({"as_of": 2025}, "-r as_of 2025-06-30"),
        ({"offline": "False"}, "-p offline True"),
    ],
)
def test_each_parameter_of_another_type_is_refused(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=r"papermill's -[pr] hands over") as caught:
        look(**{"paper_id": "2503.14476", **wrong})
    assert told in caught.value.advice
    if "paper_id" not in wrong:
        with pytest.raises(UsageError, match=r"papermill's -[pr] hands over"):
            overview(**wrong)
