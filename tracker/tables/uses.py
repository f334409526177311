"""What one may do with all that a paper released, and with each part of it: said alike everywhere.

Never more than what is concluded of the paper: a part is not said to be allowed for a use while
something of it was not looked at.
"""

from collections.abc import Mapping, Sequence

import msgspec

from tracker.licensing.uses import Allowed, Ruling, Use, worst
from tracker.model.base import Value
from tracker.model.paper import Relation, Role
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, UseVerdict, Verdict
from tracker.verdicts import Tone, use
from tracker.verdicts.license import CONFLICT

PARTS: Mapping[str, Role] = {"code": Role.CODE, "weights": Role.MODEL, "data": Role.DATASET}
"""What is released, as a user speaks of it."""
UNSEEN = "not looked at"
KEEP_TO_BOTH = "two licences are declared: keep to both"
KEEP_TO_EACH = "the licences declared disagree: keep to each"
EVERY = "every use"


class Wording(Value, frozen=True, kw_only=True):
    """Some words, and how they read."""

    text: str
    tone: Tone


class UseOfPart(Wording, frozen=True, kw_only=True):
    """Whether a use of one part is allowed."""

    part: str
    """One of `PARTS`."""


class UseOfPaper(Value, frozen=True, kw_only=True):
    """Whether one use is allowed: of all that was released, and of each part of it."""

    use: str
    """As in `tracker.licensing.uses.Use`."""
    total: Wording
    parts: tuple[UseOfPart, ...]
    """Those of `PARTS` that the paper officially released."""
    reason: str


def uses_of(judged: PaperVerdicts) -> tuple[UseOfPaper, ...]:
    """Return each use of a paper's release, as `judged` concludes it."""
    parts = _released(judged)
    return tuple(
        UseOfPaper(
            use=verdict_of.use,
            total=_worded(Allowed(verdict_of.verdict.answers[0])),
            parts=tuple(
                _part(name, artifacts, Use(verdict_of.use)) for name, artifacts in parts.items()
            ),
            reason=verdict_of.verdict.reason,
        )
        for verdict_of in judged.uses
    )


def _released(judged: PaperVerdicts) -> dict[str, list[ArtifactVerdicts]]:
    official = [one for one in judged.artifacts if one.artifact.relation is Relation.OFFICIAL]
    of_part = {
        name: [one for one in official if one.artifact.role is role] for name, role in PARTS.items()
    }
    return {name: artifacts for name, artifacts in of_part.items() if artifacts}


def _worded(allowed: Allowed) -> Wording:
    return Wording(text=allowed.value, tone=_tone(allowed))


def _tone(allowed: Allowed) -> Tone:
    answer = use.QUESTION.known(allowed.value)
    return (answer.tone if answer else None) or Tone.UNKNOWN


def _part(name: str, artifacts: Sequence[ArtifactVerdicts], wanted: Use) -> UseOfPart:
    """Return the strictest answer of those that were looked at; it is none yet where some were not.

    One that forbids the use settles it, whatever the others say. Where some cannot be told, it is
    said what the others allow, and of how many it cannot.
    """
    looked = [one for one in artifacts if one.is_known]
    if not looked:
        return UseOfPart(part=name, text=UNSEEN, tone=Tone.UNKNOWN)
    answers = [
        Allowed(judged_use.verdict.answers[0])
        for one in looked
        for judged_use in one.uses
        if judged_use.use == wanted.value
    ]
    strictest = _strictest(answers)
    left = len(artifacts) - len(looked)
    if left and strictest in (Allowed.YES, Allowed.IF):
        text = f"{strictest.value}, {left} of {len(artifacts)} {UNSEEN}"
        return UseOfPart(part=name, text=text, tone=Tone.UNKNOWN)
    others = [answer for answer in answers if answer is not strictest]
    if strictest is Allowed.UNKNOWN and others:
        unsure = f"{len(answers) - len(others)} of {len(answers)} {strictest.value}"
        text = f"{_strictest(others).value}, {unsure}"
        return UseOfPart(part=name, text=text, tone=Tone.UNKNOWN)
    return UseOfPart(part=name, text=strictest.value, tone=_tone(strictest))


def _strictest(answers: Sequence[Allowed]) -> Allowed:
    return worst(Ruling(allowed=answer, because=()) for answer in answers).allowed


def together(uses: Sequence[UseOfPaper]) -> tuple[tuple[str, UseOfPaper], ...]:
    """Return the uses of which the same is said of the whole and of each part, named together."""
    groups: dict[tuple[Wording, ...], list[UseOfPaper]] = {}
    for one in uses:
        groups.setdefault((one.total, *one.parts), []).append(one)
    return tuple(
        (", ".join(one.use for one in group) if len(groups) > 1 else EVERY, group[0])
        for group in groups.values()
    )


def in_lines(uses: Sequence[UseOfPaper], judged: PaperVerdicts) -> tuple[str, ...]:
    """Say all uses in few lines: that in a product first, why so by parts, then those that differ.

    Examples
    --------
    Such as ``product, training: yes if``, ``code yes if``, ``weights, data not looked at``,
    ``research, internal: yes``.
    """
    by_answer: dict[str, list[str]] = {}
    for one in sorted(uses, key=lambda one: one.use != Use.PRODUCT):
        by_answer.setdefault(one.total.text, []).append(one.use)
    if not by_answer:
        return ()
    first, *others = (
        f"{', '.join(names) if len(by_answer) > 1 else EVERY}: {answer}"
        for answer, names in by_answer.items()
    )
    product = next(one for one in uses if one.use == Use.PRODUCT)
    conflict = follows(judged, product)
    return (first, *_by_part(product), *filter(None, (conflict,)), *others)


def _by_part(of: UseOfPaper) -> tuple[str, ...]:
    """Say what is said of each part, where one says otherwise than the whole."""
    if all(part.text == of.total.text for part in of.parts):
        return ()
    by_text: dict[str, list[str]] = {}
    for part in of.parts:
        by_text.setdefault(part.text, []).append(part.part)
    return tuple(f"{', '.join(names)} {text}" for text, names in by_text.items())


def follows(judged: PaperVerdicts, product: UseOfPaper) -> str | None:
    """Say what follows where the licences of something released disagree, and none forbids it."""
    disagreed = [
        one
        for artifacts in _released(judged).values()
        for one in artifacts
        if CONFLICT in one.license.answers
    ]
    if not disagreed or product.total.text == Allowed.NO:
        return None
    two = all(len(of.keep_to) == 2 for one in disagreed for of in one.uses)
    return KEEP_TO_BOTH if two else KEEP_TO_EACH


def tone_of(uses: Sequence[UseOfPaper]) -> Tone:
    """Return how all uses together read: well only where each of them does."""
    tones = {one.total.tone for one in uses}
    if len(tones) == 1:
        return tones.pop()
    if Tone.UNKNOWN in tones:
        return Tone.POOR if tones == {Tone.UNKNOWN, Tone.POOR} else Tone.UNKNOWN
    return Tone.FAIR if tones else Tone.UNKNOWN


def uncorrected(uses: Sequence[UseVerdict]) -> tuple[UseVerdict, ...]:
    """Return what the program concludes, without what people say against it."""
    bare = msgspec.structs.replace
    return tuple(bare(one, verdict=bare(one.verdict, corrections=())) for one in uses)


def alike(uses: Sequence[UseVerdict]) -> tuple[tuple[tuple[str, ...], Verdict], ...]:
    """Return the uses of which the same is concluded together, each with that verdict."""
    together: list[tuple[list[str], Verdict]] = []
    for one in uses:
        names = next((names for names, verdict in together if verdict == one.verdict), None)
        if names is None:
            together.append(([one.use], one.verdict))
        else:
            names.append(one.use)
    return tuple((tuple(names), verdict) for names, verdict in together)
