"""DAPO: what holds with each of its techniques, and does not without it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import verdict

from .experiment import bounds, loss, sampling

ROOM = Path(__file__).parent


def quick(seed: int, count: int = 3) -> tuple[int, ...]:
    return tuple(range(1000 * seed, 1000 * seed + count))


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_gives_all_tokens_one_weight(seed: int) -> None:
    assert judged("token-weight", loss.token_weight(quick(seed), longest=1024)) == "holds"


def test_tokens_of_long_responses_weigh_less_where_samples_are_averaged_first() -> None:
    result = loss.token_weight(quick(0), longest=1024, idea=False)
    assert judged("token-weight", result) != "holds"


def test_averaged_first_a_token_weighs_as_its_response_is_long() -> None:
    lengths, advantage = loss.ragged_batch(0, 4, 256)
    weights = loss.gradient(lengths, advantage, token_level=False) / (lengths * advantage)
    assert weights == pytest.approx(1 / (4 * lengths))


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_keeps_the_gradient_where_micro_batches_know_the_whole(seed: int) -> None:
    assert judged("accumulation", loss.accumulation(quick(seed), longest=256)) == "holds"


def test_a_mean_of_means_has_another_gradient() -> None:
    result = loss.accumulation(quick(0), longest=256, idea=False)
    assert judged("accumulation", result) != "holds"
    assert result.frame["mean of means"].is_monotonic_decreasing


@pytest.mark.parametrize(("ratio", "advantage", "moved"), [
    (1.27, 1, True), (1.29, 1, False), (0.81, -1, True), (0.79, -1, False),
    (1.29, -1, True), (0.79, 1, True),
])  # fmt: skip
def test_the_clip_takes_the_gradient_only_where_the_update_has_gone_far_enough(
    ratio: float, advantage: int, moved: bool
) -> None:
    ends = [
        loss.objective(np.log(np.array([[at]])), np.array([1]), np.array([float(advantage)]))
        for at in (ratio - 1e-3, ratio + 1e-3)
    ]
    assert (ends[0] != ends[1]) is np.bool_(moved)


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_fills_the_batch_with_prompts_that_have_a_gradient(seed: int) -> None:
    result = sampling.zero_gradient(quick(seed, 10), prompts=64)
    assert judged("zero-gradient", result) == "holds"


def test_a_batch_as_drawn_has_prompts_without_a_gradient() -> None:
    result = sampling.zero_gradient(quick(0, 10), prompts=64, idea=False)
    assert judged("zero-gradient", result) != "holds"


@given(st.lists(st.booleans(), min_size=2, max_size=16))
def test_a_group_has_a_gradient_exactly_if_its_answers_differ(correct: list[bool]) -> None:
    rewards = np.where(correct, 1.0, -1.0)
    moved = loss.gradient(np.full(len(correct), 2), loss.advantages(rewards))
    assert moved.any() == (len(set(correct)) == 2)


def test_the_higher_clip_saves_rollouts() -> None:
    assert judged("clip-steps", bounds.clip_steps()) == "holds"
    assert judged("clip-steps", bounds.clip_steps(idea=False)) != "holds"


def test_no_rollout_lifts_the_token_further_than_the_clip_and_a_step() -> None:
    for name, high in (("ε_high 0.28", 1.28), ("ε_high 0.2", 1.2)):
        path = bounds.clip_steps().frame[name].dropna().to_numpy()
        assert (path[1:] / path[:-1]).min() >= high
        assert (path[1:] / path[:-1]).max() < high * 1.01


def test_the_printed_bounds_are_those_of_a_clipped_ratio_alone() -> None:
    assert judged("printed-bounds", bounds.printed_bounds()) == "holds"
    assert judged("printed-bounds", bounds.printed_bounds(idea=False)) != "holds"


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_orders_correct_responses_by_length(seed: int) -> None:
    assert judged("overlong-order", bounds.overlong_order(quick(seed))) == "holds"


def test_a_plain_cut_orders_no_response_that_was_not_cut() -> None:
    result = bounds.overlong_order(quick(0), idea=False)
    assert judged("overlong-order", result) != "holds"


def test_one_token_more_never_costs_more_than_its_share_of_the_interval() -> None:
    lengths = np.arange(bounds.L_MAX - bounds.L_CACHE - 5, bounds.L_MAX + 5)
    steps = -np.diff(bounds.soft_punishment(lengths))
    assert steps.max() == pytest.approx(1 / bounds.L_CACHE)
    assert np.diff(bounds.plain_cut(lengths)).min() == -1


@pytest.mark.parametrize("result", [
    loss.token_weight([0], longest=128), loss.accumulation([0], longest=128),
    sampling.zero_gradient([0], prompts=64), bounds.clip_steps(),
    bounds.printed_bounds(), bounds.overlong_order([0]),
], ids=["weight", "accumulation", "sampling", "steps", "bounds", "overlong"])  # fmt: skip
def test_each_picture_is_drawn_and_says_in_words_what_it_shows(result: Result) -> None:
    assert result.plot().figure().axes
    assert result.plot().words.endswith(".")
    assert not result.frame.empty
