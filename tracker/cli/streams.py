"""What is printed: without secrets, and to a reader that may have seen enough."""

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from tracker.model.blotting import Blotter

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Heard(io.FileIO):
    """A stream that goes on into nothing once nobody reads it any more."""

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write, or let it be."""
        try:
            return super().write(data)
        except BrokenPipeError:
            mute(self)
            return super().write(data)


def mute(stream: _Heard | TextIO) -> None:
    """Let all that is still written to a stream go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def outlive_readers() -> None:
    """Let what is printed to a pipe that was closed be lost, and the command come to its end.

    Its exit code then says how the work went, and what is kept is kept whole.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    sys.stdout = _again(sys.stdout)
    sys.stderr = _again(sys.stderr)


def _again(stream: TextIO) -> io.TextIOWrapper:
    """Return another writer to the file of a stream, which behaves like it."""
    raw = _Heard(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=getattr(stream, "line_buffering", False),
        write_through=stream is sys.stderr,
    )


class BlottingStream(io.TextIOBase):
    """A text stream that writes to another one, without secrets."""

    def __init__(self, stream: TextIO, blot: Blotter) -> None:
        self._stream = stream
        self.blot = blot

    def write(self, text: str) -> int:
        """Write a text without the secrets in it."""
        self._stream.write(self.blot(text))
        return len(text)

    def flush(self) -> None:
        """Write what is held back."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Tell whether this ends at a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the descriptor behind it."""
        return self._stream.fileno()

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of what is written."""
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """What becomes of characters that the encoding lacks."""
        return self._stream.errors
