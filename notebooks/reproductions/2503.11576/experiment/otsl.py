"""SmolDocling (arXiv 2503.11576): tables in OTSL, the table part of DocTags.

OTSL (arXiv 2305.03393, section 4) has one token for each cell of the grid and one for the end of a
row: ``fcel`` a cell with text, ``ecel`` an empty one, ``ched`` a column header, and for the rest of
a cell that spans several ``lcel`` in its first row (look left), ``ucel`` in its first column (look
up) and ``xcel`` in between (look both ways). So a table of R rows and C columns takes R C + R + 2
tokens, with the two that enclose it. HTML takes 2 (cells + R + 1) tags, if all that is opened is
closed, as docling-core writes it; HTML 5 would allow to leave the closing ones out.
"""

import re
from collections.abc import Sequence
from typing import Literal

import pandas as pd
from docling_core.types.doc.document import DoclingDocument, TableCell, TableItem
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, Plot
from tracker.reproduce.helpers.results import Result

from .pages import written

_TABLE = re.compile("(<otsl>(?:<loc_[0-9]+>)*).*?(</otsl>)", re.DOTALL)
_CELLS = re.compile("<(?:fcel|ecel|ched|rhed|srow|lcel|ucel|xcel)>")
_HTML = re.compile(r"</?(?:table|tr|th|td)\b")


def tokens(seeds: Sequence[int], *, pages: int, closed: bool = False) -> Result:
    """Count the structure tokens of tables in OTSL and the tags of the same tables in HTML.

    Parameters
    ----------
    closed
        Whether each token of a cell or row is counted twice, as if it were closed; the control
        counts so in any case.
    """
    frames, ratios, controls = [], [], []
    for seed in seeds:
        rows = [
            (seed, *_counted(found[0]), len(_HTML.findall(table.export_to_html(given))))
            for given, tags in written(seed, pages)
            for found, table in zip(_TABLE.finditer(tags), given.tables, strict=True)
        ]
        frame = pd.DataFrame(rows, columns=["seed", "OTSL", "OTSL, closed", "HTML"])
        both = frame[["OTSL", "OTSL, closed"]].sum() / frame["HTML"].sum()
        ratios.append(float(both["OTSL, closed" if closed else "OTSL"]))
        controls.append(float(both["OTSL, closed"]))
        frames.append(frame)
    frame = pd.concat(frames, ignore_index=True)

    def draw(axes: Axes) -> None:
        axes.scatter(frame["HTML"], frame["OTSL"], color=BLUE, s=14, alpha=0.6)
        ends = [0, float(frame["HTML"].max())]
        axes.plot(ends, ends, color=GREY)
        axes.set_xlabel("tags in HTML")
        axes.set_ylabel("tokens in OTSL")

    words = (
        f"{len(frame)} tables: {frame['OTSL'].sum()} structure tokens in OTSL, "
        f"{frame['HTML'].sum()} tags in HTML."
    )
    plot = Plot(frame, words, draw, title="Structure tokens of the same tables", height=3.8)
    return Result(
        measurements=(
            measure("structure tokens of OTSL for each tag of HTML", ratios, seeds=seeds),
            measure("structure tokens of OTSL with closing tokens for each tag of HTML", controls,
                    seeds=seeds),
        ),
        picture=plot,
    )  # fmt: skip


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


def _counted(table: str) -> tuple[int, int]:
    """Return the structure tokens of a table, and how many they were if each were closed."""
    inner = len(_CELLS.findall(table)) + table.count("<nl>")
    return inner + 2, 2 * inner + 2
