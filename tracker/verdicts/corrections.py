"""People's corrections, put beside the answers that they are about. No answer rests on them."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from tracker.model.correction import Correction, JudgedCorrection, Standing
from tracker.model.evidence import Evidence
from tracker.model.locator import fault, locate
from tracker.model.paper import Artifact, Paper
from tracker.model.verdict import (
    ArtifactVerdicts,
    CheckVerdict,
    ClaimVerdict,
    PaperVerdicts,
    PromiseVerdict,
    UseVerdict,
    Verdict,
)
from tracker.verdicts.trail import utc

_COMMIT = re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")
_CONTENT = "swh:1:cnt:"


class Topic(NamedTuple):
    """Which answer about a paper is meant."""

    question: str
    artifact: Artifact | None = None
    """None: the answer is about the paper as a whole."""
    about: str | None = None
    """As in `tracker.model.correction.Correction.about`."""


def answers(judged: PaperVerdicts) -> Iterator[tuple[Topic, Verdict]]:
    """Yield every answer about a paper, and which one it is."""
    pairs: list[tuple[Topic, Verdict]] = []

    def note(place: Topic, verdict: Verdict) -> Verdict:
        pairs.append((place, verdict))
        return verdict

    _walk(judged, note, Topic(""))
    yield from pairs


def corrected(judged: PaperVerdicts, corrections: Sequence[Correction]) -> PaperVerdicts:
    """Return the verdicts with what people say against them; the answers stay what they are.

    Of several corrections of one answer by the same person the last one counts.
    """
    if not corrections:
        return judged
    left = list(
        {(_key(correction), correction.by): correction for correction in corrections}.values()
    )

    def beside(place: Topic, verdict: Verdict) -> Verdict:
        own = [correction for correction in left if is_about(correction, place)]
        for correction in own:
            left.remove(correction)
        judged_corrections = tuple(
            JudgedCorrection(correction=correction, standing=standing(correction, verdict))
            for correction in own
        )
        return (
            msgspec.structs.replace(verdict, corrections=judged_corrections)
            if judged_corrections
            else verdict
        )

    shown: PaperVerdicts = _walk(judged, beside, Topic(""))
    return shown


def is_about(correction: Correction, place: Topic) -> bool:
    """Whether a correction is about this answer."""
    artifact = place.artifact
    return (
        (correction.question, correction.about) == (place.question, place.about)
        and (correction.artifact is None) == (artifact is None)
        and (artifact is None or (_url(correction.artifact or ""), correction.path)
             == (_url(artifact.url), artifact.path))
    )  # fmt: skip


def standing(correction: Correction, verdict: Verdict) -> Standing:
    """Return how a correction stands to the answer that is given now."""
    if set(correction.says) == set(verdict.answers):
        return Standing.AGREED
    return Standing.STANDS if correction.evidence == basis(verdict) else Standing.STALE


def basis(verdict: Verdict) -> str:
    """Return the digest of what a verdict rests on: quotes, addresses, revisions; no times.

    To see the same again changes nothing. Of a piece that names the content of a file, only that
    content counts, not the commit in which it was seen.
    """
    pieces = sorted({_piece(evidence) for evidence in verdict.evidence})
    return f"sha256:{hashlib.sha256(msgspec.json.encode(pieces)).hexdigest()}"


def until(paper: Paper, as_of: dt.datetime | None) -> Paper:
    """Return the paper with the corrections that had been made by then."""
    if as_of is None or not paper.corrections:
        return paper
    known = tuple(
        correction for correction in paper.corrections if correction.made_on <= utc(as_of).date()
    )
    return msgspec.structs.replace(paper, corrections=known)


def _piece(piece: Evidence) -> tuple[str, str, str]:
    revision = piece.revision or ""
    url = _COMMIT.sub("", piece.url) if revision.startswith(_CONTENT) else piece.url
    return (url, piece.quote or "", revision)


def _key(correction: Correction) -> tuple[str | None, ...]:
    url = None if correction.artifact is None else _url(correction.artifact)
    return (correction.question, url, correction.path, correction.about)


def _url(address: str) -> str:
    return address if fault(address) else locate(address).url


def _walk(judged: Any, change: Callable[[Topic, Verdict], Verdict], place: Topic) -> Any:
    """Return what was judged with each verdict in it changed."""
    match judged:
        case Verdict():
            return change(place._replace(question=judged.question), judged)
        case tuple():
            return tuple(_walk(value, change, place) for value in judged)
        case ArtifactVerdicts():
            place = place._replace(artifact=judged.artifact)
        case UseVerdict():
            place = place._replace(about=judged.use)
        case PromiseVerdict():
            place = place._replace(about=judged.promise.quote)
        case ClaimVerdict():
            place = place._replace(about=judged.claim.id)
        case CheckVerdict():
            place = place._replace(about=judged.check.id)
        case PaperVerdicts():
            pass
        case _:
            return judged
    fields = msgspec.structs.asdict(judged)
    walked = {name: _walk(value, change, place) for name, value in fields.items()}
    return msgspec.structs.replace(judged, **walked)
