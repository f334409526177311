"""A paper in brief for the reader of a notebook: what `tracker check` prints, as a table."""

import html
from collections.abc import Iterator

from tracker.licensing.uses import Use
from tracker.notebooks.markup import Html, Paragraph, cell
from tracker.tables.brief import Brief, UseInBrief, Wording
from tracker.tables.markdown import MARKS, PERSON
from tracker.tables.text import clean

_CELL = "text-align:left;vertical-align:top;padding:.15em 1.2em .15em 0;background:none"
_TABLE = "border:none;margin:0"


def briefly(told: Brief) -> Paragraph:
    """Return the lines of a paper in brief."""
    lines = [
        ("You get", cell(told.get)),
        ("May I use it?", _uses(told)),
        ("Licence", _marked(told.license)),
        ("Promises", _marked(told.promises)),
        ("Claims", _marked(told.claims)),
        ("Looked", _marked(told.looked)),
        *((PERSON, cell(line)) for line in told.corrections),
    ]
    if told.unseen:
        lines.append(("Not looked at", cell(told.unseen)))
    body = "".join(_line(f"<strong>{name}</strong>", words) for name, words in lines)
    return Paragraph(Html(f'<table style="{_TABLE}">{body}</table>'), "\n".join(_plainly(told)))


def _line(*cells: str) -> str:
    return "<tr>" + "".join(f'<td style="{_CELL}">{text}</td>' for text in cells) + "</tr>"


def _marked(said: Wording) -> str:
    return f"{MARKS[said.tone]} {cell(said.text)}"


def _answers(told: Brief, use: UseInBrief) -> tuple[Wording, ...]:
    return (use.total, *use.parts) if len(told.parts) > 1 else use.parts or (use.total,)


def _headings(told: Brief) -> tuple[str, ...]:
    return ("altogether", *told.parts) if len(told.parts) > 1 else told.parts


def _uses(told: Brief) -> str:
    rows = _line("", *(f"<em>{html.escape(name)}</em>" for name in _headings(told)))
    rows += "".join(
        _line(html.escape(use.use), *map(_marked, _answers(told, use))) for use in told.uses
    )
    reasons = "".join(f"<div>{cell(reason)}</div>" for reason in _reasons(told))
    return f'<table style="{_TABLE}">{rows}</table>{reasons}'


def _reasons(told: Brief) -> Iterator[str]:
    yield from (use.reason for use in told.uses if use.use == Use.PRODUCT)


def _plainly(told: Brief) -> Iterator[str]:
    """Yield the same lines as text."""
    yield f"You get: {clean(told.get)}"
    yield "May I use it?"
    for use in told.uses:
        names = _headings(told) or ("altogether",)
        answers = zip(names, _answers(told, use), strict=True)
        yield f"{use.use}: " + ", ".join(f"{name} {answer.text}" for name, answer in answers)
    yield from map(clean, _reasons(told))
    yield f"Licence: {clean(told.license.text)}"
    yield f"Promises: {clean(told.promises.text)}"
    yield f"Claims: {clean(told.claims.text)}"
    yield f"Looked: {clean(told.looked.text)}"
    yield from (f"{PERSON} {clean(line)}" for line in told.corrections)
    if told.unseen:
        yield f"Not looked at: {clean(told.unseen)}"
