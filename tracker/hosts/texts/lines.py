"""The lines of a README, and the pieces that they make: headings, paragraphs, items, rows. Pure.

Only what is printed counts: comments and front matter are left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from tracker.licensing.source import without_pictures

_PIECE_LINES = 40
"""Lines that are joined to one piece of text; no paragraph is longer."""
_FRONT_LINES = 400
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=\s|$)|^\s*<h([1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|~{3,})$")
_MARKS = frozenset("#`~<=-*_+•|>!0123456789")
"""A line that begins with none of these is of a paragraph."""
_AN_ITEM = r"\s*(?:[-*+•]|\d{1,3}[.)])\s+\S"
_ITEM = re.compile(_AN_ITEM)
_ROW = re.compile(r"\s*\|")
_BY_ITSELF = r"\s*(?:\||>|`{3}|~{3}|!\[|<(?!a\b|b\b|i\b|em\b|code\b|strong\b)|[-*_=]{3,}\s*$)"
_ALONE = re.compile(_BY_ITSELF, re.IGNORECASE)
"""A line with which nothing goes on: a row, a quotation, a picture, a tag, a rule."""
_BEGINS = re.compile(f"{_AN_ITEM}|{_BY_ITSELF}", re.IGNORECASE)
_BREAKS = ("  ", "\\", "<br>", "<br/>", "<br />")
"""How a line ends that the author broke here."""
MARKUP = re.compile(r"<[^<>]{0,500}+>|!?\[|\]\([^)]{0,500}+\)|\]|\*\*|__")


class Line(NamedTuple):
    """A line that is printed, and is not blank."""

    path: str
    number: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph, a list item, a row of a table or a heading, its lines joined."""

    path: str
    numbers: tuple[int, ...]
    """Of its lines."""
    text: str
    starts: tuple[int, ...] = (0,)
    """Where each line begins in the text."""
    level: int = 0
    """Of a heading, from 1; 0 for what is none."""

    @property
    def is_entry(self) -> bool:
        """Whether it is an item of a list or a row of a table."""
        return bool(_ITEM.match(self.text) or _ROW.match(self.text))

    @property
    def title(self) -> str:
        """The words of a heading."""
        return " ".join(MARKUP.sub(" ", self.text).split())

    def lines(self) -> Iterator[Line]:
        """Yield its lines, without what indents them."""
        ends = (*self.starts[1:], len(self.text))
        for number, start, end in zip(self.numbers, self.starts, ends, strict=True):
            yield Line(self.path, number, self.text[start:end])

    def line_at(self, place: int) -> int:
        """Return the number of the line on which a place in the text stands."""
        return self.numbers[bisect_right(self.starts, place) - 1]


class Block(NamedTuple):
    """What stands in a fenced block."""

    path: str
    numbers: tuple[int, ...]
    language: str
    texts: tuple[str, ...]
    """Its lines."""

    def lines(self) -> Iterator[Line]:
        """Yield its lines."""
        for number, text in zip(self.numbers, self.texts, strict=True):
            yield Line(self.path, number, text)


def decoded(data: bytes) -> str:
    """Return the text of a README, without pictures that are written into it."""
    return without_pictures(data).decode("utf-8", "replace")


class Printed:
    """The lines of a README that are not blank, without comments and front matter."""

    def __init__(self, path: str, data: bytes, limit: int, line_limit: int) -> None:
        self.path = path
        self.numbers: list[int] = []
        self.texts: list[str] = []
        self.broken: set[int] = set()
        """Those that their author ended where they end."""
        shown = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), decoded(data)[:limit])
        rows = shown.split("\n")
        for number, row in enumerate(rows[(start := _front(rows)) :], start + 1):
            if not row or row.isspace():
                continue
            plain = row[:line_limit]
            if not plain.isprintable():
                plain = "".join(sign if sign.isprintable() else " " for sign in plain)
            if row.rstrip("\r").endswith(_BREAKS):
                self.broken.add(len(self.texts))
            self.numbers.append(number)
            self.texts.append(plain.rstrip())

    def block(self, language: str, first: int, end: int) -> Block:
        """Return some lines as a block."""
        texts = tuple(self.texts[first:end])
        return Block(self.path, tuple(self.numbers[first:end]), language, texts)

    def pieces(self, first: int, end: int) -> Iterator[Paragraph]:
        """Yield the headings, paragraphs, items and rows of some lines."""
        for at in range(first, end):
            text = self.texts[at]
            if text.lstrip()[:1] not in _MARKS:  # most lines go on with what was before
                if at > first and not self._joins(first, at):
                    yield self._joined(first, at)
                    first = at
            elif heading := _HEADING.match(text):
                if at > first:
                    yield self._joined(first, at)
                level = len(heading[1] or "") or int(heading[2])
                yield self._heading(at, text[heading.end() :].rstrip("# "), level)
                first = at + 1
            elif self._underlines(first, at):
                yield self._heading(first, self.texts[first], 1 + (text[0] != "="))
                first = at + 1
            elif at > first and (_BEGINS.match(text) or not self._joins(first, at)):
                yield self._joined(first, at)
                first = at
        if end > first:
            yield self._joined(first, end)

    def _heading(self, at: int, text: str, level: int) -> Paragraph:
        return Paragraph(self.path, (self.numbers[at],), text, level=level)

    def _underlines(self, first: int, at: int) -> bool:
        """Whether a line makes a heading of the one before it."""
        return (
            at == first + 1
            and bool(_UNDERLINE.match(self.texts[at]))
            and self.numbers[first] + 1 == self.numbers[at]
            and not _BEGINS.match(self.texts[first])
        )

    def _joins(self, first: int, at: int) -> bool:
        """Whether a line that begins nothing belongs to the paragraph or item before it."""
        return (
            self.numbers[at - 1] + 1 == self.numbers[at]
            and at - first < _PIECE_LINES
            and at - 1 not in self.broken
            and not _ALONE.match(self.texts[at - 1])
        )

    def _joined(self, first: int, end: int) -> Paragraph:
        texts = [self.texts[first].rstrip("\\ ")]
        starts = [0]
        for at in range(first + 1, end):
            starts.append(starts[-1] + len(texts[-1]) + 1)
            texts.append(self.texts[at].strip(" \t\\"))
        return Paragraph(self.path, tuple(self.numbers[first:end]), " ".join(texts), tuple(starts))


def _front(lines: list[str]) -> int:
    """Return how many lines the front matter takes."""
    if not lines or lines[0].strip("\ufeff \r") != "---":
        return 0
    for number, line in enumerate(lines[1:_FRONT_LINES], 2):
        if line.rstrip() in ("---", "..."):
            inner = lines[1 : number - 1]
            return number if all(map(_of_yaml, inner)) else 0
    return 0


def _of_yaml(line: str) -> bool:
    """Whether a line may stand in front matter: a key, an item, what goes on, a comment."""
    return not line.strip() or line[0] in " \t-#" or ":" in line
