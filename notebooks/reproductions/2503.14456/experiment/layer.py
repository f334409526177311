"""One small RWKV-7 block, many times side by side, and a transformer of the same size.

Section 4.1, eq. 17, in row vectors, for each head::

    S_t = S_{t-1} (diag(w_t) - κ̂_tᵀ (c a_t ∘ κ̂_t)) + v_tᵀ k_t,    y_t = S_t r_tᵀ

with w = exp(-e^{-½} sigmoid(·)), a = sigmoid(·) and a unit removal key κ̂. The released models have
c = 1; the proof of Appendix D takes c = 2, where a transition can be a reflection; c = 0 leaves the
diagonal. What a token is mixed with before it (token shift) is left out.

Models that differ in c and in their seed alone are trained at once: all parameters have an axis for
the model, and no model sees another.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import torch
from torch.nn import functional

from .tasks import Ids, Task

Tensor: TypeAlias = torch.Tensor
Answering: TypeAlias = Callable[[Tensor], Tensor]
"""From words to the logits of each model (models × words × steps × answers)."""

_WIDTH, _HEADS, _CHANNELS = 32, 4, 6
_DECAY = float(np.exp(-0.5))


class Parameters:
    """All parameters of some models, the models along the first axis."""

    def __init__(self, seeds: Sequence[int]) -> None:
        self.all: list[Tensor] = []
        self._chance = [torch.Generator().manual_seed(seed) for seed in seeds]

    def drawn(self, rows: int, columns: int, scale: float | None = None) -> Tensor:
        """Return a new matrix for each model."""
        size = rows**-0.5 if scale is None else scale
        return self._kept(
            torch.stack([torch.randn(rows, columns, generator=one) for one in self._chance]) * size
        )

    def constant(self, columns: int, value: float) -> Tensor:
        """Return a new bias for each model."""
        return self._kept(torch.full((len(self._chance), 1, 1, columns), value))

    def _kept(self, tensor: Tensor) -> Tensor:
        self.all.append(tensor.requires_grad_())
        return tensor


def _embedded(given: Parameters, task: Task) -> Answering:
    table = given.drawn(task.symbols + 1, _WIDTH, scale=1.0)
    # Each word begins with a symbol of its own, on which the first state can be written.
    return lambda words: table[:, functional.pad(words, (1, 0), value=task.symbols)]


def _mixed_channels(given: Parameters) -> Answering:
    into, out = given.drawn(_WIDTH, 4 * _WIDTH), given.drawn(4 * _WIDTH, _WIDTH)
    return lambda x: _times(torch.relu(_times(_normed(x), into)) ** 2, out)


def _read(given: Parameters, task: Task) -> Answering:
    out = given.drawn(_WIDTH, task.answers)
    return lambda x: _times(_normed(x), out)[:, :, 1:]


def _times(x: Tensor, weights: Tensor) -> Tensor:
    return torch.einsum("mbtd,mde->mbte", x, weights)


def _normed(x: Tensor) -> Tensor:
    return functional.layer_norm(x, x.shape[-1:])


def rwkv(given: Parameters, task: Task, reach: Sequence[float], *, layers: int = 1) -> Answering:
    """Return the models as one function.

    Parameters
    ----------
    reach
        c of each model.
    """
    embedded, read = _embedded(given, task), _read(given, task)
    blocks = [(_mixed_time(given, reach), _mixed_channels(given)) for _ in range(layers)]

    def answer(words: Tensor) -> Tensor:
        x = embedded(words)
        for mixed in itertools.chain.from_iterable(blocks):
            x = x + mixed(x)
        return read(x)

    return answer


def _mixed_time(given: Parameters, reach: Sequence[float]) -> Answering:
    wide = _HEADS * _CHANNELS
    into = {name: given.drawn(_WIDTH, wide) for name in ("r", "k", "v", "κ", "w", "a")}
    decay, rate, out = (
        given.constant(wide, -3.0), given.constant(wide, 0.0), given.drawn(wide, _WIDTH)
    )  # fmt: skip
    strength = torch.tensor(reach).view(-1, 1, 1, 1, 1)

    def mixed(x: Tensor) -> Tensor:
        shape = (*x.shape[:3], _HEADS, _CHANNELS)
        raw = {name: _times(_normed(x), weights) for name, weights in into.items()}
        w = torch.exp(-_DECAY * torch.sigmoid(raw["w"] + decay)).view(shape)
        a = strength * torch.sigmoid(raw["a"] + rate).view(shape)
        r, k, v, kappa = (raw[name].view(shape) for name in ("r", "k", "v", "κ"))
        kappa = functional.normalize(kappa, dim=-1)
        state = x.new_zeros((*x.shape[:2], _HEADS, _CHANNELS, _CHANNELS))
        seen = []
        for t in range(x.shape[2]):
            removed = (state @ kappa[:, :, t, :, :, None]) * (a * kappa)[:, :, t, :, None, :]
            state = state * w[:, :, t, :, None, :] - removed
            state = state + v[:, :, t, :, :, None] * k[:, :, t, :, None, :]
            seen.append((state @ r[:, :, t, :, :, None])[..., 0])
        heads = functional.layer_norm(torch.stack(seen, 2), (_CHANNELS,), eps=64e-5)
        return _times(heads.flatten(3), out)

    return mixed


def transformer(given: Parameters, task: Task, *, layers: int = 2) -> Answering:
    """Return causal transformers of the same width, without places, as one function.

    Without places a word may be longer than those of the training.
    """
    embedded, read = _embedded(given, task), _read(given, task)
    blocks = [(_attention(given), _mixed_channels(given)) for _ in range(layers)]

    def answer(words: Tensor) -> Tensor:
        x = embedded(words)
        for mixed in itertools.chain.from_iterable(blocks):
            x = x + mixed(x)
        return read(x)

    return answer


def _attention(given: Parameters) -> Answering:
    into, out = [given.drawn(_WIDTH, _WIDTH) for _ in range(3)], given.drawn(_WIDTH, _WIDTH)

    def mixed(x: Tensor) -> Tensor:
        q, k, v = (
            _times(_normed(x), weights).unflatten(-1, (_HEADS, -1)).transpose(2, 3)
            for weights in into
        )
        heads = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return _times(heads.transpose(2, 3).flatten(3), out)

    return mixed


def trained(
    models: Answering, given: Parameters, task: Task, *, steps: int, length: int, seed: int
) -> None:
    """Train the models on random words, of four symbols at first and `length` from a quarter on.

    Each has gradients, their norm and its share of Adam for itself; the words are the same.
    """
    chance = np.random.default_rng(seed)
    optimiser = torch.optim.Adam(given.all, betas=(0.9, 0.99))
    for step in range(steps):
        rate = 3e-3 * min(1.0, step / 50) * (1 + np.cos(np.pi * step / steps)) / 2
        optimiser.param_groups[0]["lr"] = rate
        words, answers = task.draw(chance, 32, min(length, max(4, 4 * length * step // steps)))
        logits = models(torch.from_numpy(words))
        many = len(logits)
        asked = torch.from_numpy(answers)[None].expand(many, -1, -1)
        loss = functional.cross_entropy(logits.flatten(0, 2), asked.flatten())
        optimiser.zero_grad()
        (many * loss).backward()
        norms = torch.stack([_grad(one).flatten(1).square().sum(1) for one in given.all]).sum(0)
        share = 1 / norms.sqrt().clamp(min=1)
        for one in given.all:
            _grad(one).mul_(share.view(-1, *[1] * (one.dim() - 1)))
        optimiser.step()


def _grad(parameter: Tensor) -> Tensor:
    if parameter.grad is None:
        raise ValueError("a parameter has no part in the answer")
    return parameter.grad


def answers(models: Answering, words: Ids) -> Ids:
    """Return the answer of each model after each symbol (models × words × steps)."""
    with torch.no_grad():
        found: Ids = models(torch.from_numpy(words)).argmax(-1).numpy()
    return found
