"""``tracker correct``."""

import datetime as dt

import click

from tracker.cli import terminal
from tracker.cli.options import as_json
from tracker.jobs import correct as correcting
from tracker.project import Project
from tracker.tables import jsontable


@click.command()
@click.argument("paper")
@click.argument("question")
@click.option(
    "--says",
    metavar="ANSWER",
    multiple=True,
    required=True,
    help="The right answer, in the words of docs/verdicts.md; several may hold at once.",
)
@click.option("--because", metavar="URL", required=True, help="What shows it.")
@click.option("--artifact", metavar="URL", help="The artifact that the answer is about.")
@click.option(
    "--about",
    metavar="TEXT",
    help="Which one of several: a use, words of a promise, the id of a claim or check.",
)
@click.option("--by", metavar="NAME", help="Who says so.  [default: as git config names you]")
@click.option("--author", is_flag=True, help="You are an author of the paper.")
@as_json
def correct(
    *,
    paper: str,
    question: str,
    says: tuple[str, ...],
    because: str,
    artifact: str | None,
    about: str | None,
    by: str | None,
    author: bool,
    as_json: bool,
) -> int:
    """Put a wrong answer right: record what a person says against it, beside it.

    The program's own answer and all counts stay what they are. The correction, with name, date and
    source, is a file in corrections/ to be committed, and every table shows it. When what the
    answer rests on changes, it is shown as stale.
    """
    wish = correcting.CorrectionRequest(
        paper=paper,
        question=question,
        says=says,
        because=because,
        by=by,
        author=author,
        artifact=artifact,
        about=about,
    )
    project = Project.find()
    done = correcting.correct(project, wish, dt.datetime.now(dt.UTC))
    if as_json:
        click.echo(jsontable.dump(done.correction), nl=False)
    else:
        terminal.corrected(done, project.root)
    return 0
