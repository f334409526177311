"""With the idea the check holds, without it the answer turns, and it hangs on each control."""

from pathlib import Path

from tracker.reproduce.judging import verdict
from tracker.reproduce.rehearsal import rehearse

from . import experiment

ROOM = Path(__file__).parent
SEEDS = (1, 2, 3)


def test_the_mean_is_nearer_to_the_truth() -> None:
    result = experiment.averaging(SEEDS)
    assert verdict(ROOM, "example-averaging", result.measurements) == "holds"


def test_each_answer_turns_with_its_idea_and_hangs_on_each_control() -> None:
    for rehearsed in rehearse(ROOM):
        assert not rehearsed.faults
