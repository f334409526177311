"""A paper in brief, at a terminal."""

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from tracker.cli.console import out, typed
from tracker.cli.evidence import two_columns
from tracker.licensing.uses import Use
from tracker.tables.brief import Brief
from tracker.tables.markdown import PERSON
from tracker.tables.terminal import marked
from tracker.tables.text import clean
from tracker.tables.uses import Wording, together


def briefly(brief: Brief) -> None:
    """Show what a reader wants to know of a paper first, and how to see the rest."""
    out.print(Text(clean(brief.title), style="bold"), no_wrap=True, overflow="ellipsis")
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
    if brief.why:
        lead = f"{Use.PRODUCT}: " if brief.parts else ""
        table.add_row("", Text(clean(f"{lead}{brief.why}"), style="dim"))
    if brief.theirs:
        table.add_row("", Text(clean(brief.theirs), style="dim"))
    for name, wording in (
        ("licence", brief.license),
        ("promises", brief.promises),
        ("claims", brief.claims),
        ("looked", _looked(brief)),
    ):
        table.add_row(f"[dim]{name}[/]", marked(wording.text, wording.tone))
    for line in brief.corrections:
        table.add_row(f"[dim]{PERSON}[/]", Text(clean(line), style="magenta"))
    if brief.step:
        table.add_row("[dim]do[/]", escape(typed(clean(brief.step))))
    out.print(table)
    more = f"tracker check {brief.paper.removeprefix('arxiv:')} --evidence"
    out.print(f"[dim]{escape(typed(f'Each answer with its evidence: `{more}`'))}[/]")


def _looked(brief: Brief) -> Wording:
    """Return how fresh this is, and what of it nobody has looked at yet."""
    unseen = f"; not looked at: {brief.unseen}" if brief.unseen else ""
    return Wording(text=f"{brief.looked.text}{unseen}", tone=brief.looked.tone)


def _uses_by_part(brief: Brief) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("[dim]May I use it?[/]", min_width=14)
    for heading in ("altogether", *brief.parts) if len(brief.parts) > 1 else brief.parts:
        table.add_column(f"[dim]{heading}[/]", overflow="fold")
    for names, use in together(brief.uses):
        cells = (use.total, *use.parts) if len(brief.parts) > 1 else use.parts
        table.add_row(names, *(marked(one.text, one.tone) for one in cells))
    out.print(table)
