"""The rooms of papers: `claims.yaml`, one paper's claims, beside what tries them.

A room is found by its paper's id: it is the folder ``notebooks/reproductions/<id>`` beside the
registry. Its claims are joined to the paper's entry when both are read.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from tracker.model.check import Check
from tracker.model.decoding import converted
from tracker.model.paper import ROOMS, Claim, Claims, Paper, Titles
from tracker.registry.check_rules import NOTEBOOK
from tracker.registry.document import Document
from tracker.registry.part import RegistryPart, pieces
from tracker.registry.rules import PaperEntry, check_claims, slug
from tracker.registry.shape import examine
from tracker.registry.values import FieldPath, YamlFault

CLAIMS = "claims.yaml"
"""The name of the file."""
_MAIN = "registry.yaml"
_CONTRADICTION = YamlFault(
    ("no_empirical_claim",),
    "the paper has claims below, and is said to have none",
    "Take out one or the other.",
)
_BEGIN = "Begin with a line `paper:` that names the paper, and list its claims under `claims:`."


class Room:
    """The claims of one paper, as far as they can be read, and what is wrong with the file.

    Parameters
    ----------
    path
        The file `claims.yaml`; complaints name it as given here.
    """

    def __init__(self, path: Path) -> None:
        self.document = document = Document(path, begin=_BEGIN)
        self.paper: str | None = None
        """The id that it names; None where that cannot be read."""
        self.claims: Sequence[Claim | None] = ()
        self.no_empirical_claim: str | None = None
        self.faults: list[YamlFault] = [*document.faults]
        if not document.readable:
            return
        try:
            contents = converted(document.data, Claims)
        except msgspec.ValidationError:
            self.faults += examine(document, document.data, Claims, ())
            named = document.data.get("paper")
            self.paper = named if isinstance(named, str) else None
            self.claims = pieces(document.data.get("claims"), Claim)
        else:
            self.paper, self.claims = contents.paper, contents.claims
            self.no_empirical_claim = contents.no_empirical_claim
            if contents.claims and contents.no_empirical_claim:
                self.faults.append(_CONTRADICTION)
        self.faults += check_claims((), self.claims)
        self.faults += self._strangers()

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.document.path.parent.name

    @property
    def notebook(self) -> str:
        """The path of the notebook that tries what names no other: the only one there is.

        It may be called so that a reader knows it in a list of files. Where there is none yet, or
        more than one, it is ``reproduction.ipynb``.
        """
        folder = f"{ROOMS}/{self.name}"
        paths = [f"{folder}/{path.name}" for path in self.document.path.parent.glob("*.ipynb")]
        (only,) = paths if len(paths) == 1 else [""]
        return only if NOTEBOOK.fullmatch(only) else f"{folder}/reproduction.ipynb"

    def _strangers(self) -> Iterator[YamlFault]:
        """Yield each check whose notebook lies in another room."""
        for path, check in _checks((), self.claims):
            if check.notebook and not check.notebook.startswith(f"{ROOMS}/{self.name}/"):
                yield YamlFault(
                    (*path, "notebook"),
                    f"`{check.notebook}` is not in this room",
                    "Leave it out for the only notebook of the room, or move the notebook here.",
                )


def rooms(main: Path) -> list[Room]:
    """Read all rooms beside a registry's main file, in the order of their names."""
    return [Room(path) for path in sorted((main.parent / ROOMS).glob(f"*/{CLAIMS}"))]


def joined(paper: Paper, known: Mapping[str, Room]) -> Paper:
    """Return the paper with the claims of its room; each check names its notebook.

    Parameters
    ----------
    known
        Name of a paper's file, without regard to case → its room.
    """
    room = known.get(slug(paper.id))
    claims = (*paper.claims, *filter(None, room.claims if room else ()))
    own = room.notebook if room else f"{paper.room}/reproduction.ipynb"
    return msgspec.structs.replace(
        paper,
        no_empirical_claim=(room and room.no_empirical_claim) or paper.no_empirical_claim,
        claims=tuple(
            msgspec.structs.replace(
                claim,
                checks=tuple(
                    check if check.notebook else msgspec.structs.replace(check, notebook=own)
                    for check in claim.checks
                ),
            )
            for claim in claims
        ),
    )


def misfits(room: Room, files: Sequence[RegistryPart]) -> Iterator[YamlFault]:
    """Yield what is wrong between a room and the registry."""
    if room.paper is None:
        return
    if slug(room.paper) != room.name.casefold():
        yield YamlFault(
            ("paper",),
            f"`{room.paper}` is not the paper of this folder, `{room.name}`",
            f"Name the paper of the folder, or move the file to {_named(room.paper)}/{CLAIMS}.",
        )
        return
    for part, entry in _entries(files, room.paper):
        if entry.id != room.paper:
            yield YamlFault(
                ("paper",),
                f"`{room.paper}` is `{entry.id}` in {part.path}",
                "Write the id alike in both.",
            )
        yield from _twice(room, part, entry)


def vacant(room: Room, files: Sequence[RegistryPart]) -> Iterator[YamlFault]:
    """Yield it if no paper of the registry has this room: nobody reads its claims.

    That is said of the project's registry alone; other files, which are checked one by one, hold a
    part of the papers.
    """
    main = files[0].path.name
    whole = main == _MAIN and all(part.document.readable for part in files)
    if whole and room.paper is not None and not any(_entries(files, room.paper)):
        yield YamlFault(
            ("paper",),
            f"there is no paper `{room.paper}` in {main}, so that nobody reads this",
            f"Begin its entry with `tracker add {room.paper.removeprefix('arxiv:')}`, or take the "
            "room away.",
        )


def misplaced(part: RegistryPart) -> Iterator[YamlFault]:
    """Yield each paper whose claims still stand in a registry file."""
    for entry in part.entries:
        if entry.id is not None and entry.claims:
            yield YamlFault(
                (*entry.path, "claims"),
                f"the claims of `{entry.id}` stand here, and not in the paper's room; they are "
                "read all the same",
                f"Move them to {_named(entry.id)}/{CLAIMS}: a line `paper: {entry.id}`, and below "
                "it `claims:` with its lines moved to the left.",
            )


def _named(paper: str) -> str:
    return Paper(id=paper, titles=Titles(en="")).room


def _entries(
    files: Sequence[RegistryPart], paper: str
) -> Iterator[tuple[RegistryPart, PaperEntry]]:
    """Yield where a paper stands."""
    for part in files:
        for entry in part.entries:
            if entry.id is not None and slug(entry.id) == slug(paper):
                yield part, entry


def _twice(room: Room, part: RegistryPart, entry: PaperEntry) -> Iterator[YamlFault]:
    """Yield each claim and each check of the room that stands in the registry, too."""
    there = {id_: path for path, id_ in _ids(entry.path, entry.claims)}
    for path, id_ in _ids((), room.claims):
        if id_ in there:
            line = part.document.line(there[id_])
            yield YamlFault(
                path,
                f"`{id_[1]}` stands in {part.path}:{line}, too",
                "Keep one of the two; the room is the place for it.",
            )


def _checks(path: FieldPath, claims: Sequence[Claim | None]) -> Iterator[tuple[FieldPath, Check]]:
    for number, claim in enumerate(claims):
        for index, check in enumerate(claim.checks if claim else ()):
            yield (*path, "claims", number, "checks", index), check


def _ids(
    path: FieldPath, claims: Sequence[Claim | None]
) -> Iterator[tuple[FieldPath, tuple[str, str]]]:
    """Yield the place of each id of a claim or a check, and which it is."""
    own = (
        ((*path, "claims", number, "id"), ("claim", claim.id))
        for number, claim in enumerate(claims)
        if claim
    )
    checks = (((*where, "id"), ("check", check.id)) for where, check in _checks(path, claims))
    yield from chain(own, checks)
