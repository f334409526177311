"""The list of the long-context survey over time, on made-up lists."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tracker.reproduce.judging import broken, verdict
from tracker.reproduce.rehearsal import made_up, rehearse

from . import experiment

ROOM = Path(__file__).parent
OLD = [f"24{month:02}.{number:05}" for month in range(1, 13) for number in range(10)]
NEW = [f"25{month:02}.{number:05}" for month in range(4, 13) for number in range(20)]


def written(folder: Path, newer: Sequence[str]) -> Callable[[str], Path]:
    for name, ids in ((experiment.OLDER, OLD), (experiment.NEWER, newer)):
        lines = [f"1. [**A**](https://arxiv.org/abs/{one}) *B*. Arxiv 2024." for one in ids]
        (folder / name).write_text("\n".join(lines))
    return folder.joinpath


@pytest.mark.parametrize(
    ("check", "off"),
    [("list-keeps-what-it-had", [*OLD[:30], *NEW]), ("list-follows-the-field", OLD)],
)
def test_a_list_that_grows_passes_and_another_does_not(
    check: str, off: list[str], tmp_path: Path
) -> None:
    grown = experiment.followed(files=written(tmp_path, [*OLD, *NEW]))
    assert verdict(ROOM, check, grown.measurements) == "holds"
    for left in broken(ROOM, check, grown.measurements):
        assert verdict(ROOM, check, left) == "inconclusive"
    # What the newer list has beside the older must not be empty, for one control
    other = experiment.followed(files=written(tmp_path, [*off, NEW[0]]))
    assert verdict(ROOM, check, other.measurements) == "does not hold"


def test_what_stands_in_a_comment_is_not_listed() -> None:
    text = "<!--\n[a](https://arxiv.org/abs/2501.00001)\n-->[b](https://arxiv.org/pdf/2502.00002v3)"
    assert experiment.works(text) == {"2502.00002"}


def test_lists_without_works_are_refused() -> None:
    with pytest.raises(ValueError, match="no work"):
        experiment.kept(set(), {"2501.00001"})
    with pytest.raises(ValueError, match="no work"):
        experiment.later(set())


def test_each_answer_turns_at_the_settings_of_its_controls(tmp_path: Path) -> None:
    rehearsed = rehearse(ROOM, made_up(written(tmp_path, [*OLD, *NEW])))
    assert {tried.check: tried.faults for tried in rehearsed} == {
        "list-keeps-what-it-had": (),
        "list-follows-the-field": (),
    }
