"""What package metadata declares: ``setup.py``, ``pyproject.toml`` and their like.

Python is parsed, never run: only literal strings count.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

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
    if not isinstance(raw, str) or not raw.strip():
        return
    pointer = re.search(
        r"\bfile\b|licen[sc]e\.(?:txt|md|rst)$|^\W*licen[sc]e\W*$", raw, re.IGNORECASE
    )
    expression = normalise(raw)
    if expression or not pointer:
        yield source.declare(
            Place.PACKAGE, line, expression, quote=None if line else f"license: {raw}"
        )


def _classified(source: Source, classifiers: object, line: int | None) -> Iterator[Declaration]:
    """Yield what classifiers declare; a family ("BSD License") names no licence."""
    told = classifiers if isinstance(classifiers, list) else []
    texts = dict.fromkeys(each for each in told if isinstance(each, str))
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
    for project in (_table(data, "project"), _table(_table(data, "tool"), "poetry")):
        value = project.get("license")
        line = source.find(r"^\s*license(?:\.text)?\s*=")
        yield from _declared(source, value.get("text") if isinstance(value, dict) else value, line)
        yield from _classified(source, project.get("classifiers"), None)


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _package_json(source: Source) -> Iterator[Declaration]:
    data = foreign.from_json(source.text)
    value = data.get("license") if isinstance(data, dict) else None
    line = source.find(r"\"license\"\s*:")
    yield from _declared(source, value.get("type") if isinstance(value, dict) else value, line)


def _citation(source: Source) -> Iterator[Declaration]:
    data = foreign.from_yaml(source.text)
    value = data.get("license") if isinstance(data, dict) else None
    for raw in value if isinstance(value, list) else [value]:
        yield from _declared(source, raw, source.find(r"^license\s*:"))


READERS: Mapping[str, Callable[[Source], Iterator[Declaration]]] = MappingProxyType(
    {
        "setup.py": _setup_py,
        "setup.cfg": _setup_cfg,
        "pyproject.toml": _pyproject,
        "package.json": _package_json,
        "citation.cff": _citation,
    }
)
"""File name → how it is read."""
