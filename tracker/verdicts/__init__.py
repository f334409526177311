"""Pure: evidence in, verdict out; one question per file.

Verdicts are computed from a paper and a book of sightings, and from nothing else: no clock, no
disk, no network. A better rule therefore re-judges the past.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from tracker.model.evidence import Book
from tracker.model.locator import archive_of, locate
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
from tracker.verdicts import (
    archived,
    availability,
    check,
    depth,
    elsewhere,
    identity,
    license,  # noqa: A004  (SPDX's word, and the question's name)
    promise,
    reproduction,
    since,
    summary,
    use,
)
from tracker.verdicts.question import Answer, Question
from tracker.verdicts.trail import Trail, newest, trail, utc
from tracker.verdicts.twins import twins

__all__ = ["QUESTIONS", "Answer", "Question", "judge", "judge_all"]

_NO_RUNS: Mapping[str, Sequence[Run]] = MappingProxyType({})

QUESTIONS: tuple[Question, ...] = (
    summary.QUESTION,
    availability.QUESTION,
    identity.QUESTION,
    archived.QUESTION,
    depth.QUESTION,
    license.QUESTION,
    use.QUESTION,
    since.QUESTION,
    promise.QUESTION,
    check.QUESTION,
    reproduction.QUESTION,
    elsewhere.QUESTION,
)
"""Every question, in the order a reader meets them."""


def judge_all(
    papers: Sequence[Paper],
    book: Book,
    as_of: dt.datetime | None = None,
    runs: Mapping[str, Sequence[Run]] = _NO_RUNS,
) -> tuple[PaperVerdicts, ...]:
    """Judge papers at one instant, `as_of` or the newest in the book.

    A promise of one paper is thus late on the day that another paper was looked at. Runs of
    reproductions may be newer than all looks, and are left out only by `as_of`.
    """
    instant = as_of or newest(each for sightings in book.values() for each in sightings)
    known = {paper.id: until(runs.get(paper.id, ()), as_of) for paper in papers}
    return tuple(judge_by(paper, book, instant, known[paper.id]) for paper in papers)


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
    return judge_by(paper, book, as_of, until(runs.get(paper.id, ()), as_of))


def until(runs: Sequence[Run], as_of: dt.datetime | None) -> tuple[Run, ...]:
    """Return the runs that had ended by then."""
    return tuple(each for each in runs if as_of is None or utc(each.ended_at) <= utc(as_of))


def judge_by(
    paper: Paper, book: Book, as_of: dt.datetime | None, runs: Sequence[Run]
) -> PaperVerdicts:
    """Answer every question by the looks up to an instant, and by all of these runs."""
    trails = {
        subject: trail(subject, book.get(subject, ()), as_of)
        for subject in map(_subject, paper.artifacts)
    }
    now = as_of or newest(each for one in trails.values() for each in one.sightings)

    def look(subject: str) -> Trail:
        return trail(subject, book.get(subject, ()), as_of)

    same = twins([*trails.values()])
    artifacts = tuple(
        msgspec.structs.replace(
            _artifact(paper, each, trails[subject], look),
            same_as=same[subject] if same[subject] != subject else None,
        )
        for each in paper.artifacts
        for subject in [_subject(each)]
    )
    promises = tuple(
        PromiseVerdict(promise=each, verdict=promise.judge_promise(each, artifacts, now))
        for each in paper.promises
    )
    claims = tuple(_claim(each, runs) for each in paper.claims)
    licensed = license.judge_paper_license(
        paper, [(each.artifact, each.license) for each in artifacts]
    )
    return PaperVerdicts(
        paper=paper,
        artifacts=artifacts,
        promises=promises,
        claims=claims,
        promise=promise.judge_promises(paper, promises),
        license=licensed,
        reproduction=reproduction.judge_reproduction(paper, claims),
        elsewhere=elsewhere.judge_elsewhere(
            paper,
            [trails[_subject(each)] for each in paper.artifacts],
            trail(page := paper_page(paper) or "", book.get(page, ()), as_of),
        ),
        summary=summary.judge_summary(paper, artifacts, promises, licensed, trails),
        uses=use.judge_paper_uses(paper, [(each.artifact, each.uses) for each in artifacts]),
        as_of=as_of,
    )


def _claim(claim: Claim, runs: Sequence[Run]) -> ClaimVerdict:
    checks = check.judge_checks(claim, runs)
    return ClaimVerdict(claim=claim, verdict=reproduction.judge_claim(claim, checks), checks=checks)


def _artifact(paper: Paper, artifact: Artifact, seen: Trail, look: use.Look) -> ArtifactVerdicts:
    held: Verdict = depth.judge_depth(artifact, seen, look)
    said = license.stated(paper, artifact)
    licensed = license.judge_license(artifact, seen, paper.authors, said)
    made_from = use.lineage(seen, licensed.answers[0], look)
    licensed = license.with_lineage(licensed, made_from)
    return ArtifactVerdicts(
        artifact=artifact,
        subject=seen.subject,
        availability=availability.judge_availability(artifact, seen, held),
        depth=held,
        license=licensed,
        since=since.judge_since(artifact, seen),
        identity=identity.judge_identity(artifact, seen),
        archived=archived.judge_archived(artifact, look(_archive(artifact))),
        uses=use.judge_uses(seen, licensed, made_from, [each for each, _ in said]),
    )


def _archive(artifact: Artifact) -> str:
    """Return the subject of an archive's copies of it; none is ever seen of an empty one."""
    try:
        return archive_of(locate(artifact.url)) or ""
    except ValueError:
        return ""


def _subject(artifact: Artifact) -> str:
    """Return the canonical URL; an address that the lint would refuse stands for itself."""
    try:
        return locate(artifact.url).url
    except ValueError:
        return artifact.url
