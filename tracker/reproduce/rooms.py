"""A paper's room: which code is in it, how that is imported, and the digest of it.

A room is a folder, ``notebooks/reproductions/<id>``, and no part of the tracker: what is in it is
imported by its path, as modules of a package that is named for the room.
"""

import ast
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

import orjson

from tracker.model.paper import ROOMS
from tracker.reproduce import helpers

_HELPERS = helpers.__name__
_NOT_CODE = re.compile(r"claims\.yaml|test_.*\.py|conftest\.py|.*\.(ipynb|pyc)")
_HIDDEN = re.compile(r"\..*|__pycache__")


def code_files(room: Path) -> tuple[Path, ...]:
    """Return the files that an experiment may need: all but claims, notebooks and tests.

    A run sees these and no others of its room.
    """
    return tuple(
        path
        for path in sorted(room.rglob("*"))
        if path.is_file()
        and not _NOT_CODE.fullmatch(path.name)
        and not any(map(_HIDDEN.fullmatch, path.relative_to(room).parts))
        and path.resolve().is_relative_to(room.resolve())
    )


def copied(room: Path, folder: Path) -> Path:
    """Copy the code of a room, so that a run sees what its digest covers, and no more."""
    copy = folder / room.name
    copy.mkdir()
    for path in code_files(room):
        target = copy / path.relative_to(room)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        target.chmod(0o644)
    for path in (copy, *(below for below in copy.rglob("*") if below.is_dir())):
        path.chmod(0o755)
    return copy


def digest(room: Path, notebook: Path) -> str:
    """Return ``sha256:…`` of what measures: the room's code, and the helpers that it imports.

    Other code is another run. What lies in the rooms of other papers, and helpers that are not
    imported here, change nothing.

    Parameters
    ----------
    notebook
        Its own code has a digest of its own; here count the helpers that it imports.
    """
    files = code_files(room)
    sources = [path.read_bytes() for path in files if path.suffix == ".py"]
    named = {path.relative_to(room).as_posix(): path for path in files}
    own = Path(helpers.__file__).parent
    named |= {
        f"{_HELPERS}.{name}": own / f"{name}.py" for name in _helpers([*sources, *_cells(notebook)])
    }
    whole = hashlib.sha256()
    for name in sorted(named):
        whole.update(f"{name}\0".encode())
        whole.update(hashlib.sha256(named[name].read_bytes()).digest())
    return f"sha256:{whole.hexdigest()}"


def package(room: Path, name: str | None = None) -> str:
    """Let what lies in a room be imported, below the package whose name is returned.

    Examples
    --------
    >>> package(Path("notebooks/reproductions/2503.14476"))
    'room_2503_14476'
    """
    name = name or "room_" + re.sub(r"\W", "_", room.name)
    place = [str(room.absolute())]
    if list(getattr(sys.modules.get(name), "__path__", ())) != place:
        for stale in [
            module for module in sys.modules if module == name or module.startswith(f"{name}.")
        ]:
            del sys.modules[stale]
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = place
        sys.modules[name] = module_from_spec(spec)
    return name


def executed_name(notebook: str) -> str:
    """Return the file name of a notebook once it was executed, which no other room's has.

    Examples
    --------
    >>> executed_name("notebooks/reproductions/2503.21776/reproduction.ipynb")
    '2503.21776.ipynb'
    >>> executed_name("notebooks/reproductions/2503.21776/other.ipynb")
    '2503.21776-other.ipynb'
    >>> executed_name("notebooks/reproductions/2503.21776.ipynb")
    '2503.21776.ipynb'
    """
    parts = Path(notebook.removeprefix(f"{ROOMS}/")).with_suffix("").as_posix().split("/")
    return "-".join(parts).removesuffix("-reproduction") + ".ipynb"


def _helpers(sources: Iterable[bytes | str]) -> set[str]:
    """Return the names of the helpers that some code imports, and of those that these import."""
    own = Path(helpers.__file__).parent
    every = {path.stem for path in own.glob("*.py")} - {"__init__"}
    names: set[str] = set()
    new = set().union(*(_imported(source, every) for source in sources))
    while new:
        names |= new
        new = set().union(*(_imported((own / f"{n}.py").read_bytes(), every) for n in new)) - names
    return names


def _imported(source: bytes | str, every: set[str]) -> set[str]:
    """Return the helpers that one module imports: all of them where it cannot be read."""
    try:
        modules = set(imports(source))
    except (SyntaxError, ValueError):
        return every
    return {name for name in every if f"{_HELPERS}.{name}" in modules}


def imports(source: bytes | str) -> Iterator[str]:
    r"""Yield what a module imports, with the names that it takes from there; a dot is its own room.

    Raises
    ------
    SyntaxError, ValueError
        If it is no Python.

    Examples
    --------
    >>> sorted(imports("import numpy as np\nfrom .loss import GROUP\nfrom math import pi"))
    ['.loss', '.loss.GROUP', 'math', 'math.pi', 'numpy']
    """
    for node in ast.walk(ast.parse(source)):  # noqa: TID251  the project's own code
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module.removesuffix('.')}.{name.name}" for name in node.names)


def _cells(notebook: Path) -> Iterator[str]:
    """Yield the code of a notebook, cell by cell; nothing where it cannot be read."""
    try:
        cells = orjson.loads(notebook.read_bytes())["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (OSError, ValueError, LookupError, TypeError):
        return
