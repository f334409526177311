"""SmolDocling (arXiv 2503.11576): tables in OTSL, the table part of DocTags.

OTSL (arXiv 2305.03393, section 4) has one token for each cell of the grid and one for the end of a
row: ``fcel`` a cell with text, ``ecel`` an empty one, ``ched`` a column header, and for the rest of
a cell that spans several ``lcel`` in its first row (look left), ``ucel`` in its first column (look
up) and ``xcel`` in between (look both ways).
"""

import re
from typing import Literal

from docling_core.types.doc.document import DoclingDocument, TableCell, TableItem

_TABLE = re.compile("(<otsl>(?:<loc_[0-9]+>)*).*?(</otsl>)", re.DOTALL)


def span(table: TableItem) -> Literal["none", "one", "both"]:
    """Return which cells there are beside plain ones: with spans one way at a time, or both."""
    cells = table.data.table_cells
    if any(cell.row_span > 1 and cell.col_span > 1 for cell in cells):
        return "both"
    return "one" if any(cell.row_span > 1 or cell.col_span > 1 for cell in cells) else "none"


def by_rules(document: DoclingDocument, tags: str) -> str:
    """Return the DocTags of a document with its tables written by the rules of OTSL."""
    tables = iter(document.tables)
    return _TABLE.sub(lambda found: f"{found[1]}{_ruled(next(tables))}{found[2]}", tags)


def _ruled(table: TableItem) -> str:
    data = table.data
    grid = [[""] * data.num_cols for _ in range(data.num_rows)]
    for cell in data.table_cells:
        for row in range(cell.row_span):
            for column in range(cell.col_span):
                place = cell.start_row_offset_idx + row, cell.start_col_offset_idx + column
                grid[place[0]][place[1]] = _token(cell, row, column)
    return "".join(f"{''.join(row)}<nl>" for row in grid)


def _token(cell: TableCell, row: int, column: int) -> str:
    """Return what stands for a cell, so many rows and columns from its upper left corner."""
    if row or column:
        return "<lcel>" if not row else "<xcel>" if column else "<ucel>"
    if not cell.text:
        return "<ecel>"
    return f"<ched>{cell.text}" if cell.column_header else f"<fcel>{cell.text}"
