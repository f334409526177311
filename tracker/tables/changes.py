"""What changed between two tables, and whether it got worse."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from tracker.model.base import Value
from tracker.model.evidence import Evidence
from tracker.model.verdict import Verdict
from tracker.tables.rows import Row
from tracker.verdicts import QUESTIONS, answered, availability

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
    first: bool = False
    """Whether nobody had seen anything before that tells: no news of the world."""
    reason: str
    """Of the newer verdict, or of the older where there is no newer."""
    evidence: tuple[Evidence, ...] = ()
    """Of the same verdict."""


_Key = tuple[str, str, str]
_PLACE = availability.QUESTION.name


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
        for artifact in judged.artifacts:
            subject = f"{artifact.subject} {artifact.artifact.path or ''}".strip()
            for question, verdict in answered(artifact):
                if question.compared:
                    yield (row.paper, question.name, subject), verdict
        for one in judged.promises:
            yield (
                (row.paper, "promise", f"{one.promise.role.value}: {one.promise.quote}"),
                one.verdict,
            )
        for claim in judged.claims:
            yield (row.paper, "reproduction", claim.claim.id), claim.verdict
        for question, verdict in answered(judged):
            if question.compared and not question.sums:
                yield (row.paper, question.name, row.paper), verdict


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
        first=_first(old, new),
        reason=newest.reason,
        evidence=tuple(dict.fromkeys(newest.evidence)),
    )


def _first(old: Verdict | None, new: Verdict | None) -> bool:
    return bool(old and new and old.as_of is None and new.as_of is not None)


def apart(changes: Sequence[Change]) -> tuple[tuple[Change, ...], int]:
    """Return what changed since it was known, and how many places were looked at first."""
    known = tuple(change for change in changes if not change.first)
    places = {
        change.subject.partition(" ")[0]
        for change in changes
        if change.first and change.question == _PLACE
    }
    return known, len(places)


def first_look(places: int) -> str:
    """Say how many places were looked at that nobody had seen before."""
    return f"First look at {places} {'place' if places == 1 else 'places'}."


def _direction(question: str, old: Verdict | None, new: Verdict | None) -> Direction:
    if old is None or new is None:
        return Direction.OTHER
    asked = next((known for known in QUESTIONS if known.name == question), None)
    was, now = (asked.rank(old), asked.rank(new)) if asked else (None, None)
    if was is None or now is None or was == now:
        return Direction.OTHER
    return Direction.BETTER if now > was else Direction.WORSE
