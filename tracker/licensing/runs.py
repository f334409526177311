"""Runs of words that a licence covers, and what was put between them."""

from collections.abc import Sequence
from itertools import groupby

MISS = 4
"""A licence made of two others stands in a file of both, but for its joints: they weigh more."""
PHRASE = 6
"""Words; fewer in a row may stand in any text."""
GAP = 25
BLOCK = 15
"""Words; a block of a licence's text has at least so many, and a longer gap ends it."""
RUN = 3
"""Words; fewer that are not covered are a matter of wording."""


def worth_of(hits: int, size: int) -> int:
    """Return how much of a text a licence explains, less what it has and the text has not."""
    return hits - MISS * (size - hits)


def inserted(covered: Sequence[bool], first: int, last: int) -> list[list[int]]:
    """Return the runs of words that were put in, those together between which little stands."""
    runs: list[list[int]] = []
    for at in range(first, last + 1):
        if covered[at]:
            continue
        if runs and at - runs[-1][-1] <= RUN + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def blocks_of(covered: Sequence[bool]) -> list[tuple[int, int]]:
    """Return first and last word of each block of covered words; short phrases are by chance."""
    runs: list[list[int]] = []
    for flag, group in groupby(range(len(covered)), key=lambda at: covered[at]):
        places = list(group)
        if not flag or len(places) < PHRASE:
            continue
        if runs and places[0] - runs[-1][1] <= GAP:
            runs[-1][1], runs[-1][2] = places[-1], runs[-1][2] + len(places)
        else:
            runs.append([places[0], places[-1], len(places)])
    long = [run for run in runs if run[2] >= BLOCK] or runs or [[0, len(covered) - 1, 0]]
    return [(first, last) for first, last, _ in long]
