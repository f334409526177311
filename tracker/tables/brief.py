"""A paper in some fifteen lines: what you get, what you may do with it, what holds, how fresh."""

from collections.abc import Sequence

from tracker.licensing.uses import Allowed, Use
from tracker.model.base import Value
from tracker.model.paper import Relation
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts
from tracker.tables import behind
from tracker.tables.cells import Cell
from tracker.tables.rows import Row, rows
from tracker.tables.uses import PARTS, UseOfPaper, Wording, follows
from tracker.verdicts.corrections import answers
from tracker.verdicts.reproduction import NOT_ATTEMPTED, OUTCOMES, outcome
from tracker.verdicts.reproduction.answers import CHECKABLE, PARTLY_CHECKABLE
from tracker.verdicts.trail import phrase, short

_NAME = 40
"""Characters of an address; whole it stands with the evidence."""
_REASON = 105
"""Characters of a reason; one that names conditions is never cut."""


class Brief(Value, frozen=True, kw_only=True):
    """What a reader wants to know of a paper first."""

    paper: str
    title: str
    get: str
    parts: tuple[str, ...]
    """Those of `tracker.tables.uses.PARTS` that the paper officially released."""
    use: Wording
    """All uses in the words of the table."""
    uses: tuple[UseOfPaper, ...]
    why: str | None
    """Why a product may have it, or not; None: nothing was judged."""
    follows: str | None
    """What follows for a user where the licences that are declared disagree."""
    theirs: str | None
    """What others made that the paper names: it counts for no answer here."""
    license: Wording
    promises: Wording
    claims: Wording
    corrections: tuple[str, ...]
    """What persons say against these answers, each with its address."""
    looked: Wording
    """How fresh this is, of what the authors released."""
    unseen: str | None
    """Of how much nobody has looked at yet; None: everything was looked at."""
    unseen_names: tuple[str, ...]
    """What that is."""
    step: str | None
    """What to do next; None: nothing would make these answers better."""


def brief(judged: PaperVerdicts) -> Brief:
    """Put what is concluded of a paper in brief; nothing is concluded anew."""
    (row,) = rows([judged])
    return brief_of(row)


def brief_of(row: Row) -> Brief:
    """Put a row of the table in brief."""
    judged = row.verdicts
    product = next((one for one in row.uses if one.use == Use.PRODUCT), None)
    return Brief(
        paper=row.paper,
        title=row.title,
        get=row.get.text,
        parts=tuple(part.part for part in product.parts) if product else (),
        use=_shown(row.more["use"]),
        uses=row.uses,
        why=_why(product) if product else None,
        follows=follows(judged, product) if product else None,
        theirs=_theirs(judged.artifacts),
        license=_shown(row.license),
        promises=_shown(row.promise),
        claims=_claims(row),
        corrections=tuple(
            f"{behind.named(place)}: {behind.told(one)} {one.correction.because}"
            for place, verdict in answers(judged)
            for one in verdict.corrections
        ),
        looked=_shown(row.looked),
        unseen=_unseen(judged.artifacts),
        unseen_names=tuple(short(one.subject) for one in judged.artifacts if not one.is_known),
        step=_step(judged, product),
    )


def _shown(cell: Cell) -> Wording:
    return Wording(text="; ".join(cell.read), tone=cell.tone)


def _why(product: UseOfPaper) -> str:
    if product.total.text == Allowed.IF or len(product.reason) <= _REASON:
        return product.reason
    return phrase(product.reason, _REASON)


def _claims(row: Row) -> Wording:
    """Say what became of the claims as the cell does, and of how many they are only once."""
    claims = row.verdicts.claims
    outcomes = [outcome(claim.checks) for claim in claims]
    counts = [
        f"{number} {word}"
        for word in OUTCOMES
        if word != NOT_ATTEMPTED and (number := sum(word in words for words in outcomes))
    ]
    if len(counts) < 2:
        return _shown(row.reproduction)
    also = row.reproduction.read[len(counts) :]
    rest = (part for part in also if part not in (CHECKABLE, PARTLY_CHECKABLE))
    summed = f"of {len(claims)} claims: {', '.join(counts)}"
    return Wording(text="; ".join((summed, *rest)), tone=row.reproduction.tone)


def _theirs(artifacts: Sequence[ArtifactVerdicts]) -> str | None:
    """Name what others made of the kinds that the paper released none of."""
    official = {
        one.artifact.role for one in artifacts if one.artifact.relation is Relation.OFFICIAL
    }
    lines = []
    for part, role in PARTS.items():
        others = [
            one.subject
            for one in artifacts
            if one.artifact.role is role and one.artifact.relation is Relation.THIRD_PARTY
        ]
        if others and role not in official:
            lines.append(f"{part}: none of their own, {len(others)} of others ({_named(others)})")
    return "; ".join(lines) or None


def _named(subjects: Sequence[str]) -> str:
    first, *others = subjects
    more = f" and {len(others)} more" if others else ""
    return f"{phrase(short(first).rstrip('/'), _NAME)}{more}"


def _unseen(artifacts: Sequence[ArtifactVerdicts]) -> str | None:
    left = [one for one in artifacts if not one.is_known]
    if not left:
        return None
    official = sum(one.artifact.relation is Relation.OFFICIAL for one in left)
    whose = "all" if official == len(left) else str(official or "none")
    return f"{len(left)} of {len(artifacts)} artifacts, {whose} official"


def _step(judged: PaperVerdicts, product: UseOfPaper | None) -> str | None:
    """Return the next step: towards a product first, then towards what was promised."""
    unsure = product is not None and product.total.text == Allowed.UNKNOWN
    if unsure and any(map(_waits, judged.artifacts)):
        return f"Look again: `tracker run {judged.paper.id.removeprefix('arxiv:')}`."
    uses = judged.uses if product is not None and product.parts else ()
    verdicts = [one.verdict for one in uses if one.use == Use.PRODUCT]
    remedies = (one.remedy for one in (*verdicts, judged.promise) if judged.artifacts)
    return next(filter(None, remedies), None)


def _waits(artifact: ArtifactVerdicts) -> bool:
    """Whether a look could tell more of what one may do with something of the authors."""
    if artifact.artifact.relation is not Relation.OFFICIAL:
        return False
    uses = [one.verdict for one in artifact.uses if one.use == Use.PRODUCT]
    return any(not artifact.is_known or one.unread or artifact.license.unread for one in uses)
