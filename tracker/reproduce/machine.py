"""Where a reproduction runs: enough to see why another run differs."""

import hashlib
import os
import platform
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

from tracker.model.reproduction import Machine

_NUMERIC = ("numpy", "pandas", "pyarrow", "scipy", "torch")
"""What turns the same seeds into other numbers when its version changes."""


def machine(packages: Iterable[str] = ()) -> Machine:
    """Return a description of this machine and of the installed packages.

    Parameters
    ----------
    packages
        Names of packages whose versions are told, beside the numeric ones.
    """
    installed = _installed()
    named = {canonicalize_name(package) for package in (*_NUMERIC, *packages)}
    return Machine(
        python=f"{platform.python_implementation()} {platform.python_version()}",
        platform=" ".join(
            filter(None, (platform.system(), platform.machine(), *platform.libc_ver()))
        ),
        cpu=_cpu(),
        cores=_cores(),
        memory=_memory(),
        lock=lock(installed),
        packages={name: installed[name] for name in sorted(named & installed.keys())},
    )


def _installed() -> dict[str, str]:
    read = (
        distribution.metadata for distribution in metadata.distributions()
    )  # anew whenever it is asked for
    return {canonicalize_name(package["Name"]): package["Version"] for package in read}


def lock(installed: Mapping[str, str]) -> str:
    """Return a digest that is the same wherever the same packages are installed."""
    lines = "".join(f"{name}=={installed[name]}\n" for name in sorted(installed))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cpu() -> str | None:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or None


def _memory() -> int | None:
    with suppress(ValueError, OSError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None
