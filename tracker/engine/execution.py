"""The engine: what papermill calls to execute a notebook."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

from jupyter_core.utils import ensure_event_loop
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args

from tracker.engine.client import WarmClient
from tracker.engine.record import ExecutionRecord


def execute(
    nb: Any,
    kernel_name: str,
    *,
    output_path: str | None = None,
    progress_bar: bool | dict[str, Any] = True,
    log_output: bool = False,
    autosave_cell_every: int = 30,
    stdout_file: Any = None,
    stderr_file: Any = None,
    start_timeout: int = 60,
    execution_timeout: int | None = None,
    preload: tuple[str, ...] = (),
    env: Mapping[str, str] | None = None,
    **options: Any,
) -> Any:
    """Run every cell of a notebook and return it, as `papermill.engines.NBClientEngine` does.

    Parameters
    ----------
    preload
        Modules that the zygote imports, so that kernels have them at once. They must neither start
        threads nor depend on the folder, or on what a notebook sets before it imports them; a
        library that computes with threads, such as numpy, keeps to one.
    env
        The environment of the kernel; None: that of this process, as papermill has it.
    **options
        Traits of `nbclient.NotebookClient`.
    """
    record = ExecutionRecord(
        nb,
        output_path=output_path,
        progress_bar=progress_bar,
        log_output=log_output,
        autosave_cell_every=autosave_cell_every,
    )
    record.notebook_start()
    try:
        WarmClient(
            record,
            **merge_kwargs(
                remove_args(["input_path", "timeout", "startup_timeout"], **options),
                timeout=execution_timeout or options.get("timeout"),
                startup_timeout=start_timeout,
                kernel_name=kernel_name,
                log=logger,
                log_output=log_output,
                stdout_file=stdout_file,
                stderr_file=stderr_file,
                preload=list(preload),
            ),
        ).execute(**({} if env is None else {"env": dict(env)}))
    except BaseException:
        record.broken = True
        raise
    finally:
        record.cleanup_pbar()
        record.notebook_complete()
        _close_loop()
    return record.nb


def _close_loop() -> None:
    """Close the event loop that Jupyter has made for this thread, which nobody else would."""
    if threading.current_thread() is threading.main_thread():
        return
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        ensure_event_loop().close()
