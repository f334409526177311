"""What of it was checked? A claim says no more than its checks, a paper no more than its claims."""

import msgspec
import pytest

from tests.verdicts.made import PAPER, at
from tests.verdicts.made_runs import USED, check, result, run
from tests.verdicts.made_runs import claim as tried
from tracker.model.check import Tier
from tracker.model.paper import Claim, Needs, Paper, Source
from tracker.model.reproduction import Blocked, Outcome, Run
from tracker.model.verdict import PaperVerdicts
from tracker.verdicts import judge, judge_all
from tracker.verdicts.reproduction import LADDER, OUTCOMES, QUESTION, SETTLED
from tracker.verdicts.reproduction.needs import needed, shortly

SOURCE = Source(where="Table 1", url="https://arxiv.org/abs/2503.00001")


def judged(*claims: Claim, runs: tuple[Run, ...] = ()) -> PaperVerdicts:
    paper = Paper(id=PAPER.id, titles=PAPER.titles, claims=claims)
    return judge(paper, {}, runs={PAPER.id: runs})


def claim(needs: Needs, *, headline: bool = False) -> Claim:
    return Claim(id="c1", statement="50 points", source=SOURCE, needs=needs, headline=headline)


def test_a_claim_says_what_can_be_checked_and_what_the_rest_needs() -> None:
    needs = Needs(gpus="8 × H100", hours=24, data=("AIME",), other="a robot", cpu_check="The sums.")
    verdict = judged(claim(needs)).claims[0].verdict
    assert verdict.answers == (
        "not attempted", "checkable on a CPU", "needs 8 × H100 for 24 h, a robot, AIME",
    )  # fmt: skip
    assert "in full it needs 8 × H100 for 24 h, AIME, a robot" in verdict.reason
    assert "on a CPU: The sums" in verdict.reason
    assert verdict.evidence[0].quote == "Table 1: 50 points"


def test_the_answer_is_short_and_the_reason_whole() -> None:
    needs = Needs(gpus="8 GPUs (12.2 H100-days; 22 GB each)", data=tuple("abcdefghij" * 5))
    verdict = judged(claim(needs)).claims[0].verdict
    assert verdict.answers[1].startswith("needs 8 GPUs, a, b, ")
    assert verdict.answers[1].endswith(", …")
    assert len(verdict.answers[1]) < 100
    assert "12.2 H100-days; 22 GB each" in verdict.reason


def test_a_claim_of_which_nothing_is_known_was_not_attempted() -> None:
    assert judged(claim(Needs())).claims[0].verdict.answers == ("not attempted",)


def test_a_paper_without_an_empirical_claim_lacks_nothing() -> None:
    paper = Paper(id=PAPER.id, titles=PAPER.titles, no_empirical_claim="a position paper")
    verdict = judge(paper, {}).reproduction
    assert verdict.answers == ("no empirical claim",)
    assert verdict.reason == "A position paper: no empirical claim."
    assert verdict.remedy is None
    assert verdict.evidence[0].quote == PAPER.titles.en
    assert QUESTION.column is not None
    assert QUESTION.column.words is not None
    assert QUESTION.column.words(judge(paper, {})) == ("no empirical claim",)


def test_a_paper_names_what_its_headline_needs() -> None:
    verdict = judged(
        claim(Needs(cpu_check="The sums.")), claim(Needs(gpus="8 × H100"), headline=True)
    ).reproduction
    assert verdict.answers == ("not attempted", "partly checkable on a CPU", "needs 8 × H100")
    assert verdict.reason == (
        "Not attempted; 1 of 2 claims can be checked on a CPU; the headline claim needs 8 × H100."
    )


def test_the_whole_is_checkable_only_where_every_claim_is() -> None:
    some = judged(claim(Needs(cpu_check="The sums.")), claim(Needs(cpu_check="The loss.")))
    assert some.reproduction.answers == ("not attempted", "checkable on a CPU")


def test_a_paper_without_claims_says_so() -> None:
    verdict = judged().reproduction
    assert verdict.answers == ("not attempted",)
    assert verdict.reason == "Not attempted; no claim is registered."


def test_without_a_run_nothing_claims_a_reproduction() -> None:
    verdicts = judged(claim(Needs(gpus="", cpu_check="The sums."), headline=True))
    assert "reproduced" not in f"{verdicts.reproduction} {verdicts.claims}".lower()


ONE, TWO = check("one"), check("two")


def test_one_mechanism_does_not_colour_the_other_claims() -> None:
    others = [tried(name=f"c{each}") for each in range(2, 7)]
    headline = tried(name="c7", headline=True)
    verdict = judged(tried(ONE), *others, headline, runs=(result(ONE),)).reproduction
    assert verdict.answers == (
        "1 of 7 claims: mechanism holds", "headline: not attempted", "needs 8 × H100",
    )  # fmt: skip
    assert verdict.reason.startswith("1 of 7 claims: mechanism holds; headline: not attempted; ")


def test_the_only_claim_needs_no_second_word_as_the_headline() -> None:
    verdict = judged(tried(ONE, headline=True), runs=(result(ONE),)).reproduction
    assert verdict.answers[0] == "1 of 1 claim: mechanism holds"
    assert not any("headline" in each for each in verdict.answers)


def test_every_rung_is_counted() -> None:
    checks = {tier: check(tier.value, tier) for tier in Tier}
    claims = [tried(each, name=f"c-{tier.value}") for tier, each in checks.items()]
    runs = tuple(result(each, used=(USED,)) for each in checks.values())
    assert judged(*claims, runs=runs).reproduction.answers == (
        "1 of 4 claims: reproduced (exact)", "1 of 4 claims: proxy within tolerance",
        "1 of 4 claims: mechanism holds", "1 of 4 claims: numbers consistent",
    )  # fmt: skip


def test_a_claim_reaches_a_rung_only_where_no_check_of_its_kind_failed() -> None:
    runs = (result(ONE), result(TWO, 0.1))
    verdict = judged(tried(ONE, TWO), runs=runs).claims[0].verdict
    assert verdict.answers == ("mechanism not confirmed", "needs 8 × H100")
    assert verdict.reason.startswith("One: mechanism holds; two: mechanism not confirmed; ")


def test_an_audit_stands_beside_the_ladder() -> None:
    audit = check("sums", Tier.AUDIT)
    verdict = judged(tried(ONE, audit), runs=(result(ONE), result(audit))).claims[0].verdict
    assert verdict.answers[:2] == ("mechanism holds", "numbers consistent")
    assert "numbers consistent" not in LADDER


def test_a_result_outweighs_a_check_that_was_not_tried() -> None:
    verdict = judged(tried(ONE, TWO), runs=(result(ONE),)).claims[0].verdict
    assert verdict.answers[0] == "mechanism holds"
    assert "two: not attempted" in verdict.reason


def test_a_blocked_claim_hands_on_the_remedy() -> None:
    missing = Blocked(check="one", needs="torch", remedy="pip install torch")
    verdicts = judged(tried(ONE), runs=(run([ONE], blocked=[missing]),))
    assert verdicts.claims[0].verdict.remedy == "pip install torch"
    assert verdicts.reproduction.answers[0] == "1 of 1 claim: blocked"


def test_what_is_reproduced_needs_nothing_any_more() -> None:
    exact = check("one", Tier.EXACT)
    verdict = judged(tried(exact), runs=(result(exact, used=(USED,)),)).claims[0].verdict
    assert verdict.answers == ("reproduced (exact)",)


def test_the_runs_are_what_a_claim_and_a_paper_are_derived_from() -> None:
    done = result(ONE)
    verdicts = judged(tried(ONE), runs=(done,))
    assert verdicts.claims[0].verdict.derived_from == (done.id,)
    assert verdicts.reproduction.derived_from == (done.id,)
    assert verdicts.reproduction.as_of == done.ended_at


def test_a_run_of_a_later_day_is_not_known_yet() -> None:
    paper = Paper(id=PAPER.id, titles=PAPER.titles, claims=(tried(ONE),))
    runs = {PAPER.id: (result(ONE, day="2026-11-20"),)}
    early = judge(paper, {}, at("2026-11-19"), runs)
    assert early.reproduction.answers[0] == "not attempted"
    assert judge(paper, {}, at("2026-11-21"), runs).reproduction.answers[0] != "not attempted"
    assert judge_all([paper], {}, runs=runs)[0].reproduction.answers[0] != "not attempted"


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.COMPLETED])
def test_a_run_that_did_not_complete_counts_against_nothing(outcome: Outcome) -> None:
    words = judged(tried(ONE), runs=(run([ONE], outcome=outcome),)).claims[0].verdict.answers
    assert words[0] in {"blocked", "failed technically"}


@pytest.mark.parametrize(
    ("tier", "failed"),
    [
        (Tier.EXACT, "contradicted"), (Tier.AUDIT, "numbers do not follow"),
        (Tier.PROXY, "proxy outside tolerance"), (Tier.MECHANISM, "mechanism not confirmed"),
    ],
)  # fmt: skip
def test_a_claim_reaches_no_rung_on_which_one_check_failed(tier: Tier, failed: str) -> None:
    good, bad = check("good", tier), check("bad", tier)
    runs = (result(good, used=(USED,)), result(bad, 0.1, used=(USED,)))
    answers = judged(tried(good, bad), runs=runs).claims[0].verdict.answers
    assert answers[0] == failed
    assert [word for word in answers if word in OUTCOMES] == [failed]


def test_what_was_not_tried_is_left_to_the_reason_where_another_check_has_a_result() -> None:
    done, open_ = check("done"), check("later", Tier.PROXY)
    verdict = judged(tried(done, open_), runs=(result(done),)).claims[0].verdict
    assert [word for word in verdict.answers if word in OUTCOMES] == ["mechanism holds"]
    assert "later: not attempted" in verdict.reason


def test_what_a_full_attempt_takes_is_one_of_the_answers_and_known_as_such() -> None:
    made = judged(claim(Needs(gpus="8 × H100", cpu_check="The sums."), headline=True))
    for verdict in (made.claims[0].verdict, made.reproduction):
        assert verdict.needs == "needs 8 × H100"
        assert verdict.needs in verdict.answers
    assert judged(claim(Needs())).reproduction.needs is None


def test_each_claim_is_found_by_what_became_of_it_and_a_paper_by_all_of_them() -> None:
    """What nobody has tried finds a paper only where nothing of it was tried."""

    def found(*claims: Claim, runs: tuple[Run, ...] = ()) -> tuple[str, ...]:
        column = QUESTION.column
        assert column is not None
        assert column.words is not None
        return column.words(judged(*claims, runs=runs))

    cpu = msgspec.structs.replace(tried(name="c9"), needs=Needs(cpu_check="The sums."))
    assert found() == ("not attempted",)
    assert found(tried(ONE)) == ("not attempted",)
    assert found(tried(ONE), tried(TWO, name="c2"), runs=(result(ONE),)) == ("mechanism holds",)
    assert found(cpu, tried(TWO, name="c2")) == ("not attempted", "partly checkable on a CPU")
    assert found(cpu) == ("not attempted", "checkable on a CPU")
    both = (result(ONE), result(TWO, 0.1))
    assert found(tried(ONE), tried(TWO, name="c2"), cpu, runs=both) == (
        "mechanism holds", "mechanism not confirmed", "partly checkable on a CPU",
    )  # fmt: skip


def test_evidence_of_a_paper_is_the_headline_the_tried_claims_and_their_runs() -> None:
    """Where nothing was tried: the claims that can be checked."""
    headline = tried(name="c7", headline=True)
    other = tried(name="c8")
    done = result(ONE, used=(USED,))
    made = judged(other, tried(ONE), headline, runs=(done,))
    assert [piece.quote for piece in made.reproduction.evidence[:2]] == [
        "Table 1: c7 gains 5 points", "Table 1: c1 gains 5 points",
    ]  # fmt: skip
    ran = made.claims[1].checks[0].verdict.evidence
    assert made.reproduction.evidence[2:] == ran[:2]
    assert made.claims[1].verdict.evidence[1:] == ran
    cpu = msgspec.structs.replace(other, needs=Needs(cpu_check="The sums."))
    assert [piece.quote for piece in judged(cpu, tried(ONE)).reproduction.evidence] == [
        "Table 1: c8 gains 5 points"
    ]
    assert made.reproduction.evidence[0].source == "registry"
    assert judged(claim(Needs())).claims[0].verdict.evidence[0].url == SOURCE.url


def test_a_check_that_was_not_run_is_no_evidence() -> None:
    assert len(judged(tried(ONE)).claims[0].verdict.evidence) == 1


@pytest.mark.parametrize(
    ("claims", "runs", "helped"),
    [
        ((), (), True),
        ((tried(ONE),), (), True),
        ((tried(ONE),), (result(ONE),), False),
        ((tried(ONE), tried(TWO, name="c2")), (result(ONE),), True),
    ],
)
def test_a_notebook_would_help_where_a_claim_was_not_tried(
    claims: tuple[Claim, ...], runs: tuple[Run, ...], helped: bool
) -> None:
    remedy = QUESTION.remedy_for("not attempted") if helped else None
    assert judged(*claims, runs=runs).reproduction.remedy == remedy


def test_the_newest_run_dates_a_claim_and_a_paper() -> None:
    early, late = result(ONE, day="2026-11-19"), result(TWO, day="2026-11-21")
    for runs in ((early, late), (late, early)):
        made = judged(tried(ONE, TWO), runs=runs)
        assert made.claims[0].verdict.as_of == made.reproduction.as_of == late.ended_at
        assert set(made.claims[0].verdict.derived_from) == {early.id, late.id}
        assert set(made.reproduction.derived_from) == {early.id, late.id}


def test_claims_are_counted_and_the_headline_named_where_it_is_not_alone() -> None:
    made = judged(tried(ONE), tried(TWO, name="c2", headline=True),
                  runs=(result(ONE), result(TWO)))  # fmt: skip
    assert made.reproduction.answers[:2] == (
        "2 of 2 claims: mechanism holds", "headline: mechanism holds",
    )  # fmt: skip
    no_headline = judged(tried(ONE), tried(TWO, name="c2"), runs=(result(ONE),))
    assert no_headline.reproduction.answers == ("1 of 2 claims: mechanism holds",)
    assert no_headline.reproduction.needs is None


@pytest.mark.parametrize(
    ("needs", "runs", "answers", "reason"),
    [
        (Needs(), (), ("not attempted",), "One: not attempted; what it needs is not established."),
        (Needs(gpus=""), (), ("not attempted", "needs no GPU"),
         "One: not attempted; in full it needs no GPU."),
        (Needs(cpu_check="The sums."), (), ("not attempted", "checkable on a CPU"),
         "One: not attempted; on a CPU: The sums."),
        (Needs(cpu_check="The sums."), (result(ONE),), ("mechanism holds",),
         "One: mechanism holds."),
        (Needs(gpus="8 × H100"), (result(ONE),), ("mechanism holds", "needs 8 × H100"),
         "One: mechanism holds; in full it needs 8 × H100."),
    ],
)  # fmt: skip
def test_a_claim_says_what_was_tried_and_what_the_rest_takes(
    needs: Needs, runs: tuple[Run, ...], answers: tuple[str, ...], reason: str
) -> None:
    verdict = judged(msgspec.structs.replace(tried(ONE), needs=needs), runs=runs).claims[0].verdict
    assert (verdict.answers, verdict.reason) == (answers, reason)


def test_the_remedy_of_the_weightiest_word_is_handed_on() -> None:
    missing = Blocked(check="one", needs="torch", remedy="pip install torch")
    broken = run([TWO], outcome=Outcome.FAILED, remedy="Mend it.", day="2026-11-21")
    made = judged(tried(TWO, ONE), runs=(run([ONE], blocked=[missing]), broken))
    assert made.claims[0].verdict.answers[0] == "blocked"
    assert made.claims[0].verdict.remedy == "pip install torch"
    only = judged(tried(ONE, TWO), runs=(result(ONE), broken)).claims[0].verdict
    assert only.answers[0] == "mechanism holds"
    assert only.remedy is None
    assert judged(tried()).claims[0].verdict.remedy == QUESTION.remedy_for("not attempted")


@pytest.mark.parametrize(
    ("words", "rank"),
    [
        (("mechanism holds", "proxy within tolerance"), 3),
        (("mechanism not confirmed", "reproduced (exact)"), 1),
        (("contradicted", "mechanism holds"), 0),
        (("mechanism holds",), 2),
    ],
)
def test_a_claim_is_as_good_as_the_best_of_its_checks_unless_one_failed(
    words: tuple[str, ...], rank: int
) -> None:
    verdict = judged(claim(Needs())).claims[0].verdict
    assert QUESTION.rank(msgspec.structs.replace(verdict, answers=words)) == rank


def test_the_rungs_and_the_words_that_settle_something() -> None:
    assert LADDER == (
        "not attempted", "blocked", "mechanism holds", "proxy within tolerance",
        "reproduced (exact)",
    )  # fmt: skip
    settled = [word for word in OUTCOMES if word in SETTLED]
    assert settled == [*OUTCOMES[:18]]
    assert OUTCOMES[18:] == (
        "holds in an edge case", "deviation in an edge case", "library does its part",
        "defect of a library", "inconclusive", "blocked", "failed technically", "not attempted",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("needs", "whole", "brief"),
    [
        (Needs(gpus="8 × H100", hours=24), "needs 8 × H100 for 24 h", "needs 8 × H100 for 24 h"),
        (Needs(gpus="8 × H100", hours=1.5), "needs 8 × H100 for 1.5 h",
         "needs 8 × H100 for 1.5 h"),
        (Needs(gpus="", data=("a book",)), "needs a book", "needs a book"),
        (Needs(gpus=""), "needs no GPU", "needs no GPU"),
        (Needs(), None, None),
        (Needs(other="a robot", data=("https://huggingface.co/datasets/l/d",)),
         "needs l/d, a robot", "needs a robot, l/d"),
        (Needs(gpus="a (b), c; d"), "needs a (b), c; d", "needs a, c"),
        (Needs(gpus="(b)"), "needs (b)", "needs (b)"),
        (Needs(gpus="x" * 90, data=("y",)), f"needs {'x' * 90}, y", f"needs {'x' * 90}, …"),
        (Needs(gpus="x" * 40, data=("y" * 38,)), f"needs {'x' * 40}, {'y' * 38}",
         f"needs {'x' * 40}, {'y' * 38}"),
        (Needs(gpus="x" * 40, data=("y" * 39,)), f"needs {'x' * 40}, {'y' * 39}",
         f"needs {'x' * 40}, …"),
    ],
)  # fmt: skip
def test_what_an_attempt_takes_is_said_at_length_and_in_eighty_letters(
    needs: Needs, whole: str | None, brief: str | None
) -> None:
    assert (needed(needs), shortly(needs)) == (whole, brief)
