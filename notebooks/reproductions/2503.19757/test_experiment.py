"""Dita: the count on another configuration, and the denoisers without their points."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.reproduce.judging import broken, verdict

from .experiment import parameters

ROOM = Path(__file__).parent
SOURCE = """
class RobotTransformerNet:
    def __init__(self, output_tensor_spec, token_embedding_size=768, intermediate_size=2048,
                 dropout_rate=0.1, use_qformer=False, qformer_depth=4):
        ...
"""


def release(folder: Path, layers: int, source: str = SOURCE) -> Callable[[str], Path]:
    (folder / parameters.MODEL).write_text(source)
    (folder / parameters.CONFIGURATION).write_text(f"name: 'llama_dp'\nnum_layers: {layers}\n")
    return folder.joinpath


def test_a_trunk_of_another_depth_is_another_model(tmp_path: Path) -> None:
    check = "parameters-from-configuration"
    good = parameters.counted(files=release(tmp_path, 12))
    assert verdict(ROOM, check, good.measurements) == "holds"
    for left in broken(ROOM, check, good.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
    shallow = parameters.counted(files=release(tmp_path, 12), shallow=True)
    assert verdict(ROOM, check, shallow.measurements) == "does not hold"
    deeper = parameters.counted(files=release(tmp_path, 14))
    assert verdict(ROOM, check, deeper.measurements) != "holds"


def test_a_known_encoder_is_counted_as_it_is() -> None:
    assert parameters.text_encoder() == 123_060_480  # of openai/clip-vit-large-patch14


def test_a_release_without_the_class_or_its_depth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no RobotTransformerNet"):
        parameters.defaults("class Other: ...")
    files = release(tmp_path, 12)
    (tmp_path / parameters.CONFIGURATION).write_text("name: 'llama_dp'\n")
    with pytest.raises(ValueError, match="number of layers"):
        parameters.counted(files=files)
