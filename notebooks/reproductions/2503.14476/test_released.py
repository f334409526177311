"""The loss of a released wheel: only the named functions are executed, and they decide."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("torch")

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from .experiment import released

ROOM = Path(__file__).parent
SUMS = """
raise SystemExit("the module was executed")

def masked_mean(values, mask, axis=None):
    return (values * mask).sum(axis=axis) / mask.sum(axis=axis)
"""
LOSS = """
import a_package_that_nobody_has
import verl.utils.torch_functional as verl_F

def registered(function):
    raise SystemExit("the module was executed")

@registered
def other(): ...

def agg_loss(loss_mat, loss_mask, loss_agg_mode):
    if loss_agg_mode == "token-mean":
        return verl_F.masked_mean(loss_mat, loss_mask)
    return (torch.sum(loss_mat * loss_mask, dim=-1) / loss_mask.sum(dim=-1)).mean()
"""


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str], Path]:
    with zipfile.ZipFile(tmp_path / released.WHEEL, "w") as archive:
        archive.writestr("verl/utils/torch_functional.py", SUMS)
        archive.writestr("verl/trainer/ppo/core_algos.py", LOSS)
    return tmp_path.joinpath


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_finds_the_loss_as_described_and_its_accumulation_not(
    seed: int, files: Callable[[str], Path]
) -> None:
    seeds = range(1000 * seed, 1000 * seed + 3)
    weight = released.token_weight(seeds, files=files, longest=256)
    pieces = released.accumulation(seeds, files=files, longest=256)
    assert judged("released-weight-2025", weight) == "holds"
    assert judged("released-accumulation-2025", pieces) == "does not hold"


def test_without_the_token_mean_it_does_not_hold(files: Callable[[str], Path]) -> None:
    weight = released.token_weight((0, 1, 2), files=files, longest=256, idea=False)
    assert judged("released-weight-2025", weight) != "holds"


def test_a_loss_that_adds_up_would_have_passed(tmp_path: Path) -> None:
    """Where no response is averaged, but all are divided by one number, the split is no matter."""
    with zipfile.ZipFile(tmp_path / released.WHEEL, "w") as archive:
        archive.writestr("verl/utils/torch_functional.py", SUMS)
        fixed = LOSS.replace(
            "return verl_F.masked_mean(loss_mat, loss_mask)",
            "return (loss_mat * loss_mask).sum() / len(loss_mask) / 100",
        )
        archive.writestr("verl/trainer/ppo/core_algos.py", fixed)
    pieces = released.accumulation((0, 1, 2), files=tmp_path.joinpath, longest=256)
    assert judged("released-accumulation-2025", pieces) == "holds"


def test_nothing_follows_where_a_control_is_broken(files: Callable[[str], Path]) -> None:
    ran = {
        "released-weight-2025": released.token_weight((0, 1), files=files, longest=256),
        "released-accumulation-2025": released.accumulation((0, 1), files=files, longest=256),
    }
    for check, result in ran.items():
        for left in broken(ROOM, check, result.measurements):
            assert verdict(ROOM, check, left) == "inconclusive"
