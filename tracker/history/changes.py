"""What differs between two states of knowledge."""

from tracker.model.base import Value
from tracker.model.evidence import Book, Facts, Observation


class Difference(Value, frozen=True, kw_only=True):
    """One fact about one artifact that is not what it was."""

    subject: str
    field: str
    """``reach``, or a field of `Facts`."""
    old: object = None
    """None: not seen, or not asked for, before."""
    new: object = None
    """None: no longer in the history, as when an earlier state is compared with a later one."""


def diff(before: Book, after: Book) -> tuple[Difference, ...]:
    """Return what the last telling look at each artifact shows otherwise in `after`.

    Looks that say nothing are passed over: silence is no change. So are facts that the later look
    did not ask for.
    """
    return tuple(
        change
        for subject in sorted({*before, *after})
        for change in _changes(subject, _last(before, subject), _last(after, subject))
    )


def _last(book: Book, subject: str) -> Observation | None:
    telling = (
        sighting.observation
        for sighting in reversed(book.get(subject, ()))
        if sighting.observation.reach.says_something
    )
    return next(telling, None)


def _changes(subject: str, old: Observation | None, new: Observation | None) -> list[Difference]:
    if old is None and new is None:
        return []
    if old is None or new is None:
        return [
            Difference(subject=subject, field="reach", old=old and old.reach, new=new and new.reach)
        ]
    changes = []
    if old.reach is not new.reach:
        changes.append(Difference(subject=subject, field="reach", old=old.reach, new=new.reach))
    for field in Facts.__struct_fields__:
        was, now = getattr(old.facts, field), getattr(new.facts, field)
        if now is not None and was != now:
            changes.append(Difference(subject=subject, field=field, old=was, new=now))
    return changes
