"""`tracker lint` holds the checks of a project to what makes their answers worth something."""

from pathlib import Path

from reproduce.small_project import check
from reproduce.small_project import project as small_project
from tracker.registry import fairness, lint

GOOD = (
    'known_good: {kind: known good, removes: r, measured: g, expected: {relation: ">", value: 1}}'
)
SETTING = "          setting: {averaged: false}\n"


def fair(name: str, tier: str = "mechanism") -> str:
    block = check(name, GOOD).replace("tier: mechanism", f"tier: {tier}")
    return block.replace("        control:\n", f"        control:\n{SETTING}")


def complaints(folder: Path, *blocks: str) -> list[tuple[str, bool]]:
    small_project(folder, *blocks)
    assert lint(folder / "registry.yaml") == ()  # what is unfair can be read all the same
    found = fairness.lint(folder / "registry.yaml")
    return [(complaint.field, complaint.remark) for complaint in found]


def test_a_check_that_can_turn_and_succeed_is_fair(tmp_path: Path) -> None:
    assert complaints(tmp_path, fair("one")) == []


def test_a_control_that_says_no_setting_is_remarked(tmp_path: Path) -> None:
    unsaid = fair("one").replace(SETTING, "")
    assert complaints(tmp_path, unsaid) == [("claims[0].checks[0].control", True)]


def test_without_a_known_good_case_no_check_can_speak_against(tmp_path: Path) -> None:
    lacking = fair("one").replace(f"        {GOOD}\n", "")
    assert complaints(tmp_path, lacking) == [("claims[0].checks[0].known_good", False)]


def test_more_than_a_third_of_audits_is_a_remark(tmp_path: Path) -> None:
    third = [fair("one", "audit"), fair("two"), fair("three")]
    assert complaints(tmp_path, *third) == []
    assert complaints(tmp_path, *third, fair("four", "audit")) == [("checks", True)]
