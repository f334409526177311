"""The project folder."""

from pathlib import Path

import pytest

from tracker.errors import ConfigurationError
from tracker.project import Project


def test_it_is_found_from_any_folder_below(tmp_path: Path) -> None:
    (tmp_path / "registry.yaml").write_text("papers: []\n")
    below = tmp_path / "notebooks" / "reproductions"
    below.mkdir(parents=True)
    assert Project.find(below) == Project(root=tmp_path.resolve())


def test_the_nearest_registry_wins(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    for folder in (tmp_path, inner):
        (folder / "registry.yaml").write_text("papers: []\n")
    assert Project.find(inner).root == inner.resolve()


def test_the_working_folder_is_where_the_search_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "registry.yaml").write_text("papers: []\n")
    monkeypatch.chdir(tmp_path)
    assert Project.find().registry == tmp_path.resolve() / "registry.yaml"


def test_no_registry_anywhere_is_said_with_advice(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no registry\.yaml") as caught:
        Project.find(tmp_path)
    assert caught.value.advice


def test_history_is_the_committed_one_and_that_of_local_runs(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    assert project.history_folders() == (tmp_path / "history", tmp_path / "runs" / "history")
