"""The zygote: imports once what kernels import, and forks a kernel for each order.

It is one thread around one `select`: it reads orders from its parent, watches its kernels through
their pidfds, keeps a few kernels in stock for the next order like the last one, and ends when
its parent does, whichever way that goes: then it kills its kernels and removes their folder.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import secrets
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

from tracker.engine.forked_kernel import THREADS_OFF, KernelOrder, become, libc_ready
from tracker.engine.ipykernel_internals import before_the_fork
from tracker.engine.prefork import prepare

IMPORTS: Final = (
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "faulthandler",
    "sqlite3",
    "tornado.platform.asyncio",
)
"""What a kernel has imported by the time that it runs its first cell."""

PORTS: Final = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
LONGEST: Final = 70
"""Letters of a temporary folder's name; a socket's name may have 107."""

MESSAGE: Final = 1 << 17
"""The longest message of a parent, in bytes."""


class Born(Exception):
    """Raised in the new process; carries what it is to become."""

    def __init__(self, order: KernelOrder, file: Path, ready: int) -> None:
        super().__init__(order)
        self.order = order
        self.file = file
        self.ready = ready


def _short_folder() -> Path:
    """Make a folder that only this user can enter, with a name that fits into a socket's."""
    usual = tempfile.gettempdir()
    return Path(tempfile.mkdtemp(prefix="warm-", dir=usual if len(usual) < LONGEST else "/tmp"))  # noqa: S108


@dataclass
class Kernel:
    """A forked kernel, as its zygote knows it."""

    pid: int
    pidfd: int
    ready: int
    """Where it says that it listens; -1 when closed."""
    file: Path
    order: KernelOrder
    listens: bool = False
    asked: int | None = None
    """The number of the order that it is to answer; None = in stock."""


@dataclass
class ServingZygote:
    """The state of the process."""

    control: socket.socket
    parent: int
    stock: int
    """How many kernels to hold ready at most."""
    folder: Path = field(default_factory=_short_folder)
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    kernels: dict[int, Kernel] = field(default_factory=dict)
    born: int = 0

    def serve(self) -> None:
        """Answer orders until the parent is gone; raises `Born` in each new process."""
        try:
            watched = os.pidfd_open(self.parent)
            self.selector.register(watched, selectors.EVENT_READ, self._orphaned)
            self.selector.register(self.control, selectors.EVENT_READ, self._read)
            if os.getppid() != self.parent:
                self._orphaned()
            self._tell(folder=str(self.folder))
            while True:
                for key, _ in self.selector.select():
                    act: Callable[[], None] = key.data
                    act()
        except Born:
            self.control.close()
            self.selector.close()
            os.close(watched)
            for kernel in self.kernels.values():
                self._close(kernel)
            raise
        except BaseException as error:
            self._leave_nothing()
            if not isinstance(error, ProcessLookupError):  # the parent ended before we began
                raise

    def _tell(self, **message: Any) -> None:
        try:
            self.control.send(json.dumps(message).encode())
        except OSError:
            self._orphaned()

    def _read(self) -> None:
        try:
            data = self.control.recv(MESSAGE)
        except ConnectionResetError:  # killed before it read our last word
            data = b""
        if not data:
            self._orphaned()
        message = json.loads(data)  # noqa: TID251  our own process
        if "signal" in message:
            self._signal(message["pid"], message["signal"])
        else:
            self._take(message["take"], KernelOrder(message["cwd"], tuple(message["arguments"])))

    def _signal(self, pid: int, number: int) -> None:
        """Signal a kernel and what it started; one that is not reaped yet still owns its id."""
        if pid in self.kernels:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, number)

    def _take(self, asked: int, order: KernelOrder) -> None:
        """Give the order a kernel, from stock or new, and stock up for the next one."""
        stocked = [kernel for kernel in self.kernels.values() if kernel.asked is None]
        fitting = [kernel for kernel in stocked if kernel.order == order]
        if fitting:
            kernel = max(fitting, key=lambda kernel: kernel.listens)
        else:
            for misfit in stocked:  # made for another order than those that come now
                _kill(misfit.pid)
            try:
                kernel = self._fork(order)
            except OSError as error:
                self._tell(take=asked, problem=str(error))
                return
        kernel.asked = asked
        if kernel.listens:
            self._deliver(kernel)
        self._restock(order)

    def _restock(self, order: KernelOrder) -> None:
        """Hold as many as are at work: so many may be wanted next at once."""
        have = sum(
            kernel.asked is None and kernel.order == order for kernel in self.kernels.values()
        )
        at_work = sum(kernel.asked is not None for kernel in self.kernels.values())
        for _ in range(min(self.stock, at_work) - have):
            with contextlib.suppress(OSError):
                self._fork(order)

    def _deliver(self, kernel: Kernel) -> None:
        self._tell(take=kernel.asked, pid=kernel.pid, file=str(kernel.file))

    def _fork(self, order: KernelOrder) -> Kernel:
        if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208  names are enough
            raise OSError("an imported module started threads, which a fork would lose")
        self.born += 1
        file = self.folder / f"{self.born}.json"
        connection = {
            "transport": "ipc",
            "ip": str(self.folder / str(self.born)),
            **{name: number for number, name in enumerate(PORTS, 1)},
            "key": secrets.token_hex(32),
            "signature_scheme": "hmac-sha256",
            "kernel_name": "python3",
        }
        file.write_text(json.dumps(connection))
        ready, tell = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            os.close(ready)
            raise Born(order, file, tell)
        os.close(tell)
        kernel = Kernel(pid, os.pidfd_open(pid), ready, file, order)
        self.kernels[pid] = kernel
        self.selector.register(ready, selectors.EVENT_READ, lambda: self._listens(kernel))
        self.selector.register(kernel.pidfd, selectors.EVENT_READ, lambda: self._gone(kernel))
        return kernel

    def _listens(self, kernel: Kernel) -> None:
        if kernel.ready < 0:  # its end came in the same moment, and was seen first
            return
        kernel.listens = bool(os.read(kernel.ready, 1))
        self.selector.unregister(kernel.ready)
        os.close(kernel.ready)
        kernel.ready = -1
        if kernel.asked is not None and kernel.listens:
            self._deliver(kernel)

    def _gone(self, kernel: Kernel) -> None:
        """Reap a kernel, remove its files, and tell how it ended."""
        self.selector.unregister(kernel.pidfd)
        if kernel.ready >= 0:
            self.selector.unregister(kernel.ready)
        self._close(kernel)
        del self.kernels[kernel.pid]
        _, status = os.waitpid(kernel.pid, 0)
        for port in range(1, len(PORTS) + 1):
            kernel.file.with_name(f"{kernel.file.stem}-{port}").unlink(missing_ok=True)
        kernel.file.unlink(missing_ok=True)
        if kernel.asked is not None:
            if kernel.listens:
                self._tell(gone=kernel.pid, status=os.waitstatus_to_exitcode(status))
            else:
                self._tell(take=kernel.asked, problem="a forked kernel ended before it listened")

    @staticmethod
    def _close(kernel: Kernel) -> None:
        os.close(kernel.pidfd)
        if kernel.ready >= 0:
            os.close(kernel.ready)
            kernel.ready = -1

    def _orphaned(self) -> NoReturn:
        """End as the parent has."""
        self._leave_nothing()
        os._exit(0)

    def _leave_nothing(self) -> None:
        """Kill every kernel and remove every file."""
        for pid in self.kernels:
            _kill(pid)
        for pid in self.kernels:
            os.waitpid(pid, 0)
        shutil.rmtree(self.folder, ignore_errors=True)


def _kill(pid: int) -> None:
    """Kill a kernel that is not reaped yet, and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)  # it may not lead a group yet


def main() -> None:
    """Be the zygote, and in each child the kernel."""
    gc.disable()  # what is imported stays
    given = json.loads(sys.argv[1])  # noqa: TID251  our own process
    del sys.path[0]  # the folder this was started in: no kernel of papermill's own has it
    wanted = {name: os.environ.get(name) for name in THREADS_OFF}
    os.environ.update(THREADS_OFF)
    before_the_fork()
    with contextlib.redirect_stderr(io.StringIO()):  # what a module warns of is no news here
        for name in (*IMPORTS, *given["preload"]):
            importlib.import_module(name)
    prepared = prepare()
    for name, value in wanted.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    libc_ready()
    gc.freeze()
    gc.enable()
    control = socket.socket(fileno=given["control"])
    control.set_inheritable(False)
    zygote = os.getpid()
    try:
        ServingZygote(control, given["parent"], given["stock"]).serve()
    except Born as born:
        order, file, ready = born.order, born.file, born.ready
    else:
        return
    become(order, file, ready, prepared, zygote=zygote)


if __name__ == "__main__":
    main()
