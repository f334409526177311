"""What package metadata say is installed, held against the listing. Pure.

A wheel that installs nothing begins here: metadata that name a package which nobody shipped, or a
search for packages that finds none. Files are parsed, never run: of Python only literals count, and
what is computed says nothing.
"""

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from tracker.model import foreign
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT, Passage
from tracker.model.python_text import parsed

PASSAGES = 8
"""Packages that are kept."""
_SIZE_LIMIT = 200_000
"""Characters of a file that is parsed."""
_PARTS = 32
"""Of a package's name, that are looked up in a mapping of folders."""
_SEARCHES = frozenset(("find_packages", "find_namespace_packages"))
_MODULES = (".py", ".pyi", ".pyx", ".so", ".pyd")


class _NamedPackage(Value, frozen=True):
    """What one file says is installed."""

    name: str
    """``""`` for whatever a search finds."""
    place: str
    """Folder, or file without its ending, relative to the file."""


def missing(texts: Mapping[str, bytes], paths: Collection[str]) -> tuple[Passage, ...] | None:
    """Return the packages that metadata name and the listing has not.

    `Passage.about` is the name of the package, or the folder with a slash in which a search for
    packages finds none.

    Parameters
    ----------
    texts
        Path and bytes of the files that were read; others than package metadata are passed over.
    paths
        The whole listing. Where it has submodules, these may hold anything: nothing is said. The
        same holds where one of the files is not read.

    Examples
    --------
    >>> missing({"setup.py": b"setup(packages=['phi'])"}, ["setup.py", "README.md"])
    (Passage(path='setup.py', line=1, about='phi'),)
    """
    metadata = sorted(path for path in texts if _name(path) in _READERS)
    if ".gitmodules" in paths:
        return None
    passages: dict[tuple[str, str], Passage] = {}
    listing = _Listing(paths)
    for path in metadata:
        text = texts[path].decode("utf-8", "replace")
        try:
            packages = _told(path, text)
        except foreign.NotRead:
            return None
        home = path.rpartition("/")[0]
        present = [listing.holds(_joined(home, named.place), named) for named in packages]
        finds = any(there for named, there in zip(packages, present, strict=True) if not named.name)
        for named, there in zip(packages, present, strict=True):
            outside = ".." in named.name or ".." in named.place
            enough = len(passages) >= PASSAGES
            if not (there or outside or enough or (finds and not named.name)):
                about = named.name or f"{_joined(named.place) or '.'}/"
                line = _line(text, named.name or "packages")
                passage = Passage(path=path, line=line, about=about[:SPAN_LIMIT])
                passages.setdefault((path, about), passage)
    return tuple(passages.values())[:PASSAGES]


def _told(path: str, text: str) -> tuple[_NamedPackage, ...]:
    if len(text) > _SIZE_LIMIT:
        raise foreign.NotRead("is longer than is read")
    try:
        return tuple(_READERS[_name(path)](text))
    except foreign.Malformed:
        return ()


class _Listing:
    """The files of a revision, so that each question about them is answered at once."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = frozenset(paths)
        self._folders = {""} if paths else set()
        self._searched: set[str] = set()
        """Folders in whose sub-folders modules stand."""
        for path in paths:
            folder = path.rpartition("/")[0]
            while folder and folder not in self._folders:
                self._folders.add(folder)
                folder = folder.rpartition("/")[0]
            if path.endswith(_MODULES):
                folder = path.rpartition("/")[0]
                while folder:
                    folder = folder.rpartition("/")[0]
                    if folder in self._searched:
                        break
                    self._searched.add(folder)

    def holds(self, place: str, named: _NamedPackage) -> bool:
        """Whether a package or module stands at `place`; of a search, whether any stands in it."""
        if not named.name:
            return place in self._searched
        return place in self._folders or any(place + ending in self._paths for ending in _MODULES)


def _name(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _joined(*parts: str) -> str:
    return "/".join(part for place in parts for part in place.split("/") if part not in ("", "."))


def _line(text: str, word: str) -> int:
    return next((n for n, line in enumerate(text.split("\n"), 1) if word in line), 1)


def _package(name: str, roots: Mapping[str, str]) -> _NamedPackage:
    """Return where setuptools looks for a package: below the nearest folder that is mapped."""
    parts = name.split(".")
    if len(parts) > _PARTS:
        return _NamedPackage(name, "/".join(parts))
    for depth in range(len(parts), -1, -1):
        if (above := ".".join(parts[:depth])) in roots:
            return _NamedPackage(name, _joined(roots[above], "/".join(parts[depth:])))
    return _NamedPackage(name, "/".join(parts))


def _python(text: str) -> Iterator[_NamedPackage]:
    tree = parsed(text)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call) and called(node) == "setup":
            arguments = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            roots = table(literal(arguments.get("package_dir")))
            listed = arguments.get("packages")
            if isinstance(listed, ast.Call) and called(listed) in _SEARCHES:
                where = [*listed.args[:1], *(x.value for x in listed.keywords if x.arg == "where")]
                folder = literal(where[0]) if where else "."
                if isinstance(folder, str):
                    yield _NamedPackage("", folder)
            for name in (
                *strings(literal(listed)),
                *strings(literal(arguments.get("py_modules"))),
            ):
                yield _package(name, roots)


def called(node: ast.Call) -> str:
    """Return the name of what is called, without what it belongs to."""
    function = node.func
    return getattr(function, "id", None) or getattr(function, "attr", None) or ""


def literal(node: ast.expr | None) -> object:
    """Return the value of a literal; None for what is computed."""
    try:
        return ast.literal_eval(node) if node else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _cfg(text: str) -> Iterator[_NamedPackage]:
    parser = foreign.from_ini(text)
    roots = {
        name.strip(): folder.strip()
        for line in parser.get("options", "package_dir", fallback="").splitlines()
        for name, sign, folder in [line.partition("=")]
        if sign
    }
    where = roots.get("", ".")
    listed = parser.get("options", "packages", fallback="").strip()
    if listed.startswith("find"):
        where = parser.get("options.packages.find", "where", fallback=where)
        yield _NamedPackage("", where.strip())
    else:
        for name in listed.replace(",", "\n").split():
            yield _package(name, roots)


def _toml(text: str) -> Iterator[_NamedPackage]:
    tools = table(foreign.from_toml(text).get("tool"))
    ours = table(tools.get("setuptools"))
    listed = ours.get("packages")
    for name in (*strings(listed), *strings(ours.get("py-modules"))):
        yield _package(name, table(ours.get("package-dir")))
    for folder in strings(table(table(listed).get("find")).get("where")):
        yield _NamedPackage("", folder)
    wheel: object = tools.get("hatch")
    for key in ("build", "targets", "wheel"):
        wheel = table(wheel).get(key)
    for place in strings(table(wheel).get("packages")):
        yield _NamedPackage(place, place)
    included = table(tools.get("poetry")).get("packages")
    for package in map(table, included if isinstance(included, list) else ()):
        own, above = package.get("include"), package.get("from", "")
        if isinstance(own, str) and isinstance(above, str) and "*" not in own:
            yield _NamedPackage(own, _joined(above, own.removesuffix(".py")))


def table(value: object) -> Mapping[str, Any]:
    """Return a mapping as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def strings(value: object) -> list[str]:
    """Return the strings of a list that say something."""
    listed = value if isinstance(value, list | tuple) else ()
    return [text for text in listed if isinstance(text, str) and text.strip()]


_READERS: Mapping[str, Callable[[str], Iterator[_NamedPackage]]] = MappingProxyType(
    {"setup.py": _python, "setup.cfg": _cfg, "pyproject.toml": _toml}
)
