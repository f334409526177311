"""The companion list of the agents' survey, on made-up lists."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tracker.reproduce.judging import broken, verdict
from tracker.reproduce.rehearsal import made_up, rehearse

from . import experiment

ROOM = Path(__file__).parent
NAMES = experiment.PROMISED | experiment.OTHERS | experiment.GAPS


def written(folder: Path, **entries: int) -> Callable[[str], Path]:
    """Write a list with ten entries a section, and two where the abstract sees gaps."""
    counted = {name: 2 if name in experiment.GAPS else 10 for name in NAMES}
    text = "".join(_section(word, counted | entries, name) for name, word in NAMES.items())
    (folder / experiment.LIST).write_text(text)
    return folder.joinpath


def _section(word: str, counted: Mapping[str, int], name: str) -> str:
    return f"### :sign: {word} (§)\n" + "* **A**, 2025 [[paper]](https://a.org)\n" * counted[name]


def test_a_section_that_is_empty_is_seen(tmp_path: Path) -> None:
    check = "promised-sections"
    good = experiment.covered(files=written(tmp_path))
    assert verdict(ROOM, check, good.measurements) == "holds"
    for left in broken(ROOM, check, good.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
    bad = experiment.covered(files=written(tmp_path, memory=1))
    assert verdict(ROOM, check, bad.measurements) == "does not hold"


def test_gaps_that_are_as_full_as_the_rest_are_none(tmp_path: Path) -> None:
    check = "gaps-show-in-the-list"
    good = experiment.covered(files=written(tmp_path))
    assert verdict(ROOM, check, good.measurements) == "holds"
    for left in broken(ROOM, check, good.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
    full = dict.fromkeys(experiment.GAPS, 10)
    bad = experiment.covered(files=written(tmp_path, **full))
    assert verdict(ROOM, check, bad.measurements) != "holds"


def test_an_entry_below_another_counts_and_one_without_link_does_not() -> None:
    text = "## A\n* **Group:**\n    * **B** [[paper]](https://b.org)\n\nWords [c](https://c.org).\n"
    assert experiment.sections(text) == {"A": 1}


def test_each_answer_turns_at_the_settings_of_its_controls(tmp_path: Path) -> None:
    rehearsed = rehearse(ROOM, made_up(written(tmp_path)))
    assert {tried.check: tried.faults for tried in rehearsed} == {
        "promised-sections": (),
        "gaps-show-in-the-list": (),
    }
