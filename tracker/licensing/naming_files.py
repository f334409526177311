"""A short file that names a licence instead of being one → what it is."""

from collections.abc import Iterable, Sequence

from tracker.licensing.accounting import Account, rider
from tracker.licensing.covering import Page
from tracker.licensing.found import Found
from tracker.licensing.grammar import RESTRICTS, sense, withholds
from tracker.licensing.held import PLUS, clauses_of, families, nothing
from tracker.licensing.known import NAMELESS, SAYS_NOTHING, commercial, is_nameless, kind_of
from tracker.licensing.merging import merged
from tracker.licensing.names import leading
from tracker.licensing.naming import about_others
from tracker.licensing.notices import MOST_WORDS, is_own, points, third_party
from tracker.licensing.quoted import quoted, restricted
from tracker.licensing.source import Source
from tracker.licensing.spans import Span
from tracker.licensing.words import permitting
from tracker.model.verdict import NOASSERTION

NAME_LENGTH = 200
"""Characters; a longer file is more than a name."""


def by_name(name: str, page: Page) -> Found:
    """Return that a file is a licence's name and nothing else."""
    return Found(
        license=name, class_=f"{kind_of(name)}-name", confidence=0.7, commercial=commercial(name),
        how="name", clauses=clauses_of(name), matched=(page.span(1, len(page.lines), name),),
    )  # fmt: skip


def naming_file(
    source: Source,
    page: Page,
    seen: Account,
    stated: Sequence[tuple[int, str, str]],
    *,
    own: bool,
) -> Found | None:
    """Judge a file that names a licence instead of being one.

    `stated` are line, sentence and licence of each naming in it.
    """
    text = source.text
    flat = " ".join(text.split())
    short = len(flat.split()) <= MOST_WORDS
    names = dict.fromkeys(expression for *_, expression in stated)
    if not names:
        if short and third_party(text):
            return nothing("it speaks of the work of others only")
        if short and points(text):
            return nothing("it only points to another file")
        candidates = [
            one
            for one in seen.named
            if one.kind == "reference" and one.license and not is_nameless(one.license)
        ]
        lone = merged(one.license for one in candidates) if candidates else ()
        if (
            len(flat) < NAME_LENGTH
            and len(lone) == 1
            and not (seen.against(None) or about_others(flat))
        ):
            return by_name(lone[0], page)
        if (
            len(flat) < NAME_LENGTH
            and not candidates
            and not any(NAMELESS.match(one.license) for one in seen.named)
            and not leading(flat)
            and not seen.against(None)
        ):
            return nothing("it names no licence that holds")
        return None
    if len(names) > 1 and not any(is_own(sentence) for _, sentence, _ in stated):
        return nothing("it speaks of the work of others only") if third_party(text) else None
    about = [naming for naming in stated if is_own(naming[1])]
    if own and not about:
        return nothing("it speaks of the work of others only")
    about = about or list(stated)
    line, sentence, name = about[0]
    more = permitting(text)
    others = [
        (at, each) for at, each in seen.against(None) if _beside(each, (one for _, one, _ in about))
    ]
    others += [
        (one.span.line, one.span.quote)
        for one in seen.named
        if one.license
        and not SAYS_NOTHING.fullmatch(one.license)
        and commercial(one.license) not in ("yes", commercial(name))
        and not families((one.license,)) & families((name,))
    ]
    withheld = [other for other in others if withholds(other[1])]
    agrees = commercial(name) == "no"
    if (others and not agrees and not more) or len(dict.fromkeys(each[2] for each in about)) > 1:
        return Found(
            license=NOASSERTION,
            class_=restricted(text) if withheld else "custom",
            confidence=0.7, commercial="no" if withheld else "unknown", how="header",
            matched=(page.span(line, line, name),), clauses=quoted(source.text), nearest=name,
            conflicts=tuple(rider(name, at, each) for at, each in (withheld or others)[:3])
            or (f"“{' '.join(sentence.split())[:200]}” and “{about[-1][1]}”",),
        )  # fmt: skip
    return Found(
        license=name,
        class_=PLUS if more and name.startswith("CC-") else f"{kind_of(name)}-header",
        confidence=0.9,
        commercial="conditional" if more and agrees else commercial(name),
        how="header",
        matched=(
            Span(
                line=line, end=line + sentence.count("\n"),
                quote=" ".join(sentence.split())[:300], license=name,
            ),
        ),
        clauses=clauses_of(name),
    )  # fmt: skip


def _beside(sentence: str, stated: Iterable[str]) -> bool:
    """Tell whether a sentence is none of those that name the licence."""
    plain = " ".join(sentence.replace("¶", " ").split())
    return not any(
        plain in " ".join(each.split()) and sense(plain) not in RESTRICTS for each in stated
    )
