"""With the idea the check holds, and without it the answer turns."""

from pathlib import Path

from tracker.reproduce.judging import broken, verdict

from . import experiment

ROOM = Path(__file__).parent
SEEDS = (1, 2, 3)


def test_the_mean_is_nearer_to_the_truth() -> None:
    result = experiment.averaging(SEEDS)
    assert verdict(ROOM, "example-averaging", result.measurements) == "holds"


def test_without_the_mean_it_is_not() -> None:
    result = experiment.averaging(SEEDS, averaged=False)
    assert verdict(ROOM, "example-averaging", result.measurements) == "does not hold"


def test_nothing_follows_where_a_control_is_broken() -> None:
    for left in broken(ROOM, "example-averaging", experiment.averaging(SEEDS).measurements):
        assert verdict(ROOM, "example-averaging", left) == "inconclusive"
