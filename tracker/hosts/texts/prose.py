"""How a README is laid out: lines, pieces, sentences, sections and blocks of commands. Pure.

Only what is printed counts: comments and front matter are left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tracker.licensing.source import LINE_LIMIT, README_LIMIT, without_pictures
from tracker.model.evidence import SPAN_LIMIT

_PIECE_LINES = 40
"""Lines that are joined to one piece of text; no paragraph is longer."""
_FRONT_LINES = 400
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^\s*(`{3,100}|~{3,100})\s*([\w+#-]*)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=\s|$)|^\s*<h([1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|~{3,})$")
_MARKS = frozenset("#`~<=-*_+•|>!0123456789")
"""A line that begins with none of these is of a paragraph."""
_AN_ITEM = r"\s*(?:[-*+•]|\d{1,3}[.)])\s+\S"
_ITEM = re.compile(_AN_ITEM)
_ROW = re.compile(r"\s*\|")
_BY_ITSELF = r"\s*(?:\||>|!\[|<(?!a\b|b\b|i\b|em\b|code\b|strong\b)|[-*_=]{3,}\s*$)"
_ALONE = re.compile(_BY_ITSELF, re.IGNORECASE)
"""A line with which nothing goes on: a row, a quotation, a picture, a tag, a rule."""
_BEGINS = re.compile(f"{_AN_ITEM}|{_BY_ITSELF}", re.IGNORECASE)
_BREAKS = ("  ", "\\", "<br>", "<br/>", "<br />")
"""How a line ends that the author broke here."""
_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|etc|cf|vs|figs?|eqs?|secs?|tab|no|dr|mrs?|ms|prof|approx|resp|ver)\.)$",
    re.IGNORECASE,
)
"""What ends with a full stop and ends no sentence."""
_SHORTENED_REACH = 8
_TAGS = re.compile(r"<[^<>]{0,500}+>")
_LINKED = re.compile(r"!?\[[^\]]{0,500}\]\([^)]{0,500}\)")
_MARKUP = re.compile(r"<[^<>]{0,500}+>|!?\[|\]\([^)]{0,500}+\)|\]|\*\*|__")


class Line(NamedTuple):
    """A line that is printed, and is not blank."""

    path: str
    number: int
    text: str
    broken: bool
    """Whether its author ended it here."""


class Piece(NamedTuple):
    """A paragraph, a list item, a row of a table or a heading, its lines joined."""

    lines: tuple[Line, ...]
    text: str
    starts: tuple[int, ...] = (0,)
    """Where each line begins in the text."""
    level: int = 0
    """Of a heading, from 1; 0 for what is none."""

    @property
    def is_entry(self) -> bool:
        """Whether it is an item of a list or a row of a table."""
        return bool(_ITEM.match(self.text) or _ROW.match(self.text))


class Block(NamedTuple):
    """What stands in a fenced block."""

    language: str
    lines: tuple[Line, ...]


class Section(NamedTuple):
    """A heading and what stands below it, up to the next one."""

    heading: Piece
    """Without words and of level 0 for what stands above all headings."""
    content: tuple[Piece | Block, ...]


class Sentence(NamedTuple):
    """A sentence as printed, perhaps over several lines."""

    path: str
    line: int
    text: str


def decoded(data: bytes) -> str:
    """Return the text of a README, without pictures that are written into it."""
    return without_pictures(data).decode("utf-8", "replace")


def is_whole(data: bytes) -> bool:
    """Whether all of a README is read; what is not may announce anything."""
    text = decoded(data)
    return len(text) <= README_LIMIT and max(map(len, text.split("\n"))) <= LINE_LIMIT


def _printed(path: str, data: bytes, limit: int, line_limit: int) -> Iterator[Line]:
    """Yield each line that is not blank, without comments and front matter."""
    text = decoded(data)[:limit]
    shown = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text).split("\n")
    for number, line in enumerate(shown[(start := _front(shown)) :], start + 1):
        if not line or line.isspace():
            continue
        plain = line[:line_limit]
        if not plain.isprintable():
            plain = "".join(sign if sign.isprintable() else " " for sign in plain)
        yield Line(path, number, plain.rstrip(), line.rstrip("\r").endswith(_BREAKS))


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


def pieces(texts: Mapping[str, bytes]) -> Iterator[Piece | Block]:
    """Yield headings, paragraphs, items and rows, and the blocks that are closed."""
    for path, data in texts.items():
        yield from _laid_out(path, data, README_LIMIT, LINE_LIMIT)[0]


def is_closed(path: str, data: bytes) -> bool:
    """Whether each block of a README ends; if not, what is a block and what is not is unsure."""
    return _laid_out(path, data, README_LIMIT, LINE_LIMIT)[1]


@lru_cache(maxsize=8)
def _laid_out(
    path: str, data: bytes, limit: int, line_limit: int
) -> tuple[tuple[Piece | Block, ...], bool]:
    """Return the pieces of one README, of which several questions are asked."""
    found: list[Piece | Block] = []
    lines = list(_printed(path, data, limit, line_limit))
    start, opened = 0, None
    for at, line in enumerate(lines):
        fence = _FENCE.match(line.text)
        if fence and opened is None:
            found += _text_pieces(lines[start:at])
            start, opened = at + 1, fence
        elif fence and opened and fence[1].startswith(opened[1]) and not fence[2]:
            found.append(Block(opened[2].lower(), tuple(lines[start:at])))
            start, opened = at + 1, None
    found += _text_pieces(lines[start:])  # after what nobody closed, all is text
    return tuple(found), opened is None


def _text_pieces(lines: Iterable[Line]) -> Iterator[Piece]:
    waiting: list[Line] = []
    for line in lines:
        if line.text.lstrip()[:1] not in _MARKS:  # most lines go on with what was before
            if waiting and not _joins(waiting, line):
                yield from _joined(waiting)
                waiting = []
            waiting.append(line)
            continue
        if _FENCE.match(line.text):
            continue
        if _underlines(waiting, line):
            yield Piece(tuple(waiting), _plain(waiting[0].text), level=1 + (line.text[0] != "="))
            waiting = []
        elif heading := _HEADING.match(line.text):
            yield from _joined(waiting)
            waiting = []
            title = _plain(line.text[heading.end() :].rstrip("# "))
            yield Piece((line,), title, level=len(heading[1] or "") or int(heading[2]))
        else:
            if waiting and (_BEGINS.match(line.text) or not _joins(waiting, line)):
                yield from _joined(waiting)
                waiting = []
            waiting.append(line)
    yield from _joined(waiting)


def _underlines(waiting: list[Line], line: Line) -> bool:
    """Whether a line makes a heading of the one before it."""
    return (
        len(waiting) == 1
        and bool(_UNDERLINE.match(line.text))
        and waiting[0].number + 1 == line.number
        and not _BEGINS.match(waiting[0].text)
    )


def _joins(waiting: list[Line], line: Line) -> bool:
    """Whether a line that begins nothing belongs to the paragraph or item of those before it."""
    last = waiting[-1]
    return (
        last.number + 1 == line.number
        and len(waiting) < _PIECE_LINES
        and not last.broken
        and not _ALONE.match(last.text)
    )


def _joined(lines: list[Line]) -> Iterator[Piece]:
    if not lines:
        return
    texts = [lines[0].text.rstrip("\\ "), *(line.text.strip(" \t\\") for line in lines[1:])]
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    yield Piece(tuple(lines), " ".join(texts), tuple(starts))


def _plain(title: str) -> str:
    return " ".join(_MARKUP.sub(" ", title).split())


def sections(texts: Mapping[str, bytes]) -> Iterator[Section]:
    """Yield the sections of READMEs one after the other, whatever their depth."""
    for path, data in texts.items():
        heading = Piece((Line(path, 1, "", broken=True),), "")
        content: list[Piece | Block] = []
        for piece in pieces({path: data}):
            if isinstance(piece, Piece) and piece.level:
                yield Section(heading, tuple(content))
                heading, content = piece, []
            else:
                content.append(piece)
        yield Section(heading, tuple(content))


def sentences(texts: Mapping[str, bytes]) -> Iterator[Sentence]:
    """Yield the sentences, headings and the lines of blocks among them."""
    for piece in pieces(texts):
        if isinstance(piece, Piece):
            yield from sentences_of(piece)
        else:
            for line in piece.lines:
                yield from sentences_of(Piece((line,), line.text))


def sentences_of(piece: Piece) -> Iterator[Sentence]:
    """Yield the sentences of one piece, each with the line on which it begins."""
    begin = 0
    for end in [*_ends(piece.text), len(piece.text)]:
        text = piece.text[begin:end]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            first = piece.lines[bisect_right(piece.starts, begin + lead) - 1]
            yield Sentence(first.path, first.number, text)
        begin = end


def _ends(text: str) -> Iterator[int]:
    """Yield where sentences end, the blanks behind them included."""
    for match in _END.finditer(text):
        before = text[max(0, match.start() - _SHORTENED_REACH) : match.start()]
        if 0 < match.end() < len(text) and not _SHORTENED.search(before):
            yield match.end()


def words(text: str) -> str:
    """Return a sentence without its markup; a long one is cut at its end, which shows.

    Examples
    --------
    >>> words("We **will** release [the code](https://example.org)  soon.")
    'We will release the code soon.'
    """
    plain = " ".join(_MARKUP.sub(" ", text).split())
    plain = re.sub(r" (?=[.,;:!?)])", "", plain)
    if len(plain) <= SPAN_LIMIT:
        return plain
    cut = plain[: SPAN_LIMIT - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def bare(text: str) -> str:
    """Return the words of a text without tags and marks, to see whether it says anything."""
    return "".join(filter(str.isalnum, _TAGS.sub("", _LINKED.sub("", text))))
