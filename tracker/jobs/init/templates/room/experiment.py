"""An example: the mean of many noisy readings is nearer to the truth than one reading.

An experiment is a pure function of seeds and sizes: no clock, no network, no disk. It measures with
the idea and without it, and returns both with a picture.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, bars
from tracker.reproduce.helpers.results import Result


def averaging(
    seeds: Sequence[int], *, readings: int = 16, trials: int = 2000, averaged: bool = True
) -> Result:
    """Compare the error of the mean of some readings with that of one reading.

    Parameters
    ----------
    averaged
        Whether the mean is taken; False takes the idea out.
    """
    with_idea = [_error_ratio(seed, readings if averaged else 1, trials) for seed in seeds]
    without = [_error_ratio(seed, 1, trials) for seed in seeds]
    known = [_error_ratio(seed, 400, trials) for seed in seeds]
    frame = pd.DataFrame(
        {"error": [100 * np.mean(with_idea), 100 * np.mean(without)]},
        index=pd.Index(["mean of all readings", "one reading"]),
    )
    return Result(
        measurements=(
            measure("error_ratio", with_idea, seeds=seeds),
            measure("error_ratio_without_averaging", without, seeds=seeds),
            measure("error_ratio_of_400", known, seeds=seeds),
        ),
        picture=bars(
            frame,
            {"error": BLUE if averaged else GREY},
            title=f"A mean of {readings} leaves {100 * np.mean(with_idea):.0f} % of the error",
            words=f"The mean leaves {100 * np.mean(with_idea):.0f} % of the error of one reading.",
        ),
    )


def _error_ratio(seed: int, readings: int, trials: int) -> float:
    """Return the mean error of the mean of some readings, as a share of that of one reading."""
    rng = np.random.default_rng(seed)
    one = np.abs(rng.normal(size=trials)).mean()
    mean = np.abs(rng.normal(size=(trials, readings)).mean(axis=1)).mean()
    return float(mean / one)
