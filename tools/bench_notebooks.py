"""What running a notebook costs beside itself: papermill and others, ours, the limit.

Every sample is taken in a process of its own, turn by turn, so that what else the machine does
meets all alike. The time to start the process and to import papermill is left out for all but the
command line of papermill; starting the zygote, filling its stock and ending it is counted.
"""

# ruff: noqa: PLC0415  what is not measured is not imported

import argparse
import contextlib
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.bench_report import Row, Table, spread  # noqa: E402
from tools.bench_runners import runner_of  # noqa: E402

CHECK = ROOT / "notebooks" / "check_paper.ipynb"
SUITE = "notebooks"
NAMES = {
    "nbclient": "papermill's default engine",
    "client": "nbclient",
    "command": "`papermill` command line",
    "lab": "`papermill` command line, JupyterLab installed",
    "embedded": "ploomber-engine (in our process: no kernel, no isolation)",
    "limit": "bare fork that executes the cells",
}
PACKAGES = ("pandas", "huggingface_hub")
"""What the notebook `packages` imports beside what a check notebook does."""

FEW = 4
"""Notebooks of a sample of a slow peer; the figures are for one notebook."""

Sample = Mapping[str, float]


def sample(runner: str, which: str, count: int, width: int) -> Sample:
    """Run `count` notebooks, `width` at a time, and return seconds for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers = _prepare(folder)
        source = {"check": lambda _: CHECK, "packages": _packages, "empty": _empty}[which](folder)
        inner: list[float] = []
        each: list[float] = []
        run = runner_of(runner, inner, PACKAGES if which == "packages" else ())

        def one(number: int) -> None:
            parameters = {"paper_id": papers[number % len(papers)], "as_of": "", "offline": True}
            begun = time.perf_counter()
            run(source, folder / f"{number}.ipynb", {} if which == "empty" else parameters)
            each.append(time.perf_counter() - begun)

        before, began = _cpu(), time.perf_counter()
        with ThreadPoolExecutor(width) as pool:
            list(pool.map(one, range(count)))
        if runner == "warm":
            from tracker.engine.zygotes import ZYGOTES

            ZYGOTES.close()
        wall, cpu = time.perf_counter() - began, _cpu() - before
        if runner == "warm":
            inner = [_told(folder / f"{number}.ipynb") for number in range(count)]
    return {
        "wall": wall / count,
        "cpu": cpu / count,
        "cells": statistics.mean(inner) if inner else 0.0,
        "start": (each[0] - statistics.median(each)) / count,
    }


def _told(executed: Path) -> float:
    """Return the seconds that the kernel spent on its cells, as it has told itself.

    From the moment that it repeats a cell's code to its reply: executing, and making what is shown.
    """
    seconds = 0.0
    for cell in json.loads(executed.read_text())["cells"]:
        if told := cell["metadata"].get("execution"):
            begun, done = (
                dt.datetime.fromisoformat(told[name])
                for name in ("iopub.execute_input", "shell.execute_reply")
            )
            seconds += (done - begun).total_seconds()
    return seconds


def weigh(runner: str, which: str, count: int, width: int) -> Sample:
    """Do the same, and return the most memory in MB that all processes but this one held.

    Pages that processes share count once, divided among them (the system's PSS). Looking costs
    time, so that nothing else is measured meanwhile.
    """
    most = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.05):
            held = 0.0
            for each in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    held += each.memory_full_info().pss
            most = max(most, held / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    sample(runner, which, count, width)
    done.set()
    watcher.join()
    return {"memory": most}


def _prepare(folder: Path) -> list[str]:
    """Lay out the cases, as a run does, for all runners alike; return the papers."""
    from tracker.history import History
    from tracker.notebooks.handover import CASES_VARIABLE, lay_out
    from tracker.project import Project
    from tracker.registry import load
    from tracker.verdicts.cases import Judgements

    project = Project(root=ROOT)
    papers = load(project.registry).papers
    history = History([project.history])
    judged = Judgements().of(papers, history.book(), None, history.reproductions())
    lay_out((each.case for each in judged), folder)
    os.environ |= {
        CASES_VARIABLE: str(folder),
        "TRACKER_RUN": "bench",
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    return [paper.id for paper in papers]


def _empty(folder: Path) -> Path:
    import nbformat

    notebook = nbformat.v4.new_notebook()
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
    nbformat.write(notebook, folder / "empty.ipynb")
    return folder / "empty.ipynb"


def _packages(folder: Path) -> Path:
    """Write the check notebook with a cell before all others that imports large packages."""
    import nbformat

    notebook = nbformat.read(CHECK, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(f"import {', '.join(PACKAGES)}"))
    nbformat.write(notebook, folder / "packages.ipynb")
    return folder / "packages.ipynb"


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def rows(rounds: int, papers: int, peers: Mapping[str, Path]) -> list[Row | Table]:
    """Take every sample in turn, `rounds` times, and return the rows, and what ours consist of.

    Parameters
    ----------
    peers
        Runner → folder of packages that it needs beside those of this environment.
    """
    runners = ["nbclient", "client", "command"]
    runners += [each for each in ("lab", "embedded") if each in peers]
    plan = [
        *((which, runner, FEW, 1) for which in ("check", "empty") for runner in runners),
        *((which, runner, papers, width) for which in ("check", "empty")
          for runner in ("warm", "limit") for width in (1, 2)),
        ("packages", "nbclient", FEW, 1),
        *(("packages", "warm", papers, width) for width in (1, 2)),
    ]  # fmt: skip
    taken: dict[tuple[str, str, int], list[Sample]] = {}
    weighed: dict[str, list[float]] = {}
    for number in range(rounds):
        for which, runner, count, width in plan if number % 2 == 0 else plan[::-1]:
            told = (runner, which, min(count, papers), width)
            got = _take("sample", *told, packages=peers.get(runner))
            taken.setdefault((which, runner, width), []).append(got)
            print(f"{which}, {runner}, {width} at a time: {got}", file=sys.stderr)
        for runner in ("warm", "nbclient"):
            weight = _take("weigh", runner, "check", min(FEW, papers), 2)["memory"]
            weighed.setdefault(runner, []).append(weight)
    memory = Row(
        suite=SUITE, work="memory of two check notebooks at a time", unit="MB",
        peer=NAMES["nbclient"], ours=tuple(weighed["warm"]), theirs=tuple(weighed["nbclient"]),
        note="The most that kernels, zygote and its stock held (PSS), without the process that "
        "runs papermill.",
    )  # fmt: skip
    return [*_compared(taken, runners), memory, _parts(taken, papers)]


def _parts(taken: Mapping[tuple[str, str, int], Sequence[Sample]], papers: int) -> Table:
    """Return where the time of a check notebook of ours goes, beside the bare fork's."""
    ours = taken["check", "warm", 1]
    bare = [each["cells"] for each in taken["check", "limit", 1]]
    start = [each["start"] for each in ours]
    cells = [each["cells"] for each in ours]
    rest = [each["wall"] - each["cells"] - each["start"] for each in ours]
    named = (
        (
            f"what the first takes longer (the process that forks starts), its share of {papers}",
            start,
        ),
        ("the kernel's time with the cells", cells),
        ("of it, what the bare fork takes for them", bare),
        ("the rest", rest),
    )
    return Table(
        suite=SUITE,
        heads=("a check notebook, ours, one at a time", "ms"),
        lines=tuple((name, spread([1000 * each for each in values])) for name, values in named),
        note="What is left between us and the bare fork is Jupyter itself, which is kept whole: "
        "IPython around each cell, five or more signed messages for it over sockets and threads, "
        "what is shown and kept in the notebook, a kernel that makes its sockets and threads, is "
        "taken and ended, and pages of memory that a forked process copies when it first writes "
        "to them.",
    )


def _take(
    mode: str, runner: str, which: str, count: int, width: int, *, packages: Path | None = None
) -> Sample:
    done = subprocess.run(
        [sys.executable, __file__, mode, runner, which, str(count), str(width)],
        check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(packages or "")},
    )  # fmt: skip
    got: Sample = json.loads(done.stdout.splitlines()[-1])
    return got


WORKS = {
    "check": "check notebook",
    "packages": f"check notebook that also imports {' and '.join(PACKAGES)}",
    "empty": "empty notebook",
}
ASKED = {"overhead": "≥ 12", "processor": "≥ 7", "all": "≥ 12"}
"""Of the check notebook as it is."""
PRELOADED = "Ours are forked from a process that was told to import both (`preload`)."


def _compared(
    taken: Mapping[tuple[str, str, int], Sequence[Sample]], runners: list[str]
) -> list[Row]:
    made: list[Row] = []
    for which in WORKS:
        made += _beside_papermill(taken, which)
    for which in ("check", "empty"):
        made += [
            Row(suite=SUITE, work=f"{WORKS[which]}, wall", peer=NAMES[runner],
                ours=_of(taken, which, "warm", 1, "wall"),
                theirs=_of(taken, which, runner, 1, "wall"))
            for runner in runners
        ]  # fmt: skip
        made += [
            Row(suite=SUITE, work=f"{WORKS[which]}, wall, {width} at a time",
                peer=f"{NAMES['limit']}, {width} at a time", better="ours / peer",
                ours=_of(taken, which, "warm", width, "wall"),
                theirs=_of(taken, which, "limit", width, "wall"))
            for width in (1, 2)
        ]  # fmt: skip
    return made


def _beside_papermill(
    taken: Mapping[tuple[str, str, int], Sequence[Sample]], which: str
) -> list[Row]:
    """Return what is asked of ours: overhead, processor time, and all notebooks two at a time."""
    peer, work = NAMES["nbclient"], WORKS[which]
    asked = ASKED if which == "check" else {}
    note = PRELOADED if which == "packages" else None
    theirs = _of(taken, which, "nbclient", 1, "wall")
    made = [
        Row(suite=SUITE, work=f"{work}, processor", peer=peer, target=asked.get("processor"),
            ours=_of(taken, which, "warm", 1, "cpu"),
            theirs=_of(taken, which, "nbclient", 1, "cpu"), note=note),
        Row(suite=SUITE, work=f"{work}, each of all, ours two at a time", target=asked.get("all"),
            peer=f"{peer}, one by one", ours=_of(taken, which, "warm", 2, "wall"), theirs=theirs,
            note=note),
    ]  # fmt: skip
    if which != "check":
        return made
    cells = _of(taken, which, "warm", 1, "cells")
    ours_over, their_over = (
        tuple(one - inside for one, inside in zip(each, cells, strict=True))
        for each in (_of(taken, which, "warm", 1, "wall"), theirs)
    )
    overhead = Row(
        suite=SUITE, work=f"overhead of one {work}", ours=ours_over, peer=peer,
        theirs=their_over, target=asked["overhead"],
        note="Wall time less the time that a warm kernel spends on the cells, as it tells itself.",
    )  # fmt: skip
    return [overhead, *made]


def _of(
    taken: Mapping[tuple[str, str, int], Sequence[Sample]],
    which: str,
    runner: str,
    width: int,
    what: str,
) -> tuple[float, ...]:
    return tuple(each[what] for each in taken[which, runner, width])


def main() -> None:
    """Take one sample, for `rows`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=["sample", "weigh"])
    parser.add_argument("runner")
    parser.add_argument("which", choices=["check", "packages", "empty"])
    parser.add_argument("count", type=int)
    parser.add_argument("width", type=int)
    asked = parser.parse_args()
    measure = weigh if asked.mode == "weigh" else sample
    print(json.dumps(measure(asked.runner, asked.which, asked.count, asked.width)))


if __name__ == "__main__":
    main()
