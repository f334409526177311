"""DropletVideo's samples, on made-up ones."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from tracker.reproduce.judging import broken, verdict
from tracker.reproduce.rehearsal import made_up, rehearse

from . import experiment

ROOM = Path(__file__).parent
SEEDS = (0, 1, 2)


def samples(folder: Path, speeds: dict[int, float]) -> Callable[[str], Path]:
    """Write samples in which a texture moves as fast as is said for each value of FPS."""
    for name in experiment.SCENES.values():
        for rate, speed in speeds.items():
            frames = 255 * experiment.moving(speed, frames=12, size=32)
            images = [Image.fromarray(np.rint(frame).astype(np.uint8)) for frame in frames]
            images[0].save(
                folder / f"{name}_FPS{rate}.gif", save_all=True, append_images=images[1:]
            )
    return folder.joinpath


def test_motion_that_falls_with_the_value_passes_and_motion_that_rises_does_not(
    tmp_path: Path,
) -> None:
    check = "motion-by-fps"
    falling = experiment.controlled(
        files=samples(tmp_path, {4: 4.0, 8: 2.0, 16: 1.0, 32: 0.5}), seeds=SEEDS
    )
    assert falling.measurements[0].value == 12
    assert verdict(ROOM, check, falling.measurements) == "holds"
    for left in broken(ROOM, check, falling.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
    rising = experiment.controlled(
        files=samples(tmp_path, {4: 0.5, 8: 1.0, 16: 2.0, 32: 4.0}), seeds=SEEDS
    )
    assert rising.measurements[0].value == 0
    assert verdict(ROOM, check, rising.measurements) == "does not hold"


def test_each_answer_turns_at_the_settings_of_its_controls(tmp_path: Path) -> None:
    speeds = {4: 4.0, 8: 2.0, 16: 1.0, 32: 0.5}
    rehearsed = rehearse(ROOM, made_up(samples(tmp_path, speeds)))
    assert {tried.check: tried.faults for tried in rehearsed} == {"motion-by-fps": ()}
