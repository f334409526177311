"""What may be done with something, and on which condition: from clauses to uses.

Never more permissive than the evidence: what is not known is not allowed, and of several licences
that all hold each must allow a use.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from tracker.licensing.known import (
    Clause,
    Commercial,
    License,
    alternatives,
    commercial,
    kinds,
    known,
)
from tracker.licensing.lineage import Lineage, Upstream
from tracker.model.base import Value
from tracker.model.verdict import NOASSERTION, NONE


class Use(StrEnum):
    """What an engineer wants to do."""

    RESEARCH = "research"
    INTERNAL = "internal"
    """Commercial, inside one's own organisation."""
    PRODUCT = "product"
    REDISTRIBUTION = "redistribution"
    TRAINING = "training"
    """Of other models, with it or with what it puts out."""


class Allowed(StrEnum):
    """The answer, from the most to the least permissive."""

    YES = "yes"
    IF = "yes if"
    UNKNOWN = "cannot say"
    NO = "no"


_RANK = list(Allowed)
_PASSING_ON = (Use.PRODUCT, Use.REDISTRIBUTION, Use.TRAINING)
_COMMERCIAL = (Use.INTERNAL, Use.PRODUCT)


class Ruling(Value, frozen=True, kw_only=True):
    """Whether a use is allowed."""

    allowed: Allowed
    because: tuple[str, ...]
    """Conditions where it is allowed if; reasons otherwise."""
    words: tuple[str, ...] = ()
    """The clauses' own words."""


def rule(
    expression: str,
    use: Use,
    *,
    gated: bool = False,
    quoted: Sequence[Clause] = (),
    lineage: Lineage | None = None,
) -> Ruling:
    """Return whether a licence allows a use.

    Parameters
    ----------
    expression
        The concluded licence; all that places in conflict say, joined with ``AND``.
    gated
        Whether the host lets in only those it accepts.
    quoted
        Terms that the artifact itself states beside or instead of a known licence.
    lineage
        What it was made from.

    Examples
    --------
    >>> rule("MIT", Use.RESEARCH).allowed.value, rule("NONE", Use.PRODUCT).allowed.value
    ('yes', 'no')
    >>> rule("CC-BY-NC-4.0", Use.PRODUCT).allowed.value
    'no'
    >>> rule("LicenseRef-Llama-2-Community", Use.TRAINING).allowed.value
    'no'
    """
    rulings = [_own(expression, use)]
    rulings += [_clause(clause, use, "its own text") for clause in quoted]
    if gated:
        rulings.append(_clause(Clause(kind="gating", words="gated"), use, "the host"))
    if lineage:
        rulings += [_upstream(upstream, use) for upstream in lineage.upstream]
        if lineage.cut:
            rulings.append(_unknown("its lineage goes further than was followed"))
    return worst(rulings)


def worst(rulings: Iterable[Ruling]) -> Ruling:
    """Return the least permissive ruling, with the reasons of all that are as strict."""
    given = list(rulings)
    if len(given) == 1:
        return given[0]
    strict = max((ruling.allowed for ruling in given), key=_RANK.index, default=Allowed.UNKNOWN)
    same = [ruling for ruling in given if ruling.allowed is strict]
    return Ruling(
        allowed=strict,
        because=tuple(dict.fromkeys(one for ruling in same for one in ruling.because)),
        words=tuple(dict.fromkeys(one for ruling in same for one in ruling.words)),
    )


@lru_cache(1 << 12)
def _own(expression: str, use: Use) -> Ruling:
    if expression == NONE:
        if use is Use.RESEARCH:
            return _unknown("no licence is declared; what the law allows without one differs")
        return Ruling(allowed=Allowed.NO, because=("no licence is declared: nothing is granted",))
    if expression == NOASSERTION:
        return _unknown("under which licence it is cannot be told")
    return worst(
        min((_license(name, use) for name in choices), key=lambda one: _RANK.index(one.allowed))
        for choices in alternatives(expression)
    )


def _license(name: str, use: Use) -> Ruling:
    review = known(name)
    if review is None and commercial(name) != "no":
        return _unknown(f"nobody has reviewed the terms of {name}")
    return reviewed(name, review, commercial(name), use)


def reviewed(name: str, review: License | None, answer: Commercial, use: Use) -> Ruling:
    """Return whether a licence allows a use, from its review and whether it allows commerce.

    The review alone gives no freedom: of a licence that forbids commerce no use but research is a
    plain yes, whatever clauses its review has.
    """
    rulings = [Ruling(allowed=Allowed.YES, because=(f"{name} allows it",))]
    clauses = (review.clauses or ()) if review else ()
    if review is not None and review.clauses is None and use in _PASSING_ON:
        rulings.append(_if(f"the terms of {name} are met, which were not reviewed one by one"))
    rulings += [_clause(clause, use, name) for clause in clauses]
    if answer == "no" and use in _COMMERCIAL:
        rulings.append(Ruling(allowed=Allowed.NO, because=(f"{name} forbids commercial use",)))
    elif answer == "no" and use is not Use.RESEARCH:
        rulings.append(_if(f"it is not commercial: {name}"))
    named = any(
        kinds()[clause.kind].condition and use in kinds()[clause.kind].uses for clause in clauses
    )
    if answer == "conditional" and not named:
        rulings.append(_if(f"the conditions of {name} are met"))
    return worst(rulings)


def _clause(clause: Clause, use: Use, whose: str) -> Ruling:
    kind = kinds()[clause.kind]
    words = (clause.words,)
    if use not in kind.uses:
        return Ruling(allowed=Allowed.YES, because=())
    if not kind.condition:
        reason = f"{whose} forbids it ({clause.kind})"
        return Ruling(allowed=Allowed.NO, because=(reason,), words=words)
    return Ruling(allowed=Allowed.IF, because=(kind.condition,), words=words)


def _upstream(upstream: Upstream, use: Use) -> Ruling:
    kind = "base model" if upstream.link.kind == "model" else "training data"
    where = f"its {kind} {upstream.link.name}"
    if upstream.license is None or upstream.license in (NONE, NOASSERTION):
        if upstream.reaches == "yes":
            return _unknown(f"the terms of {where} are not known")
        return _if(f"the terms of {where}, which are not known, do not forbid it")
    theirs = _own(upstream.license, use)
    because = tuple(f"{where}: {one}" for one in theirs.because)
    if upstream.reaches == "yes":
        return Ruling(allowed=theirs.allowed, because=because, words=theirs.words)
    if theirs.allowed is Allowed.YES:
        return Ruling(allowed=Allowed.YES, because=())
    return _if(f"the terms of {where} ({upstream.license}) do not reach it")


def _if(condition: str) -> Ruling:
    return Ruling(allowed=Allowed.IF, because=(condition,))


def _unknown(why: str) -> Ruling:
    return Ruling(allowed=Allowed.UNKNOWN, because=(why,))
