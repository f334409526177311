"""YAML, TOML, JSON and INI that strangers wrote, as plain values: the one place that parses them.

The rules are those of the registry: no aliases, no merges, no tags, bounded size and depth. What
breaks one of them was not read, which is another thing than a file that says nothing; what is no
YAML (or TOML, …) at all is read by nobody, and says nothing.
"""

import configparser
import json
import re
import tomllib
from collections import Counter
from typing import Any, NoReturn, TypeVar, overload

import msgspec
import yaml

from tracker.model import decoding
from tracker.model.plain_yaml import DEPTH_LIMIT, Builder, FieldPath, Hopeless, Plain, YamlFault

SIZE_LIMIT = 300_000
"""Characters of a file that is parsed."""
NESTING_LIMIT = 100
"""Levels of nesting in an answer; the descriptions of datasets have some thirty."""
_LINES_LIMIT = 10_000
_LINE_LIMIT = 2_000
"""Of INI: its parser looks at each place of a line for each other one."""

_DIGITS_LIMIT = 18
"""Of a whole number that has to fit into 64 bits."""

_PART = r"(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEPTH_LIMIT}}}")
"""A key of more parts than there may be levels: its parser goes through all of them for each."""
_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_T = TypeVar("_T")


class Malformed(ValueError):
    """It is not what it was taken for; nobody could read it."""


class NotRead(ValueError):
    """It may well be right, and is not read: it would cost too much, or means what is not followed.

    The message says why, and follows upon the name of the file: "shares a value".
    """


class _Yaml(Builder):
    """The registry's reader, for files that others write: names of fields may be numbers."""

    def _key(self, event: yaml.Event, path: FieldPath) -> str:
        if isinstance(event, yaml.ScalarEvent) and not event.anchor and not event.tag:
            if event.value == "<<" and event.implicit[0]:
                self._stop(event, path, "merges fields", "Write them out.")
            return str(event.value)
        return super()._key(event, path)


def from_yaml(text: str) -> Plain:
    r"""Return what a YAML document says, as plain values; fields have text for names.

    Raises
    ------
    Malformed, NotRead

    Examples
    --------
    >>> from_yaml("license: mit\ntags: [no, 1.0]")
    {'license': 'mit', 'tags': ['no', 1.0]}
    >>> from_yaml("a: &x 1\nb: *x")
    Traceback (most recent call last):
    tracker.model.foreign.NotRead: `&x` shares a value
    """
    _small_enough(text)
    faults: list[YamlFault] = []
    try:
        data = _Yaml(text, faults).document()
    except Hopeless:
        raise NotRead(faults[-1].problem) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Malformed("is no YAML") from error
    if faults:  # which of the two holds is anybody's guess
        raise NotRead(f"has a field twice: {faults[0].path[-1]}")
    return data


def from_toml(text: str) -> dict[str, Plain]:
    r"""Return what a TOML document says.

    Raises
    ------
    Malformed, NotRead

    Examples
    --------
    >>> from_toml("[project]\nlicense = 'MIT'")
    {'project': {'license': 'MIT'}}
    """
    _small_enough(text)
    if _LONG_KEY.search(text):
        _too_deep()
    try:
        data = tomllib.loads(text)  # noqa: TID251  here
    except RecursionError:
        _too_deep()
    except ValueError as error:
        raise Malformed("is no TOML") from error
    if _depth_above(data, DEPTH_LIMIT):
        _too_deep()
    return data


def from_json(text: str) -> Plain:
    """Return what a JSON document says.

    Raises
    ------
    Malformed, NotRead
    """
    _small_enough(text)
    try:
        return decoded(text.encode(), object)
    except (msgspec.DecodeError, ValueError) as error:
        raise Malformed("is no JSON") from error


def strict_json(body: bytes) -> Plain:
    """Return what JSON says of which every number counts; whoever calls has bounded its size.

    A field that stands twice and a number that is none are no JSON here: which of two values holds
    would be anybody's guess.

    Raises
    ------
    Malformed, NotRead

    Examples
    --------
    >>> strict_json(b'{"score": 0.5, "score": 1}')
    Traceback (most recent call last):
    tracker.model.foreign.Malformed: has the field score twice
    >>> strict_json(b'{"score": NaN}')
    Traceback (most recent call last):
    tracker.model.foreign.Malformed: holds NaN, which is no number
    """
    if nested(body):
        _too_deep()
    try:
        value: Plain = json.loads(  # noqa: TID251  here
            body.decode(),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_int=_short_number,
        )
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed("is no JSON") from error
    return value


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        ((double, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise Malformed(f"has the field {double[:60]} twice")
    return fields


def _short_number(digits: str) -> int:
    if len(digits) > _DIGITS_LIMIT:
        raise Malformed(f"holds a whole number of {len(digits)} digits")
    return int(digits)


def _no_number(word: str) -> NoReturn:
    raise Malformed(f"holds {word}, which is no number")


@overload
def decoded(body: bytes, kind: type[_T]) -> _T: ...
@overload
def decoded(body: bytes, kind: Any) -> Any: ...
def decoded(body: bytes, kind: Any) -> Any:
    """Read a host's JSON into a type; the door has bounded its size.

    Raises
    ------
    msgspec.DecodeError
        If it is no JSON, does not fit, or is nested more deeply than anybody nests.

    Examples
    --------
    >>> decoded(b"[1, 2]", tuple[int, ...])
    (1, 2)
    """
    if nested(body):
        raise msgspec.DecodeError("it is nested too deeply")
    try:
        return decoding.decoded(body, kind)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError("it is no JSON") from error


def nested(body: bytes) -> bool:
    """Whether JSON is nested more deeply than is read.

    Examples
    --------
    >>> nested(b'{"a": "[[[["}'), nested(b"[" * 1000)
    (False, True)
    """
    if body.count(b"[") + body.count(b"{") <= NESTING_LIMIT:
        return False
    depth = 0
    for sign in _TEXT.sub(b"", body).translate(None, _NO_BRACKETS):
        depth += 1 if sign in b"[{" else -1
        if depth > NESTING_LIMIT:
            return True
    return False


def from_ini(text: str) -> configparser.RawConfigParser:  # noqa: TID251  here
    """Return what a file like ``setup.cfg`` says; nothing is put in place of ``%(name)s``.

    Raises
    ------
    Malformed, NotRead
    """
    _small_enough(text)
    lines = text.splitlines()
    if len(lines) > _LINES_LIMIT or any(len(line) > _LINE_LIMIT for line in lines):
        raise NotRead("is longer than is read")
    parser = configparser.RawConfigParser(strict=False)  # noqa: TID251  here
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError) as error:
        raise Malformed("is no INI file") from error
    return parser


def _small_enough(text: str) -> None:
    if len(text) > SIZE_LIMIT:
        raise NotRead("is longer than is read")


def _too_deep() -> NoReturn:
    raise NotRead("is nested too deeply")


def _depth_above(value: object, limit: int) -> bool:
    level: list[object] = [value]
    for _ in range(limit + 1):
        if not level:
            return False
        level = [
            inner
            for nested in level
            if isinstance(nested, dict | list)
            for inner in (nested.values() if isinstance(nested, dict) else nested)
        ]
    return bool(level)
