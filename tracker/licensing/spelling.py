"""Any spelling of a licence's name → SPDX expression.

The spellings are data: ``data/spellings.toml``. A new one is a word in a list there.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from tracker.licensing.catalog import catalog
from tracker.model.base import Value

_LIMIT = 200
"""Characters; what is longer is no name."""
_TOKEN = re.compile(r"\d+(?:\.\d+)*(?:[a-z](?![a-z]))?|[^\W\d_]+|\+")
_EXPRESSION = re.compile(r"[\w.+() -]+", re.ASCII)
_REFERENCE = re.compile(r"LicenseRef-[A-Za-z0-9.+-]+")
_ZEROS = re.compile(r"(?:\.0)+$")
_VERSION = re.compile(r"\bv(?:er|ersion)?\.?\s*(?=\d)|(?<=[a-z])v(?=\d)")
_COMPOUND = re.compile(r"\s(?:and|or|with)\s|[+()]", re.IGNORECASE)
_OPERATOR = re.compile(r"\s+(and|or)\s+", re.IGNORECASE)


class _Spellings(Value, frozen=True, kw_only=True):
    names: Mapping[str, str | None]
    urls: tuple[tuple[re.Pattern[str], str], ...]


def _data() -> dict[str, Any]:
    raw = files("tracker.licensing").joinpath("data", "spellings.toml").read_text("utf-8")
    return tomllib.loads(raw)  # noqa: TID251  our own


class _Rules(Value, frozen=True, kw_only=True):
    fillers: frozenset[str]
    synonyms: tuple[tuple[re.Pattern[str], str], ...]
    first: frozenset[str]
    """The words with which the synonyms begin."""


@cache
def _rules() -> _Rules:
    data = _data()
    return _Rules(
        fillers=frozenset(data["fillers"]),
        synonyms=tuple(
            (re.compile(rf"(?<!\S){re.escape(long)}(?!\S)"), short)
            for long, short in data["synonyms"]
        ),
        first=frozenset(long.split()[0] for long, _ in data["synonyms"]),
    )


@cache
def _spellings() -> _Spellings:
    data = _data()
    names: dict[str, str | None] = {fold(raw): None for raw in data["nothing"]}
    for name, others in data["names"].items():
        names.update({fold(raw): name for raw in (name, *others)})
    urls = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in data["urls"])
    return _Spellings(names=MappingProxyType(names), urls=urls)


@cache
def _heads() -> frozenset[str]:
    """Return the first words of all names."""
    names = (*_spellings().names, *catalog().head.names)
    return frozenset(name.split()[0] for name in names if name) | {"licenseref"}


def may_begin(text: str) -> bool:
    """Tell whether a text can begin with a licence's name, without looking for which.

    Examples
    --------
    >>> may_begin("the MIT License, as you like"), may_begin("whatever you like")
    (True, False)
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    fillers = _rules().fillers
    first = next((token for token in _TOKEN.findall(plain[:80]) if token not in fillers), "")
    return first in _heads() or fold(text)[:80].partition(" ")[0] in _heads()


@lru_cache(1 << 12)
def fold(raw: str) -> str:
    """Return a name without case, punctuation and the words that carry nothing."""
    rules = _rules()
    text = unicodedata.normalize("NFKC", raw).casefold()
    text = _VERSION.sub(" ", text)
    tokens = [token for token in _TOKEN.findall(text) if token not in rules.fillers]
    line = " ".join(_ZEROS.sub("", token) if token[-2:] == ".0" else token for token in tokens)
    if not rules.first.isdisjoint(tokens):
        for pattern, short in rules.synonyms:
            line = pattern.sub(short, line)
    halves = line.split()
    middle = len(halves) // 2
    # "MIT License (MIT)", "GNU General Public License v3 (GPLv3)": the same thing said twice.
    return " ".join(halves[:middle] if halves[:middle] == halves[middle:] else halves)


def normalise(raw: str) -> str | None:
    """Return the SPDX expression behind a spelling, or None where it names no one licence.

    Understands SPDX ids and expressions in any case, the ids of Hugging Face (``bsl-1.0`` is
    Boost) and GitHub, classifiers of Python packages, addresses of licences and the usual names.
    A family without a version (``cc``, ``gpl``), ``other``, a leftover of a template and a negation
    name nothing. Licences that SPDX does not list become ``LicenseRef-…``. A version of the GNU
    licences without "or later" is read as that version only.

    Examples
    --------
    >>> normalise("Apache License, Version 2.0"), normalise("bsl-1.0"), normalise("other")
    ('Apache-2.0', 'BSL-1.0', None)
    >>> normalise("License :: OSI Approved :: MIT License"), normalise("not Apache 2.0")
    ('MIT', None)
    >>> normalise("mit or apache-2.0"), normalise("llama3.1")
    ('MIT OR Apache-2.0', 'LicenseRef-Llama-3.1-Community')
    """
    text = raw.strip().strip("\"'`*_ \t\r\n")
    if not text or len(text) > _LIMIT:
        return None
    if "://" in text or text.startswith("www."):
        return _from_url(text)
    spellings = _spellings()
    key = fold(text.rpartition("::")[2])
    if not key:
        return None
    if key in spellings.names:
        return spellings.names[key]
    if name := catalog().head.names.get(key):
        return name
    if _REFERENCE.fullmatch(text):
        return text
    if not (_COMPOUND.search(text) and _EXPRESSION.fullmatch(text)):
        return None
    return (_expression(text) if _is_expression(text) else None) or _joined(text)


def _from_url(url: str) -> str | None:
    for pattern, name in _spellings().urls:
        if found := pattern.search(url):
            return normalise(_filled(name, found))
    plain = address(url)
    return catalog().head.addresses.get(plain) if plain else None


def address(url: str) -> str | None:
    """Return an address without what does not tell addresses apart, None where it is none.

    Examples
    --------
    >>> address("https://www.example.org/Licenses/Foo.html#top")
    'example.org/licenses/foo'
    """
    plain = re.sub(r"^(?:https?:)?//(?:www\.)?", "", url.strip().casefold())
    plain = re.split(r"[#?\s]", plain, maxsplit=1)[0]
    plain = re.sub(
        r"(?:\.(?:html?|txt|php|md|aspx?|pdf|xhtml)|/|\.|,|/legalcode|/deed(?:\.\w+)?)+$", "", plain
    )
    return plain if "." in plain and len(plain) <= _LIMIT else None


def _filled(name: str, found: re.Match[str]) -> str:
    return re.sub(r"\{(\d)\}", lambda slot: found[int(slot[1])] or "", name)


def _is_expression(text: str) -> bool:
    """Tell whether a text is built like an expression: operators between single words."""
    operands = re.split(r"\s+(?:and|or|with)\s+|[()]", text.strip(), flags=re.IGNORECASE)
    return not any(" " in operand.strip() for operand in operands)


def _expression(text: str) -> str | None:
    from license_expression import ExpressionError  # noqa: PLC0415 - 35 ms, rarely needed

    try:
        parsed = _licensing().parse(text, validate=True)
    except (ExpressionError, RecursionError, IndexError):  # the last: its own defect
        return None
    return str(parsed.render()) if parsed is not None else None


@cache
def _licensing() -> Any:
    from license_expression import get_spdx_licensing  # noqa: PLC0415 - its index takes 35 ms

    return get_spdx_licensing()


def _joined(text: str) -> str | None:
    """Read "Apache 2.0 and MIT": names that are no ids, joined by one kind of word."""
    pieces = _OPERATOR.split(text)
    operators = {piece.upper() for piece in pieces[1::2]}
    if len(operators) != 1 or len(pieces) > 9:
        return None
    names = [normalise(piece) for piece in pieces[::2]]
    if None in names:
        return None
    return f" {operators.pop()} ".join(name for name in names if name)
