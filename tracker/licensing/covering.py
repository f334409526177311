"""Which parts of a file are the text of which known licence, and which are not.

A word is covered where it stands beside the same neighbour as in the licence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice

from tracker.licensing.catalog import SHORT_FORM, catalog, pairs
from tracker.licensing.grammar import RESTRICTS, asserts, sense, sentences
from tracker.licensing.runs import BLOCK, GAP, PHRASE, RUN, blocks_of, inserted, worth_of
from tracker.licensing.spans import VARIANTS, Named, Part, Span
from tracker.licensing.words import bare, is_copyright, placed_words, strip_tags, telling, weighty
from tracker.model.evidence import SPAN_LIMIT

WHOLE = 0.95
"""The least part of a licence that must stand in a file for the file to hold it."""
_LEFT = 0.9
"""The same for a second licence, in what the first has left."""
_MOST = 60
"""Licences that are looked for in one file, the likeliest first."""
_COPIES = 8
"""How often one text is looked for."""
_ALIKE = 0.75
_INSIDE = 12
"""Words; a shorter insertion inside a licence's text is a change of it."""


_END = re.compile(r"[.!?;:。！？；]")
_COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*|;|%|--|!|dnl\b|rem\b|@rem\b)*[\s*/#]*", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2}|[\u3040-\u9fff\uac00-\ud7af]")


class Page:
    """A file as words, each with its line."""

    def __init__(self, text: str) -> None:
        """Keep the decoded file; its words are read when they are asked for."""
        self.lines = text.split("\n")

    @cached_property
    def _clean(self) -> list[str]:
        return [strip_tags(line) for line in self.lines]

    @cached_property
    def _read(self) -> tuple[list[str], list[int], list[int]]:
        found: list[str] = []
        places: list[int] = []
        columns: list[int] = []
        for number, clean in enumerate(self._clean, start=1):
            if is_copyright(bare(clean)):
                continue
            for word, column in placed_words(clean):
                found.append(word)
                places.append(number)
                columns.append(column)
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

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self.words)

    def span(self, first: int, last: int, license_id: str | None = None) -> Span:
        """Return lines as a span, its quote cut to what history may keep."""
        quote = " ".join(" ".join(self.lines[first - 1 : last]).split())
        return Span(line=first, end=last, quote=quote[:SPAN_LIMIT].rstrip(), license=license_id)

    def parts(self) -> tuple[Part, ...]:
        """Return the known licences whose text stands here, in the order of the file."""
        found: list[Part] = []
        known = catalog()
        mine = set(self._hashes)
        counts = bytes(min(self._counts[word], 255) for word in weighty())
        likely = (
            place for place in known.candidates(mine, _ALIKE) if known.words(place) >= SHORT_FORM
        )
        theirs = {place: known.pairs(place) for place in islice(likely, _MOST)}
        for place in sorted(theirs, key=lambda place: -worth_of(theirs[place], mine)):
            lacking = any(
                had < count for had, count in zip(counts, known.weights(place)[0], strict=True)
            )
            for _ in range(0 if lacking else _COPIES):
                held = theirs[place]
                score = len(set(self._open(held))) / len(held) if held else 0.0
                if score < (_LEFT if found else WHOLE):
                    break
                name = known.license(place)
                whole = held.union(
                    *(each for at, each in theirs.items() if known.license(at) == name)
                )
                found.append(self._take(name, whole, round(score, 4)))
        return tuple(sorted(found, key=lambda part: part.span.line))

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
        for at, word in enumerate(words_):
            last = at + 1 == len(words_)
            if last or lines[at + 1] > lines[at]:
                rest = self._clean[lines[at] - 1][columns[at] + len(word) :]
                blank = not last and any(
                    not line.strip() for line in self._clean[lines[at] : lines[at + 1] - 1]
                )
                found.append(last or blank or bool(_END.search(rest)))
            else:
                between = self._clean[lines[at] - 1][columns[at] + len(word) : columns[at + 1]]
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
        put_in = [self.words[at] for at in held]
        said = " ".join(put_in)
        says = sense(said)
        return bool(telling(put_in)) or says in RESTRICTS or (says == "unclear" and asserts(said))

    def _between(self, group: Sequence[int]) -> Span:
        return self.span(self._line[group[0]], self._line[group[-1]])

    def rest(self) -> tuple[Span, ...]:
        """Return what no licence covers, once `parts` was asked for."""
        runs = groupby(range(len(self._free)), key=lambda at: self._free[at])
        groups = [list(group) for free, group in runs if free]
        return tuple(
            self._between(group)
            for group in groups
            if len(group) >= RUN or telling([self.words[at] for at in group])
        )

    def passages(self, least: int = 0) -> tuple[Named, ...]:
        """Return the reviewed passages that stand in what is nobody's yet, and give it to them.

        Those with fewer words than `least` are passed over.
        """
        found = []
        for free, group in groupby(range(len(self._free)), key=lambda at: self._free[at]):
            if not free:
                continue
            held = list(group)
            for start, count, name, kind in catalog().passages(self.words[held[0] : held[-1] + 1]):
                first, last = held[0] + start, held[0] + start + count - 1
                if count < least or (kind != "text" and self._goes_on(last, name)):
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
        at = 0
        for number, clean in enumerate(self._clean, start=1):
            begin = at
            while at < len(self._line) and self._line[at] == number:
                at += 1
            held = self._free[begin:at]
            if begin == at:
                texts.append("" if is_copyright(bare(clean)) else clean)
            elif all(held):
                texts.append(clean)
            elif not any(held):
                texts.append("")
            else:
                texts.append(self._cut(clean, begin, at))
        bares = [_COMMENT.sub("", each) for each in texts]
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
