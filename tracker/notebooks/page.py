"""What a check notebook shows: one paper as tables a person enjoys."""

from tracker.model.base import Value
from tracker.model.evidence import Observation
from tracker.model.paper import Role
from tracker.model.verdict import CheckVerdict, PaperVerdicts
from tracker.notebooks.markup import (
    Html,
    Paragraph,
    Shown,
    cell,
    corrections,
    grounds,
    link,
    name_of,
    passage,
)
from tracker.tables.text import clean
from tracker.verdicts import answered
from tracker.verdicts.check.expected import shown
from tracker.verdicts.elsewhere import SEEN
from tracker.verdicts.trail import upper


class PaperPage(Value, frozen=True, kw_only=True):
    """One paper, judged, with everything a notebook shows of it."""

    verdicts: PaperVerdicts
    unreached: tuple[Observation, ...] = ()
    """Looks of just now that could not see anything."""

    def heading(self) -> Paragraph:
        """Return the titles and the links of the paper."""
        paper = self.verdicts.paper
        arxiv = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else None
        links = "".join(
            f"<li>{role.value}: {', '.join(link(url, name_of(url)) for url in urls)}</li>"
            for role in Role
            if (
                urls := [
                    artifact.subject
                    for artifact in self.verdicts.artifacts
                    if artifact.artifact.role is role
                ]
            )
        )
        chinese = f"<p>{cell(paper.titles.zh)}</p>" if paper.titles.zh else ""
        note = f"<p><em>{cell(paper.note)}</em></p>" if paper.note else ""
        body = (
            f"<h2>{cell(paper.titles.en)}</h2>{chinese}"
            f"<p>{cell(paper.authors or '')} · {link(arxiv, paper.id)} "
            f"{cell(paper.version or '')}</p><ul>{links}</ul>{note}"
        )
        return Paragraph(Html(body), clean(f"{paper.titles.en} ({paper.id})"))

    def artifacts(self) -> Shown:
        """Return each artifact with what is there, how deep, since when, and why we say so."""
        return Shown(
            ("what", "where", "there?", "holds", "since", "because"),
            (
                (
                    f"{artifact.artifact.role.value} ({artifact.artifact.relation.value})",
                    link(artifact.subject, name_of(artifact.subject)),
                    artifact.availability.answer,
                    artifact.depth.answer,
                    artifact.since.answer,
                    grounds(artifact.availability, artifact.depth),
                )
                for artifact in self.verdicts.artifacts
            ),
        )

    def licenses(self) -> Shown:
        """Return the concluded licence of each artifact and every place that declares one."""
        return Shown(
            ("artifact", "concluded", "because, and declared where in which words"),
            (
                (
                    link(artifact.subject, name_of(artifact.subject)),
                    artifact.license.answer,
                    grounds(artifact.license),
                )
                for artifact in self.verdicts.artifacts
                if artifact.artifact.role is not Role.PAGE
            ),
        )

    def uses(self) -> Shown:
        """Return what one may do with the release as a whole, and on what ground."""
        return Shown(
            ("use", "allowed?", "because"),
            ((use.use, use.verdict.answer, grounds(use.verdict)) for use in self.verdicts.uses),
        )

    def promises(self) -> Shown:
        """Return each promise in its own words, and what became of it."""
        return Shown(
            ("promise", "made", "where", "what became of it", "because"),
            (
                (
                    f"“{promise.promise.quote}”",
                    str(promise.promise.made_on or "date not known"),
                    link(promise.promise.source.url, promise.promise.source.where),
                    promise.verdict.answer,
                    grounds(promise.verdict),
                )
                for promise in self.verdicts.promises
            ),
            empty=f"{upper(self.verdicts.promise.answer)}. {self.verdicts.promise.reason}",
        )

    def claims(self) -> Shown:
        """Return each claim, its source, and what a reproduction of it needs."""
        return Shown(
            ("claim", "reported", "setting", "source", "reproduction", "because"),
            (
                (
                    claim.claim.statement,
                    _value(claim.claim.value, claim.claim.unit),
                    claim.claim.setting or "",
                    link(claim.claim.source.url, claim.claim.source.where),
                    claim.verdict.answer,
                    Html(f"{cell(claim.verdict.reason)}{corrections(claim.verdict)}"),
                )
                for claim in self.verdicts.claims
            ),
        )

    def checks(self) -> Shown:
        """Return how the claims are checked here, as fixed before any run, and what came of it.

        What was checked once and is no more comes last.
        """
        return Shown(
            ("check", "expected", "measured", "control", "came out", "because"),
            tuple(
                (
                    f"{one.check.tier.value}: {one.check.statement}",
                    f"{one.check.measured} {one.check.expected} {one.check.unit or ''}".strip(),
                    shown(one.measured, one.check.unit) if one.measured else "",
                    _control(one),
                    one.words,
                    _came(one),
                )
                for claim in self.verdicts.claims
                for one in claim.checks
            )
            + tuple(
                (
                    f"{gone.tier.value}: {gone.statement}",
                    "",
                    "",
                    "",
                    f"dropped on {gone.dropped_on}; it was {gone.answer}",
                    gone.reason,
                )
                for claim in self.verdicts.claims
                for gone in claim.claim.dropped
            ),
            empty="No check is registered.",
        )

    def answers(self) -> Shown:
        """Return the answers to all questions, about the paper and about each artifact."""
        paper = self.verdicts.paper.id
        parts = [(paper, *pair) for pair in answered(self.verdicts)]
        parts += [
            (artifact.subject, *pair)
            for artifact in self.verdicts.artifacts
            for pair in answered(artifact)
        ]
        return Shown(
            ("question", "of", "answer", "because"),
            (
                (question.title, name_of(subject), verdict.answer, grounds(verdict))
                for subject, question, verdict in parts
            ),
        )

    def elsewhere(self) -> Shown:
        """Return what was seen of the paper and is not in the registry: leads, no releases."""
        verdict = self.verdicts.elsewhere
        command = "tracker add {} --to " + self.verdicts.paper.id
        return Shown(
            ("seen", "where", "to take it over"),
            (
                (link(piece.url, name_of(piece.url)), piece.quote or "", command.format(piece.url))
                for piece in verdict.evidence
                if SEEN in verdict.answers
            ),
            empty=verdict.reason,
        )

    def reproduction(self) -> Paragraph:
        """Return the reproduction status of the paper."""
        return passage(self.verdicts.reproduction)

    def verdict(self) -> Paragraph:
        """Return the line that stands in the status table."""
        return passage(self.verdicts.summary)

    def not_seen(self) -> Paragraph:
        """Return what could not be looked at just now; nothing is concluded from it."""
        if not self.unreached:
            known = self.verdicts.summary.as_of
            text = (
                f"Judged on what was known on {known:%Y-%m-%d}." if known else "Nothing known yet."
            )
            return Paragraph(Html(f"<p>{text}</p>"), text)
        rows = "".join(
            f"<li>{link(look.subject, look.subject)}: {cell(look.note or look.reach.value)}</li>"
            for look in self.unreached
        )
        lead = "Could not be looked at just now, so the last known state is shown:"
        return Paragraph(Html(f"<p>{lead}</p><ul>{rows}</ul>"), f"{lead} {len(self.unreached)}")


def _value(value: float | str | None, unit: str | None) -> str:
    number = f"{value:g}" if isinstance(value, float) else value
    return "" if number is None else f"{number} {unit or ''}".strip()


def _control(judged: CheckVerdict) -> str:
    """Say how each control differs, what it left, and what had to be."""
    return "; ".join(
        f"{control.case}: {control.measured} {f'{shown(left)}, ' if left else ''}"
        f"must be {control.expected}"
        for control, left in judged.controls
    )


def _came(judged: CheckVerdict) -> str:
    """Return why, what a failure would mean, what would help, and what the authors said."""
    parts = [f"If it fails: {judged.check.failure}"]
    if judged.verdict.remedy:
        parts.append(f"What would help: {judged.verdict.remedy}")
    if (response := judged.check.response) is not None:
        manner = "said before, elsewhere" if response.earlier else "answer"
        parts.append(f"{response.by} {manner}: “{response.text}”")
    return Html(f"{grounds(judged.verdict)}{''.join(f'<p>{cell(part)}</p>' for part in parts)}")
