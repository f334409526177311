"""Text → licence: what an artifact declares, and what can be concluded from it.

Pure: no clock, no disk, no network; the data of the package itself is read through
`importlib.resources`. Nothing that is read is executed.

`tracker.licensing.reading.read` answers for one file; `docs/licences.md` tells how to add a
licence.
"""

from tracker.licensing.cards import from_card
from tracker.licensing.concluded import Conclusion, conclude
from tracker.licensing.declared import declarations
from tracker.licensing.matching import MATCHER, Match, match
from tracker.licensing.reading import Reading, read
from tracker.licensing.spelling import normalise

__all__ = [
    "MATCHER",
    "Conclusion",
    "Match",
    "Reading",
    "conclude",
    "declarations",
    "from_card",
    "match",
    "normalise",
    "read",
]
