"""Starting a program in namespaces of its own, through the program bubblewrap.

An ordinary user gets a user namespace, in which it has no capability left. Root needs none to
build the sandbox, and leaves it to a user id that owns nothing: root itself the kernel exempts
from the limit on the number of processes.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from secrets import choice
from typing import IO, Self

from tracker.errors import ConfigurationError
from tracker.reproduce.rlimits import limited
from tracker.reproduce.supervision import Confined, Limits, supervise
from tracker.reproduce.system_calls import seccomp_filter

_PRIVATE, _SHARED_MEMORY = "/tmp", "/dev/shm"  # noqa: S108  of the sandbox, in memory
_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")
_SETTINGS = tuple(map(Path, (
    "/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime",
)))  # fmt: skip
_SPACES = ("pid", "net", "ipc", "uts", "cgroup-try")
_UIDS = range(61184, 65520)  # systemd's for passing services: no file belongs to one of them
_FIRST_TO_GO = "1000"  # where the machine's memory ends, the kernel ends these first

# The first process of a process namespace inherits the orphans, and takes all others with it. It
# says that it is there, and waits for a word of ours: had we ended before it would hear of that, it
# would start nothing. Under root it stays root's: bubblewrap, which by then has no power over
# others, must be able to end it.
_FIRST_PROCESS = ("/bin/sh", "-c", 'echo; read -r go || exit; "$@"; exit "$?"', "sh")
_GO = b"go\n"


def tools() -> Sequence[str]:
    """Return the programs that are needed; all but the first are of util-linux."""
    return ["bwrap", "choom", "prlimit", *(["setpriv"] if _is_root() else [])]


def run(
    argv: Sequence[str],
    *,
    readable: Sequence[Path],
    environment: Mapping[str, str],
    limits: Limits,
    stdin: bytes,
    sandbox: str,
) -> Confined:
    """Run a program in a sandbox, which ends with it, and with our own process.

    Raises
    ------
    ConfigurationError
        If bubblewrap could not build the sandbox: nothing was run.
    """
    inside = [*_FIRST_PROCESS, *_user(), *limited(limits, processes=True), *argv]
    # Files, since bubblewrap would break off half-way if we ended and left it a broken pipe.
    with tempfile.TemporaryFile() as info_file, tempfile.TemporaryFile() as rules:
        rules.write(seccomp_filter())
        rules.seek(0)
        process = subprocess.Popen(  # noqa: S603  what is not ours is started here, and confined
            [
                _program("choom"), "-n", _FIRST_TO_GO, "--",
                _program("bwrap"), *_separate(), *_file_system(readable, limits),
                "--info-fd", str(info_file.fileno()), "--seccomp", str(rules.fileno()),
                "--", *inside,
            ],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd="/", env=_environment(environment),
            pass_fds=[info_file.fileno(), rules.fileno()],
        )  # fmt: skip
        try:
            namespaces = _built(process, info_file)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        with namespaces:
            return supervise(process, namespaces, limits, stdin=_GO + stdin, sandbox=sandbox)


def _built(process: "subprocess.Popen[bytes]", info_file: IO[bytes]) -> "_Namespaces":
    """Wait for the sandbox, in which nothing has been started yet."""
    assert process.stdout is not None  # noqa: S101  it was given a pipe
    if not os.read(process.stdout.fileno(), 1):
        stderr = process.communicate()[1].decode(errors="replace").strip()
        raise ConfigurationError(
            f"The sandbox could not be built: {stderr or f'exit code {process.returncode}'}.",
            advice="Can everything be read that the program is to read?",
        )
    info_file.seek(0)
    return _Namespaces(json.load(info_file)["child-pid"])  # noqa: TID251  bubblewrap's own


class _Namespaces:
    """What runs in a sandbox: the first process, and all others, which end with it."""

    def __init__(self, first: int) -> None:
        self._proc = Path(f"/proc/{first}/root/proc")
        self._descriptor = os.pidfd_open(first)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        os.close(self._descriptor)

    def processes(self) -> Sequence[Path]:
        """Return the processes in the sandbox, as its own process file system has them."""
        with contextlib.suppress(OSError):  # it has ended
            return [entry for entry in self._proc.iterdir() if entry.name.isdecimal()]
        return []

    def kill(self) -> None:
        """End the first process: the kernel ends the others before it is gone."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)


def _separate() -> list[str]:
    spaces = [*_SPACES, *([] if _is_root() else ["user"])]
    # Root keeps what it needs to become nobody, and loses it by doing so.
    kept = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"] if _is_root() else []
    return [
        *(f"--unshare-{space}" for space in spaces),
        "--hostname", "sandbox", "--die-with-parent", "--new-session", "--as-pid-1",
        "--cap-drop", "ALL", *(part for capability in kept for part in ("--cap-add", capability)),
    ]  # fmt: skip


def _file_system(readable: Sequence[Path], limits: Limits) -> list[str]:
    """Return the options for what can be seen; all of it is read-only but the private folder."""
    shared = limits.disk // 8
    arguments = [
        "--proc", "/proc", "--dev", "/dev",
        "--perms", "1777", "--size", str(limits.disk - shared), "--tmpfs", _PRIVATE,
        "--perms", "1777", "--size", str(shared), "--tmpfs", _SHARED_MEMORY,
        "--ro-bind", "/usr", "/usr",
    ]  # fmt: skip
    for folder in map(Path, _SYSTEM):
        if folder.is_symlink():
            arguments += ["--symlink", str(folder.readlink()), str(folder)]
        else:
            arguments += ["--ro-bind-try", str(folder), str(folder)]
    for path in dict.fromkeys([*_SETTINGS, *_python(), *map(Path.absolute, readable)]):
        for parent in reversed(path.parents[:-1]):  # made by --ro-bind, only root could enter them
            arguments += ["--dir", str(parent)]
        arguments += ["--ro-bind-try", str(path), str(path)]
    for mount in ("/proc", "/dev", "/"):
        arguments += ["--remount-ro", mount]
    return [*arguments, "--chdir", _PRIVATE]


def _python() -> Iterator[Path]:
    """Yield where this Python lies; a virtual environment may name it through links."""
    for prefix in (Path(sys.base_prefix), Path(sys.prefix)):
        yield from (prefix.resolve(), prefix)


def _user() -> list[str]:
    if not _is_root():
        return []
    user = str(choice(_UIDS))
    return [
        _program("setpriv"), "--reuid", user, "--regid", user, "--clear-groups",
        "--inh-caps=-all", "--bounding-set=-all", "--",
    ]  # fmt: skip


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    private = {"HOME": _PRIVATE, "TMPDIR": _PRIVATE, "LOGNAME": "sandbox"}
    return {"PATH": path, "LANG": "C.UTF-8", **given, **private}


def _program(name: str) -> str:
    return shutil.which(name) or name


def _is_root() -> bool:
    return os.geteuid() == 0
