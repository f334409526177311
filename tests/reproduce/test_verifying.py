"""A run made again agrees, differs, or says nothing; and a person can name it."""

import datetime as dt
import math
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.history import History, start
from tracker.model.reproduction import Interval, Machine, Measurement, Outcome, Run
from tracker.reproduce.verifying import Sameness, named, verify

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
BEFORE = Run(
    paper="p",
    notebook="n.ipynb",
    notebook_digest="sha256:0",
    code="sha256:0",
    outcome=Outcome.COMPLETED,
    machine=Machine(python="3.11", platform="Linux", cores=2, lock="sha256:1"),
    sandbox="none: trusted",
    agent="tracker 0",
    started_at=NOW,
    ended_at=NOW,
)


def measured(value: float, interval: Interval | None = None, name: str = "share") -> Run:
    one = Measurement(name=name, value=value, interval=interval)
    return msgspec.structs.replace(BEFORE, measured=(one,))


def sameness(before: Run, after: Run) -> list[Sameness]:
    return [each.sameness for each in verify(before, after).compared]


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_deterministic_quantity_is_equal_or_differs(one: float, other: float) -> None:
    found = verify(measured(one), measured(other))
    assert found.differs is not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(-1, 2))
def test_what_is_left_to_chance_may_lie_anywhere_in_its_interval(
    one: float, width: float, again: float
) -> None:
    at = Interval(low=one - width, high=one + width, method="bootstrap")
    alike = at.low <= again <= at.high or math.isclose(one, again, rel_tol=1e-9, abs_tol=1e-9)
    assert verify(measured(one, at), measured(again)).differs is not alike


def test_an_interval_that_leaves_nothing_to_chance_allows_no_difference() -> None:
    at = Interval(low=0.5, high=0.5, level=1.0, method="all 3 repetitions agree")
    wide = msgspec.structs.replace(at, low=0.0, high=1.0)
    assert sameness(measured(0.5, wide), measured(0.6)) == [Sameness.DIFFERS]
    assert sameness(measured(0.5, at), measured(0.5)) == [Sameness.EQUAL]


def test_a_quantity_that_only_one_run_has_is_a_difference() -> None:
    found = verify(measured(1), measured(1, name="other"))
    assert [each.name for each in found.compared] == ["share", "other"]
    assert found.differs


def test_a_second_run_that_broke_is_no_difference() -> None:
    broken = msgspec.structs.replace(BEFORE, outcome=Outcome.FAILED)
    found = verify(measured(1), broken)
    assert found.compared == ()
    assert not found.differs


def test_what_a_difference_may_come_from_is_named() -> None:
    machine = msgspec.structs.replace(BEFORE.machine, lock="sha256:2", python="3.12")
    other = msgspec.structs.replace(
        BEFORE, notebook_digest="sha256:9", code="sha256:9", machine=machine
    )
    assert verify(BEFORE, BEFORE).changed == ()
    assert verify(BEFORE, other).changed == (
        "the notebook", "the code of the experiments", "the installed packages",
        "the machine or its Python",
    )  # fmt: skip


def kept(folder: Path, *runs: Run) -> str:
    with start(folder, purpose="p", agent="a", now=NOW) as writer:
        for each in runs:
            writer.append(each)
    return writer.run


def test_a_run_is_named_by_its_own_id_or_by_that_of_the_command(tmp_path: Path) -> None:
    one, blocked = measured(1.0), msgspec.structs.replace(BEFORE, outcome=Outcome.BLOCKED)
    command = kept(tmp_path, one, blocked)
    history = History([tmp_path])
    assert named(history, one.id[:10]) == (one,)
    assert named(history, one.id.removeprefix("run:")[:8]) == (one,)
    assert named(history, command) == (one,)
    assert named(history, command[:4]) == (one,)


@pytest.mark.parametrize("key", ["run:0000", "20990101T000000Z"])
def test_a_run_that_there_is_not_is_a_mistake_of_the_call(tmp_path: Path, key: str) -> None:
    kept(tmp_path, measured(1))
    with pytest.raises(UsageError):
        named(History([tmp_path]), key)


def test_a_beginning_that_several_runs_share_is_a_mistake_of_the_call(tmp_path: Path) -> None:
    kept(tmp_path, measured(1), measured(2))
    with pytest.raises(UsageError, match="2 runs begin with 'run:'"):
        named(History([tmp_path]), "run:")


def test_a_run_that_did_not_complete_cannot_be_verified(tmp_path: Path) -> None:
    blocked = msgspec.structs.replace(BEFORE, outcome=Outcome.BLOCKED)
    kept(tmp_path, blocked)
    with pytest.raises(UsageError, match="ended blocked"):
        named(History([tmp_path]), blocked.id)
