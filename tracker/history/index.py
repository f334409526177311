"""The index of a folder of history: what its finished files hold, so that they are read once.

It is derived: it may be deleted at any time, and one that is damaged, of another version, or not of
these files is passed over and made anew. It replaces its predecessor whole or not at all.
"""

import hashlib
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tracker.history.parsing import HistoryLine
from tracker.history.store import Stamp, Store
from tracker.model.decoding import unpacked
from tracker.model.run import Record, RunEnded

_FORM = 2
"""Of `Store`; another form is another index."""

_CALM = 2 * 10**9
"""Nanoseconds after its last change from which a file's time tells that it was changed again."""

_SETTLED = 3600 * 10**9
"""Nanoseconds after which nobody writes into a file any more, though its run did not end."""


def load(index: Path, folder: Path) -> Store:
    """Return what the index knows of this folder; nothing unless all of it still holds."""
    try:
        kept = _place(index, folder).read_bytes()
        seal, body = kept[: len(_seal(b""))], kept[len(_seal(b"")) :]
        shelf = unpacked(body, Store) if seal == _seal(body) else Store()
    except (OSError, ValueError):
        return Store()
    unchanged = all(_is_same(folder / name, stamp) for name, stamp in shelf.stamps.items())
    return shelf if unchanged else Store()


def save(index: Path, folder: Path, shelf: Store) -> None:
    """Keep a shelf; where that cannot be, the files are read again the next time."""
    body = msgspec.msgpack.encode(shelf)
    place = _place(index, folder)
    draft = place.with_name(f"{place.name}.{os.getpid()}.draft")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_bytes(_seal(body) + body)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)


def stamp(path: Path) -> Stamp | None:
    """Return what tells later whether a file has changed; None where nobody may look."""
    try:
        mark = _stamp(path)
        calm = max(mark.modified, mark.changed) < time.time_ns() - _CALM
        return mark if calm else replace(mark, digest=_digest(path.read_bytes()))
    except OSError:  # who reads it says why
        return None


def settled(stamp: Stamp, lines: Sequence[HistoryLine]) -> bool:
    """Whether a file will not grow: its run has ended, or has been silent for long."""
    return isinstance(lines[-1].record, RunEnded) or stamp.changed < time.time_ns() - _SETTLED


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return Stamp(size=status.st_size, modified=status.st_mtime_ns, changed=status.st_ctime_ns)


def _is_same(path: Path, known: Stamp) -> bool:
    try:
        now = _stamp(path)
        if known.digest:
            now = replace(now, digest=_digest(path.read_bytes()))
    except OSError:
        return False
    return now == known


def _place(index: Path, folder: Path) -> Path:
    return index / f"{_digest(str(folder.resolve()).encode()).hex()}.index"


def _seal(body: bytes) -> bytes:
    """Return what an index of this version with this body begins with."""
    return _version() + _digest(body)


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


@cache
def _version() -> bytes:
    """Tell apart indexes of other forms, and those made when records were read otherwise."""
    return _digest(msgspec.json.encode((_FORM, msgspec.json.schema(Record))))
