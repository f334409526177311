"""What of it can be checked, and with what? From the claims and their needs; nothing was run."""

import re
from collections.abc import Sequence

from tracker.model.evidence import Evidence
from tracker.model.locator import fault, locate
from tracker.model.paper import Claim, Needs, Paper
from tracker.model.verdict import ClaimVerdict, Verdict
from tracker.verdicts.question import Answer, Question
from tracker.verdicts.trail import phrase

NOT_ATTEMPTED = "not attempted"
CHECKABLE = "checkable on a CPU"

QUESTION = Question(
    name="reproduction",
    title="What of it can be checked?",
    meaning=(
        "Whether a reported result was tried here, and what trying it needs. No result has been "
        "tried yet, so no paper is called reproducible or not."
    ),
    motive="A reader who wants to try should know beforehand what it takes.",
    answers=(
        Answer(
            word=NOT_ATTEMPTED,
            means="Nobody has run it here, and nothing is said about whether it holds.",
            remedy="Write a reproduction notebook for one of its claims.",
        ),
        Answer(word=CHECKABLE, means="A part of it can be checked without a GPU; the reason says "
               "which."),
        Answer(word="needs …", means="What the full result asks for: hardware, data, or what no "
               "money buys at once."),
    ),
    remedy="Write a reproduction notebook, or lend the hardware named.",
    rule="reproduction/1",
)  # fmt: skip


def judge_claim(claim: Claim) -> Verdict:
    """Say what checking one claim takes."""
    needs = needed(claim.needs)
    brief = shortly(claim.needs)
    answers = ((CHECKABLE,) if claim.needs.cpu_check else ()) + ((brief,) if brief else ())
    parts = ["Not attempted"]
    if claim.needs.cpu_check:
        parts.append(f"on a CPU: {phrase(claim.needs.cpu_check, 300)}")
    if needs:
        parts.append(f"in full it {needs}")
    elif not claim.needs.cpu_check:
        parts.append("what it needs is not established")
    return Verdict(
        question=QUESTION.name,
        subject=claim.id,
        answers=answers or (NOT_ATTEMPTED,),
        reason=f"{'; '.join(parts)}.",
        remedy=QUESTION.remedy_for(NOT_ATTEMPTED),
        evidence=(_source(claim),),
        rule=QUESTION.rule,
    )


def judge_reproduction(paper: Paper, judged: Sequence[ClaimVerdict]) -> Verdict:
    """Sum up the claims of a paper: not attempted, what is checkable, what the headline needs."""
    checkable = [each.claim for each in judged if each.claim.needs.cpu_check]
    headline = next((each.claim for each in judged if each.claim.headline), None)
    needs = needed(headline.needs) if headline else None
    brief = shortly(headline.needs) if headline else None
    parts = ["Not attempted"]
    if checkable:
        parts.append(f"{len(checkable)} of {len(judged)} claims can be checked on a CPU")
    if needs:
        parts.append(f"the headline claim {needs}")
    if not judged:
        parts.append("no claim is registered")
    claims = ([headline] if headline else []) + checkable
    return Verdict(
        question=QUESTION.name,
        subject=paper.id,
        answers=(NOT_ATTEMPTED, *((CHECKABLE,) if checkable else ()), *((brief,) if brief else ())),
        reason=f"{'; '.join(parts)}.",
        remedy=QUESTION.remedy_for(NOT_ATTEMPTED),
        evidence=tuple(dict.fromkeys(map(_source, claims))),
        rule=QUESTION.rule,
    )


def needed(needs: Needs) -> str | None:
    """Return what a full attempt asks for, or None where that is not established.

    Examples
    --------
    >>> needed(Needs(gpus="8 × H800", data=("https://huggingface.co/datasets/lab/d", "a book")))
    'needs 8 × H800, lab/d, a book'
    >>> needed(Needs(gpus=""))
    'needs no GPU'
    """
    wanted = [*_hardware(needs), *map(_data, needs.data), *_other(needs)]
    if not wanted and needs.gpus == "":
        return "needs no GPU"
    return f"needs {', '.join(wanted)}" if wanted else None


def shortly(needs: Needs) -> str | None:
    """Return the same in a few words: hardware, then what no money buys, then data, as far as fits.

    Examples
    --------
    >>> shortly(Needs(gpus="8 × H800 (80 GB; or more)", data=("a", "b"), other="a robot"))
    'needs 8 × H800, a robot, a, b'
    >>> shortly(Needs(gpus="1 × A100", other="a human study of " + "many " * 9, data=("x" * 70,)))
    'needs 1 × A100, a human study of many many many many many many many many many, …'
    """
    wanted = [
        short
        for each in (*_hardware(needs), *_other(needs), *map(_data, needs.data))
        if (short := _ASIDE.sub("", each).partition(";")[0].strip(" ,"))
    ]
    kept = [
        each
        for number, each in enumerate(wanted)
        if not number or len(", ".join(wanted[: number + 1])) <= _BRIEF
    ]
    if not kept:
        return needed(needs)
    return f"needs {', '.join(kept)}{', …' if len(kept) < len(wanted) else ''}"


_BRIEF = 80
"""Characters that a table has room for."""
_ASIDE = re.compile(r"\s*\([^()]*\)")


def _hardware(needs: Needs) -> list[str]:
    hours = f" for {needs.hours:g} h" if needs.hours is not None else ""
    return [f"{phrase(needs.gpus)}{hours}"] if needs.gpus else []


def _other(needs: Needs) -> list[str]:
    return [phrase(needs.other)] if needs.other else []


def _data(data: str) -> str:
    """Return the name of a data set that the registry gives by its address."""
    return phrase(data if fault(data) else locate(data).name)


def _source(claim: Claim) -> Evidence:
    where = claim.source.where
    return Evidence(
        url=claim.source.url or "", quote=phrase(f"{where}: {claim.statement}", 300),
        source="registry",
    )  # fmt: skip
