"""Cells: what one paper comes to in one column, with what it rests on, before any format."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import msgspec

from tracker.licensing.uses import Allowed
from tracker.model.base import Value
from tracker.model.evidence import Evidence
from tracker.model.paper import Depth, Relation, Role
from tracker.model.verdict import (
    IN_PART,
    ArtifactVerdicts,
    PaperVerdicts,
    PromiseVerdict,
    Verdict,
)
from tracker.tables import colours
from tracker.tables.colours import best, of_artifact, worst
from tracker.tables.uses import alike, in_lines, tone_of, uncorrected, uses_of
from tracker.verdicts import Question, Tone, license, promise  # noqa: A004  (SPDX's word)
from tracker.verdicts.availability import GONE
from tracker.verdicts.depth import QUESTION
from tracker.verdicts.identity import ALARMS
from tracker.verdicts.trail import short, upper

NONE_ENTERED = "none entered"
"""Said of a paper of which nobody has entered anything yet."""
FILES_UNSEEN = "files not seen"
"""Said of what is there, and of which no list of files was read."""
NONE_OFFICIAL = "none official"
"""Said where only others than the authors have made something."""


class Cell(Value, frozen=True, kw_only=True):
    """One answer in a table, with what it rests on."""

    text: str
    tone: Tone = Tone.UNKNOWN
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    parts: tuple[str, ...] = ()
    """Of `text`: what is read first, and what is read next where there is room for a line of it;
    empty: all of it is read at once."""

    @property
    def read(self) -> tuple[str, ...]:
        """The parts in which it is read."""
        return self.parts or (self.text,)


def official_artifacts(judged: PaperVerdicts, role: Role) -> list[ArtifactVerdicts]:
    """Return the official artifacts of one role."""
    return [
        artifact
        for artifact in judged.artifacts
        if artifact.artifact.role is role and artifact.artifact.relation is Relation.OFFICIAL
    ]


def verdict_cell(verdict: Verdict, *, tone: Tone, between: str = ", ") -> Cell:
    """Return the cell of an answer as it stands."""
    text = between.join(verdict.answers)
    return Cell(text=text, tone=tone, reason=verdict.reason, evidence=verdict.evidence)


def _licensed(judged: PaperVerdicts) -> Cell:
    if not judged.artifacts:
        return not_official(judged)
    tone = license.QUESTION.tone(judged.license) or Tone.UNKNOWN
    return verdict_cell(judged.license, tone=tone)


def _reproduced(judged: PaperVerdicts) -> Cell:
    verdict = judged.reproduction
    cell = verdict_cell(verdict, tone=colours.of_claims(judged.claims), between="; ")
    # What a full attempt takes is too long for a line.
    return msgspec.structs.replace(cell, parts=tried(verdict) or verdict.answers)


def tried(verdict: Verdict) -> tuple[str, ...]:
    """Return what was tried, without what a full attempt takes."""
    return tuple(answer for answer in verdict.answers if answer != verdict.needs)


def answers_to(question: Question, judged: PaperVerdicts) -> list[Verdict]:
    """Return the answer about a paper; where there is none, those about its official artifacts."""
    return [verdict for verdict in judged.verdicts if verdict.question == question.name] or [
        answer
        for artifact in judged.artifacts
        if artifact.artifact.relation is Relation.OFFICIAL
        for answer in artifact.verdicts
        if answer.question == question.name
    ]


def _cell_of(question: Question) -> Callable[[PaperVerdicts], Cell]:
    """Return how the cell of a question is made that nothing special is said of.

    Of artifacts it holds the answers about the official ones, equal ones counted; it reads as the
    poorest that is known.
    """

    def cell(judged: PaperVerdicts) -> Cell:
        own = answers_to(question, judged)
        return Cell(
            text=_counted([verdict.answer for verdict in own]) or "none named",
            tone=worst(question.tone(verdict) or Tone.UNKNOWN for verdict in own),
            reason=" ".join(dict.fromkeys(verdict.reason for verdict in own)),
            evidence=tuple(dict.fromkeys(piece for verdict in own for piece in verdict.evidence)),
        )

    return cell


def _counted(words: Sequence[str]) -> str:
    counts = Counter(words)
    return ", ".join(f"{count} × {word}" if count > 1 else word for word, count in counts.items())


def artifacts_cell(judged: PaperVerdicts, role: Role) -> Cell:
    """Return the answers about all official artifacts of one role, equal ones counted."""
    own = official_artifacts(judged, role)
    if not own:
        return not_official(judged, third_party(judged, role))
    return Cell(
        text=_counted([word for _, word in dict.fromkeys(map(_thing, _present(own)))]),
        tone=best(map(of_artifact, own)),
        reason=" ".join(
            f"{short(verdicts.subject)}: {verdicts.availability.reason} {verdicts.depth.reason}"
            for verdicts in own
        ),
        evidence=tuple(
            dict.fromkeys(
                piece
                for verdicts in own
                for piece in (*verdicts.depth.evidence, *verdicts.availability.evidence)
            )
        ),
    )


def third_party(judged: PaperVerdicts, role: Role) -> list[ArtifactVerdicts]:
    """Return the artifacts of one role that others made, not the authors."""
    return [
        artifact
        for artifact in judged.artifacts
        if artifact.artifact.role is role and artifact.artifact.relation is Relation.THIRD_PARTY
    ]


def not_official(judged: PaperVerdicts, others: Sequence[ArtifactVerdicts] = ()) -> Cell:
    """Return the cell of a paper whose authors released nothing of a kind, and say who did."""
    if not judged.paper.begun:
        return Cell(text=NONE_ENTERED, reason="Nobody has entered what the paper released.")
    if not others:
        return Cell(text="none named", reason="The registry names no official one.")
    names = ", ".join(short(other.subject) for other in others)
    return Cell(
        text=f"{NONE_OFFICIAL}, {len(others)} third-party",
        reason=f"The registry names no official one; third-party: {names}.",
    )


def _thing(verdicts: ArtifactVerdicts) -> tuple[object, str]:
    """Return what one thing is known by, under however many addresses, and what is there."""
    return (verdicts.same_as or verdicts.subject, verdicts.artifact.path), _state(verdicts)


def _present(own: Sequence[ArtifactVerdicts]) -> list[ArtifactVerdicts]:
    """Leave out the former names of what stands there under its present one, too."""
    there = {
        verdicts.same_as or verdicts.subject
        for verdicts in own
        if "moved" not in verdicts.availability.answers
    }
    return [
        verdicts
        for verdicts in own
        if "moved" not in verdicts.availability.answers
        or (verdicts.same_as or verdicts.subject) not in there
    ]


_WHOLE = {Role.CODE: Depth.COMPLETE.value, Role.LIST: "curated list"}
"""How a release of everything is called; ``available`` where nothing else is."""


def _state(verdicts: ArtifactVerdicts) -> str:
    """Say in a word or two what is there."""
    there = verdicts.availability.answers
    if there == ("unknown",):
        return "not looked at"
    if not GONE.isdisjoint(there):
        return there[0]
    depth = verdicts.depth.answers
    whole = _WHOLE.get(verdicts.artifact.role, "available")
    unseen = depth[0] == QUESTION.unknown
    content = whole if depth[0] == Depth.COMPLETE else FILES_UNSEEN if unseen else depth[0]
    states = [word for word in there if word not in ("available", "placeholder")]
    detail = dict.fromkeys(
        (
            *(word for word in verdicts.identity.answers if word in ALARMS),
            *depth[1:],
            *(word for word in states if not (unseen and word == IN_PART)),
        )
    )
    return f"{content} ({', '.join(detail)})" if detail else content


def _promises(judged: PaperVerdicts) -> Cell:
    verdict = judged.promise
    counted = ", ".join(
        f"{len(promises)} {word}{_since(word, promises)}"
        for word in verdict.answers
        if (promises := [one for one in judged.promises if one.verdict.answer == word])
    )
    return Cell(
        text=counted or verdict.answer,
        tone=promise.QUESTION.tone(verdict) or Tone.UNKNOWN,
        reason=" ".join(
            f"“{judged_promise.promise.quote}”: {judged_promise.verdict.reason}"
            for judged_promise in judged.promises
        )
        or verdict.reason,
        evidence=verdict.evidence,
    )


def _since(word: str, promises: Sequence[PromiseVerdict]) -> str:
    """Say of what was promised and is not there since when it is waited for, and until when."""
    if word not in (promise.OPEN, promise.NOT_KEPT):
        return ""
    days = {one.promise.made_on for one in promises if one.promise.made_on}
    made = f"{'first ' if len(days) > 1 else ''}promised {min(days)}" if days else "date not known"
    due = sorted(one.overdue for one in promises if one.overdue)
    if not due:
        return f" ({made})"
    some = f"{len(due)} of them " if len(due) < len(promises) else ""
    first = "first " if len(set(due)) > 1 else ""
    return f" ({made}, {some}{first}due {due[0]}: that day has passed since the last look)"


def _used(judged: PaperVerdicts) -> Cell:
    """Return what one may do with it, its parts those lines in which a person reads it."""
    uses = uses_of(judged)
    lines = in_lines(uses, judged)
    together = alike(uncorrected(judged.uses))
    return Cell(
        text="; ".join(lines) or Allowed.UNKNOWN.value,
        tone=tone_of(uses),
        reason=" ".join(f"{upper(', '.join(names))}: {one.reason}" for names, one in together)
        or "No use of it was judged.",
        evidence=tuple(dict.fromkeys(piece for _, one in together for piece in one.evidence)),
        parts=lines,
    )


_CELLS: Mapping[str, Callable[[PaperVerdicts], Cell]] = {
    "license": _licensed,
    "promise": _promises,
    "use": _used,
    "reproduction": _reproduced,
}
"""Cells of questions that say more than the answers."""


def question_cell(question: Question, judged: PaperVerdicts) -> Cell:
    """Return what a question comes to for a paper."""
    return _CELLS.get(question.name, _cell_of(question))(judged)
