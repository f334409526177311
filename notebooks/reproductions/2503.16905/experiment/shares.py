"""MAPS (arXiv 2503.16905): whether each printed score of a model is a share of its problems.

A score of n problems is 100 · k/n for a whole k, rounded or cut off at two decimals; one that is
none was misprinted, averaged over runs, or measured on another number of problems (the GRIM test of
Brown and Heathers, 2017). Human experts and random choice are averages, and are left out.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, RED, Plot
from tracker.reproduce.helpers.results import Result

from .tables import Printed, printed

_AVERAGES = ("Human Expert", "Random Choice")
_ALLOWED = Fraction(1, 100)
"""A last digit: a share may be rounded, or cut off."""


def distance_from_share(score: Decimal | Fraction, problems: int) -> Fraction:
    """Return how far a score, in per cent, is from the nearest ``100 · k / problems``.

    Examples
    --------
    >>> float(distance_from_share(Decimal("58.00"), 300)), distance_from_share(Decimal("50.25"), 2)
    (0.0, Fraction(1, 4))
    """
    return abs(Fraction(score) - _nearest(score, problems))


def shares(tables: Printed | None = None, *, moved: bool = False, rounded: bool = False) -> Result:
    """Count the printed scores of sub-tasks, of models and of ablations, that are no share.

    Parameters
    ----------
    tables
        Printed tables; those of the paper where it is None.
    moved, rounded
        Whether each score is moved half a share on, or to the nearest share and rounded.
    """
    given = dict(_cells(tables or printed()))
    # Controls: half a share further on nothing is one, and what is one and is rounded stays one.
    between = {
        name: (_nearest(*cell) + Fraction(50, cell[1]), cell[1]) for name, cell in given.items()
    }
    nearest = {name: (round(_nearest(*cell), 2), cell[1]) for name, cell in given.items()}
    cells = between if moved else nearest if rounded else given
    off = {name: distance_from_share(*cell) for name, cell in cells.items()}
    frame = pd.DataFrame(
        {
            "printed": [float(score) for score, _ in cells.values()],
            "problems": [problems for _, problems in cells.values()],
            "distance": [float(distance) for distance in off.values()],
        },
        index=list(cells),
    )
    frame["off"] = [distance > _ALLOWED for distance in off.values()]
    unit = f"of {len(cells)} cells"
    return Result(
        measurements=(
            measure("cells that are no share", [int(frame["off"].sum())], unit=unit),
            measure("cells that are no share, half a share further on", [_count(between)]),
            measure("cells that are no share, rounded from a share", [_count(nearest)]),
        ),
        picture=_picture(frame),
    )


def _cells(tables: Printed) -> Iterator[tuple[str, tuple[Decimal, int]]]:
    """Yield each score with its number of problems; the row of MAPS stands in both tables."""
    for name, row in tables.scores.rows.items():
        for dataset, scores in zip(tables.datasets, row.subtasks, strict=True):
            columns = zip(dataset.subtasks, scores, dataset.problems, strict=True)
            for subtask, score, problems in columns if name not in _AVERAGES else ():
                yield f"{name}: {dataset.name} {subtask}", (score, problems)
    olympiad = tables.datasets[-1]
    for name, ablated in tables.ablation.rows.items():
        columns = zip(olympiad.subtasks, ablated.subtasks, olympiad.problems, strict=True)
        for subtask, score, problems in columns if ablated.changes else ():
            yield f"without the {name}: {subtask}", (score, problems)


def _nearest(score: Decimal | Fraction, problems: int) -> Fraction:
    return Fraction(100 * round(Fraction(score) * problems / 100), problems)


def _count(cells: Mapping[str, tuple[Fraction, int]]) -> int:
    return sum(distance_from_share(*cell) > _ALLOWED for cell in cells.values())


def _picture(frame: pd.DataFrame) -> Plot:
    wrong = frame[frame["off"]]
    told = "; ".join(f"{name} {row.printed:.2f}" for name, row in wrong.iterrows())

    def draw(axes: Axes) -> None:
        axes.axvspan(0, float(_ALLOWED), color=GREY, alpha=0.45, label="what rounding explains")
        axes.scatter(
            frame["distance"], range(len(frame)), s=14, zorder=3,
            color=[RED if off else BLUE for off in frame["off"]],
        )  # fmt: skip
        for place, (name, row) in enumerate(frame.iterrows()):
            if row["off"]:
                axes.annotate(f"{name} {row['printed']:.2f}", (row["distance"], place),
                              xytext=(6, 0), textcoords="offset points", va="center")  # fmt: skip
        axes.set_yticks([])
        axes.set_xlabel("distance from the nearest share, in percentage points")
        axes.margins(x=0.3)
        axes.legend(frameon=False, loc="lower right")

    return Plot(
        frame,
        f"{len(frame) - len(wrong)} of {len(frame)} scores are shares of their problems; these are"
        f" not: {told or 'none'}.",
        draw,
        title=f"{len(wrong)} of {len(frame)} printed scores are no share of their problems",
        height=4.2,
    )
