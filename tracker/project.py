"""The project folder: which file of it is where."""

from pathlib import Path

from tracker.errors import ConfigurationError, in_words
from tracker.model.base import Value

REGISTRY = "registry.yaml"
CHECK_NOTEBOOK = "check_paper.ipynb"
OVERVIEW_NOTEBOOK = "status.ipynb"
_BESIDE = Path(__file__).parent
_PACKAGED = (_BESIDE / "notebooks" / "stored", _BESIDE.parent / "notebooks")
"""Where the notebooks of this package lie: in an installed wheel, and in a checkout."""


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
        project = cls.find_or_none(start)
        if project is None:
            raise ConfigurationError(
                f"There is no {REGISTRY} in this folder or in one above it.",
                advice="Change into the project's folder; `tracker check URL` needs none.",
            )
        return project

    @classmethod
    def find_or_none(cls, start: Path | None = None) -> "Project | None":
        """Return the project that `start` lies in, or None where there is none."""
        begin = (start or Path.cwd()).resolve()
        for folder in (begin, *begin.parents):
            if (folder / REGISTRY).is_file():
                return cls(root=folder)
        return None

    @property
    def registry(self) -> Path:
        """Written by hand: papers, and what they released and promised."""
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
    def kept_reproductions(self) -> Path:
        """Executed reproduction notebooks of the committed history."""
        return self.status / "reproductions"

    @property
    def runs(self) -> Path:
        """What runs leave on this machine, ignored by git: ``runs/<run-id>/``."""
        return self.root / "runs"

    @property
    def cache(self) -> Path:
        """Answers of hosts that may be asked for again; can be deleted at any time."""
        return self.runs / "cache"

    @property
    def reproductions(self) -> Path:
        """Executed reproduction notebooks: ``runs/reproductions/<run-id>/``."""
        return self.runs / "reproductions"

    @property
    def kept_imports(self) -> Path:
        """Files of imported results, in the committed history: each under its SHA-256."""
        return self.kept_reproductions / "imported"

    @property
    def imports(self) -> Path:
        """The same, of the runs on this machine."""
        return self.reproductions / "imported"

    @property
    def inputs(self) -> Path:
        """Files that reproductions need, verified: ``<digest>/<name>``; can be deleted, too."""
        return self.runs / "inputs"

    @property
    def history_index(self) -> Path:
        """What is derived from history files, so that they are read once; may be deleted."""
        return self.cache / "history"

    @property
    def notebooks(self) -> Path:
        """The check notebooks as they are written: the project's own, or those that come with us.

        A project with a check notebook has its own set, one without gets ours.
        """
        own = self.root / "notebooks"
        return own if (own / CHECK_NOTEBOOK).is_file() else packaged_notebooks()

    @property
    def local_history(self) -> Path:
        """History of the runs on this machine, until a run is kept in `history`."""
        return self.runs / "history"

    def history_folders(self) -> tuple[Path, ...]:
        """Return every folder that holds history files: the committed one, then the local one."""
        return (self.history, self.local_history)


def packaged_notebooks() -> Path:
    """Return the folder of the notebooks that come with the package."""
    return next(folder for folder in _PACKAGED if (folder / CHECK_NOTEBOOK).is_file())


def make(*folders: Path) -> None:
    """Make the folders that will be written to, so that it is known before any work is done.

    Raises
    ------
    ConfigurationError
        If one cannot be made.
    """
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(
                f"{folder} cannot be made: it {in_words(error)}",
                advice="Move away what is in the way, and check that the folder can be written.",
            ) from error
