"""Tables and passages for the reader of a notebook.

Everything that came from outside is escaped; only http(s) addresses become links.
"""

import html
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tracker.model.evidence import Evidence
from tracker.model.terms import PlaceTerms
from tracker.model.verdict import Verdict
from tracker.tables.behind import told
from tracker.tables.markdown import PERSON
from tracker.tables.terms import lead
from tracker.tables.text import clean

if TYPE_CHECKING:
    import pandas as pd

_STYLE = "text-align:left;vertical-align:top;white-space:normal;overflow-wrap:break-word"
_QUOTES = 3
"""Pieces of evidence shown in one cell; the table of the run has them all."""


_PLACES = 5
"""Places that speak of one part of an artifact, shown in one cell."""
_TAG = re.compile(r"<[^<>]*>")


class Html(str):
    """Text that is HTML already; everything else is escaped."""

    __slots__ = ()


class Shown:
    """A table for the reader; `frame` is the same as plain data.

    Parameters
    ----------
    empty
        What is said where there is no row.
    below
        What stands below the table.
    """

    def __init__(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[str]],
        empty: str = "Nothing registered.",
        below: str = "",
    ) -> None:
        self.columns = tuple(columns)
        self.empty = empty
        self.below = below
        self.rows = [tuple(row) for row in rows]

    @property
    def frame(self) -> "pd.DataFrame":
        """The table as a data frame of text."""
        import pandas as pd  # noqa: PLC0415  a third of a second that few readers need

        plain = [[_plain(shown_cell) for shown_cell in row] for row in self.rows]
        return pd.DataFrame(plain, columns=list(self.columns), dtype="str")

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        below = f"<p>{cell(self.below)}</p>" if self.below else ""
        if not self.rows:
            return f"<p><em>{cell(self.empty)}</em></p>{below}"
        head = "".join(
            f'<th style="{_STYLE}">{html.escape(column)}</th>' for column in self.columns
        )
        body = "".join(
            "<tr>"
            + "".join(f'<td style="{_STYLE}">{cell(shown_cell)}</td>' for shown_cell in row)
            + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"

    def __repr__(self) -> str:
        lines = [" | ".join(self.columns)]
        lines += [" | ".join(_plain(shown_cell) for shown_cell in row) for row in self.rows]
        return "\n".join((*lines, *filter(None, [_plain(self.below)])))


class Paragraph:
    """A short passage of HTML for the reader."""

    def __init__(self, body: Html, plain: str) -> None:
        self.body = body
        self.plain = plain

    def _repr_html_(self) -> str:
        return self.body

    def __repr__(self) -> str:
        return self.plain


def cell(value: str) -> str:
    """Return text as HTML: cleaned and escaped, unless it is HTML already."""
    return value if isinstance(value, Html) else html.escape(clean(value))


def _plain(value: str) -> str:
    return clean(html.unescape(_TAG.sub("", value)) if isinstance(value, Html) else value)


def link(url: str | None, label: str) -> str:
    """Return a link, or the bare label where `url` is no web address."""
    text = html.escape(clean(label))
    if not url or not url.startswith(("https://", "http://")):
        return Html(text)
    return Html(f'<a href="{html.escape(url)}" rel="noopener noreferrer">{text}</a>')


def name_of(url: str) -> str:
    """Return what is left of an address when the host is known from the link."""
    for prefix in ("https://github.com/", "https://huggingface.co/", "https://", "http://"):
        if url.startswith(prefix):
            return url.removeprefix(prefix)
    return url


def grounds(*verdicts: Verdict) -> str:
    """Return why: the reasons, and below them the pieces of evidence."""
    reasons = " ".join(cell(verdict.reason) for verdict in verdicts)
    pieces = dict.fromkeys(
        evidence
        for verdict in verdicts
        for evidence in (() if verdict.terms else verdict.evidence[:_QUOTES])
    )
    lines = "".join(f"<li>{piece(evidence)}</li>" for evidence in pieces)
    lines += "".join(_terms(verdict) for verdict in verdicts)
    correction_lines = "".join(map(corrections, verdicts))
    return Html(
        f'{reasons}{correction_lines}<ul style="margin:.3em 0 0;padding-left:1.2em">{lines}</ul>'
    )


def _terms(verdict: Verdict) -> str:
    """Return what is said of each part of an artifact, side by side, and the places that say it."""
    items = []
    for scope in verdict.terms:
        sentence = lead(scope, verdict)
        items += [f"<li><b>{cell(sentence)}</b></li>"] if sentence else []
        items += [f"<li>{_place(place)}</li>" for place in scope.places[:_PLACES]]
        if more := scope.places[_PLACES:]:
            items.append(f"<li>… and {len(more)} more</li>")
    return "".join(items)


def _place(place: PlaceTerms) -> str:
    """Return what one place says, and where."""
    quote = f"“{cell(place.quote)}”" if place.quote else "was not read"
    return f"{link(place.url, place.where)}: {quote}"


def corrections(verdict: Verdict) -> str:
    """Return what people say against an answer, each with its source; empty where nobody does."""
    return Html(
        "".join(
            f"<p>{PERSON} {cell(told(correction))} "
            f"{link(correction.correction.because, name_of(correction.correction.because))}</p>"
            for correction in verdict.corrections
        )
    )


def piece(shown: Evidence) -> str:
    """Return a piece of evidence: its words, where they stand, and since when we know."""
    if shown.observed_at:
        verb = "run" if shown.source == "run" else "looked"
        when = f"{verb} {shown.observed_at:%Y-%m-%d}"
    elif shown.not_before:
        when = f"{shown.source}, not older than {shown.not_before:%Y-%m-%d}"
    else:
        when = shown.source
    quote = f"“{cell(shown.quote)}” " if shown.quote else ""
    label = shown.url if shown.source == "run" else "source"
    where = f"{link(shown.url, label)}{_swhid(shown.revision)}"
    return f"<small>{quote}{where} ({cell(when)})</small>"


def _swhid(revision: str | None) -> str:
    """Return an identifier short enough to read past; the whole of it is its tooltip."""
    if revision is None:
        return ""
    whole = html.escape(clean(revision))
    return f' <code title="{whole}">{whole[:17]}…</code>'


def passage(verdict: Verdict) -> Paragraph:
    """Return an answer and its reason."""
    body = f"<p><strong>{cell(verdict.answer)}</strong></p><p>{cell(verdict.reason)}</p>"
    correction_words = "".join(
        f" {PERSON} {told(correction)}" for correction in verdict.corrections
    )
    plain = clean(f"{verdict.answer}. {verdict.reason}{correction_words}")
    return Paragraph(Html(f"{body}{corrections(verdict)}"), plain)
