"""Stop Overthinking (arXiv 2503.16419): how its companion list fills the three directions.

The list (72eb25e, 2025-10-20) has eight numbered sections; two each belong to the directions of
the abstract, the last two stand beside them. An entry is a bullet with a link.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Interval, Measurement, measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, Plot
from tracker.reproduce.helpers.results import Result

LIST = "list.md"
DIRECTIONS = {
    "model-based": ("I", "II"),
    "reasoning-output-based": ("III", "IV"),
    "input-prompt-based": ("V", "VI"),
}
BESIDE = ("VII", "VIII")
"""Efficient data and small models; evaluation."""
_SECTION = re.compile(r"^## Section ([IV]+):")
_ENTRY = re.compile(r"^\s*[*-] .*\]\(https?://")


def sections(text: str) -> dict[str, int]:
    r"""Return how many entries each numbered section holds.

    Examples
    --------
    >>> sections("## Section I: A\n* x [[Paper]](https://a.org)\n## News\n* y [b](https://b.org)")
    {'I': 1}
    """
    counted: dict[str, int] = {}
    now = ""
    for line in text.splitlines():
        if line.startswith("## "):
            number = _SECTION.match(line)
            now = number[1] if number else ""
            if now:
                counted[now] = 0
        elif now and _ENTRY.match(line):
            counted[now] += 1
    return counted


def by_direction(counted: Mapping[str, int]) -> dict[str, int]:
    """Return the entries of each direction.

    Raises
    ------
    ValueError
        If a section of one is missing.
    """
    try:
        return {
            name: sum(counted[number] for number in numbers) for name, numbers in DIRECTIONS.items()
        }
    except KeyError as error:
        raise ValueError(f"the list has no section {error}") from error


def filled(*, files: Callable[[str], Path], moved: bool = False, even: bool = False) -> Result:
    """Measure the share of the smallest direction among the entries of all three.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    moved
        Whether the entries of the smallest direction are moved to the largest.
    even
        Whether the entries are dealt evenly.
    """
    counted = sections(files(LIST).read_text(encoding="utf-8"))
    entries = by_direction(counted)
    smallest, largest = min(entries, key=entries.__getitem__), max(entries, key=entries.__getitem__)
    without = entries | {largest: entries[largest] + entries[smallest], smallest: 0}
    dealt = dict.fromkeys(entries, sum(entries.values()) // len(entries))
    own = without if moved else dealt if even else entries
    name = "share of the smallest of the three directions"
    frame = pd.DataFrame({"entries": entries | {f"beside: {one}": counted[one] for one in BESIDE}})
    return Result(
        (
            share_of_sample(name, min(own.values()), sum(own.values())),
            measure(f"{name}, its entries moved to another", [_smallest(without)]),
            measure(f"{name}, entries dealt evenly", [_smallest(dealt)]),
        ),
        _picture(frame, smallest, _smallest(entries)),
    )


def share_of_sample(name: str, count: int, total: int) -> Measurement:
    """Return a share with Wilson's interval: the entries are a sample of the works there are.

    Examples
    --------
    >>> found = share_of_sample("heads", 50, 100).interval
    >>> round(found.low, 3), round(found.high, 3)
    (0.404, 0.596)
    """
    square = 1.959964**2
    share = count / total
    middle = (share + square / (2 * total)) / (1 + square / total)
    spread = share * (1 - share) / total + square / (4 * total**2)
    half = (square * spread) ** 0.5 / (1 + square / total)
    interval = Interval(
        low=middle - half, high=middle + half, level=0.95, method=f"Wilson, {total} entries"
    )
    return Measurement(name=name, value=share, n=total, interval=interval)


def _smallest(entries: Mapping[str, int]) -> float:
    return min(entries.values()) / sum(entries.values())


def _picture(frame: pd.DataFrame, smallest: str, share: float) -> Plot:
    def draw(axes: Axes) -> None:
        colours = [GREY if str(name).startswith("beside") else BLUE for name in frame.index]
        drawn = axes.barh(range(len(frame)), frame["entries"], color=colours, height=0.6)
        axes.bar_label(drawn, padding=4)
        axes.set_yticks(range(len(frame)), [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("entries of the companion list")

    return Plot(
        frame, "; ".join(f"{name}: {row['entries']}" for name, row in frame.iterrows()) + ".", draw,
        title=f"{smallest.capitalize()} work is {share:.0%} of the entries of the three directions",
        height=2.6,
    )  # fmt: skip
