"""What an experiment may import: so that the same seeds give the same numbers, and no room another.

Its own room, the helpers of the tracker, Python itself without clock, chance and network, some
packages of the core, and those that the checks of the room require.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from tracker.errors import Complaint, RegistryError
from tracker.model.paper import ROOMS
from tracker.registry import claims
from tracker.reproduce import helpers, requirements, rooms

_CORE = frozenset(("matplotlib", "msgspec", "numpy", "pandas", "pil", "scipy"))
_UNREPEATABLE = frozenset((
    "http", "random", "secrets", "socket", "ssl", "subprocess", "time", "urllib", "uuid",
))  # fmt: skip
_REMEDY = (
    f"An experiment imports from its room (`from .`), from {helpers.__name__}, and packages that a "
    "check of the room names under `requires:`."
)


def lint(main: Path) -> tuple[Complaint, ...]:
    """Return what is wrong with the code in the rooms beside a registry's main file.

    Nothing is imported: the files are read as text.
    """
    every = sorted(room for room in (main.parent / ROOMS).glob("*") if room.is_dir())
    return tuple(complaint for room in every for complaint in _of_room(room))


def _of_room(room: Path) -> Iterator[Complaint]:
    files = [path for path in rooms.code_files(room) if path.suffix == ".py"]
    packages = _CORE | _required(room) if files else _CORE
    for path in files:
        depth = len(path.relative_to(room).parts)
        if path.name == "__init__.py":
            yield _complaint(
                path, None, "would be one package of this name in all rooms",
                "Take it out: the folder alone will do.",
            )  # fmt: skip
        try:
            tree = ast.parse(path.read_bytes())  # noqa: TID251  the project's own code
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            yield _complaint(path, line, f"is no Python: {error}", "Mend the line.")
            continue
        for node in ast.walk(tree):
            for name in _named(node):
                if (why := _unfit(name, packages, depth)) is not None:
                    line = getattr(node, "lineno", None)
                    yield _complaint(path, line, f"`{name}` {why}", _REMEDY)


def _named(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.Import():
            return tuple(name.name for name in node.names)
        case ast.ImportFrom(module="tracker.reproduce"):
            return tuple(f"tracker.reproduce.{name.name}" for name in node.names)
        case ast.ImportFrom():
            return ("." * node.level + (node.module or ""),)
    return ()


def _unfit(name: str, packages: frozenset[str], depth: int) -> str | None:
    """Say why a module may not be imported; None if it may."""
    top = name.partition(".")[0]
    if not top:
        climbs = len(name) - len(name.lstrip(".")) > depth
        return "leads out of the room" if climbs else None
    if top == "tracker":
        helper = f"{name}.".startswith(f"{helpers.__name__}.")
        return None if helper else "is a part of the tracker that may change what it measures"
    if top in _UNREPEATABLE:
        return "gives other results each time, or asks the network"
    known = top in sys.stdlib_module_names or canonicalize_name(top) in packages
    return None if known else "is required by no check of the room"


def _required(room: Path) -> frozenset[str]:
    """Return the packages that the checks of a room name; none where they cannot be read."""
    try:
        return requirements.names(check for claim in claims(room) for check in claim.checks)
    except RegistryError:
        return frozenset()


def _complaint(path: Path, line: int | None, problem: str, remedy: str) -> Complaint:
    return Complaint(file=str(path), line=line, field="code", problem=problem, remedy=remedy)
