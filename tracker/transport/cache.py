"""A small store on disk of what may be asked for again: content by a key, bounded in size.

Nothing that was seen with a token is kept, and no failure. A file that cannot be read counts as
absent: the cache is never a reason for a run to fail.
"""

import contextlib
import hashlib
import os
import tempfile
import threading
import zlib
from pathlib import Path

_TAG = "CACHEDIR.TAG"
_TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# https://bford.info/cachedir/\n"
_ENTRY_SHARE = 10
"""One entry may take this part of the whole."""
_AFTER_PRUNING = 0.8


class Cache:
    """Bytes by key, on disk; without a folder it holds nothing.

    Examples
    --------
    >>> cache = Cache(None, 0)
    >>> cache.store("key", b"content")
    >>> cache.load("key") is None
    True
    """

    def __init__(self, folder: Path | None, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._grown = threading.Event()

    def load(self, key: str) -> bytes | None:
        """Return what was stored under `key`, or None."""
        path = self._path(key)
        if path is None:
            return None
        try:
            stored = _unpacked(path.read_bytes(), self._limit)
            name, _, data = stored.partition(b"\0")
            if name != key.encode():
                return None
            os.utime(path)
        except (OSError, zlib.error, ValueError):
            return None
        return data

    def store(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`; one that is too large is not kept."""
        path = self._path(key)
        packed = zlib.compress(key.encode() + b"\0" + data, 1)
        if path is None or len(packed) > self._limit // _ENTRY_SHARE:
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
            Path(name).replace(path)
            self._grown.set()

    def prune(self) -> None:
        """Drop what was not used for longest, if there is too much."""
        if self._folder is None or not self._grown.is_set():
            return
        with contextlib.suppress(OSError):
            (self._folder / _TAG).write_text(_TAG_TEXT)
        ages = []
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(OSError):
                about = path.stat()
                ages.append((about.st_mtime, about.st_size, path))
        total = sum(size for _, size, _ in ages)
        if total <= self._limit:
            return
        for _, size, path in sorted(ages):
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size
            if total <= self._limit * _AFTER_PRUNING:
                break

    def _path(self, key: str) -> Path | None:
        if self._folder is None:
            return None
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / name[2:]


def _unpacked(packed: bytes, limit: int) -> bytes:
    """Unpack, within bounds: somebody else may have written the file."""
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(packed, limit + 1)
    if not unpacking.eof:
        raise ValueError("longer than anything that was stored")
    return data
