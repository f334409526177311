"""The runs of one check: by which of them it is judged, and what the others say about it."""

import math
from collections.abc import Iterable
from itertools import permutations

import msgspec
import pytest

from tests.verdicts.made_runs import USED, check, measured, result, run
from tracker.model.check import Check
from tracker.model.reproduction import Blocked, Measurement, Outcome, Run
from tracker.verdicts.check.attempts import Attempts, attempts, blocked, decisive_names, shortened

IDEA = check()
REWORDED = check(statement="It learns slowly.")
OLD, MIDDLE, NEW = "2026-11-20", "2026-11-21", "2026-11-22"


def ids(runs: Iterable[Run]) -> set[str]:
    return {run.id for run in runs}


def in_any_order(*runs: Run) -> list[Attempts]:
    return [attempts(IDEA, order) for order in permutations(runs)]


def test_the_newest_result_decides_in_whatever_order_runs_are_read() -> None:
    runs = [result(IDEA, 0.9 + n / 100, day=day) for n, day in enumerate((OLD, MIDDLE, NEW))]
    for tried in in_any_order(*runs):
        assert tried.decisive == tried.last == tried.spoken_of == runs[2]
        assert ids(tried.kin) == ids(runs[:2])
        assert tried.differing == runs[1], "the newest of those that differ"
        assert tried.strangers == ()
        assert ids(tried.results) == ids(runs)


def test_of_runs_that_ended_together_the_id_decides() -> None:
    one, other = result(IDEA, 0.91), result(IDEA, 0.92)
    for tried in in_any_order(one, other):
        assert tried.decisive == max(one, other, key=lambda run: run.id)


def test_a_run_that_is_read_twice_is_one_attempt() -> None:
    only = result(IDEA)
    assert attempts(IDEA, [only, only]).runs == (only,)


def test_without_a_result_nothing_is_its_kin_or_a_stranger_to_it() -> None:
    for runs in ((), (run([IDEA], outcome=Outcome.FAILED),)):
        tried = attempts(IDEA, runs)
        assert (tried.decisive, tried.differing, tried.kin, tried.strangers) == (None, None, (), ())
        assert tried.results == ()
        assert tried.spoken_of == tried.last == (runs[0] if runs else None)


def test_the_answer_is_about_a_result_else_what_lacks_a_control_else_the_old_wording() -> None:
    whole = result(IDEA, day=OLD)
    bare = run([IDEA], [measured("idea", 0.98)], day=MIDDLE)
    outdated = result(REWORDED, day=NEW)
    broken = run([IDEA], day="2026-11-23", outcome=Outcome.FAILED)
    runs = [whole, bare, outdated, broken]
    for tried in in_any_order(*runs):
        assert tried.spoken_of == whole
        assert tried.uncontrolled == bare
        assert tried.outdated == outdated
        assert tried.last == broken
    for tried in in_any_order(*runs[1:]):
        assert tried.spoken_of == bare
    for tried in in_any_order(*runs[2:]):
        assert tried.spoken_of == outdated
    assert attempts(IDEA, [broken]).spoken_of == broken


def test_of_those_that_lack_a_control_the_newest_is_named_and_of_old_wordings_the_first() -> None:
    bare = [run([IDEA], [measured("idea", 0.98)], day=day) for day in (OLD, MIDDLE, NEW)]
    outdated = [result(REWORDED, day=day) for day in (OLD, MIDDLE, NEW)]
    for tried in in_any_order(*bare):
        assert tried.uncontrolled == bare[2]
    for tried in in_any_order(*outdated):
        assert tried.outdated == outdated[0]
    other_wording = run([REWORDED], [measured("idea", 0.98)])
    assert attempts(IDEA, [other_wording]).uncontrolled is None
    assert attempts(IDEA, [run([IDEA], [measured("other", 0.98)])]).uncontrolled is None


@pytest.mark.parametrize("outcome", Outcome)
def test_only_a_completed_run_that_did_not_leave_it_out_is_finished(outcome: Outcome) -> None:
    done = msgspec.structs.replace(result(IDEA), outcome=outcome)
    assert bool(attempts(IDEA, [done]).results) is (outcome is Outcome.COMPLETED)
    missing = Blocked(check="idea", needs="torch", remedy="pip install torch")
    other = msgspec.structs.replace(missing, check="other")
    assert blocked(IDEA, msgspec.structs.replace(done, blocked=(other, missing))) == missing
    left_out = msgspec.structs.replace(result(IDEA), blocked=(missing,))
    assert attempts(IDEA, [left_out]).results == ()
    beside = msgspec.structs.replace(result(IDEA), blocked=(other,))
    assert attempts(IDEA, [beside]).results == (beside,)


@pytest.mark.parametrize("name", decisive_names(IDEA))
def test_a_result_holds_the_measurement_and_each_control(name: str) -> None:
    left = [measured(other, 0.95) for other in decisive_names(IDEA) if other != name]
    partly = msgspec.structs.replace(run([IDEA], [measured("x", 1)]), measured=tuple(left))
    assert attempts(IDEA, [partly]).results == ()
    assert (attempts(IDEA, [partly]).uncontrolled == partly) is (name != "idea")


def test_a_run_tried_a_check_that_it_names_or_that_of_its_notebook_where_it_names_none() -> None:
    broken = run([], outcome=Outcome.FAILED)
    elsewhere = msgspec.structs.replace(broken, notebook="other.ipynb")
    moved = msgspec.structs.replace(result(IDEA), notebook="other.ipynb")
    other = result(check("other"))
    tried = attempts(IDEA, [broken, elsewhere, moved, other])
    assert ids(tried.runs) == ids((broken, moved))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"seed": 0, "a": 1}, {"seed": 1, "a": 1}, True),
        ({"seed": 0}, {"a": 1}, False),
        ({"seed": 0, "a": 1}, {"seed": 0, "b": 1}, False),
        ({"seed": 0, "a": 1}, {"seed": 0, "a": 2}, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
    ],
)
def test_kin_differ_in_the_seed_alone(
    one: dict[str, int | float | bool | str],
    other: dict[str, int | float | bool | str],
    *,
    alike: bool,
) -> None:
    first = result(IDEA, parameters=one)
    tried = attempts(IDEA, [first, result(IDEA, 0.97, day=NEW, parameters=other)])
    assert (tried.kin == (first,)) is alike
    assert tried.strangers == (), "the notebook and the code are the same"


@pytest.mark.parametrize("change", [{"notebook": "0"}, {"code": "0"}, {"used": (USED,)}])
def test_by_other_code_another_notebook_or_other_files_it_is_a_stranger(
    change: dict[str, object],
) -> None:
    first = result(IDEA, **change)  # type: ignore[arg-type]
    tried = attempts(IDEA, [first, result(IDEA, 0.97, day=NEW)])
    assert (tried.strangers, tried.kin) == ((first,), ())


def sized(day: str = OLD, **parameters: float | bool | str) -> Run:
    return result(IDEA, parameters={"seed": 0, **parameters}, day=day)


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        (sized(NEW, quick=True), sized()),
        (sized(NEW, quick=True, scale=2.0), sized(scale=0.5)),
        (sized(NEW, scale=0.5), sized(scale=0.75)),
        (sized(NEW, scale=0.5), sized()),
        (sized(NEW), sized(scale=1.5)),
        (sized(OLD), sized(NEW, scale=1.0)),
        (sized(OLD, scale=1.0), sized(NEW)),
        (sized(OLD, scale="small"), sized(NEW)),
        (sized(OLD), sized(NEW, scale="large")),
        (sized(OLD), sized(NEW, quick=False)),
        (sized(NEW, scale="large"), sized(OLD, scale=2)),
    ],
)
def test_of_one_setting_the_largest_run_decides_and_of_equal_ones_the_newest(
    smaller: Run, larger: Run
) -> None:
    for tried in in_any_order(smaller, larger):
        assert tried.decisive == larger


def test_what_made_a_run_smaller_is_said() -> None:
    assert shortened(sized(scale=0.5)) == "run at a scale of 0.5"
    assert shortened(sized(quick=True, scale=0.5)) == "quick run"
    assert [shortened(sized(**size)) for size in ({}, {"scale": 1}, {"scale": "x"})] == [None] * 3


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (measured("idea", 0.97), measured("idea", 0.97 + 1e-10), True),
        (measured("idea", 0.97), measured("idea", 0.97 + 1e-8), False),
        (measured("idea", 1e9), measured("idea", 1e9 + 0.5), True),
        (measured("idea", 1e9), measured("idea", 1e9 + 5), False),
        (measured("idea", 0.0), measured("idea", 1e-10), True),
        (measured("idea", 0.0), measured("idea", 1e-8), False),
        (measured("idea", 0.97, 0.95, 0.99), measured("idea", 0.97, 0.95, 0.98), False),
        (measured("idea", 0.97, 0.95, 0.99), measured("idea", 0.97, 0.94, 0.99), False),
        (measured("idea", math.nan), measured("idea", 0.97), False),
    ],
)
def test_a_copy_may_differ_in_the_last_digits_alone(
    one: Measurement, other: Measurement, *, agree: bool
) -> None:
    runs = [
        run([IDEA], [measurement, measured("idea_control", 0.2)], day=day)
        for measurement, day in ((one, OLD), (other, NEW))
    ]
    assert attempts(IDEA, runs).differing == (None if agree else runs[0])


def test_a_check_has_its_names_in_their_order() -> None:
    assert decisive_names(IDEA) == ("idea", "idea_control", "idea_given_away")
    bare: Check = msgspec.structs.replace(IDEA, known_good=None)
    assert decisive_names(bare) == ("idea", "idea_control")
