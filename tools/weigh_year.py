"""Weigh a year of weekly commits of this project's papers, packed as git packs them.

    python tools/weigh_year.py [--weeks 52] [--changing 0.1]

Each week looks at every place that the registry names and commits what `tracker run
--commit-tables` leaves. The looks are invented: the first tells as much of each place as a live one
would, later ones confirm it, but for the share that has changed. No host is asked.
"""

import argparse
import datetime as dt
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tracker.history import History, append_look, start  # noqa: E402
from tracker.jobs import run as job  # noqa: E402
from tracker.model.evidence import (  # noqa: E402
    Book,
    Declaration,
    Exchange,
    Facts,
    Observation,
    Place,
    Reach,
    Tree,
)
from tracker.model.run import RunEnded  # noqa: E402
from tracker.model.swhid import revision  # noqa: E402
from tracker.project import Project  # noqa: E402
from tracker.registry import load  # noqa: E402
from tracker.sweep.looks import hub_pages, targets  # noqa: E402
from tracker.transport import Settings  # noqa: E402
from tracker.verdicts.cases import Judgements  # noqa: E402

BEGIN = dt.datetime(2026, 12, 7, 4, 17, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)
_PATHS = tuple(f"model-{number:05d}-of-00012.safetensors" for number in range(1, 13))
_CARD = Declaration(
    place=Place.CARD, path="README.md", line=2, quote="license: apache-2.0", expression="Apache-2.0"
)


def digest(*parts: object) -> str:
    """Return a digest of parts, the same for the same ones."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def observation(subject: str, book: Book, state: int, when: dt.datetime) -> Observation:
    """Return what a look at a place brings back; another `state` is another world."""
    known = [sighting.observation.facts for sighting in book.get(subject, ())]
    unseen = Facts(tree=Tree(files=12, suffixes={".safetensors": 12}, paths=_PATHS), gate="none",
                   licenses=(_CARD,), created=BEGIN - 90 * WEEK)  # fmt: skip
    facts = msgspec.structs.replace(
        known[0] if known else unseen,
        revision=revision(digest(subject, state)[:40]),
        last_changed=BEGIN - WEEK + state * WEEK,
    )
    return Observation(
        subject=subject,
        reach=Reach.VISIBLE,
        via="made up",
        agent="tools/weigh_year.py",
        facts=facts,
        exchanges=tuple(
            Exchange(
                url=f"{subject}/{number}",
                status=200,
                digest=f"sha256:{digest(subject, number, state if number else when)}",
            )
            for number in range(3)
        ),
        started_at=when,
        observed_at=when,
    )


def looks(project: Project, week: int, states: Mapping[str, int]) -> None:
    """Write what a week's looks saw into the committed history."""
    now = BEGIN + week * WEEK
    book = History([project.history]).book()
    with start(project.history, purpose="look", agent="tools/weigh_year.py", now=now) as writer:
        for number, (subject, state) in enumerate(states.items()):
            when = now + number * dt.timedelta(milliseconds=731)
            append_look(writer, book, observation(subject, book, state, when))
        end = now + dt.timedelta(minutes=4)
        writer.append(RunEnded(run=writer.run, ended_at=end, looked=len(states), unreached=0))


def git(*words: str, cwd: Path, fed: bytes | None = None) -> str:
    """Run git and return what it prints."""
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    done = subprocess.run(
        ["git", *who, *words], cwd=cwd, check=True, capture_output=True, input=fed
    )
    return done.stdout.decode()


def clone(folder: Path) -> Project:
    """Commit the files of this checkout, as they stand, to a new repository."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git("init", "--quiet", cwd=folder)
    return Project(root=folder)


def packed(folder: Path) -> Counter[str]:
    """Return the bytes that each part of the repository takes in its pack."""
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message=Status", cwd=folder)
    git("gc", "--quiet", cwd=folder)
    objects = git("rev-list", "--objects", "--all", cwd=folder)
    form = "--batch-check=%(objectsize:disk) %(rest)"
    sizes: Counter[str] = Counter()
    for line in git("cat-file", form, cwd=folder, fed=objects.encode()).splitlines():
        size, _, path = line.partition(" ")
        sizes[part_of(path)] += int(size)
    return sizes


def part_of(path: str) -> str:
    """Return the part of the repository that a path belongs to."""
    first, _, rest = path.partition("/")
    second = rest.partition("/")[0]
    known = {"history": "history/", "README.md": "README.md"}
    return f"status/{second}" if first == "status" and second else known.get(first, "the rest")


def weeks(project: Project, number: int, changing: float) -> Iterator[Counter[str]]:
    """Yield what the repository weighs before the first week, and after each."""
    registry = load(project.registry)
    chance = random.Random(17)  # noqa: S311  nothing is secret here
    states = dict.fromkeys((*targets(registry.papers), *hub_pages(registry.papers)), 0)
    yield packed(project.root)
    for week in range(number):
        for subject in states:
            states[subject] += bool(week) and chance.random() < changing
        looks(project, week, states)
        job.run(
            project,
            registry,
            job.RunRequest(offline=True, commit_tables=True),
            Settings(),
            job.Progress(),
            judgements=Judgements(),
        )
        yield packed(project.root)


def main() -> None:
    """Weigh, and print the bytes of each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--changing", type=float, default=0.1, help="of the places, each week")
    asked = parser.parse_args()
    weighed = []
    with tempfile.TemporaryDirectory() as name:
        for sizes in weeks(clone(Path(name)), asked.weeks, asked.changing):
            print(f"week {len(weighed)}: {sizes.total() / 1e6:.2f} MB", flush=True)
            weighed.append(sizes)
    first, last = weighed[0], weighed[-1]
    for part in sorted(last, key=lambda part: first[part] - last[part]):
        print(f"{(last[part] - first[part]) / 1e6:8.2f} MB  {part}")


if __name__ == "__main__":
    main()
