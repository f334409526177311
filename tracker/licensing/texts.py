"""A file that may hold a licence → what it is, with the spans it rests on.

The order is from the surest to the weakest: no licence at all, the words of a known licence, the
title of a known one, known texts inside a longer file, a notice that names one. What is left is a
text that nobody knows: it gets a class and the terms that are quoted from it, never a name.
"""

import re
from collections.abc import Sequence

from tracker.licensing.covering import Page, Part, Span
from tracker.licensing.found import Found
from tracker.licensing.known import Clause, commercial, kind_of, known, titled
from tracker.licensing.matching import NEAR, Match, match
from tracker.licensing.naming import noncommercial
from tracker.licensing.notices import MOST_WORDS, is_own, namings, third_party
from tracker.licensing.quoted import quoted, restricted, sentence_of
from tracker.licensing.source import Source
from tracker.licensing.spelling import normalise
from tracker.licensing.words import (
    applying,
    binding,
    limiting,
    permitting,
    telling,
    withholding,
    words,
)
from tracker.model.verdict import NOASSERTION, NONE

_REFERENCE = "LicenseRef-"
"""Licences that SPDX does not list; their texts may differ in their titles alone."""
_PLUS = "CC-plus-permission"
_AGREEMENT = re.compile(
    r"contribut(?:or|ion)s?'? (?:licen[sc]e )?agreement|developer certificate of origin",
    re.IGNORECASE,
)
_HEAD = 400
"""Characters in which an agreement says that it is one."""
_NAME_LENGTH = 200
"""Characters; a longer file is more than a name."""
_SHORT = 60
"""Words; a shorter remark beside a licence is taken at every word."""
_FEW = 150
"""Words; a title above fewer has no text to speak of."""
_FREE = re.compile(r"permission is hereby granted,? (?:free of charge|without)", re.IGNORECASE)
_SELLS = re.compile(
    r"\bsell\b|without restriction|\bcommercial (?:and|or) non-?commercial", re.IGNORECASE
)
_URL = re.compile(r"<?https?://\S+>?|www\.\S+")


def identify(source: Source, *, own: bool = False) -> Found:
    """Return which licence the text of a file is.

    With `own`, a notice that names no work of its own names no licence: such are NOTICE files. What
    was not read of a file may take back what was: a file that was cut is never named.
    """
    found = _identified(source, own=own)
    if source.whole or found.license == NOASSERTION:
        return found
    return Found(
        license=NOASSERTION, class_="custom", confidence=0.3, commercial="unknown", how="none",
        conflicts=("the file was not read whole",),
    )  # fmt: skip


def _identified(source: Source, *, own: bool) -> Found:
    text = source.text
    first = source.find(r"\S")
    if first is None:
        return _nothing("the file is empty")
    flat = " ".join(text.split())
    if is_agreement(flat):
        return _nothing("an agreement for contributors grants users nothing")
    if not _URL.sub("", flat).strip(" .<>()"):
        return _nothing("an address is no licence")
    matched = match(text if source.whole else "")
    page = Page(text)
    if matched.how in ("exact", "normalised") and not (matched.expression or "").startswith(
        _REFERENCE
    ):
        return _whole(matched, page, first)
    title = titled(text)
    if matched.expression and (title is None or title == matched.expression):
        return _whole(matched, page, first)
    if title and source.whole:
        return _titled(title, matched, page, first)
    parts = page.parts() if source.whole else ()
    if parts:
        return _held(parts, page, source)
    return _notice(source, page, own=own) or _unknown(source, page, first, matched)


def is_agreement(text: str) -> bool:
    """Tell whether a text is an agreement between contributors and a project."""
    return bool(_AGREEMENT.search(text[:_HEAD])) and not _FREE.search(text)


def _nothing(why: str) -> Found:
    return Found(
        license=NONE, class_="not-a-licence", confidence=0.95, commercial="unknown", how="none",
        conflicts=(why,),
    )  # fmt: skip


def _named(name: str) -> tuple[Clause, ...]:
    license = known(name)  # noqa: A001  (SPDX's word)
    return (license.clauses or ()) if license else ()


def _whole(matched: Match, page: Page, first: int) -> Found:
    name = matched.expression or NOASSERTION
    uncovered: tuple[Span, ...] = ()
    if matched.how == "near":
        page.parts()
        uncovered = page.rest()
    return Found(
        license=name,
        class_=kind_of(name),
        confidence={"exact": 1.0, "normalised": 0.99}.get(matched.how, round(matched.score, 3)),
        commercial=commercial(name),
        how="near" if matched.how == "none" else matched.how,
        matched=(page.span(first, len(page.lines), name),),
        uncovered=uncovered,
        missing=_missing(name, page) if uncovered else (),
        clauses=_named(name),
    )


def _missing(name: str, page: Page) -> tuple[Clause, ...]:
    """Return the clauses whose words do not stand in the text."""
    said = " ".join(words(" ".join(page.lines)))
    return tuple(each for each in _named(name) if " ".join(words(each.words)) not in said)


def _titled(name: str, matched: Match, page: Page, first: int) -> Found:
    """Judge a text that calls itself by the name of a known licence."""
    alike = matched.score if matched.nearest == name else 0.0
    return Found(
        license=name,
        class_=kind_of(name),
        confidence=round(max(alike, 0.85 if len(" ".join(page.lines).split()) >= _FEW else 0.7), 3),
        commercial=commercial(name),
        how="near" if alike >= NEAR else "title",
        matched=(page.span(first, len(page.lines), name),),
        missing=_missing(name, page),
        clauses=_named(name),
    )


def _held(parts: Sequence[Part], page: Page, source: Source) -> Found:
    """Judge a file in which the texts of known licences stand, and maybe more."""
    rest = page.rest()
    remark = page.text_of(rest)
    names = _without_included(tuple(dict.fromkeys(part.license for part in parts)))
    whole = " AND ".join(sorted(names, key=str.casefold))
    spans = tuple(part.span for part in parts)
    nearness = min(part.score for part in parts)
    changed = tuple(each for part in parts for each in part.changed)
    free = commercial(whole) != "no"
    against = withholding(remark) or next(
        (hit for each in changed if (hit := withholding(each.quote))), None
    )
    own = next(
        (each for each in namings(Source(path=source.path, text=remark)) if is_own(each[1])), None
    )
    if own and own[2] not in names:
        return Found(
            license=own[2], class_="multi-in-one-file", confidence=0.8,
            commercial=commercial(own[2]), how="header", clauses=_named(own[2]),
            matched=(Span(line=1, end=len(page.lines), quote=own[1][:300], license=own[2]), *spans),
        )  # fmt: skip
    if against and free:
        return Found(
            license=NOASSERTION, class_=restricted(source.text), confidence=0.9, commercial="no",
            how="contained", matched=spans, uncovered=(*rest, *changed),
            clauses=quoted(source.text), nearest=whole, nearness=nearness,
            conflicts=(f"the text of {whole} stands beside “{sentence_of(remark, against)}”",),
        )  # fmt: skip
    if changed or (free and _limits(remark)):
        return Found(
            license=NOASSERTION, class_="custom", confidence=0.7, commercial="unknown",
            how="contained", matched=spans, uncovered=(*rest, *changed),
            clauses=quoted(source.text), nearest=whole, nearness=nearness,
            conflicts=(f"the text of {whole} was changed or limited; see what is not covered",),
        )  # fmt: skip
    more = permitting(remark)
    return Found(
        license=whole,
        class_=_PLUS if more and len(names) == 1 else kind_of(whole),
        confidence=round(nearness * (0.97 if rest else 0.99), 3),
        commercial="conditional" if more and not free else commercial(whole),
        how="contained" if rest or len(parts) > 1 else "near",
        matched=spans,
        uncovered=rest,
        clauses=tuple(each for name in names for each in _named(name)),
    )


def _without_included(names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the GPL where the LGPL 3, which is an addition to it, stands beside it."""
    lesser = "LGPL-3.0-only" in names
    return tuple(name for name in names if not (lesser and name == "GPL-3.0-only"))


def _limits(remark: str) -> bool:
    """Tell whether a remark beside a licence may take something back."""
    remark = applying(remark)
    if len(remark.split()) < _SHORT:
        return bool(limiting(remark) or telling(words(remark)))
    return bool(binding(remark))


def _notice(source: Source, page: Page, *, own: bool) -> Found | None:
    """Judge a short file that names a licence instead of being one."""
    text = source.text
    flat = " ".join(text.split())
    name = normalise(flat) if len(flat) < _NAME_LENGTH else None
    if name:
        return Found(
            license=name, class_=f"{kind_of(name)}-name", confidence=0.7,
            commercial=commercial(name), how="name", clauses=_named(name),
            matched=(page.span(1, len(page.lines), name),),
        )  # fmt: skip
    short = source.whole and len(flat.split()) <= MOST_WORDS
    stated = list(namings(source)) if short else []
    names = dict.fromkeys(expression for *_, expression in stated)
    if not names:
        if short and third_party(text):
            return _nothing("it speaks of the work of others only")
        if len(flat) < _NAME_LENGTH and not withholding(flat):
            return _nothing("it names no licence that holds")
        return None
    if len(names) > 1 and not any(is_own(sentence) for _, sentence, _ in stated):
        return _nothing("it speaks of the work of others only") if third_party(text) else None
    about = [each for each in stated if is_own(each[1])]
    if own and not about:
        return _nothing("it speaks of the work of others only")
    about = about or stated
    line, sentence, name = about[0]
    more = permitting(text)
    against = withholding(text) or binding(text)
    if (against and not noncommercial(name) and not more) or len(
        dict.fromkeys(each[2] for each in about)
    ) > 1:
        quote = sentence_of(text, against) if against else about[-1][1]
        return Found(
            license=NOASSERTION,
            class_=restricted(text) if withholding(text) else "custom",
            confidence=0.7, commercial="no" if withholding(text) else "unknown", how="header",
            matched=(page.span(line, line, name),), clauses=quoted(source.text), nearest=name,
            conflicts=(f"“{' '.join(sentence.split())[:200]}” and “{quote}”",),
        )  # fmt: skip
    return Found(
        license=name,
        class_=_PLUS if more and name.startswith("CC-") else f"{kind_of(name)}-header",
        confidence=0.9,
        commercial="conditional" if more and commercial(name) == "no" else commercial(name),
        how="header",
        matched=(
            Span(
                line=line, end=line + sentence.count("\n"),
                quote=" ".join(sentence.split())[:300], license=name,
            ),
        ),
        clauses=_named(name),
    )  # fmt: skip


def _unknown(source: Source, page: Page, first: int, matched: Match) -> Found:
    """Judge a text that nobody knows by what is quoted from it."""
    text = source.text
    clauses = quoted(source.text)
    withheld = any(each.kind in ("non-commercial", "research-only") for each in clauses)
    flat = " ".join(text.split())
    free = bool(_FREE.search(flat)) and matched.how != "near"
    sells = bool(free and _SELLS.search(flat) and not limiting(_SELLS.sub("", flat[:400])))
    if withheld:
        class_ = restricted(text)
    elif free:
        class_ = "custom-permissive"
    else:
        class_ = "custom"
    return Found(
        license=NOASSERTION,
        class_=class_,
        confidence=0.6 if clauses else 0.3,
        commercial="no" if withheld else "yes" if sells else "unknown",
        how="none",
        matched=(page.span(first, len(page.lines)),),
        clauses=clauses,
        nearest=matched.nearest,
        nearness=matched.score if matched.nearest else None,
        conflicts=(f"it resembles {matched.nearest} ({matched.score:.2f}) and is not it",)
        if matched.nearest
        else (),
    )
