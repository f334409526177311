"""Which parts of a file are the text of which known licence, and which parts are not.

A file is read as words with the lines they stand on; a word is covered by a licence where it stands
beside the same neighbour as in the licence.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

from tracker.licensing.matching import candidates, index, known_pairs, pairs
from tracker.licensing.words import bare, is_copyright, plain_word, strip_tags, telling, words
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT

WHOLE = 0.95
"""The least part of a licence that must stand in a file for the file to hold it."""
_LEFT = 0.9
"""The same for a second licence, in what the first has left."""
_COPIES = 8
"""How often one text is looked for."""
_MISS = 8
"""A licence made of two others stands in a file of both, but for its joints: they weigh more."""
_ALIKE = 0.75
_INSIDE = 12
"""Words; a shorter insertion inside a licence's text is a change of it."""
_PHRASE = 6
"""Words; fewer in a row may stand in any text."""
_GAP = 25
_BLOCK = 15
"""Words; a block of a licence's text has at least so many, and a longer gap ends it."""
_RUN = 3
"""Words; fewer that are not covered are a matter of wording."""


class Span(Value, frozen=True, kw_only=True):
    """Lines of a file, from 1, both included."""

    line: int
    end: int
    quote: str
    """Its beginning, at most `SPAN_LIMIT` characters, as printed."""
    license: str | None = None


class Part(Value, frozen=True, kw_only=True):
    """A known licence whose text stands in a file."""

    license: str
    score: float
    """How much of the licence's text is there, 0 to 1."""
    span: Span
    changed: tuple[Span, ...]
    """Where words on which a licence turns were put into its text."""


class Page:
    """A file as words, each with its line.

    Parameters
    ----------
    text
        The decoded file.
    """

    def __init__(self, text: str) -> None:
        """Keep the text; its words are read when they are asked for."""
        self.lines = text.split("\n")

    @cached_property
    def _read(self) -> tuple[list[str], list[int]]:
        found: list[str] = []
        places: list[int] = []
        for number, line in enumerate(self.lines, start=1):
            clean = strip_tags(line)
            if is_copyright(bare(clean)):
                continue
            for word in filter(None, map(plain_word, words(clean))):
                found.append(word)
                places.append(number)
        return found, places

    @property
    def _words(self) -> list[str]:
        return self._read[0]

    @property
    def _line(self) -> list[int]:
        return self._read[1]

    @cached_property
    def _hashes(self) -> list[int]:
        return list(pairs(self._words))

    @cached_property
    def _free(self) -> list[bool]:
        return [True] * len(self._words)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._words)

    def span(self, first: int, last: int, license_id: str | None = None) -> Span:
        """Return lines as a span, its quote cut to what history may keep."""
        quote = " ".join(" ".join(self.lines[first - 1 : last]).split())
        return Span(line=first, end=last, quote=quote[:SPAN_LIMIT].rstrip(), license=license_id)

    def parts(self) -> tuple[Part, ...]:
        """Return the known licences whose text stands here, in the order of the file."""
        found: list[Part] = []
        known = index().fingerprints
        mine = set(self._hashes)
        places = candidates(mine, _ALIKE)
        worth = {place: _worth(known_pairs(place), mine) for place in places}
        for place in sorted(places, key=lambda place: -worth[place]):
            lacking = any(
                self._counts[word] < count
                for word, count in known[place].weights.items()
                if not word.startswith("#")
            )
            for _ in range(0 if lacking else _COPIES):
                theirs = known_pairs(place)
                score = len(set(self._open(theirs))) / len(theirs) if theirs else 0.0
                if score < (_LEFT if found else WHOLE):
                    break
                found.append(self._take(known[place].license, theirs, round(score, 4)))
        return tuple(sorted(found, key=lambda part: part.span.line))

    def _open(self, theirs: Counter[int]) -> Iterator[int]:
        """Yield the pairs of a licence that stand in what is nobody's yet."""
        for at, number in enumerate(self._hashes):
            if number in theirs and self._free[at] and self._free[at + 1]:
                yield number

    def _take(self, license_id: str, theirs: Counter[int], score: float) -> Part:
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
        covered = [False] * len(self._words)
        met: set[int] = set()
        for run in sorted(runs, key=len, reverse=True):
            numbers = {self._hashes[at] for at in run}
            if 2 * len(numbers - met) >= len(numbers):
                met |= numbers
                covered[run[0] : run[-1] + 2] = [True] * (len(run) + 1)
        blocks = _blocks(covered)
        changed = []
        for first, last in blocks:
            for flag, group in groupby(range(first, last + 1), key=lambda at: covered[at]):
                held = list(group)
                if not flag and len(held) > _INSIDE:
                    continue
                if not flag and telling([self._words[at] for at in held]):
                    changed.append(self._between(held))
                for at in held:
                    self._free[at] = False
        return Part(
            license=license_id,
            score=score,
            span=self.span(self._line[blocks[0][0]], self._line[blocks[-1][1]], license_id),
            changed=tuple(changed),
        )

    def _between(self, group: Sequence[int]) -> Span:
        return self.span(self._line[group[0]], self._line[group[-1]])

    def rest(self) -> tuple[Span, ...]:
        """Return what no licence covers, once `parts` was asked for."""
        runs = groupby(range(len(self._free)), key=lambda at: self._free[at])
        groups = [list(group) for free, group in runs if free]
        return tuple(
            self._between(group)
            for group in groups
            if len(group) >= _RUN or telling([self._words[at] for at in group])
        )

    def text_of(self, spans: Sequence[Span]) -> str:
        """Return the whole text of some spans."""
        pieces = []
        given = 0
        for each in sorted(spans, key=lambda span: span.line):
            if each.end > given:  # many spans may stand on one long line
                pieces.append("\n".join(self.lines[max(each.line - 1, given) : each.end]))
                given = each.end
        return "\n\n".join(pieces)


def _worth(theirs: Counter[int], mine: set[int]) -> int:
    """Return how much of a text a licence explains, less what it has and the text has not."""
    hits = len(theirs.keys() & mine)
    return hits - _MISS * (len(theirs) - hits)


def _blocks(covered: Sequence[bool]) -> list[tuple[int, int]]:
    """Return first and last word of each block of covered words; short phrases are by chance."""
    runs: list[list[int]] = []
    for flag, group in groupby(range(len(covered)), key=lambda at: covered[at]):
        held = list(group)
        if not flag or len(held) < _PHRASE:
            continue
        if runs and held[0] - runs[-1][1] <= _GAP:
            runs[-1][1], runs[-1][2] = held[-1], runs[-1][2] + len(held)
        else:
            runs.append([held[0], held[-1], len(held)])
    long = [run for run in runs if run[2] >= _BLOCK] or runs or [[0, len(covered) - 1, 0]]
    return [(first, last) for first, last, _ in long]
