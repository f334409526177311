"""How the work of something grows with what it is given: in processor time, by ratios alone."""

import math
import time
from collections.abc import Callable

_FLOOR = 0.004
"""Seconds; what takes less says nothing about growth."""
_TRIES = 3


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of this thread that `work` takes, once."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def exponent(work: Callable[[int], Callable[[], object]], size: int, times: int = 4) -> float:
    """Return how the work grows from `size` to `times` as much: 1 is linear, 2 is quadratic.

    Parameters
    ----------
    work
        Prepares the work of a size; only what it returns is measured.
    """
    small, large = (
        min(seconds(work(each)) for _ in range(_TRIES)) for each in (size, times * size)
    )
    return math.log(max(large, _FLOOR) / max(small, _FLOOR)) / math.log(times)
