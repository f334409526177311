"""How the tracker speaks to a person at a terminal: answers, lists, errors; a function for each.

Answers go to standard output, everything about the work to standard error, so that a pipe gets
answers only. Text from outside is cleaned before it is shown.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from tracker.cli.console import clean_lines, count, day, err, out, typed
from tracker.cli.run_summary import change_line
from tracker.errors import Complaint, RegistryError, TrackerError
from tracker.history import Problem, RunFile
from tracker.hosts.archives.software_heritage import Saved
from tracker.jobs.add import Added
from tracker.jobs.announce import Deed, Notice
from tracker.jobs.correct import RecordedCorrection
from tracker.jobs.queries import Classified
from tracker.model.correction import JudgedCorrection
from tracker.model.evidence import Book, Evidence
from tracker.model.paper import Paper, Relation
from tracker.model.verdict import PaperVerdicts, UseVerdict, Verdict
from tracker.tables import behind, jsontable
from tracker.tables.announcement import TITLE
from tracker.tables.changes import Change
from tracker.tables.markdown import PERSON
from tracker.tables.terms import lead
from tracker.tables.text import clean
from tracker.tables.uses import alike
from tracker.verdicts import answered
from tracker.verdicts.corrections import Topic, answers

_PLACES = 5
"""Places of one part that are shown."""


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


def verdicts(judged: PaperVerdicts, *, whole: bool) -> None:
    """Show every answer about a paper or an artifact, each with its reason and evidence.

    Parameters
    ----------
    whole
        Whether it is a paper of the registry, about which more is asked than about an address.
    """
    out.print(f"[bold]{escape(clean(judged.paper.titles.en))}[/]")
    for artifact in judged.artifacts:
        out.print(f"\n[bold]{artifact.artifact.role.value}[/] {escape(clean(artifact.subject))}")
        for _, verdict in answered(artifact):
            _verdict(verdict)
        _uses(artifact.uses)
    if whole:
        out.print()
        for _, verdict in answered(judged):
            _verdict(verdict)
        _uses(judged.uses)
    if parts := _parts(judged):
        out.print("\n[bold]Corrections of single parts[/]")
        for place, verdict in parts:
            line = Text(f"{clean(behind.named(place))}: {clean(verdict.answer)}")
            out.print(line)
            for one in verdict.corrections:
                out.print(_said(one))


def _parts(judged: PaperVerdicts) -> list[tuple[Topic, Verdict]]:
    """Return the corrected answers that have no place of their own here."""
    return [(place, one) for place, one in answers(judged) if place.about and one.corrections]


def _said(one: JudgedCorrection) -> Text:
    sentence = f"{PERSON} {behind.told(one)} {one.correction.because}"
    return Text(clean(sentence), style="magenta")


def _uses(uses: Sequence[UseVerdict]) -> None:
    """Show uses of which the same is concluded together; what it rests on stands elsewhere."""
    table = two_columns()
    for number, (names, verdict) in enumerate(alike(uses)):
        answer = f"{', '.join(names)}: {verdict.answer}. {verdict.reason}"
        table.add_row("[dim]use[/]" if number == 0 else "", escape(clean(answer)))
    out.print(table)


def two_columns() -> Table:
    """Return a table of names and what is said of them."""
    table = Table.grid(padding=(0, 1))
    table.add_column(min_width=13)
    table.add_column(overflow="fold")
    return table


def _verdict(verdict: Verdict) -> None:
    table = two_columns()
    table.add_row(f"[dim]{verdict.question}[/]", f"[bold]{escape(clean(verdict.answer))}[/]")
    table.add_row("", escape(clean(verdict.reason)))
    for one in verdict.corrections:
        table.add_row("", _said(one))
    for line in _terms(verdict):
        table.add_row("", line)
    for piece in () if verdict.terms else verdict.evidence[:3]:
        table.add_row("", f"[dim]{escape(_evidence(piece))}[/]")
    if verdict.remedy:
        table.add_row("", f"[dim]next: {escape(clean(verdict.remedy))}[/]")
    out.print(table)


def _terms(verdict: Verdict) -> Iterator[Text]:
    """Yield what is said of each part, side by side, and every place that says it."""
    for scope in verdict.terms:
        if sentence := lead(scope, verdict):
            yield Text(clean(sentence))
        for place in scope.places[:_PLACES]:
            quote = f": “{clean(place.quote)}”" if place.quote else " was not read"
            yield Text(f"{clean(place.where)}{quote} {clean(place.url or '')}".rstrip(), "dim")
        if more := scope.places[_PLACES:]:
            yield Text(f"… and {len(more)} more", "dim")


def _evidence(piece: Evidence) -> str:
    when = f"looked {day(piece.observed_at)}" if piece.observed_at else piece.source
    quote = f"“{clean(piece.quote)}” " if piece.quote else ""
    return f"{quote}{clean(piece.url)} ({when})"


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
