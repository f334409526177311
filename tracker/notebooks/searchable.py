"""The table of all papers as a page that searches and sorts by itself, without network."""

from collections.abc import Iterator, Sequence

import pandas as pd
from markupsafe import Markup, escape

from tracker.tables.behind import beside
from tracker.tables.markdown import PERSON
from tracker.tables.page.speech import link
from tracker.tables.rows import Row
from tracker.tables.text import clean

_STYLE = """<style>
table.dataTable.papers td, table.dataTable.papers th { text-align: left; vertical-align: top }
</style>"""


class Searchable:
    """A table for the reader; where scripts are not run, it is a plain one."""

    def __init__(self, table: Sequence[Row]) -> None:
        heads = [head.heading for head, _ in table[0].cells] if table else []
        cells = [[_paper(row), *_cells(row)] for row in table]
        self.frame = pd.DataFrame(cells, columns=["Paper", *heads], dtype="str")
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
            style="table-layout:auto;width:100%",
            pageLength=25,
            lengthMenu=[10, 25, 100, 1000],
        )
        return f"{_STYLE}{script}{table}"

    def __repr__(self) -> str:
        return f"{len(self)} papers"


def _paper(row: Row) -> str:
    arxiv = row.verdicts.paper.arxiv_id
    title = link(f"https://arxiv.org/abs/{arxiv}" if arxiv else None, row.title)
    chinese = Markup('<br><span lang="zh">{}</span>').format(clean(row.title_zh or ""))
    return str(title + (chinese if row.title_zh else ""))


def _cells(row: Row) -> Iterator[str]:
    against = beside(row)
    for column, cell in row.cells:
        people = (
            f"{PERSON} {_text(correction.brief)}" for correction in against.get(column.key, ())
        )
        yield "<br>".join((_text(cell.text), *people))


def _text(text: str) -> str:
    return str(escape(clean(text)))
