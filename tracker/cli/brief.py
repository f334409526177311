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


def briefly(brief: Brief) -> None:
    """Show what a reader wants to know of a paper first, and how to see the rest."""
    out.print(f"[bold]{escape(clean(brief.title))}[/]")
    table = two_columns()
    table.add_row("[dim]you get[/]", escape(clean(brief.get)))
    out.print(table)
    if brief.parts:
        _uses_by_part(brief)
    table = two_columns()
    if not brief.parts:
        table.add_row("[dim]May I use it?[/]", marked(brief.use.text, brief.use.tone))
    if brief.follows:
        table.add_row("", brief.follows)
    for one in brief.uses:
        if one.use == Use.PRODUCT:
            lead = f"{one.use}: " if brief.parts else ""
            table.add_row("", Text(clean(f"{lead}{one.reason}"), style="dim"))
    for name, wording in (
        ("licence", brief.license),
        ("promises", brief.promises),
        ("claims", brief.claims),
        ("looked", brief.looked),
    ):
        table.add_row(f"[dim]{name}[/]", marked(wording.text, wording.tone))
    for line in brief.corrections:
        table.add_row(f"[dim]{PERSON}[/]", Text(clean(line), style="magenta"))
    if brief.unseen:
        table.add_row("[dim]not looked at[/]", escape(clean(brief.unseen)))
    out.print(table)
    more = f"tracker check {brief.paper.removeprefix('arxiv:')} --evidence"
    out.print(f"[dim]{escape(typed(f'Each answer with its evidence: `{more}`'))}[/]")


def _uses_by_part(brief: Brief) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("[dim]May I use it?[/]", min_width=14)
    for heading in ("altogether", *brief.parts) if len(brief.parts) > 1 else brief.parts:
        table.add_column(f"[dim]{heading}[/]", overflow="fold")
    for names, use in together(brief.uses):
        cells = (use.total, *use.parts) if len(brief.parts) > 1 else use.parts
        table.add_row(names, *(marked(one.text, one.tone) for one in cells))
    out.print(table)
