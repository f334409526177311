"""READMEs → the licence of code, weights and data, each with the sentence it rests on."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from tracker.licensing.accounting import rider
from tracker.licensing.aspects import aspects_of, covered, of_heading, paragraph_of
from tracker.licensing.badges import badges
from tracker.licensing.known import (
    Commercial,
    alternatives,
    atoms,
    commercial,
    kind_of,
)  # fmt: skip
from tracker.licensing.prose import plain
from tracker.licensing.readme import Read, read_prose
from tracker.licensing.sections import Stated
from tracker.licensing.source import Source, clip
from tracker.licensing.spans import Span, Statement
from tracker.licensing.words import permitting
from tracker.model.base import Value
from tracker.model.evidence import SEEN, Declaration, Place
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
    asks: bool = False
    sure: bool = True
    """Whether it was understood as a statement; otherwise it only stands among such."""
    apart: str | None = None
    """What the same text says of parts under other terms."""


def readme_answer(source: Source) -> Answer:
    """Return what a README says of code, weights and data."""
    read = read_prose(source)
    said = stated(source, read)
    if not said:
        return Answer(license=NONE, class_="no-statement", confidence=0.8, commercial="unknown")
    names = [one.expression for one in said if one.expression]
    general = [one for one in said if not one.aspects and not agrees(one, names)]
    whole = joined_of(general)
    answers = {}
    for aspect in ("code", "weights", "data"):
        about = [one for one in said if aspect in one.aspects]
        unnamed = bool(about) and not any(one.expression for one in about)
        answers[aspect] = joined_of([*about, *general] if unnamed else about)
    if answers["code"] is None and whole is not None:
        answers["code"] = whole
    manual = joined_of([one for one in said if one.aspects == {"docs"}])
    each = [one for one in (whole, *answers.values(), manual) if one]
    total = both(list(dict.fromkeys(each)))
    beside_what = both(list(dict.fromkeys(names))) if names else total
    withheld = [one for one in said if one.withheld]
    apart = [one.apart for one in said if one.apart]
    single = {commercial(name) for name in each if name != NOASSERTION}
    allowed = commercial(total) if total not in (NOASSERTION, NONE) else "unknown"
    beside = read.beside
    offered = [(one.declared.line or 1, one.sentence) for one in read.offered]
    if withheld:
        allowed = "no"
    elif beside and allowed == "yes":
        allowed = "unknown"
    elif ("yes" in single and "no" in single) or (
        (apart or offered or permitting(source.text)) and allowed in ("yes", "no")
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
            *(
                rider(beside_what, line, text)
                for line, text in (*beside[:3], *offered, *_lines_of(withheld))
            ),
        ),
        statements=tuple(map(statement, said)),
        **answers,
    )


def _lines_of(withheld: Sequence[Said]) -> list[tuple[int, str]]:
    return [(one.span.line, plain(one.span.quote)) for one in withheld[:3]]


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


def stated(source: Source, read: Read) -> list[Said]:
    """Return what badges and sentences say, each with what it is about."""
    badged = (Stated(declared=one) for one in badges(source))
    found = []
    for stated_ in (*badged, *read.stated):
        one = stated_.declared
        found.append(
            Said(
                expression=one.expression,
                aspects=_aspects(stated_, source),
                place=one.place,
                span=span_of(one.line, one.quote, one.expression),
                withheld=stated_.withheld,
                asks=stated_.asks,
                sure=one.how != SEEN,
                apart=_apart(source, one.line),
            )
        )
    return found


def _aspects(one: Stated, source: Source) -> frozenset[str]:
    """Return what a statement is about: its own words tell, or else its heading."""
    text = one.sentence or (
        plain(one.declared.quote) if one.declared.place is Place.README else one.declared.quote
    )
    if one.declared.how == "contained":  # the text of a licence speaks of anybody's work
        return of_heading(one.heading) or frozenset(covered(one.declared.expression))
    found = aspects_of(one.declared, text, one.declared.expression, source)
    return found or of_heading(one.heading)


def declared_in(source: Source) -> list[Declaration]:
    """Return what a README declares, each with what it is about."""
    said = [
        msgspec.structs.replace(one.declared, scope=tuple(sorted(_aspects(one, source))))
        for one in read_prose(source).stated
    ]
    return sorted((*badges(source), *said), key=lambda one: one.line or 0)


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
    names = list(dict.fromkeys(one.expression for one in sure if one.expression))
    if not names and all(one.withheld for one in sure):  # then a badge may say by which licence
        names = [one.expression for one in said if one.expression]
    if any(one.expression is None and not agrees(one, names) for one in sure):
        return NOASSERTION
    return both(names)


def agrees(one: Said, names: Sequence[str]) -> bool:
    """Tell whether what withholds a use is what the licences that are named withhold anyway."""
    given = {commercial(name) for name in names}
    if not (one.withheld and given):
        return False
    return given == {"no"} or (one.asks and given <= {"no", "conditional"})


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
