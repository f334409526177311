"""Measure the tracker against peers on the same work, in the same run; print a Markdown table.

Each figure is the median of several runs with its range; the ratio is what to read. No network is
asked. `python tools/bench.py --papers 1000 --runs 5`
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from tracker import registry
from tracker.tables import jsontable
from tracker.tables.rows import rows
from tracker.verdicts import judge

ROOT = Path(__file__).parent.parent
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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "registry.yaml"
        entries = "".join(ENTRY.format(number=number) for number in range(asked.papers))
        large.write_text(f"papers:\n{entries}")
        papers = registry.load(large).papers
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        out = str(Path(folder) / "out.ipynb")
        notebook = ["notebooks/check_paper.ipynb", out, "-p", "offline", "True"]
        lines = [
            row(
                f"load and lint {asked.papers} papers",
                seconds(lambda: registry.load(large), asked.runs),
                "PyYAML's C loader alone",
                seconds(lambda: yaml.load(large.read_text(), loader), asked.runs),  # noqa: S506
            ),
            row(
                f"judge and render {asked.papers} papers",
                seconds(
                    lambda: jsontable.render(rows([judge(each, {}) for each in papers]), None),
                    asked.runs,
                ),
                "PyYAML's C loader alone",
                seconds(lambda: yaml.load(large.read_text(), loader), asked.runs),  # noqa: S506
            ),
            row(
                "start: `tracker --version`",
                seconds(command("tracker", "--version"), asked.runs),
                "`papermill --version`",
                seconds(command("papermill", "--version"), asked.runs),
            ),
            row(
                "whole job, offline, one paper",
                seconds(
                    command("tracker", "run", "--offline", "--out", folder, "2503.14476"),
                    asked.runs,
                ),
                "`papermill` on the same notebook",
                seconds(command("papermill", *notebook), asked.runs),
            ),
        ]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| work | ours | peer | its time | ratio |\n|---|---|---|---|---|")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
