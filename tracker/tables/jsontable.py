"""status.json: the table for machines, with every verdict and all its evidence."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from tracker.model.base import Value
from tracker.model.decoding import decoded
from tracker.tables.rows import Row

SCHEMA = "tracker-status/1"
"""Name and version; the version grows when a reader of the old form would misread the new."""


class Status(Value, frozen=True, kw_only=True):
    """The document."""

    schema: str
    as_of: dt.datetime | None
    """The latest instant that the evidence speaks of; null = there is none."""
    papers: tuple[Row, ...]


def render(rows: Sequence[Row], as_of: dt.datetime | None) -> str:
    """Return the document, indented, ending in a newline."""
    status = Status(schema=SCHEMA, as_of=as_of, papers=tuple(rows))
    return dump(status)


def dump(value: object) -> str:
    """Return any value of the model as a document of its own, written like the table."""
    document = bytearray(msgspec.json.format(msgspec.json.encode(value), indent=2))
    document += b"\n"
    return document.decode()


def plain(value: Value) -> dict[str, object]:
    """Return the fields of a value that are there, as a document of its own would show them."""
    return decoded(msgspec.json.encode(value), dict[str, object])


def read(text: str | bytes) -> Status:
    """Return a document that `render` wrote.

    Raises
    ------
    msgspec.ValidationError
        If it is of another version or was altered.
    """
    return decoded(text, Status)
