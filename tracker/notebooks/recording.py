"""`record`: the notebook that showed an answer keeps it, so that it is the evidence."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from tracker.model.run import View
from tracker.model.verdict import PaperVerdicts
from tracker.notebooks.page import PaperPage
from tracker.verdicts import answered

MIME = "application/vnd.reproducibility-tracker.views+json"


class Recorded:
    """What `record` shows: a sentence for the reader, the views for the harvest."""

    def __init__(self, views: tuple[View, ...]) -> None:
        self.views = views

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> Mapping[str, object]:
        del include, exclude
        count = len({observation_id for view in self.views for observation_id in view.derived_from})
        return {
            "text/plain": f"Recorded {len(self.views)} answers, from {count} observations.",
            MIME: msgspec.to_builtins(self.views),
        }


def record(page: PaperPage) -> Recorded:
    """Leave what this notebook showed, and what it rests on, in its output.

    Examples
    --------
    In the last cell of a check notebook::

        record(page)
    """
    return Recorded(views(page.verdicts, dt.datetime.now(dt.UTC)))


def views(verdicts: PaperVerdicts, shown_at: dt.datetime) -> tuple[View, ...]:
    """Return the answers about the paper as a whole as views."""
    return tuple(
        View(
            paper=verdicts.paper.id,
            question=verdict.question,
            answers=verdict.answers,
            reason=verdict.reason,
            rule=verdict.rule,
            derived_from=verdict.derived_from,
            shown_at=shown_at,
        )
        for _, verdict in answered(verdicts)
    )
