"""status.csv: RFC 4180, and harmless when a spreadsheet opens it."""

import csv
import datetime as dt
from collections.abc import Iterator, Sequence

from tracker.licensing.uses import Allowed, Use
from tracker.tables.behind import corrections, named, told
from tracker.tables.rows import COLUMNS, Row
from tracker.tables.text import clean

_NAMES = {"promise": "promises", "looked": "last_looked"}
"""Columns that this file has under another name than the page."""
_FORMULA = ("=", "+", "-", "@")
"""With a white character before it, it would be one as well; what is cleaned begins with none."""


class _Lines:
    """What `csv.writer` writes to."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, part: str) -> None:
        self.parts.append(part)


def render(rows: Sequence[Row], as_of: dt.datetime | None) -> str:
    """Return one line per paper under a line of headings; `as_of` stands in each line."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    columns = (_NAMES.get(column.key, column.key) for column in COLUMNS)
    uses = (f"use_{use.value}" for use in Use)
    writer.writerow(("as_of", "paper", "title", "title_zh", *columns, *uses, "corrections"))
    day = f"{as_of:%Y-%m-%d}" if as_of else ""
    for row in rows:
        texts = (
            day,
            row.paper,
            row.title,
            row.title_zh or "",
            *(cell.text for _, cell in row.cells),
            *_uses(row),
            "; ".join(_corrections(row)),
        )
        writer.writerow([neutral(text) for text in texts])
    return "".join(lines.parts)


def _uses(row: Row) -> Iterator[str]:
    """Yield the answer for each use by itself, to filter by."""
    totals = {one.use: one.total.text for one in row.uses}
    return (totals.get(use, Allowed.UNKNOWN.value) for use in Use)


def _corrections(row: Row) -> Iterator[str]:
    for place, verdict in corrections(row):
        for correction in verdict.corrections:
            yield f"{named(place)}: {told(correction)} {correction.correction.because}"


def neutral(text: str) -> str:
    r"""Return text that a spreadsheet does not take for a formula.

    Examples
    --------
    >>> neutral('=HYPERLINK("http://example.org")')
    '\'=HYPERLINK("http://example.org")'
    """
    line = clean(text)
    return f"'{line}" if line.startswith(_FORMULA) else line
