"""Measure the licence matcher on labelled files, and beside other tools on the same files.

Usage: ``python -m tools.bench_licenses [--cases FOLDER] [--half unseen] [--peers]``

FOLDER holds ``licences``, ``readmes`` and ``cards``, each with its ``labels.jsonl``, and more of
them under ``more``; without one there is nothing to measure, and the tool says so and ends well. A
file belongs to one half by the first digit of its SHA-256; the half that was not seen is only
counted. Labels that are marked as uncertain are counted apart. The catalog was not built from
these files, but holds the published texts of which some are copies. The lists of titles and of
phrases were written with a part of them in view; a figure on others may be lower.

With ``--peers`` the tools that package registries and Debian offer are run on the same licence
files, in an environment of their own under ``runs/``; what cannot be had is named and left out.
"""

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeAlias

from tracker.licensing.known import atoms
from tracker.licensing.matching import family
from tracker.licensing.reading import Reading, read
from tracker.licensing.spelling import normalise
from tracker.model.verdict import NOASSERTION, NONE

ROOT = Path(__file__).parent.parent
CASES = ROOT.parent / "shared" / "cases"
Half: TypeAlias = Literal["developed", "unseen"]
_FOLDERS = {"text": "licences", "readme": "readmes", "card": "cards"}
_ORDER = ("yes", "conditional", "unknown", "no")


def half_of(data: bytes) -> Half:
    """Return the half to which a file belongs."""
    return "developed" if int(sha256(data).hexdigest()[0], 16) % 2 == 0 else "unseen"


def labels(folder: Path) -> list[dict[str, Any]]:
    """Return the labelled cases of one folder; none where there is no such folder."""
    path = folder / "labels.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [json.loads(line) for line in lines]


def grade_license(case: dict[str, Any], license_id: str, class_: str) -> str:
    """Return ``right``, ``wrong`` or ``unknown``, as the labels say to compare."""
    accepted = {family(name).casefold() for name in case["accept"]}
    hub = normalise((case["hf_id"] or "").removeprefix("other:"))
    if family(license_id).casefold() in accepted or license_id == hub or class_ == case["class"]:
        return "right"
    return "unknown" if license_id == NOASSERTION else "wrong"


def grade_readme(case: dict[str, Any], answer: Reading) -> str:
    """Return ``right`` where every labelled answer is, ``wrong`` where one was invented."""
    given = {
        "code": answer.code,
        "weights": answer.weights,
        "data": answer.data,
        "unspecified": answer.license,
    }
    for key, label in case["label"].items():
        said = given[key]
        named = said not in (None, NONE, NOASSERTION)
        wanted = [
            one["licence"] if isinstance(one, dict) else one
            for one in (label if isinstance(label, list) else [label])
        ]
        wanted = [one for one in wanted if one and not _NAMELESS.match(one)]
        if not wanted:
            if named:
                return "wrong"
        elif not named:
            return "unknown"
        elif not _same(", ".join(wanted), str(said)) and not _some(wanted, str(said)):
            return "wrong"
    invented = [
        key
        for key in ("weights", "data")
        if key not in case["label"] and given[key] not in (None, NONE, NOASSERTION)
    ]
    return "wrong" if invented and "unspecified" not in case["label"] else "right"


def grade_card(case: dict[str, Any], answer: Reading) -> str:
    """Return ``right`` where both the licence and commercial use are."""
    label = case["label"]
    named = answer.license not in (NONE, NOASSERTION)
    if label["licence"] is None:
        return "wrong" if named else "right"
    if not named and re.match(r"custom:|other \(unnamed\)", str(label["licence"])):
        return "right" if answer.commercial == label["commercial"] else "unknown"
    raw = label["license_name"] or label["hf_license"]
    listed = [", ".join(one) if isinstance(one, list) else one for one in (label["licence"], raw)]
    same = any(_same(one, answer.license) for one in listed if one)
    if same and answer.commercial == label["commercial"]:
        return "right"
    return "wrong" if named else "unknown"


def _same(label: str, license_id: str) -> bool:
    """Compare a label in a person's words with an expression."""
    plain = re.sub(r"\s*\(.*?\)|^mixed:\s*", "", label)
    wanted = [normalise(part) or part for part in re.split(r",\s*", plain)]
    return {_letters(family(one)) for one in wanted} == {
        _letters(family(one)) for one in atoms(license_id)
    }


def _some(wanted: list[str], license_id: str) -> bool:
    """Tell whether of several licences of one part some are said, and no other."""
    told = [_letters(family(normalise(re.sub(r"\s*\(.*", "", one)) or one)) for one in wanted]
    return len(wanted) > 1 and {_letters(family(one)) for one in atoms(license_id)} <= set(told)


_NAMELESS = re.compile(r"pointer:|custom:|unspecified|various")


def _letters(name: str) -> str:
    return re.sub(
        r"licenseref|license|model|terms|community|[^a-z0-9.+]|(?<=cpml)1\.0", "", name.casefold()
    )


def graded(
    cases: Path, kind: str, half: Half | None = None
) -> Iterator[tuple[dict[str, Any], Reading, str, float]]:
    """Yield each case with our answer, its grade and the seconds of processor time it took.

    Without `half`, those of both; files under ``more`` belong to the same cases.
    """
    for folder in (cases / _FOLDERS[kind], cases / "more" / _FOLDERS[kind]):
        for case in labels(folder):
            data = (folder / case["file"]).read_bytes()
            if half not in (None, half_of(data)):
                continue
            start = time.process_time()
            answer = read(case["file"], data, kind)  # type: ignore[arg-type]  # one of the three
            taken = time.process_time() - start
            if kind == "text":
                grade = grade_license(case, answer.license, answer.class_)
            else:
                grade = (grade_readme if kind == "readme" else grade_card)(case, answer)
            yield case, answer, grade, taken


def freer(allowed: str, answer: Reading) -> bool:
    """Tell whether an answer allows more commercial use than its label does."""
    return (
        answer.commercial in ("yes", "conditional")
        and allowed in ("conditional", "no")
        and _ORDER.index(answer.commercial) < _ORDER.index(allowed)
    )


def allowed_by(case: dict[str, Any]) -> str:
    """Return what the label of a case says of commercial use."""
    said = case["commercial"] if "commercial" in case else case["label"]["commercial"]
    return str(said)


def report(cases: Path, kind: str, half: Half) -> None:
    """Print right, wrong and unknown of one kind of file; name what is not right if it may be."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    seconds, bad, permissive = [], [], 0
    for case, answer, grade, taken in graded(cases, kind, half):
        seconds.append(taken)
        if case["uncertain"]:
            apart[grade] += 1
            continue
        group = case.get("class") or case.get("kind") or case.get("repo_type") or ""
        rows[group][grade] += 1
        total[grade] += 1
        label = case["label"]
        permissive += (more := freer(allowed_by(case), answer))
        if grade != "right" or more:
            label = label["licence"] if isinstance(label, dict) and "licence" in label else label
            bad.append(
                f"  {grade}{', too permissive' * more}: {case['file']} is {label}; "
                f"said {_said(answer)}"
            )
    count = total.total()
    if not count:
        return
    print(
        f"\n{kind}: {total['right']}/{count} right ({total['right'] / count:.1%}), "
        f"{total['wrong']} wrong ({total['wrong'] / count:.1%}), {total['unknown']} unknown, "
        f"{permissive} too permissive; uncertain apart {dict(apart)}; "
        f"median {statistics.median(seconds) * 1000:.1f} ms, longest {max(seconds) * 1000:.0f} ms"
    )
    if half == "unseen":
        return
    for group, grades in sorted(rows.items()):
        print(
            f"  {group:28} "
            + "  ".join(f"{grades[g]:3} {g}" for g in ("right", "wrong", "unknown"))
        )
    print("\n".join(bad))


def _said(answer: Reading) -> str:
    parts = [
        f"{name} {value}"
        for name in ("code", "weights", "data")
        if (value := getattr(answer, name))
    ]
    return f"{answer.license} ({', '.join([answer.class_, answer.commercial, *parts])})"


def startup() -> tuple[float, float]:
    """Return the seconds from starting Python to the first answer, and the memory in megabytes."""
    code = (
        "from tracker.licensing.reading import read\n"
        "read('LICENSE', b'Permission is hereby granted, free of charge, to any person')\n"
        "import resource, time; print(time.process_time(),"
        " resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        runs.append(tuple(float(number) for number in done.stdout.split()))
    return min(run[0] for run in runs), max(run[1] for run in runs)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the licence matcher on labelled files.")
    parser.add_argument("--cases", type=Path, default=CASES, help="folder of the labelled files")
    parser.add_argument("--half", choices=("developed", "unseen"), default="developed")
    parser.add_argument("--peers", action="store_true", help="run other tools on them as well")
    given = parser.parse_args()
    if not labels(given.cases / "licences"):
        print("No labelled files beside this checkout: nothing to measure.")
        return 0
    for kind in ("text", "readme", "card"):
        report(given.cases, kind, given.half)
    seconds, memory = startup()
    print(f"\nstart-up {seconds:.2f} s, {memory:.0f} MB; this process ", end="")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if given.peers:
        from tools.bench_licenses_peers import compare  # noqa: PLC0415 - only where asked for

        compare(given.cases, grade_license, (seconds, memory))
    return 0


if __name__ == "__main__":
    sys.exit(main())
