"""What the page shows of a check: numbers as a reader writes them, and where they lie."""

import math

from tracker.model.base import Value
from tracker.model.check import Comparison, Expectation
from tracker.model.reproduction import Measurement
from tracker.model.verdict import CheckVerdict
from tracker.verdicts.check.expected import run_together, shown

_MARGIN = 0.08
_THIN = 1.2
"""Percent; what is narrower could not be seen."""
_SIGNS = {
    Comparison.BELOW: "<", Comparison.AT_MOST: "≤", Comparison.EQUAL: "=",
    Comparison.AT_LEAST: "≥", Comparison.ABOVE: ">",
}  # fmt: skip


class Bar(Value, frozen=True):
    """A stretch of a line, in percent of its length."""

    start: float
    width: float


class ShownCheck(Value, frozen=True, kw_only=True):
    """Where a quantity lies, and where it had to."""

    band: Bar
    """What is as expected."""
    reach: Bar
    """The interval that was measured."""
    value: Bar


class Drawing(Value, frozen=True, kw_only=True):
    """The quantity that decides and its control, on one scale."""

    measured: ShownCheck
    control: ShownCheck


def expectation(expected: Expectation) -> str:
    """Return an expectation with the signs of a book.

    Examples
    --------
    >>> expectation(Expectation(relation=Comparison.EQUAL, value=15.84, tolerance=0.005))
    '= 15.84 ± 0.005'
    """
    widened = f" ± {expected.tolerance:g}" if expected.tolerance else ""
    return f"{_SIGNS[expected.relation]} {expected.value:g}{widened}"


def numbers(measured: Measurement, unit: str | None = None) -> str:
    """Return what was measured: value, unit, interval, repetitions, seeds.

    Examples
    --------
    >>> numbers(Measurement(name="gain", value=3.5, n=3, seeds=(0, 1, 2)), "points")
    '3.5 points (n = 3), seeds 0–2'
    """
    seeds = f", seeds {run_together(measured.seeds)}" if measured.seeds else ""
    return f"{shown(measured, unit)}{seeds}"


def drawing(judged: CheckVerdict) -> Drawing | None:
    """Return the picture of a check, or None where there is no pair of numbers to draw."""
    pairs = (
        (judged.measured, judged.check.expected),
        (judged.control, judged.check.control.expected),
    )
    points = [
        point
        for measured, expected in pairs
        if measured is not None
        for point in (measured.value, *_ends(measured), *_bounds(expected))
    ]
    if None in (judged.measured, judged.control) or not all(map(math.isfinite, points)):
        return None
    low, high = min(points), max(points)
    margin = _MARGIN * (high - low) or 1.0
    scale = (low - margin, high + margin)
    one, other = (
        _line(measured, expected, scale) for measured, expected in pairs if measured is not None
    )
    return Drawing(measured=one, control=other)


def _line(measured: Measurement, expected: Expectation, scale: tuple[float, float]) -> ShownCheck:
    low, high = scale
    least, most = _bounds(expected)
    if expected.relation in (Comparison.BELOW, Comparison.AT_MOST):
        least = low
    elif expected.relation in (Comparison.AT_LEAST, Comparison.ABOVE):
        most = high
    return ShownCheck(
        band=_bar(least, most, scale),
        reach=_bar(min(_ends(measured)), max(_ends(measured)), scale),
        value=_bar(measured.value, measured.value, scale),
    )


def _bar(start: float, end: float, scale: tuple[float, float]) -> Bar:
    low, high = scale
    place, stop = (100 * (value - low) / (high - low) for value in (start, end))
    width = max(stop - place, _THIN)
    return Bar(round(min(max((place + stop - width) / 2, 0), 100 - _THIN), 2), round(width, 2))


def _bounds(expected: Expectation) -> tuple[float, float]:
    return expected.value - expected.tolerance, expected.value + expected.tolerance


def _ends(measured: Measurement) -> tuple[float, float]:
    if (interval := measured.interval) is None:
        return measured.value, measured.value
    return interval.low, interval.high
