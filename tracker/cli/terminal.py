"""How the tracker speaks to a person at a terminal: answers, lists, errors; a function for each.

Answers go to standard output, everything about the work to standard error, so that a pipe gets
answers only. Text from outside is cleaned before it is shown.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from tracker.cli.console import clean_lines, count, day, err, out, typed
from tracker.cli.run_summary import change_line
from tracker.errors import Complaint, RegistryError, TrackerError
from tracker.history import Problem, RunFile
from tracker.hosts.archives.software_heritage import Saved
from tracker.jobs.add import Added
from tracker.jobs.announce import Deed, Notice
from tracker.jobs.correct import RecordedCorrection
from tracker.jobs.queries import Classified
from tracker.model.evidence import Book
from tracker.model.paper import Paper, Relation
from tracker.tables import jsontable
from tracker.tables.announcement import TITLE
from tracker.tables.changes import Change
from tracker.tables.text import clean


def error(problem: TrackerError) -> None:
    """Show an error and the line of advice that comes with it."""
    err.print(f"[bold red]error:[/] {escape(clean_lines(problem.message))}", soft_wrap=True)
    err.print(f"[dim]next:[/] {escape(typed(problem.advice))}", soft_wrap=True)


def unneeded(problem: RegistryError) -> None:
    """Say in one line that the registry was not read, and why; the answer needs none."""
    first, *others = problem.complaints
    more = f", and {len(others)} more" if others else ""
    note = f"the registry was not read, and an address needs none: {first}{more}"
    err.print(f"[yellow]note:[/] {escape(clean(note))}", soft_wrap=True)


def changes(differences: Sequence[Change]) -> None:
    """Show what changed between two states."""
    if not differences:
        out.print("Nothing changed.")
    for change in differences:
        out.print(change_line(change))


def runs(files: Sequence[RunFile], *, as_json: bool) -> None:
    """List runs, oldest first."""
    if as_json:
        _json(files)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("run", "when", "looked", "confirmed", "purpose"):
        table.add_column(heading, overflow="fold")
    for run in files:
        ended = "" if run.ended else " (interrupted or under way)"
        table.add_row(
            run.run,
            day(run.started),
            str(run.counts.get("observation", 0)),
            str(run.counts.get("confirmed", 0)),
            escape(clean(run.purpose + ended)),
        )
    out.print(table if files else "No run yet. Begin with `tracker run`.")


def sightings(book: Book, subjects: Sequence[str], *, as_json: bool) -> None:
    """List what was ever seen of some subjects, oldest first."""
    looks_by_subject = {subject: book.get(subject, ()) for subject in subjects}
    if as_json:
        _json(looks_by_subject)
        return
    for subject, looks in looks_by_subject.items():
        out.print(f"[bold]{escape(clean(subject))}[/]")
        for sighting in looks:
            looked = sighting.observation
            when = day(sighting.observed_at) if sighting.observed_at else "stored copy"
            if sighting.observed_at is None and looked.not_before:
                when += f", not older than {day(looked.not_before)}"
            note = f" — {clean(looked.note)}" if looked.note else ""
            out.print(f"  {when}: {looked.reach.value} via {looked.via}{escape(note)}")
            out.print(f"  [dim]{sighting.id} {escape(looked.facts.revision or '')}[/]")
        if not looks:
            out.print("  never looked at")


def problems(unreadable: Sequence[Problem]) -> None:
    """Report what could not be read of the history."""
    for problem in unreadable:
        err.print(f"[yellow]skipped:[/] {escape(clean(str(problem)))}")


def complaints(path: Path, listed: Sequence[Complaint], *, as_json: bool) -> None:
    """Show what is wrong with a registry, or that nothing is."""
    if as_json:
        _json(listed)
        return
    for complaint in listed:
        out.print(escape(clean(str(complaint))), soft_wrap=True)
    if not listed:
        out.print(f"{escape(path.name)}: nothing to complain about.")


def classified(recordings: Sequence[Classified], *, as_json: bool) -> None:
    """Show what recorded answers tell: reach, and the facts that were seen."""
    if as_json:
        _json(recordings)
        return
    for recorded in recordings:
        part = f" ({recorded.alias})" if recorded.alias else ""
        out.print(f"[bold]{recorded.reach.value}[/] {escape(clean(recorded.file + part))}")
        lines = [recorded.note] if recorded.note else []
        for name, value in jsontable.plain(recorded.facts).items():
            shown = jsontable.dump(value) if isinstance(value, (dict, list)) else str(value)
            lines.append(f"{name}: {shown}")
        lines += [f"names: {url}" for url in recorded.mentions]
        for line in lines:
            out.print(f"  {escape(clean(line))}", soft_wrap=True)


def saved(requests: Sequence[Saved], *, as_json: bool) -> None:
    """Say what came of asking the archive to save places."""
    if as_json:
        _json(requests)
        return
    for request in requests:
        about = ", ".join(filter(None, (request.task, request.note)))
        line = f"{request.url}: {request.request}" + (f" ({about})" if about else "")
        out.print(escape(clean(line)), soft_wrap=True)


def added(done: Added, path: Path | None) -> None:
    """Say what was written into the registry, or into which file of it, and what comes next."""
    entry = done.entry
    name = entry.id if isinstance(entry, Paper) else entry.url
    out.print(f"Added {escape(clean(name))} to {escape(str(path)) if path else 'the registry'}.")
    for remark in done.remarks:
        out.print(escape(clean(remark)), soft_wrap=True)
    out.print(escape(typed("next: fill in each TODO; `tracker lint` counts those that are left.")))


def corrected(done: RecordedCorrection, root: Path) -> None:
    """Say what was recorded, beside which answer, and what comes next."""
    given = done.correction
    out.print(f"Recorded: {escape(clean(given.by))} says {escape(clean(' + '.join(given.says)))}.")
    beside = f"Beside it stays the tracker's answer, {done.verdict.answer}: {done.verdict.reason}"
    out.print(escape(clean(beside)), soft_wrap=True)
    place = done.path.relative_to(root) if done.path.is_relative_to(root) else done.path
    out.print(f"next: commit {escape(str(place))}; the tables show it from now on.", soft_wrap=True)


def relation(question: str) -> Relation | None:
    """Ask the person at the terminal how an artifact stands to its paper; None: there is none."""
    if not (sys.stdin.isatty() and err.is_terminal):
        return None
    choice = click.Choice([kind.value for kind in Relation])
    return Relation(click.prompt(clean(question), type=choice, err=True))


def announced(notice: Notice) -> None:
    """Say what came of an announcement; where nothing was written, show what would be."""
    if notice.deed is Deed.SHOWN:
        sys.stdout.write(f"{TITLE}\n\n{notice.body}")
        err.print("Nothing was written: that needs GITHUB_REPOSITORY and GITHUB_TOKEN.")
    elif notice.url is None:
        err.print("Nothing got worse, and no issue says so.")
    else:
        number = count(len(notice.changes), "answer")
        err.print(f"{number} worse: {notice.deed.value} {escape(clean(notice.url))}")


def _json(value: object) -> None:
    sys.stdout.write(jsontable.dump(value))
