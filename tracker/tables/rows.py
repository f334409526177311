"""Rows: what every table shows, before any format."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from tracker.model.base import Value
from tracker.model.evidence import Evidence
from tracker.model.paper import Depth, Paper, Relation, Role
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, Verdict
from tracker.tables import tones
from tracker.tables.tones import GONE, Tone, best, of_artifact
from tracker.verdicts.identity import ALARMS
from tracker.verdicts.since import predates, whole
from tracker.verdicts.trail import short


class Cell(Value, frozen=True, kw_only=True):
    """One answer in a table, with what it rests on."""

    text: str
    tone: Tone = Tone.UNKNOWN
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


class Row(Value, frozen=True, kw_only=True):
    """One paper."""

    paper: str
    """Id, such as ``arxiv:2503.14476``."""
    title: str
    title_zh: str | None = None
    get: Cell
    """What you get, under which licence, since when."""
    code: Cell
    models: Cell
    datasets: Cell
    license: Cell
    promise: Cell
    reproduction: Cell
    since: Cell
    looked: Cell
    """When an official artifact was last seen: the newest look, or how old a stored copy is."""
    looked_at: dt.datetime | None = None
    """The newest live look that told something; None = stored copies at best."""
    verdicts: PaperVerdicts

    @property
    def cells(self) -> tuple[tuple[str, Cell], ...]:
        """Heading and cell of each column, in the order they are shown."""
        return (
            ("What you get", self.get),
            ("Code", self.code),
            ("Models", self.models),
            ("Datasets", self.datasets),
            ("Licence", self.license),
            ("Promises", self.promise),
            ("Reproduction", self.reproduction),
            ("Since", self.since),
            ("Last looked", self.looked),
        )


def rows(verdicts: Sequence[PaperVerdicts]) -> tuple[Row, ...]:
    """Return one row for each paper, in the order given."""
    return tuple(_row(each) for each in verdicts)


def heading(shown: Sequence[Row], as_of: dt.datetime | None) -> tuple[str, ...]:
    """Say in plain sentences for which day the table holds and how fresh it is."""
    lines = [f"As of {as_of:%Y-%m-%d}." if as_of else "As of the newest look there is."]
    live = [row.looked_at for row in shown if row.looked_at]
    if not shown:
        return (*lines, "No paper is registered.")
    if live:
        lines.append(f"Last looked at on {max(live):%Y-%m-%d}, not looked at since.")
    else:
        lines.append("No look has reached the hosts yet: what is shown rests on stored copies.")
    stale = len(shown) - len(live)
    if live and stale:
        lines.append(f"{_papers(stale)} never reached: shown from stored copies, or unknown.")
    return tuple(lines)


def _papers(number: int) -> str:
    return "1 paper was" if number == 1 else f"{number} papers were"


def _row(judged: PaperVerdicts) -> Row:
    paper = judged.paper
    code = _of(judged, Role.CODE) or _of(judged, Role.LIST)
    official = [each for each in judged.artifacts if each.artifact.relation is Relation.OFFICIAL]
    seen = [each for each in official if each.availability.as_of is not None]
    dated = [
        each
        for each in (code or official)
        if each.since.answer != "unknown" and of_artifact(each) in (Tone.GOOD, Tone.FAIR)
    ]
    first = min(dated, key=lambda each: each.since.answer, default=None)
    looks = [
        piece.observed_at
        for each in seen
        for piece in each.availability.evidence
        if piece.observed_at is not None
    ]
    looked_at = max(looks, default=None)
    held = _artifacts(code)
    return Row(
        paper=paper.id,
        title=paper.titles.en,
        title_zh=paper.titles.zh,
        get=_cell(judged.summary, held.tone if code else best(map(of_artifact, seen))),
        code=held,
        models=_artifacts(_of(judged, Role.MODEL)),
        datasets=_artifacts(_of(judged, Role.DATASET)),
        license=_cell(judged.license, tones.of_license(judged.license))
        if judged.artifacts
        else _artifacts(()),
        promise=_promises(judged),
        reproduction=_cell(judged.reproduction, tones.of_claims(judged.claims), "; "),
        since=_dated(first.since, paper) if first else _undated(code or official),
        looked=_looked(seen, looked_at, len(official)),
        looked_at=looked_at,
        verdicts=judged,
    )


def _of(judged: PaperVerdicts, role: Role) -> list[ArtifactVerdicts]:
    return [
        each
        for each in judged.artifacts
        if each.artifact.role is role and each.artifact.relation is Relation.OFFICIAL
    ]


def _cell(verdict: Verdict, tone: Tone, between: str = ", ") -> Cell:
    text = between.join(verdict.answers)
    return Cell(text=text, tone=tone, reason=verdict.reason, evidence=verdict.evidence)


def _artifacts(own: Sequence[ArtifactVerdicts]) -> Cell:
    """Return the answers about all artifacts of one role, equal ones counted."""
    if not own:
        return Cell(text="none named", reason="The registry names no official one.")
    words = [word for _, word in dict.fromkeys(map(_thing, _present(own)))]
    counted = [
        f"{words.count(word)} × {word}" if words.count(word) > 1 else word
        for word in dict.fromkeys(words)
    ]
    return Cell(
        text=", ".join(counted),
        tone=best(map(of_artifact, own)),
        reason=" ".join(
            f"{short(each.subject)}: {each.availability.reason} {each.depth.reason}" for each in own
        ),
        evidence=tuple(
            dict.fromkeys(
                piece
                for each in own
                for piece in (*each.depth.evidence, *each.availability.evidence)
            )
        ),
    )


def _thing(each: ArtifactVerdicts) -> tuple[object, str]:
    """Return what one thing is known by, under however many addresses, and what is there."""
    return (each.same_as or each.subject, each.artifact.path), _state(each)


def _present(own: Sequence[ArtifactVerdicts]) -> list[ArtifactVerdicts]:
    """Leave out the former names of what stands there under its present one, too."""
    there = {
        each.same_as or each.subject for each in own if "moved" not in each.availability.answers
    }
    return [
        each
        for each in own
        if "moved" not in each.availability.answers or (each.same_as or each.subject) not in there
    ]


_WHOLE = {Role.CODE: Depth.COMPLETE.value, Role.LIST: "curated list"}
"""How a release of everything is called; ``available`` where nothing else is."""


def _state(each: ArtifactVerdicts) -> str:
    """Say in a word or two what is there."""
    there = each.availability.answers
    if there == ("unknown",):
        return "not looked at"
    if not GONE.isdisjoint(there):
        return there[0]
    depth = each.depth.answers
    whole = _WHOLE.get(each.artifact.role, "available")
    held = whole if depth[0] == Depth.COMPLETE else depth[0]
    detail = [
        *(word for word in each.identity.answers if word in ALARMS),
        *depth[1:],
        *(word for word in there if word not in ("available", "placeholder")),
    ]
    return f"{held} ({', '.join(detail)})" if detail else held


def _alarm(each: ArtifactVerdicts) -> str:
    """Return why the artifact is not what it was, where that is an alarm."""
    alarming = not set(ALARMS).isdisjoint(each.identity.answers)
    return f" {each.identity.reason}" if alarming else ""


def _dated(verdict: Verdict, paper: Paper) -> Cell:
    cell = _cell(verdict, Tone.GOOD)
    if not predates(verdict, paper):
        return cell
    return msgspec.structs.replace(
        cell,
        text=f"{cell.text} ({whole(verdict)})",
        reason=f"{cell.reason} It is older than the month of the paper; when the paper's part "
        "came is not known.",
    )


def _undated(released: Sequence[ArtifactVerdicts]) -> Cell:
    if not released:
        return Cell(text="nothing named", reason="The registry names no official artifact.")
    if any(each.availability.as_of for each in released):
        return Cell(text="nothing yet", tone=Tone.POOR, reason="Nothing that was seen holds it.")
    return Cell(text="not known", reason="Nobody has looked at it yet.")


def _promises(judged: PaperVerdicts) -> Cell:
    verdict = judged.promise
    words = [each.verdict.answer for each in judged.promises]
    counted = ", ".join(f"{words.count(word)} {word}" for word in verdict.answers if word in words)
    return Cell(
        text=counted or verdict.answer,
        tone=tones.of_promise(verdict),
        reason=" ".join(
            f"“{each.promise.quote}”: {each.verdict.reason}" for each in judged.promises
        )
        or verdict.reason,
        evidence=verdict.evidence,
    )


def _looked(seen: Sequence[ArtifactVerdicts], looked_at: dt.datetime | None, named: int) -> Cell:
    """Say when hosts were reached last, and for how many of the artifacts they ever were."""
    live = sum(any(each.observed_at for each in one.availability.evidence) for one in seen)
    if looked_at is not None and live < named:
        return Cell(
            text=f"{looked_at:%Y-%m-%d} ({live} of {named})",
            tone=Tone.FAIR,
            reason=f"Looked at on {looked_at:%Y-%m-%d %H:%M} UTC: {live} of {named} official "
            "artifacts; the others are shown from stored copies, or are unknown.",
        )
    if looked_at is not None:
        return Cell(
            text=f"{looked_at:%Y-%m-%d}",
            tone=Tone.GOOD,
            reason=f"Not looked at since {looked_at:%Y-%m-%d %H:%M} UTC.",
        )
    known = [each.availability.as_of for each in seen if each.availability.as_of]
    if not known:
        return Cell(text="never", reason="Nobody has looked at it yet.")
    day = f"{max(known):%Y-%m-%d}"
    return Cell(
        text=f"never; stored copy not older than {day}",
        tone=Tone.FAIR,
        reason=f"No look has reached the hosts; the newest stored copy is not older than {day}.",
    )
