"""What is on disk when a run begins, writes and ends, also where the system refuses."""

import datetime as dt
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.history.made_history import HOUR, NOON, URL, look, write
from tracker.errors import HistoryError
from tracker.history import History, append_look, start
from tracker.model.evidence import Exchange, Observation, Reach, Sighting
from tracker.model.run import Confirmed

LINUX = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files")


@contextmanager
def nothing_left_open() -> Iterator[None]:
    before = sorted(Path("/proc/self/fd").iterdir())
    yield
    assert sorted(Path("/proc/self/fd").iterdir()) == before


# --- a run begins ------------------------------------------------------------------------------


def test_a_run_keeps_what_it_was_begun_with(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet" / "there"
    local = NOON.astimezone(dt.timezone(5 * HOUR))
    with start(folder, purpose="look", agent="tracker 1", now=local, continues="r",
               papers=["b", "a"], mark="abcdef") as writer:  # fmt: skip
        pass
    (run,) = History([folder]).runs()
    assert writer.run == run.run == "20261101T120000Z-abcdef"
    assert writer.path == Path(run.path) == folder / f"{run.run}.jsonl"
    assert (run.purpose, run.agent, run.continues) == ("look", "tracker 1", "r")
    assert (run.papers, run.started, run.ended) == (("b", "a"), NOON, None)


def test_a_history_file_may_be_read_by_all_and_written_by_its_owner(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = write(tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_name_that_is_taken_is_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = write(tmp_path, mark="aaaaaa")
    marks = iter(["aaaaaa", "aaaaaa", "bbbbbb"])
    drawn = secrets.token_hex
    monkeypatch.setattr(
        secrets, "token_hex", lambda size: next(marks) if size == 3 else drawn(size)
    )
    assert write(tmp_path, look()).name == taken.name.replace("aaaaaa", "bbbbbb")
    assert len(History([tmp_path]).runs()) == 2


@LINUX
def test_a_run_that_is_refused_or_ends_leaves_no_file_open(tmp_path: Path) -> None:
    write(tmp_path, mark="abcdef")
    with nothing_left_open():
        with pytest.raises(HistoryError, match="already holds"):
            write(tmp_path, mark="abcdef")
        with start(tmp_path, purpose="p", agent="t", now=NOON) as writer:
            writer.append(look())
    with pytest.raises(HistoryError, match="is closed"):
        writer.append(look())


@LINUX
def test_a_header_that_cannot_be_written_leaves_no_file_and_none_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with nothing_left_open(), monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(HistoryError, match=r"cannot create .*output error"):
            start(tmp_path, purpose="p", agent="t", now=NOON)
    assert list(tmp_path.iterdir()) == []


def test_where_a_file_can_have_one_name_only_runs_are_begun_and_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = write(tmp_path, look(), mark="abcdef")
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="already holds"):
        write(tmp_path, look(branch="other"), mark="abcdef")
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert list(History([tmp_path]).book()) == [URL]


def test_what_is_on_disk_when_a_line_is_acknowledged_is_the_line_and_the_files_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, int]] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            named = len(list(tmp_path.glob("*.jsonl")))
            synced.append(("folder with a named file", named))
        else:
            synced.append(("file", status.st_size))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    writer = start(tmp_path, purpose="p", agent="t", now=NOON)
    header = writer.path.stat().st_size
    assert synced == [("file", header), ("folder with a named file", 1)]
    writer.append(look())
    assert synced[2:] == [("file", writer.path.stat().st_size)]
    assert writer.path.stat().st_size > header
    writer.close()


def test_a_file_system_that_syncs_no_folder_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def refuse(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(handle)

    monkeypatch.setattr(os, "fsync", refuse)
    write(tmp_path, look())
    assert list(History([tmp_path]).book()) == [URL]


# --- leftovers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "goes"),
    [
        ("a.jsonl", b"", True),
        ("a.jsonl", b"{", False),
        ("a.jsonl", b"{}\n", False),
        (".a.jsonl.0123abcd", b"", True),
        (".a.jsonl.0123abcd", b"{", True),
        ("a.txt", b"", False),
        (".a.txt", b"", False),
    ],
)
@pytest.mark.parametrize(("age", "old"), [(0, False), (60, False), (60.5, True), (10**6, True)])
def test_of_what_older_runs_left_only_what_holds_nothing_goes_and_only_after_a_minute(
    tmp_path: Path, name: str, content: bytes, age: float, *, goes: bool, old: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    os.utime(path, (NOON.timestamp() - age,) * 2)
    write(tmp_path)
    assert path.exists() != (goes and old)


# --- a line is written -------------------------------------------------------------------------


def test_a_line_that_the_system_takes_in_pieces_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, bytes(data)[:7]))
    seen = look(branch="b" * 100)
    write(tmp_path, seen)
    history = History([tmp_path])
    assert (list(history.records())[1:], history.problems) == ([seen], ())


def test_of_a_line_that_does_not_fit_nothing_is_left_and_the_run_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.write
    with start(tmp_path, purpose="p", agent="t", now=NOON) as writer:
        writer.append(look())
        before = writer.path.read_bytes()
        room = [20]

        def full(handle: int, data: bytes) -> int:
            if not room[0]:
                raise OSError(errno.ENOSPC, "No space left on device")
            written = whole(handle, bytes(data)[: room[0]])
            room[0] -= written
            return written

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(HistoryError, match="No space left on device") as caught:
                writer.append(look(branch="b"))
        assert f"tracker run --resume {writer.run}" in (caught.value.advice or "")
        assert writer.path.read_bytes() == before
        with pytest.raises(HistoryError, match="is closed"):
            writer.append(look(branch="c"))
    assert History([tmp_path]).problems == ()


SECRET = "ghp_0123456789"


@pytest.mark.parametrize(
    ("note", "refused"),
    [
        (SECRET, True),
        (f"x{SECRET}x", True),
        ("hf_other", True),
        (SECRET[1:], False),
        (SECRET[:-1], False),
        (SECRET.upper(), False),
    ],
)
def test_what_contains_any_token_as_a_whole_is_refused_and_nothing_else(
    tmp_path: Path, note: str, *, refused: bool
) -> None:
    record = msgspec.structs.replace(look(), note=note)
    with start(tmp_path, purpose="p", agent="t", now=NOON, secrets=[SECRET, "hf_other"]) as writer:
        if refused:
            with pytest.raises(HistoryError, match="contains a token"):
                writer.append(record)
        else:
            writer.append(record)
    assert len(list(History([tmp_path]).records())) == 2 - refused


def test_a_header_with_a_token_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="contains a token"):
        start(tmp_path, purpose=f"with {SECRET}", agent="t", now=NOON, secrets=[SECRET])
    assert list(tmp_path.iterdir()) == []


# --- a look is written -------------------------------------------------------------------------


def recorded(folder: Path, seen: Observation) -> Sighting:
    book = History([folder]).book()
    with start(folder, purpose="p", agent="t", now=NOON) as writer:
        return append_look(writer, book, seen)


def test_a_look_is_known_from_what_is_returned_as_from_what_is_written(tmp_path: Path) -> None:
    for number, seen in enumerate((look(), look(NOON + HOUR), look(NOON + HOUR, branch="b"))):
        known = recorded(tmp_path, seen)
        assert known in History([tmp_path]).book()[URL], number
        assert known.observed_at == seen.observed_at


def test_silence_that_goes_on_is_confirmed_and_silence_of_another_kind_is_not(
    tmp_path: Path,
) -> None:
    recorded(tmp_path, look())
    silent = recorded(tmp_path, look(NOON + HOUR, reach=Reach.UNREACHABLE))
    again = recorded(tmp_path, look(NOON + 2 * HOUR, reach=Reach.UNREACHABLE))
    other = recorded(tmp_path, look(NOON + 3 * HOUR, reach=Reach.RATE_LIMITED))
    assert again == msgspec.structs.replace(silent, observed_at=NOON + 2 * HOUR)
    assert len({silent.id, other.id}) == 2
    assert len(History([tmp_path]).book()[URL]) == 3


def test_a_stored_copy_has_no_instant_at_which_it_could_confirm(tmp_path: Path) -> None:
    stored = look(None, not_before=NOON)
    for _ in range(2):
        assert recorded(tmp_path, stored).observed_at is None
    kinds = [type(each) for each in History([tmp_path]).records()][1::2]
    assert kinds == [Observation, Observation]


@pytest.mark.parametrize("began", [None, NOON + HOUR])
def test_a_confirmation_tells_when_the_look_began_and_what_was_asked(
    tmp_path: Path, began: dt.datetime | None
) -> None:
    seen = look()
    asked = (Exchange(url=f"{URL}/api", status=200),)
    again = msgspec.structs.replace(
        look(NOON + 2 * HOUR), started_at=began, exchanges=asked, agent="another"
    )
    write(tmp_path, seen)
    with start(tmp_path, purpose="p", agent="t", now=NOON + HOUR) as writer:
        append_look(writer, History([tmp_path]).book(), again)
    assert list(History([tmp_path]).records(writer.run))[1:] == [
        Confirmed(
            of=seen.id, subject=URL, started_at=began or NOON + 2 * HOUR,
            observed_at=NOON + 2 * HOUR, exchanges=asked,
        )
    ]  # fmt: skip
