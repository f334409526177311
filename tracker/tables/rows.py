"""Rows: what every table shows, before any format.

Long, because the columns that join several questions are written out here, side by side.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tracker.model.base import Value
from tracker.model.evidence import Evidence
from tracker.model.paper import Depth, Paper, Relation, Role
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, Verdict
from tracker.tables import colours
from tracker.tables.colours import best, of_artifact, worst
from tracker.verdicts import QUESTIONS, Question, Tone, license, promise  # noqa: A004  (SPDX's word)
from tracker.verdicts.availability import GONE
from tracker.verdicts.identity import ALARMS
from tracker.verdicts.since import predates, whole
from tracker.verdicts.trail import short

NONE_ENTERED = "none entered"
"""Said of a paper of which nobody has entered anything yet."""
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


class Column(NamedTuple):
    """A column of the table."""

    key: str
    """Field of `Row`, or the name of a question."""
    heading: str
    marked: bool = True
    """Whether its tone is shown: a date has none."""
    terminal: int = 0
    """Its share of the width of a terminal; 0: it has no room there."""


COLUMNS = (
    Column("get", "What you get", marked=False, terminal=6),
    Column("code", "Code"),
    Column("models", "Models"),
    Column("datasets", "Datasets"),
    *(
        Column(each.name, each.column.heading, terminal=each.column.terminal)
        for each in QUESTIONS
        if each.column
    ),
    Column("since", "Since", marked=False),
    Column("looked", "Last looked", marked=False, terminal=3),
)
"""In the order they are shown: first what joins the answers to several questions, then each
question that has a column of its own, then the dates."""


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
    more: Mapping[str, Cell] = {}
    """The cells of questions that have no field here, by their names."""

    @property
    def cells(self) -> tuple[tuple[Column, Cell], ...]:
        """Each column with its cell."""
        return tuple(
            (each, self.more[each.key] if each.key in self.more else getattr(self, each.key))
            for each in COLUMNS
        )


def rows(verdicts: Sequence[PaperVerdicts]) -> tuple[Row, ...]:
    """Return one row for each paper, in the order given."""
    return tuple(_row(each) for each in verdicts)


def heading(shown: Sequence[Row], as_of: dt.datetime | None) -> tuple[str, ...]:
    """Say in plain sentences for which day the table holds and how fresh it is."""
    lines = [f"As of {as_of:%Y-%m-%d}."] if as_of else []
    if not shown:
        return (*lines, "No paper is registered.")
    live = [row.looked_at for row in shown if row.looked_at]
    others = [row.verdicts for row in shown if not row.looked_at]
    copies = sum(each.summary.as_of is not None for each in others)
    bare = sum(not each.artifacts for each in others)
    unseen = len(others) - copies - bare
    if live:
        lines.append(f"Last looked at on {max(live):%Y-%m-%d}, not looked at since.")
        lines += [f"{_papers(copies)} never reached: shown from stored copies."] if copies else []
    elif copies:
        lines.append("No look has reached the hosts yet: what is shown rests on stored copies.")
    elif unseen:
        lines.append("Nobody has looked yet: what is there is not known.")
    if (live or copies) and unseen:
        lines.append(f"{_papers(unseen)} never looked at.")
    if bare:
        lines.append(f"{_papers(bare)} entered without any artifact.")
    return tuple(lines)


def _papers(number: int) -> str:
    return "1 paper was" if number == 1 else f"{number} papers were"


def _row(judged: PaperVerdicts) -> Row:
    paper = judged.paper
    code = _code(judged)
    official = [each for each in judged.artifacts if each.artifact.relation is Relation.OFFICIAL]
    asked = official or judged.artifacts
    seen = [each for each in asked if each.availability.as_of is not None]
    first = first_release(judged)
    looks = [
        piece.observed_at
        for each in seen
        for piece in each.availability.evidence
        if piece.observed_at is not None
    ]
    looked_at = max(looks, default=None)
    role = Role.LIST if code and code[0].artifact.role is Role.LIST else Role.CODE
    held = _artifacts(judged, role)
    cells = {
        each.name: _CELLS.get(each.name, _cell_of(each))(judged)
        for each in QUESTIONS
        if each.column
    }
    return Row(
        paper=paper.id,
        title=paper.titles.en,
        title_zh=paper.titles.zh,
        get=_cell(judged.summary, tone=held.tone if code else best(map(of_artifact, official))),
        code=held,
        models=_artifacts(judged, Role.MODEL),
        datasets=_artifacts(judged, Role.DATASET),
        license=cells.pop("license"),
        promise=cells.pop("promise"),
        reproduction=cells.pop("reproduction"),
        since=_dated(first.since, paper) if first else _undated(judged, code or official),
        looked=_looked(seen, looked_at, [each.artifact.relation for each in asked]),
        looked_at=looked_at,
        verdicts=judged,
        more=cells,
    )


def first_release(judged: PaperVerdicts) -> ArtifactVerdicts | None:
    """Return the official artifact that is there longest, of the code where there is some."""
    official = [each for each in judged.artifacts if each.artifact.relation is Relation.OFFICIAL]
    dated = [
        (each.since.dated.day, each)
        for each in (_code(judged) or official)
        if each.since.dated and of_artifact(each) in (Tone.GOOD, Tone.FAIR)
    ]
    return min(dated, key=lambda pair: pair[0], default=(None, None))[1]


def _code(judged: PaperVerdicts) -> list[ArtifactVerdicts]:
    return _of(judged, Role.CODE) or _of(judged, Role.LIST)


def _of(judged: PaperVerdicts, role: Role) -> list[ArtifactVerdicts]:
    return [
        each
        for each in judged.artifacts
        if each.artifact.role is role and each.artifact.relation is Relation.OFFICIAL
    ]


def _cell(verdict: Verdict, *, tone: Tone, between: str = ", ") -> Cell:
    text = between.join(verdict.answers)
    return Cell(text=text, tone=tone, reason=verdict.reason, evidence=verdict.evidence)


def _licensed(judged: PaperVerdicts) -> Cell:
    if not judged.artifacts:
        return _not_official(judged)
    tone = license.QUESTION.tone(judged.license) or Tone.UNKNOWN
    return _cell(judged.license, tone=tone)


def _reproduced(judged: PaperVerdicts) -> Cell:
    verdict = judged.reproduction
    cell = _cell(verdict, tone=colours.of_claims(judged.claims), between="; ")
    # What a full attempt takes is too long for a line.
    return msgspec.structs.replace(cell, parts=tried(verdict) or verdict.answers)


def tried(verdict: Verdict) -> tuple[str, ...]:
    """Return what was tried, without what a full attempt takes."""
    return tuple(each for each in verdict.answers if each != verdict.needs)


def unsaid(judged: PaperVerdicts) -> Iterator[tuple[Question, Verdict]]:
    """Yield the questions that have nothing to tell of any artifact, each with why."""
    for question in QUESTIONS:
        own = [
            verdict
            for each in judged.artifacts
            for verdict in each.verdicts
            if verdict.question == question.name
        ]
        if own and not any(map(question.tells, own)):
            reasons = dict.fromkeys(each.reason for each in own)
            answers = dict.fromkeys(word for each in own for word in each.answers)
            yield (
                question,
                msgspec.structs.replace(
                    own[0],
                    subject=judged.paper.id,
                    answers=tuple(answers),
                    reason=" ".join(reasons),
                    evidence=(),
                ),
            )


def answers_to(question: Question, judged: PaperVerdicts) -> list[Verdict]:
    """Return the answer about a paper; where there is none, those about its official artifacts."""
    return [each for each in judged.verdicts if each.question == question.name] or [
        answer
        for each in judged.artifacts
        if each.artifact.relation is Relation.OFFICIAL
        for answer in each.verdicts
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
            text=_counted([each.answer for each in own]) or "none named",
            tone=worst(question.tone(each) or Tone.UNKNOWN for each in own),
            reason=" ".join(dict.fromkeys(each.reason for each in own)),
            evidence=tuple(dict.fromkeys(piece for each in own for piece in each.evidence)),
        )

    return cell


def _counted(words: Sequence[str]) -> str:
    counts = Counter(words)
    return ", ".join(f"{count} × {word}" if count > 1 else word for word, count in counts.items())


def _artifacts(judged: PaperVerdicts, role: Role) -> Cell:
    """Return the answers about all official artifacts of one role, equal ones counted."""
    own = _of(judged, role)
    if not own:
        return _not_official(judged, third_party(judged, role))
    return Cell(
        text=_counted([word for _, word in dict.fromkeys(map(_thing, _present(own)))]),
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


def third_party(judged: PaperVerdicts, role: Role) -> list[ArtifactVerdicts]:
    """Return the artifacts of one role that others made, not the authors."""
    return [
        each
        for each in judged.artifacts
        if each.artifact.role is role and each.artifact.relation is Relation.THIRD_PARTY
    ]


def _not_official(judged: PaperVerdicts, others: Sequence[ArtifactVerdicts] = ()) -> Cell:
    if not judged.paper.begun:
        return Cell(text=NONE_ENTERED, reason="Nobody has entered what the paper released.")
    if not others:
        return Cell(text="none named", reason="The registry names no official one.")
    names = ", ".join(short(each.subject) for each in others)
    return Cell(
        text=f"{NONE_OFFICIAL}, {len(others)} third-party",
        reason=f"The registry names no official one; third-party: {names}.",
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


def _dated(verdict: Verdict, paper: Paper) -> Cell:
    cell = _cell(verdict, tone=Tone.GOOD)
    if not predates(verdict, paper):
        return cell
    return msgspec.structs.replace(
        cell,
        text=f"{cell.text} ({whole(verdict)})",
        parts=(cell.text, f"({whole(verdict)})"),
        reason=f"{cell.reason} It is older than the month of the paper; when the paper's part "
        "came is not known.",
    )


def _undated(judged: PaperVerdicts, released: Sequence[ArtifactVerdicts]) -> Cell:
    if not judged.paper.begun:
        return _not_official(judged)
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
        tone=promise.QUESTION.tone(verdict) or Tone.UNKNOWN,
        reason=" ".join(
            f"“{each.promise.quote}”: {each.verdict.reason}" for each in judged.promises
        )
        or verdict.reason,
        evidence=verdict.evidence,
    )


def _looked(
    seen: Sequence[ArtifactVerdicts], looked_at: dt.datetime | None, named: Sequence[Relation]
) -> Cell:
    """Say when hosts were reached last, and for how many of the artifacts they ever were.

    Parameters
    ----------
    named
        How each artifact that is meant stands to the paper.
    """
    live = sum(any(each.observed_at for each in one.availability.evidence) for one in seen)
    if looked_at is not None and live < len(named):
        copies, unseen = len(seen) - live, len(named) - len(seen)
        rest = [f"{copies} shown from stored copies"] if copies else []
        rest += [f"{unseen} not looked at"] if unseen else []
        what = "official artifacts" if Relation.OFFICIAL in named else "artifacts, none official"
        return Cell(
            text=f"{looked_at:%Y-%m-%d} ({live} of {len(named)})",
            tone=Tone.FAIR,
            reason=f"Looked at on {looked_at:%Y-%m-%d %H:%M} UTC: {live} of {len(named)} {what}; "
            f"{', '.join(rest)}.",
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
        parts=("never", f"stored copy not older than {day}"),
        tone=Tone.FAIR,
        reason=f"No look has reached the hosts; the newest stored copy is not older than {day}.",
    )


_CELLS: Mapping[str, Callable[[PaperVerdicts], Cell]] = {
    "license": _licensed,
    "promise": _promises,
    "reproduction": _reproduced,
}
"""Cells of questions that say more than the answers."""
