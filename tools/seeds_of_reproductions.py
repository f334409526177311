"""Run the reproduction notebooks with many seeds, small, and say which answers hang on the seed.

Usage: ``python tools/seeds_of_reproductions.py [--seeds 10] [--jobs 2] [PAPER ...]``

The runs are those of ``tracker reproduce --quick --seed N``, and are kept in ``runs/`` as they are.
Exits with 2 if a check has several answers: the tables then call it inconclusive.
"""

import argparse
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tracker.jobs.reproduce import ReproduceRequest, ReproduceResult, reproduce
from tracker.jobs.run import Progress
from tracker.project import Project
from tracker.registry import load
from tracker.transport import Settings

HEAD = "| paper | check | answers | slowest run, s | its CPU, s |\n|---|---|---|---|---|"


def main(arguments: Sequence[str]) -> int:
    """Run, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("papers", metavar="PAPER", nargs="*", help="ids; none means all")
    parser.add_argument("--seeds", type=int, default=10, help="0 to one less than this")
    parser.add_argument("--jobs", type=int, default=2, help="notebooks at a time")
    asked = parser.parse_args(arguments)
    project = Project.find()
    registry, settings = load(project.registry), Settings.from_environment(os.environ)
    results = []
    for seed in range(asked.seeds):
        wish = ReproduceRequest(papers=tuple(asked.papers), quick=True, seed=seed, jobs=asked.jobs)
        results.append(reproduce(project, registry, wish, settings, Progress()))
        print(f"seed {seed} done", file=sys.stderr)
    print(HEAD, *rows(results), sep="\n")
    return 2 if any(len(found) > 1 for found in answers(results).values()) else 0


def answers(results: Sequence[ReproduceResult]) -> dict[tuple[str, str], Counter[str]]:
    """Return how often each check, by paper and id, had which answer; each run judged alone."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for result in results:
        for trial in result.trials:
            for each in trial.checks:
                found[trial.paper.id, each.check.id][each.verdict.answer] += 1
    return found


def rows(results: Sequence[ReproduceResult]) -> Iterator[str]:
    """Yield a line for each check, with the cost of the slowest run of its notebook."""
    slowest: dict[str, tuple[float, float]] = {}
    for trial in (trial for result in results for trial in result.trials):
        if cost := trial.run.cost:
            slowest[trial.paper.id] = max(
                slowest.get(trial.paper.id, (0, 0)), (cost.wall, cost.cpu or 0)
            )
    for (paper, check), found in answers(results).items():
        told = ", ".join(f"{answer} × {count}" for answer, count in found.most_common())
        wall, cpu = slowest.get(paper, (0, 0))
        mark = " **differs**" if len(found) > 1 else ""
        yield f"| {paper} | {check} | {told}{mark} | {wall:.1f} | {cpu:.1f} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
