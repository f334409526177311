"""RWKV-7: what holds with the generalised delta rule, and does not without it."""

from pathlib import Path

import pytest

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import verdict

from . import experiment as rwkv7

ROOM = Path(__file__).parent


def quick(seed: int) -> tuple[int, ...]:
    return tuple(range(1000 * seed, 1000 * seed + 3))


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_tracks_the_permutation_with_a_reflection(seed: int) -> None:
    assert judged("state-tracking", rwkv7.state_tracking(quick(seed), steps=500)) == "holds"


@pytest.mark.parametrize("reflection", [1.9, 1.0, 0.5])
def test_no_permutation_is_tracked_without_a_full_reflection(reflection: float) -> None:
    result = rwkv7.state_tracking(quick(0), steps=500, reflection=reflection)
    assert judged("state-tracking", result) != "holds"


def test_a_diagonal_transition_is_right_only_where_the_swaps_cancel() -> None:
    """In one step of 5! = 120, about."""
    found = {each.name: each.value for each in rwkv7.state_tracking(quick(0)).measurements}
    assert found["exact_steps_diagonal"] == pytest.approx(1 / 120, abs=0.01)
    assert found["exact_steps_c_1"] == 0
    assert found["exact_steps"] == 1


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_has_the_same_states_in_parallel(seed: int) -> None:
    result = rwkv7.parallel_form(quick(seed)[:1], tokens=64)
    assert judged("parallel-form", result) == "holds"


def test_the_parallel_form_needs_the_delta_term() -> None:
    result = rwkv7.parallel_form(quick(0)[:1], tokens=64, delta=False)
    assert judged("parallel-form", result) != "holds"


@pytest.mark.parametrize("tokens", [1, 2, 7, 16])
def test_a_scan_of_any_length_agrees(tokens: int) -> None:
    found = rwkv7.parallel_form([0], tokens=tokens, channels=8).measurements[0]
    assert found.value < 1e-14


def test_what_is_carried_does_not_grow_unless_all_keys_and_values_are_kept() -> None:
    assert judged("constant-state", rwkv7.constant_state(lengths=(16, 64))) == "holds"
    cached = rwkv7.constant_state(lengths=(16, 64), carry=rwkv7.cached)
    assert judged("constant-state", cached) != "holds"


def test_the_arrays_have_the_printed_size_and_all_parts_are_needed() -> None:
    result = rwkv7.state_size()
    assert judged("state-size", result) == "holds"
    assert result.frame.to_numpy().sum() == 1_622_016
    assert judged("state-size", rwkv7.state_size(shift=False)) != "holds"


def test_another_size_of_model_is_told_apart() -> None:
    assert judged("state-size", rwkv7.state_size(layers=12, channels=768)) != "holds"


def test_the_picture_says_in_words_what_it_shows() -> None:
    plot = rwkv7.state_tracking([0], steps=20).plot()
    assert plot.png().startswith(b"\x89PNG")
    assert "c = 2" in plot.words
