"""Write the first history file from stored copies of repositories.

Usage: ``python -m tools.seed_history --facts FOLDER --out history/ [--now 2026-11-22T00:00:00Z]``

Each sub-folder of FOLDER is one repository: ``meta.json`` (name, HEAD commit, dates, branch),
``tree.txt`` (``git ls-tree -r --long HEAD``) and some of its files, ``a__b`` or ``files/a/b``
standing for ``a/b``. They go through the code that judges live answers,
`tracker.hosts.texts.listing`; of their text nothing is kept but the short quotes in which a licence
is declared.

The same folder gives the same lines whenever the tool is run; only the first and the last line
carry the time of the run.
"""

import argparse
import datetime as dt
import hashlib
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from tracker import __version__
from tracker.errors import ConfigurationError, HistoryError, TrackerError
from tracker.history import History, start
from tracker.hosts.texts import listing
from tracker.model import swhid
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.locator import locate
from tracker.model.run import RunEnded

PURPOSE = "Seed: what stored copies of the repositories show."
NOTE = "Stored copy of the repository: its listing, licence files, README and package metadata."
AGENT = f"tracker {__version__}"

_ENTRY = re.compile(r"\d{6} (?P<kind>\w+) (?P<id>[0-9a-f]{40}) +\S+\t(?P<path>.+)")
_ESCAPE = re.compile(rb'\\([0-7]{3}|[abtnvfr"\\])')
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f",
            b"r": b"\r", b'"': b'"', b"\\": b"\\"}  # fmt: skip


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What is used of ``meta.json``."""

    repo: str
    head_sha: str
    head_date: dt.datetime
    first_commit_date: dt.datetime
    default_branch: str


def observation(folder: Path) -> Observation:
    """Return what the stored copy in `folder` shows.

    Raises
    ------
    ConfigurationError
        If the folder does not hold what it should.
    """
    try:
        meta = msgspec.json.decode((folder / "meta.json").read_bytes(), type=Meta)
        blobs = read_tree((folder / "tree.txt").read_text(encoding="utf-8"))
        texts = _texts(folder, blobs)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"{folder.name} is no stored copy of a repository: {error}",
            advice="Give the folder that holds one sub-folder for each repository.",
        ) from error
    return Observation(
        subject=locate(f"https://github.com/{meta.repo}").url,
        reach=Reach.VISIBLE,
        via="stored-copy",
        agent=AGENT,
        not_before=meta.head_date.astimezone(dt.UTC),
        note=NOTE,
        facts=msgspec.structs.replace(
            _with_true_ids(_described(blobs, texts), blobs),
            is_empty=not blobs,
            revision=swhid.revision(meta.head_sha),
            branch=meta.default_branch,
            first_commit=meta.first_commit_date.astimezone(dt.UTC),
            last_changed=meta.head_date.astimezone(dt.UTC),
        ),
    )


def _described(blobs: Mapping[str, str], texts: Mapping[str, bytes]) -> Facts:
    """Return what a copy shows, as the committed seed tells it: without the folders of assets."""
    facts = listing.describe(list(blobs), texts)
    tree = facts.tree and msgspec.structs.replace(facts.tree, assets=None)
    return msgspec.structs.replace(facts, tree=tree)


def _as_committed(look: Observation) -> Observation:
    """Return a look as the committed seed tells it: nobody asked for credits then."""
    return msgspec.structs.replace(look, facts=msgspec.structs.replace(look.facts, credits=None))


def read_tree(text: str) -> dict[str, str]:
    """Return path and blob id of each file in the output of ``git ls-tree -r --long``.

    Submodules are no files of the repository and are left out.
    """
    blobs = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            raise ValueError(f"tree.txt:{number} is no line of a listing")
        if entry["kind"] == "blob":
            blobs[_unquoted(entry["path"])] = entry["id"]
    return blobs


def _unquoted(path: str) -> str:
    """Undo git's C-style quoting of unusual paths."""
    if not (path.startswith('"') and path.endswith('"')):
        return path

    def plain(match: re.Match[bytes]) -> bytes:
        escape = match[1]
        return _ESCAPED[escape] if escape in _ESCAPED else bytes([int(escape, 8) & 0xFF])

    return _ESCAPE.sub(plain, path[1:-1].encode()).decode(errors="surrogateescape")


def _texts(folder: Path, blobs: Mapping[str, str]) -> dict[str, bytes]:
    """Return the saved files that a live look would read too, under their true paths."""
    paths: dict[str, list[str]] = {}
    for path in blobs:
        paths.setdefault(path.replace("/", "__"), []).append(path)
    wanted = frozenset(listing.wanted(list(blobs)))
    texts: dict[str, bytes] = {}
    for file in sorted(folder.rglob("*")):
        saved = file.relative_to(folder).as_posix().removeprefix("files/")
        if saved in ("meta.json", "tree.txt") or not file.is_file():
            continue
        # `a__b` may be a/b or a file of that very name: the listing knows which of them exists,
        # and where both do, the content tells.
        meant = paths.get(saved.replace("/", "__"), [])
        if wanted.intersection(meant):
            data = file.read_bytes()
            same = [path for path in meant if swhid.content(data).endswith(blobs[path])]
            texts.update((path, data) for path in (same or meant)[:1] if path in wanted)
    return texts


def _with_true_ids(facts: Facts, blobs: Mapping[str, str]) -> Facts:
    """Give each file the id that the listing has: in a saved file an address may be masked."""
    true_ids = {path: f"swh:1:cnt:{blob}" for path, blob in blobs.items()}
    return msgspec.structs.replace(
        facts,
        read=tuple(
            msgspec.structs.replace(seen, swhid=true_ids.get(seen.path, seen.swhid))
            for seen in facts.read or ()
        ),
        licenses=tuple(
            msgspec.structs.replace(found, swhid=true_ids.get(found.path or "", found.swhid))
            if found.swhid
            else found
            for found in facts.licenses or ()
        ),
    )


def seed(facts: Path, out: Path, now: dt.datetime) -> Path:
    """Write the history file and return its path.

    Raises
    ------
    TrackerError
        If `facts` holds no stored copies, or `out` already has a seed.
    """
    for run in History([out]).runs():
        if run.purpose == PURPOSE:
            raise HistoryError(
                f"{run.path} is a seed already",
                advice="A history has one seed: remove that file first to replace it.",
            )
    folders = [meta.parent for meta in sorted(facts.glob("*/meta.json"))]
    if not folders:
        raise ConfigurationError(
            f"{facts} holds no stored copies",
            advice="Give the folder that holds one sub-folder for each repository.",
        )
    looks = map(_as_committed, map(observation, folders))
    seen = sorted(looks, key=lambda look: look.subject)
    mark = hashlib.sha256("".join(look.id for look in seen).encode()).hexdigest()[:6]
    with start(out, purpose=PURPOSE, agent=AGENT, now=now, mark=mark) as writer:
        for look in seen:
            writer.append(look)
        writer.append(RunEnded(run=writer.run, ended_at=now, looked=len(seen), unreached=0))
    return writer.path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool and return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--facts", type=Path, required=True, help="the stored copies")
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
