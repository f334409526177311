"""READMEs → the licence of code, weights and data, each with the sentence it rests on."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tracker.licensing.badges import badges
from tracker.licensing.covering import Span
from tracker.licensing.known import (
    Commercial,
    alternatives,
    atoms,
    commercial,
    kind_of,
    known,
)  # fmt: skip
from tracker.licensing.naming import named
from tracker.licensing.readme import plain, statements
from tracker.licensing.source import Source, clip
from tracker.licensing.words import permitting, withholding
from tracker.model.base import Value
from tracker.model.evidence import Declaration, Place
from tracker.model.verdict import NOASSERTION, NONE

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
    r"\bdata\b|\bdata ?sets?\b|\bannotations?\b|\bcorpus\b|数据|資料集|データ|데이터", re.IGNORECASE
)
_ALT = re.compile(r"alt=[\"']([^\"']*)|!\[([^\]]*)")
"""What a badge says in words, if anything."""
_IT = re.compile(r"^\W*(?:it|they|these|this)\b(?! \w+ (?:is|are))", re.IGNORECASE)
_VERSIONLESS = re.compile(r"\bCC[- ]BY(?:[- ](?:NC|SA|ND))*\b(?![- ]?\d)", re.IGNORECASE)
_APART = re.compile(
    r"\b(?:their|its|original) (?:own )?(?:original )?(?:respective )?licen[sc]es?\b"
    r"|\brefer to the (?:\w+ )?licen[sc]es\b|\blicen[sc]es? (?:found )?in the original\b"
    r"|\brespective (?:owners|licen[sc]es?)\b|\bwith (?:[\w-]+ ){0,3}non-?commercial",
    re.IGNORECASE,
)
_PARAGRAPH = 3_000
"""Characters of a paragraph that are looked at around a line."""
_TRUSTED: Mapping[Place, float] = {Place.CARD: 0.95, Place.README: 0.85, Place.BADGE: 0.6}


class Answer(Value, frozen=True, kw_only=True):
    """What a README or a card says."""

    license: str
    class_: str
    confidence: float
    commercial: Commercial
    matched: tuple[Span, ...] = ()
    conflicts: tuple[str, ...] = ()
    code: str | None = None
    weights: str | None = None
    data: str | None = None


class Said(Value, frozen=True, kw_only=True):
    """One statement, and what it is about; no aspect means the whole."""

    expression: str | None
    aspects: frozenset[str]
    place: Place
    span: Span
    withheld: bool
    apart: str | None = None
    """What the same text says of parts under other terms."""


def readme_answer(source: Source) -> Answer:
    """Return what a README says of code, weights and data."""
    said = stated(source)
    if not said:
        return Answer(license=NONE, class_="no-statement", confidence=0.8, commercial="unknown")
    answers = {
        aspect: joined_of([one for one in said if aspect in one.aspects])
        for aspect in ("code", "weights", "data")
    }
    whole = joined_of([one for one in said if not one.aspects])
    if answers["code"] is None and whole is not None:
        answers["code"] = whole
    each = [one for one in (whole, *answers.values()) if one]
    total = both(list(dict.fromkeys(each)))
    withheld = [one for one in said if one.withheld]
    apart = [one.apart for one in said if one.apart]
    single = {commercial(name) for name in each if name != NOASSERTION}
    allowed = commercial(total) if total not in (NOASSERTION, NONE) else "unknown"
    if withheld:
        allowed = "no"
    elif ("yes" in single and "no" in single) or (
        (apart or permitting(source.text)) and allowed in ("yes", "no")
    ):
        allowed = "conditional"
    return Answer(
        license=total,
        class_="custom-NC" if withheld and total == NOASSERTION else class_of(total),
        confidence=_confidence(said, total),
        commercial=allowed,
        matched=tuple(dict.fromkeys(one.span for one in said)),
        conflicts=(*_contradictions(said), *dict.fromkeys(apart)),
        **answers,
    )


def stated(source: Source) -> list[Said]:
    """Return what badges and sentences say, each with what it is about."""
    found = []
    for one in (*badges(source), *statements(source)):
        text = plain(one.quote) if one.place is Place.README else one.quote
        expression = one.expression
        apart = None
        withheld = bool(withholding(text)) and expression is None
        if expression is None and (again := named(text, heading=True)) and again.expression:
            expression, apart, withheld = again.expression, text, False
        if expression is None and (loose := _VERSIONLESS.search(text)):
            expression = f"LicenseRef-{loose[0].upper().replace(' ', '-')}"
            withheld = False
        found.append(
            Said(
                expression=expression,
                aspects=_aspects(one, text, expression, source),
                place=one.place,
                span=span_of(one.line, one.quote, expression),
                withheld=withheld,
                apart=apart or _apart(source, one.line),
            )
        )
    return found


def _apart(source: Source, line: int | None) -> str | None:
    """Return a sentence of the same paragraph that puts a part under other terms."""
    paragraph = paragraph_of(source, line)
    hit = _APART.search(paragraph)
    if hit is None:
        return None
    start = max(paragraph.rfind(". ", 0, hit.start()) + 2, 0) if ". " in paragraph else 0
    return clip(paragraph[start:])


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


def _aspects(one: Declaration, text: str, expression: str | None, source: Source) -> frozenset[str]:
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


def joined_of(said: Sequence[Said]) -> str | None:
    """Return the licence of one aspect, None where nothing is said of it."""
    if not said:
        return None
    sure = [one for one in said if one.place is not Place.BADGE] or said
    if any(one.expression is None for one in sure):
        return NOASSERTION
    return both(list(dict.fromkeys(one.expression for one in sure if one.expression)))


def both(names: Sequence[str]) -> str:
    """Return licences that all hold as one expression."""
    if not names or NOASSERTION in names:
        return NOASSERTION if names else NONE
    parts = dict.fromkeys(part for name in names for part in _parts(name))
    return " AND ".join(sorted(parts, key=str.casefold))


def _parts(name: str) -> list[str]:
    joined = [" OR ".join(choices) for choices in alternatives(name)]
    return [f"({part})" if " OR " in part and len(joined) > 1 else part for part in joined]


def class_of(total: str) -> str:
    """Return the class of an answer."""
    if total == NONE:
        return "no-statement"
    if total == NOASSERTION:
        return "custom"
    return kind_of(total) if len(atoms(total)) == 1 else "several"


def _confidence(said: Sequence[Said], total: str) -> float:
    sure = max((_TRUSTED.get(one.place, 0.5) for one in said), default=0.5)
    return round(sure * (0.6 if total == NOASSERTION else 1.0), 3)


def _contradictions(said: Sequence[Said]) -> list[str]:
    """Return pairs of statements about the same thing that name different licences."""
    found = []
    for place, one in enumerate(said):
        for other in said[place + 1 :]:
            same = one.aspects == other.aspects or (not one.aspects or not other.aspects)
            if (
                same
                and one.expression
                and other.expression
                and not (set(atoms(one.expression)) & set(atoms(other.expression)))
                and one.aspects == other.aspects
            ):
                found.append(f"“{one.span.quote[:140]}” and “{other.span.quote[:140]}”")
    return found


def span_of(line: int | None, quote: str, license_id: str | None) -> Span:
    """Return a quote with its lines."""
    at = line or 1
    return Span(line=at, end=at + quote.count("\n"), quote=quote, license=license_id)
