"""Qwen2.5-Omni (arXiv:2503.20215, section 2.2): the positions of TMRoPE, by the released code.

They are computed by `get_rope_index` of transformers, bound to a configuration alone. On the
streaming window see `dit`.

Every function takes ``idea=False``, which takes the idea out of the experiment; the control,
measured beside it, is always without.
"""

from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from transformers.models.qwen2_5_omni import modeling_qwen2_5_omni as released
from transformers.models.qwen2_5_omni.configuration_qwen2_5_omni import Qwen2_5OmniThinkerConfig

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, ORANGE, curves
from tracker.reproduce.helpers.results import Result

PER_SECOND = 25
"""Temporal IDs: one for 40 ms."""
CHUNK = 2
"""Seconds."""
_VISION_START, _VISION_END = 151652, 151653
"""The tokenizer's; the configuration class has no default for the first."""
_SIDE = 2
"""Tokens of a frame: two rows of two, after the merger."""
_EACH = 1.0
"""Seconds between frames in the known good case."""
_NEVER = 10**6
"""Seconds of a chunk that nothing fills."""

Ids: TypeAlias = npt.NDArray[np.int64]


def tmrope(
    seeds: Sequence[int], *, seconds: int = 60, idea: bool = True, interval: float | None = None
) -> Result:
    """Compare the temporal ID of each frame with its time, and with that of its sound.

    Each seed draws an interval between frames, from 0.1 to 2 s. Measured is the worst of all, and
    of the control the best.

    Parameters
    ----------
    seconds
        Length of the video.
    idea
        False gives each frame its index for an ID, as M-RoPE does.
    interval
        Between frames, in seconds; drawn where it is None.
    """
    names = ("largest distance of a frame's ID from its time",
             "largest distance of a frame's ID from that of its sound")  # fmt: skip
    units = ("ms", "IDs")
    seen: list[tuple[float, float]] = []
    without: list[tuple[float, float]] = []
    frame = pd.DataFrame()
    for seed in seeds:
        between = interval or float(np.random.default_rng(seed).uniform(0.1, 2))
        found = {way: _frame_ids(between, seconds, timed=way) for way in (idea, False)}
        seen.append(_distances(*found[idea], between))
        without.append(_distances(*found[False], between))
        if frame.empty:
            times = np.arange(len(found[idea][0])) * between
            columns = {"TMRoPE": found[idea][0], "frame index": found[False][0]}
            frame = pd.DataFrame(columns, index=pd.Index(times, name="time of the frame, s"))
    each_second = _distances(*_frame_ids(_EACH, seconds, timed=True), _EACH)
    worst = {
        "": np.max(seen, axis=0), ", frame index": np.min(without, axis=0),
        ", a frame each second": each_second,
    }  # fmt: skip
    measured = tuple(
        measure(f"{name}{ending}", [float(ends[place])], unit=units[place], seeds=seeds)
        for place, name in enumerate(names)
        for ending, ends in worst.items()
    )
    picture = curves(
        frame, {"TMRoPE": BLUE, "frame index": ORANGE}, y="temporal ID",
        title=f"With TMRoPE a frame's ID is within {max(seen)[0]:.3g} ms of its time at all"
        " intervals tried",
        words=f"With TMRoPE a frame's ID is {max(seen)[0]:.3g} ms from its time at most, "
        f"with the frame's index {min(without)[0]:.3g} ms in the best case.",
    )  # fmt: skip
    return Result(measured, picture)


def _frame_ids(interval: float, seconds: int, *, timed: bool) -> tuple[Ids, Ids]:
    """Return the temporal IDs of the frames, and of the sound, both from 0."""
    count = int(np.ceil(seconds / interval))
    timing = (interval, PER_SECOND) if timed else (1, 1)
    temporal, _, _ = positions(count, seconds, *timing, chunk=_NEVER)  # frames first, then sound
    return temporal[: count * _SIDE**2 : _SIDE**2], temporal[count * _SIDE**2 :]


def _distances(frames: Ids, sound: Ids, interval: float) -> tuple[float, float]:
    """Return how far frames are from their time at most, in ms, and from their sound, in IDs."""
    times = np.arange(len(frames)) * interval
    apart = frames - sound[np.minimum((times * PER_SECOND).astype(int), len(sound) - 1)]
    return float(np.abs(times * 1000 - frames * 40).max()), float(np.abs(apart).max())


def chunks(
    seeds: Sequence[int], *, seconds: int = 60, idea: bool = True, interval: float | None = None
) -> Result:
    """Count tokens that are not where 2-second chunks put them, at intervals of 1/8 to 2 s.

    Parameters
    ----------
    interval
        Between frames, in seconds; drawn where it is None.
    """
    between = (8, 129) if interval is None else (int(64 * interval), int(64 * interval) + 1)
    return _chunks(seeds, "", seconds=seconds, idea=idea, sixtyfourths=between)


def sparse_chunks(
    seeds: Sequence[int], *, seconds: int = 60, idea: bool = True, interval: float | None = None
) -> Result:
    """Count the same with more than 2 s between frames, and 4 s at most; see `chunks`."""
    between = (129, 257) if interval is None else (int(64 * interval), int(64 * interval) + 1)
    return _chunks(seeds, ", sparse frames", seconds=seconds, idea=idea, sixtyfourths=between)


def _chunks(
    seeds: Sequence[int], kind: str, *, seconds: int, idea: bool, sixtyfourths: tuple[int, int]
) -> Result:
    """Compare the order of the released code with that of section 2.2.

    Intervals are whole 64ths of a second, so that no time is rounded.
    """
    seen, without, frame = [], [], pd.DataFrame()
    for seed in seeds:
        interval = int(np.random.default_rng(seed).integers(*sixtyfourths)) / 64
        count = int(np.ceil(seconds / interval))
        rule = by_rule(count, interval, seconds)
        orders = {
            way: positions(count, seconds, interval, chunk=CHUNK if way else _NEVER)
            for way in (idea, False)
        }
        seen.append(_misplaced(orders[idea], rule))
        without.append(_misplaced(orders[False], rule))
        if frame.empty:
            columns = {"released": orders[idea][0], "one chunk": orders[False][0]}
            frame = pd.DataFrame(columns).sub(rule[0], axis=0) / PER_SECOND
            frame.index.name = "place in the sequence"
    name = f"tokens that are not where the rule puts them{kind}"
    count = int(np.ceil(seconds / _EACH))
    known = _misplaced(
        positions(count, seconds, _EACH, chunk=CHUNK), by_rule(count, _EACH, seconds)
    )
    measured = (
        measure(name, seen, seeds=seeds),
        measure(f"{name}, one chunk", without, seeds=seeds),
        measure(f"{name}, a frame each second", [known]),
    )
    apart = "more than 2 s apart" if kind else "up to 2 s apart"
    picture = curves(
        frame, {"released": BLUE}, y="seconds later than by the rule",
        title=f"Frames {apart}: {np.mean(seen):.0%} of the tokens are not where the rule puts them",
        words=f"{np.mean(seen):.0%} of the tokens are not where the rule of the report puts them, "
        f"in this video {frame['released'].abs().max():.3g} s off at most; with a single chunk "
        f"{np.mean(without):.0%} would not be.",
    )  # fmt: skip
    return Result(measured, picture)


def _misplaced(found: Ids, rule: Ids) -> float:
    return float((found != rule).any(axis=0).mean())


def by_rule(frames: int, interval: float, seconds: int) -> Ids:
    """Return IDs in the order of section 2.2: chunks of 2 seconds "according to the actual time".

    In each chunk the frames come first, and the sound after them.
    """
    rows, columns = np.divmod(np.arange(_SIDE**2), _SIDE)
    times = np.repeat(np.arange(frames) * interval, _SIDE**2)
    seen = np.stack([np.floor(times * PER_SECOND), np.tile(rows, frames), np.tile(columns, frames)])
    heard = np.tile(np.arange(seconds * PER_SECOND), (3, 1))
    chunk = np.concatenate([times // CHUNK, heard[0] // (CHUNK * PER_SECOND)])
    order = np.argsort(chunk, kind="stable")
    found: Ids = np.concatenate([seen, heard], axis=1)[:, order].astype(np.int64)
    return found


def positions(
    frames: int, seconds: int, interval: float, per_second: int = PER_SECOND, *, chunk: int = CHUNK
) -> Ids:
    """Return temporal, vertical and horizontal ID of each token of a video with sound, from 0.

    Computed by the released code. The tokens are in the order in which it returns their IDs.

    Parameters
    ----------
    interval
        Seconds between frames; a frame is what the vision encoder makes of two.
    per_second
        IDs for a second of frames.
    chunk
        Seconds.
    """
    config = Qwen2_5OmniThinkerConfig(seconds_per_chunk=chunk, position_id_per_seconds=per_second)
    config.vision_start_token_id = _VISION_START
    model = released.Qwen2_5OmniPreTrainedModelForConditionalGeneration
    stub = SimpleNamespace(config=config, spatial_merge_size=2)
    stub.get_llm_pos_ids_for_vision = partial(model.get_llm_pos_ids_for_vision, stub)
    stub.get_chunked_index = partial(model.get_chunked_index, stub)
    tokens = [
        _VISION_START, config.audio_start_token_id,
        *[config.video_token_id] * (frames * _SIDE**2),
        *[config.audio_token_id] * (seconds * PER_SECOND),
        config.audio_end_token_id, _VISION_END,
    ]  # fmt: skip
    ids, _ = model.get_rope_index(
        stub, torch.tensor([tokens]), use_audio_in_video=True,
        video_grid_thw=torch.tensor([[frames, 2 * _SIDE, 2 * _SIDE]]),
        audio_seqlens=torch.tensor([seconds * 100]),
        second_per_grids=torch.tensor([interval]),
    )  # fmt: skip
    found: Ids = ids[:, 0, 2:-2].numpy() - 1
    return found
