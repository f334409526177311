"""The commands that package metadata install, and the files in which they begin. Pure.

Who installs the package can use the result by such a command. Files are parsed, never run: of
Python only literals count.
"""

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from tracker.hosts.texts.packaging import called, literal, strings, table
from tracker.model import foreign
from tracker.model.evidence import SPAN_LIMIT, Passage
from tracker.model.python_text import parsed

PASSAGES = 8
"""Files that are kept."""
_SIZE_LIMIT = 200_000
"""Characters of a file that is parsed."""
_SOURCES = frozenset(("src", "lib", "python", "code"))
"""Folders that hold packages and are none."""
_GROUPS = ("console_scripts", "gui_scripts")


def too_long(path: str, data: bytes) -> bool:
    """Whether a file may name commands and is longer than what is parsed."""
    return _name(path) in _READERS and len(data) > _SIZE_LIMIT


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
    >>> text = b"[project.scripts]\nfold = 'fold.entry:main'"
    >>> passages, _ = commands({"pyproject.toml": text}, ["pyproject.toml", "src/fold/entry.py"])
    >>> passages
    (Passage(path='pyproject.toml', line=2, about='src/fold/entry.py'),)
    """
    passages: dict[str, Passage] = {}
    understood = True
    for path in sorted(texts):
        if _name(path) not in _READERS:
            continue
        text = texts[path].decode("utf-8", "replace")
        modules: list[str] = []
        try:
            modules += [] if too_long(path, texts[path]) else _READERS[_name(path)](text)
        except foreign.Malformed:
            continue
        except foreign.NotRead:
            understood = False
        understood = understood and not too_long(path, texts[path])
        rows = text.split("\n")
        for module, file in _files(modules, path.rpartition("/")[0], paths).items():
            line = next((n for n, row in enumerate(rows, 1) if f"{module}:" in row), 1)
            passage = Passage(path=path, line=line, about=file[:SPAN_LIMIT])
            passages.setdefault(file, passage)
            if len(passages) >= PASSAGES:
                return tuple(passages.values()), understood
    return tuple(passages.values()), understood


def _name(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _files(modules: Sequence[str], home: str, paths: Iterable[str]) -> dict[str, str]:
    """Return the file of each module, where packages usually lie, seen from `home`."""
    endings = {
        module.replace(".", "/") + end: module
        for module in modules
        for end in (".py", "/__init__.py", "/__main__.py")
    }
    above = f"{home}/" if home else ""
    near: dict[str, tuple[bool, bool, int, str]] = {}
    for path in paths if endings else ():
        parts = path.removeprefix(above).split("/") if path.startswith(above) else []
        for start in range(len(parts)):
            module = endings.get("/".join(parts[start:]))
            if module is not None:
                order = (start > 0, parts[0] not in _SOURCES, len(parts), path)
                near[module] = min(near.get(module, order), order)
    return {module: near[module][-1] for module in modules if module in near}


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
