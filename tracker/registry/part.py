"""One registry file: its papers as far as they can be read, and what is wrong with it alone."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TypeVar

import msgspec

from tracker.model.base import Value
from tracker.model.decoding import converted
from tracker.model.paper import Artifact, Claim, Paper, Promise, Registry
from tracker.registry.document import Document
from tracker.registry.rules import PaperEntry
from tracker.registry.shape import examine
from tracker.registry.values import FieldPath, Plain, YamlFault

_Piece = TypeVar("_Piece", bound=Value)
_HEAD = ("id", "version", "titles", "authors", "digest", "note", "promises_read_in",
         "corrections")  # fmt: skip


class RegistryPart:
    """One file of a registry, with what is wrong with it alone.

    Parameters
    ----------
    path
        The file; complaints name it as given here.
    text
        Its content, where that is at hand already.
    """

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.document = document = Document(path, text)
        self.registry: Registry | None = None
        """What it holds itself; None where that has not the registry's shape."""
        self.entries: tuple[PaperEntry, ...] = ()
        self.include: tuple[str, ...] = ()
        self.faults: list[YamlFault] = [*document.faults]
        if not document.readable:
            return
        try:
            self.registry = converted(document.data, Registry)
        except msgspec.ValidationError:
            self.faults += examine(document, document.data, Registry, ())
            self.entries = tuple(_salvaged(document.data))
            self.include = tuple(_texts(document.data.get("include")))
        else:
            self.entries = tuple(map(_entry, count(), self.registry.papers))
            self.include = self.registry.include

    @property
    def path(self) -> Path:
        """The file."""
        return self.document.path


def _entry(number: int, paper: Paper) -> PaperEntry:
    return PaperEntry(
        path=("papers", number),
        id=paper.id,
        head=paper,
        artifacts=paper.artifacts,
        promises=paper.promises,
        claims=paper.claims,
    )


def _salvaged(data: dict[str, Plain]) -> Iterator[PaperEntry]:
    """Yield what can be read of each paper, so that one fault does not hide the others."""
    papers = data.get("papers")
    for number, raw in enumerate(papers if isinstance(papers, list) else ()):
        path: FieldPath = ("papers", number)
        if (paper := _piece(raw, Paper)) is not None:
            yield _entry(number, paper)
        elif isinstance(raw, dict):
            identifier = raw.get("id")
            yield PaperEntry(
                path=path,
                id=identifier if isinstance(identifier, str) else None,
                head=_piece({name: raw[name] for name in _HEAD if name in raw}, Paper),
                artifacts=pieces(raw.get("artifacts"), Artifact),
                promises=pieces(raw.get("promises"), Promise),
                claims=pieces(raw.get("claims"), Claim),
            )


def _texts(raw: Plain) -> Iterator[str]:
    yield from (text for text in (raw if isinstance(raw, list) else ()) if isinstance(text, str))


def pieces(raw: Plain, kind: type[_Piece]) -> list[_Piece | None]:
    """Return what can be read of a list; None stands for a part that could not."""
    if isinstance(raw, list):
        return [_piece(item, kind) for item in raw]
    return [] if raw is None else [None]


def _piece(raw: Plain, kind: type[_Piece]) -> _Piece | None:
    try:
        return converted(raw, kind)
    except msgspec.ValidationError:
        return None
