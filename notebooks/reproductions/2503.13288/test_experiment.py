"""φ-Decoding on a made-up wheel, whose decoder follows the likeliest foresight, or nothing."""

import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from .experiment import printed, released

ROOM = Path(__file__).parent
SOURCE = '''
import torch
from transformers import AutoTokenizer
from vllm import LLM, SamplingParams
from data.math_example import GSM_COT_8_SHOT

class PhiDecoder:
    """Goes on from the step whose completion is the likeliest."""

    def __init__(self, args):
        self.args = args
        self.initialize_model()

    def initialize_model(self):
        raise SystemExit("the model was loaded")

    def process_example(self, example, system_prompt):
        print("what it says goes nowhere")
        text = ""
        for _ in range(self.args.num_foresight):
            step = SamplingParams(n=5, stop=["\\n", "<end_of_reasoning>"])
            ways = [text + one.text + "\\n" for one in self.model.generate([text], step)[0].outputs]
            rest = SamplingParams(n=1, stop=["<end_of_reasoning>"])
            ends = [one.outputs[0] for one in self.model.generate(ways, rest)]
            likely = [one.cumulative_logprob / len(one.token_ids) for one in ends]
            text = ways[likely.index(max(likely))]
        return {"response": text}
'''
CONSTANTS = printed._WITH_CONSTANTS


@cache
def module() -> object:
    return released.released(_wheel(SOURCE))


def _wheel(source: str, folder: Path | None = None) -> Path:
    import tempfile  # noqa: PLC0415

    place = (folder or Path(tempfile.mkdtemp())) / released.WHEEL
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("phi_decoding/phi_decoding.py", source)
    return place


@cache
def answered(chance: float, *, informative: bool = True) -> Result:
    wheel = _wheel(SOURCE)
    return released.answered(
        (0, 1), files=lambda _: wheel, number=15, chance=(chance, chance), informative=informative
    )


def test_where_foresight_tells_nothing_the_answer_turns() -> None:
    # Steps that are rarely right leave one path without a chance: then few problems will do.
    check, with_idea = "released-beats-one-path", answered(0.5)
    assert verdict(ROOM, check, with_idea.measurements) == "holds"
    assert verdict(ROOM, check, answered(0.5, informative=False).measurements) == "does not hold"
    for left in broken(ROOM, check, with_idea.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"


def test_no_module_of_the_stand_ins_is_left_behind() -> None:
    import sys  # noqa: PLC0415

    module()
    assert "vllm" not in sys.modules


@pytest.mark.parametrize("informative", [True, False])
def test_a_path_is_right_as_often_as_all_its_steps_are(informative: bool) -> None:
    problem = released.Problem(chance=0.8, shares=(0.2,) * 5)
    toy = released.Toy(problem, 0, informative=informative)
    right = [released.answer(toy.path()) == 0 for _ in range(1_000)]
    assert np.mean(right) == pytest.approx(0.8**6, abs=0.05)


def test_a_vote_of_many_is_right_where_right_answers_are_the_most() -> None:
    problem = released.Problem(chance=0.9, shares=(0.2,) * 5)
    steps = 60 * (released.STEPS + 1)
    assert all(released.vote(problem, steps, seed) == 0 for seed in range(20))


def wheel_of(**changed: float) -> str:
    return CONSTANTS.format(**(printed.CONSTANTS | changed))


def judged(folder: Path, source: str, **setting: bool) -> str:
    place = _wheel(source, folder)
    result = printed.compared(files=lambda _: place, **setting)
    return verdict(ROOM, "constants-as-printed", result.measurements)


def test_one_constant_that_is_another_is_seen(tmp_path: Path) -> None:
    assert judged(tmp_path, wheel_of()) == "holds"
    assert judged(tmp_path, wheel_of(), doubled=True) == "does not hold"
    assert judged(tmp_path, wheel_of(τ1=0.1)) == "does not hold"
    assert judged(tmp_path, wheel_of(τ1=0.1), as_printed=True) == "holds"
    assert judged(tmp_path, wheel_of().replace("ratio/0.6", "ratio")) == "does not hold"
    place = _wheel(wheel_of(), tmp_path)
    result = printed.compared(files=lambda _: place)
    for left in broken(ROOM, "constants-as-printed", result.measurements):
        assert verdict(ROOM, "constants-as-printed", left) == "inconclusive"


def test_source_without_the_constants_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand"):
        printed.constants("TEMPERATURE = 0.1")


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str], Path]:
    for name, number in (("gsm_test", 1319), ("gpqa_main_test", 448), ("reclor_val", 500),
                         ("logiqa_test", 651), ("arc-c_test", 1172)):  # fmt: skip
        (tmp_path / f"{name}.json").write_text(json.dumps([{}] * number))
    return tmp_path.joinpath


def test_one_accuracy_that_is_no_share_is_seen(files: Callable[[str], Path]) -> None:
    check = "accuracies-are-shares"
    counts = np.array(list(printed.items(files).values()))
    rows = sum(map(len, printed.TABLES.values()))
    cells = np.round(100 * (counts // 3 + np.arange(rows)[:, None]) / counts, 2)
    good = printed.tables(files=files, cells=cells)
    assert verdict(ROOM, check, good.measurements) == "holds"
    moved = printed.tables(files=files, cells=cells, shifted=True)
    assert verdict(ROOM, check, moved.measurements) == "does not hold"
    cells[3, 2] += 0.05
    bad = printed.tables(files=files, cells=cells)
    assert bad.measurements[0].value == 1
    assert verdict(ROOM, check, bad.measurements) == "does not hold"
    made = printed.tables(files=files, cells=cells, made=True)
    assert verdict(ROOM, check, made.measurements) == "holds"
    for left in broken(ROOM, check, good.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
