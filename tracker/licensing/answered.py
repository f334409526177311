"""READMEs and cards → the licence of code, weights and data, each with the sentence it rests on."""

import re
from collections.abc import Mapping, Sequence

import yaml

from tracker.licensing.badges import badges
from tracker.licensing.cards import from_card
from tracker.licensing.covering import Span
from tracker.licensing.known import (
    Commercial,
    alternatives,
    atoms,
    commercial,
    kind_of,
    known,
    least,
    of_model,
)  # fmt: skip
from tracker.licensing.naming import named
from tracker.licensing.readme import plain, statements, tables
from tracker.licensing.source import Source, clip
from tracker.licensing.spelling import normalise
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
_IT = re.compile(r"^\W*(?:it|they|these|this)\b(?! \w+ (?:is|are))", re.IGNORECASE)
_VERSIONLESS = re.compile(r"\bCC[- ]BY(?:[- ](?:NC|SA|ND))*\b(?![- ]?\d)", re.IGNORECASE)
_APART = re.compile(
    r"\b(?:their|its|original) (?:own )?(?:original )?(?:respective )?licen[sc]es?\b"
    r"|\brefer to the (?:\w+ )?licen[sc]es\b|\blicen[sc]es? (?:found )?in the original\b"
    r"|\brespective (?:owners|licen[sc]es?)\b|\bwith (?:[\w-]+ ){0,3}non-?commercial",
    re.IGNORECASE,
)
_LICENSE = re.compile(r"licen[sc]|许可|協議|协议|ライセンス", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]{1,60}")
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


class _Said(Value, frozen=True, kw_only=True):
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
    said = _statements(source)
    if not said:
        return Answer(license=NONE, class_="no-statement", confidence=0.8, commercial="unknown")
    answers = {
        aspect: _joined([one for one in said if aspect in one.aspects])
        for aspect in ("code", "weights", "data")
    }
    whole = _joined([one for one in said if not one.aspects])
    if answers["code"] is None and whole is not None:
        answers["code"] = whole
    each = [one for one in (whole, *answers.values()) if one]
    total = _both(list(dict.fromkeys(each)))
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
        class_="custom-NC" if withheld and total == NOASSERTION else _class(total),
        confidence=_confidence(said, total),
        commercial=allowed,
        matched=tuple(dict.fromkeys(one.span for one in said)),
        conflicts=(*_contradictions(said), *dict.fromkeys(apart)),
        **answers,
    )


def card_answer(source: Source) -> Answer:
    """Return what a card says: its front matter, and where its text takes that back."""
    front, length = front_matter(source.text)
    declared = from_card(front, source.path)
    body = Source(path=source.path, text="\n" * length + source.text.split("\n", length)[-1])
    said = _statements(body if length else source)
    rows = tables(body)
    names = [_card_name(one, front) for one in declared]
    total = _both([name for name in dict.fromkeys(names) if name]) if names else NONE
    if rows and (total in (NOASSERTION, NONE) or total.startswith("LicenseRef-mixed")):
        held = commercial(total) if total not in (NOASSERTION, NONE) else "unknown"
        total = _both(sorted({name for name, _ in rows}))
    else:
        held = "unknown"
    if total == NONE and said:
        total = _joined(said) or NONE
    allowed = commercial(total) if total not in (NOASSERTION, NONE) else "unknown"
    allowed = least([allowed, held]) if held == "no" else allowed
    against = [one for one in said if one.withheld] or _withheld(body)
    against += [_gate(key, source) for key in _gate_keys(front) if withholding(key)]
    bases = base_models(front)
    conflicts = [f"the card says {total}, its text says “{one.span.quote}”" for one in against
                 if allowed != "no"]  # fmt: skip
    conflicts += _other_names(total, said)
    foreign = [note for base in bases if (note := foreign_base(total, base))]
    if against:
        allowed = "no"
    elif foreign:
        allowed = least([allowed, "unknown"])
    first = source.find(r"^licen[sc]e(?:_name|_link)?\s*:")
    spans = [_span(first, clip(one.quote), total) for one in declared]
    spans += [row for _, row in rows] + [one.span for one in said]
    return Answer(
        license=total,
        class_=_class(total),
        confidence=0.5 if conflicts or foreign else 0.95 if declared else 0.7,
        commercial=allowed,
        matched=tuple(dict.fromkeys(spans)),
        conflicts=(*conflicts, *foreign),
    )


def front_matter(text: str) -> tuple[Mapping[str, object], int]:
    """Return the front matter of a card and how many lines it takes; it must stand first."""
    found = re.match(r"\s*---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", text, re.DOTALL)
    if not found:
        return {}, 0
    try:
        data = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, 0
    return (data if isinstance(data, dict) else {}), found[0].count("\n")


def base_models(front: Mapping[str, object]) -> tuple[str, ...]:
    """Return the base models that a card names."""
    raw = front.get("base_model")
    listed = raw if isinstance(raw, list) else [raw]
    return tuple(one for one in listed if isinstance(one, str) and one)


def foreign_base(license_id: str, base: str, theirs: str | None = None) -> str | None:
    """Say where a declared licence cannot be that of something made from this base, or None.

    A licence written for one family of models on a base of another; a licence that allows commerce
    on a base that forbids it or sets conditions.
    """
    theirs = theirs or of_model(base)
    if license_id in (NONE, NOASSERTION):
        return None
    if theirs and theirs not in (NONE, NOASSERTION) and theirs not in atoms(license_id):
        order = ("yes", "conditional", "unknown", "no")
        if order.index(commercial(theirs)) > order.index(commercial(license_id)):
            return f"declared {license_id}; its base model {base} is under {theirs}"
    for name in atoms(license_id):
        mine = _family(name)
        other = _family(base)
        if mine and other and mine != other:
            return f"declared {name}; its base model {base} is of another family"
    return None


_FAMILIES = ("llama", "gemma", "qwen", "mistral", "deepseek", "falcon", "glm", "yi", "phi")


def _family(name: str) -> str | None:
    plain_name = name.rpartition("/")[2].casefold()
    return next((one for one in _FAMILIES if re.search(rf"(?<![a-z]){one}", plain_name)), None)


def _card_name(one: Declaration, front: Mapping[str, object]) -> str | None:
    """Return the licence a card names; a name nobody knows stays the card's own."""
    if one.expression:
        return one.expression
    name = front.get("license_name")
    if isinstance(name, str) and _NAME.fullmatch(name) and normalise(name) is None:
        return f"LicenseRef-{name.replace('_', '-')}"
    return NOASSERTION


def _withheld(source: Source) -> list[_Said]:
    """Return where a paragraph that speaks of a licence withholds a use."""
    for number, line in source.lines():
        if _LICENSE.search(line):
            paragraph = _paragraph(source, number)
            if hit := withholding(paragraph):
                start = max(paragraph.rfind(". ", 0, hit.start()), -2) + 2
                quote = clip(paragraph[start:])
                return [
                    _Said(
                        expression=None, aspects=frozenset(), place=Place.README, withheld=True,
                        span=_span(number, quote, None),
                    )
                ]  # fmt: skip
    return []


def _gate_keys(front: Mapping[str, object]) -> list[str]:
    fields = front.get("extra_gated_fields")
    return [str(key) for key in fields] if isinstance(fields, dict) else []


def _gate(key: str, source: Source) -> _Said:
    line = source.find(re.escape(key[:60]))
    return _Said(
        expression=None, aspects=frozenset(), place=Place.CARD, withheld=True,
        span=_span(line, clip(key), None),
    )  # fmt: skip


def _statements(source: Source) -> list[_Said]:
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
            _Said(
                expression=expression,
                aspects=_aspects(one, text, expression, source),
                place=one.place,
                span=_span(one.line, one.quote, expression),
                withheld=withheld,
                apart=apart or _apart(source, one.line),
            )
        )
    return found


def _apart(source: Source, line: int | None) -> str | None:
    """Return a sentence of the same paragraph that puts a part under other terms."""
    paragraph = _paragraph(source, line)
    hit = _APART.search(paragraph)
    if hit is None:
        return None
    start = max(paragraph.rfind(". ", 0, hit.start()) + 2, 0) if ". " in paragraph else 0
    return clip(paragraph[start:])


def _paragraph(source: Source, line: int | None) -> str:
    if line is None:
        return ""
    lines = source.text.split("\n")
    first = last = min(line, len(lines)) - 1
    while first > 0 and lines[first - 1].strip() and not lines[first - 1].startswith("#"):
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return plain("\n".join(lines[first : last + 1]))


def _aspects(one: Declaration, text: str, expression: str | None, source: Source) -> frozenset[str]:
    """Return what a statement is about: what its subject names, or what its licence is for."""
    subject = text
    if one.place is Place.BADGE:
        subject = " ".join(re.findall(r"alt=[\"']([^\"']*)|!\[([^\]]*)", text)[0]) if text else ""
    elif expression and (again := named(text, heading=True)):
        subject = text if again.name == text else text.replace(again.name, " ")
    if _IT.match(text):
        before, _, _ = _paragraph(source, one.line).partition(text)
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


def _joined(said: Sequence[_Said]) -> str | None:
    """Return the licence of one aspect, None where nothing is said of it."""
    if not said:
        return None
    stated = [one for one in said if one.place is not Place.BADGE] or said
    if any(one.expression is None for one in stated):
        return NOASSERTION
    return _both(list(dict.fromkeys(one.expression for one in stated if one.expression)))


def _both(names: Sequence[str]) -> str:
    """Return licences that all hold as one expression."""
    if not names or NOASSERTION in names:
        return NOASSERTION if names else NONE
    parts = dict.fromkeys(part for name in names for part in _parts(name))
    return " AND ".join(sorted(parts, key=str.casefold))


def _parts(name: str) -> list[str]:
    joined = [" OR ".join(choices) for choices in alternatives(name)]
    return [f"({part})" if " OR " in part and len(joined) > 1 else part for part in joined]


def _class(total: str) -> str:
    if total == NONE:
        return "no-statement"
    if total == NOASSERTION:
        return "custom"
    return kind_of(total) if len(atoms(total)) == 1 else "several"


def _confidence(said: Sequence[_Said], total: str) -> float:
    sure = max((_TRUSTED.get(one.place, 0.5) for one in said), default=0.5)
    return round(sure * (0.6 if total == NOASSERTION else 1.0), 3)


def _contradictions(said: Sequence[_Said]) -> list[str]:
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


def _other_names(total: str, said: Sequence[_Said]) -> list[str]:
    """Return what the text of a card names and its front matter does not."""
    if total in (NONE, NOASSERTION):
        return []
    return [
        f"the card says {total}, its text says “{one.span.quote}”"
        for one in said
        if one.expression and not set(atoms(one.expression)) & set(atoms(total))
    ]


def _span(line: int | None, quote: str, license_id: str | None) -> Span:
    at = line or 1
    return Span(line=at, end=at + quote.count("\n"), quote=quote, license=license_id)
