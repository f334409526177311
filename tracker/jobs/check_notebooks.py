"""The check notebooks of a run: executed wherever there are hands, written down in one process."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tracker.errors import ConfigurationError
from tracker.model.run import Basis
from tracker.notebooks.executors import Errand, Executors, execute_all
from tracker.notebooks.exporting import export
from tracker.notebooks.handover import lay_out_table
from tracker.notebooks.running import NotebookRun, execute_overview, kernels_of
from tracker.project import CHECK_NOTEBOOK, OVERVIEW_NOTEBOOK, Project
from tracker.verdicts.cases import Case


def hands(jobs: int, cluster: str | None) -> Executors:
    """Return who executes notebooks: threads here, or the workers behind a scheduler.

    Parameters
    ----------
    jobs
        Notebooks at a time, where they are executed here.
    cluster
        The scheduler's address.

    Raises
    ------
    ConfigurationError
        If the cluster cannot be used.
    """
    if cluster is None:
        return Executors(jobs)
    try:
        from tracker.notebooks.cluster import Cluster  # noqa: PLC0415  an extra, and half a second
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"a cluster needs the package `distributed`, and there is no `{error.name}` here",
            advice="Install it here and on the workers: pip install 'distributed>=2026.8'",
        ) from error
    return Cluster(cluster)


def notebook_of(project: Project) -> bytes:
    """Return the check notebook as stored; nothing where there is none."""
    path = project.notebooks / CHECK_NOTEBOOK
    return path.read_bytes() if path.is_file() else b""


def bases(project: Project, cases: Sequence[Case]) -> Mapping[str, Basis]:
    """Return what the answers about each paper depend on, by its id."""
    notebook = notebook_of(project)
    return {case.paper.id: case.basis(notebook) for case in cases}


def check(
    project: Project,
    cases: Sequence[Case],
    workers: Executors,
    *,
    run: str,
    folder: Path,
    as_of: str,
    offline: bool,
    overview: bool,
) -> Iterator[NotebookRun]:
    """Execute the check notebook of every case, and the one about all papers where it is wanted.

    They are yielded as they come to their end, that about all papers last.
    """
    into = folder.resolve() / "notebooks"
    with tempfile.TemporaryDirectory(prefix="cases-") as laid, kernels_of(run, Path(laid)):
        errand = Errand(
            run=run,
            source=project.notebooks / CHECK_NOTEBOOK,
            folder=into,
            cases=Path(laid),
            root=project.root,
            as_of=as_of,
            offline=offline,
        )
        if overview:
            lay_out_table(cases, Path(laid))
        over = overview and workers.aside(
            execute_overview,
            project.notebooks / OVERVIEW_NOTEBOOK,
            into / OVERVIEW_NOTEBOOK,
            as_of=as_of,
            offline=offline,
            root=project.root,
        )
        paths = []
        for executed in execute_all(workers, errand, cases):
            paths.append(Path(executed.path))
            yield executed
        if over:
            paths.append(Path(over.result().path))
            yield over.result()
    export(path for path in paths if path.exists())


def has_overview(project: Project) -> bool:
    """Whether the project has a notebook about all papers."""
    return (project.notebooks / OVERVIEW_NOTEBOOK).exists()
