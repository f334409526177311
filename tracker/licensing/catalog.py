"""The known licences as data: names, addresses, and hashes of their texts; never a text.

``data/catalog.bin`` is one file of arrays (little-endian, each at a multiple of eight bytes) behind
a head in JSON. It is read when it is first asked for, and looked at in place: nothing is decoded
but the head. `tools/build_license_index.py` writes it by `pack`.
"""

import struct
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Literal, TypeAlias
from zlib import crc32

from tracker.model.base import Value
from tracker.model.decoding import decoded

Kind: TypeAlias = Literal["text", "notice", "tag", "reference", "harmless"]
"""What a passage is: a licence's own words; words by which a work is put under one; a tag; a name
or an address; words that are about licences and grant nothing."""
KINDS: tuple[Kind, ...] = ("text", "notice", "tag", "reference", "harmless")
SKETCH = 24
"""How many pairs stand for a whole text where candidates are looked for."""
OPENING = 8
"""Words by which a longer passage is found."""
SHORTEST = 3
"""Words of the shortest passage; what is shorter is a name."""
SHORT_FORM = 80
"""Words; a text with fewer is looked for inside others word for word, as a passage."""
_MASK = 0xFFFFFFFF
_PRIME = (1 << 61) - 1
_BASE = 0x1F35_7A2B_9C4D_E6F1 % _PRIME
_HEAD = struct.Struct("<8sQ")
_MAGIC = b"licences"


class Head(Value, frozen=True, kw_only=True):
    """What the arrays mean."""

    source: str
    """Packages and versions the texts were read from."""
    rules: int
    """`tracker.licensing.words.rules` the words were counted by."""
    licenses: tuple[str, ...]
    """Expressions; the arrays hold their places here."""
    commercial: Mapping[str, Literal["yes", "no"]]
    """Of licences that nobody here reviewed, as their kind in the sources tells it."""
    names: Mapping[str, str]
    """Folded name → expression; see `tracker.licensing.spelling`."""
    addresses: Mapping[str, str]
    """Plain address → expression."""
    weighty: tuple[str, ...]
    """The words that `Form.weights` counts."""
    arrays: Mapping[str, tuple[str, int, int]]
    """Name → type code, where it starts, how many bytes it has."""


class Form(Value, frozen=True, kw_only=True):
    """A licence text, or a usual form of it (without its appendix, say), without its words."""

    license: str
    words: int
    """How many folded words it has."""
    exact: int
    normalised: int
    """Digests of the words and of the folded words."""
    weights: bytes
    """How often it has each word on which a licence turns, 255 at most."""
    foreign: int
    """Digest of its words in other scripts; 0 where there are none."""
    pairs: tuple[int, ...]
    """The hashed pairs of neighbouring words, sorted, each once."""


class Passage(Value, frozen=True, kw_only=True):
    """Words that somebody reviewed: a notice, a tag, a name."""

    license: str
    kind: Kind
    words: int
    pair: int
    """Hash of its first two words."""
    first: int
    """Hash of its first `OPENING` words, or of all."""
    whole: int


def digest(sequence: Iterable[str]) -> int:
    """Return a digest of a sequence of words, of 64 bits."""
    return int.from_bytes(sha256(" ".join(sequence).encode()).digest()[:8], "little")


def pairs(sequence: Sequence[str]) -> Iterator[int]:
    """Yield the hashed pairs of neighbouring words."""
    known = {word: crc32(word.encode()) for word in set(sequence)}
    for left, right in pairwise(sequence):
        yield (known[left] * 0x9E3779B1 + known[right]) & _MASK


class Rolling:
    """Hashes of every run of words of a text."""

    def __init__(self, sequence: Sequence[str]) -> None:
        """Hash the words once."""
        numbers = [crc32(word.encode()) + 1 for word in sequence]
        self._sums = list(
            accumulate(numbers, lambda sum_, number: (sum_ * _BASE + number) % _PRIME, initial=0)
        )
        self._powers = list(
            accumulate(range(len(numbers)), lambda power, _: power * _BASE % _PRIME, initial=1)
        )

    def of(self, start: int, count: int) -> int:
        """Return the hash of some words."""
        return (self._sums[start + count] - self._sums[start] * self._powers[count]) % _PRIME


class Catalog:
    """All that is known, looked at in place."""

    def __init__(self, data: bytes) -> None:
        """Take a packed file; nothing but its head is decoded."""
        magic, length = _HEAD.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError("not a catalog of licences")
        self.head = decoded(data[_HEAD.size : _HEAD.size + length], Head)
        view = memoryview(data)
        self._arrays: dict[str, memoryview[int]] = {
            name: view[start : start + size].cast(code)  # type: ignore[call-overload]  # a type code is a string
            for name, (code, start, size) in self.head.arrays.items()
        }

    def __len__(self) -> int:
        """Return how many forms of texts there are."""
        return len(self._arrays["form_words"])

    def license(self, place: int) -> str:
        """Return whose text a form is."""
        return self.head.licenses[int(self._arrays["form_license"][place])]

    def words(self, place: int) -> int:
        """Return how many folded words a form has."""
        return int(self._arrays["form_words"][place])

    def weights(self, place: int) -> tuple[bytes, int]:
        """Return how often the words on which a licence turns stand in a form."""
        width = len(self.head.weighty)
        counts = self._arrays["form_weights"][place * width : (place + 1) * width]
        return bytes(counts), int(self._arrays["form_foreign"][place])

    def pairs(self, place: int) -> frozenset[int]:
        """Return the hashed pairs of a form."""
        return frozenset(self._pairs(place))

    def shared(self, place: int, found: set[int]) -> tuple[int, int]:
        """Return how many pairs of a form stand in a text, and how many it has."""
        theirs = self._pairs(place)
        return len(found.intersection(theirs)), len(theirs)

    def _pairs(self, place: int) -> list[int]:
        ends = self._arrays["form_end"]
        start = int(ends[place - 1]) if place else 0
        return self._arrays["pairs"][start : ends[place]].tolist()

    def exact(self, number: int) -> int | None:
        """Return the form whose words have this digest."""
        return next(iter(self._same("exact", number)), None)

    def normalised(self, number: int) -> tuple[int, ...]:
        """Return the forms whose folded words have this digest."""
        return self._same("normalised", number)

    def _same(self, name: str, number: int) -> tuple[int, ...]:
        numbers, places = self._arrays[f"{name}_digest"], self._arrays[f"{name}_place"]
        found = []
        at = bisect_left(numbers, number)
        while at < len(numbers) and numbers[at] == number:
            found.append(int(places[at]))
            at += 1
        return tuple(sorted(found))

    @cached_property
    def _sketches(self) -> frozenset[int]:
        return frozenset(self._arrays["sketch_hash"].tolist())

    def candidates(self, found: AbstractSet[int], least: float) -> list[int]:
        """Return the forms of which at least this part stands in a text, the best first."""
        hashes, places = self._arrays["sketch_hash"], self._arrays["sketch_place"]
        met: list[int] = []
        for number in self._sketches & found:
            at = bisect_left(hashes, number)
            met += places[at : bisect_right(hashes, number, at)]
        votes = Counter(met)
        wide = self._arrays["form_sketch"]
        enough = [(count, place) for place, count in votes.items() if count >= least * wide[place]]
        return [
            place for _, place in sorted(enough, key=lambda one: (-one[0] / wide[one[1]], one[1]))
        ]

    @cached_property
    def _openings(self) -> frozenset[int]:
        """Return the first two words of all passages, hashed."""
        return frozenset(self._arrays["passage_pair"].tolist())

    def _lengths(self, opening: int) -> Iterator[int]:
        """Yield how long the passages are that begin with some words."""
        openings, lengths = self._arrays["opening_hash"], self._arrays["opening_words"]
        at = bisect_left(openings, opening)
        while at < len(openings) and openings[at] == opening:
            yield lengths[at]
            at += 1

    def _passage(self, number: int) -> int | None:
        """Return the place of the passage whose words have this hash."""
        numbers = self._arrays["passage_whole"]
        at = bisect_left(numbers, number)
        return at if at < len(numbers) and numbers[at] == number else None

    def _standing(self, sequence: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield words, first word and place of each passage that stands in a text."""
        openings = self._openings
        starts = [at for at, number in enumerate(pairs(sequence)) if number in openings]
        if not starts:
            return
        rolling, total = Rolling(sequence), len(sequence)
        for start in starts:
            left = total - start
            short = range(SHORTEST, min(OPENING, left + 1))
            long = self._lengths(rolling.of(start, OPENING)) if left >= OPENING else ()
            for count in (*short, *long):
                if count <= left and (at := self._passage(rolling.of(start, count))) is not None:
                    yield count, start, at

    def passages(self, sequence: Sequence[str]) -> list[tuple[int, int, str, Kind]]:
        """Return the passages that stand in a text: first word, words, licence, kind.

        Of passages that overlap the longer counts.
        """
        taken = bytearray(len(sequence))
        kept = []
        licenses, kinds = self._arrays["passage_license"], self._arrays["passage_kind"]
        for count, start, at in sorted(self._standing(sequence), key=lambda one: (-one[0], one[1])):
            if not any(taken[start : start + count]):
                taken[start : start + count] = b"\1" * count
                kept.append((start, count, self.head.licenses[licenses[at]], KINDS[kinds[at]]))
        return sorted(kept)


@cache
def catalog() -> Catalog:
    """Return the catalog that comes with the package."""
    return Catalog(files("tracker.licensing").joinpath("data", "catalog.bin").read_bytes())
