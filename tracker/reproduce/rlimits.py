"""The kernel's limits on each process, set by util-linux's prlimit just before a program starts."""

import math
import resource
import shutil
from collections.abc import Sequence

from tracker.reproduce.supervision import Limits

_OPEN_FILES = 1024
_GRACE = 2  # seconds: the sum over all processes is seen first, and has the better word


def limited(limits: Limits, *, processes: bool) -> Sequence[str]:
    """Return what stands before a program's arguments to limit it; nothing where prlimit is not.

    Parameters
    ----------
    processes
        Whether to limit their number. The kernel counts all of a user's, so this is for a user
        id, or a user namespace, that has no others.
    """
    prlimit = shutil.which("prlimit")
    if prlimit is None:
        return ()
    wanted = {
        "core": 0,
        "cpu": math.ceil(limits.cpu) + _GRACE,
        "data": limits.memory,
        "fsize": limits.disk,
        "nofile": _OPEN_FILES,
    }
    if processes:
        wanted["nproc"] = limits.processes
    return [prlimit, *(f"--{name}={_allowed(name, most)}" for name, most in wanted.items()), "--"]


def _allowed(name: str, most: int) -> int:
    """Return the limit, or the one we are under ourselves, which may not be raised."""
    hard = resource.getrlimit(getattr(resource, f"RLIMIT_{name.upper()}"))[1]
    return most if hard == resource.RLIM_INFINITY else min(most, hard)
