"""RSD (arXiv 2503.13358): its objective in one dimension, teacher and fake model in closed form.

Everything is told relative to the degraded value y: the residual u = x₀ − y is +1 or −1, each half
of the time, with a spread of 0.1. ResShift moves it to y and adds noise, u_t = (1 − η_t) u + κ
√η_t ε, with the η of the released configuration. The *student* makes x₀ in one step; here it is
any distribution, held by particles. The *teacher* is the mean of u given u_t in the data; the
*fake* model is the same for the student's particles, which is what training it to the end would
give. The objective asks that both agree on what the student makes.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, Plot
from tracker.reproduce.helpers.results import Result

Numbers: TypeAlias = npt.NDArray[np.float64]

PARTICLES = 200
STEPS, KAPPA, POWER, SMALLEST_NOISE, LAST_ETA = 15, 2.0, 0.3, 0.04, 0.99
"""Of `configs/RSD.yaml`."""
MODES, WITHIN = (-1.0, 1.0), 0.1
_START = 0.05
"""Spread of the blob in the middle from which the particles start."""
_RATE = 0.02
_GRID = 161


def etas() -> Numbers:
    """Return η of each step, by the *exponential* schedule of ResShift and the configuration.

    Examples
    --------
    >>> [round(float(eta), 4) for eta in etas()[[0, -1]]]
    [0.0004, 0.9801]
    """
    first = min(SMALLEST_NOISE / KAPPA, SMALLEST_NOISE)
    growth = (LAST_ETA / first) ** (1 / (STEPS - 1))
    places = np.linspace(0, 1, STEPS) ** POWER * (STEPS - 1)
    return np.asarray((first * growth**places) ** 2)


def data(number: int = PARTICLES) -> Numbers:
    """Return the data as particles: evenly spaced quantiles of both modes."""
    # Of a normal distribution, without SciPy: by its distribution function on a fine grid
    grid = np.linspace(-6, 6, 24_001)
    density = np.exp(-(grid**2) / 2)
    below = np.cumsum(density) - density / 2
    half = number // 2
    quantiles = np.interp((np.arange(half) + 0.5) / half, below / density.sum(), grid)
    return np.concatenate([mode + WITHIN * quantiles for mode in MODES])


def distance(first: Numbers, second: Numbers) -> float:
    """Return the Wasserstein-1 distance of as many particles.

    Examples
    --------
    >>> distance(np.zeros(2), np.array([1.0, -1.0]))
    1.0
    """
    return float(np.abs(np.sort(first) - np.sort(second)).mean())


def _teacher(at: Numbers, eta: float) -> Numbers:
    """Return the mean of u given u_t, in the data."""
    kept, noise = 1 - eta, KAPPA**2 * eta
    spread = kept**2 * WITHIN**2 + noise
    near = np.stack([-((at - kept * mode) ** 2) / (2 * spread) for mode in MODES])
    share = np.exp(near - near.max(axis=0))
    share /= share.sum(axis=0)
    means = np.stack([
        mode + kept * WITHIN**2 / spread * (at - kept * mode) for mode in MODES
    ])  # fmt: skip
    return np.asarray((share * means).sum(axis=0))


def gradient(particles: Numbers, *, fake: bool = True) -> Numbers:
    """Return the gradient of the objective, for each particle as if it were alone.

    Parameters
    ----------
    fake
        Without the fake model only the teacher's error on what the student makes is minimised.
    """
    total = np.zeros_like(particles)
    for eta in etas():
        kept, noise = 1 - eta, KAPPA * np.sqrt(eta)
        edge = kept * np.abs(particles).max() + 4 * noise
        at = np.linspace(-edge, edge, _GRID)
        apart = (at[:, None] - kept * particles) / noise
        density = np.exp(-(apart**2) / 2) / (noise * np.sqrt(2 * np.pi))
        density_moved = density * apart * kept / noise
        teacher = _teacher(at, float(eta))[:, None]
        if fake:
            whole = density.sum(axis=1, keepdims=True)
            student = (density * particles).sum(axis=1, keepdims=True) / np.maximum(whole, 1e-300)
            gap = teacher - student
            moved = density_moved * (particles - student) + density
            slope = density_moved * gap**2 - 2 * gap * moved
        else:
            gap = teacher - particles
            slope = density_moved * gap**2 - 2 * gap * density
        total += slope.sum(axis=0) * (at[1] - at[0])
    return total / STEPS


def student(seed: int, steps: int, *, number: int = PARTICLES, fake: bool = True) -> Numbers:
    """Return the particles after some steps of Adam, from a blob in the middle."""
    particles = _START * np.random.default_rng(seed).normal(size=number)
    mean, square = np.zeros_like(particles), np.zeros_like(particles)
    for step in range(1, steps + 1):
        slope = gradient(particles, fake=fake)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        move = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        particles = particles - _RATE * move
    return particles


def recovered(
    seeds: Sequence[int], steps: int, *, number: int = PARTICLES, fake: bool = True
) -> Result:
    """Compare what the one-step student makes with the data.

    Parameters
    ----------
    number
        Of particles.
    fake
        Whether the idea is on: the fake model stands against the teacher.
    """
    target = data(number)
    with_fake = [student(seed, steps, number=number, fake=fake) for seed in seeds]
    without = [student(seed, steps, number=number, fake=False) for seed in seeds]
    drawn = []
    for seed in seeds:
        around = WITHIN * np.random.default_rng(seed).normal(size=number)
        drawn.append(np.repeat(MODES, number // 2) + around)
    name = "distance of the student to the data"
    measured = (
        measure(name, [distance(one, target) for one in with_fake], seeds=seeds),
        measure(f"{name}, no fake model", [distance(one, target) for one in without], seeds=seeds),
        measure(f"{name}, drawn from the data", [distance(one, target) for one in drawn],
                seeds=seeds),
        measure("distance of one-step regression to the data",
                [distance(np.zeros(number), target)]),
        measure("share of the student's particles within 0.3 of a mode",
                [float(np.mean(np.abs(np.abs(one) - 1) < 0.3)) for one in with_fake],
                seeds=seeds),
    )  # fmt: skip
    frame = pd.DataFrame(
        {"data": target, "student": np.sort(with_fake[0]), "no fake model": np.sort(without[0])}
    )
    return Result(measured, _picture(frame, measured[0].value, measured[1].value))


def _picture(frame: pd.DataFrame, distant: float, without: float) -> Plot:
    colours = {"data": GREY, "no fake model": ORANGE, "student": BLUE}

    def draw(axes: Axes) -> None:
        share = (np.arange(len(frame)) + 0.5) / len(frame)
        for name, colour in colours.items():
            axes.plot(np.sort(frame[name]), share, color=colour, label=name, linewidth=2)
        axes.set_xlabel("what is made, relative to the degraded value")
        axes.set_ylabel("share below")
        axes.legend(frameon=False)

    return Plot(
        frame, f"Distance to the data: {distant:.2f} for the student, {without:.2f} without the "
        "fake model, 1.00 for all in the middle.", draw,
        title=f"The one-step student ends {distant:.2f} from the data, without the fake model "
        f"{without:.2f}", height=3.6,
    )  # fmt: skip
