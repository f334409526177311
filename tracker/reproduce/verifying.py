"""A run made again: whether it measures the same with the same inputs and seeds."""

import math
from collections.abc import Iterator, Mapping
from enum import StrEnum

from tracker.errors import UsageError
from tracker.history import History
from tracker.model.base import Value
from tracker.model.reproduction import Measurement, Outcome, Run

_SAME = 1e-9
"""Relative; by so much sums may differ that another machine added up in another order."""


class Sameness(StrEnum):
    """How a quantity compares with the one that was measured before."""

    EQUAL = "equal"
    WITHIN = "within the interval"
    """Of the earlier run, which left something to chance."""
    DIFFERS = "differs"


class Compared(Value, frozen=True, kw_only=True):
    """One quantity, measured twice."""

    name: str
    before: Measurement | None
    after: Measurement | None
    sameness: Sameness


class Verification(Value, frozen=True, kw_only=True):
    """A run, and the same once more."""

    before: Run
    after: Run
    compared: tuple[Compared, ...]
    """Empty where the second run did not complete: then nothing is said."""
    changed: tuple[str, ...]
    """What was not the same for both, which a difference may come from."""

    @property
    def differs(self) -> bool:
        """Whether something was measured otherwise than before."""
        return any(comparison.sameness is Sameness.DIFFERS for comparison in self.compared)


def verify(before: Run, after: Run, checks: Mapping[str, str] | None = None) -> Verification:
    """Compare a completed run with the same made again.

    Parameters
    ----------
    checks
        Digests of the checks as they stand, as if they named the notebook of the first run; where
        they still do, those of the second run.
    """
    compared = tuple(_compared(before, after)) if after.outcome is Outcome.COMPLETED else ()
    return Verification(
        before=before,
        after=after,
        compared=compared,
        changed=tuple(_changed(before, after, after.checks if checks is None else checks)),
    )


def named(history: History, key: str) -> tuple[Run, ...]:
    """Return the completed runs that a person means, by the beginning of an id.

    Parameters
    ----------
    key
        Of one run, with ``run:`` before it or without, or of all that one command made, as
        `tracker history` lists it. Where both could be meant, it is the command.

    Raises
    ------
    UsageError
        If it names none, more than one run or command, or none that completed.
    """
    bare = key.removeprefix("run:")
    of_command = bare == key and any(file.run.startswith(key) for file in history.runs())
    meant = [] if of_command else _with_id(history, bare)
    if not meant and bare == key:
        records = history.records(history.find_run(key).run)
        meant = [record for record in records if isinstance(record, Run)]
    completed = tuple(run for run in meant if run.outcome is Outcome.COMPLETED)
    if completed:
        return completed
    problem = (
        f"{meant[0].id} ended {meant[0].outcome}" if meant else f"{key} is no run of a notebook"
    )
    raise UsageError(
        f"{problem}: there is nothing to compare with",
        advice="`tracker reproduce --json` names the runs; verify one that completed.",
    )


def _with_id(history: History, beginning: str) -> list[Run]:
    """Return the runs of the only id that begins so, without ``run:``; UsageError if several do."""
    every = (run for runs in history.reproductions().values() for run in runs)
    meant = [run for run in every if run.id.removeprefix("run:").startswith(beginning)]
    if len(ids := {run.id for run in meant}) > 1:
        raise UsageError(
            f"{len(ids)} runs begin with 'run:{beginning}'",
            advice="Name one of them: `tracker reproduce --json` shows whole ids.",
        )
    return meant


def _compared(before: Run, after: Run) -> Iterator[Compared]:
    for name in dict.fromkeys(
        measurement.name for measurement in (*before.measured, *after.measured)
    ):
        old, new = before.measurement(name), after.measurement(name)
        yield Compared(name=name, before=old, after=new, sameness=_sameness(old, new))


def _sameness(old: Measurement | None, new: Measurement | None) -> Sameness:
    if old is None or new is None:
        return Sameness.DIFFERS
    if old.n == new.n and math.isclose(old.value, new.value, rel_tol=_SAME, abs_tol=_SAME):
        return Sameness.EQUAL
    at = old.interval
    left_to_chance = at is not None and at.level < 1
    if at is not None and left_to_chance and at.low <= new.value <= at.high:
        return Sameness.WITHIN
    return Sameness.DIFFERS


def _changed(before: Run, after: Run, checks: Mapping[str, str]) -> Iterator[str]:
    if before.notebook_digest != after.notebook_digest:
        yield "the notebook"
    if before.code != after.code:
        yield "the code of the experiments"
    if before.checks != checks:
        yield "the checks"
    if {used_file.sha256 for used_file in before.used} != {
        used_file.sha256 for used_file in after.used
    }:
        yield "the input files"
    one, other = before.machine, after.machine
    if one.lock != other.lock:
        yield "the installed packages"
    if (one.platform, one.cpu, one.python) != (other.platform, other.cpu, other.python):
        yield "the machine or its Python"
    yield from _changed_import(before, after)
    if before.agent != after.agent:
        yield "the tracker's version"


def _changed_import(before: Run, after: Run) -> Iterator[str]:
    """Yield in what an imported run is taken otherwise than when it was imported."""
    if before.imported is None or after.imported is None:
        return
    if before.imported.departures != after.imported.departures:
        yield "what departs from the block"
    if before.imported.artifacts != after.imported.artifacts:
        yield "what is pinned"
