"""When a file counts as finished, when an index holds, and what it must not keep."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.history.made_history import HOUR, NOON, URL, confirmed, look, tried, view, write
from tracker.history import History
from tracker.history import index as indexes

Clock = Callable[[int], None]
SECOND = 10**9


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return what sets the clock, in nanoseconds."""
    return lambda now: monkeypatch.setattr(time, "time_ns", lambda: now)


def kept_files(index: Path) -> list[Path]:
    return sorted(index.iterdir()) if index.exists() else []


def known(folder: Path, index: Path | None) -> tuple[object, ...]:
    history = History([folder], index)
    return (
        history.book(), history.runs(), history.problems, list(history.records()),
        history.last_views(), history.reproductions(), history.newest(),
    )  # fmt: skip


def assert_the_same(folder: Path, index: Path) -> None:
    plain = known(folder, None)
    assert known(folder, index) == plain
    assert known(folder, index) == plain, "read from the index"


def test_a_file_is_told_by_its_content_until_two_seconds_after_its_last_change(
    tmp_path: Path, clock: Clock
) -> None:
    path = write(tmp_path, look())
    status = path.stat()
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    for after, by_content in ((0, True), (2 * SECOND, True), (2 * SECOND + 1, False)):
        clock(changed + after)
        mark = indexes.stamp(path)
        assert mark is not None
        assert (mark.size, bool(mark.digest)) == (status.st_size, by_content)


def test_a_time_that_anybody_may_set_makes_no_file_old(tmp_path: Path, clock: Clock) -> None:
    path = write(tmp_path, look())
    os.utime(path, (0, 0))
    clock(path.stat().st_ctime_ns)
    mark = indexes.stamp(path)
    assert mark is not None
    assert mark.digest
    assert mark.modified == 0
    assert mark.changed == path.stat().st_ctime_ns


def test_what_nobody_may_look_at_has_no_stamp(tmp_path: Path) -> None:
    assert indexes.stamp(tmp_path / "none") is None


def test_a_run_that_did_not_end_is_kept_once_it_is_silent_for_more_than_an_hour(
    tmp_path: Path, clock: Clock
) -> None:
    changed = write(tmp_path / "h", look()).stat().st_ctime_ns
    for after, is_kept in ((0, False), (3600 * SECOND, False), (3600 * SECOND + 1, True)):
        clock(changed + after)
        assert_the_same(tmp_path / "h", tmp_path / "index")
        assert bool(kept_files(tmp_path / "index")) == is_kept


def test_a_run_that_ended_is_kept_at_once_in_a_folder_that_is_made(tmp_path: Path) -> None:
    write(tmp_path / "h", look(), ended=True)
    index = tmp_path / "not" / "yet" / "there"
    assert_the_same(tmp_path / "h", index)
    (kept,) = kept_files(index)
    assert kept.suffix == ".index"


def test_a_file_of_which_something_is_damaged_is_read_each_time(tmp_path: Path) -> None:
    path = write(tmp_path / "h", look(), ended=True)
    header, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(header + b"noise\n" + b"".join(rest))
    assert_the_same(tmp_path / "h", tmp_path / "index")
    assert len(History([tmp_path / "h"], tmp_path / "index").problems) == 1
    assert kept_files(tmp_path / "index") == []


def test_an_index_is_written_when_there_is_something_new_and_not_otherwise(tmp_path: Path) -> None:
    folder, index = tmp_path / "h", tmp_path / "index"
    write(folder, look(), ended=True)
    assert_the_same(folder, index)
    (kept,) = kept_files(index)
    first = kept.stat()
    assert_the_same(folder, index)
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    content = kept.read_bytes()
    write(folder, look(branch="new"), now=NOON + HOUR, ended=True)
    assert_the_same(folder, index)
    assert kept_files(index) == [kept]
    assert len(kept.read_bytes()) > len(content)


def test_folders_that_share_an_index_have_each_their_own(tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path / name, look(branch=name), ended=True)
        assert_the_same(tmp_path / name, tmp_path / "index")
    assert len(kept_files(tmp_path / "index")) == 2
    for name in "ab":
        assert_the_same(tmp_path / name, tmp_path / "index")


def _written_anew(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"branch":"1"', b'"branch":"9"'))


def _grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"noise\n")


def _damaged_and_as_old(path: Path) -> None:
    status = path.stat()
    _written_anew(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize(
    "change",
    [Path.unlink, _written_anew, _grown, _damaged_and_as_old],
    ids=lambda each: each.__name__,
)
@pytest.mark.parametrize("old", [False, True], ids=["young", "old"])
def test_if_one_of_the_files_changes_nothing_is_told_from_the_index_that_no_longer_holds(
    tmp_path: Path, clock: Clock, which: int, change: Callable[[Path], None], *, old: bool
) -> None:
    """Young files are told by their content, old ones by size and times."""
    folder, index = tmp_path / "h", tmp_path / "index"
    seen = look(branch="1")
    paths = [
        write(folder, seen, view(paper=str(number)), now=NOON + number * HOUR, ended=True)
        for number in range(3)
    ]
    if old:
        clock(time.time_ns() + 10 * SECOND)
    assert_the_same(folder, index)
    time.sleep(0.01)  # a file system's clock has a step
    change(paths[which])
    assert_the_same(folder, index)


def test_files_that_are_known_and_new_ones_are_told_in_one_order(tmp_path: Path) -> None:
    folder, index = tmp_path / "h", tmp_path / "index"
    seen = look()
    for number in (2, 4):
        write(folder, seen, tried(), now=NOON + number * HOUR, ended=True)
    assert_the_same(folder, index)
    for number in (1, 3, 5):
        write(folder, confirmed(seen, NOON + number * HOUR), now=NOON + number * HOUR, ended=True)
    history = History([folder], index)
    assert [each.started for each in history.runs()] == [NOON + n * HOUR for n in (1, 2, 3, 4, 5)]
    assert history.book()[URL][0].observed_at == NOON + 5 * HOUR
    assert_the_same(folder, index)


def test_a_folder_under_another_name_is_told_under_the_name_that_was_asked_for(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "h", look(), ended=True)
    (tmp_path / "link").symlink_to(tmp_path / "h")
    index = tmp_path / "index"
    assert [run.path for run in History([tmp_path / "h"], index).runs()] == [str(path)]
    (run,) = History([tmp_path / "link"], index).runs()
    assert run.path == str(tmp_path / "link" / path.name)
    assert len(kept_files(index)) == 1, "it is the same folder"


@pytest.mark.parametrize(("name", "value"), [("_FORM", 99), ("Record", int)])
def test_an_index_of_another_form_or_of_other_records_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    write(tmp_path / "h", look(), ended=True)
    assert_the_same(tmp_path / "h", tmp_path / "index")
    (kept,) = kept_files(tmp_path / "index")
    before = kept.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(indexes, name, value)
        indexes._version.cache_clear()
        assert_the_same(tmp_path / "h", tmp_path / "index")
        assert kept.read_bytes()[:16] != before[:16]
    indexes._version.cache_clear()
    assert_the_same(tmp_path / "h", tmp_path / "index")
    assert kept.read_bytes()[:16] == before[:16]


def test_no_draft_is_left_where_an_index_cannot_take_its_place(tmp_path: Path) -> None:
    write(tmp_path / "h", look(), ended=True)
    History([tmp_path / "h"], tmp_path / "index")
    (kept,) = kept_files(tmp_path / "index")
    kept.unlink()
    kept.mkdir()
    assert_the_same(tmp_path / "h", tmp_path / "index")
    assert kept_files(tmp_path / "index") == [kept]
