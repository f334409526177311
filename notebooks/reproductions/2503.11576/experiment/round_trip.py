"""SmolDocling (arXiv 2503.11576): what a round trip through DocTags keeps.

Section 3.2 describes DocTags: an element is ``<label><loc_x1><loc_y1><loc_x2><loc_y2>text</label>``
with places on a grid of 0 to 500, and a table is written in OTSL (see `otsl`). Random pages are
written and read back with docling-core, the released implementation; no model is run. A place is
rounded to the nearest line of the grid, so that it can be off by half of 1/500 of the page.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from docling_core.types.doc.document import DoclingDocument, DocTagsDocument, TableItem
from matplotlib.axes import Axes
from PIL import Image

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, INK, ORANGE, Plot
from tracker.reproduce.helpers.results import Result

from . import otsl
from .pages import HEIGHT, WIDTH, written

Reader = Callable[[str], DoclingDocument]
Edges = npt.NDArray[np.float64]

GRID = 500
_PLAIN_TAGS = ("title", "text", "code", "formula", "footnote", "section_header_level_1")
_SPANS = re.compile("<(?:lcel|ucel|xcel)>")


def read(tags: str) -> DoclingDocument:
    """Read the DocTags of one page with docling-core.

    An empty picture of the page is given along: without one the reader drops the places of lists.
    """
    paper = Image.new("1", (WIDTH, HEIGHT))
    return DoclingDocument.load_from_doctags(
        DocTagsDocument.from_multipage_doctags_and_images(tags, [paper])
    )


def through_json(document: DoclingDocument) -> DoclingDocument:
    """Return a document that was written to docling-core's own JSON and read back."""
    return DoclingDocument.model_validate_json(document.model_dump_json())


def content(
    seeds: Sequence[int], *, pages: int, brackets: bool = False, reader: Reader = read,
    exchange: bool = False, by_json: bool = False,
) -> Result:  # fmt: skip
    """Compare labels and texts, in their order, before and after.

    Parameters
    ----------
    pages
        For each seed.
    brackets
        Whether code and formulas hold angle brackets.
    reader
        What reads DocTags; the released one unless the experiment is tried on another.
    exchange, by_json
        Whether one tag of each page is exchanged, or the pages go by way of JSON.
    """
    kept, mutated, through = [], [], []
    for seed in seeds:
        random = np.random.default_rng((seed, 1))
        made = written(seed, pages, brackets=brackets)
        through.append([_told(through_json(given)) == _told(given) for given, _ in made])
        kept.append([_told(reader(tags)) == _told(given) for given, tags in made])
        mutated.append(
            [_told(reader(exchanged(tags, random))) == _told(given) for given, tags in made]
        )
    name = f"share of pages{' with angle brackets' if brackets else ''} with the same labels and"
    of_control = (
        "share of pages with brackets that are the same after one exchanged tag" if brackets
        else f"{name} texts after one exchanged tag"
    )  # fmt: skip
    values = {
        f"{name} texts": mutated if exchange else through if by_json else kept,
        of_control: mutated,
        f"{name} texts by way of JSON": through,
    }
    what = "Pages with angle brackets" if brackets else "Pages of plain text, lists and tables"
    return _shares(values, seeds, f"{what} come back with the same labels and texts")


def tables(
    seeds: Sequence[int], *, pages: int, by_rules: bool = False, unspanned: bool = False
) -> Result:
    """Compare the cells of tables, their places and spans, before and after.

    Two more quantities say where it goes wrong, if it does: the share among tables in which no cell
    spans both rows and columns, and the share when OTSL is written by its own rules.

    Parameters
    ----------
    by_rules
        Whether the tables are written by the rules of OTSL in place of the released writer.
    unspanned
        Whether empty cells stand in place of the span tokens.
    """
    kept, without, simple, ruled = [], [], [], []
    for seed in seeds:
        made = written(seed, pages)
        by_writer = [_same(_cells, given, read(tags)) for given, tags in made]
        regular = [_same(_cells, given, read(otsl.by_rules(given, tags))) for given, tags in made]
        blanked = [_same(_cells, given, read(_SPANS.sub("<ecel>", tags))) for given, tags in made]
        kinds = [otsl.span(table) for given, _ in made for table in given.tables]
        ruled.append(_flat(regular))
        kept.append(_flat(regular if by_rules else by_writer))
        simple.append([same for same, kind in zip(_flat(by_writer), kinds, strict=True)
                       if kind != "both"])  # fmt: skip
        without.append([same for same, kind in zip(_flat(blanked), kinds, strict=True)
                        if kind != "none"])  # fmt: skip
    values = {
        "share of tables with the same cells": without if unspanned else kept,
        "share of tables with spans that come back the same without span tokens": without,
        "share of tables with the same cells where no cell spans both ways": simple,
        "share of tables with the same cells when written by the rules of OTSL": ruled,
    }
    return _shares(values, seeds, "Tables with spans come back with the same cells")


def headers(
    seeds: Sequence[int], *, pages: int, reader: Reader = read, plain: bool = False,
    by_json: bool = False,
) -> Result:  # fmt: skip
    """Compare which cells of tables are column headers, before and after.

    One more quantity says whether they are lost in reading: the share of pages that are written
    with all their header tokens.

    Parameters
    ----------
    reader
        What reads DocTags; the released one unless the experiment is tried on another.
    plain, by_json
        Whether plain cells stand in place of the header tokens, or the tables go by way of JSON.
    """
    kept, without, as_such, through = [], [], [], []
    for seed in seeds:
        made = written(seed, pages)
        kept.append([same for given, tags in made for same in _same(_heads, given, reader(tags))])
        through.append(
            [same for given, _ in made for same in _same(_heads, given, through_json(given))]
        )
        bare = [(given, reader(tags.replace("<ched>", "<fcel>"))) for given, tags in made]
        without.append([same for given, back in bare for same in _same(_heads, given, back)])
        as_such.append(
            [tags.count("<ched>") == sum(len(_heads(each)) for each in given.tables)
             for given, tags in made]
        )  # fmt: skip
    values = {
        "share of tables with the same column headers": (
            without if plain else through if by_json else kept
        ),
        "share of tables with the same column headers without header tokens": without,
        "share of tables with the same column headers by way of JSON": through,
        "share of pages whose column headers are written as such": as_such,
    }
    return _shares(values, seeds, "Tables come back with the same column headers")


def places(seeds: Sequence[int], *, pages: int, ends: bool = True, moved: bool = False) -> Result:
    """Measure how far the edges of boxes are off after the round trip, as a share of the page.

    One more quantity leaves out the last step of the page, right and below, which has no line of
    the grid at its end in docling-core (places go from 0 to 499).

    Parameters
    ----------
    ends
        Whether edges in the last step of the page count.
    moved
        Whether one location tag of each page is moved by two steps.
    """
    found, shifted = [], []
    for seed in seeds:
        random = np.random.default_rng((seed, 2))
        for given, tags in written(seed, pages):
            found.append(np.stack([_edges(given), _errors(given, read(tags))]))
            shifted.append(float(_errors(given, read(_moved(tags, random))).max()))
    edges, errors = np.concatenate(found, axis=1)
    inside = errors[edges <= (GRID - 1) / GRID]
    unit = "share of the page"
    values = {
        "largest error of a box": (
            min(shifted) if moved else errors.max() if ends else inside.max()
        ),
        "smallest error of a page with a moved location tag": min(shifted),
        "largest error of an edge before the last step of the page": inside.max(),
    }
    steps = errors * GRID

    def draw(axes: Axes) -> None:
        axes.hist(steps, bins=np.arange(0, 1.55, 0.05).tolist(), color=BLUE)
        axes.set_yscale("log")  # a handful beyond the bound is to be seen beside thousands
        axes.axvline(0.5, color=INK, linestyle="--")
        axes.set_xlabel("error of an edge, in steps of the grid of 500")
        axes.set_ylabel("edges")

    words = (
        f"{len(steps)} edges; the largest error is {steps.max():.3f} steps of the grid, "
        f"{inside.max() * GRID:.3f} before the last step of the page."
    )
    return Result(
        measurements=tuple(
            measure(name, [float(value)], unit=unit, seeds=seeds) for name, value in values.items()
        ),
        picture=Plot(
            pd.DataFrame({"error": steps}), words, draw,
            title=f"Boxes come back within {inside.max() * GRID:.2f} steps of the grid, and within"
            f" {steps.max():.2f} at the page's ends", height=3.4,
        ),
    )  # fmt: skip


def exchanged(tags: str, random: np.random.Generator) -> str:
    """Return the DocTags of a page with the tag of one element exchanged for another one."""
    pattern = "|".join([*_PLAIN_TAGS[:4], r"section_header_level_\d"])
    found = list(re.finditer(rf"<({pattern})>(.*?)</\1>", tags, re.DOTALL))
    one = found[int(random.integers(len(found)))]
    new = str(random.choice([each for each in _PLAIN_TAGS if each != one[1]]))
    return f"{tags[: one.start()]}<{new}>{one[2]}</{new}>{tags[one.end() :]}"


def _told(document: DoclingDocument) -> list[tuple[object, ...]]:
    """Return the elements of a document: label, level or numbering, and text."""
    return [
        (
            str(item.label), getattr(item, "level", None), getattr(item, "enumerated", None),
            getattr(item, "text", None),
        )
        for item, _ in document.iterate_items()
    ]  # fmt: skip


def _cells(table: TableItem) -> object:
    data = table.data
    return data.num_rows, data.num_cols, sorted(
        (cell.start_row_offset_idx, cell.start_col_offset_idx, cell.row_span, cell.col_span,
         cell.text) for cell in data.table_cells
    )  # fmt: skip


def _heads(table: TableItem) -> set[tuple[int, int]]:
    cells = table.data.table_cells
    return {(one.start_row_offset_idx, one.start_col_offset_idx)
            for one in cells if one.column_header}  # fmt: skip


def _same(told: Callable[[TableItem], object], given: DoclingDocument,
          back: DoclingDocument) -> list[bool]:  # fmt: skip
    """Return for each table of a page whether it came back the same; a lost one did not."""
    found = [told(each) for each in back.tables]
    found += [None] * (len(given.tables) - len(found))
    return [told(one) == other for one, other in zip(given.tables, found, strict=False)]


def _flat(pages: list[list[bool]]) -> list[bool]:
    return list(itertools.chain.from_iterable(pages))


def _errors(given: DoclingDocument, back: DoclingDocument) -> Edges:
    """Return the errors of all edges; where boxes were lost, each is off by a whole page."""
    before, after = _edges(given), _edges(back)
    return np.abs(before - after) if before.shape == after.shape else np.ones_like(before)


def _edges(document: DoclingDocument) -> Edges:
    """Return all edges of boxes, as shares of the page."""
    boxes = [each.prov[0].bbox for each, _ in document.iterate_items() if each.prov]
    edges = [(box.l / WIDTH, box.t / HEIGHT, box.r / WIDTH, box.b / HEIGHT) for box in boxes]
    return np.array(edges).ravel()


def _moved(tags: str, random: np.random.Generator) -> str:
    found = list(re.finditer(r"<loc_(\d+)>", tags))
    one = found[int(random.integers(len(found)))]
    at = int(one[1])
    to = at + 2 if at + 2 <= GRID else at - 2
    return f"{tags[: one.start()]}<loc_{to}>{tags[one.end() :]}"


def _shares(values: dict[str, list[list[bool]]], seeds: Iterable[int], title: str) -> Result:
    """Return the shares of what came back the same, by seed, and a bar for each quantity."""
    of_seeds = tuple(seeds)
    found = [
        measure(name, [float(np.mean(each)) for each in kept], seeds=of_seeds)
        for name, kept in values.items()
    ]
    frame = pd.DataFrame({"share": [each.value for each in found]}, index=list(values))

    def draw(axes: Axes) -> None:
        spots = range(len(frame))
        colours = [BLUE, *[ORANGE] * (len(frame) - 1)]
        drawn = axes.barh(spots, frame["share"], color=colours, height=0.5)
        axes.bar_label(drawn, [f"{value:.1%}" for value in frame["share"]], padding=4)
        axes.set_yticks(spots, [name.replace(" with", "\nwith", 1) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlim(0, 1.1)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)

    told = "; ".join(f"{each.name}: {each.value:.1%}" for each in found)
    said = f"{found[0].value:.0%}: {title[0].lower()}{title[1:]}"
    plot = Plot(frame, f"{told}.", draw, title=said, height=1.2 + 0.6 * len(frame))
    return Result(measurements=tuple(found), picture=plot)
