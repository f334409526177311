"""PLADIS (arXiv 2503.07677), Table 1: evaluations of the network in a sampling loop."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, counts
from tracker.reproduce.helpers.results import Result

from .attention import SCALE, Weights, dense, entmax15, extrapolated

Array: TypeAlias = npt.NDArray[np.float64]
_PATCHES, _PROMPT, _CHANNELS = 16, 77, 64


class _Denoiser:
    """A layer of cross-attention with random weights, which counts its calls."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.calls = 0
        self._query, self._key, self._value = rng.normal(
            scale=_CHANNELS**-0.5, size=(3, _CHANNELS, _CHANNELS)
        )
        self._prompt = rng.normal(size=(_PROMPT, _CHANNELS))

    def __call__(self, image: Array, weights: Weights) -> Array:
        self.calls += 1
        keys, values = self._prompt @ self._key, self._prompt @ self._value
        away: Array = image - weights(image @ self._query @ keys.T / _CHANNELS**0.5) @ values
        return away


def extra_evaluations(*, steps: int = 20, inside: bool = True) -> Result:
    """Count the calls of a denoiser with PLADIS and without it.

    Parameters
    ----------
    inside
        Whether PLADIS extrapolates inside the attention; False takes the idea out and extrapolates
        two outputs, as guidance does.
    """
    calls = {
        "without PLADIS": _sample(steps, dense),
        "PLADIS": _sample(steps, extrapolated(SCALE)) if inside else _guided(steps),
        "two outputs extrapolated": _guided(steps),
    }
    names = ("evaluations_ratio", "evaluations_ratio_outside")
    ratios = [count / calls["without PLADIS"] for count in list(calls.values())[1:]]
    return Result(
        measurements=tuple(
            measure(name, [ratio], unit="calls per call without")
            for name, ratio in zip(names, ratios, strict=True)
        ),
        picture=counts(
            pd.DataFrame({"count": calls}), [GREY, BLUE, ORANGE],
            title=f"Calls of the denoiser in {steps} steps",
            words="; ".join(f"{name}: {count} calls" for name, count in calls.items()) + ".",
        ),
    )  # fmt: skip


def _sample(steps: int, weights: Weights) -> int:
    """Return the calls of a loop that asks the denoiser with one kind of attention."""
    rng = np.random.default_rng(0)
    denoiser, image = _Denoiser(rng), rng.normal(size=(_PATCHES, _CHANNELS))
    for _ in range(steps):
        image = image - denoiser(image, weights) / steps
    return denoiser.calls


def _guided(steps: int) -> int:
    """Return the calls of a loop that extrapolates the denoiser's outputs."""
    rng = np.random.default_rng(0)
    denoiser, image = _Denoiser(rng), rng.normal(size=(_PATCHES, _CHANNELS))
    for _ in range(steps):
        sparse, plain = denoiser(image, entmax15), denoiser(image, dense)
        image = image - (SCALE * sparse + (1 - SCALE) * plain) / steps
    return denoiser.calls
