"""MAPS (arXiv 2503.16905): whether the figures of its text follow from the scores of its tables.

Nothing is run but arithmetic, in decimals, without floating point. The average of a row of Table 1
is the mean of its three dataset scores,

    average = (MathVista + EMMA + OlympiadBench) / 3,

and the gains of the abstract (15.84) and of "Main Results" of v2 (3.58) are differences of two
averages. The score of EMMA is the mean of its three subjects of 100 problems each.

The averages over the sub-task columns of both tables are audited in `columns`.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Measurement
from tracker.reproduce.helpers.pictures import BLUE, GREY, RED, Plot
from tracker.reproduce.helpers.results import Result, Value

_POINTS = "percentage points"


class Scores(Value, frozen=True, kw_only=True):
    """A row of Table 1: the accuracy on each dataset, in per cent."""

    mathvista: Decimal
    emma: Decimal
    olympiad: Decimal

    @property
    def each(self) -> tuple[Decimal, ...]:
        """The three scores, in the order of the table."""
        return self.mathvista, self.emma, self.olympiad


class Tables(Value, frozen=True, kw_only=True):
    """The printed cells that are audited, with the place of each.

    All but `human` stand in v1 and v2 alike; the EMMA score of `human` is the one of v2.
    """

    maps: Scores = Scores(
        mathvista=Decimal("79.80"), emma=Decimal("58.00"), olympiad=Decimal("31.14")
    )
    """Table 1, MAPS."""
    maps_average: Decimal = Decimal("56.31")
    """Table 1, MAPS, last column."""
    maps_emma: tuple[Decimal, ...] = (Decimal("52.00"), Decimal("71.00"), Decimal("51.00"))
    """Table 1, MAPS on EMMA: mathematics, physics, chemistry."""
    baseline_average: Decimal = Decimal("40.47")
    """Table 1, GPT-4o with CoT, last column."""
    human: Scores = Scores(
        mathvista=Decimal("55.90"), emma=Decimal("75.17"), olympiad=Decimal("37.80")
    )
    """Table 1 of v2, human experts."""
    human_physics: Decimal = Decimal("64.50")
    """Table 1, human experts on EMMA, physics; v1 prints it as the score of EMMA, too."""
    gain_over_baseline: Decimal = Decimal("15.84")
    """Abstract of v1, main results of v2."""
    gain_over_humans: Decimal = Decimal("3.58")
    """Main results of v2."""


PROBLEMS = (1000, 300, 1262)
"""Of MathVista (testmini), EMMA and OlympiadBench."""


def mean(scores: tuple[Decimal, ...]) -> Fraction:
    """Return the exact mean of some scores."""
    return sum(map(Fraction, scores), start=Fraction(0)) / len(scores)


def audit(tables: Tables | None = None) -> Result:
    """Compute the printed averages and gains again.

    Parameters
    ----------
    tables
        Printed cells; those of the paper where it is None.

    Examples
    --------
    >>> audit().frame.loc["average of MAPS"].tolist()
    [56.31, 56.3133, 0.01]
    """
    printed = tables or Tables()
    ours, humans = mean(printed.maps.each), mean(printed.human.each)
    with_physics = (printed.human.mathvista, printed.human_physics, printed.human.olympiad)
    emma = mean(printed.maps_emma)
    gain = ours - Fraction(printed.baseline_average)
    # The control for a figure that follows: one answer more or less, anywhere, must be noticed.
    altered = tuple(_altered(printed.maps.each, PROBLEMS))
    altered_emma = tuple(_altered(printed.maps_emma, (100, 100, 100)))
    measured = {
        "average of MAPS over the datasets": ours,
        "smallest error of the average after one altered answer": _nearest(
            altered, printed.maps_average
        ),
        "gain over the best baseline": gain,
        "smallest error of the gain after one altered answer": _nearest(
            altered, printed.gain_over_baseline + printed.baseline_average
        ),
        "gain over human experts": ours - humans,
        "gain over human experts with the physics score for EMMA": ours - mean(with_physics),
        "EMMA score of MAPS": emma,
        "smallest error of the EMMA score after one altered answer": _nearest(
            altered_emma, printed.maps.emma
        ),
    }
    rows = {
        "average of MAPS": (printed.maps_average, ours, 0.01),
        "EMMA score of MAPS": (printed.maps.emma, emma, 0.01),
        "gain over the best baseline": (printed.gain_over_baseline, gain, 0.015),
        "gain over human experts": (printed.gain_over_humans, ours - humans, 0.015),
    }
    frame = pd.DataFrame.from_dict(
        {
            name: (float(given), round(float(found), 4), tolerance)
            for name, (given, found, tolerance) in rows.items()
        },
        orient="index", columns=["printed", "computed", "tolerance"],
    )  # fmt: skip
    return Result(
        measurements=tuple(
            Measurement(name=name, value=float(value), unit=_unit(name))
            for name, value in measured.items()
        ),
        picture=_picture(frame),
    )


def _altered(scores: tuple[Decimal, ...], problems: tuple[int, ...]) -> Iterator[Fraction]:
    """Yield the mean for one answer more, and one less, in each of the scores."""
    for number in problems:
        for step in (Fraction(100, number), -Fraction(100, number)):
            yield mean(scores) + step / len(scores)


def _nearest(means: tuple[Fraction, ...], printed: Decimal) -> Fraction:
    return min(abs(each - Fraction(printed)) for each in means)


def _unit(name: str) -> str:
    return "%" if name.startswith(("average", "EMMA")) else _POINTS


def _picture(frame: pd.DataFrame) -> Plot:
    """Draw how far each printed figure is from the one computed again."""
    off = frame["printed"] - frame["computed"]
    colours = [RED if each else BLUE for each in off.abs() > frame["tolerance"]]
    told = [f"{name}: {value:+.3f}" for name, value in off.items()]

    def draw(axes: Axes) -> None:
        places = range(len(off))
        axes.axvline(0, color=GREY, linewidth=1.2)
        axes.scatter(off, places, color=colours, s=46, zorder=3, clip_on=False)
        for place, value in zip(places, off, strict=True):
            axes.annotate(
                f"{value:+.3f}", (value, place), xytext=(8, 0), textcoords="offset points",
                va="center",
            )  # fmt: skip
        axes.set_yticks(places, [str(name) for name in off.index])
        axes.invert_yaxis()
        axes.set_xlabel("printed less computed, in percentage points")
        axes.margins(x=0.15, y=0.15)

    return Plot(
        frame, f"Printed less computed, in percentage points: {'; '.join(told)}.", draw,
        title="MAPS: which printed figures follow from the scores beside them",
        height=1.5 + 0.42 * len(off),
    )  # fmt: skip
