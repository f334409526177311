"""Making values fit to be kept: texts that every program can read, instants in UTC."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar

import msgspec

LONGEST = 4_096
"""Characters of one text; no path and no address that anybody uses is longer."""
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
"""Between these an instant is believed: clocks may be wrong, but not by centuries."""
_DEPTH = 16
_SPACES = re.compile("[\r\x0b\x0c\x1c-\x1f\x85]")
_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")

_T = TypeVar("_T")


class Unfit(ValueError):
    """A value that cannot be kept; its text says why, in a few words."""


def cleaned(value: _T, blot: Callable[[str], str] = str) -> _T:
    r"""Return a value with every text and instant in it fit to be kept.

    Lone surrogates and control characters become the replacement character, a text that is longer
    than any honest one is cut, an instant is told in UTC.

    Parameters
    ----------
    value
        A struct, or what structs consist of.
    blot
        Takes out of a text what nobody may read.

    Raises
    ------
    Unfit
        If an instant has no time zone or is none that could be meant, or for something that no
        record consists of.

    Examples
    --------
    >>> cleaned(("a\ud800b", 3))
    ('a�b', 3)
    >>> str(cleaned(dt.datetime.fromisoformat("2025-03-01T00:30+01:00")))
    '2025-02-28 23:30:00+00:00'
    """
    return _cleaned(value, blot, _DEPTH)  # type: ignore[no-any-return]


def text(words: str, blot: Callable[[str], str] = str) -> str:
    r"""Return a text fit to be kept.

    Examples
    --------
    >>> text("a\x00b\rc")
    'a�b c'
    """
    plain = blot(_UNSHOWABLE.sub("\ufffd", _SPACES.sub(" ", words)))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _cleaned(value: Any, blot: Callable[[str], str], depth: int) -> Any:
    if depth < 0:
        raise Unfit("what was told is nested too deeply")
    match value:
        case None | bool() | int() | float() | Enum():
            return value
        case str():
            return text(value, blot)
        case dt.datetime():
            return _instant(value)
        case msgspec.Struct():
            fields = {
                name: _cleaned(getattr(value, name), blot, depth - 1)
                for name in value.__struct_fields__
            }
            return msgspec.structs.replace(value, **fields)
        case Mapping():
            return {
                _cleaned(key, blot, depth - 1): _cleaned(part, blot, depth - 1)
                for key, part in value.items()
            }
        case tuple() | list():
            return tuple(_cleaned(part, blot, depth - 1) for part in value)
    raise Unfit("something was told that is no text, number or date")


def _instant(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise Unfit("an instant is told without a time zone")
    try:
        in_utc = moment.astimezone(dt.UTC)
    except (OverflowError, ValueError) as error:
        raise Unfit("an impossible instant is told") from error
    if not EARLIEST <= in_utc <= LATEST:
        raise Unfit(f"an instant of the year {in_utc.year} is told")
    return in_utc
