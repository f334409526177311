"""Are the licences' own conditions met? What others must keep, and what the release owes."""

from collections.abc import Sequence

from tracker.model.evidence import Evidence
from tracker.model.paper import Artifact
from tracker.model.unread import Piece
from tracker.model.verdict import IN_PART, NONE, Verdict
from tracker.verdicts import license  # noqa: A004  (SPDX's word)
from tracker.verdicts import trail as trails
from tracker.verdicts.conditions.finding import Finding, Fulfilment, sentence
from tracker.verdicts.conditions.release import SeenRelease
from tracker.verdicts.conditions.works import findings
from tracker.verdicts.inquiry import Look
from tracker.verdicts.lineage import lineage
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import Trail, phrase, seen, upper

MET = "met by the release"
NOT_MET = "not met by the release"
OTHERS = "others met"
NOTHING = "nothing is asked"
UNKNOWN = "cannot say"

_NEEDS = (*license.NEEDS, Piece.INNER_LICENSE)
_REASON = 900
_GROUNDS = 20
"""Findings whose evidence is kept."""

QUESTION = Question(
    name="conditions",
    title="Are the licences' own conditions met?",
    zh="是否满足许可证自身的条件？",
    meaning=(
        "Clause by clause: what you must keep when you pass it on (the licence's text, the right "
        "holder's copyright line, a NOTICE), and whether it is there to be kept; and what the "
        "release itself owes the works that its card and its folders say it was made from (their "
        "texts and notices, names such as “Built with Llama”, a word of what was changed, use "
        "restrictions passed on), and whether it does that. Authors owe nothing for their own "
        "work. Each with the clause that asks and the place that meets it. Not legal advice."
    ),
    motive="A licence holds only as long as its conditions are met, and few releases meet them.",
    answers=(
        Answer(
            word=MET,
            zh="发布已满足",
            tone=Tone.GOOD,
            rank=2,
            means="Each condition that is known is met. Whether a use is allowed is asked "
            "elsewhere.",
            needs=_NEEDS,
        ),
        Answer(
            word=NOT_MET,
            zh="发布未满足",
            tone=Tone.POOR,
            rank=0,
            means="A condition is not met, or something that you must keep is not there; the "
            "reason names it.",
            remedy="Ask the authors for what is missing, with the clause that asks for it.",
            needs=_NEEDS,
            gives_way=NOT_MET,
        ),
        Answer(
            word=OTHERS,
            zh="其余已满足",
            tone=Tone.FAIR,
            rank=1,
            beside=True,
            means="Said beside not met: other conditions are met.",
        ),
        Answer(
            word=NOTHING,
            zh="没有条件",
            quiet=True,
            means="No licence, or none that asks anything of whoever passes it on.",
            needs=_NEEDS,
        ),
        Answer(
            word=UNKNOWN,
            zh="无法判断",
            tone=Tone.UNKNOWN,
            means="What would tell was not read, or may stand where no look goes.",
            remedy="Look again, or read what the reason names.",
        ),
    ),
    remedy="Put text, copyright line and names beside the release, as the clauses ask.",
    rule="conditions/1",
    unknown=UNKNOWN,
    of_artifact=lambda asked: judge_conditions(
        asked.artifact, asked.trail, asked.answer(license.QUESTION).answers[0], asked.look
    ),
    weigh=max,
)


def judge_conditions(artifact: Artifact, trail: Trail, concluded: str, look: Look) -> Verdict:
    """Judge whether the conditions of all licences concerned are met.

    Parameters
    ----------
    concluded
        The licence that was concluded for the artifact.
    look
        What was seen of a work that it was made from.
    """
    release = SeenRelease(trail)
    known = tuple(findings(release, concluded, lineage(trail, concluded, look), look))
    answers = _answers(known, looked=release.licensed is not None)
    used = release.looks or trail.present[-1:]
    grounds = dict.fromkeys(finding.evidence for finding in known[:_GROUNDS])
    return Verdict(
        question=QUESTION.name,
        subject=trail.subject,
        answers=answers,
        reason=f"{upper(phrase(_reason(known, release, concluded), _REASON))}.",
        remedy=QUESTION.remedy_for(*answers),
        evidence=tuple(grounds) or (_ground(artifact, release),),
        derived_from=trails.ids(used),
        read_in=trails.ids(used),
        rule=QUESTION.rule,
        as_of=trails.newest(used),
    )


def _answers(known: Sequence[Finding], *, looked: bool) -> tuple[str, ...]:
    states = {finding.state for finding in known}
    if not looked:
        return (UNKNOWN,)
    if Fulfilment.NOT_MET in states:
        others = (OTHERS,) if Fulfilment.MET in states else ()
        part = (IN_PART,) if Fulfilment.UNREAD in states else ()
        return (NOT_MET, *others, *part)
    if states - {Fulfilment.MET}:
        return (UNKNOWN,)
    return (MET,) if states else (NOTHING,)


def _reason(known: Sequence[Finding], release: SeenRelease, concluded: str) -> str:
    if release.licensed is None:
        looks = [look.observation for look in release.trail.present[-1:]]
        return next((trails.unread(look, "Its licence was") for look in looks), "Not looked at yet")
    if known:
        summary = sentence(known)
    elif concluded == NONE:
        summary = "No licence grants anything, so none asks anything"
    else:
        summary = f"{concluded} asks nothing of whoever passes it on"
    return f"{summary}, {seen(release.licensed)}"


def _ground(artifact: Artifact, release: SeenRelease) -> Evidence:
    if release.licensed is None:
        return trails.named(artifact)
    return trails.evidence(release.licensed, quote="no condition is known")
