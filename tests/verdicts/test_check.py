"""Did a check hold? Its numbers and its control decide, by the block as it stands."""

import datetime as dt

import msgspec
import pytest

from tests.verdicts.made_runs import MACHINE, USED, check, claim, measured, result, run
from tracker.model.check import AuthorsResponse, Check, Comparison, Expectation, Tier
from tracker.model.reproduction import (
    Blocked,
    Interval,
    Machine,
    Measurement,
    Outcome,
    Run,
    Used,
)
from tracker.model.verdict import Verdict
from tracker.verdicts import until
from tracker.verdicts.check import judge_checks
from tracker.verdicts.check.attempts import shortened
from tracker.verdicts.check.expected import as_expected, run_together, shown

IDEA = check()
REWORDED = check(statement="It learns slowly.")
QUICK = {"seed": 0, "scale": 1.0, "quick": True}


def judged(*runs: Run, one: Check = IDEA) -> Verdict:
    [judged] = judge_checks(claim(one), runs)
    return judged.verdict


def answer(*runs: Run, one: Check = IDEA) -> str:
    return judged(*runs, one=one).answer


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.9, 0.99, "holds"), (0.1, 0.89, "does not hold"), (0.85, 0.95, "inconclusive")],
)
def test_the_whole_interval_decides(low: float, high: float, said: str) -> None:
    left = [measured("idea", (low + high) / 2, low, high), measured("idea_control", 0.2)]
    assert answer(run([IDEA], left)) == said


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_result(value: float) -> None:
    assert answer(result(IDEA, value)) == "inconclusive"


@pytest.mark.parametrize("control", [0.7, 0.95])
def test_a_control_that_came_out_otherwise_leaves_nothing_to_follow(control: float) -> None:
    for value in (0.98, 0.1):
        verdict = judged(result(IDEA, value, control))
        assert verdict.answer == "inconclusive"
        assert f"idea_control {control}, which must be <= 0.5" in verdict.reason


def test_a_control_across_its_bound_is_not_as_it_must_be() -> None:
    left = [measured("idea", 0.98), measured("idea_control", 0.5, 0.4, 0.6)]
    assert answer(run([IDEA], left)) == "inconclusive"


def test_a_run_without_its_control_says_nothing() -> None:
    verdict = judged(run([IDEA], [measured("idea", 0.98)]))
    assert verdict.answer == "inconclusive"
    assert "no measurement idea_control" in verdict.reason


def test_an_older_whole_run_counts_before_a_newer_one_without_control() -> None:
    half = run([IDEA], [measured("idea", 0.1)], day="2026-11-21")
    assert answer(result(IDEA), half) == "holds"


def test_the_newest_run_counts() -> None:
    old = result(IDEA, 0.1, notebook="0")
    assert answer(old, result(IDEA, day="2026-11-21")) == "holds"


def test_a_quick_run_does_not_replace_one_at_full_size() -> None:
    quick = result(IDEA, 0.1, day="2026-11-21", parameters=QUICK)
    assert answer(result(IDEA), quick) == "holds"
    assert answer(quick) == "does not hold"


def test_a_quick_run_of_a_newer_notebook_replaces_one_of_an_older() -> None:
    quick = result(IDEA, 0.1, day="2026-11-21", parameters=QUICK, notebook="f")
    assert answer(result(IDEA), quick) == "does not hold"


def test_a_check_changed_after_its_run_has_no_result() -> None:
    verdict = judged(result(IDEA), one=REWORDED)
    assert verdict.answer == "inconclusive"
    assert "the check was changed after this run of 2026-11-20" in verdict.reason


def test_a_new_run_of_a_changed_check_counts_and_says_what_went_before() -> None:
    verdict = judged(result(IDEA, 0.1), result(REWORDED, day="2026-11-21"), one=REWORDED)
    assert verdict.answer == "holds"
    assert "changed after a first run on 2026-11-20" in verdict.reason
    assert len(verdict.derived_from) == 2


def test_a_response_of_the_authors_changes_no_result() -> None:
    answered = check(response=AuthorsResponse(by="A. Author", text="Use more steps."))
    assert answer(result(IDEA, 0.1), one=answered) == "does not hold"


def test_two_runs_that_should_agree_and_differ_settle_nothing() -> None:
    first, second = result(IDEA, 0.97), result(IDEA, 0.98, day="2026-11-21")
    verdict = judged(first, second)
    assert verdict.answer == "inconclusive"
    assert "two runs differ" in verdict.reason
    assert "0.97" in verdict.reason
    assert "0.98" in verdict.reason
    assert answer(first, result(IDEA, 0.97, day="2026-11-21")) == "holds"


def test_a_run_of_mended_code_takes_the_place_of_the_one_before() -> None:
    first, second = result(IDEA, 0.1), result(IDEA, 0.98, day="2026-11-21", code="f")
    assert answer(first, second) == "holds"


def test_another_machine_may_round_otherwise_but_not_answer_otherwise() -> None:
    other = msgspec.structs.replace(MACHINE, cpu="Another CPU")
    assert answer(result(IDEA), result(IDEA, 0.99, machine=other)) == "holds"
    assert answer(result(IDEA), result(IDEA, 0.1, machine=other)) == "inconclusive"


def test_seeds_that_answer_otherwise_settle_nothing() -> None:
    seeds = [
        result(IDEA, value, parameters={"seed": seed, "scale": 1.0, "quick": False})
        for seed, value in enumerate((0.98, 0.97, 0.3))
    ]
    verdict = judged(*seeds)
    assert verdict.answer == "inconclusive"
    assert " of 3 runs" in verdict.reason
    assert answer(*seeds[:2]) == "holds"


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.FAILED, "failed technically"),
        (Outcome.TIMED_OUT, "failed technically"),
        (Outcome.REFUSED, "blocked"),
        (Outcome.BLOCKED, "blocked"),
    ],
)
def test_what_did_not_complete_is_never_held_against_the_claim(outcome: Outcome, said: str) -> None:
    broken = run([IDEA], day="2026-11-21", outcome=outcome, detail="No luck.", remedy="Try again.")
    verdict = judged(broken)
    assert verdict.answer == said
    assert "No luck" in verdict.reason
    assert verdict.remedy == "Try again."
    assert answer(result(IDEA), broken) == "holds"


def test_a_run_that_broke_before_it_named_its_checks_is_an_attempt() -> None:
    assert answer(run([], outcome=Outcome.FAILED)) == "failed technically"


def test_a_check_left_out_of_a_run_is_blocked_with_its_remedy() -> None:
    missing = Blocked(check="idea", needs="torch", remedy="pip install torch")
    verdict = judged(run([IDEA], blocked=[missing]))
    assert (verdict.answer, verdict.remedy) == ("blocked", "pip install torch")
    assert verdict.reason == "Blocked: needs torch."


def test_a_completed_run_that_measured_nothing_failed_technically() -> None:
    assert answer(run([IDEA])) == "failed technically"


def test_nobody_tried() -> None:
    other = run([check("other")], [measured("other", 0.1), measured("other_control", 0.1)])
    assert answer() == answer(other) == "not attempted"


def test_the_evidence_names_the_executed_notebook_the_numbers_and_the_files_used() -> None:
    left = [measured("idea", 0.98, 0.95, 0.99, seeds=(1, 2, 3)), measured("idea_control", 0.2)]
    done = run([IDEA], left, used=(USED,))
    verdict = judged(done)
    first, second, third = verdict.evidence
    assert first.quote
    assert done.id in first.quote
    assert f"sha256:{'e' * 64}" in first.quote
    assert second.quote == (
        "idea 0.98 [0.95, 0.99] (n = 3); idea_control 0.2; idea_given_away 1; seeds 1–3"
    )
    assert (third.url, third.revision) == (USED.url, USED.swhid)
    assert verdict.derived_from == (done.id,)
    assert verdict.as_of == done.ended_at


@pytest.mark.parametrize(
    ("tier", "value", "words"),
    [
        (Tier.MECHANISM, 0.98, "mechanism holds"),
        (Tier.MECHANISM, 0.1, "mechanism not confirmed"),
        (Tier.PROXY, 0.98, "proxy within tolerance"),
        (Tier.PROXY, 0.1, "proxy outside tolerance"),
        (Tier.AUDIT, 0.98, "numbers consistent"),
        (Tier.AUDIT, 0.1, "numbers do not follow"),
        (Tier.EXACT, 0.98, "reproduced (exact)"),
        (Tier.EXACT, 0.1, "contradicted"),
    ],
)
def test_each_tier_has_words_of_its_own(tier: Tier, value: float, words: str) -> None:
    one = check(tier=tier)
    (verdict,) = judge_checks(claim(one), [result(one, value, used=(USED,))])
    assert verdict.words == words
    assert verdict.verdict.reason.startswith(f"{words[0].upper()}{words[1:]}: idea {value}")


def test_the_word_of_acm_needs_the_exact_protocol_and_the_authors_artifacts() -> None:
    exact = check(tier=Tier.EXACT)

    def words(done: Run) -> str:
        return judge_checks(claim(exact), [done])[0].words

    assert words(result(exact)) == "replicated (exact)"
    assert words(result(exact, used=(USED,), parameters=QUICK)) == "proxy within tolerance"
    assert words(result(exact, 0.1, parameters=QUICK)) == "proxy outside tolerance"


def test_a_shortened_audit_does_not_speak_against_a_paper() -> None:
    audit = check(tier=Tier.AUDIT)
    short = judged(result(audit, 0.1, parameters=QUICK), one=audit)
    assert short.answer == "inconclusive"
    assert "quick run" in short.reason
    assert answer(result(audit, 0.1), one=audit) == "does not hold"


def test_a_reader_is_told_that_a_run_was_shortened() -> None:
    half = judged(result(IDEA, parameters={"seed": 0, "scale": 0.5, "quick": False}))
    assert "run at a scale of 0.5" in half.reason
    assert "scale" not in judged(result(IDEA)).reason


def test_a_file_that_another_check_used_makes_nothing_reproduced() -> None:
    exact = check(tier=Tier.EXACT)
    other = Used(name="w.whl", url="pkg:pypi/w@1", sha256="f" * 64, swhid="swh:1:cnt:1")

    def words(*used: Used) -> str:
        (found,) = judge_checks(claim(exact), [result(exact, used=used)])
        return found.words

    assert words(other) == "replicated (exact)"
    assert words(USED, other) == "reproduced (exact)"
    evidence = judged(result(exact, used=(USED, other)), one=exact).evidence
    assert [each.url for each in evidence if each.revision] == [USED.url]


def test_an_answer_of_other_code_is_named() -> None:
    old = result(IDEA, 0.1, code="b")
    verdict = judged(old, result(IDEA, 0.98, day="2026-11-21"))
    assert verdict.answer == "holds"
    assert old.id in verdict.reason
    assert old.id in verdict.derived_from


def test_an_interval_around_the_expected_value_is_neither_right_nor_wrong() -> None:
    must = Expectation(relation=Comparison.EQUAL, value=1.0, tolerance=0.1)
    for low, high, expected in ((0.95, 1.05, True), (0.5, 1.5, None), (1.2, 1.5, False)):
        wide = Interval(low=low, high=high, method="bootstrap")
        found = Measurement(name="m", value=(low + high) / 2, interval=wide)
        assert as_expected(must, found) is expected


def seeded(seed: int, value: float, *, day: str = "2026-11-20", code: str = "c") -> Run:
    parameters = {"seed": seed, "scale": 1.0, "quick": False}
    return result(IDEA, value, day=day, parameters=parameters, code=code)


@pytest.mark.parametrize("count", [1, 3, 4])
def test_seeds_that_answer_otherwise_are_named_the_oldest_first_at_most_three(count: int) -> None:
    good = seeded(0, 0.98, day="2026-11-29")
    against = [seeded(n, 0.1 + n / 100, day=f"2026-11-{20 - n}") for n in range(1, count + 1)]
    verdict = judged(good, *against)
    assert verdict.answer == "inconclusive"
    named = ", ".join(f"{0.1 + n / 100:g} (seed {n})" for n in range(count, max(count - 3, 0), -1))
    assert f"{count} of {count + 1} runs that differ in seed or machine alone" in verdict.reason
    assert f"idea {named}, against 0.98." in verdict.reason
    assert set(verdict.derived_from) == {good.id, *(each.id for each in against)}


@pytest.mark.parametrize("count", [1, 3, 4])
def test_other_code_that_answers_otherwise_is_named_the_newest_first_at_most_three(
    count: int,
) -> None:
    good = seeded(0, 0.98, day="2026-11-29")
    codes = [seeded(0, 0.1, day=f"2026-11-{20 - n}", code=str(n)) for n in range(count)]
    verdict = judged(good, *codes)
    assert verdict.answer == "holds"
    named = ", ".join(f"{each.id} of {each.ended_at:%Y-%m-%d}" for each in codes[:3])
    assert f"came to another answer ({named})." in verdict.reason
    alike = seeded(0, 0.97, day="2026-11-01", code="f")
    assert "another answer" not in judged(good, alike).reason
    assert alike.id in judged(good, alike).derived_from


def test_an_exact_protocol_that_failed_contradicts_with_and_without_the_authors_files() -> None:
    exact = check(tier=Tier.EXACT)
    for used in ((), (USED,)):
        assert judge_checks(claim(exact), [result(exact, 0.1, used=used)])[0].words == (
            "contradicted"
        )


def test_what_was_not_tried_rests_on_the_word_of_the_registry() -> None:
    one = claim(IDEA)
    sourced = msgspec.structs.replace(
        one, source=msgspec.structs.replace(one.source, url="https://arxiv.org/abs/2503.00001")
    )
    for given, url in ((one, ""), (sourced, "https://arxiv.org/abs/2503.00001")):
        [untried] = judge_checks(given, [])
        [piece] = untried.verdict.evidence
        assert (piece.url, piece.quote, piece.source) == (url, "Table 1", "registry")
        assert untried.verdict.as_of is None
        assert (untried.measured, untried.control) == (None, None)


def test_the_numbers_that_are_shown_are_those_of_the_run_that_is_spoken_of() -> None:
    old, new = result(IDEA, 0.95, notebook="0"), result(IDEA, 0.98, 0.3, day="2026-11-21")
    [found] = judge_checks(claim(IDEA), [old, new])
    assert found.measured is not None
    assert found.control is not None
    assert (found.measured.value, found.control.value) == (0.98, 0.3)
    broken = run([IDEA], day="2026-11-22", outcome=Outcome.FAILED, detail="No luck.")
    [only] = judge_checks(claim(IDEA), [broken])
    assert only.verdict.as_of == broken.ended_at
    assert only.verdict.evidence[0].observed_at == broken.ended_at


def test_a_run_without_control_counts_where_it_measured_this_check_as_it_stands() -> None:
    """One that measured nothing, and one of another wording, say something else."""
    bare = run([IDEA], [measured("idea", 0.98)])
    older = run([IDEA], [measured("idea", 0.97)], day="2026-11-19")
    empty = run([IDEA], day="2026-11-21")
    other = run([REWORDED], [measured("idea", 0.98)], day="2026-11-21")
    for more in ((), (older,), (empty,), (other,)):
        verdict = judged(bare, *more)
        assert "left no measurement idea_control" in verdict.reason
        assert verdict.derived_from[0] == bare.id
    assert "was changed after this run" in judged(other).reason
    assert answer(empty) == "failed technically"


def test_of_several_runs_of_another_wording_the_first_is_named() -> None:
    runs = [result(REWORDED, day=day) for day in ("2026-11-22", "2026-11-20", "2026-11-21")]
    assert "after this run of 2026-11-20" in judged(*runs).reason
    both = judged(*runs, result(IDEA, day="2026-11-23"))
    assert "after a first run on 2026-11-20, which does not count" in both.reason


def test_a_check_that_was_left_out_of_a_completed_run_was_not_run_under_another_wording() -> None:
    missing = Blocked(check="idea", needs="torch", remedy="pip install torch")
    assert answer(run([REWORDED], blocked=[missing])) == "blocked"


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"seed": 0, "scale": 1.0, "quick": True}, "quick run"),
        ({"seed": 0, "scale": 0.25, "quick": True}, "quick run"),
        ({"seed": 0, "scale": 0.25, "quick": False}, "run at a scale of 0.25"),
        ({"seed": 0, "scale": 1.0}, None),
        ({"seed": 0}, None),
        ({"seed": 0, "scale": 2.0}, None),
        ({"seed": 0, "scale": "large"}, None),
    ],
)
def test_a_run_is_whole_where_nothing_made_it_smaller(
    parameters: dict[str, int | float | bool | str], said: str | None
) -> None:
    done = result(IDEA, parameters=parameters)
    assert shortened(done) == said
    assert (f"; this was a {said}" in judged(done).reason) is (said is not None)


def test_at_one_size_the_larger_scale_decides() -> None:
    small = result(IDEA, 0.1, day="2026-11-22", parameters={"seed": 0, "scale": 0.5})
    large = result(IDEA, 0.98, parameters={"seed": 0, "scale": 0.75})
    assert answer(small, large) == "holds"
    quick = result(IDEA, 0.1, parameters={"seed": 0, "scale": 1.0, "quick": True})
    assert answer(quick, small, large) == "holds"


def test_a_run_that_named_no_check_tried_those_of_its_own_notebook() -> None:
    elsewhere = msgspec.structs.replace(
        run([], outcome=Outcome.FAILED), notebook="notebooks/reproductions/other.ipynb"
    )
    assert answer(elsewhere) == "not attempted"


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (measured("idea", 0.97), measured("idea", 0.97 + 1e-12), True),
        (measured("idea", 0.97), measured("idea", 0.97 + 1e-7), False),
        (measured("idea", 0.97, 0.95, 0.99), measured("idea", 0.97, 0.95, 0.98), False),
        (measured("idea", 0.97, 0.95, 0.99), measured("idea", 0.97, 0.96, 0.99), False),
        (measured("idea", 0.97, 0.95, 0.99), measured("idea", 0.97, 0.95, 0.99), True),
        (measured("idea", 0.97, 0.95, 0.99), measured("idea", 0.97), False),
        (measured("idea", 0.97, 0.97, 0.97), measured("idea", 0.97), True),
    ],
)
def test_copies_of_a_run_agree_in_value_and_interval_but_for_the_last_digits(
    one: Measurement, other: Measurement, agree: bool
) -> None:
    control = measured("idea_control", 0.2)
    runs = [run([IDEA], [each, control], day=day)
            for each, day in ((one, "2026-11-20"), (other, "2026-11-21"))]  # fmt: skip
    assert (answer(*runs) == "holds") is agree
    if not agree:
        assert runs[0].id in judged(*runs).reason


def test_a_control_that_differs_between_copies_settles_nothing_either() -> None:
    assert answer(result(IDEA, 0.98, 0.2), result(IDEA, 0.98, 0.3, day="2026-11-21")) == (
        "inconclusive"
    )


@pytest.mark.parametrize(
    "machine",
    [
        msgspec.structs.replace(MACHINE, lock="sha256:" + "d" * 64),
        msgspec.structs.replace(MACHINE, platform="Darwin"),
        msgspec.structs.replace(MACHINE, cpu=None),
    ],
)
def test_with_other_packages_or_another_machine_it_is_no_copy(machine: Machine) -> None:
    assert answer(result(IDEA), result(IDEA, 0.97, day="2026-11-21", machine=machine)) == "holds"


def test_what_could_be_either_way_says_both_numbers() -> None:
    left = [measured("idea", 0.9, 0.85, 0.95), measured("idea_control", 0.2)]
    reason = judged(run([IDEA], left)).reason
    assert reason.startswith("Inconclusive: it could be either way: idea 0.9 [0.85, 0.95], exp")
    assert "control without the idea: idea_control 0.2, which must be <= 0.5" in reason


def test_an_answer_of_the_notebook_says_where_it_ran_and_with_which_seeds() -> None:
    left = [measured("idea", 0.98, seeds=(3, 1)), measured("idea_control", 0.2, seeds=(1, 2))]
    pieces = judged(run([IDEA], left)).evidence
    assert (pieces[0].quote or "").endswith("; Python 3.11.9 on A CPU")
    assert (pieces[1].quote or "").endswith("; seeds 1–3")
    assert all(piece.source == "run" for piece in pieces)
    plain = msgspec.structs.replace(MACHINE, cpu=None)
    bare = msgspec.structs.replace(run([IDEA], machine=plain), executed=None)
    [only] = judged(bare).evidence
    assert only.quote == f"{bare.id}; Python 3.11.9 on Linux"


@pytest.mark.parametrize(
    ("seeds", "said"),
    [
        ((), ""), ((1,), "1"), ((1, 2), "1, 2"), ((1, 2, 3), "1–3"), ((1, 2, 4), "1, 2, 4"),
        (tuple(range(11)), "0–10"), (tuple(range(0, 20, 2)), "0, 2, 4, 6, 8, 10, 12, 14, 16, 18"),
        (tuple(range(0, 22, 2)), "0, 2, 4, 6, 8, 10, 12, 14, 16, 18, …"),
    ],
)  # fmt: skip
def test_seeds_are_said_as_a_row_or_one_by_one(seeds: tuple[int, ...], said: str) -> None:
    assert run_together(seeds) == said


@pytest.mark.parametrize(
    ("given", "unit", "said"),
    [
        (measured("m", 0.123456789), None, "0.123457"),
        (measured("m", 3.5), "%", "3.5 %"),
        (msgspec.structs.replace(measured("m", 3.5), unit="s"), "%", "3.5 s"),
        (measured("m", 0.5, 0.4, 0.6, seeds=(1, 2)), None, "0.5 [0.4, 0.6] (n = 2)"),
        (measured("m", 0.5, 0.5, 0.5), None, "0.5"),
    ],
)
def test_a_measurement_is_shown_with_unit_interval_and_number(
    given: Measurement, unit: str | None, said: str
) -> None:
    assert shown(given, unit) == said


@pytest.mark.parametrize(
    ("low", "value", "high", "expected"),
    [
        (float("nan"), 0.95, 0.99, None), (0.91, 0.95, float("inf"), None),
        (0.91, float("nan"), 0.99, None), (0.99, 0.95, 0.91, True), (0.2, 0.15, 0.1, False),
    ],
)  # fmt: skip
def test_an_interval_with_an_end_that_is_no_number_says_nothing(
    low: float, value: float, high: float, expected: bool | None
) -> None:
    wide = Interval(low=low, high=high, method="bootstrap")
    must = Expectation(relation=Comparison.AT_LEAST, value=0.9)
    assert as_expected(must, Measurement(name="m", value=value, interval=wide)) is expected


def test_what_no_other_seed_could_mend_is_said_of_the_run_itself() -> None:
    """A control that came out otherwise is no disagreement between runs."""
    bad = result(IDEA, 0.98, 0.7, day="2026-11-29")
    reason = judged(bad, seeded(1, 0.98)).reason
    assert "the control did not come out as it must" in reason
    assert "answer otherwise" not in reason


def test_a_run_that_ended_at_the_instant_asked_about_is_known() -> None:
    done = result(IDEA)
    moment = dt.timedelta(microseconds=1)
    assert until([done], done.ended_at) == (done,)
    assert until([done], done.ended_at - moment) == ()
    assert until([done], None) == (done,)
