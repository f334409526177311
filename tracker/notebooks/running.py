"""Run one notebook with papermill, and say plainly how it went."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from traitlets.config import Config

from tracker.engine import WarmEngine
from tracker.engine.zygotes import ZYGOTES
from tracker.errors import NotebookError
from tracker.model.base import Value
from tracker.model.run import View
from tracker.notebooks.environment import surroundings
from tracker.notebooks.handover import CASES_VARIABLE
from tracker.notebooks.harvesting import harvest
from tracker.notebooks.look import RUN_VARIABLE

LONGEST = 70
"""Letters of a temporary folder in which sockets lie, as in `tracker.engine.zygote`."""

SECONDS = 300
"""The longest a single cell may take."""


class NotebookRun(Value, frozen=True, kw_only=True):
    """A notebook that was run."""

    paper: str
    path: str
    """The executed notebook."""
    views: tuple[View, ...] = ()
    failure: str | None = None
    """Why it did not come to its end; what it had shown by then is in the file."""


def execute(
    source: Path, target: Path, *, paper: str, as_of: str, offline: bool, root: Path
) -> NotebookRun:
    """Run a check notebook for one paper and read what it recorded.

    Never raises for a notebook that breaks: `Executed.failure` says why. May be called from several
    threads.

    Parameters
    ----------
    source, target
        The notebook as stored, and where the executed one goes.
    as_of
        ISO time that the evidence is judged at, or "" for everything known.
    offline
        Whether the run asked no host; shown in the notebook's parameters.
    root
        The project's folder, where the kernel runs.
    """
    failure = _papermill(
        source, target, {"paper_id": paper, "as_of": as_of, "offline": offline}, root
    )
    return harvested(paper, target, failure)


def harvested(paper: str, target: Path, failure: str | None) -> NotebookRun:
    """Return an executed notebook with what it recorded; one that recorded nothing has failed."""
    try:
        views = harvest(target) if target.exists() else ()
    except NotebookError as error:
        views, failure = (), failure or error.message
    if not views and failure is None:
        failure = "it recorded nothing"
    return NotebookRun(paper=paper, path=str(target), views=views, failure=failure)


def execute_overview(
    source: Path, target: Path, *, as_of: str, offline: bool, root: Path
) -> NotebookRun:
    """Run the notebook about all papers, which records nothing; otherwise like `execute`."""
    failure = _papermill(source, target, {"as_of": as_of, "offline": offline}, root)
    return NotebookRun(paper="all papers", path=str(target), failure=failure)


def _papermill(
    source: Path, target: Path, parameters: Mapping[str, str | bool], root: Path
) -> str | None:
    """Run a notebook and return why it broke, None if it did not.

    The kernel gets its folder itself: papermill's `cwd` is the whole process's.
    """
    import papermill  # noqa: PLC0415  half a second that only a run with notebooks needs to spend
    from papermill.engines import papermill_engines  # noqa: PLC0415

    papermill_engines.register("warm", WarmEngine)  # a checkout that is not installed has it too
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _private_sockets() as config:
            papermill.execute_notebook(
                str(source),
                str(target),
                parameters=dict(parameters),
                kernel_name="python3",
                engine_name="warm",
                preload=("tracker.notebooks.preload",),
                env=surroundings(os.environ),
                progress_bar=False,
                execution_timeout=SECONDS,
                config=config,
                resources={"metadata": {"path": str(root)}},
            )
    except Exception as error:  # noqa: BLE001  papermill raises what the kernel raised, and more
        return _plainly(error)
    return None


@contextmanager
def _private_sockets() -> Iterator[Config]:
    """Let a kernel that is not forked talk over sockets that others cannot reach either."""
    if sys.platform == "win32":
        yield Config()
        return
    usual = tempfile.gettempdir()
    place = usual if len(usual) < LONGEST else "/tmp"  # noqa: S108  a socket's name is short
    with tempfile.TemporaryDirectory(prefix="kernel-", dir=place) as folder:
        yield Config(KernelManager={"transport": "ipc", "ip": f"{folder}/s"})


@contextmanager
def kernels_of(run: str, cases: Path) -> Iterator[None]:
    """Let the kernels started meanwhile know that the sweep of `run` has looked already.

    What it knows of each paper lies in `cases`. The process that they are forked from ends with the
    context.
    """
    wanted = {
        RUN_VARIABLE: run,
        CASES_VARIABLE: str(cases),
        "JUPYTER_PREFER_ENV_PATH": "1",  # this Python's kernel, not one of the same name
    }
    before = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        ZYGOTES.close()
        _set(before)


def _set(variables: Mapping[str, str | None]) -> None:
    """Set environment variables; None removes one."""
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _plainly(error: BaseException) -> str:
    """Return one line that names the error, whatever shape papermill gave it."""
    name = getattr(error, "ename", None) or type(error).__name__
    text = str(getattr(error, "evalue", None) or error).strip().splitlines()
    return f"{name}: {text[0] if text else 'no message'}"[:300]
