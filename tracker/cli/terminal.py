"""How the tracker speaks to a person at a terminal: progress, tables, summaries, errors.

Answers go to standard output, everything about the work to standard error, so that a pipe gets
answers only. Colour appears on a terminal only; text from outside is cleaned before it is shown.

Long, because it is the one place that speaks to a person, a function for each thing it says.
"""

import datetime as dt
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from tracker.cli.streams import BlottingStream
from tracker.errors import Complaint, RegistryError, TrackerError
from tracker.history import Problem, RunFile
from tracker.hosts.archives.software_heritage import Saved
from tracker.jobs.announce import Deed, Notice
from tracker.jobs.queries import Classified
from tracker.jobs.run import Progress, RunOutcome
from tracker.jobs.selection import Selection
from tracker.model.evidence import Book, Evidence, Observation
from tracker.model.paper import Artifact, Paper
from tracker.model.verdict import PaperVerdicts, UseVerdict, Verdict
from tracker.tables import jsontable, terminal
from tracker.tables.announcement import TITLE
from tracker.tables.changes import Change
from tracker.tables.text import clean
from tracker.verdicts import answered
from tracker.verdicts.elsewhere import SEEN

_WIDE = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140
"""A pipe or a log has no width of its own."""


class _Console(Console):
    """Blots secrets before a line is broken: in two halves nobody would know them again."""

    def _blot(self, text: str) -> str:
        return self.file.blot(text) if isinstance(self.file, BlottingStream) else text

    def render_str(self, text: str, **how: Any) -> Text:
        """Return a text with its markup read."""
        return super().render_str(self._blot(text), **how)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render anything."""
        if isinstance(renderable, Text) and (plain := self._blot(renderable.plain)) != str(
            renderable
        ):
            renderable = Text(plain, style=renderable.style)
        return super().render(renderable, options)


out = _Console(highlight=False, width=_WIDE)
err = _Console(stderr=True, highlight=False, width=_WIDE)


def called() -> str:
    """Return how the command that runs is called here: by its name, where PATH finds it.

    Otherwise by its place beside the Python that runs it, such as ``.venv/bin/tracker``.
    """
    beside = Path(sys.executable).parent
    command = next(filter(Path.exists, (beside / "tracker", beside / "tracker.exe")), None)
    found = shutil.which("tracker")
    if command is None or (found and Path(found).resolve() == command.resolve()):
        return "tracker"
    here = Path.cwd()
    return str(command.relative_to(here) if command.is_relative_to(here) else command)


def _typed(advice: str) -> str:
    """Return advice with the commands in it as they are called here."""
    return advice.replace("`tracker ", f"`{called()} ")


class TerminalProgress(Progress):
    """A bar on a terminal, one line a stage elsewhere; closed by `with`."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[what]}"),
            console=err,
            disable=not err.is_terminal,
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def stage(self, title: str, total: int) -> None:
        """Begin a stage of `total` steps."""
        self._task = self._bar.add_task(title, total=total, what="")
        if not err.is_terminal:
            err.print(f"{title}: {total}")

    def step(self, what: str) -> None:
        """Finish one step of the stage."""
        if self._task is not None:
            self._bar.update(self._task, advance=1, what=escape(clean(what))[:60])


def error(problem: TrackerError) -> None:
    """Show an error and the line of advice that comes with it."""
    err.print(f"[bold red]error:[/] {escape(clean_lines(problem.message))}", soft_wrap=True)
    err.print(f"[dim]next:[/] {escape(_typed(problem.advice))}", soft_wrap=True)


def unneeded(problem: RegistryError) -> None:
    """Say in one line that the registry was not read, and why; the answer needs none."""
    first, *others = problem.complaints
    more = f", and {len(others)} more" if others else ""
    told = f"the registry was not read, and an address needs none: {first}{more}"
    err.print(f"[yellow]note:[/] {escape(clean(told))}", soft_wrap=True)


def clean_lines(text: str) -> str:
    """Clean each line of a text and keep the line breaks."""
    return "\n".join(clean(line) for line in text.splitlines())


def choice(found: Selection) -> None:
    """Say which papers a run is for, which are left out, and why."""
    total = len(found.papers) + sum(found.left_out.values())
    err.print(f"[bold]{len(found.papers)} of {_count(total, 'paper')}.[/]")
    for reason, number in found.because.items():
        err.print(f"  {number} {reason}")
    for reason, number in found.left_out.items():
        err.print(f"  left out: {number} {reason}")
    if not found.papers:
        err.print("Nothing is to be looked at. Without these options, `tracker run` looks at all.")


def table(result: RunOutcome) -> None:
    """Show the table of a run."""
    out.print(terminal.render(result.rows, result.as_of))


def summary(result: RunOutcome) -> None:
    """Say in a few lines what a run came to, and what it could not see."""
    err.print(f"[bold]{_count(len(result.rows), 'paper')}[/], known as of {_day(result.as_of)}.")
    if result.looked or result.unreached:
        total = result.looked + len(result.unreached)
        err.print(f"Looked at {result.looked} of {_count(total, 'artifact')}.")
    else:
        err.print("No host was asked; this is the last known state.")
    if result.unreached:
        _unreached(result.unreached)
    for remark in result.remarks:
        err.print(f"[yellow]note:[/] {escape(clean(remark))}")
    for change in result.changes:
        err.print(f"  {_change(change)}")
    _leads(result)
    for each in result.failures:
        why = escape(clean(each.failure or ""))
        err.print(f"[yellow]notebook of {escape(each.paper)} broke:[/] {why}", soft_wrap=True)
    err.print(f"To read on: {escape(str(result.folder / 'tables' / 'index.html'))}")
    _not_on_path()


def _not_on_path() -> None:
    """Tell how to call what the set-up has installed, where PATH does not find it."""
    command = called()
    activate = Path(command).with_name("activate")
    if command != "tracker" and activate.exists():
        place, script = escape(command), escape(str(activate))
        told = f"`source {script}` puts `tracker` and `papermill` on your PATH"
        err.print(f"One paper: `{place} check PAPER`; {told}.", soft_wrap=True)


def _leads(result: RunOutcome, limit: int = 8) -> None:
    """List what was seen of the papers and is not in the registry; nothing is added by itself."""
    found = [
        (row.paper, piece)
        for row in result.rows
        if SEEN in row.verdicts.elsewhere.answers
        for piece in row.verdicts.elsewhere.evidence
    ]
    if not found:
        return
    err.print(f"[cyan]Seen, not registered[/] ({len(found)}); nothing was added:")
    for paper, piece in found[:limit]:
        told = f"{piece.url} ({piece.quote}): {called()} add {piece.url} --to {paper}"
        err.print(f"  {escape(clean(told))}", soft_wrap=True)
    if len(found) > limit:
        err.print(f"  … and {len(found) - limit} more: see status.json")


def _unreached(looks: Sequence[Observation], limit: int = 5) -> None:
    err.print(
        f"[yellow]Could not look at {_count(len(looks), 'artifact')}[/]; nothing is concluded "
        "from that, and the last known state is shown:"
    )
    reasons: dict[str, list[str]] = {}
    for each in looks:
        reasons.setdefault(clean(each.note or each.reach.value), []).append(each.subject)
    for reason, subjects in list(reasons.items())[:limit]:
        names = ", ".join(clean(subject).removeprefix("https://") for subject in subjects[:3])
        more = f" and {len(subjects) - 3} more" if len(subjects) > 3 else ""
        err.print(f"  {escape(reason)}: {escape(names)}{more}")
    if len(reasons) > limit:
        err.print(f"  … and {_count(len(reasons) - limit, 'other reason')}")


def changes(found: Sequence[Change]) -> None:
    """Show what changed between two states."""
    if not found:
        out.print("Nothing changed.")
    for change in found:
        out.print(_change(change))


def _change(change: Change) -> str:
    colour = {"worse": "red", "better": "green"}.get(change.direction)
    word = change.direction if colour else "changed"
    before = escape(clean(change.before or "not asked"))
    after = escape(clean(change.after or "not asked"))
    about = escape(clean(f"{change.paper} {change.question} of {change.subject}"))
    return f"[{colour or 'cyan'}]{word}[/] {about}: {before} → {after}"


def verdicts(judged: PaperVerdicts) -> None:
    """Show every answer about one paper or artifact, each with its reason and evidence."""
    out.print(f"[bold]{escape(clean(judged.paper.titles.en))}[/]")
    for each in judged.artifacts:
        out.print(f"\n[bold]{each.artifact.role.value}[/] {escape(clean(each.subject))}")
        for _, verdict in answered(each):
            _verdict(verdict)
        _uses(each.uses)
    if judged.paper.promises or judged.paper.claims:
        out.print()
        for _, verdict in answered(judged):
            _verdict(verdict)


def _uses(uses: Sequence[UseVerdict]) -> None:
    """Show each use on a line of its own; what they rest on stands with the licence."""
    for number, each in enumerate(uses):
        lead = "use" if number == 0 else ""
        out.print(f"{lead:<14}{escape(clean(f'{each.verdict.answer}: {each.verdict.reason}'))}")


def _verdict(verdict: Verdict) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(min_width=13)
    table.add_column(overflow="fold")
    table.add_row(f"[dim]{verdict.question}[/]", f"[bold]{escape(clean(verdict.answer))}[/]")
    table.add_row("", escape(clean(verdict.reason)))
    for piece in verdict.evidence[:3]:
        table.add_row("", f"[dim]{escape(_evidence(piece))}[/]")
    if verdict.remedy:
        table.add_row("", f"[dim]next: {escape(clean(verdict.remedy))}[/]")
    out.print(table)


def _evidence(piece: Evidence) -> str:
    when = f"looked {_day(piece.observed_at)}" if piece.observed_at else piece.source
    quote = f"“{clean(piece.quote)}” " if piece.quote else ""
    return f"{quote}{clean(piece.url)} ({when})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _day(instant: dt.datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC" if instant else "no look yet"


def runs(found: Sequence[RunFile], *, as_json: bool) -> None:
    """List runs, oldest first."""
    if as_json:
        _json(found)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("run", "when", "looked", "confirmed", "purpose"):
        table.add_column(heading, overflow="fold")
    for each in found:
        ended = "" if each.ended else " (interrupted or under way)"
        table.add_row(
            each.run,
            _day(each.started),
            str(each.counts.get("observation", 0)),
            str(each.counts.get("confirmed", 0)),
            escape(clean(each.purpose + ended)),
        )
    out.print(table if found else "No run yet. Begin with `tracker run`.")


def sightings(book: Book, subjects: Sequence[str], *, as_json: bool) -> None:
    """List what was ever seen of some subjects, oldest first."""
    found = {subject: book.get(subject, ()) for subject in subjects}
    if as_json:
        _json(found)
        return
    for subject, seen in found.items():
        out.print(f"[bold]{escape(clean(subject))}[/]")
        for each in seen:
            looked = each.observation
            when = _day(each.observed_at) if each.observed_at else "stored copy"
            if each.observed_at is None and looked.not_before:
                when += f", not older than {_day(looked.not_before)}"
            note = f" — {clean(looked.note)}" if looked.note else ""
            out.print(f"  {when}: {looked.reach.value} via {looked.via}{escape(note)}")
            out.print(f"  [dim]{each.id} {escape(looked.facts.revision or '')}[/]")
        if not seen:
            out.print("  never looked at")


def problems(found: Sequence[Problem]) -> None:
    """Report what could not be read of the history."""
    for each in found:
        err.print(f"[yellow]skipped:[/] {escape(clean(str(each)))}")


def complaints(path: Path, found: Sequence[Complaint], *, as_json: bool) -> None:
    """Show what is wrong with a registry, or that nothing is."""
    if as_json:
        _json(found)
        return
    for each in found:
        out.print(escape(clean(str(each))), soft_wrap=True)
    if not found:
        out.print(f"{escape(path.name)}: nothing to complain about.")


def classified(found: Sequence[Classified], *, as_json: bool) -> None:
    """Show what recorded answers tell: reach, and the facts that were seen."""
    if as_json:
        _json(found)
        return
    for each in found:
        part = f" ({each.alias})" if each.alias else ""
        out.print(f"[bold]{each.reach.value}[/] {escape(clean(each.file + part))}")
        lines = [each.note] if each.note else []
        for name, value in jsontable.plain(each.facts).items():
            told = jsontable.dump(value) if isinstance(value, (dict, list)) else str(value)
            lines.append(f"{name}: {told}")
        lines += [f"names: {url}" for url in each.mentions]
        for line in lines:
            out.print(f"  {escape(clean(line))}", soft_wrap=True)


def saved(found: Sequence[Saved], *, as_json: bool) -> None:
    """Say what came of asking the archive to save places."""
    if as_json:
        _json(found)
        return
    for each in found:
        about = ", ".join(filter(None, (each.task, each.note)))
        told = f"{each.url}: {each.request}" + (f" ({about})" if about else "")
        out.print(escape(clean(told)), soft_wrap=True)


def added(entry: Paper | Artifact, path: Path | None) -> None:
    """Say what was written into the registry, or into which file of it, and what comes next."""
    name = entry.id if isinstance(entry, Paper) else entry.url
    out.print(f"Added {escape(clean(name))} to {escape(str(path)) if path else 'the registry'}.")
    out.print("next: fill in what it asks for, then run `tracker lint`.")


def announced(notice: Notice) -> None:
    """Say what came of an announcement; where nothing was written, show what would be."""
    if notice.deed is Deed.SHOWN:
        sys.stdout.write(f"{TITLE}\n\n{notice.body}")
        err.print("Nothing was written: that needs GITHUB_REPOSITORY and GITHUB_TOKEN.")
    elif notice.url is None:
        err.print("Nothing got worse, and no issue says so.")
    else:
        count = _count(len(notice.changes), "answer")
        err.print(f"{count} worse: {notice.deed.value} {escape(clean(notice.url))}")


def _json(value: object) -> None:
    sys.stdout.write(jsontable.dump(value))
