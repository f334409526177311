"""``tracker run``."""

import datetime as dt
from pathlib import Path

import click

from tracker import registry
from tracker.cli import run_summary
from tracker.cli.console import TerminalProgress
from tracker.cli.options import (
    as_json,
    as_of,
    commit_tables,
    jobs,
    offline,
    record,
    replay,
    settings_of,
)
from tracker.errors import UsageError
from tracker.jobs import publish
from tracker.jobs import run as job
from tracker.jobs.copies import CopyTarget
from tracker.jobs.selection import Filter, Selection, choose, read_age, read_shard, read_span
from tracker.model.instant import read_past
from tracker.model.paper import Registry
from tracker.project import Project
from tracker.tables import jsontable
from tracker.verdicts.cases import Judgements


@click.command()
@click.argument("papers", metavar="[PAPER]...", nargs=-1)
@click.option(
    "--changed",
    is_flag=True,
    help="Only papers that were never shown, whose last look is missing or failed, or whose entry, "
    "notebook or evidence changed since they were shown last.",
)
@click.option(
    "--older-than",
    metavar="AGE",
    help="Only papers with an artifact that was not seen for so long: 12h, 7d, 2w. With --changed: "
    "either is enough.",
)
@click.option(
    "--shard",
    metavar="K/N",
    help="Only the K-th of N shares of these papers, always the same ones.",
)
@offline
@as_of
@click.option(
    "--within",
    metavar="TIME",
    help="Wait for hosts that ask for long pauses, as long as the pause ends within 90s, 50m or 2h "
    "of the beginning of the looks; else they are left for the next run.",
)
@jobs
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Let the workers of a Dask cluster execute the notebooks, such as tcp://scheduler:8786.",
)
@as_json
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the run.  [default: runs/<run id>]",
)
@click.option(
    "--copy-to",
    metavar="URL",
    help="Copy notebooks and tables to a place that fsspec knows, such as s3://bucket/folder.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["worse", "unreached"]),
    multiple=True,
    help="Exit with 2 when a verdict got worse, with 4 when hosts could not be reached.",
)
@commit_tables
@click.option("--resume", metavar="RUN", help="Continue a run that was interrupted.")
@click.option(
    "--summary",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add a report in Markdown to FILE: what changed, and the table.",
)
@click.option(
    "--leads",
    is_flag=True,
    help="List what was seen of the papers and is not in the registry; else it is counted.",
)
@record
@replay
def run(
    papers: tuple[str, ...],
    *,
    changed: bool,
    older_than: str | None,
    shard: str | None,
    offline: bool,
    as_of: str | None,
    within: str | None,
    jobs: int,
    dask: str | None,
    as_json: bool,
    out: Path | None,
    copy_to: str | None,
    fail_on: tuple[str, ...],
    commit_tables: bool,
    resume: str | None,
    summary: Path | None,
    leads: bool,
    record: Path | None,
    replay: Path | None,
) -> int:
    """Look at what the papers released, check each in a notebook, show the table.

    PAPER is an id of the registry; none means all of them. What --changed, --older-than and --shard
    leave out is said, with the reason. A notebook that breaks stops no other: everything is kept,
    what broke is said, and the exit code is 1.
    """
    project = Project.find()
    loaded = registry.load(project.registry)
    judgements = Judgements()
    choice = _chosen(
        project,
        loaded,
        papers,
        Filter(
            changed=changed,
            older_than=read_age(older_than) if older_than else None,
            shard=read_shard(shard) if shard else None,
        ),
        resume=resume,
        judgements=judgements,
    )
    if choice is not None:
        run_summary.choice(choice)
        if not choice.papers:
            if as_json:
                click.echo(jsontable.render((), None), nl=False)
            return 0
        if choice.left_out:
            papers = tuple(paper.id for paper in choice.papers)
    wish = job.RunRequest(
        papers=papers,
        offline=offline,
        as_of=read_past(as_of, dt.datetime.now(dt.UTC)),
        jobs=jobs,
        cluster=dask,
        out=out,
        commit_tables=commit_tables,
        resume=resume,
    )
    settings = settings_of(
        project, record=record, replay=replay, within=read_span(within) if within else 0.0
    )
    outlet = CopyTarget(copy_to) if copy_to else None
    if summary is not None:
        publish.report(summary, "")  # a wrong name is said before anything is looked at
    with TerminalProgress() as progress:
        result = job.run(project, loaded, wish, settings, progress, judgements=judgements)
    if as_json:
        click.echo(jsontable.render(result.rows, result.as_of), nl=False)
    else:
        run_summary.table(result)
    run_summary.summary(result, leads=leads)
    if summary is not None:
        publish.report(summary, result.report())
    if outlet:
        outlet.send(result.folder)
    return _exit_code(result, fail_on)


def _exit_code(result: job.RunOutcome, fail_on: tuple[str, ...]) -> int:
    """Return how the run is said to have ended, the most serious first."""
    if result.failures:
        return 1
    if "worse" in fail_on and any(change.direction == "worse" for change in result.changes):
        return 2
    return 4 if "unreached" in fail_on and result.unreached else 0


def _chosen(
    project: Project,
    loaded: Registry,
    papers: tuple[str, ...],
    wish: Filter,
    *,
    resume: str | None,
    judgements: Judgements,
) -> Selection | None:
    """Return the papers that the options are about; None where they leave nothing out."""
    if not wish.asks:
        return None
    if resume:
        raise UsageError(
            "--resume goes on with the papers of its run",
            advice="Leave out --changed, --older-than and --shard.",
        )
    now = dt.datetime.now(dt.UTC)
    return choose(project, job.chosen(loaded, papers), wish, now, judgements)
