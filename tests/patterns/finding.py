"""Every regular expression of the package: those that modules hold, and those written in a call."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import tracker
from tracker.hosts import web
from tracker.licensing import known, spelling, words
from tracker.tables import words as shown

_APART = ("tracker.reproduce.experiments",)
"""They read what was fetched and verified."""
_USES = {"match": "match", "fullmatch": "fullmatch"}
_ANY = frozenset(("search", "match", "fullmatch"))
_FUNCTIONS = frozenset(
    ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
)


def modules() -> Iterator[ModuleType]:
    """Yield the modules of the package that hold an expression."""
    for each in pkgutil.walk_packages(tracker.__path__, "tracker."):
        if each.name.startswith(_APART):
            continue
        place = Path(tracker.__path__[0], *each.name.split(".")[1:])
        source = place / "__init__.py" if each.ispkg else place.with_suffix(".py")
        if "\nimport re\n" in source.read_text("utf-8") or each.name.endswith("hub_answers"):
            yield importlib.import_module(each.name)


class Found(NamedTuple):
    """An expression, and whether ``search``, ``match`` and ``fullmatch`` are called of it."""

    pattern: re.Pattern[str]
    uses: frozenset[str]


def patterns() -> Mapping[str, Found]:
    """Return all expressions by where they stand, each once."""
    found: dict[tuple[str, int, frozenset[str]], tuple[str, Found]] = {}
    for name, each in _all():
        plain = Found(_of_text(each.pattern), each.uses)
        key = (plain.pattern.pattern, plain.pattern.flags, plain.uses)
        found.setdefault(key, (name, plain))
    return dict(found.values())


def _of_text(pattern: re.Pattern[Any]) -> re.Pattern[str]:
    """Return an expression of bytes as one of text; the work is the same."""
    written = pattern.pattern
    if isinstance(written, str):
        return pattern
    return re.compile(written.decode("latin-1"), pattern.flags | re.ASCII)


def _all() -> Iterator[tuple[str, Found]]:
    for module in modules():
        own = _assigned(module)
        for name, value in vars(module).items():
            if name in own:
                for at, each in enumerate(_held(value, 3)):
                    yield f"{module.__name__}.{name}[{at}]", Found(each, _uses(module, name))
        yield from _written(module)
    for name, pattern in _made():
        yield name, Found(pattern, _ANY)


def _made() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield what is made of data while the program runs."""
    for key in _PROSE:
        yield f"words.toml {key}", words._phrases(key)
    for pattern, _ in (*spelling._rules().synonyms, *spelling._spellings().urls):
        yield "spellings.toml", pattern
    for pattern, name in known._titles():
        yield f"licenses.toml {name}", pattern
    yield "licenses.toml titles", known._first_titles()
    for name, license_ in known._data().licenses.items():
        for written in filter(None, (license_.requires, license_.models)):
            yield f"licenses.toml {name}", re.compile(written, re.IGNORECASE)
    for quirk in web.QUIRKS:
        yield f"web.QUIRKS {quirk.site}", re.compile(quirk.site)
        yield f"web.QUIRKS {quirk.sign}", re.compile(quirk.sign)
    for code in ("en", "zh"):
        for phrase in shown.words(code).phrases:
            yield f"words.{code}.toml", phrase.pattern


_PROSE = frozenset(
    ("limits", "binding", "withholding", "permitting", "applying", "chatter", "telling")
)


def _assigned(module: ModuleType) -> set[str]:
    """Return the names that were given a value here, and not imported."""
    return {
        each.id
        for node in _tree(module).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def _uses(module: ModuleType, name: str) -> frozenset[str]:
    """Return how an expression is used, where that is plain to see; else in every way."""
    found = set()
    plain = 0
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            plain += 1
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == name
        ):
            plain -= 1
            found.add(_USES.get(node.attr, "search"))
    return frozenset(found) if found and not plain else _ANY


def _held(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for each in (*value.keys(), *value.values()):
            yield from _held(each, depth - 1)
    elif depth and isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from _held(each, depth - 1)


def _written(module: ModuleType) -> Iterator[tuple[str, Found]]:
    for node in ast.walk(_tree(module)):
        use = "search"
        if isinstance(node, ast.keyword) and node.arg == "pattern":
            written: ast.expr | None = node.value
        elif isinstance(node, ast.Call) and _is_find(module, node):
            written = node.args[0] if node.args else None
        elif isinstance(node, ast.Call) and _is_re(node.func):
            written = node.args[0] if node.args else None
            if isinstance(node.func, ast.Attribute) and node.func.attr != "compile":
                use = _USES.get(node.func.attr, "search")
            elif written is not None:
                continue  # what is compiled, a module holds
        else:
            continue
        if isinstance(written, ast.Constant | ast.JoinedStr | ast.BinOp):
            try:
                text = eval(  # noqa: S307  our own
                    compile(ast.Expression(written), "", "eval"), vars(module)
                )
            except NameError:
                continue
            if isinstance(text, str | bytes):
                name = f"{module.__name__}:{written.lineno}"
                yield name, Found(re.compile(text, _flags(node)), frozenset((use,)))


def _is_find(module: ModuleType, node: ast.Call) -> bool:
    return (
        module.__name__.startswith("tracker.licensing")
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "find"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "source"
    )


def _is_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in _FUNCTIONS
    )


def _flags(node: ast.AST) -> int:
    said = ast.unparse(node)
    return sum(
        flag for flag in (re.IGNORECASE, re.DOTALL, re.MULTILINE, re.ASCII) if flag.name in said
    )  # fmt: skip


_TREES: dict[str, ast.Module] = {}


def _tree(module: ModuleType) -> ast.Module:
    if module.__name__ not in _TREES:
        _TREES[module.__name__] = ast.parse(inspect.getsource(module))
    return _TREES[module.__name__]
