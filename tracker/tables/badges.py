"""Badges: one small JSON document for each paper, as shields.io reads it from an address.

See https://shields.io/badges/endpoint-badge for the format.
"""

import msgspec

from tracker.model.base import Value
from tracker.tables.rows import Row, Tone
from tracker.tables.text import clean

_COLOURS = {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.POOR: "red", Tone.UNKNOWN: "lightgrey"}
_MESSAGE = 60
"""Characters; a badge is one short line."""


class Badge(Value, frozen=True, kw_only=True, rename="camel", omit_defaults=False):
    """The document."""

    schema_version: int = 1
    label: str
    message: str
    color: str


def render(row: Row) -> str:
    """Return the badge of a paper: what its code holds, and under which licence."""
    badge = Badge(
        label="released code",
        message=clean(f"{row.code.text} · {row.license.text}", _MESSAGE),
        color=_COLOURS[row.code.tone],
    )
    return msgspec.json.encode(badge).decode() + "\n"
