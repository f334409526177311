"""What several rules ask of any entry: no blank text, a whole address, nothing twice."""

from collections.abc import Iterator
from functools import cache

import msgspec

from tracker.model.locator import fault, glued, shown
from tracker.model.suspicion import printable, suspicious
from tracker.registry.document import dotted
from tracker.registry.values import FieldPath, YamlFault


def address(path: FieldPath, url: str) -> Iterator[YamlFault]:
    """Yield what is wrong with an address."""
    if tail := glued(url):
        yield YamlFault(
            path, f"ends in `{tail}`, which belongs to the text", f"Write {url[: -len(tail)]}"
        )
    elif reason := fault(url):
        yield YamlFault(path, f"`{shown(url)}` {reason}", "Write the whole address, with https://.")
    elif reason := suspicious(url):
        yield YamlFault(
            path,
            f"`{printable(url)}` {reason}",
            "Write the public address, its host name in ASCII (xn--… where it has other letters).",
        )


@cache
def _required_texts(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(
        one.name for one in msgspec.structs.fields(kind) if one.required and one.type is str
    )


def blanks(path: FieldPath, value: msgspec.Struct) -> Iterator[YamlFault]:
    """Yield each text that must say something and does not."""
    for name in _required_texts(type(value)):
        if not getattr(value, name).strip():
            yield YamlFault((*path, name), "is empty", "Fill it in.")


def twice(keys: Iterator[tuple[FieldPath, object]]) -> Iterator[YamlFault]:
    """Yield each key that stood somewhere before."""
    first: dict[object, FieldPath] = {}
    for path, key in keys:
        if key in first:
            yield YamlFault(
                path,
                f"says the same as {dotted(first[key])}",
                "Keep one of the two entries.",
            )
        else:
            first[key] = path
