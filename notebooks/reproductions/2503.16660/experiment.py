"""Adaptive Token Reduction (arXiv 2503.16660): its selector, trained on tokens of two kinds.

An *image* is sixteen tokens of eight channels. Twelve tokens are linear functions of one scene of
two numbers, which any two of them tell; four, at places that change, carry content of their own.
All have the same mean norm. The *selector* is a transformer with a Gumbel-softmax over keeping
each token, the *reconstructor* a transformer that fills what was dropped; both are trained
together on squared error plus max(mean(mask), p). The paper released no code; this is built from
its section 4, and gives both terms the weight one, since the paper names none.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
import torch
from matplotlib.axes import Axes
from torch import Tensor, nn

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, ORANGE, Plot, curves
from tracker.reproduce.helpers.results import Result

Masks: TypeAlias = Callable[[Tensor, torch.Generator], Tensor]

TOKENS, CHANNELS, PRIVATE, SCENE = 16, 8, 4, 2
KEPT = 0.4
"""p: the share below which keeping costs nothing."""
_SHARED = CHANNELS // 2
_WIDTH, _HEADS = 32, 4
_BATCH, _RATE = 64, 3e-3
_TESTED = 2_000


def images(number: int, chance: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return images (number × 16 × 8), and which tokens carry content of their own."""
    maps = torch.randn(
        TOKENS, _SHARED, SCENE, generator=torch.Generator().manual_seed(0)
    ) / np.sqrt(SCENE)
    scene = torch.randn(number, SCENE, generator=chance)
    tokens = torch.zeros(number, TOKENS, CHANNELS)
    tokens[..., :_SHARED] = torch.einsum("tcs,ns->ntc", maps, scene)
    order = torch.rand(number, TOKENS, generator=chance).argsort(dim=1)
    private = torch.zeros(number, TOKENS, dtype=torch.bool).scatter(1, order[:, :PRIVATE], True)
    own = torch.randn(number, TOKENS, CHANNELS - _SHARED, generator=chance)
    alone = torch.cat([torch.zeros(number, TOKENS, _SHARED), own], dim=2)
    return torch.where(private[..., None], alone, tokens), private


class Reader:
    """One layer of a transformer over tokens that know their place.

    Parameters
    ----------
    outputs
        Numbers for each token: one logit, or what the token holds.
    """

    def __init__(self, outputs: int) -> None:
        self._into = nn.Linear(CHANNELS + 1, _WIDTH)
        self._place = nn.Parameter(0.02 * torch.randn(TOKENS, _WIDTH))
        self._layer = nn.TransformerEncoderLayer(
            _WIDTH, _HEADS, 4 * _WIDTH, dropout=0.0, batch_first=True, norm_first=True
        )
        self._out = nn.Linear(_WIDTH, outputs)

    def parameters(self) -> list[Tensor]:
        """Return what is trained."""
        parts = (self._into, self._layer, self._out)
        return [*(one for part in parts for one in part.parameters()), self._place]

    def __call__(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Read the tokens that a mask leaves."""
        shown = torch.cat([tokens * mask[..., None], mask[..., None]], dim=2)
        return self._out(self._layer(self._into(shown) + self._place))


def selector() -> Reader:
    """Return a selector, untrained: the logit of keeping each token."""
    return Reader(1)


def reconstructor() -> Reader:
    """Return a reconstructor, untrained."""
    return Reader(CHANNELS)


def best(logits: Tensor, share: float = KEPT) -> Tensor:
    """Return the mask that keeps a share of the tokens, those of the largest logits."""
    kept = round(share * logits.shape[1])
    return torch.zeros_like(logits).scatter(1, logits.topk(kept, dim=1).indices, 1.0)


def _logits(chooser: Reader, tokens: Tensor) -> Tensor:
    return chooser(tokens, torch.ones(tokens.shape[:2])).squeeze(2)


def _sampled(logits: Tensor, chance: torch.Generator) -> Tensor:
    """Return hard masks by Gumbel-softmax, with the gradient of the soft ones."""
    uniform = torch.rand(*logits.shape, 2, generator=chance).clamp(1e-6, 1 - 1e-6)
    gumbel = -(-uniform.log()).log()
    soft = torch.sigmoid(logits + gumbel[..., 0] - gumbel[..., 1])
    return (soft > 0.5).float() + soft - soft.detach()


class Trained:
    """Selector and reconstructor, trained together.

    Parameters
    ----------
    clamp
        p; None leaves the clamp out.
    penalty_alone
        Whether the reconstruction counts for nothing.
    """

    def __init__(
        self, seed: int, steps: int, *, clamp: float | None = KEPT, penalty_alone: bool = False
    ) -> None:
        torch.manual_seed(seed)
        chance = torch.Generator().manual_seed(seed)
        self.chooser, self.filler = selector(), reconstructor()
        self.shares: list[float] = []
        """Of the tokens that the masks of training kept, step by step."""
        optimiser = torch.optim.Adam(
            [*self.chooser.parameters(), *self.filler.parameters()], lr=_RATE
        )
        for _ in range(steps):
            tokens, _ = images(_BATCH, chance)
            mask = _sampled(_logits(self.chooser, tokens), chance)
            share = mask.mean()
            penalty = share if clamp is None else share.clamp(min=clamp)
            error = (self.filler(tokens, mask) - tokens).square().mean()
            optimiser.zero_grad()
            (penalty + (0 if penalty_alone else error)).backward()
            optimiser.step()
            self.shares.append(float(share.detach()))


def filler_for(masks: Masks, seed: int, steps: int) -> Reader:
    """Return a reconstructor that was trained on masks which do not hang on what it does.

    Parameters
    ----------
    masks
        Makes them from which tokens are private.
    """
    torch.manual_seed(seed)
    chance = torch.Generator().manual_seed(seed)
    filler = reconstructor()
    optimiser = torch.optim.Adam(filler.parameters(), lr=_RATE)
    for _ in range(steps):
        tokens, private = images(_BATCH, chance)
        loss = (filler(tokens, masks(private, chance)) - tokens).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return filler


def at_random(private: Tensor, chance: torch.Generator) -> Tensor:
    """Return masks that keep a share of the tokens, whichever they are."""
    return best(torch.rand(private.shape, generator=chance))


def private_first(private: Tensor, chance: torch.Generator) -> Tensor:
    """Return masks that keep the private tokens, and others at random."""
    return best(private + 0.5 * torch.rand(private.shape, generator=chance))


def selected(seeds: Sequence[int], steps: int, *, trained: bool = True) -> Result:
    """Compare what is reconstructed from selected tokens with what is from random ones.

    Parameters
    ----------
    trained
        Whether the idea is on: the selector was trained. Reconstructors always were, each on masks
        of the kind that it is tried with; that of random masks serves the untrained selector, too.
    """
    rows = []
    for seed in seeds:
        pair, fair = Trained(seed, steps), filler_for(at_random, seed, steps)
        knowing = filler_for(private_first, seed, 2 * steps)  # a known case may take its time
        chance = torch.Generator().manual_seed(seed + 500)
        tokens, private = images(_TESTED, chance)
        torch.manual_seed(seed)
        with torch.no_grad():
            chosen = best(_logits(pair.chooser, tokens))
            ways = {
                "selector": (pair.filler, chosen),
                "untrained selector": (fair, best(_logits(selector(), tokens))),
                "private first": (knowing, private_first(private, chance)),
                "random tokens": (fair, at_random(private, chance)),
            }
            if not trained:
                ways["selector"] = ways["untrained selector"]
            errors = {
                name: float((filler(tokens, mask) - tokens).square().mean())
                for name, (filler, mask) in ways.items()
            }
            kept_of_private = float(ways["selector"][1][private].mean())
        rows.append(errors | {"private tokens kept": kept_of_private})
    frame = pd.DataFrame(rows)
    name = "reconstruction error of selected tokens over that of random ones"
    ratios = {
        way: list(frame[way] / frame["random tokens"])
        for way in ("selector", "untrained selector", "private first")
    }
    return Result(
        (
            measure(name, ratios["selector"], seeds=seeds),
            measure(f"{name}, selector untrained", ratios["untrained selector"], seeds=seeds),
            measure(f"{name}, private ones first", ratios["private first"], seeds=seeds),
            measure("share of the private tokens that the selector keeps",
                    list(frame["private tokens kept"]), seeds=seeds),
        ),
        _errors(frame.drop(columns="private tokens kept")),
    )  # fmt: skip


def clamped(seeds: Sequence[int], steps: int, *, clamp: float | None = None) -> Result:
    """Follow the share of kept tokens in training without the clamp, and with it.

    Parameters
    ----------
    clamp
        Of the run that decides; None, as the claim has it, leaves the clamp out.
    """
    settings = {
        "no clamp": {"clamp": clamp},
        "clamp": {"clamp": KEPT},
        "penalty alone": {"clamp": None, "penalty_alone": True},
    }
    paths = {
        name: [Trained(seed, steps, **setting).shares for seed in seeds]  # type: ignore[arg-type]
        for name, setting in settings.items()
    }
    last = max(1, steps // 20)
    ends = {name: [float(np.mean(one[-last:])) for one in runs] for name, runs in paths.items()}
    name = "share of tokens kept after training"
    frame = pd.DataFrame(
        {name: np.mean(runs, axis=0) for name, runs in paths.items()},
        index=pd.RangeIndex(1, steps + 1, name="steps of training"),
    )
    left, held = (float(np.mean(ends[one])) for one in ("no clamp", "clamp"))
    return Result(
        (
            measure(f"{name} without the clamp", ends["no clamp"], seeds=seeds),
            measure(f"{name} with the clamp", ends["clamp"], seeds=seeds),
            measure(f"{name} on the penalty alone", ends["penalty alone"], seeds=seeds),
        ),
        curves(
            frame.iloc[:: max(1, steps // 60)],
            {"no clamp": ORANGE, "clamp": BLUE, "penalty alone": GREY},
            title=f"Without the clamp {left:.2f} of the tokens are kept in the end, with it "
            f"{held:.2f}",
            words=f"Share of tokens kept in the end: {left:.2f} without the clamp, {held:.2f} with "
            f"it, {np.mean(ends['penalty alone']):.2f} on the penalty alone.",
            y="share of tokens kept", bound=KEPT,
        ),
    )  # fmt: skip


def _errors(frame: pd.DataFrame) -> Plot:
    means = frame.mean().sort_values()
    colours = {"selector": BLUE, "random tokens": ORANGE}

    def draw(axes: Axes) -> None:
        places = range(len(means))
        axes.barh(places, means, color=[colours.get(str(name), GREY) for name in means.index],
                  height=0.5)  # fmt: skip
        for place, name in enumerate(means.index):
            axes.plot(frame[name], [place] * len(frame), ".", color=INK, markersize=5)
        axes.set_yticks(places, [str(name) for name in means.index])
        axes.invert_yaxis()
        axes.set_xlabel("squared error of the reconstruction (dots: seeds)")

    ratio = means["selector"] / means["random tokens"]
    return Plot(
        frame, "; ".join(f"{name}: {value:.3f}" for name, value in means.items()) + ".", draw,
        title=f"From selected tokens the error is {ratio:.2f} times that from random ones",
        height=2.8,
    )  # fmt: skip
