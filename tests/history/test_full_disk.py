"""A disk that is full leaves no file without a header and no torn line, and says what to do."""

import datetime as dt
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.errors import HistoryError
from tracker.history import History, start
from tracker.model.evidence import Observation, Reach

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[2]

WRITER = """
import datetime as dt, sys
from pathlib import Path
from tracker.errors import HistoryError
from tracker.history import start
from tracker.model.evidence import Observation, Reach

noon = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
try:
    with start(Path(sys.argv[1]), purpose="test", agent="t", now=noon) as writer:
        for number in range(50):
            writer.append(
                Observation(
                    subject=f"https://example.org/{number}", reach=Reach.VISIBLE, via="git",
                    agent="t", observed_at=noon, note="x" * 100,
                )
            )
            print(number, flush=True)
except HistoryError as error:
    print(error.message, "|", error.advice, file=sys.stderr)
    sys.exit(7)
"""


def _limited(size: int) -> Callable[[], None]:
    """Return what lets no file of this process grow beyond `size`: the system refuses the rest."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _write(folder: Path, size: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", "-c", WRITER, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=_limited(size),
    )  # fmt: skip


@pytest.mark.parametrize("size", [0, 1, 50])
def test_a_file_whose_header_does_not_fit_is_not_left_behind(tmp_path: Path, size: int) -> None:
    done = _write(tmp_path, size)
    assert done.returncode == 7, done.stderr
    assert "cannot create a history file" in done.stderr
    assert list(tmp_path.iterdir()) == []
    with start(tmp_path, purpose="again", agent="t", now=NOON):
        pass
    history = History([tmp_path])
    assert (len(history.runs()), history.problems) == (1, ())


@pytest.mark.parametrize("size", [1_000, 1_001, 3_333])
def test_what_was_acknowledged_is_kept_and_nothing_is_torn(tmp_path: Path, size: int) -> None:
    done = _write(tmp_path, size)
    assert done.returncode == 7, done.stderr
    assert "cannot be written" in done.stderr
    history = History([tmp_path])
    [run] = history.runs()
    assert f"tracker run --resume {run.run}" in done.stderr
    assert history.problems == ()
    acknowledged = done.stdout.split()
    assert acknowledged
    assert sorted(history.book()) == sorted(f"https://example.org/{each}" for each in acknowledged)


def test_empty_files_of_older_versions_are_said_once_and_deleted_by_the_next_run(
    tmp_path: Path,
) -> None:
    old, young, torn = (tmp_path / f"{name}.jsonl" for name in ("old", "young", "torn"))
    for path in (old, young):
        path.touch()
    torn.write_text('{"kind":')
    for path in (old, torn):
        os.utime(path, (0, 0))
    told = [problem for problem in History([tmp_path]).problems if problem.file == str(old)]
    assert ["nothing is lost" in problem.what for problem in told] == [True]
    with start(tmp_path, purpose="p", agent="t", now=dt.datetime.now(dt.UTC)) as writer:
        writer.append(
            Observation(subject="https://example.org/", reach=Reach.VISIBLE, via="git", agent="t")
        )
    assert not old.exists()
    assert young.exists(), "another run may just begin"
    assert torn.exists(), "whatever holds a byte is a person's to delete"


@pytest.mark.parametrize(
    ("folder", "next_"),
    [("runs/history", "the next run deletes it"), ("history", "delete it, and commit that")],
)
def test_who_deletes_an_empty_file_is_said_by_its_folder(
    tmp_path: Path, folder: str, next_: str
) -> None:
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "20260101T000000Z-abcdef.jsonl").touch()
    (told,) = History([tmp_path / folder]).problems
    assert told.what == f"is empty and has no header: nothing is lost, {next_}"


def test_a_file_appears_with_its_header(tmp_path: Path) -> None:
    """Who looks while a run begins sees no file, or one that can be read."""
    with start(tmp_path, purpose="p", agent="t", now=NOON, mark="abcdef") as writer:
        assert [path.name for path in tmp_path.iterdir()] == [writer.path.name]
        assert History([tmp_path]).problems == ()
    with pytest.raises(HistoryError, match="already holds"):
        start(tmp_path, purpose="p", agent="t", now=NOON, mark="abcdef")
    assert [path.name for path in tmp_path.iterdir()] == [writer.path.name]
