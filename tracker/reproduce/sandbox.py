"""Where other people's code runs: no network, no secrets, a private folder, limits on everything.

Namespaces come from bubblewrap; ``docs/decisions/0008-sandbox.md`` tells what was weighed, and
what this does not protect from. Where they cannot be had nothing runs, unless a person trusts it.
"""

import contextlib
import functools
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tracker.errors import ConfigurationError
from tracker.model.base import Value
from tracker.reproduce import bubblewrap
from tracker.reproduce.rlimits import limited
from tracker.reproduce.supervision import Confined, Limits, supervise
from tracker.reproduce.system_calls import supported

__all__ = ["Confined", "Limits", "available", "confined", "trusted", "why_not"]

_PROBE = Limits(wall=10, cpu=10, memory=2**29, processes=32, disk=2**20, output=2**16)
_OR_TRUST = "or run with --trust what you would run on this machine anyway"


class _Found(Value, frozen=True, kw_only=True):
    sandbox: str | None = None
    reason: str = ""


def available() -> str | None:
    """Return the sandbox's name and version, such as ``bubblewrap 0.8.0``; None if there is none.

    The first call starts a program in it, and all later ones of this process know the answer.
    """
    return _found().sandbox


def why_not() -> str:
    """Return why there is no sandbox here, and what helps; empty where there is one."""
    return _found().reason


def confined(
    argv: Sequence[str],
    *,
    readable: Sequence[Path],
    environment: Mapping[str, str],
    limits: Limits,
    stdin: bytes = b"",
) -> Confined:
    """Run a program that sees nothing but Python, the system's libraries, and what it is given.

    It has a loopback of its own and no other network, and one writable folder, in memory, that is
    its home and goes with it. Whatever it leaves running ends with it. Started by root, it runs as
    a user that owns nothing.

    Parameters
    ----------
    argv
        The program by its path, or found in the environment's ``PATH``.
    readable
        Files and folders that it can read, at the paths they have here.
    environment
        All its variables, beside ``HOME``, ``TMPDIR``, ``LOGNAME``, ``LANG`` and a ``PATH`` that
        leads to this Python.

    Raises
    ------
    ConfigurationError
        If no sandbox can be had, or if it could not read what is to be readable.
    """
    sandbox = available()
    if sandbox is None:
        raise ConfigurationError("No sandbox can be had here.", advice=why_not())
    for path in readable:
        _check_readable(path)
    return bubblewrap.run(
        argv, readable=readable, environment=environment, limits=limits, stdin=stdin,
        sandbox=sandbox,
    )  # fmt: skip


def trusted(
    argv: Sequence[str], *, environment: Mapping[str, str], limits: Limits, folder: Path
) -> Confined:
    """Run a program as ourselves, at home in a folder: it can read and write whatever we can.

    Time, memory, processes and output are limited as in the sandbox, the folder is not; what has
    left its family when the limit comes (a daemon, say) is not found.
    """
    home = {"HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(  # noqa: S603  a person said that it is to be trusted
        [*limited(limits, processes=False), *argv],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd=folder, env={**environment, **home}, start_new_session=True,
    )  # fmt: skip
    return supervise(process, _Family(process.pid), limits, stdin=b"", sandbox="none: trusted")


class _Family:
    """A program and its descendants, as long as they can be followed from child to parent."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def processes(self) -> Sequence[Path]:
        """Return the program's process and those below it; none where there is no /proc."""
        parents = dict(_parents())
        family = {self._pid}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        return [Path(f"/proc/{pid}") for pid in family & parents.keys()]

    def kill(self) -> None:
        """End the descendants, and the group that the program leads."""
        for process in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(process.name), signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)


def _parents() -> Iterator[tuple[int, int]]:
    for stat_file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            after_name = stat_file.read_bytes().rpartition(b")")[2].split()
            yield int(stat_file.parent.name), int(after_name[1])


def _check_readable(path: Path) -> None:
    """Complain of a file or folder that the program could not read once it is confined."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error.strerror}.", advice="Is it still there?"
        ) from error
    wanted = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(mode) else 0)
    if os.geteuid() == 0 and mode & wanted != wanted:
        raise ConfigurationError(
            f"{path} can be read by root alone, and what is confined does not run as root.",
            advice=f"Let others read it (chmod o+rX {path}), or start the tracker as another user.",
        )


@functools.cache
def _found() -> _Found:
    if sys.platform != "linux" or not supported():
        reason = "The sandbox needs Linux on x86_64 or aarch64: use such a machine"
    elif missing := [tool for tool in bubblewrap.tools() if shutil.which(tool) is None]:
        reason = (
            f"The sandbox needs {', '.join(missing)}: install bubblewrap and util-linux "
            "(apt-get install bubblewrap)"
        )
    elif problem := _problem():
        reason = (
            f"The sandbox cannot be had ({problem}): allow namespaces (in Docker --privileged; on "
            "Ubuntu `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`)"
        )
    else:
        return _Found(sandbox=_version())
    return _Found(reason=f"{reason}, {_OR_TRUST}.")


def _problem() -> str:
    """Return why Python does not start in the sandbox; empty where it does."""
    try:
        ended = bubblewrap.run(
            [sys.executable, "-I", "-S", "-c", ""],
            readable=[], environment={}, limits=_PROBE, stdin=b"", sandbox="a probe",
        )  # fmt: skip
    except ConfigurationError as error:
        return error.message
    if ended.status == "done" and ended.code == 0:
        return ""
    return f"Python does not start in it: {ended.stderr.decode(errors='replace').strip()[-300:]}"


def _version() -> str:
    asked = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=True)  # noqa: S607
    return asked.stdout.strip()
