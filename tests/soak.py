"""How much of a long suite is run: a thin slice by `make test`, the whole by `make soak`.

The one place that asks. A test whose amount is told by `amount` is marked ``soak``, so that
`make soak` runs these tests and no others.
"""

import os

WHOLE = os.environ.get("SOAK") == "whole"


def amount(thin: int, whole: int) -> int:
    """Return how many times something is done, now."""
    return whole if WHOLE else thin
