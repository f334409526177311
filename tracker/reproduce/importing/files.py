"""The files that a person hands in: read within bounds, never followed, never run."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec

from tracker.errors import ResultRefused, in_words
from tracker.model.base import Value
from tracker.model.decoding import converted
from tracker.model.foreign import Malformed, NotRead, strict_json
from tracker.model.imported import KeptFile, RunSheet, SheetFile
from tracker.model.plain_yaml import Plain
from tracker.tables.text import clean

SHEET_NAME = "run-sheet.json"
SHEET_LIMIT = 1_000_000
RESULTS_LIMIT = 4_000_000
"""Bytes of what a harness sums up; that of sixty tasks has some 300,000."""
SAMPLES_LIMIT = 32_000_000
"""Bytes of one line for each question."""
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,120}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_AGAIN = "Hand in the folder as the recipe's script left it; docs/exact.md tells what is in it."
_T = TypeVar("_T")
_Reader: TypeAlias = Callable[[str, int], bytes]
"""Reads a file by its name, up to a number of bytes."""


class HandedIn(Value, frozen=True, kw_only=True):
    """A sheet, and the bytes of every file that it names."""

    sheet: RunSheet
    files: tuple[KeptFile, ...]
    """The sheet first."""
    contents: Mapping[str, bytes]
    """By digest."""


def from_folder(path: Path) -> HandedIn:
    """Read what a recipe's script has left: a folder, or the sheet in it.

    Raises
    ------
    ResultRefused
        If a file is missing, is another than the sheet names, or is none that is read.
    """
    folder, name = (path, SHEET_NAME) if path.is_dir() else (path.parent, path.name)
    return _read(lambda file, limit: read_file(folder / file, limit), name)


def from_kept(stores: Sequence[Path], files: tuple[KeptFile, ...]) -> HandedIn:
    """Read what was kept of an import, the sheet first.

    Raises
    ------
    ResultRefused
        If something of it is missing, or was changed since.
    """
    digests = {kept.name: kept.sha256 for kept in files}

    def read(name: str, limit: int) -> bytes:
        if name not in digests:
            raise ResultRefused(f"{name} was not kept", advice=_AGAIN)
        place = next((one for one in stores if (one / digests[name]).exists()), stores[0])
        data = read_file(place / digests[name], limit)
        if _sha256(data) != digests[name]:
            raise ResultRefused(
                f"{name}, kept as {digests[name][:12]}…, is not what was kept",
                advice="Fetch the file from the repository's history, or import the result anew.",
            )
        return data

    return _read(read, files[0].name)


def keep(store: Path, handed_in: HandedIn) -> None:
    """Keep each file under its digest, whole or not at all."""
    store.mkdir(parents=True, exist_ok=True)
    for digest, data in handed_in.contents.items():
        target = store / digest
        if not target.exists():
            draft = target.with_name(f".{digest}.draft")
            draft.write_bytes(data)
            draft.replace(target)


def read_file(path: Path, limit: int) -> bytes:
    """Return what a plain file holds, if that is not too much.

    Raises
    ------
    ResultRefused
        If it is a link, a folder, a device, a pipe, too long, or cannot be read.
    """
    name = clean(path.name, 80)
    try:
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
    except OSError as error:
        link = path.is_symlink()
        problem = "is a link, which is not followed" if link else in_words(error)
        raise ResultRefused(f"{name} {problem}", advice=_AGAIN) from error
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ResultRefused(f"{name} is no plain file", advice=_AGAIN)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ResultRefused(
            f"{name} is longer than the {limit:,} bytes that are read",
            advice="Hand in one task alone, and of the samples what the recipe's script keeps.",
        )
    return data


def parsed(data: bytes, name: str, kind: type[_T]) -> _T:
    """Return JSON of a known form.

    Raises
    ------
    ResultRefused
        If it is no JSON, is nested too deeply, says a thing twice, or is of another form.
    """
    try:
        return converted(plain(data, name), kind)
    except msgspec.ValidationError as error:
        raise ResultRefused(
            f"{clean(name, 80)} is not of the form it is said to be: {clean(str(error), 200)}",
            advice=_AGAIN,
        ) from error


def plain(data: bytes, name: str) -> Plain:
    """Return JSON as plain values; raises what `parsed` raises."""
    try:
        return strict_json(data)
    except (Malformed, NotRead) as error:
        raise ResultRefused(f"{clean(name, 80)} {clean(str(error), 200)}", advice=_AGAIN) from error


def _read(read: _Reader, name: str) -> HandedIn:
    data = read(name, SHEET_LIMIT)
    sheet = parsed(data, name, RunSheet)
    contents = {_sha256(data): data}
    files = [KeptFile(name=name, sha256=_sha256(data), size=len(data))]
    for side in filter(None, (sheet.model, sheet.base)):
        for named, limit in ((side.results, RESULTS_LIMIT), (side.samples, SAMPLES_LIMIT)):
            data = _named(named, read, limit)
            contents[named.sha256] = data
            files.append(KeptFile(name=named.name, sha256=named.sha256, size=len(data)))
    names = [file.name for file in files]
    if len(set(names)) < len(names):
        raise ResultRefused("two files have one name", advice=_AGAIN)
    return HandedIn(sheet=sheet, files=tuple(files), contents=contents)


def _named(named: SheetFile, read: _Reader, limit: int) -> bytes:
    if not _PLAIN_NAME.fullmatch(named.name) or not _DIGEST.fullmatch(named.sha256):
        raise ResultRefused(
            f"the sheet names {clean(named.name, 80)!r}, no plain file name with a SHA-256",
            advice=_AGAIN,
        )
    data = read(named.name, limit)
    if (digest := _sha256(data)) != named.sha256:
        raise ResultRefused(
            f"{named.name} is not the file that the sheet names: its SHA-256 is {digest[:12]}…, "
            f"not {named.sha256[:12]}…",
            advice="Hand in what the harness left, unchanged.",
        )
    return data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
