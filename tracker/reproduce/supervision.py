"""Watching a program with all that it starts: what it writes, what it takes, when it must end."""

import contextlib
import os
import selectors
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Literal, Protocol, cast

from tracker.model.base import Value

_TICK = 0.05  # seconds between two looks; memory can grow in between, as fast as it is cleared
_CHUNK = 1 << 16
_TAIL = 1 << 16  # bytes kept of stderr

_MEMORY = (b"RssAnon:", b"RssShmem:", b"VmSwap:", b"VmPTE:")  # page tables can be filled, too

_Status = Literal["done", "timed-out", "killed", "too-large"]


class Limits(Value, frozen=True, kw_only=True):
    """How much a program may take, with all that it starts."""

    wall: float = 1800
    """Seconds; twice those of the processor, since a machine may have other things to do."""
    cpu: float = 900
    """Seconds of all its processes."""
    memory: int = 6 * 2**30
    """Bytes of all its processes. What lies in its private folder comes on top, up to `disk`."""
    processes: int = 256
    """Threads count, too, as the kernel has it."""
    disk: int = 512 * 2**20
    """Bytes in its private folder, and bytes of any one file."""
    output: int = 32 * 2**20
    """Bytes on both streams together."""


class Confined(Value, frozen=True, kw_only=True):
    """How a program ended, what it wrote, and what it took."""

    status: _Status
    """``timed-out``: wall or CPU time; ``killed``: memory or processes; ``too-large``: output."""
    code: int
    """Exit code; 128 and the number of the signal where one ended it."""
    stdout: bytes
    stderr: bytes
    """The end of it; the last line tells of the limit that was passed, if one was."""
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all its processes."""
    memory: int | None
    """Bytes of all its processes at their peak; None where it was over before the first look."""
    sandbox: str
    """What kept it in: ``bubblewrap 0.8.0``; ``none: trusted``."""


class ProcessTree(Protocol):
    """A started program with its descendants."""

    def processes(self) -> Sequence[Path]:
        """Return the folders of those that live, in a process file system."""

    def kill(self) -> None:
        """End them all; those that have ended already are no error."""


def supervise(
    process: "subprocess.Popen[bytes]",
    tree: ProcessTree,
    limits: Limits,
    *,
    stdin: bytes,
    sandbox: str,
) -> Confined:
    """Feed a program, read it, and return when it and all that it started have ended.

    Parameters
    ----------
    process
        With pipes for its three streams; nobody else waits for it.
    """
    watch = _Watch(process, tree, limits, stdin)
    try:
        code, cpu = watch.until_ended()
    finally:
        tree.kill()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()
        process.wait()  # of no effect but where we were interrupted
    return Confined(
        status=watch.status, code=code,
        stdout=bytes(watch.stdout), stderr=bytes(watch.stderr) + watch.why,
        wall=time.monotonic() - watch.started, cpu=max(cpu, watch.cpu),
        memory=watch.memory or None, sandbox=sandbox,
    )  # fmt: skip


class _Watch:
    def __init__(
        self, process: "subprocess.Popen[bytes]", tree: ProcessTree, limits: Limits, stdin: bytes
    ) -> None:
        self.started = time.monotonic()
        self.status: _Status = "done"
        self.why = b""
        self.stdout, self.stderr = bytearray(), bytearray()
        self.cpu, self.memory = 0.0, 0
        self._process, self._tree, self._limits = process, tree, limits
        self._unsent = memoryview(stdin)
        self._written = 0
        self._selector = selectors.DefaultSelector()

    def until_ended(self) -> tuple[int, float]:
        """Return the exit code, and the seconds of CPU time of all that was waited for."""
        with self._selector:
            self._open()
            look_at = self.started
            while not (ended := os.wait4(self._process.pid, os.WNOHANG))[0]:
                self._transfer(_TICK)
                if time.monotonic() >= look_at:
                    self._look()
                    look_at = time.monotonic() + _TICK
            self._process.returncode = os.waitstatus_to_exitcode(ended[1])
            self._tree.kill()
            while self._transfer(0):
                pass
        code = self._process.returncode
        return (code if code >= 0 else 128 - code), ended[2].ru_utime + ended[2].ru_stime

    def _open(self) -> None:
        process = self._process
        for stream in (process.stdin, process.stdout, process.stderr):
            assert stream is not None  # noqa: S101  whoever started it gave it pipes
            os.set_blocking(stream.fileno(), False)
            event = selectors.EVENT_WRITE if stream is process.stdin else selectors.EVENT_READ
            self._selector.register(stream, event)

    def _transfer(self, timeout: float) -> bool:
        """Move what can be moved; tell whether anything was read."""
        read = False
        for key, _ in self._selector.select(timeout):
            stream = cast("IO[bytes]", key.fileobj)
            moved = self._send() if stream is self._process.stdin else self._receive(stream)
            if not moved:
                self._selector.unregister(stream)
                stream.close()
            read |= moved and stream is not self._process.stdin
        return read

    def _send(self) -> bool:
        assert self._process.stdin is not None  # noqa: S101  see `_open`
        if not self._unsent:
            return False
        try:
            sent = os.write(self._process.stdin.fileno(), self._unsent[:_CHUNK])
        except BrokenPipeError:  # it does not want to read
            return False
        self._unsent = self._unsent[sent:]
        return True

    def _receive(self, stream: IO[bytes]) -> bool:
        chunk = os.read(stream.fileno(), _CHUNK)
        self._written += len(chunk)
        if self._written > self._limits.output:
            self._end("too-large", f"wrote more than {self._limits.output:,} bytes")
        elif stream is self._process.stdout:
            self.stdout += chunk
        else:
            self.stderr += chunk
            del self.stderr[:-_TAIL]
        return bool(chunk)

    def _look(self) -> None:
        limits, folders = self._limits, self._tree.processes()
        most = limits.processes + 1  # the sandbox's own first process is beside them
        if len(folders) > most:  # to look at each of very many takes long
            self._end("killed", f"started more than {limits.processes} processes")
            return
        threads, cpu, memory = _sum(folders)
        if memory > limits.memory:  # forks share pages: count them once before a word is said
            memory = sum(map(_share, folders))
        self.cpu, self.memory = max(self.cpu, cpu), max(self.memory, memory)
        if time.monotonic() - self.started > limits.wall:
            self._end("timed-out", f"ran longer than {limits.wall:g} s")
        elif cpu > limits.cpu:
            self._end("timed-out", f"took more than {limits.cpu:g} s of CPU time")
        elif memory > limits.memory:
            self._end("killed", f"took more than {limits.memory:,} bytes of memory")
        elif threads > most:
            self._end("killed", f"started more than {limits.processes} processes and threads")

    def _end(self, status: _Status, why: str) -> None:
        if self.status == "done":
            self.status, self.why = status, f"\nended by the tracker: it {why}\n".encode()
        self._tree.kill()


def _sum(folders: Sequence[Path]) -> tuple[int, float, int]:
    """Return threads, seconds of CPU time, and bytes of memory that lie in no file on disk."""
    threads, ticks, memory = 0, 0, 0
    for folder in folders:
        with contextlib.suppress(OSError):  # it may have ended since it was listed
            stat = (folder / "stat").read_bytes().rpartition(b")")[2].split()
            ticks += sum(map(int, stat[11:15]))  # its own, and of the children it waited for
            threads += int(stat[17])
            memory += _kilobytes(folder / "status", *_MEMORY)
    return threads, ticks / os.sysconf("SC_CLK_TCK"), memory


def _share(folder: Path) -> int:
    """Return a process's memory with its pages divided among the processes that have them."""
    with contextlib.suppress(OSError):  # it may have ended since it was listed
        undivided = _kilobytes(folder / "status", *_MEMORY)
        with contextlib.suppress(PermissionError):
            return _kilobytes(folder / "status", b"VmPTE:") + _kilobytes(
                folder / "smaps_rollup", b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:"
            )
        return undivided
    return 0


def _kilobytes(file: Path, *names: bytes) -> int:
    lines = file.read_bytes().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith(names))
