"""What the questions of Impossible Videos tell without a video, on made-up ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.reproduce.judging import broken, verdict

from . import experiment

ROOM = Path(__file__).parent
SEEDS = (0, 1, 2)
ASKED = 600


def question(options: list[str]) -> str:
    lines = [f"{letter}. {text}" for letter, text in zip("ABCDE", options, strict=True)]
    return "\n".join(["", "Select the best answer.", *lines, "The best answer is:"])


def written(folder: Path, *, right: Callable[[int], int]) -> Callable[[str], Path]:
    """Write questions whose longest option is at `number % 5`, and their answers."""
    asked, answers = {}, {}
    for number in range(ASKED):
        options = ["short"] * 5
        options[number % 5] = "by far the longest of all options"
        asked[str(number)] = {"question": question(options)}
        answers[str(number)] = {"answer": "ABCDE"[right(number)]}
    (folder / experiment.QUESTIONS).write_text(json.dumps(asked))
    (folder / experiment.ANSWERS).write_text(json.dumps(answers))
    return folder.joinpath


def test_right_options_of_any_length_need_the_video(tmp_path: Path) -> None:
    files = written(tmp_path, right=lambda number: (number // 5) % 5)
    result = experiment.blind(SEEDS, files=files)
    assert result.measurements[0].value == pytest.approx(0.2)
    assert verdict(ROOM, "options-need-the-video", result.measurements) == "holds"


def test_right_options_that_are_the_longest_do_not(tmp_path: Path) -> None:
    files = written(tmp_path, right=lambda number: number % 5 if number % 2 else 0)
    result = experiment.blind(SEEDS, files=files)
    assert result.measurements[0].value == pytest.approx(0.6)
    assert verdict(ROOM, "options-need-the-video", result.measurements) == "does not hold"
    for left in broken(ROOM, "options-need-the-video", result.measurements):
        assert verdict(ROOM, "options-need-the-video", left) == "inconclusive"


@pytest.mark.parametrize(
    ("options", "answer"),
    [(["a", "b", "c", "d", "e"], "F"), (["a", "b", "c", "d", "e"], "")],
)
def test_what_has_no_answer_among_its_options_is_refused(options: list[str], answer: str) -> None:
    asked = json.dumps({"1": {"question": question(options)}})
    with pytest.raises(ValueError, match="question 1"):
        experiment.questions(asked, json.dumps({"1": {"answer": answer}}))


def test_a_question_with_four_options_is_refused() -> None:
    asked = json.dumps({"1": {"question": "A. one\nB. two\nC. three\nD. four"}})
    with pytest.raises(ValueError, match="five options"):
        experiment.questions(asked, json.dumps({"1": {"answer": "A"}}))


def test_a_suite_is_counted_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / experiment.SUITE).write_text(json.dumps(experiment.made()))
    result = experiment.suite(files=tmp_path.joinpath)
    assert verdict(ROOM, "suite-counts", result.measurements) == "holds"
    deeper = experiment.made()
    deeper["domain 1"]["category 0"] = {"sub": [1, 2]}  # type: ignore[assignment]
    (tmp_path / experiment.SUITE).write_text(json.dumps(deeper))
    one_more = experiment.suite(files=tmp_path.joinpath)
    assert one_more.frame.loc["prompts", "the file holds"] == 261
    assert verdict(ROOM, "suite-counts", one_more.measurements) == "does not hold"
    for left in broken(ROOM, "suite-counts", result.measurements):
        assert verdict(ROOM, "suite-counts", left) == "inconclusive"
