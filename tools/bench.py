"""`make bench`: measure everything beside peers, and write docs/benchmarks.md.

Peers that are not among our dependencies are installed from PyPI into folders of their own under
``runs/``; what cannot be had is named on the page and left out. Measuring itself asks no network.

    python tools/bench.py [--suites notebooks sweep …] [--rounds 5] [--quick] [--docs FOLDER]

With `--suites`, the figures of the others stay, if this machine measured them.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import msgspec  # noqa: E402

from tools import bench_cluster, bench_notebooks, bench_registry, bench_sweep  # noqa: E402
from tools import bench_report as report  # noqa: E402
from tools.bench_report import Row, Table  # noqa: E402

PEERS = {
    "embedded": ("--no-deps", "ploomber-engine", "ploomber-core", "debuglater"),
    "lab": ("jupyterlab",),
    "linkchecker": ("LinkChecker",),
}
"""What pip is told to install, by the name under which it is measured."""

Suite = Callable[[int, bool, Mapping[str, Path]], Sequence[Row | Table]]


def notebooks(rounds: int, quick: bool, peers: Mapping[str, Path]) -> Sequence[Row | Table]:
    """Measure one notebook, and all of them."""
    return bench_notebooks.rows(rounds, 2 if quick else 23, peers)


def start(rounds: int, quick: bool, peers: Mapping[str, Path]) -> Sequence[Row | Table]:
    """Measure what a person waits for at a terminal."""
    del quick, peers
    pairs = {
        ("start: `--version`", "`papermill --version`"): (
            ("tracker.cli", "--version"),
            ("papermill", "--version"),
        ),
        ("start: `--help`", "`papermill --help`"): (
            ("tracker.cli", "--help"),
            ("papermill", "--help"),
        ),
    }
    made = []
    for (work, peer), (ours, theirs) in pairs.items():
        taken = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds)]
        made.append(
            Row(
                suite="the command", work=work, ours=tuple(one for one, _ in taken),
                peer=peer, theirs=tuple(other for _, other in taken),
            )
        )  # fmt: skip
    return made


def _seconds(words: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def sweep(rounds: int, quick: bool, peers: Mapping[str, Path]) -> Sequence[Row | Table]:
    """Measure looking, and count what is asked."""
    artifacts = 60 if quick else 1000
    latencies = (0.0, 0.05) if quick else (0.0, 0.05, 0.2)
    return [
        *bench_sweep.rows(rounds, artifacts, latencies, peers),
        bench_sweep.counted(20 if quick else 100),
    ]


def registry(rounds: int, quick: bool, peers: Mapping[str, Path]) -> Sequence[Row | Table]:
    """Measure how the work grows with the registry."""
    del peers
    sizes = (50, 100) if quick else (100, 1_000, 10_000)
    return [bench_registry.loading(sizes[1], rounds), bench_registry.growth(sizes)]


def history(rounds: int, quick: bool, peers: Mapping[str, Path]) -> Sequence[Row | Table]:
    """Measure questions to a long history."""
    del peers
    runs, papers = (20, 20) if quick else (300, 333)
    return bench_registry.long_history(runs, papers, rounds)


def cluster(rounds: int, quick: bool, peers: Mapping[str, Path]) -> Sequence[Row | Table]:
    """Measure a cluster of one and two workers."""
    del peers
    return bench_cluster.rows(rounds, 4 if quick else 92)


SUITES: Mapping[str, Suite] = {
    "notebooks": notebooks,
    "start": start,
    "sweep": sweep,
    "registry": registry,
    "history": history,
    "cluster": cluster,
}


def install() -> tuple[dict[str, Path], list[str]]:
    """Have the peers at hand; return their folders, and what could not be had."""
    folders, missing = {}, []
    for name, words in PEERS.items():
        folder = ROOT / "runs" / "bench-peers" / name
        if not folder.exists():
            done = subprocess.run(
                [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), *words],
                check=False, capture_output=True, text=True,
            )  # fmt: skip
            if done.returncode:
                missing.append(f"{words[-1]}: pip cannot install it here")
                continue
        folders[name] = folder
    return folders, missing


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--suites", nargs="+", choices=SUITES, default=list(SUITES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="small, to see that all of it works")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="folder of the page")
    parser.add_argument("--render", action="store_true", help="only the page, from the figures")
    asked = parser.parse_args()
    figures = asked.docs / report.FOLDER / "results.json"
    if asked.render:
        report.write(msgspec.json.decode(figures.read_bytes(), type=report.Results), asked.docs)
        return
    about = report.machine()
    peers, missing = install()
    found: list[Row | Table] = []
    for name in asked.suites:
        print(f"== {name}", file=sys.stderr)
        found += SUITES[name](asked.rounds, asked.quick, peers)
    words = [
        *(["--quick"] if asked.quick else []),
        *(["--suites", *asked.suites] if asked.suites != list(SUITES) else []),
        f"--rounds {asked.rounds}",
    ]
    command = f"python tools/bench.py {' '.join(words)}"
    made = report.results(
        command,
        [each for each in found if isinstance(each, Row)],
        [each for each in found if isinstance(each, Table)],
        missing,
        about,
    )
    if asked.suites != list(SUITES) and figures.exists():
        before = msgspec.json.decode(figures.read_bytes(), type=report.Results)
        made = report.renewed(before, made)
    report.write(made, asked.docs)
    print(report.markdown(made))


if __name__ == "__main__":
    main()
