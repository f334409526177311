"""Does the file have the registry's shape? Every field that does not, in plain words."""

import datetime as dt
import difflib
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
from msgspec import inspect

from tracker.model.decoding import converted
from tracker.registry.document import Document
from tracker.registry.values import FieldPath, Plain, YamlFault

_A_STRUCT = "fields with values"


def examine(
    document: Document, value: Plain, kind: type[msgspec.Struct], path: FieldPath
) -> Iterator[YamlFault]:
    """Yield every way in which `value`, found at `path`, is no `kind`; nothing if it is one."""
    yield from _examine(document, value, _info(kind), path)


@cache
def _info(kind: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(kind)


def _examine(
    document: Document, value: Plain, kind: inspect.Type, path: FieldPath
) -> Iterator[YamlFault]:
    choices = [one for one in _choices(kind) if not isinstance(one, inspect.NoneType)]
    nested = choices[0]
    if value is None and len(choices) < len(_choices(kind)):
        return
    if isinstance(nested, inspect.StructType) and isinstance(value, dict):
        if _is_whole(value, nested.cls):
            return
        yield from _fields(document, value, nested, path)
    elif isinstance(nested, inspect.VarTupleType) and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _examine(document, item, nested.item_type, (*path, index))
    elif not any(_fits(value, one) for one in choices):
        yield _misfit(document, value, choices, path)


def _is_whole(value: dict[str, Plain], kind: type) -> bool:
    """Whether nothing in it is wrong: most papers of a large registry are, and that is fast."""
    try:
        converted(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _choices(kind: inspect.Type) -> Sequence[inspect.Type]:
    return kind.types if isinstance(kind, inspect.UnionType) else (kind,)


def _fields(
    document: Document, value: dict[str, Plain], kind: inspect.StructType, path: FieldPath
) -> Iterator[YamlFault]:
    known = {field.encode_name: field for field in kind.fields}
    unknown = [name for name in value if name not in known]
    for name in unknown:
        near = _near(name, tuple(known))
        remedy = f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(known)}."
        yield YamlFault((*path, name), "is no field of the registry", remedy)
    for name, field in known.items():
        if name in value:
            yield from _examine(document, value[name], field.type, (*path, name))
        elif field.required:
            remedy = f"Add `{name}:` with {_wanted(_choices(field.type))}."
            yield YamlFault((*path, name), "is missing", remedy)


def _fits(value: Plain, kind: inspect.Type) -> bool:
    match kind:
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.FloatType():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case inspect.EnumType():
            return any(value == member.value for member in kind.cls)
        case inspect.DateType():
            return isinstance(value, str) and _is_day(value)
        case _:
            return False


def _is_day(text: str) -> bool:
    try:
        converted(text, dt.date)
    except msgspec.ValidationError:
        return False
    return True


def _misfit(
    document: Document, value: Plain, choices: Sequence[inspect.Type], path: FieldPath
) -> YamlFault:
    printed = document.source(path)
    wanted = _wanted(choices)
    if value is None:
        return YamlFault(path, "has no value", f"Give it {wanted}, or take the line out.")
    if isinstance(value, dict | list):
        kind = "a list" if isinstance(value, list) else _A_STRUCT
        return YamlFault(path, f"is {kind}", f"Give it {wanted}.")
    if not isinstance(value, str) and any(isinstance(one, inspect.StrType) for one in choices):
        what = "true or false" if isinstance(value, bool) else "a number"
        return YamlFault(path, f"`{printed}` is read as {what}", f'Put it in quotes: "{printed}".')
    near = _near(str(value), tuple(_members(choices)))
    hint = f"Did you mean `{near[0]}`? " if near else ""
    return YamlFault(path, f"`{printed}` is not {wanted}", f"{hint}Give it {wanted}.")


@cache
def _near(word: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the nearest of `known` if one is near; the same slip is often made all over a file."""
    return tuple(difflib.get_close_matches(word, known, n=1))


def _members(choices: Sequence[inspect.Type]) -> list[str]:
    return [m.value for one in choices if isinstance(one, inspect.EnumType) for m in one.cls]


def _wanted(choices: Sequence[inspect.Type]) -> str:
    return " or ".join(_word(one) for one in choices if not isinstance(one, inspect.NoneType))


def _word(kind: inspect.Type) -> str:
    match kind:
        case inspect.StrType():
            return "a text"
        case inspect.BoolType():
            return "true or false"
        case inspect.FloatType():
            return "a number"
        case inspect.DateType():
            return "a day such as 2025-03-18"
        case inspect.EnumType():
            return "one of " + ", ".join(_members([kind]))
        case inspect.VarTupleType():
            return "a list"
        case _:
            return _A_STRUCT
