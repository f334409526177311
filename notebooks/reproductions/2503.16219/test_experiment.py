"""The released logs, the best of many checkpoints, and the length reward of Open-RS."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, checks, verdict
from tracker.verdicts.check.expected import as_expected

from .experiment import chance, checkpoints, logs, reward

ROOM = Path(__file__).parent
SEEDS = (1, 2, 3)
SCRIPT = """
@dataclass
class Arguments:
    reward_funcs: list[str] = field(default_factory=lambda: ["accuracy"])
    cosine_min_value_wrong: float = field(default=0.0, metadata={"help": "of wrong answers"})
    cosine_max_value_wrong: float = field(default=-0.5)
    cosine_min_value_correct: float = field(default=0.5)
    cosine_max_value_correct: float = field(default=1.0)
    cosine_max_len: int = field(default=1000)
"""


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


def log(task: str, share: float) -> str:
    """Return what lighteval writes, made up."""
    scores = {"extractive_match": share, "extractive_match_stderr": 0.05}
    return json.dumps(
        {
            "config_general": {"model_name": "example/model"},
            "results": {f"custom|{task}|0": scores, "all": scores},
        }
    )


def fifteen() -> dict[str, float]:
    """Return scores, in per cent, that round to what Table 2 prints."""
    other = {
        "Open-RS1": {"aime24": 30.0, "amc23": 70.0},
        "Open-RS2": {"aime24": 30.0, "amc23": 80.0},
        "Open-RS3": {"aime24": 46.7, "amc23": 72.5},
    }
    return {
        f"{model.lower()}-{task}.json": value
        for model, row in logs.PRINTED_CELLS.items()
        for task, value in (row | other[model]).items()
    }


def reader(scores: dict[str, float]) -> logs.Text:
    """Return what reads a made-up log with one of the scores, by its name."""

    def read(name: str) -> str:
        task = name.removesuffix(".json").split("-", maxsplit=2)[2]
        return log(task, scores[name] / 100)

    return read


def test_a_cell_is_read_from_its_log_and_another_model_gives_another_score() -> None:
    result = logs.cell(read=reader(fifteen()), benchmark="AIME24", model="Open-RS3")
    assert judged("aime-from-log", result) == "holds"


def test_a_log_with_another_score_does_not_support_the_cell() -> None:
    one_less = reader(fifteen() | {"open-rs2-amc23.json": 77.5})
    result = logs.cell(read=one_less, benchmark="AMC23", model="Open-RS2")
    assert judged("amc-from-log", result) == "does not hold"


def test_nothing_follows_from_logs_where_a_control_is_broken() -> None:
    read = reader(fifteen())
    ran = {
        "aime-from-log": logs.cell(read=read, benchmark="AIME24", model="Open-RS3"),
        "amc-from-log": logs.cell(read=read, benchmark="AMC23", model="Open-RS2"),
        "averages-from-logs": logs.averages(read=read),
        "cells-from-logs": logs.cells(read=read),
    }
    for check, result in ran.items():
        for left in broken(ROOM, check, result.measurements):
            assert verdict(ROOM, check, left) == "inconclusive"


def test_a_control_that_shows_the_claimed_score_as_well_leaves_the_cell_open() -> None:
    alike = reader(fifteen() | {"open-rs1-aime24.json": 46.7})
    result = logs.cell(read=alike, benchmark="AIME24", model="Open-RS3")
    assert judged("aime-from-log", result) == "inconclusive"


def test_averages_and_cells_follow_from_fifteen_logs() -> None:
    assert judged("averages-from-logs", logs.averages(read=reader(fifteen()))) == "holds"
    assert judged("cells-from-logs", logs.cells(read=reader(fifteen()))) == "holds"


def test_logs_of_exchanged_models_do_not_support_the_table() -> None:
    scores, other = fifteen(), {"open-rs2": "open-rs3", "open-rs3": "open-rs2"}
    swapped = {
        f"{other.get(name[:8], name[:8])}{name[8:]}": value for name, value in scores.items()
    }
    assert judged("averages-from-logs", logs.averages(read=reader(swapped))) != "holds"
    assert judged("cells-from-logs", logs.cells(read=reader(swapped))) != "holds"


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", "{}", '{"results": []}', '{"results": {"custom|aime24|0": null}}',
        log("amc23", 0.5), '{"results": {"custom|aime24|0": {"extractive_match": NaN}}}',
        '{"results": {"custom|aime24|0": {"extractive_match": "0.5"}}}', log("aime24", 46.7),
        "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_log_of_the_task_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="aime24"):
        logs.score(text, "aime24")


@pytest.mark.parametrize(("check", "benchmark"), [("aime-beyond-chance", chance.AIME)])
class TestChance:
    def test_the_score_lies_within_what_the_best_of_21_reaches(
        self, check: str, benchmark: chance.Benchmark
    ) -> None:
        result = chance.chances(benchmark, SEEDS)
        assert judged(check, result) == "does not hold"
        for left in broken(ROOM, check, result.measurements):
            assert verdict(ROOM, check, left) == "inconclusive"

    def test_a_higher_score_would_be_beyond_it(
        self, check: str, benchmark: chance.Benchmark
    ) -> None:
        found = chance.chances(replace(benchmark, claimed=benchmark.problems - 1), SEEDS)
        (asked,) = (each for each in checks(ROOM).values() if each.id == check)
        first = replace(found.measurements[0], name=asked.measured)
        assert verdict(ROOM, check, (first, *found.measurements[1:])) == "holds"

    def test_a_formula_that_forgets_the_choice_among_checkpoints_is_caught_by_the_control(
        self, check: str, benchmark: chance.Benchmark
    ) -> None:
        forgetful = chance.chances(benchmark, SEEDS, checkpoints=1)
        assert as_expected(checks(ROOM)[check].expected, forgetful.measurements[0]) is True
        assert judged(check, forgetful) == "inconclusive"


def test_without_a_gain_nothing_is_beyond_chance() -> None:
    none = replace(chance.AIME, claimed=round(chance.AIME.problems * chance.AIME.rate))
    found = chance.chances(none, SEEDS).measurements[0]
    assert found.interval is not None
    assert found.interval.low > 0.99


def test_the_chances_are_those_of_the_binomial_distribution() -> None:
    coin = chance.Benchmark(name="coin", problems=2, rate=0.5, claimed=2, counts={"one": (0, 1, 2)})
    assert chance.chances(coin, SEEDS, checkpoints=2).measurements[0].value == pytest.approx(7 / 16)


def of_checkpoints(points: float) -> logs.Text:
    """Return what reads made-up logs: MATH-500 around the base model, others alike."""
    names = [f"{one}-math_500.json" for some in checkpoints.CHECKPOINTS.values() for one in some]
    scores = {name: 82.8 + points + (-1) ** place for place, name in enumerate(names)}

    def read(name: str) -> str:
        task = next(task for task in ("aime24", "math_500", "amc23") if task in name)
        same = {"open-rs1": 30.0, "open-rs2": 40.0, "open-rs3": 50.0, "exp1": 30.0, "exp2": 40.0}
        other = next((value for key, value in same.items() if name.startswith(key)), 50.0)
        return log(task, scores.get(name, other) / 100)

    return read


@pytest.mark.parametrize(("points", "answer"), [(0.5, "does not hold"), (6, "holds")])
def test_a_lead_over_the_base_model_is_told_from_chance(points: float, answer: str) -> None:
    result = checkpoints.math(range(30), read=of_checkpoints(points))
    assert judged("math-beyond-base", result) == answer
    for left in broken(ROOM, "math-beyond-base", result.measurements):
        assert verdict(ROOM, "math-beyond-base", left) == "inconclusive"


def test_the_reward_as_released_holds_to_max_len_and_not_beyond() -> None:
    found = reward.shape()
    assert judged("shorter-is-better-beyond-max-len", found) == "does not hold"
    assert judged("longer-wrong-is-milder", found) == "does not hold"


def test_a_falling_line_in_place_of_the_cosine_rewards_no_length_beyond() -> None:
    falling = reward.shape(formula="falling")
    assert judged("shorter-is-better-beyond-max-len", falling) == "holds"


def test_exchanged_values_make_longer_wrong_answers_milder() -> None:
    assert judged("longer-wrong-is-milder", reward.shape(swapped=True)) == "holds"


def test_the_constants_are_read_from_a_script_that_is_not_run() -> None:
    result = reward.released_constants(read={"grpo.py": f"raise SystemExit\n{SCRIPT}"}.__getitem__)
    assert judged("reward-constants", result) == "holds"


def test_another_constant_is_noticed() -> None:
    script = SCRIPT.replace("1000", "3584")
    result = reward.released_constants(read={"grpo.py": script}.__getitem__)
    assert judged("reward-constants", result) != "holds"


@pytest.mark.parametrize("script", ["", SCRIPT.replace("cosine_max_len", "max_len")])
def test_a_constant_that_cannot_be_read_decides_nothing(script: str) -> None:
    result = reward.released_constants(read={"grpo.py": script}.__getitem__)
    assert judged("reward-constants", result) == "inconclusive"


def test_a_script_that_is_no_python_is_refused() -> None:
    with pytest.raises(ValueError, match="Python"):
        reward.constants_of("class:")


def test_every_picture_is_drawn_and_said() -> None:
    read = reader(fifteen())
    results = (
        chance.aime(SEEDS), reward.shape(),
        reward.released_constants(read={"grpo.py": SCRIPT}.__getitem__),
        logs.averages(read=read), logs.cells(read=read),
    )  # fmt: skip
    for each in results:
        assert each.plot().figure().axes
        assert len(repr(each.plot())) > 40
