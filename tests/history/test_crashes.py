"""Two runs at once, and a run killed at any moment, lose nothing that was acknowledged."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import threading
import time
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
from tracker.history import start
from tracker.model.evidence import Facts, Observation, Reach, Tree

folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
noon = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
tree = Tree(files=1, suffixes={".py": 1}, paths=tuple(f"src/{n}.py" for n in range(400)))
with start(folder, purpose="test", agent="t", now=noon, continues=sys.argv[4] or None) as writer:
    print(writer.run, flush=True)
    for number in range(count):
        writer.append(
            Observation(
                subject=f"https://example.org/{name}/{number}", reach=Reach.VISIBLE, via="git",
                agent="t", observed_at=noon, facts=Facts(tree=tree),
            )
        )
        print(number, flush=True)
"""


def spawn(folder: Path, name: str, count: int, continues: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count), continues],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def subject(name: str, number: int) -> str:
    return f"https://example.org/{name}/{number}"


def test_a_run_killed_at_any_moment_keeps_every_line_it_acknowledged(tmp_path: Path) -> None:
    moments = random.Random(20261122)  # noqa: S311 - no secret
    for attempt in range(20):
        folder = tmp_path / str(attempt)
        with spawn(folder, "a", 10**6) as process:
            assert process.stdout is not None
            run = process.stdout.readline().strip()
            time.sleep(moments.uniform(0, 0.03))
            process.send_signal(signal.SIGKILL)
            acknowledged = [line for line in process.stdout if line.endswith("\n")]
        history = History([folder])
        kept = [record.subject for record in history.records() if isinstance(record, Observation)]
        assert kept[: len(acknowledged)] == [subject("a", int(line)) for line in acknowledged]
        assert len(kept) <= len(acknowledged) + 1
        assert len(kept) == len(set(kept))
        assert len(history.problems) <= 1
        assert all("torn" in problem.what for problem in history.problems)
        assert [(found.run, found.ended) for found in history.runs()] == [(run, None)]


def test_a_killed_run_is_resumed_in_a_new_file_that_names_it(tmp_path: Path) -> None:
    with spawn(tmp_path, "a", 10**6) as process:
        assert process.stdout is not None
        first = process.stdout.readline().strip()
        while process.stdout.readline().strip() != "3":
            pass
        process.send_signal(signal.SIGKILL)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with spawn(tmp_path, "b", 2, first) as process:
        assert process.stdout is not None
        second = process.stdout.read().split()[0]
    assert process.returncode == 0
    history = History([tmp_path])
    assert history.find_run(second).continues == first
    assert {subject("a", 3), subject("b", 1)} <= history.observed_in(second)
    assert subject("b", 1) not in history.observed_in(first)
    assert all(path.read_bytes() == content for path, content in before.items())


def test_two_processes_at_once_write_two_files_and_lose_nothing(tmp_path: Path) -> None:
    writers = [spawn(tmp_path, name, 40) for name in "ab"]
    for writer in writers:
        writer.communicate(timeout=600)
        assert writer.returncode == 0
    history = History([tmp_path])
    assert len(history.runs()) == 2
    assert history.problems == ()
    assert set(history.book()) == {subject(name, n) for name in "ab" for n in range(40)}


@pytest.mark.parametrize("shared", [True, False], ids=["one run", "a run each"])
def test_threads_that_write_at_once_lose_nothing(tmp_path: Path, *, shared: bool) -> None:
    runs = [start(tmp_path, purpose="p", agent="t", now=NOON) for _ in range(1 if shared else 4)]
    gate = threading.Barrier(4)

    def work(name: int) -> None:
        gate.wait()
        for number in range(25):
            runs[name % len(runs)].append(
                Observation(
                    subject=subject(str(name), number),
                    reach=Reach.VISIBLE,
                    via="git",
                    agent="t" * 5000,
                    observed_at=NOON,
                )
            )

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for run in runs:
        run.close()
    history = History([tmp_path])
    assert history.problems == ()
    assert len(history.runs()) == len(runs)
    assert set(history.book()) == {subject(str(name), n) for name in range(4) for n in range(25)}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_ends_the_run_instead_of_gluing_lines_together(tmp_path: Path) -> None:
    writer = start(tmp_path, purpose="p", agent="t", now=NOON)
    assert writer._handle is not None
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, writer._handle)
    os.close(full)
    seen = Observation(subject=subject("a", 0), reach=Reach.VISIBLE, via="git", agent="t")
    with pytest.raises(HistoryError, match="cannot be written"):
        writer.append(seen)
    with pytest.raises(HistoryError, match="closed"):
        writer.append(seen)
    assert History([tmp_path]).problems == ()
