"""How a command ends when somebody ends it: soon, and leaving nothing behind but what it saw.

Ctrl-C, SIGTERM and SIGHUP are one. The first raises `Ended` where the command is, so that each
context manager does its part; from then on no process can be started, and nobody waits for threads.
Last, what the command had started is killed, its temporary folder is removed, and the process
leaves without asking its threads. A second signal, or `PATIENCE`, does this last part at once.
"""

import contextlib
import math
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn, Self

PATIENCE: Final = 15.0
"""Seconds that the context managers have."""

_NUDGE: Final = getattr(signal, "SIGURG", None)
"""A signal that does nothing but wake a thread."""
_AGAIN: Final = 0.2
"""Seconds until the main thread is woken again."""
_TRIES: Final = 50
_STARTS: Final = frozenset(("os.fork", "os.forkpty", "os.posix_spawn", "subprocess.Popen"))
"""What Python audits when a process is about to be started."""


class Ended(KeyboardInterrupt):
    """Somebody ends this process."""


class EndingError(RuntimeError):
    """Nothing is started any more: this process is about to end."""


class Ending:
    """The end of this process; a context manager around all that a command does.

    Within it the process, and what it starts, have a temporary folder of their own.

    Attributes
    ----------
    code
        The exit code, once somebody ends the command.
    """

    def __init__(self) -> None:
        self.code: int | None = None
        self._done = False
        self._folder: Path | None = None
        self._ours: set[int] = set()

    @property
    def begun(self) -> bool:
        """Whether somebody ends the command, so that nothing is to be begun or waited for."""
        return self.code is not None

    def __enter__(self) -> Self:
        with contextlib.suppress(OSError):  # without one it is as good as it was
            self._folder = Path(tempfile.mkdtemp(prefix="tracker-"))
            tempfile.tempdir = os.environ["TMPDIR"] = str(self._folder)
        receiver, sender = socket.socketpair()
        sender.setblocking(False)
        self._sender = sender
        signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
        # begun now: a thread cannot be started safely while a signal is handled
        threading.Thread(target=self._watch, args=[receiver], name="ending", daemon=True).start()
        if _NUDGE:
            signal.signal(_NUDGE, lambda *_: None)
        for number, usual in _ends():
            if signal.getsignal(number) is usual:  # nohup ignores one, and so do shells
                self._ours.add(int(number))
                signal.signal(number, self._signalled)
        return self

    def __exit__(self, *_: object) -> None:
        self._done = True
        if self.begun:
            self.leave()
        self._tidy()

    def _signalled(self, number: int, _: FrameType | None) -> None:
        """Let the command unwind; what comes later is the watch's business."""
        if self._done:
            self.code = 128 + number
            self.leave()
        if not self.begun:
            self.code = 128 + number
            sys.addaudithook(_start_nothing)
            raise Ended

    def _watch(self, heard: socket.socket) -> None:
        """Hear of each signal, see to it that the main thread does, and end what does not end.

        The system hands a signal to any thread, and Python's handlers wait for the main one, which
        may be asleep. It is woken until it hears: one call may come just before it falls asleep.
        """
        calls, until = 0, math.inf
        while (left := until - time.monotonic()) > 0:
            wait = left if self.begun else min(left, _AGAIN)
            ready = select.select([heard], [], [], wait if calls else None)[0]
            ours = [number for number in heard.recv(64) if number in self._ours] if ready else []
            calls += len(ours)
            if calls > 1:
                self.code = self.code or 128 + ours[-1]
                break
            if ours:
                until = time.monotonic() + PATIENCE
            if calls and _NUDGE and not self.begun and (ours or not ready):
                signal.pthread_kill(threading.main_thread().ident or 0, _NUDGE)
        self.leave()

    def leave(self) -> NoReturn:
        """End what this process has started, remove its temporary folder, and end it."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        try:
            _end_family()
            self._tidy()
        finally:
            os._exit(1 if self.code is None else self.code)

    def _tidy(self) -> None:
        """Remove the folder, though threads may still write into it."""
        for _ in range(_TRIES):
            if self._folder is None or not self._folder.exists():
                return
            shutil.rmtree(self._folder, ignore_errors=True)
            if self.begun:
                time.sleep(0.01)


def _ends() -> list[tuple[signal.Signals, Any]]:
    """Return the signals that end a command, each with what Python does about it."""
    handlers = [(signal.SIGINT, signal.default_int_handler), (signal.SIGTERM, signal.SIG_DFL)]
    if hasattr(signal, "SIGHUP"):
        handlers.append((signal.SIGHUP, signal.SIG_DFL))
    return handlers


def _start_nothing(event: str, _: tuple[Any, ...]) -> None:
    if event in _STARTS:
        raise EndingError("the tracker is ending")


def _end_family() -> None:
    """Kill all processes below this one, and wait until they are gone."""
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415  nobody else needs it

    with contextlib.suppress(psutil.Error):
        for _ in range(_TRIES):
            family = psutil.Process().children(recursive=True)
            if not family:
                return
            for process in family:
                with contextlib.suppress(psutil.Error):
                    process.kill()
            psutil.wait_procs(family, timeout=0.2)


ENDING: Final = Ending()
"""Signals are the whole process's, and so is what they begin."""
