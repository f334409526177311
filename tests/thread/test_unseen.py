"""A check notebook runs as the same user, and cannot read what the command was given."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from thread.conftest import NOWHERE, TOKENS, Folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

POWERLESS = ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"]
"""Options of setpriv: root may then do what an ordinary user may, with files that are root's."""
LOOK = """\
import os, pathlib
def found(place):
    try:
        return "a token" if b"hf_secret" in pathlib.Path(place).read_bytes() else "no token"
    except PermissionError:
        return "nothing"
pathlib.Path({there!r}).write_text(
    " ".join(found(f"/proc/{{each}}/environ") for each in (os.environ["JPY_PARENT_PID"], "self"))
)
"""


def test_a_check_notebook_cannot_read_the_environment_of_the_command(fresh: Folder) -> None:
    setpriv = shutil.which("setpriv")
    if not os.geteuid() and setpriv is None:
        pytest.skip("root may read everything, and there is no setpriv to give that up")
    path, there = fresh.root / "notebooks" / "check_paper.ipynb", fresh.root / "found"
    stored = nbformat.read(path, as_version=4)
    stored.cells.append(new_code_cell(LOOK.format(there=str(there))))
    nbformat.write(stored, path)
    ordinary = [] if os.geteuid() else [str(setpriv), *POWERLESS]
    done = subprocess.run(
        [*ordinary, sys.executable, "-m", "tracker.cli", "run", "--offline", "2503.14476"],
        cwd=fresh.root,
        env={**{k: v for k, v in os.environ.items() if k not in TOKENS}, **NOWHERE,
             "HF_TOKEN": "hf_secret"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert Path(there).read_text() == "nothing no token"
