"""A paper in some fifteen lines: what you get, what you may do with it, what holds, how fresh."""

from collections.abc import Sequence

from tracker.licensing.uses import Allowed, Ruling, Use, worst
from tracker.model.base import Value
from tracker.model.paper import Relation, Role
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts
from tracker.tables import behind
from tracker.tables.cells import Cell
from tracker.tables.rows import rows
from tracker.verdicts import Tone, use
from tracker.verdicts.corrections import answers
from tracker.verdicts.trail import short

PARTS = {"code": Role.CODE, "weights": Role.MODEL, "data": Role.DATASET}
"""What is released, as a user speaks of it."""
UNSEEN = "not looked at"
_NAMES = 3


class Wording(Value, frozen=True, kw_only=True):
    """Some words, and how they read."""

    text: str
    tone: Tone


class UseInBrief(Value, frozen=True, kw_only=True):
    """Whether one use is allowed: of all that was released, and of each part of it."""

    use: str
    total: Wording
    parts: tuple[Wording, ...]
    """One for each of `Brief.parts`."""
    reason: str


class Brief(Value, frozen=True, kw_only=True):
    """What a reader wants to know of a paper first."""

    paper: str
    title: str
    get: str
    parts: tuple[str, ...]
    """Those of `PARTS` that the paper officially released."""
    uses: tuple[UseInBrief, ...]
    license: Wording
    promises: Wording
    claims: Wording
    corrections: tuple[str, ...]
    """What persons say against these answers, each with its address."""
    looked: Wording
    """How fresh this is, of what the authors released."""
    unseen: str | None
    """What nobody has looked at yet; None: everything was looked at."""


def brief(judged: PaperVerdicts) -> Brief:
    """Put what is concluded of a paper in brief; nothing is concluded anew.

    A part is never said to be allowed for a use while something of it was not looked at.
    """
    (row,) = rows([judged])
    official = [
        artifact for artifact in judged.artifacts if artifact.artifact.relation is Relation.OFFICIAL
    ]
    parts = {
        name: own
        for name, role in PARTS.items()
        if (own := [each for each in official if each.artifact.role is role])
    }
    return Brief(
        paper=judged.paper.id,
        title=judged.paper.titles.en,
        get=row.get.text,
        parts=tuple(parts),
        uses=tuple(
            UseInBrief(
                use=each.use,
                total=_said(Allowed(each.verdict.answers[0])),
                parts=tuple(_part(own, Use(each.use)) for own in parts.values()),
                reason=each.verdict.reason,
            )
            for each in judged.uses
        ),
        license=_shown(row.license),
        promises=_shown(row.promise),
        claims=_shown(row.reproduction),
        corrections=tuple(
            f"{behind.named(place)}: {behind.told(one)} {one.correction.because}"
            for place, verdict in answers(judged)
            for one in verdict.corrections
        ),
        looked=_shown(row.looked),
        unseen=_unseen(judged.artifacts),
    )


def _shown(cell: Cell) -> Wording:
    return Wording(text="; ".join(cell.read), tone=cell.tone)


def _said(allowed: Allowed, more: str = "") -> Wording:
    known = use.QUESTION.known(allowed.value)
    tone = (known and known.tone) or Tone.UNKNOWN
    return Wording(text=f"{allowed.value}{more}", tone=Tone.UNKNOWN if more else tone)


def _part(own: Sequence[ArtifactVerdicts], wanted: Use) -> Wording:
    """Return the strictest answer of those that were looked at; it is none yet where some were not.

    One that forbids the use settles it, whatever the others say.
    """
    seen = [each for each in own if each.is_known]
    if not seen:
        return Wording(text=UNSEEN, tone=Tone.UNKNOWN)
    strictest = worst(
        Ruling(allowed=Allowed(one.verdict.answers[0]), because=())
        for each in seen
        for one in each.uses
        if one.use == wanted.value
    ).allowed
    left = len(own) - len(seen)
    if not left or strictest is Allowed.NO:
        return _said(strictest)
    return _said(strictest, f", {left} of {len(own)} {UNSEEN}")


def _unseen(artifacts: Sequence[ArtifactVerdicts]) -> str | None:
    left = [short(artifact.subject) for artifact in artifacts if not artifact.is_known]
    if not left:
        return None
    more = f" and {len(left) - _NAMES} more" if len(left) > _NAMES else ""
    return f"{len(left)} of {len(artifacts)} artifacts: {', '.join(left[:_NAMES])}{more}."
