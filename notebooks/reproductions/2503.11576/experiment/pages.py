"""Random pages of documents, for the round trips of SmolDocling (arXiv 2503.11576).

A page has each kind of element that section 3.2 of the paper names and docling-core can build: a
title, headings, paragraphs, lists, code, formulas and tables with a header and spans, in random
order, each in a random box of a page of 612 × 792 points. The text is made of words in several
scripts, digits and punctuation; angle brackets come only where they are asked for.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from docling_core.types.doc import BoundingBox, CoordOrigin, DocItemLabel, Size
from docling_core.types.doc.document import DoclingDocument, ProvenanceItem, TableCell, TableData

WIDTH, HEIGHT = 612, 792
"""Points of a page."""
_WORDS = (
    "page", "the", "of", "measure", "Größe", "naïve", "данные", "文書", "数据", "beta-2", "3.14",
    "42", "(see)", "x_1", "50%", "A/B", "R&D", "'quoted'", '"said"', "e.g.", "[7]", "{set}", "#tag",
    "$5", "a*b", "c+d", "f=g!", "why?", "yes;", "no:", "end.",
)  # fmt: skip
_BRACKETS_IN_CODE: tuple[str, ...] = (
    "if ({a} < {b} && {b} > 0)", "{a} = {b} << 2", "#include <stdio.h>", "std::vector<int> {a};",
    "Map<String, List<Integer>> {a};", "{a}->next = &{b};", "return {a} <= {b}",
    '<div class="{a}">', "{a} & {b}", "cat < {a} > {b}",
)  # fmt: skip
_PLAIN_CODE = ("{a} = {b} + 1", "print({a}, {b})", "for {a} in {b}:", "return {a} * {b}")
_BRACKETS_IN_FORMULAS: tuple[str, ...] = (
    "{a} < {b}",
    "0<{a}<1",
    "{a} > {b} > 0",
    "p<0.05 {a}",
    "{a} &= {b}",
)
_PLAIN_FORMULAS = (r"{a} = \frac{{1}}{{{b}}}", r"\sum_{{i=1}}^{{n}} {a}_i", r"{a}^2 + {b}^2")
_NAMES = ("a", "b", "total", "n1", "x", "value")
_KINDS = ("title", "heading", "paragraph", "list", "code", "formula", "table")


def page(random: np.random.Generator, *, brackets: bool = False) -> DoclingDocument:
    """Return a document of one random page, with every kind of element at least once.

    Parameters
    ----------
    brackets
        Whether code and formulas hold ``<``, ``>`` and ``&``, as programs and inequalities do.
    """
    document = DoclingDocument(name="page")
    document.add_page(page_no=1, size=Size(width=WIDTH, height=HEIGHT))
    more = random.choice(_KINDS[1:], size=int(random.integers(0, 4)))
    for kind in random.permutation([*_KINDS, *more]):
        _add(document, str(kind), random, brackets=brackets)
    return document


@lru_cache(maxsize=64)
def written(seed: int, pages: int, *, brackets: bool = False) -> tuple[
    tuple[DoclingDocument, str], ...
]:  # fmt: skip
    """Return the random pages of a seed, each with its DocTags."""
    random = np.random.default_rng(seed)
    made = (page(random, brackets=brackets) for _ in range(pages))
    return tuple((each, str(each.export_to_doctags())) for each in made)


def _add(document: DoclingDocument, kind: str, random: np.random.Generator, *,
         brackets: bool) -> None:  # fmt: skip
    match kind:
        case "title":
            document.add_title(_text(random, 6), prov=_place(random))
        case "heading":
            level = int(random.integers(1, 5))
            document.add_heading(_text(random, 6), level=level, prov=_place(random))
        case "paragraph":
            document.add_text(label=DocItemLabel.TEXT, text=_text(random, 30), prov=_place(random))
        case "list":
            _add_list(document, random)
        case "code":
            templates = _BRACKETS_IN_CODE if brackets else _PLAIN_CODE
            lines = (_filled(random, templates) for _ in range(int(random.integers(1, 5))))
            document.add_code("\n    ".join(lines), prov=_place(random))
        case "formula":
            templates = _BRACKETS_IN_FORMULAS if brackets else _PLAIN_FORMULAS
            document.add_formula(_filled(random, templates), prov=_place(random))
        case _:
            document.add_table(data=_table(random), prov=_place(random))


def _add_list(document: DoclingDocument, random: np.random.Generator) -> None:
    group = document.add_list_group()
    numbered = bool(random.random() < 0.5)
    for number in range(1, int(random.integers(2, 5))):
        document.add_list_item(
            _text(random, 8), enumerated=numbered, marker=f"{number}." if numbered else "",
            parent=group, prov=_place(random),
        )  # fmt: skip


def _table(random: np.random.Generator) -> TableData:
    """Return a table of 2 to 6 rows and columns: a header row, spans in places, empty cells."""
    rows, columns = (int(random.integers(2, 7)) for _ in range(2))
    cells, taken = [], np.zeros((rows, columns), dtype=bool)
    for row, column in np.ndindex(rows, columns):
        if taken[row, column]:
            continue
        down, right = _span(random, taken, row, column)
        taken[row : row + down, column : column + right] = True
        empty = row > 0 and random.random() < 0.15
        cells.append(
            TableCell(
                text="" if empty else _text(random, 3), row_span=down, col_span=right,
                start_row_offset_idx=row, end_row_offset_idx=row + down,
                start_col_offset_idx=column, end_col_offset_idx=column + right,
                column_header=row == 0,
            )
        )  # fmt: skip
    return TableData(num_rows=rows, num_cols=columns, table_cells=cells)


def _span(
    random: np.random.Generator, taken: npt.NDArray[np.bool_], row: int, column: int
) -> tuple[int, int]:
    """Return rows and columns of a cell: one each, mostly, and a header stays in its row."""
    if random.random() > 0.2:
        return 1, 1
    down = 1 if row == 0 else int(random.integers(1, min(3, taken.shape[0] - row) + 1))
    right = int(random.integers(1, min(3, taken.shape[1] - column) + 1))
    while taken[row : row + down, column : column + right].any():
        right -= 1
    return down, right


def _place(random: np.random.Generator) -> ProvenanceItem:
    across, below = (np.sort(random.uniform(0, size, 2)) for size in (WIDTH, HEIGHT))
    box = BoundingBox(
        l=float(across[0]), r=float(across[1]), t=float(below[0]), b=float(below[1]),
        coord_origin=CoordOrigin.TOPLEFT,
    )  # fmt: skip
    return ProvenanceItem(page_no=1, bbox=box, charspan=(0, 0))


def _text(random: np.random.Generator, most: int) -> str:
    return " ".join(random.choice(_WORDS, size=int(random.integers(1, most + 1))))


def _filled(random: np.random.Generator, templates: tuple[str, ...]) -> str:
    first, second = random.choice(_NAMES, size=2, replace=False)
    return str(random.choice(templates)).format(a=first, b=second)
