"""What of a paper was tried here, and what came of it? Summed up from the checks of its claims."""

import datetime as dt
from collections.abc import Iterable, Sequence

from tracker.model.evidence import Evidence
from tracker.model.paper import Claim, Paper
from tracker.model.verdict import CheckVerdict, ClaimVerdict, PaperVerdicts, Verdict
from tracker.verdicts.question import Column, Question
from tracker.verdicts.reproduction.answers import (
    ANSWERS,
    CHECKABLE,
    LADDER,
    NOT_ATTEMPTED,
    NOTHING_CLAIMED,
    OUTCOMES,
    PARTLY_CHECKABLE,
    SETTLED,
    outcome,
)
from tracker.verdicts.reproduction.needs import exact_run, needed, shortly
from tracker.verdicts.trail import phrase, upper

__all__ = ["LADDER", "NOT_ATTEMPTED", "OUTCOMES", "QUESTION", "SETTLED", "outcome"]


def _found_by(judged: PaperVerdicts) -> tuple[str, ...]:
    """Return what became of a paper's claims, and whether more of them can be checked."""
    if NOTHING_CLAIMED in judged.reproduction.answers:
        return (NOTHING_CLAIMED,)
    outcomes = {word for claim in judged.claims for word in outcome(claim.checks)}
    outcomes.discard(NOT_ATTEMPTED)  # says nothing beside what somebody has tried
    checkable = {CHECKABLE, PARTLY_CHECKABLE}.intersection(judged.reproduction.answers)
    return (*(word for word in OUTCOMES if word in (outcomes or {NOT_ATTEMPTED})), *checkable)


QUESTION = Question(
    name="reproduction",
    title="What of it was checked, and what came of it?",
    zh="核查了哪些，结果如何？",
    meaning=(
        "Whether a reported result was tried here, how far the trial speaks about it, and what "
        "trying the whole takes. A paper's answer counts its claims, and names its headline, so "
        "that one claim does not speak for the others."
    ),
    motive="A reader who wants to build on a result should know whether anybody else has got it.",
    answers=ANSWERS,
    remedy="Write a reproduction notebook, or lend the hardware named.",
    rule="reproduction/2",
    sums=True,
    of_paper=lambda asked: judge_reproduction(asked.paper, asked.claims),
    column=Column(heading="Reproduction", zh="复现", terminal=5, words=_found_by),
    badge="reproduction",
    weigh=lambda ranks: min(ranks) if min(ranks) <= _FAILED else max(ranks),
)

_FAILED = 1
"""Up to this rank the words about a claim say that a check failed. A claim that was checked in more
than one way is as good as the best of them, unless one failed."""


def judge_claim(claim: Claim, checks: Sequence[CheckVerdict] = ()) -> Verdict:
    """Say how far a claim was checked, and what the rest takes."""
    words = outcome(checks)
    untried = words == (NOT_ATTEMPTED,)
    brief = shortly(claim.needs)
    needs = needed(claim.needs)
    parts = [f"{check.check.id}: {check.words}" for check in checks] or ["not attempted"]
    if claim.needs.cpu_check and untried:
        parts.append(f"on a CPU: {phrase(claim.needs.cpu_check, 300)}")
    if needs:
        parts.append(f"in full it {needs}")
    elif untried and not claim.needs.cpu_check:
        parts.append("what it needs is not established")
    if claim.exact is not None:
        parts.append(exact_run(claim.exact))
    remedies = [check.verdict.remedy for check in checks if check.words == words[0]]
    if "reproduced (exact)" in words:
        brief = None
    return Verdict(
        question=QUESTION.name,
        subject=claim.id,
        answers=(
            *words,
            *((CHECKABLE,) if claim.needs.cpu_check and untried else ()),
            *((brief,) if brief else ()),
        ),
        reason=f"{upper('; '.join(parts))}.",
        remedy=next(filter(None, remedies), QUESTION.remedy_for(*words)),
        evidence=tuple(
            dict.fromkeys((_source(claim), *(one for check in checks for one in _ran(check))))
        ),
        derived_from=_derived(checks),
        rule=QUESTION.rule,
        as_of=_newest(check.verdict.as_of for check in checks),
        needs=brief,
    )


def judge_reproduction(paper: Paper, judged: Sequence[ClaimVerdict]) -> Verdict:
    """Sum up the claims of a paper: how many came how far, and how far the headline."""
    if paper.no_empirical_claim and not judged:
        return Verdict(
            question=QUESTION.name,
            subject=paper.id,
            answers=(NOTHING_CLAIMED,),
            reason=f"{upper(phrase(paper.no_empirical_claim, 300))}: {NOTHING_CLAIMED}.",
            evidence=(_itself(paper),),
            rule=QUESTION.rule,
        )
    headline = next(
        (claim_verdict for claim_verdict in judged if claim_verdict.claim.headline), None
    )
    brief = shortly(headline.claim.needs) if headline else None
    checkable = [
        claim_verdict.claim for claim_verdict in judged if claim_verdict.claim.needs.cpu_check
    ]
    tried = [
        claim_verdict
        for claim_verdict in judged
        if outcome(claim_verdict.checks) != (NOT_ATTEMPTED,)
    ]
    summary = _counted(judged, headline) if tried else (NOT_ATTEMPTED,)
    shown = [claim_verdict.claim for claim_verdict in tried] or checkable
    checks = [check for claim in judged for check in claim.checks]
    return Verdict(
        question=QUESTION.name,
        subject=paper.id,
        answers=(
            *summary,
            *((_checkable(checkable, judged),) if checkable else ()),
            *((brief,) if brief else ()),
        ),
        reason=f"{upper('; '.join(_said(paper, summary, checkable, judged, headline)))}.",
        remedy=QUESTION.remedy_for(NOT_ATTEMPTED) if len(tried) < len(judged) or not judged
        else None,
        evidence=tuple(
            dict.fromkeys((
                *([_source(headline.claim)] if headline else ()),
                *map(_source, shown),
                *(one for check in checks for one in _ran(check)[:2]),
            ))
        ),
        derived_from=_derived(checks),
        rule=QUESTION.rule,
        as_of=_newest(check.verdict.as_of for check in checks),
        needs=brief,
    )  # fmt: skip


def _counted(judged: Sequence[ClaimVerdict], headline: ClaimVerdict | None) -> tuple[str, ...]:
    """Return how many claims there are for each word, and what became of the headline."""
    outcomes = [outcome(claim_verdict.checks) for claim_verdict in judged]
    claims = "claim" if len(judged) == 1 else "claims"
    counts = (
        f"{number} of {len(judged)} {claims}: {word}"
        for word in OUTCOMES
        if word != NOT_ATTEMPTED and (number := sum(word in words for words in outcomes))
    )
    if headline is None or len(judged) == 1:
        return tuple(counts)
    return (*counts, f"headline: {', '.join(outcome(headline.checks))}")


def _said(
    paper: Paper,
    summary: Sequence[str],
    checkable: Sequence[Claim],
    judged: Sequence[ClaimVerdict],
    headline: ClaimVerdict | None,
) -> list[str]:
    parts = list(summary)
    if checkable:
        parts.append(f"{len(checkable)} of {len(judged)} claims can be checked on a CPU")
    if needs := needed(headline.claim.needs) if headline else None:
        parts.append(f"the headline claim {needs}")
    if not judged:
        parts.append("no claim is registered")
    elif paper.version:
        parts.append(f"read in version {paper.version}, in a later one only where a claim names it")
    return parts


def _checkable(checkable: Sequence[Claim], judged: Sequence[ClaimVerdict]) -> str:
    return CHECKABLE if len(checkable) == len(judged) else PARTLY_CHECKABLE


def _ran(judged: CheckVerdict) -> tuple[Evidence, ...]:
    """Return the evidence of a check that was run."""
    return judged.verdict.evidence if judged.run else ()


def _derived(checks: Iterable[CheckVerdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for check in checks for key in check.verdict.derived_from))


def _newest(moments: Iterable[dt.datetime | None]) -> dt.datetime | None:
    return max(filter(None, moments), default=None)


def _itself(paper: Paper) -> Evidence:
    """Return the paper as evidence of what kind it is: its title, where it can be read."""
    address = f"https://arxiv.org/abs/{paper.arxiv_id}{paper.version or ''}"
    return Evidence(
        url=address if paper.arxiv_id else "", quote=phrase(paper.titles.en, 300), source="registry"
    )


def _source(claim: Claim) -> Evidence:
    where = claim.source.where
    return Evidence(
        url=claim.source.url or "", quote=phrase(f"{where}: {claim.statement}", 300),
        source="registry",
    )  # fmt: skip
