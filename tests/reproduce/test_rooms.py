"""The code of a room is a run's own: what lies in other rooms changes neither run nor verdict."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reproduce.small_project import NOTEBOOK, ROOM, check, measures, notebook, project, tried, words
from tracker.history import History
from tracker.model.paper import ROOMS
from tracker.project import Project
from tracker.registry import load
from tracker.reproduce import imports, rooms
from tracker.reproduce.helpers import measuring
from tracker.verdicts.check import judge_checks

CODE = "from .parts import SHARE\n\n\ndef run():\n    return SHARE\n"
MEASURED = "from tracker.reproduce.helpers.measuring import measure\n"
HELPERS = Path(measuring.__file__).parent


def room(root: Path, **files: str) -> Path:
    """Write the files of a room, ``__`` standing for a slash."""
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def digest(at: Path) -> str:
    return rooms.digest(at, at / "reproduction.ipynb")


@pytest.mark.parametrize(
    "name", ["experiment.py", "experiment/parts.py", "experiment/table.toml", "new.py"]
)
def test_the_digest_is_of_every_file_that_an_experiment_may_read(tmp_path: Path, name: str) -> None:
    at = room(tmp_path / "r", experiment=CODE, experiment__parts="SHARE = 1")
    (at / "experiment/table.toml").write_text("a = 1\n")
    before = digest(at)
    with (at / name).open("a") as file:
        file.write("# a comment\n")
    assert digest(at) != before


@pytest.mark.parametrize(
    "name",
    [
        "claims.yaml",
        "test_experiment.py",
        "other.ipynb",
        "__pycache__/a.pyc",
        ".hidden/a",
    ],
)
def test_claims_tests_and_notebooks_are_no_code(tmp_path: Path, name: str) -> None:
    """Claims and notebooks have digests of their own; tests measure nothing."""
    at = room(tmp_path / "r", experiment=CODE)
    before = digest(at)
    (at / name).parent.mkdir(exist_ok=True)
    (at / name).write_text("anything\n")
    assert digest(at) == before


@given(st.sampled_from(["experiment", "experiment/parts"]), st.text(max_size=20))
def test_what_happens_in_one_room_changes_no_digest_of_another(name: str, text: str) -> None:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        mine = room(Path(folder) / "a", experiment=CODE)
        theirs = room(Path(folder) / "b", experiment=CODE)
        before, other = digest(mine), digest(theirs)
        room(theirs, **{name.replace("/", "__"): f"{CODE}# {text!r}\n"})
        assert digest(mine) == before
        assert digest(theirs) != other


def test_a_helper_counts_where_it_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "helpers"
    copy.mkdir()
    for path in HELPERS.glob("*.py"):
        (copy / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(rooms.helpers, "__file__", str(copy / "__init__.py"))
    uses = room(tmp_path / "uses", experiment=MEASURED)
    named = room(tmp_path / "named", experiment="from tracker.reproduce.helpers import measuring\n")
    does_not = room(tmp_path / "not", experiment=CODE)
    before = list(map(digest, (uses, named, does_not)))
    (copy / "measuring.py").write_text("changed\n")
    after = list(map(digest, (uses, named, does_not)))
    assert [one != other for one, other in zip(before, after, strict=True)] == [True, True, False]
    (copy / "results.py").write_text("changed\n")
    assert list(map(digest, (uses, named, does_not))) == after


def test_a_helper_that_the_notebook_imports_counts_too(tmp_path: Path) -> None:
    project(tmp_path, check("one"))
    notebook(tmp_path, "1 + 1")
    before = digest(tmp_path / ROOM)
    notebook(tmp_path, MEASURED)
    assert digest(tmp_path / ROOM) != before


def two(root: Path) -> tuple[Project, str]:
    """Return a project of two papers with experiments in their rooms, and the second room."""
    there = project(root, check("one"))
    other = ROOM.replace("00001", "00002")
    head = (root / "registry.yaml").read_text()
    (root / "registry.yaml").write_text(
        head + head.replace("papers:\n", "").replace("00001", "00002")
    )
    claims = (root / ROOM / "claims.yaml").read_text()
    (root / other).mkdir()
    (root / other / "claims.yaml").write_text(
        claims.replace("00001", "00002").replace("id: better", "id: other")
    )
    for at in (ROOM, other):
        room(root / at, experiment="from .parts import SHARE\n", parts="SHARE = 0.75\n")
    return there, other


def test_a_comment_in_one_room_changes_no_verdict_of_another(tmp_path: Path) -> None:
    """The whole run of the paper decides after a quick one, as if nobody had touched the other."""
    there, other = two(tmp_path)
    for path in (NOTEBOOK, NOTEBOOK.replace("00001", "00002")):
        notebook(tmp_path, measures("one"), path=path)
    text = (tmp_path / NOTEBOOK.replace("00001", "00002")).read_text()
    (tmp_path / NOTEBOOK.replace("00001", "00002")).write_text(
        text.replace("2501.00001", "2501.00002")
    )
    first = tried(there)
    assert [trial.run.outcome.value for trial in first.trials] == ["completed", "completed"]
    (tmp_path / other / "experiment.py").write_text("# a comment\nfrom .parts import SHARE\n")
    second = tried(there, quick=True)
    codes = [[trial.run.code for trial in each.trials] for each in (first, second)]
    assert codes[0][0] == codes[1][0]
    assert codes[0][1] != codes[1][1]
    one, two_ = load(there.registry).papers
    kept = History(there.history_folders()).reproductions()
    (mine,) = judge_checks(one.claims[0], kept[one.id])
    (theirs,) = judge_checks(two_.claims[0], kept[two_.id])
    assert "quick run" not in mine.verdict.reason
    assert "quick run" in theirs.verdict.reason


def test_a_run_loads_its_experiment_from_the_room_and_sees_its_code_alone(tmp_path: Path) -> None:
    there = project(tmp_path, check("one"))
    at = room(
        tmp_path / ROOM,
        experiment__whole=(
            "from types import SimpleNamespace\n"
            "from pathlib import Path\n"
            "from tracker.reproduce.helpers.measuring import Measurement\n"
            "from .parts import SHARE\n"
            "def run():\n"
            "    here = Path(__file__).parents[1]\n"
            "    seen = sorted(p.name for p in here.rglob('*') if p.is_file())\n"
            "    assert seen == ['parts.py', 'share.txt', 'whole.py'], seen\n"
            "    found = (Measurement(name='one share', value=SHARE),\n"
            "             Measurement(name='one share without it', value=0.25))\n"
            "    return SimpleNamespace(measurements=found)\n"
        ),
        experiment__parts=(
            "from pathlib import Path\n"
            "SHARE = float(Path(__file__).with_name('share.txt').read_text())\n"
        ),
        test_experiment="raise SystemExit\n",
    )
    (at / "experiment/share.txt").write_text("0.75")
    notebook(tmp_path, "study.attempt('one', 'experiment.whole:run')")
    result = tried(there)
    assert words(result) == {"one": "mechanism holds"}, result.trials[0].run.detail


def test_a_run_from_before_its_notebook_was_moved_still_counts_and_can_be_made_again(
    tmp_path: Path,
) -> None:
    old = f"{ROOMS}/2501.00001.ipynb"
    there = project(tmp_path, check("one"))
    registry, claims = there.registry, tmp_path / ROOM / "claims.yaml"
    text = claims.read_text()
    below = "".join(f"    {line}\n" for line in text.splitlines()[1:])
    alone = registry.read_text()
    registry.write_text(alone + below.replace("tier:", f"notebook: {old}\n            tier:"))
    claims.unlink()
    notebook(tmp_path, measures("one"), path=old)
    first = tried(there)
    assert words(first) == {"one": "mechanism holds"}
    (tmp_path / old).rename(tmp_path / NOTEBOOK)
    registry.write_text(alone)
    claims.write_text(text)
    (paper,) = load(registry).papers
    (judged,) = judge_checks(paper.claims[0], [each.run for each in first.trials])
    assert judged.words == "mechanism holds"
    assert "changed" not in judged.verdict.reason
    (again,) = tried(there, verify=first.run).verifications
    assert (again.after.notebook, again.differs, again.changed) == (NOTEBOOK, False, ())


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import time", "gives other results each time"),
        ("from urllib.request import urlopen", "asks the network"),
        ("import torch", "is required by no check"),
        ("from tracker.reproduce.study import begin", "is a part of the tracker"),
        ("from tracker.reproduce import study", "is a part of the tracker"),
        ("from ..other import run", "leads out of the room"),
        ("def (", "is no Python"),
    ],
)
def test_what_an_experiment_may_not_import_is_told_with_its_line(
    tmp_path: Path, code: str, problem: str
) -> None:
    there = project(tmp_path, check("one", "requires: [docling-core]"))
    fine = "import json\nimport docling_core.types\nfrom . import parts\n" + MEASURED
    at = room(tmp_path / ROOM, parts=fine, experiment__deep="from ..parts import json\n")
    assert imports.lint(there.registry) == ()
    room(at, experiment=f"{fine}{code}\n")
    (complaint,) = imports.lint(there.registry)
    assert (complaint.file, complaint.line) == (str(at / "experiment.py"), 5)
    assert problem in complaint.problem
    assert complaint.remedy


def test_lint_tells_of_a_room_s_code_and_exits_as_for_any_fault(tmp_path: Path) -> None:
    project(tmp_path, check("one"))
    room(tmp_path / ROOM, experiment="import socket\n")
    done = subprocess.run(
        [sys.executable, "-m", "tracker.cli", "lint"],
        cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "experiment.py:1" in done.stdout.replace("\n", "")
