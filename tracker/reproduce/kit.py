"""What a reproduction notebook is given by the runner: the paper, and the files it may use.

Inside the sandbox there is no network, no registry and no history: everything a notebook needs is
in one file, named by an environment variable. By hand, in JupyterLab, there is none, and `begin`
gets everything itself.
"""

from pathlib import Path

import msgspec

from tracker.model.base import Value
from tracker.model.check import Input
from tracker.model.paper import Paper
from tracker.reproduce.inputs import Missing, Supplied

VARIABLE = "TRACKER_KIT"
"""Environment variable that names the file."""


class Kit(Value, frozen=True, kw_only=True):
    """The paper with its checks, and what became of each of their inputs."""

    paper: Paper
    supplies: tuple[tuple[Input, Supplied | Missing], ...] = ()

    def supply(self, given: Input) -> Supplied | Missing:
        """Return what became of an input."""
        return dict(self.supplies)[given]

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_bytes(msgspec.json.encode(self, enc_hook=str))

    @classmethod
    def read(cls, path: Path) -> "Kit":
        """Read what `write` wrote."""
        return msgspec.json.decode(path.read_bytes(), type=cls, dec_hook=_path)


def _path(kind: type, text: object) -> Path:
    del kind
    return Path(str(text))
