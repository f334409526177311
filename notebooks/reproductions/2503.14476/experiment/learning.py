"""DAPO (arXiv:2503.14476, sections 3.1 and 3.2): two of its techniques in a policy that learns.

Questions are 32 numbers, an answer is one of 64; the two of which a hidden teacher thinks most are
right. The policy is a softmax of a linear map, at first a noisy copy of the teacher's, so that some
questions are easy and some hopeless. It is trained as section 4.1 has it, but for the size: groups
of 16 answers with rewards of 1 and −1, advantages as in eq. 9, the clipped objective of eq. 10, and
16 updates for each rollout, each on a part of it that is used once.

The learning rate is not the paper's, as the model is not. At the rate that was chosen first, by the
share of terms that the clip of 0.2 to both sides stops (7 %), one policy of ten got stuck; that run
is kept, and was inconclusive. At half of it the clip stops 5 %.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREEN, GREY, ORANGE, curves
from tracker.reproduce.helpers.results import Result, Value

from .loss import GROUP, HIGH, LOW, Numbers, advantages

_FEATURES, _ANSWERS, _RIGHT = 32, 64, 2
_QUESTIONS = 512
_BATCH = 64
"""Questions of a rollout."""
_UPDATES = 16
_RATE = 0.5
_GOAL = 0.7
"""Share of right answers to which updates are counted."""
_NEARER = 0.5
"""Noise of the start in the known good case. Twice the rate was tried first, and is slower."""
_BONUS = 0.2
"""Weight of the entropy, in the known good case; 0.02 and 0.1 did not surely reach 5 %."""


class Way(Value, frozen=True, kw_only=True):
    """How a policy is trained."""

    high: float = LOW
    """ε_high; that of GRPO is ε_low."""
    dynamic: bool = False
    """Whether groups of one kind are drawn again."""
    bonus: float = 0.0
    """Of the entropy, which no paper here has."""
    noise: float = 1.0
    """Of the policy at first, in that of the teacher."""


class Path(Value, frozen=True, kw_only=True):
    """What became of a policy, rollout by rollout; the first before any."""

    right: tuple[float, ...]
    entropy: tuple[float, ...]
    answered: tuple[int, ...]
    """Answers drawn until then, also those that were thrown away."""
    stopped: float
    """Share of all terms that the clip stopped."""

    @property
    def rollouts(self) -> int:
        """Rollouts to the goal; all that there were, where it was not reached."""
        return next(
            (number for number, share in enumerate(self.right) if share >= _GOAL),
            len(self.right) - 1,
        )


def learned(seed: int, way: Way, *, rollouts: int, goal: float = 1.0) -> Path:
    """Train one policy, until so many rollouts or its goal.

    Near a share of 1 hardly a group has both kinds of answers, and dynamic sampling would draw for
    ever.
    """
    chance = np.random.default_rng(seed)
    questions = chance.normal(size=(_QUESTIONS, _FEATURES))
    teacher = chance.normal(size=(_FEATURES, _ANSWERS)) * _FEATURES**-0.5
    best = np.argsort(-(questions @ teacher), axis=1)[:, :_RIGHT]
    right = np.zeros((_QUESTIONS, _ANSWERS), dtype=bool)
    np.put_along_axis(right, best, values=True, axis=1)
    noise = chance.normal(size=teacher.shape) * _FEATURES**-0.5
    weights = 1.5 * (teacher + way.noise * noise)
    shares, entropies, answered, stopped = [], [], [0], []
    shares.append(_told(questions, weights, right)[0])
    entropies.append(_told(questions, weights, right)[1])
    while len(shares) <= rollouts and shares[-1] < goal:
        asked, answers, drawn = _rollout(chance, questions, weights, right, dynamic=way.dynamic)
        stopped.append(_update(questions[asked], answers, right[asked], weights, way))
        share, entropy = _told(questions, weights, right)
        shares.append(share)
        entropies.append(entropy)
        answered.append(answered[-1] + drawn)
    return Path(
        right=tuple(shares), entropy=tuple(entropies), answered=tuple(answered),
        stopped=float(np.mean(stopped)),
    )  # fmt: skip


def _policy(questions: Numbers, weights: Numbers) -> Numbers:
    logits = questions @ weights
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    policy: Numbers = raised / raised.sum(axis=-1, keepdims=True)
    return policy


def _told(
    questions: Numbers, weights: Numbers, right: npt.NDArray[np.bool_]
) -> tuple[float, float]:
    """Return the chance of a right answer, and the entropy in nats, in the mean over questions."""
    policy = _policy(questions, weights)
    entropy = -(policy * np.log(np.maximum(policy, 1e-300))).sum(axis=1).mean()
    return float((policy * right).sum(axis=1).mean()), float(entropy)


def _rollout(
    chance: np.random.Generator, questions: Numbers, weights: Numbers,
    right: npt.NDArray[np.bool_], *, dynamic: bool,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], int]:  # fmt: skip
    """Return the questions of a batch, their groups of answers, and how many answers were drawn."""
    asked: list[int] = []
    groups: list[npt.NDArray[np.int64]] = []
    drawn = 0
    while len(asked) < _BATCH:
        question = int(chance.integers(_QUESTIONS))
        policy = _policy(questions[question], weights)
        group = chance.choice(_ANSWERS, size=GROUP, p=policy)
        drawn += GROUP
        if not dynamic or 0 < right[question, group].sum() < GROUP:
            asked.append(question)
            groups.append(group)
    return np.array(asked), np.array(groups), drawn


def _update(
    questions: Numbers, answers: npt.NDArray[np.int64], right: npt.NDArray[np.bool_],
    weights: Numbers, way: Way,
) -> float:  # fmt: skip
    """Update the weights in place, and return the share of terms that the clip stopped."""
    rewards = np.where(np.take_along_axis(right, answers, axis=1), 1.0, -1.0)
    advantage = advantages(rewards)
    before = np.take_along_axis(_policy(questions, weights), answers, axis=1)
    stopped = []
    for part in np.array_split(np.arange(len(questions)), _UPDATES):
        policy = _policy(questions[part], weights)
        ratio = np.take_along_axis(policy, answers[part], axis=1) / before[part]
        gain = advantage[part]
        moves = np.where(gain > 0, ratio < 1 + way.high, ratio > 1 - LOW) & (gain != 0)
        stopped.append(float((~moves & (gain != 0)).mean()))
        term = np.where(moves, gain * ratio, 0.0)
        slope = np.zeros_like(policy)
        np.add.at(slope, (np.arange(len(part))[:, None], answers[part]), term)
        slope -= term.sum(axis=1, keepdims=True) * policy
        slope /= GROUP
        if way.bonus:
            told = np.log(np.maximum(policy, 1e-300))
            slope -= way.bonus * policy * (told - (policy * told).sum(axis=1, keepdims=True))
        weights += _RATE * questions[part].T @ slope / len(part)
    return float(np.mean(stopped))


def clip_higher(
    seeds: Sequence[int], *, rollouts: int = 60, high: float = HIGH, bonus: float = 0.0
) -> Result:
    """Compare the entropy that is left with a higher upper clip and with both clips at 0.2.

    Parameters
    ----------
    high
        ε_high of the idea; 0.2 takes it out.
    bonus
        Of the entropy, beside that clip.
    """
    ways = {
        f"ε_high {high:g}": Way(high=high, bonus=bonus), "both clips 0.2": Way(),
        "both clips 0.2, entropy rewarded": Way(bonus=_BONUS),
    }  # fmt: skip
    paths = {
        name: [learned(seed, way, rollouts=rollouts) for seed in seeds]
        for name, way in ways.items()
    }
    raised, plain, known = paths.values()
    last = {
        name: [path.entropy[-1] / base.entropy[-1] for path, base in zip(one, plain, strict=True)]
        for name, one in (("raised", raised), ("plain", plain), ("known", known))
    }
    name = "entropy that is left"
    better = [one.right[-1] - base.right[-1] for one, base in zip(raised, plain, strict=True)]
    more = np.mean(last["raised"]) - 1
    return Result(
        measurements=(
            measure(name, last["raised"], unit="of that with ε_high 0.2", seeds=seeds),
            measure(f"{name}, both clips 0.2", last["plain"], seeds=seeds),
            measure(f"{name}, entropy rewarded", last["known"], seeds=seeds),
            measure("gain in right answers by the higher clip", better, seeds=seeds),
            measure("terms that the clip of 0.2 stops", [one.stopped for one in plain]),
        ),
        picture=curves(
            _mean(paths, "entropy"), dict(zip(paths, (BLUE, ORANGE, GREEN), strict=True)),
            y="entropy of the policy, nats",
            title=f"With the higher clip a small policy keeps {abs(more):.0%}"
            f" {'more' if more > 0 else 'less'} entropy",
            words=f"After {rollouts} rollouts the policy with ε_high {high:g} has"
            f" {np.mean(last['raised']):.2f} of the entropy of that with 0.2, and answers"
            f" {100 * np.mean(better):+.1f} percentage points more questions right.",
        ),
    )  # fmt: skip


def dynamic_sampling(seeds: Sequence[int], *, rollouts: int = 80, dynamic: bool = True) -> Result:
    """Count the rollouts until seven of ten answers are right, with dynamic sampling and without.

    Parameters
    ----------
    dynamic
        False takes the idea out: groups of one kind stay in the batch.
    """
    ways = {
        "dynamic sampling" if dynamic else "as drawn": Way(high=HIGH, dynamic=dynamic),
        "all groups": Way(high=HIGH),
        "all groups, a better start": Way(high=HIGH, noise=_NEARER),
    }
    paths = {
        name: [learned(seed, way, rollouts=rollouts, goal=_GOAL) for seed in seeds]
        for name, way in ways.items()
    }
    filtered, plain, known = paths.values()
    share = {
        name: [path.rollouts / base.rollouts for path, base in zip(one, plain, strict=True)]
        for name, one in (("filtered", filtered), ("plain", plain), ("known", known))
    }
    drawn = [
        path.answered[path.rollouts] / base.answered[base.rollouts]
        for path, base in zip(filtered, plain, strict=True)
    ]
    name = f"rollouts to {_GOAL:.0%} right answers"
    return Result(
        measurements=(
            measure(name, share["filtered"], unit="of those without the filter", seeds=seeds),
            measure(f"{name}, all groups", share["plain"], seeds=seeds),
            measure(f"{name}, a better start", share["known"], seeds=seeds),
            measure(
                f"answers drawn to {_GOAL:.0%} right answers", drawn,
                unit="of those without the filter", seeds=seeds,
            ),
        ),
        picture=curves(
            _mean(paths, "right"), dict(zip(paths, (BLUE, ORANGE, GREY), strict=True)),
            y="share of right answers", bound=_GOAL,
            title=f"Dynamic sampling takes {np.mean(share['filtered']):.0%} of the rollouts, and"
            f" {np.mean(drawn):.0%} of the answers, to {_GOAL:.0%} right ones",
            words=f"To {_GOAL:.0%} right answers dynamic sampling takes"
            f" {np.mean(share['filtered']):.2f} of the rollouts that all groups take, and counting"
            f" those that were thrown away {np.mean(drawn):.2f} of the answers.",
        ),
    )  # fmt: skip


def _mean(paths: dict[str, list[Path]], what: str) -> pd.DataFrame:
    """Return the mean over the seeds, as far as all of them go."""
    every = {name: [getattr(path, what) for path in one] for name, one in paths.items()}
    frame = pd.DataFrame({
        name: pd.Series(np.mean([row[: min(map(len, rows))] for row in rows], axis=0))
        for name, rows in every.items()
    })  # fmt: skip
    frame.index.name = "rollouts"
    return frame
