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

import errno
import re
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

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in a notebook, in place of a traceback."""
        return [f"{type(self).__name__}: {self.message}", f"next: {self.advice}"]


class UsageError(TrackerError):
    """The call cannot be understood (unknown paper, unreadable date, …)."""

    exit_code = 3


class ResultRefused(TrackerError):
    """A result that a person hands in is not what it is said to be; nothing of it is kept."""

    exit_code = 3


class ConfigurationError(TrackerError):
    """The environment or the project folder is wrong."""

    exit_code = 3


_ROOM = "Make room, then run this again; what was seen is kept: see `tracker history`."
_WORDS = {
    errno.ENOENT: ("does not exist", "Name one that does."),
    errno.EEXIST: ("is a file where a folder is needed", "Move it away, or name another place."),
    errno.ENOTDIR: (
        "is, or lies below, a file where a folder is needed",
        "Move that file away, or name another place.",
    ),
    errno.EISDIR: ("is a folder where a file is needed", "Move it away, or name a file."),
    errno.EACCES: ("may not be read or written", "Change its permissions, or name another place."),
    errno.EPERM: ("may not be read or written", "Change its permissions, or name another place."),
    errno.EROFS: ("cannot be written: the disk is read-only", "Name another place."),
    errno.ENOSPC: ("cannot be written: the disk is full", _ROOM),
    errno.EDQUOT: ("cannot be written: the quota is used up", _ROOM),
    errno.EFBIG: ("cannot be written: it would be too large", _ROOM),
    errno.EIO: ("cannot be read or written: the disk fails", "Look at the disk; run this again."),
    errno.ELOOP: ("is a link that leads back to itself", "Mend the link, or name the file."),
    errno.ENAMETOOLONG: ("has too long a name", "Give it a shorter one."),
}


DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EROFS))
"""What a system says of a disk that takes no more: no fault of the call, so that it ends with 1."""


def in_words(error: OSError) -> str:
    """Return what is wrong with a file, to stand after its name.

    Examples
    --------
    >>> in_words(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    'does not exist'
    """
    known = _WORDS.get(error.errno or 0)
    return known[0] if known else f"cannot be used: {error.strerror or error}"


def of_system(error: OSError) -> TrackerError:
    """Return what the operating system refused as an error that says which file, why, what now."""
    known = _WORDS.get(error.errno or 0)
    name = error.filename2 or error.filename
    place = "the output" if name is None else str(name)
    advice = known[1] if known else "Look at the file, and at the disk that it is on."
    kind = TrackerError if error.errno in DISK else ConfigurationError
    return kind(f"{place} {in_words(error)}", advice=advice)


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong in a registry file or a room, with the place and the remedy."""

    file: str
    line: int | None
    """1-based; None where the complaint is about the file as a whole."""
    field: str
    """Dotted path, such as ``papers[2].artifacts[0].url``."""
    problem: str
    remedy: str
    remark: bool = False
    """Whether the registry can be used all the same, and every row is as it should be."""

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
    BROKE = "broke"
    """The host answered that it failed at what it was asked."""
    OTHER = "other"


_ERRNO = re.compile(r"\[Errno -?\d+\] ")


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

    @property
    def plain(self) -> str:
        """The message without the numbers that a system gives its errors."""
        return _ERRNO.sub("", self.message)


class NotebookError(TrackerError):
    """A notebook could not be run, or its records could not be read."""
