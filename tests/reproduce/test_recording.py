"""What a notebook recorded is read back as it was measured, or not at all."""

import math
from pathlib import Path

import msgspec
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tracker.errors import NotebookError
from tracker.model.reproduction import Blocked, Interval, Measurement
from tracker.reproduce.recording import MIME, MeasurementRecord, harvest, record_measurement

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def executed(path: Path, *bundles: dict[str, object]) -> Path:
    """Write a notebook whose cells show what is given."""
    cells = [new_code_cell(outputs=[new_output("display_data", data=bundle)]) for bundle in bundles]
    nbformat.write(new_notebook(cells=cells), path / "executed.ipynb")
    return path / "executed.ipynb"


def shown(*measured: Measurement, blocked: tuple[Blocked, ...] = ()) -> dict[str, object]:
    return dict(MeasurementRecord(measured=measured, blocked=blocked)._repr_mimebundle_())


@given(value=NUMBERS, ends=st.tuples(NUMBERS, NUMBERS), seeds=st.lists(st.integers(0, 2**53)))
def test_every_measurement_comes_back_as_it_was_shown(
    tmp_path_factory: pytest.TempPathFactory,
    value: float, ends: tuple[float, float], seeds: list[int],
) -> None:  # fmt: skip
    at = Interval(low=min(ends), high=max(ends), method="bootstrap over seeds")
    one = Measurement(name="a", value=value, interval=at, n=3, seeds=tuple(seeds))
    path = executed(tmp_path_factory.getbasetemp(), shown(one), {"text/plain": "a table"})
    assert harvest(path).measured == (one,)


def test_the_last_value_of_a_name_counts_and_what_is_blocked_is_harvested(tmp_path: Path) -> None:
    first, last = Measurement(name="a", value=1), Measurement(name="a", value=2)
    missing = Blocked(check="c", needs="torch", remedy="Install it.")
    path = executed(tmp_path, shown(first), shown(last, blocked=(missing,)))
    assert harvest(path) == MeasurementRecord(measured=(last,), blocked=(missing,))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_no_measured_value(value: float) -> None:
    with pytest.raises(ValueError, match="no measured value"):
        record_measurement("share", value)
    with pytest.raises(ValueError, match="no measured value"):
        record_measurement("share", 0.5, interval=Interval(low=0, high=value, method="m"))


@pytest.mark.parametrize(
    "record",
    [
        {"measured": [{"name": "a", "value": "much"}]},
        {"measured": [{"name": "a", "value": math.nan}]},
        {"measured": [{"name": "a", "value": 1, "interval": {"low": 0, "high": math.inf,
                                                             "method": "m"}}]},
        {"measured": [{"name": "a", "value": 1, "interval": {"low": math.nan, "high": 1,
                                                             "method": "m"}}]},
        {"measured": [{"name": "a", "value": 10**400}]},
        {"measured": [{"name": "a", "value": 1, "verdict": "holds"}]},
        ["a"],
        "text",
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_a_fault_of_the_notebook(
    tmp_path: Path, record: object
) -> None:
    with pytest.raises(NotebookError, match="cannot be read"):
        harvest(executed(tmp_path, {MIME: record}))


def test_what_is_no_notebook_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "executed.ipynb").write_bytes(b"\xff not a notebook")
    with pytest.raises(NotebookError, match="cannot be read"):
        harvest(tmp_path / "executed.ipynb")


def test_a_record_is_shown_without_control_characters() -> None:
    one = Measurement(name="\x1b[31ma\nb", value=1)
    text = MeasurementRecord(measured=(one,))._repr_mimebundle_()["text/plain"]
    assert text == "[31ma b = 1"
    assert msgspec.to_builtins(one)["name"] == "\x1b[31ma\nb"
