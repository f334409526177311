"""RSD: the objective without the fake model, and releases from which something is missing."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from .experiment import one_step, release

ROOM = Path(__file__).parent


@cache
def recovered(*, fake: bool = True) -> Result:
    return one_step.recovered((0,), 100, number=20, fake=fake)


def test_without_the_fake_model_the_answer_turns() -> None:
    check = "one-step-keeps-both-modes"
    assert verdict(ROOM, check, recovered().measurements) == "holds"
    assert verdict(ROOM, check, recovered(fake=False).measurements) == "does not hold"
    for left in broken(ROOM, check, recovered().measurements):
        assert verdict(ROOM, check, left) == "inconclusive"


@pytest.mark.parametrize("fake", [True, False])
def test_the_gradient_is_that_of_the_objective(fake: bool) -> None:
    particles = np.random.default_rng(0).normal(size=6)
    nudge = 1e-5
    steps = nudge * np.eye(6)
    slopes = [
        (objective(particles + step, fake=fake) - objective(particles - step, fake=fake))
        / (2 * nudge)
        for step in steps
    ]
    assert one_step.gradient(particles, fake=fake) == pytest.approx(np.array(slopes), abs=5e-3)


def objective(particles: np.ndarray, *, fake: bool) -> float:
    """Compute the objective by plain sums on a fine grid of its own."""
    total = 0.0
    for eta in one_step.etas():
        kept, noise = 1 - eta, one_step.KAPPA * np.sqrt(eta)
        at = np.linspace(-12, 12, 3_001)
        density = np.exp(-(((at[:, None] - kept * particles) / noise) ** 2) / 2)
        density /= noise * np.sqrt(2 * np.pi)
        teacher = one_step._teacher(at, float(eta))
        whole = density.sum(axis=1)
        student = (density * particles).sum(axis=1) / np.maximum(whole, 1e-300)
        if fake:
            total += (whole * (teacher - student) ** 2).sum() * (at[1] - at[0])
        else:
            apart = (teacher[:, None] - particles) ** 2
            total += (density * apart).sum() * (at[1] - at[0])
    return float(total / one_step.STEPS)


def test_the_data_has_both_modes_and_their_spread() -> None:
    data = one_step.data()
    assert data.mean() == pytest.approx(0, abs=1e-9)
    assert np.abs(data).mean() == pytest.approx(1, abs=1e-3)
    assert data[data > 0].std() == pytest.approx(one_step.WITHIN, rel=0.03)


def released(folder: Path, trainer: str) -> Callable[[str], Path]:
    for name in release.SCRIPTS:
        (folder / name).write_text("import os, torch\nfrom utils import util_net\n")
    (folder / "trainer.py").write_text(trainer)
    (folder / release.CONFIGURATION).write_text("model:\n  target: ldm.models.autoencoder.Model\n")
    (folder / release.ENVIRONMENT).write_text("dependencies:\n  - pip:\n      - torch==2.1.1\n")
    return folder.joinpath


def test_a_script_that_imports_what_is_nowhere_is_seen(tmp_path: Path) -> None:
    check = "release-holds-its-modules"
    good = release.complete(files=released(tmp_path, "import trainer\nimport basicsr.utils\n"))
    assert verdict(ROOM, check, good.measurements) == "holds"
    for left in broken(ROOM, check, good.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
    bad = release.complete(files=released(tmp_path, "from models.unet import UNet\n"))
    assert bad.measurements[0].value == 1
    assert verdict(ROOM, check, bad.measurements) == "does not hold"


@pytest.mark.parametrize(
    ("trainer", "taken_out", "answer"),
    [
        ("import trainer\n", True, "does not hold"),
        ("from models.unet import UNet\n", False, "holds"),
    ],
)
def test_at_the_settings_of_the_controls_the_answer_turns(
    trainer: str, taken_out: bool, answer: str, tmp_path: Path
) -> None:
    files = released(tmp_path, trainer)
    result = release.complete(files=files, taken_out=taken_out, put_in=not taken_out)
    assert verdict(ROOM, "release-holds-its-modules", result.measurements) == answer


def test_the_listing_is_that_of_the_commit() -> None:
    assert release.tree_id(release.LISTING) == release.TREE
    fewer = {name: entry for name, entry in release.LISTING.items() if name != "utils"}
    assert release.tree_id(fewer) != release.TREE
