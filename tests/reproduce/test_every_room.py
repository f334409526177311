"""Every check of every room turns with its idea, and says nothing where a control is broken.

The rooms are those of the project. What needs a package or a file that is not here is left out; the
tests of those rooms bring made-up files.
"""

from pathlib import Path

import pytest

import soak
from tracker.model.check import ControlKind, Expectation
from tracker.model.reproduction import Measurement
from tracker.reproduce.judging import broken, checks, verdict
from tracker.reproduce.rehearsal import rehearse

REPRODUCTIONS = Path(__file__).parents[2] / "notebooks/reproductions"
ROOMS = sorted(path.parent for path in REPRODUCTIONS.glob("*/*.ipynb"))
COSTLY = {"2503.14476", "2503.07677"}
"""Seconds each: `make soak` has them."""


def name_of(room: Path) -> str:
    return room.name


@pytest.mark.soak
@pytest.mark.parametrize(
    "room", [room for room in ROOMS if soak.WHOLE or room.name not in COSTLY], ids=name_of
)
def test_each_answer_turns_with_its_idea_and_hangs_on_each_control(room: Path) -> None:
    assert [fault for rehearsed in rehearse(room) for fault in rehearsed.faults] == []


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_each_control_of_each_check_can_come_out_wrong(room: Path) -> None:
    """Whatever packages and files it needs: with numbers that are as they must be, and one not."""
    for check in checks(room).values():
        measured = {
            name: Measurement(name=name, value=fitting(expected))
            for name, expected in (
                *((control.measured, control.expected) for control in check.controls),
                (check.measured, check.expected),
            )
        }
        clash = {check.measured} & {control.measured for control in check.controls}
        assert verdict(room, check.id, measured.values()) == "holds" or clash, check.id
        for left in broken(room, check.id, measured.values()):
            assert verdict(room, check.id, left) == "inconclusive", check.id


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_what_is_left_out_of_an_idea_is_no_other_check(room: Path) -> None:
    """At a value that is as such a control must be, the check itself must not hold."""
    for check in checks(room).values():
        if check.control.kind is not ControlKind.KNOWN_GOOD:
            assert not check.expected.holds(fitting(check.control.expected)), check.id


def fitting(expected: Expectation) -> float:
    """Return a value that is as expected, on the far side of its bound."""
    step = {"<": -1, "<=": 0, "==": 0, ">=": 0, ">": 1}[expected.relation.value]
    return expected.value + step * (expected.tolerance + 1e-6 + abs(expected.value))
