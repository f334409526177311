"""Papermill's client, without its waits for what is known, and honest about failures."""

import asyncio
import contextlib
import math
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from types import MethodType
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_core.paths import jupyter_path
from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionComplete, CellExecutionError, CellTimeoutError
from nbclient.util import ensure_async, run_sync
from nbformat import NotebookNode
from traitlets import List, Unicode

from tracker.engine.jupyter_internals import HearingClient
from tracker.engine.messaging import Context, WarmKernelClient
from tracker.engine.outputs import quick_output
from tracker.engine.provisioner import WarmProvisioner, say_once, why_not
from tracker.engine.record import SAVED_WITHIN


def _at_once(manager: type, name: str) -> Callable[..., Any]:
    """Return a manager's method without the pause that jupyter_client makes, for its tests."""
    method: Callable[..., Any] = getattr(manager, name)
    return getattr(method, "__wrapped__", method)


def _look_where_kernels_are(manager: KernelManager) -> None:
    """Spare a manager the folder that only IPython knows, which it would import to ask.

    That folder comes last, so that a kernel which is found without it is the one.
    """
    folders = jupyter_path("kernels")
    if any(Path(folder, manager.kernel_name, "kernel.json").is_file() for folder in folders):
        manager.kernel_spec_manager = KernelSpecManager(
            data_dir=manager.data_dir, kernel_dirs=folders
        )


class _StoppedError(BaseException):
    """Somebody interrupts this process while a cell is heard out; the cause is what was raised.

    An event loop that KeyboardInterrupt itself leaves is left again by whatever it is used for
    next, which is to end the kernel.
    """


class WarmClient(HearingClient):
    """Runs the cells of a notebook in a warm kernel, or in one started as usual."""

    clear_before_next_output: bool

    preload = List(Unicode(), help="Modules that the zygote imports.").tag(config=True)

    def create_kernel_manager(self) -> KernelManager:
        """Create a manager whose kernel is forked, where it can be."""
        manager: KernelManager = super().create_kernel_manager()
        _look_where_kernels_are(manager)
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

    def execute(self, **kwargs: Any) -> NotebookNode:
        """Run the cells of the notebook and return it."""
        self.reset_execution_trackers()
        with self.setup_kernel(**kwargs):
            self.log.info("Executing notebook with kernel: %s", self.kernel_name)
            try:
                self.papermill_execute_cells()
            except _StoppedError as stopped:
                raise stopped.__cause__ from None  # type: ignore[misc]
            self.nb.metadata["language_info"] = self._language_info()
            self.set_widgets_metadata()
        notebook: NotebookNode = self.nb
        return notebook

    def _language_info(self) -> Any:
        """Return what the kernel says of its language; all kernels of a zygote say the same."""
        client = self.kc if isinstance(self.kc, WarmKernelClient) else None
        kernel = self.km.provisioner.kernel if client else None
        if client and kernel and kernel.nursery.language_info and client.is_alive():
            return kernel.nursery.language_info
        language = self.wait_for_reply(self.kc.kernel_info())["content"]["language_info"]
        if kernel:
            kernel.nursery.language_info = language
        if client:
            with contextlib.suppress(RuntimeError):
                client.wait_for_rest(time.monotonic() + SAVED_WITHIN)
        return language

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

        As nbclient does, which has each one made and checked by nbformat; here that is left to
        those that are not plainly well formed.
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
            self.note_display(display_id, cell_index, len(outs))
        outs.append(made)
        return made

    def hears(self) -> bool:
        """Whether the kernel is a warm one."""
        return isinstance(self.kc, WarmKernelClient)

    async def heard(self, request: str, cell: Any, index: int, seconds: int | None) -> Any:
        """Hear a cell out."""
        try:
            return await self._hear_out(_AskedCell(self, self.kc, request, cell, index), seconds)
        except (KeyboardInterrupt, SystemExit) as error:
            raise _StoppedError from error

    async def _hear_out(self, asked: "_AskedCell", seconds: int | None) -> Any:
        """Take in what a cell puts out, and return the kernel's reply to it.

        Raises
        ------
        DeadKernelError, CellTimeoutError
            If the kernel ended, or nothing came for too long: for the reply, the `seconds` that
            the cell has; after it, `iopub_timeout` for each output.
        """
        for_reply = math.inf if seconds is None else seconds
        began = time.monotonic()
        until = began + for_reply
        while not asked.done():
            if asked.hear(until):
                if asked.reply is not None:
                    until = time.monotonic() + self.iopub_timeout
            else:
                await self.check_alive()
            self.nb_man.save_when_due()
            if time.monotonic() - began > SAVED_WITHIN:
                await asyncio.sleep(0)  # somebody may wait for the loop, to end this
            if asked.done() or time.monotonic() < until:
                continue
            if asked.reply is not None:
                if self.raise_on_iopub_timeout:
                    raise CellTimeoutError.error_from_timeout_and_cell(
                        "Timeout waiting for IOPub output", self.iopub_timeout, asked.cell
                    )
                self.log.warning("Timeout waiting for IOPub output")
                break
            reply = await self._give_up(asked, seconds)
            if reply is not None:
                asked.take(reply)
            until = time.monotonic() + (for_reply if reply is None else self.iopub_timeout)
        return asked.reply

    async def _give_up(self, asked: "_AskedCell", seconds: int | None) -> Any:
        """Do what nbclient does; a cell that is given up shows where it was."""
        try:
            return await self.timed_out(seconds, asked.cell)
        except CellTimeoutError:
            await ensure_async(self.km.interrupt_kernel())
            until = time.monotonic() + self.km.shutdown_wait_time / 2
            while not asked.done() and time.monotonic() < until:
                asked.hear(until)
            raise


class _AskedCell:
    """A cell that a kernel was asked to execute, and what has come of it so far."""

    def __init__(
        self, client: WarmClient, kernel: WarmKernelClient, request: str, cell: Any, index: int
    ) -> None:
        self.client = client
        self.kernel = kernel
        self.request = request
        self.cell = cell
        self.index = index
        self.reply: Any = None
        self._complete = False
        self._patient = True

    def done(self) -> bool:
        """Tell whether the kernel has replied, and all outputs are there."""
        return self._complete and self.reply is not None

    def take(self, reply: dict[str, Any]) -> None:
        """Let this be the reply."""
        self.reply = reply
        if self.client.record_timing:
            self.cell["metadata"]["execution"]["shell.execute_reply"] = timestamp(reply)

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
                if self.reply is None:
                    self.take(message)
            elif not self._complete:
                try:
                    self.client.process_message(message, self.cell, self.index)
                except CellExecutionComplete:
                    self._complete = True
        return heard
