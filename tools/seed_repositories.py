"""What stored copies of repositories show, read as a look at them would be.

Of some the listing is not to be had: their README alone tells, and what it says is a part.
"""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tracker.hosts.observing import AGENT
from tracker.hosts.texts import listing, reading
from tracker.model import swhid
from tracker.model.evidence import Declaration, Facts, Observation, Place, Reach
from tracker.model.locator import locate
from tracker.model.unread import Piece, Unread

NOTE = "Stored copy of the repository: its listing, licence files, README and package metadata."
_README_NOTE = "Stored copy of its README alone"
NO_DAY = "nothing in it tells of which day it is"
_README = "README.md"
ABSENT = "is not in the stored copy"
_ENTRY = re.compile(r"\d{6} (?P<kind>\w+) (?P<id>[0-9a-f]{40}) +\S+\t(?P<path>.+)")
_ESCAPE = re.compile(rb'\\([0-7]{3}|[abtnvfr"\\])')
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f",
            b"r": b"\r", b'"': b'"', b"\\": b"\\"}  # fmt: skip


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """The branch that an artifact names, where it is not the one that is listed."""

    name: str
    in_head: bool
    """Whether the branch that is listed holds it."""


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """What is used of ``meta.json``."""

    repo: str
    head_sha: str
    head_date: dt.datetime
    first_commit_date: dt.datetime
    default_branch: str
    named_branch: Branch | None = None


class ReadmeAlone(msgspec.Struct, frozen=True, kw_only=True):
    """What is used of it where nothing but the README is to be had."""

    repo: str
    seen_at: str | None = None
    """Begins with the day that the copy prints."""


def observation(folder: Path, meta: Repository | ReadmeAlone) -> Observation:
    """Return what the stored copy in `folder` shows.

    Raises
    ------
    OSError, ValueError
        If the folder does not hold what it should.
    """
    if isinstance(meta, ReadmeAlone):
        return _readme_alone(meta, (folder / _README).read_bytes())
    if meta.named_branch is not None and not meta.named_branch.in_head:
        return _of_another_branch(meta, meta.named_branch)
    return of_listed_branch(folder, meta)


def of_listed_branch(folder: Path, meta: Repository) -> Observation:
    """Return what the listing of a stored copy shows, whichever branch is meant."""
    blobs = read_tree((folder / "tree.txt").read_text(encoding="utf-8"))
    return Observation(
        subject=_subject(meta.repo),
        reach=Reach.VISIBLE,
        via="stored-copy",
        agent=AGENT,
        not_before=meta.head_date.astimezone(dt.UTC),
        note=NOTE,
        facts=msgspec.structs.replace(
            _with_true_ids(_described(blobs, _texts(folder, blobs)), blobs),
            is_empty=not blobs,
            revision=swhid.revision(meta.head_sha),
            branch=meta.default_branch,
            first_commit=meta.first_commit_date.astimezone(dt.UTC),
            last_changed=meta.head_date.astimezone(dt.UTC),
        ),
    )


def _subject(repo: str) -> str:
    return locate(f"https://github.com/{repo}").url


def _of_another_branch(meta: Repository, branch: Branch) -> Observation:
    """Return what is known of a branch which no look reads: that its repository is there."""
    why = "were not read: only the default branch is"
    return Observation(
        subject=_subject(meta.repo),
        reach=Reach.VISIBLE,
        via="stored-copy",
        agent=AGENT,
        not_before=meta.head_date.astimezone(dt.UTC),
        note=f"Stored copy of the repository, whose default branch is not {branch.name}.",
        unread=(
            Unread(piece=Piece.STATE, what="whether it is archived", why=ABSENT),
            Unread(piece=Piece.HISTORY, what="the history of the branch", why="was not read"),
            Unread(piece=Piece.LISTING, what=f"the files of its branch {branch.name}", why=why),
        ),
    )


def _readme_alone(meta: ReadmeAlone, text: bytes) -> Observation:
    """Return what a README says of which the copy may have left out a part."""
    facts = reading.read([_README], {_README: text}).facts
    declared = (
        # The id would be that of the copy, and so would the line.
        *(msgspec.structs.replace(one, swhid=None, line=None) for one in facts.licenses or ()),
        Declaration(place=Place.README, path=_README, quote="", how="part"),
    )
    day = dt.date.fromisoformat(meta.seen_at[:10]) if meta.seen_at else None
    return Observation(
        subject=_subject(meta.repo),
        reach=Reach.VISIBLE,
        via="stored-copy",
        agent=AGENT,
        not_before=midnight(day) if day else None,
        note=f"{_README_NOTE}." if day else f"{_README_NOTE}; {NO_DAY}.",
        facts=Facts(
            licenses=declared, announced=facts.announced or None, links=facts.links or None
        ),
        unread=(
            Unread(piece=Piece.STATE, what="whether it is archived", why=ABSENT),
            Unread(piece=Piece.HISTORY, what="the history", why=ABSENT),
            Unread(piece=Piece.LISTING, what="the list of files", why=ABSENT),
            Unread(
                piece=Piece.README, what=_README, why="is in the stored copy in part", part=True
            ),
        ),
    )


def midnight(day: dt.date) -> dt.datetime:
    """Return the first instant of a day."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _described(blobs: Mapping[str, str], texts: Mapping[str, bytes]) -> Facts:
    """Return what a copy shows, as the committed seed tells it: without the folders of assets."""
    facts = listing.describe(list(blobs), texts)
    tree = facts.tree and msgspec.structs.replace(facts.tree, assets=None)
    return msgspec.structs.replace(facts, tree=tree)


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
