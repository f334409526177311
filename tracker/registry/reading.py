"""From the file, those it includes, and the rooms, to the papers, or to all that is wrong there."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tracker.errors import Complaint, RegistryError
from tracker.model.paper import Claim, Paper, Registry
from tracker.registry.corrections import CorrectionFile, corrections, unshown
from tracker.registry.corrections import joined as corrected
from tracker.registry.including import parts
from tracker.registry.part import RegistryPart
from tracker.registry.rooms import CLAIMS, Room, joined, misfits, misplaced, rooms, vacant
from tracker.registry.rules import check, slug
from tracker.registry.unfinished import todos, unread


def load(path: Path) -> Registry:
    """Read the registry, with the files that it includes, and what the papers' own files hold.

    Raises
    ------
    RegistryError
        With every complaint there is, if there is one that is more than a remark.
    """
    return whole(parts(path), rooms(path), corrections(path))


def lint(path: Path) -> tuple[Complaint, ...]:
    """Return everything that is wrong with the registry, file by file, in the order of lines."""
    files, held, said = parts(path), rooms(path), corrections(path)
    left = todos([*(file.document for file in files), *(each.document for each in held)])
    return (*complaints(files, held, said), *([left] if left else []))


def claims(folder: Path) -> tuple[Claim, ...]:
    """Read the claims of one room alone.

    Raises
    ------
    RegistryError
        With everything that is wrong with them.
    """
    room = Room(folder / CLAIMS)
    if room.faults:
        raise RegistryError([room.document.complaint(fault) for fault in room.faults])
    return tuple(claim for claim in room.claims if claim)


def whole(
    files: Sequence[RegistryPart],
    held: Sequence[Room] = (),
    said: Sequence[CorrectionFile] = (),
) -> Registry:
    """Return the papers of all files, with the claims of their rooms and what people correct.

    Raises
    ------
    RegistryError
        With every complaint there is, if there is one that is more than a remark.
    """
    if wrong := [complaint for complaint in complaints(files, held, said) if not complaint.remark]:
        raise RegistryError(wrong)
    given = [each.correction for each in said if each.correction]
    return Registry(
        papers=tuple(corrected(paper, given) for paper in _papers(files, held)),
        title=files[0].registry.title if files[0].registry else None,
        include=files[0].include,
    )


def _papers(files: Sequence[RegistryPart], held: Sequence[Room]) -> Iterator[Paper]:
    """Yield the papers of all files, with the claims of their rooms."""
    known = {slug(room.paper): room for room in held if room.paper}
    for part in files:
        for paper in part.registry.papers if part.registry else ():
            yield joined(paper, known)


def complaints(
    files: Sequence[RegistryPart],
    held: Sequence[Room] = (),
    said: Sequence[CorrectionFile] = (),
) -> list[Complaint]:
    """Return what is wrong with these files, each alone and all together."""
    sure = bool(said) and all(file.registry for file in files)
    papers = tuple(_papers(files, held)) if sure else ()
    return [
        *(each for part in files for each in sorted(_of_part(part), key=_line)),
        *(each for room in held for each in sorted(_of_room(room, files), key=_line)),
        *(
            file.document.complaint(each)
            for file in said
            for each in (*file.faults, *(unshown(file, papers) if sure else ()))
        ),
    ]


def _of_part(part: RegistryPart) -> Iterator[Complaint]:
    yield from map(part.document.complaint, (*part.faults, *check(part.entries)))
    remarks = (*misplaced(part), *unread(part))
    yield from (part.document.complaint(remark, remark=True) for remark in remarks)


def _of_room(room: Room, files: Sequence[RegistryPart]) -> Iterator[Complaint]:
    yield from map(room.document.complaint, (*room.faults, *misfits(room, files)))
    yield from (room.document.complaint(each, remark=True) for each in vacant(room, files))


def _line(complaint: Complaint) -> int:
    return complaint.line or 0
