"""How much of a long suite is run: a thin slice by `make test`, the whole by `make soak`.

The one place that asks. A test whose amount is told here is marked ``soak``, so that `make soak`
runs these tests and no others.
"""

import os
from collections.abc import Mapping, Sequence
from typing import TypeVar

Case = TypeVar("Case")

WHOLE = os.environ.get("SOAK") == "whole"


def amount(thin: int, whole: int) -> int:
    """Return how many times something is done, now."""
    return whole if WHOLE else thin


def part(cases: Sequence[Case], every: int) -> Sequence[Case]:
    """Return the cases that are tried, now: all, or each so-many-th, the first among them."""
    return cases if WHOLE else cases[::every]


def named(cases: Mapping[str, Case], every: int) -> Mapping[str, Case]:
    """Return the named cases that are tried, now."""
    return {name: cases[name] for name in part(list(cases), every)}
