"""Papermill's client, without its waits for what is known, and honest about failures."""

import asyncio
import contextlib
import math
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MethodType
from typing import Any

from jupyter_client.manager import KernelManager
from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionComplete, CellExecutionError, CellTimeoutError
from nbclient.util import run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from traitlets import List, Unicode

from tracker.notebooks.warm.outputs import quick_output
from tracker.notebooks.warm.provisioner import WarmProvisioner, say_once, why_not
from tracker.notebooks.warm.record import SAVED_WITHIN
from tracker.notebooks.warm.talking import Context, WarmKernelClient


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
        manager.context = Context.instance()
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
                    self.kc.wait_for_rest(time.monotonic() + SAVED_WITHIN)

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

    def output(
        self, outs: list[NotebookNode], msg: Any, display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Keep an output of a cell.

        nbclient checks each one with the slow of two validators; what the fast one is content with
        need not be checked again.
        """
        made = quick_output(msg)
        if made is None or self.output_hook_stack[msg["parent_header"].get("msg_id")]:
            kept: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
            return kept
        if self.clear_before_next_output:
            outs.clear()
            self.clear_display_id_mapping(cell_index)
            self.clear_before_next_output = False
        if display_id:
            places = self._display_id_map.setdefault(display_id, {})
            places.setdefault(cell_index, []).append(len(outs))
        outs.append(made)
        return made

    # nbclient waits for a cell in three tasks: for its outputs, for the reply, and for the
    # kernel's death. A warm kernel is waited for in one place: there, the third does it all.

    async def _async_poll_kernel_alive(self) -> None:
        if not isinstance(self.kc, WarmKernelClient):
            await super()._async_poll_kernel_alive()

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: Any, cell_index: int) -> None:
        if not isinstance(self.kc, WarmKernelClient):
            await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)

    async def _async_poll_for_reply(
        self, msg_id: str, cell: Any, timeout: int | None, *tasks: Any
    ) -> Any:
        if isinstance(self.kc, WarmKernelClient):
            return await self._hear_out(_Asked(self, self.kc, msg_id, cell), timeout)
        return await super()._async_poll_for_reply(msg_id, cell, timeout, *tasks)

    async def _hear_out(self, asked: "_Asked", timeout: int | None) -> Any:
        """Take in what a cell puts out, and return the kernel's reply to it.

        Raises
        ------
        DeadKernelError, CellTimeoutError
            If the kernel ended, or nothing came for too long: for the reply, the cell's `timeout`;
            for outputs after it, `iopub_timeout`.
        """
        until = time.monotonic() + (timeout or math.inf)
        while not asked.done:
            replied = asked.reply is not None
            if not asked.hear(until):
                await self._async_check_alive()
            self.nb_man.save_when_due()
            if asked.reply is not None and not replied:
                until = time.monotonic() + self.iopub_timeout
            if asked.done or time.monotonic() < until:
                continue
            if asked.reply is not None:
                if self.raise_on_iopub_timeout:
                    raise CellTimeoutError.error_from_timeout_and_cell(
                        "Timeout waiting for IOPub output", self.iopub_timeout, asked.cell
                    )
                self.log.warning("Timeout waiting for IOPub output")
                break
            asked.reply = await self._handle_timeout(asked, timeout)
            until = time.monotonic() + (timeout if asked.reply is None else self.iopub_timeout)
        return asked.reply

    async def _handle_timeout(self, asked: "_Asked", timeout: int | None) -> Any:
        """Do what nbclient does; a cell that is given up shows where it was."""
        try:
            return await self._async_handle_timeout(timeout, asked.cell)
        except CellTimeoutError:
            await self.km.interrupt_kernel()
            until = time.monotonic() + SAVED_WITHIN
            while not asked.done and time.monotonic() < until:
                asked.hear(until)
            raise


class _Asked:
    """A cell that a kernel was asked to execute, and what has come of it so far."""

    def __init__(self, client: WarmClient, kernel: WarmKernelClient, request: str, cell: Any):
        self.client = client
        self.kernel = kernel
        self.request = request
        self.cell = cell
        self.index = next(n for n, each in enumerate(client.nb.cells) if each is cell)
        self.reply: Any = None
        self._complete = False
        self._patient = True

    @property
    def done(self) -> bool:
        """Whether the kernel has replied, and all outputs are there."""
        return self._complete and self.reply is not None

    def hear(self, until: float) -> bool:
        """Take in what there is, or comes before then; tell whether it was anything."""
        left = max(0.0, min(until - time.monotonic(), SAVED_WITHIN))
        heard = False
        patient, self._patient = self._patient, False
        for channel, message in self.kernel.hear(left, patient=patient):
            heard = True
            if message["parent_header"].get("msg_id") != self.request:
                continue
            if channel is self.kernel.shell_channel:
                self.reply = message
                if self.client.record_timing:
                    self.cell["metadata"]["execution"]["shell.execute_reply"] = timestamp(message)
            elif not self._complete:
                try:
                    self.client.process_message(message, self.cell, self.index)
                except CellExecutionComplete:
                    self._complete = True
        return heard
