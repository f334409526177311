"""Video-T1: the gains that Table 2 prints beside its scores.

The table is a picture on the project's page (static/images/table.png at 94222d4) and was read from
there, all of it. VBench weighs its total as four parts quality and one part semantic.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, INK, RED, Plot
from tracker.reproduce.helpers.results import Result

Cell: TypeAlias = tuple[float, float, float, int]
"""Score before, score after, printed gain in percent, and how many decimals of it are printed."""

SCORES = ("total", "quality", "semantic", "object class", "scene", "multiple objects")
TABLE: dict[str, Sequence[Cell]] = {
    "CogVideoX-5B": (
        (81.61, 84.42, 3.44, 2), (82.75, 84.32, 1.90, 2), (77.04, 84.83, 10.1, 1),
        (85.23, 99.38, 16.6, 1), (53.20, 63.07, 18.6, 1), (62.11, 84.47, 36.0, 1),
    ),
    "CogVideoX-2B": (
        (80.91, 83.89, 3.68, 2), (82.18, 85.27, 3.76, 2), (75.83, 78.39, 3.38, 2),
        (83.37, 88.89, 6.62, 2), (51.14, 52.94, 3.52, 2), (62.63, 63.79, 1.85, 2),
    ),
    "OpenSora-v1.2": (
        (79.76, 81.65, 2.37, 2), (81.35, 81.90, 0.68, 2), (73.39, 80.63, 9.87, 2),
        (82.22, 98.29, 19.5, 1), (42.44, 48.82, 15.0, 1), (63.34, 66.99, 5.76, 2),
    ),
    "Pyramid-Flow (SD3)": (
        (81.72, 85.31, 4.39, 2), (84.74, 86.84, 2.48, 2), (69.62, 79.21, 13.8, 1),
        (86.67, 90.31, 4.20, 2), (43.20, 58.39, 35.2, 1), (50.71, 78.00, 53.8, 1),
    ),
    "Pyramid-Flow (FLUX)": (
        (81.61, 86.51, 5.86, 2), (84.11, 87.50, 3.26, 2), (71.61, 82.56, 18.6, 1),
        (93.49, 99.69, 6.63, 2), (47.65, 56.07, 17.7, 1), (61.08, 88.93, 45.6, 1),
    ),
    "NOVA": (
        (78.56, 79.80, 1.58, 2), (83.79, 84.99, 1.43, 2), (57.63, 59.03, 2.43, 2),
        (91.36, 93.91, 2.79, 2), (45.22, 47.69, 5.46, 2), (67.87, 69.89, 2.98, 2),
    ),
}  # fmt: skip
_ROUNDED = 0.005
"""Half of the last decimal of a score."""


def gain(before: float, after: float) -> float:
    """Return the gain in percent.

    Examples
    --------
    >>> round(gain(50.0, 60.0), 6)
    20.0
    """
    return 100 * (after - before) / before


def follows(cell: Cell) -> bool:
    """Whether a printed gain can come from scores that round to the printed ones.

    Examples
    --------
    >>> follows((50.0, 60.0, 20.0, 1)), follows((50.0, 60.0, 21.0, 1))
    (True, False)
    """
    before, after, stated, decimals = cell
    half = 0.5 / 10**decimals
    least = gain(before + _ROUNDED, after - _ROUNDED)
    most = gain(before - _ROUNDED, after + _ROUNDED)
    return bool(least - half <= stated <= most + half)


def printed_gains(
    table: Mapping[str, Sequence[Cell]] = TABLE, *, doubled: bool = False, computed: bool = False
) -> Result:
    """Compute each gain again from the scores beside it.

    Parameters
    ----------
    table
        Of models, with a cell for each score.
    doubled, computed
        Whether each printed gain is doubled, or computed from the scores.
    """
    cells = {(model, score): cell for model, row in table.items()
             for score, cell in zip(SCORES, row, strict=True)}  # fmt: skip
    twice = {place: (before, after, 2 * stated, decimals)
             for place, (before, after, stated, decimals) in cells.items()}  # fmt: skip
    good = {
        place: (before, after, round(gain(before, after), decimals), decimals)
        for place, (before, after, _, decimals) in cells.items()
    }
    cells = twice if doubled else good if computed else cells
    off = {place: cell for place, cell in cells.items() if not follows(cell)}
    errors = [abs(gain(before, after) - stated) for before, after, stated, _ in off.values()]
    totals = [
        abs((4 * row[1][when] + row[2][when]) / 5 - row[0][when])
        for row in table.values() for when in (0, 1)
    ]  # fmt: skip
    name = "printed gains that do not follow from the scores beside them"
    return Result(
        (
            measure(name, [len(off)], unit=f"of {len(cells)} cells"),
            measure(f"{name}, gains doubled", [sum(not follows(cell) for cell in twice.values())],
                    unit=f"of {len(cells)} cells"),
            measure(f"{name}, gains computed", [sum(not follows(cell) for cell in good.values())],
                    unit=f"of {len(cells)} cells"),
            measure("largest error of a printed gain", [max(errors, default=0.0)],
                    unit="percentage points"),
            measure("largest distance of a total from four parts quality and one semantic",
                    [float(np.max(totals))], unit="points"),
        ),
        _picture(cells, list(off)),
    )  # fmt: skip


def _picture(cells: Mapping[tuple[str, str], Cell], off: Sequence[tuple[str, str]]) -> Plot:
    frame = pd.DataFrame(
        {
            "printed": [stated for _, _, stated, _ in cells.values()],
            "computed": [gain(before, after) for before, after, _, _ in cells.values()],
        },
        index=[f"{model}, {score}" for model, score in cells],
    )
    wrong = {
        f"{model}, {score}": (gain(*cells[model, score][:2]), cells[model, score][2])
        for model, score in off
    }

    def draw(axes: Axes) -> None:
        most = frame.to_numpy().max()
        axes.plot([0, most], [0, most], color=INK, linewidth=0.8, linestyle=":")
        axes.scatter(frame["computed"], frame["printed"], color=BLUE, s=18)
        for name, (computed, stated) in wrong.items():
            axes.scatter([computed], [stated], color=RED, s=30)
            axes.annotate(
                f"{name}: {stated:g} printed, {computed:.2f} computed", (computed, stated),
                xytext=(10, -3), textcoords="offset points", fontsize=8,
            )  # fmt: skip
        axes.set_xlabel("gain computed from the scores, in percent")
        axes.set_ylabel("gain printed")

    listed = "; ".join(
        f"{name}: {stated:g} printed, {computed:.2f} computed"
        for name, (computed, stated) in wrong.items()
    )
    return Plot(
        frame, f"{len(wrong)} of {len(frame)} printed gains do not follow: {listed or 'none'}.",
        draw,
        title=f"{len(wrong)} of {len(frame)} printed gains do not follow from the scores beside "
        "them", height=4.2,
    )  # fmt: skip
