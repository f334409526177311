"""How much processor time the reading of strangers' texts may take, whatever they hold.

The readers are pure and have no clock; whoever calls one calls it through `within`. The time is
that of the reading thread alone, so that a loaded machine takes nothing from anybody. Another
thread keeps watch and raises an exception in the reader once its time is spent (CPython delivers it
between two steps of Python code). A clock that the readers are handed would have to be asked in
each of their loops, and the one that forgets it is the one that hangs; a process for each text
would cost more than the reading. What it cannot end is one single call into C: those are bounded
by the size of what is read, and the expressions by `tests/patterns`.
"""

import ctypes
import threading
import time
from collections.abc import Callable
from typing import TypeVar

SECONDS = 5.0
"""Of processor time for one text; a licence of the usual length takes some hundredths."""
_ROUND = 0.1
"""Seconds between two looks of the watch, and the processor time between two exceptions."""

_T = TypeVar("_T")
_Clock = Callable[[], float]


class OverBudget(Exception):
    """A text took more processor time than one may; it counts as not read."""

    def __init__(self, seconds: float) -> None:
        """Say after how much time it was given up."""
        super().__init__(f"could not be read within {seconds:g} s of processor time")


class _Spent(BaseException):
    """Raised in the reader. No reader's ``except Exception`` may take it for its own."""


def within(seconds: float, read: Callable[[], _T]) -> _T:
    """Return what `read` returns, unless that takes this thread too much processor time.

    Within another one, the time of the outer one counts.

    Raises
    ------
    OverBudget
    """
    thread = threading.get_ident()
    if _WATCH.watches(thread):
        return read()
    mine = _ReadingThread(thread, _clock(thread), seconds)
    try:
        _WATCH.begin(mine)
        return read()
    except _Spent:
        raise OverBudget(seconds) from None
    finally:
        try:
            _WATCH.end(mine)
        except _Spent:  # it came just now; a second one is far away
            _WATCH.end(mine)


def _clock(thread: int) -> _Clock:
    """Return the clock of a thread's processor time; of the process where there is none."""
    if hasattr(time, "pthread_getcpuclockid"):
        clock = time.pthread_getcpuclockid(thread)
        return lambda: time.clock_gettime(clock)
    return time.process_time


class _ReadingThread:
    """A thread that reads a text."""

    def __init__(self, thread: int, clock: _Clock, seconds: float) -> None:
        self.thread = thread
        self.clock = clock
        self.until = clock() + seconds
        self.interrupted = False


class _ReaderWatch:
    """One thread for all readers; it sleeps while nobody reads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers: dict[int, _ReadingThread] = {}
        self._thread: threading.Thread | None = None
        self._sleeps = False

    def watches(self, thread: int) -> bool:
        return thread in self._readers

    def begin(self, reader: _ReadingThread) -> None:
        with self._changed:
            self._readers[reader.thread] = reader
            if self._thread is None or not self._thread.is_alive():  # none yet, or after a fork
                self._thread = threading.Thread(target=self._keep, name="budget", daemon=True)
                self._thread.start()
            elif self._sleeps:
                self._changed.notify()

    def end(self, reader: _ReadingThread) -> None:
        with self._changed:
            self._readers.pop(reader.thread, None)
            if reader.interrupted:  # it may be on its way still
                _raise(reader.thread, None)

    def _keep(self) -> None:
        while True:
            with self._changed:
                while not self._readers:
                    self._sleeps = True
                    self._changed.wait()
                self._sleeps = False
                for reader in self._readers.values():
                    if (now := reader.clock()) > reader.until:
                        _raise(reader.thread, _Spent)
                        reader.interrupted = True
                        reader.until = now + _ROUND  # again, if something swallowed it
            time.sleep(_ROUND)


def _raise(thread: int, kind: type[BaseException] | None) -> None:
    """Raise an exception in a thread at its next step; None takes back one that did not arrive."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), None if kind is None else ctypes.py_object(kind)
    )


_WATCH = _ReaderWatch()
