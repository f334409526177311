"""The companion list of Stop Overthinking, on made-up lists."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tracker.reproduce.judging import broken, verdict
from tracker.reproduce.rehearsal import made_up, rehearse

from . import experiment

ROOM = Path(__file__).parent
CHECK = "directions-hold-the-works"
NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def written(folder: Path, entries: Sequence[int]) -> Callable[[str], Path]:
    text = "".join(
        f"## Section {number}: A\n" + "* A work [[Paper]](https://arxiv.org/abs/1)\n" * count
        for number, count in zip(NUMBERS, entries, strict=True)
    )
    (folder / experiment.LIST).write_text(f"## News\n* not one [a](https://a.org)\n{text}")
    return folder.joinpath


def test_directions_of_like_size_pass_and_one_that_is_empty_does_not(tmp_path: Path) -> None:
    even = experiment.filled(files=written(tmp_path, [20] * 8))
    assert even.measurements[0].value == pytest.approx(1 / 3)
    assert verdict(ROOM, CHECK, even.measurements) == "holds"
    for left in broken(ROOM, CHECK, even.measurements):
        assert verdict(ROOM, CHECK, left) == "inconclusive"
    near = experiment.filled(files=written(tmp_path, [20, 20, 20, 20, 4, 4, 20, 20]))
    assert verdict(ROOM, CHECK, near.measurements) == "inconclusive"
    gone = experiment.filled(files=written(tmp_path, [20, 20, 20, 20, 0, 0, 20, 20]))
    assert gone.measurements[0].value == 0
    assert verdict(ROOM, CHECK, gone.measurements) == "does not hold"


def test_a_list_without_one_of_the_sections_is_refused() -> None:
    with pytest.raises(ValueError, match="no section"):
        experiment.by_direction({"I": 1})


def test_each_answer_turns_at_the_settings_of_its_controls(tmp_path: Path) -> None:
    rehearsed = rehearse(ROOM, made_up(written(tmp_path, [20] * 8)))
    assert {tried.check: tried.faults for tried in rehearsed} == {
        "directions-hold-the-works": (),
    }
