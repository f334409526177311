"""MAPS (arXiv 2503.16905): where the gain of 3.58 points over human experts comes from.

The average of a row of Table 1 is the mean of its three dataset scores, and the gain that "Main
Results" of v2 prints is the difference of two averages. v2 prints 75.17 as the EMMA score of the
human experts; v1 printed 64.50 there, which is their score in physics alone. Nothing is run but
arithmetic, in fractions.
"""

from fractions import Fraction

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Measurement
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, RED, Plot
from tracker.reproduce.helpers.results import Result

from .tables import Printed, printed

PRINTED_GAIN = 3.58
"""Main results of v2, in percentage points."""
_ROUNDING = 0.015
"""Half a last digit of both averages, and of the gain."""


def gain(tables: Printed | None = None, *, physics: bool = False) -> Result:
    """Compute the gain over human experts again.

    Parameters
    ----------
    tables
        Printed tables; those of the paper where it is None.
    physics
        Whether the human score in physics stands for that of EMMA, as in v1.

    Examples
    --------
    >>> round(gain().measurements[0].value, 4)
    0.0233
    """
    given = tables or printed()
    ours = _mean(given.scores.rows["MAPS"].datasets)
    mathvista, emma, olympiad = given.scores.rows["Human Expert"].datasets
    of_v1 = given.first_version.emma["Human Expert"]
    by_v1 = ours - _mean((mathvista, of_v1, olympiad))
    by_v2 = by_v1 if physics else ours - _mean((mathvista, emma, olympiad))
    frame = pd.DataFrame(
        {"gain": [PRINTED_GAIN, float(by_v1), float(by_v2)]},
        index=["printed in v2", f"with EMMA {of_v1} of v1", f"with EMMA {emma} of v2"],
    )
    return Result(
        measurements=tuple(
            Measurement(name=name, value=float(value), unit="percentage points")
            for name, value in (
                ("gain over human experts", by_v2),
                ("gain over human experts with the physics score for EMMA", by_v1),
            )
        ),
        picture=_picture(frame),
    )


def _mean(scores: tuple[object, ...]) -> Fraction:
    return sum((Fraction(str(score)) for score in scores), Fraction(0)) / len(scores)


def _picture(frame: pd.DataFrame) -> Plot:
    last = float(frame["gain"].iloc[-1])
    follows = abs(last - PRINTED_GAIN) <= _ROUNDING

    def draw(axes: Axes) -> None:
        drawn = axes.barh(
            range(len(frame)), frame["gain"], height=0.55,
            color=[GREY, GREY, BLUE if follows else RED],
        )  # fmt: skip
        axes.bar_label(drawn, [f"{value:.2f}" for value in frame["gain"]], padding=4)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_yticks(range(len(frame)), [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("gain of MAPS over human experts, in percentage points")
        axes.margins(x=0.12)

    return Plot(
        frame,
        "; ".join(f"{name}: {value:.2f}" for name, value in frame["gain"].items()) + ".",
        draw,
        title=f"By the table of v2 MAPS is {last:.2f} points above human experts, not"
        f" {PRINTED_GAIN:g}: v2 mended a cell and left the gain",
        height=2.4,
    )
