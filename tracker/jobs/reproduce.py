"""`tracker reproduce`: the notebooks of many papers, each on its own; one broken stops no other."""

import datetime as dt
import os
import shutil
from collections.abc import Sequence
from functools import partial
from multiprocessing.pool import ThreadPool
from pathlib import Path

from tracker.errors import UsageError
from tracker.history import History, RunWriter, start
from tracker.jobs import publish
from tracker.jobs.run import Progress, chosen
from tracker.model.base import Value
from tracker.model.paper import Paper, Registry
from tracker.model.reproduction import Outcome as How
from tracker.model.reproduction import Run
from tracker.model.run import RunEnded
from tracker.model.verdict import CheckVerdict
from tracker.project import Project, make
from tracker.reproduce import inputs, rooms, running, verifying
from tracker.reproduce.running import Folders, NotebookOrder
from tracker.reproduce.verifying import Verification
from tracker.transport import Door, Settings
from tracker.verdicts.check import judge_checks


class ReproduceRequest(Value, frozen=True, kw_only=True):
    """What is asked for."""

    papers: tuple[str, ...] = ()
    """Ids; empty = all."""
    quick: bool = False
    seed: int = 0
    jobs: int = 1
    """Notebooks at a time."""
    trust: bool = False
    """Run without the sandbox."""
    offline: bool = False
    commit_tables: bool = False
    """Keep the runs in ``history/`` and renew ``status/`` and the README."""
    verify: str | None = None
    """Runs to make again, by the beginning of an id; `quick`, `seed` and `papers` are theirs."""


class Trial(Value, frozen=True, kw_only=True):
    """A notebook that was run, and what it says of each check."""

    paper: Paper
    run: Run
    checks: tuple[CheckVerdict, ...]
    """Judged by this run alone; the tables judge by all runs."""


class ReproduceResult(Value, frozen=True, kw_only=True):
    """What it came to."""

    run: str
    folder: Path
    trials: tuple[Trial, ...]
    unwritten: tuple[NotebookOrder, ...]
    """Notebooks that the registry names and nobody has written yet."""
    unchecked: tuple[str, ...]
    """Papers without a check."""
    verifications: tuple[Verification, ...] = ()

    @property
    def failures(self) -> tuple[Run, ...]:
        """Runs of notebooks that broke; what is blocked, refused or late is an answer."""
        return tuple(trial.run for trial in self.trials if trial.run.outcome is How.FAILED)


def reproduce(
    project: Project,
    registry: Registry,
    wish: ReproduceRequest,
    settings: Settings,
    progress: Progress,
) -> ReproduceResult:
    """Run the notebooks, keep each run as soon as it has ended, and return what they came to.

    Parameters
    ----------
    settings
        The secrets that no record may contain; files are asked for without them.

    Raises
    ------
    UsageError
        If a paper, or the run to verify, is not known.
    """
    earlier = _earlier(project, wish.verify)
    papers = chosen(registry, wish.papers or tuple(run.paper for run in earlier))
    wanted = _orders(papers, wish, earlier)
    written = tuple(task for task in wanted if (project.root / task.notebook).is_file())
    kept = (project.history, project.kept_reproductions) if wish.commit_tables else ()
    make(project.local_history, project.reproductions, *kept)
    with start(
        project.local_history,
        purpose=_purpose(wish),
        agent=running.AGENT,
        now=dt.datetime.now(dt.UTC),
        papers=wish.papers,
        secrets=settings.secrets,
    ) as writer:
        folder = project.reproductions / writer.run
        make(folder)
        place = Folders(
            root=project.root,
            inputs=project.inputs,
            folder=folder.resolve(),
            trust=wish.trust,
        )
        runs = _run_all(written, place, wish, writer, progress)
        now = dt.datetime.now(dt.UTC)
        writer.append(RunEnded(run=writer.run, ended_at=now, looked=0, unreached=0))
    if wish.commit_tables:
        _commit(project, registry, writer.path, place.folder, runs)
    by_notebook = {(run.paper, run.notebook): run for run in runs}
    known = {paper.id: paper for paper in papers}
    return ReproduceResult(
        run=writer.run,
        folder=place.folder,
        trials=tuple(_trial(task, by_notebook) for task in written),
        unwritten=tuple(task for task in wanted if task not in written),
        unchecked=tuple(
            paper.id for paper in papers if not any(one.checks for one in paper.claims)
        ),
        verifications=tuple(
            verifying.verify(before, by_notebook[key], _digests(known[before.paper], before))
            for before in earlier
            if (key := (before.paper, _now_in(known[before.paper], before))) in by_notebook
        ),
    )


def _earlier(project: Project, key: str | None) -> tuple[Run, ...]:
    """Return the runs to verify; of several of one notebook the last."""
    if key is None:
        return ()
    runs = verifying.named(History(project.history_folders()), key)
    return tuple({(run.paper, run.notebook): run for run in runs}.values())


def _orders(
    papers: Sequence[Paper], wish: ReproduceRequest, earlier: Sequence[Run]
) -> tuple[NotebookOrder, ...]:
    if wish.verify is None:
        parameters = {"seed": wish.seed, "scale": 1.0, "quick": wish.quick}
        return running.orders(papers, parameters)
    known = {paper.id: paper for paper in papers}
    wanted = (
        NotebookOrder(
            paper=known[run.paper],
            notebook=_now_in(known[run.paper], run),
            parameters=run.parameters,
        )
        for run in earlier
    )
    kept = tuple(order for order in wanted if order.checks)
    if not kept:
        raise UsageError(
            f"no check names the notebook of {wish.verify} any more",
            advice="Run it anew: `tracker reproduce`.",
        )
    return kept


def _now_in(paper: Paper, run: Run) -> str:
    """Return the notebook that tries today what a run has tried: it may have been moved."""
    named = [
        check.notebook for claim in paper.claims for check in claim.checks if check.id in run.checks
    ]
    return run.notebook if run.notebook in named or not named else named[0]


def _digests(paper: Paper, run: Run) -> dict[str, str]:
    """Return the digests of the checks that a run has tried, were they in its notebook today."""
    every = (check for claim in paper.claims for check in claim.checks)
    return {check.id: check.digest_in(run.notebook) for check in every if check.id in run.checks}


def _purpose(wish: ReproduceRequest) -> str:
    if wish.verify:
        return f"verify {wish.verify}"
    how = "quickly reproduce" if wish.quick else "reproduce"
    return f"{how} {', '.join(wish.papers) or 'all papers'}, seed {wish.seed}"


def _run_all(
    orders: Sequence[NotebookOrder],
    place: Folders,
    wish: ReproduceRequest,
    writer: RunWriter,
    progress: Progress,
) -> tuple[Run, ...]:
    """Run notebooks, a few at a time; whoever interrupts need not wait for them."""
    runs = []
    progress.stage("Reproducing", len(orders))
    try:
        with (
            Door(inputs.settings(os.environ, offline=wish.offline)) as door,
            ThreadPool(wish.jobs) as pool,
        ):
            for run in pool.imap_unordered(partial(running.run, place=place, door=door), orders):
                writer.append(run)
                runs.append(run)
                progress.step(run.paper)
    finally:
        running.tidy(place)
    return tuple(runs)


def _trial(order: NotebookOrder, runs: dict[tuple[str, str], Run]) -> Trial:
    run = runs[order.paper.id, order.notebook]
    claims = order.narrowed.claims
    judged = tuple(check for claim in claims for check in judge_checks(claim, [run]))
    return Trial(paper=order.paper, run=run, checks=judged)


def _commit(
    project: Project, registry: Registry, file: Path, folder: Path, runs: Sequence[Run]
) -> None:
    """Keep the runs, and the notebooks that show what they measured, in the repository."""
    shutil.move(file, project.history / file.name)
    for run in runs:
        if run.outcome is How.COMPLETED:
            target = project.kept_reproductions / publish.kept_as(run.notebook, run.id)
            shutil.copyfile(folder / rooms.executed_name(run.notebook), target)
    publish.renew(project, registry)
