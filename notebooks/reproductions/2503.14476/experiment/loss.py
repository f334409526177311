"""DAPO (arXiv:2503.14476, section 3.3): ragged batches, and what splitting them does to a loss.

On the released loss see `released`, on policies that learn `learning`, on Table 1 `ladder`.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, Plot

GROUP = 16
"""Responses to one prompt (section 4.1)."""
LOW, HIGH = 0.2, 0.28
"""ε_low and ε_high (section 4.1); plain PPO and GRPO have 0.2 for both."""
_SHORTEST = 64
_MICRO = 4

Numbers: TypeAlias = npt.NDArray[np.float64]
Lengths: TypeAlias = npt.NDArray[np.int64]


def advantages(rewards: Numbers) -> Numbers:
    """Return the rewards of each group, normalised (eq. 9; verl adds 10⁻⁶ to the deviation).

    The last axis is that of the group.

    Examples
    --------
    >>> advantages(np.array([1.0, 1.0, 1.0])).tolist()
    [0.0, 0.0, 0.0]
    """
    centred = rewards - rewards.mean(axis=-1, keepdims=True)
    found: Numbers = centred / (rewards.std(axis=-1, keepdims=True) + 1e-6)
    return found


def parts(responses: int) -> list[slice]:
    """Return the micro-batches of a batch, in order."""
    return [slice(start, start + _MICRO) for start in range(0, responses, _MICRO)]


def accumulated_weights(
    lengths: Lengths, whole: Numbers, told: Numbers, means: Numbers
) -> pd.DataFrame:
    """Return the weight that a token of each micro-batch keeps, by the micro-batch's tokens."""
    rows = parts(len(lengths))
    frame = pd.DataFrame(
        {
            "divided by the tokens of all": [(told[row] / whole[row]).mean() for row in rows],
            "mean of means": [(means[row] / whole[row]).mean() for row in rows],
        },
        index=pd.Index([lengths[row].sum() for row in rows], name="tokens"),
    )
    return frame.sort_index()


def accumulated_plot(frame: pd.DataFrame) -> Plot:
    """Draw what `accumulated_weights` returns."""

    def draw(axes: Axes) -> None:
        axes.axhline(1, color=GREY, linewidth=1)
        for name, colour in zip(frame.columns, (BLUE, ORANGE), strict=True):
            axes.plot(frame.index, frame[name], "o", color=colour, label=name)
        axes.set_xlabel("tokens of the micro-batch")
        axes.set_ylabel("weight of its tokens; 1 = unsplit")
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False)

    means = frame["mean of means"]
    words = (
        "Split into micro-batches, a token keeps its weight if all are divided by the tokens of "
        f"the whole batch; if their means are averaged it weighs from {means.min():.2g} to "
        f"{means.max():.2g} times as much."
    )
    title = (
        f"Split as released, a token weighs from {means.min():.2g} to {means.max():.2g} times what"
        " eq. 12 gives it"
    )
    return Plot(frame, words, draw, title=title, height=3.4)


def ragged_batch(seed: int, responses: int, longest: int) -> tuple[Lengths, Numbers]:
    """Return lengths and advantages of a batch: rewards are 1 and −1 (eq. 7), some of each."""
    chance = np.random.default_rng(seed)
    drawn = np.exp(chance.uniform(np.log(_SHORTEST), np.log(longest), responses))
    rewards = np.where(np.arange(responses) < chance.integers(1, responses), 1.0, -1.0)
    return drawn.astype(np.int64), advantages(chance.permutation(rewards))
