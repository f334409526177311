"""What a warm kernel leaves out of ipykernel: what a notebook that runs by itself never sees.

Nothing here changes what a cell comes to, but that no output is lost; ``docs/decisions/0006`` says
what is left out, and why.
"""

import os
import sys
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import zmq
from ipykernel import ipkernel, kernelapp
from ipykernel.iostream import OutStream
from ipykernel.kernelbase import Kernel

_NOTHING_IMPORTED: Final = SimpleNamespace(modules={})
"""A kernel lists the files of all modules for its debugger, and so touches the memory of each."""


class _NoThread:
    """In place of the thread of subshells; false, as ipykernel asks whether there is one."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


def before_the_fork() -> None:
    """Prepare ipykernel itself, in the process that all kernels come from."""
    _without_subshells()
    _without_debugger()
    _flush_what_was_written()
    _look_at_signatures_once()
    _drop_no_output()


def after_the_fork(app: Any) -> None:
    """Prepare a kernel that is about to serve."""
    _look_for_children_cheaply(app.kernel)
    app.kernel._execute_sleep = 0  # noqa: SLF001  ours waits for a cell's last message
    app.log.setLevel(app.log_level)  # what is less urgent is shown nowhere, but put together


def renew_streams(shell: Any) -> None:
    """Let what a shell noted of the streams, when it was made, be what they are now."""
    shell._orig_sys_module_state.update(  # noqa: SLF001
        stdin=sys.stdin, stdout=sys.stdout, stderr=sys.stderr, excepthook=sys.excepthook
    )


def _without_subshells() -> None:
    """Put one thread less between a message and its cell.

    A subshell is for a person who asks for more while a cell runs.
    """
    kernelapp.ShellChannelThread = _NoThread  # type: ignore[assignment,attr-defined]
    Kernel._supports_kernel_subshells = False  # type: ignore[assignment]  # noqa: SLF001


def _without_debugger() -> None:
    """Let a kernel say that it cannot be debugged, as where debugpy is not installed.

    A notebook that imports debugpy itself has it.
    """
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    import_module("ipykernel.debugger")
    del sys.modules["debugpy"]
    os.environ["PYDEVD_USE_FRAME_EVAL"] = "NO"  # which debugpy sets
    usual: Callable[[Any], None] = kernelapp.IPKernelApp.init_kernel

    def init_kernel(app: Any) -> None:
        modules, ipkernel.sys = ipkernel.sys, _NOTHING_IMPORTED  # type: ignore[assignment,attr-defined]
        usual(app)
        ipkernel.sys = modules  # type: ignore[attr-defined]

    kernelapp.IPKernelApp.init_kernel = init_kernel  # type: ignore[method-assign]


def _flush_what_was_written() -> None:
    """Let ipykernel wait for what is printed only where something was.

    It flushes both streams some six times a cell, so that what was printed comes before what
    follows, and each time waits for the thread that sends. Messages keep their order anyway. A
    notebook that flushes waits for all that it has shown, as ever.
    """
    usual: Callable[[Any], None] = OutStream.flush

    def flush(stream: Any) -> None:
        asks = sys._getframe(1).f_globals.get("__name__", "")  # noqa: SLF001  nothing else tells
        if stream._buffers or asks.partition(".")[0] != "ipykernel":  # noqa: SLF001
            usual(stream)

    OutStream.flush = flush  # type: ignore[method-assign]


def _look_at_signatures_once() -> None:
    """Before each cell ipykernel asks which arguments the shell's method takes."""
    usual = ipkernel._accepts_parameters  # type: ignore[attr-defined]  # noqa: SLF001
    known: dict[object, Any] = {}

    def accepts(method: Any, names: Sequence[str]) -> Any:
        key = (getattr(method, "__func__", method), *names)
        if key not in known:
            known[key] = usual(method, names)  # type: ignore[no-untyped-call]
        return known[key]

    ipkernel._accepts_parameters = accepts  # type: ignore[attr-defined]  # noqa: SLF001


def _drop_no_output() -> None:
    """Let outputs queue, where a cell makes them faster than they are sent.

    A socket drops what comes while 1,000 messages lie; a cell whose last one is dropped never ends.
    """
    usual: Callable[[Any, Any], None] = kernelapp.IPKernelApp.init_iopub

    def init_iopub(app: Any, context: Any) -> None:
        context.setsockopt(zmq.SNDHWM, 0)  # of the sockets that it makes from here on
        usual(app, context)

    kernelapp.IPKernelApp.init_iopub = init_iopub  # type: ignore[method-assign]


def _look_for_children_cheaply(kernel: Any) -> None:
    """Before it ends, a kernel looks through all processes of the machine for its children.

    The system knows whether there are any; where there are none, nothing has to be looked through.
    """
    look = kernel._process_children  # noqa: SLF001  no public name; see the docstring

    def children() -> list[Any]:
        tasks = Path("/proc/self/task").glob("*/children")
        texts = [task.read_bytes() for task in tasks]
        return [] if texts and not any(texts) else look()

    kernel._process_children = children  # noqa: SLF001
