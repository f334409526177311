"""``tracker reproduce``."""

import os
from pathlib import Path

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
@click.option(
    "--recipe",
    metavar="[CLAIM]",
    is_flag=False,
    flag_value="",
    help="Print a script for an exact run elsewhere, by default of the headline claim.",
)
@click.option(
    "--import",
    "results",
    metavar="RESULT",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Take over what such a script brought back: its folder. May be given several times.",
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
    recipe: str | None,
    results: tuple[Path, ...],
    commit_tables: bool,
    as_json: bool,
) -> int:
    """Try the claims of papers: run their notebooks in a sandbox, and say what held.

    PAPER is an id of the registry; none means all of them. A check that needs a package or a file
    that is not to be had is blocked, and says what would help; nothing is concluded from that.
    A notebook that breaks stops no other: everything is kept, what broke is said, and the exit code
    is 1. One that is blocked, refused or late has not broken.

    What needs a GPU is run elsewhere: --recipe prints the script, and --import takes over what it
    brings back. A result that is not what it is said to be is refused.
    """
    from tracker.cli import reproduce_table  # noqa: PLC0415
    from tracker.jobs import exact  # noqa: PLC0415
    from tracker.jobs import reproduce as reproducing  # noqa: PLC0415  other commands start without it

    if recipe is not None or results:
        _elsewhere_alone(
            papers, quick=quick, seed=seed, verify=verify, recipe=recipe, results=results
        )
    if recipe is not None and (as_json or commit_tables):
        raise UsageError(
            "--recipe prints a script and keeps nothing",
            advice="Leave out --json and --commit-tables.",
        )
    if verify is not None and (papers or quick or seed):
        raise UsageError(
            "--verify makes a run again with its own papers, seed and sizes",
            advice="Leave out PAPER, --quick and --seed.",
        )
    project = Project.find()
    settings = Settings.from_environment(os.environ)
    if recipe is not None:
        known = registry.load(project.registry)
        click.echo(exact.recipe(project, known, papers[0], recipe or None), nl=False)
        return 0
    if results:
        handed_in = exact.ImportRequest(
            paper=papers[0], results=results, commit_tables=commit_tables, secrets=settings.secrets
        )
        taken = exact.bring_back(project, registry.load(project.registry), handed_in)
        reproduce_table.tell(taken, project.root, as_json=as_json)
        return 0
    if verify is not None:
        again = exact.judged_again(project, registry.load(project.registry), verify)
        if again is not None:
            reproduce_table.tell(again, project.root, as_json=as_json)
            return 2 if any(one.differs for one in again.verifications) else 0
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
    with TerminalProgress() as progress:
        result = reproducing.reproduce(
            project, registry.load(project.registry), wish, settings, progress
        )
    reproduce_table.tell(result, project.root, as_json=as_json)
    if result.failures:
        return 1
    return 2 if any(verification.differs for verification in result.verifications) else 0


def _elsewhere_alone(
    papers: tuple[str, ...], *, quick: bool, seed: int, verify: str | None, recipe: str | None,
    results: tuple[Path, ...],
) -> None:  # fmt: skip
    """Refuse what makes no sense beside --recipe and --import."""
    option = "--recipe" if recipe is not None else "--import"
    if recipe is not None and results:
        raise UsageError(
            "--recipe comes before the run, and --import after it", advice="Ask for one of the two."
        )
    if quick or seed or verify is not None:
        raise UsageError(
            f"{option} is about a run elsewhere, whose block fixes seed and sizes",
            advice="Leave out --quick, --seed and --verify.",
        )
    if len(papers) != 1:
        raise UsageError(
            f"{option} is about one paper, and {len(papers)} are named",
            advice="Write the paper first: `tracker reproduce PAPER --recipe`.",
        )
