"""What the looks at one release show of texts, notices and names, and how much of it was read."""

import re
from collections.abc import Iterator

from tracker.licensing.concluded import at_the_root
from tracker.licensing.conditions import conditions_of
from tracker.licensing.holders import is_template
from tracker.licensing.known import atoms
from tracker.model.base import Value
from tracker.model.evidence import (
    Credit,
    CreditKind,
    Declaration,
    Evidence,
    Facts,
    Place,
    Sighting,
)
from tracker.model.locator import fault, locate
from tracker.model.unread import Piece, among, unread_text
from tracker.verdicts import trail as trails
from tracker.verdicts.looked import unread
from tracker.verdicts.trail import Trail

AS_TEXT = frozenset(("exact", "normalised", "near", "contained"))
"""How a file is recognised that holds the licence's text, and not only its name."""
_FOLDER_OF_TEXTS = re.compile(r"licen[cs]es?", re.IGNORECASE)
_LICENSE_FILE = re.compile(
    r"(?:[\w-]{1,40}[-_.])?(?:licen[cs]e|copying|notice)(?:[-_][\w.-]{1,40})?(?:\.(?:md|txt|rst))?",
    re.IGNORECASE,
)
_NOTICE_FILE = re.compile(r"(?:\.github/)?notices?(?:\.(?:md|txt|rst))?", re.IGNORECASE)
_ROOTS = (Piece.LISTING, Piece.LICENSE, Piece.README, Piece.CARD)
"""Where the notices of the whole stand."""
_ALL = (*_ROOTS, Piece.INNER_LICENSE, Piece.PATHS)


class Spot(Value, frozen=True, kw_only=True):
    """A place that shows something, in a few words and as evidence."""

    words: str
    evidence: Evidence


class SeenRelease:
    """One release, as far as it was looked at."""

    def __init__(self, trail: Trail) -> None:
        self.trail = trail
        self.licensed = trail.whole("licenses")
        """The look that asked for licences."""
        self.credited = trail.whole("credits")
        """The look that asked for the lines that keep a notice."""
        self.declarations = (
            self.licensed.observation.facts.licenses if self.licensed else None
        ) or ()
        self.credits = (self.credited.observation.facts.credits if self.credited else None) or ()

    @property
    def looks(self) -> tuple[Sighting, ...]:
        """The looks that an answer about it rests on."""
        looks = {look.id: look for look in (self.licensed, self.credited) if look is not None}
        return tuple(looks.values())

    @property
    def owner(self) -> str:
        """The account it belongs to, in small letters; empty: of no account."""
        return owner(self.trail.subject)

    def unread(self, *pieces: Piece) -> str | None:
        """Say what was not read of some pieces; None: all was."""
        if self.licensed is None:
            return "it was not looked at"
        if self.credited is None:
            return "it was not looked at for this"
        missing = [gap for look in self.looks for gap in unread(look.observation)]
        return unread_text(among(missing, pieces or _ROOTS)) or None

    def text(self, license_id: str) -> Spot | None:
        """Return where the text of a licence is, in whatever folder."""
        for declared in self.declarations:
            if (
                declared.place is Place.FILE
                and declared.how in AS_TEXT
                and license_id in atoms(declared.expression or "")
            ):
                return self.of_declaration(declared)
        group = conditions_of(license_id)
        for credit in self._credits(CreditKind.TEXT):
            if group and credit.names in group.licenses:
                return self.of_credit(credit)
        return None

    def named(self, license_id: str) -> Spot | None:
        """Return a place that names a licence."""
        for declared in self.declarations:
            if license_id in atoms(declared.expression or ""):
                return self.of_declaration(declared)
        return None

    def no_text(self) -> str | None:
        """Say why a text that was not recognised may still be there; None: it is not there."""
        for declared in self.declarations:
            if declared.place is Place.FILE and not _is_understood(declared):
                return f"{_at(declared.path, declared.line)} was not recognised"
        return self.unread(*_ALL)

    def holders(self) -> Iterator[tuple[str, Spot]]:
        """Yield whom the copyright lines of the whole name, templates left out.

        Those of licence files and notices, and of a README that holds the licence's text: in
        another one they may be about anything.
        """
        texts = {credit.path for credit in self._credits(CreditKind.TEXT)}
        for credit in self._credits(CreditKind.COPYRIGHT):
            whole = at_the_root(credit.path) and (not _is_readme(credit) or credit.path in texts)
            if whole and credit.names and not is_template(credit.names):
                yield credit.names, self.of_credit(credit)
        for declared in self.declarations:
            name = declared.holder
            if name and at_the_root(declared.path or "") and not is_template(name):
                yield name, self.of_declaration(declared, names=name)

    def uncertain_holder(self) -> str | None:
        """Name a copyright line of a README of which it is not known what it is about."""
        lines = self._credits(CreditKind.COPYRIGHT)
        line = next(filter(_is_readme, lines), None)
        if line is None:
            return None
        return f"{_at(line.path, line.line)} names {line.names}, of what is not known"

    def template(self) -> str | None:
        """Name the copyright line that nobody filled in."""
        lines = self._credits(CreditKind.COPYRIGHT)
        line = next((line for line in lines if at_the_root(line.path)), None)
        return f"{_at(line.path, line.line)} is still the template's" if line else None

    def all_holders(self) -> Iterator[tuple[str, Spot]]:
        """Yield whom any copyright line names, in whatever folder."""
        for credit in self._credits(CreditKind.COPYRIGHT):
            if credit.names:
                yield credit.names, self.of_credit(credit)
        for declared in self.declarations:
            if declared.holder:
                yield declared.holder, self.of_declaration(declared, names=declared.holder)

    def holder_in(self, path: str) -> Spot | None:
        """Return the copyright line of one file."""
        for credit in self._credits(CreditKind.COPYRIGHT):
            if credit.path == path and credit.names and not is_template(credit.names):
                return self.of_credit(credit)
        for declared in self.declarations:
            name = declared.holder
            if declared.path == path and name and not is_template(name):
                return self.of_declaration(declared, names=name)
        return None

    def notices(self) -> tuple[Credit, ...]:
        """Return the lines of its NOTICE that are kept."""
        return tuple(line for line in self._credits(CreditKind.NOTICE) if at_the_root(line.path))

    def notice_path(self) -> str | None:
        """Return the NOTICE that the list of files has, whether it was read or not."""
        tree = self.licensed.observation.facts.tree if self.licensed else None
        paths = tree.paths if tree else ()
        return next((path for path in paths if _NOTICE_FILE.fullmatch(path)), None)

    def shown(self) -> tuple[Credit, ...]:
        """Return the lines that show words which a licence asks for."""
        return tuple(self._credits(CreditKind.SHOWN))

    def folders(self) -> Iterator[tuple[str, Declaration]]:
        """Yield each folder that has a licence file of its own, and what that declares.

        A folder of licence texts is none: what lies there is for the folder above it.
        """
        known: dict[tuple[str, str | None], Declaration] = {}
        for declared in self.declarations:
            path = declared.path or ""
            if declared.place is Place.FILE and not at_the_root(path):
                folder = _folder_of_work(path)
                if folder:
                    known.setdefault((f"{folder}/", declared.expression), declared)
        yield from ((folder, declared) for (folder, _), declared in known.items())

    def unread_folders(self) -> tuple[str, ...]:
        """Return the folders whose licence files lie too deep to be read."""
        facts = self.licensed.observation.facts if self.licensed else Facts()
        known: set[str | None] = {file.path for file in facts.read or ()}
        known |= {declared.path for declared in self.declarations}
        listed = facts.tree.paths if facts.tree else ()
        return tuple(
            dict.fromkeys(
                f"{path.rpartition('/')[0]}/"
                for path in listed
                if path not in known
                and not at_the_root(path)
                and _LICENSE_FILE.fullmatch(path.rpartition("/")[2])
            )
        )

    @property
    def is_cut(self) -> bool:
        """Whether some paths are not kept, among which may be licence files."""
        tree = self.licensed.observation.facts.tree if self.licensed else None
        return tree is not None and tree.omitted > 0

    def of_credit(self, credit: Credit) -> Spot:
        """Return a line that keeps a notice, as a place."""
        names = f" names {credit.names}" if credit.kind is CreditKind.COPYRIGHT else ""
        assert self.credited is not None  # noqa: S101  credits come from there
        return Spot(
            words=f"{_at(credit.path, credit.line)}{names}",
            evidence=trails.evidence(
                self.credited, quote=credit.quote, path=credit.path, line=credit.line
            ),
        )

    def of_declaration(self, declared: Declaration, names: str | None = None) -> Spot:
        """Return a declaration, as a place; `names`: its file names a right holder."""
        assert self.licensed is not None  # noqa: S101  declarations come from there
        place = _at(declared.path or declared.place.value, None if names else declared.line)
        return Spot(
            words=f"{place} names {names}" if names else place,
            evidence=trails.evidence(
                self.licensed, quote=declared.quote or None, path=declared.path, line=declared.line,
                revision=declared.swhid,
            ),
        )  # fmt: skip

    def as_a_whole(self, quote: str) -> Evidence:
        """Return the evidence for something that is said of it as a whole."""
        assert self.licensed is not None  # noqa: S101  nothing is said of what nobody looked at
        return trails.evidence(self.licensed, quote=quote)

    def _credits(self, kind: CreditKind) -> Iterator[Credit]:
        return (credit for credit in self.credits if credit.kind is kind)


def _folder_of_work(path: str) -> str:
    """Return the folder that a licence file is for; one of texts is for the folder above it."""
    folders = path.split("/")[:-1]
    while folders and _FOLDER_OF_TEXTS.fullmatch(folders[-1]):
        folders.pop()
    return "/".join(folders)


def owner(subject: str) -> str:
    """Return the account that a subject belongs to, in small letters; empty: none is known.

    Examples
    --------
    >>> owner("https://huggingface.co/datasets/Lab/data"), owner("pkg:pypi/dapo")
    ('lab', '')
    """
    if fault(subject):
        return ""
    name = locate(subject).name
    return name.partition("/")[0].casefold() if "/" in name else ""


def _is_understood(declared: Declaration) -> bool:
    return declared.expression is not None and declared.how != "title"


def _is_readme(credit: Credit) -> bool:
    return credit.path.rpartition("/")[2].casefold().startswith("readme")


def _at(path: str | None, line: int | None) -> str:
    return f"{path}:{line}" if line else path or "a place"
