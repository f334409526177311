"""STATUS.md: a table that GitHub shows well, and below it the evidence of each paper."""

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import quote

import msgspec

from tracker.model.correction import JudgedCorrection
from tracker.model.evidence import Evidence
from tracker.model.verdict import Verdict
from tracker.tables.behind import Against, beside, told
from tracker.tables.cells import Cell
from tracker.tables.rows import COLUMNS, Row, TableColumn, heading, unsaid
from tracker.tables.text import clean
from tracker.tables.uses import alike
from tracker.verdicts import QUESTIONS, Tone, answered

_LITERAL = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]{}|~$@"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)
_REMEMBERED = 4_096
"""Short texts; the same words, addresses and reasons stand in many cells."""
_LINKS = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)")
_SAFE = "/:?#@!$&'*+,;=-._~%"
"""Characters of an address that neither end a Markdown link nor a table cell."""

PERSON = "✎"
"""Stands before what a person says against an answer."""
_MEANINGS = {
    Tone.GOOD: "🟢 there",
    Tone.FAIR: "🟡 partly, with limits, or not in agreement",
    Tone.POOR: "🔴 not there",
    Tone.UNKNOWN: "⚪ nobody knows",
}
LEGEND = " · ".join(_MEANINGS.values())
MARKS = {tone: meaning[0] for tone, meaning in _MEANINGS.items()}
_COUNTED = {"code", *(question.name for question in QUESTIONS)}
"""The columns that are summed up for a README: each says one thing of a paper."""


def render(rows: Sequence[Row], as_of: dt.datetime | None) -> str:
    """Return the whole page: what day it holds for, the table, the evidence."""
    details = "\n\n".join(_details(row) for row in rows)
    return f"# Status\n\n{table(rows, as_of)}\n## Evidence\n\n{details}\n"


def table(rows: Sequence[Row], as_of: dt.datetime | None) -> str:
    """Return the lines about freshness and the table alone."""
    lead = " ".join(map(escape, heading(rows, as_of)))
    if not rows:
        return f"{lead}\n"
    heads = ["Paper", *(column.heading for column in COLUMNS)]
    lines = [_line(heads), _line(["---"] * len(heads))]
    lines += [_line([_title(row), *_cells(row)]) for row in rows]
    body = "\n".join(lines)
    legend = f"{LEGEND} · {PERSON} what a person says against it" if PERSON in body else LEGEND
    return f"{lead}\n\n{body}\n\n{legend}\n"


def counts(rows: Sequence[Row], as_of: dt.datetime | None, page: str) -> str:
    """Return how many papers have which answers, for a README.

    Parameters
    ----------
    page
        Where the whole table is, seen from the README.
    """
    lead = " ".join(map(escape, heading(rows, as_of)))
    if not rows:
        return f"{lead}\n"
    number = "1 paper" if len(rows) == 1 else f"{len(rows)} papers"
    lines = [_line([number, *_MEANINGS.values()]), _line(["---"] * (1 + len(_MEANINGS)))]
    for column in COLUMNS:
        if column.marked and column.key in _COUNTED:
            tones = Counter(dict(row.cells)[column].tone for row in rows)
            lines.append(_line([column.heading, *(str(tones[tone]) for tone in _MEANINGS)]))
    body = "\n".join(lines)
    return f"{lead}\n\n{body}\n\n[Each paper, with the evidence of each answer]({page})\n"


@lru_cache(maxsize=_REMEMBERED)
def escape(text: str) -> str:
    r"""Return text from outside so that Markdown shows it as it is, on one line.

    Examples
    --------
    >>> escape("a|b <img src=x> [c](javascript:d)\n`e`")
    'a\\|b &lt;img src=x&gt; \\[c\\](javascript:d) \\`e\\`'
    """
    marked = clean(text).translate(_LITERAL)
    return _LINKS.sub(lambda match: "\\".join(filter(None, match.groups())), marked)


def link(text: str, url: str) -> str:
    """Return a link, or the bare text where `url` is no web address."""
    if not url.startswith(("https://", "http://")):
        return escape(text)
    return f"[{escape(text)}](<{target(url)}>)"


def target(url: str) -> str:
    """Return a web address so that it ends neither its link nor a table cell."""
    return quote(clean(url, 2000), safe=_SAFE)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _title(row: Row) -> str:
    arxiv = row.verdicts.paper.arxiv_id
    url = f"https://arxiv.org/abs/{arxiv}" if arxiv else ""
    return (
        f"{link(row.title, url)} {escape(row.title_zh)}" if row.title_zh else link(row.title, url)
    )


def _cells(row: Row) -> Iterator[str]:
    against = beside(row)
    for column, cell in row.cells:
        yield "<br>".join((_cell(column, cell), *map(_said, against.get(column.key, ()))))


def _cell(column: TableColumn, cell: Cell) -> str:
    mark = f"{MARKS[cell.tone]} " if column.marked else ""
    return f"{mark}{escape(cell.text)}"


def _said(against: Against) -> str:
    return f"{PERSON} {escape(against.brief)}"


def _details(row: Row) -> str:
    lines = [f"<details><summary>{_html(row.paper)}: {_html(row.title)}</summary>", ""]
    for label, verdict in _verdicts(row):
        lines.append(f"- **{escape(label)}**: {escape(verdict.answer)}. {escape(verdict.reason)}")
        if verdict.remedy:
            lines.append(f"  - What would help: {escape(verdict.remedy)}")
        lines += [f"  - {_correction(correction)}" for correction in verdict.corrections]
        lines += [f"  - {_piece(piece)}" for piece in dict.fromkeys(verdict.evidence)]
    return "\n".join([*lines, "", "</details>"])


def _correction(one: JudgedCorrection) -> str:
    url = one.correction.because
    return f"{PERSON} {escape(told(one))} {link(url.removeprefix('https://'), url)}"


def _html(text: str) -> str:
    """Return text for inside an HTML tag, where Markdown is not read."""
    return html.escape(clean(text))


def _verdicts(row: Row) -> Iterator[tuple[str, Verdict]]:
    """Yield each verdict once, under a label a reader understands."""
    judged = row.verdicts
    for question, verdict in answered(judged):
        yield question.name, _without_evidence(verdict) if question.sums else verdict
    for uses, verdict in alike(judged.uses):
        yield f"{verdict.question}, {', '.join(uses)}", _without_evidence(verdict)
    for verdicts in judged.artifacts:
        name = verdicts.subject.removeprefix("https://")
        name += f", folder {verdicts.artifact.path}" if verdicts.artifact.path else ""
        for question, verdict in answered(verdicts):
            if question.tells(verdict):
                yield f"{name}, {question.name}", verdict
    for question, verdict in unsaid(judged):
        yield f"all artifacts, {question.name}", verdict
    for one in judged.promises:
        yield f"promise “{one.promise.quote}”", one.verdict
    for claim in judged.claims:
        alone = tuple(piece for piece in claim.verdict.evidence if piece.source != "run")
        yield (
            f"claim “{claim.claim.statement}”",
            msgspec.structs.replace(claim.verdict, evidence=alone),
        )
        for tried in claim.checks:
            label = f"{tried.check.tier.value} check “{tried.check.statement}”"
            yield label, msgspec.structs.replace(tried.verdict, answers=(tried.words,))


def _without_evidence(verdict: Verdict) -> Verdict:
    return msgspec.structs.replace(verdict, evidence=())


def _piece(piece: Evidence) -> str:
    quote = f"“{escape(piece.quote)}” " if piece.quote else ""
    where = (
        link(piece.url.removeprefix("https://").partition("/blob/")[0], piece.url)
        if piece.url
        else "no address"
    )
    revision = f", {escape(piece.revision)}" if piece.revision else ""
    return f"{quote}{where}{revision} ({when(piece)})"


def when(piece: Evidence) -> str:
    """Say how and when a piece of evidence was had."""
    if piece.observed_at is not None:
        return f"{escape(piece.source)} {piece.observed_at:%Y-%m-%d}"
    if piece.not_before is not None:
        return f"{escape(piece.source)}, not older than {piece.not_before:%Y-%m-%d}"
    return escape(piece.source)
