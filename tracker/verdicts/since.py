"""Since when? The first commit, the host's own date, or the day it was first seen."""

import datetime as dt
from collections.abc import Callable

from tracker.model.evidence import Observation, Sighting
from tracker.model.paper import Artifact, Paper
from tracker.model.verdict import Verdict
from tracker.verdicts import trail as trails
from tracker.verdicts.question import Answer, Question
from tracker.verdicts.trail import Trail, day, utc

QUESTION = Question(
    name="since",
    title="Since when?",
    meaning=(
        "The earliest date on which the artifact is known to have been there: its first commit, "
        "else the date of creation that the host gives, else the first time it was seen. The "
        "reason says which of the three it is. Commit dates are the authors' own word."
    ),
    motive="It tells a release with the paper from one that came a year later.",
    answers=(
        Answer(word="a date", means="Such as 2025-03-17, in UTC."),
        Answer(
            word="unknown",
            means="It was not seen yet.",
            remedy="Run the tracker where the host can be reached.",
        ),
    ),
    remedy="None is needed; a release with a tag and an archived copy makes the date provable.",
    rule="since/1",
)

FIRST_COMMIT = "first commit"
CREATED = "host's creation date"
FIRST_SEEN = "first seen"


def judge_since(artifact: Artifact, trail: Trail) -> Verdict:
    """Judge since when the artifact is there."""
    dated = _earliest(trail)
    if dated is None:
        answers, reason, used = ("unknown",), "It was not seen yet", trail.sightings
    else:
        sighting, when, which = dated
        answers, used = (when,), (sighting,)
        whole = " of the whole repository" if artifact.path and which == FIRST_COMMIT else ""
        reason = f"{when} is the {which}{whole}" if which != FIRST_SEEN else _first_seen(sighting)
    return Verdict(
        question=QUESTION.name,
        subject=trail.subject,
        answers=answers,
        reason=f"{reason}.",
        remedy=QUESTION.remedy_for(*answers),
        evidence=tuple(trails.evidence(each, quote=reason) for each in used[:1])
        or (trails.named(artifact),),
        derived_from=trails.ids(used),
        rule=QUESTION.rule,
        as_of=trails.newest(trail.telling),
    )


def which(verdict: Verdict) -> str:
    """Say which kind of date a verdict of this question rests on.

    Examples
    --------
    >>> which(Verdict(question="since", subject="", answers=("2025-03-17",), rule="since/1",
    ...               reason="2025-03-17 is the first commit."))
    'first commit'
    """
    kinds = (FIRST_COMMIT, CREATED)
    return next((kind for kind in kinds if kind in verdict.reason), FIRST_SEEN)


def predates(verdict: Verdict, paper: Paper) -> bool:
    """Whether what is dated is older than the paper, so that its age says little of the release.

    Examples
    --------
    >>> from tracker.model.paper import Titles
    >>> old = Verdict(question="since", subject="", answers=("2021-08-08",), rule="since/1",
    ...               reason="2021-08-08 is the first commit.")
    >>> predates(old, Paper(id="arxiv:2503.14456", titles=Titles(en="RWKV-7")))
    True
    """
    dated = verdict.answer != "unknown" and paper.month is not None
    return dated and verdict.answer < str(paper.month)


def whole(verdict: Verdict) -> str:
    """Say what it is that is older than the paper."""
    return "package" if verdict.subject.startswith("pkg:") else "repository"


def _first_seen(sighting: Sighting) -> str:
    if sighting.observation.observed_at is None:
        return "First seen in a stored copy whose newest commit is of that day"
    return f"First seen on {day(sighting.observation.observed_at)}; it may be older"


def _earliest(trail: Trail) -> tuple[Sighting, str, str] | None:
    for name, read in _DATES:
        dated = [
            (utc(when), each)
            for each in trail.present
            if (when := read(each.observation)) is not None
        ]
        if dated:
            when, sighting = min(dated, key=lambda pair: (pair[0], pair[1].id))
            return sighting, when.date().isoformat(), name
    return None


_DATES: tuple[tuple[str, Callable[[Observation], dt.datetime | None]], ...] = (
    (FIRST_COMMIT, lambda look: look.facts.first_commit),
    (CREATED, lambda look: look.facts.created),
    (FIRST_SEEN, lambda look: look.observed_at or look.not_before),
)
"""The kinds of date, the most telling one first."""
