"""What a damaged line, and one by another version, costs: itself, and nothing else."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.history.made_history import HOUR, NOON, URL, confirmed, look, tried, view, write
from tracker.errors import ConfigurationError
from tracker.history import History, Problem, parsing
from tracker.model.base import Value
from tracker.model.evidence import Declaration, Facts, Observation, Place
from tracker.model.run import Record, RunEnded, RunStarted


def put(folder: Path, *lines: bytes, name: str = "20260101T000000Z-abcdef.jsonl") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def lines_of(folder: Path, *records: Record) -> list[bytes]:
    """Return the lines of a run with these records, its header first."""
    return write(folder / "made", *records).read_bytes().splitlines()


def told(history: History) -> list[tuple[int | None, str]]:
    return [(each.line, each.what) for each in history.problems]


def test_a_problem_is_told_with_its_file_and_its_line_if_it_has_one() -> None:
    assert str(Problem(file="a.jsonl", line=3, what="is torn")) == "a.jsonl:3: is torn"
    assert str(Problem(file="a.jsonl", what="is empty")) == "a.jsonl: is empty"


@pytest.mark.parametrize("first", [b"", b"noise", b'{"kind":"oracle"}'])
def test_of_a_file_whose_header_is_damaged_nothing_is_taken(tmp_path: Path, first: bytes) -> None:
    _, *rest = lines_of(tmp_path, look(), look(branch="b"))
    put(tmp_path / "h", first, *rest)
    history = History([tmp_path / "h"])
    assert (history.runs(), dict(history.book())) == ((), {})
    assert [line for line, _ in told(history)] == [1, None]
    assert history.problems[-1].what == "has no header and was skipped"


def test_a_record_before_the_header_and_a_header_after_it_are_told_apart(tmp_path: Path) -> None:
    header, seen = lines_of(tmp_path, look())
    put(tmp_path / "a", seen, header)
    assert told(History([tmp_path / "a"])) == [
        (1, "is not the header of a run"),
        (2, "a header in the middle"),
        (None, "has no header and was skipped"),
    ]
    put(tmp_path / "b", header, header, header, seen)
    history = History([tmp_path / "b"])
    assert told(history) == [(2, "a header in the middle"), (3, "a header in the middle")]
    assert list(history.book()) == [URL]


def test_every_damaged_line_is_told_by_its_number_and_every_whole_one_is_kept(
    tmp_path: Path,
) -> None:
    seen = [look(branch=str(number)) for number in range(3)]
    header, *lines = lines_of(tmp_path, *seen)
    path = put(tmp_path / "h", header, b"noise", lines[0], b"{}", lines[1], b"", lines[2])
    path.write_bytes(path.read_bytes() + b"torn")
    history = History([tmp_path / "h"])
    assert [line for line, _ in told(history)] == [2, 4, 6, 8]
    assert "torn" in history.problems[-1].what
    assert list(history.records())[1:] == seen


SEEN = [look(branch=str(number)) for number in range(4)]
WHOLE = b"".join(
    msgspec.json.encode(record) + b"\n"
    for record in (RunStarted(run="r", agent="t", started_at=NOON, purpose="p"), *SEEN)
)


@given(place=st.integers(0, len(WHOLE) - 1), byte=st.binary(max_size=2))
def test_whatever_becomes_of_a_byte_costs_the_lines_it_touches_and_no_other(
    place: int, byte: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.jsonl"
        path.write_bytes(WHOLE[:place] + byte + WHOLE[place + 1 :])
        history = History([Path(folder)])
        kept = list(history.records())[1:]
    first = WHOLE[:place].count(b"\n")
    last = first + (WHOLE[place : place + 1] == b"\n")
    if first == 0 and not history.runs():
        assert history.problems
        assert kept == []
    else:
        untouched = [each for number, each in enumerate(SEEN, 1) if not first <= number <= last]
        assert all(each in kept for each in untouched)
        assert len(kept) >= len(SEEN) or history.problems


def test_a_file_that_cannot_be_used_hides_none_that_comes_after_it(tmp_path: Path) -> None:
    header, seen = lines_of(tmp_path, look())
    put(tmp_path / "h", b"noise", name="00.jsonl")
    put(tmp_path / "h", header, seen)
    assert list(History([tmp_path / "h"]).book()) == [URL]


def test_what_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    folder = tmp_path / "folder.jsonl"
    folder.mkdir()
    lost = tmp_path / "lost.jsonl"
    lost.symlink_to(tmp_path / "nowhere")
    assert {(each.file, each.line, each.what) for each in History([tmp_path]).problems} == {
        (str(path), None, "is no file and was skipped") for path in (folder, lost)
    }


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that refuses")
def test_a_file_that_refuses_to_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "00.jsonl").symlink_to("/proc/self/mem")
    write(tmp_path, look(), ended=True)
    for index in (None, tmp_path / "index"):
        history = History([tmp_path], index)
        assert told(history) == [(None, "cannot be read: Input/output error")]
        assert list(history.book()) == [URL]


def test_a_file_where_the_folder_is_needed_is_an_error_with_advice(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("in the way")
    with pytest.raises(ConfigurationError, match="is a file where the folder") as caught:
        History([tmp_path / "history"])
    assert caught.value.advice


@pytest.mark.parametrize("record", [confirmed(look(), NOON), view(), tried()])
def test_no_instant_of_any_record_is_without_a_time_zone(tmp_path: Path, record: Record) -> None:
    header, line = lines_of(tmp_path, record)
    assert line.count(b"12:00:00Z") >= 1
    put(tmp_path / "h", header, line.replace(b"12:00:00Z", b"12:00:00"))
    ((number, what),) = told(History([tmp_path / "h"]))
    assert number == 2
    assert "has no time zone" in what


# --- lines by a newer version ------------------------------------------------------------------


def unknown(amount: int) -> bytes:
    fields = {f"of_tomorrow_{number}": number for number in range(amount)}
    return msgspec.json.encode({**msgspec.to_builtins(look()), **fields})


def test_so_many_fields_may_be_unknown_and_no_more(tmp_path: Path) -> None:
    header, _ = lines_of(tmp_path, look())
    put(tmp_path / "h", header, unknown(32), unknown(33))
    history = History([tmp_path / "h"])
    assert [line for line, _ in told(history)] == [3]
    assert "unknown field" in history.problems[0].what
    assert [each.subject for each in history.records() if isinstance(each, Observation)] == [URL]


DECLARED = msgspec.structs.replace(
    look(),
    facts=Facts(
        branch="b",
        licenses=(
            Declaration(place=Place.FILE, quote="MIT"), Declaration(place=Place.FILE, quote="BSD"),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (DECLARED, ()),
        (DECLARED, ("facts",)),
        (DECLARED, ("facts", "licenses", 0)),
        (DECLARED, ("facts", "licenses", 1)),
        (view(), ()),
        (confirmed(look(), NOON), ()),
        (tried(), ("machine",)),
        (tried(), ("measured", 0)),
        (tried(), ("measured", 0, "interval")),
    ],
)
@pytest.mark.parametrize("value", [1, {"x": [1]}, [[{}]]])
def test_wherever_a_field_is_unknown_the_rest_is_what_it_is_without(
    tmp_path: Path, record: Record, place: tuple[str | int, ...], value: object
) -> None:
    header, line = lines_of(tmp_path, record)
    document: Any = msgspec.json.decode(line)
    there = document
    for step in place:
        there = there[step]
    there["of_tomorrow"] = value
    put(tmp_path / "h", header, msgspec.json.encode(document))
    assert list(History([tmp_path / "h"]).records())[1:] == [record]


class _Inner(Value, frozen=True):
    known: int
    within: Mapping[str, "_Inner"] = {}


class _Toy(Value, frozen=True):
    """A record of a kind that there is not yet: values by their names."""

    named: Mapping[str, _Inner]


def test_a_field_may_be_unknown_in_each_of_the_values_that_have_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parsing, "_DECODER", msgspec.json.Decoder(_Toy))
    line = (
        b'{"named":{"a":{"known":1,"new":0},"new":{"known":2,"new":0,"within":{"b":{"known":3,'
        b'"new":[1]},"c":{"known":4,"later":{}}}}}}'
    )
    within = {"b": _Inner(known=3), "c": _Inner(known=4)}
    toy = _Toy(named={"a": _Inner(known=1), "new": _Inner(known=2, within=within)})
    record: object = parsing.decoded(line)
    assert record == toy


def test_what_is_nested_too_deeply_in_an_unknown_field_is_a_line_that_cannot_be_read(
    tmp_path: Path,
) -> None:
    header, seen = lines_of(tmp_path, look())
    deep = b"[" * 100_000 + b"]" * 100_000
    put(tmp_path / "h", header, seen[:-1] + b',"of_tomorrow":' + deep + b"}", seen)
    history = History([tmp_path / "h"])
    ((number, what),) = told(history)
    assert (number, what.rpartition(": ")[2]) == (2, "it is nested too deeply")
    assert list(history.book()) == [URL]


def test_a_line_that_is_spelled_otherwise_is_the_same_observation(tmp_path: Path) -> None:
    seen = look(branch="b")
    header, line = lines_of(tmp_path, seen)
    spelled = json.dumps(dict(reversed(json.loads(line).items())), indent=None).encode()
    assert spelled != line
    put(tmp_path / "h", header, spelled)
    assert [each.id for each in History([tmp_path / "h"]).book()[URL]] == [seen.id]


# --- what a file tells of its run --------------------------------------------------------------


def test_a_run_tells_what_it_holds_by_the_kinds_of_record(tmp_path: Path) -> None:
    end = RunEnded(run="r", ended_at=NOON, looked=1, unreached=0)
    later = msgspec.structs.replace(end, ended_at=NOON + HOUR)
    seen = look()
    path = write(
        tmp_path, seen, confirmed(seen, NOON), confirmed(seen, NOON), view(), tried(), end, later
    )
    (run,) = History([tmp_path]).runs()
    assert run.counts == {"observation": 1, "confirmed": 2, "view": 1, "reproduction": 1}
    assert run.ended == NOON + HOUR, "as the last line says"
    assert (run.path, run.agent, run.purpose, run.started) == (str(path), "t", "p", NOON)


def test_history_only_reads_files_of_its_own_kind(tmp_path: Path) -> None:
    path = write(tmp_path, look())
    os.link(path, tmp_path / "copy.json")
    (tmp_path / "README.md").write_text("About these files.")
    history = History([tmp_path])
    assert (len(history.runs()), history.problems) == (1, ())
