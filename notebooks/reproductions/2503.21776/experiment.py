"""Video-R1 (arXiv:2503.21776, section 3.2): what the temporal reward of T-GRPO does to an update.

Ordered frames are answered eight times and shuffled ones four times. With the shares p and p̃ of
correct answers, the bonus r_t = 0.3 if p > 0.8 · p̃ (eq. 1) is added to the reward of each correct
answer (eq. 2), and advantages are rewards minus their mean, divided by their deviation (eq. 3).

With rewards of two values this division undoes the bonus: {0, 1} and {0, 1.3} have the same
standard scores. Numbers of answers and the 10⁻⁴ below the division are those of the released code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, ORANGE, RED, Plot, curves
from tracker.reproduce.helpers.results import Result

ALPHA, MU = 0.3, 0.8
"""Of eq. 1."""
OMEGA = 0.1
"""The length reward (eq. 5); the released code has 0.2."""
ORDERED, SHUFFLED = 8, 4
_EPSILON = 1e-4
_MALFORMED = 0.1
_LEAST = 0.1
"""The accuracy from which the released code takes a graded answer for correct."""

Numbers: TypeAlias = npt.NDArray[np.float64]
Answers: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Groups:
    """Groups of answers: one row for each."""

    rewards: Numbers
    """Without the bonus."""
    correct: Answers


def granted(ordered: Answers, shuffled: Answers, factor: float = MU) -> Answers:
    """Return which groups are granted the bonus (eq. 1).

    Examples
    --------
    >>> right = np.array([[True, True, False, False]])
    >>> [granted(right, right, factor).tolist() for factor in (0.8, 1)]
    [[True], [False]]
    """
    found: Answers = ordered.mean(axis=1) > factor * shuffled.mean(axis=1)
    return found


def advantages(rewards: Numbers, *, divided: bool = True) -> Numbers:
    """Return the rewards of each group, normalised (eq. 3), or only minus their mean.

    Examples
    --------
    >>> plain, raised = (advantages(np.array([[1 + r, 0, 0, 0]])).round(3) for r in (0, ALPHA))
    >>> plain.tolist(), raised.tolist()
    ([[1.5, -0.5, -0.5, -0.5]], [[1.5, -0.5, -0.5, -0.5]])
    """
    centred: Numbers = rewards - rewards.mean(axis=1, keepdims=True)
    if not divided:
        return centred
    found: Numbers = centred / (rewards.std(axis=1, ddof=1, keepdims=True) + _EPSILON)
    return found


def two_values(chance: np.random.Generator, correct: Answers) -> Groups:
    """Reward correct answers with 1, others with 0; every format is valid."""
    del chance
    return Groups(correct.astype(float), correct)


def with_length(chance: np.random.Generator, correct: Answers) -> Groups:
    """Reward the length (eq. 5) of half of the correct answers, too."""
    fits = chance.uniform(size=correct.shape) < 0.5
    return Groups(correct + OMEGA * (correct & fits), correct)


def with_format(chance: np.random.Generator, correct: Answers) -> Groups:
    """Reward a valid format with 1, too; a tenth of the answers lacks it, and is not correct."""
    valid = chance.uniform(size=correct.shape) >= _MALFORMED
    read = correct & valid
    return Groups(valid + read.astype(float), read)


def graded(chance: np.random.Generator, correct: Answers) -> Groups:
    """Reward with 0 to 1, as for regression or free text; correct is above 0.1."""
    low = chance.uniform(0, _LEAST, correct.shape)
    high = chance.uniform(_LEAST, 1, correct.shape)
    return Groups(np.where(correct, high, low), correct)


Rewarded: TypeAlias = Callable[[np.random.Generator, Answers], Groups]
KINDS: Mapping[str, Rewarded] = {
    "0 or 1": two_values,
    "0 or 1, and length": with_length,
    "0 or 1, and format": with_format,
    "graded": graded,
}


def bonus_in_advantage(
    seeds: Sequence[int], *, groups: int = 20_000, divided: bool = True
) -> Result:
    """Look for the bonus in the advantages, where rewards are 0 or 1.

    Parameters
    ----------
    groups
        Drawn for each seed; success rates are even between 0 and 1, ordered and shuffled apart.
    divided
        Whether eq. 3 divides by the deviation; False takes it out, as the control does.
    """
    seen, without = [], []
    for seed in seeds:
        drawn = _draw(seed, groups, two_values)
        changes = {way: _changes(drawn, divided=way) for way in (divided, False)}
        seen.append(float(np.abs(changes[divided]).max()))
        without.append(float(changes[False][drawn.correct].min()))
    measured = (
        measure("largest change of an advantage by the bonus", seen, seeds=seeds),
        measure(
            "smallest gain of a correct response by the bonus, undivided", without, seeds=seeds
        ),
    )
    return Result(measured, _by_kind(seeds[0], groups, ("0 or 1", "0 or 1, and format", "graded")))


def bonus_with_length_reward(
    seeds: Sequence[int], *, groups: int = 20_000, divided: bool = True
) -> Result:
    """Measure what the bonus gives the correct answers where length is rewarded, too (eq. 5).

    Parameters
    ----------
    groups
        Drawn for each seed.
    divided
        As in `bonus_in_advantage`.
    """
    gains = {
        way: [_gain(_draw(seed, groups, with_length), divided=way) for seed in seeds]
        for way in (divided, False)
    }
    name = "gain of the correct responses by the bonus, with the length reward"
    measured = (
        measure(name, gains[divided], seeds=seeds),
        measure(f"{name}, undivided", gains[False], seeds=seeds),
    )
    return Result(measured, _by_kind(seeds[0], groups, ("0 or 1", "0 or 1, and length")))


def _draw(seed: int, groups: int, rewarded: Rewarded) -> Groups:
    """Draw groups, and keep those with the bonus and with both kinds of answers."""
    chance = np.random.default_rng(seed)
    ordered, shuffled = (
        chance.uniform(size=(groups, count)) < chance.uniform(size=(groups, 1))
        for count in (ORDERED, SHUFFLED)
    )
    drawn = rewarded(chance, ordered)
    right = drawn.correct
    kept = granted(right, shuffled) & right.any(axis=1) & ~right.all(axis=1)
    return Groups(drawn.rewards[kept], right[kept])


def _changes(groups: Groups, *, divided: bool = True) -> Numbers:
    """Return by how much the bonus changes each advantage."""
    raised = groups.rewards + ALPHA * groups.correct
    return advantages(raised, divided=divided) - advantages(groups.rewards, divided=divided)


def _gain(groups: Groups, *, divided: bool = True) -> float:
    """Return by how much it raises the advantage of correct answers, in the mean over groups."""
    changes = np.where(groups.correct, _changes(groups, divided=divided), np.nan)
    return float(np.nanmean(changes, axis=1).mean())


def _by_kind(seed: int, groups: int, kinds: Sequence[str]) -> Plot:
    """Draw what the bonus gives the correct answers, by what else is rewarded."""
    drawn = {name: _draw(seed, groups, KINDS[name]) for name in kinds}
    frame = pd.DataFrame(
        {
            "as in eq. 3": {name: _gain(each) for name, each in drawn.items()},
            "not divided": {name: _gain(each, divided=False) for name, each in drawn.items()},
        }
    )
    frame.index.name = "rewards"

    def draw(axes: Axes) -> None:
        places = np.arange(len(frame))
        for name, colour, off in zip(frame.columns, (BLUE, ORANGE), (-0.2, 0.2), strict=True):
            bars = axes.barh(places + off, frame[name], height=0.36, color=colour, label=name)
            axes.bar_label(bars, [f"{each:.2g}" for each in frame[name]], padding=4)
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("mean gain of a correct answer's advantage by the bonus")
        axes.margins(x=0.1)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, frameon=False)

    gains = [f"{gain:.1g} ({name})" for name, gain in frame["as in eq. 3"].items()]
    words = (
        "In the mean over groups with the bonus, it raises the advantage of a correct answer by "
        f"{', '.join(gains)}; without the division by {frame['not divided'].min():.2g} and more."
    )
    last = frame.index[-1] if len(frame) == 2 else frame.index[0]
    title = (
        f"With rewards of {last} the bonus gives a correct answer"
        f" {frame['as in eq. 3'][last]:.1g} of an advantage; undivided"
        f" {frame['not divided'][last]:.2g}"
    )
    return Plot(frame, words, draw, title=title, height=3.2)


def bonus_condition(seeds: Sequence[int], *, groups: int = 20_000, factor: float = MU) -> Result:
    """Count how often the bonus is granted where the order of frames carries no information.

    Ordered and shuffled answers to a question are correct at one rate, even between 0 and 1.

    Parameters
    ----------
    groups
        Drawn for each seed.
    factor
        μ of eq. 1; 1 compares the two shares as they are, as the control does, of which the exact
        answer is known.
    """
    seen, without, worse = [], [], []
    rates = np.round(np.arange(0.05, 1, 0.05), 2)
    curve = np.zeros((len(rates), 2))
    for seed in seeds:
        chance = np.random.default_rng(seed)
        drawn = _same_rate(chance, chance.uniform(size=(groups, 1)))
        given = granted(*drawn, factor)
        seen.append(float(given.mean()))
        without.append(float(granted(*drawn, 1).mean()))
        worse.append(float((given & (drawn[0].mean(axis=1) < drawn[1].mean(axis=1))).mean()))
        for place, rate in enumerate(rates):
            drawn = _same_rate(chance, np.full((groups // 10, 1), rate))
            curve[place] += [granted(*drawn, by).mean() / len(seeds) for by in (factor, 1)]
    name = "bonus granted though order carries no information"
    measured = (
        measure(name, seen, seeds=seeds),
        measure(f"{name}, factor 1", without, seeds=seeds),
        measure("bonus granted though fewer ordered answers were correct", worse, seeds=seeds),
    )
    columns = [f"p > {factor:g} · p̃", "p > p̃"]
    frame = pd.DataFrame(
        curve, columns=columns, index=pd.Index(rates, name="rate of correct answers")
    )
    picture = curves(
        frame, dict(zip(columns, (RED, BLUE), strict=True)), bound=0.5,
        y="share of groups with the bonus",
        title=f"Where the order of frames tells nothing, {np.mean(seen):.0%} of the groups are"
        " granted the bonus all the same",
        words=f"With the factor {factor:g} {np.mean(seen):.0%} of the groups are granted the bonus "
        f"though order tells nothing, {np.mean(worse):.0%} although fewer ordered answers were "
        f"correct; with the factor 1 {np.mean(without):.0%} are.",
    )  # fmt: skip
    return Result(measured, picture)


def _same_rate(chance: np.random.Generator, rates: Numbers) -> tuple[Answers, Answers]:
    ordered, shuffled = (
        chance.uniform(size=(len(rates), count)) < rates for count in (ORDERED, SHUFFLED)
    )
    return ordered, shuffled
