"""PLADIS (arXiv 2503.07677): attention extrapolated from dense beyond sparse.

With scores z = QKᵀ/√d, at α = 1.5 and λ = 2 as in the captions of Figures 5 and 10::

    A = λ entmax(z) + (1 - λ) softmax(z)

λ = 0 is the model's own attention, λ = 1 the sparse one. α-entmax (Peters, Niculae and Martins
2019) is p = [(α - 1) z - τ]₊^(1/(α - 1)), with τ such that the weights sum to 1.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import softmax

from tracker.reproduce.helpers.measuring import Measurement, measure
from tracker.reproduce.helpers.pictures import BLUE, GREEN, ORANGE, Plot, curves
from tracker.reproduce.helpers.results import Result

Array: TypeAlias = npt.NDArray[np.float64]
Weights: TypeAlias = Callable[[Array], Array]
"""From scores to weights, row by row."""

SCALE = 2.0
"""λ of the paper."""
_KEYS, _DIMENSIONS = 77, 64
"""Tokens of a prompt in CLIP, channels of a head."""
_STEP = 0.5
_SIGMAS = np.arange(0, 5.01, _STEP)
_CLAIMED = 2.0
"""The checks speak of noise up to here."""


def dense(scores: Array) -> Array:
    """Return softmax over the last axis."""
    weights: Array = softmax(scores, axis=-1)
    return weights


def entmax15(scores: Array) -> Array:
    """Return 1.5-entmax over the last axis, in closed form.

    With x = z/2 sorted, the k largest in the support and their mean m and variance v, the weights
    (x - τ)² sum to 1 at τ = m - √(1/k - v); k is the largest for which τ is below the k-th.

    Examples
    --------
    >>> entmax15(np.array([2.0, 0.0, -1.0])).tolist()
    [1.0, 0.0, 0.0]
    >>> entmax15(np.zeros(4)).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    x = (scores - scores.max(axis=-1, keepdims=True)) / 2
    ordered = -np.sort(-x, axis=-1)
    k = np.arange(1, x.shape[-1] + 1)
    mean = ordered.cumsum(axis=-1) / k
    variance = (ordered**2).cumsum(axis=-1) / k - mean**2
    thresholds = mean - np.sqrt(np.maximum(1 / k - variance, 0))
    last = (thresholds <= ordered).sum(axis=-1, keepdims=True) - 1
    weights: Array = np.maximum(x - np.take_along_axis(thresholds, last, axis=-1), 0) ** 2
    return weights


MAPS: Mapping[str, Weights] = {"entmax15": entmax15, "dense": dense}


def sparse_retrieval(
    seeds: Sequence[int], *, queries: int = 2000, sparse: str = "entmax15",
    noise: float = _CLAIMED,
) -> Result:  # fmt: skip
    """Compare sparse with dense attention as the memory of a Hopfield network, by noise.

    Parameters
    ----------
    sparse
        The sparse map, by its name in `MAPS`; ``dense`` takes the idea out.
    noise
        The largest σ that counts.
    """
    errors = _errors(seeds, queries, {"softmax": 0, "1.5-entmax": 1}, MAPS[sparse])
    ratio, without = (errors[name] / errors["softmax"] for name in ("1.5-entmax", "softmax"))
    return Result(
        measurements=(
            _worst("worst_error_ratio_sparse", ratio, seeds, noise),
            _worst("worst_error_ratio_dense", without, seeds),
            _worst("worst_error_ratio_noiseless", ratio, seeds, 0.0),
            measure("reversal_sparse", _reversals(ratio), unit="sigma", seeds=seeds),
        ),
        picture=_retrieved(
            errors,
            {"softmax": ORANGE, "1.5-entmax": BLUE},
            "1.5-entmax",
            ratio,
            f"Sparse attention finds a noisy key better than softmax up to σ ="
            f" {np.mean(_reversals(ratio)):.1f}, and worse beyond",
        ),
    )


def extrapolated_retrieval(
    seeds: Sequence[int], *, queries: int = 2000, scale: float = SCALE
) -> Result:
    """Compare PLADIS with dense attention in the same memory.

    Parameters
    ----------
    scale
        λ of the idea; 0 is the model's own attention, which takes the idea out.
    """
    scales = {"softmax": 0, "1.5-entmax": 1, "PLADIS": scale}
    errors = _errors(seeds, queries, scales, entmax15)
    ratios = {name: each / errors["softmax"] for name, each in errors.items()}
    colours = {"softmax": ORANGE, "1.5-entmax": GREEN, "PLADIS": BLUE}
    worst = ratios["PLADIS"][:, _SIGMAS <= _CLAIMED].max()
    return Result(
        measurements=(
            _worst("worst_error_ratio_pladis", ratios["PLADIS"], seeds),
            _worst("worst_error_ratio_off", ratios["softmax"], seeds),
            _worst("worst_error_ratio_sparse_side", ratios["1.5-entmax"], seeds),
            measure("reversal_pladis", _reversals(ratios["PLADIS"]), unit="sigma", seeds=seeds),
        ),
        picture=_retrieved(
            errors,
            colours,
            f"PLADIS (λ = {scale:g})",
            ratios["PLADIS"],
            f"With λ = {scale:g} the error is up to {worst:.2f} of softmax's: what the sparse map"
            " gains in this memory is not kept",
        ),
    )


def _errors(
    seeds: Sequence[int], queries: int, scales: Mapping[str, float], sparse: Weights
) -> dict[str, Array]:
    """Return for each λ the mean distance from the wanted key after one step (seeds × sigmas).

    Keys have unit length, which is also the error of answering with nothing. A query is a key plus
    σ times normal noise whose length is 1 on average; scores are √64 times inner products, as
    QKᵀ/√d has for keys and queries of length √d.
    """
    found = {name: np.zeros((len(seeds), len(_SIGMAS))) for name in scales}
    for row, seed in enumerate(seeds):
        rng = np.random.default_rng(seed)
        keys = rng.normal(size=(_KEYS, _DIMENSIONS))
        keys /= np.linalg.norm(keys, axis=1, keepdims=True)
        wanted = keys[rng.integers(_KEYS, size=queries)]
        for column, sigma in enumerate(_SIGMAS):
            noise = rng.normal(scale=_DIMENSIONS**-0.5, size=wanted.shape)
            scores = np.sqrt(_DIMENSIONS) * (wanted + sigma * noise) @ keys.T
            of_dense, of_sparse = dense(scores) @ keys, sparse(scores) @ keys
            for name, scale in scales.items():
                away = scale * of_sparse + (1 - scale) * of_dense - wanted
                found[name][row, column] = np.linalg.norm(away, axis=1).mean()
    return found


def _worst(name: str, ratio: Array, seeds: Sequence[int], noise: float = _CLAIMED) -> Measurement:
    """Measure the largest ratio of errors within the noise of which the checks speak."""
    worst = ratio[:, noise >= _SIGMAS].max(axis=1)
    return measure(name, worst.tolist(), unit="of softmax's error", seeds=seeds)


def _reversals(ratio: Array) -> list[float]:
    """Return for each seed the noise beyond which softmax errs less, between two that were tried.

    The largest noise that was tried, where it never does; 0, where it always does.
    """
    found = []
    for row in ratio:
        better = np.flatnonzero(row <= 1)
        at = int(better[-1]) if len(better) else 0
        part = 0.0
        if len(better) and at + 1 < len(row):
            part = (1 - row[at]) / (row[at + 1] - row[at])
        found.append(float(_SIGMAS[at] + part * _STEP))
    return found


def _retrieved(
    errors: Mapping[str, Array], colours: Mapping[str, str], name: str, ratio: Array, title: str
) -> Plot:
    frame = pd.DataFrame(
        {key: each.mean(axis=0) for key, each in errors.items()},
        index=pd.Index(_SIGMAS, name="noise σ, in lengths of a key"),
    )
    worst = ratio[:, _SIGMAS <= _CLAIMED].max()
    return curves(
        frame, colours, y="mean distance from the key",
        title=title,
        words=f"Up to σ = {_CLAIMED:g} the error of {name} is at most {worst:.2f} of softmax's."
        f" Beyond σ = {np.mean(_reversals(ratio)):.2f} the order reverses: at σ ="
        f" {_SIGMAS[-1]:g} it is {ratio[:, -1].mean():.2f} of softmax's.",
    )  # fmt: skip
