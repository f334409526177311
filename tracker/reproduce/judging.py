"""For the tests of a room: what its checks say about the measurements of its experiment."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tracker.model.check import Check
from tracker.model.reproduction import Measurement
from tracker.registry import claims
from tracker.verdicts.check.numbers import by_numbers


@cache
def checks(room: Path) -> dict[str, Check]:
    """Return the checks of a room, by id."""
    return {check.id: check for claim in claims(room) for check in claim.checks}


def verdict(room: Path, check: str, measured: Iterable[Measurement]) -> str:
    """Return what becomes of a check: ``holds``, ``does not hold`` or ``inconclusive``.

    Raises
    ------
    KeyError
        If its quantity or that of a control was not measured.
    """
    return by_numbers(checks(room)[check], {one.name: one for one in measured})[0]


def broken(room: Path, check: str, measured: Iterable[Measurement]) -> Iterator[list[Measurement]]:
    """Yield the measurements as they were had one control of a check come out otherwise.

    Whatever else was measured, nothing may follow from them.

    Examples
    --------
    In the test of a room, where `result` is what its experiment returned::

        for left in broken(ROOM, "state-tracking", result.measurements):
            assert verdict(ROOM, "state-tracking", left) == "inconclusive"
    """
    by_name = {one.name: one for one in measured}
    for control in checks(room)[check].controls:
        expected, off = control.expected, 2 * control.expected.tolerance + 1
        value = next(
            value for value in (expected.value - off, expected.value + off)
            if not expected.holds(value)
        )  # fmt: skip
        yield [
            *(
                by_name | {control.measured: Measurement(name=control.measured, value=value)}
            ).values()
        ]
