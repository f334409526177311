"""READMEs → the licence of code, weights and data, each with the sentence it rests on."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from tracker.licensing.accounting import rider
from tracker.licensing.aspects import aspects_of, of_heading, paragraph_of
from tracker.licensing.badges import badges
from tracker.licensing.grammar import WITHHOLDS, sense
from tracker.licensing.known import (
    Commercial,
    alternatives,
    atoms,
    commercial,
    kind_of,
)  # fmt: skip
from tracker.licensing.naming import named, seen_name
from tracker.licensing.readme import Stated, accountable, plain, takes_back, told
from tracker.licensing.source import Source, clip
from tracker.licensing.spans import Span, Statement
from tracker.licensing.words import applying, permitting
from tracker.model.base import Value
from tracker.model.evidence import Declaration, Place
from tracker.model.verdict import NOASSERTION, NONE

_APART = re.compile(
    r"\b(?:their|its|original) (?:own )?(?:original )?(?:respective )?licen[sc]es?\b"
    r"|\brefer to the (?:\w+ )?licen[sc]es\b|\blicen[sc]es? (?:found )?in the original\b"
    r"|\brespective (?:owners|licen[sc]es?)\b|\bwith (?:[\w-]+ ){0,3}non-?commercial",
    re.IGNORECASE,
)
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
    statements: tuple[Statement, ...] = ()


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
    beside = besides(source, said)
    each = [one for one in (whole, *answers.values()) if one]
    total = both(list(dict.fromkeys(each)))
    withheld = [one for one in said if one.withheld]
    apart = [one.apart for one in said if one.apart]
    single = {commercial(name) for name in each if name != NOASSERTION}
    allowed = commercial(total) if total not in (NOASSERTION, NONE) else "unknown"
    if withheld:
        allowed = "no"
    elif beside and allowed == "yes":
        allowed = "unknown"
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
        conflicts=(
            *_contradictions(said),
            *dict.fromkeys(apart),
            *(rider(total, line, text) for line, text in (*beside[:3], *_lines_of(withheld))),
        ),
        statements=tuple(map(statement, said)),
        **answers,
    )


def _lines_of(withheld: Sequence[Said]) -> list[tuple[int, str]]:
    return [(one.span.line, plain(one.span.quote)) for one in withheld[:3]]


def besides(source: Source, said: Sequence[Said]) -> list[tuple[int, str]]:
    """Return sentences of sections about licences that could take something back.

    Those that name a licence, or were understood as a restriction, are accounted for already.
    """
    heard = {" ".join(plain(one.span.quote).split()) for one in said}
    return [
        (line, text)
        for line, text in accountable(source)
        if " ".join(text.split())[:200] not in {each[:200] for each in heard}
    ]


_HOW = {Place.BADGE: "badge", Place.CARD: "card"}


def statement(one: Said) -> Statement:
    """Return what was said as a statement."""
    return Statement(
        scope=tuple(sorted(one.aspects)),
        terms=one.expression,
        kind="restriction" if one.withheld else "grant",
        span=one.span,
        how=_HOW.get(one.place, "sentence"),
    )


def stated(source: Source) -> list[Said]:
    """Return what badges and sentences say, each with what it is about."""
    found = []
    badged = (Stated(declared=one) for one in badges(source))
    for stated_ in (*badged, *told(source)):
        one = stated_.declared
        text = plain(one.quote) if one.place is Place.README else one.quote
        expression = one.expression
        apart = None
        withheld = expression is None and sense(applying(text)) in WITHHOLDS
        for again in (named(text, heading=True), seen_name(text)):
            if expression is None and again and again.expression and not takes_back(text, again):
                expression, withheld = again.expression, False
                apart = text if again.name != text else None
        aspects = aspects_of(one, text, expression, source) or of_heading(stated_.heading)
        found.append(
            Said(
                expression=expression,
                aspects=aspects,
                place=one.place,
                span=span_of(one.line, one.quote, expression),
                withheld=withheld,
                apart=apart or _apart(source, one.line),
            )
        )
    return found


def declared_in(source: Source) -> list[Declaration]:
    """Return what a README declares, each with what it is about."""
    said = [
        msgspec.structs.replace(one.declared, scope=_scope(one, source)) for one in told(source)
    ]
    return sorted((*badges(source), *said), key=lambda one: one.line or 0)


def _scope(one: Stated, source: Source) -> tuple[str, ...]:
    if not one.declared.quote:
        return ()
    text = plain(one.declared.quote)
    found = aspects_of(one.declared, text, one.declared.expression, source)
    return tuple(sorted(found or of_heading(one.heading)))


def _apart(source: Source, line: int | None) -> str | None:
    """Return a sentence of the same paragraph that puts a part under other terms."""
    paragraph = paragraph_of(source, line)
    hit = _APART.search(paragraph)
    if hit is None:
        return None
    start = max(paragraph.rfind(". ", 0, hit.start()) + 2, 0) if ". " in paragraph else 0
    return clip(paragraph[start:])


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
