"""What of it can be checked? From the claims; nothing was run, so nothing is called a success."""

from tests.verdicts.made import PAPER
from tracker.model.paper import Claim, Needs, Paper, Source
from tracker.model.verdict import PaperVerdicts
from tracker.verdicts import judge

SOURCE = Source(where="Table 1", url="https://arxiv.org/abs/2503.00001")


def judged(*claims: Claim) -> PaperVerdicts:
    return judge(Paper(id=PAPER.id, titles=PAPER.titles, claims=claims), {})


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


def test_without_a_run_nothing_claims_a_reproduction() -> None:
    verdicts = judged(claim(Needs(gpus="", cpu_check="The sums."), headline=True))
    assert "reproduced" not in f"{verdicts.reproduction} {verdicts.claims}".lower()
