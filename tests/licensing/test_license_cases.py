"""The bars on the labelled files, where ../shared is there."""

from collections import Counter
from pathlib import Path

import pytest

from tools.bench_licenses import graded


@pytest.mark.parametrize(
    ("kind", "right", "wrong"), [("text", 0.9, 0.02), ("readme", 0.85, 0.05), ("card", 0.97, 0.03)]
)
def test_as_many_labelled_files_are_right_as_we_say(
    shared: Path, kind: str, right: float, wrong: float
) -> None:
    grades = Counter(grade for *_, grade, _ in graded(shared / "cases", kind))
    assert grades["right"] / grades.total() >= right
    assert grades["wrong"] / grades.total() <= wrong


def test_no_labelled_readme_without_a_licence_is_given_one(shared: Path) -> None:
    for case, answer, grade, _ in graded(shared / "cases", "readme"):
        if all(label is None for label in case["label"].values()):
            assert grade == "right", (case["id"], answer)
