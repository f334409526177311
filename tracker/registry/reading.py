"""From the file to the papers, or to all that is wrong with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from tracker.errors import Complaint, RegistryError
from tracker.model.base import Value
from tracker.model.paper import Artifact, Claim, Paper, Promise, Registry
from tracker.registry.document import Document
from tracker.registry.rules import Entry, check
from tracker.registry.shape import examine
from tracker.registry.values import FieldPath, Plain

_Part = TypeVar("_Part", bound=Value)
_HEAD = ("id", "version", "titles", "authors", "digest", "note")


def load(path: Path) -> Registry:
    """Read the registry.

    Raises
    ------
    RegistryError
        With every complaint there is, if there is one.
    """
    registry, _, complaints = read(path)
    if registry is None or complaints:
        raise RegistryError(complaints)
    return registry


def lint(path: Path) -> tuple[Complaint, ...]:
    """Return everything that is wrong with the registry, in the order of its lines."""
    return read(path)[2]


def read(
    path: Path, text: str | None = None
) -> tuple[Registry | None, Document, tuple[Complaint, ...]]:
    """Read the registry, its document, and what is wrong with it."""
    document = Document(path, text)
    registry: Registry | None = None
    faults = document.faults
    if document.readable:
        try:
            registry = msgspec.convert(document.data, Registry)
        except msgspec.ValidationError:
            faults += examine(document, document.data, Registry, ())
            entries = tuple(_salvaged(document.data))
        else:
            entries = tuple(_entry(number, paper) for number, paper in enumerate(registry.papers))
        faults += check(entries)
    complaints = sorted(map(document.complaint, faults), key=lambda one: one.line or 0)
    return registry, document, tuple(complaints)


def _entry(number: int, paper: Paper) -> Entry:
    return Entry(
        path=("papers", number),
        id=paper.id,
        head=paper,
        artifacts=paper.artifacts,
        promises=paper.promises,
        claims=paper.claims,
    )


def _salvaged(data: dict[str, Plain]) -> Iterator[Entry]:
    """Yield what can be read of each paper, so that one fault does not hide the others."""
    papers = data.get("papers")
    for number, raw in enumerate(papers if isinstance(papers, list) else ()):
        path: FieldPath = ("papers", number)
        if (paper := _part(raw, Paper)) is not None:
            yield _entry(number, paper)
        elif isinstance(raw, dict):
            identifier = raw.get("id")
            yield Entry(
                path=path,
                id=identifier if isinstance(identifier, str) else None,
                head=_part({name: raw[name] for name in _HEAD if name in raw}, Paper),
                artifacts=_list(raw.get("artifacts"), Artifact),
                promises=_list(raw.get("promises"), Promise),
                claims=_list(raw.get("claims"), Claim),
            )


def _list(raw: Plain, kind: type[_Part]) -> list[_Part | None]:
    if isinstance(raw, list):
        return [_part(item, kind) for item in raw]
    return [] if raw is None else [None]


def _part(raw: Plain, kind: type[_Part]) -> _Part | None:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        return None
