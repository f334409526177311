"""What the numbers of one run say of a check, by its controls first."""

from collections.abc import Mapping

from tracker.model.check import Check, Control
from tracker.model.reproduction import Measurement
from tracker.verdicts.check.answers import FAILS, HOLDS, INCONCLUSIVE
from tracker.verdicts.check.expected import as_expected, shown
from tracker.verdicts.trail import phrase


def by_numbers(check: Check, measurements: Mapping[str, Measurement]) -> tuple[str, str]:
    """Return answer and reason: *holds*, *does not hold* or *inconclusive*.

    Nothing follows where a control did not come out as it must. Nothing follows against the claim
    where no control has shown that the measurement can succeed.

    Raises
    ------
    KeyError
        If the quantity, or that of a control, was not measured.
    """
    measured = measurements[check.measured]
    controls = [(control, measurements[control.measured]) for control in check.controls]
    numbers = f"{measured.name} {shown(measured, check.unit)}, expected {check.expected}"
    for control, left in controls:
        if as_expected(control.expected, left) is not True:
            return INCONCLUSIVE, (
                f"the control did not come out as it must ({_of_control(control, left)}), so "
                f"nothing follows from {numbers}"
            )
    reason = "; ".join((numbers, *(_of_control(*pair) for pair in controls)))
    match as_expected(check.expected, measured):
        case True:
            return HOLDS, reason
        case False if check.can_speak_against:
            return FAILS, reason
        case False:
            return INCONCLUSIVE, f"no control shows that this measurement can succeed: {reason}"
        case None:
            return INCONCLUSIVE, f"it could be either way: {reason}"


def _of_control(control: Control, left: Measurement) -> str:
    return (
        f"control {phrase(control.case, 110)}: {control.measured} {shown(left)}, which must be "
        f"{control.expected}"
    )
