"""The table in a terminal, coloured by `rich`; the words alone say it all."""

import datetime as dt
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from tracker.tables.rows import COLUMNS, Row, heading
from tracker.tables.text import clean
from tracker.verdicts import Tone

_PAPER = 4
"""Share of the width that the title of a paper has."""
_STYLES = {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.POOR: "red", Tone.UNKNOWN: "dim"}


def render(rows: Sequence[Row], as_of: dt.datetime | None) -> Table:
    """Return the table; text from outside is literal, never markup or a terminal sequence."""
    table = Table(
        caption=Text("\n".join(heading(rows, as_of))),
        caption_justify="left",
        show_lines=True,
        expand=True,
    )
    table.add_column("Paper", ratio=_PAPER, overflow="fold")
    for each in COLUMNS:
        if each.terminal:
            table.add_column(each.heading, ratio=each.terminal, overflow="fold")
    for row in rows:
        cells = (cell for column, cell in row.cells if column.terminal)
        table.add_row(
            Text(clean(f"{row.paper} {row.title}")),
            *(Text(clean(cell.text), style=_STYLES[cell.tone]) for cell in cells),
        )
    return table
