"""A reader that has seen enough, as of ``tracker history | head -1``, ends no command."""

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

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
