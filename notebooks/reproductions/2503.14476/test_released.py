"""The loss of a released wheel: only the named functions are executed, and they decide."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("torch")

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import verdict

from .experiment import released

ROOM = Path(__file__).parent
SUMS = """
raise SystemExit("the module was executed")

def masked_sum(values, mask, axis=None):
    return (values * mask).sum(axis=axis)
"""
LOSS = """
import a_package_that_nobody_has
import verl.utils.torch_functional as verl_F

def registered(function):
    raise SystemExit("the module was executed")

@registered
def other(): ...

def agg_loss(loss_mat, loss_mask, loss_agg_mode, dp_size: int = 1,
             batch_num_tokens: Optional[int] = None):
    if loss_agg_mode == "token-mean":
        tokens = loss_mask.sum() if batch_num_tokens is None else batch_num_tokens
        return verl_F.masked_sum(loss_mat, loss_mask) / tokens * dp_size
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
def test_every_seed_finds_the_loss_to_hold(seed: int, files: Callable[[str], Path]) -> None:
    seeds = range(1000 * seed, 1000 * seed + 3)
    weight = released.token_weight(seeds, files=files, longest=256)
    pieces = released.accumulation(seeds, files=files, longest=256)
    assert judged("released-weight", weight) == "holds"
    assert judged("released-accumulation", pieces) == "holds"


def test_without_the_token_mean_or_the_tokens_of_the_batch_it_does_not_hold(
    files: Callable[[str], Path],
) -> None:
    weight = released.token_weight((0, 1, 2), files=files, longest=256, idea=False)
    pieces = released.accumulation((0, 1, 2), files=files, longest=256, idea=False)
    assert judged("released-weight", weight) == "does not hold"
    assert judged("released-accumulation", pieces) == "does not hold"


def test_a_wheel_whose_loss_forgets_the_mask_is_told_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / released.WHEEL, "w") as archive:
        archive.writestr("verl/utils/torch_functional.py", SUMS)
        forgetful = LOSS.replace("else batch_num_tokens", "else loss_mask.numel()")
        archive.writestr("verl/trainer/ppo/core_algos.py", forgetful)
    pieces = released.accumulation((0, 1, 2), files=tmp_path.joinpath, longest=256)
    assert judged("released-accumulation", pieces) == "does not hold"
