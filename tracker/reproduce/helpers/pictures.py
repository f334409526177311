"""The pictures that experiments draw, and their colours."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from tracker.notebooks.plots import BLUE, GREEN, GREY, INK, ORANGE, PINK, RED, Plot, bars, counts

__all__ = [
    "BLUE", "GREEN", "GREY", "INK", "ORANGE", "PINK", "RED", "Plot", "bars", "counts", "curves",
]  # fmt: skip


def curves(
    frame: pd.DataFrame, colours: Mapping[str, str], *, title: str, words: str, y: str,
    logarithmic: bool = False, bound: float | None = None,
) -> Plot:  # fmt: skip
    """Draw the columns over the index, whose name is what the horizontal axis shows.

    Parameters
    ----------
    bound
        Where a thin line is drawn across, in the unit of the vertical axis.
    """

    def draw(axes: Axes) -> None:
        for name, colour in colours.items():
            axes.plot(
                frame.index, frame[name], color=colour, label=name, linewidth=1.8, marker=".",
                markersize=5,
            )  # fmt: skip
        if bound is not None:
            axes.axhline(bound, color=INK, linewidth=0.8, linestyle=":")
        if logarithmic:
            axes.set_yscale("log")
        axes.set_xlabel(str(frame.index.name))
        axes.set_ylabel(y)
        axes.legend(frameon=False, loc="best")

    return Plot(frame, words, draw, title=title, height=3.8)
