"""What an answer may be called: by what the check is about, and by how much it matters."""

from itertools import permutations

import msgspec
import pytest

from tests.verdicts.made_runs import check, claim, measured, result, run
from tracker.model.check import (
    Bearing,
    Bound,
    Check,
    Comparison,
    Expectation,
    Grade,
    Materiality,
    Tier,
)
from tracker.model.reproduction import Measurement
from tracker.verdicts.check import judge_checks
from tracker.verdicts.reproduction.answers import ANSWERS, SETTLED, outcome


def told(one: Check, *left: Measurement) -> str:
    """Return what a run is called that left these beside a good control."""
    [judged] = judge_checks(claim(one), [run([one], [*left, measured("idea_control", 0.2)])])
    return judged.words


def about(bearing: Bearing, name: str = "idea", tier: Tier = Tier.MECHANISM) -> Check:
    return msgspec.structs.replace(check(name, tier), bears_on=bearing)


@pytest.mark.parametrize(
    ("bearing", "good", "bad"),
    [
        (Bearing.CLAIM, "mechanism holds", "mechanism not confirmed"),
        (Bearing.CODE, "released code as described", "released code differs from its description"),
        (Bearing.EDGE_CASE, "holds in an edge case", "deviation in an edge case"),
        (Bearing.LIBRARY, "library does its part", "defect of a library"),
    ],
)
def test_the_word_is_that_of_what_the_check_is_about(bearing: Bearing, good: str, bad: str) -> None:
    assert told(about(bearing), measured("idea", 0.98)) == good
    assert told(about(bearing), measured("idea", 0.1)) == bad
    assert {good, bad} <= {answer.word for answer in ANSWERS}


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("bearing", [Bearing.EDGE_CASE, Bearing.LIBRARY])
@pytest.mark.parametrize("value", [0.98, 0.1])
def test_what_lies_beside_the_claim_settles_nothing_of_it(
    tier: Tier, bearing: Bearing, value: float
) -> None:
    assert told(about(bearing, tier=tier), measured("idea", value)) not in SETTLED


@pytest.mark.parametrize("bearing", [Bearing.EDGE_CASE, Bearing.LIBRARY])
@pytest.mark.parametrize("main", [0.98, 0.1])
def test_an_edge_case_overrules_no_main_check(bearing: Bearing, main: float) -> None:
    first, second = check("main"), about(bearing, "rim")
    runs = [result(first, main), result(second, 0.1)]
    alone = outcome(judge_checks(claim(first), runs))
    for pair in permutations((first, second)):
        words = outcome(judge_checks(claim(*pair), runs))
        assert words[0] == alone[0]
        assert set(words) - set(alone) == {
            told(second, measured("rim", 0.1), measured("rim_control", 0.2))
        }


def test_a_test_of_chance_that_does_not_hold_is_within_chance() -> None:
    chance = msgspec.structs.replace(check(tier=Tier.PROXY), chance=True)
    assert told(chance, measured("idea", 0.1)) == "within chance"
    assert told(chance, measured("idea", 0.98)) == "proxy within tolerance"


def graded(*grades: tuple[Materiality, float]) -> Check:
    return msgspec.structs.replace(
        check(tier=Tier.AUDIT),
        grades=tuple(
            Grade(
                materiality=materiality,
                measured="off",
                expected=Expectation(relation=Comparison.AT_MOST, value=most),
            )
            for materiality, most in grades
        ),
    )


@pytest.mark.parametrize(
    ("off", "word"),
    [
        (0.01, "numbers do not follow (rounding slip)"),
        (0.5, "numbers do not follow (wrong cell)"),
        (9.0, "numbers do not follow"),
        (float("nan"), "numbers do not follow"),
    ],
)
def test_the_first_grade_that_is_as_expected_counts(off: float, word: str) -> None:
    slip = graded((Materiality.ROUNDING, 0.02), (Materiality.CELL, 1.0))
    assert told(slip, measured("idea", 0.1), measured("off", off)) == word


def test_a_grade_is_for_what_does_not_follow_and_needs_its_measurement() -> None:
    slip = graded((Materiality.CLAIM, 1.0))
    assert told(slip, measured("idea", 0.98), measured("off", 0.0)) == "numbers consistent"
    assert told(slip, measured("idea", 0.1)) == "numbers do not follow"
    whole = told(slip, measured("idea", 0.1), measured("off", 0.0))
    assert whole == "numbers do not follow (claim changes)"


@pytest.mark.parametrize("materiality", Materiality)
def test_a_slip_of_any_size_takes_consistent_numbers_away(materiality: Materiality) -> None:
    slip, fine = graded((materiality, 1.0)), check("fine", Tier.AUDIT)
    runs = [
        run([slip], [measured("idea", 0.1), measured("off", 0.0), measured("idea_control", 0.2)]),
        result(fine),
    ]
    assert outcome(judge_checks(claim(slip, fine), runs)) == (
        f"numbers do not follow ({materiality.value})",
    )


def test_nothing_speaks_against_a_claim_that_could_not_have_succeeded() -> None:
    blind = msgspec.structs.replace(check(), known_good=None)
    assert told(blind, measured("idea", 0.98)) == "mechanism holds"
    [judged] = judge_checks(claim(blind), [result(blind, 0.1)])
    assert judged.words == "inconclusive"
    assert "no control shows that this measurement can succeed" in judged.verdict.reason


@pytest.mark.parametrize("value", [0.98, 0.1])
def test_a_case_that_must_succeed_and_does_not_leaves_nothing_to_follow(value: float) -> None:
    failed = measured("idea_given_away", 0.4)
    assert told(check(), measured("idea", value), failed) == "inconclusive"


def test_a_run_without_its_second_control_says_nothing() -> None:
    old = msgspec.structs.replace(check(), known_good=None)
    ran = run([old], [measured("idea", 0.98), measured("idea_control", 0.2)])
    now = msgspec.structs.replace(ran, checks={"idea": check().digest})
    [judged] = judge_checks(claim(check()), [now])
    assert judged.words == "inconclusive"
    assert "no measurement idea_given_away of the control" in judged.verdict.reason


def test_where_a_bound_comes_from_changes_no_result() -> None:
    why = Bound(derivation="Table 1 prints two decimals.", known_before=True)
    assert msgspec.structs.replace(check(), bound=why).digest == check().digest
    for change in ({"chance": True}, {"bears_on": Bearing.CODE}, {"known_good": None}):
        assert msgspec.structs.replace(check(), **change).digest != check().digest
