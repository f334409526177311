"""Since when? The first commit, the host's own date, or the day it was first seen."""

import datetime as dt
from collections.abc import Callable

from tracker.model.evidence import Observation, Sighting
from tracker.model.paper import Artifact, Paper
from tracker.model.unread import Piece, Unread, unread_text
from tracker.model.verdict import Dated, DateKind, Verdict
from tracker.verdicts import trail as trails
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import Trail, utc


def _date(text: str) -> str | None:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return None


QUESTION = Question(
    name="since",
    title="Since when?",
    zh="始于何时？",
    meaning=(
        "The earliest date on which the artifact is known to have been there: its first commit, "
        "else the date of creation that the host gives, else the first time it was seen. The "
        "reason says which of the three it is. Commit dates are the authors' own word."
    ),
    motive="It tells a release with the paper from one that came a year later.",
    answers=(
        Answer(
            word="a date",
            zh="日期",
            open=True,
            means='Such as 2025-03-17, in UTC; "not later than" it where no history was read.',
            takes=_date,
        ),
        Answer(
            word="unknown",
            zh="未知",
            tone=Tone.UNKNOWN,
            quiet=True,
            means="It was not seen yet.",
            remedy="Run the tracker where the host can be reached.",
        ),
    ),
    remedy="None is needed; a release with a tag and an archived copy makes the date provable.",
    rule="since/3",
    of_artifact=lambda asked: judge_since(asked.artifact, asked.trail),
)


_UNDATED = "It was seen in a stored copy, which tells no day on which it was there"


def judge_since(artifact: Artifact, trail: Trail) -> Verdict:
    """Judge since when the artifact is there."""
    earliest = _earliest(trail)
    dated: Dated | None = None
    if earliest is None:
        answers, used = ("unknown",), trail.sightings
        reason = _UNDATED if trail.present else "It was not seen yet"
    else:
        sighting, dated = earliest
        answers, used = (f"{'not later than ' if dated.bound else ''}{dated.day}",), (sighting,)
        why = f": {unread_text(_lacking(trail))}" if dated.bound else ""
        reason = _because(artifact, dated)
        if dated.bound or dated.by is DateKind.FIRST_SEEN:
            reason += f"; it may be older{why}"
    return Verdict(
        question=QUESTION.name,
        subject=trail.subject,
        answers=answers,
        reason=f"{reason}.",
        remedy=QUESTION.remedy_for(*answers),
        evidence=tuple(trails.evidence(sighting, quote=reason) for sighting in used[:1])
        or (trails.named(artifact),),
        derived_from=trails.ids(used),
        rule=QUESTION.rule,
        as_of=trails.newest(trail.telling),
        dated=dated,
        unread=_lacking(trail) if dated and dated.bound else (),
    )


def predates(verdict: Verdict, paper: Paper) -> bool:
    """Whether what is dated is older than the paper, so that its age says little of the release.

    Examples
    --------
    >>> from tracker.model.paper import Titles
    >>> day = Dated(day=dt.date(2021, 8, 8), by=DateKind.FIRST_COMMIT)
    >>> old = Verdict(question="since", subject="", answers=("2021-08-08",), rule="since/1",
    ...               reason="So old.", dated=day)
    >>> predates(old, Paper(id="arxiv:2503.14456", titles=Titles(en="RWKV-7")))
    True
    """
    if verdict.dated is None or paper.month is None:
        return False
    return verdict.dated.day < paper.month


def _because(artifact: Artifact, dated: Dated) -> str:
    if dated.by is DateKind.FIRST_SEEN:
        return f"First seen on {dated.day}"
    commit = dated.by is DateKind.FIRST_COMMIT
    whole = " of the whole repository" if artifact.path and commit else ""
    return f"{dated.day} is the {dated.by}{whole}"


def whole(verdict: Verdict) -> str:
    """Say what it is that is older than the paper."""
    return "package" if verdict.subject.startswith("pkg:") else "repository"


def _earliest(trail: Trail) -> tuple[Sighting, Dated] | None:
    if _lacking(trail):
        return _bound(trail)
    for kind, read in _DATES:
        dated = [
            (utc(when), sighting)
            for sighting in trail.present
            if (when := read(sighting.observation)) is not None
        ]
        if dated:
            when, sighting = min(dated, key=lambda pair: (pair[0], pair[1].id))
            return sighting, Dated(day=when.date(), by=kind)
    return None


def _lacking(trail: Trail) -> tuple[Unread, ...]:
    """Return what was not read and could tell of a day that no look knows."""
    if trail.latest(lambda facts: facts.first_commit):
        return ()
    created = trail.latest(lambda facts: facts.created)
    return trail.lacking(Piece.HISTORY, *(() if created else (Piece.STATE,)))


def _bound(trail: Trail) -> tuple[Sighting, Dated] | None:
    """Return the day of the newest commit, than which the first is not later, or of a look."""
    for kind, read in ((DateKind.LAST_COMMIT, lambda look: look.facts.last_changed), _DATES[-1]):
        dated_looks = [
            (utc(when), x) for x in trail.present if (when := read(x.observation)) is not None
        ]
        if dated_looks:
            when, sighting = min(dated_looks, key=lambda pair: (pair[0], pair[1].id))
            return sighting, Dated(day=when.date(), by=kind, bound=True)
    return None


_DATES: tuple[tuple[DateKind, Callable[[Observation], dt.datetime | None]], ...] = (
    (DateKind.FIRST_COMMIT, lambda look: look.facts.first_commit),
    (DateKind.CREATED, lambda look: look.facts.created),
    (DateKind.FIRST_SEEN, lambda look: look.observed_at),
)
"""The kinds of date, the most telling one first. That a stored copy is not older than a day says
nothing of when that of which it is a copy began."""
