"""`record_measurement`: the notebook that measured something keeps it: it is the evidence."""

import html
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from tracker.errors import NotebookError
from tracker.model.base import Value
from tracker.model.decoding import decoded
from tracker.model.reproduction import Blocked, Interval, Measurement
from tracker.tables.text import clean
from tracker.verdicts.check.expected import shown

MIME = "application/vnd.reproducibility-tracker.measurements+json"
_LIMIT = 10_000
"""Measurements of one notebook; none that a person wrote has more."""


class MeasurementRecord(Value, frozen=True, kw_only=True):
    """What one cell leaves for the harvest, and shows as a line of text."""

    measured: tuple[Measurement, ...] = ()
    blocked: tuple[Blocked, ...] = ()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> Mapping[str, object]:
        del include, exclude
        return {
            "text/html": self._folded(), "text/plain": str(self), MIME: msgspec.to_builtins(self)
        }  # fmt: skip

    def _folded(self) -> str:
        """Return the lines below one that opens them: a reader wants the verdicts first."""
        number = len(self.measured)
        parts = [f"{number} measured quantit{'y' if number == 1 else 'ies'}"] if number else []
        parts += [f"{obstacle.check} is blocked" for obstacle in self.blocked]
        head = html.escape(clean(", ".join(parts)))
        lines = "<br>".join(html.escape(line) for line in str(self).splitlines())
        return f"<details><summary>{head}</summary><small>{lines}</small></details>"

    def __str__(self) -> str:
        lines = [
            f"{clean(measurement.name)} = {clean(shown(measurement))}"
            for measurement in self.measured
        ]
        lines += [
            clean(f"{obstacle.check} is blocked: it needs {obstacle.needs}. {obstacle.remedy}")
            for obstacle in self.blocked
        ]
        return "\n".join(lines)


def record_measurement(
    what: Measurement | str,
    value: float | None = None,
    *,
    unit: str | None = None,
    n: int = 1,
    interval: Interval | None = None,
    seeds: Sequence[int] = (),
) -> Measurement:
    """Leave a measured quantity in the output of the cell, for the harvest, and return it.

    It is shown at once, so that it may be called anywhere in a cell.

    Parameters
    ----------
    what
        A measurement, or the name of one whose parts follow.
    value
        In `unit`.
    n
        Number of independent repetitions behind the value.

    Raises
    ------
    ValueError
        If there is no value, or it is no finite number: that is a fault of the experiment, and
        must not be taken for a result.

    Examples
    --------
    >>> _ = record_measurement("accuracy", 0.9712, seeds=(0, 1), n=2)
    accuracy = 0.9712 (n = 2)
    >>> record_measurement("accuracy", float("nan"))
    Traceback (most recent call last):
    ValueError: accuracy: nan is no measured value
    """
    if isinstance(what, Measurement):
        measured = what
    elif value is None:
        raise ValueError(f"{what}: no value was measured")
    else:
        measured = Measurement(
            name=what, value=float(value), unit=unit, n=n, interval=interval, seeds=tuple(seeds)
        )
    record(MeasurementRecord(measured=(measured,)))
    return measured


def record(what: MeasurementRecord) -> None:
    """Show a record in the cell that is being run.

    Raises
    ------
    ValueError
        If one of its measurements is no finite number.
    """
    from IPython.display import display  # noqa: PLC0415  a notebook has it loaded already

    for measurement in what.measured:
        bounds = (
            (measurement.interval.low, measurement.interval.high) if measurement.interval else ()
        )
        for number in (measurement.value, *bounds):
            if not math.isfinite(number):
                raise ValueError(f"{measurement.name}: {number} is no measured value")
    display(what)  # type: ignore[no-untyped-call]


def harvest(path: Path) -> MeasurementRecord:
    """Read back everything that an executed notebook recorded.

    A name that was measured twice has the later value, as the notebook's reader sees it last.

    Raises
    ------
    NotebookError
        If the file is no notebook, or holds a record that cannot be read.
    """
    try:
        records = list(_records(path.read_bytes()))
    except (ValueError, AttributeError, TypeError, ArithmeticError, RecursionError) as error:
        raise NotebookError(
            f"{path.name} cannot be read: {str(error)[:300]}",
            advice="Run the reproduction again: `tracker reproduce PAPER`.",
        ) from error
    measured = {
        measurement.name: measurement for record in records for measurement in record.measured
    }
    blocked = {obstacle.check: obstacle for record in records for obstacle in record.blocked}
    if len(measured) > _LIMIT:
        raise NotebookError(
            f"{path.name} holds {len(measured)} measurements, more than the {_LIMIT} that are read",
            advice="Record what the checks name, and show the rest as a table.",
        )
    return MeasurementRecord(measured=tuple(measured.values()), blocked=tuple(blocked.values()))


def _records(data: bytes) -> Iterator[MeasurementRecord]:
    """Yield the records in the outputs of a notebook (ValueError where it cannot be read)."""
    import nbformat  # noqa: PLC0415  a notebook that records needs it not

    notebook = nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            bundle = output.get("data", {})
            if MIME in bundle:
                # as the history writes it and reads it back: there no number is NaN or infinite
                yield decoded(msgspec.json.encode(bundle[MIME]), MeasurementRecord)
