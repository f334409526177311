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
    """Run mypy over all rooms, tell what it says with the real paths, and return its exit code."""
    with tempfile.TemporaryDirectory() as name:
        links = _linked(Path(name) / "rooms")
        ended = subprocess.run(
            [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml",
             "--explicit-package-bases", "--cache-dir", ROOT / ".mypy_cache", "-p", "rooms"],
            cwd=name, env={**os.environ, "MYPYPATH": f"{name}{os.pathsep}{ROOT}"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    told = re.sub(r"^rooms/(\w+)/", lambda at: f"{links[at[1]]}/", ended.stdout, flags=re.MULTILINE)
    print(told, end="")
    print(ended.stderr, end="", file=sys.stderr)
    return ended.returncode


def _linked(folder: Path) -> Mapping[str, str]:
    """Link each room under a name that Python allows; return name → the room's real path."""
    folder.mkdir()
    links = {}
    for room in sorted(each for each in ROOMS.iterdir() if each.is_dir()):
        name = "room_" + re.sub(r"\W", "_", room.name)
        if any(room.rglob("*.py")):
            (folder / name).symlink_to(room)
            links[name] = room.relative_to(ROOT).as_posix()
    return links


if __name__ == "__main__":
    sys.exit(main())
