"""Exact runs elsewhere: the script for them, and what becomes of what they bring back."""

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker.errors import ResultRefused, UsageError
from tracker.history import History, start
from tracker.jobs import publish
from tracker.jobs.reproduce import ReproduceResult, Trial
from tracker.jobs.run import chosen
from tracker.model.base import Value
from tracker.model.paper import Paper, Registry
from tracker.model.reproduction import Run
from tracker.model.run import RunEnded
from tracker.project import Project, make
from tracker.reproduce import importing, recipes, running, verifying
from tracker.reproduce.importing.files import from_folder, from_kept, keep
from tracker.verdicts.check import judge_checks
from tracker.verdicts.identity import pins


class ImportRequest(Value, frozen=True, kw_only=True):
    """What is handed in."""

    paper: str
    results: tuple[Path, ...]
    """Folders that recipes left, or the sheets in them."""
    commit_tables: bool = False
    secrets: tuple[str, ...] = ()


def recipe(project: Project, registry: Registry, paper: str, claim: str | None) -> str:
    """Return the script of an exact run of a claim, by default of the headline.

    Raises
    ------
    UsageError
        If there is no such claim, or nobody can run it; the message says why.
    """
    (known,) = chosen(registry, (paper,))
    meant, check, _ = recipes.chosen(known, claim)
    return recipes.script(known, meant, check, _pins(project))


def bring_back(project: Project, registry: Registry, wish: ImportRequest) -> ReproduceResult:
    """Take over results that were made elsewhere, keep their files, and judge them.

    All of them are read before any is kept.

    Raises
    ------
    ResultRefused
        If one is not what it is said to be, or was imported before.
    """
    (paper,) = chosen(registry, (wish.paper,))
    now = dt.datetime.now(dt.UTC)
    known = _imported(project, paper, committed=wish.commit_tables)
    pinned = _pins(project)
    taken = []
    for path in wish.results:
        handed_in = from_folder(path)
        run = importing.as_run(handed_in, paper, pinned, now, running.AGENT)
        if (earlier := known.get(_results(run))) is not None:
            raise ResultRefused(
                f"{path.name} was imported before, as {earlier}",
                advice=f"Judge it again: `tracker reproduce --verify {earlier}`.",
            )
        known[_results(run)] = run.id
        taken.append((handed_in, run))
    store = project.kept_imports if wish.commit_tables else project.imports
    make(project.local_history, store, *((project.history,) if wish.commit_tables else ()))
    with start(
        project.local_history,
        purpose=f"import results of {paper.id}",
        agent=running.AGENT,
        now=now,
        papers=(paper.id,),
        secrets=wish.secrets,
    ) as writer:
        for handed_in, run in taken:
            keep(store, handed_in)
            writer.append(run)
        writer.append(RunEnded(run=writer.run, ended_at=now, looked=0, unreached=0))
    if wish.commit_tables:
        shutil.move(writer.path, project.history / writer.path.name)
        publish.renew(project, registry)
    return ReproduceResult(
        run=writer.run,
        folder=store,
        trials=tuple(_trial(paper, run) for _, run in taken),
        unwritten=(),
        unchecked=(),
    )


def judged_again(project: Project, registry: Registry, key: str) -> ReproduceResult | None:
    """Read what was kept of imported runs, and judge it anew; None where they were run here.

    Raises
    ------
    ResultRefused
        If what was kept is not there, or was changed.
    """
    earlier = verifying.named(History(project.history_folders()), key)
    if not any(run.imported for run in earlier):
        return None
    pinned = _pins(project)
    pairs = [
        (run, _again(project, registry, run, pinned)) for run in earlier if run.imported is not None
    ]
    return ReproduceResult(
        run="",
        folder=project.imports,
        trials=tuple(_trial(paper, run) for _, (paper, run) in pairs),
        unwritten=(),
        unchecked=(),
        verifications=tuple(verifying.verify(before, after) for before, (_, after) in pairs),
    )


def _again(
    project: Project, registry: Registry, run: Run, pinned: Mapping[str, str]
) -> tuple[Paper, Run]:
    if run.imported is None:
        raise UsageError(f"{run.id} was not imported", advice="Name a run that was.")
    (paper,) = chosen(registry, (run.paper,))
    handed_in = from_kept((project.kept_imports, project.imports), run.imported.files)
    when = run.imported.imported_at
    return paper, importing.as_run(handed_in, paper, pinned, when, running.AGENT)


def _trial(paper: Paper, run: Run) -> Trial:
    checks = tuple(
        judged
        for claim in paper.claims
        for judged in judge_checks(claim, [run])
        if judged.check.id in run.checks
    )
    return Trial(paper=paper, run=run, checks=checks)


def _imported(project: Project, paper: Paper, *, committed: bool) -> dict[frozenset[str], str]:
    """Return the imported results that are known of a paper: digests of the files → run."""
    folders: Sequence[Path] = (project.history,) if committed else project.history_folders()
    runs = History(folders).reproductions().get(paper.id, ())
    return {_results(run): run.id for run in runs if run.imported is not None}


def _results(run: Run) -> frozenset[str]:
    """Return the digests of what the harness left, which a rewritten sheet does not change."""
    files = run.imported.files[1:] if run.imported else ()
    return frozenset(file.sha256 for file in files)


def _pins(project: Project) -> Mapping[str, str]:
    return pins(History(project.history_folders()).book())
