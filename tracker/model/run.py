"""What a run leaves behind, beside its observations."""

import datetime as dt
from typing import TypeAlias

from tracker.model.base import Value
from tracker.model.evidence import Exchange, Observation
from tracker.model.reproduction import Run


class RunStarted(Value, frozen=True, kw_only=True, tag_field="kind", tag="run"):
    """First line of a history file."""

    run: str
    """Such as ``20261121T235442Z-3f9a2c``; also the stem of the file."""
    agent: str
    started_at: dt.datetime
    purpose: str
    """One sentence: what the run set out to do."""
    continues: str | None = None
    """The run that this one resumes."""
    papers: tuple[str, ...] = ()
    """Ids that it was asked for; empty = all."""


class Confirmed(Value, frozen=True, kw_only=True, tag_field="kind", tag="confirmed"):
    """An earlier observation was seen again, unchanged."""

    of: str
    """Id of the earlier observation."""
    subject: str
    started_at: dt.datetime
    observed_at: dt.datetime
    exchanges: tuple[Exchange, ...] = ()


class Basis(Value, frozen=True, kw_only=True):
    """Digests of all that a notebook's answers about a paper depend on, the program aside."""

    entry: str
    """Of the paper's entry in the registry."""
    notebook: str
    """Of the notebook as stored."""
    evidence: str
    """Of the ids of what was seen and what was tried; that it was confirmed is no change."""


class View(Value, frozen=True, kw_only=True, tag_field="kind", tag="view"):
    """What a notebook showed, and which observations it showed it from."""

    paper: str
    question: str
    answers: tuple[str, ...]
    reason: str
    rule: str
    derived_from: tuple[str, ...] = ()
    shown_at: dt.datetime
    notebook: str | None = None
    """Path and digest of the executed notebook, added by the harvest."""
    basis: Basis | None = None
    """What it depends on, added by the run; None: shown before there was this field."""


class RunEnded(Value, frozen=True, kw_only=True, tag_field="kind", tag="end"):
    """Last line of a run that came to its end."""

    run: str
    ended_at: dt.datetime
    looked: int
    """Artifacts the run looked at."""
    unreached: int
    """Artifacts it could not see."""


Record: TypeAlias = RunStarted | Observation | Confirmed | View | Run | RunEnded
