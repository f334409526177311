"""What a week commits: nothing new where nobody looked, days alone where all was confirmed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import large
from tracker.jobs import publish
from tracker.project import Project
from tracker.registry import load

PAPERS = 3
INSTANT = re.compile(r"20\d\d-\d\d-\d\d(?:T[\d:.]+Z?)?(?: \d\d:\d\d)?")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a folder with made-up papers; three of its four weeks confirm the first."""
    large.make(tmp_path, PAPERS)
    (tmp_path / "README.md").write_text("# T\n<!-- status:begin -->\n<!-- status:end -->\n")
    return Project(root=tmp_path)


def committed(project: Project) -> Iterator[tuple[str, str]]:
    publish.renew(project, load(project.registry))
    for path in (project.root / "README.md", *sorted(project.status.rglob("*"))):
        if path.is_file():
            yield str(path.relative_to(project.root)), path.read_text()


def test_a_week_in_which_all_was_confirmed_changes_days_alone(project: Project) -> None:
    last = max(project.history.iterdir())
    aside = last.rename(project.root / last.name)
    before = dict(committed(project))
    aside.rename(last)
    after = dict(committed(project))
    assert before["status/STATUS.md"] != after["status/STATUS.md"]
    assert before.keys() == after.keys()
    for name, text in before.items():
        assert INSTANT.sub("", text) == INSTANT.sub("", after[name]), name


def test_tables_of_the_same_history_are_the_same_files(project: Project) -> None:
    """The clock is in none of them."""
    before = dict(committed(project))
    assert publish.renew(project, load(project.registry)) == []
    assert dict(committed(project)) == before
