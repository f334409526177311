"""Who executes the check notebooks of a run: threads of this process, or the workers of a cluster.

However it is done, a notebook gets its case and nothing else, and what was executed comes back
here, where one process writes it down.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from tracker.engine.ending import ENDING
from tracker.model.base import Value
from tracker.notebooks.handover import lay_out, place
from tracker.notebooks.running import NotebookRun, execute
from tracker.verdicts.cases import Case

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Errand(Value, frozen=True, kw_only=True):
    """What is the same for every check notebook of a run."""

    run: str
    source: Path
    """The notebook as stored."""
    folder: Path
    """Where the executed ones go."""
    cases: Path
    """Where the cases are laid out."""
    root: Path
    """The project's folder."""
    as_of: str
    """ISO time that the evidence is judged at, or ""."""
    offline: bool

    def target(self, case: Case) -> Path:
        """Return where the executed notebook of a paper goes."""
        return self.folder / f"{case.paper.slug}.ipynb"


class Executors:
    """Threads of this process, each with one notebook at a time.

    Parameters
    ----------
    jobs
        Notebooks at a time.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="notebook")

    @property
    def room(self) -> int:
        """How many notebooks may be on their way, so that nobody waits for work."""
        return 2 * self._jobs

    def begin(self, errand: Errand, case: Case) -> "Future[Any]":
        """Have the notebook of one paper executed."""
        lay_out([case], errand.cases)
        return self._pool.submit(
            execute,
            errand.source,
            errand.target(case),
            paper=case.paper.id,
            as_of=errand.as_of,
            offline=errand.offline,
            root=errand.root,
        )

    def end(self, errand: Errand, case: Case, done: "Future[Any]") -> NotebookRun:
        """Return what came of it."""
        place(errand.cases, case.paper.id).unlink(missing_ok=True)
        executed: NotebookRun = done.result()
        return executed

    def aside(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Have something done in a thread of this process."""
        return self._pool.submit(work, *args, **kwargs)

    def close(self) -> None:
        """Wait for what is on its way, and for nothing that has not begun.

        Where the command is ended, nobody waits: the kernels are killed below what is on its way.
        """
        self._pool.shutdown(wait=not ENDING.begun, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def execute_all(hands: Executors, errand: Errand, cases: Iterable[Case]) -> Iterator[NotebookRun]:
    """Have the notebooks of all cases executed, and yield them as they come back."""
    waiting: dict[Future[Any], Case] = {}
    rest = iter(cases)
    while True:
        for case in islice(rest, max(0, hands.room - len(waiting))):
            waiting[hands.begin(errand, case)] = case
        if not waiting:
            return
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield hands.end(errand, waiting.pop(future), future)
