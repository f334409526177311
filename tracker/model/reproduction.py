"""What a run of a reproduction notebook leaves behind (PROV: Activity)."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from tracker.model.base import Value
from tracker.model.imported import Imported


class Interval(Value, frozen=True, kw_only=True):
    """Where a quantity lies, and how that was found."""

    low: float
    high: float
    level: float = 0.95
    """Share of such intervals that hold the quantity; 1.0 where nothing is left to chance."""
    method: str
    """Such as ``bootstrap over seeds``."""


class Measurement(Value, frozen=True, kw_only=True):
    """One measured quantity."""

    name: str
    value: float
    unit: str | None = None
    n: int = 1
    """Number of independent repetitions behind the value."""
    interval: Interval | None = None
    """None: the quantity is deterministic, or a single reading."""
    seeds: tuple[int, ...] = ()


class Outcome(StrEnum):
    """How a run ended. Only ``completed`` says anything about a claim."""

    COMPLETED = "completed"
    FAILED = "failed"
    """For a technical reason: a notebook that broke is no result."""
    TIMED_OUT = "timed-out"
    REFUSED = "refused"
    """There was no sandbox, and it was not trusted to run without."""
    BLOCKED = "blocked"
    """Something it needs was not to be had."""


class Blocked(Value, frozen=True, kw_only=True):
    """A check that could not be tried, why, and what would help."""

    check: str
    needs: str
    """Such as ``torch``, or the address of a file that was not reached."""
    remedy: str


class Used(Value, frozen=True, kw_only=True):
    """A file of a release that a run used."""

    name: str
    url: str
    sha256: str
    swhid: str
    revision: str | None = None


class Machine(Value, frozen=True, kw_only=True):
    """Where a run ran: enough to see why another run differs."""

    python: str
    platform: str
    cpu: str | None = None
    cores: int
    memory: int | None = None
    """Bytes."""
    lock: str
    """``sha256:…`` over the names and versions of all installed packages."""
    packages: Mapping[str, str] = {}
    """Versions of those that the checks name, and of the numeric ones."""


class Cost(Value, frozen=True, kw_only=True):
    """What a run took."""

    wall: float
    """Seconds."""
    cpu: float | None = None
    """Seconds of all its processes."""
    memory: int | None = None
    """Bytes at its peak."""


class Run(Value, frozen=True, kw_only=True, tag_field="kind", tag="reproduction"):
    """One execution of the reproduction notebook of one paper."""

    paper: str
    notebook: str
    """Path below the project's folder."""
    notebook_digest: str
    """``sha256:…`` of the notebook as stored, before it was run."""
    code: str
    """``sha256:…`` of the code in the paper's room and the helpers it imports, as they were run."""
    parameters: Mapping[str, int | float | bool | str] = {}
    checks: Mapping[str, str] = {}
    """Check id → digest of its block when it was run."""
    measured: tuple[Measurement, ...] = ()
    """Of checks and controls alike; told apart by their names."""
    blocked: tuple[Blocked, ...] = ()
    """Checks that were not tried while others were."""
    used: tuple[Used, ...] = ()
    outcome: Outcome
    detail: str | None = None
    """Why it did not complete, in one sentence."""
    remedy: str | None = None
    machine: Machine
    cost: Cost | None = None
    sandbox: str
    """What kept it in: ``bubblewrap 0.8.0``; ``none: trusted``; ``none: not started``."""
    imported: Imported | None = None
    """Of a run that a person made elsewhere: who, on what, and which files are kept of it."""
    executed: str | None = None
    """File name and ``sha256:…`` of the executed notebook, which is the evidence."""
    agent: str
    started_at: dt.datetime
    ended_at: dt.datetime

    @property
    def id(self) -> str:
        """``run:…``: a content id, over everything the run says."""
        text = msgspec.json.encode(self, order="deterministic")
        return f"run:{hashlib.sha256(text).hexdigest()[:16]}"

    @property
    def seeds(self) -> tuple[int, ...]:
        """All seeds that its measurements name."""
        return tuple(sorted({seed for measurement in self.measured for seed in measurement.seeds}))

    def measurement(self, name: str) -> Measurement | None:
        """Return what was recorded under this name; of several the last, None if there is none."""
        return next(
            (measurement for measurement in reversed(self.measured) if measurement.name == name),
            None,
        )
