"""RWKV-7: the two languages, the proof's own weights, and blocks that are trained small."""

from pathlib import Path

import numpy as np
import pytest

from tracker.reproduce.judging import broken, verdict

from .experiment.tasks import PARITY, SWAPS, Task

ROOM = Path(__file__).parent


@pytest.mark.parametrize("task", [PARITY, SWAPS], ids=lambda task: task.name)
def test_the_reflections_of_the_proof_follow_any_word(task: Task) -> None:
    words, right = task.draw(np.random.default_rng(3), 200, 64)
    assert (task.by_reflections(words) == right).all()
    assert set(np.unique(right)) == set(range(task.answers))


def test_swapping_twice_changes_nothing_and_a_swap_elsewhere_neither() -> None:
    words, right = SWAPS.draw(np.random.default_rng(0), 500, 2)
    twice = words[:, 0] == words[:, 1]
    assert twice.any()
    assert (right[twice, 1] == 0).all()
    elsewhere = (words >= 4).all(axis=1)  # the first four symbols swap the first object
    assert (right[elsewhere] == 0).all()


def test_parity_is_learnt_in_the_range_of_the_proof_alone() -> None:
    pytest.importorskip("torch")
    from .experiment import tracking  # noqa: PLC0415  it needs torch

    result = tracking.parity((0, 1), steps=150, length=8)
    assert verdict(ROOM, "parity-trained", result.measurements) == "holds"
    assert verdict(ROOM, "parity-as-released", result.measurements) == "does not hold"
    for check in ("parity-trained", "parity-as-released"):
        for left in broken(ROOM, check, result.measurements):
            assert verdict(ROOM, check, left) == "inconclusive"
    assert "chance is 1 in 2" in result.plot().words
