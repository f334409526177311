"""What the places of one artifact, or of one file, say of each part of it, side by side."""

from enum import StrEnum

from tracker.model.base import Value


class Accord(StrEnum):
    """How the places that speak of one part stand to each other."""

    ALONE = "one place"
    AGREE = "agree"
    SEVERAL = "name several"
    """They name more than one licence, which need not contradict: a choice, or parts."""
    LIMITED = "limited"
    """A licence is named, and a use is withheld beside it."""
    DISAGREE = "disagree"
    UNCLEAR = "unclear"
    """No licence is named that is known."""


class PlaceTerms(Value, frozen=True, kw_only=True):
    """What one place says."""

    where: str
    """For a person: ``README.md, line 40``."""
    path: str | None = None
    line: int | None = None
    quote: str
    """As printed; empty: it was not read."""
    license: str | None = None
    """SPDX expression or ``LicenseRef-…``; None: it names none that is known."""
    url: str | None = None
    """Where it can be read, as it was seen; None: in a file on this disk."""


class ScopeTerms(Value, frozen=True, kw_only=True):
    """What is said of one part."""

    scope: str
    """``whole``, ``code``, ``weights``, ``data``, ``docs``, a folder with its slash, or
    ``others``: the work of somebody else."""
    accord: Accord
    licenses: tuple[str, ...]
    """Those that its places name, each once."""
    sentence: str
    """What they say together, without a full stop: ``MIT, and only for research (line 40)``."""
    places: tuple[PlaceTerms, ...]
