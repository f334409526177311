"""What a reproduction notebook shows: its checks before they are tried, and what became of them.

Everything that comes from the registry or from a release is escaped.
"""

import html
from collections.abc import Iterator, Mapping

from tracker.model.check import Check, Expectation
from tracker.model.paper import Claim, Paper
from tracker.model.reproduction import Blocked, Measurement
from tracker.notebooks.page import Html, Passage, Shown
from tracker.reproduce.recording import told
from tracker.tables.text import clean


def overview(paper: Paper, blocked: Mapping[str, Blocked]) -> Passage:
    """Return what is asked of the claims of a paper, before anything is tried."""
    table = Shown(
        ("check", "of the claim", "asks whether", "must be", "without the idea", "here"),
        (_asked(claim, check, blocked.get(check.id)) for claim, check in _pairs(paper)),
        empty="No check is registered: write one under a claim, in registry.yaml.",
    )
    name = _escaped(paper.id)
    if paper.arxiv_id:
        address = html.escape(f"https://arxiv.org/abs/{paper.arxiv_id}")
        name = f'<a href="{address}" rel="noopener noreferrer">{name}</a>'
    body = f"<h2>{_escaped(paper.titles.en)}</h2><p>{name}</p>{table._repr_html_()}"
    return Passage(Html(body), f"{clean(paper.titles.en)} ({clean(paper.id)})\n{table!r}")


def judged(
    paper: Paper, measured: Mapping[str, Measurement], blocked: Mapping[str, Blocked]
) -> Shown:
    """Return what became of each check of a paper."""
    return Shown(
        ("check", "measured", "must be", "without the idea", "verdict"),
        (_became(check, measured, blocked.get(check.id)) for _, check in _pairs(paper)),
        empty="No check is registered, so nothing was tried.",
    )


def _asked(claim: Claim, check: Check, blocked: Blocked | None) -> tuple[str, ...]:
    ready = f"blocked: needs {blocked.needs}. {blocked.remedy}" if blocked else "ready"
    control = check.control
    return (
        _name(check),
        claim.statement,
        check.statement,
        _must(check.measured, check.expected, check.unit),
        f"{control.removes}: {_must(control.measured, control.expected, None)}",
        ready,
    )


def _became(
    check: Check, measured: Mapping[str, Measurement], blocked: Blocked | None
) -> tuple[str, ...]:
    control = check.control
    without = _measured(control.measured, measured)
    return (
        _name(check),
        _measured(check.measured, measured),
        _must("", check.expected, check.unit),
        f"{control.removes}: {without}, must be {control.expected}",
        _verdict(check, measured, blocked),
    )


def _verdict(check: Check, measured: Mapping[str, Measurement], blocked: Blocked | None) -> str:
    """Judge by the whole interval; a result counts only where its control failed as it must."""
    if blocked:
        return f"blocked: needs {blocked.needs}. {blocked.remedy}"
    found = _holds(measured.get(check.measured), check.expected)
    control = _holds(measured.get(check.control.measured), check.control.expected)
    if check.measured not in measured or check.control.measured not in measured:
        return "not tried yet"
    if control is not True:
        return "inconclusive: the control did not show what it must"
    if found is None:
        return "inconclusive: the interval reaches across the bound"
    return "holds" if found else f"does not hold: {check.failure}"


def _holds(measured: Measurement | None, expected: Expectation) -> bool | None:
    """Whether the whole of an interval is as expected; None where only a part is."""
    if measured is None:
        return None
    at = measured.interval
    ends = {expected.holds(each) for each in ((at.low, at.high) if at else (measured.value,))}
    return ends.pop() if len(ends) == 1 else None


def _name(check: Check) -> str:
    return Html(f"<strong>{_escaped(check.id)}</strong> <small>({check.tier.value})</small>")


def _must(name: str, expected: Expectation, unit: str | None) -> str:
    return " ".join(filter(None, (name, str(expected), unit)))


def _measured(name: str, measured: Mapping[str, Measurement]) -> str:
    return f"{name} = {told(measured[name])}" if name in measured else f"{name}: not measured"


def _pairs(paper: Paper) -> Iterator[tuple[Claim, Check]]:
    return ((claim, check) for claim in paper.claims for check in claim.checks)


def _escaped(text: str) -> str:
    return html.escape(clean(text))
