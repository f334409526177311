"""What of a paper was tried here, and what came of it? Summed up from the checks of its claims."""

import datetime as dt
from collections.abc import Iterable, Sequence

from tracker.model.evidence import Evidence
from tracker.model.paper import Claim, Paper
from tracker.model.verdict import CheckVerdict, ClaimVerdict, Verdict
from tracker.verdicts import check
from tracker.verdicts.needs import needed, shortly
from tracker.verdicts.question import Answer, Question
from tracker.verdicts.trail import phrase, upper

NOT_ATTEMPTED = check.NOT_ATTEMPTED
CHECKABLE = "checkable on a CPU"
PARTLY_CHECKABLE = "partly checkable on a CPU"

QUESTION = Question(
    name="reproduction",
    title="What of it was checked, and what came of it?",
    meaning=(
        "Whether a reported result was tried here, how far the trial speaks about it, and what "
        "trying the whole takes. A paper's answer counts its claims, and names its headline, so "
        "that one claim does not speak for the others."
    ),
    motive="A reader who wants to build on a result should know whether anybody else has got it.",
    answers=(
        Answer(word="contradicted", means="The paper's own protocol was followed and gave "
               "something else than was reported.",
               remedy="The authors can answer in the registry, with `response:`."),
        Answer(word="numbers do not follow", means="An audit: the printed number does not follow "
               "from the paper's own tables or released logs.",
               remedy="The authors can answer in the registry, with `response:`."),
        Answer(word="reproduced (exact)", means="The paper's own protocol, run by others with the "
               "authors' artifacts, gave the reported result: ACM's Results Reproduced, v1.1 "
               "(2020), of this claim."),
        Answer(word=check.REPLICATED, means="The same without the authors' artifacts: ACM's "
               "Results Replicated, v1.1 (2020), of this claim."),
        Answer(word="proxy within tolerance", means="A smaller or substitute protocol came out as "
               "expected. The reported result itself was not tried."),
        Answer(word="mechanism holds", means="The idea does at the scale of a CPU what the paper "
               "says it does. The reported result itself was not tried."),
        Answer(word="numbers consistent", means="An audit: what is printed agrees with itself, or "
               "with the released logs. It stands beside the ladder: nothing was run anew."),
        Answer(word="proxy outside tolerance", means="A smaller or substitute protocol did not "
               "come out as expected; this does not contradict the paper."),
        Answer(word="mechanism not confirmed", means="The idea did not show at the scale of a CPU; "
               "this does not contradict the paper."),
        Answer(word=check.INCONCLUSIVE, means="It was run, and what was measured does not settle "
               "it."),
        Answer(word=check.BLOCKED, means="A check is there, and something it needs was not to be "
               "had. Nothing is said about the claim."),
        Answer(word=check.BROKEN, means="A check is there, and its notebook broke. Nothing is said "
               "about the claim."),
        Answer(
            word=NOT_ATTEMPTED,
            means="Nobody has run it here, and nothing is said about whether it holds.",
            remedy="Write a reproduction notebook for one of its claims.",
        ),
        Answer(word=CHECKABLE, means="Something of every claim can be checked without a GPU; the "
               "reason says what."),
        Answer(word=PARTLY_CHECKABLE, means="Something of some claims can, and of others nothing."),
        Answer(word="needs …", means="What the full result asks for: hardware, data, or what no "
               "money buys at once."),
    ),
    remedy="Write a reproduction notebook, or lend the hardware named.",
    rule="reproduction/2",
)  # fmt: skip

LADDER = (
    NOT_ATTEMPTED, check.BLOCKED, "mechanism holds", "proxy within tolerance", "reproduced (exact)",
)  # fmt: skip
"""The rungs, lowest first. Other answers stand beside it."""
OUTCOMES = tuple(each.word for each in QUESTION.answers[:13])
"""Every word about what came of trying, those that weigh most first."""
_OVERRULED = {
    "contradicted": ("reproduced (exact)", check.REPLICATED),
    "numbers do not follow": ("numbers consistent",),
    "proxy outside tolerance": ("proxy within tolerance",),
    "mechanism not confirmed": ("mechanism holds",),
}
"""A claim reaches a rung only where no check of that kind failed."""
_SILENT = (check.BLOCKED, check.BROKEN, NOT_ATTEMPTED)


def judge_claim(claim: Claim, checks: Sequence[CheckVerdict] = ()) -> Verdict:
    """Say how far a claim was checked, and what the rest takes."""
    words = outcome(checks)
    untried = words == (NOT_ATTEMPTED,)
    brief = shortly(claim.needs)
    needs = needed(claim.needs)
    parts = [f"{each.check.id}: {each.words}" for each in checks] or ["not attempted"]
    if claim.needs.cpu_check and untried:
        parts.append(f"on a CPU: {phrase(claim.needs.cpu_check, 300)}")
    if needs:
        parts.append(f"in full it {needs}")
    elif untried and not claim.needs.cpu_check:
        parts.append("what it needs is not established")
    remedies = [each.verdict.remedy for each in checks if each.words == words[0]]
    return Verdict(
        question=QUESTION.name,
        subject=claim.id,
        answers=(
            *words,
            *((CHECKABLE,) if claim.needs.cpu_check and untried else ()),
            *((brief,) if brief and "reproduced (exact)" not in words else ()),
        ),
        reason=f"{upper('; '.join(parts))}.",
        remedy=next(filter(None, remedies), QUESTION.remedy_for(*words)),
        evidence=tuple(
            dict.fromkeys((_source(claim), *(one for each in checks for one in _ran(each))))
        ),
        derived_from=_derived(checks),
        rule=QUESTION.rule,
        as_of=_newest(each.verdict.as_of for each in checks),
    )


def judge_reproduction(paper: Paper, judged: Sequence[ClaimVerdict]) -> Verdict:
    """Sum up the claims of a paper: how many came how far, and how far the headline."""
    headline = next((each for each in judged if each.claim.headline), None)
    brief = shortly(headline.claim.needs) if headline else None
    checkable = [each.claim for each in judged if each.claim.needs.cpu_check]
    tried = [each for each in judged if outcome(each.checks) != (NOT_ATTEMPTED,)]
    summary = _counted(judged, headline) if tried else (NOT_ATTEMPTED,)
    shown = [each.claim for each in tried] or checkable
    checks = [each for claim in judged for each in claim.checks]
    return Verdict(
        question=QUESTION.name,
        subject=paper.id,
        answers=(
            *summary,
            *((_checkable(checkable, judged),) if checkable else ()),
            *((brief,) if brief else ()),
        ),
        reason=f"{upper('; '.join(_said(summary, checkable, judged, headline)))}.",
        remedy=QUESTION.remedy_for(NOT_ATTEMPTED) if len(tried) < len(judged) or not judged
        else None,
        evidence=tuple(
            dict.fromkeys((
                *([_source(headline.claim)] if headline else ()),
                *map(_source, shown),
                *(one for each in checks for one in _ran(each)[:2]),
            ))
        ),
        derived_from=_derived(checks),
        rule=QUESTION.rule,
        as_of=_newest(each.verdict.as_of for each in checks),
    )  # fmt: skip


def outcome(checks: Sequence[CheckVerdict]) -> tuple[str, ...]:
    """Return what the checks of one claim say of it, the weightiest word first.

    Where one gave a result, what was not tried is left to the reason.
    """
    words = {each.words for each in checks}
    for stronger, weaker in _OVERRULED.items():
        if stronger in words:
            words -= set(weaker)
    if results := words.difference(_SILENT):
        words = results
    else:
        words = {next((each for each in _SILENT if each in words), NOT_ATTEMPTED)}
    return tuple(each for each in OUTCOMES if each in words)


def _counted(judged: Sequence[ClaimVerdict], headline: ClaimVerdict | None) -> tuple[str, ...]:
    """Return how many claims there are for each word, and what became of the headline."""
    said = [outcome(each.checks) for each in judged]
    claims = "claim" if len(judged) == 1 else "claims"
    counts = (
        f"{number} of {len(judged)} {claims}: {word}"
        for word in OUTCOMES
        if word != NOT_ATTEMPTED and (number := sum(word in words for words in said))
    )
    if headline is None or len(judged) == 1:
        return tuple(counts)
    return (*counts, f"headline: {', '.join(outcome(headline.checks))}")


def _said(
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
    return parts


def _checkable(checkable: Sequence[Claim], judged: Sequence[ClaimVerdict]) -> str:
    return CHECKABLE if len(checkable) == len(judged) else PARTLY_CHECKABLE


def _ran(judged: CheckVerdict) -> tuple[Evidence, ...]:
    """Return the evidence of a check that was run."""
    return judged.verdict.evidence if judged.run else ()


def _derived(checks: Iterable[CheckVerdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for each in checks for key in each.verdict.derived_from))


def _newest(moments: Iterable[dt.datetime | None]) -> dt.datetime | None:
    return max(filter(None, moments), default=None)


def _source(claim: Claim) -> Evidence:
    where = claim.source.where
    return Evidence(
        url=claim.source.url or "", quote=phrase(f"{where}: {claim.statement}", 300),
        source="registry",
    )  # fmt: skip
