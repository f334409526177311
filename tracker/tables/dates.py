"""Cells that tell a day: since when something is there, and when somebody looked last."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from tracker.model.paper import Paper, Relation
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, Verdict
from tracker.tables.cells import Cell, not_official, verdict_cell
from tracker.verdicts import Tone
from tracker.verdicts.availability import GONE
from tracker.verdicts.depth import QUESTION
from tracker.verdicts.since import predates, whole


def dated_cell(verdict: Verdict, paper: Paper) -> Cell:
    """Say since when a release is there, and what of it is older than the paper."""
    cell = verdict_cell(verdict, tone=Tone.GOOD)
    if not predates(verdict, paper):
        return cell
    return msgspec.structs.replace(
        cell,
        text=f"{cell.text} ({whole(verdict)})",
        parts=(cell.text, f"({whole(verdict)})"),
        reason=f"{cell.reason} It is older than the month of the paper; when the paper's part "
        "came is not known.",
    )


def undated_cell(judged: PaperVerdicts, released: Sequence[ArtifactVerdicts]) -> Cell:
    """Say why there is no date of a release."""
    if not judged.paper.begun:
        return not_official(judged)
    if not released:
        return Cell(text="nothing named", reason="The registry names no official artifact.")
    known = [release for release in released if release.is_known]
    if any(
        release.depth.answers[0] == QUESTION.unknown and _is_there(release) for release in known
    ):
        return Cell(text="not known", reason="Of what is there, no list of files was seen.")
    if known:
        return Cell(text="nothing yet", tone=Tone.POOR, reason="Nothing that was seen holds it.")
    return Cell(text="not known", reason="Nobody has looked at it yet.")


def _is_there(release: ArtifactVerdicts) -> bool:
    return GONE.isdisjoint(release.availability.answers)


def looked_cell(
    observed: Sequence[ArtifactVerdicts], looked_at: dt.datetime | None, named: Sequence[Relation]
) -> Cell:
    """Say when hosts were reached last, and for how many of the artifacts they ever were.

    Parameters
    ----------
    named
        How each artifact that is meant stands to the paper.
    """
    live = sum(any(piece.observed_at for piece in one.availability.evidence) for one in observed)
    if looked_at is not None and live < len(named):
        copies, unseen = len(observed) - live, len(named) - len(observed)
        rest = [f"{copies} shown from stored copies"] if copies else []
        rest += [f"{unseen} not looked at"] if unseen else []
        official = Relation.OFFICIAL in named
        what = "official artifacts" if official else "artifacts, none official"
        day = f"{looked_at:%Y-%m-%d}"
        share = f"({live} of {len(named)}{' official' if official else ''})"
        return Cell(
            text=f"{day} {share}",
            tone=Tone.FAIR,
            reason=f"Looked at on {looked_at:%Y-%m-%d %H:%M} UTC: {live} of {len(named)} {what}; "
            f"{', '.join(rest)}.",
        )
    if looked_at is not None:
        return Cell(
            text=f"{looked_at:%Y-%m-%d}",
            tone=Tone.GOOD,
            reason=f"Not looked at since {looked_at:%Y-%m-%d %H:%M} UTC.",
        )
    if not observed:
        return Cell(text="never", reason="Nobody has looked at it yet.")
    known = [one.availability.as_of for one in observed if one.availability.as_of]
    age = f"not older than {max(known):%Y-%m-%d}" if known else "of an unknown day"
    return Cell(
        text=f"never; stored copy {age}",
        parts=("never", f"stored copy {age}"),
        tone=Tone.FAIR,
        reason=f"No look has reached the hosts; the newest stored copy is {age}.",
    )
