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
    files, paper_rooms, correction_files = parts(path), rooms(path), corrections(path)
    left = todos([*(file.document for file in files), *(room.document for room in paper_rooms)])
    return (*complaints(files, paper_rooms, correction_files), *([left] if left else []))


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
    paper_rooms: Sequence[Room] = (),
    correction_files: Sequence[CorrectionFile] = (),
) -> Registry:
    """Return the papers of all files, with the claims of their rooms and what people correct.

    Raises
    ------
    RegistryError
        With every complaint there is, if there is one that is more than a remark.
    """
    if wrong := [
        complaint
        for complaint in complaints(files, paper_rooms, correction_files)
        if not complaint.remark
    ]:
        raise RegistryError(wrong)
    given = [file.correction for file in correction_files if file.correction]
    return Registry(
        papers=tuple(corrected(paper, given) for paper in _papers(files, paper_rooms)),
        title=files[0].registry.title if files[0].registry else None,
        include=files[0].include,
    )


def _papers(files: Sequence[RegistryPart], paper_rooms: Sequence[Room]) -> Iterator[Paper]:
    """Yield the papers of all files, with the claims of their rooms."""
    known = {slug(room.paper): room for room in paper_rooms if room.paper}
    for part in files:
        for paper in part.registry.papers if part.registry else ():
            yield joined(paper, known)


def complaints(
    files: Sequence[RegistryPart],
    paper_rooms: Sequence[Room] = (),
    correction_files: Sequence[CorrectionFile] = (),
) -> list[Complaint]:
    """Return what is wrong with these files, each alone and all together."""
    sure = bool(correction_files) and all(file.registry for file in files)
    papers = tuple(_papers(files, paper_rooms)) if sure else ()
    return [
        *(complaint for part in files for complaint in sorted(_of_part(part), key=_line)),
        *(
            complaint
            for room in paper_rooms
            for complaint in sorted(_of_room(room, files), key=_line)
        ),
        *(
            file.document.complaint(yaml_fault)
            for file in correction_files
            for yaml_fault in (*file.faults, *(unshown(file, papers) if sure else ()))
        ),
    ]


def _of_part(part: RegistryPart) -> Iterator[Complaint]:
    yield from map(part.document.complaint, (*part.faults, *check(part.entries)))
    remarks = (*misplaced(part), *unread(part))
    yield from (part.document.complaint(remark, remark=True) for remark in remarks)


def _of_room(room: Room, files: Sequence[RegistryPart]) -> Iterator[Complaint]:
    yield from map(room.document.complaint, (*room.faults, *misfits(room, files)))
    yield from (
        room.document.complaint(yaml_fault, remark=True) for yaml_fault in vacant(room, files)
    )


def _line(complaint: Complaint) -> int:
    return complaint.line or 0
