"""DAPO (arXiv:2503.14476, sections 3.1 and 3.4): how far one update may go, and how long an answer.

As in `loss`, ``idea=False`` takes the technique out.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, ORANGE, Plot, curves
from tracker.reproduce.helpers.results import Result

from .loss import GROUP, HIGH, LOW, Lengths, Numbers, advantages

L_MAX, L_CACHE = 20_480, 4_096
"""Tokens: the longest response, and the interval below it that is punished (section 4.1)."""
_TOKENS = 100


def clip_steps(*, start: float = 0.01, goal: float = 0.5, idea: bool = True) -> Result:
    """Count the rollouts in which the clip lets an unlikely token become likely (section 3.1).

    A softmax policy over a hundred tokens climbs the clipped term of one rewarded token until the
    clip takes the gradient away; then comes the next rollout. Terms of other tokens are left out:
    where they are punished, they push this one up, too, and no clip of its own holds that back.
    """
    paths = {eps: _climb(start, goal, eps) for eps in (HIGH, LOW)}
    name = "rollouts from 0.01 to 0.5 with ε_high"
    measured = (
        measure(f"{name} 0.28", [len(paths[HIGH if idea else LOW]) - 1], unit="rollouts"),
        measure(f"{name} 0.2", [len(paths[LOW]) - 1], unit="rollouts"),
    )
    frame = pd.DataFrame({f"ε_high {eps:g}": pd.Series(path) for eps, path in paths.items()})
    frame.index.name = "rollouts"
    return Result(measured, _climbed(frame, goal))


def _climb(start: float, goal: float, eps: float, *, step: float = 0.005) -> list[float]:
    """Return the token's probability after each rollout."""
    logits = np.log(np.concatenate([[start], np.full(_TOKENS - 1, (1 - start) / (_TOKENS - 1))]))
    rewarded = np.arange(_TOKENS) == 0
    path = [start]
    while path[-1] < goal:
        while True:
            policy = np.exp(logits) / np.exp(logits).sum()
            ratio = policy[0] / path[-1]
            if ratio >= 1 + eps:
                break
            logits += step * ratio * (rewarded - policy)
        path.append(float(policy[0]))
    return path


def _climbed(frame: pd.DataFrame, goal: float) -> Plot:
    counts = [frame[name].count() - 1 for name in frame.columns]
    return curves(
        frame, dict(zip(frame.columns, (BLUE, ORANGE), strict=True)),
        y="probability of the token", logarithmic=True, bound=goal,
        title="How fast an unlikely token may rise",
        words=f"From 0.01 to {goal:g} takes {counts[0]} rollouts with ε_high {HIGH:g}, "
        f"and {counts[1]} with {LOW:g}.",
    )  # fmt: skip


def printed_bounds(*, idea: bool = True) -> Result:
    """Compute the two bounds again that section 3.1 prints for ε = 0.2."""
    printed = {0.01: 0.012, 0.9: 1.08}
    frame = pd.DataFrame(
        {
            "printed": printed,
            "ratio clipped": {old: old * (1 + LOW) if idea else old + LOW for old in printed},
            "difference clipped": {old: old + LOW for old in printed},
        }
    )
    frame.index.name = "probability before"
    errors = frame.sub(frame["printed"], axis=0).abs().max()
    name = "largest error of the printed bounds"
    measured = (
        measure(name, [float(errors["ratio clipped"])]),
        measure(f"{name}, differences clipped", [float(errors["difference clipped"])]),
    )
    return Result(measured, _bounds(frame))


def _bounds(frame: pd.DataFrame) -> Plot:
    olds = np.geomspace(0.005, 1, 50)

    def draw(axes: Axes) -> None:
        axes.axhline(1, color=GREY, linewidth=1, label="no probability is larger")
        axes.plot(olds, olds * (1 + LOW), color=BLUE, label="ratio clipped: 1.2 p")
        axes.plot(olds, olds + LOW, color=ORANGE, label="difference clipped: p + 0.2")
        axes.plot(frame.index, frame["printed"], "o", color=INK, label="printed")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("probability before")
        axes.set_ylabel("bound after")
        axes.legend(frameon=False)

    words = (
        "Both printed bounds lie on the line of the clipped ratio; the one of 0.9 is above 1, "
        "so it holds nothing back."
    )
    return Plot(frame, words, draw, title="The bounds that section 3.1 prints", height=3.4)


def soft_punishment(lengths: Lengths) -> Numbers:
    """Return the reward by length (eq. 13).

    Examples
    --------
    >>> soft_punishment(np.array([16384, 18432, 20480, 20481])).tolist()
    [0.0, -0.5, -1.0, -1.0]
    """
    over = (L_MAX - L_CACHE - lengths) / L_CACHE
    return np.clip(over, -1.0, 0.0) + 0.0  # no minus zero


def plain_cut(lengths: Lengths) -> Numbers:
    """Return the reward by length where only responses that were cut are punished."""
    return np.where(lengths > L_MAX, -1.0, 0.0)


def overlong_order(seeds: Sequence[int], *, idea: bool = True) -> Result:
    """Count the pairs of correct responses of which the longer one has the lower advantage.

    All lengths of a group lie within the interval of eq. 13; a quarter of its responses is wrong.
    """
    seen: list[float] = []
    without: list[float] = []
    for seed in seeds:
        chance = np.random.default_rng(seed)
        lengths = L_MAX + 1 - chance.choice(np.arange(1, L_CACHE + 1), GROUP, replace=False)
        rewards = np.where(np.arange(GROUP) % 4 == 0, -1.0, 1.0)
        correct = np.flatnonzero(rewards > 0)
        order = correct[lengths[correct].argsort()]
        for found, soft in ((seen, idea), (without, False)):
            by_length = soft_punishment(lengths) if soft else plain_cut(lengths)
            scores = advantages(rewards + by_length)[order]
            found.append(float(np.mean([after < before for before, after in pairwise(scores)])))
    name = "pairs in which the longer response has the lower advantage"
    measured = (
        measure(name, seen, seeds=seeds),
        measure(f"{name}, plain cut", without, seeds=seeds),
    )
    return Result(measured, _punishments())


def _punishments() -> Plot:
    lengths = np.arange(L_MAX - 3 * L_CACHE // 2, L_MAX + L_CACHE // 2, 64)
    frame = pd.DataFrame(
        {"eq. 13": soft_punishment(lengths), "plain cut": plain_cut(lengths)},
        index=pd.Index(lengths, name="tokens of the response"),
    )
    return curves(
        frame, {"eq. 13": BLUE, "plain cut": ORANGE}, y="reward by length",
        title="Punishment by length",
        words=f"Eq. 13 falls evenly from 0 at {L_MAX - L_CACHE} tokens to −1 at {L_MAX}; "
        "a plain cut falls at once.",
    )  # fmt: skip
