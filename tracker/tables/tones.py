"""How answers read at a glance; the words always say it as well."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from tracker.licensing.concluded import UNSHIPPED
from tracker.licensing.uses import Allowed, Use, rule
from tracker.model.paper import Depth
from tracker.model.verdict import (
    NOASSERTION,
    NONE,
    ArtifactVerdicts,
    CheckVerdict,
    ClaimVerdict,
    Verdict,
)
from tracker.verdicts.identity import ALARMS
from tracker.verdicts.license import CONFLICT
from tracker.verdicts.reproduction import outcome


class Tone(StrEnum):
    """From the best to the one that says nothing."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNKNOWN = "unknown"


GONE = frozenset(("removed", "taken-down", "disabled", "not-visible"))
"""Answers to "is it there?" that mean no."""

PROMISES: Mapping[str, Tone] = {
    "kept": Tone.GOOD,
    "partly": Tone.FAIR,
    "open": Tone.FAIR,
    "not kept": Tone.POOR,
}
"""How the worst of a paper's promises reads; what is not named here: nobody knows."""

OUTCOMES: Mapping[str, Tone] = {
    "contradicted": Tone.POOR,
    "numbers do not follow": Tone.POOR,
    "reproduced (exact)": Tone.GOOD,
    "replicated (exact)": Tone.GOOD,
    "proxy within tolerance": Tone.FAIR,
    "mechanism holds": Tone.FAIR,
    "numbers consistent": Tone.FAIR,
    "proxy outside tolerance": Tone.FAIR,
    "mechanism not confirmed": Tone.FAIR,
}
"""How it reads what became of a claim: whole, in part, against the paper; else nobody knows."""


def best(tones: Iterable[Tone]) -> Tone:
    """Return the best of some tones, and that nobody knows where there is none."""
    found = set(tones)
    return next((tone for tone in Tone if tone in found), Tone.UNKNOWN)


def of_artifact(each: ArtifactVerdicts) -> Tone:
    """Return how the state of one artifact reads."""
    gone = not GONE.isdisjoint(each.availability.answers)
    if gone or not set(ALARMS).isdisjoint(each.identity.answers):
        return Tone.POOR
    match each.reached:
        case Depth.TRAINING | Depth.COMPLETE:
            return Tone.GOOD
        case Depth.PARTIAL | Depth.INFERENCE:
            return Tone.FAIR
        case Depth.PLACEHOLDER | Depth.NOTHING:
            return Tone.POOR
    return Tone.UNKNOWN


def of_license(verdict: Verdict) -> Tone:
    """Return how a licence reads, of one artifact or of a paper.

    Good is one that lets a product be made of it, and whose text is there; one that is only
    mentioned, that has limits, or that others speak against, is fair.
    """
    named = [word for word in verdict.answers if word not in (NONE, NOASSERTION, CONFLICT)]
    if verdict.answers == (NOASSERTION,):
        return Tone.UNKNOWN
    if not named:
        return Tone.POOR
    free = rule(named[0], Use.PRODUCT).allowed in (Allowed.YES, Allowed.IF)
    alone = len(verdict.answers) == 1 and UNSHIPPED not in verdict.reason
    return Tone.GOOD if free and alone else Tone.FAIR


def of_promise(verdict: Verdict) -> Tone:
    """Return how it reads what became of one promise, or of all."""
    return PROMISES.get(verdict.answers[0], Tone.UNKNOWN)


def of_check(judged: CheckVerdict) -> Tone:
    """Return how it reads what came of a check: by what its tier may say of the claim."""
    return OUTCOMES.get(judged.words, Tone.UNKNOWN)


def of_claim(judged: ClaimVerdict) -> Tone:
    """Return how it reads what became of a claim: by the weightiest word about it."""
    return OUTCOMES.get(outcome(judged.checks)[0], Tone.UNKNOWN)


def of_claims(judged: Sequence[ClaimVerdict]) -> Tone:
    """Return how it reads what became of a paper's claims.

    One claim does not colour the others: it reads as its headline does, or, where none is named, as
    the claim that came least far; a contradiction always shows.
    """
    tones = [of_claim(each) for each in judged]
    if Tone.POOR in tones:
        return Tone.POOR
    telling = [tone for each, tone in zip(judged, tones, strict=True) if each.claim.headline]
    order = list(Tone)
    return max(telling or tones, key=order.index, default=Tone.UNKNOWN)
