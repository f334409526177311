"""Curated lists, known by what they hold: links to papers and to other people's works."""

from collections.abc import Sequence

from tracker.model.evidence import ReadingList
from tracker.model.paper import Depth
from tracker.model.unread import Piece, Unread, among
from tracker.verdicts.depth import path_patterns
from tracker.verdicts.depth.levels import Held, steps

_DOCUMENTS = frozenset((".md", ".rst", ".txt", ".org", ".tex", ".pdf", ".html", ".ipynb"))
_ASIDE = ("license", "licence", "copying", "contributing", "code_of_conduct", "code-of-conduct",
          "changelog", "security", "citation", "requirements")  # fmt: skip
"""Documents that are about a repository, and list nothing."""
_PAPERS = 5
"""Papers that a README links before it is taken for a list, where nobody says that it is one."""
_WORKS = 10
"""Other works, of a list that is not of papers."""
_SAID = 3
"""Works that are enough where the registry says that it is a list."""
_SHARE = 4
"""Every so many piece of a list, at least, is an entry; of one without papers twice as many."""


def is_list(listed: ReadingList, *, declared: bool = False) -> bool:
    """Whether a README is a list, by what it holds.

    Parameters
    ----------
    declared
        Whether the registry says so; then a short one is enough.
    """
    if listed.entries * _SHARE < listed.pieces:
        return False
    if declared:
        return listed.papers + listed.works >= _SAID
    many = listed.works >= _WORKS and listed.entries * _SHARE >= listed.pieces * 2
    return listed.papers >= _PAPERS or many


def instead_of_code(listed: ReadingList) -> Held:
    """Return what a repository of code holds that is a list."""
    return Held(
        answers=(Depth.PLACEHOLDER.value, "curated list"),
        reason=f"It holds a curated list, {_told(listed)}, and no code",
        steps=steps("document", [listed.path]),
    )


def judge(
    paths: tuple[str, ...],
    listed: ReadingList | None,
    *,
    whole: bool,
    missing: Sequence[Unread] = (),
) -> Held:
    """Judge a curated list, which is all there when its document is.

    Parameters
    ----------
    listed
        What its README lists; None: that was not asked.
    whole
        Whether `paths` are all telling paths.
    missing
        What was not read whole.
    """
    written = sorted(
        filter(_is_document, paths),
        key=lambda path: (path.count("/"), "readme" not in path.lower(), path),
    )
    if listed is not None and is_list(listed, declared=True):
        return Held(
            answers=(Depth.COMPLETE.value,),
            reason=f"The list is there: {_told(listed)}",
            steps=steps("document", [listed.path]),
        )
    unread = among(missing, (Piece.README,))
    if unread and (listed is None or not listed.entries):
        reason = f"A document is there, and {unread[0]}"
        return Held(answers=("unknown",), reason=reason, steps=steps("document", written))
    if written and listed is None:
        return Held(
            answers=(Depth.COMPLETE.value,),
            reason=f"The list is there: {written[0]}",
            steps=steps("document", written[:1]),
        )
    if not whole:
        reason = "The listing was cut before any document was seen"
        return Held(answers=("unknown",), reason=reason, steps=steps("file", paths))
    if not written or listed is None:
        return Held(
            answers=(Depth.PLACEHOLDER.value,),
            reason="It holds no document that could be the list",
            steps=steps("placeholder", paths),
        )
    links = f"{listed.path} links {listed.papers} papers and {listed.works} other works"
    others = [path for path in written if not path.rpartition("/")[2].lower().startswith("readme")]
    if others or unread:
        beside = f"{others[0]} was not read" if others else "not all of it was read"
        return Held(
            answers=("unknown",),
            reason=f"{links}, which is no list, and {beside}",
            steps=steps("document", [*others, listed.path]),
        )
    return Held(
        answers=(Depth.PLACEHOLDER.value,),
        reason=f"{links}, which is no list",
        steps=steps("document", [listed.path]),
    )


def _told(listed: ReadingList) -> str:
    entries = "1 entry" if listed.entries == 1 else f"{listed.entries} entries"
    sections = "1 section" if listed.sections == 1 else f"{listed.sections} sections"
    return f"{listed.path} with {entries} in {sections}"


def _is_document(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.startswith("readme") or (
        path_patterns.suffix(name) in _DOCUMENTS and not name.startswith(_ASIDE)
    )
