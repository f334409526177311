"""Where the code may be of a repository that shows none: packed, or on another branch. Pure."""

from collections.abc import Iterator, Sequence

from tracker.model.evidence import Facts
from tracker.model.locator import Locator, fault, locate
from tracker.model.unread import Piece, Unread
from tracker.verdicts.depth.uses import OF_DATA, stem_words, words

_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".7z", ".rar")
_OF_ELSE = OF_DATA | frozenset(
    ("image", "images", "figure", "figures", "figs", "video", "videos", "audio", "assets", "static",
     "result", "results", "output", "outputs", "weights", "checkpoint", "checkpoints", "ckpt",
     "model", "models", "log", "logs", "font", "fonts", "slides", "poster")
)  # fmt: skip
"""In the name of an archive, or of its folders: it holds no code."""


def packed(paths: Sequence[str]) -> Iterator[Unread]:
    """Yield the archives in which code may lie.

    Examples
    --------
    >>> print(*packed(["README.md", "code.zip", "data.zip", "figures/all.tar.gz"]))
    code.zip was not unpacked
    """
    for path in paths:
        folder, _, name = path.rpartition("/")
        named = words(folder) | stem_words(name)
        if name.lower().endswith(_ARCHIVES) and named.isdisjoint(_OF_ELSE):
            yield Unread(piece=Piece.PATHS, what=path, why="was not unpacked")


def branches(facts: Facts, subject: str) -> Iterator[Unread]:
    """Yield the other branches of the same repository that a README links."""
    homes = {place.home.casefold() for url in (subject, facts.moved_to) if (place := _place(url))}
    for link in facts.branches or ():
        place = _place(link.about)
        if place is None or place.repository is None or place.url.casefold() == subject.casefold():
            continue
        if place.repository.casefold() in homes:
            what = f"the branch {place.revision} that {link.path} links"
            yield Unread(piece=Piece.PATHS, what=what, why="was not looked at")


def _place(url: str | None) -> Locator | None:
    return None if url is None or fault(url) else locate(url)
