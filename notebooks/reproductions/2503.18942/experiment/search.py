"""Video-T1 (arXiv 2503.18942): tree search against linear search on a toy generator of videos.

A *video* is a series of frames, each with a quality that depends on the one before; its true score
is the mean of them. A *verifier* sees the mean of the frames so far, and errs. *Linear search*
makes whole videos and keeps the one that the verifier likes best. The *tree* (Tree-of-Frames) asks
the verifier at early frames already, keeps the best beginnings, and goes on from those. No video
model is run: what is asked is whether beginnings tell enough of the end for this to pay.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, ORANGE, Plot, curves
from tracker.reproduce.helpers.results import Result, Value

Numbers: TypeAlias = npt.NDArray[np.float64]
Noise: TypeAlias = Callable[[np.random.Generator, tuple[int, ...]], Numbers]
"""Errors of a verifier, in standard deviations of a video's true score."""

FRAMES = 16
CORRELATION = 0.6
"""Of the quality of a frame with that of the one before."""
EQUAL_COST, CONVERGED = 10, 32
"""Videos of linear search: as many frames as the tree makes, rounded up; and 3.5 times as many."""
UNIT = "standard deviations of a video's score"
_VIDEOS = (1, 2, 4, 8, 10, 16, 32)


class Stage(Value, frozen=True, kw_only=True):
    """A place in the video at which the verifier chooses."""

    frame: int
    """The last frame that was made."""
    branches: int
    """How often each beginning that was kept is gone on with."""
    kept: int


STAGES = (
    Stage(frame=1, branches=32, kept=8),
    Stage(frame=4, branches=2, kept=4),
    Stage(frame=9, branches=2, kept=2),
    Stage(frame=16, branches=2, kept=1),
)


def cost(stages: Sequence[Stage] = STAGES) -> int:
    """Return how many frames a tree makes.

    Examples
    --------
    >>> cost()
    148
    """
    frames, kept, last = 0, 1, 0
    for stage in stages:
        frames += kept * stage.branches * (stage.frame - last)
        kept, last = stage.kept, stage.frame
    return frames


def spread(correlation: float, frames: int = FRAMES) -> float:
    """Return the standard deviation of the mean quality of a video.

    Examples
    --------
    >>> spread(1.0), spread(0.0, frames=4)
    (1.0, 0.5)
    """
    distance = np.abs(np.subtract.outer(np.arange(frames), np.arange(frames)))
    return float(np.sqrt(np.mean(correlation**distance)))


def gaussian(chance: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Return errors whose spread is half that of the true score."""
    return 0.5 * chance.normal(size=shape)


def heavy_tailed(chance: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Return errors with the median size of `gaussian` and the tails of Student's t with 2."""
    median_of_normal, median_of_t = 0.674490, 0.816497
    return 0.5 * median_of_normal / median_of_t * chance.standard_t(2, size=shape)


def _go_on(
    chance: np.random.Generator, last: Numbers, frames: int, correlation: float
) -> tuple[Numbers, Numbers]:
    """Return the quality of the last of some more frames, and the sum of theirs."""
    total = np.zeros_like(last)
    for _ in range(frames):
        fresh = chance.normal(size=last.shape)
        last = correlation * last + np.sqrt(1 - correlation**2) * fresh
        total += last
    return last, total


def linear(
    chance: np.random.Generator,
    searches: int,
    videos: int,
    *,
    correlation: float = CORRELATION,
    noise: Noise = gaussian,
    blind: bool = False,
) -> Numbers:
    """Return the true score of what each linear search picks, in spreads of a video's score.

    Parameters
    ----------
    blind
        Whether the pick is drawn, and the verifier not asked.
    """
    first = chance.normal(size=(searches, videos))
    _, total = _go_on(chance, first, FRAMES - 1, correlation)
    scores = (first + total) / FRAMES / spread(correlation)
    liked = noise(chance, scores.shape) + (0 if blind else scores)
    return np.take_along_axis(scores, liked.argmax(axis=1)[:, None], axis=1)[:, 0]


def tree(
    chance: np.random.Generator,
    searches: int,
    *,
    correlation: float = CORRELATION,
    noise: Noise = gaussian,
    blind: bool = False,
) -> Numbers:
    """Return the true score of what each tree search picks, in spreads of a video's score.

    Parameters
    ----------
    blind
        Whether the beginnings that are kept are drawn; at the end the verifier is asked anyway.
    """
    unit = spread(correlation)
    rows = np.arange(searches)[:, None]
    last, total, made = np.zeros((searches, 1)), np.zeros((searches, 1)), 0
    for stage in STAGES:
        last, total = (np.repeat(values, stage.branches, axis=1) for values in (last, total))
        if made:
            last, more = _go_on(chance, last, stage.frame - made, correlation)
        else:
            last = more = chance.normal(size=last.shape)
        total, made = total + more, stage.frame
        shown = total / made / unit
        errors = noise(chance, total.shape)
        hidden = blind and stage is not STAGES[-1]
        liked = errors if hidden else shown + errors
        kept = np.argsort(-liked, axis=1)[:, : stage.kept]
        last, total = last[rows, kept], total[rows, kept]
    return total[:, 0] / FRAMES / unit


def search(seeds: Sequence[int], searches: int, *, blind: bool = False) -> Result:
    """Compare the tree with linear search, at equal cost and at 3.5 times its cost.

    Parameters
    ----------
    blind
        Whether the idea is off: the verifier chooses no beginnings.
    """
    chances = [np.random.default_rng(seed) for seed in seeds]
    trees = {
        "tree": [tree(chance, searches, blind=blind).mean() for chance in chances],
        "blind": [tree(chance, searches, blind=True).mean() for chance in chances],
        "known": [tree(chance, searches, correlation=1.0).mean() for chance in chances],
    }
    lines = {
        videos: np.array([linear(chance, searches, videos).mean() for chance in chances])
        for videos in _VIDEOS
    }
    known = {
        videos: np.array(
            [linear(chance, searches, videos, correlation=1.0).mean() for chance in chances]
        )
        for videos in (EQUAL_COST, CONVERGED)
    }
    measurements = []
    for videos, against in ((EQUAL_COST, "10 videos"), (CONVERGED, "32 videos")):
        name = f"lead of the tree over linear search of {against}"
        measurements += [
            measure(name, list(trees["tree"] - lines[videos]), seeds=seeds, unit=UNIT),
            measure(f"{name}, beginnings drawn", list(trees["blind"] - lines[videos]),
                    seeds=seeds, unit=UNIT),
            measure(f"{name}, first frame decides", list(trees["known"] - known[videos]),
                    seeds=seeds, unit=UNIT),
        ]  # fmt: skip
    frame = pd.DataFrame(
        {"linear search": [float(scores.mean()) for scores in lines.values()]},
        index=pd.Index([videos * FRAMES for videos in lines], name="frames made"),
    )
    points = {name: float(np.mean(scores)) for name, scores in trees.items() if name != "known"}
    return Result(tuple(measurements), _searched(frame, points))


def more_videos(
    seeds: Sequence[int],
    searches: int,
    *,
    blind: bool = False,
    sizes: Sequence[int] = (4, 8, 16, 32, 64),
) -> Result:
    """Measure what linear search gains from 4 to 64 videos where the verifier is at times far off.

    Parameters
    ----------
    blind
        Whether the idea is off: the pick is drawn.
    sizes
        Numbers of videos; the first and the last are compared.
    """
    chances = [np.random.default_rng(seed) for seed in seeds]
    kinds: dict[str, tuple[Noise, bool]] = {
        "heavy tails": (heavy_tailed, blind),
        "Gaussian": (gaussian, False),
        "drawn": (heavy_tailed, True),
    }
    frame = pd.DataFrame(index=pd.Index(sizes, name="videos"))
    gains = {}
    for name, (noise, drawn) in kinds.items():
        scores = np.array(
            [
                [linear(chance, searches, size, noise=noise, blind=drawn).mean() for size in sizes]
                for chance in chances
            ]
        )
        frame[name] = scores.mean(axis=0)
        gains[name] = list(scores[:, -1] - scores[:, 0])
    name = "gain in true score from 4 to 64 videos"
    measured = (
        measure(f"{name}, heavy tails", gains["heavy tails"], seeds=seeds, unit=UNIT),
        measure(f"{name}, pick drawn", gains["drawn"], seeds=seeds, unit=UNIT),
        measure(f"{name}, Gaussian", gains["Gaussian"], seeds=seeds, unit=UNIT),
    )
    gain = float(np.mean(gains["heavy tails"]))
    return Result(
        measured,
        curves(
            frame, {"Gaussian": BLUE, "heavy tails": ORANGE, "drawn": GREY},
            title="More videos "
            + ("help" if gain > 0 else "do harm") + " where the verifier is at times far off",
            words="True score of the pick from 4 to 64 videos: with Gaussian errors "
            f"{frame['Gaussian'].iloc[0]:.2f} to {frame['Gaussian'].iloc[-1]:.2f}, with heavy "
            f"tails {frame['heavy tails'].iloc[0]:.2f} to {frame['heavy tails'].iloc[-1]:.2f}.",
            y="true score of the pick",
        ),
    )  # fmt: skip


def _searched(frame: pd.DataFrame, points: dict[str, float]) -> Plot:
    frames = cost()

    def draw(axes: Axes) -> None:
        axes.plot(frame.index, frame["linear search"], color=BLUE, marker=".", label="linear")
        axes.plot(frames, points["tree"], "o", color=ORANGE, label="tree")
        axes.plot(frames, points["blind"], "o", color=GREY, label="tree, beginnings drawn")
        axes.axvline(frames, color=INK, linewidth=0.8, linestyle=":")
        axes.set_xscale("log", base=2)
        axes.set_xlabel("frames made")
        axes.set_ylabel("true score of the pick")
        axes.legend(frameon=False, loc="lower right")

    last = float(frame["linear search"].iloc[-1])
    return Plot(
        frame, f"With {frames} frames the tree picks a video of {points['tree']:.2f}, and of "
        f"{points['blind']:.2f} where its beginnings are drawn; linear search reaches "
        f"{last:.2f} with {frame.index[-1]}.", draw,
        title=f"With {frames} frames the tree reaches {points['tree']:.2f}, linear search "
        f"{last:.2f} with {frame.index[-1]}", height=3.6,
    )  # fmt: skip
