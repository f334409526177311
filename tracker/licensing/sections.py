"""Sections about licences in a README: the texts that stand in them, and what their lists offer."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from tracker.licensing.covering import Page
from tracker.licensing.names import leading
from tracker.licensing.naming import offers_choice
from tracker.licensing.prose import Block, blocks, plain
from tracker.licensing.source import Source, clip
from tracker.licensing.spans import Named, Part, Span
from tracker.model.base import Value
from tracker.model.evidence import Declaration, Place

_TEXT_WORDS = 40
"""Words; a section with fewer holds no text of a licence."""
_NOTICE_WORDS = 12
"""Words; a shorter passage is a name, and what is said of it counts."""


class Stated(Value, frozen=True, kw_only=True):
    """One statement of a README, and what its heading says it is about."""

    declared: Declaration
    heading: str = ""
    sentence: str = ""
    """Its words without mark-up, whole."""
    section: int = 0
    """The line of the heading about licences that it stands under; 0: none."""
    withheld: bool = False
    """Whether it withholds a use and names no licence that gives it."""
    asks: bool = False
    """Whether it withholds only until somebody is asked."""
    offer: bool = False
    """Whether another licence is offered in its paragraph."""


def without_texts(source: Source, stated: list[Stated]) -> Iterator[Block]:
    """Yield the blocks of a README without the texts of known licences, which are stated first."""
    for section, group in groupby(blocks(source), key=lambda block: block.section):
        held = list(group)
        if not section or sum(len(block.text.split()) for block in held) < _TEXT_WORDS:
            yield from held
            continue
        text = "\n\n".join(block.text for block in held)
        page = Page(text)
        parts: list[Part | Named] = [*page.parts()]
        parts += [one for one in page.passages(_NOTICE_WORDS) if one.license]
        if not parts:
            yield from held
            continue
        lines = [
            block.line + offset
            for block in held
            for offset in range(len(block.text.split("\n")) + 1)
        ]
        for part in parts:
            line = lines[part.span.line - 1]
            changed = isinstance(part, Part) and bool(part.changed)
            name = None if changed else part.license
            one = source.declare(
                Place.README, line, name, quote=part.span.quote, how="contained",
                score=part.score if isinstance(part, Part) else None,
            )  # fmt: skip
            stated.append(Stated(declared=one, heading=held[0].title, section=section))
        for line, words in page.left():
            yield msgspec.structs.replace(held[0], line=lines[line - 1], text=words, fenced=False)


def once(stated: Iterable[Stated]) -> list[Stated]:
    """Leave out what was said before in the same words, under the same heading."""
    return list(
        {
            (one.declared.expression, one.declared.quote, one.heading): one
            for one in reversed(list(stated))
        }.values()
    )[::-1]


def chosen(stated: list[Stated], source: Source) -> list[Stated]:
    """Join the items of a list that a section offers as a choice."""
    found: list[Stated] = []
    for section, group in groupby(stated, key=lambda one: one.section):
        held = list(group)
        names = [one.declared.expression for one in held]
        if section and len(held) > 1 and all(names) and _is_choice(source, section, held):
            first = held[0].declared
            joined = " OR ".join(dict.fromkeys(name for name in names if name))
            held = [
                msgspec.structs.replace(
                    held[0], declared=msgspec.structs.replace(first, expression=joined)
                )
            ]
        found += held
    return found


def _is_choice(source: Source, section: int, stated: Sequence[Stated]) -> bool:
    """Tell whether a section about licences offers those that its list names."""
    lines = source.text.split("\n")
    last = max(one.declared.line or section for one in stated)
    items = all(
        re.match(r"\s*(?:[-*+]|\d+[.)])\s", lines[(one.declared.line or 1) - 1]) for one in stated
    )
    return items and offers_choice(" ".join(lines[section : last + 3]))


def tables(source: Source) -> tuple[tuple[str, Span], ...]:
    """Return the licences that the cells of tables about licences name, one row at a time."""
    found = []
    for block in blocks(source):
        if not (block.about and block.columns):
            continue
        cells = [plain(cell) for cell in block.text.strip().strip("|").split("|")]
        names = [name for cell in cells[1:] if (name := leading(cell))]
        if len(names) == 1 and names[0].expression:
            quote = clip(block.text)
            span = Span(line=block.line, end=block.line, quote=quote, license=names[0].expression)
            found.append((names[0].expression, span))
    return tuple(found)
