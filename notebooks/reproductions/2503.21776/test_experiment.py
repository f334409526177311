"""Video-R1: what group normalisation leaves of the temporal bonus."""

from pathlib import Path

import numpy as np
import pytest
from scipy.special import beta, comb
from scipy.stats import binom

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import checks, verdict

from . import experiment as video_r1

ROOM = Path(__file__).parent
GROUPS = 2000


def quick(seed: int) -> tuple[int, ...]:
    return tuple(range(1000 * seed, 1000 * seed + 3))


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_finds_no_trace_of_the_bonus(seed: int) -> None:
    result = video_r1.bonus_in_advantage(quick(seed), groups=GROUPS)
    assert judged("bonus-in-advantage", result) == "does not hold"


def test_without_the_division_the_same_experiment_shows_the_bonus() -> None:
    result = video_r1.bonus_in_advantage(quick(0), groups=GROUPS, divided=False)
    assert judged("bonus-in-advantage", result) == "holds"


def test_what_is_left_is_the_summand_below_the_division() -> None:
    """The largest advantage of eight, and the least deviation: one correct, or one wrong."""
    least = np.sqrt(1 / 8)
    largest = 7 / 8 * 1e-4 * (1 / least**2) * (1 - 1 / 1.3)
    found = video_r1.bonus_in_advantage(quick(0), groups=GROUPS).measurements[0]
    assert found.value == pytest.approx(largest, rel=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_finds_hardly_a_trace_beside_the_length_reward(seed: int) -> None:
    result = video_r1.bonus_with_length_reward(quick(seed), groups=GROUPS)
    assert judged("bonus-with-length-reward", result) == "does not hold"


def test_without_the_division_the_bonus_shows_beside_the_length_reward() -> None:
    result = video_r1.bonus_with_length_reward(quick(0), groups=GROUPS, divided=False)
    assert judged("bonus-with-length-reward", result) == "holds"


def test_graded_rewards_keep_a_part_of_the_bonus() -> None:
    """So that the check says what it says of two values, and no more."""
    gains = video_r1.bonus_in_advantage(quick(0), groups=GROUPS).frame["as in eq. 3"]
    assert gains["0 or 1"] < 1e-3 < gains["0 or 1, and format"] < gains["graded"]
    assert gains["graded"] > 0.05


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_grants_the_bonus_to_more_than_half_where_order_tells_nothing(
    seed: int,
) -> None:
    result = video_r1.bonus_condition(quick(seed), groups=GROUPS)
    assert judged("bonus-condition", result) == "does not hold"


def test_compared_as_they_are_the_shares_grant_it_to_fewer_than_half() -> None:
    result = video_r1.bonus_condition(quick(0), groups=GROUPS, factor=1)
    assert judged("bonus-condition", result) == "holds"


def test_the_exact_share_of_the_control_is_the_one_of_the_registry() -> None:
    exact = sum(
        comb(8, i) * comb(4, j) * beta(i + j + 1, 13 - i - j)
        for i in range(9) for j in range(5) if i / 8 > j / 4
    )  # fmt: skip
    expected = checks(ROOM)["bonus-condition"].control.expected
    assert exact == pytest.approx(expected.value, abs=1e-4)
    assert expected.value + expected.tolerance < 0.5


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.8])
def test_the_bonus_is_granted_as_often_as_the_binomial_says(rate: float) -> None:
    chance = np.random.default_rng(0)
    ordered, shuffled = (chance.uniform(size=(100_000, count)) < rate for count in (8, 4))
    expected = sum(
        binom.pmf(right, 8, rate) * binom.pmf(other, 4, rate)
        for right in range(9) for other in range(5) if right / 8 > 0.8 * other / 4
    )  # fmt: skip
    assert video_r1.granted(ordered, shuffled).mean() == pytest.approx(expected, abs=0.01)


def test_the_answers_of_the_author_are_beside_the_checks() -> None:
    response = checks(ROOM)["bonus-in-advantage"].response
    assert response is not None
    assert response.url == "https://github.com/tulerfeng/Video-R1/issues/51"


def test_each_picture_is_drawn_and_says_in_words_what_it_shows() -> None:
    for result in (video_r1.bonus_in_advantage([0], groups=200),
                   video_r1.bonus_condition([0], groups=200)):  # fmt: skip
        assert result.plot().png().startswith(b"\x89PNG")
        assert "bonus" in result.plot().words
