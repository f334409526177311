"""RWKV-7 (arXiv 2503.14456): whether a state that is followed in the proof is also learnt.

A block of eq. 17 is trained on short words of a regular language and asked about longer ones, with
the range of the proof (c = 2), with that of the released models (c = 1), and without the delta term
(c = 0). What counts is the share of right answers beyond the length of the training: within it a
model may count, or know words by heart.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import pandas as pd
import torch

from tracker.reproduce.helpers.measuring import Measurement, measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, RED, curves
from tracker.reproduce.helpers.results import Result

from .layer import Parameters, answers, rwkv, trained, transformer
from .tasks import PARITY, SWAPS, Ids, Task

PROOF, RELEASED, DIAGONAL = 2.0, 1.0, 0.0
"""c: of Appendix D, of the released models, and without the delta term."""
_FURTHER = 2
"""Words that are asked about are so many times as long as those of the training."""
_ASKED = 64
_OFF = 10_000
"""Between the seeds of words that are trained on and asked about."""


def parity(
    seeds: Sequence[int], *, steps: int = 400, length: int = 24, reach: float = PROOF,
    released: float = RELEASED,
) -> Result:  # fmt: skip
    """Train on parity; see `swaps`."""
    return _tracked(PARITY, seeds, steps, length, (reach, released))


def swaps(
    seeds: Sequence[int], *, steps: int = 1000, length: int = 16, reach: float = PROOF,
    released: float = RELEASED,
) -> Result:  # fmt: skip
    """Train on swaps of five objects.

    Parameters
    ----------
    steps
        Of the training, of 32 words each.
    length
        Symbols of the longest word of the training.
    reach
        c of the idea; 0 takes the delta term out.
    released
        c that stands for the released models.
    """
    return _tracked(SWAPS, seeds, steps, length, (reach, released))


def without_recurrence(
    seeds: Sequence[int], *, steps: int = 1000, length: int = 16, recurrent: bool = False
) -> Result:
    """Train transformers of two layers on the swaps, and beside them blocks of eq. 17.

    Parameters
    ----------
    recurrent
        Whether the block of RWKV-7 with c = 2 stands in the place of the transformer.
    """
    ways = {
        "transformer": _shares(SWAPS, seeds, steps, length, [PROOF] if recurrent else []),
    }
    both = _shares(SWAPS, seeds, steps, length, [PROOF, DIAGONAL])
    ways["RWKV-7, c = 2"], ways["diagonal"] = np.split(both, 2)
    of_transformer, of_block, of_diagonal = (_beyond(share, length) for share in ways.values())
    return Result(
        measurements=(
            measure("swaps_of_transformer", of_transformer, seeds=seeds),
            measure("swaps_of_block_beside_it", of_block, seeds=seeds),
            measure("swaps_of_diagonal_beside_it", of_diagonal, seeds=seeds),
            measure(
                "swaps_of_transformer_within_the_training",
                ways["transformer"][:, :length].mean(axis=1).tolist(), seeds=seeds,
            ),
        ),
        picture=curves(
            _frame(ways), {"transformer": RED, "RWKV-7, c = 2": BLUE, "diagonal": GREY},
            y="share of right answers",
            title=f"A small transformer follows swaps to {np.mean(of_transformer):.0%} beyond the"
            " length it was trained on",
            words=f"Within {length} swaps the transformer is right to"
            f" {ways['transformer'][:, :length].mean():.0%}, beyond them to"
            f" {np.mean(of_transformer):.0%}; a block of RWKV-7 with c = 2 to"
            f" {np.mean(of_block):.0%}, a diagonal recurrence to {np.mean(of_diagonal):.0%}. One in"
            " five is chance.",
        ),
    )  # fmt: skip


def _tracked(
    task: Task, seeds: Sequence[int], steps: int, length: int, of_check: tuple[float, float]
) -> Result:
    reach, released = of_check
    every = sorted({reach, released, DIAGONAL})
    together = _shares(task, seeds, steps, length, every)
    stacked = dict(zip(every, np.split(together, len(every)), strict=True))
    beyond = {c: _beyond(share, length) for c, share in stacked.items()}
    words, right = task.draw(np.random.default_rng(seeds[0] + _OFF), _ASKED, _FURTHER * length)
    by_hand = float((task.by_reflections(words) == right)[:, length:].mean())
    names = {reach: f"c = {reach:g}", released: f"c = {released:g}", DIAGONAL: "diagonal"}
    colours = dict(zip(names.values(), (BLUE, ORANGE, GREY), strict=False))
    said = ", ".join(f"{np.mean(beyond[c]):.0%} with {name}" for c, name in names.items())
    what = "parity" if task is PARITY else "where one of five swapped objects is"
    return Result(
        measurements=(
            measure(f"{task.name}_beyond", beyond[reach], seeds=seeds),
            measure(f"{task.name}_beyond_released", beyond[released], seeds=seeds),
            measure(f"{task.name}_beyond_diagonal", beyond[DIAGONAL], seeds=seeds),
            Measurement(name=f"{task.name}_by_hand", value=by_hand),
        ),
        picture=curves(
            _frame({name: stacked[c] for c, name in names.items()}), colours,
            y="share of right answers",
            title=f"Trained on {length} symbols, a block of RWKV-7 tells {what} beyond them to"
            f" {np.mean(beyond[reach]):.0%} with c = {reach:g}, and to"
            f" {np.mean(beyond[released]):.0%} with c = {released:g}",
            words=f"Right answers beyond the {length} symbols of the training: {said};"
            f" 1 in {task.answers} is chance.",
        ),
    )  # fmt: skip


def _beyond(shares: np.ndarray, length: int) -> list[float]:
    """Return for each seed the share of right answers beyond the training."""
    found: list[float] = shares[:, length:].mean(axis=1).tolist()
    return found


def _frame(ways: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Return the share of right answers by the symbol, in the mean over the seeds."""
    frame = pd.DataFrame({name: share.mean(axis=0) for name, share in ways.items()})
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="symbols read")
    return frame


def _shares(
    task: Task, seeds: Sequence[int], steps: int, length: int, reach: Sequence[float]
) -> np.ndarray:
    """Train a model for each c and seed, or transformers where no c is given.

    Returns
    -------
    numpy.ndarray
        Share of right answers: models, those of one c together, × symbols.
    """
    with _one_thread():
        given = Parameters(list(seeds) * max(1, len(reach)))
        each = [c for c in reach for _ in seeds]
        models = rwkv(given, task, each) if reach else transformer(given, task)
        trained(models, given, task, steps=steps, length=length, seed=seeds[0])
        chance = np.random.default_rng(seeds[0] + _OFF)
        words, right = task.draw(chance, _ASKED, _FURTHER * length)
        found: Ids = answers(models, words)
    shares: np.ndarray = (found == right).mean(axis=1)
    return shares


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep torch to one thread: matrices this small are slower on two."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
