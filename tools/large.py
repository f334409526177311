"""Make a project folder of any size: papers with artifacts, promises, claims, and a history.

    python tools/large.py FOLDER --papers 10000

The papers are invented, the same for the same number; hosts and names do not exist.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tracker.licensing import declarations  # noqa: E402
from tracker.model.evidence import Facts, Observation, Reach, Tree  # noqa: E402
from tracker.model.paper import ROOMS  # noqa: E402
from tracker.model.run import Confirmed, RunEnded, RunStarted  # noqa: E402
from tracker.model.swhid import revision  # noqa: E402

BEGIN = dt.datetime(2026, 1, 5, 4, 17, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)
ENTRY = """\
  - id: arxiv:{id}
    version: v1
    titles: {{en: "Paper {n}: a result about something", zh: "论文 {n}"}}
    authors: A. Author et al.
    artifacts:
      - {{role: code, url: "https://github.com/lab{n}/code", relation: official, seen_in: abstract}}
      - role: model
        url: https://huggingface.co/lab{n}/model
        relation: official
        seen_in: README
      - role: dataset
        url: https://huggingface.co/datasets/lab{n}/data
        relation: official
        seen_in: README
    promises:
      - quote: We will release the training code of paper {n} soon.
        role: code
        depth: training
        made_on: 2025-03-01
        source: {{where: "README, line 3", url: "https://github.com/lab{n}/code"}}
      - quote: All weights of paper {n} are released.
        role: model
        depth: complete
        source: {{where: "v1, abstract", url: "https://arxiv.org/abs/{id}"}}
"""
ROOM = """\
paper: arxiv:{id}
claims:
  - id: headline
    statement: It reaches {n} on a benchmark.
    metric: accuracy
    benchmark: B
    value: {n}
    unit: "%"
    headline: true
    source: {{where: "v1, table 1", url: "https://arxiv.org/abs/{id}"}}
    needs: {{gpus: "8 × H800", hours: 12, cpu_check: "the arithmetic of table 1"}}
  - id: second
    statement: It needs half the memory.
    source: {{where: "v1, table 2"}}
"""
PACKAGE = '[project]\nname = "code"\nlicense = "Apache-2.0"\n'


def registry(papers: int) -> str:
    """Return the text of a registry, without the claims, which stand in rooms."""
    return "papers:\n" + "".join(ENTRY.format(id=_id(number), n=number) for number in range(papers))


def _id(number: int) -> str:
    return f"25{number // 90_000 % 12 + 1:02d}.{10_000 + number % 90_000}"


def looks(papers: int, when: dt.datetime) -> Iterator[Observation]:
    """Yield what a run sees: a third has training code, a third a README, a third nothing."""
    licenses = declarations({"pyproject.toml": PACKAGE.encode()})
    for number in range(papers):
        kind = number % 3
        paths = (("src/train.py", "src/model.py", "README.md"), ("README.md",), ())[kind]
        facts = Facts(
            is_empty=not paths,
            archived=number % 10 == 0,
            revision=revision(f"{number:040x}"),
            first_commit=BEGIN - 40 * WEEK,
            last_changed=BEGIN - (number % 100) * WEEK,
            tree=Tree(files=len(paths), suffixes={".py": 2} if kind == 0 else {}, paths=paths),
            licenses=licenses if paths else (),
        )
        yield _look(f"https://github.com/lab{number}/code", Reach.VISIBLE, when, facts)
        files = Tree(files=2, suffixes={".safetensors": 1}, paths=("model.safetensors",))
        model = Facts(gate="none", tree=files, licenses=licenses, created=BEGIN - 39 * WEEK)
        yield _look(f"https://huggingface.co/lab{number}/model", Reach.VISIBLE, when, model)
        data = f"https://huggingface.co/datasets/lab{number}/data"
        yield _look(data, Reach.NOT_VISIBLE, when, Facts())


def _look(subject: str, reach: Reach, when: dt.datetime, facts: Facts) -> Observation:
    return Observation(
        subject=subject, reach=reach, via="made up", agent="tools/large.py", facts=facts,
        started_at=when, observed_at=when,
    )  # fmt: skip


def history(folder: Path, papers: int, runs: int = 4) -> None:
    """Write the files of some weekly runs: the first sees everything, the others confirm it.

    The files are as `tracker.history` writes them, without its care for a machine that crashes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    encode = msgspec.json.Encoder(order="deterministic").encode
    first = list(looks(papers, BEGIN))
    for week in range(runs):
        now = BEGIN + week * WEEK
        name = f"{now:%Y%m%dT%H%M%SZ}-000000"
        header = RunStarted(run=name, agent="tools/large.py", started_at=now, purpose="look")
        seen = (
            Confirmed(of=each.id, subject=each.subject, started_at=now, observed_at=now)
            if week
            else each
            for each in first
        )
        end = RunEnded(run=name, ended_at=now, looked=len(first), unreached=0)
        lines = map(encode, (header, *seen, end))
        (folder / f"{name}.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


def make(folder: Path, papers: int) -> None:
    """Make a project folder with a registry, the papers' rooms, and its history."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "registry.yaml").write_text(registry(papers), encoding="utf-8")
    for number in range(papers):
        room = folder / ROOMS / _id(number)
        room.mkdir(parents=True)
        text = ROOM.format(id=_id(number), n=number)
        (room / "claims.yaml").write_text(text, encoding="utf-8")
    history(folder / "history", papers)


def main() -> None:
    """Make the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=int, default=10_000)
    asked = parser.parse_args()
    make(asked.folder, asked.papers)


if __name__ == "__main__":
    main()
