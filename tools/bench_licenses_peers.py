"""Other licence detectors on the same files, each in an environment of its own."""

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.bench_licenses import ROOT, graded, labels
from tracker.licensing.spelling import normalise
from tracker.model.base import Value

HOME = ROOT / "runs" / "bench-licenses"
_NONE = "NONE"
_UNKNOWN = "NOASSERTION"

_SCANCODE = """
from licensedcode.detection import detect_licenses
def ask(path):
    found = detect_licenses(location=path)
    return sorted({str(d.spdx_license_expression()) for d in found if d.license_expression})
"""
_ASKALONO = """
import askalono
def ask(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    got = askalono.identify(text)
    return [got.name] if got is not None and got.score >= 0.8 else []
"""
LICENSECLASSIFIER = """
import licenseclassifier
def ask(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    return sorted({one.id for one in licenseclassifier.identify_license(text)})
"""
_ASK_ALL = """
import json, resource, sys, time
ask(sys.argv[1])
ready = time.process_time()
found = {}
for path in sys.argv[1:]:
    at = time.process_time()
    found[path] = (ask(path), time.process_time() - at)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"ready": ready, "memory": memory, "found": found}))
"""


class Run(Value, frozen=True, kw_only=True):
    """What one tool said of each file."""

    found: dict[str, tuple[list[str], float]]
    """Path → licences, seconds."""
    ready: float
    """Seconds from nothing to the first answer."""
    memory: float
    """Megabytes."""


def python(name: str, packages: list[str], ask: str, files: list[str]) -> Run:
    """Run a tool that is a Python package in an environment of its own; `ask` defines `ask(path)`.

    Raises
    ------
    subprocess.SubprocessError
        If it cannot be installed or breaks.
    """
    home = HOME / name
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True, timeout=900)
    command = [str(python), "-c", ask + _ASK_ALL, *files]
    done = subprocess.run(command, check=True, timeout=900, capture_output=True, text=True)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Run(found=told["found"], ready=told["ready"], memory=told["memory"])


def _scancode(files: list[str]) -> Run:
    return python("scancode", ["scancode-toolkit", "pluggy<1.6"], _SCANCODE, files)


def _licenseclassifier(files: list[str]) -> Run:
    return python("licenseclassifier", ["licenseclassifier"], LICENSECLASSIFIER, files)


def _askalono(files: list[str]) -> Run:
    return python("askalono", ["pyaskalono"], _ASKALONO, files)


def _command(program: list[str], read: Callable[[str], list[str]], files: list[str]) -> Run:
    if shutil.which(program[0]) is None:
        raise FileNotFoundError(f"no command {program[0]}")
    found = {}
    for path in files:
        start = time.perf_counter()
        done = subprocess.run(
            [*program, path], capture_output=True, text=True, check=False, timeout=120
        )
        found[path] = (read(done.stdout), time.perf_counter() - start)
    return Run(found=found, ready=min(taken for _, taken in found.values()), memory=0.0)


def _licensecheck(files: list[str]) -> Run:
    def spoken(out: str) -> list[str]:
        names = [line.rpartition("\t")[2].strip() for line in out.splitlines()]
        return [name for name in names if name and "UNKNOWN" not in name]

    return _command(["licensecheck", "-m", "--shortname-scheme=spdx"], spoken, files)


def _licensee(files: list[str]) -> Run:
    def spoken(out: str) -> list[str]:
        told = json.loads(out or "{}")
        names = [one["spdx_id"] for one in told.get("licenses", [])]
        return [name for name in names if name not in ("NOASSERTION", "NONE")]

    return _command(["licensee", "detect", "--json"], spoken, files)


PEERS: dict[str, Callable[[list[str]], Run]] = {
    "ScanCode": _scancode,
    "licenseclassifier": _licenseclassifier,
    "askalono": _askalono,
    "licensecheck (Debian)": _licensecheck,
    "licensee": _licensee,
}


def compare(
    cases: Path,
    grade: Callable[[dict[str, Any], str, str], str],
    ours: tuple[float, float],
) -> None:
    """Print one row for each tool: right, wrong, unknown, ms a file, start-up, memory.

    Times are of the processor, but for commands, whose every start is counted by the clock. A tool
    that finds nothing is right on a file that is no licence, and else does not know. A name
    of its own for a licence that SPDX does not list is right where it holds the label's class.
    """
    folder = cases / "licences"
    listed = labels(folder)
    files = [str(folder / case["file"]) for case in listed]
    print(f"\n{'tool':24}{'right':>7}{'wrong':>7}{'unknown':>9}{'ms':>8}{'start s':>9}{'MB':>7}")
    mine = [(one, taken) for _, _, one, taken in graded(cases, "text")]
    _row("tracker", [one for one, _ in mine], [taken for _, taken in mine], *ours)
    for name, run in PEERS.items():
        try:
            told = run(files)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            print(f"{name:24}not to be had here: {str(error).splitlines()[0][:60]}")
            continue
        grades = [
            _grade(case, told.found[path][0], grade)
            for case, path in zip(listed, files, strict=True)
        ]
        _row(name, grades, [taken for _, taken in told.found.values()], told.ready, told.memory)


def _grade(
    case: dict[str, Any], names: list[str], grade: Callable[[dict[str, Any], str, str], str]
) -> str:
    if not names:
        return "right" if _NONE in case["accept"] else "unknown"
    whole = " AND ".join(sorted(normalise(name) or name for name in names))
    letters = [_letters(case["class"]), *map(_letters, case["accept"])]
    if any(len(one) > 3 and one in _letters(name) for one in letters for name in names):
        own = all(name.startswith("LicenseRef-") for name in names)
        if own:
            return "right"
    if all("unknown" in name or "other" in name for name in names):
        return "unknown"
    class_ = "multi-in-one-file" if len(names) > 1 else whole
    return grade(case, whole, class_)


def _letters(name: str) -> str:
    plain = name.removeprefix("LicenseRef-").removeprefix("scancode-")
    return "".join(filter(str.isalnum, plain.casefold()))


def _row(name: str, grades: list[str], seconds: list[float], ready: float, memory: float) -> None:
    count = Counter(grades)
    held = f"{memory:7.0f}" if memory else f"{'–':>7}"
    middle = statistics.median(seconds) * 1000
    print(
        f"{name:24}{count['right']:7}{count['wrong']:7}{count['unknown']:9}{middle:8.1f}"
        f"{ready:9.2f}{held}"
    )
