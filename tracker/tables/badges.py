"""Badges: small JSON documents for each paper, as shields.io reads it from an address.

See https://shields.io/badges/endpoint-badge for the format.
"""

from collections.abc import Iterator

import msgspec

from tracker.model.base import Value
from tracker.tables.rows import Row
from tracker.tables.text import clean
from tracker.verdicts import QUESTIONS, Tone

_COLOURS = {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.POOR: "red", Tone.UNKNOWN: "lightgrey"}
_MESSAGE = 60
"""Characters; a badge is one short line."""


class Badge(Value, frozen=True, kw_only=True, rename="camel", omit_defaults=False):
    """The document."""

    schema_version: int = 1
    label: str
    message: str
    color: str


def released(row: Row) -> str:
    """Return the badge of what the paper's code holds, and under which licence."""
    return _badge("released code", f"{row.code.text} · {row.license.text}", row.code.tone)


def of_questions(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the name and the badge of each question that has one, its parts whole or left out."""
    cells = {column.key: cell for column, cell in row.cells}
    for question in QUESTIONS:
        if question.badge and (cell := cells.get(question.name)):
            message, *more = cell.read
            for part in more:
                if len(message) + len(part) < _MESSAGE:
                    message = f"{message}; {part}"
            yield question.name, _badge(question.badge, message, cell.tone)


def _badge(label: str, message: str, tone: Tone) -> str:
    badge = Badge(label=label, message=clean(message, _MESSAGE), color=_COLOURS[tone])
    return msgspec.json.encode(badge).decode() + "\n"
