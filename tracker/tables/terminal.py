"""The table in a terminal, coloured by `rich`; the words alone say it all."""

import datetime as dt
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from tracker.tables.rows import Row, heading
from tracker.tables.text import clean
from tracker.tables.tones import Tone

_COLUMNS = {"Paper": 4, "What you get": 6, "Licence": 3, "Promises": 2, "Last looked": 3}
_STYLES = {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.POOR: "red", Tone.UNKNOWN: "dim"}


def render(rows: Sequence[Row], as_of: dt.datetime | None) -> Table:
    """Return the table; text from outside is literal, never markup or a terminal sequence."""
    table = Table(
        caption=Text("\n".join(heading(rows, as_of))),
        caption_justify="left",
        show_lines=True,
        expand=True,
    )
    for head, ratio in _COLUMNS.items():
        table.add_column(head, ratio=ratio, overflow="fold")
    for row in rows:
        cells = (row.get, row.license, row.promise, row.looked)
        table.add_row(
            Text(clean(f"{row.paper} {row.title}")),
            *(Text(clean(cell.text), style=_STYLES[cell.tone]) for cell in cells),
        )
    return table
