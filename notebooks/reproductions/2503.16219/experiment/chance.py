"""Open-RS (arXiv 2503.16219): the scores of the abstract against the luck of the best checkpoint.

46.7 on AIME24 and 80.0 on AMC23 are single evaluations with one sample of each problem, and the
highest of the 21 checkpoints of three experiments whose evaluations were released (``logs/evals``
at commit 2889c47). If each of m checkpoints answered k or more of n problems with the chance q that
the base model's rate gives, the best of them would with

    1 - (1 - q)^m,   q = P(X >= k).

X is taken in two ways, and the interval runs from the one to the other: binomial, B(n, rate), which
is the widest noise as it takes the problems for equally hard; and normal about the same mean with
the variance among the 21 released counts, in which true differences between checkpoints count as
noise. The variance of the other 20, without the best, is smaller; what it gives is measured too,
and decides nothing, since leaving out the largest makes any spread look small.

The controls draw the bests of as many checkpoints and ask the formula about each: all at the base
rate it must take 19 in 20, or more, for luck; all at 20 points above it, at most 1 in 5.
"""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy import stats

from tracker.reproduce.helpers.measuring import Interval, Measurement, measure
from tracker.reproduce.helpers.pictures import BLUE, GREEN, GREY, INK, ORANGE, RED, Plot
from tracker.reproduce.helpers.results import Result, Value

_LEVEL = 0.05
"""The chance up to which the checks take a score for a gain."""


_GAIN = 0.2
"""Of the known good case, as a share: about what the abstract claims on both benchmarks."""


class Benchmark(Value, frozen=True, kw_only=True):
    """One benchmark, and how many of its problems each released checkpoint answered."""

    name: str
    problems: int
    rate: float
    """Of the base model, as Table 2 prints it (from other papers)."""
    claimed: int
    """Problems answered, of the score in the abstract."""
    counts: Mapping[str, tuple[int, ...]]
    """By experiment, in the order of the steps; from ``logs/evals`` at commit 2889c47."""

    @property
    def all_counts(self) -> tuple[int, ...]:
        """Of all checkpoints."""
        return tuple(itertools.chain.from_iterable(self.counts.values()))

    def per_cent(self, count: float) -> float:
        """Return the score that a count of answered problems is."""
        return 100 * count / self.problems


AIME = Benchmark(
    name="AIME24", problems=30, rate=0.288, claimed=14,
    counts={
        "experiment 1": (9, 9, 8, 10, 7),
        "experiment 2": (9, 10, 11, 6, 9, 6, 10, 8),
        "experiment 3": (14, 9, 13, 7, 10, 8, 7, 9),
    },
)  # fmt: skip
AMC = Benchmark(
    name="AMC23", problems=40, rate=0.629, claimed=32,
    counts={
        "experiment 1": (28, 23, 23, 27, 27),
        "experiment 2": (32, 28, 30, 23, 26, 27, 25, 28),
        "experiment 3": (29, 28, 30, 31, 24, 28, 28, 27),
    },
)  # fmt: skip


def chances(
    benchmark: Benchmark, seeds: Sequence[int], *, draws: int = 20_000,
    checkpoints: int | None = None, claimed: int | None = None,
) -> Result:  # fmt: skip
    """Compute how often the best checkpoint reaches the claimed score at the base model's rate.

    Parameters
    ----------
    seeds, draws
        Of the control: bests that are drawn for each seed.
    checkpoints
        Among how many the formula takes the best to be; all released ones where it is None.
    claimed
        Another number of right answers in the place of the claimed one.
    """
    many = checkpoints or len(benchmark.all_counts)
    alone = _best(_normal(benchmark, benchmark.claimed, sorted(benchmark.all_counts)[:-1]), many)
    pooled = benchmark.per_cent(sum(benchmark.all_counts) / len(benchmark.all_counts))
    return Result(
        measurements=(
            _chance(benchmark, benchmark.claimed if claimed is None else claimed, many),
            measure(
                f"share of drawn bests without a gain that are taken for luck, {benchmark.name}",
                [_taken_for_luck(benchmark, seed, draws, many) for seed in seeds],
                seeds=seeds,
            ),
            measure(
                f"share of drawn bests with a gain of 20 points that are told from luck, "
                f"{benchmark.name}",
                [1 - _taken_for_luck(benchmark, seed, draws, many, gain=_GAIN) for seed in seeds],
                seeds=seeds,
            ),
            Measurement(
                name=(
                    f"chance of {benchmark.claimed} of {benchmark.problems} with the spread of the "
                    "other 20 checkpoints"
                ),
                value=alone,
            ),
            Measurement(
                name=f"mean {benchmark.name} score of the 21 checkpoints less the base rate",
                value=pooled - 100 * benchmark.rate, unit="percentage points",
            ),
        ),
        picture=_picture(benchmark, many),
    )  # fmt: skip


def aime(seeds: Sequence[int], *, draws: int = 20_000, claimed: int | None = None) -> Result:
    """Return the chances of the AIME24 score of the abstract; see `chances`."""
    return chances(AIME, seeds, draws=draws, claimed=claimed)


def amc(seeds: Sequence[int], *, draws: int = 20_000, claimed: int | None = None) -> Result:
    """Return the chances of the AMC23 score of the abstract; see `chances`."""
    return chances(AMC, seeds, draws=draws, claimed=claimed)


def _taken_for_luck(
    benchmark: Benchmark, seed: int, draws: int, checkpoints: int, *, gain: float = 0.0
) -> float:
    """Draw the bests of all released checkpoints at one rate, and judge each."""
    size = (draws, len(benchmark.all_counts))
    rate = benchmark.rate + gain
    drawn = np.random.default_rng(seed).binomial(benchmark.problems, rate, size)
    bests, times = np.unique(drawn.max(axis=1), return_counts=True)
    taken = [_best(_binomial(benchmark, int(each)), checkpoints) > _LEVEL for each in bests]
    return float(times[taken].sum() / draws)


def _chance(benchmark: Benchmark, count: int, checkpoints: int) -> Measurement:
    both = (_binomial(benchmark, count), _normal(benchmark, count, benchmark.all_counts))
    found = [_best(one, checkpoints) for one in both]
    return Measurement(
        name=(
            f"chance that the best of 21 checkpoints reaches {benchmark.claimed} of "
            f"{benchmark.problems} at the base rate"
        ),
        value=found[0],
        interval=Interval(
            low=min(found), high=max(found), level=1.0,
            method="from the spread of the released scores to independent problems",
        ),
    )  # fmt: skip


def _binomial(benchmark: Benchmark, count: int) -> float:
    return float(stats.binom.sf(count - 1, benchmark.problems, benchmark.rate))


def _normal(benchmark: Benchmark, count: int, counts: Sequence[int]) -> float:
    middle = benchmark.problems * benchmark.rate
    # Half a problem is the continuity correction of a count.
    return float(stats.norm.sf((count - 0.5 - middle) / np.std(counts, ddof=1)))


def _best(chance: float, checkpoints: int) -> float:
    return float(1 - (1 - chance) ** checkpoints)


def _picture(here: Benchmark, checkpoints: int) -> Plot:
    """Draw the checkpoints' scores, the base rate, and what the best reaches by chance."""
    ladder = np.arange(here.problems + 1)
    best = np.array([_best(_binomial(here, int(count)), checkpoints) for count in ladder])
    median = here.per_cent(int(ladder[best >= 0.5].max()))
    lines = {
        f"base model {100 * here.rate:.1f}": (100 * here.rate, INK, "-"),
        f"best of {checkpoints} by chance, median {median:.1f}": (median, ORANGE, "--"),
    }
    if (beyond := ladder[best <= _LEVEL]).size:
        needed = here.per_cent(int(beyond.min()))
        lines[f"needed to be beyond chance {needed:.1f}"] = (needed, RED, ":")
    frame = pd.DataFrame(
        [(name, here.per_cent(count)) for name, counts in here.counts.items() for count in counts],
        columns=["experiment", "score"],
    )

    def draw(axes: Axes) -> None:
        for place, counts in enumerate(here.counts.values()):
            # Equal scores stand above each other, so that none hides another.
            seen: dict[int, int] = {}
            for count in counts:
                lift = seen[count] = seen.get(count, -1) + 1
                colour = GREEN if count == here.claimed else BLUE
                axes.scatter(here.per_cent(count), place - 0.14 * lift, color=colour, zorder=3)
            axes.axhline(place, color=GREY, linewidth=0.8)
        for name, (at, colour, style) in lines.items():
            axes.axvline(at, color=colour, linestyle=style, label=name)
        axes.set_yticks(range(len(here.counts)), list(here.counts))
        axes.invert_yaxis()
        axes.set_xlabel(f"{here.name}, in per cent")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=3, frameon=False)

    words = (
        f"{here.name}: the claimed {here.per_cent(here.claimed):.1f} is the highest of "
        f"{len(frame)} checkpoints; {', '.join(lines)}."
    )
    told = "within what the best of 21 reaches by chance"
    if beyond.size and here.per_cent(here.claimed) >= here.per_cent(int(beyond.min())):
        told = "beyond what the best of 21 reaches by chance"
    title = f"{here.per_cent(here.claimed):.1f} on {here.name} is {told}"
    return Plot(frame, words, draw, title=title, height=3.6)
