"""The table in a terminal: a line for each paper, its answers in columns below it.

Colours come from `rich`; signs and words alone say it all.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from rich.console import Console, ConsoleOptions, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tracker.tables.behind import Against, beside
from tracker.tables.cells import Cell
from tracker.tables.markdown import PERSON
from tracker.tables.rows import COLUMNS, Row, TableColumn, heading
from tracker.tables.text import clean
from tracker.verdicts import Tone

STYLES: Mapping[Tone, str] = MappingProxyType(
    {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.POOR: "red", Tone.UNKNOWN: "dim"}
)
SIGNS: Mapping[Tone, str] = MappingProxyType(
    {Tone.GOOD: "✓", Tone.FAIR: "~", Tone.POOR: "✗", Tone.UNKNOWN: "?"}
)
LEGEND = "✓ there · ~ partly, with limits, or not in agreement · ✗ not there · ? nobody knows"
_GAP = 2
"""Cells between two columns."""
_WORD = 18
"""Cells of a word that is never broken; a longer one is, at a sign inside it."""
_JOINTS = re.compile(r"(?<=[-/_.:+])(?=\w)")
"""Where the name of a licence or a repository may be broken."""


def render(rows: Sequence[Row], as_of: dt.datetime | None) -> "TerminalTable":
    """Return the table; text from outside is literal, never markup or a terminal sequence."""
    return TerminalTable(rows, as_of)


def marked(text: str, tone: Tone) -> Text:
    """Return a text with the sign and in the colour of how it reads."""
    return Text(f"{SIGNS[tone]} {clean(text)}", style=STYLES[tone])


class TerminalTable:
    """Shares out the width: first to each column what its words need, then by the shares.

    Columns that have no room are left out, the last ones first, and are named below the table.
    """

    def __init__(self, rows: Sequence[Row], as_of: dt.datetime | None) -> None:
        self._rows = rows
        self._heading = heading(rows, as_of)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table for the width that there is."""
        del console
        columns, widths = self._columns(options.max_width)
        keys = ("get", *(column.key for column in columns))
        yield _line([Text(column.heading, style="bold") for column in columns], widths)
        for row in self._rows:
            yield Rule(style="dim")
            corrections = beside(row, keys)
            yield Text.assemble((clean(row.paper), "bold"), f" {clean(row.title)}")
            yield _with_corrections(Text(clean(row.get.text)), corrections.get("get", ()))
            cells = {column.key: cell for column, cell in row.cells}
            yield _line(
                [
                    _with_corrections(
                        _shown(column, cells[column.key], width), corrections.get(column.key, ())
                    )
                    for column, width in zip(columns, widths, strict=True)
                ],
                widths,
            )
        yield Rule(style="dim")
        yield Text("\n".join(self._below(columns)))

    def _columns(self, room: int) -> tuple[Sequence[TableColumn], Sequence[int]]:
        """Return the columns that there is room for, and how wide each is."""
        columns = [column for column in COLUMNS if column.terminal]
        least = [
            max(
                len(column.heading),
                *(_longest(column, dict(row.cells)[column]) for row in self._rows),
                0,
            )
            for column in columns
        ]
        while len(columns) > 1 and sum(least) + _GAP * (len(least) - 1) > room:
            columns.pop()
            least.pop()
        shares = [column.terminal for column in columns]
        return columns, _widths(least, shares, room - _GAP * (len(columns) - 1))

    def _below(self, columns: Sequence[TableColumn]) -> Iterator[str]:
        yield from self._heading
        if self._rows:
            yield LEGEND
        if missing := [one.heading for one in COLUMNS if one.terminal and one not in columns]:
            yield f"No room for {', '.join(missing)}: make the window wider."


def _line(cells: Sequence[Text], widths: Sequence[int]) -> Table:
    line = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for width in widths:
        line.add_column(width=width, overflow="fold")
    line.add_row(*cells)
    return line


def _text(column: TableColumn, cell: Cell) -> str:
    sign = f"{SIGNS[cell.tone]} " if column.marked else ""
    return sign + "\n".join(map(clean, cell.read))


def _shown(column: TableColumn, cell: Cell, width: int) -> Text:
    """Return a cell of which no word is broken but at its joints."""
    words = re.split(r"(\s+)", _text(column, cell))
    style = STYLES[cell.tone] if column.marked else ""
    return Text("".join(_broken(word, width) for word in words), style=style)


def _broken(word: str, width: int) -> str:
    r"""Break a word that is wider than its column at its joints.

    Examples
    --------
    >>> _broken("LicenseRef-Llama-2-Community", 18)
    'LicenseRef-Llama-\n2-Community'
    >>> _broken("NOASSERTION", 18)
    'NOASSERTION'
    """
    if len(word) <= width:
        return word
    lines = [""]
    for piece in _JOINTS.split(word):
        if lines[-1] and len(lines[-1]) + len(piece) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def _longest(column: TableColumn, cell: Cell) -> int:
    """Return the width that the words of a cell need, its sign beside the first one."""
    first, *others = _text(column, cell).split() or [""]
    if column.marked and others:
        first = f"{first} {others.pop(0)}"
    return max(min(len(word), _WORD) for word in (first, *others))


def _with_corrections(text: Text, corrections: Sequence[Against]) -> Text:
    for against in corrections:
        text.append(f"\n{PERSON} {clean(against.brief)}", style="magenta")
    return text


def _widths(least: Sequence[int], shares: Sequence[int], room: int) -> list[int]:
    """Return the width of each column.

    Examples
    --------
    >>> _widths([16, 11, 8], [4, 6, 2], 60), _widths([16], [4], 12)
    ([20, 30, 10], [12])
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
