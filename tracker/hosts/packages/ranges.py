"""A file at an index, read in pieces: a large wheel is not fetched for what stands at its end."""

import io
from collections.abc import Callable

from tracker.errors import TransportFault

_TAIL = 64_000
"""Bytes of the end that the first request asks for: the list of files of most wheels is in them."""
_REQUESTS = 12
_BYTES = 4_000_000


class RangedFile(io.RawIOBase):
    """What `zipfile` reads, each piece fetched when it is first needed.

    Parameters
    ----------
    size
        Bytes of the file.
    fetch
        Returns the bytes from one place up to another, and raises `TransportFault` where it cannot.
    """

    def __init__(self, size: int, fetch: Callable[[int, int], bytes]) -> None:
        super().__init__()
        self._size = size
        self._fetch = fetch
        self._at = 0
        self._pieces: list[tuple[int, bytes]] = []

    def seekable(self) -> bool:
        """Return True."""
        return True

    def readable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; none lies before the beginning."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError("a place before the beginning")
        self._at = start + offset
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, all that were asked for but at the end.

        Raises
        ------
        TransportFault
            If they cannot be had, or would be more than is read of one file.
        """
        end = self._size if size < 0 else min(self._at + size, self._size)
        if end <= self._at:
            return b""
        start, piece = self._holding(self._at, end)
        data = piece[self._at - start : end - start]
        self._at = end
        return data

    def _holding(self, start: int, end: int) -> tuple[int, bytes]:
        for begin, piece in self._pieces:
            if begin <= start and end <= begin + len(piece):
                return begin, piece
        begin = min(start, max(self._size - _TAIL, 0)) if not self._pieces else start
        end = min(max(end, begin + _TAIL), self._size)
        fetched = sum(len(piece) for _, piece in self._pieces)
        if len(self._pieces) == _REQUESTS or fetched + end - begin > _BYTES:
            raise TransportFault("more of it than is read would be needed", reach="error")
        self._pieces.append((begin, self._fetch(begin, end)))
        return self._pieces[-1]
