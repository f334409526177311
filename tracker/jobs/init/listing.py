"""What a person's list names: papers, what stands beside them in a line, and what was not taken."""

from collections.abc import Iterator
from pathlib import Path

from tracker.errors import UsageError
from tracker.model.base import Value
from tracker.registry.beginning import ListedAddress, ListedPaper
from tracker.registry.mentions import Mentioned, mentions

_LIMIT = 5_000_000
"""Bytes of a list; the longest digests have some hundred thousand."""


class NotUnderstood(Value, frozen=True, kw_only=True):
    """A line that looks like an entry and names nothing that is understood."""

    line: int
    text: str


class OwnList(Value, frozen=True, kw_only=True):
    """All that a list names."""

    papers: tuple[ListedPaper, ...] = ()
    unplaced: tuple[Mentioned, ...] = ()
    """Addresses whose line names no paper, or several: nobody knows whose they are."""
    unread: tuple[NotUnderstood, ...] = ()


def read(path: Path) -> OwnList:
    """Read a list: one entry a line, or running text.

    Raises
    ------
    UsageError
        If it is no text, too long, or has words and names nothing.
    """
    with path.open("rb") as file:
        body = file.read(_LIMIT + 1)
    if len(body) > _LIMIT:
        raise UsageError(
            f"{path} is longer than {_LIMIT // 1_000_000} MB, and no list of papers",
            advice="Name a text file with arXiv ids or addresses in it.",
        )
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UsageError(
            f"{path} is not UTF-8 text",
            advice="Save it as UTF-8 text, with arXiv ids or addresses in it.",
        )
    own_list = listed(text, path.name)
    if not own_list.papers and text.strip():
        raise UsageError(
            f"{path} names no paper",
            advice="Write arXiv ids such as 2503.14476 or addresses such as "
            "https://arxiv.org/abs/2503.14476 into it; an empty file is fine, too.",
        )
    return own_list


def listed(text: str, name: str) -> OwnList:
    r"""Return what a text names.

    An address belongs to the paper of its line, where that is one; otherwise it is not guessed.

    Parameters
    ----------
    name
        Of the list, for "seen in".

    Examples
    --------
    >>> found = listed("2503.14476 https://github.com/o/r\nhttps://github.com/o/s", "a.txt")
    >>> found.papers[0].addresses[0].url, found.unplaced[0].url
    ('https://github.com/o/r', 'https://github.com/o/s')
    """
    papers: dict[str, ListedPaper] = {}
    beside: dict[str, dict[str, ListedAddress]] = {}
    unplaced: dict[str, Mentioned] = {}
    by_line: dict[int, list[Mentioned]] = {}
    for mention in mentions(text):
        by_line.setdefault(mention.line, []).append(mention)
    for line, named in by_line.items():
        here = [mention for mention in named if mention.paper]
        for mention in here:
            one = ListedPaper(name=mention.paper or "", version=mention.version)
            papers.setdefault(one.name.casefold(), one)
        for mention in named:
            if mention.paper is None and len(here) == 1:
                owner = (here[0].paper or "").casefold()
                address = ListedAddress(url=mention.url, seen_in=f"{name}, line {line}")
                beside.setdefault(owner, {}).setdefault(mention.subject, address)
            elif mention.paper is None:
                unplaced.setdefault(mention.subject, mention)
    placed = {subject for addresses in beside.values() for subject in addresses}
    return OwnList(
        papers=tuple(
            ListedPaper(
                name=one.name,
                version=one.version,
                addresses=tuple(beside.get(key, {}).values()),
            )
            for key, one in papers.items()
        ),
        unplaced=tuple(one for subject, one in unplaced.items() if subject not in placed),
        unread=tuple(_unread(text, frozenset(by_line))),
    )


def _unread(text: str, understood: frozenset[int]) -> Iterator[NotUnderstood]:
    """Yield lines of one word that can only be meant as an entry, such as a mistyped id."""
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.strip()
        entry = word.isascii() and len(word.split()) == 1 and any(map(str.isdigit, word))
        if number not in understood and (entry or (word.isascii() and "://" in word)):
            yield NotUnderstood(line=number, text=word)
