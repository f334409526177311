"""The client: papermill's own, without its waits for what is known, and honest about failures."""

import asyncio
import contextlib
import datetime as dt
import math
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from queue import Empty
from types import MethodType
from typing import Any, Final

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellExecutionError
from nbclient.util import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from traitlets import List, Unicode

from tracker.notebooks.warm.provisioner import WarmProvisioner, say_once, why_not

SAVED_WITHIN: Final = 1.0
"""Seconds after which what happened in a notebook is in its file."""


class Manager(NotebookExecutionManager):  # type: ignore[misc]
    """Papermill's record of a notebook's execution, mended and thrifty.

    papermill says "completed" of every cell after a kernel died or a cell took too long; here the
    cell is "failed", and those after it stay "pending". papermill writes the file
    twice for each cell, text included; here it is written when something has been unsaved for
    `SAVED_WITHIN` seconds.
    """

    broken = False
    """Whether the execution was given up for something that is no error of a cell's code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dirty_since: float | None = None

    def save(self, **kwargs: Any) -> None:
        """Write the notebook soon."""
        now = time.monotonic()
        self.dirty_since = self.dirty_since or now
        if now - self.dirty_since >= SAVED_WITHIN:
            self.save_now(**kwargs)

    def save_now(self, **kwargs: Any) -> None:
        """Write the notebook."""
        super().save(**kwargs)
        self.dirty_since = None

    def notebook_start(self, **kwargs: Any) -> None:
        """Begin the record and write the notebook."""
        super().notebook_start(**kwargs)
        self.save_now()

    def cell_complete(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Finish the record of a cell.

        papermill reads the time at which it began with a parser for all that people write.
        """
        told = cell.metadata.papermill
        began = told.pop("start_time", None)
        super().cell_complete(cell, cell_index, **kwargs)
        if began is not None:
            took = dt.datetime.fromisoformat(told["end_time"]) - dt.datetime.fromisoformat(began)
            told.update(start_time=began, duration=took.total_seconds())

    async def keep_saved(self) -> None:
        """Write the notebook when it is time; runs beside a cell."""
        while True:
            await asyncio.sleep(SAVED_WITHIN)
            if self.dirty_since is not None:
                self.save_now()

    def notebook_complete(self, **kwargs: Any) -> None:
        """Finish the record; papermill writes the notebook next, unless something is raised."""
        status = [cell.metadata.papermill["status"] for cell in self.nb.cells]
        super().notebook_complete(**kwargs)
        if self.broken:
            for cell, was in zip(self.nb.cells, status, strict=True):
                cell.metadata.papermill["status"] = was
            self.save_now()


class WarmKernelClient(AsyncKernelClient):
    """A client of an ipykernel, which says itself when it is ready."""

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """Open the channels but the heartbeat: the zygote tells when a kernel has ended."""
        super().start_channels(*args, **{**kwargs, "hb": False})

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Wait until the kernel's outputs come here and it answers.

        Since ipykernel 7 a kernel greets who subscribes to its outputs, so that nothing has to be
        waited for to be sure that none is missed.
        """
        deadline = math.inf if timeout is None else time.monotonic() + timeout
        await self._wait_for(self.iopub_channel, deadline, _greets)
        self.kernel_info()
        await self._wait_for(self.shell_channel, deadline, _informs)
        await self.wait_for_rest(deadline)

    async def wait_for_rest(self, deadline: float) -> None:
        """Wait until the kernel is done with what it was asked about itself.

        Interrupted earlier, as every kernel is before it is shut down, it would complain.
        """
        await self._wait_for(self.iopub_channel, deadline, _rests)

    async def _wait_for(
        self, channel: Any, deadline: float, fits: Callable[[Mapping[str, Any]], bool]
    ) -> None:
        while True:
            with contextlib.suppress(Empty):
                if fits(await channel.get_msg(timeout=1)):
                    return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError("Kernel didn't respond in time")


def _greets(message: Mapping[str, Any]) -> bool:
    return bool(message["msg_type"] == "iopub_welcome")


def _informs(message: Mapping[str, Any]) -> bool:
    return bool(message["msg_type"] == "kernel_info_reply")


def _rests(message: Mapping[str, Any]) -> bool:
    return bool(
        message["msg_type"] == "status"
        and message["content"]["execution_state"] == "idle"
        and message["parent_header"].get("msg_type") == "kernel_info_request"
    )


def _at_once(manager: type, name: str) -> Callable[..., Any]:
    """Return a manager's method without the pause that jupyter_client makes, for its tests."""
    method: Callable[..., Any] = getattr(manager, name)
    return getattr(method, "__wrapped__", method)


class WarmClient(PapermillNotebookClient):  # type: ignore[misc]
    """Runs the cells of a notebook in a warm kernel, or in one started as usual."""

    preload = List(Unicode(), help="Modules that the zygote imports.").tag(config=True)

    def create_kernel_manager(self) -> KernelManager:
        """Create a manager whose kernel is forked, where it can be."""
        manager: KernelManager = super().create_kernel_manager()
        if reason := why_not(manager.kernel_spec):
            say_once(reason)
            return manager
        manager.kernel_id = str(uuid.uuid4())
        manager.client_factory = WarmKernelClient
        for name in ("start_kernel", "shutdown_kernel"):
            setattr(manager, name, MethodType(_at_once(type(manager), name), manager))
        manager.provisioner = WarmProvisioner(
            kernel_id=manager.kernel_id,
            kernel_spec=manager.kernel_spec,
            parent=manager,
            preload=self.preload,
        )
        return manager

    @contextmanager
    def setup_kernel(self, **kwargs: Any) -> Iterator[None]:
        """Have a kernel for as long as the context lasts."""
        with super().setup_kernel(**kwargs):
            yield
            if isinstance(self.kc, WarmKernelClient):
                with contextlib.suppress(RuntimeError):
                    self._rest(time.monotonic() + SAVED_WITHIN)

    async def _wait_for_rest(self, deadline: float) -> None:
        await self.kc.wait_for_rest(deadline)

    _rest = run_sync(_wait_for_rest)

    async def _execute_cells(self) -> None:
        """Run the cells in order; the first that fails, for whatever reason, is marked so."""
        saving = asyncio.ensure_future(self.nb_man.keep_saved())
        try:
            for index, cell in enumerate(self.nb.cells):
                await self._execute_one(cell, index)
        except CellExecutionError:  # it is in the notebook, and papermill raises its own
            pass
        finally:
            saving.cancel()

    async def _execute_one(self, cell: Any, index: int) -> None:
        try:
            self.nb_man.cell_start(cell, index)
            await self.async_execute_cell(cell, index)
        except BaseException as error:
            self.nb_man.cell_exception(self.nb.cells[index], index, exception=error)
            raise
        finally:
            self.nb_man.cell_complete(self.nb.cells[index], cell_index=index)

    papermill_execute_cells = run_sync(_execute_cells)
