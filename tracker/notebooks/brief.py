"""A paper in brief for the reader of a notebook: what `tracker check` prints, as a table."""

import html
from collections.abc import Iterator

from tracker.licensing.uses import Use
from tracker.notebooks.markup import Html, Paragraph, cell
from tracker.tables.brief import Brief
from tracker.tables.markdown import MARKS, PERSON
from tracker.tables.text import clean
from tracker.tables.uses import UseOfPaper, Wording, together

_CELL = "text-align:left;vertical-align:top;padding:.15em 1.2em .15em 0;background:none"
_TABLE = "border:none;margin:0"


def briefly(brief: Brief) -> Paragraph:
    """Return the lines of a paper in brief."""
    lines = [
        ("You get", cell(brief.get)),
        ("May I use it?", _uses(brief)),
        ("Licence", _marked(brief.license)),
        ("Promises", _marked(brief.promises)),
        ("Claims", _marked(brief.claims)),
        ("Looked", _marked(brief.looked)),
        *((PERSON, cell(line)) for line in brief.corrections),
    ]
    if brief.unseen:
        lines.append(("Not looked at", cell(_unseen(brief))))
    if brief.step:
        lines.append(("Do", cell(brief.step)))
    body = "".join(
        _line(f'<strong style="white-space:nowrap">{name}</strong>', words) for name, words in lines
    )
    return Paragraph(Html(f'<table style="{_TABLE}">{body}</table>'), "\n".join(_plainly(brief)))


def _line(*cells: str) -> str:
    return "<tr>" + "".join(f'<td style="{_CELL}">{text}</td>' for text in cells) + "</tr>"


def _marked(wording: Wording) -> str:
    return f"{MARKS[wording.tone]} {cell(wording.text)}"


def _uses(brief: Brief) -> str:
    """Return which uses are allowed, by parts where there are some, and why."""
    if brief.parts:
        rows = _line("", *(f"<em>{html.escape(name)}</em>" for name in _headings(brief)))
        rows += "".join(
            _line(html.escape(names), *map(_marked, _answers(brief, use)))
            for names, use in together(brief.uses)
        )
        answers = f'<table style="{_TABLE}">{rows}</table>'
    else:
        answers = f"<div>{_marked(brief.use)}</div>"
    return answers + "".join(f"<div>{cell(reason)}</div>" for reason in _reasons(brief))


def _headings(brief: Brief) -> tuple[str, ...]:
    return ("altogether", *brief.parts) if len(brief.parts) > 1 else brief.parts


def _answers(brief: Brief, use: UseOfPaper) -> tuple[Wording, ...]:
    return (use.total, *use.parts) if len(brief.parts) > 1 else use.parts


def _reasons(brief: Brief) -> Iterator[str]:
    """Yield what follows from licences that disagree, why so of a product, what is not theirs."""
    if brief.follows:
        yield brief.follows
    lead = f"{Use.PRODUCT}: " if brief.parts else ""
    yield from (f"{lead}{use.reason}" for use in brief.uses if use.use == Use.PRODUCT)
    if brief.theirs:
        yield brief.theirs


def _unseen(brief: Brief) -> str:
    return f"{brief.unseen}: {', '.join(brief.unseen_names)}"


def _plainly(brief: Brief) -> Iterator[str]:
    """Yield the same lines as text."""
    yield f"You get: {clean(brief.get)}"
    yield "May I use it?"
    if not brief.parts:
        yield clean(brief.use.text)
    for names, use in together(brief.uses) if brief.parts else ():
        answers = zip(_headings(brief), _answers(brief, use), strict=True)
        yield f"{names}: " + ", ".join(f"{name} {answer.text}" for name, answer in answers)
    yield from map(clean, _reasons(brief))
    yield f"Licence: {clean(brief.license.text)}"
    yield f"Promises: {clean(brief.promises.text)}"
    yield f"Claims: {clean(brief.claims.text)}"
    yield f"Looked: {clean(brief.looked.text)}"
    yield from (f"{PERSON} {clean(line)}" for line in brief.corrections)
    if brief.unseen:
        yield f"Not looked at: {clean(_unseen(brief))}"
    if brief.step:
        yield f"Do: {clean(brief.step)}"
