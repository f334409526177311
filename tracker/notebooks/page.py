"""What a check notebook shows: one paper as tables a person enjoys."""

from tracker.model.base import Value
from tracker.model.evidence import Observation
from tracker.model.paper import Claim, Role
from tracker.model.verdict import ArtifactVerdicts, CheckVerdict, PaperVerdicts
from tracker.notebooks.brief import briefly
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
    piece,
)
from tracker.tables.brief import brief
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
        """Return the titles of the paper, and who wrote it."""
        paper = self.verdicts.paper
        arxiv = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else None
        chinese = f"<p>{cell(paper.titles.zh)}</p>" if paper.titles.zh else ""
        body = (
            f"<h2>{cell(paper.titles.en)}</h2>{chinese}"
            f"<p>{cell(paper.authors or '')} · {link(arxiv, paper.id)} "
            f"{cell(paper.version or '')}</p>"
        )
        return Paragraph(Html(body), clean(f"{paper.titles.en} ({paper.id})"))

    def brief(self) -> Paragraph:
        """Return what a reader wants to know first, as `tracker check` prints it."""
        return briefly(brief(self.verdicts))

    def artifacts(self) -> Shown:
        """Return each artifact with what is there, how deep, since when, and why we say so.

        Those that nobody has looked at are named below, here and nowhere else.
        """
        return Shown(
            ("what", "where", "there?", "holds", "since", "because"),
            (
                (
                    _kind(verdicts),
                    link(verdicts.subject, name_of(verdicts.subject)),
                    verdicts.availability.answer,
                    verdicts.depth.answer,
                    verdicts.since.answer,
                    grounds(verdicts.availability, verdicts.depth),
                )
                for verdicts in self._seen
            ),
            empty="None was looked at." if self.verdicts.artifacts else "Nothing registered.",
            below=self._below_artifacts(),
        )

    @property
    def _seen(self) -> tuple[ArtifactVerdicts, ...]:
        """The artifacts of which something is known, or told by a person."""
        return tuple(one for one in self.verdicts.artifacts if _known(one))

    def _below_artifacts(self) -> str:
        """Name what nobody has looked at, with what others report of it, and pass on the note."""
        note = self.verdicts.paper.note
        unseen = [one for one in self.verdicts.artifacts if not _known(one)]
        lines = "".join(f"<li>{_unseen(one)}</li>" for one in unseen)
        unlooked = (
            f"Not looked at yet, so that nothing is concluded:<ul>{lines}</ul>" if lines else ""
        )
        return Html(unlooked + (f"<em>{cell(note)}</em>" if note else ""))

    def licenses(self) -> Shown:
        """Return the licence of each artifact looked at, and every place that declares one."""
        return Shown(
            ("artifact", "concluded", "because, and declared where in which words"),
            (
                (
                    link(artifact.subject, name_of(artifact.subject)),
                    artifact.license.answer,
                    grounds(artifact.license),
                )
                for artifact in self._seen
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
                    Html(
                        f"{cell(claim.verdict.reason)}{corrections(claim.verdict)}"
                        f"{_exact(claim.claim)}"
                    ),
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
        """Return the answers to all questions, about the paper and each artifact looked at."""
        paper = self.verdicts.paper.id
        parts = [(paper, *pair) for pair in answered(self.verdicts)]
        parts += [
            (artifact.subject, *pair) for artifact in self._seen for pair in answered(artifact)
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
                (link(lead.url, name_of(lead.url)), lead.quote or "", command.format(lead.url))
                for lead in verdict.evidence
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


def _known(one: ArtifactVerdicts) -> bool:
    corrected = any(verdict.corrections for verdict in one.verdicts)
    return corrected or one.is_known


def _kind(one: ArtifactVerdicts) -> str:
    return f"{one.artifact.role.value} ({one.artifact.relation.value})"


def _unseen(one: ArtifactVerdicts) -> str:
    """Name an artifact that nobody has looked at, and what is reported of it elsewhere."""
    pieces = dict.fromkeys((*one.availability.evidence, *one.license.evidence))
    reported = "".join(
        f"; {piece(evidence)}" for evidence in pieces if evidence.source == "reported"
    )
    return f"{cell(_kind(one))}: {link(one.subject, name_of(one.subject))}{reported}"


def _value(value: float | str | None, unit: str | None) -> str:
    number = f"{value:g}" if isinstance(value, float) else value
    return "" if number is None else f"{number} {unit or ''}".strip()


def _exact(claim: Claim) -> str:
    """Return what a run of its own protocol takes, to be unfolded."""
    if claim.exact is None:
        return ""
    rows = "".join(
        f"<li><b>{cell(name)}</b>: {cell(text)}</li>" for name, text in claim.exact.parts()
    )
    return f"<details><summary>what an exact run takes</summary><ul>{rows}</ul></details>"


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
