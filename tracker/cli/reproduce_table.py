"""What `tracker reproduce` tells: a table of the checks, and in a few lines what was run how."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from tracker.cli.console import err, out
from tracker.jobs.reproduce import ReproduceResult, Trial
from tracker.model.base import Value
from tracker.model.reproduction import Measurement, Run
from tracker.model.verdict import CheckVerdict, Verdict
from tracker.reproduce.rooms import executed_name
from tracker.reproduce.verifying import Compared, Sameness, Verification
from tracker.tables import jsontable
from tracker.tables.colours import of_check
from tracker.tables.text import clean
from tracker.verdicts import Tone
from tracker.verdicts.check.expected import shown

SCHEMA = "tracker-reproduce/1"
_STYLES = {Tone.GOOD: "green", Tone.FAIR: "", Tone.POOR: "red", Tone.UNKNOWN: "dim"}
_SAMENESS = {Sameness.EQUAL: "green", Sameness.WITHIN: "green", Sameness.DIFFERS: "red"}


class CheckLine(Value, frozen=True, kw_only=True):
    """One check of one paper, for machines."""

    paper: str
    check: str
    words: str
    """The answer as it may be said of the check's tier."""
    verdict: Verdict
    measured: Measurement | None
    control: Measurement | None
    run: str


class Again(Value, frozen=True, kw_only=True):
    """A run that was made again."""

    before: str
    after: str
    differs: bool
    compared: tuple[Compared, ...]
    changed: tuple[str, ...]


class ReproduceReport(Value, frozen=True, kw_only=True):
    """Everything, for machines."""

    schema: str
    history: str
    checks: tuple[CheckLine, ...]
    runs: Mapping[str, Run]
    """By id."""
    unwritten: tuple[str, ...]
    verifications: tuple[Again, ...]


def tell(result: ReproduceResult, root: Path, *, as_json: bool) -> None:
    """Show what came of it: answers on standard output, how they came about on the other.

    Parameters
    ----------
    root
        The project's folder; paths are shown from there.
    """
    if as_json:
        sys.stdout.write(jsontable.dump(_document(result)))
    elif result.verifications:
        for verification in result.verifications:
            _verification(verification)
    elif result.trials:
        out.print(_table(result.trials))
    _summary(result, root)


def _table(trials: tuple[Trial, ...]) -> Table:
    table = Table(show_lines=True, expand=True)
    for head, ratio in (("Paper", 2), ("Check", 3), ("Measured", 3), ("Verdict", 2), ("Why", 7)):
        table.add_column(head, ratio=ratio, overflow="fold")
    for trial in trials:
        for check in trial.checks:
            table.add_row(
                clean(trial.paper.id.removeprefix("arxiv:")),
                Text(clean(f"{check.check.id} ({check.check.tier})")),
                Text(_measured(check)),
                Text(clean(check.words), style=_STYLES[of_check(check)]),
                Text(clean(_why(check.verdict))),
            )
    return table


def _measured(judged: CheckVerdict) -> str:
    measured = judged.measured
    return clean(shown(measured, judged.check.unit)) if measured else "–"


def _why(verdict: Verdict) -> str:
    return f"{verdict.reason} Next: {verdict.remedy}" if verdict.remedy else verdict.reason


def _verification(verification: Verification) -> None:
    before, after = verification.before, verification.after
    name = f"{clean(before.paper)} {before.id} against {after.id}"
    if not verification.compared:
        out.print(f"[bold]{escape(name)}[/]: could not be compared")
        why = f"it ended {after.outcome}: {after.detail or 'no measurement'}"
        out.print(f"  {escape(clean(why))}")
        if after.remedy:
            out.print(f"  next: {escape(clean(after.remedy))}")
        return
    outcome = "[red]differs[/]" if verification.differs else "[green]agrees[/]"
    out.print(f"[bold]{escape(name)}[/]: {outcome}")
    table = Table(box=None, pad_edge=False)
    for heading in ("quantity", "before", "now", ""):
        table.add_column(heading, overflow="fold")
    for comparison in verification.compared:
        table.add_row(
            Text(clean(comparison.name)),
            *(Text(_number(one)) for one in (comparison.before, comparison.after)),
            Text(comparison.sameness.value, style=_SAMENESS[comparison.sameness]),
        )
    out.print(table)
    if verification.changed:
        out.print(f"Not the same in both: {', '.join(verification.changed)}.")


def _number(measured: Measurement | None) -> str:
    return clean(shown(measured)) if measured else "not measured"


def _summary(result: ReproduceResult, root: Path) -> None:
    for trial in result.trials:
        err.print(escape(clean(_sentence(trial.run, result.folder, root))), soft_wrap=True)
    for run in result.failures:
        why = escape(clean(run.detail or "it does not say why"))
        place = escape(clean(f"{run.notebook} of {run.paper}"))
        err.print(f"[yellow]{place} broke:[/] {why}", soft_wrap=True)
    for order in result.unwritten:
        sentence = f"{order.paper.id}: {order.notebook} is not written yet"
        err.print(f"[yellow]{escape(clean(sentence))}[/]; its checks are not attempted.")
    if result.unchecked:
        err.print(f"No check is registered for {_named(result.unchecked)}.")
    counted = Counter(check.words for trial in result.trials for check in trial.checks)
    if counted:
        counts = ", ".join(f"{count} {clean(words)}" for words, count in counted.most_common())
        err.print(f"[bold]{sum(counted.values())} checks[/]: {escape(counts)}.")
    if result.run:
        err.print(f"Kept as {result.run}; `tracker run --offline` shows the tables, from all runs.")


def _named(papers: tuple[str, ...], limit: int = 3) -> str:
    listed = ", ".join(map(clean, papers[:limit]))
    return f"{listed} and {len(papers) - limit} more" if len(papers) > limit else listed


def _sentence(run: Run, folder: Path, root: Path) -> str:
    """Return how a run went, and where the notebook is."""
    return "; ".join(_parts(run, folder, root))


def _parts(run: Run, folder: Path, root: Path) -> Iterator[str]:
    yield f"{run.paper} {run.outcome} ({run.id})"
    if cost := run.cost:
        memory = f", {cost.memory / 2**20:.0f} MB" if cost.memory else ""
        yield f"{cost.wall:.0f} s{memory}, in {run.sandbox}"
    if run.executed:
        yield str((folder / executed_name(run.notebook)).relative_to(root.resolve()))


def _document(result: ReproduceResult) -> ReproduceReport:
    return ReproduceReport(
        schema=SCHEMA,
        history=result.run,
        checks=tuple(
            CheckLine(
                paper=trial.paper.id,
                check=check.check.id,
                words=check.words,
                verdict=check.verdict,
                measured=check.measured,
                control=check.control,
                run=trial.run.id,
            )
            for trial in result.trials
            for check in trial.checks
        ),
        runs={trial.run.id: trial.run for trial in result.trials},
        unwritten=tuple(task.notebook for task in result.unwritten),
        verifications=tuple(
            Again(
                before=verification.before.id,
                after=verification.after.id,
                differs=verification.differs,
                compared=verification.compared,
                changed=verification.changed,
            )
            for verification in result.verifications
        ),
    )
