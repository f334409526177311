"""The audit of the printed figures of MAPS."""

from decimal import Decimal
from pathlib import Path

import msgspec
import numpy as np
import pytest

from tracker.reproduce.judging import broken, checks, verdict

from .experiment import columns
from .experiment.audit import gain
from .experiment.chance import leads, standard_error
from .experiment.shares import distance_from_share, shares
from .experiment.tables import Printed, printed

ROOM = Path(__file__).parent


def test_the_gain_over_humans_follows_once_the_physics_score_stands_for_emma() -> None:
    assert verdict(ROOM, "gain-over-human-experts", gain().measurements) == "does not hold"
    rows = COLUMNS.scores.rows
    of_v1 = rows["Human Expert"].datasets[0], Decimal("64.50"), rows["Human Expert"].datasets[2]
    as_in_v1 = gain(with_row("Human Expert", datasets=of_v1))
    assert verdict(ROOM, "gain-over-human-experts", as_in_v1.measurements) == "holds"


def test_every_count_of_problems_gives_a_share_and_its_rounding_is_near_one() -> None:
    for right in range(301):
        rounded = round(Decimal(100 * right) / 300, 2)
        assert distance_from_share(rounded, 300) <= Decimal("0.005")


def test_the_picture_says_where_the_gain_comes_from() -> None:
    plot = gain().plot()
    assert "with EMMA 64.50 of v1: 3.58" in repr(plot)
    assert plot.png().startswith(b"\x89PNG")


COLUMNS = printed()


def judged_columns(check: str, tables: Printed) -> str:
    return verdict(ROOM, check, columns.audit(tables).measurements)


def with_row(name: str, **altered: object) -> Printed:
    """Return the tables with a row of Table 1 altered."""
    rows = COLUMNS.scores.rows
    row = msgspec.structs.replace(rows[name], **altered)
    scores = msgspec.structs.replace(COLUMNS.scores, rows=rows | {name: row})
    return msgspec.structs.replace(COLUMNS, scores=scores)


def with_ablation(name: str, **altered: object) -> Printed:
    """Return the tables with a row of Table 2 altered."""
    rows = COLUMNS.ablation.rows
    row = msgspec.structs.replace(rows[name], **altered)
    ablation = msgspec.structs.replace(COLUMNS.ablation, rows=rows | {name: row})
    return msgspec.structs.replace(COLUMNS, ablation=ablation)


def one_less(name: str, dataset: int, subtask: int) -> Printed:
    """Return the tables with one right answer less in a cell of Table 1, rounded as printed."""
    cells = [list(each) for each in COLUMNS.scores.rows[name].subtasks]
    problems = COLUMNS.datasets[dataset].problems[subtask]
    cells[dataset][subtask] = round(cells[dataset][subtask] - Decimal(100) / problems, 2)
    return with_row(name, subtasks=tuple(map(tuple, cells)))


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        ("fall-without-interpreter", "does not hold"),
        ("averages-of-references", "does not hold"),
        ("averages-and-gain", "holds"),
        ("changes-of-sub-tasks", "does not hold"),
    ],
)
def test_what_follows_from_the_columns_and_what_does_not(check: str, answer: str) -> None:
    assert judged_columns(check, COLUMNS) == answer


def test_every_row_has_a_cell_for_every_sub_task() -> None:
    shape = [len(each.problems) for each in COLUMNS.datasets]
    assert shape == [len(each.subtasks) for each in COLUMNS.datasets] == [2, 3, 5]
    for row in COLUMNS.scores.rows.values():
        assert [len(each) for each in row.subtasks] == shape
        assert len(row.datasets) == len(shape)


@pytest.mark.parametrize(
    ("dataset", "subtask"),
    [(at, each) for at, many in enumerate((2, 3, 5)) for each in range(many)],
)
def test_one_answer_less_in_any_column_of_any_model_is_noticed(dataset: int, subtask: int) -> None:
    for name in COLUMNS.scores.rows.keys() - {"Human Expert", "Random Choice"}:
        assert judged_columns("averages-and-gain", one_less(name, dataset, subtask)) != "holds"


@pytest.mark.parametrize("column", ["datasets", "average"])
def test_a_printed_average_off_by_two_last_digits_is_noticed(column: str) -> None:
    row = COLUMNS.scores.rows["GPT-4o"]
    off = Decimal("0.02")
    mended = row.average + off if column == "average" else tuple(x + off for x in row.datasets)
    assert judged_columns("averages-and-gain", with_row("GPT-4o", **{column: mended})) != "holds"


def test_sub_tasks_of_equal_weight_give_other_averages() -> None:
    even = tuple(
        msgspec.structs.replace(each, problems=(100,) * len(each.problems))
        for each in COLUMNS.datasets
    )
    unweighted = msgspec.structs.replace(COLUMNS, datasets=even)
    assert judged_columns("averages-and-gain", unweighted) != "holds"


def test_an_average_of_the_references_follows_once_it_is_computed_again() -> None:
    mended = columns.audit(with_row("Human Expert", average=Decimal("56.29"))).frame
    assert not mended.loc["Human Expert: average", "off"]
    assert mended.loc["Random Choice: average", "off"]


def test_the_fall_without_the_interpreter_follows_if_its_last_column_is_zero() -> None:
    zero = (*COLUMNS.ablation.rows["Interpreter"].subtasks[:-1], Decimal("0.00"))
    tables = with_ablation("Interpreter", subtasks=zero)
    assert judged_columns("fall-without-interpreter", tables) == "holds"


def test_three_baselines_have_equal_totals_with_cot_and_without() -> None:
    measured = {one.name: one.value for one in columns.audit().measurements}
    assert (
        measured["baselines with as many right answers on OlympiadBench with CoT as without"] == 3
    )


def test_the_lead_over_humans_is_within_chance_and_that_over_a_weaker_row_is_not() -> None:
    assert verdict(ROOM, "above-humans-beyond-chance", leads().measurements) == "does not hold"
    weaker = COLUMNS.scores.rows["GPT-4o"]
    tables = with_row("Human Expert", subtasks=weaker.subtasks)
    assert leads(tables).measurements[0].value > 10


def test_the_standard_error_is_that_of_drawn_answers() -> None:
    """Against a simulation: each problem is answered with the chance of its column."""
    row, rng = COLUMNS.scores.rows["MAPS"], np.random.default_rng(0)
    averages = []
    for _ in range(4_000):
        scores = [
            sum(rng.binomial(number, float(score) / 100) for score, number in
                zip(cells, dataset.problems, strict=True)) * 100 / sum(dataset.problems)
            for cells, dataset in zip(row.subtasks, COLUMNS.datasets, strict=True)
        ]  # fmt: skip
        averages.append(np.mean(scores))
    assert standard_error(row, COLUMNS.datasets) == pytest.approx(np.std(averages), rel=0.05)


def test_one_cell_of_150_is_no_share_and_a_planted_one_is_found() -> None:
    result = shares()
    assert verdict(ROOM, "scores-are-shares", result.measurements) == "does not hold"
    assert [name for name, off in result.frame["off"].items() if off] == [
        "without the Interpreter: PZCE"
    ]
    row = COLUMNS.ablation.rows["Interpreter"]
    mended = with_ablation("Interpreter", subtasks=(*row.subtasks[:-1], Decimal("11.67")))
    assert verdict(ROOM, "scores-are-shares", shares(mended).measurements) == "holds"


@pytest.mark.parametrize("check", checks(ROOM))
def test_nothing_follows_where_a_control_is_broken(check: str) -> None:
    measured = [one for part in (gain, columns.audit, shares, leads) for one in part().measurements]
    for left in broken(ROOM, check, measured):
        assert verdict(ROOM, check, left) == "inconclusive"


def test_the_change_on_mzco_follows_once_it_is_the_difference() -> None:
    row = COLUMNS.ablation.rows["Critic"]
    lower = list(row.subtasks)
    lower[2] = Decimal("29.72")
    tables = with_ablation("Critic", subtasks=tuple(lower))
    assert judged_columns("changes-of-sub-tasks", tables) == "holds"


def test_the_picture_of_the_columns_names_the_three_averages_that_are_off() -> None:
    plot = columns.audit().plot()
    assert "61 of 64" in repr(plot)
    for told in ("Human Expert: average -3.56", "Random Choice: average +0.67", "Interpreter"):
        assert told in repr(plot)
