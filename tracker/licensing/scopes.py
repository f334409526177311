"""What is declared, side by side by what it is about: the whole, a part, a folder, another's work.

Statements of one scope agree or disagree; those of two do not: MIT for the code beside CC-BY-NC for
the weights is no contradiction.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from tracker.licensing.grammar import WITHHOLDS, sense
from tracker.licensing.known import atoms, commercial
from tracker.licensing.matching import family
from tracker.licensing.saying import at, strongest_first, together, where
from tracker.licensing.spans import Statement
from tracker.model.evidence import Declaration, Place
from tracker.model.terms import Accord, PlaceTerms, ScopeTerms

WHOLE = "whole"
OTHERS = "others"
_ORDER = (WHOLE, "code", "weights", "data", "docs")
_FOLDERS = 20
"""Folders under terms of their own that are shown."""


def about(one: Declaration, of: str | None = None) -> frozenset[str]:
    """Return the scopes of a declaration; of what does not say, `of`, the part that is asked about.

    Examples
    --------
    >>> file = Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT")
    >>> sorted(about(file)), sorted(about(file, "code"))
    (['whole'], ['code'])
    """
    return frozenset(one.scope or (of or WHOLE,))


def contradict(one: Declaration, other: Declaration) -> bool:
    """Tell whether two declarations about the same thing cannot both be right.

    Two licence files may be a choice, or for code and weights apart.
    """
    if one.place is other.place and one.path != other.path:
        return False
    apart = one.expression and other.expression and not families(one) & families(other)
    return bool(apart) or takes_back(one, other) or takes_back(other, one)


def takes_back(one: Declaration, other: Declaration) -> bool:
    """Tell whether `one` withholds what the licence of `other` gives."""
    free = other.expression is not None and commercial(other.expression) == "yes"
    return free and withholds(one)


def withholds(one: Declaration) -> bool:
    """Tell whether a declaration names no licence, and withholds a use."""
    return one.expression is None and sense(one.quote) in WITHHOLDS


def families(one: Declaration) -> set[str]:
    """Return the licences that a declaration names, whatever their suffixes."""
    return {family(name) for name in atoms(one.expression)} if one.expression else set()


def side_by_side(
    whole: Sequence[Declaration], below: Iterable[Declaration] = (), of: str | None = None
) -> tuple[ScopeTerms, ...]:
    """Return what is said of each scope.

    Parameters
    ----------
    below
        What speaks for a folder, or one file, and not for the whole.

    Examples
    --------
    >>> file = Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT")
    >>> readme = Declaration(place=Place.README, path="README.md", line=9, quote="CC BY 4.0",
    ...                      expression="CC-BY-4.0", scope=("data",))
    >>> [(one.scope, one.sentence) for one in side_by_side([file, readme])]
    [('whole', 'LICENSE says MIT'), ('data', 'README.md says CC-BY-4.0')]
    """
    rows: dict[str, list[Declaration]] = {}
    asked = of if any(of in one.scope for one in whole) else None
    for one in strongest_first(whole):
        for scope in about(one, asked):
            rows.setdefault(scope, []).append(one)
    order = (of, *_ORDER)
    shown = [_row(scope, rows[scope]) for scope in sorted(rows, key=order.index)]
    folders: dict[str, list[Declaration]] = {}
    for one in below:
        folders.setdefault(_folder(one), []).append(one)
    return (*shown, *(_row(folder, folders[folder]) for folder in sorted(folders)[:_FOLDERS]))


def of_statements(path: str, statements: Iterable[Statement]) -> tuple[ScopeTerms, ...]:
    """Return what the statements of one file say of each scope; places are its lines.

    Examples
    --------
    >>> from tracker.licensing.spans import Span
    >>> tag = Span(line=3, end=3, quote="SPDX-License-Identifier: MIT")
    >>> said = Statement(terms="MIT", kind="grant", span=tag, how="tag")
    >>> of_statements("a.py", [said])[0].sentence
    'line 3 says MIT'
    """
    rows: dict[str, list[Declaration]] = {}
    for one in sorted(statements, key=lambda one: one.span.line):
        for scope in (OTHERS,) if one.whose == "others" else one.scope or (WHOLE,):
            rows.setdefault(scope, []).append(_declaration(path, one))
    order = (*_ORDER, OTHERS)
    return tuple(
        _row(scope, rows[scope], inside=True) for scope in sorted(rows, key=order.index)
    )  # fmt: skip


_PLACES = {"badge": Place.BADGE, "card": Place.CARD}


def _declaration(path: str, one: Statement) -> Declaration:
    return Declaration(
        place=_PLACES.get(one.how, Place.README), path=path, line=one.span.line,
        quote=one.span.quote, expression=one.terms, scope=one.scope,
    )  # fmt: skip


def _line(one: Declaration) -> str:
    """Return what a place inside a file that is named already is called."""
    kinds = {Place.BADGE: "the badge of ", Place.CARD: "the front matter, "}
    return f"{kinds.get(one.place, '')}line {one.line}"


def _row(scope: str, declarations: Sequence[Declaration], *, inside: bool = False) -> ScopeTerms:
    """Return one scope; `inside`: all of it stands in one file, which is named above."""
    declarations = tuple(dict.fromkeys(declarations))
    place, line = (_line, _line) if inside else (where, at)
    return ScopeTerms(
        scope=scope,
        accord=accord(declarations),
        licenses=tuple(dict.fromkeys(one.expression for one in declarations if one.expression)),
        sentence=together(declarations, place=place, line=line),
        places=tuple(
            PlaceTerms(
                where=line(one), path=one.path, line=one.line, quote=one.quote,
                license=one.expression,
            )
            for one in declarations
        ),
    )  # fmt: skip


def accord(declarations: Sequence[Declaration]) -> Accord:
    """Return how declarations about one thing stand to each other.

    Examples
    --------
    >>> file = Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT")
    >>> limit = Declaration(place=Place.README, path="README.md", quote="For research only.")
    >>> accord([file]).value, accord([file, limit]).value, accord([limit]).value
    ('one place', 'limited', 'unclear')
    """
    naming = [one for one in declarations if one.expression]
    if not naming:
        return Accord.UNCLEAR
    free = any(commercial(name) == "yes" for name in {one.expression or "" for one in naming})
    if free and any(map(withholds, declarations)):
        return Accord.LIMITED
    alike = {(one.place, one.path, frozenset(families(one))): one for one in naming}
    if any(contradict(one, other) for one, other in combinations(alike.values(), 2)):
        return Accord.DISAGREE
    if len({names for _, _, names in alike}) > 1:
        return Accord.SEVERAL
    unclear = any(one.expression is None and not withholds(one) for one in declarations)
    places = {(one.place, one.path) for one in naming}
    return Accord.UNCLEAR if unclear else Accord.AGREE if len(places) > 1 else Accord.ALONE


def _folder(one: Declaration) -> str:
    """Return the folder that a declaration is for, or the file if it is a file's header."""
    path = one.path or ""
    return path if one.place is Place.HEADER else f"{path.rpartition('/')[0]}/"
