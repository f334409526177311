"""What a harness says of one model on one task, whichever harness it was."""

import math
from collections.abc import Mapping, Sequence

from tracker.errors import ResultRefused
from tracker.model.base import Value
from tracker.tables.text import clean

_ALIKE = 1e-6
"""By how much a mean may differ from that of its questions: some forms round to six digits."""
_UNCHANGED = "Hand in what the harness left, unchanged."


class Score(Value, frozen=True, kw_only=True):
    """What one question was worth."""

    id: str
    value: float


class Scores(Value, frozen=True, kw_only=True):
    """One task of one model; what a harness does not tell is None."""

    model: str
    revision: str | None = None
    value: float
    """As the harness printed it."""
    samples: int
    few_shot: int
    seeds: tuple[int, ...] = ()
    """Those that it told; they must all be the same."""
    hashes: Mapping[str, str] = {}
    shortened: str | None = None
    """What made it smaller than the task is."""
    scores: tuple[Score, ...]


def coherent(name: str, printed: Scores) -> None:
    """Refuse what does not agree with itself.

    Raises
    ------
    ResultRefused
        If a question stands twice, a score is no number between 0 and 1, or the questions are not
        as many, or not worth on average, what the harness sums up.
    """
    _once(name, printed.scores)
    for score in printed.scores:
        if not (math.isfinite(score.value) and 0 <= score.value <= 1):
            raise ResultRefused(
                f"{name}: question {clean(score.id, 60)} scores {score.value:g}, which is not "
                "between 0 and 1",
                advice=_UNCHANGED,
            )
    if len(printed.scores) != printed.samples:
        raise ResultRefused(
            f"{name}: there are {len(printed.scores)} questions, and the harness counted "
            f"{printed.samples}",
            advice=_UNCHANGED,
        )
    mean = math.fsum(score.value for score in printed.scores) / max(len(printed.scores), 1)
    if not math.isfinite(printed.value) or abs(mean - printed.value) > _ALIKE:
        raise ResultRefused(
            f"{name}: the harness printed {printed.value:.6g}, and its questions average "
            f"{mean:.6g}",
            advice=_UNCHANGED,
        )


def _once(name: str, scores: Sequence[Score]) -> None:
    known = set[str]()
    for score in scores:
        if score.id in known:
            raise ResultRefused(
                f"{name}: question {clean(score.id, 60)} stands twice", advice=_UNCHANGED
            )
        known.add(score.id)


def lacking(name: str, what: str) -> ResultRefused:
    """Return the refusal of a result that has not what the block asks for."""
    return ResultRefused(
        f"{name} holds no {what}",
        advice="Import the result of the recipe's own command: it names the task and the metric.",
    )
