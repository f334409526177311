"""Notebooks on a Dask cluster of one and two workers, beside one and two bare processes."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.bench_report import Row  # noqa: E402
from tracker.history import History  # noqa: E402
from tracker.notebooks.executors import Errand, Executors, execute_all  # noqa: E402
from tracker.notebooks.running import kernels_of  # noqa: E402
from tracker.project import Project  # noqa: E402
from tracker.registry import load  # noqa: E402
from tracker.verdicts.cases import Case, Judgements  # noqa: E402

SUITE = "a cluster"


def cases(count: int) -> list[Case]:
    """Return so many cases, those of our papers over and over."""
    project = Project(root=ROOT)
    papers = load(project.registry).papers
    history = History([project.history])
    found = [
        each.case for each in Judgements().of(papers, history.book(), None, history.reproductions())
    ]
    return [found[number % len(found)] for number in range(count)]


@contextmanager
def errand() -> Iterator[Errand]:
    """Have what a run has; kernels stay warm as long as this lasts."""
    with tempfile.TemporaryDirectory() as name, kernels_of("bench", Path(name)):
        yield Errand(
            run="bench", source=ROOT / "notebooks" / "check_paper.ipynb", folder=Path(name),
            cases=Path(name), root=ROOT, as_of="", offline=True,
        )  # fmt: skip


def executed(hands: Executors, told: Errand, mine: list[Case]) -> float:
    """Have the notebooks executed, and return seconds."""
    begun = time.perf_counter()
    failures = [each.failure for each in execute_all(hands, told, mine) if each.failure]
    took = time.perf_counter() - begun
    if failures:
        raise SystemExit(failures[0])
    return took


def share(number: int, of: int, count: int) -> None:
    """Execute a share here, as soon as standard input says so; print seconds."""
    mine = cases(count)[number::of]
    with errand() as told, Executors(1) as hands:
        executed(hands, told, mine[:2])
        print("ready", flush=True)
        sys.stdin.readline()
        print(executed(hands, told, mine), flush=True)


def bare(processes: int, count: int) -> float:
    """Return the seconds of so many processes, which know nothing of each other."""
    with contextlib.ExitStack() as stack:
        pipes = []
        for number in range(processes):
            told = ["share", str(number), str(processes), str(count)]
            started = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, __file__, *told],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    cwd=ROOT,
                )
            )
            if started.stdin and started.stdout:
                pipes.append((started.stdin, started.stdout))
        for _, said in pipes:
            said.readline()
        begun = time.perf_counter()
        for tell, _ in pipes:
            tell.write("go\n")
            tell.flush()
        for _, said in pipes:
            said.readline()
        return time.perf_counter() - begun


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """Start a scheduler and workers on this machine; yield the address."""
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        file = Path(name) / "scheduler.json"
        common = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
        for words in (["scheduler", "--port", "0"],
                      *[["worker", "--nthreads", "1", "--no-nanny"]] * workers):  # fmt: skip
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, *common],
                cwd=name, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            stack.callback(process.wait)
            stack.callback(os.killpg, process.pid, signal.SIGKILL)
        while not file.exists():
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"]


def on_cluster(workers: int, count: int) -> float:
    """Return the seconds of a cluster, which has executed a notebook before."""
    from tracker.notebooks.cluster import Cluster  # noqa: PLC0415  half a second

    mine = cases(count)
    with cluster(workers) as address, errand() as told, Cluster(address) as hands:
        hands.wait_for(workers)
        executed(hands, told, mine[: 2 * workers])
        return executed(hands, told, mine)


def rows(rounds: int, count: int) -> list[Row]:
    """Measure all four in turn."""
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        for processes in (1, 2):
            taken.setdefault(f"bare {processes}", []).append(bare(processes, count))
            taken.setdefault(f"dask {processes}", []).append(on_cluster(processes, count))
    speed = {
        kind: tuple(
            one / two for one, two in zip(taken[f"{kind} 1"], taken[f"{kind} 2"], strict=True)
        )
        for kind in ("bare", "dask")
    }
    return [
        *(
            Row(suite=SUITE, work=f"{count} notebooks, {n} worker{'s' * (n > 1)}",
                ours=tuple(taken[f"dask {n}"]), peer=f"{n} bare process{'es' * (n > 1)}",
                theirs=tuple(taken[f"bare {n}"]))
            for n in (1, 2)
        ),
        Row(suite=SUITE, work="speed-up from one worker to two", unit="×", ours=speed["dask"],
            peer="from one bare process to two", theirs=speed["bare"], better="ours / peer",
            target="≥ 0.9",
            note="Each began warm: two notebooks of each worker or process were executed before."),
    ]  # fmt: skip


if __name__ == "__main__":
    share(*map(int, sys.argv[2:]))
