"""DAPO (arXiv:2503.14476, section 3.3): its loss, on a ragged batch, whole and in pieces.

On clip and length see `bounds`, on dynamic sampling `sampling`, on the released loss
`released`.

Every function takes ``idea=False``, which takes the technique out of the experiment: then the
quantity that decides is no longer as the check expects. The control, measured beside it, is always
without the technique.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, Plot
from tracker.reproduce.helpers.results import Result

GROUP = 16
"""Responses to one prompt (section 4.1)."""
LOW, HIGH = 0.2, 0.28
"""ε_low and ε_high (section 4.1); plain PPO and GRPO have 0.2 for both."""
_SHORTEST = 64
_MICRO = 4
_NUDGE = 1e-4
"""By which a logarithm of a ratio is moved for a central difference; its error is the square."""

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


def objective(
    log_ratios: Numbers,
    lengths: Lengths,
    advantage: Numbers,
    *,
    token_level: bool = True,
    tokens: int | None = None,
) -> Numbers:
    """Return the clipped objective of a batch: eq. 12, or eq. 5 without its KL term.

    All arguments may have more axes before those named here, for several batches or policies.

    Parameters
    ----------
    log_ratios
        Of each token's probability, new to old: responses × tokens, padded.
    lengths
        Tokens of each response.
    advantage
        Of each response.
    token_level
        Whether all tokens are averaged (eq. 12), or first those of each response (eq. 5).
    tokens
        What the sum over tokens is divided by; None: the tokens of this batch.
    """
    ratio = np.exp(log_ratios)
    weighted = advantage[..., None]
    terms = np.minimum(ratio * weighted, np.clip(ratio, 1 - LOW, 1 + HIGH) * weighted)
    sums = np.where(np.arange(log_ratios.shape[-1]) < lengths[..., None], terms, 0).sum(axis=-1)
    found: Numbers
    if token_level:
        found = sums.sum(axis=-1) / (lengths.sum(axis=-1) if tokens is None else tokens)
    else:
        found = (sums / lengths).mean(axis=-1)
    return found


def gradient(
    lengths: Lengths,
    advantage: Numbers,
    *,
    token_level: bool = True,
    tokens: int | None = None,
) -> Numbers:
    """Return by how much each response moves the objective when its tokens become more probable.

    One number for each response, by central differences, where the policy is still the old one, as
    at the start of every update. There may be several batches, along more axes before.
    """
    responses = lengths.shape[-1]
    shape = (responses, responses, int(lengths.max()))
    moved = np.broadcast_to(np.eye(responses)[:, :, None] * _NUDGE, shape)
    up, down = (
        objective(
            ratios, lengths[..., None, :], advantage[..., None, :],
            token_level=token_level, tokens=tokens,
        )
        for ratios in (moved, -moved)
    )  # fmt: skip
    return (up - down) / (2 * _NUDGE)


def token_weight(seeds: Sequence[int], *, longest: int = 4_096, idea: bool = True) -> Result:
    """Compare what one token weighs in the longest and in the shortest response (section 3.3).

    Parameters
    ----------
    longest
        Tokens of the longest response there can be; lengths are drawn evenly on a log scale.
    """
    seen, without, frame = [], [], pd.DataFrame()
    for seed in seeds:
        lengths, advantage = ragged_batch(seed, GROUP, longest)
        by_level = {
            level: gradient(lengths, advantage, token_level=level) / (lengths * advantage)
            for level in (True, False)
        }
        ends = [int(lengths.argmax()), int(lengths.argmin())]
        seen.append(float(np.divide(*by_level[idea][ends])))
        without.append(float(np.divide(*by_level[False][ends])))
        if frame.empty:
            frame = weights_frame(lengths, by_level[idea], by_level[False])
    name = "weight of a token, longest over shortest"
    measured = (
        measure(name, seen, seeds=seeds),
        measure(f"{name}, sample-level", without, seeds=seeds),
    )
    return Result(measured, weights_plot(frame))


def weights_frame(lengths: Lengths, token: Numbers, sample: Numbers) -> pd.DataFrame:
    """Return what one token weighs under the two losses, by the length of its response."""
    index = pd.Index(lengths, name="length")
    return pd.DataFrame({"token-level": token, "sample-level": sample}, index=index).sort_index()


def weights_plot(frame: pd.DataFrame) -> Plot:
    """Draw what `weights_frame` returns."""

    def draw(axes: Axes) -> None:
        for name, colour in (("token-level", BLUE), ("sample-level", ORANGE)):
            axes.plot(frame.index, frame[name], "o-", color=colour, label=name)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("tokens of the response")
        axes.set_ylabel("weight of one of its tokens")
        axes.legend(frameon=False)

    spread = frame.max() / frame.min()
    words = (
        "From the shortest response to the longest a token's weight differs by a factor of "
        f"{spread['token-level']:.4g} with the token-level loss, "
        f"and of {spread['sample-level']:.4g} with the sample-level loss."
    )
    return Plot(frame, words, draw, title="What one token weighs in the loss", height=3.6)


def accumulation(seeds: Sequence[int], *, longest: int = 2_048, idea: bool = True) -> Result:
    """Compare the gradient of a batch with that of its micro-batches, added up (section 3.3).

    Each micro-batch of four responses is divided by the tokens of the whole batch, or, in the
    control, by its own, and the means are averaged.
    """
    seen, without, frame = [], [], pd.DataFrame()
    for seed in seeds:
        lengths, advantage = ragged_batch(seed, 2 * GROUP, longest)
        whole = gradient(lengths, advantage)
        added = {way: _added(lengths, advantage, told=way) for way in (True, False)}
        errors = {
            way: float(np.linalg.norm(each - whole) / np.linalg.norm(whole))
            for way, each in added.items()
        }
        seen.append(errors[idea])
        without.append(errors[False])
        if frame.empty:
            frame = accumulated_weights(lengths, whole, added[idea], added[False])
    name = "error of the accumulated gradient"
    measured = (
        measure(name, seen, seeds=seeds),
        measure(f"{name}, mean of means", without, seeds=seeds),
    )
    return Result(measured, accumulated_plot(frame))


def parts(responses: int) -> list[slice]:
    """Return the micro-batches of a batch, in order."""
    return [slice(start, start + _MICRO) for start in range(0, responses, _MICRO)]


def _added(lengths: Lengths, advantage: Numbers, *, told: bool) -> Numbers:
    """Return the gradient over micro-batches, told the tokens of the whole batch or not."""
    pieces = parts(len(lengths))
    tokens = int(lengths.sum()) if told else None
    found = [gradient(lengths[part], advantage[part], tokens=tokens) for part in pieces]
    return np.concatenate(found) / (1 if told else len(pieces))


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
    return Plot(frame, words, draw, title="What gradient accumulation does to it", height=3.4)


def ragged_batch(seed: int, responses: int, longest: int) -> tuple[Lengths, Numbers]:
    """Return lengths and advantages of a batch: rewards are 1 and −1 (eq. 7), some of each."""
    chance = np.random.default_rng(seed)
    drawn = np.exp(chance.uniform(np.log(_SHORTEST), np.log(longest), responses))
    rewards = np.where(np.arange(responses) < chance.integers(1, responses), 1.0, -1.0)
    return drawn.astype(np.int64), advantages(chance.permutation(rewards))
