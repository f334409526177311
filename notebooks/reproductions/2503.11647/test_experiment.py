"""What ReCamMaster's preset cameras do, on cameras that were made up."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from tracker.reproduce.judging import broken, verdict

from . import experiment
from .experiment import NAMES, Matrices, made, movement

ROOM = Path(__file__).parent


def written(folder: Path, cameras: Sequence[Matrices]) -> Callable[[str], Path]:
    """Write cameras as the release does."""
    frames = {
        f"frame{number}": {
            f"cam{place:02}": "".join(f"[{' '.join(map(str, row))}] " for row in camera[number])
            for place, camera in enumerate(cameras, start=1)
        }
        for number in range(len(cameras[0]))
    }
    (folder / experiment.EXTRINSICS).write_text(json.dumps(frames))
    return folder.joinpath


@pytest.mark.parametrize("name", NAMES)
def test_a_camera_is_told_by_what_it_does_however_the_world_is_turned(name: str) -> None:
    camera = made(name)
    assert movement(camera) == name
    turn = np.eye(4)
    turn[:2, :2] = [[0, 1], [-1, 0]]
    moved = camera @ turn
    moved[:, 3, :3] += (3390, 1380, 240)
    assert movement(moved) == name


def test_a_camera_that_stays_or_slides_has_no_name() -> None:
    still = made("Pan Right")[:1].repeat(3, axis=0)
    assert movement(still) is None
    sliding = still.copy()
    sliding[-1, 3, 1] = 50
    assert movement(sliding) is None


def test_cameras_as_they_are_called_pass_and_two_exchanged_ones_do_not(tmp_path: Path) -> None:
    cameras = [made(name) for name in NAMES]
    result = experiment.named(files=written(tmp_path, cameras))
    assert verdict(ROOM, "cameras-as-named", result.measurements) == "holds"
    cameras[0], cameras[1] = cameras[1], cameras[0]
    exchanged = experiment.named(files=written(tmp_path, cameras))
    assert exchanged.measurements[0].value == 8
    assert verdict(ROOM, "cameras-as-named", exchanged.measurements) == "does not hold"


def test_a_camera_of_another_kind_speaks_against_the_release(tmp_path: Path) -> None:
    cameras = [made(name) for name in NAMES]
    cameras[8] = made("Translate Up")
    result = experiment.named(files=written(tmp_path, cameras))
    assert verdict(ROOM, "cameras-as-named", result.measurements) == "does not hold"
    for left in broken(ROOM, "cameras-as-named", result.measurements):
        assert verdict(ROOM, "cameras-as-named", left) == "inconclusive"


@pytest.mark.parametrize("text", ['{"frame0": {}}', '{"frame0": {"cam01": "[1 0] [0 1]"}}'])
def test_what_holds_no_cameras_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="camera 1"):
        experiment.cameras(text)
