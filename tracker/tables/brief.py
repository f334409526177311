"""A paper in some fifteen lines: what you get, what you may do with it, what holds, how fresh."""

from collections.abc import Sequence

from tracker.licensing.uses import Use
from tracker.model.base import Value
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts
from tracker.tables import behind
from tracker.tables.cells import Cell
from tracker.tables.rows import Row, rows
from tracker.tables.uses import UseOfPaper, Wording, follows
from tracker.verdicts.corrections import answers
from tracker.verdicts.trail import short

_NAMES = 3


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
    follows: str | None
    """What follows for a user where the licences that are declared disagree."""
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
        follows=follows(judged, product) if product else None,
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


def _unseen(artifacts: Sequence[ArtifactVerdicts]) -> str | None:
    left = [short(one.subject) for one in artifacts if not one.is_known]
    if not left:
        return None
    more = f" and {len(left) - _NAMES} more" if len(left) > _NAMES else ""
    return f"{len(left)} of {len(artifacts)} artifacts: {', '.join(left[:_NAMES])}{more}."
