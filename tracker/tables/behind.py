"""The verdicts behind each cell of a row, and what people say against them."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.model.correction import JudgedCorrection, Standing
from tracker.model.paper import Relation, Role
from tracker.model.verdict import ArtifactVerdicts, Verdict
from tracker.tables.cells import answers_to
from tracker.tables.rows import COLUMNS, Row, first_release
from tracker.verdicts import QUESTIONS
from tracker.verdicts.corrections import Topic, answers
from tracker.verdicts.trail import phrase, short

ALL = tuple(column.key for column in COLUMNS)
"""The columns of a table that has room for all."""
_WORDS, _FEW = 60, 24
"""Characters of a promise by which it is named, and where there is little room."""


def behind(key: str, row: Row) -> tuple[Verdict, ...]:
    """Return the verdicts behind a cell."""
    judged = row.verdicts
    match key:
        case "get":
            return (judged.summary,)
        case "code":
            return tuple(
                verdict
                for verdicts in official_code(row)
                for verdict in (verdicts.availability, verdicts.depth)
            )
        case "models":
            return _of_role(row, Role.MODEL)
        case "datasets":
            return _of_role(row, Role.DATASET)
        case "use":
            return tuple(one.verdict for one in judged.uses)
        case "promise":
            return (judged.promise, *(promise.verdict for promise in judged.promises))
        case "reproduction":
            tried = (claim.verdict for claim in judged.claims if claim.verdict.derived_from)
            return (judged.reproduction, *tried)
        case "since":
            first = first_release(judged)
            return (first.since,) if first else ()
    asked = next((question for question in QUESTIONS if question.name == key), None)
    return tuple(answers_to(asked, judged)) if asked else ()


def official_code(row: Row) -> list[ArtifactVerdicts]:
    """Return the paper's own code, or its list where it is that, what holds most first."""
    official = [
        verdicts
        for verdicts in row.verdicts.artifacts
        if verdicts.artifact.relation is Relation.OFFICIAL
    ]
    own = [verdicts for verdicts in official if verdicts.artifact.role is Role.CODE]
    own = own or [verdicts for verdicts in official if verdicts.artifact.role is Role.LIST]
    return sorted(
        own, key=lambda verdicts: verdicts.reached.rank if verdicts.reached else -1, reverse=True
    )


def _of_role(row: Row, role: Role) -> tuple[Verdict, ...]:
    return tuple(
        verdict
        for verdicts in row.verdicts.artifacts
        if verdicts.artifact.role is role and verdicts.artifact.relation is Relation.OFFICIAL
        for verdict in (verdicts.availability, verdicts.depth)
    )


def corrections(row: Row) -> tuple[tuple[Topic, Verdict], ...]:
    """Return the answers about a paper against which somebody says something."""
    if not row.verdicts.paper.corrections:
        return ()
    return tuple(pair for pair in answers(row.verdicts) if pair[1].corrections)


class Against(NamedTuple):
    """What a person says against an answer of a cell."""

    label: str
    """Which answer of the cell is meant; empty where it is the one of the column."""
    judged: JudgedCorrection

    @property
    def brief(self) -> str:
        """The same in a few words."""
        given = self.judged.correction
        stale = " (stale)" if self.judged.standing is Standing.STALE else ""
        lead = f"{self.label}: " if self.label else ""
        return f"{lead}{given.by} says {' + '.join(given.says)}{stale}"


def beside(row: Row, keys: Sequence[str] = ALL) -> dict[str, tuple[Against, ...]]:
    """Return what people say against the answers of a row, by the column.

    What none of the columns shows is told in the first. Where the program agrees by now, nothing
    is told.
    """
    left = list(corrections(row))
    by_column: dict[str, tuple[Against, ...]] = {}
    for key in keys[1:] if left else ():
        asked = behind(key, row)
        own = [(place, one) for place, one in left if one in asked or place.question == key]
        left = [pair for pair in left if pair not in own]
        by_column[key] = _against(key, own)
    by_column[keys[0]] = _against("summary", left)
    return {key: against for key, against in by_column.items() if against}


def _against(question: str, own: Sequence[tuple[Topic, Verdict]]) -> tuple[Against, ...]:
    return tuple(
        Against(_label(place, question), one)
        for place, verdict in own
        for one in verdict.corrections
        if one.standing is not Standing.AGREED
    )


def _label(place: Topic, question: str) -> str:
    if place.question != question:
        return named(place)
    part = [f"“{phrase(place.about, _FEW)}”"] if place.about else []
    part += [short(place.artifact.url).rpartition("/")[2]] if place.artifact else []
    return ", ".join(part)


def told(one: JudgedCorrection) -> str:
    """Say a correction in a sentence, without its source, and how it stands."""
    given = one.correction
    who = f"{given.by}, as an author," if given.author else given.by
    return f"{who} said on {given.made_on}: {' + '.join(given.says)}. {stand(one)}".strip()


def stand(one: JudgedCorrection) -> str:
    """Say how a correction stands to the answer that is given now."""
    then = " + ".join(one.correction.answered)
    match one.standing:
        case Standing.STALE:
            return f"Stale: the answer was {then}, and rested on other evidence than now."
        case Standing.AGREED:
            return f"The tracker, which answered {then} then, says the same now."
    return ""


def named(place: Topic) -> str:
    """Name an answer in a few words."""
    artifact = place.artifact
    words = place.question
    words += f" “{phrase(place.about, _WORDS)}”" if place.about else ""
    words += f" of {short(artifact.url)}" if artifact else ""
    return f"{words}, folder {artifact.path}" if artifact and artifact.path else words
