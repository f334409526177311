"""ReCamMaster (arXiv 2503.11647): whether its ten preset cameras move as they are called.

The released file holds a 4 × 4 matrix for each camera and frame, as Unreal Engine writes it: the
rows are the camera's forward, right and up axis and its place, in a world whose z points up. What
a name says is taken from the words alone: a *pan* turns without moving, to the side; a *tilt*
turns up or down; a *zoom* moves along the view without turning; a *translation* moves up or down
and turns; an *arc* moves to the side and turns.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, RED, Plot
from tracker.reproduce.helpers.results import Result

Matrices = npt.NDArray[np.float64]
"""Frames × 4 × 4."""

EXTRINSICS = "camera-extrinsics.json"
NAMES = (
    "Pan Right", "Pan Left", "Tilt Up", "Tilt Down", "Zoom In", "Zoom Out", "Translate Up",
    "Translate Down", "Arc Left", "Arc Right",
)  # fmt: skip
"""As the README's table calls camera 1 to 10."""
_TURNED, _MOVED = np.radians(1.0), 1.0
"""From here on a camera turned (radians) or moved (the file's unit, a centimetre)."""
_ROW = re.compile(r"\[([^\]]*)\]")


def cameras(text: str) -> list[Matrices]:
    """Return the cameras of the released file, from its text, in the order of their numbers.

    Raises
    ------
    ValueError
        If a frame has no 4 × 4 matrix for one of ten cameras.
    """
    frames = json.loads(text)
    ordered = sorted(frames, key=lambda name: int(name.removeprefix("frame")))
    found = []
    for number in range(1, len(NAMES) + 1):
        rows = [_ROW.findall(frames[frame].get(f"cam{number:02}", "")) for frame in ordered]
        try:
            matrices = np.array([[row.split() for row in each] for each in rows], dtype=float)
        except ValueError as error:
            raise ValueError(f"camera {number} has no matrix in some frame") from error
        if matrices.shape[1:] != (4, 4):
            raise ValueError(f"camera {number} has no 4 × 4 matrices")
        found.append(matrices)
    return found


def movement(camera: Matrices) -> str | None:
    """Return what a camera does between its first and its last frame; None if it has no name.

    Examples
    --------
    >>> movement(made("Tilt Up"))
    'Tilt Up'
    """
    first, last = camera[0], camera[-1]
    axes = first[:3, :3]
    forward = axes @ last[0, :3]
    ahead, aside, up = axes @ (last[3, :3] - first[3, :3])
    turned = np.arccos(np.clip(forward[0], -1, 1)) > _TURNED
    moved = max(abs(ahead), abs(aside), abs(up)) > _MOVED
    to_side = abs(forward[1]) > abs(forward[2])
    if turned and not moved:
        if to_side:
            return "Pan Right" if forward[1] > 0 else "Pan Left"
        return "Tilt Up" if forward[2] > 0 else "Tilt Down"
    if moved and not turned and abs(ahead) > max(abs(aside), abs(up)):
        return "Zoom In" if ahead > 0 else "Zoom Out"
    if moved and turned:
        if abs(up) > abs(aside):
            return "Translate Up" if up > 0 else "Translate Down"
        return "Arc Right" if aside > 0 else "Arc Left"
    return None


def made(name: str, frames: int = 81) -> Matrices:
    """Return a camera that does what a name says: 30 degrees, or 100 units, in even steps."""
    kind, _, way = name.partition(" ")
    sign = 1.0 if way in {"Right", "Up", "In"} else -1.0
    steps = np.linspace(0, 1, frames)
    angles = np.radians(30) * steps * (kind != "Zoom")
    # Turned the way of a pan or a tilt; against the way moved, as one that keeps looking at a thing
    angles = angles * (sign if kind in {"Pan", "Tilt"} else -sign)
    flat, zero, one = kind in {"Pan", "Arc"}, np.zeros(frames), np.ones(frames)
    sine, cosine = np.sin(angles), np.cos(angles)
    if flat:
        axes = [[cosine, sine, zero], [-sine, cosine, zero], [zero, zero, one]]
    else:
        axes = [[cosine, zero, sine], [zero, one, zero], [-sine, zero, cosine]]
    direction = {"Zoom": 0, "Arc": 1, "Translate": 2}.get(kind)
    matrices = np.zeros((frames, 4, 4))
    matrices[:, :3, :3] = np.moveaxis(np.array(axes), 2, 0)
    matrices[:, 3, 3] = 1
    if direction is not None:
        matrices[:, 3, direction] = 100 * sign * steps
    return matrices


def named(*, files: Callable[[str], Path], exchanged: bool = False) -> Result:
    """Compare what each released camera does with what it is called.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    exchanged
        Whether each camera is held against a name of the next kind.
    """
    released = cameras(files(EXTRINSICS).read_text(encoding="utf-8"))
    if exchanged:
        released = [*released[2:], *released[:2]]
    does = dict(zip(NAMES, map(movement, released), strict=True))
    further = [*released[2:], *released[:2]]
    other = dict(zip(NAMES, map(movement, further), strict=True))
    known = {name: movement(made(name)) for name in NAMES}
    frame = pd.DataFrame(
        {
            "does": [name or "something else" for name in does.values()],
            "right": [_aside(camera) for camera in released],
            "up": [_up(camera) for camera in released],
            "off": [name != what for name, what in does.items()],
        },
        index=list(does),
    )
    return Result(
        measurements=(
            measure("cameras that move as they are called", [_right(does)], unit="of 10"),
            measure("cameras that move as one of the next kind is called", [_right(other)]),
            measure("made-up cameras that move as they are called", [_right(known)]),
        ),
        picture=_picture(frame),
    )


def _right(does: Mapping[str, str | None]) -> int:
    return sum(name == what for name, what in does.items())


def _aside(camera: Matrices) -> float:
    """Return where the last frame looks, to the right, in degrees."""
    forward = camera[0, :3, :3] @ camera[-1, 0, :3]
    return float(np.degrees(np.arctan2(forward[1], forward[0])))


def _up(camera: Matrices) -> float:
    forward = camera[0, :3, :3] @ camera[-1, 0, :3]
    return float(np.degrees(np.arcsin(np.clip(forward[2], -1, 1))))


def _picture(frame: pd.DataFrame) -> Plot:
    right = int((~frame["off"]).sum())
    told = "; ".join(f"{name}: {row.does}" for name, row in frame.iterrows() if row.off)

    def draw(axes: Axes) -> None:
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.axvline(0, color=GREY, linewidth=0.8)
        for number, (name, row) in enumerate(frame.iterrows(), start=1):
            axes.scatter(row["right"], row["up"], color=RED if row["off"] else BLUE, zorder=3)
            axes.annotate(
                f"{number} {name}", (row["right"], row["up"]), xytext=(6, 4 * number % 13),
                textcoords="offset points", fontsize=8,
            )  # fmt: skip
        axes.set_xlabel("the last frame looks to the right, in degrees")
        axes.set_ylabel("up, in degrees")
        axes.margins(0.3)

    return Plot(
        frame, f"{right} of {len(frame)} cameras move as they are called"
        f"{f'; the others: {told}' if told else ''}.", draw,
        title=f"{right} of {len(frame)} preset cameras move as they are called", height=4.0,
    )  # fmt: skip
