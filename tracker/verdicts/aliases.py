"""Two addresses of one thing: another spelling, a former name, the same history."""

from collections.abc import Iterator, Mapping, Sequence

from tracker.model.locator import fault, locate, traits_of
from tracker.verdicts.trail import Trail


def twins(trails: Sequence[Trail]) -> Mapping[str, str]:
    """Return, by subject, the first of the subjects that are the same thing under another address.

    They are the same where the host ignores the case in which they differ, where one moved to the
    other, where they have one id, or where repositories of one name have the same first commit. A
    subject that is like no other is the first of its own. Two branches are two things.
    """
    known: dict[object, str] = {}
    firsts: dict[str, str] = {}
    for trail in trails:
        marks = tuple(_marks(trail))
        first = next((known[mark] for mark in marks if mark in known), trail.subject)
        known.update(dict.fromkeys(marks, first))
        firsts[trail.subject] = first
    return firsts


def _marks(trail: Trail) -> Iterator[object]:
    """Yield what only one thing has."""
    yield _place(trail.subject)
    if fault(trail.subject):
        return
    here = locate(trail.subject)
    branch = here.repository and here.revision
    for sighting in trail.present:
        facts = sighting.observation.facts
        if facts.moved_to and not fault(facts.moved_to):
            yield _place(facts.moved_to) if branch is None else (_place(facts.moved_to), branch)
        if facts.platform_id:
            yield here.host, here.kind, facts.platform_id, branch
        if facts.first_commit and here.kind == "repository":
            yield here.name.rpartition("/")[2].casefold(), facts.first_commit, branch


def _place(subject: str) -> str:
    return subject.casefold() if traits_of(subject).caseless else subject
