"""A file as words, each with its place, and the sentences that are left of it."""

import re
from bisect import bisect_left
from functools import cached_property
from itertools import groupby

from tracker.licensing.catalog import pairs
from tracker.licensing.grammar import sentences
from tracker.licensing.spans import Span
from tracker.licensing.words import (
    bare,
    halves,
    is_copyright,
    may_be_copyright,
    placed_words,
    plain_word,
    strip_tags,
)
from tracker.model.evidence import SPAN_LIMIT

_END = re.compile(r"[.!?;:。！？；]")
_COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*|;|%|--|!|>|dnl\b|rem\b|@rem\b)*[\s*/#>]*", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2}|[\u3040-\u9fff\uac00-\ud7af]")


class Lines:
    """A file as words, each with its line and column, and whether anything covers it."""

    def __init__(self, text: str, path: str = "", whole: str | None = None) -> None:
        """Keep the decoded file; its words are read when they are asked for.

        With `whole`, `text` has the same lines, but that some which say nothing of terms are empty.
        """
        self._text = text
        self.lines = (whole or text).split("\n")
        self.path = path

    @cached_property
    def _clean(self) -> list[str]:
        return [line and strip_tags(line) for line in self._text.split("\n")]

    @cached_property
    def _read(self) -> tuple[list[str], list[int], list[int]]:
        found: list[str] = []
        places: list[int] = []
        columns: list[int] = []
        for number, clean in enumerate(self._clean, start=1):
            if not clean or (may_be_copyright(clean) and is_copyright(bare(clean))):
                continue
            for word, column in placed_words(clean):
                found.append(word)
                places.append(number)
                columns.append(column)
        for at in reversed(halves(found)):
            found[at + 1] = plain_word(found[at] + found[at + 1])
            del found[at], places[at], columns[at]
        return found, places, columns

    @property
    def words(self) -> list[str]:
        """Return the words that count."""
        return self._read[0]

    @property
    def _line(self) -> list[int]:
        return self._read[1]

    @cached_property
    def _hashes(self) -> list[int]:
        return list(pairs(self.words))

    @cached_property
    def _free(self) -> list[bool]:
        return [True] * len(self.words)

    def span(self, first: int, last: int, license_id: str | None = None) -> Span:
        """Return lines as a span, its quote cut to what history may keep."""
        quote = " ".join(" ".join(self.lines[first - 1 : last]).split())
        return Span(line=first, end=last, quote=quote[:SPAN_LIMIT].rstrip(), license=license_id)

    @cached_property
    def _ends(self) -> list[bool]:
        """Tell of each word whether a sentence, or a paragraph, ends behind it."""
        words_, lines, columns = self._read
        found = []
        for at in range(len(words_)):
            last = at + 1 == len(words_)
            if last or lines[at + 1] > lines[at]:
                rest = self._clean[lines[at] - 1][columns[at] :]
                blank = not last and any(
                    not line.strip() for line in self._clean[lines[at] : lines[at + 1] - 1]
                )
                found.append(last or blank or bool(_END.search(rest)))
            else:
                between = self._clean[lines[at] - 1][columns[at] : columns[at + 1]]
                found.append(bool(_END.search(between)))
        return found

    def cover(self, line: int, words: str) -> None:
        """Take words of a line for known: a tag, say."""
        hidden = sum(1 for _ in placed_words(words))
        begin = self.lines[line - 1].casefold().find(words.casefold())
        at = bisect_left(self._line, line)
        while at < len(self._line) and self._line[at] == line and hidden:
            if self._read[2][at] >= begin:
                self._free[at] = False
                hidden -= 1
            at += 1

    def left(self) -> list[tuple[int, str]]:
        """Return the sentences, or what is left of them, that nothing covers, each with its line.

        A copyright line is left out; what a licence covers inside a line is cut out of it.
        """
        texts = []
        at, places, total = 0, self._line, len(self._line)
        for number, clean in enumerate(self._clean, start=1):
            if not clean:
                texts.append("")
                continue
            begin = at
            while at < total and places[at] == number:
                at += 1
            free = self._free[begin:at]
            if begin == at:
                holder = may_be_copyright(clean) and is_copyright(bare(clean))
                texts.append("" if holder else clean)
            elif all(free):
                texts.append(clean)
            elif not any(free):
                texts.append("")
            else:
                texts.append(self._cut(clean, begin, at))
        bares = [text and _COMMENT.sub("", text) for text in texts]
        return [
            (line + 1, text) for line, text in sentences("\n".join(bares)) if _WORDS.search(text)
        ]

    def _cut(self, clean: str, begin: int, end: int) -> str:
        """Return a line without the words that are covered."""
        columns = self._read[2]
        pieces = []
        for free, group in groupby(range(begin, end), key=lambda at: self._free[at]):
            held = list(group)
            if free:
                last = held[-1]
                stop = columns[last + 1] if last + 1 < end else len(clean)
                pieces.append(clean[columns[held[0]] : stop])
        return " ¶ ".join(pieces)
