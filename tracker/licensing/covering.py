"""Which parts of a file are the text of which known licence, and which are not.

A word is covered where it stands beside the same neighbour as in the licence.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice

from tracker.licensing.catalog import SHORT_FORM, catalog, pairs
from tracker.licensing.grammar import RESTRICTS, asserts, sense, sentences
from tracker.licensing.runs import BLOCK, GAP, PHRASE, RUN, blocks_of, inserted, worth_of
from tracker.licensing.spans import VARIANTS, Named, Part, Span
from tracker.licensing.words import (
    bare,
    chatter,
    halves,
    is_copyright,
    placed_words,
    plain_word,
    strip_tags,
    telling,
    weighty,
)
from tracker.model.evidence import SPAN_LIMIT

WHOLE = 0.95
"""The least part of a licence that must stand in a file for the file to hold it."""
_LEFT = 0.9
"""The same for a short one, and for a second one in what the first has left."""
_RESEMBLES = 0.78
"""The same where all of a file is that licence or none: a few words of a short one may differ."""
_OTHER_WORDS = 0.12
"""The most of its words that may be others then."""
_SHORT_TEXT = 400
"""Pairs; of a shorter licence a word counts for more."""
_MOST = 60
"""Licences that are looked for in one file, the likeliest first."""
_COPIES = 8
"""How often one text is looked for."""
_ALIKE = 0.75
_INSIDE = 12
"""Words; a shorter insertion inside a licence's text is a change of it."""


_RESERVED = re.compile(
    r"\b(?:all )?rights reserved\b|\bcopyright\b(?: c)?(?: \d{4})*"
    r"|\b(?:neither|nor)\b(?: the)? names? of(?: its| their| any)?\b"
)
"""What of a holder's name and notice may stand inside a text."""
_END = re.compile(r"[.!?;:。！？；]")
_COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*|;|%|--|!|dnl\b|rem\b|@rem\b)*[\s*/#]*", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2}|[\u3040-\u9fff\uac00-\ud7af]")


class Page:
    """A file as words, each with its line."""

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
            if not clean or is_copyright(bare(clean)):
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

    def parts(self, near: int | None = None) -> tuple[Part, ...]:
        """Return the known licences whose text stands here, in the order of the file.

        Where none does, the form `near`, which all of the file resembles: it counts if nothing
        that could tell was put into it.
        """
        found: list[Part] = []
        known = catalog()
        mine = set(self._hashes)
        likely = list(
            islice(
                (
                    place
                    for place in known.candidates(mine, _ALIKE)
                    if known.words(place) >= SHORT_FORM
                ),
                _MOST,
            )
        )
        shares = {place: known.shared(place, mine) for place in likely}
        for place in sorted(likely, key=lambda place: -worth_of(*shares[place])):
            hits, size = shares[place]
            least = _LEFT if found or size < _SHORT_TEXT else WHOLE
            if hits < least * size or self._lacks(place):
                continue
            theirs = known.pairs(place)
            for _ in range(_COPIES):
                score = len(set(self._open(theirs))) / len(theirs)
                if score < least:
                    break
                found.append(self._take(*self._all_forms(place, likely), round(score, 4)))
        if not found and near is not None and not self._lacks(near):
            found += self._nearly(near, mine)
        return tuple(sorted(found, key=lambda part: part.span.line))

    def _nearly(self, near: int, mine: set[int]) -> Iterator[Part]:
        known = catalog()
        hits, size = known.shared(near, mine)
        if hits < _RESEMBLES * size:
            return
        free = list(self._free)
        part = self._take(*self._all_forms(near, [near]), round(hits / size, 4))
        if part.changed or len(self.words) - part.words > _OTHER_WORDS * len(self.words):
            self._free[:] = free
        else:
            yield part

    def _all_forms(self, place: int, likely: Iterable[int]) -> tuple[str, frozenset[int]]:
        """Return a licence and what stands in any of its forms that are likely."""
        known = catalog()
        name = known.license(place)
        others = (known.pairs(other) for other in likely if known.license(other) == name)
        return name, known.pairs(place).union(*others)

    def _lacks(self, place: int) -> bool:
        """Tell whether words on which a licence turns are not in the file as often as in it."""
        least, _ = catalog().weights(place)
        return any(had < count for had, count in zip(self._weights, least, strict=True))

    @cached_property
    def _weights(self) -> bytes:
        counts = Counter(self.words)
        return bytes(min(counts[word], 255) for word in weighty())

    def _open(self, theirs: frozenset[int]) -> Iterator[int]:
        """Yield the pairs of a licence that stand in what is nobody's yet."""
        for at, number in enumerate(self._hashes):
            if number in theirs and self._free[at] and self._free[at + 1]:
                yield number

    def _take(self, license_id: str, theirs: frozenset[int], score: float) -> Part:
        """Give the words of a licence to it, and what was put between them.

        A run of words counts where most of it was not met in a longer run: phrases that many
        licences share are left to the next one.
        """
        hit = [
            number in theirs and self._free[at] and self._free[at + 1]
            for at, number in enumerate(self._hashes)
        ]
        runs = [
            list(group) for flag, group in groupby(range(len(hit)), key=hit.__getitem__) if flag
        ]
        covered = [False] * len(self.words)
        met: set[int] = set()
        for run in sorted(runs, key=len, reverse=True):
            numbers = {self._hashes[at] for at in run}
            if 2 * len(numbers - met) >= len(numbers):
                met |= numbers
                covered[run[0] : run[-1] + 2] = [True] * (len(run) + 1)
        blocks = blocks_of(covered)
        blocks = [self._trimmed(covered, first, last) for first, last in blocks]
        for run in runs:  # a phrase that the licence has twice, or that stands alone
            if len(run) >= PHRASE and blocks[0][0] <= run[0] and run[-1] < blocks[-1][1]:
                covered[run[0] : run[-1] + 2] = [True] * (len(run) + 1)
                self._free[run[0] : run[-1] + 2] = [False] * (len(run) + 1)
        changed = []
        for first, last in blocks:
            kept: set[int] = set()
            for held in inserted(covered, first, last):
                if len(held) > _INSIDE:
                    kept.update(held)
                elif self._tells(held):
                    changed.append(self._between(held))
            for at in range(first, last + 1):
                self._free[at] = self._free[at] and at in kept
        return Part(
            license=license_id,
            score=score,
            span=self.span(self._line[blocks[0][0]], self._line[blocks[-1][1]], license_id),
            words=sum(covered),
            changed=tuple(changed),
        )

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

    def _trimmed(self, covered: list[bool], first: int, last: int) -> tuple[int, int]:
        """Take from both ends of a block what belongs to a sentence that goes on outside of it.

        The end of a licence and the words behind it may by chance stand side by side in it.
        """
        end = last
        while end > first and last - end <= BLOCK and not self._ends[end]:
            end -= 1
        if self._ends[end] and end < last:
            covered[end + 1 : last + 1] = [False] * (last - end)
            last = end
        start = first
        while 0 < start < last and start - first <= BLOCK and not self._ends[start - 1]:
            start += 1
        if start > first and self._ends[start - 1] and self._before(first) > 1:
            covered[first:start] = [False] * (start - first)
            first = start
        return first, last

    def _before(self, at: int) -> int:
        """Return how many words of its sentence stand before one."""
        count = 0
        while at - count > 0 and not self._ends[at - count - 1] and count < GAP:
            count += 1
        return count

    def _tells(self, held: Sequence[int]) -> bool:
        """Tell whether words that were put into a licence's text could change it."""
        said = _RESERVED.sub(" ", " ".join(self.words[at] for at in held))
        put_in = said.split()
        if chatter(said):
            return False
        says = sense(said)
        return bool(telling(put_in)) or says in RESTRICTS or (says == "unclear" and asserts(said))

    def _between(self, group: Sequence[int]) -> Span:
        return self.span(self._line[group[0]], self._line[group[-1]])

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

    def rest(self) -> tuple[Span, ...]:
        """Return what no licence covers, once `parts` was asked for."""
        runs = groupby(range(len(self._free)), key=lambda at: self._free[at])
        groups = [list(group) for free, group in runs if free]
        return tuple(
            self._between(group)
            for group in groups
            if len(group) >= RUN or telling([self.words[at] for at in group])
        )

    def passages(self) -> tuple[Named, ...]:
        """Return the reviewed passages that stand in what is nobody's yet, and give it to them."""
        found = []
        for free, group in groupby(range(len(self._free)), key=lambda at: self._free[at]):
            if not free:
                continue
            held = list(group)
            for start, count, name, kind in catalog().passages(self.words[held[0] : held[-1] + 1]):
                first, last = held[0] + start, held[0] + start + count - 1
                if kind != "text" and self._goes_on(last, name):
                    continue
                self._free[first : last + 1] = [False] * count
                span = self.span(self._line[first], self._line[last], name or None)
                found.append(Named(license=name, kind=kind, span=span, words=count))
        return tuple(found)

    def _goes_on(self, last: int, name: str) -> bool:
        """Tell whether the words around a passage make another name of it, or a version."""
        after = self.words[last + 1 : last + 7]
        if after and (after[0] in VARIANTS or (after[0].isdigit() and len(after[0]) < 3)):
            return True
        if not name.endswith("-or-later") or not after:
            return False
        return any(word in ("version", "v", "v2", "v3") for word in after[:4]) and any(
            word[-1].isdigit() for word in after
        )

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
                texts.append("" if is_copyright(bare(clean)) else clean)
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


def page_words(text: str) -> list[str]:
    """Return the words of a text as they are looked for, copyright lines left out."""
    return Page(text).words
