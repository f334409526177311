"""What a run says at the terminal: which papers it is for, what it came to, what it did not see."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from rich.markup import escape

from tracker.cli.console import called, count, day, err, out, typed
from tracker.jobs.run import RunOutcome
from tracker.jobs.selection import Selection
from tracker.model.evidence import Observation, Reach
from tracker.tables import terminal
from tracker.tables.changes import Change, apart, first_look
from tracker.tables.text import clean
from tracker.verdicts.elsewhere import SEEN

_NAMED = 3
"""Hosts that are named; the others are counted."""


def choice(selection: Selection) -> None:
    """Say which papers a run is for, which are left out, and why."""
    total = len(selection.papers) + sum(selection.left_out.values())
    err.print(f"[bold]{len(selection.papers)} of {count(total, 'paper')}.[/]")
    for reason, number in selection.because.items():
        err.print(f"  {number} {reason}")
    for reason, number in selection.left_out.items():
        err.print(f"  left out: {number} {reason}")
    if not selection.papers:
        err.print("Nothing is to be looked at. Without these options, `tracker run` looks at all.")


def table(result: RunOutcome) -> None:
    """Show the table of a run."""
    out.print(terminal.render(result.rows, result.as_of))


def summary(result: RunOutcome, *, leads: bool = False) -> None:
    """Say in a few lines what a run came to, and what it could not see.

    Parameters
    ----------
    leads
        Whether what was seen and is not registered is listed, not only counted.
    """
    known = result.as_of is not None
    state = f"known as of {day(result.as_of)}" if known else "nothing is known yet"
    err.print(f"[bold]{count(len(result.rows), 'paper')}[/], {state}.")
    if result.looked or result.unreached:
        total = result.looked + len(result.unreached)
        err.print(f"Looked at {result.looked} of {count(total, 'artifact')}.")
    else:
        err.print(f"No host was asked{'; this is the last known state' if known else ''}.")
    unreached(result.unreached, places=result.looked + len(result.unreached), known=known)
    for remark in result.remarks:
        err.print(f"[yellow]note:[/] {escape(clean(remark))}")
    news, places = apart(result.changes)
    if places:
        err.print(first_look(places))
    for change in news:
        err.print(f"  {change_line(change)}")
    _leads(result, whole=leads)
    for failure in result.failures:
        why = escape(clean(failure.failure or ""))
        err.print(f"[yellow]notebook of {escape(failure.paper)} broke:[/] {why}", soft_wrap=True)
    err.print(f"To read on: {escape(_from_here(result.page))}", soft_wrap=True)
    _not_on_path()


def _from_here(path: Path) -> str:
    """Return a path as a person in the working folder types it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _not_on_path() -> None:
    """Tell how to call what the set-up has installed, where PATH does not find it."""
    command = called()
    activate = Path(command).with_name("activate")
    if command != "tracker" and activate.exists():
        place, script = escape(command), escape(str(activate))
        hint = f"`source {script}` puts `tracker` and `papermill` on your PATH"
        err.print(f"One paper: `{place} check PAPER`; {hint}.", soft_wrap=True)


def _leads(result: RunOutcome, *, whole: bool) -> None:
    """Count or list what was seen of the papers and is not in the registry; nothing is added."""
    leads = [
        (row.paper, piece)
        for row in result.rows
        if SEEN in row.verdicts.elsewhere.answers
        for piece in row.verdicts.elsewhere.evidence
    ]
    if not leads:
        return
    if not whole:
        listing = f"{len(leads)}; `tracker run --offline --leads` lists them."
        err.print(f"Seen, not registered: {escape(typed(listing))}", soft_wrap=True)
        return
    err.print(f"[cyan]Seen, not registered[/] ({len(leads)}); nothing was added:")
    for paper, piece in leads:
        line = f"{piece.url} ({piece.quote}): {called()} add {piece.url} --to {paper}"
        err.print(f"  {escape(clean(line))}", soft_wrap=True)


def unreached(looks: Sequence[Observation], *, places: int, known: bool) -> None:
    """Say what could not be looked at: hosts out of reach in one line, what else with each reason.

    Parameters
    ----------
    places
        At how many it was to be looked.
    known
        Whether something was known before.
    """
    shown = ", and the last known state is shown" if known else ""
    nothing = f"nothing is concluded from that{shown}"
    silent = [look for look in looks if look.reach is Reach.UNREACHABLE]
    others = [look for look in looks if look.reach is not Reach.UNREACHABLE]
    if silent:
        hosts = [host for host, _ in Counter(map(_host, silent)).most_common()]
        more = f" and {count(len(hosts) - _NAMED, 'other host')}" if len(hosts) > _NAMED else ""
        why = f" ({clean(silent[0].note)})" if len(hosts) == 1 and silent[0].note else ""
        silence = (
            f"{', '.join(hosts[:_NAMED])}{more}{why}: {len(silent)} of {count(places, 'place')}"
        )
        err.print(
            f"[yellow]Could not reach[/] {escape(silence)} not looked at; {nothing}.",
            soft_wrap=True,
        )
    if others:
        _refused(others, nothing)


def _host(look: Observation) -> str:
    return clean(urlsplit(look.subject).hostname or look.subject.partition("/")[0])


def _refused(looks: Sequence[Observation], nothing: str, limit: int = 5) -> None:
    what = count(len(looks), "place")
    err.print(f"[yellow]Could not look at {what}[/]; {nothing}:", soft_wrap=True)
    reasons: dict[str, list[str]] = {}
    for look in looks:
        reasons.setdefault(clean(look.note or look.reach.value), []).append(look.subject)
    for reason, subjects in list(reasons.items())[:limit]:
        names = ", ".join(clean(subject).removeprefix("https://") for subject in subjects[:3])
        more = f" and {len(subjects) - 3} more" if len(subjects) > 3 else ""
        err.print(f"  {escape(reason)}: {escape(names)}{more}")
    if len(reasons) > limit:
        err.print(f"  … and {count(len(reasons) - limit, 'other reason')}")


def change_line(change: Change) -> str:
    """Return a change in one line, in colour."""
    colour = {"worse": "red", "better": "green"}.get(change.direction)
    word = change.direction if colour else "changed"
    before = escape(clean(change.before or "not asked"))
    after = escape(clean(change.after or "not asked"))
    about = escape(clean(f"{change.paper} {change.question} of {change.subject}"))
    return f"[{colour or 'cyan'}]{word}[/] {about}: {before} → {after}"
