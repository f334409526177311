"""The command `tracker`: parse, call, print, exit code; nothing else.

Exit codes: 0 the job ended, 1 crash or a broken notebook, 3 usage, registry or configuration
wrong; asked for with ``--fail-on``: 2 verdicts got worse, 4 hosts could not be reached. Where
several apply, 1 wins over 2, and 2 over 4. A command that is ended by a signal leaves with 130
(interrupted, Ctrl-C), 143 (SIGTERM) or 129 (SIGHUP): what was seen is kept, nothing else is left.

Long, because each command has its function here, with its help.
"""

import contextlib
import datetime as dt
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from tracker import __version__, registry
from tracker.cli import evidence as every_answer
from tracker.cli import run_summary, terminal
from tracker.cli.brief import briefly
from tracker.cli.console import out
from tracker.cli.correct import correct
from tracker.cli.init import init
from tracker.cli.options import as_json, as_of, offline, record, replay, settings_of
from tracker.cli.reproduce import reproduce
from tracker.cli.run import run
from tracker.cli.streams import BlottingStream, mute, outlive_readers
from tracker.cli.unseen import unseen
from tracker.engine.ending import ENDING
from tracker.errors import DISK, RegistryError, TrackerError, TransportFault, UsageError, of_system
from tracker.history import History
from tracker.hosts.archives.software_heritage import Saved
from tracker.jobs import add as adding
from tracker.jobs import announce as announcing
from tracker.jobs import licenses, publish, queries
from tracker.jobs import promises as announced
from tracker.licensing.reading import Kind
from tracker.model.blotting import Blotter
from tracker.model.instant import read_past
from tracker.model.paper import Registry, Relation
from tracker.project import Project
from tracker.tables import jsontable
from tracker.tables.brief import brief
from tracker.tables.words import LANGUAGES
from tracker.transport.secrets import secrets_of


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
def app() -> None:
    """Tell what a paper released, under which licence, and what of it reproduces."""


app.add_command(init)
app.add_command(run)
app.add_command(reproduce)
app.add_command(correct)


@app.command()
@click.argument("target", metavar="URL|PAPER")
@click.option(
    "--evidence", is_flag=True, help="Of a paper: every answer, with its reason and evidence."
)
@offline
@as_of
@as_json
@record
@replay
def check(
    target: str,
    *,
    evidence: bool,
    offline: bool,
    as_of: str | None,
    as_json: bool,
    record: Path | None,
    replay: Path | None,
) -> int:
    """Look at one paper or one address now: what is there, and how do we know.

    Of a paper the answers in brief, of an address each with its evidence. An address need not be
    in the registry. Nothing is stored.
    """
    project = Project.find_or_none()
    settings = settings_of(project, offline=offline, record=record, replay=replay)
    papers = _papers(project, target)
    instant = read_past(as_of, dt.datetime.now(dt.UTC))
    checked = queries.check(project, papers, target, settings, instant)
    judged = checked.verdicts
    if as_json:
        click.echo(jsontable.dump(judged), nl=False)
        return 0
    known = papers.paper(target) is not None
    if known and not evidence:
        briefly(brief(judged))
    else:
        every_answer.verdicts(judged, whole=known)
    unreached = [look for look in checked.looks if not look.reach.says_something]
    known_before = judged.summary.as_of is not None
    run_summary.unreached(unreached, places=len(checked.looks), known=known_before)
    return 0


@app.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a table is stale.")
@click.option(
    "--lang",
    type=click.Choice(list(LANGUAGES)),
    help="Write nothing; print the page in this language.",
)
def render(*, check: bool, lang: str | None) -> int:
    """Write the tables of the committed history into status/ and the README."""
    project = Project.find()
    papers = registry.load(project.registry)
    if lang is not None and not check:
        click.echo(publish.page_of(project, papers, lang), nl=False)
        return 0
    paths = publish.stale(project, papers) if check else publish.renew(project, papers)
    for path in paths:
        click.echo(f"{'stale: ' if check else ''}{path.relative_to(project.root)}")
    if check and paths:
        click.echo("next: run `tracker render` and commit the tables.", err=True)
        return 1
    damaged = History([project.history], project.history_index).problems
    terminal.problems(damaged)
    if check and damaged:
        click.echo("next: restore the file from git, or take the damaged lines out.", err=True)
        return 1
    return 0


@app.command()
@click.argument("since")
@click.argument("until", required=False)
@as_json
def diff(since: str, until: str | None, *, as_json: bool) -> int:
    """Show which answers changed between two moments, both judged by today's rules.

    SINCE and UNTIL are dates or ids of runs; without UNTIL: now. A line begins
    with better, worse, or changed where it is neither.
    """
    project = Project.find()
    changes = queries.diff(project, registry.load(project.registry), since, until)
    if as_json:
        click.echo(jsontable.dump(changes), nl=False)
    else:
        terminal.changes(changes)
    return 0


@app.command()
@click.argument("target", metavar="[URL|PAPER]", required=False)
@as_json
def history(target: str | None, *, as_json: bool) -> int:
    """List the runs, or all that was ever seen of one paper or address."""
    project = Project.find()
    known = History(project.history_folders(), project.history_index)
    if target is None:
        terminal.runs(known.runs(), as_json=as_json)
    else:
        subjects = queries.subjects(_papers(project, target), target)
        terminal.sightings(known.book(), subjects, as_json=as_json)
    terminal.problems(known.problems)
    return 0


@app.command()
@click.argument("path", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@as_json
def lint(path: Path | None, *, as_json: bool) -> int:
    """Check the registry and the rooms: every complaint names file, line, field and remedy."""
    from tracker.registry import fairness  # noqa: PLC0415  other commands start without them
    from tracker.reproduce import imports  # noqa: PLC0415

    path = path or Project.find().registry
    complaints = (*registry.lint(path), *fairness.lint(path), *imports.lint(path))
    terminal.complaints(path, complaints, as_json=as_json)
    return RegistryError.exit_code if any(not complaint.remark for complaint in complaints) else 0


@app.command()
@click.argument("target", metavar="ARXIV-ID|URL")
@click.option("--to", metavar="PAPER", help="The paper that the artifact at URL belongs to.")
@click.option(
    "--relation",
    type=click.Choice([member.value for member in Relation]),
    help="How the artifact stands to the paper.  [default: official where the abstract names it; "
    "else asked for]",
)
@click.option(
    "--into",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The included file that a new paper goes into.  [default: registry.yaml]",
)
@offline
def add(
    target: str, *, to: str | None, relation: str | None, into: Path | None, offline: bool
) -> int:
    """Write a pre-filled entry into the registry: a paper, or an artifact of one.

    The comments of the file stay. The title, and what the abstract names, are asked from arXiv;
    without network the entry is written all the same. It is said what could not be filled in, and
    `tracker lint` counts the TODOs. An artifact goes into the file in which its paper stands.
    """
    project = Project.find()
    added = adding.add(
        project,
        target,
        settings_of(offline=offline),
        to=to,
        relation=Relation(relation) if relation else None,
        into=into,
        ask=terminal.relation,
    )
    terminal.added(added, into)
    return 0


@app.command()
@click.argument(
    "recordings", metavar="RECORDING...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@as_json
def classify(recordings: tuple[Path, ...], *, as_json: bool) -> int:
    """Judge recorded answers of hosts by the code that judges live ones.

    RECORDING is a JSON file with platform, request (method and path), status, headers and body.
    What cannot be read is named, the others are judged all the same.
    """
    done, wrong = queries.classify(recordings)
    terminal.classified(done, as_json=as_json)
    for complaint in wrong:
        problem = f"{complaint.file}: {complaint.field}: {complaint.problem}"
        terminal.error(UsageError(problem, advice=complaint.remedy))
    return UsageError.exit_code if wrong else 0


@app.command(name="license")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option(
    "--kind",
    type=click.Choice(["text", "readme", "card"]),
    help="What the files are.  [default: as their names say]",
)
@as_json
def license_(files: tuple[Path, ...], *, kind: Kind | None, as_json: bool) -> int:
    """Say which licence files hold or state: a licence text, a README, a model or dataset card.

    Each answer comes with the lines it rests on, what speaks against it, and how sure it is; a
    README is answered for code, weights and data apart. With --json: a list, one object a file.
    What is not a text, or cannot be read, is said to be so; the others are answered all the same,
    and the exit code is 3.
    """
    readings = licenses.of_files(files, kind)
    if as_json:
        click.echo(jsontable.dump(readings), nl=False)
    for line in () if as_json else licenses.report_lines(readings, out.width):
        click.echo(line)
    return UsageError.exit_code if any(one.problem for one in readings) else 0


@app.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option(
    "--written",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help='The day they were written, from which "next week" counts.',
)
@as_json
def promises(files: tuple[Path, ...], *, written: dt.datetime | None, as_json: bool) -> int:
    """Say which releases files announce: READMEs, cards, pages, abstracts.

    Each promise comes with its words, its line, what is to be released, how much of it at least,
    the day where one is named, and whether it is ticked off. English, Chinese, Japanese, Korean.
    With --json: a list, one object a file. What cannot be read is said to be so; the others are
    answered all the same, and the exit code is 3.
    """
    answers = announced.of_files(files, written.date() if written else None)
    if as_json:
        click.echo(jsontable.dump(answers), nl=False)
    for line in () if as_json else announced.report_lines(answers):
        click.echo(line)
    return UsageError.exit_code if any(answer.problem for answer in answers) else 0


@app.command()
@click.argument("target", metavar="URL|PAPER")
@as_json
def archive(target: str, *, as_json: bool) -> int:
    """Ask Software Heritage to save a git repository, or the official ones of a paper.

    This is the one command that asks an archive to do something; a run only looks.
    """
    papers = _papers(Project.find_or_none(), target)
    outcomes = list(queries.archive(papers, target, settings_of()))
    faults = [outcome for outcome in outcomes if isinstance(outcome, TransportFault)]
    terminal.saved([outcome for outcome in outcomes if isinstance(outcome, Saved)], as_json=as_json)
    for fault in faults:
        terminal.error(fault)
    return 4 if faults else 0


@app.command()
def announce() -> int:
    """Tell in one issue of the repository which verdicts got worse; close it when none is.

    What is told follows from the committed history: the state before its newest run against the
    state now. GITHUB_REPOSITORY and GITHUB_TOKEN name the place and the right to write there;
    without them the text is printed, and nothing is written.
    """
    project = Project.find()
    papers = registry.load(project.registry)
    try:
        notice = announcing.announce(
            project, papers, settings_of(), os.environ.get("GITHUB_REPOSITORY") or None
        )
    except TransportFault as fault:
        terminal.error(fault)
        return 4
    terminal.announced(notice)
    return 0


def _papers(project: Project | None, target: str) -> Registry:
    """Return the registry as far as `target` needs it, and say where it could not be read."""
    papers, trouble = queries.papers(project, target)
    if trouble is not None:
        terminal.unneeded(trouble)
    return papers


GARBAGE = (100_000, 20, 20)
"""When Python looks for cycles. Values hold none, and looking costs more the larger a registry."""


def main() -> None:
    """Run the command and leave with its exit code."""
    gc.set_threshold(*GARBAGE)
    unseen()
    with ENDING:
        outlive_readers()
        blot = Blotter(secrets_of(os.environ, sys.argv))
        sys.stdout, sys.stderr = (
            BlottingStream(stream, blot) for stream in (sys.stdout, sys.stderr)
        )
        sys.exit(answer())


def answer(words: Sequence[str] | None = None) -> int:
    """Run the command, say what is wrong in plain words, and return the exit code.

    Parameters
    ----------
    words
        Those after ``tracker``; None: of this process.
    """
    try:
        code = app(words, standalone_mode=False)
        sys.stdout.flush()
    except TrackerError as problem:
        terminal.error(problem)
        return problem.exit_code
    except click.exceptions.NoArgsIsHelpError as problem:
        click.echo(problem.format_message())
        return UsageError.exit_code
    except click.ClickException as problem:
        terminal.error(UsageError(problem.format_message(), advice="See `tracker --help`."))
        return UsageError.exit_code
    except OSError as problem:  # the disk, a folder or a file in the way: no fault of this program
        if problem.filename is None:
            if problem.errno not in DISK:
                raise
            mute(sys.stdout)
        refused = of_system(problem)
        terminal.error(refused)
        return refused.exit_code
    except (KeyboardInterrupt, click.Abort):
        with contextlib.suppress(OSError):  # the terminal may be gone
            click.echo("Interrupted. What was seen is kept: see `tracker history`.", err=True)
        return 130
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
