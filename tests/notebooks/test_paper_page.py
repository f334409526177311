"""What the check notebook shows of checks."""

import msgspec

from tests.tables.made_reproductions import results, row
from tests.tables.made_rows import HOSTILE
from tests.verdicts.made_runs import NOTEBOOK, check, claim
from tracker.model.check import AuthorsResponse
from tracker.model.exact import Exact
from tracker.notebooks.page import PaperPage

IDEA = check(response=AuthorsResponse(by="A. Author", text="Use more steps."))


def test_the_checks_of_a_paper_are_a_table() -> None:
    shown = PaperPage(verdicts=row(claim(IDEA), runs=results(IDEA)).verdicts).checks()
    (line,) = shown.frame.to_dict("records")
    assert line["check"] == "mechanism: It learns."
    assert line["expected"] == "idea >= 0.9"
    assert line["measured"] == "0.98"
    assert line["control"] == (
        "without the idea: idea_control 0.2, must be <= 0.5; "
        "with the answer given away: idea_given_away 1, must be >= 0.9"
    )
    assert line["came out"] == "mechanism holds"
    for part in (NOTEBOOK, "run 2026-11-20", "If it fails: The idea", "A. Author answer"):
        assert part in line["because"]


def test_a_check_that_nobody_tried_says_so() -> None:
    (line,) = PaperPage(verdicts=row(claim(IDEA)).verdicts).checks().frame.to_dict("records")
    assert (line["measured"], line["came out"]) == ("", "not attempted")
    assert "Run `tracker reproduce`" in line["because"]


def test_a_paper_without_checks_says_so() -> None:
    shown = PaperPage(verdicts=row(claim()).verdicts).checks()
    assert "No check is registered" in shown._repr_html_()


def test_hostile_words_of_a_check_are_escaped() -> None:
    evil = check(statement=HOSTILE, response=AuthorsResponse(by=HOSTILE, text=HOSTILE))
    shown = PaperPage(verdicts=row(claim(evil), runs=results(evil)).verdicts).checks()
    assert "<script>" not in shown._repr_html_()


def test_what_an_exact_run_takes_stands_beside_its_claim() -> None:
    taking = msgspec.structs.replace(claim(), exact=Exact(hardware=HOSTILE, blocked=("no code",)))
    shown = PaperPage(verdicts=row(taking).verdicts).claims()._repr_html_()
    assert "what an exact run takes" in shown
    assert "<b>weights</b>: not known" in shown
    assert "no exact run: no code" in shown
    assert "<script>" not in shown
