"""What is said of one condition of a licence: met, not met, or not to be told, and by what."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from tracker.licensing.conditions import Condition, Kind
from tracker.model.base import Value
from tracker.model.evidence import Evidence


class Fulfilment(StrEnum):
    """Whether a condition is met."""

    MET = "met"
    NOT_MET = "not met"
    UNREAD = "not told"
    """What would tell was not read, or not asked for."""
    ELSEWHERE = "not to be seen here"
    """The licence lets it stand where no look goes, or it concerns what no look reads."""


class Finding(Value, frozen=True, kw_only=True):
    """One condition, for whom it holds, and what became of it."""

    whose: str | None
    """Whose work asks: a repository, a folder, the makers of a licence; None: the release itself,
    which owes itself nothing and gives others what they must keep."""
    folder: bool = False
    """Whether `whose` is a folder with a licence file of its own."""
    license: str | None
    """None: not known."""
    condition: Condition | None
    """None: what its licence asks is not known."""
    state: Fulfilment
    detail: str
    """Where it is met, or why not, in a few words."""
    evidence: Evidence


_NOUNS = {
    Kind.TEXT: "the licence's text",
    Kind.LINK: "the licence by its name, text or address",
    Kind.NOTICE: "the copyright line",
    Kind.EXISTING_NOTICES: "the original's copyright lines",
    Kind.NOTICE_FILE: "the NOTICE file",
    Kind.NOTICE_WORDS: "a “Notice” file that says “{says}”",
    Kind.SHOWN_WORDS: "“{says}” shown to users",
    Kind.NAME: "a name that begins with “{says}”",
    Kind.CREATOR: "who made it",
    Kind.CHANGES: "that it was changed",
    Kind.RESTRICTIONS: "its use restrictions, passed on",
    Kind.SAME_TERMS: "the same terms",
}
_NAMED = 3
"""Works of others that a reason speaks of."""


def noun(condition: Condition) -> str:
    """Return what is asked, as words within a sentence, with the clause that asks."""
    return f"{_NOUNS[condition.kind].format(says=condition.says)} ({condition.clause})"


def sentence(findings: Iterable[Finding]) -> str:
    """Tell all findings, those of the release itself first, as a sentence without its full stop."""
    works: dict[tuple[str | None, str | None], list[Finding]] = {}
    for finding in findings:
        works.setdefault((finding.whose, finding.license), []).append(finding)
    parts = [_of_work(several) for several in works.values()]
    more = f"; and of {len(parts) - _NAMED} more works" if len(parts) > _NAMED else ""
    return "; ".join(parts[:_NAMED]) + more


_HERE = {Fulfilment.MET: "here", Fulfilment.NOT_MET: "not here"}
"""How it is said of what others must keep: its authors owe it to nobody."""


def _of_work(findings: Sequence[Finding]) -> str:
    """Tell the findings about one work under one licence."""
    first = findings[0]
    if first.whose is None:
        head = "what you must keep"
    else:
        head = f"what must stay with {first.whose}" if first.folder else f"owed to {first.whose}"
    under = f"under {first.license}" if first.license else "under terms that are not known"
    by_state: dict[Fulfilment, list[str]] = {}
    for finding in findings:
        what = (
            f"{noun(finding.condition)}, {finding.detail}" if finding.condition else finding.detail
        )
        by_state.setdefault(finding.state, []).append(what)
    words = {state: state.value for state in Fulfilment} | (_HERE if first.whose is None else {})
    clauses = (
        f"{words[state]}: {'; '.join(by_state[state])}" for state in Fulfilment if state in by_state
    )
    return f"{head} {under} – {'; '.join(clauses)}"
