"""The workers of a `dask.distributed` cluster execute notebooks; no disk is shared with them.

A worker gets the notebook once, and for each paper its case. It gives the executed notebook back,
and the process that began the run writes it down. When a worker dies, the scheduler gives what it
had in hand to another one, three times at most.
"""

import json
import shutil
import tempfile
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from distributed import Client, Worker, WorkerPlugin, get_worker
from distributed.comm.addressing import get_address_host_port

import tracker
from tracker.errors import ConfigurationError
from tracker.model.base import Value
from tracker.notebooks.executors import Errand, Executors
from tracker.notebooks.handover import pack, place
from tracker.notebooks.running import NotebookRun, execute, harvested, kernels_of
from tracker.verdicts.cases import Case

KIT: Final = "tracker notebooks"
ANSWER_SECONDS: Final = 5
"""How long the scheduler may take to answer."""

WORKER_SECONDS: Final = 30
"""How long the first worker may take to come."""


class Returned(Value, frozen=True, kw_only=True):
    """What a worker gives back."""

    notebook: bytes | None
    """The executed notebook; None where there is none."""
    failure: str | None


class WorkerKit(WorkerPlugin):
    """What a worker holds for the time of a run: a folder with the notebook, and warm kernels."""

    name = KIT

    def __init__(self, run: str, notebook: bytes) -> None:
        self._run = run
        self._notebook = notebook
        self._stack = ExitStack()
        self.folder = Path()

    def __getstate__(self) -> dict[str, object]:
        return {"_run": self._run, "_notebook": self._notebook, "folder": Path()}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state, _stack=ExitStack())

    def setup(self, worker: Worker) -> None:
        """Prepare the worker; one that joins later is prepared, too."""
        self.folder = Path(tempfile.mkdtemp(prefix="tracker-", dir=worker.local_directory))
        self._stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.source.write_bytes(self._notebook)
        self._stack.enter_context(kernels_of(self._run, self.folder))

    def teardown(self, worker: Worker) -> None:
        """End the kernels and remove the folder."""
        del worker
        self._stack.close()

    @property
    def source(self) -> Path:
        """The notebook as stored."""
        return self.folder / "source.ipynb"


def work(
    paper: str, case: bytes, *, as_of: str, offline: bool, source: str, target: str
) -> Returned:
    """Execute the notebook of one paper; this is what a worker does.

    Parameters
    ----------
    source, target
        Where the notebook is, and will be, for who asks; it names these places.
    """
    kit = get_worker().plugins[KIT]
    assert isinstance(kit, WorkerKit)  # noqa: S101  we have put it there
    laid = place(kit.folder, paper)
    with tempfile.TemporaryDirectory(dir=kit.folder) as name:
        here = Path(name) / "executed.ipynb"
        laid.write_bytes(case)
        try:
            done = execute(
                kit.source, here, paper=paper, as_of=as_of, offline=offline, root=kit.folder
            )  # one folder for all, so that the next kernel is in stock
        finally:
            laid.unlink()
        content = here.read_bytes() if here.exists() else None
    if content is not None:
        content = _placed(content, "input_path", str(kit.source), source)
        content = _placed(content, "output_path", str(here), target)
    return Returned(notebook=content, failure=done.failure)


def _placed(notebook: bytes, name: str, was: str, now: str) -> bytes:
    """Return a notebook with another path in its metadata, which stands behind the cells.

    Examples
    --------
    >>> _placed(b'{"output_path": "/tmp/a"}', "output_path", "/tmp/a", "/runs/b")
    b'{"output_path": "/runs/b"}'
    """
    here, there = (
        f'"{name}": {json.dumps(path, ensure_ascii=False)}'.encode() for path in (was, now)
    )
    before, separator, after = notebook.rpartition(here)
    return before + there + after if separator else notebook


def version() -> str:
    """Return the tracker's version; asked of every worker."""
    return tracker.__version__


class Cluster(Executors):
    """The workers behind a scheduler.

    Parameters
    ----------
    address
        Such as ``tcp://scheduler:8786``.

    Raises
    ------
    ConfigurationError
        If no scheduler answers there, it has no worker, or one has another version of this.
    """

    def __init__(self, address: str) -> None:
        super().__init__(1)
        self._kit: str | None = None
        try:  # first: a client that could not begin with an address prints how it fails to end
            get_address_host_port(address)
        except ValueError as error:
            raise ConfigurationError(
                f"{address!r} is no address of a scheduler: {error}",
                advice="Write it like tcp://scheduler:8786, as `dask scheduler` prints it.",
            ) from error
        try:
            self._client = Client(address, timeout=ANSWER_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError, ImportError) as error:
            raise ConfigurationError(
                f"no scheduler answers at {address}: {error}",
                advice="Start one with `dask scheduler`, and give the address that it prints.",
            ) from error
        try:
            self._examine(address)
        except BaseException:
            self.close()
            raise
        self._executor = self._client.get_executor(pure=False)  # type: ignore[no-untyped-call]

    def _examine(self, address: str) -> None:
        try:
            self.wait_for(1)
        except TimeoutError as error:
            raise ConfigurationError(
                f"the scheduler at {address} has no worker",
                advice=f"Start some where the tracker is installed: `dask worker {address}`.",
            ) from error
        for worker, answer in self._client.run(version, on_error="return").items():
            if answer != version():
                raise ConfigurationError(
                    f"the worker {worker} has not tracker {version()}: {answer}",
                    advice="Install the same version in the environment of the workers.",
                )

    def wait_for(self, workers: int) -> None:
        """Wait until there are so many workers.

        Raises
        ------
        TimeoutError
            If they do not come.
        """
        self._client.wait_for_workers(workers, timeout=WORKER_SECONDS)

    @property
    def room(self) -> int:
        """How many notebooks may be on their way, so that no worker waits for work."""
        return max(2, 2 * sum(self._client.nthreads().values()))  # type: ignore[no-untyped-call]

    def begin(self, errand: Errand, case: Case) -> "Future[Any]":
        """Have the notebook of one paper executed by a worker."""
        if self._kit is None:
            self._client.register_plugin(WorkerKit(errand.run, errand.source.read_bytes()))
            self._kit = KIT
        future: Future[Any] = self._executor.submit(
            work,
            case.paper.id,
            pack(case),
            as_of=errand.as_of,
            offline=errand.offline,
            source=str(errand.source),
            target=str(errand.target(case)),
        )
        return future

    def end(self, errand: Errand, case: Case, done: "Future[Any]") -> NotebookRun:
        """Write the executed notebook down, as if it had been executed here."""
        target = errand.target(case)
        try:
            returned: Returned = done.result()
        except Exception as error:  # noqa: BLE001  whatever a cluster comes up with
            why = f"the cluster gave it up: {type(error).__name__}: {error}"
            return NotebookRun(paper=case.paper.id, path=str(target), failure=why[:300])
        if returned.notebook is not None:
            target.write_bytes(returned.notebook)
        return harvested(case.paper.id, target, returned.failure)

    def close(self) -> None:
        """Leave the cluster as it was found."""
        super().close()
        if self._kit is not None:
            self._client.unregister_worker_plugin(self._kit)  # type: ignore[no-untyped-call]
        self._client.close()  # type: ignore[no-untyped-call]
