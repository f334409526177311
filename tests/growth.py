"""How the work of something grows with what it is given: in processor time, by ratios alone."""

import gc
import math
import time
from collections.abc import Callable

_FLOOR = 0.004
"""Seconds; what takes less says nothing about growth."""
_FEW, _MANY = 2, 15
_LINEAR = 1.2
"""What is surely enough; a busy machine needs more rounds to come as low."""


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of this thread that `work` takes, once.

    Without the collector: it goes through what all tests before have left, and how often it does
    so grows with the work.
    """
    collects = gc.isenabled()
    gc.disable()
    started = time.thread_time()
    try:
        work()
        return time.thread_time() - started
    finally:
        if collects:
            gc.enable()


def exponent(work: Callable[[int], Callable[[], object]], size: int, times: int = 4) -> float:
    """Return how the work grows from `size` to `times` as much: 1 is linear, 2 is quadratic.

    Parameters
    ----------
    work
        Prepares the work of a size; only what it returns is measured.
    """
    least = [math.inf, math.inf]
    found = math.inf
    for tried in range(1, _MANY + 1):
        for place, amount in enumerate((size, times * size)):
            least[place] = min(least[place], max(seconds(work(amount)), _FLOOR))
        found = math.log(least[1] / least[0]) / math.log(times)
        if tried >= _FEW and found < _LINEAR:
            break
    return found
