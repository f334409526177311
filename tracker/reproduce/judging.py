"""For the tests of a room: what its checks say about the measurements of its experiment."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tracker.model.check import Check
from tracker.model.reproduction import Measurement
from tracker.registry import claims
from tracker.verdicts.check.expected import as_expected


@cache
def checks(room: Path) -> dict[str, Check]:
    """Return the checks of a room, by id."""
    return {check.id: check for claim in claims(room) for check in claim.checks}


def verdict(room: Path, check: str, measured: Iterable[Measurement]) -> str:
    """Return what becomes of a check: ``holds``, ``does not hold`` or ``inconclusive``.

    Raises
    ------
    KeyError
        If its quantity or that of its control was not measured.
    """
    fixed, by_name = (
        checks(room)[check],
        {measurement.name: measurement for measurement in measured},
    )
    of_control = as_expected(fixed.control.expected, by_name[fixed.control.measured])
    of_check = as_expected(fixed.expected, by_name[fixed.measured])
    if of_check is None or of_control is not True:
        return "inconclusive"
    return "holds" if of_check else "does not hold"
