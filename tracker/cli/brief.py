"""A paper in brief, at a terminal."""

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from tracker.cli.console import out, typed
from tracker.cli.terminal import two_columns
from tracker.licensing.uses import Use
from tracker.tables.brief import Brief
from tracker.tables.markdown import PERSON
from tracker.tables.terminal import marked
from tracker.tables.text import clean
from tracker.tables.uses import together


def briefly(told: Brief) -> None:
    """Show what a reader wants to know of a paper first, and how to see the rest."""
    out.print(f"[bold]{escape(clean(told.title))}[/]")
    table = two_columns()
    table.add_row("[dim]you get[/]", escape(clean(told.get)))
    out.print(table)
    if told.parts:
        _uses_by_part(told)
    table = two_columns()
    if not told.parts:
        table.add_row("[dim]May I use it?[/]", marked(told.use.text, told.use.tone))
    if told.follows:
        table.add_row("", told.follows)
    for one in told.uses:
        if one.use == Use.PRODUCT:
            lead = f"{one.use}: " if told.parts else ""
            table.add_row("", Text(clean(f"{lead}{one.reason}"), style="dim"))
    for name, said in (
        ("licence", told.license),
        ("promises", told.promises),
        ("claims", told.claims),
        ("looked", told.looked),
    ):
        table.add_row(f"[dim]{name}[/]", marked(said.text, said.tone))
    for line in told.corrections:
        table.add_row(f"[dim]{PERSON}[/]", Text(clean(line), style="magenta"))
    if told.unseen:
        table.add_row("[dim]not looked at[/]", escape(clean(told.unseen)))
    out.print(table)
    more = f"tracker check {told.paper.removeprefix('arxiv:')} --evidence"
    out.print(f"[dim]{escape(typed(f'Each answer with its evidence: `{more}`'))}[/]")


def _uses_by_part(told: Brief) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("[dim]May I use it?[/]", min_width=14)
    for heading in ("altogether", *told.parts) if len(told.parts) > 1 else told.parts:
        table.add_column(f"[dim]{heading}[/]", overflow="fold")
    for names, use in together(told.uses):
        cells = (use.total, *use.parts) if len(told.parts) > 1 else use.parts
        table.add_row(names, *(marked(one.text, one.tone) for one in cells))
    out.print(table)
