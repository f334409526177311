"""What of a kernel is made before the fork: its settings and the shell that runs the cells.

To make them takes a third of a kernel's start. Nothing of them knows yet which kernel it will
belong to: folder, streams and sockets come after the fork.
"""

import atexit
import datetime as dt
import os
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from traitlets.config.loader import Config, DeferredConfigString

from tracker.engine.ipykernel_internals import renew_streams

USUAL: Final = ("--HistoryManager.hist_file=:memory:",)
"""What nbclient starts each kernel with; for other arguments nothing is prepared."""

_DONE: Final = (
    "parse_command_line",
    "init_profile_dir",
    "init_config_files",
    "load_config_file",
    "init_pdb",
)
"""Steps of the application that are not taken again."""


class Prepared(NamedTuple):
    """The application of a kernel that there is none of yet, and its shell."""

    app: Any
    shell: Any


def prepare() -> Prepared | None:
    """Make what every kernel with the usual arguments has alike.

    None where the user has settings of their own for kernels: those are Python, to be run in each.
    """
    app: Any = IPKernelApp.instance()
    app.update_config(
        Config(
            IPKernelApp={"connection_file": ""},
            HistoryManager={"hist_file": DeferredConfigString(":memory:")},
        )
    )
    app.init_profile_dir()
    app.init_config_files()
    if has_settings(app):
        IPKernelApp.clear_instance()
        return None
    shell: Any = ZMQInteractiveShell.instance(  # where the kernel will look for it
        parent=app,
        profile_dir=app.profile_dir,
        compiler_class=IPythonKernel.compiler_class.default_value,
    )
    atexit.unregister(shell.atexit_operations)
    app.init_pdb()
    shell.display_formatter.format(0)  # makes all formatters
    shell.transform_cell("0")  # compiles all patterns
    return Prepared(app, shell)


def has_settings(app: Any) -> bool:
    """Tell whether there is a file with settings of the user for kernels."""
    names = ("ipython_config", *(Path(name).stem for name in app.config_files))
    return any(
        os.path.exists(os.path.join(folder, name + ending))  # noqa: PTH110, PTH118  in each kernel
        for folder in app.config_file_paths
        for name in names
        for ending in (".py", ".json")
    )


def forget() -> None:
    """Drop what was prepared: the kernel has arguments of its own, or the user settings by now."""
    IPKernelApp.clear_instance()
    ZMQInteractiveShell.clear_instance()


def adopt(prepared: Prepared, file: Path) -> None:
    """Let the application of this process go on from here, with its shell."""
    app, shell = prepared
    for config in (app.config, shell.config):
        config.IPKernelApp.connection_file = str(file)
    for name in _DONE:
        setattr(app, name, lambda *_: None)
    init_kernel = app.init_kernel

    def init_kernel_and_shell() -> None:
        init_kernel()
        _move_in(shell, app.kernel)

    app.init_kernel = init_kernel_and_shell


def _move_in(shell: Any, kernel: Any) -> None:
    """Make up for what a shell takes, when it is made, from the process around it."""
    shell.parent = shell.kernel = kernel
    kernel.config.merge(shell.config)
    shell.starting_dir = os.getcwd()  # noqa: PTH109  a string, as IPython has it
    renew_streams(shell)
    shell.sys_excepthook = sys.excepthook
    history = shell.history_manager
    history.dir_hist[:] = [Path.cwd()]
    with history.db:  # in memory, with one session
        history.db.execute("UPDATE sessions SET start = ?", (dt.datetime.now(),))  # noqa: DTZ005
    atexit.register(shell.atexit_operations)
