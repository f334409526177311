"""PLADIS: the map, what it retrieves under noise, what it costs, and Table 2."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from .experiment import attention, table
from .experiment.table import printed_gains

ROOM = Path(__file__).parent
scores = st.lists(st.floats(-30, 30), min_size=1, max_size=12).map(np.array)


def quick(seed: int) -> tuple[int, ...]:
    return tuple(range(1000 * seed, 1000 * seed + 3))


@cache
def sparse(seed: int) -> Result:
    return attention.sparse_retrieval(quick(seed), queries=500)


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


@given(scores)
def test_the_weights_sum_to_one(row: np.ndarray) -> None:
    for weights in attention.MAPS.values():
        assert weights(row).sum() == pytest.approx(1, abs=1e-9)


@given(scores)
def test_a_lead_of_two_is_a_certainty_to_entmax(row: np.ndarray) -> None:
    best = int(row.argmax())
    row[best] = np.delete(row, best).max(initial=-30) + 2.001
    assert attention.entmax15(row)[best] == pytest.approx(1)


def test_the_closed_form_is_that_of_the_entmax_package() -> None:
    torch, entmax = pytest.importorskip("torch"), pytest.importorskip("entmax")
    rows = np.random.default_rng(0).normal(scale=3, size=(50, 77))
    theirs = entmax.entmax15(torch.tensor(rows)).numpy()
    assert attention.entmax15(rows) == pytest.approx(theirs, abs=1e-9)


@given(scores)
def test_the_closed_form_is_the_definition(row: np.ndarray) -> None:
    """[z/2 - τ]₊² with the τ at which the weights sum to 1: the same τ for all that are not 0."""
    weights = attention.entmax15(row)
    inside = weights > 0
    thresholds = row[inside] / 2 - np.sqrt(weights[inside])
    assert thresholds == pytest.approx(thresholds[0], abs=1e-6)
    assert (row[~inside] / 2 <= thresholds[0] + 1e-6).all()


@pytest.mark.parametrize("seed", range(2))
def test_every_seed_retrieves_more_with_sparse_attention(seed: int) -> None:
    assert judged("sparse-retrieval", sparse(seed)) == "holds"


def test_nothing_follows_where_a_control_is_broken() -> None:
    ran = {"sparse-retrieval": sparse(0), "printed-gains": printed_gains()}
    for check, result in ran.items():
        for left in broken(ROOM, check, result.measurements):
            assert verdict(ROOM, check, left) == "inconclusive"


def test_the_order_reverses_beyond_the_noise_of_the_checks() -> None:
    found = {one.name: one.value for one in sparse(0).measurements}
    assert 2 < found["reversal_sparse"] < 4
    assert sparse(0).frame["1.5-entmax"][5.0] > sparse(0).frame["softmax"][5.0]


def test_an_order_that_never_reverses_is_told_by_the_largest_noise() -> None:
    same = attention.sparse_retrieval([0], queries=50, sparse="dense")
    assert same.measurements[3].value == 5


def test_six_printed_gains_do_not_follow_and_the_others_do() -> None:
    result = printed_gains()
    assert judged("printed-gains", result) == "does not hold"
    assert result.frame.index[result.frame["slip"]].tolist() == [
        "no guidance, CLIPScore", "PAG, CLIPScore", "PAG, ImageReward", "SEG, CLIPScore",
        "SEG, ImageReward", "CFG + SEG, FID",
    ]  # fmt: skip
    assert result.measurements[2].value == 0, "all signs agree"


def test_gains_of_another_method_follow_hardly_anywhere() -> None:
    assert printed_gains(shift=1).frame["slip"].sum() >= 12


def test_a_table_without_slips_would_have_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    corrected = {
        method: tuple((*cell[:2], round(cell[1] - cell[0], 2)) for cell in cells)
        for method, cells in table.TABLE.items()
    }
    monkeypatch.setattr(table, "TABLE", corrected)
    assert judged("printed-gains", printed_gains()) == "holds"
