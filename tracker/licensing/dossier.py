"""The dossier of an artifact: every place that declares a licence, side by side."""

from collections.abc import Sequence

from tracker.licensing.concluded import Conclusion, concerns, conclude, for_the_whole, without_guess
from tracker.licensing.grammar import WITHHOLDS, sense
from tracker.licensing.holders import is_appendix, is_template
from tracker.licensing.known import atoms, commercial
from tracker.licensing.matching import family
from tracker.model.base import Value
from tracker.model.evidence import Declaration


class Contradiction(Value, frozen=True, kw_only=True):
    """Two places that cannot both be right about the same thing."""

    one: Declaration
    other: Declaration

    @property
    def sentence(self) -> str:
        """Both places with their quotes."""
        return f"{_told(self.one)}, but {_told(self.other)}"


class Dossier(Value, frozen=True, kw_only=True):
    """All that an artifact says about its licence."""

    places: tuple[Declaration, ...]
    """What speaks for the whole."""
    below: tuple[Declaration, ...]
    """What speaks for a sub-folder under other terms than the whole, the most limiting first."""
    contradictions: tuple[Contradiction, ...]
    holders: tuple[str, ...]
    """What is odd about the copyright lines, in words."""
    conclusion: Conclusion


def dossier(declarations: Sequence[Declaration], of: str | None = None) -> Dossier:
    """Put together what the places of one artifact declare.

    Examples
    --------
    >>> from tracker.model.evidence import Place
    >>> made = dossier([
    ...     Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT"),
    ...     Declaration(place=Place.BADGE, path="README.md", quote="GPL 3", expression="GPL-3.0"),
    ... ])
    >>> made.contradictions[0].sentence
    'LICENSE says “MIT License” (MIT), but README.md says “GPL 3” (GPL-3.0)'
    """
    declarations = without_guess(declarations)
    whole = tuple(one for one in declarations if for_the_whole(one) and concerns(one, of))
    conclusion = conclude(declarations, of)
    said = _names(whole)
    below = [
        one
        for one in declarations
        if not for_the_whole(one)
        and (_limits(one) or (one.expression and not _families(one.expression) <= said))
    ]
    parts = [one for one in declarations if for_the_whole(one) and not concerns(one, of)]
    return Dossier(
        places=(*whole, *parts),
        below=tuple(sorted(below, key=lambda one: not _limits(one))),
        contradictions=_contradictions(whole),
        holders=_holders(declarations),
        conclusion=conclusion,
    )


def _contradictions(whole: Sequence[Declaration]) -> tuple[Contradiction, ...]:
    found: dict[tuple[str | None, ...], Contradiction] = {}
    for place, one in enumerate(whole):
        for other in whole[place + 1 :]:
            if one.scope and other.scope and not set(one.scope) & set(other.scope):
                continue
            if one.place is other.place and one.path != other.path:
                continue  # two licence files may be a choice, or for code and weights apart
            named = one.expression and other.expression
            apart = named and not _families(one.expression or "") & _families(
                other.expression or ""
            )
            if apart or _takes_back(one, other) or _takes_back(other, one):
                key = (one.path, one.expression, other.path, other.expression)
                found.setdefault(key, Contradiction(one=one, other=other))
    return tuple(found.values())


def _takes_back(one: Declaration, other: Declaration) -> bool:
    """Tell whether `one` withholds what the licence of `other` gives."""
    free = other.expression is not None and commercial(other.expression) == "yes"
    return free and one.expression is None and sense(one.quote) in WITHHOLDS


def _limits(one: Declaration) -> bool:
    if one.expression:
        return commercial(one.expression) == "no"
    return sense(one.quote) in WITHHOLDS


def _holders(declarations: Sequence[Declaration]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for one in declarations:
        if one.holder and for_the_whole(one):
            names.setdefault(one.holder, one.path or "the licence file")
    odd = [
        f"the copyright line of {path} is still the template's: {name}"
        for name, path in names.items()
        if is_template(name) and not is_appendix(name)
    ]
    named = [name for name in names if not is_template(name)]
    if len(named) > 1:
        odd.append(f"the copyright lines name {' and '.join(named)}")
    return tuple(odd)


def _names(declarations: Sequence[Declaration]) -> set[str]:
    return {name for one in declarations if one.expression for name in _families(one.expression)}


def _families(expression: str) -> set[str]:
    return {family(name) for name in atoms(expression)}


def _told(one: Declaration) -> str:
    quote = " ".join(one.quote.split())[:120]
    return (
        f"{one.path or one.place.value} says “{quote}” ({one.expression or 'no licence by name'})"
    )
