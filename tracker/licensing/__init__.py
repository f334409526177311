"""Text → licence: what an artifact declares, and what can be concluded from it.

Pure: no clock, no disk, no network; the data of the package itself is read through
`importlib.resources`. Nothing that is read is executed.

To add a licence: put its SPDX id into ``LICENSES`` of ``tools/build_license_index.py`` and run that
tool (it says how); add its usual spellings to ``data/spellings.toml``. A licence that SPDX does not
list needs only a ``LicenseRef-…`` row there to be known by name.
"""

from tracker.licensing.cards import from_card
from tracker.licensing.concluded import Conclusion, conclude
from tracker.licensing.declared import declarations
from tracker.licensing.matching import MATCHER, Match, match
from tracker.licensing.spelling import normalise

__all__ = [
    "MATCHER",
    "Conclusion",
    "Match",
    "conclude",
    "declarations",
    "from_card",
    "match",
    "normalise",
]
