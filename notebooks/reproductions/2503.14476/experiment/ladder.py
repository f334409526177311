"""DAPO (arXiv:2503.14476, Table 1): whether each step of the ablation is more than its noise.

A score is the mean over 30 problems, each answered 32 times by one trained model. Two such scores
of models that are equally good differ by the luck of their answers. If each problem were answered
at one rate p, a score would have the deviation √(p (1 - p) / 960), the most that there can be; if
half of the problems were at rates near 0 or 1, about √½ of it. The chance of another training run
is not counted: nobody has published one.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Interval, Measurement
from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, Plot
from tracker.reproduce.helpers.results import Result

PAPER = {
    "naive GRPO": 30, "+ overlong filtering": 36, "+ clip-higher": 38,
    "+ soft overlong punishment": 41, "+ token-level loss": 42, "+ dynamic sampling": 50,
}  # fmt: skip
"""Table 1 of dapo_paper.pdf at commit 33fe317."""
RERUN = {"without the last two": 44, "+ token-level loss": 50, "+ dynamic sampling": 52}
"""README of the recipe at commit 48ea0a7, reproduction runs; the first on another machine."""
_ANSWERS = 30 * 32
_EVEN = 0.5**0.5
"""Of the largest deviation: rates spread evenly between certain and even."""
_LEVEL = 1.96


def steps(*, whole: bool = False) -> Result:
    """Measure the smallest step of both tables in standard errors of a difference.

    Parameters
    ----------
    whole
        Whether the steps of a table are taken together, which gives the known good case.
    """
    frame = _frame()
    least = int(frame["least"].to_numpy().argmin())
    smallest = float(frame["least"].iloc[least]), float(frame["most"].iloc[least])
    ends = [
        _in_errors(scores[0], scores[-1]) for scores in map(list, (PAPER.values(), RERUN.values()))
    ]
    together = min(ends)
    beyond = frame[frame["least"] >= _LEVEL]
    return Result(
        measurements=(
            _measured(
                "smallest step of the ablation, in standard errors",
                together if whole else smallest,
            ),
            _measured("all steps of a table together, in standard errors", together),
            Measurement(name="steps that are beyond chance", value=len(beyond), unit="of 7"),
        ),
        picture=_picture(frame, beyond),
    )


def _in_errors(before: int, after: int) -> tuple[float, float]:
    """Return a difference in standard errors, by the larger noise and by the smaller."""
    rates = np.array([before, after]) / 100
    most = 100 * float(np.sqrt((rates * (1 - rates)).sum() / _ANSWERS))
    return (after - before) / most, (after - before) / (most * _EVEN)


def _measured(name: str, ends: tuple[float, float]) -> Measurement:
    return Measurement(
        name=name, value=ends[0], unit="standard errors",
        interval=Interval(
            low=min(ends), high=max(ends), level=1.0,
            method="from problems answered at one rate to rates near 0 or 1",
        ),
    )  # fmt: skip


def _frame() -> pd.DataFrame:
    rows = []
    for where, table in (("paper", PAPER), ("public re-run", RERUN)):
        names, scores = list(table), list(table.values())
        for name, before, after in zip(names[1:], scores, scores[1:], strict=False):
            rows.append((f"{name} ({where})", after - before, *_in_errors(before, after)))
    return pd.DataFrame(rows, columns=["step", "points", "least", "most"]).set_index("step")


def _picture(frame: pd.DataFrame, beyond: pd.DataFrame) -> Plot:
    colours: Sequence[str] = [
        BLUE if name.endswith("(paper)") else ORANGE for name in map(str, frame.index)
    ]

    def draw(axes: Axes) -> None:
        places = range(len(frame))
        axes.axvspan(0, _LEVEL, color=GREY, alpha=0.45)
        axes.hlines(places, frame["least"], frame["most"], color=list(colours), linewidth=5)
        for place, (end, points) in enumerate(zip(frame["most"], frame["points"], strict=True)):
            axes.annotate(f"+{points:g}", (end, place), xytext=(8, 0), va="center",
                          textcoords="offset points")  # fmt: skip
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlim(left=0)
        axes.margins(x=0.12)
        axes.set_xlabel("standard errors of the difference (grey: chance)")

    told = "; ".join(f"{name} +{row.points:g}" for name, row in beyond.iterrows())
    return Plot(
        frame,
        f"Beyond the noise of the evaluation alone: {told or 'none'}. The paper's largest step is"
        " dynamic sampling (8; token-level loss 1), that of the public re-run the token-level"
        " loss (6 points, dynamic sampling 2).",
        draw,
        title=f"{len(beyond)} of {len(frame)} steps are beyond the noise of the evaluation, and the"
        " public re-run credits another technique most",
        height=3.6,
    )
