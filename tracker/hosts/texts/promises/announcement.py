"""A release that a text announces, as a value. Pure."""

from tracker.model.base import Value
from tracker.model.paper import Depth, Role

QUOTE_LIMIT = 400
"""Characters of a quote."""


class Announcement(Value, frozen=True, kw_only=True, omit_defaults=False):
    """A release that a text announces."""

    quote: str
    """The words that announce it, as they stand there; at most `QUOTE_LIMIT` characters."""
    line: int
    """Where it begins, counted from 1."""
    role: tuple[Role, ...]
    """What is to be released, in the order of `Role`; code, where the text does not say what."""
    depth: Depth
    """The least that keeps it: of the code, where code is among it."""
    due: str | None = None
    """``YYYY-MM-DD`` or ``YYYY-MM``, where the text names a day that can be placed."""
    ticked: bool = False
    """Whether it is an item of a list that is ticked off."""
