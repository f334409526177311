"""DAPO (arXiv:2503.14476, section 3.3): the loss that the framework verl released.

The functions are taken out of the wheel's source: importing its modules would pull in ray, vLLM's
configuration and more. Nothing else of the wheel is executed.
"""

import ast
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import torch

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.results import Result

from .loss import (
    GROUP,
    Lengths,
    Numbers,
    accumulated_plot,
    accumulated_weights,
    parts,
    ragged_batch,
)

WHEEL = "verl-0.4.0-py2.py3-none-any.whl"
_LOSS = "verl/trainer/ppo/core_algos.py"
_SUMS = "verl/utils/torch_functional.py"


def accumulation(
    seeds: Sequence[int], *, files: Callable[[str], Path], longest: int = 2_048, even: bool = False
) -> Result:
    """Compare the gradient of a batch with that of its micro-batches, added up as the release does.

    Its trainer (`verl/workers/actor/dp_actor.py`) weighs the loss of a micro-batch by its share of
    the responses. Responses of one length are the known good case: then the share of the responses
    is that of the tokens.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    even
        Whether all responses are of one length, as in the known good case.
    """
    loss = _Loss(files(WHEEL))
    off, alike, frame = [], [], pd.DataFrame()
    for seed in seeds:
        ragged, advantage = ragged_batch(seed, 2 * GROUP, longest)
        level = np.full_like(ragged, longest // 4)
        lengths = level if even else ragged
        whole, pieces = _split(loss, lengths, advantage)
        off.append(_error(whole, pieces))
        alike.append(_error(*_split(loss, level, advantage)))
        if frame.empty:
            frame = accumulated_weights(lengths, whole, whole, pieces)
    name = "error of the accumulated gradient of the released loss"
    measured = (
        measure(name, off, seeds=seeds),
        measure(f"{name}, responses of one length", alike, seeds=seeds),
    )
    return Result(measured, accumulated_plot(frame))


def _split(loss: "_Loss", lengths: Lengths, advantage: Numbers) -> tuple[Numbers, Numbers]:
    """Return the gradient of a batch, whole and by micro-batches."""
    gradients = [
        loss.gradient(lengths[row], advantage[row], "token-mean") * len(lengths[row]) / len(lengths)
        for row in parts(len(lengths))
    ]
    return loss.gradient(lengths, advantage, "token-mean"), np.concatenate(gradients)


def _error(whole: Numbers, pieces: Numbers) -> float:
    return float(np.linalg.norm(pieces - whole) / np.linalg.norm(whole))


class _Loss:
    """`agg_loss` of a wheel of verl."""

    def __init__(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            sums = _functions(archive.read(_SUMS), ("masked_mean",), {"torch": torch})
            known = {"torch": torch, "verl_F": SimpleNamespace(**sums)}
            self._released = _functions(archive.read(_LOSS), ("agg_loss",), known)["agg_loss"]

    def gradient(self, lengths: Lengths, advantage: Numbers, mode: str) -> Numbers:
        """Return by how much each response moves the loss, all its tokens taken together.

        The policy is still the old one, so a token's loss is the ratio 1 times minus its advantage.
        """
        mask = torch.arange(int(lengths.max())) < torch.tensor(lengths)[:, None]
        ratio = torch.ones(mask.shape, dtype=torch.float64, requires_grad=True)
        losses = -ratio * torch.tensor(advantage)[:, None]
        self._released(losses, mask.double(), mode).backward()
        moved = ratio.grad
        if moved is None:
            raise ValueError("the released loss does not depend on the policy")
        return np.asarray(-moved.sum(dim=1))


def _functions(source: bytes, names: Sequence[str], known: dict[str, Any]) -> dict[str, Any]:
    """Return some functions of a module, without executing anything else of it."""
    wanted: list[ast.stmt] = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name in names
    ]
    found = dict(known)
    # The file is pinned by its digest, and `tracker reproduce` runs this in the sandbox.
    exec(compile(ast.Module(wanted, []), "verl", "exec"), found)  # noqa: S102
    return {name: found[name] for name in names}
