"""What a person hands in who has run a claim elsewhere, and what is kept of it."""

import datetime as dt
from collections.abc import Mapping

from tracker.model.base import Value

SHEET = "tracker-run-sheet/1"
SCORES = "tracker-scores/1"


class Gpu(Value, frozen=True, kw_only=True):
    """One accelerator, as its driver names it."""

    name: str
    memory: int | None = None
    """MiB."""
    driver: str | None = None


class SheetMachine(Value, frozen=True, kw_only=True):
    """Where it ran."""

    python: str
    platform: str
    cpu: str | None = None
    cores: int
    memory: int | None = None
    """Bytes."""
    gpus: tuple[Gpu, ...]
    packages: Mapping[str, str]
    """Name → version of everything that was installed."""
    commits: Mapping[str, str] = {}
    """Name → commit of what was installed from git."""


class SheetFile(Value, frozen=True, kw_only=True):
    """A file beside the sheet."""

    name: str
    sha256: str


class SheetCode(Value, frozen=True, kw_only=True):
    """The repository that the command ran in."""

    url: str
    revision: str


class SheetSide(Value, frozen=True, kw_only=True):
    """One model that was measured."""

    id: str
    revision: str
    """The commit that was resolved on the Hub when it ran."""
    weights: Mapping[str, str] = {}
    """File → SHA-256 of the weights, as the Hub lists them for this commit."""
    results: SheetFile
    samples: SheetFile
    """One line for each question."""


class RunSheet(Value, frozen=True, kw_only=True):
    """``run-sheet.json``: who ran what where; written by the recipe's script."""

    schema: str
    paper: str
    check: str
    block: str
    """Digest of the check that the recipe was printed from."""
    by: str
    """Who ran it, as it is published."""
    started_at: dt.datetime
    ended_at: dt.datetime
    seed: int
    machine: SheetMachine
    code: SheetCode | None = None
    model: SheetSide
    base: SheetSide | None = None


class DeclaredScores(Value, frozen=True, kw_only=True):
    """The declared form for a paper's own script: what it printed, as one task of a harness."""

    schema: str
    model: str
    task: str
    metric: str
    value: float
    samples: int
    few_shot: int = 0
    seed: int


class KeptFile(Value, frozen=True, kw_only=True):
    """A file that is kept under its digest."""

    name: str
    sha256: str
    size: int
    """Bytes."""


class ImportedArtifact(Value, frozen=True, kw_only=True):
    """What was used of a release, and whether it is what somebody pinned."""

    url: str
    revision: str
    pinned: bool
    """Whether the block or the history names this commit."""
    official: bool = False
    """Whether the paper's authors released it."""


class Imported(Value, frozen=True, kw_only=True):
    """What sets an imported run apart: a person's evidence, which we have not seen run."""

    by: str
    imported_at: dt.datetime
    gpus: tuple[str, ...]
    driver: str | None = None
    harness: str
    """Name and version or commit."""
    artifacts: tuple[ImportedArtifact, ...]
    """The code, the model, the base model."""
    files: tuple[KeptFile, ...]
    """The sheet first."""
    departures: tuple[str, ...] = ()
    """In what it is not what the block asks for; with one of them nothing follows from it."""

    @property
    def pinned(self) -> bool:
        """Whether everything was used at a commit that somebody pinned."""
        return bool(self.artifacts) and all(artifact.pinned for artifact in self.artifacts)

    @property
    def official(self) -> bool:
        """Whether something of it was released by the paper's authors."""
        return any(artifact.official for artifact in self.artifacts)
