"""Being-0 (arXiv 2503.12533): whether five successes more or less can be chance.

No code was released. Printed are successes of five trials a task; the tables of the project's page
were read as pictures (987b59c).
"""

from collections.abc import Mapping
from math import comb

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, Plot
from tracker.reproduce.helpers.results import Result

TRIALS = 5
ADJUSTED = {
    "grasp bottle": (2, 4), "place basket": (4, 3), "grasp coffee": (1, 4),
    "place coffee (table)": (4, 5), "place coffee (machine)": (0, 3),
}  # fmt: skip
"""Successes of five, without and with it (results-navigation-follow-manipulation.png)."""


def chance_of(counts: Mapping[str, tuple[int, int]]) -> float:
    """Return how probable as many successes with the idea, or more, are if it does nothing.

    Exact, and by task: within each, all ways to deal its successes among its ten trials are as
    probable; the sum over the tasks is what is compared.

    Examples
    --------
    >>> round(chance_of({"one task": (0, 5)}), 6)
    0.003968
    """
    sums = np.array([1.0])
    for without, with_idea in counts.values():
        successes = without + with_idea
        ways = [
            comb(TRIALS, here) * comb(TRIALS, successes - here) if here <= successes else 0
            for here in range(TRIALS + 1)
        ]
        sums = np.convolve(sums, np.array(ways) / comb(2 * TRIALS, successes))
    with_all = sum(with_idea for _, with_idea in counts.values())
    return float(sums[with_all:].sum())


def adjusted(
    counts: Mapping[str, tuple[int, int]] = ADJUSTED, *, same: bool = False, sure: bool = False
) -> Result:
    """Ask how probable the printed difference is by chance.

    Parameters
    ----------
    counts
        Successes of each task without and with the adjustment.
    same
        Whether the idea is off: the successes without stand on both sides.
    sure
        Whether no success stands on one side, and five of five on the other.
    """
    unchanged = {task: (without, without) for task, (without, _) in counts.items()}
    all_or_none = dict.fromkeys(counts, (0, TRIALS))
    counts = unchanged if same else all_or_none if sure else counts
    name = "chance of as many successes if adjusting does nothing"
    frame = pd.DataFrame(counts, index=["without", "with"]).T
    return Result(
        (
            measure(name, [chance_of(counts)]),
            measure(f"{name}, without against itself", [chance_of(unchanged)]),
            measure(f"{name}, none against all", [chance_of(all_or_none)]),
        ),
        _picture(frame, chance_of(counts)),
    )


def _picture(frame: pd.DataFrame, chance: float) -> Plot:
    def draw(axes: Axes) -> None:
        places = np.arange(len(frame))
        for offset, (name, colour) in enumerate((("without", GREY), ("with", BLUE))):
            drawn = axes.barh(places + 0.38 * offset, frame[name], height=0.36, color=colour,
                              label=f"{name} the adjustment")  # fmt: skip
            axes.bar_label(drawn, padding=3)
        axes.set_yticks(places + 0.19, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlim(0, TRIALS + 0.6)
        axes.set_xlabel("successes of five")
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2)

    without, with_idea = frame.sum()
    return Plot(
        frame, f"{with_idea} of {TRIALS * len(frame)} successes with the adjustment, {without} "
        f"without; by chance as many or more with a probability of {chance:.3f}.", draw,
        title=f"With the adjustment {with_idea} of {TRIALS * len(frame)} succeed, without "
        f"{without}: by chance in {chance:.1%} of cases", height=3.4,
    )  # fmt: skip
