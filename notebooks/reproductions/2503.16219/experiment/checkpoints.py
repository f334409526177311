"""Open-RS (arXiv 2503.16219): all released checkpoints on MATH-500, and evaluations made again.

The 21 checkpoints of three experiments were each evaluated on 500 problems (``logs/evals`` at
commit 2889c47). Their mean is held against the 82.8 that Table 2 prints for the base model, from
another paper. The error of that one number is taken in two ways: as that of 500 independent
problems, and as large as the checkpoints differ among themselves.

Some checkpoints were evaluated twice or three times, there and in ``logs/overall``.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Interval, Measurement, measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, ORANGE, RED, Plot
from tracker.reproduce.helpers.results import Result

from .logs import score

Text = Callable[[str], str]

BASE, PROBLEMS = 82.8, 500
"""Of MATH-500; Table 2, row of the base model."""
CHECKPOINTS = {
    "experiment 1": tuple(f"exp1_{step}" for step in range(100, 501, 100)),
    "experiment 2": tuple(f"exp2_{step}" for step in range(50, 401, 50)),
    "experiment 3": tuple(f"exp3_{step}" for step in range(50, 401, 50)),
}
_BENCHMARKS = ("aime24", "math_500", "amc23")
REPEATED = (
    *(("exp1_100", other, task) for task in _BENCHMARKS for other in ("again", "open-rs1")),
    ("exp1_200", "again", "aime24"),
    *(("exp2_50", "open-rs2", task) for task in _BENCHMARKS),
    *(("exp3_50", "open-rs3", task) for task in _BENCHMARKS),
)
"""Checkpoint, where its second evaluation is, and benchmark."""
_LEVEL = 1.96
_GOOD = 6.0
"""Points of the known good case."""


def math(seeds: Sequence[int], *, read: Text, gain: float | None = None) -> Result:
    """Measure the lead of the 21 checkpoints on MATH-500 over the base model, in standard errors.

    Parameters
    ----------
    seeds
        Of the drawn checkpoints of both controls.
    read
        Returns the text of ``<checkpoint>-math_500.json``.
    gain
        Points of drawn checkpoints in the place of the released ones.
    """
    released = {
        name: [score(read(f"{one}-math_500.json"), "math_500") for one in some]
        for name, some in CHECKPOINTS.items()
    }
    scores = np.concatenate(list(released.values()))
    number = len(scores)
    lead = _lead(scores) if gain is None else _lead(_drawn(seeds[0], number, gain))
    return Result(
        measurements=(
            Measurement(
                name="lead of the 21 checkpoints over the base model on MATH-500",
                value=lead[0], unit="standard errors",
                interval=Interval(
                    low=min(lead), high=max(lead), level=1.0,
                    method="from independent problems to the spread of the released scores",
                ),
            ),
            *(
                measure(
                    f"lead of drawn checkpoints {name}",
                    [_lead(_drawn(seed, number, points))[0] for seed in seeds], seeds=seeds,
                )
                for name, points in (("without a gain", 0.0), ("with a gain of 6 points", _GOOD))
            ),
            Measurement(
                name="mean MATH-500 score of the 21 checkpoints less the base value",
                value=float(scores.mean()) - BASE, unit="percentage points",
            ),
        ),
        picture=_all_scores(released, lead),
    )  # fmt: skip


def _drawn(seed: int, number: int, gain: float) -> np.ndarray:
    rate = (BASE + gain) / 100
    drawn = np.random.default_rng(seed).binomial(PROBLEMS, rate, number)
    scores: np.ndarray = 100 * drawn / PROBLEMS
    return scores


def _lead(scores: np.ndarray) -> tuple[float, float]:
    spread = float(np.std(scores, ddof=1))
    of_base = 100 * float(np.sqrt(BASE / 100 * (1 - BASE / 100) / PROBLEMS))
    of_mean = spread / len(scores) ** 0.5
    ahead = float(scores.mean()) - BASE
    return ahead / float(np.hypot(of_base, of_mean)), ahead / float(np.hypot(spread, of_mean))


def _all_scores(released: dict[str, list[float]], lead: tuple[float, float]) -> Plot:
    frame = pd.DataFrame(
        [(name, value) for name, some in released.items() for value in some],
        columns=["experiment", "score"],
    )
    mean = frame["score"].mean()
    beyond = min(lead) >= _LEVEL

    def draw(axes: Axes) -> None:
        for place, some in enumerate(released.values()):
            axes.axhline(place, color=GREY, linewidth=0.8)
            axes.scatter(some, np.full(len(some), place), color=BLUE, zorder=3)
        axes.axvline(BASE, color=INK, label=f"base model {BASE:g}")
        axes.axvline(mean, color=ORANGE, linestyle="--", label=f"mean of the 21: {mean:.1f}")
        axes.set_yticks(range(len(released)), list(released))
        axes.invert_yaxis()
        axes.set_xlabel("MATH-500, in per cent")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2, frameon=False)

    title = (
        f"On MATH-500 the 21 checkpoints are {mean - BASE:+.1f} points from the base model:"
        f" {'beyond' if beyond else 'within'} chance"
    )
    words = (
        f"MATH-500 of 21 checkpoints: {frame['score'].min():.1f} to {frame['score'].max():.1f},"
        f" {mean:.1f} in the mean; the base model {BASE:g}. The lead is {min(lead):.1f} to"
        f" {max(lead):.1f} standard errors."
    )
    return Plot(frame, words, draw, title=title, height=3.2)


def repeats(*, read: Text, exchanged: bool = False) -> Result:
    """Compare evaluations of one checkpoint with each other.

    Parameters
    ----------
    read
        Returns the text of a log.
    exchanged
        Whether each is compared with the repetition of the next one on the same benchmark.
    """
    rows = []
    for name, other, task in REPEATED:
        again = f"{name}-{task}-again.json" if other == "again" else f"{other}-{task}.json"
        first, second = (score(read(file), task) for file in (f"{name}-{task}.json", again))
        rows.append((f"{name.replace('_', ', step ')}, {task}", task, first, second))
    frame = pd.DataFrame(rows, columns=["evaluation", "task", "first", "second"])
    others = frame.groupby("task")["second"].transform(lambda some: np.roll(some, 2))
    apart = (frame["first"] - (others if exchanged else frame["second"])).abs()
    same = int(((frame["first"] - frame["second"]).abs() <= 0.05).sum())
    measured = {
        "two evaluations of a checkpoint": apart,
        "evaluations of two checkpoints": (frame["first"] - others).abs(),
        "an evaluation and itself": frame["first"] - frame["first"],
    }
    return Result(
        measurements=tuple(
            Measurement(
                name=f"largest difference between {name}", value=float(found.max()),
                unit="percentage points",
            )
            for name, found in measured.items()
        ),
        picture=_both(frame.set_index("evaluation"), same),
    )  # fmt: skip


def _both(frame: pd.DataFrame, same: int) -> Plot:
    apart = (frame["second"] - frame["first"]).abs()

    def draw(axes: Axes) -> None:
        places = np.arange(len(frame))
        axes.hlines(places, frame["first"], frame["second"], color=GREY, linewidth=3)
        axes.scatter(frame["first"], places, color=BLUE, zorder=3, label="first")
        axes.scatter(frame["second"], places, color=RED, marker="|", s=160, zorder=4, label="again")
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("score, in per cent")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, frameon=False)

    return Plot(
        frame,
        f"{same} of {len(frame)} repeated evaluations give the same score; the largest difference"
        f" is {apart.max():.1f} points ({apart.idxmax()}).",
        draw,
        title=f"Evaluated again, {same} of {len(frame)} scores of a checkpoint are the same",
        height=4.8,
    )
