"""From the values of several seeds to one measurement with its interval."""

from collections.abc import Sequence

import numpy as np

from tracker.model.reproduction import Interval, Measurement

__all__ = ["Interval", "Measurement", "measure"]

_LEVEL = 0.95
_RESAMPLES = 9_999


def measure(
    name: str, values: Sequence[float], *, seeds: Sequence[int] = (), unit: str | None = None
) -> Measurement:
    """Return the mean of repetitions, and the interval in which it lies.

    The interval is a percentile bootstrap of the mean over the repetitions; where all are equal it
    has no width, and nothing is left to chance.

    Parameters
    ----------
    values
        One for each repetition, in the measurement's unit.
    seeds
        Of the repetitions, in the same order.

    Raises
    ------
    ValueError
        If there is no value.

    Examples
    --------
    >>> measure("accuracy", [1.0, 1.0, 1.0], seeds=[0, 1, 2]).interval
    Interval(low=1.0, high=1.0, level=1.0, method='all 3 repetitions agree')
    >>> found = measure("accuracy", [0.5, 0.6, 0.7, 0.6], seeds=[0, 1, 2, 3])
    >>> round(found.value, 6), found.interval.low < 0.6 < found.interval.high
    (0.6, True)
    """
    if not values:
        raise ValueError(f"{name}: no value was measured")
    return Measurement(
        name=name, value=float(np.mean(values)), unit=unit, n=len(values),
        interval=_interval(values), seeds=tuple(seeds),
    )  # fmt: skip


def _interval(values: Sequence[float]) -> Interval | None:
    if len(values) == 1:
        return None
    if min(values) == max(values):
        return Interval(
            low=float(values[0]), high=float(values[0]), level=1.0,
            method=f"all {len(values)} repetitions agree",
        )  # fmt: skip
    # As scipy.stats.bootstrap, to the last digit (a test compares them): its import takes longer
    # than most experiments, and a check that names no package is to run without any.
    drawn = np.random.default_rng(0).integers(len(values), size=(_RESAMPLES, len(values)))
    means = np.asarray(values, dtype=float)[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Interval(
        low=float(low), high=float(high), level=_LEVEL,
        method=f"bootstrap over {len(values)} repetitions",
    )  # fmt: skip
