"""What a freshly forked process does to be a kernel like any other."""

import atexit
import contextlib
import ctypes
import gc
import io
import os
import signal
import sys
import threading
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import ipykernel
from ipykernel.kernelapp import IPKernelApp
from tornado.ioloop import IOLoop

from tracker.engine.ipykernel_internals import after_the_fork
from tracker.engine.prefork import USUAL, Prepared, adopt, forget, has_settings

THREADS_OFF: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""While the zygote imports: a library that starts threads cannot be forked."""

_PR_SET_PDEATHSIG: Final = 1

_FILE: Final = io.IOBase.__base__ or io.IOBase
"""What every file is; asked about many objects, an abstract class takes ten times as long."""


class KernelOrder(NamedTuple):
    """What distinguishes one kernel from another of the same zygote."""

    cwd: str
    arguments: tuple[str, ...]
    """After ``ipykernel_launcher -f FILE``."""


@cache
def libc_ready() -> ctypes.CDLL:
    """Return the C library, loaded before the first fork."""
    return ctypes.CDLL(None, use_errno=True)


def become(
    order: KernelOrder, file: Path, ready: int, prepared: Prepared | None, *, zygote: int
) -> NoReturn:
    """Turn this process into a kernel, serve until it is shut down, and end.

    Parameters
    ----------
    file
        The kernel's connection file.
    ready
        Gets one byte when the kernel listens; closed then.
    prepared
        What was made of it before the fork.
    zygote
        Process without which the kernel ends.
    """
    libc_ready().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != zygote:
        os._exit(1)
    os.setsid()
    os.chdir(order.cwd)
    _new_randomness()

    sys.argv = [
        str(Path(ipykernel.__file__).parents[1] / "ipykernel_launcher.py"),
        "-f",
        str(file),
        *order.arguments,
    ]
    if prepared and order.arguments == USUAL and not has_settings(prepared.app):
        adopt(prepared, file)
    else:
        forget()
    app: Any = IPKernelApp.instance()
    app.initialize()
    after_the_fork(app)
    gc.freeze()  # so that the last collection looks through what the notebook made
    # When it serves, and has said so: it may be ended at once, and a send overtakes a greeting.
    IOLoop.current().add_callback(app.iopub_thread.schedule, partial(_tell, ready))
    app.start()
    app.control_thread.join()  # closed before it has flushed, it would wait ten seconds
    _end()


def _tell(ready: int) -> None:
    os.write(ready, b"!")
    os.close(ready)


def _end() -> NoReturn:
    """End as Python does, but leave what the zygote had made to the system.

    Taking that apart would copy most of its memory, for nothing.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001  as multiprocessing does
    atexit._run_exitfuncs()  # noqa: SLF001  IPython's clears the notebook's names
    gc.collect()
    for kept in gc.get_objects():
        if isinstance(kept, _FILE):
            with contextlib.suppress(Exception):
                kept.flush()  # type: ignore[attr-defined]
    os._exit(0)


def _new_randomness() -> None:
    """Give numpy's global generator a state of its own; `random` sees to itself."""
    if numpy := sys.modules.get("numpy.random"):
        numpy.seed()
