"""DropletVideo (arXiv 2503.06053): lengths of its prompts, and motion in its samples.

The data set is behind a gate and its films are on YouTube. In the open lie 159 prompts in the
style of its captions, and samples of two scenes, each made with four values of the condition FPS
and shown on the project's page as GIFs of 110 frames.
"""

import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from PIL import Image, ImageSequence

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, INK, ORANGE, Plot, curves
from tracker.reproduce.helpers.results import Result

Clip: TypeAlias = npt.NDArray[np.float64]
"""Frames × height × width, brightness from 0 to 1."""

PROMPTS, AVERAGE = "prompt.json", 206
RATES = (4, 8, 16, 32)
SCENES = {"music hall": "752", "blue frog": "VideoGen_Eval_805183_frames"}
TRANSLATED = "This Chinese text translates to"


def prompts(text: str) -> list[str]:
    """Return the English prompts of the released file.

    Raises
    ------
    ValueError
        If an entry has none.
    """
    entries = json.loads(text)
    english = [str(entry.get("English", "")).strip() for entry in entries]
    if not english or not all(english):
        raise ValueError("an entry of the file has no English prompt")
    return english


def lengths(
    *,
    files: Callable[[str], Path],
    seeds: Sequence[int],
    halved: bool = False,
    made_up: bool = False,
) -> Result:
    """Compare the average length of the prompts with that of the captions.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    halved
        Whether half of each prompt is taken in its place.
    made_up
        Whether prompts made up around the captions' average are taken in their place.
    """
    english = prompts(files(PROMPTS).read_text(encoding="utf-8"))
    words = np.array([len(prompt.split()) for prompt in english])
    translated = sum(TRANSLATED in prompt for prompt in english)
    made = [
        float(np.rint(np.random.default_rng(seed).normal(AVERAGE, words.std(), len(words))).mean())
        for seed in seeds
    ]
    half = [float((words // 2).mean())]
    own = half if halved else made if made_up else [float(words.mean())]
    name = "mean length of a prompt"
    return Result(
        (
            measure(name, own, unit="words"),
            measure(f"{name}, cut to half", half, unit="words"),
            measure(f"{name}, made around 206", made, seeds=seeds, unit="words"),
            measure(
                "prompts that tell they were translated", [translated], unit=f"of {len(words)}"
            ),
        ),
        _lengths(words),
    )


def clip(path: Path) -> Clip:
    """Return the frames of a GIF, in brightness."""
    with Image.open(path) as image:
        frames = [np.asarray(frame.convert("L")) for frame in ImageSequence.Iterator(image)]
    return np.stack(frames) / 255


def motion(frames: Clip) -> float:
    """Return the mean absolute change of brightness from frame to frame.

    Examples
    --------
    >>> motion(np.array([[[0.0]], [[0.5]], [[0.5]]]))
    0.25
    """
    return float(np.abs(np.diff(frames, axis=0)).mean())


def moving(speed: float, *, frames: int = 40, size: int = 64) -> Clip:
    """Return a smooth texture that moves to the side by some pixels a frame."""
    chance = np.random.default_rng(0)
    turns = np.fft.fftfreq(2 * size)[:, None], np.fft.fftfreq(2 * size)[None, :]
    smooth = np.exp(-((turns[0] ** 2 + turns[1] ** 2) * 2 * 6.0**2))
    spectrum = np.fft.fft2(chance.normal(size=(2 * size, 2 * size))) * smooth
    shown = []
    for frame in range(frames):
        moved = np.fft.ifft2(spectrum * np.exp(-2j * np.pi * turns[1] * speed * frame)).real
        shown.append(moved[:size, :size])
    film = np.stack(shown)
    return np.asarray((film - film.min()) / (film.max() - film.min()))


def ordered(motions: Mapping[str, Mapping[int, float]]) -> int:
    """Return the pairs of clips of one scene in which the lower FPS has the more motion.

    Examples
    --------
    >>> ordered({"a": {4: 0.3, 8: 0.1, 16: 0.2}})
    2
    """
    return sum(
        scene[low] > scene[high]
        for scene in motions.values()
        for low, high in itertools.combinations(sorted(scene), 2)
    )


def controlled(
    *,
    files: Callable[[str], Path],
    seeds: Sequence[int],
    permuted: bool = False,
    made_up: bool = False,
) -> Result:
    """Count the pairs of released samples in which the lower FPS has the more motion.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    seeds
        Of the permutations of the control.
    permuted
        Whether the idea is off: the values of FPS are permuted within each scene.
    made_up
        Whether made-up clips, which are in order, are taken in the place of the released ones.
    """
    motions = {
        scene: {rate: motion(clip(files(f"{name}_FPS{rate}.gif"))) for rate in RATES}
        for scene, name in SCENES.items()
    }
    by_chance = []
    for seed in seeds:
        chance = np.random.default_rng(seed)
        dealt = [
            ordered({
                scene: dict(zip(RATES, chance.permutation(list(values.values())), strict=True))
                for scene, values in motions.items()
            })
            for _ in range(200)
        ]  # fmt: skip
        by_chance.append(float(np.mean(dealt)))
    known = {
        scene: {rate: motion(moving(4 * speed / rate)) for rate in RATES}
        for scene, speed in (("slow", 1.0), ("fast", 2.0))
    }
    name = "pairs in which the lower FPS has the more motion"
    frame = pd.DataFrame(motions)
    frame.index.name = "value of the condition FPS"
    count = ordered(motions)
    own = by_chance if permuted else [ordered(known if made_up else motions)]
    return Result(
        (
            measure(name, own, unit="of 12"),
            measure(f"{name}, values of FPS permuted", by_chance, seeds=seeds, unit="of 12"),
            measure(f"{name}, made-up clips", [ordered(known)], unit="of 12"),
        ),
        curves(
            100 * frame, dict(zip(SCENES, (BLUE, ORANGE), strict=True)),
            title=f"In {count} of 12 pairs the clip with the lower FPS moves more",
            words="; ".join(
                f"{scene}: {_listed(row)}"
                for scene, row in motions.items()
            ) + " percent of brightness from frame to frame.",
            y="change from frame to frame, in percent",
        ),
    )  # fmt: skip


def _listed(row: Mapping[int, float]) -> str:
    return ", ".join(f"{100 * value:.2f} at {rate}" for rate, value in row.items())


def _lengths(words: npt.NDArray[np.int64]) -> Plot:
    frame = pd.DataFrame({"words": words})

    def draw(axes: Axes) -> None:
        axes.hist(words, bins=24, color=BLUE)
        axes.axvline(AVERAGE, color=INK, linestyle=":", label="206: average of the captions")
        axes.axvline(float(words.mean()), color=ORANGE, label=f"{words.mean():.0f}: these prompts")
        axes.set_xlabel("words of a prompt")
        axes.set_ylabel("prompts")
        axes.legend(frameon=False)

    return Plot(
        frame, f"{len(words)} prompts of {words.min()} to {words.max()} words, {words.mean():.1f} "
        f"on average; the captions have {AVERAGE}.", draw,
        title=f"The released prompts have {words.mean():.0f} words on average, the captions "
        f"{AVERAGE}", height=3.0,
    )  # fmt: skip
