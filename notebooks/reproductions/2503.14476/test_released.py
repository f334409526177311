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
def test_every_seed_finds_another_gradient_in_pieces(
    seed: int, files: Callable[[str], Path]
) -> None:
    seeds = range(1000 * seed, 1000 * seed + 3)
    pieces = released.accumulation(seeds, files=files, longest=256)
    assert judged("released-accumulation-2025", pieces) == "does not hold"
    for left in broken(ROOM, "released-accumulation-2025", pieces.measurements):
        assert verdict(ROOM, "released-accumulation-2025", left) == "inconclusive"


def test_responses_of_one_length_may_be_split(files: Callable[[str], Path]) -> None:
    pieces = released.accumulation((0, 1), files=files, longest=256, even=True)
    assert judged("released-accumulation-2025", pieces) == "holds"


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
