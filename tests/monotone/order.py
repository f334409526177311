"""When an answer is no more than another: equal, weaker, or no answer at all."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from tracker.licensing.uses import Allowed
from tracker.model.paper import Depth
from tracker.model.verdict import IN_PART, PaperVerdicts, Verdict
from tracker.verdicts import QUESTIONS

UNKNOWN = {each.name: each.unknown for each in QUESTIONS}
_THERE = frozenset(("available", "gated", "moved", "archived", "empty", "placeholder"))
_RUNGS = {each.value: each.rank for each in Depth}
_LATEST = "not later than "
_CLOSED = ("no licence", "An empty", "and no code", "no training code", "not to be had",
           "was removed", "is not visible", "was taken down", "installs no", "is missing",
           "neither training", "A copy of another")  # fmt: skip
"""Words of the line about a paper that say that something is not there."""

Answers = Mapping[tuple[str, str], Verdict]


def every(judged: PaperVerdicts) -> Iterator[tuple[tuple[str, str], Verdict]]:
    """Yield every answer about a paper, by question and by what it is asked of."""
    for one in judged.artifacts:
        for each in one.verdicts:
            yield (each.question, one.artifact.url), each
        for use in one.uses:
            yield ("use", f"{use.use} {one.artifact.url}"), use.verdict
    for each in judged.verdicts:
        yield (each.question, ""), each
    for use in judged.uses:
        yield ("use", str(use.use)), use.verdict
    for number, promise in enumerate(judged.promises):
        yield ("promise", str(number)), promise.verdict


def is_no_more(question: str, got: Verdict, full: Verdict) -> bool:
    """Whether an answer from less evidence says no more than the answer from all of it."""
    if got.answers == full.answers:
        return True
    if question == "summary":
        return not any(word in got.answer and word not in full.answer for word in _CLOSED)
    if got.answers[0] == UNKNOWN[question]:
        return True
    if question == "since":
        return _day(got) >= _day(full) and got.answers[0].startswith(_LATEST)
    if question == "use":
        return (full.answers[0], got.answers[0]) == (Allowed.YES, Allowed.IF)
    if question == "promise" and not got.subject.startswith(("code", "model", "dataset")):
        return set(got.answers) <= {*full.answers, UNKNOWN[question]}
    if IN_PART not in got.answers:
        return question == "identity" and got.answers == ("re-created",)
    words = set(got.answers) - {IN_PART}
    if question == "depth":
        mine, whole = (_RUNGS.get(each.answers[0], -1) for each in (got, full))
        return mine <= whole and words - _RUNGS.keys() <= set(full.answers)
    if question == "availability":
        return words - {"available"} <= set(full.answers) and bool(_THERE & set(full.answers))
    return words <= set(full.answers)


def _day(verdict: Verdict) -> dt.date:
    found = re.search(r"\d{4}-\d\d-\d\d", verdict.answers[0])
    return dt.date.fromisoformat(found[0]) if found else dt.date.max
