"""Outputs of cells: made here where they are plainly well formed, by nbformat where not."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from nbformat import NotebookNode, from_dict

_ANYTHING: Final = re.compile(r"application/(.*\+)?json")
"""Kinds of data that may be any JSON; all others are text."""


def quick_output(message: Mapping[str, Any]) -> NotebookNode | None:
    """Return what a notebook keeps of a message; None where nbformat must be asked.

    nbformat checks an output against the schema of notebooks, rule by rule, which takes longer than
    all else that is done with it. Nearly every output plainly keeps to it.

    Examples
    --------
    >>> quick_output({"msg_type": "stream", "content": {"name": "stdout", "text": "1"}})
    {'output_type': 'stream', 'name': 'stdout', 'text': '1'}
    >>> quick_output({"msg_type": "stream", "content": {"name": "stdout", "text": 1}})
    """
    kind, content = message["msg_type"], message["content"]
    fields = _FIELDS.get(kind, {"": _nothing})
    if not all(name in content and fits(content[name]) for name, fits in fields.items()):
        return None
    made: NotebookNode = from_dict(  # type: ignore[no-untyped-call]
        {"output_type": kind, **{name: content[name] for name in fields}}
    )
    return made


def _nothing(_: object) -> bool:
    return False


def _text(value: object) -> bool:
    return isinstance(value, str)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _data(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(content, str) or _ANYTHING.fullmatch(kind) for kind, content in value.items()
    )


def _metadata(value: object) -> bool:
    return isinstance(value, dict)


def _count(value: object) -> bool:
    return type(value) is int and value >= 0


_FIELDS: Final[Mapping[str, Mapping[str, Callable[[object], bool]]]] = {
    "execute_result": {"data": _data, "metadata": _metadata, "execution_count": _count},
    "display_data": {"data": _data, "metadata": _metadata},
    "stream": {"name": _text, "text": _text},
    "error": {"ename": _text, "evalue": _text, "traceback": _texts},
}
"""What a notebook keeps of a message, as `nbformat.v4.output_from_msg` does."""
