"""``tracker init``."""

import os
import shlex
from pathlib import Path

import click
from rich.markup import escape

from tracker.cli.console import called, err, out
from tracker.cli.options import offline, settings_of
from tracker.errors import UsageError
from tracker.jobs import init as job
from tracker.tables.text import clean

_FEW = 8
"""Lines of one kind that are shown."""


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--from",
    "listed",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Begin with the papers that FILE names: arXiv ids and addresses, one a line or in a text.",
)
@click.option(
    "--notebooks",
    is_flag=True,
    help="Lay down copies of the check notebooks, to be changed. Without them, those of the "
    "package are used.",
)
@click.option(
    "--reproduction",
    metavar="PAPER",
    help="Lay down a room for PAPER: claims, experiment, notebook and test of an example that run.",
)
@offline
def init(
    name: str | None,
    *,
    listed: Path | None,
    notebooks: bool,
    reproduction: str | None,
    offline: bool,
) -> int:
    """Begin a list of papers of your own, in the folder NAME.

    Nothing is asked, and no file that is there is written over. Without NAME, --notebooks and
    --reproduction add to the project that you are in. An address of FILE belongs to the paper in
    its line; titles come from arXiv where that can be reached.
    """
    if reproduction is not None and not reproduction.strip():
        raise UsageError(
            "--reproduction names no paper", advice="Give the arXiv id of one in registry.yaml."
        )
    wish = job.InitRequest(
        folder=_folder(name, listed=listed, parts=notebooks or reproduction is not None),
        listed=listed,
        notebooks=notebooks,
        reproduction=reproduction,
    )
    tell(job.init(wish, settings_of(offline=offline)))
    return 0


def _folder(name: str | None, *, listed: Path | None, parts: bool) -> Path | None:
    if name is None:
        if listed is not None or not parts:
            raise UsageError(
                "a new list of papers needs a folder",
                advice="Name one: `tracker init my-papers`; `tracker init .` takes this one.",
            )
        return None
    if not name.strip() or not name.isprintable():
        raise UsageError(
            f"{name!r} cannot name a folder", advice="Write a name such as `my-papers`."
        )
    return Path(name)


def tell(done: job.LaidDown) -> None:
    """Say what was laid down, what was not, and what comes next."""
    for title, names in (("wrote", done.written), ("left as it is", done.left)):
        for name in names:
            path = done.root / name if done.begun else Path(os.path.relpath(done.root / name))
            out.print(f"{title}: {escape(clean(os.path.normpath(path)))}", soft_wrap=True)
    if done.from_arxiv.papers:
        _papers(done.from_arxiv)
    _not_taken(done)
    if done.room:
        run = f"`{called()} reproduce {done.paper} --quick`"
        err.print(f"The room holds an example, which is in no table. Try it: {escape(run)}")
    if not done.begun:
        return
    if not done.installation.known:
        err.print(
            "note: it is not known where others get the tracker. Before GitHub looks for you, or "
            "somebody installs from environment.yml, put "
            f"{Path(done.installation.requirement).name} beside registry.yaml.",
            soft_wrap=True,
        )
    there = Path(os.path.normpath(done.root)) == Path()
    enter = "" if there else f"`cd {escape(clean(shlex.quote(str(done.root))))}`, then "
    first = "" if done.from_arxiv.papers else f"`{called()} add ARXIV-ID` for each paper, then "
    err.print(f"next: {enter}{first}`{called()} run`.", soft_wrap=True)


def _papers(from_arxiv: job.FromArxiv) -> None:
    addresses = [one for paper in from_arxiv.papers for one in paper.addresses]
    summary = _count(len(from_arxiv.papers), "paper")
    if addresses:
        summary += f", {_count(len(addresses), 'address', 'addresses')} beside them"
    err.print(f"{summary}. What is marked TODO in registry.yaml is yours to fill in.")
    if from_arxiv.missing:
        names = ", ".join(from_arxiv.missing[:_FEW]) + (
            " …" if len(from_arxiv.missing) > _FEW else ""
        )
        why = from_arxiv.silence or "arXiv tells of no such paper; is the id right?"
        err.print(f"[yellow]no title[/] of {escape(clean(f'{names} ({why})'))}", soft_wrap=True)
    unknown = sum(address.relation is None for address in addresses)
    if unknown:
        err.print(
            f"[yellow]not known[/] how {_count(unknown, 'address stands', 'addresses stand')} to "
            "the paper beside it: as third-party they say nothing of what it released, until you "
            "write another `relation`.",
            soft_wrap=True,
        )


def _count(number: int, one: str, more: str | None = None) -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def _not_taken(done: job.LaidDown) -> None:
    """Name what the list holds and the registry does not."""
    lines = [
        f"line {one.line}: {one.url}: of which paper? `{called()} add {one.url} --to ARXIV-ID`"
        for one in done.listing.unplaced
    ]
    lines += [
        f"line {unread.line}: {unread.text}: neither an arXiv id nor an address"
        for unread in done.listing.unread
    ]
    for line in lines[:_FEW]:
        err.print(f"[yellow]not taken[/] from {escape(clean(line))}", soft_wrap=True)
    if len(lines) > _FEW:
        err.print(f"[yellow]not taken:[/] {len(lines) - _FEW} lines more")
