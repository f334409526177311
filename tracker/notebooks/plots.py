"""Plots for the status notebook: from plain data to a picture with words that say the same.

No global state of matplotlib is touched: each picture is drawn on a figure of its own, in the
colours of Okabe and Ito, which people with any kind of colour vision can tell apart.
"""

import io
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

BLUE, SKY, GREEN, YELLOW = "#0072B2", "#56B4E9", "#009E73", "#F0E442"
ORANGE, RED, PINK, GREY, INK = "#E69F00", "#D55E00", "#CC79A7", "#C7C7C7", "#222222"
_FONTS = (
    "DejaVu Sans",
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Zen Hei", "Arial Unicode MS",
)  # fmt: skip
"""The first has Latin letters; of the others, those that are installed lend the Chinese ones."""
_DPI = 160
_DATES = 7
"""Days along an axis; more would run into each other."""
_WIDTH = 8.0

Colours: TypeAlias = Mapping[str, str]


class Plot:
    """A picture for the reader; `frame` holds what it shows, and `words` say it.

    Parameters
    ----------
    frame
        The data, as drawn.
    words
        The picture in a sentence or two, for those who cannot see it.
    """

    def __init__(self, frame: pd.DataFrame, words: str, draw: Callable[[Axes], None], *,
                 title: str, height: float) -> None:  # fmt: skip
        self.frame = frame
        self.words = words
        self._draw = draw
        self._title = title
        self._height = height

    def figure(self) -> Figure:
        """Draw the picture."""
        with mpl.rc_context(_style()):
            figure = Figure(figsize=(_WIDTH, self._height), layout="constrained")
            axes = figure.add_subplot()
            self._draw(axes)
            figure.suptitle("\n".join(textwrap.wrap(self._title, 76)), x=0.01, ha="left")
            return figure

    def png(self) -> bytes:
        """Return the picture as PNG."""
        with mpl.rc_context(_style()):
            file = io.BytesIO()
            self.figure().savefig(file, format="png", dpi=_DPI, metadata={"Software": None})
            return file.getvalue()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, object], dict[str, object]]:
        del include, exclude
        size = {"width": int(_WIDTH * 96), "height": int(self._height * 96), "alt": self.words}
        return {"image/png": self.png(), "text/plain": self.words}, {"image/png": size}

    def __repr__(self) -> str:
        return self.words


def _style() -> dict[Any, Any]:
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return {
        "font.family": [name for name in _FONTS if name in installed] or ["sans-serif"],
        "font.size": 10,
        "text.color": INK,
        "figure.titlesize": 12,
        "figure.titleweight": "bold",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.edgecolor": "#888888",
        "axes.labelcolor": INK,
        "ytick.left": False,
        "figure.facecolor": "white",
    }


def bars(frame: pd.DataFrame, colours: Colours, *, title: str, words: str) -> Plot:
    """Draw one horizontal bar for each row, its columns in a line, with the counts in them."""

    def draw(axes: Axes) -> None:
        places = range(len(frame))
        left = [0.0] * len(frame)
        for name in frame.columns:
            values = [float(value) for value in frame[name]]
            drawn = axes.barh(
                places, values, left=left, color=colours[name], label=name, height=0.62
            )
            inside = [f"{value:.0f}" if value else "" for value in values]
            axes.bar_label(drawn, inside, label_type="center", color=_ink(colours[name]))
            left = [start + value for start, value in zip(left, values, strict=True)]
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        if len(frame.columns) > 1:
            axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, frameon=False)

    return Plot(frame, words, draw, title=title, height=1.4 + 0.42 * max(len(frame), 1))


def counts(frame: pd.DataFrame, colours: Sequence[str], *, title: str, words: str) -> Plot:
    """Draw one horizontal bar for each row of the column ``count``, with its number behind it."""

    def draw(axes: Axes) -> None:
        drawn = axes.barh(range(len(frame)), frame["count"], color=list(colours), height=0.62)
        axes.bar_label(drawn, padding=4)
        axes.set_yticks(range(len(frame)), [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)

    return Plot(frame, words, draw, title=title, height=1.0 + 0.4 * max(len(frame), 1))


def areas(frame: pd.DataFrame, colours: Colours, *, title: str, words: str) -> Plot:
    """Draw the columns over time, stacked, each named where it ends."""

    def draw(axes: Axes) -> None:
        shown = [name for name in frame.columns if frame[name].any()]
        if not shown:
            axes.set_axis_off()
            return
        axes.stackplot(
            frame.index,
            *(frame[name] for name in shown),
            colors=[colours[name] for name in shown],
            step="post",
        )
        base, lowest = 0.0, 0.0
        gap = float(frame.to_numpy().sum(axis=1).max()) / 18
        for name in shown:
            value = float(frame[name].iloc[-1])
            if value:
                lowest = max(base + value / 2, lowest)
                axes.annotate(
                    f"{name} {value:.0f}",
                    (frame.index[-1], lowest),
                    xytext=(6, 0),
                    textcoords="offset points",
                    va="center",
                    annotation_clip=False,
                )
                lowest += gap
            base += value
        axes.set_ylabel("promises")
        locator = AutoDateLocator(maxticks=_DATES)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.margins(x=0, y=0.05)

    return Plot(frame, words, draw, title=title, height=3.8)


def dots(frame: pd.DataFrame, colours: Sequence[str], *, title: str, words: str) -> Plot:
    """Draw one dot for each row of the column ``months``, its number beside it."""

    def draw(axes: Axes) -> None:
        places = range(len(frame))
        axes.hlines(places, 0, frame["months"], color=GREY, linewidth=1.2)
        axes.scatter(frame["months"], places, color=list(colours), zorder=3, s=38, clip_on=False)
        for place, months in zip(places, frame["months"], strict=True):
            axes.annotate(
                f"{months:.0f}", (months, place), xytext=(7, 0), textcoords="offset points",
                va="center", fontsize=9,
            )  # fmt: skip
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("months since the last commit")
        axes.set_xlim(left=0)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.margins(x=0.08)

    return Plot(frame, words, draw, title=title, height=1.5 + 0.28 * max(len(frame), 1))


def _ink(colour: str) -> str:
    """Return black or white, whichever can be read on a colour."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else INK
