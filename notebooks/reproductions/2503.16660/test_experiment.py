"""Adaptive Token Reduction: the untrained selector, and training with the clamp put back."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from . import experiment

ROOM = Path(__file__).parent
SEEDS, STEPS = (0, 1), 100


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Let no thread wait for another: on a loaded machine they did so for minutes."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@cache
def selected(*, trained: bool = True) -> Result:
    return experiment.selected(SEEDS, STEPS, trained=trained)


@cache
def clamped(*, clamp: float | None = None) -> Result:
    return experiment.clamped(SEEDS[:1], STEPS, clamp=clamp)


def test_a_selector_that_was_not_trained_does_not_beat_chance() -> None:
    check = "selector-over-fair-random"
    assert verdict(ROOM, check, selected(trained=False).measurements) != "holds"
    for left in broken(ROOM, check, selected().measurements):
        assert verdict(ROOM, check, left) == "inconclusive"


def test_with_the_clamp_put_back_nothing_collapses() -> None:
    check = "clamp-holds-the-share"
    assert verdict(ROOM, check, clamped(clamp=experiment.KEPT).measurements) != "holds"
    for left in broken(ROOM, check, clamped().measurements):
        assert verdict(ROOM, check, left) == "inconclusive"


def test_all_tokens_have_the_same_mean_norm_and_four_are_private() -> None:
    tokens, private = experiment.images(20_000, torch.Generator().manual_seed(0))
    norms = tokens.square().sum(dim=2)
    assert private.sum(dim=1).eq(experiment.PRIVATE).all()
    assert float(norms[private].mean()) == pytest.approx(float(norms[~private].mean()), rel=0.25)
