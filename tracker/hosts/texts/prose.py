"""How a README is laid out: sections, sentences, and blocks of commands. Pure."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tracker.hosts.texts.lines import MARKUP, Block, Paragraph, Printed, decoded
from tracker.licensing.source import LINE_LIMIT, README_LIMIT
from tracker.model.evidence import SPAN_LIMIT

_FENCE = re.compile(r"^\s*(`{3,100}|~{3,100})\s*([\w+#-]*)")
_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|etc|cf|vs|figs?|eqs?|secs?|tab|no|dr|mrs?|ms|prof|approx|resp|ver)\.)$",
    re.IGNORECASE,
)
"""What ends with a full stop and ends no sentence."""
_SHORTENED_REACH = 8
_TAGS = re.compile(r"<[^<>]{0,500}+>")
_LINKED = re.compile(r"!?\[[^\]]{0,500}\]\([^)]{0,500}\)")


class Section(NamedTuple):
    """A heading and what stands below it, up to the next one."""

    heading: Paragraph
    """Without words and of level 0 for what stands above all headings."""
    content: tuple[Paragraph | Block, ...]


class Sentence(NamedTuple):
    """A sentence as printed, perhaps over several lines."""

    path: str
    line: int
    text: str


def is_whole(data: bytes) -> bool:
    """Whether all of a README is read; what is not may announce anything."""
    text = decoded(data)
    return len(text) <= README_LIMIT and max(map(len, text.split("\n"))) <= LINE_LIMIT


def pieces(texts: Mapping[str, bytes]) -> Iterator[Paragraph | Block]:
    """Yield headings, paragraphs, items and rows, and the blocks that are closed."""
    for path, data in texts.items():
        yield from _laid_out(path, data, README_LIMIT, LINE_LIMIT)[0]


def is_closed(path: str, data: bytes) -> bool:
    """Whether each block of a README ends; if not, what is a block and what is not is unsure."""
    return _laid_out(path, data, README_LIMIT, LINE_LIMIT)[1]


@lru_cache(maxsize=8)
def _laid_out(
    path: str, data: bytes, limit: int, line_limit: int
) -> tuple[tuple[Paragraph | Block, ...], bool]:
    """Return the pieces of one README, of which several questions are asked."""
    lines = Printed(path, data, limit, line_limit)
    laid: list[Paragraph | Block] = []
    start, opened = 0, None
    for at, text in enumerate(lines.texts):
        fence = _FENCE.match(text) if "```" in text or "~~~" in text else None
        if fence and opened is None:
            laid += lines.pieces(start, at)
            start, opened = at + 1, fence
        elif fence and opened and fence[1].startswith(opened[1]) and not fence[2]:
            laid.append(lines.block(opened[2].lower(), start, at))
            start, opened = at + 1, None
    laid += lines.pieces(start, len(lines.texts))  # after what nobody closed, all is text
    return tuple(laid), opened is None


def sections(texts: Mapping[str, bytes]) -> Iterator[Section]:
    """Yield the sections of READMEs one after the other, whatever their depth."""
    for path, data in texts.items():
        heading = Paragraph(path, (1,), "")
        content: list[Paragraph | Block] = []
        for piece in pieces({path: data}):
            if isinstance(piece, Paragraph) and piece.level:
                yield Section(heading, tuple(content))
                heading, content = piece, []
            else:
                content.append(piece)
        yield Section(heading, tuple(content))


def sentences(texts: Mapping[str, bytes]) -> Iterator[Sentence]:
    """Yield the sentences, headings and the lines of blocks among them."""
    for piece in pieces(texts):
        if isinstance(piece, Paragraph):
            yield from sentences_of(piece)
        else:
            for path, number, text in piece.lines():
                yield from sentences_of(Paragraph(path, (number,), text))


def sentences_of(piece: Paragraph) -> Iterator[Sentence]:
    """Yield the sentences of one piece, each with the line on which it begins."""
    begin = 0
    for end in [*_ends(piece.text), len(piece.text)]:
        text = piece.text[begin:end]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            yield Sentence(piece.path, piece.line_at(begin + lead), text)
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
    plain = " ".join(MARKUP.sub(" ", text).split())
    plain = re.sub(r" (?=[.,;:!?)])", "", plain)
    if len(plain) <= SPAN_LIMIT:
        return plain
    cut = plain[: SPAN_LIMIT - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def bare(text: str) -> str:
    """Return the words of a text without tags and marks, to see whether it says anything."""
    return "".join(filter(str.isalnum, _TAGS.sub("", _LINKED.sub("", text))))
