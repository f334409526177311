"""How much of what others wrote stands in a reason: so many letters, and not one more or less."""

import msgspec
import pytest

from tests.licensing.shipped_texts import MIT
from tests.verdicts.expected_conditions import answered, on_the_hub
from tests.verdicts.made import CODE, look
from tests.verdicts.made_runs import check, claim, measured, run
from tests.verdicts.test_conditions import code
from tests.verdicts.test_use import declared, judged, model
from tracker.model.check import Control
from tracker.model.evidence import Declaration, Facts, Place
from tracker.model.paper import Needs, Reported, Role, Source
from tracker.model.reproduction import Outcome
from tracker.verdicts.check import judge_checks
from tracker.verdicts.conditions.release import SeenRelease
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.license import judge_license
from tracker.verdicts.reproduction import judge_claim
from tracker.verdicts.trail import trail

LONG = "abcdefghi " * 200
"""Words, so that a cut falls within one."""


def letters(text: str, before: str, after: str = "…") -> int:
    """Return how many letters stand between two marks, the second one counted."""
    begin = text.index(before) + len(before)
    return text.index(after, begin) + len(after) - begin


def cut(limit: int) -> int:
    """Return how many letters of the long text are left, without a space before the dots."""
    return len(LONG[: limit - 1].rstrip()) + 1


# No cut may fall behind a space, else two limits would look alike.
assert all(LONG[limit - 2] != " " for limit in (120, 160, 200, 240, 300, 400))


def test_a_reason_of_conditions_and_each_of_its_details_is_short() -> None:
    deep = "x" * 400
    folders = {f"lib{number}/{deep}/LICENSE": MIT for number in range(25)}
    seen = code({"LICENSE": MIT, **folders})
    facts = msgspec.structs.replace(seen.facts, revision="swh:1:rev:" + "1" * 40)
    verdict = answered(Role.CODE, msgspec.structs.replace(seen, facts=facts))
    assert len(verdict.reason) == 901
    assert verdict.reason.endswith("….")
    assert len(verdict.evidence) == 20
    own = answered(Role.CODE, code({"README.md": "# W", f"{deep}/LICENSE": MIT}))
    assert letters(own.reason, "the licence's text (paragraph 2), ") == 160


@pytest.mark.parametrize("field", ["gpus", "other"])
def test_what_a_claim_needs_is_told_in_a_line(field: str) -> None:
    verdict = judge_claim(claim(needs=Needs(**{field: LONG})))
    assert letters(verdict.reason, "needs ") == cut(160)


def test_how_a_claim_is_checked_and_where_it_stands_is_told_in_two_lines() -> None:
    verdict = judge_claim(claim(needs=Needs(cpu_check=LONG)))
    assert letters(verdict.reason, "on a CPU: ") == cut(300)
    long = msgspec.structs.replace(claim(), statement="x" * 400)
    [ground] = judge_claim(long).evidence
    assert len(ground.quote or "") == 300


def test_why_a_notebook_broke_and_what_a_control_was_is_told_shortly() -> None:
    one = check()
    broken = run([one], outcome=Outcome.FAILED, detail=LONG)
    [judged_check] = judge_checks(claim(one), [broken])
    assert letters(judged_check.verdict.reason, "the notebook broke: ") == cut(240)
    assert one.control is not None
    control: Control = msgspec.structs.replace(one.control, removes="x" * 200)
    long = msgspec.structs.replace(one, control=control)
    done = run([long], [measured("idea", 0.98), measured("idea_control", 0.2)])
    [judged_check] = judge_checks(claim(long), [done])
    assert letters(judged_check.verdict.reason, "; control ") == 110


def test_a_reason_of_a_use_and_the_words_it_rests_on_are_short() -> None:
    terms = declared("CC-BY-NC-4.0", f"{'x' * 300}/LICENSE")
    terms = msgspec.structs.replace(terms, quote="y" * 300)
    nested = judged(model(declared("MIT-0"), terms))
    [reason] = {use.verdict.reason for use in nested.uses if use.use == "internal"}
    assert letters(reason, "Allowed if ") == 200
    assert letters(reason, "(“") == 120


def test_what_a_licence_rests_on_and_what_is_reported_of_it_is_short() -> None:
    path = "x" * 500
    verdict = judge_license(
        CODE, trail(CODE.url, [look("2026-01-01", facts=Facts(licenses=(
            Declaration(place=Place.FILE, path=path, quote="q", expression="MIT"),
        )))]),
    )  # fmt: skip
    assert len(verdict.reason.partition(", on ")[0]) == 400
    said = Reported(source=Source(where=LONG), license=LONG)
    unseen = judge_license(msgspec.structs.replace(CODE, reported=said), trail(CODE.url, ()))
    assert letters(unseen.reason, "reported as ") == cut(160)
    assert letters(unseen.reason, " by ") == cut(160)


def test_of_a_release_without_files_five_are_quoted() -> None:
    page = msgspec.structs.replace(CODE, role=Role.PAGE)
    listed = code({f"{name}.html": "" for name in "abcdefg"})
    facts = Facts(tree=listed.facts.tree)
    verdict = judge_depth(page, trail(CODE.url, [look("2026-01-01", facts=facts)]))
    assert len(verdict.evidence) == 5


def test_a_release_that_belongs_to_nobody_is_called_by_its_address() -> None:
    seen = on_the_hub(
        "dataset", "lab/data", ["a.csv"], {"README.md": "---\nlicense: cc-by-4.0\n---\n"}
    )
    assert "who made it (3(a)(1)(A)(i)), the account lab" in answered(Role.DATASET, seen).reason
    assert SeenRelease(trail("pkg:pypi/dapo", ())).owner == ""
