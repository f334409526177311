"""What a reproduction notebook shows: its checks before they are tried, and what became of them.

Everything that comes from the registry or from a release is escaped.
"""

import html
from collections.abc import Mapping

from tracker.model.check import Check, Expectation
from tracker.model.paper import Claim, Paper
from tracker.model.reproduction import Blocked, Measurement, Run
from tracker.model.verdict import CheckVerdict
from tracker.notebooks.markup import Html, Paragraph, Shown
from tracker.tables.text import clean
from tracker.verdicts.check import judge_checks
from tracker.verdicts.check.expected import shown


def overview(paper: Paper, blocked: Mapping[str, Blocked]) -> Paragraph:
    """Return what is asked of the claims of a paper, before anything is tried."""
    table = Shown(
        ("check", "of the claim", "asks whether", "must be", "control", "here"),
        (
            _asked(claim, check, blocked.get(check.id))
            for claim in paper.claims
            for check in claim.checks
        ),
        empty="No check is registered: write one under a claim, in claims.yaml.",
    )
    name = _escaped(paper.id)
    if paper.arxiv_id:
        address = html.escape(f"https://arxiv.org/abs/{paper.arxiv_id}")
        name = f'<a href="{address}" rel="noopener noreferrer">{name}</a>'
    body = f"<h2>{_escaped(paper.titles.en)}</h2><p>{name}</p>{table._repr_html_()}"
    return Paragraph(Html(body), f"{clean(paper.titles.en)} ({clean(paper.id)})\n{table!r}")


def judged(paper: Paper, run: Run) -> Shown:
    """Return what became of each check of a paper in one run."""
    return Shown(
        ("verdict", "asked was whether", "measured", "why"),
        (
            _became(check)
            for claim in paper.claims
            for check in judge_checks(claim, [run])
            if check.check.protocol is None
        ),
        empty="No check is registered, so nothing was tried.",
    )


def _asked(claim: Claim, check: Check, blocked: Blocked | None) -> tuple[str, ...]:
    return (
        _name(check),
        claim.statement,
        check.statement,
        f"{check.measured} {_must(check.expected, check.unit)}",
        "; ".join(f"{one.case}: {one.measured} {one.expected}" for one in check.controls),
        f"blocked: needs {blocked.needs}. {blocked.remedy}" if blocked else "ready",
    )


def _became(judged: CheckVerdict) -> tuple[str, ...]:
    """Return a row of four short cells; controls and reason are below a line that opens them."""
    check, verdict = judged.check, judged.verdict
    controls = "; ".join(
        f"{control.case}: {_measured(control.measured, left, None)}, must be {control.expected}"
        for control, left in judged.controls
    )
    reason = " ".join(filter(None, (verdict.reason, verdict.remedy)))
    value = shown(judged.measured, check.unit) if judged.measured else "nothing"
    return (
        Html(f"<strong>{_escaped(judged.words)}</strong><br>{_name(check)}"),
        check.statement,
        Html(
            f"{_escaped(value)}<br><small>must be {_escaped(_must(check.expected, None))}</small>"
        ),
        Html(
            f"<details><summary>controls, reason</summary><p>{_escaped(controls)}.</p>"
            f"<p>{_escaped(reason)}.</p></details>"
        ),
    )


def _name(check: Check) -> str:
    return Html(f"{_escaped(check.id)} <small>({check.tier.value})</small>")


def _must(expected: Expectation, unit: str | None) -> str:
    return f"{expected} {unit}" if unit else str(expected)


def _measured(name: str, measured: Measurement | None, unit: str | None) -> str:
    return f"{name} = {shown(measured, unit)}" if measured else f"{name}: not measured"


def _escaped(text: str) -> str:
    return html.escape(clean(text))
