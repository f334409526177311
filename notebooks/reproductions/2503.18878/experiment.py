"""SAE-Reasoning (arXiv 2503.18878): ReasonScore on activations in which the features are planted.

As in extraction/compute_score.py of the release (at 2cbfbff): for a feature i with mean activation
p_i near reasoning words, n_i elsewhere, and normalised entropy H_i of its means over the words::

    ReasonScore_i = p_i / Σp · H_i^α - n_i / Σn

Near is 1 token before a word to 2 after it; α = 0.7 (extraction/scripts/compute_score.sh), and
extraction/reason_tokens.json has ten groups of words.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import entr

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREEN, GREY, ORANGE, PINK, curves
from tracker.reproduce.helpers.results import Result, Value

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
"""For each token the group of its reasoning word, from 1; 0 for all other tokens."""

ALPHA = 0.7
_GROUPS = 10
_BEFORE, _AFTER = 1, 2
_RATE = 0.02
"""Share of the tokens that are reasoning words, each group equally often."""
_NOISE = 200
_EPSILON = 1e-12
"""As in the release: a feature that never fires near a word has no entropy."""
_COLOURS = {"planted": BLUE, "one word": ORANGE, "always on": GREEN, "avoids the words": PINK,
            "best of the noise": GREY}  # fmt: skip
_GRID = np.round(np.arange(0, 1.51, 0.05), 2)
_NAMED = list(_COLOURS)[:4]
"""The features before those of noise, in their order."""


class Scene(Value, frozen=True, kw_only=True):
    """Tokens, and what the features do on them."""

    labels: Labels
    features: Array
    """Tokens × features, none below zero."""


def scene(seed: int, *, tokens: int, strength: float = 15.0) -> Scene:
    """Plant the features in a stream of tokens.

    *planted* fires at nine in ten tokens near any reasoning word, *one word* near the first group
    alone but `strength` times as strongly, both now and then elsewhere; *always on* everywhere,
    *avoids the words* at half of the other tokens, each feature of noise at one token in twenty.
    """
    rng = np.random.default_rng(seed)
    words = np.flatnonzero(rng.random(tokens) < _RATE)
    labels = np.zeros(tokens, dtype=np.int64)
    labels[words] = 1 + rng.permutation(np.arange(len(words)) % _GROUPS)
    near = _near(labels)
    anywhere, first = near.any(axis=0), near[0]
    chance = np.stack([
        np.where(anywhere, 0.9, 0.002), np.where(first, 0.9, 0.002), np.ones(tokens),
        np.where(anywhere, 0.0, 0.5),
    ], axis=1)  # fmt: skip
    named = rng.random(chance.shape) < chance
    noise = rng.random((tokens, _NOISE), dtype=np.float32) < 0.05
    fires = np.hstack([named, noise])
    features = np.zeros(fires.shape)
    at = np.flatnonzero(fires)
    features.ravel()[at] = rng.gamma(4, 1 / 4, size=len(at))
    features[:, _NAMED.index("one word")] *= strength
    return Scene(labels=labels, features=features)


def reason_score(features: Array, labels: Labels, *, alpha: float = ALPHA) -> Array:
    """Return the ReasonScore of each feature."""
    share, entropy, elsewhere = _parts(features, labels)
    return share * entropy**alpha - elsewhere


def entropy_penalty(
    seeds: Sequence[int], *, tokens: int = 65_536, alpha: float = ALPHA, strength: float = 15.0
) -> Result:
    """Rank the planted feature with the entropy penalty and without it.

    Parameters
    ----------
    alpha
        Exponent of the penalty; 0 takes the idea out.
    strength
        Of the rival that fires at one word, in that of the planted feature.
    """
    ranks: list[float] = []
    ranks_alone: list[float] = []
    ranks_without: list[float] = []
    needed: list[float] = []
    last: list[float] = []
    curve = np.zeros((len(_GRID), len(_COLOURS)))
    for seed in seeds:
        given = scene(seed, tokens=tokens, strength=strength)
        share, entropy, elsewhere = _parts(given.features, given.labels)
        ranks.append(_rank(share * entropy**alpha - elsewhere, 0))
        ranks_without.append(_rank(share - elsewhere, 0))
        alone = scene(seed, tokens=tokens, strength=0.0)
        ranks_alone.append(_rank(reason_score(alone.features, alone.labels, alpha=alpha), 0))
        last.append(_rank(share * entropy**alpha - elsewhere, _NAMED.index("avoids the words")))
        scores = share * entropy ** _GRID[:, None] - elsewhere
        needed.append(float(_GRID[scores[:, 0] > np.delete(scores, 0, axis=1).max(axis=1)][0]))
        curve += np.column_stack([scores[:, :4], scores[:, 4:].max(axis=1)]) / len(seeds)
    frame = pd.DataFrame(curve, columns=list(_COLOURS), index=pd.Index(_GRID, name="α"))
    return Result(
        measurements=(
            measure("rank_planted", ranks, seeds=seeds),
            measure("rank_planted_without_penalty", ranks_without, seeds=seeds),
            measure("rank_planted_without_rival", ranks_alone, seeds=seeds),
            measure("alpha_needed", needed, seeds=seeds),
            measure("rank_avoiding", last, seeds=seeds),
        ),
        picture=curves(
            frame,
            _COLOURS,
            y="ReasonScore",
            title=f"A strong feature of one word loses to the planted one from α ="
            f" {np.mean(needed):.2f} on; the paper has {ALPHA:g}",
            words=f"At α = {alpha:g} the planted feature has rank {np.mean(ranks):g} of"
            f" {given.features.shape[1]}, without the penalty {np.mean(ranks_without):g}; it comes"
            f" first from α = {np.mean(needed):.2f} on.",
        ),
    )


def _rank(scores: Array, feature: int) -> float:
    """Return the place of a feature, from 1; equals count against it."""
    return float((scores >= scores[feature]).sum())


def _parts(features: Array, labels: Labels) -> tuple[Array, Array, Array]:
    """Return p/Σp, H and n/Σn of each feature."""
    near = _near(labels)
    anywhere = near.max(axis=0)
    by_word = near @ features / np.maximum(near.sum(axis=1, keepdims=True), 1)
    entropy = entr(by_word / (by_word.sum(axis=0) + _EPSILON)).sum(axis=0) / np.log(_GROUPS)
    positive, negative = anywhere @ features, (1 - anywhere) @ features
    return positive / positive.sum(), entropy, negative / negative.sum()


def _near(labels: Labels) -> Array:
    """Return for each group of words which tokens are near one of them (groups × tokens)."""
    hits = labels == np.arange(1, _GROUPS + 1)[:, None]
    near = np.zeros(hits.shape)
    for shift in range(-_BEFORE, _AFTER + 1):
        to = slice(max(shift, 0), min(shift, 0) or None)
        of = slice(max(-shift, 0), min(-shift, 0) or None)
        near[:, to] = np.maximum(near[:, to], hits[:, of])
    return near
