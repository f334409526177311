"""The runs of one check: which of them it is judged by, and what the others say about it."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from functools import cached_property

from tracker.model.base import Value
from tracker.model.check import Check
from tracker.model.reproduction import Blocked, Measurement, Outcome, Run

_SAME = 1e-9
"""Relative; what two runs on one machine may differ by, where threads add in another order."""


class Attempts(Value, frozen=True, kw_only=True, dict=True):
    """All runs that tried a check; their order does not matter."""

    check: Check
    runs: tuple[Run, ...]

    @cached_property
    def results(self) -> tuple[Run, ...]:
        """Completed runs of the check as it stands that hold measurement and controls.

        An imported run that is not what the block asks for is none.
        """
        return tuple(
            run for run in self._finished
            if _as_it_stands(self.check, run) and _whole(self.check, run) and not departures(run)
        )  # fmt: skip

    @cached_property
    def departing(self) -> Run | None:
        """The newest imported run of the check as it stands that is not what the block asks for."""
        return max(
            (run for run in self._finished if _as_it_stands(self.check, run) and departures(run)),
            key=_age, default=None,
        )  # fmt: skip

    @cached_property
    def decisive(self) -> Run | None:
        """The newest result; with its notebook, code and inputs, one at full size before others."""
        newest = max(self.results, key=_age, default=None)
        if newest is None:
            return None
        kin = (run for run in self.results if _setting(run) == _setting(newest))
        return max(kin, key=lambda run: (*_size(run), *_age(run)))

    @cached_property
    def kin(self) -> tuple[Run, ...]:
        """Results that differ from the decisive one in nothing but the seed, or not even in it."""
        if self.decisive is None:
            return ()
        alike = _alike(self.decisive)
        return tuple(run for run in self.results if _alike(run) == alike and run != self.decisive)

    @cached_property
    def strangers(self) -> tuple[Run, ...]:
        """Results of the check as it stands by other code, another notebook or other files."""
        if self.decisive is None:
            return ()
        mine = _setting(self.decisive)
        return tuple(run for run in self.results if _setting(run) != mine)

    @cached_property
    def differing(self) -> Run | None:
        """The newest run that should be a copy of the decisive one and measured something else."""
        mine = self.decisive
        if mine is None:
            return None
        copies = (run for run in self.kin if _copy(run) == _copy(mine))
        names = decisive_names(self.check)
        return max(
            (run for run in copies
             if not all(_agree(run.measurement(name), mine.measurement(name)) for name in names)),
            key=_age, default=None,
        )  # fmt: skip

    @cached_property
    def outdated(self) -> Run | None:
        """The first completed run of this check under another wording."""
        return min(
            (run for run in self._finished if not _as_it_stands(self.check, run)),
            key=_age, default=None,
        )  # fmt: skip

    @cached_property
    def uncontrolled(self) -> Run | None:
        """The newest completed run that holds the measurement, but not each control."""
        return max(
            (run for run in self._finished
             if _as_it_stands(self.check, run)
             and not _whole(self.check, run)
             and run.measurement(self.check.measured) is not None),
            key=_age, default=None,
        )  # fmt: skip

    @property
    def spoken_of(self) -> Run | None:
        """The run that the answer is about: one with a result, else the newest attempt."""
        return self.decisive or self.departing or self.uncontrolled or self.outdated or self.last

    @cached_property
    def last(self) -> Run | None:
        """The newest attempt, however it ended."""
        return max(self.runs, key=_age, default=None)

    @cached_property
    def _finished(self) -> tuple[Run, ...]:
        return tuple(
            run for run in self.runs
            if run.outcome is Outcome.COMPLETED and blocked(self.check, run) is None
        )  # fmt: skip


def attempts(check: Check, runs: Iterable[Run]) -> Attempts:
    """Return the runs that tried a check, each once.

    A run that never came to name its checks tried those of its notebook.
    """
    tried = {
        run.id: run for run in runs
        if check.id in run.checks or (not run.checks and run.notebook == check.notebook)
    }  # fmt: skip
    return Attempts(check=check, runs=tuple(tried[key] for key in sorted(tried)))


def blocked(check: Check, run: Run) -> Blocked | None:
    """Return why a run left this check out, or None."""
    return next((obstacle for obstacle in run.blocked if obstacle.check == check.id), None)


def departures(run: Run) -> tuple[str, ...]:
    """Return in what an imported run is not what its block asks for."""
    return run.imported.departures if run.imported else ()


def shortened(run: Run) -> str | None:
    """Return what made a run smaller than its notebook is written for, or None if it was whole."""
    whole, scale = _size(run)
    if not whole:
        return "quick run"
    return f"run at a scale of {scale:g}" if scale < 1 else None


def _as_it_stands(check: Check, run: Run) -> bool:
    """Whether the block of the check is that of the run, wherever its notebook lay then."""
    return run.checks.get(check.id) == check.digest_in(run.notebook)


def _whole(check: Check, run: Run) -> bool:
    return all(run.measurement(name) is not None for name in decisive_names(check))


def decisive_names(check: Check) -> tuple[str, ...]:
    """Return the names of all measurements without which a run says nothing of the check."""
    return check.measured, *(control.measured for control in check.controls)


def _age(run: Run) -> tuple[dt.datetime, str]:
    return run.ended_at, run.id


def _size(run: Run) -> tuple[bool, float]:
    scale = run.parameters.get("scale", 1.0)
    return not run.parameters.get("quick"), float(scale) if isinstance(scale, int | float) else 1.0


def _setting(run: Run) -> tuple[str, str, frozenset[str]]:
    return run.notebook_digest, run.code, frozenset(used_file.sha256 for used_file in run.used)


def _alike(run: Run) -> tuple[object, ...]:
    parameters = sorted((name, value) for name, value in run.parameters.items() if name != "seed")
    return *_setting(run), tuple(parameters)


def _copy(run: Run) -> tuple[object, ...]:
    """Return what two runs share that must agree; another machine may round in another way."""
    return run.seeds, run.parameters.get("seed"), run.machine.lock, run.machine.platform, (
        run.machine.cpu
    )  # fmt: skip


def _agree(one: Measurement | None, other: Measurement | None) -> bool:
    assert one is not None  # noqa: S101  a result holds each of these measurements
    assert other is not None  # noqa: S101  the same
    pairs: Sequence[tuple[float, float]] = ((one.value, other.value), *zip(
        _ends(one), _ends(other), strict=True
    ))  # fmt: skip
    return all(math.isclose(a, b, rel_tol=_SAME, abs_tol=_SAME) for a, b in pairs)


def _ends(measured: Measurement) -> tuple[float, float]:
    if (interval := measured.interval) is None:
        return measured.value, measured.value
    return interval.low, interval.high
