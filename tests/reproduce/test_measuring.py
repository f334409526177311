"""From repetitions to a mean with its interval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.reproduce.helpers.measuring import measure

VALUES = st.floats(-1e6, 1e6, allow_subnormal=False)


@settings(max_examples=20)
@given(st.lists(VALUES, min_size=2, max_size=12).filter(lambda values: len(set(values)) > 1))
def test_the_interval_is_the_bootstrap_of_scipy(values: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats")
    expected = stats.bootstrap(
        (np.array(values),), np.mean, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval
    found = measure("share", values).interval
    assert found is not None
    assert found.level == 0.95
    assert (found.low, found.high) == pytest.approx(
        (expected.low, expected.high), rel=1e-12, abs=1e-9
    )


def test_one_value_has_no_interval_and_equal_ones_leave_nothing_to_chance() -> None:
    assert measure("share", [0.25]).interval is None
    same = measure("share", [0.25] * 3).interval
    assert same is not None
    assert (same.low, same.high, same.level) == (0.25, 0.25, 1.0)


def test_nothing_measured_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="share: no value was measured"):
        measure("share", [])
