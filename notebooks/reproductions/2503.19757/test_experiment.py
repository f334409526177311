"""Dita in context and fused, trained for a moment: points need tokens of their own."""

from functools import cache
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from .experiment import denoising

ROOM = Path(__file__).parent
CHECK = "in-context-against-fused"


@cache
def compared(*, averaged: bool = False) -> Result:
    return denoising.compared((0, 1), 40, averaged=averaged)


def test_points_that_were_averaged_before_lose_the_lead() -> None:
    assert verdict(ROOM, CHECK, compared(averaged=True).measurements) != "holds"
    for left in broken(ROOM, CHECK, compared().measurements):
        assert verdict(ROOM, CHECK, left) == "inconclusive"


def test_the_fused_policy_has_at_least_as_many_parameters() -> None:
    assert denoising._size(denoising.Fused()) >= denoising._size(denoising.InContext())


def test_the_schedule_starts_clean_and_ends_in_noise() -> None:
    signal = denoising.kept_signal()
    assert float(signal[0]) > 0.99
    assert float(signal[-1]) < 0.01
    assert bool((signal.diff() < 0).all())


def test_the_chunk_leads_to_the_named_point() -> None:
    points, named, chunk = denoising.scenes(5, torch.Generator().manual_seed(0))
    walked = denoising._SCALE * chunk.sum(dim=1)
    assert torch.allclose(walked, points[torch.arange(5), named])
