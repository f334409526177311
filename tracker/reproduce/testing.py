"""For the tests of rooms: each room is a package, so that a test imports what lies beside it.

A project's ``notebooks/reproductions/conftest.py`` takes the hook over; its pytest runs with
``--import-mode=importlib``, since all rooms have files of the same names.
"""

from pathlib import Path

import pytest

from tracker.model.paper import ROOMS
from tracker.reproduce.rooms import package


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> None:
    """Make a package of the room before one of its files is imported."""
    folders = [
        folder for folder in file_path.parents if folder.parent.as_posix().endswith(f"/{ROOMS}")
    ]
    for room in folders:
        package(room, _name(room, parent.config.rootpath))


def _name(room: Path, root: Path) -> str:
    """Return the name that pytest gives to a folder."""
    parts = room.relative_to(root).parts if room.is_relative_to(root) else room.parts[1:]
    return ".".join(part.replace(".", "_") for part in parts)
