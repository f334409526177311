"""A file that may hold a licence → what it is, with the spans it rests on.

The order is from the surest to the weakest: no licence at all, the words of a known licence, known
texts and reviewed passages inside a longer file, a title, a notice that names one. In each of them
every sentence that nothing covers is looked at: one that takes something back, or could, makes the
answer stricter. What is left is a text that nobody knows: it gets a class and the terms that are
quoted from it, never a name.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from tracker.licensing.accounting import Account, account, rider, speaks_of_nothing
from tracker.licensing.covering import Page
from tracker.licensing.found import Found
from tracker.licensing.grammar import sense, sentences, withholds
from tracker.licensing.held import REFERENCE, clauses_of, held, nothing, tagged_file
from tracker.licensing.known import Clause, commercial, is_nameless, kind_of, titled
from tracker.licensing.matching import NEAR, Match, match
from tracker.licensing.merging import stated
from tracker.licensing.naming_files import NAME_LENGTH, by_name, naming_file
from tracker.licensing.notices import is_own, labelled, named_in, of_others, settings, tags
from tracker.licensing.quoted import quoted, restricted
from tracker.licensing.source import Source
from tracker.licensing.spans import Span, Statement
from tracker.licensing.spelling import normalise
from tracker.licensing.surroundings import focused
from tracker.licensing.words import limiting, words
from tracker.model.verdict import NOASSERTION

_AGREEMENT = re.compile(
    r"(?<!or more )contribut(?:or|ion)s?'? (?:licen[sc]e )?agreement"
    r"|developer certificate of origin",
    re.IGNORECASE,
)
_HEAD = 400
"""Characters in which an agreement says that it is one."""
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
    near = msgspec.structs.replace(source, text=focused(source.path, source.text))
    found = _identified(near, source.text, own=own)
    found = msgspec.structs.replace(found, statements=_with_names(found))
    if source.whole or found.license == NOASSERTION:
        return found
    return Found(
        license=NOASSERTION, class_="custom", confidence=0.3, commercial="unknown", how="none",
        conflicts=("the file was not read whole",),
    )  # fmt: skip


def _with_names(found: Found) -> tuple[Statement, ...]:
    """Return the statements of a file, those among them that its answer rests on.

    A name that says "non-commercial" withholds nothing beside itself.
    """
    how = {"header": "notice", "name": "reference", "title": "title"}.get(found.how, "text")
    stated = {(one.terms, one.span.line) for one in found.statements}
    naming = [span for span in found.matched if span.license and not is_nameless(span.license)]
    strict = [span for span in naming if commercial(span.license or "") == "no"]
    names = [
        Statement(terms=span.license, kind="grant", span=span, how=how)
        for span in naming
        if (span.license, span.line) not in stated and found.how != "none"
    ]
    others = [
        one
        for one in found.statements
        if one.terms or not any(one.span.quote.strip() in span.quote for span in strict)
    ]
    return tuple(sorted((*names, *others), key=lambda one: one.span.line))


def _identified(source: Source, whole: str, *, own: bool) -> Found:
    """Judge a file by its lines that may speak of terms, `whole` beside them."""
    text = source.text
    first = source.find(r"\S")
    if first is None:
        return nothing("the file is empty")
    flat = " ".join(text.split())
    if is_agreement(flat):
        return nothing("an agreement for contributors grants users nothing")
    if settings(text):
        return nothing("it holds the settings of a tool that looks for licences")
    if not source.whole:
        return _unknown(source, Page(text, source.path, whole), first, match(""))
    matched = match(text)
    title = titled(text)
    page = Page(text, source.path, whole)
    same = title is None or title == matched.expression
    if matched.how in ("exact", "normalised") and (
        same or not (matched.expression or "").startswith(REFERENCE)
    ):
        return _whole(matched, page, first)
    tagged = tags(source) or labelled(source)
    for line, quote, _ in tagged:
        page.cover(line, quote)
    seen = account(page, near=matched.place)
    remark = Source(path=source.path, text=seen.remark)
    others = {one.license for one in seen.named} | {part.license for part in seen.parts}
    others |= {name for *_, name in named_in(remark, code=False)}
    others -= {matched.expression, ""}
    if matched.expression and same and not seen.against(None) and not seen.changed and not others:
        return _whole(matched, page, first)
    if tagged:
        said = (*_of_tags(tagged), *seen.statements)
        return msgspec.structs.replace(
            tagged_file(tagged, seen, page, source), statements=said
        )  # fmt: skip
    if title and any(part.license != title for part in seen.parts):
        seen = account(Page(text, source.path, whole), texts=False)
    found = _of_account(seen, matched, title, page, source, first, own=own)
    return msgspec.structs.replace(found, statements=seen.statements)


def _of_tags(tagged: Sequence[tuple[int, str, str | None]]) -> Iterator[Statement]:
    """Yield what the tags of a file state."""
    for line, quote, name in tagged:
        span = Span(line=line, end=line, quote=quote, license=name)
        yield Statement(terms=name, kind="grant", span=span, how="tag")


def _of_account(  # noqa: PLR0917  (what was found so far)
    seen: Account,
    matched: Match,
    title: str | None,
    page: Page,
    source: Source,
    first: int,
    *,
    own: bool,
) -> Found:
    flat = " ".join(source.text.split())
    if title and not seen.parts:
        return _titled(title, matched, page, first)
    own_namings = tuple(
        (line, sentence, name)
        for line, sentence, name in named_in(source, code=seen.around.code)
        if not of_others(page.lines, Span(line=line, end=line, quote=sentence))
    )
    names = stated(
        seen, page.lines, (name for _, sentence, name in own_namings if is_own(sentence))
    )
    if not names and not seen.named and (name := _bare_name(flat)):
        return by_name(name, page)
    if names:
        said = tuple(sentence for _, sentence, _ in own_namings)
        return held(seen, names, page, source, said=said, own=own)
    if not (seen.named or matched.nearest or own_namings) and speaks_of_nothing(seen, flat):
        return nothing("no sentence of it speaks of terms")
    return naming_file(source, page, seen, own_namings, own=own) or _unknown(
        source, page, first, matched
    )


def _bare_name(flat: str) -> str | None:
    """Return the licence that a file names and says nothing else, be it by its address."""
    if len(flat) >= NAME_LENGTH:
        return None
    return normalise(flat) or normalise(flat.strip("<>()[]., "))


def is_agreement(text: str) -> bool:
    """Tell whether a text is an agreement between contributors and a project."""
    return bool(_AGREEMENT.search(text[:_HEAD])) and not _FREE.search(text)


def _whole(matched: Match, page: Page, first: int) -> Found:
    name = matched.expression or NOASSERTION
    uncovered: tuple[Span, ...] = ()
    if matched.how == "near":
        uncovered = page.rest()
    withheld = _withheld(name, page)
    return Found(
        license=name,
        class_=kind_of(name),
        confidence={"exact": 1.0, "normalised": 0.99}.get(matched.how, round(matched.score, 3)),
        commercial="no" if withheld else commercial(name),
        conflicts=tuple(rider(name, line + 1, sentence) for line, sentence in withheld[:3]),
        how="near" if matched.how == "none" else matched.how,
        matched=(page.span(first, len(page.lines), name),),
        uncovered=uncovered,
        missing=_missing(name, page) if uncovered else (),
        clauses=clauses_of(name),
    )


_LIMITED = re.compile(
    r"\b(?:solely|only|exclusively)\b.{0,400}\bnon-?commercial", re.IGNORECASE | re.DOTALL
)


def _withheld(name: str, page: Page) -> list[tuple[int, str]]:
    """Return where the text of a licence that sets conditions forbids commerce outright.

    Makers change the text of a licence and keep its name.
    """
    if commercial(name) != "conditional":
        return []
    return [
        (line, sentence)
        for line, sentence in sentences("\n".join(page.lines))
        if _LIMITED.search(sentence) and sense(sentence) == "non-commercial"
    ]


def _missing(name: str, page: Page) -> tuple[Clause, ...]:
    """Return the clauses whose words do not stand in the text."""
    said = " ".join(words(" ".join(page.lines)))
    return tuple(each for each in clauses_of(name) if " ".join(words(each.words)) not in said)


def _titled(name: str, matched: Match, page: Page, first: int) -> Found:
    """Judge a text that calls itself by a known licence's name, and is not its known text.

    A licence that forbids commerce is taken by its title: nothing in the text can forbid more of
    it. Any other is only a candidate: what else stands in the text may.
    """
    alike = matched.score if matched.nearest == name else 0.0
    text = "\n".join(page.lines)
    against = [(line, each) for line, each in sentences(text) if withholds(each)]
    strict = commercial(name) == "no"
    return Found(
        license=name if strict else NOASSERTION,
        class_=kind_of(name),
        confidence=round(max(alike, 0.85 if strict else 0.6), 3),
        commercial="no" if strict or against else "unknown",
        how="near" if alike >= NEAR and strict else "title" if strict else "none",
        matched=(page.span(first, len(page.lines), name),),
        missing=_missing(name, page),
        clauses=clauses_of(name) if strict else quoted(text),
        nearest=name,
        nearness=alike or None,
        conflicts=()
        if strict
        else (
            f"it calls itself {name} and is not the text that is known by that name",
            *(rider(name, line + 1, each) for line, each in against[:3]),
        ),
    )


def _unknown(source: Source, page: Page, first: int, matched: Match) -> Found:
    """Judge a text that nobody knows by what is quoted from it."""
    text = source.text
    clauses = quoted(source.text)
    withheld = any(clause.kind in ("non-commercial", "research-only") for clause in clauses)
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
