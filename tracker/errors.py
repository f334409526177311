"""Every error the tracker raises, in one tree; each carries one line of advice.

TrackerError
 ├─ UsageError          the call itself cannot be understood            exit 3
 ├─ RegistryError       registry.yaml is wrong: a list of complaints    exit 3
 ├─ ConfigurationError  the environment or the project folder is wrong  exit 3
 ├─ HistoryError        a history file cannot be written                exit 1
 ├─ NotebookError       a notebook could not be run or read             exit 1
 └─ TransportFault      we could not look; hosts turn it into a *reach*

A state of the world (a repository is gone, a page is gated) is never an exception: it is an
`tracker.model.evidence.Observation`.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

import msgspec


class TrackerError(Exception):
    """Base of all errors.

    Parameters
    ----------
    message
        What is wrong, in one sentence.
    advice
        What the person can do next, in one line.
    """

    exit_code = 1

    def __init__(self, message: str, *, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class UsageError(TrackerError):
    """The call cannot be understood (unknown paper, unreadable date, …)."""

    exit_code = 3


class ConfigurationError(TrackerError):
    """The environment or the project folder is wrong."""

    exit_code = 3


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong in a registry file, with the place and the remedy."""

    file: str
    line: int | None
    """1-based; None where the complaint is about the file as a whole."""
    field: str
    """Dotted path, such as ``papers[2].artifacts[0].url``."""
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.field}: {self.problem} → {self.remedy}"


class RegistryError(TrackerError):
    """The registry cannot be used; `complaints` says why, all of them at once."""

    exit_code = 3

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__(
            "\n".join(map(str, self.complaints)),
            advice="Mend the lines named above, then run `tracker lint` again.",
        )


class HistoryError(TrackerError):
    """A history file cannot be written."""


class Fault(StrEnum):
    """What went wrong on the way, where a host may do something about it."""

    SLOW = "slow"
    """No answer in time, or not the whole of it."""
    LONG = "long"
    """The answer was longer than is read."""
    OTHER = "other"


class TransportFault(TrackerError):
    """We could not look. Hosts catch it and record a reach that says nothing about the artifact.

    Parameters
    ----------
    reach
        ``rate-limited``, ``unreachable``, ``bad-credentials`` or ``error``: a value of
        `tracker.model.evidence.Reach`.
    kind
        What is decided on; the message is for people.
    """

    def __init__(
        self,
        message: str,
        *,
        reach: Literal["rate-limited", "unreachable", "bad-credentials", "error"],
        kind: Fault = Fault.OTHER,
    ) -> None:
        super().__init__(message, advice="Run again when the host can be reached.")
        self.reach = reach
        self.kind = kind


class NotebookError(TrackerError):
    """A notebook could not be run, or its records could not be read."""
