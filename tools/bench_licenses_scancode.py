"""Measure the reader on files that ScanCode's tests label, one half at a time, by kind.

Usage: ``python -m tools.bench_licenses_scancode [--half unseen] [--show] [--peer]``

With ``--peer``, `licenseclassifier` is run on the same files. A file belongs to one half by the
first digit of its SHA-256. The half that was not seen is only counted: ``--show``, which names what
is not right, works on the other one alone.
"""

import argparse
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, Licensing

from tools.bench_licenses import CASES, Half, freer, half_of, labels
from tools.bench_licenses_peers import LICENSECLASSIFIER, python
from tracker.licensing.known import commercial
from tracker.licensing.reading import Reading, read
from tracker.model.verdict import NOASSERTION, NONE

OVERTURNED = {
    "sc-0396": "its notice names the LGPL without a version; ScanCode's own rule guesses 2.1",
    "sc-0398": "SPDX's text of Brian-Gladman-3-Clause holds the choice of the GPL itself",
    "sc-0706": "the tag says BSD-2-Clause-NetBSD, which SPDX gave up for BSD-2-Clause",
    "sc-1757": "its third clause permits to endorse: LicenseRef-scancode-bsd-endorsement-allowed",
    "sc-2650": "it shows the notices of MPL and GPL one after the other and offers no choice",
}
"""Labels that a second look overturns, with the reason: they are counted apart."""
SAME = {
    "cecill-b-en": "cecill-b",
    "iso-8879": "iso-permission",
    "mit-synopsys": "synopsys-mit",
}
"""Keys of ScanCode's for texts that SPDX has under another name."""


@cache
def _parsed(expression: str, text: bool) -> Any:
    """Return an expression that compares equal where it means the same."""
    plain = re.sub(r"licenseref-(?:scancode-)?", "", expression.casefold())
    names = re.sub(r"[^\s()]+", lambda one: SAME.get(one[0], one[0]), plain)
    if text:  # a text alone does not tell "only" from "or later"
        names = re.sub(r"-(?:only|or-later)\b", "", names)
    try:
        return Licensing().parse(names).simplify()
    except ExpressionError:
        return names


def grade(case: dict[str, Any], license_id: str) -> str:
    """Return ``right``, ``wrong`` or ``unknown``."""
    if license_id in (NONE, NOASSERTION):
        return "unknown"
    text = case["kind"] == "text"
    return "right" if _parsed(case["label"], text) == _parsed(license_id, text) else "wrong"


def graded(cases: Path, half: Half) -> Iterator[tuple[dict[str, Any], Reading, str, float]]:
    """Yield each case of a half with the answer, its grade and the seconds of processor time."""
    for case in labels(cases / "scancode"):
        data = (cases / "scancode" / case["file"]).read_bytes()
        if half_of(data) == half:
            start = time.process_time()
            answer = read(case["file"], data, "text")
            taken = time.process_time() - start
            yield case, answer, grade(case, answer.license), taken


def report(cases: Path, half: Half, *, show: bool) -> None:
    """Print right, wrong and unknown by kind, and the times."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: list[float] = []
    apart: Counter[str] = Counter()
    permissive, lines = 0, []
    for case, answer, given, taken in graded(cases, half):
        seconds.append(taken)
        permissive += freer(commercial(case["label"]), answer)
        if case["id"] in OVERTURNED:
            apart[given] += 1
            continue
        rows[case["kind"]][given] += 1
        if given != "right":
            lines.append(
                f"  {given:8}{case['kind']:8}{case['id']}  {case['label']}: {answer.license}"
            )
    for kind, row in sorted(rows.items()):
        print(_line(kind, row))
    print(_line("all", sum(rows.values(), Counter())), f"too permissive {permissive}", dict(apart))
    ranked = sorted(seconds)
    print(
        f"median {statistics.median(ranked) * 1000:.1f} ms, 95th percentile "
        f"{ranked[int(0.95 * len(ranked))] * 1000:.0f} ms, longest {ranked[-1] * 1000:.0f} ms"
    )
    if show:
        print("\n".join(sorted(lines)))


def beside(cases: Path, half: Half) -> None:
    """Print the same figures of `licenseclassifier`, and how many times its time ours is.

    What it gives on one file is joined with AND: it does not tell a choice.
    """
    listed = [
        case
        for case in labels(cases / "scancode")
        if half_of((cases / "scancode" / case["file"]).read_bytes()) == half
    ]
    paths = [str(cases / "scancode" / case["file"]) for case in listed]
    theirs = python("licenseclassifier", ["licenseclassifier"], LICENSECLASSIFIER, paths)
    ours = [taken for *_, taken in graded(cases, half)]
    grades: Counter[str] = Counter()
    for case, path in zip(listed, paths, strict=True):
        names = theirs.found[path][0]
        given = " AND ".join(names) if names else NOASSERTION
        grades[grade(case, given)] += 1
    print("licenseclassifier:", _line("all", grades))
    for name, rank in (("median", 0.5), ("95th percentile", 0.95), ("longest", 1.0)):
        mine, other = (
            _ranked(each, rank) for each in (ours, [t for _, t in theirs.found.values()])
        )
        print(f"{name}: {mine * 1000:.1f} and {other * 1000:.1f} ms, ratio {other / mine:.1f}")


def _ranked(seconds: list[float], rank: float) -> float:
    return sorted(seconds)[min(int(rank * len(seconds)), len(seconds) - 1)]


def _line(kind: str, row: Counter[str]) -> str:
    count = row.total()
    return (
        f"{kind:8}{row['right'] / count:7.1%} right {row['wrong'] / count:6.1%} wrong "
        f"({row['wrong']}) of {count};"
    )


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the reader on ScanCode's labelled files.")
    parser.add_argument("--cases", type=Path, default=CASES, help="folder of the labelled files")
    parser.add_argument("--half", choices=("developed", "unseen"), default="developed")
    parser.add_argument("--show", action="store_true", help="name what is not right")
    parser.add_argument("--peer", action="store_true", help="run licenseclassifier as well")
    given = parser.parse_args()
    if not labels(given.cases / "scancode"):
        print("No labelled files beside this checkout: nothing to measure.")
        return 0
    read("LICENSE", b"MIT")
    report(given.cases, given.half, show=given.show and given.half == "developed")
    if given.peer:
        beside(given.cases, given.half)
    return 0


if __name__ == "__main__":
    sys.exit(main())
