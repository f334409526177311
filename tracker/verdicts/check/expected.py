"""Is a measured quantity as expected? By the whole of its interval, where it has one."""

import math
from collections.abc import Sequence

from tracker.model.check import Expectation
from tracker.model.reproduction import Measurement

_DIGITS = ".6g"
_FEW, _MANY = 2, 10


def as_expected(expected: Expectation, measured: Measurement) -> bool | None:
    """Whether all of a measurement is as expected, or none of it; None where neither is so.

    An interval that reaches across the bound says nothing, and neither does what is no number.

    Examples
    --------
    >>> from tracker.model.check import Comparison
    >>> from tracker.model.reproduction import Interval
    >>> most = Expectation(relation=Comparison.AT_LEAST, value=0.9)
    >>> def between(low: float, high: float) -> Measurement:
    ...     return Measurement(name="accuracy", value=(low + high) / 2,
    ...                        interval=Interval(low=low, high=high, method="bootstrap"))
    >>> [as_expected(most, between(*ends)) for ends in ((0.91, 0.99), (0.1, 0.2), (0.8, 0.95))]
    [True, False, None]
    """
    ends = (measured.value, measured.value)
    if measured.interval is not None:
        ends = (measured.interval.low, measured.interval.high)
    if not all(map(math.isfinite, (measured.value, *ends))):
        return None
    low, high = sorted(ends)
    holds = [expected.holds(value) for value in (low, min(max(expected.value, low), high), high)]
    if all(holds):
        return True
    return None if any(holds) else False


def shown(measured: Measurement, unit: str | None = None) -> str:
    """Return a measurement as a reader writes it: value, unit, interval, number of repetitions.

    Parameters
    ----------
    unit
        Said where the measurement names none.

    Examples
    --------
    >>> shown(Measurement(name="gain", value=3.58, unit="%", n=4))
    '3.58 % (n = 4)'
    """
    unit = measured.unit or unit
    words = [format(measured.value, _DIGITS), *((unit,) if unit else ())]
    if (interval := measured.interval) is not None and interval.low != interval.high:
        words.append(f"[{interval.low:{_DIGITS}}, {interval.high:{_DIGITS}}]")
    if measured.n != 1:
        words.append(f"(n = {measured.n})")
    return " ".join(words)


def run_together(seeds: Sequence[int]) -> str:
    """Return seeds as a reader writes them, at most ten.

    Examples
    --------
    >>> run_together((0, 1, 2, 3)), run_together((3, 11))
    ('0–3', '3, 11')
    """
    if len(seeds) > _FEW and tuple(seeds) == tuple(range(seeds[0], seeds[-1] + 1)):
        return f"{seeds[0]}–{seeds[-1]}"
    more = ", …" if len(seeds) > _MANY else ""
    return ", ".join(map(str, seeds[:_MANY])) + more
