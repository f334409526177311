"""What a person says against an answer of this program: recorded beside it, never instead of it."""

import datetime as dt
from enum import StrEnum

from tracker.model.base import Value

CORRECTIONS = "corrections"
"""The folder of all corrections, beside the registry."""


class Correction(Value, frozen=True, kw_only=True):
    """A correction of one answer; a file of its own."""

    paper: str
    """Id of the paper in the registry, such as ``arxiv:2503.14476``."""
    question: str
    """Name of the question that was answered wrongly, such as ``license``."""
    artifact: str | None = None
    """URL of the registered artifact that the answer is about; None = the paper as a whole."""
    path: str | None = None
    """The folder of that artifact, where the registry names one."""
    about: str | None = None
    """Which one, where a question has several answers about the same: a use, the words of a
    promise, the id of a claim or of a check."""
    says: tuple[str, ...]
    """The right answer, in the words of the question; several may hold at once."""
    by: str
    """Who says so."""
    author: bool = False
    """Whether that person says to be an author of the paper."""
    made_on: dt.date
    because: str
    """URL of what shows it."""
    answered: tuple[str, ...]
    """What this program answered then."""
    evidence: str
    """``sha256:…`` of what that answer rested on; where it is another now, this is stale."""


class Standing(StrEnum):
    """How a correction stands to the answer that the program gives now."""

    STANDS = "stands"
    """The program answers from the same evidence as then."""
    STALE = "stale"
    """What the answer rests on has changed since: somebody must look again."""
    AGREED = "agreed"
    """The program now gives the answer that the correction asks for."""


class JudgedCorrection(Value, frozen=True, kw_only=True):
    """A correction, and how it stands now."""

    correction: Correction
    standing: Standing
