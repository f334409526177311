"""Pure: evidence in, verdict out; one question per file.

Verdicts are computed from a paper and a book of sightings, and from nothing else: no clock, no
disk, no network. A better rule therefore re-judges the past.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

import msgspec

from tracker.model.evidence import Book
from tracker.model.locator import locate
from tracker.model.paper import Artifact, Claim, Paper
from tracker.model.reproduction import Run
from tracker.model.traits import paper_page
from tracker.model.verdict import (
    ArtifactVerdicts,
    ClaimVerdict,
    PaperVerdicts,
    PromiseVerdict,
    Verdict,
)
from tracker.verdicts import check, corrections, promise, reproduction, use
from tracker.verdicts import trail as trails
from tracker.verdicts.aliases import twins
from tracker.verdicts.branches import of_repository
from tracker.verdicts.inquiry import ArtifactInquiry, PaperInquiry
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import Trail, newest, utc

__all__ = [
    "QUESTIONS",
    "Answer",
    "Question",
    "Tone",
    "answered",
    "judge",
    "judge_all",
    "paper_page",
]

_NO_RUNS: Mapping[str, Sequence[Run]] = MappingProxyType({})

QUESTIONS: tuple[Question, ...] = tuple(
    import_module(f"{__name__}.{name}").QUESTION
    for name in (
        "summary",
        "availability",
        "depth",
        "since",
        "identity",
        "archived",
        "license",
        "use",
        "conditions",
        "promise",
        "check",
        "reproduction",
        "elsewhere",
    )
)
"""Every question, in the order a reader meets them. A new one is named here, and nowhere else."""


def answered(
    judged: ArtifactVerdicts | PaperVerdicts,
) -> Iterator[tuple[Question, Verdict]]:
    """Yield the questions about an artifact, or about a paper as a whole, with their answers."""
    by_name = {verdict.question: verdict for verdict in judged.verdicts}
    return (
        (question, by_name[question.name]) for question in QUESTIONS if question.name in by_name
    )


def judge_all(
    papers: Sequence[Paper],
    book: Book,
    as_of: dt.datetime | None = None,
    runs: Mapping[str, Sequence[Run]] = _NO_RUNS,
    questions: Sequence[Question] = QUESTIONS,
) -> tuple[PaperVerdicts, ...]:
    """Judge papers at one instant, `as_of` or the newest in the book.

    A promise of one paper is thus late on the day that another paper was looked at. Runs of
    reproductions may be newer than all looks, and are left out only by `as_of`.
    """
    instant = as_of or newest(sighting for sightings in book.values() for sighting in sightings)
    known = {paper.id: until(runs.get(paper.id, ()), as_of) for paper in papers}
    return tuple(
        judge_by(corrections.until(paper, as_of), book, instant, known[paper.id], questions)
        for paper in papers
    )


def judge(
    paper: Paper,
    book: Book,
    as_of: dt.datetime | None = None,
    runs: Mapping[str, Sequence[Run]] = _NO_RUNS,
) -> PaperVerdicts:
    """Answer every question about one paper.

    Parameters
    ----------
    book
        All sightings; the order within a subject does not matter, their times do.
    as_of
        The instant asked about; later evidence is left out. None = the newest there is.
    runs
        Paper id → what was tried of it, in any order.
    """
    known = corrections.until(paper, as_of)
    return judge_by(known, book, as_of, until(runs.get(paper.id, ()), as_of))


def until(runs: Sequence[Run], as_of: dt.datetime | None) -> tuple[Run, ...]:
    """Return the runs that had ended by then."""
    return tuple(run for run in runs if as_of is None or utc(run.ended_at) <= utc(as_of))


def judge_by(
    paper: Paper,
    book: Book,
    as_of: dt.datetime | None,
    runs: Sequence[Run],
    questions: Sequence[Question] = QUESTIONS,
) -> PaperVerdicts:
    """Answer every question by the looks up to an instant, and by all of these runs."""
    paper = paper.without_examples
    by_subject: dict[str, Trail] = {}

    def look(subject: str) -> Trail:
        if subject not in by_subject:
            sightings = (*of_repository(subject, book), *book.get(subject, ()))
            by_subject[subject] = trails.trail(subject, sightings, as_of)
        return by_subject[subject]

    own = {subject: look(subject) for subject in map(_subject, paper.artifacts)}
    now = as_of or newest(sighting for one in own.values() for sighting in one.sightings)
    named = {question.name: question for question in questions}
    same = twins([*own.values()])
    artifacts = tuple(
        msgspec.structs.replace(
            _artifact(ArtifactInquiry(paper, artifact, own[subject], look, named), questions),
            same_as=same[subject] if same[subject] != subject else None,
        )
        for artifact in paper.artifacts
        for subject in [_subject(artifact)]
    )
    promises = tuple(
        PromiseVerdict(
            promise=paper_promise,
            verdict=verdict,
            overdue=promise.overdue(paper_promise, verdict, now),
        )
        for paper_promise in paper.promises
        for verdict in [promise.judge_promise(paper_promise, artifacts, now)]
    )
    asked = PaperInquiry(
        paper,
        artifacts=artifacts,
        promises=promises,
        claims=tuple(_claim(claim, runs) for claim in paper.claims),
        look=look,
        now=now,
        questions=named,
    )
    answers = {question.name: asked.answer(question) for question in questions if question.of_paper}
    judged = PaperVerdicts(
        paper=paper,
        artifacts=artifacts,
        promises=promises,
        claims=tuple(asked.claims),
        promise=answers.pop("promise"),
        license=answers.pop("license"),
        reproduction=answers.pop("reproduction"),
        elsewhere=answers.pop("elsewhere"),
        summary=answers.pop("summary"),
        uses=use.judge_paper_uses(
            paper, [(artifact.artifact, artifact.uses) for artifact in artifacts]
        ),
        as_of=as_of,
        more=tuple(answers.values()),
    )
    return corrections.corrected(judged, paper.corrections)


def _claim(claim: Claim, runs: Sequence[Run]) -> ClaimVerdict:
    checks = check.judge_checks(claim, runs)
    return ClaimVerdict(claim=claim, verdict=reproduction.judge_claim(claim, checks), checks=checks)


def _artifact(asked: ArtifactInquiry, questions: Sequence[Question]) -> ArtifactVerdicts:
    answers = {
        question.name: asked.answer(question) for question in questions if question.of_artifact
    }
    return ArtifactVerdicts(
        artifact=asked.artifact,
        subject=asked.trail.subject,
        availability=answers.pop("availability"),
        depth=answers.pop("depth"),
        license=answers.pop("license"),
        since=answers.pop("since"),
        identity=answers.pop("identity"),
        archived=answers.pop("archived"),
        uses=use.judged(asked),
        more=tuple(answers.values()),
    )


def _subject(artifact: Artifact) -> str:
    """Return the canonical URL; an address that the lint would refuse stands for itself."""
    try:
        return locate(artifact.url).url
    except ValueError:
        return artifact.url
