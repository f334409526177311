"""The lines of a release that keep a notice: whom a copyright line names, what a NOTICE says.

Only what some licence asks for is looked for (`tracker.licensing.conditions`), and only a line of
it is kept: the text belongs to others.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from tracker.licensing.conditions import Kind, reviewed
from tracker.licensing.holders import holders
from tracker.licensing.source import BYTES_LIMIT, README_LIMIT, Source, clip
from tracker.model.base import Value
from tracker.model.evidence import Credit, CreditKind

MOST = 40
"""Lines that one look keeps, of all files."""
LINES_OF_A_NOTICE = 8
"""The first lines of a NOTICE that are kept."""
_PER_FILE = 8
"""Copyright lines of one file."""
_WORD = re.compile(r"[^\W_]+")
_MAY_SHOW = re.compile(
    r"built(?:%20|\W){1,3}with|licen[cs]e agreement|permission notice|terms of use|this licen[cs]e"
    r"|redistributions of|this agreement",
    re.IGNORECASE,
)
"""Without these, a README neither shows words that a licence asks for, nor holds its text."""


class _Words(Value, frozen=True, kw_only=True, dict=True):
    """The words of a text, and where its lines begin among them."""

    text: str
    starts: tuple[int, ...]
    """Of each line, where in `text` its first word stands."""

    @classmethod
    def of(cls, source: Source) -> "_Words":
        pieces, starts, length = [], [], 0
        for _, line in source.lines():
            starts.append(length)
            for word in plain(line).split():
                pieces.append(word)
                length += len(word) + 1
        return cls(text=f" {' '.join(pieces)} ", starts=tuple(starts))

    def line(self, phrase: str) -> int | None:
        """Return the line in which some words begin, whatever stands between them; None: none."""
        at = self.text.find(f" {plain(phrase)} ")
        return bisect_right(self.starts, at) if at >= 0 else None


def plain(text: str) -> str:
    """Return the words of a text, without capitals and what stands between them.

    Examples
    --------
    >>> plain("**Built with Llama**") == plain("built-with-LLaMA")
    True
    """
    return " ".join(_WORD.findall(text.replace("%20", " ").casefold()))


def credits_of(
    licenses: Mapping[str, bytes], notices: Mapping[str, bytes], readmes: Mapping[str, bytes]
) -> tuple[Credit, ...]:
    """Return the lines that keep a notice, of files by their paths, in the order of these.

    Parameters
    ----------
    licenses, notices, readmes
        Path → bytes: files named as a licence, as a NOTICE, and READMEs or cards.
    """
    lines = [
        *(credit for path, data in licenses.items() for credit in _of_license(path, data)),
        *(credit for path, data in notices.items() for credit in _of_notice(path, data)),
        *(credit for path, data in readmes.items() for credit in _of_readme(path, data)),
    ]
    return tuple(lines[:MOST])


def _of_license(path: str, data: bytes) -> Iterator[Credit]:
    return _copyright(Source.read(path, data, BYTES_LIMIT))


def _of_notice(path: str, data: bytes) -> Iterator[Credit]:
    """Yield the first lines of a NOTICE, those with words that a licence asks for, and names."""
    source = Source.read(path, data, BYTES_LIMIT)
    words = _Words.of(source)
    filled = [number for number, line in source.lines() if line.strip()]
    kept: dict[int, str | None] = dict.fromkeys(filled[:LINES_OF_A_NOTICE])
    for wanted in _wanted(Kind.NOTICE_WORDS):
        if number := words.line(wanted):
            kept[number] = wanted
    for number in sorted(kept):
        yield _credit(CreditKind.NOTICE, source, number, names=kept[number])
    yield from _copyright(source)


def _of_readme(path: str, data: bytes) -> Iterator[Credit]:
    source = Source.read(path, data, README_LIMIT)
    yield from _copyright(source)
    if not _MAY_SHOW.search(source.text):
        return
    words = _Words.of(source)
    for wanted in _wanted(Kind.SHOWN_WORDS):
        if number := words.line(wanted):
            yield _credit(CreditKind.SHOWN, source, number, names=wanted)
    for name, clauses in _texts():
        if (number := words.line(clauses[0])) and all(map(words.line, clauses[1:])):
            yield _credit(CreditKind.TEXT, source, number, names=name)


def _copyright(source: Source) -> Iterator[Credit]:
    for number, name in islice(holders(source.text), _PER_FILE):
        yield _credit(CreditKind.COPYRIGHT, source, number, names=name)


def _credit(kind: CreditKind, source: Source, line: int, names: str | None) -> Credit:
    quote = clip(source.text.split("\n")[line - 1])
    return Credit(kind=kind, path=source.path, line=line, quote=quote, names=names)


@cache
def _wanted(kind: Kind) -> tuple[str, ...]:
    """Return the words that some licence wants to see."""
    conditions = (one for group in reviewed().values() for one in group.conditions)
    return tuple(dict.fromkeys(one.says for one in conditions if one.kind is kind and one.says))


@cache
def _texts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return licences that ask for their text, the first of each group, with their clauses' words.

    What holds the words of all clauses holds the text.
    """
    groups = dict.fromkeys(reviewed().values())
    return tuple(
        (group.licenses[0], tuple(dict.fromkeys(one.says or one.words for one in group.conditions)))
        for group in groups
        if any(one.kind is Kind.TEXT for one in group.conditions)
    )
