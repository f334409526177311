"""DAPO: steps against chance, and policies that learn."""

from pathlib import Path

import numpy as np
import pytest

from tracker.reproduce.judging import broken, verdict

from .experiment import ladder, learning

ROOM = Path(__file__).parent


def test_a_step_is_measured_in_errors_that_drawn_answers_have() -> None:
    rng = np.random.default_rng(0)
    drawn = [100 * rng.binomial(960, rate, 4000) / 960 for rate in (0.44, 0.52)]
    least = next(one for one in ladder.steps(whole=True).measurements if "smallest" in one.name)
    assert least.interval is not None
    assert least.interval.low == pytest.approx(8 / np.std(drawn[1] - drawn[0]), rel=0.05)
    assert least.interval.high == pytest.approx(least.interval.low * 2**0.5)


def test_single_steps_are_within_chance_and_the_ladder_is_not() -> None:
    single, whole = ladder.steps().measurements, ladder.steps(whole=True).measurements
    assert verdict(ROOM, "steps-beyond-chance", single) == "does not hold"
    assert verdict(ROOM, "steps-beyond-chance", whole) == "holds"
    for left in broken(ROOM, "steps-beyond-chance", single):
        assert verdict(ROOM, "steps-beyond-chance", left) == "inconclusive"


def test_a_policy_learns_and_the_same_seed_learns_the_same() -> None:
    one, other = (learning.learned(1, learning.Way(), rollouts=8) for _ in range(2))
    assert one == other
    assert one.right[-1] > one.right[0] + 0.1, "it has learnt"
    assert one.answered == tuple(range(0, 9 * 1024, 1024))
    assert 0 < one.stopped < 0.2


def test_dynamic_sampling_throws_answers_away_and_fills_the_batch() -> None:
    path = learning.learned(1, learning.Way(dynamic=True), rollouts=4)
    assert path.answered[-1] > 4 * 1024


def test_training_ends_where_its_goal_is_reached() -> None:
    path = learning.learned(1, learning.Way(), rollouts=8, goal=0.4)
    assert path.right[-1] >= 0.4 > path.right[-2]


def test_each_picture_says_what_was_found() -> None:
    clip = learning.clip_higher((0,), rollouts=3)
    sampling = learning.dynamic_sampling((0,), rollouts=3)
    for result in (ladder.steps(), clip, sampling):
        assert result.plot().figure().axes
        assert result.plot().words.endswith(".")
