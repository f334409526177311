"""YAML read with suspicion: plain values, no anchors, no tags, no deep nesting.

PyYAML reads YAML 1.1, where ``yes`` is a boolean, ``12:30`` a number and a day a date object.
Here, as in YAML 1.2 and in the editors that check `registry.yaml`, only ``true``, ``false``,
``null`` and plain decimal numbers are more than text. Anchors and tags are refused: the one can
blow up, the other can run code, and neither a registry nor a card needs them.
"""

import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml

try:  # ten times as fast, where PyYAML was built with it
    from yaml import CSafeLoader as _Fast

    Reader = _Fast
except ImportError:  # pragma: no cover - depends on how PyYAML was built
    Reader = yaml.SafeLoader  # type: ignore[assignment,misc]

DEPTH_LIMIT = 20
"""Levels of nesting; a registry has seven. The C composer overflows the stack on very deep ones."""

FieldPath: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = Any
"""``dict``, ``list``, ``str``, ``int``, ``float``, ``bool`` or ``None``."""

TAG = "tag:yaml.org,2002:"
_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[-+]?\d{1,18}", re.ASCII)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def scalar(text: str) -> Plain:
    """Return what an unquoted word means.

    Examples
    --------
    >>> [scalar(word) for word in ("true", "yes", "0.844", "2025-03-18", "12:30", "1e999")]
    [True, 'yes', 0.844, '2025-03-18', '12:30', '1e999']
    """
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


class Core:
    """The meaning of unquoted words, the same for reading and for writing."""

    def resolve(self, kind: type, value: str | None, implicit: Any) -> str:
        """Return the tag of a word."""
        if kind is yaml.MappingNode:
            return TAG + "map"
        if kind is yaml.SequenceNode:
            return TAG + "seq"
        if not implicit[0]:
            return TAG + "str"
        name = {type(None): "null"}.get(
            python_type := type(scalar(value or "")), python_type.__name__
        )
        return TAG + name


class _Loader(Core, Reader):
    """The reader, with our meaning of unquoted words."""


class YamlFault(NamedTuple):
    """Something wrong, at a place in the file's values."""

    path: FieldPath
    problem: str
    remedy: str
    line: int | None = None
    """1-based, where it is known better than by the path."""


class Hopeless(Exception):
    """The rest of the file would only give complaints that follow from the first."""


class Builder:
    """Plain values out of the parser's events: no recursion deeper than `DEPTH_LIMIT`."""

    def __init__(self, text: str, faults: list[YamlFault]) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)  # noqa: TID251  here
        self._faults = faults

    def document(self) -> Plain:
        """Return the values of the one document there is.

        Raises
        ------
        Hopeless
            Where reading on makes no sense; the fault is on the list.
        yaml.YAMLError
            Where this is no YAML.
        """
        data = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        event, (), "a second document begins here", "Keep one `papers:` list."
                    )
                data = self._value(next(self._events), ())
        return data

    def _value(self, event: yaml.Event, path: FieldPath) -> Plain:
        if name := getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._stop(event, path, f"`{sign}{name}` shares a value", "Write it out in each place.")
        if (tag := getattr(event, "tag", None)) not in {None, "!"}:
            self._stop(event, path, f"`{tag}` is a tag", "Leave the tag out.")
        if isinstance(event, yaml.ScalarEvent):
            return scalar(event.value) if event.implicit[0] else event.value
        if len(path) > DEPTH_LIMIT:
            self._stop(event, path[:3], "is nested too deeply", "Compare with the other entries.")
        return (
            self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)
        )

    def _list(self, path: FieldPath) -> list[Plain]:
        items: list[Plain] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: FieldPath) -> dict[str, Plain]:
        fields: dict[str, Plain] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path)
            if key in fields:
                self._faults.append(
                    YamlFault((*path, key), "stands here twice", "Keep one of them.", _line(event))
                )
            fields[key] = self._value(next(self._events), (*path, key))
        return fields

    def _key(self, event: yaml.Event, path: FieldPath) -> str:
        key = self._value(event, path)
        if not isinstance(key, str):
            self._stop(event, path, "has a field whose name is no word", "Name it in letters.")
        return key

    def _stop(self, event: yaml.Event, path: FieldPath, problem: str, remedy: str) -> NoReturn:
        self._faults.append(YamlFault(path, problem, remedy, _line(event)))
        raise Hopeless


def _line(event: yaml.Event) -> int | None:
    return event.start_mark.line + 1 if event.start_mark else None
