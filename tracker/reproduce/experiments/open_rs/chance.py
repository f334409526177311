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
"""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy import stats

from tracker.model.base import Value
from tracker.model.reproduction import Interval, Measurement
from tracker.notebooks.plots import BLUE, GREEN, GREY, INK, ORANGE, RED, Plot


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

    @property
    def at_base_rate(self) -> int:
        """The count that is nearest to the base model's rate."""
        return round(self.problems * self.rate)


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


class Chances(Value, frozen=True, kw_only=True):
    """A claimed score against what the best checkpoint reaches by chance."""

    benchmark: Benchmark
    measurements: tuple[Measurement, ...]
    frame: pd.DataFrame
    """One row for each released checkpoint: ``experiment`` and ``score``, in per cent."""
    median: float
    """Of the best checkpoint by chance, binomial, in per cent."""
    needed: float
    """The lowest score whose chance is below 0.05, binomial, in per cent."""

    def plot(self) -> Plot:
        """Draw the checkpoints' scores, the base rate, and what the best reaches by chance."""
        here, per_cent = self.benchmark, 100 / self.benchmark.problems
        lines = {
            f"base model {100 * here.rate:.1f}": (100 * here.rate, INK, "-"),
            f"best of {len(self.frame)} by chance, median {self.median:.1f}": (
                self.median, ORANGE, "--"),
            f"needed to be beyond chance {self.needed:.1f}": (self.needed, RED, ":"),
        }  # fmt: skip

        def draw(axes: Axes) -> None:
            for place, counts in enumerate(here.counts.values()):
                # Equal scores stand above each other, so that none hides another.
                seen: dict[int, int] = {}
                for count in counts:
                    lift = seen[count] = seen.get(count, -1) + 1
                    best = count == here.claimed
                    axes.scatter(count * per_cent, place - 0.14 * lift,
                                 color=GREEN if best else BLUE, s=40, zorder=3)  # fmt: skip
                axes.axhline(place, color=GREY, linewidth=0.8)
            for name, (at, colour, style) in lines.items():
                axes.axvline(at, color=colour, linestyle=style, label=name)
            axes.set_yticks(range(len(here.counts)), list(here.counts))
            axes.invert_yaxis()
            axes.set_xlabel(f"{here.name}, in per cent")
            axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=3, frameon=False)

        words = (
            f"{here.name}: the claimed {here.claimed * per_cent:.1f} is the highest of "
            f"{len(self.frame)} checkpoints; {', '.join(lines)}."
        )
        return Plot(self.frame, words, draw, height=3.6,
                    title=f"Open-RS: {here.name} of all released checkpoints")  # fmt: skip


def chances(benchmark: Benchmark, *, checkpoints: int | None = None) -> Chances:
    """Compute how often the best checkpoint reaches the claimed score at the base model's rate.

    Parameters
    ----------
    checkpoints
        Among how many the best is; all released ones where it is None.
    """
    many = checkpoints or len(benchmark.all_counts)
    asked = (benchmark.claimed, benchmark.at_base_rate)
    ladder = np.arange(benchmark.problems + 1)
    best = np.array([_best(_binomial(benchmark, int(count)), many) for count in ladder])
    pooled = 100 * sum(benchmark.all_counts) / len(benchmark.all_counts) / benchmark.problems
    return Chances(
        benchmark=benchmark,
        measurements=(
            *(_chance(benchmark, count, many) for count in asked),
            Measurement(
                name=(
                    f"chance of {benchmark.claimed} of {benchmark.problems} with the spread of the "
                    "other 20 checkpoints"
                ),
                value=_best(_normal(benchmark, benchmark.claimed, _others(benchmark)), many),
            ),
            Measurement(
                name=f"mean {benchmark.name} score of the 21 checkpoints less the base rate",
                value=pooled - 100 * benchmark.rate, unit="percentage points",
            ),
        ),
        frame=pd.DataFrame(
            [(name, 100 * count / benchmark.problems)
             for name, counts in benchmark.counts.items() for count in counts],
            columns=["experiment", "score"],
        ),
        median=100 * int(ladder[best >= 0.5].max()) / benchmark.problems,
        needed=100 * int(ladder[best <= 0.05].min()) / benchmark.problems,
    )  # fmt: skip


def aime() -> Chances:
    """Return the chances of the AIME24 score of the abstract."""
    return chances(AIME)


def amc() -> Chances:
    """Return the chances of the AMC23 score of the abstract."""
    return chances(AMC)


def _chance(benchmark: Benchmark, count: int, checkpoints: int) -> Measurement:
    both = (_binomial(benchmark, count), _normal(benchmark, count, benchmark.all_counts))
    found = [_best(one, checkpoints) for one in both]
    return Measurement(
        name=(
            f"chance that the best of 21 checkpoints reaches {count} of {benchmark.problems} at "
            "the base rate"
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


def _others(benchmark: Benchmark) -> Sequence[int]:
    return sorted(benchmark.all_counts)[:-1]


def _best(chance: float, checkpoints: int) -> float:
    return float(1 - (1 - chance) ** checkpoints)
