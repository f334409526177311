"""Which parts of a file are the text of which known licence, and which are not.

A word is covered where it stands beside the same neighbour as in the licence.

Long, because texts, what was put into them, and passages are told by the same words and places.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, islice

from tracker.licensing.catalog import SHORT_FORM, catalog
from tracker.licensing.frames import is_frame
from tracker.licensing.gnu import gnu_licence
from tracker.licensing.grammar import RESTRICTS, asserts, sense
from tracker.licensing.lines import Lines
from tracker.licensing.runs import BLOCK, GAP, PHRASE, RUN, blocks_of, inserted, worth_of
from tracker.licensing.spans import VARIANTS, Named, Part, Span
from tracker.licensing.words import (
    chatter,
    telling,
    weighty,
)

WHOLE = 0.95
"""The least part of a licence that must stand in a file for the file to hold it."""
_SHORT = 0.92
"""The same for a short one."""
_LEFT = 0.9
"""The same for a second one, in what the first has left."""
_RESEMBLES = 0.78
"""The same where all of a file is that licence or none: a few words of a short one may differ."""
_OTHER_WORDS = 0.12
"""The most of its words that may be others then."""
_SHORT_TEXT = 400
"""Pairs; of a shorter licence a word counts for more."""
_WHOLE_FILE = 0.94
"""Of the pairs of words of a file and of a text, at least, are common where one is the other."""
_TWIN = 0.02
"""Texts that differ by less are taken for one another."""
_SAME = 0.006
"""Forms that differ by less are told apart by the words on which a licence turns."""
_LONG_TEXT = 600
_MAY_BE_LOST = 2
_ASKING = frozenset(
    ("shall", "must", "will", "should", "provided", "required", "require", "requirement", "please",
     "user", "condition", "written", "addition", "additional", "agree", "right", "research",
     "academic", "scientific", "university", "education", "government", "contact", "contacted",
     "approval", "acknowledge", "attribution")
)  # fmt: skip
_MOST = 60
"""Licences that are looked for in one file, the likeliest first."""
_COPIES = 8
"""How often one text is looked for."""
_ALIKE = 0.75
_MUCH = 3
"""A sentence of which such a part, at least, is new was put in."""
_INSIDE = 12
"""Words; a shorter insertion inside a licence's text is a change of it."""


_JOINED = re.compile(r"[-_.]?[^\W_]|-?\+(?!\+)")
_JOINED_BEFORE = re.compile(r"[^\W_][-_]$")
"""What stands so close to a name that it is a part of it."""
_WORD = re.compile(r"^[^\W_]+")
_GNU = re.compile(r"(?:[AL]?GPL|GFDL)(?=-\d\.\d(?:-only|-or-later)?$)")
_BARE = re.compile(r"^[\s#*/;%!|>.\-]*(?:(?:rem|dnl)\b)?", re.IGNORECASE)
_RESERVED = re.compile(
    r"\b(?:all )?rights? reserved\b|\bor any other contributors?\b|\bcopyright\b(?: c)?(?: \d{4})*"
    r"|\b(?:neither|nor)\b(?: the)? names? of(?: its| their| any)?\b"
)
"""What of a holder's name and notice may stand inside a text."""


class Page(Lines):
    """A file as words, each with its line, and what covers them."""

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
        first, likely = self._first(likely, shares, len(mine))
        for place in sorted(likely, key=lambda at: (at != first, -worth_of(*shares[at]))):
            hits, size = shares[place]
            least = _LEFT if found else _SHORT if size < _SHORT_TEXT else WHOLE
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

    def _first(
        self, likely: list[int], shares: Mapping[int, tuple[int, int]], count: int
    ) -> tuple[int | None, list[int]]:
        """Return the form that all of the file is, and the forms that may stand in it.

        Of forms that are alike the one counts that has the words on which a licence turns as often.
        Where the likeliest lacks some of them, a less alike one is not taken in its stead.
        """
        alike = {
            place: score
            for place in likely
            if (score := 2 * shares[place][0] / (shares[place][1] + count)) >= _WHOLE_FILE
        }
        if not alike:
            return None, likely
        best = max(alike, key=alike.__getitem__)
        sound = {place: score for place, score in alike.items() if not self._lacks(place)}
        if not sound or max(sound.values()) < alike[best] - _TWIN:
            name = catalog().license(best)
            return None, [place for place in likely if catalog().license(place) == name]
        enough = max(sound.values()) - _SAME
        equal = [
            place
            for place, score in sound.items()
            if score >= enough and catalog().weights(place)[0] == self._weights
        ]
        return max(equal or sound, key=sound.__getitem__), likely

    def _lacks(self, place: int) -> bool:
        """Tell whether words on which a licence turns are not in the file as often as in it.

        Of a long text two may be lost that only ask for something: without them it asks for less.
        """
        least, _ = catalog().weights(place)
        lost = [
            (word, count - had)
            for word, had, count in zip(weighty(), self._weights, least, strict=True)
            if had < count
        ]
        long = catalog().words(place) >= _LONG_TEXT
        few = sum(count for _, count in lost) <= _MAY_BE_LOST
        return bool(lost) and not (long and few and all(word in _ASKING for word, _ in lost))

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
                elif self._tells(held) or self._is_sentence(held, hit):
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
        if chatter(said) or is_frame(said):
            return False
        return bool(telling(said.split())) or any(
            (says := sense(piece)) in RESTRICTS or (says == "unclear" and asserts(piece))
            for piece in (said, _RESERVED.sub(" ", self._sentence(held)))
            if not is_frame(piece)
        )

    def _is_sentence(self, run: Sequence[int], hit: Sequence[bool]) -> bool:
        """Tell whether words are part of a sentence that was put in, and takes something back.

        Its first words may by chance stand side by side in the licence; those before and behind it
        do not go on in it as they do there.
        """
        first, last = run[0], run[-1]
        while first > 0 and not self._ends[first - 1] and run[0] - first < GAP:
            first -= 1
        while not self._ends[last] and last - run[-1] < GAP:
            last += 1
        whole = (first == 0 or self._ends[first - 1]) and self._ends[last]
        joined = (first > 0 and hit[first - 1]) + (last < len(hit) and hit[last])
        count = last - first + 1
        much = count <= _INSIDE or _MUCH * len(run) >= count
        return (
            whole
            and (joined == 0 or (joined == 1 and much))
            and sense(_RESERVED.sub(" ", f"{' '.join(self.words[first : last + 1])}."))
            in RESTRICTS - {"naming"}
        )

    def _sentence(self, run: Sequence[int]) -> str:
        """Return the sentence that words make for the most part; empty where they make none.

        By chance some of its words may stand beside each other in the licence, too.
        """
        first, last = run[0], run[-1]
        while first > 0 and not self._ends[first - 1] and run[0] - first < len(run):
            first -= 1
        while not self._ends[last] and last - run[-1] < len(run):
            last += 1
        whole = (first == 0 or self._ends[first - 1]) and self._ends[last]
        return f"{' '.join(self.words[first : last + 1])}." if whole else ""

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
                if count < least or (kind != "text" and self._goes_on(first, last, name)):
                    continue
                self._free[first : last + 1] = [False] * count
                exact = self._exactly(first, last, name) if kind != "text" else name
                span = self.span(self._line[first], self._line[last], exact or None)
                found.append(Named(license=exact, kind=kind, span=span, words=count))
        return tuple(found)

    def _goes_on(self, first: int, last: int, name: str) -> bool:
        """Tell whether the words around a passage make another name of it, or a version."""
        before, behind = self._touching(first, last)
        if name and (_JOINED.match(behind) or _JOINED_BEFORE.search(before)):
            return True
        after = self.words[last + 1 : last + 7]
        if after and (after[0] in VARIANTS or (after[0].isdigit() and len(after[0]) < 3)):
            return True
        if not name.endswith("-or-later") or not after:
            return False
        return any(word in ("version", "v", "v2", "v3") for word in after[:4]) and any(
            word[-1].isdigit() for word in after
        )

    def _touching(self, first: int, last: int) -> tuple[str, str]:
        """Return the characters of the lines that stand directly before and behind some words."""
        _, lines, columns = self._read
        before = self._clean[lines[first] - 1][: columns[first]]
        behind = self._clean[lines[last] - 1][columns[last] :]
        return before, _WORD.sub("", behind, count=1)

    def _exactly(self, first: int, last: int, name: str) -> str:
        """Return which licence of the GNU project a passage names with the words around it."""
        kind = _GNU.match(name)
        if not kind:
            return name
        _, lines, columns = self._read
        text = [self._clean[lines[first] - 1][columns[first] :]]
        text += [_BARE.sub("", line) for line in self._clean[lines[first] : lines[last] + 2]]
        found = gnu_licence(" ".join(text))
        return found if found and found.startswith(f"{kind[0]}-") else name


def page_words(text: str) -> list[str]:
    """Return the words of a text as they are looked for, copyright lines left out."""
    return Page(text).words
