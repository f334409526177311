"""From what became of a condition to a finding, with the place and the clause as evidence."""

from typing import TypeAlias

import msgspec

from tracker.licensing.conditions import Condition
from tracker.model.evidence import SPAN_LIMIT
from tracker.verdicts.conditions.finding import Finding, Fulfilment
from tracker.verdicts.conditions.release import SeenRelease, Spot
from tracker.verdicts.trail import phrase

_DETAIL = 160
Outcome: TypeAlias = tuple[Fulfilment, str | Spot]
"""Whether a condition is met, and where, or why not; None: it asks nothing here."""


def finding_of(
    whose: str | None, license_id: str | None, condition: Condition, outcome: Outcome,
    release: SeenRelease, *, folder: bool = False,
) -> Finding:  # fmt: skip
    """Return the finding about one condition."""
    state, where = outcome
    detail = where if isinstance(where, str) else where.words
    place = release.as_a_whole(detail) if isinstance(where, str) else where.evidence
    words = f"{place.quote or detail} ({license_id} {condition.clause}: {condition.words})"
    return Finding(
        whose=whose,
        folder=folder,
        license=license_id,
        condition=condition,
        state=state,
        detail=phrase(detail, _DETAIL),
        evidence=msgspec.structs.replace(place, quote=phrase(words, SPAN_LIMIT)),
    )


def unreviewed(
    whose: str | None, license_id: str | None, release: SeenRelease, *, folder: bool = False
) -> Finding:
    """Return the finding that nobody reviewed what a licence asks, or that it was not read."""
    detail = "what it asks was not reviewed for this" if license_id else "its terms were not read"
    return Finding(
        whose=whose, folder=folder, license=license_id, condition=None, state=Fulfilment.UNREAD,
        detail=detail, evidence=release.as_a_whole(f"{license_id or whose}: {detail}"),
    )  # fmt: skip


def not_known(
    whose: str | None, release: SeenRelease, detail: str, *, folder: bool = False
) -> Finding:
    """Return the finding that the terms of a work are not known."""
    return Finding(
        whose=whose, folder=folder, license=None, condition=None, state=Fulfilment.UNREAD,
        detail=detail,
        evidence=release.as_a_whole(f"{whose}: {detail}" if whose else detail),
    )  # fmt: skip


def text_of(license_id: str, release: SeenRelease) -> Outcome:
    """Tell whether the text of a licence is there."""
    if spot := release.text(license_id):
        return Fulfilment.MET, spot
    if why := release.no_text():
        return Fulfilment.UNREAD, why
    return Fulfilment.NOT_MET, "no file holds it"
