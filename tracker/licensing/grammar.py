"""What a sentence does to a use: takes it away, gives it, or could.

A sentence is seen as the kinds of words in it (actor and use, polarity, condition), in whatever
order and in ten languages: ``data/grammar.toml``. That catches what no list of phrases does, and
errs to the strict side; what clearly gives is taken out first.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, TypeAlias

Sense: TypeAlias = Literal[
    "non-commercial", "research-only", "by-permission", "prohibition", "naming", "unclear", "grant"
]
"""``by-permission``: a commercial use needs somebody's word; ``prohibition``: something is taken
away, and it is not clear what; ``naming``: the use of a name is; ``unclear``: something could be.
"""

_LIMIT = 6_000
"""Characters; a longer sentence is unclear, whatever it says."""


@cache
def _data() -> dict[str, list[str]]:
    raw = files("tracker.licensing").joinpath("data", "grammar.toml").read_text("utf-8")
    return tomllib.loads(raw)  # noqa: TID251  our own


@cache
def _kind(name: str) -> re.Pattern[str]:
    """Return a pattern for one kind of word; words of alphabets begin where a word begins."""
    spelled: list[str] = []
    anywhere: list[str] = []
    for word in _data()[name]:
        (spelled if _alphabetic(word) else anywhere).append(word)
    return re.compile("|".join([rf"\b(?:{'|'.join(spelled)})", *anywhere]))


def _alphabetic(word: str) -> bool:
    return word.lstrip("(?:[\\")[:1] < "\u0530"


@cache
def _phrases(name: str) -> re.Pattern[str]:
    """Return one pattern for the phrases of a kind."""
    return re.compile("|".join(f"(?:{each})" for each in _data()[name]), re.IGNORECASE)


@cache
def _function_words() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(words.split()) for words in _data()["function_words"])


def _without_gifts(plain: str) -> str:
    """Return a sentence without what gives, or takes nothing."""
    rest = _phrases("harmless").sub(" ", _phrases("gives").sub(" ", plain))
    given = _phrases("pairs").sub(" ", rest)
    strict = (_kind(kind).search(given) for kind in ("negation", "only", "asking"))
    return rest if given == rest or any(strict) else given


@lru_cache(1 << 12)
def sense(  # noqa: C901, PLR0912  (one question after the other)
    sentence: str,
) -> Sense | None:
    """Return what a sentence does to a use, None where it does nothing.

    Examples
    --------
    >>> sense("For-profit organisations need a paid licence."), sense("仅可用于学术研究。")
    ('by-permission', 'research-only')
    >>> sense("It is freely available for both non-commercial and commercial use.")
    'grant'
    >>> sense("Thanks to all contributors.") is None
    True
    """
    if len(sentence) > _LIMIT:
        return "unclear"
    plain = " ".join(sentence.casefold().replace("’", "'").split())
    rest = _without_gifts(plain)
    if _NAMES.search(rest):
        return "naming"
    if _kind("noncommercial").search(rest):
        return "non-commercial"
    sells = _kind("commercial").search(rest)
    refuses = _kind("negation").search(rest)
    alone = _kind("only").search(rest)
    studies = _kind("academic").search(rest)
    asks = _kind("asking").search(rest)
    does = _kind("acts").search(rest)
    disclaims = _kind("warranty").search(rest)
    if sells and (refuses or asks) and not (disclaims and not does):
        return "non-commercial" if refuses or alone else "by-permission"
    if studies and (alone or _phrases("study").search(rest)) and not sells:
        return "research-only"
    if sells and alone:
        return "unclear"
    if disclaims and not alone and not sells:
        return None
    if does and (refuses or alone):
        return "prohibition"
    if refuses or alone or (sells and does):
        return "unclear"
    if (
        (asks or _kind("trigger").search(rest))
        and not (len(plain) < 100 and _TITLE.fullmatch(plain))
        and (does or _WORK.search(rest) or _telling(plain))
    ):
        return "unclear"
    if studies and does:
        return "unclear"
    if rest != _phrases("harmless").sub(" ", plain):  # something was given
        return "grant"
    if _foreign(rest):
        return "unclear"
    return "grant" if (does and _kind("allowing").search(plain)) else None


@cache
def _withholding() -> re.Pattern[str]:
    """Return a pattern for the words without which no sentence withholds a use."""
    kinds = ("noncommercial", "commercial", "academic")
    return re.compile("|".join(_kind(kind).pattern for kind in kinds))


def withholds(sentence: str) -> bool:
    """Tell whether a sentence withholds commercial use; the same as asking for its sense, faster.

    Examples
    --------
    >>> withholds("For research only."), withholds("For all to use.")
    (True, False)
    """
    if len(sentence) <= _LIMIT and not _withholding().search(sentence.casefold()):
        return False
    return sense(sentence) in WITHHOLDS


_TITLE = re.compile(
    r"\W*+(?:\w++\W++){0,10}(?:licen[sc]e|agreement|notices?|terms|conditions|use|distribution"
    r"|definitions|preamble)\W*+(?:version|v)?[\W\d]*+"
)
"""A heading; it says nothing yet."""
_SENTENCE = re.compile(
    r"\b(?:is|are|be|was|has|have|do|does|may|can|will|must|shall|owes?|applies|apply)\b|[.!;]$"
)


def asserts(text: str) -> bool:
    """Tell whether words say something about a use, and are no mere name of somebody."""
    plain = text.casefold()
    strict = (_kind(kind).search(plain) for kind in ("negation", "only", "asking"))
    return bool(_SENTENCE.search(plain)) or _foreign(plain) or any(strict)


def _telling(plain: str) -> bool:
    """Tell whether words say something, and are no heading, name or address."""
    found = _SENTENCE.search(plain)
    return bool(found) and len(plain.split()) > (2 if found and found[0].isalpha() else 3)


_ENGLISH = frozenset(
    ("the", "of", "and", "to", "is", "this", "for", "with", "in", "a", "by", "or", "you")
)


def _foreign(plain: str) -> bool:
    """Tell whether words are of another language than English: what they say is not known."""
    if _OTHER_SCRIPT.search(plain):
        return True
    said = set(re.findall(r"[^\W\d_]+", plain))
    foreign = max(len(said & words) for words in _function_words())
    return foreign >= 2 and foreign > len(said & _ENGLISH) and len(said) > 2


_OTHER_SCRIPT = re.compile(
    r"[\u0370-\u1fff\u3040-\u9fff\uac00-\ud7af].*[\u0370-\u1fff\u3040-\u9fff\uac00-\ud7af]"
)
_NAMES = re.compile(
    r"^(?=.*\b(?:names?|trademarks?|logos?)\b).*\b(?:endors\w*|promot\w+|advertis\w+|publicity)\b"
)
_WORK = re.compile(
    r"licen[sc]|\bterms\b|\bpermission|\brights?\b|copyright|\bcode\b|\bmodels?\b|weights|\bdata("
    r"?:sets?)?\b"
    r"|software|library|package|\bwork\b|material|proprietary|confidential|product|company|compan"
    r"ies|must|shall|military|weapon|patent"
    r"|[^\x00-\u024f]"
)
"""What terms are about, or words that set some by themselves."""


_BREAK = re.compile(
    r"(?<=[.!?;:])[\"'”’)\]*_]*\s+|(?<=[。！？；])|\n[ \t]*\n+|\n"
    r"(?=[ \t]*(?:[-*+•·#>|]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t])"
)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield the sentences of a text, each with the line, from 0, on which it begins.

    Examples
    --------
    >>> list(sentences("One.  Two\nlines.\n\nThree"))
    [(0, 'One.'), (0, 'Two\nlines.'), (3, 'Three')]
    """
    line, start = 0, 0
    for found in _BREAK.finditer(text):
        yield from _piece(text, start, found.start(), line)
        line += text.count("\n", start, found.end())
        start = found.end()
    yield from _piece(text, start, len(text), line)


def _piece(text: str, start: int, end: int, line: int) -> Iterator[tuple[int, str]]:
    piece = text[start:end]
    if bare := piece.strip():
        yield line + piece[: len(piece) - len(piece.lstrip())].count("\n"), bare


RESTRICTS: frozenset[Sense] = frozenset(
    ("non-commercial", "research-only", "by-permission", "prohibition", "naming")
)
WITHHOLDS: frozenset[Sense] = frozenset(("non-commercial", "research-only", "by-permission"))
