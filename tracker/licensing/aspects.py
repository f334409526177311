"""What a statement is about: code, weights, data or documentation."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from tracker.licensing.known import known
from tracker.licensing.naming import named
from tracker.licensing.prose import plain
from tracker.licensing.source import Source
from tracker.model.evidence import Declaration, Place

_WEIGHTS = re.compile(
    r"(?i:\bweights?\b|\bcheckpoints?\b|模型|权重|權重|モデル|重み|모델"
    r"|\bpoids\b|\bpesos\b|\bmod[eè]l[eo]s?\b|\bmodell[eis]?\b|модел|\bвес(?:а|ов)\b|\bgewichte)"
    r"|\b(?i:models?)\b(?! (?!Licen|Weights|Agreement)[A-Z][a-z])"
)
"""A capital after "Model" makes it a part of a name: "The Model Openness Tool"."""
_CODE = re.compile(
    r"\bcode(?:base)?\b|\bsoftware\b|\blibrary\b|\bpackage\b|\bimplementation\b|\btool(?:kit)?\b"
    r"|\bscripts?\b|\bcodes?\b|\bquell(?:code|text)\b|\bcódigo\b|\bcodice\b|\bкод\w{0,2}\b|代码|源码"
    r"|程式碼|コード|코드",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\bdata\b|\bdata ?sets?\b|\bannotations?\b|\bcorpus\b|\bcorpora\b|\bassets\b|\bimages\b|\bre"
    r"cordings\b|\bvideos\b|\bdonn[ée]es\b|\bdatos\b|\bdados\b|\bdati\b|\bdaten(?:satz|sätze"
    r"|sätzen)?\b|\bданны\w+"
    r"|数据|資料集|データ|데이터",
    re.IGNORECASE,
)
_DOCS = re.compile(
    r"\b(?:(?<!free )documentation|docs|manuals?|tutorials?|user guides?)\b"
    r"|文档|文檔|ドキュメント|문서",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:everything|anything|all|any|other|rest|contents?|materials?|files?|site|repo\w*|project)\b"
    r"|其他|其余|所有|全部",
    re.IGNORECASE,
)
"""Words by which a sentence about the documentation speaks of more than that."""
PARTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {"code": _CODE, "weights": _WEIGHTS, "data": _DATA}
)
_ALT = re.compile(r"alt=[\"']([^\"']*)|!\[([^\]]*)")
"""What a badge says in words, if anything."""
_IT = re.compile(r"^\W*(?:it|they|these|this)\b(?! \w+ (?:is|are))", re.IGNORECASE)
_PARAGRAPH = 3_000
"""Characters of a paragraph that are looked at around a line."""


def of_heading(title: str) -> frozenset[str]:
    """Return what a heading about licences says its section is about.

    "Licensing Information" is the heading of the Hub's form for data sets.
    """
    if title.casefold().strip(" #*:") == "licensing information":
        return frozenset(("data",))
    return frozenset(name for name, pattern in PARTS.items() if pattern.search(title))


def paragraph_of(source: Source, line: int | None) -> str:
    """Return the paragraph that a line stands in, as one line of prose."""
    if line is None:
        return ""
    lines = _lines(source.text)
    first = last = min(line, len(lines)) - 1
    room = _PARAGRAPH
    while first > 0 and lines[first - 1].strip() and not lines[first - 1].startswith("#"):
        first -= 1
        if (room := room - len(lines[first])) < 0:
            break
    while room >= 0 and last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
        room -= len(lines[last])
    return plain("\n".join(lines[first : last + 1]))


@lru_cache(2)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


_WHERE = re.compile(
    r"\b(?:in|with|from|of|by|for|inside|within) (?:this|our|the) (?:[\w-]+ )?(?:library|repo"
    r"|repository"
    r"|package|project|toolkit|software|codebase|collection)\b",
    re.IGNORECASE,
)
_REPOSITORY = re.compile(
    r"\bthis (?:\w+ )?repo(?:sitory)?,? (?:and|&)|\band (?:this|the) (?:\w+ )?repo(?:sitory)?\b"
    r"|仓库和",
    re.IGNORECASE,
)
"""The repository beside something else: then it is the code that is meant."""


def _whereabouts(subject: str) -> str:
    """Leave out where a thing is kept: "the models in this library"."""
    rest = _WHERE.sub(" ", subject)
    return rest if any(pattern.search(rest) for pattern in PARTS.values()) else subject


def aspects_of(
    one: Declaration, text: str, expression: str | None, source: Source
) -> frozenset[str]:
    """Return what a statement is about: what its subject names, or what its licence is for."""
    if not one.quote:  # it was not read, and may be about anything
        return frozenset(("code", "weights", "data"))
    subject = text
    if one.place is Place.BADGE:
        shown = _ALT.search(text)
        subject = " ".join(filter(None, shown.groups())) if shown else ""
    elif expression and (again := named(text, heading=True)):
        subject = text if again.name == text else text.replace(again.name, " ")
    if _IT.match(text):
        before, _, _ = paragraph_of(source, one.line).partition(text)
        subject = f"{before.rstrip('. ').rpartition('. ')[2]} {subject}" if before else subject
    subject = _whereabouts(re.sub(r"<[^<>]*>", " ", subject))
    parts = {name for name, pattern in PARTS.items() if pattern.search(subject)}
    if parts - {"code"} and _REPOSITORY.search(subject):
        parts.add("code")
    if _DOCS.search(subject) and (parts or not _REST.search(subject)):
        parts.add("docs")
    return frozenset(parts or covered(expression))


def covered(expression: str | None) -> set[str]:
    """Return what a licence is written for, where that is one thing."""
    license = known(expression) if expression else None  # noqa: A001
    return {license.covers} if license and license.covers else set()
