"""What running a notebook costs beside itself: papermill's own engine, ours, and the limit.

Every figure is measured in this one run, each sample in a process of its own, turn by turn, so that
what else the machine does meets all alike. The time to start the process and to import
papermill is left out for all; starting the zygote, filling its stock and ending it is counted.

    python tools/bench_notebooks.py [--rounds 5] [--papers 23] [--json FILE]
    python tools/bench_notebooks.py soak 500 20
"""

# ruff: noqa: PLC0415, SLF001, S311  what is not measured is not imported; kills are at random

import argparse
import importlib
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CHECK = ROOT / "notebooks" / "check_paper.ipynb"
ROWS = {
    # name: (runner, notebook, how many, at a time)
    "papermill, check, one by one": ("nbclient", "check", 4, 1),
    "warm, check, one by one": ("warm", "check", 0, 1),
    "warm, check, two at a time": ("warm", "check", 0, 2),
    "limit, check, one by one": ("limit", "check", 0, 1),
    "limit, check, two at a time": ("limit", "check", 0, 2),
    "papermill, empty, one by one": ("nbclient", "empty", 4, 1),
    "warm, empty, one by one": ("warm", "empty", 0, 1),
    "warm, empty, two at a time": ("warm", "empty", 0, 2),
    "limit, empty, one by one": ("limit", "empty", 0, 1),
}
"""0 = as many as there are papers."""


def sample(runner: str, which: str, count: int, width: int) -> dict[str, float]:
    """Run `count` notebooks, `width` at a time, and return seconds for each."""
    import nbformat
    import papermill
    import yaml
    from papermill.engines import papermill_engines

    from tracker.notebooks.warm import WarmEngine
    from tracker.notebooks.warm.nursery import NURSERIES

    papermill_engines.register("warm", WarmEngine)
    papers = [each["id"] for each in yaml.safe_load((ROOT / "registry.yaml").read_text())["papers"]]
    os.environ["TRACKER_RUN"] = "bench"
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        source = CHECK
        if which == "empty":
            source = Path(folder) / "empty.ipynb"
            empty = nbformat.v4.new_notebook()
            empty.metadata.kernelspec = {
                "name": "python3",
                "display_name": "",
                "language": "python",
            }
            nbformat.write(empty, source)
        inner: list[float] = []

        def one(number: int) -> None:
            parameters = {
                "paper_id": papers[number % len(papers)],
                "as_of": "",
                "offline": True,
            }
            if runner == "limit":
                inner.append(bare(source, parameters))
                return
            papermill.execute_notebook(
                str(source),
                f"{folder}/{number}.ipynb",
                parameters=parameters if which == "check" else None,
                kernel_name="python3",
                engine_name=runner,
                progress_bar=False,
                resources={"metadata": {"path": str(ROOT)}},
            )

        if runner == "limit":
            importlib.import_module("tracker.notebooks")  # what a kernel is forked with
        before, began = _cpu(), time.perf_counter()
        with ThreadPoolExecutor(width) as pool:
            list(pool.map(one, range(count)))
        NURSERIES.close()
        wall, cpu = time.perf_counter() - began, _cpu() - before
    own = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "wall": wall / count,
        "cpu": cpu / count,
        "cells": statistics.mean(inner) if inner else 0.0,
        "resident": own.ru_maxrss / 1024,
    }


def bare(source: Path, parameters: dict[str, Any]) -> float:
    """Fork and execute the cells, with nothing shown or kept: no kernel can be faster."""
    cells = [
        "".join(each["source"])
        for each in json.loads(source.read_text())["cells"]
        if each["cell_type"] == "code"
    ]
    if cells:
        cells.insert(1, "\n".join(f"{name} = {value!r}" for name, value in parameters.items()))
    hear, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.chdir(ROOT)
        began = time.perf_counter()
        names: dict[str, Any] = {}
        for cell in cells:
            exec(compile(cell, "cell", "exec"), names)  # noqa: S102  our own notebook
        os.write(tell, str(time.perf_counter() - began).encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(hear) as said:
        seconds = float(said.read())
    os.waitpid(pid, 0)
    return seconds


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(rounds: int, papers: int) -> dict[str, Any]:
    """Take every row's sample in turn, `rounds` times."""
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in ROWS}
    for _ in range(rounds):
        for name, (runner, which, count, width) in ROWS.items():
            told = [runner, which, str(count or papers), str(width)]
            done = subprocess.run(
                [sys.executable, __file__, "sample", *told],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            taken[name].append(json.loads(done.stdout.splitlines()[-1]))
            print(f"{name}: {taken[name][-1]}", file=sys.stderr)
    rows = {
        name: {
            key: {
                "median": statistics.median(each[key] for each in samples),
                "least": min(each[key] for each in samples),
                "most": max(each[key] for each in samples),
            }
            for key in samples[0]
        }
        for name, samples in taken.items()
    }
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}",
        "rounds": rounds,
        "notebooks": papers,
        "rows": rows,
        "ratios": {kind: ratios(rows, kind) for kind in ("median", "least")},
    }


def ratios(rows: dict[str, Any], kind: str) -> dict[str, float]:
    """Return how many times less ours takes than papermill, on the same work in the same run.

    On a machine that does other things too, the least of each is nearer to the truth.
    """

    def of(name: str, key: str = "wall") -> float:
        return float(rows[name][key][kind])

    cells = of("limit, check, one by one", "cells")
    return {
        "overhead of a check notebook": (of("papermill, check, one by one") - cells)
        / (of("warm, check, one by one") - cells),
        "overhead of an empty notebook": of("papermill, empty, one by one")
        / of("warm, empty, one by one"),
        "CPU of a check notebook": of("papermill, check, one by one", "cpu")
        / of("warm, check, one by one", "cpu"),
        "CPU of an empty notebook": of("papermill, empty, one by one", "cpu")
        / of("warm, empty, one by one", "cpu"),
        "all check notebooks, ours two at a time": of("papermill, check, one by one")
        / of("warm, check, two at a time"),
        "all empty notebooks, ours two at a time": of("papermill, empty, one by one")
        / of("warm, empty, two at a time"),
        "all check notebooks, the limit two at a time": of("papermill, check, one by one")
        / of("limit, check, two at a time"),
    }


def soak(notebooks: int, kills: int) -> str:
    """Run many notebooks in a row, kill many runs, and tell what grew and what was left."""
    import nbformat
    import papermill
    from papermill.engines import papermill_engines

    from tracker.notebooks.warm import WarmEngine
    from tracker.notebooks.warm.nursery import NURSERIES

    papermill_engines.register("warm", WarmEngine)
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = bytearray(10**7)")])
    made.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
    lines = [
        "| after | descriptors | threads | processes | own MB | zygote MB | files |",
        "|---" * 7 + "|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.ipynb"
        nbformat.write(made, source)

        def one(number: int) -> None:
            papermill.execute_notebook(
                str(source), f"{folder}/{number % 4}.ipynb", engine_name="warm", progress_bar=False
            )

        for begin in range(0, notebooks, 100):
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(one, range(begin, min(begin + 100, notebooks))))
            time.sleep(1)
            (nursery,) = NURSERIES._open.values()
            zygote = nursery._process.pid
            children = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
            figures = (
                begin + 100,
                len(list(Path("/proc/self/fd").iterdir())),
                threading.active_count(),
                len(children),
                _resident(os.getpid()),
                _resident(zygote),
                len(list(nursery._folder.iterdir())),
            )
            lines.append(f"| {' | '.join(map(str, figures))} |")
            print(lines[-1], file=sys.stderr)
        NURSERIES.close()
    sys.path[:0] = [str(ROOT / "tests/notebooks"), str(ROOT / "tests/notebooks/equivalence")]
    from test_warm_kernels import after_a_kill

    left = 0
    for number in range(kills):
        with tempfile.TemporaryDirectory() as folder:
            found = after_a_kill(Path(folder), random.uniform(0, 4))
            left += any(found)
            print(number, found, file=sys.stderr)
    return "\n".join([*lines, "", f"{kills} runs killed, {left} left something behind"])


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def show(figures: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    lines = [
        f"{figures['machine']}; {figures['rounds']} rounds; milliseconds for each notebook",
        "",
    ]
    lines += ["| row | wall (least–most) | CPU | own memory, MB |", "|---|---|---|---|"]
    for name, row in figures["rows"].items():
        wall, cpu = row["wall"], row["cpu"]
        lines.append(
            f"| {name} | {wall['median'] * 1e3:.0f} ({wall['least'] * 1e3:.0f}–"
            f"{wall['most'] * 1e3:.0f}) | {cpu['median'] * 1e3:.0f} | "
            f"{row['resident']['median']:.0f} |"
        )
    lines += ["", "| times less | of medians | of the least |", "|---|---|---|"]
    lines += [
        f"| {name} | {value:.1f} | {figures['ratios']['least'][name]:.1f} |"
        for name, value in figures["ratios"]["median"].items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, or look for what is left behind."""
    if sys.argv[1:2] == ["sample"]:
        runner, which, count, width = sys.argv[2:]
        sys.path.insert(0, str(ROOT))
        print(json.dumps(sample(runner, which, int(count), int(width))))
        return
    if sys.argv[1:2] == ["soak"]:
        sys.path.insert(0, str(ROOT))
        print(soak(*map(int, sys.argv[2:])))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--papers", type=int, default=23)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    figures = measure(asked.rounds, asked.papers)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")
    print(show(figures))


if __name__ == "__main__":
    main()
