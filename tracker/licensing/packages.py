"""What package metadata declares: ``setup.py``, ``pyproject.toml`` and their like.

Python is parsed, never run: only literal strings count.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from tracker.licensing.fields import field
from tracker.licensing.source import Source
from tracker.licensing.spelling import normalise
from tracker.model import foreign
from tracker.model.evidence import Declaration, Place
from tracker.model.python_text import parsed

_CLASSIFIERS = 300
"""That are looked at; the index of packages allows fewer."""
_SIZE_LIMIT = 200_000
"""Characters of a package file that is parsed."""


def metadata(source: Source) -> Iterator[Declaration]:
    """Yield what a package file declares; one that is malformed declares nothing.

    One that is not read may declare anything: it is told of without a quote.
    """
    reader = READERS.get(source.path.rpartition("/")[2].lower())
    if reader is None:
        return
    unread = source.declare(Place.PACKAGE, None, None, quote="")
    if len(source.text) > _SIZE_LIMIT or not source.whole:
        yield unread
        return
    try:
        yield from tuple(reader(source))
    except foreign.Malformed:
        return
    except foreign.NotRead:
        yield unread


def _declared(source: Source, raw: object, line: int | None) -> Iterator[Declaration]:
    """Yield a declaration for a value that names a licence; a pointer to a file names none."""
    if named := field(raw):
        printed = _printing(source, line, named.name)
        quote = None if printed else f"license: {raw}"
        yield source.declare(Place.PACKAGE, printed or line, named.expression, quote=quote)


def _printing(source: Source, line: int | None, value: str) -> int | None:
    """Return the line that prints a value: that of its key, or one below; None where none does."""
    if line is None:
        return None
    below = source.text.split("\n")[line - 1 :]
    return next((line + more for more, text in enumerate(below) if value in text), None)


def _classified(source: Source, classifiers: object, line: int | None) -> Iterator[Declaration]:
    """Yield what classifiers declare; a family ("BSD License") names no licence."""
    listed = classifiers if isinstance(classifiers, list) else []
    texts = dict.fromkeys(text for text in listed if isinstance(text, str))
    licensed = [text for text in texts if text.startswith("License ::")]
    for raw in licensed[:_CLASSIFIERS]:
        if normalise(raw):
            yield from _declared(source, raw, source.find(re.escape(raw)) or line)
    if len(licensed) > _CLASSIFIERS:
        yield source.in_part(Place.PACKAGE)


def _setup_py(source: Source) -> Iterator[Declaration]:
    tree = parsed(source.text)
    for node in ast.walk(tree) if tree else ():
        if not (isinstance(node, ast.Call) and _is_setup(node.func)):
            continue
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg == "license" and isinstance(value, ast.Constant):
                yield from _declared(source, value.value, value.lineno)
            if keyword.arg == "classifiers" and isinstance(value, ast.List):
                texts = [item.value for item in value.elts if isinstance(item, ast.Constant)]
                yield from _classified(source, texts, value.lineno)


def _is_setup(function: ast.expr) -> bool:
    return (isinstance(function, ast.Name) and function.id == "setup") or (
        isinstance(function, ast.Attribute) and function.attr == "setup"
    )


def _setup_cfg(source: Source) -> Iterator[Declaration]:
    parser = foreign.from_ini(source.text)
    yield from _declared(
        source, parser.get("metadata", "license", fallback=None), source.find(r"^\s*license\s*[=:]")
    )
    classifiers = parser.get("metadata", "classifiers", fallback=None) or ""
    yield from _classified(source, [line.strip() for line in classifiers.splitlines()], None)


def _pyproject(source: Source) -> Iterator[Declaration]:
    data = foreign.from_toml(source.text)
    tools = _table(data, "tool")
    flit = _table(_table(tools, "flit"), "metadata")
    for project in (_table(data, "project"), _table(tools, "poetry"), flit):
        value = project.get("license")
        line = source.find(r"^\s*license(?:\.text)?\s*=")
        yield from _declared(source, value.get("text") if isinstance(value, dict) else value, line)
        yield from _classified(source, project.get("classifiers"), None)


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _package_json(source: Source) -> Iterator[Declaration]:
    """Read ``license``, and ``licenses``, as it was spelled once; a value may be an object."""
    data = foreign.from_json(source.text)
    for key in ("license", "licenses") if isinstance(data, dict) else ():
        for value in _listed(data.get(key)):
            name = value.get("type", value.get("name")) if isinstance(value, dict) else value
            yield from _declared(source, name, source.find(rf"\"{key}\"\s*:"))


def _citation(source: Source) -> Iterator[Declaration]:
    data = foreign.from_yaml(source.text)
    for raw in _listed(data.get("license") if isinstance(data, dict) else None):
        yield from _declared(source, raw, source.find(r"^license\s*:"))


def _codemeta(source: Source) -> Iterator[Declaration]:
    """Read CodeMeta, in which a licence is an address or an object that has one, and Zenodo's."""
    data = foreign.from_json(source.text)
    for value in _listed(data.get("license") if isinstance(data, dict) else None):
        names_given = (
            [value.get(key) for key in ("@id", "id", "url", "identifier", "name")]
            if isinstance(value, dict)
            else [value]
        )
        names = [name for name in names_given if isinstance(name, str)]
        name = next((name for name in names if normalise(name)), next(iter(names), None))
        yield from _declared(source, name, source.find(r"\"license\"\s*:"))


def _cargo(source: Source) -> Iterator[Declaration]:
    data = foreign.from_toml(source.text)
    for table in (_table(data, "package"), _table(_table(data, "workspace"), "package")):
        yield from _declared(source, table.get("license"), source.find(r"^\s*license\s*="))


def _listed(value: object) -> list[object]:
    """Return the values of a field that may be one or many; no more than a file may list."""
    return value[:_CLASSIFIERS] if isinstance(value, list) else [value]


READERS: Mapping[str, Callable[[Source], Iterator[Declaration]]] = MappingProxyType(
    {
        "setup.py": _setup_py,
        "setup.cfg": _setup_cfg,
        "pyproject.toml": _pyproject,
        "package.json": _package_json,
        "citation.cff": _citation,
        "codemeta.json": _codemeta,
        ".zenodo.json": _codemeta,
        "cargo.toml": _cargo,
    }
)
"""File name → how it is read."""
