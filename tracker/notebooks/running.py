"""Run one notebook with papermill, and say plainly how it went."""

import os
import sys
from pathlib import Path

from traitlets.config import Config

from tracker.errors import NotebookError
from tracker.model.base import Value
from tracker.model.run import View
from tracker.notebooks.looking import RUN_VARIABLE
from tracker.notebooks.recording import harvest

_PRIVATE = Config() if sys.platform == "win32" else Config(KernelManager={"transport": "ipc"})
"""Talk to the kernel over sockets that other users of the machine cannot reach."""

SECONDS = 300
"""The longest a single cell may take."""


class Executed(Value, frozen=True, kw_only=True):
    """A notebook that was run."""

    paper: str
    path: str
    """The executed notebook."""
    views: tuple[View, ...] = ()
    failure: str | None = None
    """Why it did not come to its end; what it had shown by then is in the file."""


def execute(
    source: Path, target: Path, *, paper: str, as_of: str, offline: bool, root: Path, run: str
) -> Executed:
    """Run a check notebook for one paper and read what it recorded.

    Never raises for a notebook that breaks: `Executed.failure` says why. Runs in a process of its
    own (a worker of the job), because papermill's working directory and environment are those of
    the whole process.

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
    run
        Id of the run whose sweep has looked already.
    """
    os.chdir(root)
    os.environ[RUN_VARIABLE] = run
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # this Python's kernel, not one of the same name
    import papermill  # noqa: PLC0415  half a second that only workers need to spend

    target.parent.mkdir(parents=True, exist_ok=True)
    failure = None
    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters={"paper_id": paper, "as_of": as_of, "offline": offline},
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=SECONDS,
            config=_PRIVATE,
        )
    except Exception as error:  # noqa: BLE001  papermill raises what the kernel raised, and more
        failure = _plainly(error)
    try:
        views = harvest(target) if target.exists() else ()
    except NotebookError as error:
        views, failure = (), failure or error.message
    if not views and failure is None:
        failure = "it recorded nothing"
    return Executed(paper=paper, path=str(target), views=views, failure=failure)


def _plainly(error: BaseException) -> str:
    """Return one line that names the error, whatever shape papermill gave it."""
    name = getattr(error, "ename", None) or type(error).__name__
    text = str(getattr(error, "evalue", None) or error).strip().splitlines()
    return f"{name}: {text[0] if text else 'no message'}"[:300]
