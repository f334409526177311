"""Check the types of the rooms: files of equal names, in folders whose names are no Python names.

Usage: ``python tools/type_rooms.py``

mypy sees each room as a package with a name of its own, all of them in one run. Exits as mypy does.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ROOT / "notebooks/reproductions"


def main() -> int:
    """Check all rooms of the project, and return mypy's exit code."""
    code, told = checked(ROOMS)
    print(told, end="")
    return code


def checked(rooms: Path) -> tuple[int, str]:
    """Return mypy's exit code, and what it says, with the rooms' real paths."""
    with tempfile.TemporaryDirectory() as name:
        links = _linked(rooms, Path(name) / "rooms")
        ended = subprocess.run(
            [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml",
             "--explicit-package-bases", "--cache-dir", ROOT / ".mypy_cache", "-p", "rooms"],
            cwd=name, env={**os.environ, "MYPYPATH": f"{name}{os.pathsep}{ROOT}"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    told = ended.stdout + ended.stderr
    at = re.compile(r"^rooms/(\w+)/", re.MULTILINE)
    return ended.returncode, at.sub(lambda found: f"{links[found[1]]}/", told)


def _linked(rooms: Path, folder: Path) -> Mapping[str, str]:
    """Link each room under a name that Python allows; return name → the room's path."""
    folder.mkdir()
    links = {}
    for room in sorted(each for each in rooms.iterdir() if each.is_dir()):
        name = "room_" + re.sub(r"\W", "_", room.name)
        if any(room.rglob("*.py")):
            (folder / name).symlink_to(room)
            links[name] = os.path.relpath(room)
    return links


if __name__ == "__main__":
    sys.exit(main())
