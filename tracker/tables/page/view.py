"""What the template of the page shows of a row: each answer with its rules, remedies and order."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import quote, urlsplit

from tracker.model.base import Value
from tracker.model.evidence import Evidence
from tracker.model.paper import Depth, Relation, Role
from tracker.model.verdict import NOASSERTION, NONE, ArtifactVerdicts, Verdict
from tracker.tables.page.facets import official_code
from tracker.tables.rows import Cell, Row
from tracker.tables.text import clean
from tracker.tables.tones import OUTCOMES, Tone
from tracker.verdicts.reproduction import outcome

_SAFE = "/:?#[]@!$&'()*+,;=-._~%"
_ADDRESS = 2000
_PARTS = re.compile(r"; | (?=\(repository\)$)")


class Answer(Value, frozen=True, kw_only=True):
    """One cell of the table, with what stands behind it."""

    key: str
    label: str
    text: str
    tone: Tone
    marked: bool
    """Whether its tone is shown: a date has none."""
    main: str
    """What is read first."""
    more: tuple[str, ...]
    """What is read next, smaller."""
    reason: str
    remedies: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    left_out: int
    """Pieces of evidence that are shown in the paper's own section only."""
    rules: tuple[str, ...]
    order: str
    """Sorts as text, best or earliest first."""


class Figure(Value, frozen=True, kw_only=True):
    """A number at the top of the page."""

    number: int
    label: str


def answers(row: Row, pieces: int) -> tuple[Answer, ...]:
    """Return the cells of a row, each with at most this many pieces of evidence."""
    judged = row.verdicts
    behind = {
        "get": (judged.summary,),
        "code": tuple(
            verdict for each in official_code(row) for verdict in (each.availability, each.depth)
        ),
        "models": _behind(row, Role.MODEL),
        "datasets": _behind(row, Role.DATASET),
        "license": (judged.license,),
        "promise": (judged.promise, *(each.verdict for each in judged.promises)),
        "reproduction": (
            judged.reproduction,
            *(each.verdict for each in judged.claims if each.verdict.derived_from),
        ),
        "since": tuple(
            each.since for each in judged.artifacts if each.since.reason == row.since.reason
        ),
        "looked": (),
    }
    return tuple(
        _answer(label, cell, behind[key], key=key, order=_order(key, row, cell), pieces=pieces)
        for key, (label, cell) in zip(behind, row.cells, strict=True)
    )


def _behind(row: Row, role: Role) -> tuple[Verdict, ...]:
    return tuple(
        verdict
        for each in row.verdicts.artifacts
        if each.artifact.role is role and each.artifact.relation is Relation.OFFICIAL
        for verdict in (each.availability, each.depth)
    )


def _answer(
    label: str, cell: Cell, behind: Sequence[Verdict], *, key: str, order: str, pieces: int
) -> Answer:
    # Of "not attempted; checkable on a CPU; needs a robot" the last is too long for a cell.
    parts = [cell.text] if key == "get" else _PARTS.split(cell.text)
    more = tuple(part for part in parts[1:] if not part.startswith("needs "))
    return Answer(
        key=key,
        label=label,
        text=cell.text,
        tone=cell.tone,
        marked=key not in ("get", "since", "looked"),
        main=parts[0],
        more=more,
        reason=cell.reason,
        remedies=tuple(dict.fromkeys(each.remedy for each in behind if each.remedy))[:3],
        evidence=cell.evidence[:pieces],
        left_out=max(0, len(cell.evidence) - pieces),
        rules=tuple(dict.fromkeys(each.rule for each in behind)),
        order=order,
    )


_TONES = list(Tone)
_PROMISES = ("kept", "partly", "open", "not kept", "cannot tell", "never promised")


def _order(key: str, row: Row, cell: Cell) -> str:
    tone = _TONES.index(cell.tone)
    match key:
        case "code":
            best = _best(row)
            return f"{tone}{len(Depth) - best.rank if best else '~'}"
        case "promise":
            first = row.verdicts.promise.answers[0]
            return str(_PROMISES.index(first) if first in _PROMISES else len(_PROMISES))
        case "since":
            return cell.text[:10] if cell.text[:1].isdigit() else "~"
        case "looked":
            known = row.verdicts.summary.as_of
            live = f"0{row.looked_at.isoformat()}" if row.looked_at else None
            return live or (f"1{known.isoformat()}" if known else "~")
    return f"{tone}{clean(cell.text, 40).casefold()}"


def figures(rows: Sequence[Row]) -> tuple[Figure, ...]:
    """Return the counts at the top of the page."""
    # A list that is complete is no code to train.
    code = [_best(row) if _of_code(row) else None for row in rows]
    promised = [row for row in rows if row.verdicts.promises]
    return (
        Figure(number=len(rows), label="papers"),
        Figure(
            number=sum(best is not None and best.reaches(Depth.TRAINING) for best in code),
            label="with training code",
        ),
        Figure(
            number=sum(best is Depth.INFERENCE for best in code), label="with inference code only"
        ),
        Figure(
            number=sum(_clear(row.verdicts.license) for row in rows),
            label="under one clear licence",
        ),
        Figure(
            number=sum(row.promise.tone is Tone.GOOD for row in promised),
            label="kept all they promised",
        ),
        Figure(
            number=sum(
                any(each.claim.needs.cpu_check for each in row.verdicts.claims) for row in rows
            ),
            label="with a claim checkable on a CPU",
        ),
        Figure(
            number=sum(not _settled(row, headline=False).isdisjoint(OUTCOMES) for row in rows),
            label="with a claim checked here",
        ),
        Figure(
            number=sum("reproduced (exact)" in _settled(row, headline=True) for row in rows),
            label="headline reproduced here",
        ),
    )


def _clear(licensed: Verdict) -> bool:
    """Whether one licence is named, and nothing speaks against it."""
    return len(licensed.answers) == 1 and licensed.answers[0] not in (NONE, NOASSERTION)


def _settled(row: Row, *, headline: bool) -> set[str]:
    """Return the words about a paper's claims, or about its headline alone."""
    return {
        word
        for each in row.verdicts.claims
        if each.claim.headline or not headline
        for word in outcome(each.checks)
    }


def _of_code(row: Row) -> bool:
    return any(each.artifact.role is Role.CODE for each in official_code(row))


def _best(row: Row) -> Depth | None:
    return next((each.reached for each in official_code(row)), None)


def web(url: str | None) -> str | None:
    """Return an address fit for a link, or None where it is no plain web address.

    Examples
    --------
    >>> web("https://example.org/a b")
    'https://example.org/a%20b'
    >>> web("javascript:alert(1)"), web("https://"), web("https://[")
    (None, None, None)
    """
    if not url or not url.startswith(("https://", "http://")):
        return None
    address = quote(clean(url, _ADDRESS), safe=_SAFE, errors="replace")
    try:
        return address if urlsplit(address).hostname else None
    except ValueError:
        return None


def name(url: str) -> str:
    """Return an address as a person reads it.

    Examples
    --------
    >>> name("https://github.com/lab/code/blob/0de66fc6c2781e02ea37fef67b77c52486dc4409/a.py#L3")
    'github.com/lab/code › a.py#L3'
    """
    bare = url.removeprefix("https://").removeprefix("http://").rstrip("/")
    for mark in ("/blob/", "/-/blob/", "/tree/"):
        before, found, after = bare.partition(mark)
        if found:
            path = after.partition("/")[2]
            return f"{before} › {path}" if path else before
    return bare


def find(row: Row) -> str:
    """Return what a search finds a paper by, beside what is on show."""
    paper = row.verdicts.paper
    names = (name(each.subject) for each in row.verdicts.artifacts)
    return clean(" ".join((paper.authors or "", *islice(names, 40))), 3000)


def artifact_name(each: ArtifactVerdicts) -> str:
    """Return the address of an artifact and, where only a folder is meant, that folder."""
    return (
        f"{name(each.subject)} › {each.artifact.path}" if each.artifact.path else name(each.subject)
    )


def once(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return each piece of evidence once."""
    return tuple(dict.fromkeys(pieces))
