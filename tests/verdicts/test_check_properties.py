"""What holds of every set of runs, whatever was measured."""

from collections.abc import Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.verdicts.made import PAPER
from tests.verdicts.made_runs import NOTEBOOK, USED, check, claim, measured, run
from tracker.model.check import Check, Tier
from tracker.model.paper import Paper
from tracker.model.reproduction import Blocked, Measurement, Outcome, Run
from tracker.model.verdict import CheckVerdict, PaperVerdicts
from tracker.verdicts import judge
from tracker.verdicts.check import judge_checks

RESULTS = {"holds", "does not hold"}
values = st.sampled_from([0.0, 0.2, 0.5, 0.7, 0.9, 0.95, 1.0, float("nan")])
tiers = st.sampled_from(Tier)
names = ("idea", "idea_control")


@st.composite
def measurements(draw: st.DrawFn) -> Measurement:
    low, high = sorted((draw(values), draw(values)))
    return measured(draw(st.sampled_from(names)), draw(values), low, high, seeds=(1, 2))


@st.composite
def runs_of(draw: st.DrawFn, one: Check, outcomes: Sequence[Outcome] = tuple(Outcome)) -> Run:
    """Return any run of a check, or of another wording of it."""
    other = msgspec.structs.replace(one, statement="Another wording.")
    missing = Blocked(check=one.id, needs="torch", remedy="Install it.")
    return run(
        [draw(st.sampled_from((one, one, one, other)))],
        draw(st.lists(measurements(), max_size=3)),
        day=draw(st.sampled_from(("2026-11-19", "2026-11-20", "2026-11-21"))),
        outcome=draw(st.sampled_from(outcomes)),
        notebook=draw(st.sampled_from("ab")),
        parameters={"seed": draw(st.integers(0, 2)), "quick": draw(st.booleans())},
        blocked=draw(st.sampled_from(((), (), (missing,)))),
        used=draw(st.sampled_from(((), (USED,)))),
    )


@st.composite
def tried(draw: st.DrawFn) -> tuple[Check, list[Run]]:
    one = check(tier=draw(tiers))
    return one, draw(st.lists(runs_of(one), max_size=6))


def judged(one: Check, runs: Sequence[Run]) -> PaperVerdicts:
    paper = Paper(id=PAPER.id, titles=PAPER.titles, claims=(claim(one, headline=True),))
    return judge(paper, {}, runs={PAPER.id: runs})


def of_check(one: Check, runs: Sequence[Run]) -> CheckVerdict:
    return judged(one, runs).claims[0].checks[0]


def said(one: Check, runs: Sequence[Run]) -> str:
    """Return every word that is answered about a check, its claim and its paper."""
    verdicts = judged(one, runs)
    claims = verdicts.claims[0]
    answers = (*claims.verdict.answers, *verdicts.reproduction.answers)
    return " ".join((claims.checks[0].words, *answers))


@given(tried())
def test_reproduced_and_contradicted_are_said_of_their_tiers_only(
    given_: tuple[Check, list[Run]],
) -> None:
    one, runs = given_
    words = said(one, runs)
    if one.tier is not Tier.EXACT:
        assert "reproduced" not in words
        assert "replicated" not in words
        assert "contradicted" not in words
    if one.tier is not Tier.AUDIT:
        assert "do not follow" not in words


@given(tried(), st.data())
def test_what_did_not_complete_changes_no_answer_of_a_completed_run(
    given_: tuple[Check, list[Run]], data: st.DataObject
) -> None:
    one, runs = given_
    before = of_check(one, runs)
    idle = [each for each in Outcome if each is not Outcome.COMPLETED]
    more = data.draw(st.lists(runs_of(one, idle), min_size=1, max_size=3))
    after = of_check(one, [*runs, *more])
    if before.verdict.answer in {*RESULTS, "inconclusive"}:
        assert after == before
    else:
        assert after.verdict.answer not in RESULTS


@given(tried(), st.data())
def test_the_order_of_the_runs_does_not_matter(
    given_: tuple[Check, list[Run]], data: st.DataObject
) -> None:
    one, runs = given_
    assert judged(one, runs) == judged(one, data.draw(st.permutations(runs)))


@given(tried())
def test_no_run_of_another_wording_gives_a_result(given_: tuple[Check, list[Run]]) -> None:
    one, runs = given_
    reworded = msgspec.structs.replace(one, statement="Written after the runs.")
    [judged] = judge_checks(claim(reworded), runs)
    assert judged.verdict.answer not in RESULTS


@given(tried())
def test_without_a_control_there_is_no_result(given_: tuple[Check, list[Run]]) -> None:
    one, runs = given_
    bare = [
        msgspec.structs.replace(
            each, measured=tuple(m for m in each.measured if m.name != one.control.measured)
        )
        for each in runs
    ]
    before, after = of_check(one, runs).verdict.answer, of_check(one, bare).verdict.answer
    assert after not in RESULTS
    if before in RESULTS:
        assert after == "inconclusive"


@given(tried())
def test_an_answer_rests_on_a_completed_run_or_says_that_there_is_none(
    given_: tuple[Check, list[Run]],
) -> None:
    one, runs = given_
    verdict = of_check(one, runs).verdict
    known = {each.id: each for each in runs}
    assert set(verdict.derived_from) <= known.keys()
    if verdict.answer in {*RESULTS, "inconclusive"}:
        assert known[verdict.derived_from[0]].outcome is Outcome.COMPLETED
    assert (verdict.answer == "not attempted") == (not runs)
    assert all(each.url in {NOTEBOOK, USED.url, ""} for each in verdict.evidence)
