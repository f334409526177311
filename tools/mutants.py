"""Plant a seeded sample of small faults in a package, and tell which ones the tests notice.

    python -m tools.mutants tracker/verdicts --sample 300 --seed 1

Nothing is planted in the working tree: the faults go into a copy of it, one at a time. For each,
the tests run that execute its line, the likeliest and quickest first, until one fails; a fault in
what importing executes, or what no test runs by itself, is met by all tests that touch its file;
the former also by those of the folders of its folders' names. A test that no longer comes to an end
has noticed. The same seed plants the same faults, in the same order: a run that is ended early has
measured a smaller sample.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.mutants_plant import Mutant, everything, optional_names
from tools.mutants_run import Baseline, baseline, noticed_by, warm

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = "tools/mutants_equivalent.toml"
TESTS = ("tests/verdicts", "tests/model", "tests/tables", "tests/history", "tests/registry")
_SKIPPED = shutil.ignore_patterns(
    ".*", "__pycache__", "node_modules", "build", "dist", "*.egg-info"
)
_TIMES = 5
"""A test that takes so many times its usual processor time does not come to an end."""
_LIKELIEST = 3
"""Files of tests that are asked before the others."""
_NEWS = 25
_SPARE = 10
"""Seconds of processor time for what every child does."""


@dataclass(frozen=True)
class Outcome:
    """A fault, and what noticed it."""

    mutant: Mutant
    text: str
    """The line it was planted in."""
    by: str | None
    """A test, or how the tests ended; None: it survived."""
    tests: int
    """How many were to notice it; 0: no test runs its line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the survivors and the figure."""
    asked = _asked(arguments)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        root = Path(folder).resolve() / "copy"
        shutil.copytree(asked.root, root, ignore=_SKIPPED, symlinks=True)
        samples = {package: _sample(root, package, asked) for package in asked.packages}
        tests = [path for path in asked.tests or TESTS if (root / path).exists()]
        usual = baseline(root, asked.packages, tests, asked.skip)
        left_out = usual.without(asked.longest)
        if not usual.seconds:
            print((root / "unmutated.log").read_text("utf-8"), file=sys.stderr)
            print("No test passes where nothing is planted.", file=sys.stderr)
            return 3
        for test, why in left_out.items():
            print(f"left out: {test}: {why}", file=sys.stderr)
        warm(usual.modules)
        reports: list[dict[str, Any]] = []
        for package, sample in samples.items():
            outcomes = _measure(root, sample, usual, package, asked)
            reports.append(_report(outcomes, package, asked, len(sample)))
            if asked.json:
                content = {"left_out": left_out, "reports": reports}
                text = json.dumps(content, indent=1, ensure_ascii=False)
                asked.json.write_text(f"{text}\n", "utf-8")
    print("\n".join(map(summary, reports)))
    return int(any(_share(report) < asked.at_least for report in reports))


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="mutants", description="Plant a seeded sample of faults; tell what the tests notice."
    )
    parser.add_argument("packages", nargs="+", help="folders or files, such as tracker/verdicts")
    parser.add_argument("--sample", type=int, default=300, help="how many faults (300)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    parser.add_argument("--tests", nargs="+", help=f"where the tests are ({' '.join(TESTS)})")
    parser.add_argument("--skip", nargs="+", default=[], help="tests to leave out, by their names")
    parser.add_argument("--longest", type=float, default=5, help="seconds; no longer test runs (5)")
    parser.add_argument("--minutes", type=float, help="for each; the sample is smaller if too few")
    parser.add_argument("--json", type=Path, help="write the report to this file")
    parser.add_argument("--again", type=Path, help="plant what survived in this earlier report")
    parser.add_argument("--at-least", type=float, default=0, help="percentage; less is exit code 1")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    asked.packages = [package.rstrip("/") for package in asked.packages]
    for package in asked.packages:
        if not (asked.root / package).exists():
            parser.error(f"there is no {package}")
    return asked


def _equivalent(root: Path) -> set[tuple[str, str, str]]:
    """Return the faults that change nothing, each listed with its reason."""
    path = root / EQUIVALENT
    listed = tomllib.loads(path.read_text("utf-8"))["equivalent"] if path.exists() else []
    return {(row["path"], row["line"], row["change"]) for row in listed}


def _sample(root: Path, package: str, asked: argparse.Namespace) -> list[Mutant]:
    equivalent = _equivalent(root)
    optional = optional_names(sorted((root / package.partition("/")[0]).rglob("*.py")))
    planted = [
        mutant
        for mutant in everything(root, package, optional)
        if (mutant.path, _line(root, mutant), mutant.change) not in equivalent
    ]
    if asked.again:
        earlier = json.loads(asked.again.read_text("utf-8"))["reports"]
        keys = {
            (mutant["path"], mutant["line"], mutant["change"])
            for report in earlier
            for mutant in report["survivors"]
        }
        return [
            mutant
            for mutant in planted
            if (mutant.path, _line(root, mutant), mutant.change) in keys
        ]
    chance = random.Random(f"{asked.seed} {package}")  # noqa: S311  (a sample, no secret)
    return chance.sample(planted, min(asked.sample, len(planted)))


def _line(root: Path, mutant: Mutant) -> str:
    return (root / mutant.path).read_text("utf-8").split("\n")[mutant.line - 1].strip()


def _measure(
    root: Path, sample: Sequence[Mutant], usual: Baseline, package: str, asked: argparse.Namespace
) -> list[Outcome]:
    sys.dont_write_bytecode = True  # a fault's bytecode must not outlive it
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    end = time.monotonic() + asked.minutes * 60 if asked.minutes else None
    outcomes: list[Outcome] = []
    for number, mutant in enumerate(sample):
        if end and time.monotonic() > end:
            break
        if number % _NEWS == 0:
            print(f"{package}: {number} of {len(sample)} planted", file=sys.stderr, flush=True)
        tests = choose(mutant, usual)
        path = root / mutant.path
        source = path.read_bytes()
        for stale in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            stale.unlink()
        path.write_bytes(mutant.planted(source))
        try:
            by = _noticed_in_turn(root, tests, usual)
        finally:
            path.write_bytes(source)
        outcomes.append(Outcome(mutant, _line(root, mutant), by, len(tests)))
        if by is None:
            print(
                f"survived: {mutant.path}:{mutant.line}: {mutant.change}",
                file=sys.stderr,
                flush=True,
            )
    return outcomes


def _noticed_in_turn(root: Path, tests: Sequence[str], usual: Baseline) -> str | None:
    """Ask the likeliest files first: what they notice costs no import of the others."""
    files = [*dict.fromkeys(_file(test) for test in tests)]
    likeliest = frozenset(files[:_LIKELIEST])
    for turn in (True, False):
        asked = [test for test in tests if (_file(test) in likeliest) is turn]
        usually = sum(usual.seconds[test] for test in asked)
        by = noticed_by(root, asked, usually * _TIMES + _SPARE) if asked else None
        if by is not None:
            return by
    return None


def _file(test: str) -> str:
    return test.partition("::")[0]


def choose(mutant: Mutant, usual: Baseline) -> list[str]:
    """Return the tests that are to notice a fault, the most likely and the quickest first.

    The likeliest are those of a file named like the one with the fault, beside tests of its
    package; then those in the file of which most tests run the line.
    """
    lines: Mapping[str, Sequence[str]] = usual.lines.get(mutant.path, {})
    own = {test for line in mutant.lines for test in lines.get(str(line), ())}
    own &= usual.seconds.keys()
    near: set[str] = set()
    # A line that no test runs by itself may run when tests are collected, or once for all of them.
    if mutant.on_import or not own:
        near = {test for tests in lines.values() for test in tests if test in usual.seconds}
    if mutant.on_import:
        folders = {f"/{folder}/" for folder in Path(mutant.path).parts[:-1]}
        near |= {test for test in usual.seconds if any(folder in _file(test) for folder in folders)}
    path = Path(mutant.path)
    names = {*path.parts[1:2], path.parent.name if path.stem == "__init__" else path.stem}
    running = Counter(map(_file, own or near))

    def likely(test: str) -> tuple[bool, int, str, float]:
        file = _file(test)
        return not all(name in file for name in names), -running[file], file, usual.seconds[test]

    return [*sorted(own, key=likely), *sorted(near - own, key=likely)]


def _report(
    outcomes: Sequence[Outcome], package: str, asked: argparse.Namespace, planned: int
) -> dict[str, Any]:
    survivors = [outcome for outcome in outcomes if outcome.by is None]
    return {
        "package": package,
        "seed": asked.seed,
        "planned": planned,
        "planted": len(outcomes),
        "noticed": len(outcomes) - len(survivors),
        "timed_out": sum(outcome.by == "time-out" for outcome in outcomes),
        "survivors": [_told(outcome) for outcome in survivors],
        "all": [_told(outcome) for outcome in outcomes],
    }


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "path": outcome.mutant.path,
        "number": outcome.mutant.line,
        "line": outcome.text,
        "kind": outcome.mutant.kind,
        "change": outcome.mutant.change,
        "tests": outcome.tests,
        "by": outcome.by,
    }


def summary(report: Mapping[str, Any]) -> str:
    """Return what a person reads: the survivors, and the figure."""
    survivors = report["survivors"]
    lines = [
        f"{survivor['path']}:{survivor['number']}: {survivor['change']}"
        f"{'' if survivor['tests'] else '  (no test runs it)'}"
        for survivor in sorted(
            survivors, key=lambda survivor: (survivor["path"], survivor["number"])
        )
    ]
    planted, planned = report["planted"], report["planned"]
    short = f", of {planned} that were to be planted" if planted < planned else ""
    lines.append(
        f"{report['package']}: {report['noticed']} of {planted} noticed, {_share(report):.1f} % "
        f"(seed {report['seed']}{short}; {report['timed_out']} did not come to an end)"
    )
    return "\n".join(lines)


def _share(report: Mapping[str, Any]) -> float:
    return 100 * report["noticed"] / max(1, report["planted"])


if __name__ == "__main__":
    sys.exit(main())
