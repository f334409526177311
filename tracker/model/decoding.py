"""Reading data into types, from any thread.

msgspec puts together what it knows of a type when the type is first asked for, and while it does,
another thread that asks gets what is not finished: the process ends with a segmentation fault
(msgspec 0.22, seen in 27 of 30 tries of eight threads). Here types are put together one at a time.
"""

import re
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, overload

import msgspec

_T = TypeVar("_T")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
"""An escape of JSON, two where they are a pair; the group: half a pair."""
_REPLACEMENT = rb"\ufffd"
_BUILDING = Lock()
_BUILT: dict[object, Any] = {}


@overload
def decoded(data: bytes | str, kind: type[_T]) -> _T: ...
@overload
def decoded(data: bytes | str, kind: Any) -> Any: ...
def decoded(data: bytes | str, kind: Any) -> Any:
    r"""Read JSON into a type; half a surrogate pair in it becomes the replacement character.

    Many programs write such halves, and one of them must not cost what else an answer tells.

    Raises
    ------
    msgspec.DecodeError
        If it is no JSON, or does not fit: `msgspec.ValidationError`.

    Examples
    --------
    >>> decoded("[1, 2]", tuple[int, ...])
    (1, 2)
    >>> decoded(rb'"a\ud800b"', str)
    'a�b'
    """
    decoder = _built(msgspec.json.Decoder, kind)
    try:
        return decoder.decode(data)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        raw = data.encode() if isinstance(data, str) else bytes(data)
        mended = _ESCAPE.sub(_paired, raw)
        if mended == raw:
            raise
        return decoder.decode(mended)


def _paired(escape: re.Match[bytes]) -> bytes:
    return _REPLACEMENT if escape[1] else escape[0]


def unpacked(data: bytes, kind: type[_T]) -> _T:
    """Read MessagePack into a type; raises what `decoded` raises."""
    value: _T = _built(msgspec.msgpack.Decoder, kind).decode(data)
    return value


def converted(value: Any, kind: type[_T], *, from_attributes: bool = False) -> _T:
    """Convert what consists of plain values into a type; raises `msgspec.ValidationError`.

    Parameters
    ----------
    from_attributes
        Whether an object's attributes do where a mapping is wanted.
    """
    _built(msgspec.json.Decoder, kind)
    return msgspec.convert(value, kind, from_attributes=from_attributes)  # noqa: TID251  here


def _built(make: Callable[[Any], Any], kind: Any) -> Any:
    key = make, kind
    if key not in _BUILT:
        with _BUILDING:
            _BUILT[key] = make(kind)
    return _BUILT[key]
