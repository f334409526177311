"""From the file, and those it includes, to the papers, or to all that is wrong with them."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from tracker.errors import Complaint, RegistryError
from tracker.model.paper import Registry
from tracker.registry.including import parts
from tracker.registry.part import Part
from tracker.registry.rules import check


def load(path: Path) -> Registry:
    """Read the registry, with the files that it includes.

    Raises
    ------
    RegistryError
        With every complaint there is, if there is one.
    """
    return whole(parts(path))


def lint(path: Path) -> tuple[Complaint, ...]:
    """Return everything that is wrong with the registry, file by file, in the order of lines."""
    return tuple(complaints(parts(path)))


def whole(files: Sequence[Part]) -> Registry:
    """Return the papers of all files.

    Raises
    ------
    RegistryError
        With every complaint there is, if there is one.
    """
    if wrong := complaints(files):
        raise RegistryError(wrong)
    registries = [each.registry for each in files if each.registry]
    return Registry(
        papers=tuple(chain.from_iterable(each.papers for each in registries)),
        include=registries[0].include,
    )


def complaints(files: Sequence[Part]) -> list[Complaint]:
    """Return what is wrong with these files, each alone and all together."""
    return [
        complaint
        for part in files
        for complaint in sorted(
            map(part.document.complaint, (*part.faults, *check(part.entries))),
            key=lambda one: one.line or 0,
        )
    ]
