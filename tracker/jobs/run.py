"""The main job: sweep, check notebooks, harvest, history, tables. One bad paper stops no other.

Long, because a run is told from its first step to its last in one place.
"""

import datetime as dt
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import msgspec

from tracker import __version__
from tracker.errors import UsageError
from tracker.history import History, RunWriter, append_look, start
from tracker.hosts import hosts
from tracker.jobs import latest, publish
from tracker.jobs.check_notebooks import bases, check, hands, has_overview
from tracker.model.base import Value
from tracker.model.evidence import Book, Observation, Reach
from tracker.model.paper import Paper, Registry
from tracker.model.run import RunEnded
from tracker.notebooks.executors import Executors
from tracker.notebooks.running import NotebookRun
from tracker.project import Project, make
from tracker.sweep.looks import hub_pages, oldest_first, sweep, sweep_archives, targets
from tracker.sweep.upstreams import follow
from tracker.tables import report
from tracker.tables.changes import Change, compare
from tracker.tables.rows import Row, rows
from tracker.transport import Door
from tracker.transport.allowed import ALLOWED_VARIABLE
from tracker.transport.settings import Settings
from tracker.verdicts import identity
from tracker.verdicts.cases import Case, Judgements

AGENT = f"tracker {__version__}"
_NAMED = 5
"""Papers that a run's purpose names one by one."""


class RunRequest(Value, frozen=True, kw_only=True):
    """What a run is asked to do."""

    papers: tuple[str, ...] = ()
    """Ids; empty = all."""
    offline: bool = False
    as_of: dt.datetime | None = None
    """Judge at this instant; the past needs no look, so none is taken."""
    jobs: int = 2
    """Notebooks at a time."""
    cluster: str | None = None
    """Address of the scheduler whose workers execute the notebooks; None = this process."""
    out: Path | None = None
    """Folder of the run; None = ``runs/<run id>``."""
    commit_tables: bool = False
    """Keep the run in ``history/`` and renew ``status/`` and the README."""
    resume: str | None = None
    """Run to continue: what it looked at already is not looked at again."""

    @property
    def blind(self) -> bool:
        """Whether no host is asked: as wished, or because the past needs no look."""
        return self.offline or self.as_of is not None


class RunOutcome(Value, frozen=True, kw_only=True):
    """What a run came to."""

    run: str
    folder: Path
    page: Path
    """The page with the tables, by a path that stays."""
    rows: tuple[Row, ...]
    as_of: dt.datetime | None
    """The latest instant that the evidence speaks of."""
    looked: int
    """Artifacts that could be looked at."""
    unreached: tuple[Observation, ...]
    """Looks that could not see anything."""
    remarks: tuple[str, ...]
    """What looks that did see something had to say about how they were made."""
    changes: tuple[Change, ...]
    executed: tuple[NotebookRun, ...]

    @property
    def failures(self) -> tuple[NotebookRun, ...]:
        """Notebooks that did not come to their end."""
        return tuple(notebook for notebook in self.executed if notebook.failure)

    def report(self) -> str:
        """Return the run as a page of Markdown."""
        return report.render(
            self.rows,
            self.as_of,
            changes=self.changes,
            unreached=self.unreached,
            failures={failure.paper: failure.failure or "" for failure in self.failures},
            remarks=self.remarks,
        )


class Progress:
    """What a run tells while it works; the base says nothing."""

    def stage(self, title: str, total: int) -> None:
        """Begin a stage of `total` steps."""

    def step(self, what: str) -> None:
        """Finish one step of the stage."""

    def waiting(self, host: str, seconds: float) -> None:
        """Tell that a host asked for a long pause, which is kept."""


def run(
    project: Project,
    registry: Registry,
    wish: RunRequest,
    settings: Settings,
    progress: Progress,
    *,
    judgements: Judgements,
) -> RunOutcome:
    """Do the main job and return what it came to.

    A paper is judged once for the same evidence and instant: the rows, the changes, the notebooks
    and the tables share what is concluded, and `judgements` holds what was concluded before.

    Everything that is seen is in the history before anything is made of it, so that a run killed at
    any moment loses nothing and can be resumed.

    Raises
    ------
    UsageError
        If a paper or the run to resume is not known.
    ConfigurationError
        If the folder of the run, or the cluster, cannot be used; nothing was looked at then.
    """
    history = History(project.history_folders(), project.history_index)
    skip: frozenset[str] = frozenset()
    continues = None
    if wish.resume is not None:
        interrupted = history.find_run(wish.resume)
        continues, skip = interrupted.run, history.observed_in(interrupted.run)
        wish = msgspec.structs.replace(wish, papers=wish.papers or interrupted.papers)
    papers = chosen(registry, wish.papers)
    kept = (project.history, project.status) if wish.commit_tables else ()
    out = (wish.out / "notebooks",) if wish.out else ()
    before = rows(
        [
            judged_case.verdicts
            for judged_case in judgements.of(
                papers, history.book(as_of=wish.as_of), wish.as_of, history.reproductions()
            )
        ]
    )
    with ExitStack() as stack:
        workers = stack.enter_context(hands(wish.jobs, wish.cluster))
        make(project.local_history, *kept, *out)
        writer = stack.enter_context(
            start(
                project.local_history,
                purpose=_purpose(wish),
                agent=AGENT,
                now=dt.datetime.now(dt.UTC),
                continues=continues,
                papers=wish.papers,
                secrets=settings.secrets,
            )
        )
        folder = wish.out or project.runs / writer.run
        make(folder / "notebooks")
        wanted = targets(papers)
        pages = {page: page for page in hub_pages(papers)}
        urls = [url for subject, url in {**pages, **wanted}.items() if subject not in skip]
        looks: Sequence[Observation] = ()
        if not wish.blind:
            looks = _sweep(
                papers, urls, writer, book=history.book(), settings=settings, progress=progress
            )
        observed = [look for look in looks if look.subject in wanted]
        unreached = tuple(
            observation for observation in observed if not observation.reach.says_something
        )
        known = History(project.history_folders(), project.history_index)
        as_of = known.as_of(wish.as_of)
        judged = tuple(
            judgements.of(papers, known.book(as_of=wish.as_of), wish.as_of, known.reproductions())
        )
        executed = _notebooks(
            project,
            [judged_case.case for judged_case in judged],
            wish,
            workers=workers,
            writer=writer,
            folder=folder,
            progress=progress,
        )
        writer.append(
            RunEnded(
                run=writer.run,
                ended_at=dt.datetime.now(dt.UTC),
                looked=len(observed) - len(unreached),
                unreached=len(unreached),
            )
        )
    table = rows(tuple(judged_case.verdicts for judged_case in judged))
    publish.write(folder / "tables", table, as_of, registry.title, project.kept_reproductions)
    page = latest.point(project.runs, folder)
    if wish.commit_tables:
        shutil.move(writer.path, project.history / writer.path.name)
        publish.renew(project, registry, judgements)
    return RunOutcome(
        run=writer.run,
        folder=folder,
        page=page,
        rows=table,
        as_of=as_of,
        looked=len(observed) - len(unreached),
        unreached=unreached,
        remarks=(*_remarks(observed), *_allowed(wish, settings)),
        changes=compare(before, table),
        executed=executed,
    )


def _remarks(observations: Sequence[Observation]) -> tuple[str, ...]:
    notes = (
        observation.note
        for observation in observations
        if observation.reach is Reach.VISIBLE and observation.note
    )
    return tuple(dict.fromkeys(notes))


def _allowed(wish: RunRequest, settings: Settings) -> tuple[str, ...]:
    """Say that more than public addresses could be asked; which ones is nobody else's business."""
    number = len(settings.allowed)
    if wish.blind or not number:
        return ()
    what = "1 private host or network" if number == 1 else f"{number} private hosts or networks"
    return (f"{ALLOWED_VARIABLE} allowed {what} to be asked",)


def chosen(registry: Registry, keys: Sequence[str]) -> tuple[Paper, ...]:
    """Return the papers with these ids, or all of them for no ids.

    Raises
    ------
    UsageError
        If one is not in the registry; the message names all that are not.
    """
    if not keys:
        return registry.papers
    papers = {key: registry.paper(key) for key in keys}
    if missing := [key for key, paper in papers.items() if paper is None]:
        raise UsageError(
            f"not in the registry: {', '.join(missing)}",
            advice=f"See the ids in registry.yaml, or begin an entry: `tracker add {missing[0]}`.",
        )
    return tuple({paper.id: paper for paper in papers.values() if paper}.values())


def _purpose(wish: RunRequest) -> str:
    named = ", ".join(wish.papers) or "all papers"
    what = f"{len(wish.papers)} papers" if len(wish.papers) > _NAMED else named
    return f"show the known state of {what}" if wish.blind else f"look at {what}"


def _sweep(
    papers: Sequence[Paper],
    urls: Sequence[str],
    writer: RunWriter,
    *,
    book: Book,
    settings: Settings,
    progress: Progress,
) -> list[Observation]:
    """Look at everything and store it at once; a run that reached nobody stores no look."""
    observed: list[Observation] = []
    waiting: list[Observation] | None = []
    progress.stage("Looking", len(urls))
    with Door(settings, progress.waiting) as door:
        looks = sweep(oldest_first(urls, book), door, hosts(), identity.pins(book))
        copies = sweep_archives(papers, observed, book, door, hosts())
        for observation in chain(looks, follow(observed, door, hosts()), copies):
            observed.append(observation)
            if waiting is None:
                append_look(writer, book, observation)
            else:
                waiting.append(observation)
                if observation.reach.says_something:
                    for earlier in waiting:
                        append_look(writer, book, earlier)
                    waiting = None
            progress.step(observation.subject)
    return observed


def _notebooks(
    project: Project,
    cases: Sequence[Case],
    wish: RunRequest,
    *,
    workers: Executors,
    writer: RunWriter,
    folder: Path,
    progress: Progress,
) -> tuple[NotebookRun, ...]:
    """Execute the check notebooks, and store what each showed as soon as it is back."""
    overview = not wish.papers and has_overview(project)
    progress.stage("Notebooks", len(cases) + overview)
    based = bases(project, cases)
    done: dict[str, NotebookRun] = {}
    for executed in check(
        project,
        cases,
        workers,
        run=writer.run,
        folder=folder,
        as_of=wish.as_of.isoformat() if wish.as_of else "",
        offline=wish.blind,
        overview=overview,
    ):
        for view in executed.views:
            writer.append(msgspec.structs.replace(view, basis=based.get(view.paper)))
        done[executed.paper] = executed
        progress.step(executed.paper)
    ordered = [case.paper.id for case in cases]
    return tuple(done.pop(paper) for paper in ordered) + tuple(done.values())
