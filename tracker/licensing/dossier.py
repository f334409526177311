"""The dossier of an artifact: every place that declares a licence, side by side."""

from collections.abc import Sequence
from itertools import combinations

from tracker.licensing.concluded import Conclusion, concerns, conclude, for_the_whole, without_guess
from tracker.licensing.holders import is_appendix, is_template
from tracker.licensing.known import commercial
from tracker.licensing.scopes import about, contradict, families, side_by_side, withholds
from tracker.model.base import Value
from tracker.model.evidence import Declaration
from tracker.model.terms import ScopeTerms


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
    scopes: tuple[ScopeTerms, ...]
    """What is said of each part, side by side."""


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
    named = {name for one in whole for name in families(one)}
    below = [
        one
        for one in declarations
        if not for_the_whole(one) and (_limits(one) or not families(one) <= named)
    ]
    parts = [one for one in declarations if for_the_whole(one) and not concerns(one, of)]
    return Dossier(
        places=(*whole, *parts),
        below=tuple(sorted(below, key=lambda one: not _limits(one))),
        contradictions=_contradictions(whole, of),
        holders=_holders(declarations),
        conclusion=conclusion,
        scopes=side_by_side((*whole, *parts), below, of),
    )


def _contradictions(whole: Sequence[Declaration], of: str | None) -> tuple[Contradiction, ...]:
    """Return the pairs about the same thing that cannot both be right, each once."""
    pairs: dict[tuple[str | None, ...], Contradiction] = {}
    for one, other in combinations(whole, 2):
        if about(one, of) & about(other, of) and contradict(one, other):
            key = (one.path, one.expression, other.path, other.expression)
            pairs.setdefault(key, Contradiction(one=one, other=other))
    return tuple(pairs.values())


def _limits(one: Declaration) -> bool:
    return commercial(one.expression) == "no" if one.expression else withholds(one)


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


def _told(one: Declaration) -> str:
    quote = " ".join(one.quote.split())[:120]
    return (
        f"{one.path or one.place.value} says “{quote}” ({one.expression or 'no licence by name'})"
    )
