"""What changed between two tables, and whether it got worse."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from tracker.model.base import Value
from tracker.model.evidence import Evidence
from tracker.model.paper import Depth
from tracker.model.verdict import NOASSERTION, NONE, Verdict
from tracker.tables.rows import Row

NOT_ASKED = "not asked"
"""Stands for the answer to a question that the registry did not put."""


class Direction(StrEnum):
    """Which way an answer went."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    """Neither: a different licence, a first answer, or one that we lost sight of."""


class Change(Value, frozen=True, kw_only=True):
    """One answer that is not what it was."""

    paper: str
    question: str
    subject: str
    before: str
    """`NOT_ASKED` where the registry did not have the subject before."""
    after: str
    """`NOT_ASKED` where it does not have it any more."""
    direction: Direction
    reason: str
    """Of the newer verdict, or of the older where there is no newer."""
    evidence: tuple[Evidence, ...] = ()
    """Of the same verdict."""


_RANKS: Mapping[str, Mapping[str, int]] = {
    "availability": {
        "available": 5, "moved": 5, "gated": 4, "archived": 4, "placeholder": 2, "empty": 1,
        "removed": 0, "taken-down": 0, "disabled": 0, "not-visible": 0,
    },
    "depth": {depth.value: depth.rank for depth in Depth},
    "identity": {
        "same": 2, "moved": 2, "new revision": 2, "new release": 2, "card changed": 2,
        "licence changed": 2,
        "history rewritten": 1, "re-created": 0, "re-registered": 0,
    },
    "promise": {"kept": 3, "partly": 2, "open": 1, "not kept": 0},
    "reproduction": {
        "reproduced (exact)": 4, "replicated (exact)": 4, "proxy within tolerance": 3,
        "mechanism holds": 2, "numbers consistent": 2, "proxy outside tolerance": 1,
        "mechanism not confirmed": 1, "contradicted": 0, "numbers do not follow": 0,
    },
}  # fmt: skip
"""Answers of the questions that can get worse. An answer without a rank (``unknown``,
``cannot tell``) is neither better nor worse than any other."""

_FAILED = 1
"""Up to this rank the words about a claim say that a check failed."""

_Key = tuple[str, str, str]


def compare(before: Sequence[Row], after: Sequence[Row]) -> tuple[Change, ...]:
    """Return every answer that changed, in the order of the newer table."""
    old, new = dict(_answers(before)), dict(_answers(after))
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        change for key in keys if (change := _change(key, old.get(key), new.get(key))) is not None
    )


def _answers(rows: Sequence[Row]) -> Iterator[tuple[_Key, Verdict]]:
    for row in rows:
        judged = row.verdicts
        for each in judged.artifacts:
            subject = f"{each.subject} {each.artifact.path or ''}".strip()
            for verdict in (each.availability, each.identity, each.depth, each.license, each.since):
                yield (row.paper, verdict.question, subject), verdict
        for one in judged.promises:
            yield (
                (row.paper, "promise", f"{one.promise.role.value}: {one.promise.quote}"),
                one.verdict,
            )
        for claim in judged.claims:
            yield (row.paper, "reproduction", claim.claim.id), claim.verdict


def _change(key: _Key, old: Verdict | None, new: Verdict | None) -> Change | None:
    newest = new or old
    if newest is None or (old and new and set(old.answers) == set(new.answers)):
        return None
    paper, question, subject = key
    return Change(
        paper=paper,
        question=question,
        subject=subject,
        before=old.answer if old else NOT_ASKED,
        after=new.answer if new else NOT_ASKED,
        direction=_direction(question, old, new),
        reason=newest.reason,
        evidence=tuple(dict.fromkeys(newest.evidence)),
    )


def _direction(question: str, old: Verdict | None, new: Verdict | None) -> Direction:
    if old is None or new is None:
        return Direction.OTHER
    was, now = _rank(question, old), _rank(question, new)
    if was is None or now is None or was == now:
        return Direction.OTHER
    return Direction.BETTER if now > was else Direction.WORSE


def _rank(question: str, verdict: Verdict) -> int | None:
    """Return how good an answer is; of several that hold at once the poorest counts.

    A claim that was checked in more than one way is as good as the best of them, unless one failed.
    """
    if question == "license":
        return None if verdict.answers[0] == NOASSERTION else int(verdict.answers[0] != NONE)
    ranks = _RANKS.get(question, {})
    known = [ranks[word] for word in verdict.answers if word in ranks]
    if question == "reproduction" and min(known, default=0) > _FAILED:
        return max(known)
    return min(known, default=None)
