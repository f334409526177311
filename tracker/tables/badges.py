"""Badges: two small JSON documents for each paper, as shields.io reads it from an address.

See https://shields.io/badges/endpoint-badge for the format.
"""

import msgspec

from tracker.model.base import Value
from tracker.tables.rows import Row
from tracker.tables.text import clean
from tracker.tables.tones import Tone

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


def reproduced(row: Row) -> str:
    """Return the badge of what became of the paper's claims, each count with its word."""
    told, *more = row.reproduction.text.split("; ")
    for part in more:
        if not part.startswith("needs ") and len(told) + len(part) < _MESSAGE:
            told = f"{told}; {part}"
    return _badge("reproduction", told, row.reproduction.tone)


def _badge(label: str, message: str, tone: Tone) -> str:
    badge = Badge(label=label, message=clean(message, _MESSAGE), color=_COLOURS[tone])
    return msgspec.json.encode(badge).decode() + "\n"
