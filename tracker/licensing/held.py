"""A file in which known texts stand, or words that put it under a licence → what it is."""

from collections.abc import Iterable, Sequence

import msgspec

from tracker.licensing.accounting import Account, rider
from tracker.licensing.covering import Page
from tracker.licensing.found import Found
from tracker.licensing.grammar import RESTRICTS, WITHHOLDS, sense, sentences, withholds
from tracker.licensing.known import (
    NAMELESS,
    SAYS_NOTHING,
    Clause,
    atoms,
    commercial,
    kind_of,
    known,
    least,
    titled,
)
from tracker.licensing.matching import family, titles
from tracker.licensing.merging import THIRD_CLAUSE, merged
from tracker.licensing.notices import choice, is_own, namings, third_party
from tracker.licensing.quoted import quoted, restricted
from tracker.licensing.source import Source
from tracker.licensing.spans import Span
from tracker.licensing.words import applying, permitting
from tracker.model.verdict import NOASSERTION, NONE

REFERENCE = "LicenseRef-"
"""Licences that SPDX does not list; their texts may differ in their titles alone."""
PLUS = "CC-plus-permission"
_AROUND = 3
"""Lines around the names of two licences in which a choice between them may stand."""


def tagged_file(
    tagged: Sequence[tuple[int, str, str | None]], seen: Account, page: Page, source: Source
) -> Found:
    """Judge a file that names its licence by SPDX's tag."""
    names = [name or NOASSERTION for *_, name in tagged]
    if NOASSERTION in names:
        line, quote, _ = next(one for one in tagged if one[2] is None)
        return Found(
            license=NOASSERTION, class_="custom", confidence=0.5, commercial="unknown",
            how="header", matched=(page.span(line, line),), clauses=quoted(source.text),
            conflicts=(f"“{quote}” names no licence that is known",),
        )  # fmt: skip
    lines = {line for line, *_ in tagged}
    beside = (
        one for one in seen.named if one.kind in ("text", "notice") and one.span.line not in lines
    )
    names += [
        *(part.license for part in seen.parts),
        *(one.license for one in beside if one.license),
    ]
    found = held(seen, merged(names), page, source, own=False)
    spans = tuple(page.span(line, line, name) for line, _, name in tagged)
    return msgspec.structs.replace(found, matched=(*spans, *found.matched))


def nothing(why: str) -> Found:
    """Return that a file grants nothing, and why."""
    return Found(
        license=NONE, class_="not-a-licence", confidence=0.95, commercial="unknown", how="none",
        conflicts=(why,),
    )  # fmt: skip


def families(names: Iterable[str]) -> set[str]:
    """Return the licences of some expressions, whatever their suffixes."""
    return {family(one) for name in names for one in atoms(name)}


def clauses_of(name: str) -> tuple[Clause, ...]:
    """Return the reviewed clauses of a licence."""
    license = known(name)  # noqa: A001  (SPDX's word)
    return (license.clauses or ()) if license else ()


def held(
    seen: Account,
    names: Sequence[str],
    page: Page,
    source: Source,
    said: Sequence[str] = (),
    *,
    own: bool,
) -> Found:
    """Judge a file in which known texts stand, or passages that put it under a licence.

    What the sentences `said` name is among the names.
    """
    parts = seen.parts
    names = (*names, *_alternative(seen, names, page))
    one_each = not any(" OR " in name for name in names)
    chosen = len(names) == 2 and one_each and choice(_beside(page, seen))
    whole = (" OR " if chosen else " AND ").join(
        f"({name})" if " OR " in name and len(names) > 1 else name
        for name in sorted(names, key=str.casefold)
    )
    remark = seen.remark
    spans = (*(part.span for part in parts), *(one.span for one in seen.named if one.license))
    nearness = min((part.score for part in parts), default=0.95)
    changed = seen.changed
    allowed = commercial(whole)
    withheld = [*seen.against(WITHHOLDS), *_withheld_inside(changed)]
    uncovered = (*page.rest(), *changed)
    own_names = [
        naming for naming in namings(Source(path=source.path, text=remark)) if is_own(naming[1])
    ]  # fmt: skip
    if (
        parts
        and own_names
        and not set(atoms(own_names[0][2])) & {a for name in names for a in atoms(name)}
    ):
        _, sentence, name = own_names[0]
        if (not withheld and least((allowed, commercial(name))) == commercial(name)) or commercial(
            name
        ) == "no":
            return Found(
                license=name, class_="multi-in-one-file", confidence=0.8,
                commercial=commercial(name), how="header", clauses=clauses_of(name),
                matched=(
                    Span(line=1, end=len(page.lines), quote=sentence[:300], license=name), *spans,
                ),
            )  # fmt: skip
    more = permitting(remark)
    if own and not parts and not any(is_own(" ".join(span.quote.split())) for span in spans):
        return nothing("it speaks of the work of others only")
    if not parts and third_party(source.text) and not any(is_own(span.quote) for span in spans):
        return nothing("it speaks of the work of others only")
    if any(NAMELESS.match(name) for name in names):
        withheld = withheld or [
            (line + 1, each) for line, each in sentences(source.text) if withholds(each)
        ]
        return Found(
            license=NOASSERTION, class_=restricted(source.text) if withheld else "custom",
            confidence=0.6, commercial="no" if withheld else "unknown", how="contained",
            matched=spans, uncovered=uncovered, clauses=quoted(source.text),
        )  # fmt: skip
    other = next((name for name in sorted(titles(source.text)) if _is_other(name, names)), None)
    if other and parts:
        return Found(
            license=NOASSERTION, class_="custom", confidence=0.6,
            commercial="no" if "no" in (allowed, commercial(other)) else "unknown",
            how="contained", matched=spans, uncovered=uncovered, clauses=quoted(source.text),
            nearest=whole, nearness=nearness,
            conflicts=(f"its title says {other}, its text is that of {whole}",),
        )  # fmt: skip
    if withheld and allowed != "no" and not more:
        return Found(
            license=NOASSERTION, class_=restricted(source.text), confidence=0.9, commercial="no",
            how="contained", matched=spans, uncovered=uncovered, clauses=quoted(source.text),
            nearest=whole, nearness=nearness,
            conflicts=tuple(rider(whole, line, each) for line, each in withheld[:3]),
        )  # fmt: skip
    unclear = [
        (line, each)
        for line, each in seen.against(RESTRICTS | {"unclear"})
        if not ("BSD-3-Clause" in names and THIRD_CLAUSE.search(each)) and not _within(each, said)
    ]
    unclear += [
        (one.span.line, one.span.quote)
        for one in seen.named
        if one.kind == "reference" and commercial(one.license) not in ("yes", allowed)
        and one.license and not SAYS_NOTHING.fullmatch(one.license)
        and not families((one.license,)) & families(names)
    ]  # fmt: skip
    if changed or (allowed != "no" and unclear):
        return Found(
            license=NOASSERTION, confidence=0.7,
            class_=kind_of(whole)
            if whole.startswith(REFERENCE) and whole == titled(source.text)
            else "custom",
            commercial="no" if allowed == "no" else "unknown",
            how="contained", matched=spans, uncovered=uncovered, clauses=quoted(source.text),
            nearest=whole, nearness=nearness,
            conflicts=tuple(rider(whole, line, each) for line, each in unclear[:3])
            or (f"the text of {whole} was changed; see what is not covered",),
        )  # fmt: skip
    single = len(names) == 1
    told = kind_of(whole)
    return Found(
        license=whole,
        class_=PLUS if more and single else told if parts or not single else f"{told}-header",
        confidence=round(nearness * (0.97 if uncovered else 0.99), 3),
        commercial="conditional" if more and allowed == "no" else allowed,
        how=("contained" if uncovered or len(parts) > 1 else "near") if parts else "header",
        matched=spans,
        uncovered=uncovered,
        clauses=tuple(each for name in names for each in clauses_of(name)),
    )


def _beside(page: Page, seen: Account) -> str:
    """Return the lines in which licences are named, and those around them.

    All lines, where only tags name them.
    """
    spans = [*(part.span for part in seen.parts), *(one.span for one in seen.named)]
    if not spans:
        return "\n".join(page.lines)
    first, last = min(span.line for span in spans), max(span.end for span in spans)
    first, last = max(first - _AROUND, 1), last + _AROUND
    # What the text of a licence itself says of choices is no choice.
    inside = {line for part in seen.parts for line in range(part.span.line + 1, part.span.end)}
    for one in seen.named:
        inside -= set(range(one.span.line - 1, one.span.end + 2))
    for line, text, _ in seen.left:
        inside -= set(range(line, line + text.count("\n") + 1))
    lines = enumerate(page.lines[first - 1 : last], first)
    return "\n".join(line for number, line in lines if number not in inside)


def _is_other(title: str, names: Sequence[str]) -> bool:
    """Tell whether a title names another licence than the file holds, and one that tells more.

    Those of Creative Commons differ by words of their titles; of others a title may be a loose one.
    """
    stricter = commercial(title) == "no" and commercial(" AND ".join(names)) != "no"
    telling = title.startswith("CC-") or stricter
    return telling and not families((title,)) & families(names)


def _alternative(seen: Account, names: Sequence[str], page: Page) -> tuple[str, ...]:
    """Return the licence that may be chosen instead of the one that stands there, if one is named.

    Only a name beside the words that leave the choice.
    """
    referred = merged(
        one.license
        for one in seen.named
        if one.kind == "reference" and one.license and not SAYS_NOTHING.fullmatch(one.license)
    )
    if len(names) != 1 or len(referred) != 1 or families(referred) & families(names):
        return ()
    return referred if choice(_beside(page, seen)) else ()


def _within(sentence: str, said: Iterable[str]) -> bool:
    """Tell whether a sentence is a part of those that name the licence, and takes nothing back."""
    plain = " ".join(sentence.replace("¶", " ").split())
    return sense(applying(plain)) not in RESTRICTS and any(
        plain in " ".join(each.split()) for each in said
    )


def _withheld_inside(changed: Iterable[Span]) -> list[tuple[int, str]]:
    return [(each.line, each.quote) for each in changed if withholds(each.quote)]
