"""MAPS (arXiv 2503.16905): every average of Tables 1 and 2, computed again from its columns.

The score on a dataset is the mean of its sub-tasks, weighted by their numbers of problems; the
average of a row of Table 1 is the mean of its three datasets. A change in Table 2 is the
difference to the row of MAPS. All of it is computed exactly, in fractions.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import msgspec
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Measurement
from tracker.reproduce.helpers.pictures import BLUE, GREY, RED, Plot
from tracker.reproduce.helpers.results import Result, Value

from .tables import Cells, Printed, Row, printed

_OURS = "MAPS"
_REFERENCES = ("Human Expert", "Random Choice")
_AGENTS = ("Interpreter", "Aligner", "Scholar", "Critic")
_PRINTED_GAIN = Decimal("15.84")
"""Over the best baseline; abstract of v1, main results of v2."""
_FITTING = Decimal("29.72")
"""A score on MZCO with which the printed change of -2.42 follows."""
_MODELS = "averages of models, and the gain, that do not follow"
_REFERRED = "largest error of an average of human experts or random choice"
_BY_V1 = "largest error of an average over datasets with the EMMA averages of v1"
_FALL = "change of accuracy without the Interpreter"
_CHANGE = "change on MZCO without the Critic"
_TOTALS = "baselines with as many right answers on OlympiadBench with CoT as without"
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


def audit(
    tables: Printed | None = None, *, planted: bool = False, first_version: bool = False,
    no_last: bool = False, follows: bool = False,
) -> Result:  # fmt: skip
    """Compute every printed average, gain and change again.

    Parameters
    ----------
    tables
        Printed tables; those of the paper where it is None.
    planted
        Whether MAPS has one right answer more in its last sub-task.
    first_version
        Whether the averages of human experts and random choice rest on the EMMA averages of v1.
    no_last
        Whether the last sub-task counts as 0 in the row without the Interpreter.
    follows
        Whether a score on MZCO stands there with which the printed change follows.

    Examples
    --------
    >>> float(audit().frame.loc["Human Expert: average", "computed"])
    56.2887
    """
    given = tables or printed()
    rows = {name: _Computed.of(row, given) for name, row in given.scores.rows.items()}
    measured = {**_scores(rows, given), **_ablation(given)}
    turns = {
        _MODELS: (planted, f"{_MODELS} after one altered answer"),
        _REFERRED: (first_version, _BY_V1),
        _FALL: (no_last, f"{_FALL}, PZCE counted as 0"),
        _CHANGE: (follows, f"change on MZCO with {_FITTING}"),
    }
    measured |= {name: measured[other] for name, (turned, other) in turns.items() if turned}
    return Result(
        measurements=tuple(
            Measurement(
                name=name, value=float(value),
                unit="of 53" if name.startswith("averages") else "percentage points",
            )
            for name, value in measured.items()
        ),
        picture=_picture(_frame(rows, given)),
    )  # fmt: skip


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
    def rounded(self) -> "_Computed":
        """The row with its averages computed and rounded, in place of those printed."""
        datasets = tuple(round(Decimal(float(score)), 2) for score in self.datasets)
        average = round(Decimal(float(self.average)), 2)
        row = msgspec.structs.replace(self.row, datasets=datasets, average=average)
        return msgspec.structs.replace(self, row=row)

    @property
    def error(self) -> Fraction:
        """The largest error of its four averages."""
        return max(
            _off(self.average, self.row.average),
            *map(_off, self.datasets, self.row.datasets),
        )


def _scores(rows: dict[str, _Computed], tables: Printed) -> dict[str, Fraction]:
    """Measure Table 1."""
    models = {name: row for name, row in rows.items() if name not in _REFERENCES}
    more = models | {_OURS: _with_one_more(models[_OURS], tables)}
    rounded = {name: row.rounded for name, row in models.items()}
    return {
        _MODELS: _not_following(models, _PRINTED_GAIN),
        f"{_MODELS} after one altered answer": _not_following(more, _PRINTED_GAIN),
        f"{_MODELS} when computed": _not_following(rounded, _gain(rounded)),
        _REFERRED: max(rows[name].error for name in _REFERENCES),
        _BY_V1: max(
            _with_emma(rows[name], tables.first_version.emma[name]) for name in _REFERENCES
        ),
        _TOTALS: Fraction(_equal_totals(models, tables)),
    }


def _not_following(rows: dict[str, _Computed], printed_gain: Decimal) -> Fraction:
    """Count the averages of some rows, and the gain of MAPS over the best other, that are off."""
    averages = sum(
        _off(found, value) > Fraction(str(_ROUNDING))
        for row in rows.values()
        for found, value in zip(
            (*row.datasets, row.average), (*row.row.datasets, row.row.average), strict=True
        )
    )
    best = max(row.average for name, row in rows.items() if name != _OURS)
    gain = rows[_OURS].average - best
    return Fraction(averages + (_off(gain, printed_gain) > Fraction("0.015")))


def _gain(rows: dict[str, _Computed]) -> Decimal:
    best = max(row.average for name, row in rows.items() if name != _OURS)
    return round(Decimal(float(rows[_OURS].average - best)), 2)


def _with_one_more(row: _Computed, tables: Printed) -> _Computed:
    """Return a row with one right answer more on the last dataset."""
    last = row.datasets[-1] + Fraction(100, sum(tables.datasets[-1].problems))
    datasets = (*row.datasets[:-1], last)
    return _Computed(row=row.row, datasets=datasets, average=_mean(datasets))


def _equal_totals(models: dict[str, _Computed], tables: Printed) -> int:
    """Count the baselines with as many right answers on OlympiadBench with CoT as without."""
    problems = tables.datasets[-1].problems

    def right(row: _Computed) -> int:
        pairs = zip(row.row.subtasks[-1], problems, strict=True)
        return sum(round(Fraction(score) * number / 100) for score, number in pairs)

    return sum(
        right(row) == right(models[f"{name}, CoT"])
        for name, row in models.items() if f"{name}, CoT" in models
    )  # fmt: skip


def _ablation(tables: Printed) -> dict[str, Fraction]:
    """Measure Table 2."""
    rows, problems = tables.ablation.rows, tables.datasets[-1].problems
    found = {name: weighted(row.subtasks, problems) for name, row in rows.items()}
    fall = found["Interpreter"] - found[_OURS]
    no_last = weighted((*rows["Interpreter"].subtasks[:-1], Decimal(0)), problems)
    others = [found[name] - found["Interpreter"] for name in _AGENTS[1:]]
    changes = {cell: (change, difference) for cell, change, difference in _changes(tables)}
    of_critic = changes.pop("Critic, MZCO")
    full = rows[_OURS].subtasks[tables.datasets[-1].subtasks.index("MZCO")]
    return {
        _FALL: fall,
        f"{_FALL}, PZCE counted as 0": no_last - found[_OURS],
        "how much more is lost without the Interpreter than without any other agent": min(others),
        _CHANGE: of_critic[1],
        f"change on MZCO with {_FITTING}": Fraction(_FITTING) - Fraction(full),
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


def _with_emma(row: _Computed, emma: Decimal) -> Fraction:
    mathvista, _, olympiad = row.datasets
    return _off(_mean((mathvista, Fraction(emma), olympiad)), row.row.average)


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
        title=f"{len(frame) - len(wrong)} of {len(frame)} printed averages follow from their"
        f" columns; {len(wrong)} do not",
        height=1.5 + 0.28 * len(places),
    )
