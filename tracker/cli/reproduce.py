"""``tracker reproduce``."""

import os

import click

from tracker import registry
from tracker.cli.console import TerminalProgress
from tracker.cli.options import as_json, commit_tables, jobs
from tracker.errors import UsageError
from tracker.project import Project
from tracker.transport import Settings


@click.command()
@click.argument("papers", metavar="[PAPER]...", nargs=-1)
@click.option("--quick", is_flag=True, help="Small sizes: a look of seconds.")
@jobs
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="All seeds of a notebook are made from it.",
)
@click.option(
    "--trust", is_flag=True, help="Run without the sandbox: notebooks may do whatever you may."
)
@click.option("--offline", is_flag=True, help="Fetch no file; use those that were kept.")
@click.option(
    "--verify",
    metavar="RUN",
    help="Make a run again as it was; exit with 2 if it measures otherwise.",
)
@commit_tables
@as_json
def reproduce(
    papers: tuple[str, ...],
    *,
    quick: bool,
    jobs: int,
    seed: int,
    trust: bool,
    offline: bool,
    verify: str | None,
    commit_tables: bool,
    as_json: bool,
) -> int:
    """Try the claims of papers: run their notebooks in a sandbox, and say what held.

    PAPER is an id of the registry; none means all of them. A check that needs a package or a file
    that is not to be had is blocked, and says what would help; nothing is concluded from that.
    A notebook that breaks stops no other: everything is kept, what broke is said, and the exit code
    is 1. One that is blocked, refused or late has not broken.
    """
    from tracker.cli import reproduce_table  # noqa: PLC0415
    from tracker.jobs import reproduce as reproducing  # noqa: PLC0415  other commands start without it

    if verify is not None and (papers or quick or seed):
        raise UsageError(
            "--verify makes a run again with its own papers, seed and sizes",
            advice="Leave out PAPER, --quick and --seed.",
        )
    project = Project.find()
    wish = reproducing.ReproduceRequest(
        papers=papers,
        quick=quick,
        seed=seed,
        jobs=jobs,
        trust=trust,
        offline=offline,
        commit_tables=commit_tables,
        verify=verify,
    )
    settings = Settings.from_environment(os.environ)
    with TerminalProgress() as progress:
        result = reproducing.reproduce(
            project, registry.load(project.registry), wish, settings, progress
        )
    reproduce_table.tell(result, project.root, as_json=as_json)
    if result.failures:
        return 1
    return 2 if any(verification.differs for verification in result.verifications) else 0
