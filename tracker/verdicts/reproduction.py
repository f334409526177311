"""What of a paper was tried here, and what came of it? Summed up from the checks of its claims."""

import datetime as dt
from collections.abc import Iterable, Sequence

from tracker.model.evidence import Evidence
from tracker.model.paper import Claim, Paper
from tracker.model.verdict import CheckVerdict, ClaimVerdict, PaperVerdicts, Verdict
from tracker.verdicts import check
from tracker.verdicts.needs import needed, shortly
from tracker.verdicts.question import Answer, Column, Question, Tone
from tracker.verdicts.trail import phrase, upper

NOT_ATTEMPTED = check.NOT_ATTEMPTED
CHECKABLE = "checkable on a CPU"
PARTLY_CHECKABLE = "partly checkable on a CPU"


def _found_by(judged: PaperVerdicts) -> tuple[str, ...]:
    """Return what became of a paper's claims, and whether more of them can be checked."""
    said = {word for each in judged.claims for word in outcome(each.checks)}
    if len(said) > 1:  # what nobody has tried says nothing beside what somebody has
        said.discard(NOT_ATTEMPTED)
    checkable = {CHECKABLE, PARTLY_CHECKABLE}.intersection(judged.reproduction.answers)
    return (*(word for word in OUTCOMES if word in (said or {NOT_ATTEMPTED})), *checkable)


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
    answers=(
        Answer(
            word="contradicted",
            zh="与论文相悖",
            tone=Tone.POOR,
            rank=0,
            means="The paper's own protocol was followed and gave "
            "something else than was reported.",
            remedy="The authors can answer in the registry, with `response:`.",
        ),
        Answer(
            word="numbers do not follow",
            zh="数字不自洽",
            tone=Tone.POOR,
            rank=0,
            means="An audit: the printed number does not follow "
            "from the paper's own tables or released logs.",
            remedy="The authors can answer in the registry, with `response:`.",
        ),
        Answer(
            word="reproduced (exact)",
            zh="已复现（原协议）",
            tone=Tone.GOOD,
            rank=4,
            means="The paper's own protocol, run by others with the "
            "authors' artifacts, gave the reported result: ACM's Results Reproduced, v1.1 "
            "(2020), of this claim.",
        ),
        Answer(
            word=check.REPLICATED,
            zh="已独立复现（原协议）",
            tone=Tone.GOOD,
            rank=4,
            means="The same without the authors' artifacts: ACM's "
            "Results Replicated, v1.1 (2020), of this claim.",
        ),
        Answer(
            word="proxy within tolerance",
            zh="替代实验在容差内",
            tone=Tone.FAIR,
            rank=3,
            means="A smaller or substitute protocol came out as "
            "expected. The reported result itself was not tried.",
        ),
        Answer(
            word="mechanism holds",
            zh="机制成立",
            tone=Tone.FAIR,
            rank=2,
            means="The idea does at the scale of a CPU what the paper "
            "says it does. The reported result itself was not tried.",
        ),
        Answer(
            word="numbers consistent",
            zh="数字自洽",
            tone=Tone.FAIR,
            rank=2,
            means="An audit: what is printed agrees with itself, or "
            "with the released logs. It stands beside the ladder: nothing was run anew.",
        ),
        Answer(
            word="proxy outside tolerance",
            zh="替代实验超出容差",
            tone=Tone.FAIR,
            rank=1,
            means="A smaller or substitute protocol did not "
            "come out as expected; this does not contradict the paper.",
        ),
        Answer(
            word="mechanism not confirmed",
            zh="机制未得到证实",
            tone=Tone.FAIR,
            rank=1,
            means="The idea did not show at the scale of a CPU; "
            "this does not contradict the paper.",
        ),
        Answer(
            word=check.INCONCLUSIVE,
            zh="无定论",
            tone=Tone.UNKNOWN,
            means="It was run, and what was measured does not settle it.",
        ),
        Answer(
            word=check.BLOCKED,
            zh="受阻",
            tone=Tone.UNKNOWN,
            means="A check is there, and something it needs was not to be "
            "had. Nothing is said about the claim.",
        ),
        Answer(
            word=check.BROKEN,
            zh="因技术原因失败",
            tone=Tone.UNKNOWN,
            means="A check is there, and its notebook broke. Nothing is said about the claim.",
        ),
        Answer(
            word=NOT_ATTEMPTED,
            zh="未尝试",
            tone=Tone.UNKNOWN,
            means="Nobody has run it here, and nothing is said about whether it holds.",
            remedy="Write a reproduction notebook for one of its claims.",
        ),
        Answer(
            word=CHECKABLE,
            zh="可在 CPU 上核查",
            beside=True,
            means="Something of every claim can be checked without a GPU; the reason says what.",
        ),
        Answer(
            word=PARTLY_CHECKABLE,
            zh="部分可在 CPU 上核查",
            beside=True,
            means="Something of some claims can, and of others nothing.",
        ),
        Answer(
            word="needs …",
            zh="需要……",
            open=True,
            beside=True,
            takes=lambda text: text if text.startswith("needs ") else None,
            means="What the full result asks for: hardware, data, or what no money buys at once.",
        ),
    ),
    remedy="Write a reproduction notebook, or lend the hardware named.",
    rule="reproduction/2",
    sums=True,
    of_paper=lambda asked: judge_reproduction(asked.paper, asked.claims),
    column=Column(heading="Reproduction", zh="复现", words=_found_by),
    badge="reproduction",
    weigh=lambda ranks: min(ranks) if min(ranks) <= _FAILED else max(ranks),
)

LADDER = (
    NOT_ATTEMPTED, check.BLOCKED, "mechanism holds", "proxy within tolerance", "reproduced (exact)",
)  # fmt: skip
"""The rungs, lowest first. Other answers stand beside it."""
OUTCOMES = tuple(each.word for each in QUESTION.answers if not each.beside)
"""Every word about what came of trying, those that weigh most first."""
SETTLED = frozenset(each.word for each in QUESTION.answers if each.rank is not None)
"""Those that say something about a claim."""
_OVERRULED = {
    "contradicted": ("reproduced (exact)", check.REPLICATED),
    "numbers do not follow": ("numbers consistent",),
    "proxy outside tolerance": ("proxy within tolerance",),
    "mechanism not confirmed": ("mechanism holds",),
}
"""A claim reaches a rung only where no check of that kind failed."""
_FAILED = 1
"""Up to this rank the words about a claim say that a check failed. A claim that was checked in more
than one way is as good as the best of them, unless one failed."""
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
            dict.fromkeys((_source(claim), *(one for each in checks for one in _ran(each))))
        ),
        derived_from=_derived(checks),
        rule=QUESTION.rule,
        as_of=_newest(each.verdict.as_of for each in checks),
        needs=brief,
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
        needs=brief,
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
