"""MAPS (arXiv 2503.16905): every average of Tables 1 and 2, computed again from its columns.

The score on a dataset is the mean of its sub-tasks, weighted by their numbers of problems; the
average of a row of Table 1 is the mean of its three datasets. A change in Table 2 is the
difference to the row of MAPS. All of it is computed exactly, in fractions.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Measurement
from tracker.reproduce.helpers.pictures import BLUE, GREY, RED, Plot
from tracker.reproduce.helpers.results import Result, Value

from .tables import Cells, Printed, Row, printed

_OURS = "MAPS"
_REFERENCES = ("Human Expert", "Random Choice")
_AGENTS = ("Interpreter", "Aligner", "Scholar", "Critic")
_ROUNDING = 0.01
"""Half a last digit of the columns, and of their mean."""


def weighted(scores: Cells, problems: tuple[int, ...]) -> Fraction:
    """Return the exact mean of scores over all problems.

    Examples
    --------
    >>> weighted((Decimal(100), Decimal(0)), (1, 3))
    Fraction(25, 1)
    """
    pairs = zip(scores, problems, strict=True)
    return sum((Fraction(score) * number for score, number in pairs), Fraction(0)) / sum(problems)


def audit(tables: Printed | None = None) -> Result:
    """Compute every printed average, lead and change again.

    Parameters
    ----------
    tables
        Printed tables; those of the paper where it is None.

    Examples
    --------
    >>> float(audit().frame.loc["Human Expert: average", "computed"])
    56.2887
    """
    given = tables or printed()
    rows = {name: _Computed.of(row, given) for name, row in given.scores.rows.items()}
    measured = {**_scores(rows, given), **_ablation(given)}
    return Result(
        measurements=tuple(
            Measurement(
                name=name,
                value=float(value),
                unit="%" if name.startswith("MathVista") else "percentage points",
            )
            for name, value in measured.items()
        ),
        picture=_picture(_frame(rows, given)),
    )


class _Computed(Value, frozen=True, kw_only=True):
    """A row of Table 1, and what follows from its columns."""

    row: Row
    datasets: tuple[Fraction, ...]
    average: Fraction

    @classmethod
    def of(cls, row: Row, tables: Printed) -> "_Computed":
        pairs = zip(row.subtasks, tables.datasets, strict=True)
        datasets = tuple(weighted(cells, each.problems) for cells, each in pairs)
        return cls(row=row, datasets=datasets, average=_mean(datasets))

    @property
    def error(self) -> Fraction:
        """The largest error of its four averages."""
        return max(
            _off(self.average, self.row.average),
            *map(_off, self.datasets, self.row.datasets),
        )

    def altered(self, tables: Printed) -> tuple[Fraction, ...]:
        """Return the least error of each dataset after one right answer more or less.

        It is the same in whichever sub-task that answer is.
        """
        return tuple(
            min(_off(found + step, value) for step in _one_answer(each.problems))
            for found, value, each in zip(
                self.datasets, self.row.datasets, tables.datasets, strict=True
            )
        )


def _scores(rows: dict[str, _Computed], tables: Printed) -> dict[str, Fraction]:
    """Measure Table 1."""
    ours = rows[_OURS]
    models = [row for name, row in rows.items() if name not in _REFERENCES]
    return {
        "MathVista score of MAPS": ours.datasets[0],
        "smallest error of the MathVista score after one altered answer": ours.altered(tables)[0],
        "largest error of an average of human experts or random choice": max(
            rows[name].error for name in _REFERENCES
        ),
        "largest error of an average over datasets with the EMMA averages of v1": max(
            _with_emma(rows[name], tables.first_version.emma[name]) for name in _REFERENCES
        ),
        "largest error of an average of a model": max(row.error for row in models),
        "smallest error of the averages of a model after one altered answer": min(
            error for row in models for error in row.altered(tables)
        ),
    }


def _ablation(tables: Printed) -> dict[str, Fraction]:
    """Measure Table 2."""
    rows, problems = tables.ablation.rows, tables.datasets[-1].problems
    found = {name: weighted(row.subtasks, problems) for name, row in rows.items()}
    falls = {name: found[name] - found[_OURS] for name in _AGENTS}
    no_last = weighted((*rows["Interpreter"].subtasks[:-1], Decimal(0)), problems)
    others = [(falls[name], rows[name].changes[-1]) for name in _AGENTS[1:]]
    changes = {cell: (change, difference) for cell, change, difference in _changes(tables)}
    of_critic = changes.pop("Critic, MZCO")
    without = "how much more is lost without the {} than without any other agent"
    return {
        "change of accuracy without the Interpreter": falls["Interpreter"],
        "change of accuracy without the Interpreter, PZCE counted as 0": no_last - found[_OURS],
        without.format("Interpreter"): _excess(falls, "Interpreter"),
        without.format("Critic"): _excess(falls, "Critic"),
        "largest error of the fall without the Aligner, the Scholar or the Critic": max(
            _off(fall, change) for fall, change in others
        ),
        "smallest error of such a fall after one altered answer": min(
            _off(fall + step, change) for fall, change in others for step in _one_answer(problems)
        ),
        "change on MZCO without the Critic": of_critic[1],
        "largest error of the other changes in Table 2": max(
            _off(difference, change) for change, difference in changes.values()
        ),
    }


def _changes(tables: Printed) -> Iterator[tuple[str, Decimal, Fraction]]:
    """Yield each change of Table 2 as printed, and as the difference of two printed scores."""
    rows, columns = tables.ablation.rows, (*tables.datasets[-1].subtasks, "average")
    for name in _AGENTS:
        for column, change, score, full in zip(
            columns, rows[name].changes, rows[name].scores, rows[_OURS].scores, strict=True
        ):
            yield f"{name}, {column}", change, Fraction(score) - Fraction(full)


def _excess(falls: dict[str, Fraction], agent: str) -> Fraction:
    return min(fall for name, fall in falls.items() if name != agent) - falls[agent]


def _with_emma(row: _Computed, emma: Decimal) -> Fraction:
    mathvista, _, olympiad = row.datasets
    return _off(_mean((mathvista, Fraction(emma), olympiad)), row.row.average)


def _one_answer(problems: tuple[int, ...]) -> tuple[Fraction, Fraction]:
    share = Fraction(100, sum(problems))
    return share, -share


def _mean(scores: tuple[Fraction, ...]) -> Fraction:
    return sum(scores, Fraction(0)) / len(scores)


def _off(found: Fraction, value: Decimal) -> Fraction:
    return abs(found - Fraction(value))


def _frame(rows: dict[str, _Computed], tables: Printed) -> pd.DataFrame:
    """Return each printed average of both tables beside the one from its columns."""
    columns = (*(each.name for each in tables.datasets), "average")
    cells = {
        f"{name}: {column}": (value, found)
        for name, each in rows.items()
        for column, value, found in zip(
            columns,
            (*each.row.datasets, each.row.average),
            (*each.datasets, each.average),
            strict=True,
        )
    }
    for name in _AGENTS:
        row = tables.ablation.rows[name]
        found = weighted(row.subtasks, tables.datasets[-1].problems)
        cells[f"without the {name}: {columns[-2]}"] = row.average, found
    return pd.DataFrame.from_dict(
        {
            name: (float(value), round(float(found), 4), bool(_off(found, value) > _ROUNDING))
            for name, (value, found) in cells.items()
        },
        orient="index", columns=["printed", "computed", "off"],
    )  # fmt: skip


def _picture(frame: pd.DataFrame) -> Plot:
    """Draw, row by row, how far the printed averages are from those computed again."""
    less = frame["printed"] - frame["computed"]
    wrong = less[frame["off"]]
    rows = [str(name).split(": ")[0] for name in frame.index]
    places = {name: place for place, name in enumerate(dict.fromkeys(rows))}
    told = "; ".join(f"{name} {value:+.2f}" for name, value in wrong.items())

    def draw(axes: Axes) -> None:
        axes.axvline(0, color=GREY, linewidth=1.2)
        axes.scatter(
            less, [places[row] for row in rows], zorder=3, clip_on=False,
            color=[RED if each else BLUE for each in frame["off"]],
        )  # fmt: skip
        for name, value in wrong.items():
            row, column = str(name).split(": ")
            axes.annotate(
                f"{column} {value:+.2f}", (value, places[row]), xytext=(8, 0),
                textcoords="offset points", va="center",
            )  # fmt: skip
        axes.set_yticks(range(len(places)), list(places))
        axes.invert_yaxis()
        axes.set_xlabel("printed less computed, in percentage points")
        axes.margins(x=0.25, y=0.04)

    return Plot(
        frame,
        f"{len(frame) - len(wrong)} of {len(frame)} printed averages follow from their columns; "
        f"printed less computed of the others: {told or 'none'}.",
        draw,
        title="MAPS: printed averages less those from the columns beside them",
        height=1.5 + 0.28 * len(places),
    )
