"""A Comprehensive Survey on Long Context Language Modeling (arXiv 2503.17407): its list over time.

The list is a README; it was taken at the paper's date (a07fdca, 2025-03-25) and at its newest
commit that was seen (3181206, 2026-05-29). What stands in HTML comments is not shown and does not
count. A work is told by its arXiv id.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, Plot
from tracker.reproduce.helpers.results import Result

OLDER, NEWER = "list-2025-03-25.md", "list-2026-05-29.md"
SURVEY = 2503
"""Year and month of the survey, as arXiv's ids begin."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ID = re.compile(r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5})", re.IGNORECASE)


def works(text: str) -> set[str]:
    """Return the arXiv ids that a list shows.

    Examples
    --------
    >>> works("[a](https://arxiv.org/abs/2501.00001v2) <!-- https://arxiv.org/abs/2501.00002 -->")
    {'2501.00001'}
    """
    return set(_ID.findall(_COMMENT.sub("", text)))


def kept(older: Collection[str], newer: Collection[str]) -> float:
    """Return the share of the older works that the newer list still has.

    Raises
    ------
    ValueError
        If the older list has none.
    """
    if not older:
        raise ValueError("the older list names no work on arXiv")
    return len(set(older) & set(newer)) / len(older)


def later(ids: Collection[str]) -> float:
    """Return the share of works that were submitted after the month of the survey.

    Raises
    ------
    ValueError
        If there is no work.
    """
    if not ids:
        raise ValueError("the list names no work on arXiv")
    return sum(int(one[:4]) > SURVEY for one in ids) / len(ids)


def followed(
    *, files: Callable[[str], Path], halved: bool = False, unchanged: bool = False
) -> Result:
    """Compare the list of 2026 with that of the paper's date.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    halved
        Whether half of the older list stands in the place of the list of 2026.
    unchanged
        Whether the idea is off: the list is still that of the paper's date.
    """
    older, newer = (works(files(name).read_text(encoding="utf-8")) for name in (OLDER, NEWER))
    half = sorted(older)[: len(older) // 2]
    name, share = (
        "share of the older works that are still listed",
        "share of works after the survey",
    )
    gone = sorted(older - newer)
    listed = set(half) if halved else older if unchanged else newer
    return Result(
        (
            measure(name, [kept(older, listed)]),
            measure(f"{name}, half a list", [kept(older, half)]),
            measure(f"{name}, the older itself", [kept(older, older)]),
            measure(share, [later(listed)]),
            measure(f"{share}, the older list", [later(older)]),
            measure(
                f"{share}, those alone", [later({one for one in newer if int(one[:4]) > SURVEY})]
            ),
            measure(f"{share}, what was added alone", [later(newer - older)]),
            measure("works of the older list that are listed no more", [len(gone)]),
        ),
        _picture(older, newer, gone),
    )


def _picture(older: set[str], newer: set[str], gone: list[str]) -> Plot:
    quarters = [f"{year:02}Q{quarter}" for year in range(17, 27) for quarter in range(1, 5)]
    counts = {
        name: Counter(f"{one[:2]}Q{(int(one[2:4]) + 2) // 3}" for one in ids)
        for name, ids in (
            ("since the survey's date", newer - older),
            ("at its date", older & newer),
        )
    }
    frame = pd.DataFrame({
        name: [counted.get(quarter, 0) for quarter in quarters] for name, counted in counts.items()
    }, index=quarters)  # fmt: skip

    def draw(axes: Axes) -> None:
        places = range(len(frame))
        first, second = frame["at its date"], frame["since the survey's date"]
        axes.bar(places, first, color=GREY, label="listed at the survey's date")
        axes.bar(places, second, bottom=first, color=BLUE, label="listed since")
        axes.axvline(quarters.index("25Q1") + 0.5, color=INK, linestyle=":")
        axes.set_xticks(list(places)[::4], [f"20{name[:2]}" for name in quarters[::4]])
        axes.set_xlabel("when the work was submitted to arXiv")
        axes.set_ylabel("works")
        axes.legend(frameon=False, loc="upper left")

    share = later(newer)
    return Plot(
        frame, f"{len(newer)} works on arXiv, {len(newer - older)} of them listed since then; "
        f"{share:.0%} were submitted after it. {len(gone)} of {len(older)} works of its date are "
        "listed no more.", draw,
        title=f"{share:.0%} of the works of the list came after the survey; {len(gone)} of "
        f"{len(older)} were taken out", height=3.4,
    )  # fmt: skip
