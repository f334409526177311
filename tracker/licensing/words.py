"""The words of a text, without what carries no terms.

Three readings of one text, each coarser than the last: its *body* (copyright lines left out), the
*words* of the body, and the *folded* words (holders' names, list numbers and spelling variants left
out). What must not be lost on the way is kept aside by `weights`.

Long, because a word is read in one way wherever it stands: in a text, in a notice, in the catalog.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from zlib import crc32

from tracker.licensing.grammar import RESTRICTS, asserts, sense

_TAG = re.compile(
    r"</?(?:p|br|b|i|a|div|span|pre|h[1-6]|ul|ol|li|em|strong|code|center|font|tt|u|hr|html|body)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_LEAD = re.compile(r"^[\s#*/;%!|>.\-\'\"]*(?:@?(?:rem|dnl|REM)\b[\s#*/;%!|>.\-]*)?")
_COPYRIGHT = re.compile(
    r"(?:portions\s+|parts\s+|all\s+code\s+)?"
    r"(?:copyrights?\b\W{0,4}(?:\(c\)|©|\d{4}|<year>|\[yyyy\]|\{yyyy\}|\[year\]|by\b|the\b)"
    r"|(?:\(c\)|©)\s*(?:copyright|\d{4}|<year>|\[year\]|[A-Z])"
    r"|all\s+rights\s+reserved\W*$)",
    re.IGNORECASE,
)
_VARIANTS = {
    "licence": "license", "licences": "licenses", "licenced": "licensed",
    "sublicence": "sublicense", "judgement": "judgment", "acknowledgement": "acknowledgment",
    "merchantibility": "merchantability", "authorisation": "authorization",
    "organisation": "organization", "favour": "favor", "behaviour": "behavior",
    "acknowlegement": "acknowledgment", "acknowlegment": "acknowledgment", "must": "shall",
    "conditions": "condition", "restrictions": "restriction", "requirements": "requirement",
    "fees": "fee", "users": "user", "rights": "right", "limits": "limit",
}  # fmt: skip
_LICENSED = re.compile(r"\blicen[sc]e[ds]?\b", re.IGNORECASE)
_CHATTER_LIMIT = 400
"""Characters; a longer sentence says more than who made a work."""
_SKIPPED = frozenset(("http", "https", "www", "dnl", "rem"))
_HOLDERS = (
    (re.compile(r"\bneither the names? (?:\S+ ){1,16}?nor the names of (?:its|their|any|other) "),
     "neither the name of the holder nor the names of its "),
    (re.compile(r"\bprovided by (?:\S+ ){1,12}?as is\b"), "provided by the holder as is"),
    (re.compile(r"\bas is and (?:\S+ ){1,8}?disclaims?\b"), "as is and the holder disclaims"),
    (re.compile(r"\bin no event (?:shall|will) (?:\S+ ){1,14}?be (?:held )?liable\b"),
     "in no event shall the holder be liable"),
)  # fmt: skip


@cache
def _data() -> dict[str, list[str]]:
    raw = files("tracker.licensing").joinpath("data", "words.toml").read_text("utf-8")
    return tomllib.loads(raw)  # noqa: TID251  our own


@cache
def _weighty() -> frozenset[str]:
    data = _data()
    return frozenset(data["caveats"] + data["grants"])


@cache
def _caveats() -> frozenset[str]:
    data = _data()
    return frozenset(data["caveats"]) - frozenset(data["holders"])


def cautioning(text: str) -> bool:
    """Tell whether a text holds a word that may take something back, holders' names left out."""
    return not _caveats().isdisjoint(words(text))


def telling(sequence: Sequence[str]) -> list[str]:
    """Return the words on which a licence turns, those of holders' names left out.

    Words in another script than Latin always count: what they say is not known here.
    """
    data = _weighty() - frozenset(_data()["holders"])
    return [word for word in sequence if word in data or _is_foreign(word)]


def strip_tags(text: str) -> str:
    """Return a line without HTML tags, in one form of Unicode."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _TAG.sub(" ", text) if "<" in text else text


def bare(line: str) -> str:
    """Return a line without the comment signs and list marks before it."""
    return _LEAD.sub("", line)


@cache
def _phrases(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in _data()[key]), re.IGNORECASE)


def limiting(text: str) -> re.Match[str] | None:
    """Return the first phrase that could limit a use, however weakly, or None."""
    return _phrases("limits").search(text)


def binding(text: str) -> re.Match[str] | None:
    """Return the first phrase by which a notice sets a condition of its own, or None."""
    return _phrases("binding").search(text)


def permitting(text: str) -> re.Match[str] | None:
    """Return the first phrase by which a text gives more than the licence it names, or None."""
    return _phrases("permitting").search(text)


def applying(text: str) -> str:
    """Return a remark without the phrases that only say what a licence applies to."""
    return _phrases("applying").sub(" ", text)


def chatter(sentence: str) -> bool:
    """Tell whether a sentence tells who made a work, where it is kept, what it does, and no more.

    Examples
    --------
    >>> chatter("This file was written by A. Author in 2011, and")
    True
    >>> chatter("This file was written by A. Author for research use only.")
    False
    """
    plain = " ".join(sentence.replace("¶", " ").split())
    if len(plain) > _CHATTER_LIMIT:
        return False
    return bool(_phrases("chatter").fullmatch(plain)) and not _phrases("telling").search(plain)


def withholding(text: str) -> re.Match[str] | None:
    """Return the first phrase by which prose withholds a use, or None.

    Examples
    --------
    >>> withholding("Released for academic research use only.").group()
    'for academic research use'
    >>> withholding("DeepSeek-VL supports commercial use.") is None
    True
    """
    return _phrases("withholding").search(text)


def body(text: str) -> str:
    r"""Return the text without mark-up and without its copyright lines.

    A copyright line that limits a use stays: it is then a term like any other.

    Examples
    --------
    >>> body("Copyright (c) 2025 A. Author\n\nDo as you like.")
    'Do as you like.'
    >>> body("Copyright (c) 2025 A. Author. Non-commercial use only.")
    'Copyright (c) 2025 A. Author. Non-commercial use only.'
    """
    text = strip_tags(text)
    lines = [(line, _LEAD.sub("", line)) for line in text.splitlines()]
    kept: list[str] = []
    for _, group in groupby(lines, key=lambda line: bool(line[1])):
        paragraph = list(group)
        # A long holder's name may have been wrapped: then the paragraph is the line.
        if not is_copyright(" ".join(bare for _, bare in paragraph)):
            kept += [line for line, bare in paragraph if not is_copyright(bare)]
    return "\n".join(kept).strip()


def may_be_copyright(line: str) -> bool:
    """Tell whether a line has a sign without which it names no copyright holder."""
    plain = line.casefold()
    return "copyright" in plain or "(c)" in plain or "©" in plain or "reserved" in plain


def is_copyright(bare: str) -> bool:
    """Tell whether a line names a copyright holder and does nothing else."""
    return (
        len(bare) < 240
        and may_be_copyright(bare)
        and bool(_COPYRIGHT.match(bare))
        and not limiting(bare)
        and not _LICENSED.search(bare)
        and _caveats().isdisjoint(words(bare))
        and sense(bare) not in RESTRICTS
        and not _says_more(bare)
    )


def _says_more(bare: str) -> bool:
    """Tell whether behind the notice a sentence of its own stands that could set a term."""
    _, _, more = bare.partition(". ")
    return len(more.split()) > _FEW and sense(more) not in (None, "grant") and asserts(more)


_FEW = 3
"""Words; fewer are the end of a name."""


_ITEM = re.compile(
    r"(?:^[^\S\n]{0,40}[#*/;>|%_-]{0,8}[^\S\n]{0,40}|(?<=[.;:])[^\S\n]{1,8})\(?(?:\d{1,2}(?:\.\d{"
    r"1,2}){0,2}|[ivx]{1,4}|[a-z])[.)](?=\s)",
    re.MULTILINE | re.IGNORECASE,
)
"""The number of an item; a number behind a word is a version."""


_HALVES = {
    "non": ("infring",), "sub": ("licens", "licenc"), "re": ("distrib",), "world": ("wide",),
}  # fmt: skip
"""Halves of words that are written as one, as two, or on two lines."""


def halves(sequence: Sequence[str]) -> list[int]:
    """Return where the first half of a word stands before its second."""
    if _HALVES.keys().isdisjoint(sequence):
        return []
    return [
        at
        for at, (word, after) in enumerate(pairwise(sequence))
        if word in _HALVES and after.startswith(_HALVES[word])
    ]


def words(text: str) -> list[str]:
    """Return the lower-case words of a text: no punctuation, no layout, no numbers of items."""
    found = _WORD.findall(_ITEM.sub(" ", text).casefold())
    for at in reversed(halves(found)):
        found[at : at + 2] = [found[at] + found[at + 1]]
    return found


def placed_words(text: str) -> Iterator[tuple[str, int]]:
    """Yield the telling words of a line, in their usual spelling, with their columns."""
    text = _ITEM.sub(lambda item: " " * len(item[0]), text)
    for found in _WORD.finditer(text.casefold() if text.isascii() else text):
        if word := plain_word(found[0]):
            yield word, found.start()


@lru_cache(1 << 14)
def plain_word(word: str) -> str:
    """Return a word in lower case and its usual spelling; empty for what carries nothing."""
    word = word.casefold()
    if word in _SKIPPED or (len(word) == 1 and not word.isdigit()):
        return ""
    return _VARIANTS.get(word, word)


def folded(sequence: Sequence[str]) -> list[str]:
    """Return words without list numbers, holders' names and variants of spelling."""
    line = " ".join(filter(None, map(plain_word, sequence)))
    for pattern, canonical in _HOLDERS:
        line = pattern.sub(canonical, line)
    return line.split()


def weighty() -> tuple[str, ...]:
    """Return the words on which a licence turns, in the order in which `weights` counts them."""
    return _sorted_weighty()


@cache
def _sorted_weighty() -> tuple[str, ...]:
    return tuple(sorted(_weighty()))


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(_sorted_weighty())}


def weights(sequence: Sequence[str]) -> tuple[bytes, int]:
    """Return how often each word on which a licence turns occurs, and a digest of foreign words.

    Words in another script than Latin always weigh: what they say is not known here.
    """
    places = _places()
    counts = bytearray(len(places))
    foreign = 0
    for word, count in Counter(sequence).items():
        usual = _VARIANTS.get(word, word)
        if (place := places.get(usual)) is not None:
            counts[place] = min(counts[place] + count, 255)
        elif _is_foreign(usual):
            foreign = (foreign + count * (crc32(usual.encode()) + 1)) & 0xFFFFFFFF
    return bytes(counts), foreign


def _is_foreign(word: str) -> bool:
    return not word.isascii() and any(letter > "ɏ" for letter in word)


def rules() -> int:
    """Return a number that changes with the lists of words; the index is built for one of them."""
    spelled = (sorted(_VARIANTS.items()), sorted(_SKIPPED), _HALVES, _ITEM.pattern)
    told = (weighty(), sorted(_caveats()), _phrases("limits").pattern, spelled)
    return crc32(repr(told).encode())


def holders(sequence: Sequence[str]) -> Iterator[str]:
    """Yield the words that stand where a licence names who holds the rights."""
    line = " ".join(filter(None, map(plain_word, sequence)))
    for pattern, canonical in _HOLDERS:
        usual = frozenset(canonical.split())
        for found in pattern.finditer(line):
            yield " ".join(word for word in found[0].split() if word not in usual)
