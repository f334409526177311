"""Qwen2.5-Omni (arXiv:2503.20215, section 2.4): the sliding window of the released DiT.

It is built small, with random weights. ``idea=False`` takes the choice of windowed layers out; the
control, measured beside it, is always without.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from transformers.models.qwen2_5_omni import modeling_qwen2_5_omni as released
from transformers.models.qwen2_5_omni.configuration_qwen2_5_omni import Qwen2_5OmniDiTConfig

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import Plot
from tracker.reproduce.helpers.results import Result

Ids: TypeAlias = npt.NDArray[np.int64]


_FEW = 3
"""Layers of the known good case."""


def receptive_field(
    seeds: Sequence[int], *, blocks: int = 9, idea: bool = True, layers: int | None = None
) -> Result:
    """Change one block of the input at a time, and see which blocks of the output answer.

    The DiT has its released depth and windows, and random weights in double precision; an answer
    is any difference at all.

    Parameters
    ----------
    blocks
        In the sequence; the one in the middle is measured.
    idea
        False lets every layer look one block back and ahead.
    layers
        Three have the windows of the released ones and nothing between; all where it is None.
    """
    middle = blocks // 2
    seen, without, known, frame = [], [], [], pd.DataFrame()
    for seed in seeds:
        with _one_thread():
            answers = {
                way: _answers(seed, blocks, windowed=way, layers=layers) for way in (idea, False)
            }
            few = _answers(seed, blocks, windowed=True, layers=_FEW)
        known.append(np.flatnonzero(few[:, middle]) - middle)
        seen.append(np.flatnonzero(answers[idea][:, middle]) - middle)
        without.append(np.flatnonzero(answers[False][:, middle]) - middle)
        if frame.empty:
            frame = pd.DataFrame(answers[idea])
    counted: dict[str, Callable[[Ids], float]] = {
        "blocks that an output block depends on": len,
        "blocks ahead that an output block depends on": lambda found: (found > 0).sum(),
        "blocks back that an output block depends on": lambda found: (found < 0).sum(),
    }
    measured = tuple(
        measure(
            f"{name}{ending}", [float(count(each)) for each in all_], unit="blocks", seeds=seeds
        )
        for name, count in counted.items()
        for ending, all_ in (
            ("", seen),
            (", all layers windowed", without),
            (", three layers", known),
        )
    )
    return Result(measured, _field(frame))


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep torch to one thread: on matrices this small, threads cost ten times what they save."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _answers(
    seed: int, blocks: int, *, windowed: bool, layers: int | None
) -> npt.NDArray[np.float64]:
    """Return the largest change of each output block (column) for each changed one (row)."""
    config = Qwen2_5OmniDiTConfig(
        hidden_size=32, num_attention_heads=2, head_dim=16, emb_dim=16, num_embeds=64, mel_dim=8,
        enc_emb_dim=8, enc_dim=8, enc_channels=[16, 16, 16, 16, 48], enc_attention_channels=8,
        enc_se_channels=8, dropout=0.0,
    )  # fmt: skip
    if layers is not None:
        config.num_hidden_layers = layers
        config.look_ahead_layers, config.look_backward_layers = [1], [0, layers - 1]
    if not windowed:
        config.look_ahead_layers = config.look_backward_layers = list(
            range(config.num_hidden_layers)
        )
    config._attn_implementation = "sdpa"  # noqa: SLF001  the released block knows no other on a CPU
    chance = torch.Generator().manual_seed(seed)
    model = released.Qwen2_5OmniToken2WavDiTModel(config).double().eval()
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.1, generator=chance)
    size = config.block_size
    frames = blocks * size
    noise, speaker, reference = (
        torch.randn(1, count, 8, generator=chance, dtype=torch.float64)
        for count in (frames, frames, 30)
    )
    code = torch.randint(64, (1, frames // config.repeats), generator=chance)

    def output(noise: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            found: torch.Tensor = model(
                hidden_states=noise, condition_vector=reference, speaker_embedding=speaker,
                quantized_code=code, time_step=torch.tensor(0.5, dtype=torch.float64),
                apply_cfg=False,
            )  # fmt: skip
        return found.view(blocks, -1)

    before = output(noise, code)
    rows = []
    for block in range(blocks):
        other_noise, other_code = noise.clone(), code.clone()
        other_noise[:, block * size : (block + 1) * size] += 1
        half = slice(block * size // config.repeats, (block + 1) * size // config.repeats)
        other_code[:, half] = (other_code[:, half] + 1) % 64
        rows.append((output(other_noise, other_code) - before).abs().amax(dim=1))
    return np.asarray(torch.stack(rows))


def _field(frame: pd.DataFrame) -> Plot:
    """Draw the largest change of each block of the output for each changed block of the input."""
    middle = len(frame) // 2
    seen = [f"{block - middle:+d}" for block in np.flatnonzero(frame[middle])]

    def draw(axes: Axes) -> None:
        shown = axes.imshow(np.log10(frame.where(frame > 0)), cmap="cividis")
        axes.set_xlabel("block of the output")
        axes.set_ylabel("changed block of the input")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        bar = axes.get_figure(root=True)
        if bar is not None:
            bar.colorbar(shown, ax=axes, label="largest change, log₁₀ (white: none)")

    words = f"The block in the middle depends on these blocks of the input: {', '.join(seen)}."
    title = f"A block of sound depends on {len(seen)} blocks: {seen[0]} to {seen[-1]}"
    return Plot(frame, words, draw, title=title, height=4.2)
