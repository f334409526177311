"""Write the first history file from stored copies of repositories.

Usage: ``python -m tools.seed_history --facts FOLDER [FOLDER ...] --out history/
[--now 2026-11-22T00:00:00Z]``

Each sub-folder of a FOLDER is one stored copy, with its ``meta.json``. Of a repository: name, HEAD
commit, dates and branch, with ``tree.txt`` (``git ls-tree -r --long HEAD``) and some of its files,
``a__b`` or ``files/a/b`` standing for ``a/b``; where no listing is to be had, its README alone.
Of a page of the Hugging Face Hub: what it prints (`tools.seed_hub`). They go through the code that
reads live answers; of their text nothing is kept but the short quotes in which something is
declared, promised or linked.

The same folders give the same lines whenever the tool is run; only the first and the last line
carry the time of the run.
"""

import argparse
import datetime as dt
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tools import seed_hub, seed_repositories
from tools.seed_repositories import ReadmeAlone, Repository
from tracker.errors import ConfigurationError, HistoryError, TrackerError
from tracker.history import History, start
from tracker.hosts.observing import AGENT
from tracker.model.evidence import Observation
from tracker.model.run import RunEnded

PURPOSE = "Seed: what stored copies of the repositories show."


def observation(folder: Path) -> Observation | None:
    """Return what the stored copy in `folder` shows; None where it may be of something else.

    Raises
    ------
    ConfigurationError
        If the folder does not hold what it should.
    """
    try:
        meta = _meta((folder / "meta.json").read_bytes())
        if isinstance(meta, seed_hub.Page):
            return seed_hub.observation(meta)
        return seed_repositories.observation(folder, meta)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"{folder.name} is no stored copy: {error}",
            advice="Give the folder that holds one sub-folder for each stored copy.",
        ) from error


def _meta(text: bytes) -> Repository | ReadmeAlone | seed_hub.Page:
    """Return what is told of a copy, by the kind of thing that it is of."""
    told = msgspec.json.decode(text)
    if "url" in told:
        return msgspec.convert(told, seed_hub.Page)
    if told.get("head_date"):
        return msgspec.convert(told, Repository)
    return msgspec.convert(told, ReadmeAlone)


def _as_committed(look: Observation) -> Observation:
    """Return a look as the committed seed tells it: nobody asked for credits then."""
    return msgspec.structs.replace(look, facts=msgspec.structs.replace(look.facts, credits=None))


def seed(facts: Sequence[Path], out: Path, now: dt.datetime) -> Path:
    """Write the history file and return its path.

    Raises
    ------
    TrackerError
        If one of `facts` holds no stored copies, or `out` already has a seed.
    """
    for run in History([out]).runs():
        if run.purpose == PURPOSE:
            raise HistoryError(
                f"{run.path} is a seed already",
                advice="A history has one seed: remove that file first to replace it.",
            )
    copies = [copy for folder in facts for copy in _copies(folder)]
    looks = map(_as_committed, filter(None, map(observation, copies)))
    ordered = sorted(looks, key=lambda look: look.subject)
    mark = hashlib.sha256("".join(look.id for look in ordered).encode()).hexdigest()[:6]
    with start(out, purpose=PURPOSE, agent=AGENT, now=now, mark=mark) as writer:
        for look in ordered:
            writer.append(look)
        writer.append(RunEnded(run=writer.run, ended_at=now, looked=len(ordered), unreached=0))
    return writer.path


def _copies(folder: Path) -> list[Path]:
    """Return the sub-folders that are stored copies, in order."""
    copies = [meta.parent for meta in sorted(folder.glob("*/meta.json"))]
    if not copies:
        raise ConfigurationError(
            f"{folder} holds no stored copies",
            advice="Give the folder that holds one sub-folder for each stored copy.",
        )
    return copies


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool and return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--facts", type=Path, nargs="+", required=True, help="the stored copies")
    parser.add_argument("--out", type=Path, required=True, help="the history folder")
    parser.add_argument(
        "--now",
        type=dt.datetime.fromisoformat,
        default=dt.datetime.now(dt.UTC).replace(microsecond=0),
        help="time of the run, with its time zone",
    )
    options = parser.parse_args(arguments)
    try:
        path = seed(options.facts, options.out, options.now.astimezone(dt.UTC))
    except TrackerError as error:
        print(f"{error.message}\n{error.advice}", file=sys.stderr)
        return error.exit_code
    print(f"{path}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
