"""What the page, and the tables beside it, show of checks."""

import html
import json
import re

import msgspec
import pytest

from tests.tables.made_reproductions import results, row
from tests.tables.made_rows import HOSTILE, NOW
from tests.verdicts.made_runs import USED, check, claim, measured, result, run
from tracker.model.check import AuthorsResponse, Comparison, ControlKind, Expectation, Tier
from tracker.model.exact import Exact
from tracker.model.reproduction import Blocked
from tracker.tables import csvtable, jsontable, markdown, page
from tracker.tables.page import checks, view
from tracker.tables.rows import Row

IDEA = check(
    response=AuthorsResponse(by="A. Author", text="Use more steps.", url="https://a.example/1")
)


def kept(shown: Row) -> dict[str, str]:
    """Return an executed notebook for the run of each check."""
    every = (one.run for claim in shown.verdicts.claims for one in claim.checks)
    return {run: "reproductions/x.ipynb" for run in every if run}


def text(shown: Row, lang: str = "en") -> str:
    written = page.render([shown], NOW, lang=lang, reproductions=kept(shown))
    return html.unescape(re.sub(r"<[^>]+>", "", written))


def test_a_check_shows_its_wording_numbers_control_and_answer() -> None:
    left = (measured("idea", 0.98, 0.95, 0.99, seeds=(1, 2, 3)), measured("idea_control", 0.2))
    said = text(row(claim(IDEA, headline=True), runs=(run([IDEA], left, used=(USED,)),)))
    for part in (
        "mechanism holds", "It learns.", "idea ≥ 0.9",
        "0.98 [0.95, 0.99] (n = 3), seeds 1–3",
        "without the idea: idea_control 0.2, must be ≤ 0.5",
        "The idea would not be what helps.", "Use more steps.", "The authors answer: A. Author",
        USED.swhid, "run 2026-11-20 00:01 UTC", "executed notebook",
    ):  # fmt: skip
        assert part in said, part


@pytest.mark.parametrize(("lang", "unknown"), [("en", "not known"), ("zh", "未知")])
def test_what_an_exact_run_takes_can_be_unfolded(lang: str, unknown: str) -> None:
    taking = msgspec.structs.replace(
        claim(), exact=Exact(hardware=HOSTILE, hours=(4, 8), blocked=("no code",))
    )
    written = page.render([row(taking)], NOW, lang=lang, reproductions={})
    assert '<details class="exact">' in written
    said = text(row(taking), lang)
    for part in ("4–8", "no code", unknown):
        assert part in said, part
    assert HOSTILE not in written


def test_a_blocked_check_shows_its_remedy() -> None:
    missing = Blocked(check="idea", needs="torch", remedy="pip install torch")
    shown = row(claim(check(), headline=True), runs=(run([check()], blocked=[missing]),))
    assert "Blocked: needs torch." in text(shown)
    assert "pip install torch" in text(shown)


@pytest.mark.parametrize(("value", "word"), [(0.98, "机制成立"), (0.1, "机制未得到证实")])
def test_the_chinese_page_says_what_became_of_it(value: float, word: str) -> None:
    claims = (claim(IDEA), claim(name="c2", headline=True))
    said = text(row(*claims, runs=results(IDEA, value=value)), "zh")
    assert f"2 项结论中 1 项{word}" in said
    assert "主要结论：未尝试" in said


def test_a_paper_is_found_by_what_became_of_its_claims() -> None:
    claims = (claim(IDEA), claim(check("sums", Tier.AUDIT), name="c2"), claim(name="c3"))
    runs = (*results(IDEA), *results(check("sums", Tier.AUDIT), value=0.1))
    written = page.render([row(*claims, runs=runs)], NOW)
    assert 'data-reproduction="numbers do not follow|mechanism holds"' in written
    assert 'value="mechanism holds"> <span class="tone fair">' in written
    assert 'value="numbers do not follow"> <span class="tone poor">' in written


def test_every_table_has_the_checks() -> None:
    shown = row(claim(IDEA, headline=True), runs=(result(IDEA),))
    assert "1 of 1 claim: mechanism holds" in csvtable.render([shown], NOW)
    status = jsontable.render([shown], NOW)
    assert jsontable.read(status).papers == (shown,)
    (one,) = json.loads(status)["papers"][0]["verdicts"]["claims"][0]["checks"]
    assert (one["words"], one["verdict"]["answers"]) == ("mechanism holds", ["holds"])
    lines = markdown.render([shown], NOW)
    assert "mechanism check “It learns.”**: mechanism holds. Mechanism holds: idea 0.98" in lines
    assert "🟡 1 of 1 claim: mechanism holds" in lines


def test_hostile_words_of_a_check_stay_words() -> None:
    evil = check(
        statement=HOSTILE, response=AuthorsResponse(by=HOSTILE, text=HOSTILE, url="javascript:x")
    )
    written = page.render([row(claim(evil, headline=True), runs=results(evil))], NOW)
    assert "<script>alert" not in written
    assert 'href="javascript' not in written


def test_what_was_measured_lies_on_one_line_with_what_had_to_come_out() -> None:
    shown = row(claim(IDEA, headline=True), runs=(result(IDEA, 0.98, 0.2),))
    drawn = checks.drawing(shown.verdicts.claims[0].checks[0])
    assert drawn is not None
    assert drawn.measured.band.start < drawn.measured.value.start
    assert drawn.measured.band.start + drawn.measured.band.width == pytest.approx(100, abs=1)
    assert drawn.control.band.start == pytest.approx(0, abs=1)
    assert drawn.control.value.start < drawn.control.band.start + drawn.control.band.width
    assert drawn.control.value.start < drawn.measured.value.start


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_drawn(value: float) -> None:
    judged = row(claim(IDEA, headline=True), runs=(result(IDEA, value),)).verdicts.claims[0]
    assert checks.drawing(judged.checks[0]) is None
    assert checks.drawing(row(claim(IDEA)).verdicts.claims[0].checks[0]) is None


def test_a_control_on_a_known_case_is_said_to_be_with_it() -> None:
    known = msgspec.structs.replace(
        IDEA.control, kind=ControlKind.KNOWN_GOOD, removes="64.50 in place of 75.17"
    )
    said = text(row(claim(msgspec.structs.replace(IDEA, control=known))))
    assert "with 64.50 in place of 75.17: idea_control" in said
    assert "without 64.50" not in said


def test_what_an_author_said_before_is_no_answer_and_leaves_the_invitation() -> None:
    before = AuthorsResponse(by="A. Author", text="We see.", date="2025-05-16", earlier=True)
    failed = check(response=before)
    said = text(row(claim(failed), runs=results(failed, value=0.1)))
    assert "Said before, elsewhere (2025-05-16): A. Author" in said
    assert "The authors answer" not in said
    assert "What would help" in said


def placed(
    value: float, control: float, *, low: float | None = None, high: float | None = None,
    expected: Expectation = IDEA.expected,
) -> checks.Drawing:  # fmt: skip
    one = msgspec.structs.replace(IDEA, expected=expected)
    left = (measured("idea", value, low, high), measured("idea_control", control))
    shown = row(claim(one, headline=True), runs=(run([one], left),))
    drawn = checks.drawing(shown.verdicts.claims[0].checks[0])
    assert drawn is not None
    return drawn


def middle(bar: checks.Bar) -> float:
    return bar.start + bar.width / 2


def test_the_line_reaches_a_little_beyond_the_least_and_the_most_on_it() -> None:
    """What lies on it keeps its distances: 0.2, 0.5, 0.9 and 1.0 with 8 of 100 at each end."""
    drawn = placed(1.0, 0.2)
    inside = 0.8 * 1.16
    for bar, value in ((drawn.measured.value, 1.0), (drawn.control.value, 0.2)):
        assert middle(bar) == pytest.approx(100 * (value - 0.2 + 0.064) / inside, abs=0.02)
        assert bar.width == 1.2
    assert drawn.measured.band.start == pytest.approx(100 * (0.9 - 0.136) / inside, abs=0.02)
    assert drawn.control.band.start == 0
    assert drawn.control.band.width == pytest.approx(100 * (0.5 - 0.136) / inside, abs=0.02)


def test_an_interval_and_a_tolerance_are_as_wide_as_they_are() -> None:
    must = Expectation(relation=Comparison.EQUAL, value=0.9, tolerance=0.1)
    drawn = placed(0.9, 0.2, low=0.7, high=1.0, expected=must)
    reach, band = drawn.measured.reach, drawn.measured.band
    assert reach.width == pytest.approx(1.5 * band.width, abs=0.05)
    assert reach.start + reach.width == pytest.approx(band.start + band.width, abs=0.05)
    assert middle(band) == pytest.approx(middle(drawn.measured.value), abs=0.05)


def test_numbers_that_are_all_one_lie_in_the_middle() -> None:
    must = Expectation(relation=Comparison.EQUAL, value=0.5)
    drawn = placed(0.5, 0.5, expected=must)
    assert middle(drawn.measured.value) == pytest.approx(50, abs=0.01)


def test_the_cell_of_a_paper_shows_the_rules_and_evidence_of_the_claims_that_were_tried() -> None:
    shown = row(claim(IDEA), claim(check("x"), name="c2"), runs=results(IDEA))
    [cell] = [each for each in view.answers(shown, 9) if each.key == "reproduction"]
    tried = shown.verdicts.claims[0].verdict.evidence
    assert {piece.url for piece in tried} <= {piece.url for piece in cell.evidence}


def test_what_nobody_tried_is_said_not_to_be_attempted() -> None:
    assert "not attempted" in text(row(claim(check(), headline=True)))
