"""What a check notebook shows: one paper as tables a person enjoys.

Everything that came from outside is escaped; only http(s) addresses become links.
"""

import html
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tracker.model.base import Value
from tracker.model.evidence import Evidence, Observation
from tracker.model.paper import Role
from tracker.model.verdict import PaperVerdicts, Verdict
from tracker.tables.text import clean

if TYPE_CHECKING:
    import pandas as pd

_STYLE = "text-align:left;vertical-align:top;white-space:normal;overflow-wrap:break-word"
_QUOTES = 3
"""Pieces of evidence shown in one cell; the table of the run has them all."""


_TAG = re.compile(r"<[^>]*>")


class Html(str):
    """Text that is HTML already; everything else is escaped."""

    __slots__ = ()


class Shown:
    """A table for the reader; `frame` is the same as plain data."""

    def __init__(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[str]],
        empty: str = "Nothing registered.",
    ) -> None:
        self.columns = tuple(columns)
        self.empty = empty
        self.rows = [tuple(row) for row in rows]

    @property
    def frame(self) -> "pd.DataFrame":
        """The table as a data frame of text."""
        import pandas as pd  # noqa: PLC0415  a third of a second that few readers need

        plain = [[_plain(each) for each in row] for row in self.rows]
        return pd.DataFrame(plain, columns=list(self.columns), dtype="str")

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p><em>{_cell(self.empty)}</em></p>"
        head = "".join(f'<th style="{_STYLE}">{html.escape(each)}</th>' for each in self.columns)
        body = "".join(
            "<tr>" + "".join(f'<td style="{_STYLE}">{_cell(each)}</td>' for each in row) + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        lines = [" | ".join(self.columns)]
        lines += [" | ".join(_plain(each) for each in row) for row in self.rows]
        return "\n".join(lines)


class Passage:
    """A short passage of HTML for the reader."""

    def __init__(self, body: Html, plain: str) -> None:
        self.body = body
        self.plain = plain

    def _repr_html_(self) -> str:
        return self.body

    def __repr__(self) -> str:
        return self.plain


class PaperPage(Value, frozen=True, kw_only=True):
    """One paper, judged, with everything a notebook shows of it."""

    verdicts: PaperVerdicts
    unreached: tuple[Observation, ...] = ()
    """Looks of just now that could not see anything."""

    def heading(self) -> Passage:
        """Return the titles and the links of the paper."""
        paper = self.verdicts.paper
        arxiv = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else None
        links = "".join(
            f"<li>{role.value}: {', '.join(_link(url, _name(url)) for url in urls)}</li>"
            for role in Role
            if (
                urls := [
                    each.subject for each in self.verdicts.artifacts if each.artifact.role is role
                ]
            )
        )
        chinese = f"<p>{_cell(paper.titles.zh)}</p>" if paper.titles.zh else ""
        note = f"<p><em>{_cell(paper.note)}</em></p>" if paper.note else ""
        body = (
            f"<h2>{_cell(paper.titles.en)}</h2>{chinese}"
            f"<p>{_cell(paper.authors or '')} · {_link(arxiv, paper.id)} "
            f"{_cell(paper.version or '')}</p><ul>{links}</ul>{note}"
        )
        return Passage(Html(body), clean(f"{paper.titles.en} ({paper.id})"))

    def artifacts(self) -> Shown:
        """Return each artifact with what is there, how deep, since when, and why we say so."""
        return Shown(
            ("what", "where", "there?", "holds", "since", "because"),
            (
                (
                    f"{each.artifact.role.value} ({each.artifact.relation.value})",
                    _link(each.subject, _name(each.subject)),
                    each.availability.answer,
                    each.depth.answer,
                    each.since.answer,
                    _grounds(each.availability, each.depth),
                )
                for each in self.verdicts.artifacts
            ),
        )

    def licenses(self) -> Shown:
        """Return the concluded licence of each artifact and every place that declares one."""
        return Shown(
            ("artifact", "concluded", "because, and declared where in which words"),
            (
                (
                    _link(each.subject, _name(each.subject)),
                    each.license.answer,
                    _grounds(each.license),
                )
                for each in self.verdicts.artifacts
                if each.artifact.role is not Role.PAGE
            ),
        )

    def uses(self) -> Shown:
        """Return what one may do with the release as a whole, and on what ground."""
        return Shown(
            ("use", "allowed?", "because"),
            (
                (each.use, each.verdict.answer, _grounds(each.verdict))
                for each in self.verdicts.uses
            ),
        )

    def promises(self) -> Shown:
        """Return each promise in its own words, and what became of it."""
        return Shown(
            ("promise", "made", "where", "what became of it", "because"),
            (
                (
                    f"“{each.promise.quote}”",
                    str(each.promise.made_on or "date not known"),
                    _link(each.promise.source.url, each.promise.source.where),
                    each.verdict.answer,
                    _grounds(each.verdict),
                )
                for each in self.verdicts.promises
            ),
        )

    def claims(self) -> Shown:
        """Return each claim, its source, and what a reproduction of it needs."""
        return Shown(
            ("claim", "reported", "setting", "source", "reproduction", "because"),
            (
                (
                    each.claim.statement,
                    _value(each.claim.value, each.claim.unit),
                    each.claim.setting or "",
                    _link(each.claim.source.url, each.claim.source.where),
                    each.verdict.answer,
                    each.verdict.reason,
                )
                for each in self.verdicts.claims
            ),
        )

    def elsewhere(self) -> Shown:
        """Return what was seen of the paper and is not in the registry: leads, no releases."""
        verdict = self.verdicts.elsewhere
        command = "tracker add {} --to " + self.verdicts.paper.id
        return Shown(
            ("seen", "where", "to take it over"),
            (
                (_link(piece.url, _name(piece.url)), piece.quote or "", command.format(piece.url))
                for piece in verdict.evidence
                if "seen, not registered" in verdict.answers
            ),
            empty=verdict.reason,
        )

    def reproduction(self) -> Passage:
        """Return the reproduction status of the paper."""
        return _passage(self.verdicts.reproduction)

    def verdict(self) -> Passage:
        """Return the line that stands in the status table."""
        return _passage(self.verdicts.summary)

    def not_seen(self) -> Passage:
        """Return what could not be looked at just now; nothing is concluded from it."""
        if not self.unreached:
            known = self.verdicts.summary.as_of
            text = (
                f"Judged on what was known on {known:%Y-%m-%d}." if known else "Nothing known yet."
            )
            return Passage(Html(f"<p>{text}</p>"), text)
        rows = "".join(
            f"<li>{_link(each.subject, each.subject)}: {_cell(each.note or each.reach.value)}</li>"
            for each in self.unreached
        )
        lead = "Could not be looked at just now, so the last known state is shown:"
        return Passage(Html(f"<p>{lead}</p><ul>{rows}</ul>"), f"{lead} {len(self.unreached)}")


def _passage(verdict: Verdict) -> Passage:
    body = f"<p><strong>{_cell(verdict.answer)}</strong></p><p>{_cell(verdict.reason)}</p>"
    return Passage(Html(body), clean(f"{verdict.answer}. {verdict.reason}"))


def _value(value: float | str | None, unit: str | None) -> str:
    number = f"{value:g}" if isinstance(value, float) else value
    return "" if number is None else f"{number} {unit or ''}".strip()


def _cell(value: str) -> str:
    return value if isinstance(value, Html) else html.escape(clean(value))


def _plain(value: str) -> str:
    return clean(html.unescape(_TAG.sub("", value)) if isinstance(value, Html) else value)


def _link(url: str | None, label: str) -> str:
    text = html.escape(clean(label))
    if not url or not url.startswith(("https://", "http://")):
        return Html(text)
    return Html(f'<a href="{html.escape(url)}" rel="noopener noreferrer">{text}</a>')


def _name(url: str) -> str:
    """Return what is left of an address when the host is known from the link."""
    for prefix in ("https://github.com/", "https://huggingface.co/", "https://", "http://"):
        if url.startswith(prefix):
            return url.removeprefix(prefix)
    return url


def _grounds(*verdicts: Verdict) -> str:
    """Return why: the reasons, and below them the pieces of evidence."""
    reasons = " ".join(_cell(each.reason) for each in verdicts)
    pieces = dict.fromkeys(piece for each in verdicts for piece in each.evidence[:_QUOTES])
    lines = "".join(f"<li>{_piece(each)}</li>" for each in pieces)
    return Html(f'{reasons}<ul style="margin:.3em 0 0;padding-left:1.2em">{lines}</ul>')


def _piece(piece: Evidence) -> str:
    if piece.observed_at:
        when = f"looked {piece.observed_at:%Y-%m-%d}"
    elif piece.not_before:
        when = f"{piece.source}, not older than {piece.not_before:%Y-%m-%d}"
    else:
        when = piece.source
    quote = f"“{_cell(piece.quote)}” " if piece.quote else ""
    where = f"{_link(piece.url, 'source')}{_swhid(piece.revision)}"
    return f"<small>{quote}{where} ({_cell(when)})</small>"


def _swhid(revision: str | None) -> str:
    """Return an identifier short enough to read past; the whole of it is its tooltip."""
    if revision is None:
        return ""
    whole = html.escape(clean(revision))
    return f' <code title="{whole}">{whole[:17]}…</code>'
