"""What a reproduction notebook is given by the runner: the paper, and the files it may use.

Inside the sandbox there is no network, no registry and no history: everything a notebook needs is
in one file, named by an environment variable. By hand, in JupyterLab, there is none, and `begin`
gets everything itself.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

from tracker.model.base import Value
from tracker.model.check import Input
from tracker.model.decoding import decoded
from tracker.model.paper import Paper
from tracker.model.reproduction import Used

VARIABLE = "TRACKER_KIT"
"""Environment variable that names the file."""


class Supplied(Value, frozen=True, kw_only=True, tag="supplied"):
    """A file that is here, and is the one that the registry names."""

    place: str
    """Its path on this machine."""
    used: Used

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.place)


class Missing(Value, frozen=True, kw_only=True, tag="missing"):
    """A file that is not here, or is not the one that the registry names, and what would help."""

    name: str
    source: str
    """Where it should have come from, in short: a host, or a package URL."""
    why: str
    remedy: str


Supplier: TypeAlias = Callable[[Input], Supplied | Missing]
"""Returns the file of an input, or says why it is not to be had."""


class Kit(Value, frozen=True, kw_only=True):
    """The paper with its checks, what became of their inputs, and what is to be run."""

    paper: Paper
    supplies: tuple[tuple[Input, Supplied | Missing], ...] = ()
    notebook: str
    """Path of the notebook on this machine."""
    room: str
    """Path of the folder with the code of the paper's room."""
    parameters: Mapping[str, int | float | bool | str] = {}
    seconds: float
    """After which the notebook is stopped, and what it has shown by then is kept."""

    def supply(self, given: Input) -> Supplied | Missing:
        """Return what became of an input."""
        unasked = Missing(
            name=given.name,
            source=given.url,
            why="it was not fetched",
            remedy="Install what its check requires, then run `tracker reproduce` again.",
        )
        return dict(self.supplies).get(given, unasked)

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_bytes(msgspec.json.encode(self))

    @classmethod
    def read(cls, path: Path) -> "Kit":
        """Read what `write` wrote."""
        return decoded(path.read_bytes(), cls)
