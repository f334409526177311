"""PLADIS (arXiv 2503.07677v1), Table 2: whether the printed gains follow from the values.

Read in a public copy of the paper's HTML (deep-diver/ai-paper-reviewer on GitHub, table S4.T2).
"""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, RED, Plot
from tracker.reproduce.helpers.results import Result

Cells: TypeAlias = tuple[tuple[float, float, float], ...]

TABLE: dict[str, Cells] = {
    # method: ((value without, value with, printed gain) in FID, CLIPScore, ImageReward)
    "no guidance": ((83.68, 79.72, -3.96), (20.92, 21.86, 0.89), (-1.050, -0.858, 0.19)),
    "PAG": ((29.36, 24.51, -4.85), (24.03, 24.85, 0.93), (-0.011, 0.251, 0.31)),
    "SEG": ((38.08, 33.19, -4.89), (23.71, 24.63, 1.02), (-0.139, 0.134, 0.28)),
    "CFG": ((23.39, 19.01, -4.38), (25.91, 26.61, 0.70), (0.425, 0.622, 0.20)),
    "CFG + PAG": ((24.32, 20.11, -4.21), (25.42, 26.41, 0.99), (0.478, 0.726, 0.25)),
    "CFG + SEG": ((26.80, 22.08, -4.80), (25.39, 26.49, 1.10), (0.431, 0.689, 0.26)),
}
ALLOWED = {"FID": 0.015, "CLIPScore": 0.015, "ImageReward": 0.006}
"""What rounding explains: half a last digit of each of the two values, and of the gain."""


def printed_gains(*, shift: int = 0, computed: bool = False) -> Result:
    """Compare each printed gain with the difference of the two printed values.

    Parameters
    ----------
    shift
        How many methods further down the values are taken; 0 pairs gains and values as printed,
        anything else takes the idea out.
    computed
        Whether gains stand there that are computed from the values.
    """
    frame = _compared(shift, _computed() if computed else None)
    slips = frame[frame["slip"]]
    signs = int((np.sign(frame["printed"]) != np.sign(frame["computed"])).sum())
    told = "; ".join(
        f"{name} {row.printed:+.2f} (is {row.computed:+.3f})" for name, row in slips.iterrows()
    )
    return Result(
        measurements=(
            measure("gain_mismatches", [len(slips)], unit="of 18 cells"),
            measure("gain_mismatches_shifted", [_compared(1)["slip"].sum()], unit="of 18 cells"),
            measure(
                "gain_mismatches_computed",
                [_compared(0, _computed())["slip"].sum()],
                unit="of 18 cells",
            ),
            measure(
                "gain_largest_slip", [frame["off"].abs().max()], unit="of what rounding explains"
            ),
            measure("gain_signs_mismatched", [signs], unit="of 18 cells"),
        ),
        picture=_drawn(
            frame, f"{len(slips)} of {len(frame)} printed gains do not follow: {told or 'none'}."
        ),
    )


def _computed() -> Mapping[str, Cells]:
    """Return the table with gains that are computed from its values."""
    return {
        method: tuple((cell[0], cell[1], round(cell[1] - cell[0], 2)) for cell in cells)
        for method, cells in TABLE.items()
    }


def _compared(shift: int, gains: Mapping[str, Cells] | None = None) -> pd.DataFrame:
    methods = list(TABLE)
    rows = []
    for at, method in enumerate(methods):
        values = TABLE[methods[(at + shift) % len(methods)]]
        for (metric, allowed), gain, value in zip(
            ALLOWED.items(), (gains or TABLE)[method], values, strict=True
        ):
            computed = round(value[1] - value[0], 3)
            off = round(gain[2] - computed, 3)
            rows.append((f"{method}, {metric}", gain[2], computed, off / allowed))
    frame = pd.DataFrame(rows, columns=["cell", "printed", "computed", "off"]).set_index("cell")
    return frame.assign(slip=frame["off"].abs() > 1 + 1e-9)


def _drawn(frame: pd.DataFrame, words: str) -> Plot:
    def draw(axes: Axes) -> None:
        places = range(len(frame))
        axes.axvspan(-1, 1, color=GREY, alpha=0.45, label="what rounding explains")
        axes.scatter(
            frame["off"], places, color=[RED if slip else BLUE for slip in frame["slip"]], zorder=3
        )
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("printed gain less the difference of the printed values, in that measure")
        axes.legend(frameon=False, loc="lower right")

    slips = int(frame["slip"].sum())
    title = f"{slips} of {len(frame)} gains in Table 2 are further off than rounding explains"
    return Plot(frame, words, draw, title=title, height=5.2)
