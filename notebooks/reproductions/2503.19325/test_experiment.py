"""FAR's sizes on made-up releases: one printed size that is another is seen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.reproduce.judging import broken, verdict
from tracker.reproduce.rehearsal import made_up, rehearse

from . import experiment
from .experiment import Size

ROOM = Path(__file__).parent
MODEL = """
@register()
def {name}(**kwargs):
    return FAR(num_layers={layers}, attention_head_dim=64, num_attention_heads={heads})
"""
BUILT = {"FAR_B": (12, 12), "FAR_M": (12, 16), "FAR_L": (24, 16), "FAR_XL": (28, 18)}
LONG = {"FAR_B_Long": (12, 12), "FAR_M_Long": (12, 16)}
ROW = "| [{name}](options/{name}.yml) | {millions} M | 128x128 |\n"


def release(folder: Path, readme: dict[str, int], **changed: int) -> Callable[[str], Path]:
    """Write a release whose models are the paper's, but for a number of layers."""
    for file, models in ((experiment.MODELS, BUILT), (experiment.LONG_MODELS, LONG)):
        text = "".join(
            MODEL.format(name=name, layers=changed.get(name, layers), heads=heads)
            for name, (layers, heads) in models.items()
        )
        (folder / file).write_text(text)
    rows = "".join(ROW.format(name=name, millions=size) for name, size in readme.items())
    (folder / experiment.README).write_text(rows)
    return folder.joinpath


def judged(check: str, files: Callable[[str], Path]) -> str:
    return verdict(ROOM, check, experiment.counted(files=files).measurements)


@pytest.mark.parametrize("check", ["sizes-in-the-paper", "sizes-in-the-readme"])
def test_a_release_as_printed_passes_and_one_with_another_depth_does_not(
    check: str, tmp_path: Path
) -> None:
    readme = {name: experiment.TABLE_1[name] for name in ("FAR-B", "FAR-XL", "FAR-B-Long")}
    files = release(tmp_path, readme)
    assert judged(check, files) == "holds"
    for left in broken(ROOM, check, experiment.counted(files=files).measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
    assert judged(check, release(tmp_path, readme, FAR_XL=27)) == "does not hold"


def test_one_wrong_number_in_the_readme_is_the_readme_s_alone(tmp_path: Path) -> None:
    files = release(tmp_path, {"FAR-B": 130, "FAR-XL": 675})
    assert judged("sizes-in-the-readme", files) == "does not hold"
    assert judged("sizes-in-the-paper", files) == "holds"


def test_a_layer_weighs_what_its_parts_do() -> None:
    small, large = (
        experiment.parameters(Size(layers=layers, heads=2, head_width=4, long=False))
        for layers in (1, 2)
    )
    width = 8
    attention, mlp, modulation = 4 * width**2, 8 * width**2, 6 * width**2
    biases = 4 * width + 5 * width + 6 * width
    assert large - small == attention + mlp + modulation + biases + 2 * 4


@pytest.mark.parametrize("text", ["", "| [FAR-L](a) | 457 M |\n| [FAR-L](b) | 458 M |\n"])
def test_a_readme_that_does_not_say_it_clearly_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="README prints"):
        experiment.printed(text)


def test_a_file_that_builds_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="builds no model"):
        experiment.sizes("x = 1", long=False)


def test_each_answer_turns_at_the_settings_of_its_controls(tmp_path: Path) -> None:
    readme = {name: experiment.TABLE_1[name] for name in ("FAR-B", "FAR-XL", "FAR-B-Long")}
    rehearsed = rehearse(ROOM, made_up(release(tmp_path, readme)))
    assert {tried.check: tried.faults for tried in rehearsed} == {
        "sizes-in-the-paper": (),
        "sizes-in-the-readme": (),
    }
