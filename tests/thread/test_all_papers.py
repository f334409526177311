"""The notebook about all papers is part of the main job, and never in its way."""

import json

import nbformat
import pytest

from thread.conftest import Folder

ONE = """\
papers:
  - id: arxiv:2503.00001
    titles: {en: "A paper"}
    artifacts:
      - {role: code, url: "https://github.com/o/r", relation: official, seen_in: abstract}
"""


@pytest.fixture
def small(fresh: Folder) -> Folder:
    """Return a project with one paper."""
    (fresh.root / "registry.yaml").write_text(ONE)
    return fresh


def executed(folder: Folder) -> list[str]:
    return sorted(path.name for path in folder.root.glob("runs/2*/notebooks/*.ipynb"))


def test_a_run_over_all_papers_leaves_the_overview_beside_their_notebooks(small: Folder) -> None:
    done = small.run("run", "--offline")
    assert done.returncode == 0, done.stderr
    assert executed(small) == ["2503.00001.ipynb", "status.ipynb"]
    (path,) = small.root.glob("runs/2*/notebooks/status.ipynb")
    told = json.dumps(nbformat.read(path, as_version=4))
    assert "image/png" in told
    assert "A paper" in told


def test_a_run_over_some_papers_leaves_it_out(small: Folder) -> None:
    assert small.run("run", "--offline", "2503.00001").returncode == 0
    assert executed(small) == ["2503.00001.ipynb"]


def test_an_overview_that_breaks_stops_nothing_and_fails_the_run(small: Folder) -> None:
    path = small.root / "notebooks" / "status.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[3].source = "raise RuntimeError('broken')"
    nbformat.write(notebook, path)
    done = small.run("run", "--offline", "--json")
    assert done.returncode == 1
    assert [row["paper"] for row in json.loads(done.stdout)["papers"]] == ["arxiv:2503.00001"]
    assert "notebook of all papers broke: RuntimeError: broken" in done.stderr


def test_a_project_without_it_is_well(small: Folder) -> None:
    (small.root / "notebooks" / "status.ipynb").unlink()
    done = small.run("run", "--offline")
    assert done.returncode == 0
    assert "broke" not in done.stderr


def test_the_report_of_a_run_is_added_to_a_file(small: Folder) -> None:
    report = small.root / "summary.md"
    report.write_text("Before.\n")
    assert small.run("run", "--offline", "--summary", str(report), "2503.00001").returncode == 0
    text = report.read_text()
    assert text.startswith("Before.\n## What changed\n\n- Nothing.")
    assert "A paper" in text
    lost = small.run("run", "--offline", "--summary", "no/such/folder.md", "2503.00001")
    assert lost.returncode == 3
    assert "Name a file in a folder that exists" in lost.stderr
