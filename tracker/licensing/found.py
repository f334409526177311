"""What a text was found to be."""

from typing import Literal

from tracker.licensing.known import Clause, Commercial
from tracker.licensing.spans import Span, Statement
from tracker.model.base import Value

How = Literal["exact", "normalised", "near", "contained", "title", "header", "name", "none"]


class Found(Value, frozen=True, kw_only=True):
    """What a text was found to be."""

    license: str
    """SPDX expression, ``LicenseRef-…``, ``NONE`` or ``NOASSERTION``."""
    class_: str
    """Kind of licence: see ``class`` in ``data/licenses.toml``; also ``not-a-licence``,
    ``multi-in-one-file``, ``custom``, ``custom-permissive``, ``custom-NC``, ``university-NC``."""
    confidence: float
    """That `license` is right, 0 to 1; a rank, not a frequency."""
    commercial: Commercial
    how: How
    matched: tuple[Span, ...] = ()
    uncovered: tuple[Span, ...] = ()
    """What the licence does not cover."""
    missing: tuple[Clause, ...] = ()
    """Clauses of the licence that the text does not have."""
    clauses: tuple[Clause, ...] = ()
    """The terms, each with its words: of the known licence, or quoted from an unknown text."""
    conflicts: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    """Each place that it was concluded from."""
    nearest: str | None = None
    """The licence it resembles, where it is none of those known."""
    nearness: float | None = None
    """How much it resembles that one, 0 to 1."""
