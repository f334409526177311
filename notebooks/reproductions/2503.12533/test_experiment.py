"""Being-0: the chance of as many successes, by another way and on other counts."""

import itertools
from pathlib import Path

import pytest

from tracker.reproduce.judging import broken, verdict

from . import experiment

ROOM = Path(__file__).parent
CHECK = "adjustment-beyond-chance"


def test_counts_that_differ_widely_pass_and_equal_ones_do_not() -> None:
    wide = experiment.adjusted(dict.fromkeys(experiment.ADJUSTED, (1, 5)))
    assert verdict(ROOM, CHECK, wide.measurements) == "holds"
    for left in broken(ROOM, CHECK, wide.measurements):
        assert verdict(ROOM, CHECK, left) == "inconclusive"
    even = experiment.adjusted(dict.fromkeys(experiment.ADJUSTED, (3, 3)))
    assert verdict(ROOM, CHECK, even.measurements) == "does not hold"


def test_the_chance_is_the_share_of_all_ways_to_deal_the_successes() -> None:
    trials = 2 * experiment.TRIALS
    ways = [
        sum(place < experiment.TRIALS for place in places)
        for places in itertools.combinations(range(trials), 6)
    ]
    share = sum(number >= 4 for number in ways) / len(ways)
    assert experiment.chance_of({"one": (2, 4)}) == pytest.approx(share)


def test_two_tasks_are_dealt_apart() -> None:
    both = experiment.chance_of({"one": (0, 5), "other": (5, 5)})
    assert both == pytest.approx(experiment.chance_of({"one": (0, 5)}))
