"""One line per paper: what you get, under which licence, since when."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from tracker.model.paper import Depth, Paper, Relation, Role
from tracker.model.verdict import IN_PART, ArtifactVerdicts, PromiseVerdict, Verdict
from tracker.verdicts import license  # noqa: A004  (SPDX's word)
from tracker.verdicts.availability import GONE
from tracker.verdicts.license import declared, wording
from tracker.verdicts.promise import NOT_KEPT, OPEN
from tracker.verdicts.question import Answer, Question
from tracker.verdicts.since import predates, whole
from tracker.verdicts.trail import Trail, day, short, utc

QUESTION = Question(
    name="summary",
    title="What do you get?",
    zh="能得到什么？",
    meaning=(
        "One line over all verdicts on the paper: what was released, under which licence, since "
        "when. It concludes nothing of its own."
    ),
    motive="Most readers want this one line and its reason.",
    answers=(
        Answer(
            word="one line",
            zh="一句话",
            open=True,
            means="In plain words; each part has a verdict behind it.",
        ),
    ),
    remedy="See the remedies of the verdicts behind it.",
    rule="summary/1",
    sums=True,
    of_paper=lambda asked: judge_summary(
        asked.paper,
        asked.artifacts,
        asked.promises,
        asked.answer(license.QUESTION),
        {verdicts.subject: asked.look(verdicts.subject) for verdicts in asked.artifacts},
    ),
    compared=False,
)

_CODE: Mapping[tuple[str, ...], str] = {
    ("partial", "evaluation only"): "Evaluation code only",
    ("partial", "mostly evaluation"): "Mostly evaluation code",
    ("partial", "scripts only"): "Scripts without the code they start",
    ("partial", "vendored only"): "A copy of another project's code",
    ("placeholder", "web page"): "A web page and no code",
    ("placeholder", "curated list"): "A curated list and no code",
    ("placeholder", "empty package"): "A package that installs no module",
    ("training", "environment not pinned"): "Code to train and to use, environment not pinned",
    ("training", "not runnable"): "Training code, a module that it imports is missing",
    ("inference", "not runnable"): "Inference code, a module that it imports is missing",
    ("partial", IN_PART): "Some code, of which not all was read",
    ("inference", IN_PART): "Inference code, of which not all was read",
    ("nothing",): "An empty repository",
    ("placeholder",): "A README and no code",
    ("partial",): "Some code, neither training nor inference recognised",
    ("inference",): "Inference code, no training code",
    ("training",): "Training code",
    ("complete",): "Code to train and to use, with its pinned environment",
    ("unknown",): "Code not seen yet",
}
_LIST: Mapping[tuple[str, ...], str] = {
    ("nothing",): "An empty repository",
    ("placeholder",): "A repository without the list",
    ("complete",): "A curated list",
    ("unknown",): "A curated list, not seen yet",
}
STILL = dt.timedelta(days=180)
"""By how much work elsewhere must be newer for the official repository to have stood still."""
_STATE = {
    "removed": "was removed",
    "taken-down": "was taken down",
    "disabled": "is switched off",
    "not-visible": "is not visible",
    "archived": "is archived",
    "gated": "is gated",
}
_THINGS = ((Role.MODEL, "model"), (Role.DATASET, "dataset"), (Role.SPACE, "demo"))


def judge_summary(
    paper: Paper,
    artifacts: Sequence[ArtifactVerdicts],
    promises: Sequence[PromiseVerdict],
    license_: Verdict,
    trails: Mapping[str, Trail],
) -> Verdict:
    """Say in one line what a paper released.

    Parameters
    ----------
    trails
        The sightings of each subject.
    """
    official = [
        verdicts for verdicts in artifacts if verdicts.artifact.relation is Relation.OFFICIAL
    ]
    code = _best([verdicts for verdicts in official if verdicts.artifact.role is Role.CODE])
    released = code or _best(
        [verdicts for verdicts in official if verdicts.artifact.role is Role.LIST]
    )
    outside = [
        verdicts for verdicts in artifacts if verdicts.artifact.relation is Relation.THIRD_PARTY
    ]
    others = f"{len(outside)} third-party" if outside else ""
    if official:
        parts = [_release(released, artifacts, trails)]
    elif paper.begun:
        parts = [f"No {'official ' if artifacts else ''}artifact named", *filter(None, (others,))]
    else:
        parts = ["Nothing entered yet"]
    parts += _things(official)
    main = released or next((one for one in official if one.is_known), None)
    holder = main or next(iter(official), None)
    if holder is not None:
        own = declared(trails[holder.subject])
        parts.append(wording(own, holder.license))
    if main is not None and main.since.dated and not _hollow(main):
        what = f"{whole(main.since)} " if predates(main.since, paper) else ""
        earlier = " or earlier" if main.since.dated.bound else ""
        parts.append(f"{what}since {main.since.dated.day}{earlier}")
    parts += _promised(promises, sure=code is None or _hollow(code))
    used = [verdicts for verdicts in (main, *official) if verdicts is not None]
    reasons = [code.availability.reason, code.depth.reason] if code else []
    reasons += [license_.reason] if official else ["No official artifact is registered."]
    if outside:
        reasons.append(f"The registry also names {_count(len(outside), 'third-party artifact')}.")
    if main is not None:
        reasons.append(main.since.reason)
    return Verdict(
        question=QUESTION.name,
        subject=paper.id,
        answers=("; ".join(parts),),
        reason=" ".join(reasons),
        remedy=next(
            (help_ for one in used for help_ in (one.depth.remedy, one.license.remedy) if help_),
            None,
        ),
        evidence=tuple(dict.fromkeys(
            piece for one in used[:1]
            for verdict in (one.availability, one.depth, one.license, one.since)
            for piece in verdict.evidence)),
        derived_from=tuple(dict.fromkeys(
            look for verdicts in artifacts
            for verdict in (verdicts.availability, verdicts.depth)  # all looks, also at its links
            for look in verdict.derived_from)),
        rule=QUESTION.rule,
        as_of=max((verdicts.availability.as_of for verdicts in artifacts
                   if verdicts.availability.as_of), default=None),
    )  # fmt: skip


def _best(code: Sequence[ArtifactVerdicts]) -> ArtifactVerdicts | None:
    """Return the artifact that holds most; of equals the one that is there and was seen last."""

    def order(verdicts: ArtifactVerdicts) -> tuple[int, bool, float]:
        looked_at = verdicts.availability.as_of
        there = verdicts.availability.answers[0] not in GONE
        return (
            verdicts.reached.rank if verdicts.reached else -1,
            there,
            looked_at.timestamp() if looked_at else 0,
        )

    return max(code, key=order, default=None)


def _release(
    main: ArtifactVerdicts | None,
    artifacts: Sequence[ArtifactVerdicts],
    trails: Mapping[str, Trail],
) -> str:
    if main is None:
        line = "No official code named"
    else:
        listed = main.artifact.role is Role.LIST
        words, answers = _LIST if listed else _CODE, main.depth.answers
        bare = "A curated list" if listed else "Code"
        line = words.get(answers[:2]) or words.get(answers[:1], bare)
        states = [_STATE[word] for word in main.availability.answers if word in _STATE]
        if not main.depth.derived_from and states:
            line = bare
        elif answers[0] == QUESTION.unknown and main.is_known:
            line = f"{bare} whose files were not seen"
        line += f", which {' and '.join(states)}" if states else ""
        if listed:
            return line
    if main is None or main.reached is None or not main.reached.reaches(Depth.TRAINING):
        elsewhere = _elsewhere(artifacts)
    else:
        elsewhere = _goes_on(main, artifacts, trails)
    return f"{line} ({elsewhere})" if elsewhere else line


def _elsewhere(artifacts: Sequence[ArtifactVerdicts]) -> str | None:
    """Name the training code that lies outside the official repositories."""
    for verdicts in _beside(artifacts):
        if verdicts.reached is not None and verdicts.reached.reaches(Depth.TRAINING):
            what = "recipe" if "recipe" in verdicts.subject else "code"
            return f"training {what} lives in {short(verdicts.subject)}"
    return None


def _goes_on(
    main: ArtifactVerdicts, artifacts: Sequence[ArtifactVerdicts], trails: Mapping[str, Trail]
) -> str | None:
    """Name where the work goes on, where the official repository stood still long before."""
    stopped = _changed(trails[main.subject])
    for verdicts in _beside(artifacts):
        changed = _changed(trails[verdicts.subject])
        if stopped and changed and changed - stopped > STILL:
            return f"last changed {day(stopped)}, goes on in {short(verdicts.subject)}"
    return None


def _beside(artifacts: Sequence[ArtifactVerdicts]) -> Iterator[ArtifactVerdicts]:
    """Yield the code of this paper outside its official repositories.

    Only a folder named in the registry counts, or a mirror: that a framework can train says nothing
    about this paper.
    """
    for verdicts in artifacts:
        artifact = verdicts.artifact
        ours = artifact.relation is Relation.MIRROR or (
            artifact.relation is Relation.UPSTREAM and artifact.path is not None
        )
        if artifact.role is Role.CODE and ours:
            yield verdicts


def _changed(trail: Trail) -> dt.datetime | None:
    sighting = trail.latest(lambda facts: facts.last_changed)
    changed = sighting.observation.facts.last_changed if sighting else None
    return utc(changed) if changed else None


def _things(official: Sequence[ArtifactVerdicts]) -> list[str]:
    """Count models, datasets and demos: those that are there, and those nobody has looked at."""
    parts, waiting, unlisted = [], [], []
    for role, word in _THINGS:
        own = [verdicts for verdicts in official if verdicts.artifact.role is role]
        there = [verdicts for verdicts in own if verdicts.depth.answers[0] == Depth.COMPLETE
                 and verdicts.availability.answers[0] not in GONE]  # fmt: skip
        gated = sum("gated" in verdicts.availability.answers for verdicts in there)
        unseen = sum(not verdicts.is_known for verdicts in own)
        bare = sum(
            verdicts.depth.answers[0] == QUESTION.unknown
            and verdicts.is_known
            and verdicts.availability.answers[0] not in GONE
            for verdicts in own
        )
        if there:
            note = f" ({gated} gated)" if 0 < gated < len(there) else " (gated)" if gated else ""
            parts.append(f"{_count(len(there), word)}{note}")
        if unseen:
            waiting.append(_count(unseen, word))
        if bare:
            unlisted.append(_count(bare, word))
        if rest := len(own) - len(there) - unseen - bare:
            parts.append(f"{_count(rest, word)} not to be had")
    unknown = ((unlisted, "whose files were not seen"), (waiting, "not looked at"))
    return [*parts, *(f"{', '.join(counts)} {how}" for counts, how in unknown if counts)]


def _promised(promises: Sequence[PromiseVerdict], *, sure: bool) -> list[str]:
    """Say what became of the first promise that is not kept, where there is nothing to show."""
    waiting = [promise for promise in promises
               if promise.verdict.answers[0] in (OPEN, NOT_KEPT) and sure]  # fmt: skip
    if not waiting:
        return []
    first = min(waiting, key=lambda waited: waited.promise.made_on or dt.date.max)
    made = f"promised {first.promise.made_on}" if first.promise.made_on else "promised"
    return [f"{made}, {'open when last seen' if first.verdict.answers[0] == OPEN else NOT_KEPT}"]


def _hollow(verdicts: ArtifactVerdicts) -> bool:
    return verdicts.reached in (Depth.NOTHING, Depth.PLACEHOLDER)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
