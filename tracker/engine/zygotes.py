"""The zygote as its parent sees it: start one, take kernels from it, close it."""

import atexit
import contextlib
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final

GRACE: Final = 5.0
"""Seconds that a zygote is given to end by itself."""

_MOST: Final = 2
"""Zygotes at a time; each holds one environment."""

_STOCK: Final = min(4, os.cpu_count() or 1)
"""Kernels held ready, at most."""


class NoKernelError(Exception):
    """The zygote gave no kernel; the reason is the message."""


class WarmKernel:
    """A running kernel that a zygote has forked.

    Parameters
    ----------
    gone
        Its exit code, when it has one; minus the signal's number where a signal ended it.
    """

    def __init__(self, nursery: "Zygote", pid: int, file: Path, gone: "Future[int]") -> None:
        self.nursery = nursery
        self.pid = pid
        self.connection_file = file
        self.gone = gone

    def signal(self, number: int) -> None:
        """Signal the kernel and what it started; nothing if it has ended."""
        if not self.gone.done():
            self.nursery.send(pid=self.pid, signal=int(number))


class Zygote:
    """One zygote process. Safe to use from several threads.

    Parameters
    ----------
    environ
        The environment of the zygote and of all its kernels.
    preload
        Modules that it imports beside those of the kernel itself.
    stock
        How many kernels it keeps ready.
    """

    def __init__(self, environ: Mapping[str, str], preload: Sequence[str], stock: int) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._asked: dict[int, Future[WarmKernel]] = {}
        self._living: dict[int, Future[int]] = {}
        self._folder: Path | None = None
        self._ended = False
        self.language_info: Any = None
        """What its kernels say of their language, once one was asked."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        order = {
            "control": theirs.fileno(),
            "parent": os.getpid(),
            "preload": list(preload),
            "stock": stock,
        }
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own module, our own Python
                [sys.executable, "-m", "tracker.engine.zygote", json.dumps(order)],
                stdin=subprocess.DEVNULL,
                env=dict(environ),
                cwd=Path(__file__).parents[2],
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._listener = threading.Thread(target=self._listen, name="warm kernels", daemon=True)
        self._listener.start()

    @property
    def living(self) -> int:
        """Kernels that are asked for or run."""
        with self._lock:
            return len(self._asked) + len(self._living)

    @property
    def began(self) -> bool:
        """Whether the zygote has come to the point where it forks."""
        return self._folder is not None

    @property
    def ended(self) -> bool:
        """Whether the zygote is gone, so that another is needed."""
        return self._ended

    def take(self, cwd: str, arguments: Sequence[str]) -> "Future[WarmKernel]":
        """Ask for a kernel in this folder; the answer may fail with `NoKernelError`."""
        answer: Future[WarmKernel] = _future()
        with self._lock:
            if self._ended:
                answer.set_exception(NoKernelError("the zygote has ended"))
                return answer
            number = next(self._numbers)
            self._asked[number] = answer
        self.send(take=number, cwd=cwd, arguments=list(arguments))
        return answer

    def send(self, **message: Any) -> None:
        """Send the zygote a message; one that has ended is found out by the listener."""
        with contextlib.suppress(OSError):
            self._control.send(json.dumps(message).encode())

    def close(self) -> None:
        """End the zygote and all its kernels, and wait until they are gone."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._listener.join()

    def _listen(self) -> None:
        while True:
            try:
                data = self._control.recv(1 << 16)
            except OSError:
                break
            if not data:
                break
            self._hear(json.loads(data))  # noqa: TID251  our own process
        self._bury()

    def _hear(self, message: Mapping[str, Any]) -> None:
        if "folder" in message:
            self._folder = Path(message["folder"])
        elif "gone" in message:
            with self._lock:
                gone = self._living.pop(message["gone"], None)
            if gone is not None:
                gone.set_result(message["status"])
        else:
            with self._lock:
                answer = self._asked.pop(message["take"])
                gone = _future()
                if "pid" in message:
                    self._living[message["pid"]] = gone
            if "pid" in message:
                kernel = WarmKernel(self, message["pid"], Path(message["file"]), gone)
                answer.set_result(kernel)
            else:
                answer.set_exception(NoKernelError(message["problem"]))

    def _bury(self) -> None:
        """Tell who waits that the zygote is gone; its kernels end with it."""
        self._process.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        with self._lock:
            self._ended = True
            asked, self._asked = self._asked, {}
            living, self._living = self._living, {}
        self._control.close()
        for answer in asked.values():
            answer.set_exception(NoKernelError("the zygote has ended"))
        for gone in living.values():
            gone.set_result(-signal.SIGKILL)


def _future() -> "Future[Any]":
    """Return a future that who waits for it cannot cancel: the listener will fulfil it."""
    made: Future[Any] = Future()
    made.set_running_or_notify_cancel()
    return made


class Zygotes:
    """The zygotes of this process, one for each environment that kernels are wanted in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[tuple[object, ...], Zygote] = {}
        self._barren: set[tuple[object, ...]] = set()

    def of(self, environ: Mapping[str, str], preload: tuple[str, ...]) -> Zygote:
        """Return the zygote for this environment, started if need be.

        Raises
        ------
        NoKernelError
            If kernels in other environments are busy, or a zygote like that has failed before.
        """
        key = (os.getpid(), preload, *sorted(environ.items()))
        with self._lock:
            for other_key, nursery in list(self._open.items()):
                if nursery.ended or (other_key != key and not nursery.living):
                    nursery.close()
                    del self._open[other_key]
                    if not nursery.began:
                        self._barren.add(other_key)
            if key in self._barren:
                raise NoKernelError("the process to fork them from does not start")
            if key not in self._open:
                if len(self._open) >= _MOST:
                    raise NoKernelError("kernels in other environments are running")
                self._open[key] = Zygote(environ, preload, _STOCK)
            return self._open[key]

    def close(self) -> None:
        """End every zygote and wait until it is gone."""
        with self._lock:
            while self._open:
                _, nursery = self._open.popitem()
                nursery.close()
            self._barren.clear()

    def forget(self) -> None:
        """After a fork of this process: the zygotes are the parent's, not ours."""
        self._lock = threading.Lock()  # another thread may have held it
        self._open = {}
        self._barren = set()


ZYGOTES: Final = Zygotes()
"""papermill's engines are classes, so what outlives a notebook has no other place."""

atexit.register(ZYGOTES.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=ZYGOTES.forget)
