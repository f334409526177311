"""Survey on Evaluation of LLM-based Agents (arXiv 2503.16416): what its companion list holds.

The list (fa34adb) is a README with a heading for each section and a bullet for each entry. An
entry is a bullet with a link; one that stands below another bullet counts, too.
"""

import itertools
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, ORANGE, Plot
from tracker.reproduce.helpers.results import Result

LIST = "list.md"
PROMISED = {
    "planning": "Planning", "tool use": "Tool Use", "self-reflection": "Self-Reflection",
    "memory": "Memory", "web agents": "Web Agents", "software agents": "Software Engineering",
    "scientific agents": "Scientific Agents", "conversational agents": "Conversational Agents",
}  # fmt: skip
"""Four capabilities and four applications that the abstract names, and a word of the heading."""
OTHERS = {"generalist agents": "Generalist Agents", "frameworks": "Frameworks for Agent"}
"""The other two dimensions."""
GAPS = {
    "cost": "Cost and Efficiency", "safety": "Safety and Compliance",
    "fine-grained": "Granular Evaluation", "scaling": "Scaling & Automating",
}  # fmt: skip
"""Where the abstract sees gaps."""
LEAST = 3
"""Entries of a section that is not empty in all but name."""
_HEADING = re.compile(r"^#{2,4} (.+?)\s*$")
_BULLET = re.compile(r"^\s*[*-] .*\]\(https?://")


def sections(text: str) -> dict[str, int]:
    r"""Return how many entries stand under each heading of a list.

    Examples
    --------
    >>> sections("## One\n* **A** [[paper]](https://a.org)\n* without link")
    {'One': 1}
    """
    counted: dict[str, int] = {}
    heading = ""
    for line in text.splitlines():
        if title := _HEADING.match(line):
            heading = title[1]
            counted.setdefault(heading, 0)
        elif heading and _BULLET.match(line):
            counted[heading] += 1
    return counted


def named(counted: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    """Return the entries of the sections that are meant; 0 where there is none of that name."""
    return {
        name: sum(entries for heading, entries in counted.items() if word in heading)
        for name, word in names.items()
    }


def covered(
    *,
    files: Callable[[str], Path],
    emptied: bool = False,
    made_so: bool = False,
    dealt: bool = False,
    tenth: bool = False,
) -> Result:
    """Count the promised sections that hold entries, and compare the gaps with the others.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    emptied, made_so
        Whether two of the sections are emptied, or each holds as many entries as it must.
    dealt
        Whether the idea is off: which sections are gaps is dealt, in all ways.
    tenth
        Whether the gaps have a tenth of the entries of the others.
    """
    counted = sections(files(LIST).read_text(encoding="utf-8"))
    promised = named(counted, PROMISED)
    every = promised | named(counted, OTHERS)
    gaps = named(counted, GAPS)
    ratio = gap_ratio(list(gaps.values()), list(promised.values()))
    by_chance = _dealt(list((gaps | promised).values()))
    fewer = [max(0.1, entries / 10) for entries in promised.values()][: len(gaps)]
    few = gap_ratio(fewer, list(promised.values()))
    gone = every | dict.fromkeys(sorted(every, key=every.__getitem__)[-2:], 0)
    least = dict.fromkeys(every, LEAST)
    name = "sections of the ten that hold three entries or more"
    share = "entries of a gap over those of a promised section"
    frame = pd.DataFrame({"entries": every | gaps})
    frame["gap"] = frame.index.isin(list(gaps))
    return Result(
        (
            measure(name, [_holding(gone if emptied else least if made_so else every)],
                    unit="of 10"),
            measure(f"{name}, two sections emptied", [_holding(gone)], unit="of 10"),
            measure(f"{name}, a list made so", [_holding(least)], unit="of 10"),
            measure(share, [by_chance if dealt else few if tenth else ratio]),
            measure(f"{share}, names dealt", [by_chance]),
            measure(f"{share}, a tenth of the entries", [few]),
        ),
        _picture(frame, ratio),
    )  # fmt: skip


def gap_ratio(gaps: list[float] | list[int], others: list[int]) -> float:
    """Return the median of some sections over that of the others."""
    return float(np.median(gaps) / np.median(others))


def _dealt(entries: list[int]) -> float:
    """Return the mean ratio over all ways to call four of the sections gaps."""
    places = range(len(entries))
    return float(
        np.mean([
            gap_ratio([entries[place] for place in chosen],
                      [entries[place] for place in places if place not in chosen])
            for chosen in itertools.combinations(places, len(GAPS))
        ])
    )  # fmt: skip


def _holding(counted: Mapping[str, int]) -> int:
    return sum(entries >= LEAST for entries in counted.values())


def _picture(frame: pd.DataFrame, ratio: float) -> Plot:
    ordered = frame.sort_values(["gap", "entries"], ascending=[True, False])

    def draw(axes: Axes) -> None:
        drawn = axes.barh(range(len(ordered)), ordered["entries"], height=0.6,
                          color=[ORANGE if gap else BLUE for gap in ordered["gap"]])  # fmt: skip
        axes.bar_label(drawn, padding=4)
        axes.set_yticks(range(len(ordered)), [str(name) for name in ordered.index])
        axes.invert_yaxis()
        axes.set_xlabel("entries of the list (orange: where the abstract sees gaps)")

    return Plot(
        ordered, "; ".join(f"{name}: {row.entries}" for name, row in ordered.iterrows()) + ".",
        draw,
        title=f"Sections of the gaps have {ratio:.2f} times the entries of the others",
        height=3.8,
    )  # fmt: skip
