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
    seeds: Sequence[int], *, steps: int = 1500, length: int = 20, reach: float = PROOF,
    released: float = RELEASED, recurrent: bool = False,
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
    recurrent
        Whether a block with c = 2 stands in the place of the transformer.
    """
    of_check = reach, released
    return _tracked(SWAPS, seeds, steps, length, of_check, recurrent=recurrent)


def _tracked(
    task: Task, seeds: Sequence[int], steps: int, length: int, of_check: tuple[float, float],
    *, recurrent: bool = False,
) -> Result:  # fmt: skip
    """Train all kinds of models, and measure each beyond the length of the training."""
    reach, released = of_check
    every = sorted({reach, released, PROOF, DIAGONAL})
    blocks = _shares(task, seeds, steps, length, every)
    of_block = dict(zip(every, np.split(blocks, len(every)), strict=True))
    attention = of_block[PROOF] if recurrent else _shares(task, seeds, steps, length, [])
    ways = {
        f"c = {reach:g}": of_block[reach], f"c = {released:g}": of_block[released],
        "diagonal": of_block[DIAGONAL], "transformer": attention,
    }  # fmt: skip
    words, right = task.draw(np.random.default_rng(seeds[0] + _OFF), _ASKED, _FURTHER * length)
    by_hand = float((task.by_reflections(words) == right)[:, length:].mean())
    beyond = {name: float(share[:, length:].mean()) for name, share in ways.items()}
    said = ", ".join(f"{share:.0%} ({name})" for name, share in beyond.items())
    what = "parity" if task is PARITY else "which place a swapped object has"
    measured = {
        f"{task.name}_beyond": of_block[reach],
        f"{task.name}_beyond_released": of_block[released],
        f"{task.name}_beyond_proof": of_block[PROOF],
        f"{task.name}_beyond_diagonal": of_block[DIAGONAL],
        f"{task.name}_of_transformer": attention,
    }
    return Result(
        measurements=(
            *(
                measure(name, share[:, length:].mean(axis=1).tolist(), seeds=seeds)
                for name, share in measured.items()
            ),
            Measurement(name=f"{task.name}_by_hand", value=by_hand),
            Measurement(
                name=f"{task.name}_of_transformer_within_the_training",
                value=float(attention[:, :length].mean()),
            ),
        ),
        picture=curves(
            _frame(ways), dict(zip(ways, (BLUE, RED, GREY, ORANGE), strict=False)),
            y="share of right answers", bound=1 / task.answers,
            title=f"Beyond its training a block tells {what} with c = {reach:g}, and with"
            f" c = {released:g} {_how(beyond[f'c = {released:g}'], task)}",
            words=f"Trained on up to {length} symbols; right answers on the {length} after them:"
            f" {said}; chance is 1 in {task.answers}.",
        ),
    )  # fmt: skip


def _how(share: float, task: Task) -> str:
    return "no better than chance" if share < 1 / task.answers + 0.05 else f"to {share:.0%}"


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
