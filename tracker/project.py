"""The project folder: which file of it is where."""

from pathlib import Path

from tracker.errors import ConfigurationError
from tracker.model.base import Value

REGISTRY = "registry.yaml"


class Project(Value, frozen=True, kw_only=True):
    """A folder with a registry in it, and the places of everything else."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """Return the project that `start`, by default the working folder, lies in.

        Raises
        ------
        ConfigurationError
            If neither it nor a folder above it holds a registry.
        """
        begin = (start or Path.cwd()).resolve()
        for folder in (begin, *begin.parents):
            if (folder / REGISTRY).is_file():
                return cls(root=folder)
        raise ConfigurationError(
            f"There is no {REGISTRY} in {begin} or in a folder above it.",
            advice="Change into the project's folder, or name it on the command line.",
        )

    @property
    def registry(self) -> Path:
        """The only hand-written truth."""
        return self.root / REGISTRY

    @property
    def history(self) -> Path:
        """Committed history: one JSON Lines file for each run."""
        return self.root / "history"

    @property
    def status(self) -> Path:
        """Committed tables."""
        return self.root / "status"

    @property
    def runs(self) -> Path:
        """What runs leave on this machine, ignored by git: ``runs/<run-id>/``."""
        return self.root / "runs"

    @property
    def notebooks(self) -> Path:
        """The notebooks as they are written, not as they were executed."""
        return self.root / "notebooks"

    def history_folders(self) -> tuple[Path, ...]:
        """Return every folder that holds history files: the committed one, then local runs."""
        return (self.history, *sorted(one for one in self.runs.glob("*/history") if one.is_dir()))
