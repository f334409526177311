"""Did a check hold? From the runs of its notebook, judged by what was fixed before them."""

from collections.abc import Sequence

import msgspec

from tracker.model.check import Check, Tier
from tracker.model.evidence import SPAN_LIMIT, Evidence
from tracker.model.locator import locate
from tracker.model.paper import Claim
from tracker.model.reproduction import Outcome, Run
from tracker.model.verdict import CheckVerdict, Verdict
from tracker.verdicts.check.answers import (
    BLOCKED,
    BROKEN,
    FAILS,
    HOLDS,
    INCONCLUSIVE,
    NOT_ATTEMPTED,
    in_words,
    used_of_release,
)
from tracker.verdicts.check.attempts import (
    Attempts,
    attempts,
    blocked,
    decisive_names,
    departures,
    shortened,
)
from tracker.verdicts.check.expected import run_together, shown
from tracker.verdicts.check.numbers import by_numbers
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import day, phrase, upper

QUESTION = Question(
    name="check",
    title="Does a check hold?",
    zh="核查是否成立？",
    meaning=(
        "Whether the measured quantity is as the registry expected it before the run. A result "
        "counts only where its control, the same experiment with the idea removed, came out as it "
        "must; against a claim only where a case that must succeed did. An interval is judged as a "
        "whole."
    ),
    motive="A number says little unless it was said beforehand which number would count.",
    answers=(
        Answer(
            word=HOLDS,
            zh="成立",
            means="All of the measured interval is as expected, and the control "
            "came out as it must.",
        ),
        Answer(
            word=FAILS,
            zh="不成立",
            means="None of it is as expected, though the control came out as it must.",
            remedy="The authors can answer in the registry, with `response:`.",
        ),
        Answer(
            word=INCONCLUSIVE,
            zh="无定论",
            tone=Tone.UNKNOWN,
            means="The interval reaches across the bound, a control did not come out as it must or "
            "was not there, runs do not agree, or the check was changed after its run. The reason "
            "says which.",
            remedy="Run it again with more seeds, or mend the check and run it anew.",
        ),
        Answer(
            word=BLOCKED,
            zh="受阻",
            tone=Tone.UNKNOWN,
            means="Something that it needs was not to be had. This says nothing about the claim.",
            remedy="Run `tracker reproduce` where it is to be had.",
        ),
        Answer(
            word=BROKEN,
            zh="因技术原因失败",
            tone=Tone.UNKNOWN,
            means="The notebook broke or took too long. This says nothing about the claim.",
            remedy="Read the executed notebook, mend it, and run it again.",
        ),
        Answer(
            word=NOT_ATTEMPTED,
            zh="未尝试",
            tone=Tone.UNKNOWN,
            means="It is in the registry, and no run has tried it.",
            remedy="Run `tracker reproduce` with the paper's id.",
        ),
    ),
    remedy="Run `tracker reproduce` with the paper's id.",
    rule="check/2",
    compared=False,
)


_RECIPE = "Run it where the hardware is: `tracker reproduce PAPER --recipe CLAIM` prints how."


def judge_checks(claim: Claim, runs: Sequence[Run]) -> tuple[CheckVerdict, ...]:
    """Judge every check of a claim by the runs of its paper."""
    judged = []
    for check in claim.tried_by:
        tried = attempts(check, runs)
        verdict = _judged(claim, tried)
        run = tried.spoken_of
        judged.append(
            CheckVerdict(
                check=check,
                verdict=verdict,
                words=in_words(check, verdict.answer, run),
                measured=run.measurement(check.measured) if run else None,
                control=run.measurement(check.control.measured) if run else None,
                known_good=run.measurement(check.known_good.measured)
                if run and check.known_good
                else None,
            )
        )
    return tuple(judged)


def _judged(claim: Claim, tried: Attempts) -> Verdict:
    check = tried.check
    if (run := tried.decisive) is not None:
        answer, reason = _settled(tried, run)
        if tried.outdated is not None:
            when = day(tried.outdated.ended_at)
            reason += f"; the check was changed after a first run on {when}, which does not count"
        if (size := shortened(run)) is not None:
            reason += f"; this was a {size}"
        contrary = [
            stranger for stranger in tried.strangers if _alone(check, stranger)[0] != answer
        ]
        if contrary:
            reason += f"; other code or another notebook came to another answer ({_told(contrary)})"
    elif (run := tried.departing) is not None:
        answer = INCONCLUSIVE
        reason = f"it is not the run that the block asks for: {'; '.join(departures(run))}"
    elif (run := tried.uncontrolled) is not None:
        answer = INCONCLUSIVE
        left_out = next(name for name in decisive_names(check) if run.measurement(name) is None)
        reason = (
            f"the run left no measurement {left_out} of the control, so that "
            f"{check.measured} says nothing"
        )
    elif (run := tried.outdated) is not None:
        answer = INCONCLUSIVE
        reason = f"the check was changed after this run of {day(run.ended_at)}"
    else:
        return _unsettled(claim, check, tried.last)
    if run.imported is not None:
        reason += f"; {_not_ours(run)}"
    others = (*tried.kin, *tried.strangers, tried.outdated)
    return _verdict(claim, check, run, answer, reason, others=others)


def _settled(tried: Attempts, run: Run) -> tuple[str, str]:
    """Return answer and reason where a completed run holds measurement and control."""
    check = tried.check
    if (other := tried.differing) is not None:
        return INCONCLUSIVE, (
            f"two runs differ: with the same inputs, seeds and parameters {check.measured} is "
            f"{_value(check, run)} in {run.id} and {_value(check, other)} in {other.id}"
        )
    answer, reason = _alone(check, run)
    against = [sibling for sibling in tried.kin if _alone(check, sibling)[0] != answer]
    if against and answer in {HOLDS, FAILS}:
        theirs = ", ".join(
            f"{_value(check, sibling)} (seed {sibling.parameters.get('seed', '?')})"
            for sibling in sorted(against, key=lambda sibling: sibling.ended_at)[:3]
        )
        return INCONCLUSIVE, (
            f"{len(against)} of {len(tried.kin) + 1} runs that differ in seed or machine alone "
            f"answer otherwise: "
            f"{check.measured} {theirs}, against {_value(check, run)}"
        )
    if answer == FAILS and check.tier is Tier.AUDIT and shortened(run) is not None:
        return INCONCLUSIVE, f"only a whole run may speak against a paper: {reason}"
    return answer, reason


def _told(runs: Sequence[Run]) -> str:
    """Return the ids of some runs, the newest first."""
    newest = sorted(runs, key=lambda run: run.ended_at, reverse=True)
    return ", ".join(f"{run.id} of {day(run.ended_at)}" for run in newest[:3])


def _alone(check: Check, run: Run) -> tuple[str, str]:
    """Return what one run says of a check, by its numbers alone."""
    left = {name: run.measurement(name) for name in decisive_names(check)}
    return by_numbers(check, {name: one for name, one in left.items() if one is not None})


def _unsettled(claim: Claim, check: Check, run: Run | None) -> Verdict:
    """Judge where no run completed; never against the claim."""
    if run is None:
        remedy = _RECIPE if check.protocol else None
        return _verdict(claim, check, None, NOT_ATTEMPTED, "no run has tried it", remedy=remedy)
    if (missing := blocked(check, run)) is not None:
        return _verdict(
            claim, check, run, BLOCKED, f"needs {phrase(missing.needs)}", remedy=missing.remedy
        )
    detail = f": {phrase(run.detail, 240)}" if run.detail else ""
    match run.outcome:
        case Outcome.COMPLETED:
            answer, reason = BROKEN, f"the run left no measurement {check.measured}"
        case Outcome.FAILED:
            answer, reason = BROKEN, f"the notebook broke{detail}"
        case Outcome.TIMED_OUT:
            answer, reason = BROKEN, f"the notebook took too long{detail}"
        case Outcome.REFUSED:
            answer, reason = BLOCKED, f"needs bubblewrap{detail}"
        case Outcome.BLOCKED:
            answer, reason = BLOCKED, f"something it needs was not to be had{detail}"
    return _verdict(claim, check, run, answer, reason, remedy=run.remedy)


def _verdict(
    claim: Claim, check: Check, run: Run | None, answer: str, reason: str, *,
    remedy: str | None = None, others: Sequence[Run | None] = (),
) -> Verdict:  # fmt: skip
    verdict = Verdict(
        question=QUESTION.name,
        subject=check.id,
        answers=(answer,),
        reason="",
        remedy=remedy or QUESTION.remedy_for(answer),
        evidence=_evidence(check, run) if run else (_source(claim),),
        derived_from=tuple(
            dict.fromkeys(used_run.id for used_run in (run, *others) if used_run is not None)
        ),
        rule=QUESTION.rule,
        as_of=run.ended_at if run else None,
    )
    return msgspec.structs.replace(
        verdict, reason=f"{upper(in_words(check, answer, run))}: {reason}."
    )


def _value(check: Check, run: Run) -> str:
    measured = run.measurement(check.measured)
    return shown(measured, check.unit) if measured else "not measured"


def _not_ours(run: Run) -> str:
    """Say whose an imported run is, and what it ran on."""
    imported = run.imported
    if imported is None:
        return ""
    cards = ", ".join(map(phrase, imported.gpus)) or "a machine whose GPU is not told"
    lacking = [locate(artifact.url).name for artifact in imported.artifacts if not artifact.pinned]
    unpinned = f"; nothing pins {', '.join(map(phrase, lacking))}" if lacking else ""
    return (
        f"imported, run by {phrase(imported.by)} on {day(run.ended_at)} on {cards} with "
        f"{phrase(imported.harness)}, not seen by us run{unpinned}"
    )


def _evidence(check: Check, run: Run) -> tuple[Evidence, ...]:
    """Return what was kept of the run, with what it measured and where, and the files it used."""
    names = dict.fromkeys((*decisive_names(check), *(grade.measured for grade in check.grades)))
    measurements = [one for name in names if (one := run.measurement(name)) is not None]
    seeds = tuple(sorted({seed for measurement in measurements for seed in measurement.seeds}))
    machine = f"Python {run.machine.python} on {run.machine.cpu or run.machine.platform}"
    place = check.notebook  # where it lies today: it may have been moved
    ran = [run.id, *((f"executed as {run.executed}",) if run.executed else ()), machine]
    if run.imported is not None:
        sheet = run.imported.files[0]
        place = run.imported.artifacts[0].url
        ran = [run.id, _not_ours(run), f"{sheet.name} sha256:{sheet.sha256}", machine]
    left = [
        *(f"{measurement.name} {shown(measurement)}" for measurement in measurements),
        *((f"seeds {run_together(seeds)}",) if seeds else ()),
    ]

    def piece(url: str, quote: str, revision: str | None = None) -> Evidence:
        return Evidence(
            url=url, quote=phrase(quote, SPAN_LIMIT), revision=revision,
            observed_at=run.ended_at, source="run",
        )  # fmt: skip

    return (
        piece(place, "; ".join(ran)),
        *((piece(place, "; ".join(left)),) if left else ()),
        *(
            piece(artifact.url, "pinned" if artifact.pinned else "not pinned", artifact.revision)
            for artifact in (run.imported.artifacts if run.imported else ())
        ),
        *(
            piece(used_file.url, used_file.name, used_file.swhid)
            for used_file in used_of_release(check, run)
        ),
    )


def _source(claim: Claim) -> Evidence:
    return Evidence(url=claim.source.url or "", quote=phrase(claim.source.where), source="registry")
