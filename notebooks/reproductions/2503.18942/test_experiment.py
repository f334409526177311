"""Video-T1's tree on small toys: without the verifier at the beginnings its lead is gone."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from .experiment import search, table

ROOM = Path(__file__).parent
SEEDS, SEARCHES = (0, 1, 2, 3), 400


@cache
def searched(*, blind: bool = False) -> Result:
    return search.search(SEEDS, SEARCHES, blind=blind)


@pytest.mark.parametrize("check", ["tree-at-equal-cost", "similar-score-at-lower-cost"])
def test_without_the_verifier_at_the_beginnings_the_answer_turns(check: str) -> None:
    with_idea = verdict(ROOM, check, searched().measurements)
    without = verdict(ROOM, check, searched(blind=True).measurements)
    assert with_idea == "holds"
    assert without == "does not hold"
    for left in broken(ROOM, check, searched().measurements):
        assert verdict(ROOM, check, left) == "inconclusive"


def test_a_pick_that_is_drawn_gains_nothing_from_more_videos() -> None:
    check = "verifier-with-heavy-tails"
    drawn = search.more_videos(SEEDS[:3], 2_000, blind=True, sizes=(4, 64))
    assert abs(drawn.measurements[0].value) < 0.1
    assert verdict(ROOM, check, drawn.measurements) == "does not hold"
    for left in broken(ROOM, check, drawn.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"


def test_a_perfect_verifier_finds_the_best_of_many() -> None:
    def perfect(_: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return np.zeros(shape)

    best = search.linear(np.random.default_rng(0), 2000, 10, noise=perfect)
    expected = 1.5388  # of the largest of ten standard normal numbers
    assert best.mean() == pytest.approx(expected, abs=0.05)


def test_both_errors_have_the_same_median_size() -> None:
    sizes = [
        np.median(np.abs(noise(np.random.default_rng(0), (100_000,))))
        for noise in (search.gaussian, search.heavy_tailed)
    ]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.02)


def test_one_planted_gain_is_seen() -> None:
    check = "printed-gains"
    rows = {
        model: [
            (before, after, round(table.gain(before, after), places), places)
            for before, after, _, places in row
        ]
        for model, row in table.TABLE.items()
    }
    good = table.printed_gains(rows)
    assert verdict(ROOM, check, good.measurements) == "holds"
    for left in broken(ROOM, check, good.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
    before, after, gained, places = rows["NOVA"][4]
    rows["NOVA"][4] = (before, after, gained + 1, places)
    planted = table.printed_gains(rows)
    assert planted.measurements[0].value == 1
    assert verdict(ROOM, check, planted.measurements) == "does not hold"
