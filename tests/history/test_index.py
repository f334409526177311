"""The index of a history changes no answer, and only what is new is read."""

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.history import History, start
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.run import Confirmed, Record, RunEnded, View

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[2]
MOMENTS = (EPOCH, NOON - HOUR, NOON, NOON + HOUR, NOON + 9 * HOUR)


def look(number: int, at: dt.datetime | None = NOON, **more: object) -> Observation:
    return Observation(
        subject=f"https://example.org/{number % 3}", reach=Reach.VISIBLE, via="git", agent="t",
        observed_at=at, facts=Facts(branch=str(number)), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def write(folder: Path, *records: Record, ended: bool = True, continues: str | None = None) -> Path:
    with start(folder, purpose="p", agent="t", now=NOON, continues=continues) as writer:
        for record in records:
            writer.append(record)
        if ended:
            writer.append(RunEnded(run=writer.run, ended_at=NOON, looked=1, unreached=0))
    return writer.path


def answers(history: History) -> dict[str, object]:
    """Return every answer that a history can give."""
    runs = history.runs()
    return {
        "runs": runs,
        "problems": history.problems,
        "records": list(history.records()),
        "by run": [list(history.records(run.run)) for run in runs],
        "observed": [history.observed_in(run.run) for run in runs],
        "views": history.views(),
        "last views": {key: view.shown_at for key, view in history.last_views().items()},
        "latest": history.book(),
        "newest": history.newest(),
        "tried": history.reproductions(),
        "as of": [(history.book(at), history.newest(at)) for at in MOMENTS],
    }


def assert_the_same(folders: list[Path], index: Path) -> None:
    plain = answers(History(folders))
    assert answers(History(folders, index)) == plain
    assert answers(History(folders, index)) == plain, "read from the index"


NUMBERS = st.integers(0, 5)
TIMES = st.sampled_from((*MOMENTS, None))
LOOKS = st.builds(look, NUMBERS, TIMES, not_before=TIMES, note=st.sampled_from((None, "n")))
CONFIRMED = st.builds(
    lambda number, at: Confirmed(
        of=look(number).id, subject="s", started_at=NOON, observed_at=at or NOON
    ),
    NUMBERS,
    TIMES,
)
VIEWS = st.builds(
    lambda number, at: View(
        paper=f"p{number % 2}", question=str(number), answers=("a",), reason="r", rule="u",
        shown_at=at or NOON,
    ),
    NUMBERS,
    TIMES,
)  # fmt: skip
DEEDS = st.one_of(
    st.tuples(
        st.just("write"),
        st.integers(0, 1),
        st.lists(LOOKS | CONFIRMED | VIEWS, max_size=4),
        st.booleans(),
    ),
    st.tuples(st.just("delete"), NUMBERS),
    st.tuples(st.just("move"), NUMBERS),
    st.tuples(st.just("append"), NUMBERS, st.sampled_from((b"torn", b"noise\n", b"\n"))),
    st.tuples(st.just("swap"), NUMBERS),
    st.tuples(st.just("damage"), st.integers(0, 10**4)),
    st.tuples(st.just("age"), NUMBERS),
)


@settings(max_examples=50)
@given(deeds=st.lists(DEEDS, min_size=1, max_size=8))
def test_whatever_happens_to_the_files_every_answer_is_that_of_the_files(
    deeds: list[tuple[object, ...]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / "a", Path(name) / "b"]
        index = Path(name) / "index"
        for kind, *told in deeds:
            do(str(kind), told, folders, index)
            assert_the_same(folders, index)


def do(kind: str, told: list[object], folders: list[Path], index: Path) -> None:
    """Write a run, or do to a file of the history, or of the index, what may happen to it."""
    if kind == "write":
        which, records, ended = told
        write(folders[which], *records, ended=ended)  # type: ignore[call-overload, misc]
        return
    places = [index] if kind == "damage" else folders
    files = [each for place in places if place.exists() for each in sorted(place.iterdir())]
    if not files:
        return
    number: int = told[0]  # type: ignore[assignment]
    path = files[number % len(files)]
    content, changed = path.read_bytes(), path.stat().st_mtime_ns
    if kind == "delete":
        path.unlink()
    elif kind == "move":
        other = folders[path.parent == folders[0]]
        other.mkdir(exist_ok=True)
        path.rename(other / path.name)
    elif kind == "append":
        path.write_bytes(content + told[1])  # type: ignore[operator]
    elif kind == "swap":  # as long as before, and with the time of before
        path.write_bytes(content.replace(b"example.org", b"example.com").replace(b"p0", b"p9"))
        os.utime(path, ns=(changed, changed))
    elif kind == "damage":
        place = number % (len(content) + 1)
        path.write_bytes(content[:place] + bytes(b ^ 1 for b in content[place : place + 1]))
    else:
        os.utime(path, ns=(changed - 10**14, changed - 10**14))


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="the system does not count reads")
def test_a_finished_file_is_read_once(tmp_path: Path) -> None:
    """Old enough, it counts as unchanged while size and times are what they were."""
    seen = look(1)
    again = Confirmed(of=seen.id, subject=seen.subject, started_at=NOON, observed_at=NOON)
    size = write(tmp_path / "h", seen, *[again] * 500).stat().st_size

    def read() -> int:
        before = int(Path("/proc/self/io").read_text().split()[1])
        History([tmp_path / "h"], tmp_path / "index").book()
        return int(Path("/proc/self/io").read_text().split()[1]) - before

    time.sleep(2.1)
    assert read() > size
    assert read() < size / 3
    write(tmp_path / "h", look(2))
    assert read() < size / 3, "one new file is no reason to read the others"


def test_a_file_that_may_still_grow_is_read_again(tmp_path: Path) -> None:
    with start(tmp_path / "h", purpose="p", agent="t", now=NOON) as writer:
        for number in range(3):
            writer.append(look(number))
            assert_the_same([tmp_path / "h"], tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_a_confirmation_of_what_another_folder_holds_is_no_problem(tmp_path: Path) -> None:
    """Committed history holds the look, and runs on this machine confirm it."""
    seen = look(1)
    write(tmp_path / "a", seen)
    again = Confirmed(of=seen.id, subject=seen.subject, started_at=NOON, observed_at=NOON + HOUR)
    write(tmp_path / "b", again)
    folders = [tmp_path / "a", tmp_path / "b"]
    assert_the_same(folders, tmp_path / "index")
    known = History(folders, tmp_path / "index")
    assert known.problems == ()
    assert known.book()[seen.subject][0].observed_at == NOON + HOUR
    (problem,) = History(folders[1:], tmp_path / "index").problems
    assert problem.line == 2


@pytest.mark.parametrize("there", ["file", "folder"])
def test_where_no_index_can_be_kept_all_is_read(tmp_path: Path, there: str) -> None:
    write(tmp_path / "h", look(1))
    index = tmp_path / "index"
    if there == "file":
        index.write_text("in the way")
    else:
        History([tmp_path / "h"], index)
        (kept,) = index.iterdir()
        kept.unlink()
        kept.mkdir()
    assert_the_same([tmp_path / "h"], index)


KEEPER = """
import sys
from pathlib import Path
from tracker.history import History
folder, index = map(Path, sys.argv[1:])
print("ready", flush=True)
while True:
    History([folder], index)
    for each in index.glob("*.index"):
        each.unlink()
"""


def test_whoever_is_killed_while_keeping_an_index_leaves_none_that_lies(tmp_path: Path) -> None:
    write(tmp_path / "h", *(look(number) for number in range(50)))
    for attempt in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(tmp_path / "h"), str(tmp_path / "index")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.02 + 0.013 * attempt)
            process.send_signal(signal.SIGKILL)
        assert_the_same([tmp_path / "h"], tmp_path / "index")


def test_an_index_of_another_version_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "h", look(1))
    History([tmp_path / "h"], tmp_path / "index")
    (kept,) = (tmp_path / "index").iterdir()
    content = kept.read_bytes()
    kept.write_bytes(bytes(16) + content[16:])
    assert_the_same([tmp_path / "h"], tmp_path / "index")
    assert kept.read_bytes() == content, "made anew"
    assert msgspec.msgpack.decode(content[32:])
