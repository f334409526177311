"""Measure the tracker against peers on the same work, in the same run; print Markdown tables.

Each figure is the median of several runs with its range; the ratio is what to read. The second
table shows how the work grows with the registry: each size in a process of its own, processor
seconds, and the most memory it held by then. No network is asked.

    python tools/bench.py --papers 1000 --runs 5
    python tools/bench.py --growth 100 1000 10000
"""

import argparse
import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import large  # noqa: E402
from tracker import registry  # noqa: E402
from tracker.cli import GARBAGE  # noqa: E402
from tracker.history import History  # noqa: E402
from tracker.tables import csvtable, jsontable, markdown  # noqa: E402
from tracker.tables.changes import compare  # noqa: E402
from tracker.tables.rows import rows  # noqa: E402
from tracker.verdicts import judge, judge_all  # noqa: E402

T = TypeVar("T")
ENTRY = """\
  - id: arxiv:2501.{number:05d}
    titles: {{en: "Paper {number}"}}
    artifacts:
      - {{role: code, url: "https://github.com/b/{number}", relation: official, seen_in: abstract}}
"""


def seconds(work: Callable[[], object], runs: int) -> list[float]:
    """Return the wall times of `runs` calls, after one that warms up."""
    work()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return times


def row(name: str, ours: list[float], peer_name: str, peer: list[float]) -> str:
    """Return one line of the table."""
    middle, other = statistics.median(ours), statistics.median(peer)
    cells = [name, shown(ours), peer_name, shown(peer), f"{middle / other:.2f}"]
    return f"| {' | '.join(cells)} |"


def shown(times: Sequence[float]) -> str:
    """Return median and range in milliseconds."""
    low, middle, high = min(times), statistics.median(times), max(times)
    return f"{middle * 1e3:.0f} ms ({low * 1e3:.0f}–{high * 1e3:.0f})"


def command(*words: str) -> Callable[[], object]:
    """Return a call that runs a command of this environment in the project's folder."""
    binary = Path(sys.executable).parent / words[0]
    return lambda: subprocess.run(
        [str(binary), *words[1:]], cwd=ROOT, check=True, capture_output=True
    )


def stages(folder: Path) -> dict[str, tuple[float, int]]:
    """Return processor seconds and peak memory in MB of each stage on a made-up project."""
    found: dict[str, tuple[float, int]] = {}

    def measured(name: str, work: Callable[[], T]) -> T:
        begin = time.process_time()
        made = work()
        spent = time.process_time() - begin
        found[name] = (spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return made

    papers = measured("load and lint", lambda: registry.load(folder / "registry.yaml")).papers
    book = measured("read the history", lambda: History([folder / "history"]).book())
    judged = measured("judge", lambda: judge_all(papers, book))
    table = measured("rows", lambda: rows(judged))
    measured("render Markdown", lambda: len(markdown.render(table, None)))
    measured("render CSV", lambda: len(csvtable.render(table, None)))
    measured("compare", lambda: compare(table, table))
    measured("render JSON", lambda: len(jsontable.render(table, None)))
    text = (folder / "registry.yaml").read_text(encoding="utf-8")
    wrong = folder / "wrong.yaml"
    wrong.write_text(text.replace("seen_in: README", "seen_inn: README"), encoding="utf-8")
    measured("lint, four complaints a paper", lambda: registry.lint(wrong))
    return found


def growth(sizes: Sequence[int]) -> str:
    """Return a table of the stages at each size; the last column is growth over size."""
    columns = []
    for papers in sizes:
        with tempfile.TemporaryDirectory() as name:
            large.make(Path(name), papers)
            command = [sys.executable, __file__, "--stages", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            columns.append(json.loads(done.stdout))
    heads = [f"{papers:,} papers" for papers in sizes]
    lines = [f"| work | {' | '.join(heads)} | growth a paper |", "|---" * (len(sizes) + 2) + "|"]
    for stage in columns[0]:
        cells = [f"{column[stage][0]:.2f} s, {column[stage][1]} MB" for column in columns]
        first, last = (columns[each][stage][0] / sizes[each] for each in (0, -1))
        lines.append(f"| {stage} | {' | '.join(cells)} | × {last / max(first, 1e-9):.2f} |")
    return "\n".join(lines)


def peers(count: int, runs: int) -> str:
    """Return the table against peers."""
    with tempfile.TemporaryDirectory() as folder:
        large_file = Path(folder) / "registry.yaml"
        entries = "".join(ENTRY.format(number=number) for number in range(count))
        large_file.write_text(f"papers:\n{entries}")
        papers = registry.load(large_file).papers
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        out = str(Path(folder) / "out.ipynb")
        notebook = ["notebooks/check_paper.ipynb", out, "-p", "offline", "True"]
        lines = [
            row(
                f"load and lint {count} papers",
                seconds(lambda: registry.load(large_file), runs),
                "PyYAML's C loader alone",
                seconds(lambda: yaml.load(large_file.read_text(), loader), runs),  # noqa: S506
            ),
            row(
                f"judge and render {count} papers",
                seconds(
                    lambda: jsontable.render(rows([judge(each, {}) for each in papers]), None), runs
                ),
                "PyYAML's C loader alone",
                seconds(lambda: yaml.load(large_file.read_text(), loader), runs),  # noqa: S506
            ),
            row(
                "start: `tracker --version`",
                seconds(command("tracker", "--version"), runs),
                "`papermill --version`",
                seconds(command("papermill", "--version"), runs),
            ),
            row(
                "whole job, offline, one paper",
                seconds(
                    command("tracker", "run", "--offline", "--out", folder, "2503.14476"), runs
                ),
                "`papermill` on the same notebook",
                seconds(command("papermill", *notebook), runs),
            ),
        ]
    return "\n".join(("| work | ours | peer | its time | ratio |", "|---|---|---|---|---|", *lines))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--growth", type=int, nargs="+", help="sizes; the peers are left out then")
    parser.add_argument("--stages", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stages:
        gc.set_threshold(*GARBAGE)  # as the command does
        print(json.dumps(stages(asked.stages)))
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    if not asked.growth:
        print(f"{peers(asked.papers, asked.runs)}\n")
    print(growth(asked.growth or (100, 1_000)))


if __name__ == "__main__":
    main()
