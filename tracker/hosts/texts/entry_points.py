"""The commands that package metadata install, and the files in which they begin. Pure.

Who installs the package can use the result by such a command. Files are parsed, never run: of
Python only literals count.
"""

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from tracker.hosts.texts.packaging import called, literal, strings, table
from tracker.model import foreign
from tracker.model.evidence import SPAN_LIMIT, Passage
from tracker.model.python_text import parsed

PASSAGES = 8
"""Files that are kept."""
_TARGETS = 40
"""Commands of one file that are looked up."""
_SIZE_LIMIT = 200_000
"""Characters of a file that is parsed."""
_SOURCES = frozenset(("src", "lib", "python", "code"))
"""Folders that hold packages and are none."""
_GROUPS = ("console_scripts", "gui_scripts")


def commands(
    texts: Mapping[str, bytes], paths: Collection[str]
) -> tuple[tuple[Passage, ...], bool]:
    r"""Return the files of the listing in which commands begin, and whether all was understood.

    Parameters
    ----------
    texts
        Path and bytes of the files that were read; others than package metadata are passed over.
    paths
        The whole listing.

    Examples
    --------
    >>> text = b"[project.scripts]\\nfold = 'fold.entry:main'"
    >>> found, _ = commands({"pyproject.toml": text}, ["pyproject.toml", "src/fold/entry.py"])
    >>> found
    (Passage(path='pyproject.toml', line=2, about='src/fold/entry.py'),)
    """
    found: dict[str, Passage] = {}
    understood = True
    for path in sorted(texts):
        name = path.rpartition("/")[2].lower()
        text = texts[path].decode("utf-8", "replace")
        if name not in _READERS:
            continue
        try:
            modules = [*dict.fromkeys(_READERS[name](text))] if len(text) <= _SIZE_LIMIT else None
        except foreign.Malformed:
            modules = []
        except foreign.NotRead:
            modules = None
        understood = understood and modules is not None and len(modules) <= _TARGETS
        for module in (modules or ())[:_TARGETS]:
            if file := _file(module, path.rpartition("/")[0], paths):
                line = next((n for n, row in enumerate(text.split("\n"), 1) if module in row), 1)
                passage = Passage(path=path, line=line, about=file[:SPAN_LIMIT])
                found.setdefault(file, passage)
    return tuple(found.values())[:PASSAGES], understood


def _file(module: str, home: str, paths: Collection[str]) -> str | None:
    """Return the file of a module, where the packages of the metadata at `home` usually lie."""
    place = module.replace(".", "/")
    above = f"{home}/" if home else ""
    ends = (f"{place}.py", f"{place}/__init__.py", f"{place}/__main__.py")
    near = {
        path: path.removeprefix(above)[: -len(end)].strip("/")
        for path in paths
        if path.startswith(above)
        for end in ends
        if path == above + end or path.endswith(f"/{end}")
    }

    def order(path: str) -> tuple[bool, bool, int, str]:
        folder = near[path]
        return folder != "", folder not in _SOURCES, path.count("/"), path

    return min(near, key=order, default=None)


def _module(target: object) -> Iterator[str]:
    """Yield the module of ``package.module:function``."""
    name = target.partition(":")[0].strip() if isinstance(target, str) else ""
    if name and all(part.isidentifier() for part in name.split(".")):
        yield name


def _python(text: str) -> Iterator[str]:
    tree = parsed(text)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call) and called(node) == "setup":
            for keyword in node.keywords:
                if keyword.arg == "entry_points":
                    yield from _of_groups(literal(keyword.value))


def _of_groups(groups: object) -> Iterator[str]:
    if isinstance(groups, str):
        groups = {group: dict(rows) for group, rows in foreign.from_ini(groups).items()}
    for group in _GROUPS:
        rows = table(groups).get(group)
        if isinstance(rows, dict):
            targets = [*rows.values()]
        else:
            listed = rows.splitlines() if isinstance(rows, str) else strings(rows)
            targets = [row.partition("=")[2] for row in listed]
        for target in targets:
            yield from _module(target)


def _cfg(text: str) -> Iterator[str]:
    parser = foreign.from_ini(text)
    for group in _GROUPS:
        for row in parser.get("options.entry_points", group, fallback="").splitlines():
            yield from _module(row.partition("=")[2])


def _toml(text: str) -> Iterator[str]:
    content = foreign.from_toml(text)
    project, tools = table(content.get("project")), table(content.get("tool"))
    for scripts in (
        project.get("scripts"),
        project.get("gui-scripts"),
        table(tools.get("poetry")).get("scripts"),
    ):
        for target in table(scripts).values():
            yield from _module(table(target).get("callable", target))


_READERS: Mapping[str, Callable[[str], Iterator[str]]] = MappingProxyType(
    {"setup.py": _python, "setup.cfg": _cfg, "pyproject.toml": _toml}
)
