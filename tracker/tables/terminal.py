"""The table in a terminal, coloured by `rich`; the words alone say it all."""

import datetime as dt
from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from tracker.tables.behind import Against, beside
from tracker.tables.cells import Cell
from tracker.tables.markdown import PERSON
from tracker.tables.rows import COLUMNS, Row, heading
from tracker.tables.text import clean
from tracker.verdicts import Tone

_PAPER = 4
"""Share of the width that the title of a paper has."""
_ID = 16
"""Cells of an arXiv id."""
_WORD = 11
"""Cells of a long word, such as NOASSERTION, that is not broken where there is room for all."""
_FRAME = 3
"""Cells that the frame of a column takes."""
STYLES = {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.POOR: "red", Tone.UNKNOWN: "dim"}


def render(rows: Sequence[Row], as_of: dt.datetime | None) -> "TerminalTable":
    """Return the table; text from outside is literal, never markup or a terminal sequence."""
    return TerminalTable(rows, as_of)


class TerminalTable:
    """Shares out the width: first to each column what its words need, then by the shares."""

    def __init__(self, rows: Sequence[Row], as_of: dt.datetime | None) -> None:
        self._rows = rows
        self._caption = Text("\n".join(heading(rows, as_of)))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table for the width that there is."""
        del console
        table = Table(caption=self._caption, caption_justify="left", show_lines=True)
        heads = [(column.heading, column.terminal) for column in COLUMNS if column.terminal]
        lines = [[cell for column, cell in row.cells if column.terminal] for row in self._rows]
        keys = [column.key for column in COLUMNS if column.terminal]
        least = [_ID] + [
            _longest(head, [line[number] for line in lines])
            for number, (head, _) in enumerate(heads)
        ]
        shares = [_PAPER, *(share for _, share in heads)]
        widths = _widths(least, shares, options.max_width - _FRAME * len(shares) - 1)
        names = ["Paper", *(head for head, _ in heads)]
        for head, width in zip(names, widths, strict=True):
            table.add_column(head, width=width, overflow="fold")
        for row, line in zip(self._rows, lines, strict=True):
            title = Text(clean(f"{row.paper} {row.title}"))
            against = beside(row, keys)
            table.add_row(title, *map(_text, line, (against.get(key, ()) for key in keys)))
        yield table


def _text(cell: Cell, against: Sequence[Against]) -> Text:
    text = Text(clean(cell.text), style=STYLES[cell.tone])
    for correction in against:
        text.append(f"\n{PERSON} {clean(correction.brief)}", style="magenta")
    return text


def _longest(head: str, cells: Sequence[Cell]) -> int:
    words = " ".join((head, *(clean(cell.text) for cell in cells))).split()
    return min(_WORD, max(map(len, words)))


def _widths(least: Sequence[int], shares: Sequence[int], room: int) -> list[int]:
    """Return the width of each column.

    Examples
    --------
    >>> _widths([16, 11, 8], [4, 6, 2], 60), _widths([16, 11, 8], [4, 6, 2], 12)
    ([20, 30, 10], [4, 6, 2])
    """
    ideal = [max(1, room * share // sum(shares)) for share in shares]
    if room < sum(least):
        return ideal
    widths = list(map(max, least, ideal))
    while (over := sum(widths) - room) > 0:
        slack = [width - low for width, low in zip(widths, least, strict=True)]
        widest = slack.index(max(slack))
        widths[widest] -= min(over, max(1, slack[widest] // 2))
    return widths
