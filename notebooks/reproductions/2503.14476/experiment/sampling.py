"""DAPO (arXiv:2503.14476, section 3.2): which prompts of a batch have a gradient.

As in `loss`, ``idea=False`` takes the technique out.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, Plot
from tracker.reproduce.helpers.results import Result

from .loss import GROUP, advantages, gradient


def zero_gradient(seeds: Sequence[int], *, prompts: int = 512, idea: bool = True) -> Result:
    """Count the prompts of a batch that move the objective (section 3.2, eq. 11).

    Success rates are even between 0 and 1. With dynamic sampling prompts are drawn until the batch
    is full of those whose responses are neither all correct nor all wrong.

    Parameters
    ----------
    prompts
        Of one batch.
    """
    seen, without, drawn = [], [], []
    for seed in seeds:
        filtered = _batch(seed, prompts, dynamic=idea)
        plain = _batch(seed, prompts, dynamic=False)
        seen.append(float(filtered["moves"].mean()))
        without.append(float(plain["moves"].mean()))
        drawn.append(plain)
    name = "prompts with a gradient"
    measured = (
        measure(name, seen, seeds=seeds),
        measure(f"{name}, unfiltered", without, seeds=seeds),
    )
    return Result(measured, _moved(pd.concat(drawn)))


def _batch(seed: int, prompts: int, *, dynamic: bool) -> pd.DataFrame:
    """Return the prompts of one batch: success rate, and whether they move the objective."""
    chance = np.random.default_rng(seed)
    rates: list[float] = []
    groups: list[npt.NDArray[np.bool_]] = []
    while len(groups) < prompts:
        rate = float(chance.uniform())
        correct = chance.uniform(size=GROUP) < rate
        if 0 < correct.sum() < GROUP or not dynamic:
            rates.append(rate)
            groups.append(correct)
    lengths = chance.integers(4, 9, (prompts, GROUP))
    moved = gradient(lengths, advantages(np.where(groups, 1.0, -1.0)))
    return pd.DataFrame({"rate": rates, "moves": moved.any(axis=1)})


def _moved(batch: pd.DataFrame) -> Plot:
    frame = batch.groupby((batch["rate"] * 10).astype(int) / 10 + 0.05)[["moves"]].mean()
    rates = np.linspace(0, 1, 201)
    expected = 1 - rates**GROUP - (1 - rates) ** GROUP

    def draw(axes: Axes) -> None:
        axes.plot(rates, expected, color=GREY, label="1 − p¹⁶ − (1 − p)¹⁶")
        axes.plot(frame.index, frame["moves"], "o", color=ORANGE, label="unfiltered, tenths of p")
        axes.axhline(1, color=BLUE, label="with dynamic sampling")
        axes.set_xlabel("success rate p of a prompt")
        axes.set_ylabel("share that has a gradient")
        axes.set_ylim(0, 1.05)
        axes.legend(frameon=False, loc="lower center")

    easy, even = frame["moves"].iloc[-1], frame["moves"].iloc[len(frame) // 2]
    words = (
        f"Unfiltered, {easy:.0%} of the prompts that succeed nine times of ten or more have a "
        f"gradient, and {even:.0%} of those that succeed about every other time."
    )
    return Plot(frame, words, draw, title="Prompts that teach something", height=3.4)
