"""An input is named by an address at a fixed revision, or as a file of a package."""

from pathlib import Path

import pytest

from reproduce.small_project import check
from reproduce.small_project import project as small_project
from tracker.registry import lint

LINE = 'inputs: [{{name: a.whl, url: "{}", sha256: "' + "0" * 64 + '"}}]'


@pytest.mark.parametrize(
    "url",
    [
        "https://raw.example.org/o/r/0123456/log.json",
        "pkg:pypi/verl@0.3.0?file_name=verl-0.3.0-py3-none-any.whl",
        "pkg:pypi/torch@2.13.0%2Bcpu?file_name=torch-2.13.0%2Bcpu-cp311-cp311-linux_x86_64.whl",
    ],
)
def test_a_file_with_a_fixed_address_can_be_an_input(tmp_path: Path, url: str) -> None:
    small_project(tmp_path, check("one", LINE.format(url)))
    assert lint(tmp_path / "registry.yaml") == ()


@pytest.mark.parametrize(
    "url",
    [
        "pkg:pypi/verl",
        "pkg:pypi/verl@0.3.0",
        "pkg:pypi/verl?file_name=verl-0.3.0-py3-none-any.whl",
        "pkg:pypi/verl@0.3.0?file_name=../verl.whl",
        "pkg:npm/left-pad@1.0.0?file_name=a.tgz",
    ],
)
def test_a_package_without_version_or_file_cannot(tmp_path: Path, url: str) -> None:
    small_project(tmp_path, check("one", LINE.format(url)))
    (complaint,) = lint(tmp_path / "registry.yaml")
    assert complaint.field.endswith("inputs[0].url")
    assert "names no file of a package" in complaint.problem


GOOD = (
    'known_good: {kind: known good, removes: r, measured: g, expected: {relation: ">", value: 1}}'
)
GRADE = 'grades: [{materiality: wrong cell, measured: off, expected: {relation: "<", value: 1}}]'


def graded(tier: str, lines: str) -> str:
    return check("one", *lines.split("\n")).replace("tier: mechanism", f"tier: {tier}")


@pytest.mark.parametrize(
    "lines",
    [
        GOOD,
        "chance: true",
        "bears_on: edge case",
        "bound: {derivation: Two decimals are printed., known_before: true}",
        f"{GOOD}\n{GRADE}",
    ],
)
def test_what_an_answer_may_be_called_is_written_in_the_block(tmp_path: Path, lines: str) -> None:
    tier = "audit" if "grades" in lines else "proxy"
    small_project(tmp_path, graded(tier, lines))
    assert lint(tmp_path / "registry.yaml") == ()


@pytest.mark.parametrize(
    ("tier", "lines", "field", "problem"),
    [
        ("proxy", GOOD.replace("known good", "without the idea"), "known_good.kind",
         "nothing shows that the measurement can succeed"),
        ("proxy", GOOD.replace("removes: r", 'removes: " "'), "known_good.removes", "is empty"),
        ("proxy", GRADE, "grades", "of the tier proxy"),
        ("audit", "chance: true", "chance", "within chance"),
        ("exact", "chance: true", "chance", "within chance"),
        ("proxy", "chance: true\nbears_on: library", "bears_on", "has no grades and no chance"),
        ("audit", f"{GRADE}\nbears_on: code", "bears_on", "has no grades and no chance"),
        ("audit", GRADE.replace("}]", "}, {materiality: wrong cell, measured: off, "
                                'expected: {relation: ">", value: 1}}]'),
         "grades[1].materiality", "says the same as"),
        ("audit", GRADE.replace("value: 1", "value: 1, tolerance: -1"),
         "grades[0].expected.tolerance", "below zero"),
        ("proxy", 'bound: {derivation: "", known_before: false}', "bound.derivation", "is empty"),
    ],
)  # fmt: skip
def test_a_finer_answer_than_the_check_can_give_is_named(
    tmp_path: Path, tier: str, lines: str, field: str, problem: str
) -> None:
    small_project(tmp_path, graded(tier, lines))
    (complaint,) = lint(tmp_path / "registry.yaml")
    assert complaint.field.endswith(field)
    assert problem in complaint.problem


def test_a_second_case_that_must_pass_is_one_too_many(tmp_path: Path) -> None:
    first = check("one", GOOD).replace("control:\n", "control:\n          kind: known good\n")
    small_project(tmp_path, first)
    (complaint,) = lint(tmp_path / "registry.yaml")
    assert complaint.field.endswith("known_good")
    assert "a second control of one kind" in complaint.problem


def test_a_check_that_went_names_what_stands_in_its_place(tmp_path: Path) -> None:
    gone = """\
    dropped:
      - id: before
        tier: audit
        statement: It was so.
        dropped_on: 2026-11-30
        answer: numbers consistent
        reason: {}
        replaced_by: [{}]
"""
    small_project(tmp_path, check("one"), gone.format("It could not fail.", "one"))
    assert lint(tmp_path / "registry.yaml") == ()
    small_project(tmp_path, check("one"), gone.format('""', "two"))
    reason, place = lint(tmp_path / "registry.yaml")
    assert (reason.problem, place.problem) == (
        "is empty", "names `two`, which is no check of this paper",
    )  # fmt: skip
