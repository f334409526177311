"""What a freshly forked process does to be a kernel like any other."""

import ctypes
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

THREADS_OFF: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""While the zygote imports: a library that starts threads cannot be forked."""

_PR_SET_PDEATHSIG: Final = 1


class Order(NamedTuple):
    """What distinguishes one kernel from another of the same zygote."""

    cwd: str
    arguments: tuple[str, ...]
    """After ``ipykernel_launcher -f FILE``."""


@cache
def libc_ready() -> ctypes.CDLL:
    """Return the C library, loaded before the first fork."""
    return ctypes.CDLL(None, use_errno=True)


def become(order: Order, file: Path, ready: int, *, zygote: int) -> None:
    """Turn this process into a kernel and serve until it is shut down.

    Parameters
    ----------
    file
        The kernel's connection file.
    ready
        Gets one byte when the kernel listens; closed then.
    zygote
        Process without which the kernel ends.
    """
    libc_ready().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != zygote:
        os._exit(1)
    os.setsid()
    os.chdir(order.cwd)
    _new_randomness()

    import ipykernel  # noqa: PLC0415  the zygote has it
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    sys.argv = [
        str(Path(ipykernel.__file__).parents[1] / "ipykernel_launcher.py"),
        "-f",
        str(file),
        *order.arguments,
    ]
    app = IPKernelApp.instance()
    app.initialize()  # type: ignore[no-untyped-call]
    os.write(ready, b"!")
    os.close(ready)
    app.start()  # type: ignore[no-untyped-call]
    app.control_thread.join()  # closed before it has flushed, it would wait ten seconds


def _new_randomness() -> None:
    """Give numpy's global generator a state of its own; `random` sees to itself."""
    if numpy := sys.modules.get("numpy.random"):
        numpy.seed()
