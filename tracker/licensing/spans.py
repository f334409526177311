"""Places in a file, and what stands there."""

from typing import Literal

from tracker.licensing.catalog import Kind
from tracker.model.base import Value


class Span(Value, frozen=True, kw_only=True):
    """Lines of a file, from 1, both included."""

    line: int
    end: int
    quote: str
    """Its beginning, at most `SPAN_LIMIT` characters, as printed."""
    license: str | None = None


class Part(Value, frozen=True, kw_only=True):
    """A known licence whose text stands in a file."""

    license: str
    score: float
    """How much of the licence's text is there, 0 to 1."""
    span: Span
    words: int
    """How many words of the file it takes."""
    changed: tuple[Span, ...]
    """Where words on which a licence turns were put into its text."""


class Statement(Value, frozen=True, kw_only=True):
    """What one place in a file says about terms."""

    whose: Literal["own", "others"] = "own"
    scope: tuple[str, ...] = ()
    """``code``, ``weights``, ``data``, ``docs``; empty: the whole, or it does not say."""
    terms: str | None
    """An expression; None: terms that are not understood."""
    kind: Literal["grant", "restriction"]
    span: Span
    how: str
    """``text``, ``notice``, ``tag``, ``reference``, ``title``; ``badge``, ``card``,
    ``sentence``."""


class Named(Value, frozen=True, kw_only=True):
    """A reviewed passage that stands in a file."""

    license: str
    """Empty: it names none."""
    kind: Kind
    span: Span
    words: int


VARIANTS = frozenset(
    ("nc", "nd", "sa", "noncommercial", "non", "noderivatives", "noderivs", "nd4", "sharealike",
     "research", "plus", "clear", "modern", "variant", "exception", "exceptions", "with")
)  # fmt: skip
"""Words that make another licence of the one whose name they follow."""
