"""Repositories out of a folder of stored facts: listings, and the texts that were saved."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from servers.described import File, Repository, Special, content

FILLER = b"This file stands in for one that was not saved.\n"
_LINE = re.compile(r"(?P<mode>\d{6}) (?P<type>\w+) (?P<oid>[0-9a-f]{40}) +\S+\t(?P<path>.+)")
_ESCAPE = re.compile(rb'\\([0-7]{3}|["\\tn])')


def stored(shared: Path, repos: Sequence[str] | None = None) -> Mapping[str, Repository]:
    """Return the repositories of ``facts/repos``, by ``github.com/owner/name``.

    Parameters
    ----------
    shared
        Folder that holds ``facts``.
    repos
        ``owner/name`` of those wanted; None: all.
    """
    folders = sorted(path.parent for path in (shared / "facts" / "repos").glob("*/tree.txt"))
    named = {json.loads((folder / "meta.json").read_text())["repo"]: folder for folder in folders}
    wanted = named if repos is None else {name: named[name] for name in repos}
    return {f"github.com/{name}": _repository(folder) for name, folder in wanted.items()}


def altered(shared: Path) -> Mapping[str, Sequence[str]]:
    """Return, for each repository, the saved texts whose blob id is not the one in its listing."""
    differing: dict[str, list[str]] = {}
    for listing in sorted((shared / "facts" / "repos").glob("*/tree.txt")):
        texts = _texts(listing.parent)
        for _, oid, path in _listed(listing):
            body = _saved(texts, path)
            if body is not None and _blob(body) != oid:
                differing.setdefault(listing.parent.name, []).append(path)
    return differing


def _repository(folder: Path) -> Repository:
    meta = json.loads((folder / "meta.json").read_text())
    texts = _texts(folder)
    return Repository(
        files={
            path: _file(texts, mode, oid, path) for mode, oid, path in _listed(folder / "tree.txt")
        },
        first_commit=meta["first_commit_date"],
        last_commit=meta["head_date"],
        branch=meta["default_branch"],
    )


def _file(texts: Mapping[str, Path], mode: str, oid: str, path: str) -> File:
    if mode == "160000":
        return Special("160000", oid.encode())
    body = _saved(texts, path)
    if mode == "120000":
        return Special("120000", content(body or b"nowhere"))
    body = FILLER if body is None else body
    return Special("100755", body) if mode == "100755" else body


def _listed(listing: Path) -> Iterator[tuple[str, str, str]]:
    """Yield mode, id and path of each line of ``git ls-tree -r --long``."""
    for line in listing.read_text().splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{listing}: no line of `git ls-tree -r --long`: {line!r}")
        yield match["mode"], match["oid"], _unquoted(match["path"])


def _unquoted(path: str) -> str:
    """Undo git's quoting of unusual paths."""
    if not path.startswith('"'):
        return path
    simple = {b"t": b"\t", b"n": b"\n", b'"': b'"', b"\\": b"\\"}
    raw = _ESCAPE.sub(
        lambda match: simple.get(match[1]) or bytes([int(match[1], 8)]), path[1:-1].encode()
    )
    return raw.decode(errors="surrogateescape")


def _texts(folder: Path) -> Mapping[str, Path]:
    """Return the saved texts by their place in the folder."""
    return {str(place.relative_to(folder)): place for place in folder.rglob("*") if place.is_file()}


def _saved(texts: Mapping[str, Path], path: str) -> bytes | None:
    """Return the bytes of a saved text; the collection knows three ways to name one."""
    for name in (path.replace("/", "__"), f"files/{path}", path):
        if name in texts:
            return texts[name].read_bytes()
    return None


def _blob(body: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()
