"""One file of anybody's → what it says about licences: the answer that people ask for.

`read` answers for a licence file or notice (``text``), a README (``readme``) and the card of a
model, dataset or Space (``card``).
"""

from typing import Literal, TypeAlias

import msgspec

from tracker.licensing.answered import readme_answer
from tracker.licensing.carded import card_answer
from tracker.licensing.known import Commercial
from tracker.licensing.scopes import of_statements
from tracker.licensing.source import Source
from tracker.licensing.spans import Span, Statement
from tracker.licensing.texts import identify
from tracker.model.base import Value
from tracker.model.terms import ScopeTerms
from tracker.model.verdict import NOASSERTION

Kind: TypeAlias = Literal["text", "readme", "card"]


class Reading(Value, frozen=True, kw_only=True):
    """What one file says."""

    file: str
    license: str
    """SPDX expression, ``LicenseRef-…``, ``NONE`` or ``NOASSERTION``."""
    class_: str = msgspec.field(name="class")
    confidence: float
    """That `license` is right, 0 to 1; a rank, not a frequency."""
    commercial: Commercial
    matched: tuple[Span, ...]
    """The lines the answer rests on."""
    conflicts: tuple[str, ...]
    """What speaks against it, quoted."""
    uncovered: tuple[Span, ...]
    """For a text: what the licence does not cover."""
    missing: tuple[str, ...]
    """For a text: words of clauses the licence has and the text has not."""
    code: str | None
    weights: str | None
    data: str | None
    """For a README: the licence of each; None = it says nothing of it."""
    statements: tuple[Statement, ...] = ()
    """Each place that the answer was concluded from: whose work, which part, which terms."""
    scopes: tuple[ScopeTerms, ...] = ()
    """The same by what they are about, and whether those of one scope agree."""
    problem: str | None = None
    """Why it was not read; nothing is concluded then."""


NOT_A_TEXT = "it is not a text"


def unread(path: str, problem: str) -> Reading:
    """Return the reading of a file that nothing can be concluded from."""
    return Reading(
        file=path,
        license=NOASSERTION,
        class_="not-a-text",
        confidence=0.0,
        commercial="unknown",
        matched=(),
        conflicts=(),
        uncovered=(),
        missing=(),
        code=None,
        weights=None,
        data=None,
        problem=problem,
    )


def read(path: str, data: bytes, kind: Kind | None = None) -> Reading:
    r"""Return what a file says about licences.

    Parameters
    ----------
    path
        Its name tells the kind where none is given: a README with front matter is a card.

    Examples
    --------
    >>> read("README.md", b"## License\nThe code is MIT licensed.\n").code
    'MIT'
    >>> read("LICENSE", b"TBD").license
    'NONE'
    >>> read("LICENSE", b"PK\x03\x04\0\0").problem
    'it is not a text'
    """
    source = Source.read(path, data)
    if not source.readable:
        return unread(path, NOT_A_TEXT)
    kind = kind or kind_of_file(source)
    if kind == "text":
        identified = identify(source)
        return Reading(
            file=path,
            license=identified.license,
            class_=identified.class_,
            confidence=identified.confidence,
            commercial=identified.commercial,
            matched=identified.matched,
            conflicts=identified.conflicts,
            uncovered=identified.uncovered,
            missing=tuple(clause.words for clause in identified.missing),
            code=None,
            weights=None,
            data=None,
            statements=identified.statements,
            scopes=of_statements(path, identified.statements),
        )
    answer = readme_answer(source) if kind == "readme" else card_answer(source)
    return Reading(
        file=path,
        license=answer.license,
        class_=answer.class_,
        confidence=answer.confidence,
        commercial=answer.commercial,
        matched=answer.matched,
        conflicts=answer.conflicts,
        uncovered=(),
        missing=(),
        code=answer.code,
        weights=answer.weights,
        data=answer.data,
        statements=answer.statements,
        scopes=of_statements(path, answer.statements),
    )


def kind_of_file(source: Source) -> Kind:
    """Return the kind that a file's name and first line suggest."""
    name = source.path.rpartition("/")[2].casefold()
    front = source.text.lstrip().startswith("---\n")
    if name.startswith("card") or (front and name.endswith((".md", ".markdown"))):
        return "card"
    return (
        "readme"
        if name.startswith("readme")
        or (
            name.endswith((".md", ".rst"))
            and not ("licen" in name or "copying" in name or "notice" in name)
        )
        else "text"
    )
