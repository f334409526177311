"""What a statement is about: code, weights or data."""

import re
from functools import lru_cache

from tracker.licensing.known import known
from tracker.licensing.naming import named
from tracker.licensing.readme import plain
from tracker.licensing.source import Source
from tracker.model.evidence import Declaration, Place

_WEIGHTS = re.compile(
    r"(?i:\bweights?\b|\bcheckpoints?\b|模型|权重|權重|モデル|重み|모델)"
    r"|\b(?i:models?)\b(?! (?!Licen|Weights|Agreement)[A-Z][a-z])"
)
"""A capital after "Model" makes it a part of a name: "The Model Openness Tool"."""
_CODE = re.compile(
    r"\bcode(?:base)?\b|\bsoftware\b|\blibrary\b|\bpackage\b|\bimplementation\b|\btool(?:kit)?\b"
    r"|代码|程式碼|コード|코드",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\bdata\b|\bdata ?sets?\b|\bannotations?\b|\bcorpus\b|\bcorpora\b|\bassets\b|\bimages\b|\bre"
    r"cordings\b|数据|資料集|データ|데이터",
    re.IGNORECASE,
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
    return frozenset(
        name
        for name, pattern in (("code", _CODE), ("weights", _WEIGHTS), ("data", _DATA))
        if pattern.search(title)
    )


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
    subject = re.sub(r"<[^<>]*>", " ", subject)
    found = {
        name
        for name, pattern in (("code", _CODE), ("weights", _WEIGHTS), ("data", _DATA))
        if pattern.search(subject)
    }
    if not found and expression and (license := known(expression)) and license.covers:  # noqa: A001
        found = {license.covers}
    return frozenset(found)
