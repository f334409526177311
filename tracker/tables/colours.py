"""How answers read at a glance where several questions meet; the words always say it as well.

How an answer to one question reads, the question says itself: `Question.tone`.
"""

from collections.abc import Iterable, Sequence

from tracker.model.verdict import IN_PART, ArtifactVerdicts, CheckVerdict, ClaimVerdict
from tracker.verdicts import Tone, depth, reproduction
from tracker.verdicts.availability import GONE
from tracker.verdicts.identity import ALARMS
from tracker.verdicts.reproduction import outcome

_ORDER = list(Tone)


def best(tones: Iterable[Tone]) -> Tone:
    """Return the best of some tones, and that nobody knows where there is none."""
    return min(tones, key=_ORDER.index, default=Tone.UNKNOWN)


def worst(tones: Iterable[Tone]) -> Tone:
    """Return the worst of some tones, what nobody knows left out where anything is known."""
    known = [tone for tone in tones if tone is not Tone.UNKNOWN]
    return max(known, key=_ORDER.index, default=Tone.UNKNOWN)


def of_artifact(verdicts: ArtifactVerdicts) -> Tone:
    """Return how the state of one artifact reads: what it holds, unless it is gone or another."""
    gone = not GONE.isdisjoint(verdicts.availability.answers)
    if gone or not ALARMS.isdisjoint(verdicts.identity.answers):
        return Tone.POOR
    tone = depth.QUESTION.tone(verdicts.depth) or Tone.UNKNOWN
    in_part = IN_PART in verdicts.availability.answers
    return Tone.FAIR if tone is Tone.GOOD and in_part else tone


def of_check(judged: CheckVerdict) -> Tone:
    """Return how it reads what came of a check: by what its tier may say of the claim."""
    return _of_outcome(judged.words)


def of_claim(judged: ClaimVerdict) -> Tone:
    """Return how it reads what became of a claim: by the weightiest word about it."""
    return _of_outcome(outcome(judged.checks)[0])


def _of_outcome(word: str) -> Tone:
    answer = reproduction.QUESTION.known(word)
    return (answer.tone if answer else None) or Tone.UNKNOWN


def of_claims(judged: Sequence[ClaimVerdict]) -> Tone:
    """Return how it reads what became of a paper's claims.

    One claim does not colour the others: it reads as its headline does, or, where none is named, as
    the claim that came least far; a contradiction always shows.
    """
    tones = [of_claim(claim_verdict) for claim_verdict in judged]
    if Tone.POOR in tones:
        return Tone.POOR
    telling = [
        tone
        for claim_verdict, tone in zip(judged, tones, strict=True)
        if claim_verdict.claim.headline
    ]
    return max(telling or tones, key=_ORDER.index, default=Tone.UNKNOWN)
