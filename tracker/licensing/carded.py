"""Cards of models, datasets and Spaces → their licence, and where their text takes it back."""

import re
from collections.abc import Mapping, Sequence

from tracker.licensing.accounting import rider
from tracker.licensing.answered import (
    Answer,
    Said,
    both,
    class_of,
    joined_of,
    span_of,
    stated,
    statement,
)  # fmt: skip
from tracker.licensing.cards import from_card
from tracker.licensing.grammar import WITHHOLDS, sense, sentences
from tracker.licensing.known import Commercial, atoms, commercial, least, of_model
from tracker.licensing.readme import read_prose
from tracker.licensing.sections import tables
from tracker.licensing.source import Source, clip
from tracker.licensing.spelling import normalise
from tracker.model import foreign
from tracker.model.evidence import Declaration, Place
from tracker.model.verdict import NOASSERTION, NONE

_FRONT = re.compile(r"\s*---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_OTHER = "LicenseRef-other"
"""One more licence of a list, which nobody knows."""
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]{1,60}")


def card_answer(source: Source) -> Answer:
    """Return what a card says: its front matter, and where its text takes that back."""
    try:
        front, length = front_matter(source.text)
    except foreign.NotRead as unread:
        return Answer(
            license=NOASSERTION,
            class_=class_of(NOASSERTION),
            confidence=0.3,
            commercial="unknown",
            conflicts=(f"the front matter was not read: it {unread}",),
        )
    declared = from_card(front, source.path)
    text = "\n" * length + source.text.split("\n", length)[-1]
    body = Source(path=source.path, text=text, whole=source.whole)
    read = read_prose(body)
    said, beside = stated(body, read), read.beside
    rows = tables(body)
    names = [_card_name(one, front) for one in declared]
    if len(names) > 1 and NOASSERTION in names and set(names) != {NOASSERTION}:
        names = [_OTHER if name == NOASSERTION else name for name in names]
    total = both([name for name in dict.fromkeys(names) if name]) if names else NONE
    if rows and (total in (NOASSERTION, NONE) or total.startswith("LicenseRef-mixed")):
        held = commercial(total) if total not in (NOASSERTION, NONE) else "unknown"
        total = both(sorted({name for name, _ in rows}))
    else:
        held = "unknown"
    if total == NONE and said:
        total = joined_of(said) or NONE
    if any(not one.span.quote for one in said) or any(one.how == "part" for one in declared):
        total = NOASSERTION  # what was not read may say anything
    allowed = commercial(total) if total not in (NOASSERTION, NONE) else "unknown"
    allowed = least([allowed, held]) if held == "no" else allowed
    single = {commercial(name) for name in names if name}
    if (
        len(names) > 1
        and single & {"yes", "conditional"}
        and "unknown" in single
        and "no" not in single
    ):
        allowed = "conditional"  # parts under different terms
    against = [one for one in said if one.withheld]
    doubtful = [one for one in said if one.expression is None and not one.withheld and one.sure]
    against += [_gate(key, source) for key in _gate_keys(front) if sense(key) in WITHHOLDS]
    bases = base_models(front)
    conflicts = [f"the card says {total}, its text says “{one.span.quote}”" for one in against
                 if allowed != "no"]  # fmt: skip
    conflicts += _other_names(total, said)
    conflicts += [rider(total, one.span.line, one.span.quote) for one in doubtful[:3]]
    others = [note for base in bases if (note := foreign_base(total, base))]
    conflicts += [rider(total, line, text) for line, text in beside[:3] if allowed == "yes"]
    if against:
        allowed = "no"
    elif (beside or doubtful or _named_stricter(said, allowed)) and allowed == "yes":
        allowed = "unknown"
    elif others:
        allowed = least([allowed, "unknown"])
    first = source.find(r"^licen[sc]e(?:_name|_link)?\s*:")
    spans = [span_of(first, clip(one.quote), total) for one in declared]
    head = [
        Said(
            expression=None if name == NOASSERTION else name, aspects=frozenset(),
            place=Place.CARD, span=span, withheld=False,
        )
        for name, span in zip(names, spans, strict=True)
    ]  # fmt: skip
    spans += [row for _, row in rows] + [one.span for one in said]
    return Answer(
        license=total,
        class_=class_of(total),
        confidence=0.5 if conflicts or others else 0.95 if declared else 0.7,
        commercial=allowed,
        matched=tuple(dict.fromkeys(spans)),
        conflicts=(*conflicts, *others),
        statements=tuple(dict.fromkeys(map(statement, (*head, *said, *against)))),
    )


def front_matter(text: str) -> tuple[Mapping[str, object], int]:
    """Return the front matter of a card and how many lines it takes; it must stand first.

    Raises
    ------
    foreign.NotRead
        If there is some, and what it says was not read.
    """
    found = _FRONT.match(text)
    if not found:
        return {}, 0
    try:
        data = foreign.from_yaml(found[1])
    except foreign.Malformed:
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


def _gate_keys(front: Mapping[str, object]) -> list[str]:
    """Return what the gate of a card says: its prompt, heading, and the labels of its fields."""
    fields = front.get("extra_gated_fields")
    texts = [str(key) for key in fields] if isinstance(fields, dict) else []
    texts += [text for key in _GATES if isinstance(text := front.get(key), str)]
    return [each for text in texts for _, each in sentences(text)]


_GATES = ("extra_gated_prompt", "extra_gated_description", "extra_gated_heading")


def _gate(key: str, source: Source) -> Said:
    line = source.find(re.escape(key[:60]))
    return Said(
        expression=None, aspects=frozenset(), place=Place.CARD, withheld=True,
        span=span_of(line, clip(key), None),
    )  # fmt: skip


def _named_stricter(said: Sequence[Said], allowed: Commercial) -> bool:
    """Tell whether the text of a card names a licence that allows less than its front matter."""
    own = (one.expression for one in said if not one.aspects or "weights" in one.aspects)
    return any(name and least([allowed, commercial(name)]) != allowed for name in own)


def _other_names(total: str, said: Sequence[Said]) -> list[str]:
    """Return what the text of a card names and its front matter does not."""
    if total in (NONE, NOASSERTION):
        return []
    return [
        f"the card says {total}, its text says “{one.span.quote}”"
        for one in said
        if one.expression and not set(atoms(one.expression)) & set(atoms(total))
    ]
