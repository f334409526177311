"""MAPS (arXiv 2503.16905): whether the lead over human experts is more than chance.

A score of n problems varies by √(p(1 - p)/n) from one set of problems to another. The average of a
row is the mean of three datasets, each the mean of its sub-tasks weighted by their problems. Only
the chance of the first row is counted: how many humans answered is not printed, and theirs would
make every lead less sure.
"""

from fractions import Fraction
from math import sqrt

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, Plot
from tracker.reproduce.helpers.results import Result

from .columns import weighted
from .tables import Dataset, Printed, Row, printed

ENOUGH = 1.96
"""Standard errors that chance reaches, to one side, in one of forty."""

_PAIRS = {
    "lead of MAPS over human experts, in standard errors": ("MAPS", "Human Expert"),
    "lead of GPT-4o with CoT over human experts, in standard errors": (
        "GPT-4o, CoT", "Human Expert",
    ),
    "lead of MAPS over GPT-4o with CoT, in standard errors": ("MAPS", "GPT-4o, CoT"),
}  # fmt: skip


def standard_error(row: Row, datasets: tuple[Dataset, ...]) -> float:
    """Return by how much the average of a row varies with the problems, in percentage points."""
    variances = []
    for scores, dataset in zip(row.subtasks, datasets, strict=True):
        total = sum(dataset.problems)
        pairs = zip(scores, dataset.problems, strict=True)
        spread = sum(float(p) * (100 - float(p)) * number for p, number in pairs)
        variances.append(spread / total**2)
    return sqrt(sum(variances)) / len(variances)


def leads(
    tables: Printed | None = None, *, row: str = "MAPS", against: str = "Human Expert"
) -> Result:
    """Compare the averages of two rows, in standard errors of the first.

    Parameters
    ----------
    tables
        Printed tables; those of the paper where it is None.
    row, against
        The rows of which the check speaks.
    """
    given = tables or printed()
    first, *others = _PAIRS
    found = {
        name: float(_average(given, one) - _average(given, other))
        / standard_error(given.scores.rows[one], given.datasets)
        for name, (one, other) in {
            first: (row, against), **{name: _PAIRS[name] for name in others}
        }.items()
    }  # fmt: skip
    frame = pd.DataFrame({"standard errors": found})
    ours = next(iter(found.values()))
    return Result(
        measurements=tuple(
            measure(name, [value], unit="standard errors") for name, value in found.items()
        ),
        picture=_picture(frame, ours),
    )


def _picture(frame: pd.DataFrame, ours: float) -> Plot:
    def draw(axes: Axes) -> None:
        places = range(len(frame))
        axes.axvspan(-ENOUGH, ENOUGH, color=GREY, alpha=0.45, label="what chance explains")
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.scatter(frame["standard errors"], places, color=BLUE, s=46, zorder=3)
        axes.set_yticks(places, [str(name).partition(",")[0] for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("lead of the average, in standard errors")
        axes.margins(x=0.1, y=0.3)
        axes.legend(frameon=False, loc="upper right")

    return Plot(
        frame, f"The lead over human experts is {ours:.2f} standard errors; chance alone gives "
        f"{ENOUGH:g} or more in one of forty.", draw,
        title=f"MAPS leads human experts by {ours:.2f} standard errors on average, which is"
        f" {'more than' if ours >= ENOUGH else 'within'} chance", height=2.6,
    )  # fmt: skip


def _average(tables: Printed, name: str) -> Fraction:
    pairs = zip(tables.scores.rows[name].subtasks, tables.datasets, strict=True)
    scores = [weighted(cells, dataset.problems) for cells, dataset in pairs]
    return sum(scores, Fraction(0)) / len(scores)


_AGENTS = ("Interpreter", "Aligner", "Scholar", "Critic")


def falls(
    tables: Printed | None = None, *, agent: str = "Interpreter", against: str | None = None
) -> Result:
    """Compare the fall without an agent with the largest other one, in standard errors.

    Parameters
    ----------
    agent
        Whose row is put to the test.
    against
        The row that it is compared with; the largest other fall where it is None.
    """
    given = tables or printed()
    scores = {
        name: weighted(given.ablation.rows[name].subtasks, given.datasets[-1].problems)
        for name in (*_AGENTS, "MAPS")
    }

    def excess(of: str, other: str | None) -> float:
        lowest = other or min(
            (name for name in _AGENTS if name != of), key=lambda name: scores[name]
        )
        error = sqrt(sum(_variance(given, name) for name in (of, lowest)))
        return float(scores[lowest] - scores[of]) / error

    ours = excess(agent, against)
    found = {
        "how much more is lost without the Interpreter, in standard errors": ours,
        "how much more is lost without the Critic, in standard errors": excess("Critic", None),
        "how much is lost without the Interpreter, in standard errors": excess(
            "Interpreter", "MAPS"
        ),
    }
    return Result(
        measurements=tuple(
            measure(name, [value], unit="standard errors") for name, value in found.items()
        ),
        picture=_losses(
            pd.DataFrame({
                "lost": {name: float(scores["MAPS"] - scores[name]) for name in _AGENTS},
                "error": {name: ENOUGH * sqrt(_variance(given, name)) for name in _AGENTS},
            }),
            ours,
        ),
    )  # fmt: skip


def _variance(tables: Printed, name: str) -> float:
    problems = tables.datasets[-1].problems
    pairs = zip(tables.ablation.rows[name].subtasks, problems, strict=True)
    spread = sum(float(score) * (100 - float(score)) * number for score, number in pairs)
    return spread / sum(problems) ** 2


def _losses(frame: pd.DataFrame, ours: float) -> Plot:
    def draw(axes: Axes) -> None:
        places = range(len(frame))
        axes.errorbar(frame["lost"], places, xerr=frame["error"], fmt="o", color=BLUE, capsize=3)
        axes.set_yticks(places, [f"without the {name}" for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("accuracy lost on OlympiadBench, from the columns, in percentage points")
        axes.margins(y=0.2)

    told = "; ".join(f"{name} {row.lost:.2f}" for name, row in frame.iterrows())
    return Plot(
        frame, f"Lost, by the columns of Table 2: {told}. Lines are 1.96 standard errors.", draw,
        title=f"The Interpreter's is the largest fall by {ours:.1f} standard errors, which is"
        f" {'more than' if ours >= ENOUGH else 'within'} chance", height=2.6,
    )  # fmt: skip
