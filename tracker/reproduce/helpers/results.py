"""What an experiment gives back."""

from dataclasses import dataclass

import pandas as pd

from tracker.model.base import Value
from tracker.model.reproduction import Measurement
from tracker.notebooks.plots import Plot

__all__ = ["Result", "Value"]


@dataclass(frozen=True)
class Result:
    """What was measured, and a picture of it."""

    measurements: tuple[Measurement, ...]
    """Of the idea, and of the control."""
    picture: Plot

    @property
    def frame(self) -> pd.DataFrame:
        """The data behind the picture."""
        return self.picture.frame

    def plot(self) -> Plot:
        """Return the picture."""
        return self.picture
