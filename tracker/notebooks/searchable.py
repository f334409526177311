"""The table of all papers as a page that searches and sorts by itself, without network."""

from collections.abc import Iterator, Sequence

import pandas as pd
from markupsafe import Markup, escape

from tracker.tables.behind import beside
from tracker.tables.markdown import PERSON
from tracker.tables.page.speech import link
from tracker.tables.rows import COLUMNS, Row
from tracker.tables.text import clean

_STYLE = """<style>
table.dataTable.papers {{ width: 100% }}
table.dataTable.papers td, table.dataTable.papers th
{{ text-align: left; vertical-align: top; overflow-wrap: break-word }}
{0}
</style>"""
_WIDER = 5
"""The share in the width of what the paper is and of what one gets."""
_COLUMNS = {
    column: column.terminal or _WIDER
    for column in COLUMNS
    if column.terminal or column.key == "get"
}
"""Those that a terminal has room for, in the same shares, and what one gets."""


class Searchable:
    """A table no wider than a page; where scripts are not run, it is a plain one."""

    def __init__(self, table: Sequence[Row]) -> None:
        cells = [[_paper(row), *_cells(row)] for row in table]
        heads = ["Paper", *(column.heading for column in _COLUMNS)]
        self.frame = pd.DataFrame(cells, columns=heads, dtype="str")
        """Cells are HTML, in which everything from outside is escaped."""

    def __len__(self) -> int:
        return len(self.frame)

    def _repr_html_(self) -> str:
        import itables  # noqa: PLC0415  only this table needs it
        from itables.javascript import generate_init_offline_itables_html  # noqa: PLC0415

        script = generate_init_offline_itables_html(itables.options.dt_bundle)
        table = itables.to_html_datatable(
            self.frame,
            connected=False,
            allow_html=True,
            showIndex=False,
            maxBytes=0,
            classes="display compact papers",
            style="width:100%",
            autoWidth=False,
            pageLength=25,
            lengthMenu=[10, 25, 100, 1000],
        )
        return f"{_STYLE.format(_widths())}{script}{table}"

    def __repr__(self) -> str:
        return f"{len(self)} papers"


def _widths() -> str:
    """Return the rules of style that give each column its share."""
    shares = (_WIDER, *_COLUMNS.values())
    return "\n".join(
        f"table.dataTable.papers th:nth-child({number}) {{ width: {share / sum(shares):.1%} }}"
        for number, share in enumerate(shares, 1)
    )


def _paper(row: Row) -> str:
    arxiv = row.verdicts.paper.arxiv_id
    title = link(f"https://arxiv.org/abs/{arxiv}" if arxiv else None, row.title)
    chinese = Markup('<br><span lang="zh">{}</span>').format(clean(row.title_zh or ""))
    name = Markup("<br><small>{}</small>").format(clean(row.verdicts.paper.slug))
    return str(title + (chinese if row.title_zh else "") + name)


def _cells(row: Row) -> Iterator[str]:
    against = beside(row)
    for column, cell in row.cells:
        if column not in _COLUMNS:
            continue
        people = (
            f"{PERSON} {_text(correction.brief)}" for correction in against.get(column.key, ())
        )
        yield "<br>".join((_text(cell.text), *people))


def _text(text: str) -> str:
    return str(escape(clean(text)))
