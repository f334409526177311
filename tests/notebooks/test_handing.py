"""A notebook of a run shows the page that it would show with the whole project at hand."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.errors import ConfigurationError, UsageError
from tracker.history import History
from tracker.model.instant import read_instant
from tracker.notebooks import look
from tracker.notebooks.handover import CASES_VARIABLE, lay_out, place
from tracker.project import Project
from tracker.registry import load
from tracker.verdicts.cases import Judgements


def lay(root: Path, folder: Path, as_of: str = "") -> list[str]:
    project = Project(root=root)
    history, instant = History([project.history]), read_instant(as_of)
    judged = Judgements().of(
        load(project.registry).papers,
        history.book(as_of=instant),
        instant,
        history.reproductions(as_of=instant),
    )
    cases = [each.case for each in judged]
    lay_out(cases, folder)
    return [case.paper.id for case in cases]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> Path:
    """Return a project without runs of its own, in which this process stands."""
    folder = tmp_path / "project"
    for name in ("registry.yaml", "notebooks", "history"):
        source = pytestconfig.rootpath / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        folder.mkdir(exist_ok=True)
        copy(source, folder / name)  # type: ignore[operator]
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("as_of", ["", "2025-06-01"])
def test_every_page_is_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_of: str
) -> None:
    papers = lay(root, tmp_path, as_of)
    whole = [look(paper, as_of=as_of, offline=True) for paper in papers]
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv(CASES_VARIABLE, str(tmp_path))
    assert [look(paper, as_of=as_of, offline=True) for paper in papers] == whole
    assert look(papers[0].removeprefix("arxiv:"), as_of=as_of) == whole[0]


def test_what_is_not_handed_over_is_looked_up(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = lay(root, tmp_path)
    monkeypatch.setenv(CASES_VARIABLE, str(tmp_path))
    then = look(papers[0], as_of="2025-01-01")
    assert then.verdicts.as_of == read_instant("2025-01-01")
    whole = look(papers[1], offline=True)
    place(tmp_path, papers[1]).write_bytes(b"damaged")
    assert look(papers[1], offline=True) == whole
    place(tmp_path, papers[1]).unlink()
    assert look(papers[1], offline=True) == whole
    with pytest.raises(UsageError, match="no paper"):
        look("2503.99999", offline=True)
    with pytest.raises(UsageError, match="no paper"):
        look("../2503.14476", offline=True)


def test_one_paper_is_not_taken_for_another(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = lay(root, tmp_path)
    place(tmp_path, second).write_bytes(place(tmp_path, first).read_bytes())
    monkeypatch.setenv(CASES_VARIABLE, str(tmp_path))
    assert look(second, offline=True).verdicts.paper.id == second
    monkeypatch.chdir(tmp_path.parents[1])
    with pytest.raises(ConfigurationError):
        look(second, offline=True)


READY = """
import sys, threading
import tracker.notebooks.preload
assert threading.active_count() == 1, "a process with threads cannot be forked"
before = set(sys.modules)
from tracker.notebooks import look
for paper in sys.argv[1:]:
    look(paper)
print(sorted(set(sys.modules) - before))
"""


def test_what_a_kernel_is_forked_with_is_all_that_its_notebook_needs(
    root: Path, tmp_path: Path
) -> None:
    papers = lay(root, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", READY, *papers],
        env={**os.environ, CASES_VARIABLE: str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
