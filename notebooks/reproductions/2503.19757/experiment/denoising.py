"""Dita (arXiv 2503.19757): denoising in context against denoising on one fused embedding, as a toy.

A *scene* is eight points of different colours, an *instruction* names a colour, and the *chunk* of
actions is six moves that lead to the named point. Both policies are DDPMs that predict the noise
in the chunk (100 steps, squared-cosine schedule; ten DDIM steps to sample, as in the release).
*In context*, noisy actions are tokens of one causal transformer behind instruction and points.
*Fused*, the same trunk reads instruction and points, its output is averaged to one embedding, and
an MLP on that denoises the chunk.
"""

import math
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import pandas as pd
import torch
from matplotlib.axes import Axes
from torch import Tensor, nn

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, ORANGE, Plot
from tracker.reproduce.helpers.results import Result

POINTS, MOVES, DIMENSIONS = 8, 6, 2
WIDTH, LAYERS, HEADS, INNER = 48, 2, 4, 48
HIDDEN = 176
"""Of the fused policy's MLP: it has at least as many parameters in all as the other policy."""
NOISE_STEPS, SAMPLING_STEPS = 100, 10
_BATCH, _RATE = 64, 8e-3
_TESTED = 2_000
_SCALE = 1 / MOVES


def scenes(number: int, chance: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Return points (number × 8 × 2), the named colour, and the chunk, in units of a move."""
    points = 2 * torch.rand(number, POINTS, DIMENSIONS, generator=chance) - 1
    named = torch.randint(POINTS, (number,), generator=chance)
    target = points[torch.arange(number), named]
    return points, named, target[:, None].expand(-1, MOVES, -1)


def kept_signal() -> Tensor:
    """Return ᾱ of each step of the squared-cosine schedule."""
    places = torch.arange(NOISE_STEPS + 1, dtype=torch.float64) / NOISE_STEPS
    curve = torch.cos((places + 0.008) / 1.008 * math.pi / 2) ** 2
    betas = (1 - curve[1:] / curve[:-1]).clamp(max=0.999)
    return torch.cumprod(1 - betas, dim=0).float()


class Policy(Protocol):
    """What denoises a chunk."""

    def parameters(self) -> list[Tensor]:
        """Return what is trained."""

    def __call__(self, points: Tensor, named: Tensor, noisy: Tensor, step: Tensor) -> Tensor:
        """Return the noise in a chunk."""


class _Eyes:
    """Instruction and points as tokens: colour, place, and which of them is the instruction."""

    def __init__(self, *, blind: bool = False, averaged: bool = False) -> None:
        self.colour = nn.Embedding(POINTS, WIDTH)
        self.place = nn.Linear(DIMENSIONS, WIDTH)
        self.mark = nn.Parameter(torch.zeros(WIDTH))
        self._blind, self._averaged = blind, averaged

    def parameters(self) -> list[Tensor]:
        return [*self.colour.parameters(), *self.place.parameters(), self.mark]

    def __call__(self, points: Tensor, named: Tensor) -> Tensor:
        instruction = (self.colour(named) + self.mark)[:, None]
        if self._blind:
            return instruction
        shown = self.colour(torch.arange(POINTS)) + self.place(points)
        if self._averaged:
            shown = shown.mean(dim=1, keepdim=True)
        return torch.cat([instruction, shown], dim=1)


class _Clock:
    """The step of the noise, as an embedding."""

    def __init__(self) -> None:
        self.turn = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.SiLU(), nn.Linear(WIDTH, WIDTH))

    def __call__(self, step: Tensor) -> Tensor:
        rates = torch.exp(-math.log(1e4) * torch.arange(WIDTH // 2) / (WIDTH // 2))
        angles = step[:, None].float() * rates
        return self.turn(torch.cat([angles.sin(), angles.cos()], dim=1))


def _trunk() -> nn.TransformerEncoder:
    layer = nn.TransformerEncoderLayer(
        WIDTH, HEADS, INNER, dropout=0.0, batch_first=True, norm_first=True
    )
    return nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)


class InContext:
    """Denoises the chunk as tokens behind instruction and points.

    Parameters
    ----------
    blind
        Whether it is shown no points.
    averaged
        Whether the points are averaged into one token first: the idea at its neutral setting.
    """

    def __init__(self, *, blind: bool = False, averaged: bool = False) -> None:
        self._eyes, self._clock = _Eyes(blind=blind, averaged=averaged), _Clock()
        self._action = nn.Linear(DIMENSIONS, WIDTH)
        self._order = nn.Parameter(0.02 * torch.randn(MOVES, WIDTH))
        self._trunk = _trunk()
        self._out = nn.Linear(WIDTH, DIMENSIONS)

    def parameters(self) -> list[Tensor]:
        """Return what is trained."""
        parts = (self._clock.turn, self._action, self._trunk, self._out)
        own = [parameter for part in parts for parameter in part.parameters()]
        return [*self._eyes.parameters(), *own, self._order]

    def __call__(self, points: Tensor, named: Tensor, noisy: Tensor, step: Tensor) -> Tensor:
        """Return the noise in a chunk."""
        before = self._eyes(points, named)
        actions = self._action(noisy) + self._order + self._clock(step)[:, None]
        tokens = torch.cat([before, actions], dim=1)
        mask = nn.Transformer.generate_square_subsequent_mask(tokens.shape[1])
        return self._out(self._trunk(tokens, mask=mask, is_causal=True)[:, -MOVES:])


class Fused:
    """Denoises the chunk by an MLP on one embedding of instruction and points."""

    def __init__(self) -> None:
        self._eyes, self._clock = _Eyes(), _Clock()
        self._trunk = _trunk()
        chunk = MOVES * DIMENSIONS
        self._head = nn.Sequential(
            nn.Linear(2 * WIDTH + chunk, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, HIDDEN), nn.SiLU(),
            nn.Linear(HIDDEN, chunk),
        )  # fmt: skip

    def parameters(self) -> list[Tensor]:
        """Return what is trained."""
        parts = (self._clock.turn, self._trunk, self._head)
        own = [parameter for part in parts for parameter in part.parameters()]
        return [*self._eyes.parameters(), *own]

    def __call__(self, points: Tensor, named: Tensor, noisy: Tensor, step: Tensor) -> Tensor:
        """Return the noise in a chunk."""
        fused = self._trunk(self._eyes(points, named)).mean(dim=1)
        asked = torch.cat([fused, self._clock(step), noisy.flatten(1)], dim=1)
        return self._head(asked).view_as(noisy)


def error(policy: Callable[[], Policy], seed: int, steps: int) -> float:
    """Return the mean squared error of a policy's actions after training, in squared moves.

    Parameters
    ----------
    policy
        Makes the policy, untrained.
    """
    torch.manual_seed(seed)
    chance = torch.Generator().manual_seed(seed)
    network, signal = policy(), kept_signal()
    optimiser = torch.optim.Adam(network.parameters(), lr=_RATE)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        points, named, chunk = scenes(_BATCH, chance)
        step = torch.randint(NOISE_STEPS, (_BATCH,), generator=chance)
        noise = torch.randn(chunk.shape, generator=chance)
        kept = signal[step][:, None, None]
        guess = network(points, named, kept.sqrt() * chunk + (1 - kept).sqrt() * noise, step)
        optimiser.zero_grad()
        (guess - noise).square().mean().backward()
        optimiser.step()
        slower.step()
    with torch.no_grad():
        points, named, chunk = scenes(_TESTED, chance)
        made = _sampled(network, points, named, chance)
    return float((made - chunk).square().mean()) * _SCALE**2


def _sampled(network: Policy, points: Tensor, named: Tensor, chance: torch.Generator) -> Tensor:
    """Return chunks by DDIM without noise."""
    signal = kept_signal()
    times = list(range(NOISE_STEPS - 1, -1, -NOISE_STEPS // SAMPLING_STEPS))
    made = torch.randn(len(points), MOVES, DIMENSIONS, generator=chance)
    for now, after in zip(times, [*times[1:], -1], strict=True):
        noise = network(points, named, made, torch.full((len(points),), now))
        clean = (made - (1 - signal[now]).sqrt() * noise) / signal[now].sqrt()
        clean = clean.clamp(-1, 1)  # as the released schedulers clip
        later = signal[after] if after >= 0 else torch.tensor(1.0)
        made = later.sqrt() * clean + (1 - later).sqrt() * noise
    return made


def compared(seeds: Sequence[int], steps: int, *, averaged: bool = False) -> Result:
    """Compare the action error of denoising in context with that of the fused policy.

    Parameters
    ----------
    averaged
        Whether the idea is off: the points reach the transformer as one averaged token.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        errors = {
            name: np.array([error(policy, seed, steps) for seed in seeds])
            for name, policy in _POLICIES.items()
        }
        if averaged:
            errors["in context"] = errors["points averaged"]
    finally:
        torch.set_num_threads(before)
    ratio = "action error in context over that of one fused embedding"
    return Result(
        (
            measure(ratio, list(errors["in context"] / errors["fused"]), seeds=seeds),
            measure(f"{ratio}, points averaged", list(errors["points averaged"] / errors["fused"]),
                    seeds=seeds),
            measure("action error in context over that without points",
                    list(errors["in context"] / errors["no points"]), seeds=seeds),
            measure("parameters of the fused policy over those in context",
                    [_size(Fused()) / _size(InContext())]),
        ),
        _picture(errors),
    )  # fmt: skip


_POLICIES: dict[str, Callable[[], Policy]] = {
    "in context": InContext,
    "fused": Fused,
    "points averaged": lambda: InContext(averaged=True),
    "no points": lambda: InContext(blind=True),
}


def _size(network: Policy) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def _picture(errors: dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]) -> Plot:
    frame = pd.DataFrame({"error": {name: float(runs.mean()) for name, runs in errors.items()}})
    colours = (BLUE, ORANGE, GREY, GREY)

    def draw(axes: Axes) -> None:
        places = range(len(frame))
        axes.barh(places, frame["error"], color=colours, height=0.5)
        for place, runs in enumerate(errors.values()):
            axes.plot(runs, [place] * len(runs), ".", color=INK, markersize=5)
        axes.set_xscale("log")
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("squared error of an action (dots: seeds)")

    ratio = frame["error"]["in context"] / frame["error"]["fused"]
    return Plot(
        frame, "; ".join(f"{name}: {value:.4f}" for name, value in frame["error"].items()) + ".",
        draw, title=f"In context the action error is {ratio:.2f} times that of one fused "
        "embedding", height=2.8,
    )  # fmt: skip
